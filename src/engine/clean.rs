//! Cleaning: markers are taken out so that paragraphs stay whole.

use super::{Edits, Engine};
use crate::edit::Edit;
use crate::rule::Cure;
use crate::span::Span;

impl Engine {
    /// The edits that take scrape markers out of `text`.
    pub fn clean(&self, text: &str) -> Edits {
        let findings = self.scan(text).findings;
        let mut edits: Vec<Edit> = Vec::new();
        for finding in findings.iter().filter(|f| f.cure != Cure::Report) {
            edits.push(Edit::deletion(Span::new(finding.span.start, finding.span.end)));
        }
        Edits { edits, findings, left: Vec::new() }
    }
}
