//! The cells of tables: where they stand, what they hold beside the text a reader sees, and what follows from them.

use std::collections::BTreeSet;
use std::ops::Range;

use super::names::Ns;
use super::walk::PartText;
use crate::edit::Edit;
use crate::format::office::ooxml::sheet::{self, dependents, letters};
use crate::format::office::xml::{Scanner, unescape};
use crate::format::passage::clipped;
use crate::format::{Form, Passage};

/// The most empty cells in a row that stand there as texts, so that columns stay columns.
const GAP: u32 = 64;

/// A cell as it stands in its part.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// The attributes that hold its value and its formula.
    values_at: Vec<Range<usize>>,
    formula_at: Option<Range<usize>>,
    /// The attributes that say of what type the value is: the whole, and between the quotes.
    types: Vec<(Range<usize>, Range<usize>)>,
    /// Its paragraphs.
    pub(super) lines: Vec<usize>,
    /// Attributes with its value that are passages.
    pub(super) values: Vec<usize>,
    /// Its formula, which is one too.
    pub(super) written: Option<usize>,
    /// Sheet, column, row.
    place: (String, u32, u32),
    repeats: bool,
    formula: Option<String>,
    /// Whether it shows an error.
    pub(super) fails: bool,
}

impl Cell {
    /// As a text: what else it held goes.
    pub(super) fn become_text(&self, splices: &mut Vec<Edit>) {
        let gone = self.values_at.iter().chain(&self.formula_at);
        splices.extend(gone.map(|range| Edit::deletion(range.clone())));
        splices.extend(self.types.iter().map(|(_, value)| Edit::replacement(value.clone(), "string")));
    }

    /// Without what it was computed to be.
    pub(super) fn forget(&self, splices: &mut Vec<Edit>) {
        let gone = self.values_at.iter().chain(self.types.iter().map(|(whole, _)| whole));
        splices.extend(gone.map(|range| Edit::deletion(range.clone())));
    }
}

/// Whether a formula is still one with these edits: those of names and texts in it.
pub(super) fn is_formula_still(formula: &str, edits: &[Edit]) -> bool {
    // As many as somebody may have written.
    edits.len() < 100
        && edits.iter().all(|Edit { span, .. }| {
            let (before, inside) = (&formula[..span.start], span.of(formula));
            let count = |mark: char| before.matches(mark).count();
            let in_text = count('"') % 2 == 1 && !inside.contains('"');
            in_text || count('[') > count(']') && !inside.contains(']')
        })
}

/// The cells whose values follow from changed ones.
pub(super) fn stale(cells: &[Cell], changed: &BTreeSet<usize>) -> BTreeSet<usize> {
    let computed = |number: &usize| cells[*number].formula.is_some() && !changed.contains(number);
    if changed.is_empty() {
        return BTreeSet::new();
    }
    if changed.iter().any(|&number| cells[number].repeats) {
        return (0..cells.len()).filter(computed).collect();
    }
    let list: Vec<sheet::Cell> = cells
        .iter()
        .map(|cell| sheet::Cell {
            place: cell.place.clone(),
            formula: cell.formula.as_deref().map(plain),
            ..sheet::Cell::default()
        })
        .collect();
    dependents(&list.iter().collect::<Vec<_>>(), changed)
}

/// A formula with its references as workbooks of other programs write them: `[.A1:.B2]` as `A1:B2`,
/// `[$'甲'.A1]` as `'甲'!A1`.
fn plain(formula: &str) -> String {
    let formula = formula.split_once(":=").map_or(formula, |(_, formula)| formula);
    let formula = formula.strip_prefix('=').unwrap_or(formula);
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(at) = rest.find(['[', '"']) {
        out.push_str(&rest[..at]);
        let is_text = rest.as_bytes()[at] == b'"';
        let inside = &rest[at + 1..];
        let end = inside.find(if is_text { '"' } else { ']' }).unwrap_or(inside.len());
        if !is_text {
            for (number, reference) in split(&inside[..end]).into_iter().enumerate() {
                out.push_str(if number > 0 { ":" } else { "" });
                let dot = reference.rfind('.').unwrap_or(0);
                let (sheet, cell) = (&reference[..dot], reference[dot..].trim_start_matches('.'));
                // The second corner lies in the sheet of the first.
                if number == 0 && !sheet.is_empty() {
                    let sheet = sheet.trim_start_matches('$').trim_matches('\'');
                    out.push_str(&format!("'{sheet}'!"));
                }
                out.push_str(cell);
            }
        }
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    out + rest
}

/// The corners of a range; names of sheets may hold colons.
fn split(range: &str) -> Vec<&str> {
    let mut quoted = false;
    let colon = range.char_indices().find(|&(_, c)| {
        quoted ^= c == '\'';
        c == ':' && !quoted
    });
    match colon {
        Some((at, _)) => vec![&range[..at], &range[at + 1..]],
        None => vec![range],
    }
}

/// An open table.
#[derive(Debug, Default)]
struct Table {
    name: String,
    is_sheet: bool,
    row: u32,
    column: u32,
    /// How often the open row and the open cell stand there.
    rows: u32,
    columns: u32,
    /// Empty cells since the last one with text.
    gap: u32,
    /// The last paragraph of the last cell with text.
    before: Option<usize>,
    cell: Option<Cell>,
}

/// The tables that are open.
#[derive(Debug, Default)]
pub(super) struct Tables(Vec<Table>);

fn number(scanner: &Scanner<'_, Ns>, name: &str) -> u32 {
    scanner.raw(name).and_then(|number| number.parse().ok()).unwrap_or(1).max(1)
}

impl Tables {
    pub(super) fn start_table(&mut self, name: String, is_sheet: bool) {
        self.0.push(Table { name, is_sheet, rows: 1, ..Table::default() });
    }

    pub(super) fn end_table(&mut self) {
        self.0.pop();
    }

    pub(super) fn start_row(&mut self, scanner: &Scanner<'_, Ns>) {
        let Some(table) = self.0.last_mut() else { return };
        table.row = table.row.saturating_add(table.rows);
        table.rows = number(scanner, "number-rows-repeated");
        (table.column, table.columns, table.gap, table.before) = (0, 1, 0, None);
    }

    pub(super) fn end_row(&mut self) {
        if let Some(table) = self.0.last_mut() {
            table.before = None;
        }
    }

    pub(super) fn start_cell(&mut self, scanner: &Scanner<'_, Ns>) {
        let Some(table) = self.0.last_mut() else { return };
        table.column = table.column.saturating_add(table.columns);
        table.columns = number(scanner, "number-columns-repeated");
        let mut cell = Cell {
            place: (table.name.clone(), table.column, table.row),
            repeats: table.columns > 1 || table.rows > 1,
            formula: scanner.raw("formula").map(unescape),
            ..Cell::default()
        };
        for attribute in scanner.attributes() {
            match attribute.local {
                "value" | "date-value" | "time-value" | "boolean-value" | "string-value" | "currency" => {
                    cell.values_at.push(attribute.whole.clone());
                }
                "formula" => cell.formula_at = Some(attribute.whole.clone()),
                "value-type" => {
                    cell.types.push((attribute.whole.clone(), attribute.value.clone()));
                    // The office type of an error is that of a text.
                    cell.fails |= scanner.value(attribute) == "error";
                }
                _ => {}
            }
        }
        table.cell = Some(cell);
    }

    /// A paragraph of the open cell begins.
    pub(super) fn line(&mut self, form: Form, out: &mut PartText) {
        let Some(Table { cell: Some(cell), before, gap, .. }) = self.0.last_mut() else { return };
        if !cell.lines.is_empty() {
            return;
        }
        if let Some(before) = before.take() {
            out.passages[before].row_goes_on = true;
        }
        for _ in 0..std::mem::take(gap).min(GAP) {
            let mut empty = Passage::new(vec![form]);
            empty.row_goes_on = true;
            out.passages.push(empty);
        }
    }

    /// That paragraph, by its number.
    pub(super) fn add(&mut self, line: usize) {
        if let Some(Table { cell: Some(cell), .. }) = self.0.last_mut() {
            cell.lines.push(line);
        }
    }

    /// An attribute of the open cell that holds its value or its formula, by its number.
    pub(super) fn value(&mut self, attribute: &str, carrier: usize) {
        let Some(Table { cell: Some(cell), .. }) = self.0.last_mut() else { return };
        match attribute {
            "formula" => cell.written = Some(carrier),
            "value" | "string-value" => cell.values.push(carrier),
            _ => {}
        }
    }

    pub(super) fn end_cell(&mut self, out: &mut PartText) {
        let Some(table) = self.0.last_mut() else { return };
        let Some(cell) = table.cell.take() else { return };
        match cell.lines.last() {
            Some(&last) => (table.before, table.gap) = (Some(last), table.columns - 1),
            None if table.is_sheet => table.gap = table.gap.saturating_add(table.columns),
            None => {}
        }
        out.cells.push(cell);
    }

    /// Whether a cell is open, and not one of a table around.
    pub(super) fn in_cell(&self) -> bool {
        self.0.last().is_some_and(|table| table.cell.is_some())
    }

    /// Where the open cell stands in its workbook.
    pub(super) fn place(&self) -> Option<String> {
        let table = self.0.last().filter(|table| table.is_sheet && table.cell.is_some())?;
        Some(format!("{}!{}{}", clipped(&table.name), letters(table.column), table.row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn a_formula_with_another_name_is_one_and_one_with_another_number_is_none() {
        let formula = "of:=[$'甲'.A1]&\"乙\"+12";
        let still = |word: &str| {
            let at = formula.find(word).unwrap();
            is_formula_still(formula, &[Edit::replacement(Span::new(at, at + word.len()), "X")])
        };
        assert!(still("甲") && still("乙") && !still("12") && !still("\"乙\"") && !still("]&"));
    }

    #[test]
    fn formulas_are_read_as_others_write_them() {
        for (own, plain_one) in [
            ("of:=SUM([.A1:.B2])", "SUM(A1:B2)"),
            ("of:=[$'甲 乙'.$A$1]*2", "'甲 乙'!$A$1*2"),
            ("of:=[$Sheet2.A1:$Sheet2.A3]+[.C1]", "'Sheet2'!A1:A3+C1"),
            ("of:=IF([.A1]=\"[.B1]\";1;0)", "IF(A1=;1;0)"),
            ("of:=[.A1", "A1"),
            ("msoxl:=A1+B1", "A1+B1"),
        ] {
            assert_eq!(plain(own), plain_one);
        }
    }
}
