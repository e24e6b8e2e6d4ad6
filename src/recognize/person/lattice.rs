//! The same few characters as ordinary words: the cheapest way to cut a small window into words, up to each of its
//! places and from each of them, so that a name inside is compared with the best reading without it.

use super::model;
use crate::lexicon::Tags;
use crate::recognize::{Context, is_han};

/// Characters before and after a name's start that take part.
const BEFORE: usize = 4;
const AFTER: usize = 10;
const MOST: usize = BEFORE + AFTER;

/// Cost of a term of the curated lists, which have no frequencies.
const TERM: f32 = 14.0;
/// Cost of a place's short form, of which there are many that names contain too (永昌, 美兰).
const SHORT_PLACE: f32 = 19.0;

/// A cut window.
pub(super) struct Lattice {
    start: usize,
    len: usize,
    upto: [f32; MOST + 1],
    from: [f32; MOST + 1],
}

impl Lattice {
    /// Cuts the window around `i`; it ends at whatever is not Han.
    pub(super) fn around(cx: &Context<'_>, i: usize) -> Self {
        let text = cx.text;
        let mut start = i;
        while start > 0 && i - start < BEFORE && is_han(text.ch[start - 1]) {
            start -= 1;
        }
        let mut end = i;
        while end < text.len() && end - i < AFTER && is_han(text.ch[end]) {
            end += 1;
        }
        let len = end - start;
        let mut edges = [[f32::MAX; 6]; MOST];
        for at in 0..len {
            let here = &mut edges[at];
            here[1] = model::word(text.ch[start + at]);
            cx.words.starting(&text.ch[start + at..end], |n, tags| {
                if n < here.len() {
                    here[n] = model::word_bits(tags);
                }
            });
            let listed = Tags::SURNAME.and(Tags::NAME_PART);
            if !text.starts[start + at].is_empty() {
                for hit in text.hits_at(start + at) {
                    let n = hit.len as usize;
                    if n < here.len() && at + n <= len && hit.tags.0 & !listed.0 != 0 {
                        let short = hit.tags.0 & !(Tags::SHORT.0 | Tags::ORDINARY.0 | listed.0) == 0;
                        here[n] = here[n].min(if short { SHORT_PLACE } else { TERM });
                    }
                }
            }
        }
        let (mut upto, mut from) = ([f32::MAX; MOST + 1], [f32::MAX; MOST + 1]);
        upto[0] = 0.0;
        for at in 0..len {
            for n in 1..=(len - at).min(5) {
                upto[at + n] = upto[at + n].min(upto[at] + edges[at][n]);
            }
        }
        from[len] = 0.0;
        for at in (0..len).rev() {
            for n in 1..=(len - at).min(5) {
                from[at] = from[at].min(edges[at][n] + from[at + n]);
            }
        }
        Self { start, len, upto, from }
    }

    /// How many bits a name of this cost from `i` to `j` saves against words alone; negative where words are better.
    pub(super) fn gain(&self, i: usize, j: usize, cost: f32) -> f32 {
        let (a, b) = (i - self.start, j - self.start);
        if b > self.len {
            return f32::MIN;
        }
        self.upto[self.len] - (self.upto[a] + cost + self.from[b])
    }

    /// One past the last character of the window.
    pub(super) const fn end(&self) -> usize {
        self.start + self.len
    }
}
