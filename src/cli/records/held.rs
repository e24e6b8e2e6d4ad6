//! Records that are held as one text, because a plan, a receipt or a vault is about the whole file. Each record is
//! still read by itself.

use std::io;

use yinmo::edit::Edit;
use yinmo::finding::{Evidence, Finding};
use yinmo::span::Span;

use super::chunks::Chunks;
use super::{Plan, Text, Worker, no_field, shifted};
use crate::cli::input::Utf8;
use crate::cli::kind::Shape;
use crate::cli::run::Trouble;
use crate::cli::summary::Bad;
use crate::cli::walk::Item;

/// What is done to the records of a text.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// In the file's text.
    pub(crate) edits: Vec<Edit>,
    /// The findings they come from.
    pub(crate) findings: Vec<Finding>,
    pub(crate) records: u64,
    pub(crate) bad: Vec<Bad>,
    /// Findings that are still there.
    pub(crate) left: usize,
}

/// Works on the records of a text; `plan` has to ask for a diff, which is made of the same edits.
pub(crate) fn held(item: &Item, text: &str, shape: Shape, plan: &Plan<'_>) -> Result<Held, Trouble> {
    let delimiter = if let Shape::Rows(delimiter) = shape { Some(delimiter) } else { None };
    let source = Utf8::of(Box::new(io::Cursor::new(text.as_bytes().to_vec())));
    let mut chunks = Chunks::new(source, delimiter, plan.input.max_unit);
    let columns = match delimiter {
        Some(_) => chunks.columns(&plan.input.field)?,
        None => None,
    };
    let mut base = columns.as_ref().map_or(0, |columns| columns.header.len());
    let work = Worker { item, plan, delimiter, columns: columns.as_ref() };
    let (mut held, mut seen) = (Held::default(), 0);
    while let Some(chunk) = chunks.next().map_err(Trouble::Input)? {
        let result = work.chunk(chunk)?;
        if let Some(trouble) = result.trouble {
            return Err(trouble);
        }
        seen |= result.seen;
        held.records += result.records;
        held.bad.extend(result.bad);
        held.left += result.tally.left;
        held.findings
            .extend(result.findings.into_iter().map(|finding| moved(finding, |span| at(span, base))));
        if let Some((old, edits)) = result.old {
            held.edits.extend(edits.into_iter().map(|edit| shifted(edit, base)));
            base += old.len();
        }
    }
    if held.records > 0 && seen == 0 {
        return Err(Trouble::Input(no_field(&plan.input.field)));
    }
    Ok(held)
}

const fn at(span: Span, base: usize) -> Span {
    Span::new(span.start + base, span.end + base)
}

/// The findings of a record's texts as places in the chunk that holds the record.
pub(super) fn carried(texts: &[Text<'_>], findings: Vec<Vec<Finding>>, base: usize) -> Vec<Finding> {
    let mut all = Vec::new();
    for (text, findings) in texts.iter().zip(findings) {
        let place = |span: Span| {
            let there = text.escaped.carry(&[Edit::deletion(span)], text.start, str::to_owned);
            at(there[0].span, base)
        };
        all.extend(findings.into_iter().map(|finding| moved(finding, place)));
    }
    all
}

fn moved(mut finding: Finding, place: impl Fn(Span) -> Span) -> Finding {
    finding.span = place(finding.span);
    finding.kept = finding.kept.iter().map(|&kept| place(kept)).collect();
    // A clue without a place has none afterwards.
    let clue = |e: &Evidence| Evidence { span: if e.span.is_empty() { e.span } else { place(e.span) }, ..*e };
    finding.evidence = finding.evidence.iter().map(clue).collect();
    finding
}
