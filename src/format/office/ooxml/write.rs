//! Putting edited text back: each part is its old source with splices, then the package is cleaned and built anew.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::native::names_its_maker;
use super::sheet::{Cell, dependents};
use super::track::{self, Comments, Tracker};
use super::walk::PartText;
use super::{Content, Office, Read, comments, in_utf8, properties, rename, scrub};
use crate::edit::{Edit, apply};
use crate::format::office::container::{Property, Rewrite, Rewritten, WriteError, WriteOptions};
use crate::format::office::package::{Package, Part};
use crate::format::office::xml;
use crate::format::office::{part, splice};
use crate::span::Span;

/// What is written where a field showed who made the document.
const NOBODY: &str = "XX";

/// The edits of a document and what becomes of them.
struct Work<'a> {
    edits: &'a [Vec<Edit>],
    options: &'a WriteOptions,
    written: Rewritten,
    comments: Comments,
    /// Cells that become texts of their own, by number of the unit, and cells whose cached values go.
    own: HashSet<usize>,
    stale: BTreeSet<usize>,
}

impl Work<'_> {
    fn of(&self, unit: usize) -> &[Edit] {
        self.edits.get(unit).map_or(&[], Vec::as_slice)
    }

    /// The new source of a part, where it changes.
    fn part(&mut self, part: &Read, text: &PartText, is_shared: bool) -> Option<String> {
        let source = part.source();
        let mut all: Vec<Edit> = Vec::new();
        for (number, cell) in text.cells.iter().enumerate() {
            self.cell(part.first + number, &text.units[number].text.text, cell, &mut all);
        }
        let maker = if self.options.scrub { makers(text) } else { HashMap::new() };
        let mut next_id = text.last_id.min(i64::from(i32::MAX) / 2);
        for (number, unit) in text.units.iter().enumerate().skip(text.cells.len()) {
            if is_shared && !self.is_edited_shared(part.first + number) {
                continue;
            }
            let mut edits = self.of(part.first + number).to_vec();
            for &span in maker.get(&number).into_iter().flatten() {
                edits.retain(|edit| !edit.span.overlaps(span));
                edits.push(Edit::replacement(span, NOBODY));
            }
            if edits.is_empty() {
                continue;
            }
            edits.sort_by_key(|edit| edit.span);
            if let Some(track) = &self.options.track {
                let said = track.comments.get(part.first + number).map_or(&[][..], Vec::as_slice);
                let commented = is_main(part) && !unit.boxed;
                let comments = commented.then_some(&mut self.comments);
                let mut tracker = Tracker { source, text, track, next: next_id, comments };
                let mut outright = Vec::new();
                for (index, edit) in edits.into_iter().enumerate() {
                    let said = said.get(index).map_or("", String::as_str);
                    if !tracker.edit(unit, &edit, said, &mut all) {
                        outright.push(edit);
                    }
                }
                next_id = tracker.next;
                edits = outright;
                self.written.untracked.extend(edits.iter().map(|_| part.first + number));
            }
            let lost = splice::splices(source, &unit.pieces, &text.nodes, &edits, &mut all);
            self.written.lost.extend((0..lost).map(|_| part.first + number));
        }
        (!all.is_empty()).then(|| splice::apply(source, all))
    }

    fn cell(&self, unit: usize, text: &str, cell: &Cell, all: &mut Vec<Edit>) {
        if self.own.contains(&unit) {
            all.push(Edit::replacement(cell.range.clone(), cell.with(&apply(text, self.of(unit)))));
        } else if self.stale.contains(&unit) && !cell.value.is_empty() {
            all.push(Edit::deletion(cell.value.clone()));
        }
    }

    fn is_edited_shared(&self, unit: usize) -> bool {
        !self.of(unit).is_empty()
    }
}

/// Where fields show who made the document: the unit and the place.
fn makers(text: &PartText) -> HashMap<usize, Vec<Span>> {
    let fields = text.fields.iter().filter(|field| names_its_maker(field));
    let places = fields.map(|field| (field.result.0, Span::new(field.result.1.start, field.result.1.end)));
    let mut makers: HashMap<usize, Vec<Span>> = HashMap::new();
    for (unit, span) in places {
        let text = text.units.get(unit).and_then(|unit| unit.text.text.get(span.start..span.end));
        if text.is_some_and(|text| !text.trim().is_empty()) {
            makers.entry(unit).or_default().push(span);
        }
    }
    makers
}

impl Office {
    /// All cells with the numbers of their units.
    fn cells(&self) -> Vec<(usize, &Cell)> {
        let parts = self.parts.iter().filter_map(|part| match &part.content {
            Content::Xml(_, text) => Some((part.first, text)),
            _ => None,
        });
        parts
            .flat_map(|(first, text)| text.cells.iter().enumerate().map(move |(i, cell)| (first + i, cell)))
            .collect()
    }

    /// The edits with those of shared texts settled: a text is edited where all its cells are edited alike, else each
    /// edited cell gets a text of its own, and a text that no cell shows any more is emptied.
    fn settle(&self, edits: &[Vec<Edit>]) -> (Vec<Vec<Edit>>, HashSet<usize>, BTreeSet<usize>) {
        let mut edits = edits.to_vec();
        edits.resize(edits.len().max(self.units), Vec::new());
        rename::settle(self, &mut edits);
        let cells = self.cells();
        let mut own: HashSet<usize> = HashSet::new();
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); self.shared.len()];
        for (unit, cell) in &cells {
            match cell.shared.and_then(|index| users.get_mut(index)) {
                Some(users) => users.push(*unit),
                None if !edits[*unit].is_empty() => {
                    own.insert(*unit);
                }
                None => {}
            }
        }
        for (index, users) in users.iter().enumerate() {
            let Some(first) = users.first() else { continue };
            let (shared, _) = self.shared[index];
            if users.iter().all(|unit| edits[*unit] == edits[*first]) {
                edits[shared] = edits[*first].clone();
                continue;
            }
            let edited: Vec<usize> = users.iter().copied().filter(|unit| !edits[*unit].is_empty()).collect();
            edits[shared] = if edited.len() == users.len() {
                vec![Edit::deletion(Span::new(0, self.shared[index].1))]
            } else {
                Vec::new()
            };
            own.extend(edited);
        }
        let changed: BTreeSet<usize> = cells
            .iter()
            .enumerate()
            .filter(|(_, (unit, _))| !edits[*unit].is_empty())
            .map(|(i, _)| i)
            .collect();
        if changed.is_empty() {
            return (edits, own, BTreeSet::new());
        }
        let list: Vec<&Cell> = cells.iter().map(|(_, cell)| *cell).collect();
        let stale = dependents(&list, &changed).into_iter().map(|index| cells[index].0).collect();
        (edits, own, stale)
    }
}

impl Rewrite for Office {
    fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError> {
        let (edits, own, stale) = self.settle(edits);
        let recalculates = !stale.is_empty() || !own.is_empty();
        let mut package = Package::default();
        let mut comments = Comments::default();
        if options.track.is_some() {
            comments.next = comments::last_id(&self.parts);
        }
        let edits = edits.as_slice();
        let mut work = Work { edits, options, written: Rewritten::default(), comments, own, stale };
        for part in &self.parts {
            let bytes = match &part.content {
                Content::Xml(owned, text) => {
                    let shared = part.name.eq_ignore_ascii_case("xl/sharedStrings.xml");
                    match work.part(part, text, shared) {
                        Some(new) => if owned.is_some() { in_utf8(&new) } else { new }.into_bytes(),
                        None => part.bytes.clone(),
                    }
                }
                Content::Inner(inner) => {
                    inner.write(work.edits, options, &mut work.written)?.unwrap_or_else(|| part.bytes.clone())
                }
                Content::Bytes => part.bytes.clone(),
            };
            package.parts.push(Part { name: part.name.clone(), bytes });
        }
        if recalculates {
            super::caches::forget(&mut package);
        }
        let Work { mut written, comments, .. } = work;
        if let Some(track) = options.track.as_ref().filter(|_| !comments.made.is_empty()) {
            comments::add(&mut package, &comments.made, track);
        }
        if options.scrub {
            written.removed.extend(scrub::scrub(&mut package, &self.carriers, options)?);
        } else if options.drop_signatures && edits.iter().any(|edits| !edits.is_empty()) {
            written.removed.extend(scrub::unsign(&mut package));
        }
        written.bytes = package.write();
        Ok(written)
    }

    fn streams(&self) -> Vec<(String, &[u8])> {
        part::streams(&self.parts)
    }

    fn properties(&self) -> Vec<Property> {
        properties::properties(&self.parts)
    }

    fn accept(&self, author: &str) -> Option<(Vec<u8>, Vec<String>)> {
        let mut words = Vec::new();
        let mut package = Package::default();
        let comments: Vec<String> = self
            .parts
            .iter()
            .filter(|part| part.name.ends_with("comments.xml"))
            .flat_map(|part| track::comments_of(part.source(), author))
            .collect();
        for part in &self.parts {
            let mut bytes = part.bytes.clone();
            if matches!(part.content, Content::Xml(..)) {
                let source = part.source();
                let mut splices = track::accept(source, author, &mut words)?;
                if is_main(part) && !comments.is_empty() {
                    splices.extend(track::uncomment(source, &comments)?);
                }
                if !splices.is_empty() {
                    bytes = in_utf8(&splice::apply(source, splices)).into_bytes();
                }
            }
            package.parts.push(Part { name: part.name.clone(), bytes });
        }
        words.retain(|word| !word.trim().is_empty());
        Some((package.write(), words))
    }
}

/// Whether a part is XML that can be decoded; others are left alone.
pub(super) fn text_of(part: &Part) -> Option<std::borrow::Cow<'_, str>> {
    xml::decode(&part.name, &part.bytes).ok()
}

fn is_main(part: &Read) -> bool {
    part.name.starts_with("word/document") && part.name.ends_with(".xml")
}
