//! How likely characters are as a name, in bits: the less, the likelier.
//!
//! Each Han character has six numbers (made by `crates/lexgen`): its information as a word of its own, as a family
//! name, as the only, first and last character of a given name, and in a name written by sound. The cost of a name
//! is what a reader would need to guess it after "here comes a name"; it is compared with the cost of the same
//! characters as ordinary words ([`super::lattice`]).

use crate::lexicon::{Tags, View};
use crate::recognize::Text;

const CHARS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/chars.bin"));
const COLUMNS: usize = 6;
pub(super) const FIRST_HAN: u32 = 0x4e00;

#[derive(Clone, Copy)]
enum Column {
    Word,
    Family,
    Single,
    First,
    Last,
    Sound,
}

#[inline]
fn bits(c: char, column: Column, most: f32) -> f32 {
    (f32::from(row(c)[column as usize]) / 8.0).min(most)
}

/// The numbers of a character.
#[inline]
fn row(c: char) -> &'static [u8; COLUMNS] {
    const UNKNOWN: [u8; COLUMNS] = [u8::MAX; COLUMNS];
    let (rows, _) = CHARS.as_chunks();
    rows.get((c as u32).wrapping_sub(FIRST_HAN) as usize).unwrap_or(&UNKNOWN)
}

/// Information of a character that is a word of its own.
#[inline]
pub(super) fn word(c: char) -> f32 {
    bits(c, Column::Word, 19.0)
}

/// Information of a character in a name by sound, whatever stands before it.
#[inline]
pub(super) fn sound(c: char) -> f32 {
    bits(c, Column::Sound, 20.0)
}

/// Information of characters that are words of their own.
#[inline]
pub(super) fn words(chars: &[char]) -> f32 {
    let mut eighths = 0;
    for &c in chars {
        eighths += u32::from(row(c)[Column::Word as usize]).min(19 * 8);
    }
    eighths as f32 / 8.0
}

/// Information of a family name in eighths of bits; a compound one is rare and hardly ever anything else.
#[inline]
pub(super) fn family(surname: &[char]) -> u32 {
    match *surname {
        [c] => u32::from(row(c)[Column::Family as usize]).min(RAREST_FAMILY),
        _ => LONG_FAMILY,
    }
}

/// That here is a name at all, in eighths of bits like the others.
const NAME: u32 = 8 * 8;
const ONE_GIVEN: u32 = 2 * 8;
const TWO_GIVEN: u32 = 4;
const REPEATED: u32 = 4 * 8;
const THREE_GIVEN: u32 = 11 * 8;
const RAREST: u32 = 16 * 8;
const RAREST_FAMILY: u32 = 100;
const LONG_FAMILY: u32 = 9 * 8;

/// Cost of a family name with a given name of one to three characters.
#[inline]
pub(super) fn han(surname: &[char], given: &[char]) -> f32 {
    let cost = |row: &[u8; COLUMNS], column: Column| u32::from(row[column as usize]).min(RAREST);
    let given = match *given {
        [c] => ONE_GIVEN + cost(row(c), Column::Single),
        // 朵朵, 强强: the second tells nothing new.
        [a, b] if a == b => {
            let a = row(a);
            REPEATED + cost(a, Column::First).min(cost(a, Column::Last)).min(cost(a, Column::Single))
        }
        [a, b] => TWO_GIVEN + cost(row(a), Column::First) + cost(row(b), Column::Last),
        [a, b, c] => {
            let inner = cost(row(b), Column::Last).min(cost(row(b), Column::First));
            THREE_GIVEN + cost(row(a), Column::First) + inner + cost(row(c), Column::Last)
        }
        _ => return f32::MAX,
    };
    (NAME + family(surname) + given) as f32 / 8.0
}

/// What a family name with a given name of one, two and three characters saves against these as words of their own:
/// [`words`] less [`han`] of the first two, three and four.
#[inline]
pub(super) fn saved(chars: &[char; 4]) -> [f32; 3] {
    let (family, a, b, c) = (row(chars[0]), row(chars[1]), row(chars[2]), row(chars[3]));
    let word = |row: &[u8; COLUMNS]| i32::from(row[Column::Word as usize]).min(19 * 8);
    let cost = |row: &[u8; COLUMNS], column: Column| i32::from(row[column as usize]).min(RAREST as i32);
    let one = ONE_GIVEN as i32 + cost(a, Column::Single);
    let (first, last) = (cost(a, Column::First), cost(b, Column::Last));
    let two = if chars[1] == chars[2] {
        REPEATED as i32 + first.min(last).min(cost(a, Column::Single))
    } else {
        TWO_GIVEN as i32 + first + last
    };
    let inner = last.min(cost(b, Column::First));
    let three = THREE_GIVEN as i32 + first + inner + cost(c, Column::Last);
    let named = NAME as i32 + i32::from(family[Column::Family as usize]).min(RAREST_FAMILY as i32);
    let words = word(family) + word(a) - named;
    let (two, three) = (words + word(b) - two, words + word(b) + word(c) - three);
    [(words - one) as f32 / 8.0, two as f32 / 8.0, three as f32 / 8.0]
}

/// Cost of a family name that stands for the whole name.
pub(super) fn surname_alone(surname: &[char]) -> f32 {
    (NAME + 20 + family(surname)) as f32 / 8.0
}

/// Eighths of bits that three sounds must save against words to be looked at without any other clue.
const SOUND_START: i32 = 7 * 8;

/// Whether a name by sound is worth weighing at `i`: a listed part begins there or right behind the first character,
/// or the first characters are much likelier as sounds than as words.
#[inline]
pub(super) fn may_sound(text: &Text<'_>, i: usize, end: usize) -> bool {
    if text.starts[i].has(Tags::NAME_PART) {
        return true;
    }
    if i + 2 >= end {
        return false;
    }
    let gain = |c: char| {
        let eighths = |column: Column| i32::from(row(c)[column as usize]);
        eighths(Column::Word).min(19 * 8) - eighths(Column::Sound).min(20 * 8) - 8
    };
    let first = gain(text.ch[i]);
    text.starts[i + 1].has(Tags::NAME_PART) && first > -6 * 8
        || first + gain(text.ch[i + 1]) + gain(text.ch[i + 2]) >= SOUND_START
}

/// Eighths of bits that a character has less than, with which a name by sound begins where nothing announces it.
const FIRST_SOUND: u8 = 88;
/// The same of the one behind it.
const SECOND_SOUND: u8 = 82;

/// Whether the characters at `i` are rather sounds than words.
#[inline]
pub(super) fn sounds_start(text: &Text<'_>, i: usize) -> bool {
    sounds(text.ch[i], text.get(i + 1))
}

/// Whether two characters are rather sounds than words.
#[inline]
fn sounds(first: char, second: char) -> bool {
    sound_class(first) & sound_class(second) >> 1 & 1 != 0
}

/// Whether a name by sound may begin with a character (1), and whether it may go on with it (2).
#[inline]
pub(super) fn sound_class(c: char) -> u8 {
    SOUND_CLASSES.get((c as u32).wrapping_sub(FIRST_HAN) as usize).copied().unwrap_or(0)
}

static SOUND_CLASSES: [u8; CHARS.len() / COLUMNS] = {
    let mut classes = [0; CHARS.len() / COLUMNS];
    let mut at = 0;
    while at < classes.len() {
        let sound = CHARS[at * COLUMNS + Column::Sound as usize];
        classes[at] = (sound < FIRST_SOUND) as u8 | ((sound < SECOND_SOUND) as u8) << 1;
        at += 1;
    }
    classes
};

/// Length of the family name that starts at `i`, the longer first; 0 where there is none.
#[inline]
pub(super) fn surnames_at(text: &Text<'_>, i: usize) -> [usize; 2] {
    let one = usize::from(text.one[i].has(Tags::SURNAME));
    if !text.starts[i].has(Tags::SURNAME) {
        return [one, 0];
    }
    let long = text.hits_at(i).iter().rev().find(|h| h.tags.has(Tags::SURNAME));
    [long.map_or(0, |h| h.len as usize), one]
}

/// Information of an ordinary word from the frequency class in its tags.
pub(super) fn word_bits(tags: Tags) -> f32 {
    24.3 - tags.class() as f32
}

/// Whether the whole term is an ordinary word.
pub(super) fn is_word(words: View<'_>, term: &[char]) -> bool {
    words.get(term).has(Tags::WORD)
}
