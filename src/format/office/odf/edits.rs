//! The edits of a part as splices of its source.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::walk::PartText;
use super::{Read, cells};
use crate::edit::Edit;
use crate::format::Form;
use crate::format::office::base64::{from_base64, to_base64};
use crate::format::office::container::Rewritten;
use crate::format::office::media;
use crate::span::Span;

/// What is written where a field showed who made the document.
const NOBODY: &str = "XX";

/// The edits of a paragraph with the blanks beside them, where those would no longer count.
fn with_blanks(text: &str, edits: &[Edit]) -> Vec<Edit> {
    let mut free = 0;
    let mut out: Vec<Edit> = Vec::with_capacity(edits.len());
    for (number, edit) in edits.iter().enumerate() {
        let Edit { span, content } = edit;
        let next = edits.get(number + 1).map_or(text.len(), |next| next.span.start);
        let mut edit = edit.clone();
        let ends = |with: bool| content.is_empty() || with;
        if ends(content.starts_with(' ')) && span.start > free && text[..span.start].ends_with(' ') {
            edit.span.start -= 1;
            edit.content.insert(0, ' ');
        }
        if ends(content.ends_with(' ')) && span.end < next && text[span.end..].starts_with(' ') {
            edit.span.end += 1;
            edit.content.push(' ');
        }
        free = edit.span.end;
        out.push(edit);
    }
    out
}

/// The pictures that stand in a part itself, without their metadata.
pub(super) fn plain_pictures(source: &str, text: &PartText) -> Vec<Edit> {
    let pictures = text.data.iter().filter(|data| data.is_picture);
    let plain = pictures.filter_map(|data| {
        let bytes = from_base64(source[data.range.clone()].as_bytes());
        Some(Edit::replacement(data.range.clone(), to_base64(&media::strip(&bytes)?)))
    });
    plain.collect()
}

/// The splices of a part that do the edits of its passages.
pub(super) fn edited(
    part: &Read,
    text: &PartText,
    edits: &[Vec<Edit>],
    scrub: bool,
    written: &mut Rewritten,
) -> Vec<Edit> {
    let of = |number: usize| edits.get(part.first + number).map_or(&[][..], Vec::as_slice);
    let mut splices = Vec::new();
    let changes = |cell: &cells::Cell| {
        let breaks = |&number: &usize| !cells::is_formula_still(&text.passages[number].text, of(number));
        cell.lines.iter().chain(&cell.values).any(|&line| !of(line).is_empty())
            || cell.written.iter().any(breaks)
    };
    let changed: BTreeSet<usize> =
        text.cells.iter().enumerate().filter(|(_, cell)| changes(cell)).map(|(number, _)| number).collect();
    let stale = cells::stale(&text.cells, &changed);
    let mut gone: HashSet<usize> = HashSet::new();
    for &number in &changed {
        text.cells[number].become_text(&mut splices);
        gone.extend(text.cells[number].values.iter().chain(&text.cells[number].written));
    }
    let mut emptied: HashSet<usize> = HashSet::new();
    for &number in &stale {
        text.cells[number].forget(&mut splices);
        emptied.extend(&text.cells[number].lines);
    }
    let mut makers: HashMap<usize, Vec<Span>> = HashMap::new();
    for (passage, span) in text.makers.iter().filter(|_| scrub) {
        makers.entry(*passage).or_default().push(*span);
    }
    for (number, passage) in text.passages.iter().enumerate() {
        let mut own = of(number).to_vec();
        if emptied.contains(&number) {
            own = vec![Edit::deletion(Span::new(0, passage.text.len()))];
        }
        for span in makers.get(&number).into_iter().flatten() {
            own.retain(|edit| !edit.span.overlaps(*span));
            own.push(Edit::replacement(*span, NOBODY));
        }
        if own.is_empty() || gone.contains(&number) || passage.text.is_empty() {
            continue;
        }
        own.sort_by_key(|edit| edit.span);
        if passage.forms == [Form::Paragraph] {
            own = with_blanks(&passage.text, &own);
        }
        let carried = passage.carry(&own);
        splices.extend(carried.splices);
        written.lost.extend(carried.refused.iter().map(|_| part.first + number));
    }
    splices
}
