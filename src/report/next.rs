//! What to do next about a finding, for people who check a document.

use std::io::{self, Write};

use super::Record;
use crate::rule::Severity;

/// How many further lines are named.
const LINES: usize = 8;

/// Writes what to do about a record and in which other lines the same stands.
///
/// # Errors
/// When `out` cannot be written.
pub fn next(record: &Record<'_>, others: &[usize], out: &mut impl Write) -> io::Result<()> {
    write!(out, "    next: ")?;
    if let Some(likely) = record.suggestion {
        write!(out, "likely {likely}; ")?;
    }
    write!(out, "{}", advice(record))?;
    if let Some((last, rest)) = others.split_last() {
        let line = if rest.is_empty() { "line" } else { "lines" };
        write!(out, "\n    the same in {line} ")?;
        if others.len() > LINES {
            others[..LINES].iter().try_for_each(|line| write!(out, "{line}, "))?;
            write!(out, "and {} more", others.len() - LINES)?;
        } else {
            rest.iter().try_for_each(|line| write!(out, "{line}, "))?;
            write!(out, "{last}")?;
        }
    }
    writeln!(out)
}

/// The next step, by rule or by its group.
pub fn advice(record: &Record<'_>) -> &'static str {
    let sure = record.severity == Severity::Error;
    let group = record.rule.split('/').next().unwrap_or_default();
    match (record.rule, group) {
        ("placeholder/todo", _) => "settle what is open, then delete the note",
        ("placeholder/dummy", _) => "put the real name or number in its place",
        ("marker/preview", _) => "get the full document: text is missing here",
        ("marker/compilation", _) => "cut it into its documents with `yinmo clean --split`",
        ("damage/covered", _) => "write its text anew with `yinmo mask`; no box over it helps",
        ("consistency/foreign-place", _) => "put the document's own place, or say why another is named",
        ("consistency/half-masked", _) => "mask the other place too",
        ("consistency/mixed-style", _) => "use one mask throughout",
        ("consistency/over-masked", _) => "write it out: it must be public",
        ("damage/year", _) => "compare with the original: a year was likely written over the others",
        (_, "placeholder") if sure => "fill in the real word or figure, or delete the sentence",
        (_, "placeholder") => "see whether it stands for something; if so, fill it in",
        (_, "marker") => "take it out with `yinmo clean`",
        (_, "damage") => "compare with the original and restore what is missing",
        (_, "consistency") => "compare both places and decide for one",
        _ => "replace it with `yinmo mask`; what may stay goes into a list for --keep",
    }
}
