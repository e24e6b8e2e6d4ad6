//! The characters around a possible place, by experience.
//!
//! The rules propose, the annotated documents of the project decide: how often what stands around these characters,
//! and in them, stood at a place was learned from them (`crates/lexgen`), and what the rules make of them is one of the
//! questions. Whatever ends like a place may be one, with every beginning that leaves it a name, and so may what a list
//! or a rule knows. Each is asked twice: first by itself, then knowing what the others say. The likeliest are taken, as
//! long as they do not overlap; what the rules took and experience does not is dropped.

mod ask;
mod company;
pub(in crate::recognize) mod learn;

use ask::Sides;
use company::Stand;

use super::hamlet::{HOMES, LAND};
use super::tail::level;
use super::{Ends, LISTED, SUFFIX, Scan};
use crate::lexicon::Tags;
use crate::recognize::experience::{Sum, Table};
use crate::recognize::set::CharSet;
use crate::recognize::{Candidate, ClueKind, Context, Text, is_han};
use crate::rule::RuleId;

const TABLE: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/places.bin")));

/// Weights are sixteenths; from this sum on the characters are a place, and from this one when the rules say so.
const ENOUGH: i32 = 8;
const TAKEN: i32 = -48;
/// The same of a new one without a suffix: lists know many a word.
const BARE: i32 = 8;
/// The same before a line of business, which is called by brands as well.
const BEFORE_TRADE: i32 = 32;
/// How much likelier a new place must be than one of the rules that it displaces.
const BETTER: i32 = 48;
/// What ends says at least of hardly any place less than this; the same with each of what is asked after it.
const LEAST_CLOSED: i32 = -18;
const LEAST_OPENED: i32 = -16;
const LEAST_FOLLOWED: i32 = -20;
const LEAST_BESIDE: i32 = -20;
const LEAST_WHOLE: i32 = -24;
/// The same of all that is asked of a place by itself.
const LEAST: i32 = -24;
/// What a place is worth whose sum is nothing, what each sixteenth above adds, and the most.
const WORTH: f32 = 0.53;
const EACH: f32 = 0.004;
const MOST: f32 = 0.85;

/// What else ends a name that no list need hold.
const LAST: CharSet = LAND.and(&HOMES);
/// Most characters of a name that the rules have not found.
const LONGEST: usize = 5;

/// A candidate of less is a guess, which the rules take for no place.
const LIKELY: f32 = 0.5;
/// A full name of a list where one may begin: nobody is asked, it says this much.
const SURE: f32 = 0.88;
const SURELY: i32 = 64;

/// Marks of a character: what holds it.
const KEPT: u8 = 1;
const FIGURE: u8 = 2;
const PLACE: u8 = 4;

/// How a possible place ends.
struct Form {
    end: usize,
    /// Where its suffix begins; its end when it has none.
    suffix: usize,
    /// Its level, as the questions write it.
    kind: char,
}

/// What the rules found, by character.
struct View<'v, 'a> {
    cx: &'v Context<'a>,
    ends: &'v Ends,
    found: &'v [Candidate],
    /// Ends, starts and indices of the candidates of the rules, guesses among them.
    taken: Vec<(u32, u32, u32)>,
    marks: Vec<u8>,
    /// Length of the longest place that begins here.
    begins: Vec<u8>,
}

impl<'v, 'a> View<'v, 'a> {
    /// `before` candidates are those of the recognizers before.
    fn new(scan: &'v Scan<'_, 'a>, before: usize) -> Self {
        let n = scan.cx.text.len();
        let (mut marks, mut begins, mut taken) = (vec![0u8; n], vec![0u8; n + 1], Vec::new());
        for (at, c) in scan.found.iter().enumerate() {
            let mark = match c.rule {
                RuleId::KEEP => KEPT,
                RuleId::PLACE => PLACE,
                _ => FIGURE,
            };
            if mark == PLACE && at >= before {
                let worse = ((1.0 - c.score) * 1e3) as u32;
                taken.push((c.end as u32, c.start as u32, worse, at as u32));
            }
            if mark == PLACE && c.score < LIKELY {
                continue;
            }
            if mark == PLACE && at >= before {
                let length = u8::try_from(c.end - c.start).unwrap_or(u8::MAX);
                begins[c.start] = begins[c.start].max(length);
            }
            marks[c.start..c.end].iter_mut().for_each(|m| *m |= mark);
        }
        taken.sort_unstable();
        taken.dedup_by_key(|&mut (end, start, ..)| (end, start));
        let taken = taken.into_iter().map(|(end, start, _, at)| (end, start, at)).collect();
        Self { cx: &scan.cx, ends: &scan.ends, found: scan.found, taken, marks, begins }
    }

    fn score(&self, at: u32) -> f32 {
        self.found[at as usize].score
    }

    /// Level of the place that ends at `i`, as the questions write it.
    fn level(&self, i: usize) -> Option<char> {
        self.ends.level(i).map(ask::level)
    }

    /// Calls `look` with each end at which a place may stand, and its possible starts with the place of the rules.
    fn each(&self, mut look: impl FnMut(&Form, &[(usize, Option<u32>)])) {
        const KNOWN: Tags = LISTED.and(Tags::TOWN);
        let text = self.cx.text;
        let mut taken = self.taken.iter().copied().peekable();
        let mut next = taken.peek().map_or(usize::MAX, |&(end, ..)| end as usize);
        let mut starts = Vec::new();
        for (at, ((&ends, &one), &c)) in text.ends.iter().zip(&text.one).zip(&text.ch).enumerate() {
            let end = at + 1;
            let suffixed = ends.and(one).has(SUFFIX) || LAST.contains(c);
            if !suffixed && end != next && !ends.has(KNOWN) {
                continue;
            }
            starts.clear();
            while let Some((_, start, at)) = taken.next_if(|&(to, ..)| to as usize == end) {
                starts.push((start as usize, Some(at)));
            }
            next = taken.peek().map_or(usize::MAX, |&(end, ..)| end as usize);
            let sure = starts.first().is_some_and(|&(_, at)| at.is_some_and(|at| self.score(at) >= SURE));
            if !sure {
                self.window(end, suffixed, &mut starts);
            }
            if !starts.is_empty() {
                look(&self.form(end), &starts);
            }
        }
    }

    /// Adds the starts that the rules have passed over of the names that end at `end`: all of them behind a suffix,
    /// else those of listed names that no quotation is about.
    fn window(&self, end: usize, suffixed: bool, starts: &mut Vec<(usize, Option<u32>)>) {
        let text = self.cx.text;
        let own = starts.len();
        for start in (end.saturating_sub(LONGEST)..end).rev() {
            // 乌某: a mask is no name.
            let mask = text.ch[start] == '某';
            if !is_han(text.ch[start]) || mask || start + 1 < end && text.gap[start + 1] == 2 {
                return;
            }
            let length = end - start;
            if length < 2 {
                continue;
            }
            let known = || {
                let listed = LISTED.and(Tags::TOWN);
                text.starts[start].has(listed)
                    && text.hits_at(start).iter().any(|hit| hit.end() == end && hit.tags.has(listed))
                    && ask::quoted(text, start, end).is_none()
            };
            if !starts[..own].iter().any(|&(from, _)| from == start) && (suffixed || known()) {
                starts.push((start, None));
            }
            // A name does not go on before a division that leaves room for it.
            if length > 1 && self.ends.level(start).is_some_and(|level| level <= super::Level::Group) {
                return;
            }
        }
    }

    fn form(&self, end: usize) -> Form {
        let text = self.cx.text;
        match text.longest_before(end, SUFFIX) {
            Some(n) => {
                let suffix = end - n;
                Form { end, suffix, kind: ask::level(level(text.ch[end - 1], n, text.ch[suffix])) }
            }
            None if LAST.contains(text.ch[end - 1]) => Form { end, suffix: end, kind: 'h' },
            None => Form { end, suffix: end, kind: 'n' },
        }
    }
}

/// A possible place with what is said of it.
struct Case {
    start: usize,
    end: usize,
    suffix: usize,
    sum: Sum,
    taken: Option<u32>,
}

/// Takes what experience says is a place, and drops what it says is none; `before` candidates are not of the rules.
pub(super) fn settle(scan: &mut Scan<'_, '_>, before: usize) {
    let view = View::new(scan, before);
    let mut cases = weigh(&view);
    together(scan.cx.text, scan.cx.words, &mut cases);
    let likely = |case: &Case| case.taken.is_some_and(|at| scan.found[at as usize].score >= LIKELY);
    let order = |case: &Case| case.sum.among - if likely(case) { 0 } else { BETTER };
    let text = scan.cx.text;
    // 赴京, 苏皖两地: the documents show too few of one character.
    let short = |case: &Case| case.end - case.start == 1;
    cases.retain(|case| match likely(case) {
        true => case.sum.among >= TAKEN || short(case),
        false => {
            // 镇至岩坝 | 公路 leads from one place to the other.
            let stretch = matches!(text.before(case.start), '至' | '到') && view.begins[case.start] > 0;
            // 鑫源 | 建材
            let trade = text.starts.get(case.end).is_some_and(|tags| tags.has(Tags::ORG_BUSINESS));
            let enough = if trade {
                BEFORE_TRADE
            } else if case.suffix == case.end {
                BARE
            } else {
                ENOUGH
            };
            case.sum.among >= enough && !stretch && !cited(scan, case)
        }
    });
    cases.sort_unstable_by_key(|case| (-order(case), case.start, case.end));
    // What a new place holds, and what one of the rules does: those may overlap, the best reading is found later.
    let (mut held, mut taken) = (vec![0u8; scan.cx.text.len()], Vec::new());
    for case in cases {
        let mark = if likely(&case) { 1 } else { 2 };
        if held[case.start..case.end].iter().all(|&held| held & !(mark & 1) == 0) {
            held[case.start..case.end].iter_mut().for_each(|held| *held |= mark);
            taken.push(case);
        }
    }
    let mut dropped = vec![false; scan.found.len()];
    let rules = scan.found.iter().enumerate().skip(before);
    rules.for_each(|(at, c)| dropped[at] = c.rule == RuleId::PLACE && c.score >= LIKELY);
    for case in taken {
        let score = (WORTH + EACH * case.sum.among as f32).min(MOST);
        if let Some(at) = case.taken {
            let own = &mut scan.found[at as usize];
            own.score = own.score.max(score);
            dropped[at as usize] = false;
            continue;
        }
        let place = Candidate::new(case.start, case.end, RuleId::PLACE, score);
        let clue = if case.suffix < case.end { ClueKind::Suffix } else { ClueKind::Shape("learned") };
        let shown = if case.suffix < case.end { case.suffix } else { case.start };
        scan.found.push(place.because(clue, shown, case.end).keeping(case.suffix, case.end));
    }
    let mut at = 0;
    scan.found.retain(|_| {
        at += 1;
        !dropped.get(at - 1).copied().unwrap_or(false)
    });
}

/// Whether the place stands in a title, or is one of a list in a quotation: 《松花江上》, “姑苏城外”.
fn cited(scan: &Scan<'_, '_>, case: &Case) -> bool {
    let open = ask::quoted(scan.cx.text, case.start, case.end);
    open.is_some_and(|open| {
        open == '《' || scan.cx.lexicon.get(&scan.cx.text.ch[case.start..case.end]).has(LISTED)
    })
}

/// The possible places that are likely enough to be heard.
fn weigh(view: &View<'_, '_>) -> Vec<Case> {
    let mut cases = Vec::new();
    view.each(|form, starts| {
        let (end, own) = (form.end, starts[0].1.is_some());
        if let &[(start, Some(at)), ..] = starts
            && view.score(at) >= SURE
        {
            let sum = Sum { alone: SURELY, among: SURELY };
            cases.push(Case { start, end, suffix: form.suffix, sum, taken: Some(at) });
            return;
        }
        let mut closed = TABLE.weight(&[]);
        let behind = ask::closing(view, end, form, |question| closed += TABLE.weight(question));
        if !own && closed.alone < LEAST_CLOSED {
            return;
        }
        let mut follows: Option<(Sum, char)> = None;
        for &(start, taken) in starts {
            let rules = taken.is_some();
            let mut sum = closed;
            let before = ask::opening(view, start, form, |question| sum += TABLE.weight(question));
            if !rules && sum.alone < LEAST_OPENED {
                continue;
            }
            let (more, begins) = *follows.get_or_insert_with(|| {
                let mut sum = Sum::default();
                let begins = ask::behind(view, end, form, behind, |question| sum += TABLE.weight(question));
                (sum, begins)
            });
            sum += more;
            if !rules && sum.alone < LEAST_FOLLOWED {
                continue;
            }
            let sure = ask::before(view, start, form, before, |question| sum += TABLE.weight(question));
            if !rules && sum.alone < LEAST_BESIDE {
                continue;
            }
            let sides = Sides { before, behind, sure, begins };
            let score = taken.map(|at| view.score(at));
            ask::whole(view, start, form, score, &sides, |question| sum += TABLE.weight(question));
            if !rules && sum.alone < LEAST_WHOLE {
                continue;
            }
            ask::name(view, start, form, &sides, |question| sum += TABLE.weight(question));
            if rules || sum.alone >= LEAST {
                let suffix = if form.suffix > start { form.suffix } else { end };
                cases.push(Case { start, end, suffix, sum, taken });
            }
        }
    });
    cases
}

/// Adds what the possible places say of each other.
fn together(text: &Text<'_>, words: crate::lexicon::View<'_>, cases: &mut [Case]) {
    cases.sort_unstable_by_key(|case| (case.start, case.end));
    let stand = |case: &Case| {
        let (name, span) = (&text.ch[case.start..case.end], text.span(case.start, case.end));
        let key = company::key(name.iter().copied());
        Stand {
            start: span.start,
            end: span.end,
            key,
            ordinary: !words.get(name).is_empty(),
            sum: case.sum.alone,
        }
    };
    let stands: Vec<Stand> = cases.iter().map(stand).collect();
    company::ask(&stands, |at, question| cases[at].sum += TABLE.weight(question));
}

#[cfg(test)]
mod tests;
