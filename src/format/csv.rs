//! Rows of CSV and TSV, with the bytes of every cell. A cell that is not edited keeps its bytes, quoted or not; so do
//! line ends, within quotes and between rows.

use std::borrow::Cow;

use super::escape::Escaped;

/// One cell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvCell<'a> {
    /// Where its content starts, behind the quote if there is one.
    pub start: usize,
    /// The content as it is written, without quotes around it.
    pub written: &'a [u8],
    /// Whether quotes stand around it.
    pub quoted: bool,
    /// Whether something stands between the closing quote and the end of the cell, or the quote is never closed.
    pub damaged: bool,
}

/// Walks over bytes byte by byte and knows where rows end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CsvRows {
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote in a quoted cell: the end of it, or the first half of an escaped quote.
    Quote,
}

impl CsvRows {
    /// Takes the next byte; whether a row ends with it.
    pub fn ends(&mut self, byte: u8, delimiter: u8) -> bool {
        self.state = match (self.state, byte) {
            (State::CellStart, b'"') | (State::Quote, b'"') => State::Quoted,
            (State::Quoted, b'"') => State::Quote,
            (State::Quoted, _) => State::Quoted,
            (_, b'\n') => {
                self.state = State::CellStart;
                return true;
            }
            (_, byte) if byte == delimiter => State::CellStart,
            _ => State::Plain,
        };
        false
    }

    /// Whether a quoted cell is open, in which a line end ends nothing.
    pub fn is_quoted(self) -> bool {
        self.state == State::Quoted
    }
}

/// The cells of a row, which may have its line end.
pub fn csv_cells(row: &[u8], delimiter: u8) -> Vec<CsvCell<'_>> {
    let end = row.len() - line_end(row);
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let (cell, after) = cell(row, at, end, delimiter);
        cells.push(cell);
        if after >= end {
            return cells;
        }
        at = after + 1;
    }
}

fn line_end(row: &[u8]) -> usize {
    if row.ends_with(b"\r\n") { 2 } else { usize::from(row.ends_with(b"\n")) }
}

fn cell(row: &[u8], start: usize, end: usize, delimiter: u8) -> (CsvCell<'_>, usize) {
    let to_delimiter =
        |from: usize| row[from..end].iter().position(|&b| b == delimiter).map_or(end, |n| from + n);
    if row.get(start).filter(|_| start < end) != Some(&b'"') {
        let after = to_delimiter(start);
        let written = &row[start..after];
        return (CsvCell { start, written, quoted: false, damaged: false }, after);
    }
    let mut at = start + 1;
    let close = loop {
        match row[at..end].iter().position(|&b| b == b'"') {
            None => break None,
            Some(n) if row.get(at + n + 1).filter(|_| at + n + 1 < end) == Some(&b'"') => at += n + 2,
            Some(n) => break Some(at + n),
        }
    };
    let content = close.unwrap_or(end);
    let after = close.map_or(end, |close| to_delimiter(close + 1));
    let damaged = close.is_none_or(|close| after != close + 1);
    (CsvCell { start: start + 1, written: &row[start + 1..content], quoted: true, damaged }, after)
}

/// A row of a small table, read whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvRow {
    /// The line it starts on, from 1.
    pub line: usize,
    /// What the cells say.
    pub cells: Vec<String>,
}

/// Why a table cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: a quoted cell is not closed, or something stands behind its closing quote")]
pub struct CsvError {
    /// The line on which the row starts, from 1.
    pub line: usize,
}

/// The rows of a table, by the delimiter that stands in its first row: a comma, a semicolon or a tab. Empty lines are
/// passed over.
pub fn csv_table(text: &str) -> Result<Vec<CsvRow>, CsvError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';'].into_iter().find(|&d| !head.contains(',') && head.contains(char::from(d)));
    let delimiter = delimiter.unwrap_or(b',');
    let (mut table, mut state, mut from, mut line, mut first) = (Vec::new(), CsvRows::default(), 0, 1, 1);
    for (at, byte) in text.bytes().enumerate() {
        let ends = state.ends(byte, delimiter);
        line += usize::from(byte == b'\n');
        if ends || at + 1 == text.len() {
            let row = &text[from..=at];
            if !row.trim_matches(['\r', '\n']).is_empty() {
                table.push(CsvRow {
                    line: first,
                    cells: values(row, delimiter).ok_or(CsvError { line: first })?,
                });
            }
            (from, first) = (at + 1, line);
        }
    }
    Ok(table)
}

/// What the cells of a row say, or `None` where one is damaged.
fn values(row: &str, delimiter: u8) -> Option<Vec<String>> {
    let value = |cell: CsvCell<'_>| {
        let written = &row[cell.start..cell.start + cell.written.len()];
        (!cell.damaged).then(|| csv_unescape(written, cell.quoted).text.into_owned())
    };
    csv_cells(row.as_bytes(), delimiter).into_iter().map(value).collect()
}

/// What a cell says: in quotes, two quotes are one.
pub fn csv_unescape(written: &str, quoted: bool) -> Escaped<'_> {
    if !quoted || !written.contains('"') {
        return Escaped::plain(written);
    }
    let mut text = String::with_capacity(written.len());
    let mut escapes = Vec::new();
    let mut from = 0;
    while let Some(skip) = written[from..].find("\"\"") {
        text.push_str(&written[from..from + skip]);
        escapes.push(((text.len() as u32, 1), ((from + skip) as u32, 2)));
        text.push('"');
        from += skip + 2;
    }
    text.push_str(&written[from..]);
    Escaped { text: Cow::Owned(text), escapes }
}

/// Whether a cell with this content must stand in quotes.
pub fn csv_needs_quotes(content: &str, delimiter: u8) -> bool {
    content.starts_with('"') || content.bytes().any(|b| b == delimiter || matches!(b, b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &[u8]) -> Vec<&[u8]> {
        let (mut rows, mut from, mut state) = (Vec::new(), 0, CsvRows::default());
        for (at, &byte) in text.iter().enumerate() {
            if state.ends(byte, b',') {
                rows.push(&text[from..=at]);
                from = at + 1;
            }
        }
        rows.push(&text[from..]);
        rows
    }

    fn cells(row: &str) -> Vec<(String, bool)> {
        csv_cells(row.as_bytes(), b',')
            .iter()
            .map(|cell| {
                assert_eq!(&row.as_bytes()[cell.start..cell.start + cell.written.len()], cell.written);
                let written = std::str::from_utf8(cell.written).unwrap();
                (csv_unescape(written, cell.quoted).text.into_owned(), cell.damaged)
            })
            .collect()
    }

    #[test]
    fn rows_end_outside_quotes() {
        let text = b"a,\"b\nc\"\"\n\"\r\nd\"e,f\n\"g";
        assert_eq!(rows(text), [&b"a,\"b\nc\"\"\n\"\r\n"[..], b"d\"e,f\n", b"\"g"]);
    }

    #[test]
    fn tables_are_read_by_the_delimiter_of_their_first_row() {
        let read = |text| {
            csv_table(text).map(|rows| rows.into_iter().map(|r| (r.line, r.cells)).collect::<Vec<_>>())
        };
        let row = |line: usize, a: &str, b: &str| (line, vec![a.to_owned(), b.to_owned()]);
        assert_eq!(
            read("\u{feff}甲,\"乙\"\r\n\r\n\"a\nb\",c\nd,"),
            Ok(vec![row(1, "甲", "乙"), row(3, "a\nb", "c"), row(5, "d", "")])
        );
        assert_eq!(read("甲;乙\n1;2,5\n"), Ok(vec![row(1, "甲", "乙"), row(2, "1", "2,5")]));
        assert_eq!(read("甲\t乙"), Ok(vec![row(1, "甲", "乙")]));
        assert_eq!(read("a,b\n\"c"), Err(CsvError { line: 2 }));
        assert_eq!(read(""), Ok(Vec::new()));
    }

    #[test]
    fn cells_are_read_with_and_without_quotes() {
        let good = |text: &str| (text.to_owned(), false);
        assert_eq!(
            cells("a,\"b,\"\"c\"\"\",,d\"e\r\n"),
            [good("a"), good("b,\"c\""), good(""), good("d\"e")]
        );
        assert_eq!(cells("\n"), [good("")]);
        assert_eq!(cells("a,"), [good("a"), good("")]);
        assert_eq!(cells("\"a\"b,c"), [("a".to_owned(), true), good("c")]);
        assert_eq!(cells("\"a"), [("a".to_owned(), true)]);
        assert_eq!(cells("\"\"\"\",\"\""), [good("\""), good("")]);
    }

    proptest! {
        #[test]
        fn every_row_is_read_back(row in prop::collection::vec("[a甲\",\n\r]{0,6}", 1..5)) {
            let written: Vec<String> = row
                .iter()
                .map(|cell| match csv_needs_quotes(cell, b',') {
                    true => format!("\"{}\"", cell.replace('"', "\"\"")),
                    false => cell.clone(),
                })
                .collect();
            let line = written.join(",") + "\n";
            prop_assert_eq!(rows(line.as_bytes()).len(), 2, "{}", line);
            let read: Vec<String> = cells(&line).into_iter().map(|(cell, _)| cell).collect();
            prop_assert_eq!(read, row);
        }

        #[test]
        fn any_bytes_are_read(text in prop::collection::vec(prop::sample::select(&b"a\",\n\r\xe7"[..]), 0..40)) {
            let all = rows(&text);
            prop_assert_eq!(all.concat(), text.clone());
            for row in all {
                let cells = csv_cells(row, b',');
                prop_assert!(cells.iter().all(|c| c.start + c.written.len() <= row.len()));
            }
        }
    }
}
