//! Terms that are never touched: every term tagged `keep` in the curated lists.
//!
//! What is kept by form (articles, enumerators, law titles) is a pattern in `patterns/rules/keep*.toml`.

use super::{Candidate, ClueKind, Context, Recognizer};
use crate::lexicon::Tags;
use crate::rule::RuleId;

/// Adds a keep candidate for each kept term; [`crate::resolve`] lets the longest reading win.
#[derive(Debug)]
pub struct Keep;

impl Recognizer for Keep {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        for hit in cx.text.hits.iter().filter(|hit| hit.tags.has(Tags::KEEP)) {
            let (start, end) = (hit.start as usize, hit.end());
            found.push(Candidate::new(start, end, RuleId::KEEP, 1.0).because(ClueKind::Listed, start, end));
        }
    }
}
