//! Term lists as people have them: plain text, a term a line, or CSV from a spreadsheet.

use crate::format::{CsvError, csv_table};

/// A term of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The term.
    pub term: String,
    /// What it is, where the list says so; empty where it does not.
    pub kind: String,
    /// The line it starts on, from 1.
    pub line: usize,
}

/// First cells of a row that names the columns.
const HEADS: [&str; 14] = [
    "term", "name", "word", "text", "person", "place", "org", "词", "词语", "名称", "姓名", "地名", "机构",
    "单位",
];

/// The terms of a list. In text the kind stands behind a tab; in CSV in the second column, and a first row that
/// names the columns is passed over. Lines that start with `#` are comments in both.
pub fn entries(text: &str, is_csv: bool) -> Result<Vec<Entry>, CsvError> {
    let mut entries = Vec::new();
    let mut push = |term: &str, kind: &str, line: usize| {
        let term = term.trim_matches(['\u{feff}', ' ', '\t', '\r', '\u{3000}']);
        if !term.is_empty() && !term.starts_with('#') {
            entries.push(Entry { term: term.to_owned(), kind: kind.trim().to_owned(), line });
        }
    };
    if !is_csv {
        for (number, line) in text.lines().enumerate() {
            let (term, kind) = line.split_once('\t').unwrap_or((line, ""));
            push(term, kind, number + 1);
        }
        return Ok(entries);
    }
    for (number, row) in csv_table(text)?.into_iter().enumerate() {
        let cell = |column: usize| row.cells.get(column).map_or("", String::as_str);
        if number > 0 || !HEADS.contains(&cell(0).trim().to_lowercase().as_str()) {
            push(cell(0), cell(1), row.line);
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str, is_csv: bool) -> Vec<(String, String, usize)> {
        entries(text, is_csv).unwrap().into_iter().map(|e| (e.term, e.kind, e.line)).collect()
    }

    #[test]
    fn text_and_csv_give_the_same_terms() {
        let expected = [("白鹭湾".to_owned(), "place".to_owned(), 2), ("杨槐".to_owned(), String::new(), 3)];
        assert_eq!(pairs("# 名单\n白鹭湾\tplace\n杨槐\r\n\n", false), expected);
        assert_eq!(pairs("\u{feff}名称,类别\r\n白鹭湾,place\r\n\"杨槐\",\r\n", true), expected);
        assert_eq!(pairs("\"甲,\"\"乙\"\"\",org\n", true), [("甲,\"乙\"".to_owned(), "org".to_owned(), 1)]);
    }
}
