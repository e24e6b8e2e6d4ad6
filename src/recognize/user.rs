//! The user's own lists: terms to mask (`--terms`) and terms never to touch (`--keep`).

use super::{Candidate, ClueKind, Context, Recognizer};
use crate::lexicon::UserTerms;
use crate::rule::RuleId;

/// Finds a user's terms exactly as they are written, leftmost-longest.
#[derive(Debug)]
pub struct UserLists {
    terms: UserTerms,
    rules: Vec<RuleId>,
}

impl UserLists {
    /// Terms with the rule each is reported as; [`RuleId::KEEP`] for terms never to touch.
    pub fn new(terms: Vec<(String, RuleId)>) -> Self {
        let (terms, rules): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
        Self { terms: UserTerms::new(terms), rules }
    }
}

impl Recognizer for UserLists {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        for (index, span) in self.terms.find(cx.text.src) {
            let (start, end) = (cx.text.index_of(span.start), cx.text.index_of(span.end));
            if start < end {
                found.push(Candidate::new(start, end, self.rules[index], 1.0).shaped(ClueKind::Asked));
            }
        }
    }
}
