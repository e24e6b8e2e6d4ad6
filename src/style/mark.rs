//! What is a mask already: it is neither masked again nor cut.

use crate::recognize::is_mark;
use crate::span::Span;

/// Whether nothing is left to hide: marks, and the punctuation and blanks between them.
pub(super) fn is_done(text: &str) -> bool {
    let mut marked = false;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if is_mark(c) {
            marked = true;
        } else if c == '若' && rest.as_str().starts_with('干') {
            rest.next();
            marked = true;
        } else if is_letter(c) {
            return false;
        }
    }
    marked
}

/// Whether a character says something: a letter, a digit or a Han character.
#[inline]
pub(super) fn is_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// Whether the span is the part of a mask that shows: the century of 20xx, the number of 杨某2.
pub(super) fn is_residue(text: &str, span: Span) -> bool {
    let hit = span.of(text);
    let number = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let century = matches!(hit, "19" | "20") && text[span.end..].starts_with(is_mark);
    century || hit.len() <= 2 && number(hit) && text[..span.start].ends_with('某')
}

/// The span, grown to the ends of a run of marks that it cuts.
pub(super) fn widen(text: &str, span: Span) -> Span {
    let cut = |at: usize| {
        text[..at].chars().next_back().is_some_and(is_mark) && text[at..].chars().next().is_some_and(is_mark)
    };
    let Span { mut start, mut end } = span;
    if cut(start) {
        start = text[..start].trim_end_matches(is_mark).len();
    }
    if cut(end) {
        end = text.len() - text[end..].trim_start_matches(is_mark).len();
    }
    Span::new(start, end)
}
