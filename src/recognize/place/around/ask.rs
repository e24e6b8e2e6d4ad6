//! The questions: what ends a possible place, what begins it, and what it is made of.
//!
//! Each is a few characters, of which the first say what is asked and the others what the answer is.

use super::{Form, LIKELY, View};
use crate::lexicon::Tags;
use crate::recognize::experience::{digit, kind, listed, standing_before, standing_behind, step};
use crate::recognize::place::Level;
use crate::recognize::place::edge::{SOUND, VERBS};
use crate::recognize::place::listed::idiom;
use crate::recognize::{Text, is_cnum, is_han};

/// What the lists know of what ends before the place, of more characters and of one.
const BEFORE: &[(Tags, char)] = &[
    (Tags::TITLE, 't'),
    (Tags::CUE_BEFORE, 'c'),
    (Tags::BREAK, 'b'),
    (Tags::PERSON_LABEL, 'l'),
    (Tags::ORG_HEAD, 'o'),
    (Tags::CUE_AFTER, 'v'),
    (Tags::SURNAME, 's'),
    (Tags::PLACE_SUFFIX, 'p'),
    (Tags::MEASURE, 'm'),
    (Tags::SHORT, 'q'),
    (Tags::ORG_WORD, 'w'),
    (Tags::GENERIC, 'g'),
];
/// The same of what begins behind it.
const BEHIND: &[(Tags, char)] = &[
    (Tags::TITLE, 't'),
    (Tags::TITLE_AFTER, 'a'),
    (Tags::CUE_AFTER, 'v'),
    (Tags::BREAK, 'b'),
    (Tags::ORG_HEAD, 'o'),
    (Tags::MEASURE, 'm'),
    (Tags::PLACE_SUFFIX, 'p'),
    (Tags::ORG_WORD, 'w'),
    (Tags::SURNAME, 's'),
    (Tags::SHORT, 'q'),
    (Tags::TOWNSHIP, 'y'),
    (Tags::GENERIC, 'g'),
];
/// What they know of the whole and of what stands before its suffix.
const OF_NAMES: &[(Tags, char)] = &[
    (Tags::KEEP, 'k'),
    (Tags::PROVINCE, 'p'),
    (Tags::PREFECTURE, 'r'),
    (Tags::COUNTY, 'c'),
    (Tags::TOWNSHIP, 't'),
    (Tags::SHORT, 's'),
    (Tags::LANDMARK, 'l'),
    (Tags::TOWN, 'n'),
    (Tags::ORDINARY, 'o'),
    (Tags::GENERIC, 'g'),
    (Tags::ORG_WORD, 'w'),
    (Tags::ORG_HEAD, 'h'),
    (Tags::BREAK, 'b'),
    (Tags::CUE_AFTER, 'v'),
    (Tags::TITLE, 'i'),
    (Tags::NAME_PART, 'a'),
    (Tags::ORG_NAME, 'z'),
    (Tags::MEASURE, 'm'),
];

/// The characters on one side, the nearest first.
pub(super) type Beside = [char; 3];

/// Asks what ends at `j` and which characters stand behind it, and tells them.
pub(super) fn closing(view: &View<'_, '_>, j: usize, form: &Form, mut ask: impl FnMut(&[char])) -> Beside {
    let (last, beside): (char, Beside) = (view.cx.text.ch[j - 1], standing_behind(view.cx, j));
    let [a, b, _] = beside;
    ask(&['z', last]);
    ask(&['r', a]);
    ask(&['t', form.kind, a]);
    ask(&['u', last, a]);
    ask(&['s', a, b]);
    ask(&['~', 'k', form.kind, kind(a)]);
    beside
}

/// Asks what else is known of these characters behind `j`; tells how common a word begins there.
pub(super) fn behind(
    view: &View<'_, '_>,
    j: usize,
    form: &Form,
    beside: Beside,
    mut ask: impl FnMut(&[char]),
) -> char {
    let (text, [a, b, _]) = (view.cx.text, beside);
    let (last, next_last) = (text.ch[j - 1], text.before(j - 1));
    let (mut across, mut begins) = ('-', '-');
    ask(&['y', next_last, last]);
    if is_han(a) {
        (across, begins) = (word(view, &[last, a]), word(view, &[a, b]));
        ask(&['~', 'Y', across]);
        ask(&['~', 'Y', '1', word(view, &[next_last, last, a])]);
        ask(&['~', 'Y', '2', word(view, &[last, a, b])]);
    }
    ask(&['~', 'A', begins, across]);
    if j < text.len() {
        listed('>', BEHIND, text.starts[j], text.one[j], &mut ask);
        if view.marks[j] != 0 {
            ask(&['~', 'm', 'r', digit(view.marks[j].into())]);
        }
        if view.begins[j] > 0 {
            ask(&['~', 'd', form.kind, digit(view.begins[j].into())]);
        }
    }
    begins
}

/// Asks which characters stand before `i`, and tells them.
pub(super) fn opening(view: &View<'_, '_>, i: usize, form: &Form, mut ask: impl FnMut(&[char])) -> Beside {
    let (first, beside): (char, Beside) = (view.cx.text.ch[i], standing_before(view.cx, i));
    let [a, b, _] = beside;
    ask(&['l', a]);
    ask(&['L', form.kind, a]);
    ask(&['m', b, a]);
    ask(&['X', a, first]);
    ask(&['f', first]);
    ask(&['~', 'n', form.kind, digit((form.end - i) as u32)]);
    beside
}

/// Asks what else is known of these characters before `i`; tells how sure it is that a name begins there.
pub(super) fn before(
    view: &View<'_, '_>,
    i: usize,
    form: &Form,
    beside: Beside,
    mut ask: impl FnMut(&[char]),
) -> char {
    let (text, [a, b, _]) = (view.cx.text, beside);
    let (mut across, mut two) = ('-', '-');
    if is_han(a) {
        (across, two) = (word(view, &[a, text.ch[i]]), word(view, &[b, a]));
        ask(&['~', 'X', across]);
        ask(&['B', two]);
        ask(&['~', 'X', '1', word(view, &[b, a, text.ch[i]])]);
    }
    let sure = if !is_han(a) || view.ends.any(i) {
        'h'
    } else if text.one[i - 1].has(Tags::BREAK) || text.ends[i - 1].has(Tags::BREAK.and(Tags::GENERIC)) {
        'b'
    } else if two != '-' {
        'w'
    } else {
        'o'
    };
    ask(&['~', 'e', sure, across]);
    if i > 0 {
        listed('<', BEFORE, text.ends[i - 1], text.one[i - 1], &mut ask);
        if view.marks[i - 1] != 0 {
            ask(&['~', 'm', 'l', digit(view.marks[i - 1].into())]);
        }
    }
    if let Some(above) = view.level(i) {
        ask(&['~', 'a', form.kind, above]);
    } else if matches!(a, '、' | '和' | '与' | '及' | '至' | '—' | '到') && i > 1 {
        let partner = view.level(i - 1).unwrap_or('-');
        let same = i > 1 && text.ch[i - 2] == text.ch[form.end - 1];
        ask(&['~', 'i', form.kind, partner, if same { 's' } else { 'd' }]);
    }
    sure
}

/// Asks about both sides together, the length, and what the rules make of the characters from `i` to the end.
pub(super) fn whole(
    view: &View<'_, '_>,
    i: usize,
    form: &Form,
    taken: Option<f32>,
    sides: &Sides,
    mut ask: impl FnMut(&[char]),
) {
    let of = form.kind;
    let ([a, ..], [y, ..]) = (sides.before, sides.behind);
    rules(view, i, form, taken, &mut ask);
    ask(&['b', a, y]);
    ask(&['~', 'c', of, kind(a), kind(y)]);
    ask(&['~', 'C', sides.sure, sides.begins, of]);
}

/// What stands on both sides.
pub(super) struct Sides {
    pub(super) before: Beside,
    pub(super) behind: Beside,
    /// How sure it is that a name begins where this one does.
    pub(super) sure: char,
    /// How common a word begins behind it.
    pub(super) begins: char,
}

/// Asks about the characters from `i` to the end.
pub(super) fn name(view: &View<'_, '_>, i: usize, form: &Form, sides: &Sides, mut ask: impl FnMut(&[char])) {
    let (cx, text, j) = (view.cx, view.cx.text, form.end);
    let (of, length, name) = (form.kind, digit((j - i) as u32), &text.ch[i..j]);
    let ([a, ..], [y, ..]) = (sides.before, sides.behind);
    ask(&['F', length, name[0]]);
    ask(&['g', name[0], *name.get(1).unwrap_or(&y)]);
    let stem = &text.ch[i..form.suffix.max(i)];
    let [whole, class] = [name, stem].map(|term| if term.len() > 1 { word(view, term) } else { '1' });
    ask(&['~', 'W', of, whole]);
    ask(&['~', 'w', of, class]);
    ask(&['~', 'v', sides.sure, class]);
    let known = cx.lexicon.get(name);
    if known.is_empty() {
        ask(&['~', '%', of, length]);
    } else {
        of_lists('%', known, sides.sure, &mut ask);
    }
    if stem.len() > 1 && form.suffix < j {
        ask(&['p', text.ch[form.suffix - 1], text.ch[j - 1]]);
        let known = cx.lexicon.get(stem);
        if !known.is_empty() {
            of_lists('#', known, of, &mut ask);
        }
        let two = word(view, &stem[stem.len() - 2..]);
        ask(&['~', 'q', of, two]);
    }
    if let [first, second, ..] = *name {
        if name.len() > 2 {
            ask(&['~', 'f', of, word(view, &[first, second])]);
            ask(&['~', 't', word(view, &name[name.len() - 2..])]);
        }
        if name.len() > 3 {
            ask(&['~', 'f', '3', word(view, &name[..3])]);
            ask(&['~', 't', '3', word(view, &name[name.len() - 3..])]);
        }
    }
    let one = text.one[i];
    if one.has(Tags::SURNAME) {
        ask(&['~', 's', of, length]);
        ask(&['~', 's', of, kind(a), kind(y)]);
    }
    if one.has(Tags::BREAK) {
        ask(&['~', 'b', 'f', length]);
    }
    if (i + 1..j).any(|at| text.one[at].has(Tags::BREAK)) {
        ask(&['~', 'b', 'i', of]);
    }
    if VERBS.contains(name[0]) {
        ask(&['~', 'V', length]);
    }
    if is_cnum(name[0]) {
        ask(&['~', '1', of, length]);
    }
    if name.len() > 2 && stem.iter().all(|&c| SOUND.contains(c)) {
        ask(&['~', 'o', of, length]);
    }
    if let Some(level) =
        text.ch.get(j).filter(|c| matches!(c, '、' | '和' | '与' | '及' | '至')).map(|_| j + 1)
    {
        let partner = view.begins.get(level).copied().unwrap_or(0);
        ask(&['~', 'j', of, digit(partner.into())]);
    }
    ask(&['~', 'm', digit(view.marks[i].into()), digit(view.marks[j - 1].into())]);
    if name.len() < 4 && idiom(cx, i, j) {
        ask(&['~', 'I', of]);
    }
    if let Some(open) = quoted(text, i, j) {
        ask(&['~', 'O', open, of]);
    }
}

/// The mark that opens the quotation or title in which the name stands, when its ends are near.
pub(super) fn quoted(text: &Text<'_>, i: usize, j: usize) -> Option<char> {
    let open = text.ch[i.saturating_sub(7)..i].iter().rev().find(|c| !is_han(**c))?;
    let close = (j..j + 7).map(|at| text.get(at)).find(|&c| !is_han(c))?;
    matches!((open, close), ('“', '”') | ('《', '》') | ('‘', '’')).then_some(*open)
}

/// Asks what the rules make of the characters from `i` to the end.
fn rules(view: &View<'_, '_>, i: usize, form: &Form, taken: Option<f32>, ask: &mut impl FnMut(&[char])) {
    let (j, of) = (form.end, form.kind);
    if let Some(score) = taken.filter(|&score| score < LIKELY) {
        ask(&['G', step(score, 0.05, 6, 10, false), of]);
    } else if let Some(score) = taken {
        ask(&['T', step(score, 0.08, 6, 12, false)]);
        ask(&['T', step(score, 0.08, 6, 12, false), of]);
        ask(&['T', 'w', step(score, 0.16, 3, 6, false), word(view, &view.cx.text.ch[i..j])]);
        return;
    }
    let end = match view.ends.start(j) {
        Some(start) if start < i => 'l',
        Some(_) => 's',
        None => '-',
    };
    let begin = match usize::from(view.begins[i]) {
        0 => '-',
        length if length > j - i => 'l',
        _ => 's',
    };
    let inside = if (i..j).any(|at| view.marks[at] & super::PLACE != 0) { 'i' } else { '-' };
    ask(&['~', 'T', end, begin, inside]);
    ask(&['~', 'T', end, begin, inside, of]);
}

fn of_lists(side: char, known: Tags, beside: char, ask: &mut impl FnMut(&[char])) {
    for &(tag, name) in OF_NAMES {
        if known.has(tag) {
            ask(&[side, name]);
            ask(&[side, name, beside]);
        }
    }
}

/// How common the word is; nothing for what is none.
fn word(view: &View<'_, '_>, chars: &[char]) -> char {
    let tags = view.cx.words.get(chars);
    if tags.is_empty() { '-' } else { digit(tags.class() / 3) }
}

/// The level as a question writes it.
pub(super) const fn level(level: Level) -> char {
    match level {
        Level::Province => 'p',
        Level::Prefecture => 'r',
        Level::County => 'c',
        Level::Township => 't',
        Level::Village => 'v',
        Level::Group => 'g',
        Level::Short => 's',
        Level::Feature => 'f',
    }
}
