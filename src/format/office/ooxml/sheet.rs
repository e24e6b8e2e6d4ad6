//! The cells of a workbook: each is a unit with the text a reader sees, whatever the file holds in its place. A cell
//! that is changed becomes text of its own; a text that several cells share is changed once where all change alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::names::{Ns, namespace};
use super::number::Format;
use super::rels::{list_of, relations, resolve};
use super::track::prefix;
use super::walk::{Unit, walk};
use crate::document::TextUnit;
use crate::format::office::limits::{Limits, OpenError};
use crate::format::office::package::Part;
use crate::format::office::xml::{Event, Scanner, decode, escape, unescape};
use crate::format::passage::clipped;

/// The most cells that are missing in a row and stand there as empty ones, so that columns stay columns.
const GAP: u32 = 64;

/// What cells refer to.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// The shared texts.
    strings: Vec<String>,
    formats: Vec<Format>,
    from_1904: bool,
    /// The name of each sheet, by its part.
    names: BTreeMap<String, String>,
}

/// A cell as it stands in its part.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    /// The whole element; empty where there is none.
    pub(crate) range: Range<usize>,
    /// Its cached value with its tags.
    pub(crate) value: Range<usize>,
    /// The prefix of its name with its colon, and its place and look as attributes.
    pub(crate) prefix: String,
    pub(crate) attributes: String,
    /// The shared text it shows.
    pub(crate) shared: Option<usize>,
    /// Sheet, column and row.
    pub(crate) place: (String, u32, u32),
    /// Its formula.
    pub(crate) formula: Option<String>,
    /// Whether it shows an error.
    pub(crate) fails: bool,
}

impl Workbook {
    /// Reads what cells refer to.
    pub(super) fn read(parts: &[Part], limits: &Limits) -> Result<Self, OpenError> {
        let part = |name: &str| parts.iter().find(|part| part.name.eq_ignore_ascii_case(name));
        let mut book = Self::default();
        if let Some(part) = part("xl/sharedStrings.xml") {
            let source = decode(&part.name, &part.bytes)?;
            let text = walk(&part.name, &source, limits, &[])?;
            book.strings = text.shared.iter().map(|&unit| text.units[unit].text.text.clone()).collect();
        }
        if let Some(part) = part("xl/styles.xml") {
            book.formats = formats(&decode(&part.name, &part.bytes)?, limits)?;
        }
        if let Some(workbook) = part("xl/workbook.xml") {
            let targets: BTreeMap<String, String> = part(&list_of(&workbook.name))
                .map(relations)
                .unwrap_or_default()
                .into_iter()
                .map(|relation| (relation.id, resolve(&workbook.name, &relation.target).to_lowercase()))
                .collect();
            let source = decode(&workbook.name, &workbook.bytes)?;
            let mut scanner = Scanner::new(&workbook.name, &source, limits, namespace);
            while let Some(event) = scanner.next()? {
                match event {
                    Event::Start { local: "sheet", .. } => {
                        let name = scanner.raw("name").map(unescape).unwrap_or_default();
                        let id =
                            scanner.attributes().iter().find(|a| a.ns == Some(Ns::Rel) && a.local == "id");
                        let target = id.and_then(|id| targets.get(&source[id.value.clone()]));
                        if let Some(target) = target {
                            book.names.insert(target.clone(), name);
                        }
                    }
                    Event::Start { local: "workbookPr", .. } => {
                        book.from_1904 = matches!(scanner.raw("date1904"), Some("1" | "true"));
                    }
                    _ => {}
                }
            }
        }
        Ok(book)
    }

    /// The cells of a sheet in reading order, as units and as they stand in the source.
    pub(super) fn cells(
        &self,
        part: &str,
        source: &str,
        limits: &Limits,
    ) -> Result<(Vec<Unit>, Vec<Cell>), OpenError> {
        let file = part.rsplit('/').next().unwrap_or(part);
        let sheet = self.names.get(&part.to_lowercase()).map_or(file, String::as_str);
        let mut reader = Reader {
            book: self,
            sheet,
            source,
            units: Vec::new(),
            cells: Vec::new(),
            missing: 0,
            at: (0, 0),
        };
        let mut scanner = Scanner::new(part, source, limits, namespace);
        let mut open: Option<Open> = None;
        while let Some(event) = scanner.next()? {
            match event {
                Event::Start { ns: Ns::Sheet, local: "row", .. } => {
                    let row = scanner.raw("r").and_then(|row| row.parse().ok());
                    reader.at = (0, row.unwrap_or(reader.at.1 + 1));
                    reader.end_row();
                }
                Event::Start { ns: Ns::Sheet, local: "c", tag, .. } => {
                    let attributes = ["r", "s"]
                        .iter()
                        .filter_map(|key| Some(format!(" {key}=\"{}\"", scanner.raw(key)?)))
                        .collect();
                    open = Some(Open {
                        start: tag.start,
                        prefix: prefix(&source[tag]).to_owned(),
                        attributes,
                        place: scanner.raw("r").and_then(place),
                        kind: scanner.raw("t").unwrap_or("n").to_owned(),
                        style: scanner.raw("s").and_then(|style| style.parse().ok()).unwrap_or(0),
                        ..Open::default()
                    });
                }
                Event::Start { ns: Ns::Sheet, local, tag, .. } => {
                    if let Some(open) = &mut open {
                        open.inside = match local {
                            "v" => Inside::Value,
                            "f" => {
                                open.formula.get_or_insert_default();
                                Inside::Formula
                            }
                            "t" if open.inside != Inside::Phonetic => Inside::Text,
                            "rPh" => Inside::Phonetic,
                            _ => open.inside,
                        };
                        if local == "v" {
                            open.value.start = tag.start;
                        }
                    }
                }
                Event::End { ns: Ns::Sheet, local: "c", tag } => {
                    if let Some(open) = open.take() {
                        reader.cell(open, tag.end);
                    }
                }
                Event::End { ns: Ns::Sheet, local, tag } => {
                    if let Some(open) = &mut open {
                        if local == "v" {
                            open.value.end = tag.end;
                        }
                        if local != "t" || open.inside != Inside::Phonetic {
                            open.inside = Inside::Nothing;
                        }
                    }
                }
                Event::Text(range) => {
                    if let Some(open) = &mut open {
                        open.take(&unescape(&source[range]));
                    }
                }
                Event::CData(range) => {
                    if let Some(open) = &mut open {
                        open.take(&source[range]);
                    }
                }
                _ => {}
            }
        }
        reader.end_row();
        Ok((reader.units, reader.cells))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Nothing,
    Value,
    Formula,
    Text,
    Phonetic,
}

/// A cell that is being read.
#[derive(Debug, Default)]
struct Open {
    start: usize,
    prefix: String,
    attributes: String,
    place: Option<(u32, u32)>,
    kind: String,
    style: usize,
    inside: Inside,
    value: Range<usize>,
    raw: String,
    text: String,
    formula: Option<String>,
}

impl Open {
    fn take(&mut self, text: &str) {
        match self.inside {
            Inside::Value => self.raw.push_str(text),
            Inside::Formula => self.formula.get_or_insert_default().push_str(text),
            Inside::Text => self.text.push_str(text),
            Inside::Nothing | Inside::Phonetic => {}
        }
    }
}

struct Reader<'a> {
    book: &'a Workbook,
    sheet: &'a str,
    source: &'a str,
    units: Vec<Unit>,
    cells: Vec<Cell>,
    /// How many of them are missing in the file.
    missing: usize,
    /// Column of the last cell, from 1, and its row.
    at: (u32, u32),
}

impl Reader<'_> {
    fn end_row(&mut self) {
        if let Some(last) = self.units.last_mut() {
            last.text.row_goes_on = false;
        }
    }

    fn push(&mut self, text: String, cell: Cell) {
        let (_, column, row) = cell.place;
        let locator = format!("{}!{}{row}", clipped(self.sheet), letters(column));
        let text = TextUnit { text, locator, row_goes_on: true, ..TextUnit::default() };
        self.units.push(Unit { text, ..Unit::default() });
        self.cells.push(cell);
    }

    fn cell(&mut self, open: Open, end: usize) {
        let (column, row) = open.place.unwrap_or((self.at.0 + 1, self.at.1));
        let mut shared = None;
        let text = match open.kind.as_str() {
            "s" => {
                shared = open.raw.trim().parse::<usize>().ok();
                shared.and_then(|index| self.book.strings.get(index)).cloned().unwrap_or_default()
            }
            "inlineStr" => open.text,
            "n" => {
                let format = self.book.formats.get(open.style).cloned().unwrap_or_default();
                if open.raw.is_empty() { String::new() } else { format.show(&open.raw, self.book.from_1904) }
            }
            // True and false.
            "b" => String::new(),
            _ => open.raw,
        };
        for missing in self.at.0 + 1..column.min(self.at.0 + 1 + GAP) {
            // A small file could have many of them.
            let few = self.missing < 4096 + 8 * (self.cells.len() - self.missing);
            if few && (self.at.0 > 0 || column <= GAP) {
                self.missing += 1;
                let place = (self.sheet.to_owned(), missing, row);
                self.push(String::new(), Cell { place, ..Cell::default() });
            }
        }
        self.at = (column, row);
        debug_assert!(end <= self.source.len(), "a cell ends inside its part");
        let cell = Cell {
            range: open.start..end,
            value: open.value,
            prefix: open.prefix,
            attributes: open.attributes,
            shared,
            place: (self.sheet.to_owned(), column, row),
            formula: open.formula,
            fails: open.kind == "e",
        };
        self.push(text, cell);
    }
}

impl Cell {
    /// The cell as a text of its own.
    pub(crate) fn with(&self, text: &str) -> String {
        let (p, mut content) = (&self.prefix, String::new());
        escape(text, &mut content);
        format!(
            "<{p}c{} t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">{content}</{p}t></{p}is></{p}c>",
            self.attributes
        )
    }
}

/// The formats of cells by the number of their style.
fn formats(source: &str, limits: &Limits) -> Result<Vec<Format>, OpenError> {
    let mut scanner = Scanner::new("xl/styles.xml", source, limits, namespace);
    let mut own: BTreeMap<u32, String> = BTreeMap::new();
    let (mut formats, mut inside) = (Vec::new(), false);
    while let Some(event) = scanner.next()? {
        match event {
            Event::Start { local: "numFmt", .. } => {
                let id = scanner.raw("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                own.insert(id, scanner.raw("formatCode").map(unescape).unwrap_or_default());
            }
            Event::Start { local: "cellXfs", .. } => inside = true,
            Event::End { local: "cellXfs", .. } => inside = false,
            Event::Start { local: "xf", .. } if inside => {
                let id = scanner.raw("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                formats.push(Format::new(id, own.get(&id).map(String::as_str)));
            }
            _ => {}
        }
    }
    Ok(formats)
}

/// `B3` as column 2 and row 3.
fn place(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let mut column = 0u32;
    for c in reference[..digits].bytes() {
        column =
            column.checked_mul(26)?.checked_add(u32::from(c.to_ascii_uppercase().checked_sub(b'A')?) + 1)?;
    }
    let row = reference[digits..].parse().ok()?;
    (column > 0 && column <= 16_384).then_some((column, row))
}

/// Column 2 as `B`.
pub(in crate::format::office) fn letters(mut column: u32) -> String {
    let mut out = Vec::new();
    while column > 0 {
        column -= 1;
        out.push(b'A' + (column % 26) as u8);
        column /= 26;
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}

/// The cells whose cached values follow from changed ones, by number.
pub(in crate::format::office) fn dependents(cells: &[&Cell], changed: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut gone = Gone::default();
    for &index in changed {
        gone.insert(cells[index]);
    }
    let mut open: Vec<(usize, Option<Vec<Area>>)> = cells
        .iter()
        .enumerate()
        .filter(|(index, cell)| cell.formula.is_some() && !changed.contains(index))
        .map(|(index, cell)| (index, areas(cell)))
        .collect();
    let mut found = BTreeSet::new();
    // Chains of formulas are short; a long one is cut after so many steps, and all that is left counts.
    for round in 0..64 {
        let before = found.len();
        open.retain(|(index, areas)| {
            let touched = match areas {
                None => !gone.0.is_empty(),
                Some(areas) => areas.iter().any(|area| area.touches(&gone)),
            };
            if touched || round == 63 && before > 0 {
                found.insert(*index);
            }
            !touched
        });
        if found.len() == before {
            break;
        }
        for &index in &found {
            gone.insert(cells[index]);
        }
    }
    found
}

/// Cells whose values are gone: by sheet and column, the rows.
#[derive(Debug, Default)]
struct Gone<'c>(HashMap<&'c str, BTreeMap<u32, BTreeSet<u32>>>);

impl<'c> Gone<'c> {
    fn insert(&mut self, cell: &'c Cell) {
        let (sheet, column, row) = &cell.place;
        self.0.entry(sheet).or_default().entry(*column).or_default().insert(*row);
    }
}

/// A rectangle of cells.
#[derive(Debug)]
struct Area {
    sheet: String,
    columns: (u32, u32),
    rows: (u32, u32),
}

impl Area {
    fn touches(&self, gone: &Gone<'_>) -> bool {
        let columns =
            gone.0.get(self.sheet.as_str()).map(|sheet| sheet.range(self.columns.0..=self.columns.1));
        let (first, last) = self.rows;
        columns.is_some_and(|mut columns| columns.any(|(_, rows)| rows.range(first..=last).next().is_some()))
    }
}

/// The cells that a formula reads; `None` where that cannot be told.
fn areas(cell: &Cell) -> Option<Vec<Area>> {
    let formula = cell.formula.as_deref().filter(|formula| !formula.is_empty())?;
    let mut found: Vec<Area> = Vec::new();
    let mut sheet: Option<String> = None;
    let bytes = formula.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &formula[at..];
        match bytes[at] {
            b'"' => at += 1 + rest[1..].find('"').map_or(rest.len() - 1, |end| end + 1),
            b'\'' => {
                let end = rest[1..].find('\'')?;
                sheet = Some(rest[1..=end].to_owned());
                at += end + 2;
            }
            b'[' | b'#' => return None,
            b'!' => at += 1,
            b if b.is_ascii_alphabetic() || b == b'$' || b >= 0x80 || b == b'_' => {
                let word = |c: char| c.is_alphanumeric() || matches!(c, '$' | '_' | '.');
                let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
                let name = &rest[..end];
                let next = rest.as_bytes().get(end);
                at += end;
                if next == Some(&b'!') {
                    sheet = Some(name.to_owned());
                    continue;
                }
                if next == Some(&b'(') {
                    if matches!(name.to_ascii_uppercase().as_str(), "INDIRECT" | "OFFSET") {
                        return None;
                    }
                    continue;
                }
                let plain = name.replace('$', "");
                let Some((column, row)) = place(&plain) else {
                    // The name of a range, a whole column, or a constant.
                    if matches!(plain.to_ascii_uppercase().as_str(), "TRUE" | "FALSE") {
                        continue;
                    }
                    return None;
                };
                let joined = at > end && bytes[at - end - 1] == b':';
                let own = sheet.take().unwrap_or_else(|| cell.place.0.clone());
                match found.last_mut().filter(|_| joined) {
                    Some(area) => {
                        area.columns = (area.columns.0.min(column), area.columns.1.max(column));
                        area.rows = (area.rows.0.min(row), area.rows.1.max(row));
                    }
                    None => found.push(Area { sheet: own, columns: (column, column), rows: (row, row) }),
                }
            }
            b if b.is_ascii_digit() => {
                let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
                // Whole rows.
                if rest.as_bytes().get(end) == Some(&b':') {
                    return None;
                }
                at += end;
            }
            _ => at += 1,
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(reference: &str, formula: &str) -> Cell {
        let (column, row) = place(reference).unwrap();
        let formula = (!formula.is_empty()).then(|| formula.to_owned());
        Cell { place: ("S".to_owned(), column, row), formula, ..Cell::default() }
    }

    #[test]
    fn places_are_read_and_written() {
        for (name, at) in [("A1", (1, 1)), ("Z9", (26, 9)), ("AA10", (27, 10)), ("XFD1", (16_384, 1))] {
            assert_eq!(place(name), Some(at));
            assert_eq!(format!("{}{}", letters(at.0), at.1), name);
        }
        assert_eq!(place("A"), None);
        assert_eq!(place("XFE1"), None);
    }

    #[test]
    fn what_follows_from_a_changed_cell_is_known() {
        let cells = [
            cell("A1", ""),
            cell("A2", ""),
            cell("A3", "SUM(A1:A2)"),
            cell("B3", "A3*2"),
            cell("C1", "\"A1\"&1"),
            cell("C2", "T!A1"),
            cell("C3", "TOTAL"),
            cell("C4", "SUM($A$2)"),
        ];
        let all: Vec<&Cell> = cells.iter().collect();
        let mut found: Vec<usize> = dependents(&all, &BTreeSet::from([0])).into_iter().collect();
        found.sort_unstable();
        assert_eq!(found, [2, 3, 6]);
    }
}
