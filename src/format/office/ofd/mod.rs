//! OFD, the fixed-layout format of GB/T 33190. Characters stand where they stand; they are blanked in place.

mod blank;
mod page;
mod scrub;

use std::collections::{BTreeMap, HashSet};

use super::container::{
    Carrier, Fate, Kind, Opaque, Opened, Property, Rewrite, Rewritten, SIGNATURE, WriteError, WriteOptions,
};
use super::layout::{Flow, flows};
use super::limits::{Limits, OpenError, shown};
use super::package::{Package, Part};
use super::splice;
use super::xml;
use super::xmltext::{self, Reading};
use crate::document::{Document, Role, TextUnit};
use crate::edit::Edit;
use crate::format::Passage;
use crate::span::Span;
use blank::Masked;
use page::PageText;

/// The part everything starts from.
const ROOT: &str = "OFD.xml";

/// Whether a package is OFD.
pub(crate) fn is(package: &Package) -> bool {
    package.part(ROOT).is_some()
}

struct Ofd {
    parts: Vec<Read>,
    carriers: Vec<Carrier>,
    /// Fonts that are in the file.
    embedded: HashSet<String>,
    signed: bool,
}

/// A part as it was read.
struct Read {
    name: String,
    bytes: Vec<u8>,
    /// XML, where it had to be decoded.
    decoded: Option<String>,
    is_xml: bool,
    page: PageText,
    flows: Vec<Flow>,
    passages: Vec<Passage>,
    /// Its first unit in the document: the flows, then the passages.
    first: usize,
}

impl Read {
    fn source(&self) -> &str {
        self.decoded.as_deref().unwrap_or_else(|| str::from_utf8(&self.bytes).unwrap_or_default())
    }
}

/// Opens a package that is OFD.
pub(crate) fn open(package: Package, limits: &Limits) -> Result<Opened, OpenError> {
    let mut parts: Vec<Part> = package.parts;
    parts.sort_by_cached_key(|part| reading_rank(&part.name));
    let mut ofd = Ofd { parts: Vec::new(), carriers: Vec::new(), embedded: HashSet::new(), signed: false };
    let mut document = Document::default();
    let (mut pages, mut found) = (0, false);
    for Part { name, bytes } in parts {
        let first = document.units.len();
        let mut read = Read {
            name,
            bytes,
            decoded: None,
            is_xml: false,
            page: PageText::default(),
            flows: Vec::new(),
            passages: Vec::new(),
            first,
        };
        let (what, fate) = read.fill(limits)?;
        ofd.signed |= what == SIGNATURE;
        if read.is_xml {
            embedded(read.source(), limits, &read.name, &mut ofd.embedded)?;
            found |= read.name.eq_ignore_ascii_case(ROOT);
        }
        let is_page = read.name.ends_with("Content.xml") && read.name.contains("Pages/");
        pages += usize::from(is_page);
        for (number, flow) in read.flows.iter().enumerate() {
            let place = if is_page { format!("page {pages}") } else { shown(&read.name) };
            document.units.push(TextUnit {
                text: flow.text.clone(),
                locator: format!("{place} ¶{} {}", number + 1, flow.place()),
                row_goes_on: flow.row_goes_on,
                ..TextUnit::default()
            });
        }
        for passage in &read.passages {
            let locator = format!("{} {}", shown(&read.name), passage.locator);
            document.units.push(TextUnit { locator, ..passage.unit() });
        }
        ofd.carriers.push(Carrier { name: read.name.clone(), what, size: read.bytes.len(), fate });
        ofd.parts.push(read);
    }
    if !found {
        return Err(OpenError::Kind("it is no OFD that can be read: OFD.xml is damaged".to_owned()));
    }
    let carriers = ofd.carriers.clone();
    Ok(Opened { kind: Kind::Ofd, document, carriers, fields: Vec::new(), rewrite: Box::new(ofd) })
}

/// Pages first, in their order; numbers in names count as numbers.
fn reading_rank(name: &str) -> (u8, String) {
    let rank = match () {
        () if name.contains("Pages/") => 0,
        () if name.contains("Tpls/") => 1,
        () if name.contains("Annots/") => 2,
        () => 3,
    };
    let mut key = String::with_capacity(name.len() + 16);
    let mut digits = String::new();
    for c in name.chars().chain(['/']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            key.push_str(&format!("{digits:0>12}"));
            digits.clear();
        }
        key.push(c);
    }
    (rank, key)
}

const READING: Reading = Reading {
    element: |name, text| {
        let is_path = name.ends_with("Loc")
            || matches!(name, "DocRoot" | "MediaFile" | "FontFile" | "PublicRes" | "DocumentRes");
        match () {
            // Text objects are read by their place.
            () if matches!(name, "TextCode" | "Glyphs" | "AbbreviatedData") => None,
            () if is_path => (!text.is_ascii()).then_some(Role::Structural),
            () if !text.is_ascii() || text.contains('@') => Some(Role::Carrier),
            () => (text.bytes().filter(u8::is_ascii_alphanumeric).count() >= 7
                && !text.trim().bytes().all(|b| b.is_ascii_digit() || b" .-+".contains(&b)))
            .then_some(Role::Carrier),
        }
    },
    attribute: |_, name, value| match name {
        "FileLoc" | "BaseLoc" | "FontName" | "FamilyName" => (!value.is_ascii()).then_some(Role::Structural),
        "URI" | "Title" | "Creator" | "Subject" | "Remark" => Some(Role::Carrier),
        _ => (!value.is_ascii() || value.contains('@')).then_some(Role::Carrier),
    },
};

impl Read {
    /// Reads what can be read; what the part is, and what becomes of it.
    fn fill(&mut self, limits: &Limits) -> Result<(&'static str, Fate), OpenError> {
        let lower = self.name.to_ascii_lowercase();
        let end = lower.rsplit_once('.').map_or("", |(_, end)| end);
        let in_signs = lower.contains("signs/") || lower.ends_with("signatures.xml");
        if self.name.ends_with('/') && self.bytes.is_empty() {
            return Ok(("folder", Fate::Structural));
        }
        if end == "xml" {
            let content = lower.contains("pages/") || lower.contains("tpls/") || lower == "ofd.xml";
            let read = xml::decode(&self.name, &self.bytes).and_then(|decoded| {
                let page = page::read(&self.name, &decoded, limits)?;
                let passages = xmltext::texts(&self.name, &decoded, limits, &READING)?;
                Ok((
                    page,
                    passages,
                    match decoded {
                        std::borrow::Cow::Borrowed(_) => None,
                        std::borrow::Cow::Owned(text) => Some(text),
                    },
                ))
            });
            let (page, passages, decoded) = match read {
                Ok(read) => read,
                // Some programs write custom data that is no XML; without it the pages can be read all the same.
                Err(OpenError::Xml { .. }) if !content => {
                    return Ok(("XML that cannot be read", Fate::Opaque));
                }
                Err(error) => return Err(error),
            };
            (self.page, self.passages, self.decoded, self.is_xml) = (page, passages, decoded, true);
            self.flows = flows(&self.page.glyphs);
            let fate =
                if self.flows.is_empty() && self.passages.is_empty() { Fate::Structural } else { Fate::Text };
            return Ok((if in_signs { SIGNATURE } else { "XML" }, fate));
        }
        Ok(match end {
            _ if in_signs => (SIGNATURE, Fate::Opaque),
            "esl" => (SIGNATURE, Fate::Opaque),
            "png" | "jpg" | "jpeg" | "bmp" | "gif" | "tif" | "tiff" | "jb2" | "gbig2" | "jp2" => {
                ("picture", Fate::Picture)
            }
            "ttf" | "otf" | "ttc" | "cff" | "pfb" => {
                ("embedded font, which may list the characters in use", Fate::Picture)
            }
            _ => ("unknown part", Fate::Opaque),
        })
    }

    /// Its text with edits of its units.
    fn edited(
        &self,
        edits: &[Vec<Edit>],
        embedded: &HashSet<String>,
        next: &mut u64,
        written: &mut Rewritten,
    ) -> String {
        let of = |number: usize| edits.get(self.first + number).map_or(&[][..], Vec::as_slice);
        let mut masked = Masked::new();
        for (number, flow) in self.flows.iter().enumerate() {
            for edit in of(number) {
                let mut new = edit.content.chars();
                let mut last = None;
                for (at, glyph) in flow.touched(edit.span.start, edit.span.end) {
                    // A character that is printed twice is one.
                    let next = match last {
                        Some((before, next)) if before == at => next,
                        _ => new.next().unwrap_or(blank::BLANK),
                    };
                    last = Some((at, next));
                    masked.insert(self.page.places[glyph], next);
                }
                if last.is_none() {
                    written.lost.push(self.first + number);
                }
            }
        }
        let (mut splices, now) = blank::splices(&self.page, &masked, |font| embedded.contains(font), next);
        if !now.is_empty() {
            let places = &self.page.places;
            written
                .texts
                .extend(self.flows.iter().map(|flow| flow.with(|glyph| now.get(&places[glyph]).copied())));
        }
        for (number, passage) in self.passages.iter().enumerate() {
            let carried = passage.carry(of(self.flows.len() + number));
            splices.extend(carried.splices);
            if !carried.refused.is_empty() {
                written.lost.push(self.first + self.flows.len() + number);
            }
        }
        // What is in an element that goes may have edits of its own.
        splice::apply(self.source(), splices)
    }
}

/// The fonts of a resource part that are in the file.
fn embedded(source: &str, limits: &Limits, part: &str, fonts: &mut HashSet<String>) -> Result<(), OpenError> {
    if !source.contains("FontFile") {
        return Ok(());
    }
    let mut scanner = xml::Scanner::new(part, source, limits, |_| ());
    let mut font = String::new();
    while let Some(event) = scanner.next()? {
        if let xml::Event::Start { local, .. } = event {
            match local {
                "Font" => scanner.raw("ID").unwrap_or_default().clone_into(&mut font),
                "FontFile" => {
                    fonts.insert(font.clone());
                }
                _ => {}
            }
        }
    }
    Ok(())
}

impl Rewrite for Ofd {
    fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError> {
        if options.track.is_some() {
            return Err(WriteError::Unable(
                "changes are recorded in docx only; leave --track-changes out".to_owned(),
            ));
        }
        let mut written = Rewritten::default();
        let changes = options.scrub || edits.iter().any(|edits| !edits.is_empty());
        let mut next = self
            .parts
            .iter()
            .filter(|part| part.is_xml)
            .map(|part| scrub::largest(part.source()))
            .max()
            .unwrap_or(0);
        let before = next;
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        for part in self.parts.iter().filter(|part| part.is_xml) {
            let mut text = part.edited(edits, &self.embedded, &mut next, &mut written);
            if changes {
                let how = scrub::How {
                    metadata: options.scrub,
                    signatures: self.signed,
                    attachments: options.opaque != Opaque::Keep,
                };
                for what in scrub::scrub(&mut text, &how) {
                    written.removed.push((part.name.clone(), what));
                }
            }
            texts.insert(&part.name, text);
        }
        if next > before {
            texts.values_mut().for_each(|text| scrub::raise(text, next));
        }
        let kept: HashSet<&str> = match changes && (options.scrub || self.signed) {
            true => scrub::reachable(
                ROOT,
                &texts,
                &self.parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(),
            ),
            false => self.parts.iter().map(|part| part.name.as_str()).collect(),
        };
        let mut package = Package::default();
        let mut opaque = Vec::new();
        for (part, carrier) in self.parts.iter().zip(&self.carriers) {
            if !kept.contains(part.name.as_str()) {
                written.removed.push((part.name.clone(), "part that nothing refers to any more"));
                continue;
            }
            if options.scrub && carrier.fate == Fate::Opaque {
                match options.opaque {
                    Opaque::Refuse => opaque.push(format!("{} ({})", shown(&part.name), carrier.what)),
                    Opaque::Drop => {
                        written.removed.push((part.name.clone(), carrier.what));
                        continue;
                    }
                    Opaque::Keep => {}
                }
            }
            let bytes = match texts.get(part.name.as_str()) {
                Some(text) if *text != part.source() => {
                    if part.decoded.is_some() { super::ooxml::in_utf8(text) } else { text.clone() }
                        .into_bytes()
                }
                _ if options.scrub && carrier.fate == Fate::Picture => {
                    super::media::strip(&part.bytes).unwrap_or_else(|| part.bytes.clone())
                }
                _ => part.bytes.clone(),
            };
            package.parts.push(Part { name: part.name.clone(), bytes });
        }
        if !opaque.is_empty() {
            return Err(WriteError::Opaque(opaque.join(", ")));
        }
        written.bytes = package.write();
        Ok(written)
    }

    fn streams(&self) -> Vec<(String, &[u8])> {
        self.parts.iter().map(|part| (part.name.clone(), part.bytes.as_slice())).collect()
    }

    fn properties(&self) -> Vec<Property> {
        let root = self.parts.iter().find(|part| part.name.eq_ignore_ascii_case(ROOT));
        let property = |passage: &Passage| Property {
            place: ROOT.to_owned(),
            name: passage.locator.clone(),
            value: passage.text.clone(),
        };
        root.map(|root| root.passages.iter().map(property).collect()).unwrap_or_default()
    }
}

/// The span of an element's tags in a text: from the first start tag behind `from`.
fn element(text: &str, local: &str, from: usize) -> Option<Span> {
    let mut at = from;
    while let Some(skip) = text[at..].find('<') {
        at += skip;
        let rest = &text[at + 1..];
        let name = rest.split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or_default();
        if name.rsplit(':').next() == Some(local) && !name.is_empty() {
            let tag = at + rest.find('>')? + 2;
            if text[..tag].ends_with("/>") {
                return Some(Span::new(at, tag));
            }
            let close = format!("</{name}>");
            let end = text[tag..].find(&close)? + tag + close.len();
            return Some(Span::new(at, end));
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests;
