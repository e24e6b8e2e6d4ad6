//! Terms that a user brings: any length, known only at run time, so the stock automaton is the right engine.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::span::Span;

/// A user's own list of terms, matched leftmost-longest.
#[derive(Clone, Debug)]
pub struct UserTerms {
    automaton: AhoCorasick,
}

impl UserTerms {
    /// Compiles the terms; empty ones are left out.
    ///
    /// # Errors
    /// When the list is too large for the automaton (more than some hundred million characters).
    pub fn new(terms: &[String]) -> Result<Self, aho_corasick::BuildError> {
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(terms)?;
        Ok(Self { automaton })
    }

    /// The index of each term found, with its place.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Span)> + 't {
        self.automaton
            .find_iter(text)
            .filter(|found| !found.is_empty())
            .map(|found| (found.pattern().as_usize(), Span::new(found.start(), found.end())))
    }
}
