//! An [`Edit`] replaces one span; [`apply`] makes the new text in one forward pass.

use crate::span::Span;

/// One replacement: the text under `span` becomes `content`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What it becomes; empty deletes.
    pub content: String,
}

impl Edit {
    /// Replaces `span` by `content`.
    pub fn replacement(span: Span, content: impl Into<String>) -> Self {
        Self { span, content: content.into() }
    }

    /// Deletes `span`.
    pub const fn deletion(span: Span) -> Self {
        Self { span, content: String::new() }
    }
}

/// The text with all edits applied.
///
/// `edits` must be sorted and must not overlap, as [`crate::engine::Engine`] returns them.
///
/// # Panics
/// When an edit lies outside the text, cuts a character or overlaps the one before.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let grown: usize = edits.iter().map(|e| e.content.len()).sum();
    let mut out = String::with_capacity(text.len() + grown);
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.content);
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Where an offset of the edited text came from: the start of the edit it lies in, or the same character outside.
pub fn source_offset(edits: &[Edit], offset: usize) -> usize {
    let mut shift: isize = 0;
    for edit in edits {
        let start = edit.span.start.saturating_add_signed(shift);
        if offset < start {
            break;
        }
        if offset < start + edit.content.len() {
            return edit.span.start;
        }
        shift += edit.content.len() as isize - edit.span.len() as isize;
    }
    offset.saturating_add_signed(-shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_apply_in_one_pass() {
        let edits = [Edit::replacement(Span::new(0, 6), "XX"), Edit::deletion(Span::new(9, 12))];
        assert_eq!(apply("王某到乙县", &edits), "XX到县");
        assert_eq!(source_offset(&edits, 0), 0);
        assert_eq!(source_offset(&edits, 2), 6);
        assert_eq!(source_offset(&edits, 5), 12);
    }
}
