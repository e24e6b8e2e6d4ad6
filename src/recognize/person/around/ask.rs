//! The questions: what stands before a possible name, behind it, on both sides, and in it.
//!
//! Each is a few characters, of which the first say what is asked and the others what the answer is.

use super::super::context::{Marks, Side, left, right};
use super::super::model;
use super::super::scan::Scan;
use super::super::words::VERBS;
use crate::lexicon::Tags;
use crate::recognize::Context;
use crate::recognize::experience::{digit, kind, listed, standing_before, standing_behind, step};

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
    let near @ [a, b, _] = standing_before(scan.cx, i);
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
    let [a, b, c] = standing_behind(cx, j);
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

fn word(cx: &Context<'_>, chars: &[char]) -> bool {
    model::is_word(cx.words, chars)
}
