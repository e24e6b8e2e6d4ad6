//! The same characters as ordinary words: the cheapest way to cut a run of Han characters into words, up to each of
//! its places and from each of them, so that a name inside is compared with the best reading without it.
//!
//! A run is cut once, when the first of its characters needs it, and the cut serves the others.

use super::model;
use crate::lexicon::Tags;
use crate::recognize::{Context, is_han};

/// Characters of a run that are cut at once.
const MOST: usize = 48;
/// Characters before and after a name's start that take part, where the run has them.
const BEFORE: usize = 4;
const AFTER: usize = 10;
/// Longest word.
const WORD: usize = 5;

/// Cost of a term of the curated lists, which have no frequencies.
const TERM: f32 = 14.0;
/// Cost of a place's short form, of which there are many that names contain too (永昌, 美兰).
const SHORT_PLACE: f32 = 19.0;

/// A cut run, or a part of a long one.
#[derive(Debug)]
pub(super) struct Lattice {
    start: usize,
    len: usize,
    /// Whether the run goes on behind the part.
    open: bool,
    upto: [f32; MOST + 1],
    from: [f32; MOST + 1],
}

impl Lattice {
    /// One that has cut nothing yet.
    pub(super) const fn new() -> Self {
        Self { start: 0, len: 0, open: false, upto: [0.0; MOST + 1], from: [0.0; MOST + 1] }
    }

    /// Cuts the run around `i`, unless the last cut serves it too.
    pub(super) fn cover(&mut self, cx: &Context<'_>, i: usize) {
        let end = self.start + self.len;
        let behind = self.start <= i && i < end && (!self.open || i + AFTER <= end);
        if !behind || self.start > 0 && i < self.start + BEFORE && is_han(cx.text.ch[self.start - 1]) {
            self.cut(cx, i);
        }
    }

    #[expect(clippy::needless_range_loop, reason = "places are indices into several tables")]
    fn cut(&mut self, cx: &Context<'_>, i: usize) {
        let text = cx.text;
        let mut start = i;
        while start > 0 && i - start < BEFORE && is_han(text.ch[start - 1]) {
            start -= 1;
        }
        let mut end = i;
        while end < text.len() && end - start < MOST && is_han(text.ch[end]) {
            end += 1;
        }
        let len = end - start;
        let listed = Tags::SURNAME.and(Tags::NAME_PART).and(Tags::TOWN);
        let mut edges = [[f32::MAX; WORD + 1]; MOST];
        for at in 0..len {
            let here = &mut edges[at];
            here[1] = model::word(text.ch[start + at]);
            cx.words.starting(&text.ch[start + at..end], |n, tags| {
                if n <= WORD {
                    here[n] = model::word_bits(tags);
                }
            });
            for hit in text.hits_at(start + at) {
                let n = hit.len as usize;
                if n <= WORD && at + n <= len && hit.tags.0 & !listed.0 != 0 {
                    let short = hit.tags.0 & !(Tags::SHORT.0 | Tags::ORDINARY.0 | listed.0) == 0;
                    here[n] = here[n].min(if short { SHORT_PLACE } else { TERM });
                }
            }
        }
        (self.start, self.len) = (start, len);
        self.open = end < text.len() && is_han(text.ch[end]);
        self.upto = [f32::MAX; MOST + 1];
        self.from = [f32::MAX; MOST + 1];
        self.upto[0] = 0.0;
        for at in 0..len {
            for n in 1..=(len - at).min(WORD) {
                self.upto[at + n] = self.upto[at + n].min(self.upto[at] + edges[at][n]);
            }
        }
        self.from[len] = 0.0;
        for at in (0..len).rev() {
            for n in 1..=(len - at).min(WORD) {
                self.from[at] = self.from[at].min(edges[at][n] + self.from[at + n]);
            }
        }
    }

    /// How many bits a name of this cost from `i` to `j` saves against words alone; negative where words are better.
    pub(super) fn gain(&self, i: usize, j: usize, cost: f32) -> f32 {
        let (a, b) = (i - self.start, j - self.start);
        if b > self.len {
            return f32::MIN;
        }
        self.upto[self.len] - (self.upto[a] + cost + self.from[b])
    }
}

/// More than [`Lattice::gain`] can be: what the characters cost as words of their own, less the name.
pub(super) fn most(cx: &Context<'_>, i: usize, j: usize, cost: f32) -> f32 {
    cx.text.ch[i..j].iter().map(|&c| model::word(c)).sum::<f32>() - cost
}
