//! PDF: its text with page and place, and what is in it that nobody sees. A PDF is read and never changed: characters
//! cannot be taken out of one for sure, and a box over them hides nothing.

mod font;
mod guard;
mod page;

use std::sync::Arc;

use hayro_syntax::object::{Dict, Name, Object, Stream, String as PdfString};
use hayro_syntax::{LoadPdfError, Pdf};

use super::container::{
    COVERED, Carrier, Fate, INVISIBLE, Kind, NativeField, OUTSIDE, Opened, Property, Rewrite, Rewritten,
    WriteError, WriteOptions,
};
use super::inner::{Inner, Opener};
use super::layout::flows;
use super::limits::{Limits, OpenError};
use crate::document::{Document, Role, TextUnit};
use crate::edit::Edit;
use crate::span::Span;
use page::Hiding;

/// Pages that are read.
const PAGES: usize = 20_000;
/// Earlier states of a file that are read.
const REVISIONS: usize = 8;
/// Objects that are looked through for what is not on a page.
const OBJECTS: usize = 1_000_000;

struct Read {
    bytes: Vec<u8>,
    properties: Vec<Property>,
}

/// Opens a PDF.
pub(crate) fn open(bytes: &[u8], limits: &Limits, level: u64) -> Result<Opened, OpenError> {
    if bytes.len() as u64 > limits.total {
        return Err(OpenError::Limit { place: "the PDF".to_owned(), name: "total", value: limits.total });
    }
    guard::check(bytes, limits)?;
    let pdf = load(bytes)?;
    let mut document = Document::default();
    let mut fields = Vec::new();
    let mut carriers =
        vec![Carrier { name: "pdf".to_owned(), what: "pages", size: bytes.len(), fate: Fate::Text }];
    let seen = pages(&pdf, "", &mut document, &mut fields, &mut carriers)?;
    let mut properties = Vec::new();
    outside_pages(&pdf, (limits, level), &mut document, &mut fields, &mut carriers, &mut properties)?;
    revisions(bytes, &seen, &mut document, &mut carriers);
    let rewrite = Box::new(Read { bytes: bytes.to_vec(), properties });
    Ok(Opened { kind: Kind::Pdf, document, carriers, fields, rewrite })
}

fn load(bytes: &[u8]) -> Result<Pdf, OpenError> {
    Pdf::new(Arc::new(bytes.to_vec())).map_err(|error| match error {
        LoadPdfError::Decryption(_) => OpenError::Protected,
        LoadPdfError::Invalid => OpenError::Kind(
            "it is a PDF that cannot be read: it is damaged; save it anew in its program".to_owned(),
        ),
    })
}

/// Reads the pages; all their texts.
fn pages(
    pdf: &Pdf,
    prefix: &str,
    document: &mut Document,
    fields: &mut Vec<NativeField>,
    carriers: &mut Vec<Carrier>,
) -> Result<std::collections::HashSet<String>, OpenError> {
    let mut seen = std::collections::HashSet::new();
    let all = pdf.pages();
    if all.len() > PAGES {
        return Err(OpenError::Kind(format!("it has more than {PAGES} pages; split it")));
    }
    for (number, page) in all.iter().enumerate() {
        let number = number + 1;
        let drawn = page::read(page);
        let place = format!("{prefix}page {number}");
        let mut unreadable = 0;
        for (index, flow) in flows(&drawn.glyphs).into_iter().enumerate() {
            unreadable += flow.text.matches('\u{fffd}').count();
            let unit = document.units.len();
            let hidden = hidden(&drawn, &flow);
            let whole = hidden.iter().map(|(span, _)| span.len()).sum::<usize>() >= flow.text.trim().len();
            fields.extend(hidden.into_iter().map(|(span, what)| NativeField { unit, span, what }));
            document.units.push(TextUnit {
                locator: format!("{place} ¶{} {}", index + 1, flow.place()),
                role: if whole && !flow.text.trim().is_empty() { Role::Aside } else { Role::Body },
                row_goes_on: flow.row_goes_on,
                twin_of: None,
                text: flow.text.clone(),
            });
            seen.insert(flow.text);
        }
        let mut carrier = |what, fate| carriers.push(Carrier { name: place.clone(), what, size: 0, fate });
        if unreadable > 0 {
            carrier("characters whose font does not say what they are", Fate::Opaque);
        }
        if drawn.cut {
            carrier("drawings that are too many or too deep to be read", Fate::Opaque);
        }
        if drawn.pictures > 0 {
            carrier("pictures", Fate::Picture);
        }
    }
    Ok(seen)
}

/// The stretches of a text that nobody sees. What a scanner read under its picture is no fault.
fn hidden(drawn: &page::Drawn, flow: &super::layout::Flow) -> Vec<(Span, &'static str)> {
    let mut stretches: Vec<(Span, &'static str)> = Vec::new();
    for &(at, glyph) in &flow.glyphs {
        let what = match drawn.hiding(glyph) {
            Some(Hiding::Covered) => COVERED,
            Some(Hiding::Invisible) if drawn.pictures == 0 => INVISIBLE,
            Some(Hiding::Outside) => OUTSIDE,
            _ => continue,
        };
        let end = at + flow.text[at..].chars().next().map_or(0, char::len_utf8);
        match stretches.last_mut() {
            Some((span, last)) if *last == what && flow.text[span.end.min(at)..at].trim().is_empty() => {
                span.end = end;
            }
            _ => stretches.push((Span::new(at, end), what)),
        }
    }
    stretches.retain(|(span, _)| !span.of(&flow.text).trim().is_empty());
    stretches
}

/// A string of the file, in one of its two encodings.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Many programs write their own encoding, whatever the standard says.
        _ => match str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
        },
    }
}

/// Keys whose strings people read, with what they are.
const KEYS: [(&str, &str); 19] = [
    ("Title", "title"),
    ("Author", "author"),
    ("Subject", "subject"),
    ("Keywords", "keywords"),
    ("Creator", "program"),
    ("Producer", "producer"),
    ("Company", "company"),
    ("Manager", "manager"),
    ("SourceModified", "source"),
    ("Contents", "annotation"),
    ("RC", "annotation"),
    ("T", "name of a field or author of an annotation"),
    ("TU", "hint of a field"),
    ("V", "value of a field"),
    ("DV", "default of a field"),
    ("ActualText", "text for readers aloud"),
    ("Alt", "description of a picture"),
    ("URI", "address"),
    ("JS", "script"),
];

/// Everything with text that is on no page: properties, outlines, annotations, form fields, attachments.
fn outside_pages(
    pdf: &Pdf,
    (limits, level): (&Limits, u64),
    document: &mut Document,
    fields: &mut Vec<NativeField>,
    carriers: &mut Vec<Carrier>,
    properties: &mut Vec<Property>,
) -> Result<(), OpenError> {
    let mut carry = |text: String, name: &str, what: &str| {
        let about = matches!(
            what,
            "title"
                | "author"
                | "subject"
                | "keywords"
                | "program"
                | "producer"
                | "company"
                | "manager"
                | "source"
        );
        if about {
            properties.push(Property { place: name.to_owned(), name: what.to_owned(), value: text.clone() });
        }
        if !text.trim().is_empty() {
            document.units.push(TextUnit {
                text,
                locator: format!("{name} ({what})"),
                role: Role::Carrier,
                ..TextUnit::default()
            });
        }
    };
    let opener = Opener::new(limits, level, pdf.data().as_ref().len() as u64);
    let mut attachments = Vec::new();
    let mut seen = 0;
    for (number, object) in pdf.objects().into_iter().enumerate().take(OBJECTS) {
        let name = format!("object {}", number + 1);
        let dict = match &object {
            Object::Dict(dict) => dict.clone(),
            Object::Stream(stream) => {
                let dict = stream.dict().clone();
                let kind = dict.get::<Name<'_>>("Type");
                if kind.as_ref().is_some_and(|kind| kind.as_str() == "EmbeddedFile") {
                    attachments.push((name.clone(), stream.clone()));
                } else if kind.is_some_and(|kind| kind.as_str() == "Metadata") {
                    metadata(stream, limits, &name, &mut carry);
                }
                dict
            }
            Object::Array(list) => {
                // Values of a choice, and what else stands in lists of its own.
                for string in list.iter::<PdfString<'_>>().take(1000) {
                    carry(text(string.as_bytes()), &name, "list");
                }
                continue;
            }
            Object::String(string) => {
                carry(text(string.as_bytes()), &name, "string");
                continue;
            }
            _ => continue,
        };
        strings(&dict, &name, 0, &mut seen, &mut carry);
    }
    for (name, stream) in attachments {
        let bytes = stream.decoded().map(|bytes| bytes.into_owned()).unwrap_or_default();
        let size = bytes.len();
        let Some(inner) = opener.open(&name, &bytes)? else {
            carriers.push(Carrier { name, what: "attachment", size, fate: Fate::Opaque });
            continue;
        };
        carriers.push(Carrier { name: name.clone(), what: "attachment", size, fate: Fate::Recursed });
        let inner = Inner::adopt(inner, &name, document, carriers, fields);
        for unit in &mut document.units[inner.units()] {
            unit.role = unit.role.max(Role::Aside);
        }
    }
    Ok(())
}

/// The strings of a dictionary and of those inside it.
fn strings(
    dict: &Dict<'_>,
    name: &str,
    depth: usize,
    seen: &mut usize,
    carry: &mut impl FnMut(String, &str, &str),
) {
    for (key, what) in KEYS {
        *seen += 1;
        if let Some(string) = dict.get::<PdfString<'_>>(key) {
            carry(text(string.as_bytes()), name, what);
        }
    }
    if depth >= 4 || *seen > 50 * OBJECTS {
        return;
    }
    // Only what is written inside: what is referred to comes by itself.
    for key in dict.keys() {
        match dict.get_raw::<Object<'_>>(&*key) {
            Some(hayro_syntax::object::MaybeRef::NotRef(Object::Dict(inner))) => {
                strings(&inner, name, depth + 1, seen, carry);
            }
            Some(hayro_syntax::object::MaybeRef::NotRef(Object::Array(list)))
                if key.as_str() == "Annots" || key.as_str() == "Kids" =>
            {
                for item in list.raw_iter() {
                    if let hayro_syntax::object::MaybeRef::NotRef(Object::Dict(inner)) = item {
                        strings(&inner, name, depth + 1, seen, carry);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The texts of an XMP packet.
fn metadata(stream: &Stream<'_>, limits: &Limits, name: &str, carry: &mut impl FnMut(String, &str, &str)) {
    let Ok(bytes) = stream.decoded() else { return };
    let reading = super::xmltext::Reading {
        element: |_, _| Some(Role::Carrier),
        attribute: |_, name, _| {
            (!matches!(name, "about" | "parseType" | "xmptk" | "lang")).then_some(Role::Carrier)
        },
    };
    let decoded = String::from_utf8_lossy(&bytes);
    // The packet stands between instructions and is padded with blanks.
    match super::xmltext::texts(
        name,
        decoded.trim_matches(['\u{feff}', ' ', '\n', '\r', '\0']),
        limits,
        &reading,
    ) {
        Ok(passages) => passages.into_iter().for_each(|passage| carry(passage.text, name, "metadata")),
        Err(_) => carry(decoded.into_owned(), name, "metadata that is no XML"),
    }
}

/// Earlier states of the file that are still in it.
fn revisions(
    bytes: &[u8],
    seen: &std::collections::HashSet<String>,
    document: &mut Document,
    carriers: &mut Vec<Carrier>,
) {
    let ends = guard::revisions(bytes);
    for (number, &end) in ends.iter().enumerate() {
        let name = format!("revision {}", number + 1);
        let old = (number < REVISIONS).then(|| load(&bytes[..end]).ok()).flatten();
        let mut earlier = Document::default();
        let read = old.is_some_and(|old| {
            let (mut fields, mut inner) = (Vec::new(), Vec::new());
            pages(&old, &format!("{name} "), &mut earlier, &mut fields, &mut inner).is_ok()
        });
        let fate = if read { Fate::Recursed } else { Fate::Opaque };
        carriers.push(Carrier { name, what: "older state of the file", size: end, fate });
        let gone = earlier.units.into_iter().filter(|unit| !seen.contains(&unit.text));
        document.units.extend(gone.map(|unit| TextUnit { role: Role::Aside, ..unit }));
    }
}

impl Rewrite for Read {
    fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError> {
        if edits.iter().all(Vec::is_empty) && !options.scrub {
            return Ok(Rewritten { bytes: self.bytes.clone(), ..Rewritten::default() });
        }
        Err(WriteError::Unable(super::version::ADVICE.to_owned()))
    }

    fn streams(&self) -> Vec<(String, &[u8])> {
        vec![("pdf".to_owned(), self.bytes.as_slice())]
    }

    fn properties(&self) -> Vec<Property> {
        self.properties.clone()
    }
}

#[cfg(test)]
mod tests;
