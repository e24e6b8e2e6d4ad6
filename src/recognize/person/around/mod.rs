//! The characters around a possible name, by experience.
//!
//! Where the rules have found no name at a family name, the annotated documents of the project have a word: how often
//! these characters stand before and behind a name, and in one, was learned from them (`crates/lexgen`). It is one
//! more piece of evidence, and the last: it takes nothing from any other reading, and says nothing of characters that
//! a place, a body or a kept term holds.

mod hash;

use super::model;
use super::reading::Reading;
use super::scan::Scan;
use crate::lexicon::Tags;
use crate::recognize::{Context, is_digit, is_han};
use hash::{Hash, SLOT, SLOTS};

static TABLE: &[u8; SLOTS * SLOT] = include_bytes!(concat!(env!("OUT_DIR"), "/around.bin"));

/// Weights are sixteenths; from this sum on the characters are a name.
const ENOUGH: i32 = 30;
/// What stands before says at least of hardly any name less than this; the same of both sides.
const LEAST_LEFT: i32 = -56;
const LEAST_SIDES: i32 = -48;
/// Class of a word above which each further one counts this much against a name.
const RARE: u32 = 4;
const EACH_CLASS: u32 = 7;
/// Class from which a word is none but the word.
const COMMON: u32 = 12;
/// What a name may save less than words before that counts against it.
const LEAST_GAIN: f32 = -8.0;
/// What such a name is worth, and what each sixteenth above adds.
const WORTH: f32 = 3.2;
const EACH: f32 = 0.06;

/// Takes what experience says is a name at one of `places`, in order, where no other name is.
pub(super) fn settle(scan: &mut Scan<'_>, places: &[u32]) {
    let mut found: Vec<Reading> = Vec::new();
    let mut next = 0;
    let always = weight(&[]);
    for &i in places {
        let i = i as usize;
        while scan.taken.get(next).is_some_and(|r| r.end <= i) {
            next += 1;
        }
        let free = scan.taken.get(next).map_or(usize::MAX, |r| r.start);
        if free <= i || found.last().is_some_and(|r| r.end > i) {
            continue;
        }
        if let Some((j, sum)) = best(scan, i, free, always) {
            let bits = WORTH + EACH * (sum - ENOUGH) as f32;
            found.push(Reading::new(i, j, bits, 1, &[]));
        }
    }
    // Two runs in order, which stand apart.
    scan.taken.extend(found);
    scan.taken.sort_by_key(|r| r.start);
}

/// Where the likelier name at `i` ends, with its sum.
fn best(scan: &mut Scan<'_>, i: usize, free: usize, always: i32) -> Option<(usize, i32)> {
    let (cx, text) = (scan.cx, scan.cx.text);
    if scan.marks.entity[i] != 0 || !text.one[i].has(Tags::SURNAME) {
        return None;
    }
    let left = before(cx, i);
    let opens = always + weight(&['l', left[0]]) + weight(&['m', left[1], left[0]]);
    if opens < LEAST_LEFT {
        return None;
    }
    let mut best: Option<(usize, i32)> = None;
    for j in i + 2..=i + 3 {
        let end = free.min(text.len());
        if j > end || !is_han(text.ch[j - 1]) || text.gap[j - 1] > 0 || scan.marks.entity[j - 1] != 0 {
            break;
        }
        let right = behind(cx, j);
        let sides = opens + weight(&['r', right[0]]) + weight(&['s', right[0], right[1]]);
        if sides < LEAST_SIDES {
            continue;
        }
        let sum = sides + of(cx, i, j, left, right);
        if sum >= ENOUGH.max(best.map_or(0, |(_, other)| other + 1)) && sum - against(scan, i, j) >= ENOUGH {
            best = Some((j, sum));
        }
    }
    best
}

/// What the characters from `i` to `j` and those farther off say.
fn of(cx: &Context<'_>, i: usize, j: usize, left: [char; 3], right: [char; 3]) -> i32 {
    let text = cx.text;
    let word = |chars: &[char]| model::is_word(cx.words, chars);
    let (long, name) = (j - i == 3, &text.ch[i..j]);
    let length = if long { '3' } else { '2' };
    let tags = cx.words.get(name);
    let class = char::from_digit(tags.class() / 3, 10).unwrap_or('0');
    let whole = if tags.has(Tags::WORD) { weight(&['w', length, class]) } else { weight(&['w', length]) };
    let behind = cx.words.get(&right[..2]);
    let mut sum = whole
        + weight(&['n', left[2], left[1], left[0]])
        + weight(&['t', right[0], right[1], right[2]])
        + weight(&['f', length, name[0]])
        + weight(&['g', length, name[1]])
        + weight(&['b', left[0], right[0]])
        + flag(word(&[left[1], left[0]]), 'B')
        + flag(tags.has(Tags::CUE_AFTER), 'v')
        + flag(behind.has(Tags::CUE_AFTER), 'V')
        + flag(behind.has(Tags::WORD), 'A');
    if long {
        sum += weight(&['h', name[2]]) + flag(word(&name[1..]), 'G') + flag(word(&name[..2]), 'Z');
    }
    let across = |chars: &[char], kind| if word(chars) { weight(&[kind, length]) } else { 0 };
    sum + across(&[left[0], name[0]], 'X') + across(&[name[name.len() - 1], right[0]], 'Y')
}

/// How much more a name needs that is a word of many uses, or that words explain much better.
fn against(scan: &mut Scan<'_>, i: usize, j: usize) -> i32 {
    let (cx, name) = (scan.cx, &scan.cx.text.ch[i..j]);
    let tags = cx.words.get(name);
    if tags.has(Tags::WORD) {
        if tags.class() >= COMMON {
            return i32::from(i16::MAX);
        }
        return (tags.class().saturating_sub(RARE) * EACH_CLASS) as i32;
    }
    let gain = scan.gain(i, j, model::han(&name[..1], &name[1..]));
    if gain < LEAST_GAIN { ((LEAST_GAIN - gain) * 8.0) as i32 } else { 0 }
}

fn flag(holds: bool, kind: char) -> i32 {
    if holds { weight(&[kind]) } else { 0 }
}

/// The three that stand before `i`, the nearest first, blanks among them.
fn before(cx: &Context<'_>, i: usize) -> [char; 3] {
    let text = cx.text;
    let (mut near, mut count) = (['⏎'; 3], 0);
    let mut at = i;
    while at > 0 && count < 3 {
        if text.gap_at(at) > 0 {
            near[count] = '␣';
            count += 1;
        }
        at -= 1;
        if count < 3 {
            near[count] = written(text.ch[at]);
            count += 1;
        }
    }
    near
}

/// The three that stand behind `j`, blanks among them.
fn behind(cx: &Context<'_>, j: usize) -> [char; 3] {
    let text = cx.text;
    let (mut near, mut count) = (['⏎'; 3], 0);
    let mut at = j;
    while at < text.len() && count < 3 {
        if text.gap[at] > 0 {
            near[count] = '␣';
            count += 1;
        }
        if count < 3 {
            near[count] = written(text.ch[at]);
            count += 1;
        }
        at += 1;
    }
    near
}

/// As the table writes it.
const fn written(c: char) -> char {
    match c {
        '\n' => '⏎',
        '\t' => '⇥',
        _ if is_digit(c) => '0',
        _ => c,
    }
}

/// The weight of a feature; nothing for what was not learned.
#[inline]
fn weight(feature: &[char]) -> i32 {
    let hash = feature.iter().fold(Hash::NEW, |hash, &c| hash.with(c));
    let mut slot = hash.home();
    loop {
        let [a, b, c, d, weight] = slots()[slot];
        match u32::from_le_bytes([a, b, c, d]) {
            0 => return 0,
            key if key == hash.key() => return i32::from(i8::from_le_bytes([weight])),
            _ => slot = (slot + 1) & (SLOTS - 1),
        }
    }
}

#[inline]
fn slots() -> &'static [[u8; SLOT]] {
    TABLE.as_chunks().0
}
