//! The characters around a possible name, by experience.
//!
//! Behind the rules, the annotated documents of the project have a word: how often what stands before and behind
//! these characters, and in them, stood at a name was learned from them (`crates/lexgen`). Each place is asked twice:
//! first by itself, then knowing what the other places of the same characters say, for a person is named again. Where
//! the rules have found no name, what is likely is taken for one; what the rules have found, but experience all but
//! excludes, is dropped, and where it says that the name ends elsewhere, it does. Nothing is said of characters that
//! a place, a body or a kept term holds, nor of a cell of a table.

mod ask;
pub(super) mod learn;

use super::reading::Reading;
use super::scan::Scan;
use super::{model, short};
use crate::lexicon::Tags;
use crate::recognize::experience::{FLOOR, Sum, Table, ask_others, others};
use crate::recognize::is_han;

const TABLE: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/around.bin")));

/// Weights are sixteenths; from this sum on the characters are a name.
const ENOUGH: i32 = -4;
/// Below this sum they are none, whatever the rules say.
const NONE: i32 = -4 * 16;
/// How much likelier the name ends elsewhere than where the rules say.
const BETTER: i32 = 24;
/// The characters before say at least of hardly any name less than this; the same with what else is known of them,
/// and of both sides.
const LEAST_NEAR: i32 = -16;
const LEAST_LEFT: i32 = -18;
const LEAST_SIDES: i32 = -26;
/// What a name that is a word needs more.
const WORD: i32 = 12;
/// Class of a word above which each further one counts this much against a name.
const RARE: u32 = 4;
const EACH_CLASS: i32 = 3;
/// The same above the class of a word that every report has.
const USUAL: u32 = 8;
const EACH_USUAL: i32 = 4;
/// Class from which a word is none but the word.
const COMMON: u32 = 12;
/// What is done in a manner rather than by somebody of that name.
const GRAVE: [&str; 10] = ["指出", "提出", "批评", "处理", "查处", "追究", "对待", "执行", "落实", "整改"];
/// What such a name is worth, and what each sixteenth above adds.
const WORTH: f32 = 3.2;
const EACH: f32 = 0.025;

/// A place that is asked.
struct Place {
    start: usize,
    /// Where the last name before it ends, and the next one begins.
    before: usize,
    free: usize,
    /// The name of the rules that begins here.
    taken: Option<usize>,
}

/// A possible name, with what its place says.
struct Case {
    start: usize,
    end: usize,
    sum: Sum,
    taken: Option<usize>,
}

/// Takes and drops names at `places`, in order, and those already taken.
pub(super) fn settle(scan: &mut Scan<'_>, places: &[u32]) {
    let mut cases = Vec::new();
    for place in asked(scan, places) {
        weigh(scan, &place, &mut cases);
    }
    together(scan, &mut cases);
    review(scan, &cases);
    cases.retain(|case| case.taken.is_none() && case.sum.among >= needed(scan, case));
    cases.sort_unstable_by_key(|case| (-case.sum.among, case.start, case.end));
    let mut more: Vec<Reading> = Vec::new();
    for Case { start, end, sum, .. } in cases {
        let place = |taken: &[Reading]| {
            let at = taken.partition_point(|r| r.end <= start);
            taken.get(at).is_none_or(|r| r.start >= end).then_some(at)
        };
        if let (Some(_), Some(at)) = (place(&scan.taken), place(&more)) {
            let bits = WORTH + EACH * (sum.among - ENOUGH) as f32;
            more.insert(at, Reading::new(start, end, bits, 1, &[]));
        }
    }
    scan.take_among(more);
}

/// The places outside the names taken, and those of the names that may be asked about, in order.
fn asked(scan: &Scan<'_>, places: &[u32]) -> Vec<Place> {
    let text = scan.cx.text;
    let asks = |i: usize| text.one[i].has(Tags::SURNAME) && scan.marks.entity[i] == 0;
    let mut all = Vec::with_capacity(places.len());
    let mut places = places.iter().map(|&i| i as usize).peekable();
    let mut before = 0;
    for (at, reading) in scan.taken.iter().enumerate() {
        while let Some(start) = places.next_if(|&i| i < reading.end) {
            if start >= before && start < reading.start && asks(start) {
                all.push(Place { start, before, free: reading.start, taken: None });
            }
        }
        let (start, end) = (reading.start, reading.end);
        let plain = reading.surname == 1 && !reading.cell && end - start <= 3;
        if plain && text.ch[start..end].iter().all(|&c| is_han(c)) && text.one[start].has(Tags::SURNAME) {
            let free = scan.taken.get(at + 1).map_or(usize::MAX, |next| next.start);
            all.push(Place { start, before, free, taken: Some(at) });
        }
        before = end;
    }
    let rest = places.filter(|&start| start >= before && asks(start));
    all.extend(rest.map(|start| Place { start, before, free: usize::MAX, taken: None }));
    all
}

/// Ends of the possible names at a place.
fn ends(scan: &Scan<'_>, place: &Place) -> impl Iterator<Item = usize> + use<> {
    let text = scan.cx.text;
    let most = place.free.min(text.len());
    let own = place.taken.map_or(0, |at| scan.taken[at].end);
    let fits = |j: usize| {
        j <= most
            && is_han(text.ch[j - 1])
            && (j == own || text.gap[j - 1] == 0 && scan.marks.entity[j - 1] == 0)
    };
    let start = place.start;
    let one = fits(start + 1) && short::may_be_alone(scan.cx, start);
    // 母亲安氏: the family name alone.
    let two = fits(start + 2) && !matches!(text.get(start + 1), '氏' | '姓');
    let three = start + 3 <= most && is_han(text.ch[start + 1]) && fits(start + 3);
    let ends = [(one, start + 1), (two, start + 2), (three, start + 3)];
    ends.into_iter().filter_map(|(fits, end)| fits.then_some(end))
}

/// What a possible name needs: more where it is a word of many uses, of which the documents show few.
fn needed(scan: &Scan<'_>, case: &Case) -> i32 {
    let (cx, name) = (scan.cx, &scan.cx.text.ch[case.start..case.end]);
    // 双组长 is no family name.
    if name.len() == 1 && short::only_before_title(name[0]) {
        return i32::MAX;
    }
    let tags = cx.words.get(name);
    // 严肃指出, 管控率
    let (next, then) = (cx.text.get(case.end), cx.text.get(case.end + 1));
    let measured = next == '率' && !matches!(then, '队' | '领' | '先' | '众' | '团' | '部' | '员' | '全');
    let manner = || tags.has(Tags::ORDINARY) && GRAVE.iter().any(|verb| cx.text.starts_with(case.end, verb));
    if tags.has(Tags::WORD) && (measured || manner()) {
        return i32::MAX;
    }
    // 占全县: no given name is a body of the document's own.
    let given = name.get(1..).filter(|given| !given.is_empty());
    if tags.class() >= COMMON || given.is_some_and(|given| cx.lexicon.get(given).has(Tags::GENERIC)) {
        return i32::MAX;
    }
    if !tags.has(Tags::WORD) {
        return ENOUGH;
    }
    let above = |class: u32| tags.class().saturating_sub(class) as i32;
    ENOUGH + WORD + above(RARE) * EACH_CLASS + above(USUAL) * EACH_USUAL
}

/// Asks about the possible names at a place; those that are hardly any are left out.
fn weigh(scan: &mut Scan<'_>, place: &Place, cases: &mut Vec<Case>) {
    let (i, taken) = (place.start, place.taken);
    stand(scan, place);
    let mut opens = TABLE.weight(&[]);
    let near = ask::near(scan, i, |question| opens += TABLE.weight(question));
    if taken.is_none() && opens.alone < LEAST_NEAR {
        return;
    }
    let left = ask::before(scan, i, near, |question| opens += TABLE.weight(question));
    if taken.is_none() && opens.alone < LEAST_LEFT {
        return;
    }
    for j in ends(scan, place) {
        let mut sum = opens;
        let right = ask::behind(scan, j, |question| sum += TABLE.weight(question));
        ask::sides(&left, &right, j - i, |question| sum += TABLE.weight(question));
        if taken.is_none() && sum.alone < LEAST_SIDES {
            continue;
        }
        ask::name(scan, i, j, &left, &right, |question| sum += TABLE.weight(question));
        if taken.is_some() || sum.alone >= FLOOR {
            cases.push(Case { start: i, end: j, sum, taken });
        }
    }
}

/// What the rules make of what stands before a place depends on the name before it alone.
fn stand(scan: &mut Scan<'_>, place: &Place) {
    scan.marks.last_name = place.before;
    (scan.marks.listed, scan.marks.opened) = (false, false);
}

/// Adds what the places of the same characters say of each other.
fn together(scan: &Scan<'_>, cases: &mut [Case]) {
    let text = scan.cx.text;
    let key = |case: &Case| text.ch[case.start..case.end].iter().fold(0, |key, &c| key << 21 | c as u64);
    let mut order: Vec<(u64, usize)> = cases.iter().enumerate().map(|(at, case)| (key(case), at)).collect();
    order.sort_unstable();
    let mut sums = Vec::new();
    for same in order.chunk_by(|a, b| a.0 == b.0) {
        sums.clear();
        sums.extend(same.iter().map(|&(_, at)| cases[at].sum.alone));
        let Case { start, end, .. } = cases[same[0].1];
        let ordinary = model::is_word(scan.cx.words, &text.ch[start..end]);
        for (n, &(_, at)) in same.iter().enumerate() {
            let sum = &mut cases[at].sum;
            ask_others(ordinary, others(&sums, n), |question| *sum += TABLE.weight(question));
        }
    }
}

/// Drops names of the rules that experience all but excludes, and moves ends.
fn review(scan: &mut Scan<'_>, cases: &[Case]) {
    let mut dropped = Vec::new();
    for same in cases.chunk_by(|a, b| a.start == b.start) {
        let Some(at) = same[0].taken else { continue };
        let end = scan.taken[at].end;
        let Some(own) = same.iter().find(|case| case.end == end) else { continue };
        let other = same.iter().filter(|case| case.end != end).max_by_key(|case| case.sum.among);
        // 石磊任副组长: a verb is no last character of a name.
        let verb = |case: &Case| case.end > end && scan.cx.text.one[case.end - 1].has(Tags::BREAK);
        // 村民幸福来: a word is not what is left when a name is cut short.
        let word = |case: &Case| model::is_word(scan.cx.words, &scan.cx.text.ch[case.start..case.end]);
        match other {
            Some(other)
                if other.sum.among >= ENOUGH.max(own.sum.among + BETTER)
                    && other.end > other.start + 1
                    && !word(other)
                    && !verb(other) =>
            {
                scan.taken[at].end = other.end;
            }
            _ if own.sum.among < NONE && !scan.taken[at].strong => dropped.push(at),
            _ => {}
        }
    }
    let (mut at, mut dropped) = (0, dropped.into_iter().peekable());
    scan.taken.retain(|_| {
        at += 1;
        dropped.next_if_eq(&(at - 1)).is_none()
    });
}

#[cfg(test)]
mod tests;
