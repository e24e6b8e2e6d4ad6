//! Evidence in words.

use std::fmt::Write as _;

use crate::finding::Finding;
use crate::recognize::ClueKind;
use crate::rule::RuleSet;

/// Appends why this was found: `surname 杨, after 乡长`. Without `with_text` the clues are named, not quoted.
pub(super) fn describe(finding: &Finding, rules: &RuleSet, text: &str, with_text: bool, out: &mut String) {
    for (index, clue) in finding.evidence.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        let word = match clue.kind {
            ClueKind::Listed => "listed",
            ClueKind::After => "after",
            ClueKind::Before => "before",
            ClueKind::Surname => "surname",
            ClueKind::Suffix => "ends in",
            ClueKind::Shape(shape) => shape,
            ClueKind::Checksum => "check digit holds",
            ClueKind::Repeated => "confirmed elsewhere in the document",
            ClueKind::Column => "in a column of its kind",
            ClueKind::Pattern(pattern) => {
                let id = rules.rule(finding.rule).patterns.get(usize::from(pattern)).map(|p| p.id.as_ref());
                let _ = write!(out, "pattern {}", id.unwrap_or("of the rule"));
                continue;
            }
            ClueKind::Asked => "on your list",
        };
        out.push_str(word);
        if !clue.span.is_empty() {
            let what = if with_text { clue.span.of(text) } else { "a word" };
            out.push(' ');
            out.push_str(what);
        }
    }
}
