//! What was replaced in the text stands nowhere else in the file: it is replaced there too, and looked for afterwards.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};
use yinmo::document::{Document, Role};
use yinmo::edit::Edit;
use yinmo::engine::Engine;
use yinmo::format::office::{Opened, shown};
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
    let addressed = addressed(secrets);
    for (index, unit) in document.units.iter().enumerate() {
        let seen = unit.role == Role::Body;
        let mut more: Vec<Edit> = Vec::new();
        for hit in search.find_iter(&unit.text) {
            let (word, content) = &secrets[hit.pattern().as_usize()];
            if seen && word.chars().count() < LONG {
                continue;
            }
            let span = Span::new(hit.start(), hit.end());
            if is_free(&split[index], span) {
                more.push(Edit::replacement(span, content.clone()));
            }
        }
        for hit in addressed.iter().flat_map(|search| search.find_iter(&unit.text)) {
            let span = Span::new(hit.start(), hit.end());
            if is_free(&split[index], span) && is_free(&more, span) {
                more.push(Edit::replacement(span, "XX"));
            }
        }
        more.sort_by_key(|edit| edit.span);
        if !more.is_empty() {
            split[index].append(&mut more);
            split[index].sort_by_key(|edit| edit.span);
        }
    }
}

/// Whether none of these edits, which are in order, touches the span.
fn is_free(edits: &[Edit], span: Span) -> bool {
    let after = edits.partition_point(|edit| edit.span.end <= span.start);
    edits.get(after).is_none_or(|edit| !edit.span.overlaps(span))
}

/// Finds the long ones of the secrets as they are written in addresses: percent signs and hexadecimal digits.
fn addressed(secrets: &[(String, String)]) -> Option<AhoCorasick> {
    let long = secrets.iter().map(|(word, _)| word);
    let long = long.filter(|word| word.chars().count() >= LONG && !word.is_ascii());
    let words: Vec<String> = long
        .map(|word| {
            let code =
                |b: u8| if b.is_ascii_alphanumeric() { char::from(b).into() } else { format!("%{b:02x}") };
            word.bytes().map(code).collect()
        })
        .collect();
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true);
    (!words.is_empty()).then(|| builder.build(words).ok()).flatten()
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
        if places.len() < 5 {
            places.push(place);
        }
    };
    let long = |pattern: usize| secrets[pattern].0.chars().count() >= LONG;
    for unit in &opened.document.units {
        let seen = unit.role == Role::Body;
        let hits = search.find_iter(&unit.text).filter(|hit| !seen || long(hit.pattern().as_usize()));
        let count = hits.count();
        if count > 0 {
            found(super::place(&unit.locator), count);
        }
    }
    let (hidden, addressed) = (encoded(secrets), addressed(secrets));
    for (name, bytes) in opened.streams() {
        let mut count = search.find_iter(&name).count();
        // The text of XML was looked through by units; here it is what is not text, in the encodings it may have.
        count += search.find_iter(bytes).filter(|hit| long(hit.pattern().as_usize())).count();
        match (&hidden, &addressed) {
            (Some(hidden), _) if !is_text(bytes) => count += hidden.find_iter(bytes).count(),
            (_, Some(addressed)) if is_text(bytes) => count += addressed.find_iter(bytes).count(),
            _ => {}
        }
        if count > 0 {
            found(shown(&name), count);
        }
    }
    if left == 0 {
        return Ok(());
    }
    let cause = format!("what was replaced still stands in it ({}); not written", places.join(", "));
    Err(Trouble::Left(cause, left))
}

fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512)];
    str::from_utf8(head).is_ok() || !head.contains(&0) && bytes.starts_with(b"<")
}

/// Finds the long ones of the secrets in what is no UTF-8: in UTF-16 and in GB 18030.
fn encoded(secrets: &[(String, String)]) -> Option<AhoCorasick> {
    let long = secrets.iter().map(|(word, _)| word).filter(|word| word.chars().count() >= LONG);
    let words: Vec<Vec<u8>> = long
        .flat_map(|word| {
            let wide = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let chinese = encoding_rs::GB18030.encode(word).0.into_owned();
            // What is the same in UTF-8 has been looked for.
            [Some(wide), Some(chinese).filter(|chinese| chinese != word.as_bytes())].into_iter().flatten()
        })
        .collect();
    (!words.is_empty()).then(|| AhoCorasick::new(words).ok()).flatten()
}

fn search(secrets: &[(String, String)]) -> Option<AhoCorasick> {
    if secrets.is_empty() {
        return None;
    }
    let words = secrets.iter().map(|(word, _)| word);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()
}
