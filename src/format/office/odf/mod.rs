//! OpenDocument: odt, ods, odp, odg, their templates, and the same in one piece of XML.

mod cells;
mod edits;
mod names;
mod scrub;
mod styles;
#[cfg(test)]
mod tests;
mod walk;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::container::{
    Carrier, Fate, Kind, NativeField, Opaque, Opened, Property, Rewrite, Rewritten, SIGNATURE, WriteError,
    WriteOptions,
};
use super::inner::{Inner, Opener};
use super::limits::{Limits, OpenError, shown};
use super::package::{Package, Part};
use super::part::{self, Content};
use super::splice;
use super::{media, ooxml, xml};
use crate::document::Document;
use crate::edit::Edit;
use crate::format::Passage;
use crate::span::Span;
use walk::{PartText, walk};

/// What the types of documents of this family begin with.
const TYPE: &str = "application/vnd.oasis.opendocument.";

/// Whether a file that starts so is a document in one piece of XML.
pub(crate) fn is_flat(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let head = &head[..head.len().min(4096)];
    let has = |what: &[u8]| head.windows(what.len()).any(|window| window == what);
    head.trim_ascii_start().starts_with(b"<")
        && has(b":document")
        && has(b"urn:oasis:names:tc:opendocument:xmlns:office:1.0")
        && !has(b":document-")
}

/// Whether a package is of this family, by its type or by its parts.
pub(crate) fn is(package: &Package) -> bool {
    let typed = |part: &Part| {
        part.bytes.starts_with(TYPE.as_bytes()) || part.bytes.starts_with(b"application/vnd.sun.xml.")
    };
    package.part("mimetype").is_some_and(typed)
        || package.part("META-INF/manifest.xml").is_some() && package.part("content.xml").is_some()
}

struct Odf {
    parts: Vec<Read>,
    carriers: Vec<Carrier>,
    limits: Limits,
    /// Whether it is one piece of XML and no package.
    is_flat: bool,
}

type Read = part::Read<PartText>;

/// The object a part belongs to: `Object 1/`.
fn folder(part: &Read) -> &str {
    part.name.rfind('/').map_or("", |at| &part.name[..=at])
}

/// Opens a document in one piece.
pub(crate) fn open_flat(bytes: &[u8], limits: &Limits) -> Result<Opened, OpenError> {
    if bytes.len() as u64 > limits.part {
        return Err(OpenError::Limit { place: "the file".to_owned(), name: "part", value: limits.part });
    }
    let source = xml::decode("document", bytes)?;
    let named = source.find(":mimetype=").and_then(|at| source[at + 10..].split(['"', '\'']).nth(1));
    let kind = kind(named.unwrap_or_default())?;
    let part = Part { name: "document".to_owned(), bytes: bytes.to_vec() };
    read(vec![part], kind, limits, true, 1)
}

/// Opens a package of this family.
pub(crate) fn open(package: Package, limits: &Limits, level: u64) -> Result<Opened, OpenError> {
    if level > limits.nesting {
        let place = "the container".to_owned();
        return Err(OpenError::Limit { place, name: "nesting", value: limits.nesting });
    }
    if let Some(manifest) = package.part("META-INF/manifest.xml")
        && xml::decode(&manifest.name, &manifest.bytes)?.contains("encryption-data")
    {
        return Err(OpenError::Protected);
    }
    let typed = package.part("mimetype").map(|part| String::from_utf8_lossy(&part.bytes).into_owned());
    let kind = kind(typed.as_deref().map_or("", str::trim))?;
    if package.part("content.xml").is_none() {
        return Err(OpenError::Kind("it is no document that can be read: content.xml is missing".to_owned()));
    }
    let mut parts = package.parts;
    parts.sort_by_cached_key(|part| reading_rank(&part.name));
    read(parts, kind, limits, false, level)
}

/// What a document is by its type.
fn kind(typed: &str) -> Result<Kind, OpenError> {
    let own = typed.strip_prefix(TYPE).unwrap_or_default();
    let base = own.strip_suffix("-template").unwrap_or(own);
    match base {
        "text" | "text-master" | "text-web" => Ok(Kind::Odt),
        "spreadsheet" => Ok(Kind::Ods),
        "presentation" => Ok(Kind::Odp),
        "graphics" => Ok(Kind::Odg),
        _ if typed.starts_with("application/vnd.sun.xml.") => Err(OpenError::Kind(
            "it is a document of OpenOffice 1; save it as .odt, .ods or .odp in its program".to_owned(),
        )),
        _ => Err(OpenError::Kind(
            "it is an OpenDocument file of a kind that is not read; save it as .odt, .ods or .odp".to_owned(),
        )),
    }
}

/// The main text first, then what stands around it, then embedded objects.
fn reading_rank(name: &str) -> (u8, String) {
    let rank = match name {
        "mimetype" => 0,
        "content.xml" => 1,
        "styles.xml" => 2,
        _ if name.ends_with("content.xml") => 3,
        _ if name.ends_with(".xml") => 4,
        _ => 5,
    };
    (rank, name.to_owned())
}

fn read(
    parts: Vec<Part>,
    kind: Kind,
    limits: &Limits,
    is_flat: bool,
    level: u64,
) -> Result<Opened, OpenError> {
    let mut hidden = HashSet::new();
    for part in
        parts.iter().filter(|part| is_flat || matches!(part.name.as_str(), "styles.xml" | "content.xml"))
    {
        // Twice: a style may stand before the one it is made of.
        for _ in 0..2 {
            styles::hidden_styles(&part.name, &xml::decode(&part.name, &part.bytes)?, limits, &mut hidden);
        }
    }
    let size: usize = parts.iter().map(|part| part.bytes.len()).sum();
    let opener = Opener::new(limits, level, size as u64);
    let mut odf = Odf { parts: Vec::new(), carriers: Vec::new(), limits: *limits, is_flat };
    let mut document = Document::default();
    let mut fields = Vec::new();
    for Part { name, bytes } in parts {
        let first = document.units.len();
        let size = bytes.len();
        let inner = match bytes.starts_with(b"PK\x03\x04") {
            true => opener.open(&name, &bytes)?,
            false => None,
        };
        let (content, what, fate) = match inner {
            Some(inner) => {
                let inner = Inner::adopt(inner, &name, &mut document, &mut odf.carriers, &mut fields);
                (Content::Inner(Box::new(inner)), "embedded document", Fate::Recursed)
            }
            None => part(&name, &bytes, limits, &hidden, is_flat)?,
        };
        match &content {
            Content::Xml(_, text) => {
                document.units.extend(text.passages.iter().map(Passage::unit));
                let found = text.fields.iter();
                fields.extend(found.map(|&(unit, span, what)| NativeField {
                    unit: first + unit,
                    span,
                    what,
                }));
                for cell in text.cells.iter().filter(|cell| cell.fails) {
                    let lines = cell.lines.iter().filter(|&&line| !text.passages[line].text.is_empty());
                    fields.extend(lines.map(|&line| {
                        let span = Span::new(0, text.passages[line].text.len());
                        NativeField { unit: first + line, span, what: "a formula that fails" }
                    }));
                }
                odf.carriers.extend(text.data.iter().map(|data| Carrier {
                    name: format!("{name} at byte {}", data.range.start),
                    what: if data.is_picture { "picture" } else { "embedded object" },
                    size: data.range.len(),
                    fate: if data.is_picture { Fate::Picture } else { Fate::Opaque },
                }));
                if text.has_scripts {
                    let (name, size) = (format!("{name} scripts"), 0);
                    odf.carriers.push(Carrier { name, what: "macros", size, fate: Fate::Opaque });
                }
            }
            Content::Inner(_) | Content::Bytes => {}
        }
        odf.carriers.push(Carrier { name: name.clone(), what, size, fate });
        odf.parts.push(Read { name, bytes, content, first });
    }
    let carriers = odf.carriers.clone();
    Ok(Opened { kind, document, carriers, fields, rewrite: Box::new(odf) })
}

/// What a part is, and what becomes of it.
fn part(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    hidden: &HashSet<String>,
    is_flat: bool,
) -> Result<(Content<PartText>, &'static str, Fate), OpenError> {
    let lower = name.to_ascii_lowercase();
    let end = lower.rsplit_once('.').map_or("", |(_, end)| end);
    let starts = |folder: &str| lower.starts_with(folder);
    if scrub::is_signature(name) {
        return Ok((Content::Bytes, SIGNATURE, Fate::Opaque));
    }
    let programs = starts("basic/") || starts("scripts/") || starts("dialogs/");
    if name.ends_with('/') && bytes.is_empty() {
        return Ok((Content::Bytes, "folder", Fate::Structural));
    }
    if is_flat || matches!(end, "xml" | "rdf" | "svg") && !bytes.is_empty() {
        let must = is_flat
            || matches!(end, "xml") && !starts("pictures/") && !starts("configurations2/") && !programs;
        let read = xml::decode(name, bytes).and_then(|decoded| {
            let text = walk(&shown(name), &decoded, limits, hidden)?;
            let owned = match decoded {
                Cow::Borrowed(_) => None,
                Cow::Owned(text) => Some(text),
            };
            Ok((owned, text))
        });
        return match read {
            Ok((owned, text)) => {
                let blank = text.passages.is_empty();
                let (what, fate) = match () {
                    // A list of programs without one is none.
                    () if programs && (text.has_scripts || end != "xml" || !is_list(&lower)) => {
                        ("macros", Fate::Opaque)
                    }
                    () if blank => ("XML", Fate::Structural),
                    () => ("XML", Fate::Text),
                };
                Ok((Content::Xml(owned, Box::new(text)), what, fate))
            }
            Err(OpenError::Xml { .. }) if !must => {
                Ok((Content::Bytes, "XML that cannot be read", Fate::Opaque))
            }
            Err(error) => Err(error),
        };
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok((Content::Bytes, "embedded container", Fate::Opaque));
    }
    let (what, fate) = match end {
        _ if lower == "mimetype" => ("type of the document", Fate::Structural),
        _ if programs => ("macros", Fate::Opaque),
        _ if starts("objectreplacements/") || starts("pictures/tablepreview") => {
            ("picture of an object", Fate::Picture)
        }
        _ if scrub::is_metadata(name).is_some() => ("data of the program", Fate::Structural),
        "png" | "jpg" | "jpeg" | "gif" | "bmp" | "tif" | "tiff" | "webp" => ("picture", Fate::Picture),
        "emf" | "wmf" | "svm" => ("drawing as a picture", Fate::Picture),
        "ttf" | "otf" | "eot" => ("embedded font", Fate::Opaque),
        _ if starts("fonts/") => ("embedded font", Fate::Opaque),
        _ if starts("pictures/") => ("picture", Fate::Picture),
        _ if starts("media/") || matches!(end, "wav" | "mp3" | "mp4" | "avi") => {
            ("sound or film", Fate::Opaque)
        }
        _ if bytes.starts_with(b"\xd0\xcf\x11\xe0") || starts("object ") => ("embedded object", Fate::Opaque),
        _ => ("unknown part", Fate::Opaque),
    };
    Ok((Content::Bytes, what, fate))
}

/// Whether a part only lists programs.
fn is_list(name: &str) -> bool {
    name.ends_with("-lb.xml") || name.ends_with("-lc.xml")
}

impl Odf {
    /// The parts that go, with what they are.
    fn gone(&self, options: &WriteOptions) -> Result<Vec<(String, &'static str)>, WriteError> {
        let mut gone: Vec<(String, &'static str)> = Vec::new();
        let mut refused = Vec::new();
        let own = |name: &str| self.parts.iter().any(|part| part.name == name);
        for carrier in &self.carriers {
            let name = &carrier.name;
            let is_own = own(name);
            if is_own && scrub::is_signature(name) {
                gone.push((name.clone(), carrier.what));
            } else if !options.scrub {
            } else if let Some(what) = scrub::is_metadata(name).filter(|_| is_own) {
                gone.push((name.clone(), what));
            } else if let Some(object) = name.strip_prefix("ObjectReplacements/")
                && (options.opaque == Opaque::Drop || own(&format!("{object}/content.xml")))
            {
                // A picture of what is read, or of what goes.
                gone.push((name.clone(), "picture of an object"));
            } else if carrier.fate == Fate::Opaque && !name.contains('!') {
                match options.opaque {
                    Opaque::Refuse => refused.push(format!("{} ({})", shown(name), carrier.what)),
                    Opaque::Drop => gone.push((name.clone(), carrier.what)),
                    Opaque::Keep => {}
                }
            }
        }
        if refused.is_empty() { Ok(gone) } else { Err(WriteError::Opaque(refused.join(", "))) }
    }
}

impl Rewrite for Odf {
    fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError> {
        if options.track.is_some() {
            return Err(WriteError::Unable(
                "changes are recorded in docx only; leave --track-changes out".to_owned(),
            ));
        }
        let changes = options.scrub || edits.iter().any(|edits| !edits.is_empty());
        let removed = if changes { self.gone(options)? } else { Vec::new() };
        let gone: HashSet<String> = removed.iter().map(|(name, _)| name.clone()).collect();
        let kept = self.parts.iter().map(|part| &part.name).filter(|name| !gone.contains(*name));
        let kept: HashSet<String> = kept.cloned().collect();
        let names = match options.scrub && !self.is_flat {
            true => scrub::plain_names(self.parts.iter().map(|part| part.name.as_str())),
            false => HashMap::new(),
        };
        let how = scrub::How {
            limits: &self.limits,
            metadata: options.scrub,
            objects: options.scrub && options.opaque == Opaque::Drop,
            gone: &gone,
            kept: &kept,
            names: &names,
        };
        let mut written = Rewritten { removed, ..Rewritten::default() };
        let mut package = Package::default();
        for part in self.parts.iter().filter(|part| !gone.contains(&part.name)) {
            let bytes = match &part.content {
                Content::Xml(owned, text) if changes => {
                    let mut splices = edits::edited(part, text, edits, options.scrub, &mut written);
                    if options.scrub {
                        splices.extend(edits::plain_pictures(part.source(), text));
                    }
                    let new = splice::apply(part.source(), splices);
                    let cannot = || WriteError::Unable("what was written could not be read again".to_owned());
                    let splices = scrub::strip(&new, folder(part), &how).ok_or_else(cannot)?;
                    let new = splice::apply(&new, splices);
                    if new == part.source() {
                        part.bytes.clone()
                    } else {
                        if owned.is_some() { ooxml::in_utf8(&new) } else { new }.into_bytes()
                    }
                }
                Content::Inner(inner) => {
                    inner.write(edits, options, &mut written)?.unwrap_or_else(|| part.bytes.clone())
                }
                _ if options.scrub => media::strip(&part.bytes).unwrap_or_else(|| part.bytes.clone()),
                _ => part.bytes.clone(),
            };
            let name = names.get(&part.name).unwrap_or(&part.name).clone();
            package.parts.push(Part { name, bytes });
        }
        written.bytes = match package.parts.pop_if(|_| self.is_flat) {
            Some(part) => part.bytes,
            None => package.write(),
        };
        Ok(written)
    }

    fn streams(&self) -> Vec<(String, &[u8])> {
        part::streams(&self.parts)
    }

    fn properties(&self) -> Vec<Property> {
        let mut all = Vec::new();
        for part in &self.parts {
            match &part.content {
                Content::Xml(..) => scrub::properties(&part.name, part.source(), &self.limits, &mut all),
                Content::Inner(inner) => all.extend(inner.properties()),
                Content::Bytes => {}
            }
        }
        all
    }
}
