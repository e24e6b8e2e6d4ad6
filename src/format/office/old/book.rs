//! The texts of an old workbook (BIFF8): strings, numbers, names of sheets.

use super::compound::{u16_at, u32_at};
use super::word::Refusal;
use crate::document::{Role, TextUnit};

/// Cells that are read.
const CELLS: usize = 4_000_000;

/// The texts of a workbook's stream.
pub(super) fn units(stream: &[u8]) -> Result<Vec<TextUnit>, Refusal> {
    let mut reader = Reader::default();
    let mut at = 0;
    while let (Some(kind), Some(size)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let Some(body) = stream.get(at + 4..at + 4 + usize::from(size)) else { break };
        at += 4 + usize::from(size);
        // A long record goes on in others.
        let mut parts = vec![body];
        while kind == 0xfc && u16_at(stream, at) == Some(0x3c) {
            let size = usize::from(u16_at(stream, at + 2).unwrap_or(0));
            let Some(more) = stream.get(at + 4..at + 4 + size) else { break };
            parts.push(more);
            at += 4 + size;
        }
        reader.record(kind, body, &parts)?;
        if reader.cells.len() > CELLS {
            break;
        }
    }
    Ok(reader.finish())
}

#[derive(Default)]
struct Reader {
    strings: Vec<String>,
    sheets: Vec<String>,
    /// Which sheet is being read; the first part is about all of them.
    sheet: usize,
    /// Sheet, row, column, text.
    cells: Vec<(usize, u16, u16, String)>,
    /// The cell whose text comes in the next record.
    waits: Option<(u16, u16)>,
    comments: Vec<String>,
}

impl Reader {
    fn record(&mut self, kind: u16, body: &[u8], parts: &[&[u8]]) -> Result<(), Refusal> {
        let place = || Some((u16_at(body, 0)?, u16_at(body, 2)?));
        match kind {
            0x809 => {
                if u16_at(body, 0).is_none_or(|version| version < 0x600) {
                    return Err(Refusal::Old);
                }
                if u16_at(body, 2).is_some_and(|kind| kind != 5) {
                    self.sheet += 1;
                }
            }
            0x2f => return Err(Refusal::Protected),
            0x85 => {
                let length = usize::from(body.get(6).copied().unwrap_or(0));
                self.sheets.extend(characters(body, 8, length, body.get(7) == Some(&1)));
            }
            0xfc => self.strings = strings(parts),
            0xfd => {
                if let (Some((row, column)), Some(index)) = (place(), u32_at(body, 6))
                    && let Some(text) = self.strings.get(index as usize).cloned()
                {
                    self.cells.push((self.sheet, row, column, text));
                }
            }
            0x204 => {
                let length = usize::from(u16_at(body, 6).unwrap_or(0));
                let text = characters(body, 9, length, body.get(8) == Some(&1));
                if let (Some((row, column)), Some(text)) = (place(), text) {
                    self.cells.push((self.sheet, row, column, text));
                }
            }
            0x203 => self.number(place(), double(body, 6)),
            0x27e => self.number(place(), u32_at(body, 6).map(rk)),
            0xbd => {
                let Some((row, first)) = place() else { return Ok(()) };
                let count = body.len().saturating_sub(6) / 6;
                for n in 0..count.min(256) {
                    let value = u32_at(body, 6 + 6 * n).map(rk);
                    self.number(Some((row, first.saturating_add(n as u16))), value);
                }
            }
            0x06 => {
                if body.get(12..14) == Some(&[0xff, 0xff]) {
                    self.waits = place().filter(|_| body.get(6) == Some(&0));
                } else {
                    self.number(place(), double(body, 6));
                }
            }
            0x207 => {
                let length = usize::from(u16_at(body, 0).unwrap_or(0));
                let text = characters(body, 3, length, body.get(2) == Some(&1));
                if let (Some((row, column)), Some(text)) = (self.waits.take(), text) {
                    self.cells.push((self.sheet, row, column, text));
                }
            }
            // Text of comments and text boxes follows its frame.
            0x3c if body.len() > 1 && matches!(body[0], 0 | 1) => {
                let wide = body[0] == 1;
                let text =
                    characters(body, 1, if wide { (body.len() - 1) / 2 } else { body.len() - 1 }, wide);
                self.comments.extend(text.filter(|text| !text.chars().any(|c| c.is_control() && c != '\n')));
            }
            _ => {}
        }
        Ok(())
    }

    fn number(&mut self, place: Option<(u16, u16)>, value: Option<f64>) {
        if let (Some((row, column)), Some(value)) = (place, value) {
            self.cells.push((self.sheet, row, column, value.to_string()));
        }
    }

    fn finish(mut self) -> Vec<TextUnit> {
        self.cells.sort_by_key(|&(sheet, row, column, _)| (sheet, row, column));
        let mut units: Vec<TextUnit> = Vec::with_capacity(self.cells.len());
        let mut last = None;
        for (sheet, row, column, text) in self.cells {
            if last == Some((sheet, row)) {
                units.last_mut().into_iter().for_each(|unit| unit.row_goes_on = true);
            }
            last = Some((sheet, row));
            let locator = format!("sheet {sheet}!{}{}", letters(column), u32::from(row) + 1);
            units.push(TextUnit { text, locator, ..TextUnit::default() });
        }
        let aside = |(text, locator)| TextUnit { text, locator, role: Role::Aside, ..TextUnit::default() };
        units.extend(self.comments.into_iter().map(|text| (text, "comment".to_owned())).map(aside));
        let names = self.sheets.into_iter().map(|text| (text, "name of a sheet".to_owned()));
        units.extend(names.map(aside));
        units
    }
}

fn double(body: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(body.get(at..at + 8)?.try_into().ok()?))
}

/// A number of thirty bits.
fn rk(value: u32) -> f64 {
    let number = match value & 2 {
        0 => f64::from_bits(u64::from(value & !3) << 32),
        _ => f64::from((value as i32) >> 2),
    };
    if value & 1 == 0 { number } else { number / 100.0 }
}

fn letters(column: u16) -> String {
    let mut out = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        out.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    out.iter().rev().collect()
}

fn characters(body: &[u8], at: usize, count: usize, wide: bool) -> Option<String> {
    if wide {
        let bytes = body.get(at..at + 2 * count)?;
        return Some(encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned());
    }
    Some(body.get(at..at + count)?.iter().map(|&b| char::from(b)).collect())
}

/// The table of strings. A string that goes over the end of a record says anew how wide it is.
fn strings(parts: &[&[u8]]) -> Vec<String> {
    let mut strings = Vec::new();
    let (mut part, mut at) = (0, 8);
    while part < parts.len() {
        if at >= parts[part].len() {
            (part, at) = (part + 1, 0);
            continue;
        }
        let body = parts[part];
        let (Some(count), Some(&flags)) = (u16_at(body, at), body.get(at + 2)) else { break };
        at += 3;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(u16_at(body, at).unwrap_or(0)) };
        at += if flags & 8 == 0 { 0 } else { 2 };
        let extra = if flags & 4 == 0 { 0 } else { u32_at(body, at).unwrap_or(0) as usize };
        at += if flags & 4 == 0 { 0 } else { 4 };
        let mut wide = flags & 1 == 1;
        let mut left = usize::from(count);
        let mut text = String::new();
        while left > 0 && part < parts.len() {
            let body = parts[part];
            let room = body.len().saturating_sub(at) / if wide { 2 } else { 1 };
            let now = left.min(room);
            text.push_str(&characters(body, at, now, wide).unwrap_or_default());
            at += now * if wide { 2 } else { 1 };
            left -= now;
            if left > 0 {
                part += 1;
                wide = parts.get(part).and_then(|body| body.first()).is_some_and(|flags| flags & 1 == 1);
                at = 1;
            }
        }
        strings.push(text);
        let mut skip = 4 * runs + extra;
        while part < parts.len() && skip > parts[part].len().saturating_sub(at) {
            skip -= parts[part].len().saturating_sub(at);
            (part, at) = (part + 1, 0);
        }
        at += skip;
    }
    strings
}
