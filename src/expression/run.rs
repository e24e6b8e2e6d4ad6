//! Runs a program: backtracking that remembers where it has been, so that no state is tried twice at one place.
//!
//! What failed from an earlier start fails from a later one too, so one memory serves a whole search.

use super::Match;
use super::program::{
    ANCHORED, CHAR, CLASS, CODE, END, FIRST, IDS, JUMP, MATCH, NEED, RUN, SAVE, SET, SHORTEST, SPLIT, STAR,
    START, STRING, SWITCH, contains, set_has,
};

/// Memory of searches, kept from one to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    /// A bit for each id and place.
    seen: Vec<u64>,
    /// The words of `seen` that are not 0.
    touched: Vec<u32>,
    stack: Vec<Frame>,
    /// For each id of a run of characters, where one was seen to begin and how far it went.
    runs: Vec<(u32, u32)>,
}

/// What is still to be tried.
#[derive(Clone, Copy, Debug)]
enum Frame {
    Go {
        pc: u32,
        at: u32,
    },
    /// A run of characters that goes on at its longest, then one shorter, down to the shortest.
    Shrink {
        pc: u32,
        id: u32,
        least: u32,
        at: u32,
    },
    /// The same from the shortest to the longest.
    Grow {
        pc: u32,
        id: u32,
        at: u32,
        most: u32,
    },
    /// An edge of the group gets its old value back.
    Restore {
        slot: u32,
        at: u32,
    },
}

const NOWHERE: u32 = u32::MAX;

pub(super) fn find(words: &[u32], subject: &[char], at: usize, scratch: &mut Scratch) -> Option<Match> {
    let last = subject.len().checked_sub(words[SHORTEST] as usize)?;
    if at > last {
        return None;
    }
    scratch.runs.clear();
    scratch.runs.resize(words[IDS] as usize, (NOWHERE, 0));
    let mut run =
        Run { words, subject, base: at, width: subject.len() + 1 - at, scratch, edges: [NOWHERE; 2] };
    let found = run.search(at, last);
    run.forget();
    found
}

struct Run<'a> {
    words: &'a [u32],
    subject: &'a [char],
    /// Where the search began, and how many places there are from there on.
    base: usize,
    width: usize,
    scratch: &'a mut Scratch,
    /// Edges of the group `hit`.
    edges: [u32; 2],
}

impl Run<'_> {
    fn search(&mut self, at: usize, last: usize) -> Option<Match> {
        if self.words[ANCHORED] != 0 {
            return (at == 0 && self.may_start(0)).then(|| self.start(0)).flatten();
        }
        let need = self.words[NEED] as usize;
        if need == 0 {
            return (at..=last).find_map(|start| self.may_start(start).then(|| self.start(start))?);
        }
        let (least, most) = (self.words[need] as usize, self.words[need + 1] as usize);
        let (mut from, mut next) = (at, at + least);
        while let Some(place) = self.needed(need + 2, next) {
            let until = (place - least).min(last);
            for start in from.max(place.saturating_sub(most))..=until {
                if self.may_start(start)
                    && let Some(found) = self.start(start)
                {
                    return Some(found);
                }
            }
            from = from.max(until + 1);
            next = place + 1;
        }
        None
    }

    /// Where the next of the literals that a match must contain stands.
    fn needed(&self, need: usize, from: usize) -> Option<usize> {
        let (set, rest) = self.words[need..].split_at(SET);
        let count = rest[0] as usize;
        let (pairs, literals) = rest[1..].split_at(2 * count);
        let mut at = from;
        loop {
            let rest = self.subject.get(at..)?;
            at += rest.iter().position(|&c| set_has(set, c as u32))?;
            let here = self.subject[at] as u32;
            // The literals are few for one character.
            let mut index = partition(count, |i| pairs[2 * i] < here);
            while index < count && pairs[2 * index] == here {
                let literal = &literals[pairs[2 * index + 1] as usize..];
                let literal = &literal[1..1 + literal[0] as usize];
                if self.has(at, literal) {
                    return Some(at);
                }
                index += 1;
            }
            at += 1;
        }
    }

    #[inline]
    fn has(&self, at: usize, literal: &[u32]) -> bool {
        self.subject.len() - at >= literal.len()
            && literal.iter().zip(&self.subject[at..]).all(|(&want, &c)| want == c as u32)
    }

    #[inline]
    fn is(&self, at: usize, class: u32) -> bool {
        self.subject.get(at).is_some_and(|&c| contains(self.words, class as usize, c))
    }

    /// Whether an id is met at a place for the first time.
    #[inline]
    fn first_time(&mut self, id: u32, at: usize) -> bool {
        let bit = id as usize * self.width + at - self.base;
        if self.scratch.seen.len() <= bit >> 6 {
            let all = self.words[IDS] as usize * self.width;
            self.scratch.seen.resize((all >> 6) + 1, 0);
        }
        let word = &mut self.scratch.seen[bit >> 6];
        let mask = 1u64 << (bit & 63);
        if *word & mask != 0 {
            return false;
        }
        if *word == 0 {
            self.scratch.touched.push((bit >> 6) as u32);
        }
        *word |= mask;
        true
    }

    /// The last place from `least` to `at` at which an id was not met: 64 places are looked at together.
    #[inline]
    fn last_unseen(&self, id: u32, least: usize, at: usize) -> Option<usize> {
        let first = id as usize * self.width;
        let place = |bit: usize| bit + self.base - first;
        let (low, mut bit) = (first + least - self.base, first + at - self.base);
        loop {
            let Some(&word) = self.scratch.seen.get(bit >> 6) else { return Some(place(bit)) };
            // The places up to `bit`, the nearest first.
            let free = (!word) << (63 - (bit & 63));
            if free != 0 {
                let found = bit - free.leading_zeros() as usize;
                return (low..=bit).contains(&found).then(|| place(found));
            }
            bit = (bit & !63).checked_sub(1).filter(|&bit| bit >= low)?;
        }
    }

    /// Where a run of characters of a class ends that begins at `at`, at most at `most`. What an earlier run saw is
    /// not looked at again.
    #[inline]
    fn run_end(&mut self, id: u32, class: u32, at: usize, most: usize) -> usize {
        let (from, to) = self.scratch.runs[id as usize];
        let known = (from as usize..=to as usize).contains(&at);
        let mut end = if known { to as usize } else { at };
        while end < most && self.is(end, class) {
            end += 1;
        }
        self.scratch.runs[id as usize] = (if known { from } else { at as u32 }, end as u32);
        end.min(most)
    }

    fn forget(&mut self) {
        for &word in &self.scratch.touched {
            self.scratch.seen[word as usize] = 0;
        }
        self.scratch.touched.clear();
    }

    /// Whether a match can start with the character here.
    #[inline]
    fn may_start(&self, start: usize) -> bool {
        let first = self.words[FIRST];
        first == 0 || self.is(start, first)
    }

    /// Tries a match that starts here.
    fn start(&mut self, start: usize) -> Option<Match> {
        self.edges = [NOWHERE; 2];
        self.scratch.stack.clear();
        let (mut pc, mut at) = (self.words[CODE] as usize, start);
        loop {
            if let Some(end) = self.follow(pc, at) {
                let [from, to] = self.edges;
                let hit = (to != NOWHERE).then_some((from as usize, to as usize));
                return Some(Match { start, end, hit });
            }
            (pc, at) = self.back()?;
        }
    }

    /// The next way that is not tried yet.
    fn back(&mut self) -> Option<(usize, usize)> {
        while let Some(frame) = self.scratch.stack.pop() {
            match frame {
                Frame::Go { pc, at } => return Some((pc as usize, at as usize)),
                Frame::Restore { slot, at } => self.edges[slot as usize] = at,
                Frame::Shrink { pc, id, least, at } => {
                    let Some(at) = self.last_unseen(id, least as usize, at as usize) else { continue };
                    if at > least as usize {
                        self.scratch.stack.push(Frame::Shrink { pc, id, least, at: at as u32 - 1 });
                    }
                    self.first_time(id, at);
                    return Some((pc as usize, at));
                }
                Frame::Grow { pc, id, at, most } => {
                    if at < most {
                        self.scratch.stack.push(Frame::Grow { pc, id, at: at + 1, most });
                    }
                    if self.first_time(id, at as usize) {
                        return Some((pc as usize, at as usize));
                    }
                }
            }
        }
        None
    }

    /// Follows one way to its end; the place where it matches, if it does.
    fn follow(&mut self, mut pc: usize, mut at: usize) -> Option<usize> {
        let words = self.words;
        loop {
            match words[pc] {
                MATCH => return Some(at),
                CHAR => {
                    if self.subject.get(at).is_none_or(|&c| c as u32 != words[pc + 1]) {
                        return None;
                    }
                    (pc, at) = (pc + 2, at + 1);
                }
                STRING => {
                    let length = words[pc + 1] as usize;
                    if !self.has(at, &words[pc + 2..pc + 2 + length]) {
                        return None;
                    }
                    (pc, at) = (pc + 2 + length, at + length);
                }
                CLASS => {
                    if !self.is(at, words[pc + 1]) {
                        return None;
                    }
                    (pc, at) = (pc + 2, at + 1);
                }
                JUMP => pc = words[pc + 1] as usize,
                SPLIT => {
                    if !self.first_time(words[pc + 1], at) {
                        return None;
                    }
                    self.scratch.stack.push(Frame::Go { pc: words[pc + 3], at: at as u32 });
                    pc = words[pc + 2] as usize;
                }
                SWITCH => {
                    let here = *self.subject.get(at)? as u32;
                    let count = words[pc + 2] as usize;
                    let pairs = &words[pc + 3..pc + 3 + 2 * count];
                    let index = partition(count, |i| pairs[2 * i] < here);
                    if index == count || pairs[2 * index] != here || !self.first_time(words[pc + 1], at) {
                        return None;
                    }
                    let list = pairs[2 * index + 1] as usize;
                    let ways = &words[list + 1..list + 1 + words[list] as usize];
                    let others = ways[1..].iter().rev();
                    self.scratch.stack.extend(others.map(|&pc| Frame::Go { pc, at: at as u32 }));
                    pc = ways[0] as usize;
                }
                RUN => {
                    let [id, class, min, max, greedy] = words[pc + 1..pc + 6] else { return None };
                    if !self.first_time(id, at) {
                        return None;
                    }
                    let (least, most) = (at + min as usize, at.saturating_add(max as usize));
                    let end = self.run_end(id, class, at, most);
                    if end < least {
                        return None;
                    }
                    let (pc, id) = (pc as u32 + 6, id + 1);
                    let frame = if greedy != 0 {
                        Frame::Shrink { pc, id, least: least as u32, at: end as u32 }
                    } else {
                        Frame::Grow { pc, id, at: least as u32, most: end as u32 }
                    };
                    self.scratch.stack.push(frame);
                    return None;
                }
                STAR => {
                    let (id, class) = (words[pc + 1], words[pc + 2]);
                    if !self.first_time(id, at) {
                        return None;
                    }
                    // From where this run was entered before, all that is behind was tried.
                    let mut end = at;
                    while self.is(end, class) && self.first_time(id, end + 1) {
                        end += 1;
                    }
                    let (pc, id) = (pc as u32 + 3, id + 1);
                    self.scratch.stack.push(Frame::Shrink { pc, id, least: at as u32, at: end as u32 });
                    return None;
                }
                SAVE => {
                    let slot = words[pc + 1];
                    let old = std::mem::replace(&mut self.edges[slot as usize], at as u32);
                    self.scratch.stack.push(Frame::Restore { slot, at: old });
                    pc += 2;
                }
                START => {
                    if at != 0 {
                        return None;
                    }
                    pc += 1;
                }
                END => {
                    if at != self.subject.len() {
                        return None;
                    }
                    pc += 1;
                }
                _ => unreachable!("the compiler writes no other instruction"),
            }
        }
    }
}

/// The first index for which `before` no longer holds.
fn partition(count: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = (from + to) / 2;
        if before(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}
