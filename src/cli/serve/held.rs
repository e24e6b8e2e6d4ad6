//! A document that is held: its bytes, its text in units, and what was found in it.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use yinmo::allow::Allowed;
use yinmo::document::Role;
use yinmo::finding::Finding;
use yinmo::format::{Decoded, Encoding};
use yinmo::report::{self, Source, View};
use yinmo::rule::{Cure, RuleId, RuleSet, Severity};
use yinmo::span::Span;
use yinmo::style::Masker;

use super::decide::Base;
use super::offsets::{Offsets, Unit};
use super::reply::Refusal;
use super::state::{App, Loaded};
use crate::cli::config::Variant;
use crate::cli::input;
use crate::cli::office::Container;
use crate::cli::walk::Item;

/// The longest name of a document, in characters.
const NAME: usize = 200;

/// An open document.
pub(super) struct Held {
    pub(super) item: Item,
    pub(super) bytes: Vec<u8>,
    /// The settings that it was opened under.
    pub(super) loaded: Arc<Loaded>,
    pub(super) variant: Arc<Variant>,
    pub(super) kind: &'static str,
    writable: bool,
    /// Everything in it that can be read, as one text.
    pub(super) text: String,
    encoding: Encoding,
    bom: bool,
    units: Vec<Place>,
    offsets: Offsets,
    /// Sorted and apart.
    pub(super) findings: Vec<Found>,
    pub(super) allowed: Allowed,
    notes: Vec<String>,
    /// What was proposed last: the next question is mostly about the same style.
    base: Mutex<Option<Arc<Base>>>,
}

/// Where a unit stands in the text.
struct Place {
    label: Option<String>,
    role: &'static str,
    row: bool,
    span: Span,
}

/// A finding with what is said of it.
pub(super) struct Found {
    pub(super) finding: Finding,
    pub(super) severity: Severity,
    /// Whether somebody has allowed it.
    pub(super) allowed: bool,
    replacement: Option<String>,
    reason: String,
    pub(super) next: &'static str,
}

impl Held {
    /// Opens a document that was sent under a name.
    pub(super) fn open(app: &App, name: &str, bytes: Vec<u8>) -> Result<Self, Refusal> {
        Self::open_at(app, &PathBuf::from(plain_name(name)), bytes)
    }

    /// Opens a document that stands at a path.
    pub(super) fn open_at(app: &App, path: &Path, bytes: Vec<u8>) -> Result<Self, Refusal> {
        let unreadable = |cause: String| Refusal::unfit("unreadable", cause);
        let loaded = app.loaded();
        let item = Item::named(path);
        let variant = loaded.variant(&item)?;
        let is_container = Container::is(&item.relative, &bytes).map_err(unreadable)?;
        let limits = app.input.opening.limits();
        let container =
            is_container.then(|| Container::open(&bytes, limits)).transpose().map_err(unreadable)?;
        let decoded = match &container {
            Some(container) => Some(container.decoded()),
            None => input::text(&item, &bytes, loaded.encoding).map_err(unreadable)?,
        };
        let Some(Decoded { text, encoding, bom }) = decoded else {
            return Err(unreadable("it is no text and no document that is known here".to_owned()));
        };
        let text = text.into_owned();
        let mut found = variant.engine.scan(&text).findings;
        let rules = variant.engine.rules();
        let allowed = loaded.allowances.of(&item, &text, &found, rules);
        let (mut units, mut notes) = (Vec::new(), Vec::new());
        let (mut kind, mut writable) = ("text", true);
        match &container {
            Some(container) => {
                container.add_fields(&variant.engine, &mut found);
                units = places(container);
                (kind, writable) = (container.opened.kind.name(), container.opened.is_writable());
                notes.extend(container.unscanned_note());
                if !writable {
                    notes.push(format!("{kind} is read but not written; what is downloaded is its text"));
                }
            }
            None => {
                units.push(Place { label: None, role: "body", row: false, span: Span::new(0, text.len()) });
            }
        }
        let offsets = Offsets::new(&text, Unit::Utf16);
        let mut held = Self {
            item,
            bytes,
            loaded,
            kind,
            writable,
            text,
            encoding,
            bom,
            units,
            offsets,
            findings: Vec::new(),
            allowed,
            notes,
            base: Mutex::default(),
            variant: Arc::clone(&variant),
        };
        held.findings = held.describe(&found, &mut held.masker(&found));
        Ok(held)
    }

    /// A masker of the first style that has met the document.
    fn masker(&self, found: &[Finding]) -> Masker {
        let mut masker = self.variant.style.masker();
        masker.meet(&self.text, found);
        masker
    }

    fn describe(&self, found: &[Finding], masker: &mut Masker) -> Vec<Found> {
        let mut all = Vec::with_capacity(found.len());
        let mut next = found.iter();
        let records = found.iter().map(|finding| (finding, None));
        let shown: Result<(), Infallible> =
            report::records(self.source(), self.view(), masker, records, |record| {
                let finding = next.next().expect("one record for each finding").clone();
                all.push(Found {
                    allowed: self.allowed.allows(finding.span, record.rule),
                    finding,
                    severity: record.severity,
                    replacement: record.replacement.map(str::to_owned),
                    reason: record.evidence.to_owned(),
                    next: report::advice(record),
                });
                Ok(())
            });
        shown.unwrap_or_else(|never| match never {});
        all
    }

    pub(super) fn rules(&self) -> &RuleSet {
        self.variant.engine.rules()
    }

    pub(super) fn view(&self) -> View<'_> {
        View { rules: self.rules(), policy: self.variant.engine.policy(), with_text: true, details: true }
    }

    pub(super) fn source(&self) -> Source<'_> {
        Source { path: &self.item.name, unit: None, text: &self.text }
    }

    /// As it was decoded.
    pub(super) fn decoded(&self) -> Decoded<'_> {
        Decoded { text: self.text.as_str().into(), encoding: self.encoding, bom: self.bom }
    }

    /// What it weighs, roughly, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.bytes.len() + self.text.len()
    }

    /// Whether its own format can be written.
    pub(super) const fn is_writable(&self) -> bool {
        self.writable
    }

    /// The last part of its name.
    pub(super) fn file_name(&self) -> String {
        let name = self.item.relative.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// The proposals in a style, which are made once.
    pub(super) fn base(&self, style: &str, clean: bool) -> Result<Arc<Base>, Refusal> {
        let lock = || self.base.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().clone();
        if let Some(base) = known.filter(|base| base.is(style, clean)) {
            return Ok(base);
        }
        let base = Arc::new(Base::propose(self, self.loaded.style(style)?, clean));
        *lock() = Some(Arc::clone(&base));
        Ok(base)
    }

    /// The finding of this id, by its number.
    pub(super) fn finding(&self, id: &str) -> Option<usize> {
        id.strip_prefix('f')?.parse().ok().filter(|&index| index < self.findings.len())
    }

    /// The units that a span touches, by number, with the part of it in each as the page counts.
    pub(super) fn places(&self, span: Span) -> Vec<(usize, Span)> {
        let first = self.units.partition_point(|unit| unit.span.end < span.start);
        let mut places: Vec<(usize, Span)> = Vec::new();
        for (index, unit) in self.units.iter().enumerate().skip(first) {
            if unit.span.start >= span.end.max(span.start + 1) {
                break;
            }
            let part = Span::new(span.start.max(unit.span.start), span.end.min(unit.span.end));
            if part.start < part.end || span.is_empty() && part.start == part.end {
                places.push((index, part));
            }
        }
        places
    }

    /// A part of a unit as the page counts it.
    pub(super) fn out(&self, unit: usize, part: Span) -> (usize, usize) {
        let range = self.offsets.out(&self.text, self.units[unit].span, part);
        (range.start, range.end)
    }

    /// A place that the page names.
    pub(super) fn back(&self, unit: usize, start: usize, end: usize) -> Result<Span, Refusal> {
        let span = self.units.get(unit).and_then(|at| self.offsets.back(&self.text, at.span, start, end));
        span.filter(|span| !span.is_empty()).ok_or_else(|| {
            let message = "there is no such place in the document: offsets count UTF-16 in one unit, and take in at least one character";
            Refusal::unfit("bad-place", message)
        })
    }

    /// The unit that a place stands in.
    pub(super) fn unit_of(&self, span: Span) -> usize {
        self.places(span).first().map_or(0, |&(unit, _)| unit)
    }

    /// Where each unit is in the edited text, for places in that.
    pub(super) fn unit_spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.units.iter().map(|unit| unit.span)
    }

    /// What the page is told.
    pub(super) fn value(&self, id: &str) -> Value {
        let units: Vec<Value> = self
            .units
            .iter()
            .map(|unit| {
                json!({
                    "label": unit.label, "role": unit.role, "row": unit.row,
                    "text": unit.span.of(&self.text),
                })
            })
            .collect();
        let findings: Vec<Value> = self
            .findings
            .iter()
            .enumerate()
            .filter_map(|(index, found)| self.finding_value(index, found))
            .collect();
        json!({
            "id": id, "name": self.file_name(), "kind": self.kind, "size": self.bytes.len(),
            "style": self.variant.style.name(), "writable": self.writable,
            "units": units, "findings": findings, "notes": self.notes,
        })
    }

    fn finding_value(&self, index: usize, found: &Found) -> Option<Value> {
        let &(unit, part) = self.places(found.finding.span).first()?;
        let (start, end) = self.out(unit, part);
        let rule = &self.rules().rule(found.finding.rule).name;
        Some(json!({
            "id": format!("f{index}"), "unit": unit, "start": start, "end": end,
            "rule": rule, "group": self.rules().group(found.finding.rule).name(),
            "score": (f64::from(found.finding.score) * 1000.0).round() / 1000.0,
            "severity": found.severity.name(),
            "action": self.action(found), "replacement": found.replacement,
            "reason": found.reason, "next": found.next,
        }))
    }

    fn action(&self, found: &Found) -> &'static str {
        match () {
            () if found.allowed => "keep",
            () if found.finding.cure != Cure::Report => "clean",
            () if self.is_masked(found.finding.rule) => "mask",
            () => "report",
        }
    }

    /// Whether findings of this rule are masked.
    pub(super) fn is_masked(&self, rule: RuleId) -> bool {
        self.rules().group(rule).is_masked()
    }
}

/// The units of a container that are read as text.
fn places(container: &Container) -> Vec<Place> {
    let place = |&(index, span): &(usize, Span)| {
        let unit = &container.opened.document.units[index];
        let role = match unit.role {
            Role::Body => "body",
            Role::Aside => "aside",
            Role::Carrier => "carrier",
            Role::Structural => "structural",
        };
        Place { label: Some(unit.locator.clone()), role, row: unit.row_goes_on, span }
    };
    container.joined.places().iter().map(place).collect()
}

/// A name that leads nowhere: the last part of what was sent, without what no file name has.
pub(super) fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control() && !is_turning(*c)).take(NAME).collect();
    let plain = plain.trim();
    if plain.trim_matches('.').is_empty() { "document.txt".to_owned() } else { plain.to_owned() }
}

/// Characters that turn the direction of text, so that a name reads as another one.
const fn is_turning(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn a_name_leads_nowhere() {
        for (sent, plain) in [
            ("报告.docx", "报告.docx"),
            ("../../etc/passwd", "passwd"),
            ("C:\\a\\b.txt", "b.txt"),
            ("a\u{202e}txt.exe\r\n", "atxt.exe"),
            ("..", "document.txt"),
            ("", "document.txt"),
            ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
        ] {
            assert_eq!(plain_name(sent), plain, "{sent:?}");
        }
        assert_eq!(plain_name(&"长".repeat(999)).chars().count(), 200);
    }
}
