//! Answers as the tables write them: characters, kinds of characters, steps, what lists know.

use crate::lexicon::Tags;
use crate::recognize::{Context, is_digit, is_han};

/// Asks which lists know the terms beside something, and the character.
#[inline]
pub(in crate::recognize) fn listed(
    side: char,
    lists: &[(Tags, char)],
    terms: Tags,
    one: Tags,
    ask: &mut impl FnMut(&[char]),
) {
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

/// A number in steps of `width`, as a letter.
pub(in crate::recognize) fn step(value: f32, width: f32, least: i32, most: i32, capital: bool) -> char {
    let steps = (value / width).floor() as i32;
    let first = if capital { b'A' } else { b'a' };
    char::from(first + (steps.clamp(least, most) - least) as u8)
}

pub(in crate::recognize) fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('9')
}

/// What kind of character it is.
pub(in crate::recognize) const fn kind(c: char) -> char {
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

/// What stands before `i`, the nearest first, blanks among it.
#[inline]
pub(in crate::recognize) fn standing_before<const N: usize>(cx: &Context<'_>, i: usize) -> [char; N] {
    let (mut beside, mut at, mut n) = (['⏎'; N], i, 0);
    while at > 0 && n < N {
        if cx.text.gap_at(at) > 0 {
            beside[n] = '␣';
            n += 1;
        }
        at -= 1;
        if n < N {
            beside[n] = written(cx.text.ch[at]);
            n += 1;
        }
    }
    beside
}

/// What stands behind `j`, the nearest first, blanks among it.
#[inline]
pub(in crate::recognize) fn standing_behind<const N: usize>(cx: &Context<'_>, j: usize) -> [char; N] {
    let (mut beside, mut at, mut n) = (['⏎'; N], j, 0);
    while at < cx.text.len() && n < N {
        if cx.text.gap[at] > 0 {
            beside[n] = '␣';
            n += 1;
        }
        if n < N {
            beside[n] = written(cx.text.ch[at]);
            n += 1;
        }
        at += 1;
    }
    beside
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
