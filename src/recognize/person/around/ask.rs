//! The questions: what stands before a possible name, behind it, on both sides, and in it.
//!
//! Each is a few characters, of which the first say what is asked and the others what the answer is.

use super::super::context::{Marks, Side, left, right};
use super::super::model;
use super::super::scan::Scan;
use super::super::words::VERBS;
use crate::lexicon::Tags;
use crate::recognize::{Context, is_digit, is_han};

/// What the lists know of what ends before the name, of more characters and of one.
const BEFORE: &[(Tags, char)] = &[
    (Tags::TITLE, 't'),
    (Tags::TITLE_AFTER, 'a'),
    (Tags::CUE_BEFORE, 'c'),
    (Tags::BREAK, 'b'),
    (Tags::PERSON_LABEL, 'l'),
    (Tags::ORG_HEAD, 'o'),
    (Tags::CUE_AFTER, 'v'),
    (Tags::SURNAME, 's'),
    (Tags::PLACE_SUFFIX, 'p'),
    (Tags::MEASURE, 'm'),
    (Tags::SHORT, 'q'),
    (Tags::COUNTY, 'y'),
    (Tags::ORG_WORD, 'w'),
];
/// The same of what begins behind it.
const BEHIND: &[(Tags, char)] = &[
    (Tags::TITLE, 't'),
    (Tags::TITLE_AFTER, 'a'),
    (Tags::CUE_AFTER, 'v'),
    (Tags::BREAK, 'b'),
    (Tags::ORG_HEAD, 'o'),
    (Tags::CUE_BEFORE, 'c'),
    (Tags::MEASURE, 'm'),
    (Tags::PLACE_SUFFIX, 'p'),
    (Tags::ORG_WORD, 'w'),
    (Tags::PERSON_LABEL, 'l'),
    (Tags::NAME_PART, 'n'),
];

/// What stands on one side, as the questions about both sides need it.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    /// The characters, the nearest first.
    chars: [char; 3],
    /// What the rules make of it, in steps.
    says: char,
}

/// Asks which characters stand before `i`, and tells them, the nearest first.
pub(super) fn near(scan: &Scan<'_>, i: usize, mut ask: impl FnMut(&[char])) -> [char; 3] {
    let standing = |n| standing_before(scan.cx, i, n);
    let near @ [a, b, _] = [standing(1), standing(2), standing(3)];
    ask(&['l', a]);
    ask(&['m', b, a]);
    near
}

/// Asks what else is known of these characters before `i`.
pub(super) fn before(scan: &Scan<'_>, i: usize, chars: [char; 3], mut ask: impl FnMut(&[char])) -> Edge {
    let (cx, text) = (scan.cx, scan.cx.text);
    let [a, b, c] = chars;
    let side = left(cx, i, &scan.marks);
    let says = step(side.bits, 1.5, -4, 7, side.strong);
    ask(&['~', 'L', says]);
    if i > 0 {
        listed('<', BEFORE, text.ends[i - 1], text.one[i - 1], &mut ask);
        let mark = scan.marks.entity[i - 1];
        if mark & Marks::LAST != 0 {
            ask(&['~', 'E', 'l']);
        } else if mark & Marks::INSIDE != 0 {
            ask(&['~', 'E', 'i']);
        }
    }
    if scan.marks.last_name == i || scan.marks.last_name + 1 == i {
        ask(&['~', 'a', kind(a)]);
    }
    if word(cx, &[b, a]) {
        ask(&['B']);
    }
    if word(cx, &[c, b, a]) {
        ask(&['~', '3', 'l']);
    }
    Edge { chars, says }
}

/// Asks what stands behind `j`.
pub(super) fn behind(scan: &Scan<'_>, j: usize, mut ask: impl FnMut(&[char])) -> Edge {
    let (cx, text) = (scan.cx, scan.cx.text);
    let [a, b, c] = [standing_behind(cx, j, 0), standing_behind(cx, j, 1), standing_behind(cx, j, 2)];
    let side = right(cx, j);
    let says = side.map_or('a', |Side { bits, strong, .. }| step(bits, 1.5, -6, 6, strong));
    ask(&['r', a]);
    ask(&['s', a, b]);
    ask(&['~', 'R', says]);
    if j < text.len() {
        listed('>', BEHIND, text.starts[j], text.one[j], &mut ask);
        if scan.marks.entity[j] != 0 {
            ask(&['~', 'E', 'r']);
        }
    }
    if VERBS.contains(a) {
        ask(&['~', 'w']);
    }
    let tags = cx.words.get(&[a, b]);
    if tags.has(Tags::CUE_AFTER) {
        ask(&['V']);
    }
    if tags.has(Tags::WORD) {
        ask(&['A']);
    }
    if word(cx, &[a, b, c]) {
        ask(&['~', '3', 'r']);
    }
    Edge { chars: [a, b, c], says }
}

/// Asks about both sides together.
pub(super) fn sides(left: &Edge, right: &Edge, length: usize, mut ask: impl FnMut(&[char])) {
    let ([a, ..], [z, ..]) = (left.chars, right.chars);
    ask(&['b', a, z]);
    ask(&['~', 'B', left.says, right.says]);
    ask(&['~', 'c', kind(a), kind(z)]);
    ask(&['~', 'd', kind(a), digit(length as u32)]);
    ask(&['~', 'e', kind(z), digit(length as u32)]);
}

/// Asks about the characters from `i` to `j`, and how words lie across them.
pub(super) fn name(
    scan: &mut Scan<'_>,
    i: usize,
    j: usize,
    left: &Edge,
    right: &Edge,
    mut ask: impl FnMut(&[char]),
) {
    let chars = &scan.cx.text.ch;
    let cost = match j - i {
        1 => model::surname_alone(&chars[i..j]),
        _ => model::han(&chars[i..=i], &chars[i + 1..j]),
    };
    let gain = scan.gain(i, j, cost);
    let cx = scan.cx;
    let (name, length) = (&cx.text.ch[i..j], digit((j - i) as u32));
    ask(&['f', length, name[0]]);
    ask(&['~', 'g', length, step(gain, 2.0, -12, 5, false)]);
    let [_, second, ..] = *name else { return alone(cx, i, left, right, ask) };
    let last = name[name.len() - 1];
    ask(&['g', length, second]);
    let tags = cx.words.get(name);
    let class = if tags.has(Tags::WORD) {
        ask(&['w', length, digit(tags.class() / 3)]);
        digit(tags.class() / 2)
    } else {
        ask(&['w', length]);
        '-'
    };
    ask(&['~', 'W', class, left.says]);
    ask(&['~', 'V', class, right.says]);
    if tags.has(Tags::CUE_AFTER) {
        ask(&['v']);
    }
    if name.len() == 3 {
        ask(&['h', last]);
        if word(cx, &name[1..]) {
            ask(&['G']);
        }
        if word(cx, &name[..2]) {
            ask(&['Z']);
        }
    }
    if !cx.lexicon.get(name).is_empty() {
        ask(&['~', 'x']);
    }
    if cx.lexicon.get(&name[1..]).0 & !Tags::SURNAME.and(Tags::NAME_PART).0 != 0 {
        ask(&['~', 'G', length]);
    }
    if VERBS.contains(last) {
        ask(&['~', 'v', length]);
    }
    let ([a, b, _], [y, z, _]) = (left.chars, right.chars);
    let (first, next) = (name[0], name[name.len() - 2]);
    let across: [(&[char], &[char]); 8] = [
        (&[a, first], &['X', length]),
        (&[last, y], &['Y', length]),
        (&[b, a, first], &['~', 'X', '2', '1', length]),
        (&[a, first, second], &['~', 'X', '1', '2', length]),
        (&[b, a, first, second], &['~', 'X', '2', '2', length]),
        (&[next, last, y], &['~', 'Y', '2', '1', length]),
        (&[last, y, z], &['~', 'Y', '1', '2', length]),
        (&[next, last, y, z], &['~', 'Y', '2', '2', length]),
    ];
    for (term, question) in across {
        if word(cx, term) {
            ask(question);
        }
    }
}

/// Asks about the family name at `i` that may stand alone.
fn alone(cx: &Context<'_>, i: usize, left: &Edge, right: &Edge, mut ask: impl FnMut(&[char])) {
    let (name, [a, ..], [y, z, _]) = (cx.text.ch[i], left.chars, right.chars);
    for (term, question) in [([a, name], 'X'), ([name, y], 'Y')] {
        if word(cx, &term) {
            ask(&[question, '1']);
        }
    }
    if word(cx, &[name, y, z]) {
        ask(&['~', 'Y', '1', '2', '1']);
    }
    ask(&['~', 'W', '1', left.says]);
    ask(&['~', 'V', '1', right.says]);
}

/// Asks what `others` of the same characters say by themselves: the most, the mean and the number of them.
pub(super) fn others(ordinary: bool, others: Option<(i32, i32, usize)>, mut ask: impl FnMut(&[char])) {
    let ordinary = if ordinary { 'w' } else { '-' };
    let Some((most, mean, count)) = others else { return ask(&['~', 'p', ordinary]) };
    let units = |sixteenths: i32| sixteenths as f32 / 16.0;
    let count = |most: usize| digit(count.min(most) as u32);
    ask(&['~', 'P', 'm', step(units(most), 1.0, -3, 4, false), ordinary]);
    ask(&['~', 'P', 'a', step(units(mean), 1.0, -3, 4, false), ordinary]);
    ask(&['~', 'P', 'n', count(4), ordinary]);
    ask(&['~', 'P', 'k', count(3), step(units(most), 2.0, -2, 2, false), ordinary]);
}

/// Asks which lists know the terms beside the name, and the character.
fn listed(side: char, lists: &[(Tags, char)], terms: Tags, one: Tags, ask: &mut impl FnMut(&[char])) {
    if terms.and(one).is_empty() {
        return;
    }
    for &(tag, name) in lists {
        if terms.has(tag) {
            ask(&[side, 'e', name]);
        }
        if one.has(tag) {
            ask(&[side, 'o', name]);
        }
    }
}

fn word(cx: &Context<'_>, chars: &[char]) -> bool {
    model::is_word(cx.words, chars)
}

/// A number in steps of `width`, as a letter.
fn step(value: f32, width: f32, least: i32, most: i32, capital: bool) -> char {
    let steps = (value / width).floor() as i32;
    let first = if capital { b'A' } else { b'a' };
    char::from(first + (steps.clamp(least, most) - least) as u8)
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('9')
}

/// What kind of character stands beside the name.
const fn kind(c: char) -> char {
    match c {
        '⏎' => 'n',
        '␣' | '⇥' => 's',
        '0' => 'd',
        '、' => 'l',
        '，' | '。' | '；' | '！' | '？' | ',' | ';' | '.' | '!' | '?' => 'p',
        '：' | ':' => 'c',
        '（' | '(' | '“' | '《' | '[' | '【' | '"' => 'o',
        '）' | ')' | '”' | '》' | ']' | '】' => 'e',
        _ if is_han(c) => 'h',
        _ => 'x',
    }
}

/// The `n`th of what stands before `i`, blanks among it.
fn standing_before(cx: &Context<'_>, i: usize, n: usize) -> char {
    let (mut at, mut left) = (i, n);
    while at > 0 {
        if cx.text.gap_at(at) > 0 {
            left -= 1;
            if left == 0 {
                return '␣';
            }
        }
        at -= 1;
        left -= 1;
        if left == 0 {
            return written(cx.text.ch[at]);
        }
    }
    '⏎'
}

/// What stands `n` behind `j`, blanks among it.
fn standing_behind(cx: &Context<'_>, j: usize, n: usize) -> char {
    let (mut at, mut left) = (j, n + 1);
    while at < cx.text.len() {
        if cx.text.gap[at] > 0 {
            left -= 1;
            if left == 0 {
                return '␣';
            }
        }
        left -= 1;
        if left == 0 {
            return written(cx.text.ch[at]);
        }
        at += 1;
    }
    '⏎'
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
