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

/// The edits that do in one step what `first` and then `second` do. `middle` is the text between the two.
///
/// Both must be sorted and disjoint; so is the result. Edits that touch become one.
pub fn compose(first: &[Edit], middle: &str, second: &[Edit]) -> Vec<Edit> {
    let (mut first, mut second) = (first.iter().peekable(), second.iter().peekable());
    let mut composed = Vec::with_capacity(first.len().max(second.len()));
    // What an offset of the middle text is ahead of the same place in the original.
    let mut ahead: isize = 0;
    let reach = |edit: &Edit, ahead: isize| {
        let start = edit.span.start.saturating_add_signed(ahead);
        Span::new(start, start + edit.content.len())
    };
    loop {
        let start = match (first.peek(), second.peek()) {
            (None, None) => return composed,
            (Some(a), Some(b)) => reach(a, ahead).start.min(b.span.start),
            (Some(a), None) => reach(a, ahead).start,
            (None, Some(b)) => b.span.start,
        };
        let original_start = start.saturating_add_signed(-ahead);
        let (mut end, mut copied) = (start, start);
        let mut content = String::new();
        loop {
            if let Some(a) = first.next_if(|a| reach(a, ahead).start <= end) {
                end = end.max(reach(a, ahead).end);
                ahead += a.content.len() as isize - a.span.len() as isize;
            } else if let Some(b) = second.next_if(|b| b.span.start <= end) {
                content.push_str(&middle[copied..b.span.start]);
                content.push_str(&b.content);
                copied = b.span.end;
                end = end.max(b.span.end);
            } else {
                break;
            }
        }
        content.push_str(&middle[copied..end]);
        composed.push(Edit { span: Span::new(original_start, end.saturating_add_signed(-ahead)), content });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair of small edit lists, applied in one step and in two.
    #[test]
    fn composed_edits_do_what_both_do() {
        let text = "abcdef";
        let lists = |len: usize| {
            let mut lists = vec![Vec::new()];
            for a in 0..=len {
                for b in a..=len {
                    for new in ["", "X", "YZ"] {
                        lists.push(vec![Edit::replacement(Span::new(a, b), new)]);
                        for c in b + 1..=len {
                            lists.push(vec![
                                Edit::replacement(Span::new(a, b), new),
                                Edit::replacement(Span::new(c, len), "W"),
                            ]);
                        }
                    }
                }
            }
            lists
        };
        for first in lists(text.len()) {
            let middle = apply(text, &first);
            for second in lists(middle.len()) {
                let both = compose(&first, &middle, &second);
                assert_eq!(apply(text, &both), apply(&middle, &second), "{first:?} then {second:?}");
            }
        }
    }

    #[test]
    fn edits_apply_in_one_pass() {
        let edits = [Edit::replacement(Span::new(0, 6), "XX"), Edit::deletion(Span::new(9, 12))];
        assert_eq!(apply("王某到乙县", &edits), "XX到县");
        assert_eq!(source_offset(&edits, 0), 0);
        assert_eq!(source_offset(&edits, 2), 6);
        assert_eq!(source_offset(&edits, 5), 12);
    }
}
