//! What the words of a piece of text say about whether a page speaks.

use super::super::super::{Text, is_han};
use super::role::Role;
use crate::lexicon::View;

/// The longest word of the lists, in characters.
const LONGEST: usize = 14;
/// The longest name before the noun of a site, in characters.
const NAME: usize = 4;
/// The longest quoted name.
const QUOTED: usize = 14;

/// A word of the lists in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) role: Role,
}

/// The words of a piece, and what they come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// The words that cover most of the piece, in order.
    pub(super) words: Vec<Word>,
    /// What they weigh: each word once, two of a role.
    pub(super) weight: u32,
    /// How many different words of each role.
    counts: [u8; Role::ALL.len()],
    /// Characters of words: Han and Latin ones outside quoted names.
    pub(super) letters: usize,
    /// Those of them that a word covers.
    pub(super) covered: usize,
    /// Those that a word covers which says something.
    pub(super) telling: usize,
    /// Letters inside quoted names.
    pub(super) quoted: usize,
}

/// Memory for reading, used again for each piece.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// For each end: what [`value`] gives for the words up to there, and the last of them by its length and role.
    best: Vec<(u64, Option<(u8, Role)>)>,
    cover: Vec<u8>,
}

impl Reading {
    /// Reads the characters from `from` to `to`.
    pub(super) fn of(
        text: &Text<'_>,
        words: View<'_>,
        (from, to): (usize, usize),
        scratch: &mut Scratch,
    ) -> Self {
        let mut reading = Self { words: tile(text, words, (from, to), scratch), ..Self::default() };
        let cover = &mut scratch.cover;
        cover.clear();
        cover.resize(to - from, 0);
        for (at, word) in reading.words.iter().enumerate() {
            let kind = if word.role == Role::Glue { 1 } else { 2 };
            cover[word.start - from..word.end - from].fill(kind);
            if word.role == Role::Site {
                let named = (from..word.start)
                    .rev()
                    .take(NAME)
                    .take_while(|&k| is_han(text.ch[k]) && cover[k - from] == 0)
                    .count();
                cover[word.start - named - from..word.start - from].fill(2);
            }
            let chars = |w: &Word| &text.ch[w.start..w.end];
            if reading.words[..at].iter().all(|w| chars(w) != chars(word)) {
                let count = &mut reading.counts[word.role as usize];
                *count = count.saturating_add(1);
                reading.weight += if *count <= 2 { word.role.weight() } else { 0 };
            }
        }
        let mut quoted = 0;
        for k in from..to {
            if k >= quoted
                && let Some(close) = closing(text.ch[k])
            {
                let end = (k + 1..to.min(k + QUOTED + 2)).find(|&e| text.ch[e] == close);
                quoted = end.unwrap_or(k);
            }
            let letter = is_han(text.ch[k]) || text.ch[k].is_ascii_alphabetic();
            if letter && (k >= quoted || cover[k - from] > 0) {
                reading.letters += 1;
                reading.covered += usize::from(cover[k - from] > 0);
                reading.telling += usize::from(cover[k - from] > 1);
            } else if letter {
                reading.quoted += 1;
            }
        }
        reading
    }

    /// Whether words of lists cover at least so many hundredths of its letters.
    pub(super) const fn covers(&self, hundredths: usize) -> bool {
        self.letters > 0 && self.covered * 100 >= self.letters * hundredths
    }

    /// How many different words of these roles it has.
    pub(super) fn count(&self, roles: &[Role]) -> u32 {
        roles.iter().map(|&role| u32::from(self.counts[role as usize])).sum()
    }

    /// How many roles that say something take part.
    pub(super) fn kinds(&self) -> usize {
        Role::ALL.iter().filter(|role| role.weight() > 0 && self.counts[**role as usize] > 0).count()
    }

    /// How many words only a page says.
    pub(super) fn strong(&self) -> u32 {
        self.count(&[Role::Own, Role::Missing, Role::Notice, Role::Related, Role::Site, Role::Label])
    }

    /// Whether it speaks to its reader, or of its rights.
    pub(super) fn addresses(&self) -> bool {
        self.count(&[Role::Reader, Role::Missing, Role::Notice]) > 0
    }
}

/// Whether the words that may stand in `text` weigh so much together.
pub(super) fn weighs(text: &[char], words: View<'_>, least: u32) -> bool {
    let weight = |set: u32| Role::first(set).map_or(0, Role::weight);
    let mut sum = 0;
    (0..text.len()).any(|at| {
        sum += weight(words.single(text[at]).0);
        words.starting(&text[at..text.len().min(at + LONGEST)], |_, tags| sum += weight(tags.0));
        sum >= least
    })
}

const fn closing(open: char) -> Option<char> {
    Some(match open {
        '“' => '”',
        '「' => '」',
        '《' => '》',
        '‘' => '’',
        '"' => '"',
        _ => return None,
    })
}

/// What words come to: the more characters they cover the better, of equal covers the fewer words, then the heavier.
/// Values of neighbouring stretches add up.
const fn value(covered: usize, words: u64, weight: u32) -> u64 {
    ((covered as u64) << 32).wrapping_sub(words << 16).wrapping_add(weight as u64)
}

/// The words that cover most characters, by [`value`].
fn tile(text: &Text<'_>, words: View<'_>, (from, to): (usize, usize), scratch: &mut Scratch) -> Vec<Word> {
    // As if all before had been words, so that no value is less than nothing.
    const NOTHING: u64 = 1 << 31;
    let best = &mut scratch.best;
    best.clear();
    best.resize(to - from + 1, (NOTHING, None));
    for start in from..to {
        let before = best[start - from].0;
        // A character without a word.
        let next = &mut best[start + 1 - from];
        if before > next.0 {
            *next = (before, None);
        }
        let mut take = |len: usize, set: u32| {
            let Some(role) = Role::first(set) else { return };
            let end = start + len;
            if end > to || cuts(text, start) || cuts(text, end) {
                return;
            }
            let reached = before.wrapping_add(value(len, 1, role.weight()));
            let next = &mut best[end - from];
            if reached > next.0 {
                *next = (reached, Some((len as u8, role)));
            }
        };
        let single = words.single(text.ch[start]);
        if !single.is_empty() {
            take(1, single.0);
        }
        words.starting(&text.ch[start..to.min(start + LONGEST)], |len, tags| take(len, tags.0));
    }
    let mut found = Vec::new();
    let mut end = to;
    while end > from {
        end = match best[end - from].1 {
            Some((len, role)) => {
                let start = end - usize::from(len);
                found.push(Word { start, end, role });
                start
            }
            None => end - 1,
        };
    }
    found.reverse();
    found
}

/// Whether a cut at `at` would go through a Latin word.
fn cuts(text: &Text<'_>, at: usize) -> bool {
    let latin = |c: char| c.is_ascii_alphabetic();
    latin(text.before(at)) && latin(text.get(at)) && text.gap_at(at) == 0
}
