//! Names with a dot between their parts (买合木提·阿西木, 卡尔·马克思) and names in Latin letters (David Koh).

use super::context::{BEFORE_NUMBER, Marks, left, right};
use super::reading::{ENOUGH, Reading};
use super::{model, syllable};
use crate::recognize::{Context, is_cnum, is_digit, is_han};

/// Longest part on one side of the dot.
const PART: usize = 8;
const DOT: f32 = 22.0;
/// A name that ends inside a word.
const CUT: f32 = 5.0;
/// Characters of the longest name in Latin letters.
const LATIN: usize = 40;

/// What stands between the parts of a name.
pub(super) const fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '・')
}

/// The name around the dot at `at`; the dots of one name are all inside the reading of its first.
pub(super) fn around(cx: &Context<'_>, at: usize, marks: &Marks) -> Option<Reading> {
    let text = cx.text;
    if !is_han(text.before(at)) || !is_han(text.get(at + 1)) {
        return None;
    }
    let mut first = at;
    while first > 0
        && at - first < PART
        && is_han(text.ch[first - 1])
        && (first == at || text.gap[first] == 0)
    {
        first -= 1;
    }
    let words = words_costs(cx, first, at);
    let mut best: Option<Reading> = None;
    for start in first..at {
        let before = left(cx, start, marks);
        let mut from = at + 1;
        let mut gain = words[at - first] - words[start - first] - part_cost(cx, start, at);
        // A name may have several dots; each further part is added as a whole.
        loop {
            let mut next = None;
            let most = (from..(from + PART).min(text.len()))
                .take_while(|&k| is_han(text.ch[k]) && !syllable::LINKS.contains(text.ch[k]))
                .count();
            let rest = rest_costs(cx, from, from + most);
            for len in 1..=most {
                let end = from + len;
                let here = gain + rest[0] - rest[len] - part_cost(cx, from, end);
                if is_dot(text.get(end)) && is_han(text.get(end + 1)) {
                    next = Some((end + 1, here));
                    break;
                }
                let number = is_digit(text.get(end)) || is_cnum(text.get(end));
                if len > 1 && number && BEFORE_NUMBER.contains(text.ch[end - 1]) {
                    continue;
                }
                let Some(after) = right(cx, end) else { continue };
                // 彼得罗夫合办: the last character belongs to the verb.
                let cut =
                    len > 2 && is_han(text.get(end)) && model::is_word(cx.words, &text.ch[end - 1..=end]);
                let bits = here + DOT + before.bits + after.bits - if cut { CUT } else { 0.0 };
                if best.as_ref().is_none_or(|b| bits > b.bits) {
                    best = Some(Reading::new(start, end, bits, 0, &[before, after]));
                }
            }
            match next {
                Some((to, here)) if to - at < 3 * PART => (from, gain) = (to, here),
                _ => break,
            }
        }
    }
    best.filter(|b| b.bits >= ENOUGH)
}

fn part_cost(cx: &Context<'_>, start: usize, end: usize) -> f32 {
    let text = cx.text;
    let sound = syllable::costs(text, start, end)[end - start];
    let [long, short] = model::surnames_at(text, start);
    let surname = [long, short].into_iter().any(|n| n > 0 && start + n == end);
    if surname { sound.min(model::surname_alone(&text.ch[start..end])) } else { sound }
}

/// What the characters from `start` tell as words, up to each one before `end`.
fn words_costs(cx: &Context<'_>, start: usize, end: usize) -> [f32; PART + 1] {
    let mut best = [f32::MAX; PART + 1];
    best[0] = 0.0;
    let text = &cx.text.ch[start..end];
    for at in 0..text.len() {
        best[at + 1] = best[at + 1].min(best[at] + model::word(text[at]));
        cx.words.starting(&text[at..], |n, tags| {
            best[at + n] = best[at + n].min(best[at] + model::word_bits(tags));
        });
    }
    best
}

/// What the characters from each one on tell as words, up to `end`.
fn rest_costs(cx: &Context<'_>, start: usize, end: usize) -> [f32; PART + 1] {
    let mut best = [0.0; PART + 1];
    let text = &cx.text.ch[start..end];
    for at in (0..text.len()).rev() {
        best[at] = best[at + 1] + model::word(text[at]);
        cx.words.starting(&text[at..], |n, tags| {
            best[at] = best[at].min(best[at + n] + model::word_bits(tags));
        });
    }
    best
}

/// Two or more capitalised words right behind a title or label.
pub(super) fn latin(cx: &Context<'_>, i: usize, marks: &Marks) -> Option<Reading> {
    let text = cx.text;
    if text.before(i).is_ascii_alphanumeric() && text.gap[i] == 0 {
        return None;
    }
    // （Grace Lee） behind a name is the same person's.
    let bracketed = matches!(text.before(i), '（' | '(') && marks.last_name > 0 && marks.last_name == i - 1;
    let before = left(cx, i, marks);
    let (mut j, mut words, mut lower) = (i, 0, 0);
    while j < text.len() && j - i < LATIN {
        let c = text.ch[j];
        if c.is_ascii_uppercase() && (j == i || text.gap[j] > 0) {
            words += 1;
        } else if c.is_ascii_lowercase() && (text.gap[j] == 0) {
            lower += 1;
        } else if !(c == '.' && lower > 0) {
            break;
        }
        j += 1;
    }
    let whole = !text.get(j).is_ascii_alphanumeric();
    ((before.strong || bracketed) && whole && words >= 2 && lower >= words)
        .then(|| Reading::new(i, j, 12.0, 0, &[before]))
}
