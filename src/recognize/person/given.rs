//! A given name alone, where the document names its bearer in full elsewhere: “再旺，再来！”, 田归定国, 儿子金条.

use super::context::{ADDRESS, left};
use super::dotted::is_dot;
use super::model;
use super::reading::Reading;
use super::scan::Scan;
use super::words::VERBS;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Candidate, Context, is_han};

/// What such a mention is worth.
const WORTH: f32 = 6.0;
/// Verbs and prepositions before a person.
const BEFORE: CharSet = CharSet::new("由归给跟和与找叫喊让请托替对");
/// Verbs of speech before a quotation.
const CALLS: CharSet = CharSet::new("喊叫唤嚷说道问骂劝");
/// Characters between the verb and the quotation, at most.
const NEAR: usize = 3;

/// The given name of two characters of a full name with a family name of one.
pub(super) fn of<'t>(cx: &Context<'t>, candidate: &Candidate) -> Option<&'t [char]> {
    let chars = &cx.text.ch[candidate.start..candidate.end];
    let [surname, given @ ..] = chars else { return None };
    let plain = given.len() == 2
        && cx.text.one[candidate.start].has(Tags::SURNAME)
        && model::surnames_at(cx.text, candidate.start)[0] == 1
        && is_han(*surname)
        && given.iter().all(|&c| is_han(c));
    (plain && cx.lexicon.get(given).is_empty()).then_some(given)
}

/// The parts of a name with dots, by one of which its bearer is named again: 迪奥普 of 迪奥普·恩加耶.
pub(super) fn parts<'t>(cx: &Context<'t>, name: &'t [char]) -> impl Iterator<Item = &'t [char]> {
    let cx = *cx;
    let dotted = name.iter().any(|&c| is_dot(c));
    let fits = move |part: &&[char]| {
        dotted
            && part.len() > 1
            && part.iter().all(|&c| is_han(c))
            && cx.lexicon.get(part).0 & !Tags::NAME_PART.0 == 0
            && !model::is_word(cx.words, part)
    };
    name.split(|&c| is_dot(c)).filter(fits)
}

/// The given name from `i` to `j`, where what stands around it speaks of a person.
pub(super) fn alone(scan: &Scan<'_>, i: usize, j: usize) -> Option<Reading> {
    let text = scan.cx.text;
    if scan.marks.entity[i] != 0 || scan.marks.entity[j - 1] != 0 || text.gap[i + 1] > 0 {
        return None;
    }
    let (c, next) = (text.before(i), text.get(j));
    let word = model::is_word(scan.cx.words, &text.ch[i..j]);
    let ends = !is_han(next) || text.gap_at(j) > 0;
    let words =
        |from: usize, to: usize| to <= text.len() && model::is_word(scan.cx.words, &text.ch[from..to]);
    // A word runs across either end.
    if is_han(c) && i > 0 && (words(i - 1, i + 1) || words(i - 1, j) || i > 1 && words(i - 2, i + 1)) {
        return None;
    }
    let crossed = words(j - 1, j + 1) || words(j - 1, j + 2) || words(j - 1, j + 3);
    let before = left(scan.cx, i, &scan.marks);
    // 落在崇海脸上: what is no word is hardly anything else.
    if !word && !crossed && !is_dot(c) && !is_dot(next) {
        return Some(Reading::new(i, j, WORTH, 0, &[before]));
    }
    let called = c == '“'
        && matches!(next, '，' | '！' | '!' | ',' | '？' | '：')
        && (!word
            || next == '！'
            || (i.saturating_sub(NEAR + 1)..i - 1).any(|at| CALLS.contains(text.ch[at])));
    let address = ADDRESS.iter().any(|title| text.starts_with(j, title))
        || matches!(next, '叔' | '哥' | '姐' | '嫂' | '婶' | '伯') && !is_han(text.get(j + 1));
    let titled = before.strong && before.clue.0 + 1 < before.clue.1 && before.clue.1 == i;
    let acts = text.one.get(j).is_some_and(|tags| tags.has(Tags::CUE_AFTER))
        && !matches!(next, '的' | '和' | '与' | '及');
    let verb = acts || VERBS.contains(next) || scan.verb_at(j);
    let named = called
        || address && (!word || !is_han(c))
        || titled && !word && (ends || verb)
        || !word && !crossed && BEFORE.contains(c) && (ends || verb)
        || !word && !crossed && !is_han(c) && c != '“' && verb;
    named.then(|| Reading::new(i, j, WORTH, 0, &[before]))
}
