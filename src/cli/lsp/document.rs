//! An open document: its text, changed as the editor says, and its places in lines and columns.

use serde_json::{Value, json};
use yinmo::span::Span;

/// What columns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Columns {
    Utf8,
    /// What every editor can do.
    #[default]
    Utf16,
}

impl Columns {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
        }
    }

    const fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
        }
    }
}

/// A text with the start of each of its lines.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    text: String,
    starts: Vec<usize>,
    columns: Columns,
}

impl Lines {
    pub(super) fn new(text: String, columns: Columns) -> Self {
        let starts = starts(&text);
        Self { text, starts, columns }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Does one change: of a range, or of the whole text.
    pub(super) fn change(&mut self, change: &Value) -> Option<()> {
        let new = change["text"].as_str()?;
        match change.get("range").filter(|range| !range.is_null()) {
            Some(range) => {
                let span = self.span(range)?;
                self.text.replace_range(span.start..span.end, new);
            }
            None => new.clone_into(&mut self.text),
        }
        self.starts = starts(&self.text);
        Some(())
    }

    /// The line, without its end.
    fn line(&self, number: usize) -> Option<Span> {
        let start = *self.starts.get(number)?;
        let end = self.starts.get(number + 1).copied().unwrap_or(self.text.len());
        let line = self.text[start..end].trim_end_matches(['\r', '\n']);
        Some(Span::new(start, start + line.len()))
    }

    /// The byte at a position; what lies behind the end of its line or of the text is that end.
    pub(super) fn offset(&self, position: &Value) -> Option<usize> {
        let number = usize::try_from(position["line"].as_u64()?).ok()?;
        let wanted = usize::try_from(position["character"].as_u64()?).ok()?;
        let Some(line) = self.line(number) else { return Some(self.text.len()) };
        let mut column = 0;
        for (at, c) in line.of(&self.text).char_indices() {
            column += self.columns.width(c);
            if column > wanted {
                return Some(line.start + at);
            }
        }
        Some(line.end)
    }

    pub(super) fn span(&self, range: &Value) -> Option<Span> {
        let (start, end) = (self.offset(&range["start"])?, self.offset(&range["end"])?);
        Some(Span::new(start, end.max(start)))
    }

    pub(super) fn position(&self, offset: usize) -> Value {
        let number = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let before = &self.text[self.starts[number]..offset];
        let column: usize = before.chars().map(|c| self.columns.width(c)).sum();
        json!({"line": number, "character": column})
    }

    pub(super) fn range(&self, span: Span) -> Value {
        json!({"start": self.position(span.start), "end": self.position(span.end)})
    }

    /// Where the line ends that this byte stands in.
    pub(super) fn line_end(&self, offset: usize) -> usize {
        let number = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        self.line(number).map_or(self.text.len(), |line| line.end)
    }
}

/// Lines end in `\n`, `\r\n` or `\r`.
fn starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends =
        |&(at, &byte): &(usize, &u8)| byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    [0].into_iter().chain(bytes.iter().enumerate().filter(ends).map(|(at, _)| at + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_and_go_in_both_counts() {
        let text = "甲𠮷b\r\n丙\r丁\n";
        for (columns, character) in [(Columns::Utf16, 3), (Columns::Utf8, 7)] {
            let lines = Lines::new(text.to_owned(), columns);
            assert_eq!(lines.position(7), json!({"line": 0, "character": character}));
            for (at, _) in text.char_indices().filter(|&(at, _)| !text[..at].ends_with('\r')) {
                assert_eq!(lines.offset(&lines.position(at)), Some(at), "{at}");
            }
            assert_eq!(lines.offset(&json!({"line": 9, "character": 0})), Some(text.len()));
            assert_eq!(lines.offset(&json!({"line": 0, "character": 99})), Some(8));
        }
        // The middle of a pair is its start.
        let lines = Lines::new(text.to_owned(), Columns::Utf16);
        assert_eq!(lines.offset(&json!({"line": 0, "character": 2})), Some(3));
    }

    #[test]
    fn changes_are_done_in_order() {
        let mut lines = Lines::new("甲乙\n丙".to_owned(), Columns::Utf16);
        let range = |a: u32, b: u32, c: u32, d: u32| json!({"start": {"line": a, "character": b}, "end": {"line": c, "character": d}});
        lines.change(&json!({"range": range(0, 1, 1, 0), "text": "𠮷"})).unwrap();
        assert_eq!(lines.text(), "甲𠮷丙");
        lines.change(&json!({"range": range(0, 3, 0, 4), "text": "\n丁"})).unwrap();
        assert_eq!(lines.text(), "甲𠮷\n丁");
        lines.change(&json!({"text": "新"})).unwrap();
        assert_eq!(lines.text(), "新");
        assert!(lines.change(&json!({})).is_none());
    }
}
