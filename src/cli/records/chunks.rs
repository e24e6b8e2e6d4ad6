//! Cuts a stream into chunks of whole records. A record that is too long to be held comes in pieces, so that it can be
//! passed on or left out like any other bad one.

use std::ops::Range;

use yinmo::format::{CsvRows, FieldPath, csv_cells, csv_unescape};

use crate::cli::input::Utf8;
use crate::cli::run::Trouble;

/// How large a chunk is at least, unless the stream ends.
const CHUNK: usize = 1 << 18;

/// Some whole records.
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    /// Number of its first line, from 1.
    line: u64,
    /// Number of its first record, from 1.
    record: u64,
    pub(super) length: Length,
}

/// What a chunk holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Whole records.
    Whole,
    /// The first piece of a record that is longer than the limit.
    Begins,
    /// Another piece of it.
    GoesOn,
}

/// A record of a chunk.
pub(super) struct Record {
    pub(super) bytes: Range<usize>,
    /// Its first line, from 1.
    pub(super) line: u64,
    /// Its number, from 1: of JSON lines that of the line, of rows without the first.
    pub(super) number: u64,
    pub(super) is_blank: bool,
}

impl Chunk {
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// The records, in order.
    pub(super) fn records(&self, delimiter: Option<u8>) -> impl Iterator<Item = Record> + '_ {
        let (mut at, mut line, mut number) = (0, self.line, self.record);
        std::iter::from_fn(move || {
            if at >= self.bytes.len() {
                return None;
            }
            let rest = &self.bytes[at..];
            let (len, lines) = match delimiter {
                None => (rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |n| n + 1), 1),
                Some(delimiter) => row(rest, delimiter),
            };
            let bytes = at..at + len;
            let is_blank = is_blank(&self.bytes[bytes.clone()], delimiter);
            let record = Record { bytes, line, number, is_blank };
            at += len;
            line += lines;
            number += u64::from(delimiter.is_none() || !is_blank);
            Some(record)
        })
    }
}

fn is_blank(row: &[u8], delimiter: Option<u8>) -> bool {
    match delimiter {
        // Blanks are nothing in JSON; in a row they are a cell.
        None => row.iter().all(u8::is_ascii_whitespace),
        Some(_) => matches!(row, b"\n" | b"\r\n"),
    }
}

/// How long the first row is, and how many line ends it has.
fn row(rest: &[u8], delimiter: u8) -> (usize, u64) {
    let mut rows = CsvRows::default();
    let mut lines = 0;
    for (at, &byte) in rest.iter().enumerate() {
        lines += u64::from(byte == b'\n');
        if rows.ends(byte, delimiter) {
            return (at + 1, lines);
        }
    }
    (rest.len(), lines.max(1))
}

/// The first row of a file of rows.
pub(super) struct Columns {
    /// Its bytes.
    pub(super) header: Vec<u8>,
    /// How many cells it has.
    pub(super) count: usize,
    /// The wanted ones: number of the field, of the column, and the column's place.
    pub(super) wanted: Vec<(usize, usize, String)>,
}

/// Reads chunks.
pub(super) struct Chunks {
    source: Utf8,
    buffer: Vec<u8>,
    /// Of rows: the delimiter, and the state behind what was looked at.
    rows: Option<(u8, CsvRows)>,
    /// How much of the buffer was looked at for record ends.
    seen: usize,
    /// End of the last whole record that was seen.
    whole: usize,
    /// Number of records in `whole`, blank rows not counted, and of line ends.
    records: u64,
    lines: u64,
    lines_seen: u64,
    row_start: usize,
    /// Numbers of the next chunk.
    next: (u64, u64),
    ended: bool,
    most: usize,
    /// Whether a piece of a record that is too long was given, and its end was not.
    in_long: bool,
}

impl Chunks {
    pub(super) fn new(source: Utf8, delimiter: Option<u8>, most: usize) -> Self {
        Self {
            source,
            buffer: Vec::new(),
            rows: delimiter.map(|delimiter| (delimiter, CsvRows::default())),
            seen: 0,
            whole: 0,
            records: 0,
            lines: 0,
            lines_seen: 0,
            row_start: 0,
            next: (1, 1),
            ended: false,
            most,
            in_long: false,
        }
    }

    /// Takes the first row, which has the names; `None` when there is none.
    pub(super) fn columns(&mut self, fields: &[FieldPath]) -> Result<Option<Columns>, Trouble> {
        let (delimiter, _) = self.rows.expect("rows have columns");
        while self.whole == 0 && !self.ended {
            self.read()?;
            if self.is_too_long() {
                return Err(Trouble::Input(format!(
                    "the first row is longer than --max-unit ({} bytes); raise it, or name the type with --as",
                    self.most
                )));
            }
        }
        if self.buffer.is_empty() {
            return Ok(None);
        }
        let (len, lines) = row(&self.buffer, delimiter);
        let header = self.buffer[..len].to_vec();
        let cells = csv_cells(&header, delimiter);
        let mut wanted = Vec::new();
        for (column, cell) in cells.iter().enumerate() {
            let written = std::str::from_utf8(cell.written)
                .map_err(|_| Trouble::Input("the names of the columns are not valid UTF-8".to_owned()))?;
            let name = csv_unescape(written, cell.quoted).text;
            let is_named = |field: &FieldPath| field.name() == name || field.steps() == [name.as_ref()];
            if let Some(field) = fields.iter().position(is_named) {
                wanted.push((field, column, format!("/{name}")));
            }
        }
        let lacking =
            fields.iter().enumerate().find(|(index, _)| wanted.iter().all(|(field, ..)| field != index));
        if let Some((_, field)) = lacking {
            return Err(Trouble::Input(format!(
                "the first row has no column {}; check the name",
                field.name()
            )));
        }
        let columns = Columns { count: cells.len(), wanted, header };
        self.buffer.drain(..len);
        self.seen = 0;
        self.whole = 0;
        self.row_start = 0;
        (self.records, self.lines, self.lines_seen) = (0, 0, 0);
        self.rows = Some((delimiter, CsvRows::default()));
        self.next = (1 + lines, 1);
        self.look();
        Ok(Some(columns))
    }

    /// The next chunk.
    pub(super) fn next(&mut self) -> Result<Option<Chunk>, String> {
        if self.in_long {
            return self.next_of_long();
        }
        while self.whole < CHUNK && !self.ended && !self.is_too_long() {
            self.read()?;
        }
        if self.is_too_long() {
            if self.whole == 0 {
                self.in_long = true;
                return Ok(Some(self.take_piece(self.buffer.len(), Length::Begins)));
            }
        } else if self.ended {
            self.whole = self.buffer.len();
        }
        if self.whole == 0 {
            return Ok(None);
        }
        let rest = self.buffer.split_off(self.whole);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let (line, record) = self.next;
        self.next = match self.rows {
            None => (line + self.lines, line + self.lines),
            Some(_) => (line + self.lines, record + self.records),
        };
        self.seen -= self.whole.min(self.seen);
        self.row_start -= self.whole.min(self.row_start);
        self.whole = 0;
        self.lines_seen -= self.lines;
        (self.records, self.lines) = (0, 0);
        Ok(Some(Chunk { bytes, line, record, length: Length::Whole }))
    }

    /// Whether what was read behind the last whole record is more than may be held.
    const fn is_too_long(&self) -> bool {
        self.buffer.len() - self.whole > self.most
    }

    /// The next piece of a record that is too long.
    fn next_of_long(&mut self) -> Result<Option<Chunk>, String> {
        while self.buffer.is_empty() && !self.ended {
            self.ended = !self.source.fill(&mut self.buffer)?;
        }
        if self.buffer.is_empty() {
            return Ok(None);
        }
        let end = match &mut self.rows {
            None => self.buffer.iter().position(|&byte| byte == b'\n'),
            Some((delimiter, rows)) => self.buffer.iter().position(|&byte| rows.ends(byte, *delimiter)),
        };
        let piece = self.take_piece(end.map_or(self.buffer.len(), |last| last + 1), Length::GoesOn);
        if end.is_some() {
            self.in_long = false;
            self.next.1 = if self.rows.is_some() { self.next.1 + 1 } else { self.next.0 };
            self.look();
        }
        Ok(Some(piece))
    }

    /// Takes so many bytes of a record that is too long; nothing behind them was looked at.
    fn take_piece(&mut self, len: usize, length: Length) -> Chunk {
        let rest = self.buffer.split_off(len);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let (line, record) = self.next;
        self.next.0 += bytes.iter().filter(|&&byte| byte == b'\n').count() as u64;
        (self.seen, self.row_start, self.lines, self.lines_seen, self.records) = (0, 0, 0, 0, 0);
        Chunk { bytes, line, record, length }
    }

    fn read(&mut self) -> Result<(), String> {
        self.ended = !self.source.fill(&mut self.buffer)?;
        self.look();
        Ok(())
    }

    /// Looks for record ends in what was read.
    fn look(&mut self) {
        let new = &self.buffer[self.seen..];
        match &mut self.rows {
            None => {
                if let Some(last) = new.iter().rposition(|&b| b == b'\n') {
                    self.lines += new[..=last].iter().filter(|&&b| b == b'\n').count() as u64;
                    self.whole = self.seen + last + 1;
                }
                self.lines_seen = self.lines;
            }
            Some((delimiter, rows)) => {
                for (at, &byte) in (self.seen..).zip(new) {
                    self.lines_seen += u64::from(byte == b'\n');
                    if rows.ends(byte, *delimiter) {
                        self.whole = at + 1;
                        self.lines = self.lines_seen;
                        let row = &self.buffer[self.row_start..self.whole];
                        self.records += u64::from(!is_blank(row, Some(*delimiter)));
                        self.row_start = self.whole;
                    }
                }
            }
        }
        self.seen = self.buffer.len();
    }
}
