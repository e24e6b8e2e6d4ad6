//! What a document says about itself: terms confirmed in the first reading that the second looks for.

use crate::lexicon::{Lexicon, Tags};
use crate::rule::RuleId;

/// The document's own terms.
#[derive(Debug, Default)]
pub struct Known {
    terms: Vec<(String, RuleId)>,
    lexicon: Option<Lexicon>,
}

impl Known {
    /// Adds a term that was confirmed (`丰都` from 丰都县, a person's full name); its second mention adds nothing.
    pub fn learn(&mut self, term: String, rule: RuleId) {
        if (2..=20).contains(&term.chars().count()) {
            self.terms.push((term, rule));
        }
    }

    /// Makes the learned terms searchable.
    pub fn finish(&mut self) {
        self.terms.sort();
        self.terms.dedup_by(|a, b| a.0 == b.0);
        let tagged: Vec<_> = self.terms.iter().map(|(term, _)| (term.clone(), Tags::WORD)).collect();
        // A collision of 64-bit hashes would only lose the document's own terms, never a finding.
        self.lexicon = if tagged.is_empty() { None } else { Lexicon::build(&tagged).ok() };
    }

    /// What a term was confirmed as.
    pub fn get(&self, term: &str) -> Option<RuleId> {
        self.terms.binary_search_by(|(t, _)| t.as_str().cmp(term)).ok().map(|i| self.terms[i].1)
    }

    /// Calls `hit` with start, length in characters and rule of every learned term in `text`.
    pub fn find(&self, text: &[char], mut hit: impl FnMut(usize, usize, RuleId)) {
        let Some(lexicon) = &self.lexicon else { return };
        let view = lexicon.view();
        for start in 0..text.len() {
            view.starting(&text[start..], |len, _| {
                let term: String = text[start..start + len].iter().collect();
                if let Some(rule) = self.get(&term) {
                    hit(start, len, rule);
                }
            });
        }
    }
}
