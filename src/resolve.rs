//! Candidates to disjoint findings: in each knot of overlapping candidates the best total reading wins.
//!
//! The value of a reading is the sum over its candidates of length × (0.5 + score / 2), so that a long name beats the
//! shorter ones inside it and two sure neighbours beat one that crosses both. Terms that must be kept take part:
//! they win over everything inside them, and lose to a longer name around them.
//!
//! Coverage never shrinks for what is sure: where a loser of at least `SURE` crosses a winner, the winner grows to
//! cover both, unless that would reach into another winner or a kept term.

use std::cmp::Ordering;

use crate::recognize::Candidate;
use crate::rule::{RuleId, RuleSet};

/// A candidate of this score is a fact (a check digit, a label, a full form); losing it would publish it.
const SURE: f32 = 0.9;

/// How far before a candidate one that contains it is looked for, in characters, so that no text makes this slow.
const REACH: u32 = 256;

/// Why a candidate is not a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its score is below its rule's threshold.
    Score,
    /// It lies in a term that is kept.
    Kept,
    /// Another reading of the same characters is better.
    Overlap,
    /// The user allows it in this place.
    Allowed,
}

/// What won and what lost; candidates are named by their index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// The winners, sorted and disjoint, without kept terms.
    pub winners: Vec<Winner>,
    /// The losers with the reason, by index.
    pub losers: Vec<(u32, Reason)>,
}

/// A candidate that won, with its edges, which may have grown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Winner {
    /// Index of the candidate.
    pub index: u32,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// The best reading of all candidates.
pub fn resolve(candidates: &[Candidate], rules: &RuleSet) -> Resolution {
    let mut resolution = Resolution::default();
    // Candidates are large and most stand alone: only small keys are sorted and compared.
    let mut keys: Vec<Key> = Vec::with_capacity(candidates.len());
    for (index, c) in candidates.iter().enumerate() {
        let keep = c.rule == RuleId::KEEP;
        if keep || c.score >= rules.rule(c.rule).min_score {
            let (start, end) = (c.start as u32, c.end as u32);
            keys.push(Key { start, end, keep, rule: c.rule, score: c.score, index: index as u32 });
        } else {
            resolution.losers.push((index as u32, Reason::Score));
        }
    }
    let keys = sorted(keys);
    let mut from = 0;
    while from < keys.len() {
        let mut reach = keys[from].end;
        let mut to = from + 1;
        while to < keys.len() && keys[to].start < reach {
            reach = reach.max(keys[to].end);
            to += 1;
        }
        if to - from > 1 {
            untie(&keys[from..to], &mut resolution);
        } else if !keys[from].keep {
            resolution.winners.push(Winner::of(keys[from]));
        }
        from = to;
    }
    resolution
}

/// The keys by start: counted where there are many for their text, so that few are compared.
fn sorted(mut keys: Vec<Key>) -> Vec<Key> {
    let last = keys.iter().map(|key| key.start).max().unwrap_or(0) as usize;
    if last / 16 > keys.len() {
        keys.sort_unstable_by(Key::by_start);
        return keys;
    }
    let mut ends = vec![0u32; last + 1];
    keys.iter().for_each(|key| ends[key.start as usize] += 1);
    let mut before = 0;
    for end in &mut ends {
        before += *end;
        *end = before;
    }
    let mut sorted = keys.clone();
    for key in keys {
        let end = &mut ends[key.start as usize];
        *end -= 1;
        sorted[*end as usize] = key;
    }
    sorted.chunk_by_mut(|a, b| a.start == b.start).filter(|same| same.len() > 1).for_each(|same| {
        same.sort_unstable_by(Key::by_start);
    });
    sorted
}

/// What resolution needs of a candidate.
#[derive(Clone, Copy)]
struct Key {
    start: u32,
    end: u32,
    keep: bool,
    rule: RuleId,
    score: f32,
    index: u32,
}

impl Key {
    fn by_start(&self, other: &Self) -> Ordering {
        let place = |key: &Self| u64::from(key.start) << 32 | u64::from(!key.end);
        place(self).cmp(&place(other)).then_with(|| {
            (!self.keep, self.rule)
                .cmp(&(!other.keep, other.rule))
                .then(other.score.total_cmp(&self.score))
                .then(self.index.cmp(&other.index))
        })
    }

    fn by_end(&self, other: &Self) -> Ordering {
        (self.end, self.start, self.rule)
            .cmp(&(other.end, other.start, other.rule))
            .then(other.score.total_cmp(&self.score))
            .then(self.index.cmp(&other.index))
    }

    const fn len(self) -> u32 {
        self.end - self.start
    }

    const fn inside(self, other: Self) -> bool {
        other.start <= self.start && self.end <= other.end
    }

    fn value(self) -> f32 {
        let length = self.len() as f32;
        if self.keep { length + 0.01 } else { length * (0.5 + self.score / 2.0) }
    }
}

impl Winner {
    const fn of(key: Key) -> Self {
        Self { index: key.index, start: key.start as usize, end: key.end as usize }
    }
}

/// The best set of disjoint candidates of one knot, by dynamic programming over their ends.
fn untie(knot: &[Key], resolution: &mut Resolution) {
    let mut knot = drop_nested(knot, &mut resolution.losers);
    knot.sort_unstable_by(Key::by_end);
    let mut best: Vec<(f32, bool, usize)> = Vec::with_capacity(knot.len() + 1);
    best.push((0.0, false, 0));
    for (i, key) in knot.iter().enumerate() {
        let before = knot[..i].partition_point(|k| k.end <= key.start);
        let taken = best[before].0 + key.value();
        best.push(if taken > best[i].0 + 1e-4 { (taken, true, before) } else { (best[i].0, false, i) });
    }
    let mut taken: Vec<Key> = Vec::new();
    let mut lost: Vec<Key> = Vec::new();
    let mut i = knot.len();
    while i > 0 {
        let (_, won, before) = best[i];
        let key = knot[i - 1];
        if won {
            taken.push(key);
            // What lies between was passed over.
            lost.extend_from_slice(&knot[before..i - 1]);
        } else {
            lost.push(key);
        }
        i = before;
    }
    taken.reverse();
    for loser in lost.into_iter().filter(|l| !l.keep) {
        let first = taken.partition_point(|t| t.end <= loser.start);
        let kept = taken[first..].iter().take_while(|t| t.start < loser.end).any(|t| t.keep);
        if loser.score >= SURE && !kept {
            widen(&mut taken, loser);
        }
        resolution.losers.push((loser.index, if kept { Reason::Kept } else { Reason::Overlap }));
    }
    resolution.winners.extend(taken.into_iter().filter(|t| !t.keep).map(Winner::of));
}

/// Grows the winner that crosses `loser` over what would be left uncovered; `taken` is sorted and disjoint.
fn widen(taken: &mut [Key], loser: Key) {
    let crossed = taken.partition_point(|t| t.end <= loser.start);
    if let Some(winner) = taken.get_mut(crossed) {
        winner.start = winner.start.min(loser.start);
    }
    let after = taken.partition_point(|t| t.start < loser.end);
    if let Some(winner) = taken[..after].last_mut() {
        winner.end = winner.end.max(loser.end);
    }
}

/// A kept term takes everything inside it along; a name that strictly contains a kept term sets it free.
fn drop_nested(knot: &[Key], losers: &mut Vec<(u32, Reason)>) -> Vec<Key> {
    let (keeps, mut others): (Vec<Key>, Vec<Key>) = knot.iter().partition(|k| k.keep);
    if keeps.is_empty() {
        return others;
    }
    // 走 | 康庄大道: a word or two before a long kept term set nothing free.
    let led = |keep: &Key, o: Key| keep.len() >= 4 && o.end == keep.end && o.len() <= keep.len() + 2;
    let entity = |o: Key| o.rule == RuleId::PLACE || o.rule == RuleId::PERSON;
    let freed = |keep: &Key| {
        near(&others, keep.start)
            .any(|o| keep.inside(o) && o.len() > keep.len() && !(entity(o) && led(keep, o)))
    };
    let holding: Vec<Key> = keeps.into_iter().filter(|keep| !freed(keep)).collect();
    others.retain(|other| {
        let lost = near(&holding, other.start).any(|keep| other.inside(keep));
        if lost {
            losers.push((other.index, Reason::Kept));
        }
        !lost
    });
    others.extend(holding);
    others
}

/// Those of `sorted` that start at `start` or at most [`REACH`] before it.
fn near(sorted: &[Key], start: u32) -> impl Iterator<Item = Key> + '_ {
    let from = sorted.partition_point(|k| k.start + REACH < start);
    sorted[from..].iter().copied().take_while(move |k| k.start <= start)
}

#[cfg(test)]
mod tests;
