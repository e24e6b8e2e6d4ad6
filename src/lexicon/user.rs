//! Terms that a user brings: any number, any length, known only at run time.
//!
//! They are sorted and no more: a list of 100,000 is ready in some milliseconds, where an automaton takes hundreds. At
//! each character two bits tell whether a term may begin there; only then the list is searched. The greatest term that
//! does not come after the rest of the text is the longest that begins it, or the longest is one of its beginnings,
//! which are linked. So a place costs at most the length of a term times the logarithm of their number.

use crate::span::Span;

/// A user's own list of terms, matched leftmost-longest.
#[derive(Clone, Debug)]
pub struct UserTerms {
    terms: Box<[Term]>,
    /// The beginnings of terms: one bit for a first character alone, and for each first two.
    begins: Box<[u64]>,
}

#[derive(Clone, Debug)]
struct Term {
    text: Box<str>,
    /// Its place in the user's list.
    index: usize,
    /// The longest other term that it begins with, by its place among the sorted ones, from 1.
    inside: usize,
}

/// Bits for each term, so that few places are searched in vain.
const BITS: usize = 16;

impl UserTerms {
    /// Sorts the terms. Empty ones are left out; of several that are alike the first counts.
    pub fn new(terms: Vec<String>) -> Self {
        let terms = terms.into_iter().enumerate();
        let mut terms: Vec<Term> = terms
            .filter(|(_, text)| !text.is_empty())
            .map(|(index, text)| Term { text: text.into(), index, inside: 0 })
            .collect();
        terms.sort_by(|a, b| a.text.cmp(&b.text));
        terms.dedup_by(|later, first| later.text == first.text);
        let mut begins = vec![0; (terms.len() * BITS / 64).next_power_of_two()].into_boxed_slice();
        let mut inside = 0;
        for at in 0..terms.len() {
            let text = &terms[at].text;
            while inside > 0 && !text.starts_with(&*terms[inside - 1].text) {
                inside = terms[inside - 1].inside;
            }
            let mut chars = text.chars();
            let bit = bit(chars.next().unwrap_or_default(), chars.next(), begins.len());
            begins[bit / 64] |= 1 << (bit % 64);
            terms[at].inside = std::mem::replace(&mut inside, at + 1);
        }
        Self { terms: terms.into(), begins }
    }

    /// The index of each term found, with its place.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Span)> + 't {
        let mut chars = text.char_indices().peekable();
        std::iter::from_fn(move || {
            while let Some((start, c)) = chars.next() {
                let next = chars.peek().map(|(_, next)| *next);
                let may_begin = self.may_begin(c, None) || next.is_some() && self.may_begin(c, next);
                let Some(term) = may_begin.then(|| self.longest(&text[start..])).flatten() else { continue };
                let end = start + term.text.len();
                while chars.next_if(|(at, _)| *at < end).is_some() {}
                return Some((term.index, Span::new(start, end)));
            }
            None
        })
    }

    fn may_begin(&self, first: char, second: Option<char>) -> bool {
        let bit = bit(first, second, self.begins.len());
        self.begins[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The longest term that `text` begins with.
    fn longest(&self, text: &str) -> Option<&Term> {
        let mut at = self.terms.partition_point(|term| *term.text <= *text);
        while at > 0 && !text.starts_with(&*self.terms[at - 1].text) {
            at = self.terms[at - 1].inside;
        }
        self.terms.get(at.checked_sub(1)?)
    }
}

/// The bit of a beginning, in as many words; their number is a power of two.
fn bit(first: char, second: Option<char>, words: usize) -> usize {
    let pair = u64::from(first) << 32 | second.map_or(0, |second| u64::from(second) + 1);
    let hash = pair.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((hash ^ hash >> 29) as usize >> 3) & (words * 64 - 1)
}
