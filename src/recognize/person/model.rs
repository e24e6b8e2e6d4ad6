//! How likely characters are as a name, in bits: the less, the likelier.
//!
//! Each Han character has six numbers (made by `crates/lexgen`): its information as a word of its own, as a family
//! name, as the only, first and last character of a given name, and in a name written by sound. The cost of a name
//! is what a reader would need to guess it after "here comes a name"; it is compared with the cost of the same
//! characters as ordinary words ([`super::lattice`]).

use crate::lexicon::{Tags, View};
use crate::recognize::Text;
use crate::recognize::set::CharSet;

static CHARS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/chars.bin"));
const COLUMNS: usize = 6;
const FIRST_HAN: u32 = 0x4e00;

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
    let row = (c as u32).wrapping_sub(FIRST_HAN) as usize;
    let eighths = CHARS.get(row.wrapping_mul(COLUMNS).wrapping_add(column as usize)).copied();
    (f32::from(eighths.unwrap_or(u8::MAX)) / 8.0).min(most)
}

/// Information of a character that is a word of its own.
#[inline]
pub(super) fn word(c: char) -> f32 {
    bits(c, Column::Word, 19.0)
}

/// Information of a family name; a compound one is rare and hardly ever anything else.
pub(super) fn family(surname: &[char]) -> f32 {
    match *surname {
        [c] => bits(c, Column::Family, 12.5),
        _ => 9.0,
    }
}

/// That here is a name at all.
const NAME: f32 = 8.0;
const ONE_GIVEN: f32 = 2.0;
const TWO_GIVEN: f32 = 0.5;
const REPEATED: f32 = 4.0;
const THREE_GIVEN: f32 = 11.0;
const RAREST: f32 = 16.0;

/// Cost of a family name with a given name of one to three characters.
pub(super) fn han(surname: &[char], given: &[char]) -> f32 {
    let given_bits = match *given {
        [c] => ONE_GIVEN + bits(c, Column::Single, RAREST),
        // 朵朵, 强强: the second tells nothing new.
        [a, b] if a == b => {
            REPEATED
                + bits(a, Column::First, RAREST).min(bits(a, Column::Last, RAREST)).min(bits(
                    a,
                    Column::Single,
                    RAREST,
                ))
        }
        [a, b] => TWO_GIVEN + bits(a, Column::First, RAREST) + bits(b, Column::Last, RAREST),
        [a, b, c] => {
            let inner = bits(b, Column::Last, RAREST).min(bits(b, Column::First, RAREST));
            THREE_GIVEN + bits(a, Column::First, RAREST) + inner + bits(c, Column::Last, RAREST)
        }
        _ => return f32::MAX,
    };
    NAME + family(surname) + given_bits
}

/// Cost of a family name that stands for the whole name.
pub(super) fn surname_alone(surname: &[char]) -> f32 {
    NAME + 2.5 + family(surname)
}

/// Longest run read as one part of a name that is written by sound.
pub(super) const SOUND_RUN: usize = 9;
/// Connectives, which no name by sound contains but in a listed part.
pub(super) const LINKS: CharSet = CharSet::new("和与及的等在被由于");
const SOUND_NAME: f32 = 10.0;
/// What three sounds must save against words to be looked at without any other clue.
const SOUND_START: f32 = 7.0;
/// Cost of a listed part of two characters; each further character adds one bit.
const PART: f32 = 9.0;

/// Costs of the names by sound that start at `i`, by length: listed parts (扎西, 巴特尔) and single sounds.
pub(super) fn sound(text: &Text<'_>, i: usize, end: usize) -> [f32; SOUND_RUN + 1] {
    let mut cost = [f32::MAX; SOUND_RUN + 1];
    cost[0] = SOUND_NAME;
    for at in 0..SOUND_RUN {
        if cost[at] == f32::MAX || i + at >= end {
            continue;
        }
        let here = cost[at];
        if !LINKS.contains(text.ch[i + at]) {
            let single = here + bits(text.ch[i + at], Column::Sound, 20.0) + 1.0;
            cost[at + 1] = cost[at + 1].min(single);
        }
        if text.starts[i + at].has(Tags::NAME_PART) {
            for hit in text.hits_at(i + at).iter().filter(|h| h.tags.has(Tags::NAME_PART)) {
                let (to, len) = (at + hit.len as usize, hit.len as f32);
                if to <= SOUND_RUN && i + to <= end {
                    cost[to] = cost[to].min(here + PART + len - 2.0);
                }
            }
        }
    }
    cost
}

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
    let gain = |c: char| word(c) - bits(c, Column::Sound, 20.0) - 1.0;
    let first = gain(text.ch[i]);
    text.starts[i + 1].has(Tags::NAME_PART) && first > -6.0
        || first + gain(text.ch[i + 1]) + gain(text.ch[i + 2]) >= SOUND_START
}

/// Most bits of a character that a name by sound begins with, where nothing announces it.
const FIRST_SOUND: f32 = 11.0;
/// The same of the one behind it.
const SECOND_SOUND: f32 = 10.2;

/// Whether the characters at `i` are rather sounds than words.
#[inline]
pub(super) fn sounds_start(text: &Text<'_>, i: usize) -> bool {
    let sound = |at: usize, most: f32| text.ch.get(at).is_some_and(|&c| bits(c, Column::Sound, 20.0) < most);
    sound(i, FIRST_SOUND) && sound(i + 1, SECOND_SOUND)
}

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
    24.3 - (tags.0 >> 28) as f32
}

/// Whether the whole term is an ordinary word.
pub(super) fn is_word(words: View<'_>, term: &[char]) -> bool {
    words.get(term).has(Tags::WORD)
}
