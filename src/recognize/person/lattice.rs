//! The same characters as ordinary words: what the cheapest cut of the text into words costs more when a name stands
//! in it.
//!
//! A name changes the cut only near by: from the last place before it that no word runs across to the first such place
//! behind it. Elsewhere the cuts with and without the name are the same. The words that start at a character are
//! looked up once and remembered for the names near by.

use super::model;
use crate::lexicon::Tags;
use crate::recognize::{Context, is_han};

/// Characters before and behind a name within which a place is looked for that no word runs across.
const REACH: usize = 12;
/// Longest word.
const WORD: usize = 5;
/// Places on both sides of the longest name by sound, and the name.
const PART: usize = 2 * REACH + 12;

/// Costs are counted in fortieths of a bit, in which the frequency classes and the numbers of the characters are
/// whole.
const UNIT: f32 = 40.0;
/// Cost of a term of the curated lists, which have no frequencies.
const TERM: u16 = 14 * 40;
/// Cost of a place's short form, of which there are many that names contain too (永昌, 美兰).
const SHORT_PLACE: u16 = 19 * 40;
/// What a word that people are named with (朝阳, 吉祥) costs more behind a family name.
const GIVEN: u32 = 8 * 40;
const NONE: u32 = u32::MAX / 4;

/// The words that start at a character.
#[derive(Clone, Copy, Debug)]
struct Words {
    /// One more than the place of the character; 0 where nothing is remembered.
    place: u32,
    /// A bit for each length.
    lengths: u8,
    /// Whether the word of two characters is a given name too.
    given: bool,
    /// What they cost, by length less one.
    costs: [u16; WORD],
}

/// Words that are remembered: more than one name needs, a power of two.
const SLOTS: usize = 64;

/// The words around the name that was weighed last.
#[derive(Debug)]
pub(super) struct Lattice([Words; SLOTS]);

impl Lattice {
    /// One that has looked up nothing yet.
    pub(super) const fn new() -> Self {
        Self([Words { place: 0, lengths: 0, given: false, costs: [0; WORD] }; SLOTS])
    }

    /// The words that start at `at`; none do where there is no Han character.
    #[inline]
    fn words(&mut self, cx: &Context<'_>, at: usize) -> &Words {
        let slot = &mut self.0[at % SLOTS];
        if slot.place != at as u32 + 1 {
            *slot = look_up(cx, at);
        }
        slot
    }

    /// Whether a word runs across the place before `at`.
    #[inline]
    fn crossed(&mut self, cx: &Context<'_>, at: usize) -> bool {
        (1..WORD.min(at + 1)).any(|back| self.words(cx, at - back).lengths >> (back + 1) != 0)
    }

    /// How many bits a name of this cost from `i` to `j` saves against words alone; negative where words are better.
    pub(super) fn gain(&mut self, cx: &Context<'_>, i: usize, j: usize, cost: f32) -> f32 {
        let chars = &cx.text.ch;
        if j > chars.len() || j - i > PART - 2 * REACH || !chars[i..j].iter().all(|&c| is_han(c)) {
            return f32::MIN;
        }
        let mut from = i;
        while from + REACH > i && from > 0 && self.crossed(cx, from) {
            from -= 1;
        }
        let mut free = [NONE; PART + WORD];
        let mut behind = [NONE; PART + WORD];
        free[0] = 0;
        behind[j - from] = 0;
        // One past the longest word so far: where it has been reached behind the name, no word runs across.
        let (mut at, mut far) = (from, j);
        while at < far && at < j + REACH {
            let words = *self.words(cx, at);
            let place = at - from;
            let here = (free[place], if at < j { NONE } else { behind[place] });
            let mut lengths = words.lengths;
            while lengths != 0 {
                let n = lengths.trailing_zeros() as usize;
                lengths &= lengths - 1;
                let named = n == 2 && words.given && at > i && at + 2 == j;
                let word = u32::from(words.costs[n - 1]) + if named { GIVEN } else { 0 };
                free[place + n] = free[place + n].min(here.0 + word);
                behind[place + n] = behind[place + n].min(here.1 + word);
                far = far.max(at + n);
            }
            at += 1;
        }
        let saved = free[at - from] as f32 - (free[i - from] + behind[at - from]) as f32;
        saved / UNIT - cost
    }
}

fn look_up(cx: &Context<'_>, at: usize) -> Words {
    let chars = &cx.text.ch[at..cx.text.len().min(at + WORD)];
    if !is_han(chars[0]) {
        return Words { place: at as u32 + 1, lengths: 0, given: false, costs: [0; WORD] };
    }
    let listed = Tags::SURNAME.and(Tags::NAME_PART).and(Tags::TOWN);
    let han = |n: usize| chars.get(1..n).is_some_and(|rest| rest.iter().all(|&c| is_han(c)));
    let (mut lengths, mut costs, mut given) = (1 << 1, [u16::MAX; WORD], false);
    costs[0] = in_units(model::word(chars[0]));
    cx.words.starting(chars, |n, tags| {
        if han(n) {
            lengths |= 1 << n;
            given |= n == 2 && tags.has(Tags::SURNAME);
            costs[n - 1] = in_units(model::word_bits(tags));
        }
    });
    for hit in cx.text.hits_at(at) {
        let n = hit.len as usize;
        if hit.tags.0 & !listed.0 != 0 && han(n) {
            lengths |= 1 << n;
            let short = hit.tags.0 & !(Tags::SHORT.0 | Tags::ORDINARY.0 | listed.0) == 0;
            costs[n - 1] = costs[n - 1].min(if short { SHORT_PLACE } else { TERM });
        }
    }
    Words { place: at as u32 + 1, lengths, given, costs }
}

#[inline]
fn in_units(bits: f32) -> u16 {
    (bits * UNIT + 0.5) as u16
}

/// More than [`Lattice::gain`] can be: what the characters cost as words of their own, less the name.
#[inline]
pub(super) fn most(cx: &Context<'_>, i: usize, j: usize, cost: f32) -> f32 {
    model::words(&cx.text.ch[i..j]) - cost
}
