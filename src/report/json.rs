//! JSON: one object a line, or one array. A large file has a million findings, so objects are put together by hand;
//! a test holds them against what serde writes.

use std::io::{self, Write};

use super::Record;

/// What stands between two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// Each record is a line of its own.
    Line,
    /// Each record follows a comma; who puts the parts together drops the first and adds the brackets.
    Comma,
}

/// Writes a record as one JSON object.
///
/// # Errors
/// When `out` cannot be written.
pub fn json(record: &Record<'_>, separator: Separator, out: &mut impl Write) -> io::Result<()> {
    // One write for all parts: each would be asked whether there is room.
    let mut line = Vec::with_capacity(ROOM);
    if separator == Separator::Comma {
        line.extend_from_slice(b",\n");
    }
    object(record, &mut line);
    if separator == Separator::Line {
        line.push(b'\n');
    }
    out.write_all(&line)
}

/// As much as most records need.
const ROOM: usize = 640;

fn object(record: &Record<'_>, out: &mut Vec<u8>) {
    string("{\"path\":\"", record.path, out);
    if let Some(unit) = record.unit {
        string("\",\"unit\":\"", unit, out);
    }
    plain("\",\"rule\":\"", record.rule, out);
    plain("\",\"severity\":\"", record.severity.name(), out);
    let mut numbers = Numbers::default();
    numbers.push("\",\"score\":");
    numbers.thousandths((record.score * 1000.0).round() as usize);
    for (key, value) in [
        (",\"start\":", record.start),
        (",\"end\":", record.end),
        (",\"line\":", record.line),
        (",\"column\":", record.column),
        (",\"end_line\":", record.end_line),
        (",\"end_column\":", record.end_column),
    ] {
        numbers.push(key);
        numbers.number(value);
    }
    out.extend_from_slice(numbers.bytes());
    if let Some(text) = record.text {
        string(",\"text\":\"", text, out);
        out.push(b'"');
    }
    string(",\"evidence\":\"", record.evidence, out);
    if let Some(replacement) = record.replacement {
        string("\",\"replacement\":\"", replacement, out);
    }
    if let (Some(width), Some(role), Some(shape)) = (record.width, record.role, record.shape) {
        let mut numbers = Numbers::default();
        numbers.push("\",\"width\":");
        numbers.number(width);
        out.extend_from_slice(numbers.bytes());
        plain(",\"role\":\"", role, out);
        plain("\",\"shape\":\"", shape, out);
    }
    if let Some(suggestion) = record.suggestion {
        string("\",\"suggestion\":\"", suggestion, out);
    }
    plain("\",\"fingerprint\":\"", record.fingerprint, out);
    if let Some(reason) = record.rejected {
        plain("\",\"rejected\":\"", reason, out);
    }
    out.extend_from_slice(b"\"}");
}

/// Writes a key and an open string whose content needs no escapes.
#[inline]
fn plain(key: &str, value: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(value.as_bytes());
}

/// The same for any content.
#[inline]
fn string(key: &str, value: &str, out: &mut Vec<u8>) {
    // Without an early end, so that many bytes are compared at once.
    if value.bytes().fold(false, |any, b| any | special(b)) {
        escaped(key, value, out);
    } else {
        plain(key, value, out);
    }
}

#[inline]
const fn special(b: u8) -> bool {
    (b < 0x20) | (b == b'"') | (b == b'\\')
}

#[cold]
fn escaped(key: &str, value: &str, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.extend_from_slice(key.as_bytes());
    for &byte in value.as_bytes() {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            0..0x20 => {
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
            }
            _ => out.push(byte),
        }
    }
}

/// The numbers of a record with their keys: a place of fixed size, large enough for seven of them.
struct Numbers {
    bytes: [u8; 256],
    length: usize,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { bytes: [0; 256], length: 0 }
    }
}

impl Numbers {
    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    #[inline]
    fn push(&mut self, text: &str) {
        self.bytes[self.length..self.length + text.len()].copy_from_slice(text.as_bytes());
        self.length += text.len();
    }

    #[inline]
    fn number(&mut self, mut value: usize) {
        // From the end, with room for the largest.
        let mut digits = [0; 20];
        let mut first = digits.len();
        loop {
            first -= 1;
            digits[first] = b'0' + (value % 10) as u8;
            value /= 10;
            if value == 0 {
                break;
            }
        }
        let digits = &digits[first..];
        self.bytes[self.length..self.length + digits.len()].copy_from_slice(digits);
        self.length += digits.len();
    }

    /// A number from 0 to 1 in thousandths, without the zeros at its end but for one.
    fn thousandths(&mut self, value: usize) {
        self.number(value / 1000);
        self.push(".");
        let digits = [value / 100 % 10, value / 10 % 10, value % 10];
        let shown = digits.iter().rposition(|&digit| digit > 0).unwrap_or(0) + 1;
        for digit in &digits[..shown] {
            self.number(*digit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin;
    use crate::policy::Policy;
    use crate::report::{Source, View, records};
    use crate::resolve::Reason;
    use crate::style::Style;

    #[test]
    fn objects_are_those_that_serde_writes() {
        let engine = builtin::engine(Policy::default());
        let text =
            "电话：0571-88006633\n到柳林县、\t白鹭 “镇”投入3.2亿元，“\\”占95%。XX县20XX年普及法律学问。\n";
        let findings = engine.scan(text).findings;
        assert!(findings.len() > 2);
        let mut masker = Style::all().next().unwrap().masker();
        for (unit, with_text, rejected) in
            [(None, true, None), (Some("a\u{1}\"\u{8}\u{c}\r\n\t\\b"), false, Some(Reason::Kept))]
        {
            let source = Source { path: "a \"b\".txt", unit, text };
            let view = View { rules: engine.rules(), policy: engine.policy(), with_text };
            let all = findings.iter().map(|finding| (finding, rejected));
            records(source, view, &mut masker, all, |record| {
                let mut line = Vec::new();
                json(record, Separator::Line, &mut line)?;
                let serde = serde_json::to_string(record)? + "\n";
                assert_eq!(String::from_utf8(line).unwrap(), serde);
                io::Result::Ok(())
            })
            .unwrap();
        }
    }

    #[test]
    fn scores_are_those_that_serde_writes() {
        for value in 0..=1000_u16 {
            let mut numbers = Numbers::default();
            numbers.thousandths(value.into());
            let score = f32::from(value) / 1000.0;
            assert_eq!(str::from_utf8(numbers.bytes()).unwrap(), serde_json::to_string(&score).unwrap());
        }
    }
}
