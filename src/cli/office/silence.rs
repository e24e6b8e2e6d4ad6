//! What was replaced in the text stands nowhere else in the file: it is replaced there too, and looked for afterwards.

use std::borrow::Cow;
use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};
use yinmo::document::{Document, Role};
use yinmo::edit::Edit;
use yinmo::engine::Engine;
use yinmo::format::office::Opened;
use yinmo::span::Span;
use yinmo::style::Style;

use crate::cli::run::Trouble;

/// Words of a reader's text that are shorter than this may be something else where they were not replaced.
const LONG: usize = 3;

/// Adds edits for every place where a secret still stands: in what no reader sees, always; in the text, where the
/// secret is long enough to be no other word.
pub(super) fn spread(
    engine: &Engine,
    document: &Document,
    secrets: &[(String, String)],
    split: &mut [Vec<Edit>],
) {
    let names = document.join_names();
    let found = engine.scan_names(&names.text);
    for finding in found {
        for (unit, span) in names.parts(finding.span) {
            split[unit].push(Edit::replacement(span, "XX"));
        }
    }
    let Some(search) = search(secrets) else { return };
    for (index, unit) in document.units.iter().enumerate() {
        let seen = unit.role == Role::Body;
        let mut more: Vec<Edit> = Vec::new();
        for hit in search.find_iter(&unit.text) {
            let (word, content) = &secrets[hit.pattern().as_usize()];
            if seen && word.chars().count() < LONG {
                continue;
            }
            let span = Span::new(hit.start(), hit.end());
            if !split[index].iter().any(|edit| edit.span.overlaps(span)) {
                more.push(Edit::replacement(span, content.clone()));
            }
        }
        if !more.is_empty() {
            split[index].append(&mut more);
            split[index].sort_by_key(|edit| edit.span);
        }
    }
}

/// Holds what was written against what was meant: units that are none of the meant ones are scanned again.
pub(super) fn same(engine: &Engine, opened: &Opened, meant: &HashSet<String>) -> Result<(), Trouble> {
    let style = Style::all().next().expect("there are built-in styles");
    let mut left = 0;
    let mut places = Vec::new();
    for unit in &opened.document.units {
        let known = unit.role == Role::Structural || meant.contains(&unit.text);
        if !known && !engine.mask(&unit.text, &style).edits.is_empty() {
            left += 1;
            places.push(super::place(&unit.locator));
        }
    }
    if left == 0 {
        return Ok(());
    }
    places.truncate(5);
    let cause = format!("what was written is not what was meant ({}); not written", places.join(", "));
    Err(Trouble::Left(cause, left))
}

/// Looks for every secret in everything that was written.
pub(super) fn verify(opened: &Opened, secrets: &[(String, String)]) -> Result<(), Trouble> {
    let Some(search) = search(secrets) else { return Ok(()) };
    let mut left = 0;
    let mut places: Vec<String> = Vec::new();
    let mut found = |place: String, count: usize| {
        left += count;
        if count > 0 && places.len() < 5 {
            places.push(if place.is_ascii() { place } else { "a part with an unusual name".to_owned() });
        }
    };
    let long = |pattern: usize| secrets[pattern].0.chars().count() >= LONG;
    for unit in &opened.document.units {
        let seen = unit.role == Role::Body;
        let hits = search.find_iter(&unit.text).filter(|hit| !seen || long(hit.pattern().as_usize()));
        let count = hits.count();
        if count > 0 {
            found(unit.locator.split(' ').next().unwrap_or_default().to_owned(), count);
        }
    }
    for (name, bytes) in opened.streams() {
        found(name.clone(), search.find_iter(&name).count());
        // The text of XML was looked through by units; here it is what is not text, in the encodings it may have.
        for text in readings(bytes) {
            let hits = search.find_iter(text.as_ref()).filter(|hit| long(hit.pattern().as_usize()));
            found(name.clone(), hits.count());
        }
    }
    if left == 0 {
        return Ok(());
    }
    let cause = format!("what was replaced still stands in it ({}); not written", places.join(", "));
    Err(Trouble::Left(cause, left))
}

/// A stream of bytes as texts.
fn readings(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let mut all = vec![Cow::Borrowed(bytes)];
    let head = &bytes[..bytes.len().min(512)];
    let is_text = str::from_utf8(head).is_ok() || !head.contains(&0) && bytes.starts_with(b"<");
    if !is_text {
        let (wide, _) = encoding_rs::UTF_16LE.decode_without_bom_handling(bytes);
        let (chinese, _) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
        all.push(Cow::Owned(wide.into_owned().into_bytes()));
        all.push(Cow::Owned(chinese.into_owned().into_bytes()));
    }
    all
}

fn search(secrets: &[(String, String)]) -> Option<AhoCorasick> {
    if secrets.is_empty() {
        return None;
    }
    let words = secrets.iter().map(|(word, _)| word);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()
}
