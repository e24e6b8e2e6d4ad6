//! Scrape markers that no pattern over one line can prove; the others are in `patterns/rules/marker*.toml`.
//!
//! Document sites number the chunks of their previews and cut sentences with the numbers ([`chunk`]); shops put a
//! block of slogans before the text of which only some are known ([`shop`]); forums and sites sprinkle jammer rows
//! and watermarks over it ([`repeat`]). What stands beside markers is theirs, too ([`beside`]); what a page says in words of its own is
//! read by a grammar ([`page`]). In the end rows of
//! several markers are parted ([`cut`]).

mod beside;
mod chunk;
mod cut;
mod page;
mod repeat;
mod shop;

use super::{Candidate, ClueKind, Context, Recognizer};
use crate::rule::{Cure, RuleId};

/// Finds markers that need more than one line.
#[derive(Debug)]
pub struct Markers {
    pages: page::Pages,
}

impl Markers {
    /// With the built-in words of pages.
    ///
    /// # Panics
    /// Never in a tested build: the table is part of it, and a test opens it.
    pub fn new() -> Self {
        Self { pages: page::Pages::new() }
    }
}

impl Default for Markers {
    fn default() -> Self {
        Self::new()
    }
}

impl Recognizer for Markers {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        chunk::numbers(cx, found);
        shop::head(cx, found);
        shop::watermarks(cx, found);
        repeat::lines(cx, found);
        self.pages.lines(cx, found);
        beside::pieces(cx, found);
        cut::rows(cx, found);
    }
}

fn add(found: &mut Vec<Candidate>, start: usize, end: usize, rule: RuleId, cure: Cure, score: f32) {
    let mut candidate = Candidate::new(start, end, rule, score).shaped(ClueKind::Shape("marker"));
    candidate.cure = cure;
    found.push(candidate);
}

#[cfg(test)]
mod tests;
