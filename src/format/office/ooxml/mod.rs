//! Office Open XML: docx, xlsx, pptx, and what is embedded in them.

mod names;
mod walk;

use super::container::{
    Carrier, Fate, Kind, NativeField, Opaque, Opened, Property, Rewrite, Rewritten, WriteError, WriteOptions,
};
use super::limits::{Limits, OpenError};
use super::package::{Package, Part};
use super::splice::{self, Splice};
use super::xml;
use crate::document::Document;
use crate::edit::Edit;
use crate::span::Span;

use walk::{PartText, walk};

/// Opens a container of Office Open XML.
pub(crate) fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, OpenError> {
    open_at(bytes, limits, "", 1)
}

/// A part as it was read.
struct Read {
    name: String,
    bytes: Vec<u8>,
    content: Content,
    /// The first of its units in the document.
    first: usize,
}

enum Content {
    /// XML: its decoded source where that is not its bytes, and its text.
    Xml(Option<String>, Box<PartText>),
    Inner(Box<Opened>),
    Bytes,
}

struct Office {
    parts: Vec<Read>,
    carriers: Vec<Carrier>,
}

fn open_at(bytes: &[u8], limits: &Limits, prefix: &str, level: u64) -> Result<Opened, OpenError> {
    if level > limits.nesting {
        return Err(OpenError::Limit {
            place: "the container".to_owned(),
            name: "nesting",
            value: limits.nesting,
        });
    }
    let package = Package::read(bytes, limits)?;
    let mut order: Vec<usize> = (0..package.parts.len()).collect();
    order.sort_by_key(|&index| (reading_rank(&package.parts[index].name), index));
    let mut parts: Vec<Option<Part>> = package.parts.into_iter().map(Some).collect();
    let mut document = Document::default();
    let mut office = Office { parts: Vec::new(), carriers: Vec::new() };
    let mut fields = Vec::new();
    for index in order {
        let Some(Part { name, bytes }) = parts[index].take() else { continue };
        let path = format!("{prefix}{name}");
        let first = document.units.len();
        let size = bytes.len();
        let (content, what, fate) = read(&path, &name, &bytes, limits, level)?;
        match &content {
            Content::Xml(_, text) => {
                let shift = |unit: &walk::Unit| {
                    let twin_of = unit.text.twin_of.map(|first_copy| first_copy + first);
                    crate::document::TextUnit { twin_of, ..unit.text.clone() }
                };
                document.units.extend(text.units.iter().map(shift));
                fields.extend(native(text, first));
            }
            Content::Inner(inner) => {
                office.carriers.extend(inner.carriers.iter().cloned());
                document.units.extend(inner.document.units.iter().cloned().map(|unit| {
                    crate::document::TextUnit {
                        twin_of: unit.twin_of.map(|first_copy| first_copy + first),
                        ..unit
                    }
                }));
                fields.extend(
                    inner
                        .fields
                        .iter()
                        .map(|field| NativeField { unit: field.unit + first, ..field.clone() }),
                );
            }
            Content::Bytes => {}
        }
        office.carriers.push(Carrier { name: path, what, size, fate });
        office.parts.push(Read { name, bytes, content, first });
    }
    let kind = kind(&office.parts)?;
    let carriers = office.carriers.clone();
    Ok(Opened { kind, document, carriers, fields, rewrite: Box::new(office) })
}

/// Parts that are read first: the main text, then what stands around it.
fn reading_rank(name: &str) -> u8 {
    let is = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    match () {
        () if name == "[Content_Types].xml" => 0,
        () if is(&["_rels/"]) => 8,
        () if is(&["word/document"]) => 1,
        () if is(&["/worksheets/sheet", "/slides/slide", "xl/sharedStrings"]) => 2,
        () if is(&["/header", "/footer", "/footnotes", "/endnotes", "/notesSlide", "/comments"]) => 3,
        () if is(&["word/", "xl/", "ppt/"]) => 4,
        () => 5,
    }
}

fn read(
    path: &str,
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    level: u64,
) -> Result<(Content, &'static str, Fate), OpenError> {
    let lower = name.to_ascii_lowercase();
    let end = lower.rsplit_once('.').map_or("", |(_, end)| end);
    let looks_xml = || {
        let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let first = head.iter().find(|b| !b.is_ascii_whitespace());
        first == Some(&b'<') && !matches!(end, "htm" | "html" | "mht")
    };
    if name.ends_with('/') && bytes.is_empty() {
        return Ok((Content::Bytes, "folder", Fate::Structural));
    }
    if matches!(end, "xml" | "rels" | "vml" | "svg") || end.is_empty() && looks_xml() {
        let decoded = xml::decode(path, bytes)?;
        return match walk(path, &decoded, limits) {
            Ok(text) => {
                let what = if end == "rels" || lower == "[content_types].xml" {
                    "relations of parts"
                } else {
                    "XML"
                };
                let fate = if text.units.is_empty() { Fate::Structural } else { Fate::Text };
                let owned = match decoded {
                    std::borrow::Cow::Borrowed(_) => None,
                    std::borrow::Cow::Owned(text) => Some(text),
                };
                Ok((Content::Xml(owned, Box::new(text)), what, fate))
            }
            // Old drawings are often no XML.
            Err(OpenError::Xml { .. }) if end == "vml" => {
                Ok((Content::Bytes, "old drawing that is no XML", Fate::Opaque))
            }
            Err(error) => Err(error),
        };
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(match open_at(bytes, limits, &format!("{path}!"), level + 1) {
            Ok(inner) => (Content::Inner(Box::new(inner)), "embedded document", Fate::Recursed),
            Err(limit @ OpenError::Limit { .. }) => return Err(limit),
            Err(_) => (Content::Bytes, "embedded container", Fate::Opaque),
        });
    }
    let (what, fate) = match end {
        "png" | "jpg" | "jpeg" | "jpe" | "gif" | "bmp" | "tif" | "tiff" | "wdp" | "webp" | "ico" => {
            ("picture", Fate::Picture)
        }
        "emf" | "wmf" | "emz" | "wmz" => ("drawing as a picture", Fate::Picture),
        "odttf" | "ttf" | "fntdata" => ("embedded font", Fate::Opaque),
        _ if lower.contains("vbaproject") || lower.contains("vbadata") => ("macros", Fate::Opaque),
        _ if lower.contains("printersettings") => ("printer settings", Fate::Opaque),
        _ if lower.contains("oleobject") => ("embedded object", Fate::Opaque),
        _ if lower.contains("activex") => ("control", Fate::Opaque),
        "sigs" | "psdsor" => ("signature", Fate::Opaque),
        "wav" | "mp3" | "m4a" | "mp4" | "avi" | "wmv" | "mov" => ("sound or film", Fate::Opaque),
        _ => ("unknown part", Fate::Opaque),
    };
    Ok((Content::Bytes, what, fate))
}

/// What the package is, by its main part's type.
fn kind(parts: &[Read]) -> Result<Kind, OpenError> {
    let part = |name: &str| parts.iter().find(|part| part.name.eq_ignore_ascii_case(name));
    let not = |why: &str| Err(OpenError::Kind(format!("it is a zip container, but no document: {why}")));
    let Some(types) = part("[Content_Types].xml") else { return not("it does not list what its parts are") };
    let Ok(types) = xml::decode("", &types.bytes) else { return not("its list of parts cannot be read") };
    let has = |what: &str| types.contains(what);
    match () {
        () if has("wordprocessingml.document.main+xml")
            || has("wordprocessingml.template.main+xml")
            || has("ms-word.document.macroEnabled.main+xml")
            || has("ms-word.template.macroEnabledTemplate.main+xml") =>
        {
            Ok(Kind::Docx)
        }
        () if has("spreadsheetml.sheet.main+xml")
            || has("spreadsheetml.template.main+xml")
            || has("ms-excel.sheet.macroEnabled.main+xml")
            || has("ms-excel.template.macroEnabled.main+xml")
            || has("ms-excel.addin.macroEnabled.main+xml") =>
        {
            Ok(Kind::Xlsx)
        }
        () if has("presentationml.") && has(".main+xml") || has("ms-powerpoint.") && has(".main+xml") => {
            Ok(Kind::Pptx)
        }
        () if has("ms-excel.sheet.binary") => not("binary workbooks (.xlsb) are not read; save it as .xlsx"),
        () => not("its main part is of an unknown type"),
    }
}

/// The unfilled fields of a part, by the number of the unit in the document.
fn native(text: &PartText, first: usize) -> Vec<NativeField> {
    let mut fields = Vec::new();
    for prompt in &text.prompts {
        let span = Span::new(prompt.range.start, prompt.range.end);
        fields.push(NativeField {
            unit: first + prompt.unit,
            span,
            what: "content control that shows its prompt",
        });
    }
    fields
}

impl Read {
    fn source(&self) -> &str {
        match &self.content {
            Content::Xml(Some(source), _) => source,
            _ => str::from_utf8(&self.bytes).unwrap_or_default(),
        }
    }
}

impl Rewrite for Office {
    fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError> {
        let mut written = Rewritten::default();
        let mut package = Package::default();
        let none = Vec::new();
        let of = |unit: usize| edits.get(unit).unwrap_or(&none);
        for part in &self.parts {
            let bytes = match &part.content {
                Content::Xml(owned, text) => {
                    let source = part.source();
                    let mut all: Vec<Splice> = Vec::new();
                    for (number, unit) in text.units.iter().enumerate() {
                        let edits = of(part.first + number);
                        if !edits.is_empty() {
                            let lost = splice::splices(source, &unit.pieces, &text.nodes, edits, &mut all);
                            if lost > 0 {
                                written.lost.push(part.first + number);
                            }
                        }
                    }
                    match all.is_empty() {
                        true => part.bytes.clone(),
                        false => {
                            let new = splice::apply(source, all);
                            if owned.is_some() { in_utf8(new) } else { new }.into_bytes()
                        }
                    }
                }
                Content::Inner(inner) => {
                    let range = part.first..part.first + inner.document.units.len();
                    let own: Vec<Vec<Edit>> = range.map(|unit| of(unit).clone()).collect();
                    if own.iter().all(Vec::is_empty) && !options.scrub {
                        part.bytes.clone()
                    } else {
                        let inner = inner.write(&own, options)?;
                        written.removed.extend(inner.removed);
                        inner.bytes
                    }
                }
                Content::Bytes => part.bytes.clone(),
            };
            package.parts.push(Part { name: part.name.clone(), bytes });
        }
        if options.opaque == Opaque::Refuse && options.scrub {
            let opaque: Vec<String> = self
                .carriers
                .iter()
                .filter(|carrier| carrier.fate == Fate::Opaque)
                .map(|carrier| format!("{} ({})", super::limits::shown(&carrier.name), carrier.what))
                .collect();
            if !opaque.is_empty() {
                return Err(WriteError::Opaque(opaque.join(", ")));
            }
        }
        written.bytes = package.write();
        Ok(written)
    }

    fn streams(&self) -> Vec<(String, &[u8])> {
        let mut streams = Vec::new();
        for part in &self.parts {
            streams.push((part.name.clone(), part.bytes.as_slice()));
            if let Content::Inner(inner) = &part.content {
                streams.extend(
                    inner.streams().into_iter().map(|(name, bytes)| (format!("{}!{name}", part.name), bytes)),
                );
            }
        }
        streams
    }

    fn properties(&self) -> Vec<Property> {
        Vec::new()
    }
}

/// A part that was written in another encoding, in UTF-8 and saying so.
fn in_utf8(text: String) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let Some(end) = text.starts_with("<?xml").then(|| text.find("?>")).flatten() else {
        return text.to_owned();
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>{}", &text[end + 2..])
}
