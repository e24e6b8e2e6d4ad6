//! What a program is made of: words of 32 bits, so that it can be written into a file and read as it is.
//!
//! The head tells where the parts are; an instruction is its code and its operands. `ID` counts the instructions at
//! which ways may meet: of these a run remembers where it has been.

/// Words of the head.
pub(super) const HEAD: usize = 6;
/// Whether every match starts at the start of the subject.
pub(super) const ANCHORED: usize = 0;
/// Where the first instruction is.
pub(super) const CODE: usize = 1;
/// The class of characters that a match can start with, or 0.
pub(super) const FIRST: usize = 2;
/// What a match must contain, or 0.
pub(super) const NEED: usize = 3;
/// How many ids there are.
pub(super) const IDS: usize = 4;
/// Fewest characters of a match.
pub(super) const SHORTEST: usize = 5;

/// The end: a match.
pub(super) const MATCH: u32 = 0;
/// `CHAR c`
pub(super) const CHAR: u32 = 1;
/// `STRING n c…`
pub(super) const STRING: u32 = 2;
/// `CLASS class`
pub(super) const CLASS: u32 = 3;
/// `JUMP to`
pub(super) const JUMP: u32 = 4;
/// `SPLIT id first second`: first is tried first.
pub(super) const SPLIT: u32 = 5;
/// `SWITCH id n table`: a table of n pairs (character, list), sorted; a list is its length and addresses in order.
pub(super) const SWITCH: u32 = 6;
/// `RUN id class min max greedy`: so many characters of a class; it has the next id too.
pub(super) const RUN: u32 = 7;
/// `STAR id class`: as many characters of a class as there are; it has the next id too.
pub(super) const STAR: u32 = 8;
/// `SAVE slot`: an edge of the group `hit`.
pub(super) const SAVE: u32 = 9;
/// The start of the subject.
pub(super) const START: u32 = 10;
/// Its end.
pub(super) const END: u32 = 11;

/// A class is a word of these bits and a number of ranges, then the ranges; behind more than a few of them stands a
/// set of the classes of 1,024 characters that are in them.
pub(super) const NEGATED: u32 = 1;
/// Every common Han character is in the class.
pub(super) const ALL_HAN: u32 = 2;
/// Some are and some are not.
pub(super) const SOME_HAN: u32 = 4;
/// Where the number of ranges begins.
pub(super) const RANGES: u32 = 8;

/// So many ranges are looked at one after the other.
const FEW: usize = 8;

/// Whether `c` is in the class at `at`.
#[inline]
pub(super) fn contains(words: &[u32], at: usize, c: char) -> bool {
    let (c, about) = (c as u32, words[at]);
    if matches!(c, 0x4e00..=0x9fff) && about & SOME_HAN == 0 {
        return about & ALL_HAN != 0;
    }
    let ranges = &words[at + 1..at + 1 + 2 * (about >> RANGES) as usize];
    let ranges = ranges.as_chunks::<2>().0;
    // The few ranges of most classes are looked through faster than halved.
    let next = if ranges.len() <= FEW {
        ranges.iter().position(|range| c <= range[1]).unwrap_or(ranges.len())
    } else if set_has(&words[at + 1 + 2 * ranges.len()..], c) {
        ranges.partition_point(|range| range[1] < c)
    } else {
        ranges.len()
    };
    let inside = ranges.get(next).is_some_and(|range| range[0] <= c);
    inside != (about & NEGATED != 0)
}

/// Words of a set of characters in 1,024 classes.
pub(super) const SET: usize = 32;

/// Whether a set may hold `c`.
#[inline]
pub(super) fn set_has(set: &[u32], c: u32) -> bool {
    set[c as usize >> 5 & (SET - 1)] & 1 << (c & 31) != 0
}

/// The set of these characters.
pub(super) fn set_of(chars: impl Iterator<Item = u32>) -> [u32; SET] {
    let mut set = [0; SET];
    chars.for_each(|c| set[c as usize >> 5 & (SET - 1)] |= 1 << (c & 31));
    set
}

/// The words of a class given by its ranges, sorted and apart.
pub(super) fn class(ranges: &[(char, char)]) -> Vec<u32> {
    let ranges: Vec<(u32, u32)> = ranges.iter().map(|&(a, b)| (a as u32, b as u32)).collect();
    let negated = ranges.last().is_some_and(|range| range.1 == char::MAX as u32);
    let holds = |c: u32| ranges.iter().any(|r| r.0 <= c && c <= r.1);
    let all = ranges.iter().any(|r| r.0 <= 0x4e00 && 0x9fff <= r.1);
    let some = !all && (holds(0x4e00) || ranges.iter().any(|r| matches!(r.0, 0x4e00..=0x9fff)));
    let mut listed = ranges.clone();
    if negated {
        listed.clear();
        let mut from = 0;
        for &(a, b) in &ranges {
            if from < a {
                listed.push((from, a - 1));
            }
            from = b + 1;
        }
    }
    let flag = |is: bool, bit: u32| if is { bit } else { 0 };
    let about = flag(negated, NEGATED) | flag(all, ALL_HAN) | flag(some, SOME_HAN);
    let mut words = vec![about | (listed.len() as u32) << RANGES];
    words.extend(listed.iter().flat_map(|&(a, b)| [a, b]));
    if listed.len() > FEW {
        // A longer range is in every class.
        words.extend(set_of(listed.iter().flat_map(|&(a, b)| a..=b.min(a + (SET as u32) * 32))));
    }
    words
}
