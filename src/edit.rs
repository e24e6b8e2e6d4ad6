//! An [`Edit`] replaces one span; [`apply`] makes the new text in one forward pass.

mod between;

pub use between::between;

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
    pub fn replacement(span: impl Into<Span>, content: impl Into<String>) -> Self {
        Self { span: span.into(), content: content.into() }
    }

    /// Deletes `span`.
    pub fn deletion(span: impl Into<Span>) -> Self {
        Self { span: span.into(), content: String::new() }
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

/// Where the offsets of an edited text came from, for many questions in any order; see [`source_offset`].
#[derive(Clone, Debug)]
pub struct Sources {
    /// For each edit: where its content starts and ends, where it came from, and how far what follows has moved.
    edits: Vec<(Span, usize, isize)>,
}

impl Sources {
    /// Reads the edits that made the text.
    pub fn new(edits: &[Edit]) -> Self {
        let mut shift = 0isize;
        let place = |edit: &Edit| {
            let start = edit.span.start.saturating_add_signed(shift);
            shift += edit.content.len() as isize - edit.span.len() as isize;
            (Span::new(start, start + edit.content.len()), edit.span.start, shift)
        };
        Self { edits: edits.iter().map(place).collect() }
    }

    /// The start of the edit that the offset lies in, or the same character outside.
    pub fn offset(&self, offset: usize) -> usize {
        let before = self.edits.partition_point(|(made, ..)| made.start <= offset);
        match before.checked_sub(1).map(|i| &self.edits[i]) {
            None => offset,
            Some(&(made, source, _)) if offset < made.end => source,
            Some(&(_, _, shift)) => offset.saturating_add_signed(-shift),
        }
    }
}

/// Where spans of a text are after its edits, for many questions in any order.
#[derive(Clone, Debug)]
pub struct Targets {
    /// For each edit: what it replaced, where its content is, and how far what follows has moved.
    edits: Vec<(Span, Span, isize)>,
}

impl Targets {
    /// Reads the edits of the text.
    pub fn new(edits: &[Edit]) -> Self {
        let mut shift = 0isize;
        let place = |edit: &Edit| {
            let start = edit.span.start.saturating_add_signed(shift);
            shift += edit.content.len() as isize - edit.span.len() as isize;
            (edit.span, Span::new(start, start + edit.content.len()), shift)
        };
        Self { edits: edits.iter().map(place).collect() }
    }

    /// The span in the edited text; what an edit replaced counts as the whole of its content.
    pub fn span(&self, span: Span) -> Span {
        let at = |offset: usize, is_end: bool| {
            let before = self.edits.partition_point(|(source, ..)| source.start < offset);
            match before.checked_sub(1).map(|i| self.edits[i]) {
                None => offset,
                Some((source, made, _)) if offset < source.end => {
                    if is_end {
                        made.end
                    } else {
                        made.start
                    }
                }
                Some((.., shift)) => offset.saturating_add_signed(shift),
            }
        };
        Span::new(at(span.start, false), at(span.end, true))
    }
}

/// One list of edits that does what `first` and then `second` do; `second` counts in the text that `first` makes.
pub fn compose(first: &[Edit], second: &[Edit]) -> Vec<Edit> {
    // Each first edit with the place of its content in the text between.
    let mut shift = 0isize;
    let mut between = Vec::with_capacity(first.len());
    for edit in first {
        let start = edit.span.start.saturating_add_signed(shift);
        shift += edit.content.len() as isize - edit.span.len() as isize;
        between.push((Span::new(start, start + edit.content.len()), shift));
    }
    let mut out = Vec::with_capacity(first.len() + second.len());
    let (mut i, mut j) = (0, 0);
    while i < between.len() || j < second.len() {
        let before = if i == 0 { 0 } else { between[i - 1].1 };
        let (from, onto) = (i, j);
        let block = match (between.get(i), second.get(j)) {
            (Some(&(made, _)), next) if next.is_none_or(|edit| made.start <= edit.span.start) => {
                i += 1;
                made
            }
            (_, next) => {
                j += 1;
                next.expect("one of the lists has an edit").span
            }
        };
        let Span { start, mut end } = block;
        loop {
            if between.get(i).is_some_and(|(made, _)| made.start < end) {
                end = end.max(between[i].0.end);
                i += 1;
            } else if second.get(j).is_some_and(|edit| edit.span.start < end) {
                end = end.max(second[j].span.end);
                j += 1;
            } else {
                break;
            }
        }
        let after = if i == 0 { 0 } else { between[i - 1].1 };
        let mut content = String::new();
        let mut made = first[from..i].iter().zip(&between[from..i]);
        let mut at = start;
        let mut keep = |until: usize, at: usize, content: &mut String| {
            for (edit, (place, _)) in made.clone().take_while(|(_, (place, _))| place.start < until) {
                let (a, b) = (at.max(place.start), until.min(place.end));
                if a < b {
                    content.push_str(&edit.content[a - place.start..b - place.start]);
                }
            }
            while made.clone().next().is_some_and(|(_, (place, _))| place.end <= until) {
                made.next();
            }
        };
        for edit in &second[onto..j] {
            keep(edit.span.start, at, &mut content);
            content.push_str(&edit.content);
            at = edit.span.end;
        }
        keep(end, at, &mut content);
        let source = Span::new(start.saturating_add_signed(-before), end.saturating_add_signed(-after));
        out.push(Edit { span: source, content });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lists_become_one() {
        let text = "王某到乙县丙镇";
        let first = [
            Edit::replacement(Span::new(0, 6), "XX"),
            Edit::deletion(Span::new(9, 12)),
            Edit::replacement(Span::new(15, 18), "XXX"),
        ];
        let between = apply(text, &first);
        assert_eq!(between, "XX到县XXX镇");
        for second in [
            vec![],
            vec![Edit::replacement(Span::new(1, 9), "甲")],
            vec![Edit::deletion(Span::new(2, 5)), Edit::replacement(Span::new(9, 10), "乙")],
            vec![Edit::replacement(Span::new(0, between.len()), "丁")],
            vec![Edit::replacement(Span::new(5, 8), "1"), Edit::replacement(Span::new(8, 9), "2")],
            vec![Edit::replacement(Span::new(0, 1), "1"), Edit::replacement(Span::new(1, 2), "2")],
        ] {
            let both = compose(&first, &second);
            assert_eq!(apply(text, &both), apply(&between, &second), "{second:?}: {both:?}");
        }
        let sources = Sources::new(&first);
        for at in (0..=between.len()).filter(|&at| between.is_char_boundary(at)) {
            assert_eq!(sources.offset(at), source_offset(&first, at), "{at}");
        }
    }

    #[test]
    fn spans_are_found_again_behind_edits() {
        let edits = [Edit::replacement(Span::new(0, 6), "XX"), Edit::deletion(Span::new(9, 12))];
        let targets = Targets::new(&edits);
        for (from, to) in
            [((6, 9), (2, 5)), ((12, 15), (5, 8)), ((0, 6), (0, 2)), ((3, 15), (0, 8)), ((6, 10), (2, 5))]
        {
            assert_eq!(targets.span(Span::new(from.0, from.1)), Span::new(to.0, to.1), "{from:?}");
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
