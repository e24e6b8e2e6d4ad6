//! Files inside of files: opened in turn, read with the file around them, and written back with it.

use std::cell::Cell;
use std::ops::Range;

use super::container::{
    Carrier, NativeField, Opaque, Opened, Property, Rewritten, WriteError, WriteOptions, is_container,
};
use super::limits::{Limits, OpenError, shown};
use crate::document::{Document, TextUnit};
use crate::edit::Edit;

/// Opens what lies in a file, within what its limits leave.
pub(crate) struct Opener<'a> {
    limits: &'a Limits,
    /// How many containers the file lies in, with itself.
    level: u64,
    /// Bytes of the file and of what was opened in it.
    spent: Cell<u64>,
}

impl<'a> Opener<'a> {
    /// For a file at this level with parts of so many bytes.
    pub(crate) const fn new(limits: &'a Limits, level: u64, size: u64) -> Self {
        Self { limits, level, spent: Cell::new(size) }
    }

    /// The file in these bytes; `None` where it is none that can be read.
    pub(crate) fn open(&self, place: &str, bytes: &[u8]) -> Result<Option<Opened>, OpenError> {
        if !is_container(bytes) {
            return Ok(None);
        }
        self.open_with(place, |limits, level| super::container::open_at(bytes, limits, level))
    }

    /// The same where it is known what it is.
    pub(crate) fn open_with(
        &self,
        place: &str,
        open: impl FnOnce(&Limits, u64) -> Result<Opened, OpenError>,
    ) -> Result<Option<Opened>, OpenError> {
        let limit = |name, value| Err(OpenError::Limit { place: shown(place), name, value });
        if self.level >= self.limits.nesting {
            return limit("nesting", self.limits.nesting);
        }
        let total = self.limits.total.saturating_sub(self.spent.get());
        match open(&Limits { total, ..*self.limits }, self.level + 1) {
            Ok(opened) => {
                let size: usize = opened.carriers.iter().map(|carrier| carrier.size).sum();
                self.spent.set(self.spent.get().saturating_add(size as u64));
                Ok(Some(opened))
            }
            // The limit is one for all.
            Err(OpenError::Limit { name: "total", .. }) => limit("total", self.limits.total),
            Err(OpenError::Limit { place: inside, name, value }) => {
                Err(OpenError::Limit { place: format!("{}!{inside}", shown(place)), name, value })
            }
            Err(_) => Ok(None),
        }
    }
}

/// A file inside another.
pub(crate) struct Inner {
    opened: Opened,
    place: String,
    /// The first of its units in the document around it.
    first: usize,
}

impl Inner {
    /// What is said of one that is read and cannot be written.
    pub(crate) const READ_ONLY: &str = "document that is read but cannot be changed";

    /// Takes what a file at this place holds into the file around it.
    pub(crate) fn adopt(
        opened: Opened,
        place: &str,
        document: &mut Document,
        carriers: &mut Vec<Carrier>,
        fields: &mut Vec<NativeField>,
    ) -> Self {
        let first = document.units.len();
        document.units.extend(opened.document.units.iter().map(|unit| TextUnit {
            locator: format!("{place}!{}", unit.locator),
            twin_of: unit.twin_of.map(|twin| twin + first),
            ..unit.clone()
        }));
        carriers.extend(
            opened
                .carriers
                .iter()
                .map(|carrier| Carrier { name: format!("{place}!{}", carrier.name), ..carrier.clone() }),
        );
        let moved = |field: &NativeField| NativeField { unit: field.unit + first, ..field.clone() };
        fields.extend(opened.fields.iter().map(moved));
        Self { opened, place: place.to_owned(), first }
    }

    /// Whether it can be written back.
    pub(crate) const fn is_writable(&self) -> bool {
        self.opened.is_writable()
    }

    /// Its units in the document around it.
    pub(crate) const fn units(&self) -> Range<usize> {
        self.first..self.first + self.opened.document.units.len()
    }

    /// Its bytes with its share of the edits of the document around it; `None` where they stay as they are.
    pub(crate) fn write(
        &self,
        edits: &[Vec<Edit>],
        options: &WriteOptions,
        written: &mut Rewritten,
    ) -> Result<Option<Vec<u8>>, WriteError> {
        let range = self.units();
        let own = &edits[range.start.min(edits.len())..range.end.min(edits.len())];
        let is_edited = own.iter().any(|edits| !edits.is_empty());
        if !is_edited && (!options.scrub || !self.is_writable()) {
            return Ok(None);
        }
        if !self.is_writable() {
            let goes = options.scrub && options.opaque == Opaque::Drop;
            if options.scrub && options.opaque == Opaque::Refuse {
                return Err(WriteError::Opaque(format!("{} ({})", shown(&self.place), Self::READ_ONLY)));
            }
            let units = own.iter().enumerate().filter(|(_, edits)| !goes && !edits.is_empty());
            written.lost.extend(units.map(|(unit, _)| unit + self.first));
            return Ok(None);
        }
        let outright = WriteOptions { track: None, ..options.clone() };
        let inner = self.opened.write(own, &outright)?;
        let here = |(name, what)| (format!("{}!{name}", self.place), what);
        written.removed.extend(inner.removed.into_iter().map(here));
        written.texts.extend(inner.texts);
        written.lost.extend(inner.lost.into_iter().map(|unit| unit + self.first));
        if options.track.is_some() {
            // Nobody reviews what lies inside.
            let units = own.iter().enumerate();
            let each = units.flat_map(|(unit, edits)| std::iter::repeat_n(unit + self.first, edits.len()));
            written.untracked.extend(each);
        }
        Ok(Some(inner.bytes))
    }

    /// What it says of who made it, with its place.
    pub(crate) fn properties(&self) -> impl Iterator<Item = Property> {
        let all = self.opened.properties().into_iter();
        all.map(|property| Property { place: format!("{}!{}", self.place, property.place), ..property })
    }

    /// Its streams with their places.
    pub(crate) fn streams(&self) -> impl Iterator<Item = (String, &[u8])> {
        let streams = self.opened.streams().into_iter();
        streams.map(|(name, bytes)| (format!("{}!{name}", self.place), bytes))
    }
}
