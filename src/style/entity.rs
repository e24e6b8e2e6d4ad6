//! Places and organisations: the kept parts stay where they are, every stretch between them is one mask.

use std::borrow::Cow;

use super::mark::{is_done, is_letter};
use crate::finding::Finding;

/// The name with each stretch that is not kept replaced by `word`.
pub(super) fn mask(text: &str, finding: &Finding, word: &str) -> String {
    hide(text, finding, &mut |_| Cow::Borrowed(word))
}

/// The name with each stretch that is not kept replaced by what `instead` makes of it.
pub(super) fn hide<'w>(
    text: &str,
    finding: &Finding,
    instead: &mut dyn FnMut(&str) -> Cow<'w, str>,
) -> String {
    let mut out = String::with_capacity(finding.span.len());
    let mut at = finding.span.start;
    for kept in &finding.kept {
        if kept.start < at || kept.end > finding.span.end {
            continue;
        }
        push(&text[at..kept.start], instead, &mut out);
        out.push_str(kept.of(text));
        at = kept.end;
    }
    push(&text[at..finding.span.end], instead, &mut out);
    out
}

fn push<'w>(stretch: &str, instead: &mut dyn FnMut(&str) -> Cow<'w, str>, out: &mut String) {
    let bare = !stretch.chars().any(is_letter);
    if bare || is_done(stretch) {
        out.push_str(stretch);
    } else {
        out.push_str(&instead(stretch));
    }
}

/// What the name ends in that says which kind of place it is; empty when it doesn't say.
pub(super) fn suffix<'t>(text: &'t str, finding: &Finding) -> &'t str {
    match finding.kept.last() {
        Some(kept) if kept.end == finding.span.end => kept.of(text),
        _ => "",
    }
}
