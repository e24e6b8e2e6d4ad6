//! Office Open XML: docx, xlsx, pptx, and what is embedded in them.

mod caches;
mod comments;
mod names;
pub(super) mod native;
mod number;
mod properties;
mod rels;
mod rename;
mod scrub;
pub(super) mod sheet;
mod track;
mod walk;
mod write;

use super::container::{Carrier, Fate, Kind, Opened, SIGNATURE};
use super::inner::{Inner, Opener};
use super::limits::{Limits, OpenError};
use super::package::{Package, Part};
use super::xml;
use crate::document::{Document, Role, TextUnit};

use super::part::Content;
use sheet::Workbook;
use walk::{PartText, walk};

type Read = super::part::Read<PartText>;

struct Office {
    parts: Vec<Read>,
    carriers: Vec<Carrier>,
    /// How many units there are.
    units: usize,
    /// The units that are shared texts of a workbook with their sizes, in order.
    shared: Vec<(usize, usize)>,
}

/// Opens a container of Office Open XML that lies at this level of containers in containers.
pub(crate) fn open(bytes: &[u8], limits: &Limits, level: u64) -> Result<Opened, OpenError> {
    let package = Package::read(bytes, limits)?;
    let size: usize = package.parts.iter().map(|part| part.bytes.len()).sum();
    let reading = Reading {
        limits,
        opener: Opener::new(limits, level, size as u64),
        prompts: native::prompt_styles(&package.parts),
        book: Workbook::read(&package.parts, limits)?,
    };
    let mut order: Vec<usize> = (0..package.parts.len()).collect();
    order.sort_by_key(|&index| (reading_rank(&package.parts[index].name), index));
    let mut parts: Vec<Option<Part>> = package.parts.into_iter().map(Some).collect();
    let mut document = Document::default();
    let mut office = Office { parts: Vec::new(), carriers: Vec::new(), units: 0, shared: Vec::new() };
    let mut fields = Vec::new();
    for index in order {
        let Some(Part { name, bytes }) = parts[index].take() else { continue };
        let first = document.units.len();
        let size = bytes.len();
        let (content, what, fate) = match reading.part(&name, &bytes)? {
            Sort::Xml(source, text, what, fate) => {
                document.units.extend(text.units.iter().map(|unit| TextUnit {
                    twin_of: unit.text.twin_of.map(|twin| twin + first),
                    ..unit.text.clone()
                }));
                office
                    .shared
                    .extend(text.shared.iter().map(|&unit| (first + unit, text.units[unit].text.text.len())));
                fields.extend(native::unfilled(&text, first));
                (Content::Xml(source, text), what, fate)
            }
            Sort::Inner(inner) => {
                let inner = Inner::adopt(inner, &name, &mut document, &mut office.carriers, &mut fields);
                let (what, fate) = match inner.is_writable() {
                    true => ("embedded document", Fate::Recursed),
                    false => (Inner::READ_ONLY, Fate::Opaque),
                };
                (Content::Inner(Box::new(inner)), what, fate)
            }
            Sort::Bytes(what, fate) => (Content::Bytes, what, fate),
        };
        office.carriers.push(Carrier { name: name.clone(), what, size, fate });
        office.parts.push(Read { name, bytes, content, first });
    }
    office.units = document.units.len();
    office.link_shared(&mut document);
    let kind = kind(&office.parts)?;
    let carriers = office.carriers.clone();
    Ok(Opened { kind, document, carriers, fields, rewrite: Box::new(office) })
}

/// What a part turns out to be, with what is said of it and what becomes of it.
enum Sort {
    Xml(Option<String>, Box<PartText>, &'static str, Fate),
    Inner(Opened),
    Bytes(&'static str, Fate),
}

impl Office {
    /// A shared text is a copy of the first cell that shows it; one that no cell shows is nothing a reader sees.
    fn link_shared(&self, document: &mut Document) {
        let mut users: Vec<Option<usize>> = vec![None; self.shared.len()];
        for part in &self.parts {
            let Content::Xml(_, text) = &part.content else { continue };
            for (number, cell) in text.cells.iter().enumerate() {
                if let Some(user) = cell.shared.and_then(|index| users.get_mut(index)) {
                    user.get_or_insert(part.first + number);
                }
            }
        }
        for (&(unit, _), user) in self.shared.iter().zip(users) {
            document.units[unit].role = if user.is_some() { Role::Body } else { Role::Carrier };
            document.units[unit].twin_of = user.filter(|&user| user < unit);
        }
    }
}

/// What holds for all parts of a container.
struct Reading<'a> {
    limits: &'a Limits,
    opener: Opener<'a>,
    prompts: Vec<String>,
    book: Workbook,
}

/// Parts that are read first: the main text, then what stands around it.
fn reading_rank(name: &str) -> u8 {
    let is = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    match () {
        () if name == "[Content_Types].xml" => 0,
        () if is(&["_rels/"]) => 8,
        () if is(&["word/document"]) => 1,
        () if is(&["/worksheets/", "/slides/slide"]) => 2,
        () if is(&[
            "xl/sharedStrings",
            "/header",
            "/footer",
            "/footnotes",
            "/endnotes",
            "/notesSlide",
            "/comments",
        ]) =>
        {
            3
        }
        () if is(&["word/", "xl/", "ppt/"]) => 4,
        () => 5,
    }
}

impl Reading<'_> {
    /// The text of an XML part; the cells of a sheet come first.
    fn text(&self, name: &str, source: &str) -> Result<PartText, OpenError> {
        let mut text = walk(name, source, self.limits, &self.prompts)?;
        if !name.contains("/worksheets/") {
            return Ok(text);
        }
        let (units, cells) = self.book.cells(name, source, self.limits)?;
        let shift = units.len();
        for unit in &mut text.units {
            unit.text.twin_of = unit.text.twin_of.map(|twin| twin + shift);
        }
        text.fields.iter_mut().for_each(|field| {
            field.result.0 += shift;
            field.code_unit = field.code_unit.map(|unit| unit + shift);
        });
        text.prompts.iter_mut().for_each(|prompt| prompt.unit += shift);
        text.bare.iter_mut().for_each(|unit| *unit += shift);
        text.units.splice(0..0, units);
        text.cells = cells;
        Ok(text)
    }

    fn part(&self, name: &str, bytes: &[u8]) -> Result<Sort, OpenError> {
        let lower = name.to_ascii_lowercase();
        let end = lower.rsplit_once('.').map_or("", |(_, end)| end);
        let looks_xml = || {
            let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            let first = head.iter().find(|b| !b.is_ascii_whitespace());
            first == Some(&b'<') && !matches!(end, "htm" | "html" | "mht")
        };
        if name.ends_with('/') && bytes.is_empty() {
            return Ok(Sort::Bytes("folder", Fate::Structural));
        }
        let in_signatures = lower.starts_with(scrub::SIGNATURES);
        if in_signatures && matches!(end, "sigs" | "psdsor") && bytes.is_empty() {
            return Ok(Sort::Bytes("place of signatures", Fate::Structural));
        }
        if matches!(end, "xml" | "rels" | "vml" | "svg") || end.is_empty() && looks_xml() {
            let decoded = xml::decode(name, bytes)?;
            return match self.text(name, &decoded) {
                Ok(text) => {
                    let what = match () {
                        () if end == "rels" || lower == "[content_types].xml" => "relations of parts",
                        () if in_signatures => SIGNATURE,
                        () => "XML",
                    };
                    let fate = if text.units.is_empty() { Fate::Structural } else { Fate::Text };
                    let owned = match decoded {
                        std::borrow::Cow::Borrowed(_) => None,
                        std::borrow::Cow::Owned(text) => Some(text),
                    };
                    Ok(Sort::Xml(owned, Box::new(text), what, fate))
                }
                // Old drawings are often no XML.
                Err(OpenError::Xml { .. }) if end == "vml" => {
                    Ok(Sort::Bytes("old drawing that is no XML", Fate::Opaque))
                }
                Err(error) => Err(error),
            };
        }
        if let Some(inner) = self.opener.open(name, bytes)? {
            return Ok(Sort::Inner(inner));
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Ok(Sort::Bytes("embedded container", Fate::Opaque));
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
            _ if in_signatures => (SIGNATURE, Fate::Opaque),
            "wav" | "mp3" | "m4a" | "mp4" | "avi" | "wmv" | "mov" => ("sound or film", Fate::Opaque),
            _ => ("unknown part", Fate::Opaque),
        };
        Ok(Sort::Bytes(what, fate))
    }
}

/// What the package is, by its main part's type.
fn kind(parts: &[Read]) -> Result<Kind, OpenError> {
    let part = |name: &str| parts.iter().find(|part| part.name.eq_ignore_ascii_case(name));
    let not = |why: &str| {
        Err(OpenError::Kind(format!(
            "it is a zip container, but no document that is read: {why}; save it as docx, xlsx or pptx in its program"
        )))
    };
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
        () if has("ms-excel.sheet.binary") => not("it is a binary workbook (.xlsb)"),
        () => not("its main part is of an unknown type"),
    }
}

/// A part that was written in another encoding, in UTF-8 and saying so.
pub(super) fn in_utf8(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let Some(end) = text.starts_with("<?xml").then(|| text.find("?>")).flatten() else {
        return text.to_owned();
    };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>{}", &text[end + 2..])
}
