//! JSON: one object a line, or one array. A large file has a million findings, so objects are put together by hand;
//! a test holds them against what serde writes.

use std::io::{self, Write};

use super::Record;
use crate::span::{HIGH, ONES};

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
    let mut line = Line::default();
    if separator == Separator::Comma {
        line.push(b",\n");
    }
    object(record, &mut line);
    if separator == Separator::Line {
        line.push(b"\n");
    }
    line.write(out)
}

fn object(record: &Record<'_>, out: &mut Line) {
    out.push(b"{\"path\":\"");
    out.string(record.path);
    if let Some(unit) = record.unit {
        out.push(b"\",\"unit\":\"");
        out.string(unit);
    }
    out.push(b"\",\"rule\":\"");
    out.plain(record.rule.as_bytes());
    out.push(b"\",\"severity\":\"");
    out.plain(record.severity.name().as_bytes());
    out.push(b"\",\"score\":");
    out.thousandths((record.score * 1000.0).round() as usize);
    out.push(b",\"start\":");
    out.number(record.start);
    out.push(b",\"end\":");
    out.number(record.end);
    out.push(b",\"line\":");
    out.number(record.line);
    out.push(b",\"column\":");
    out.number(record.column);
    out.push(b",\"end_line\":");
    out.number(record.end_line);
    out.push(b",\"end_column\":");
    out.number(record.end_column);
    if let Some(text) = record.text {
        out.push(b",\"text\":\"");
        out.string(text);
        out.push(b"\"");
    }
    out.push(b",\"evidence\":\"");
    out.string(record.evidence);
    if let Some(replacement) = record.replacement {
        out.push(b"\",\"replacement\":\"");
        out.string(replacement);
    }
    if let (Some(width), Some(role), Some(shape)) = (record.width, record.role, record.shape) {
        out.push(b"\",\"width\":");
        out.number(width);
        out.push(b",\"role\":\"");
        out.plain(role.as_bytes());
        out.push(b"\",\"shape\":\"");
        out.plain(shape.as_bytes());
    }
    if let Some(suggestion) = record.suggestion {
        out.push(b"\",\"suggestion\":\"");
        out.string(suggestion);
    }
    out.push(b"\",\"fingerprint\":\"");
    out.plain(record.fingerprint.as_bytes());
    if let Some(reason) = record.rejected {
        out.push(b"\",\"rejected\":\"");
        out.plain(reason.as_bytes());
    }
    out.push(b"\"}");
}

/// The highest bit of each of eight bytes that is a control character, a quotation mark or a backslash; behind a byte
/// that is, others may have it too.
const fn escapes(word: u64) -> u64 {
    const fn below(word: u64, n: u8) -> u64 {
        word.wrapping_sub(ONES * n as u64) & !word & HIGH
    }
    below(word, 0x20) | below(word ^ (ONES * b'"' as u64), 1) | below(word ^ (ONES * b'\\' as u64), 1)
}

/// Less than eight bytes as eight, some of them twice, or with digits behind them.
fn short_word(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
    }
    let [a, b, c] = match *bytes {
        [a, b, c, ..] => [a, b, c],
        [a, b] => [a, b, b],
        [a] => [a; 3],
        [] => [b'0'; 3],
    };
    ASCII_ZEROS << 24 | u64::from(a) | u64::from(b) << 8 | u64::from(c) << 16
}

/// As many bytes as most records have.
const ROOM: usize = 1024;

/// A record as it is put together: in a place of fixed size, to which a copy costs little, as far as there is room.
struct Line {
    bytes: [u8; ROOM],
    length: usize,
    /// What there was no room for, from the start.
    before: Vec<u8>,
}

impl Default for Line {
    fn default() -> Self {
        Self { bytes: [0; ROOM], length: 0, before: Vec::new() }
    }
}

impl Line {
    /// One write for all parts: each would be asked whether there is room.
    fn write(&mut self, out: &mut impl Write) -> io::Result<()> {
        if !self.before.is_empty() {
            self.spill();
            return out.write_all(&self.before);
        }
        out.write_all(&self.bytes[..self.length])
    }

    #[cold]
    fn spill(&mut self) {
        self.before.extend_from_slice(&self.bytes[..self.length]);
        self.length = 0;
    }

    /// Adds a key, or another few bytes.
    #[inline]
    fn push<const N: usize>(&mut self, key: &[u8; N]) {
        const { assert!(N <= ROOM, "a key is short") };
        if self.length + N > ROOM {
            self.spill();
        }
        *self.bytes[self.length..].first_chunk_mut().expect("there is room for a key") = *key;
        self.length += N;
    }

    /// Adds what needs no escapes.
    #[inline]
    fn plain(&mut self, value: &[u8]) {
        match self.bytes[self.length..].get_mut(..value.len()) {
            Some(room) => {
                room.copy_from_slice(value);
                self.length += value.len();
            }
            None => {
                self.spill();
                self.before.extend_from_slice(value);
            }
        }
    }

    /// Adds any content. It is looked at as it is copied; where something in it needs an escape, or there is no room, it
    /// is put together anew, byte by byte.
    #[inline]
    fn string(&mut self, value: &str) {
        let bytes = value.as_bytes();
        let Some(room) = self.bytes[self.length..].get_mut(..bytes.len()) else { return self.escaped(value) };
        let special = match (room.last_chunk_mut::<8>(), bytes.last_chunk::<8>()) {
            (Some(to), Some(last)) => {
                // The last eight first, and some of them once more rather than one after the other.
                *to = *last;
                let mut special = escapes(u64::from_le_bytes(*last));
                let room = room.as_chunks_mut::<8>().0;
                for (at, word) in bytes.as_chunks::<8>().0.iter().enumerate() {
                    room[at] = *word;
                    special |= escapes(u64::from_le_bytes(*word));
                }
                special
            }
            _ => {
                room.copy_from_slice(bytes);
                escapes(short_word(bytes))
            }
        };
        if special == 0 { self.length += bytes.len() } else { self.escaped(value) }
    }

    #[cold]
    fn escaped(&mut self, value: &str) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        for &byte in value.as_bytes() {
            match byte {
                b'"' | b'\\' => self.push(&[b'\\', byte]),
                b'\n' => self.push(b"\\n"),
                b'\r' => self.push(b"\\r"),
                b'\t' => self.push(b"\\t"),
                0x08 => self.push(b"\\b"),
                0x0c => self.push(b"\\f"),
                0..0x20 => {
                    self.push(b"\\u00");
                    self.push(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
                }
                _ => self.push(&[byte]),
            }
        }
    }

    /// Adds a number; most lines and columns are short ones.
    #[inline]
    fn number(&mut self, value: usize) {
        match value {
            0..10 => self.push(&[b'0' + value as u8]),
            10..100 => self.push(&[b'0' + (value / 10) as u8, b'0' + (value % 10) as u8]),
            _ => self.long_number(value),
        }
    }

    fn long_number(&mut self, value: usize) {
        const LOW: usize = 100_000_000;
        if value < LOW {
            let digits = eight_digits(value as u32);
            // Zeros stand in the lowest bytes; one digit there is always.
            let zeros = (digits.trailing_zeros() / 8).min(7);
            self.push(&((digits | ASCII_ZEROS) >> (8 * zeros)).to_le_bytes());
            self.length -= zeros as usize;
        } else {
            self.number(value / LOW);
            self.push(&(eight_digits((value % LOW) as u32) | ASCII_ZEROS).to_le_bytes());
        }
    }

    /// A number from 0 to 1 in thousandths, without the zeros at its end but for one.
    fn thousandths(&mut self, value: usize) {
        self.number(value / 1000);
        self.push(b".");
        let digits = [value / 100 % 10, value / 10 % 10, value % 10];
        let shown = digits.iter().rposition(|&digit| digit > 0).unwrap_or(0) + 1;
        for &digit in &digits[..shown] {
            self.push(&[b'0' + digit as u8]);
        }
    }
}

const ASCII_ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);

/// The digits of a number below 100,000,000, the first one in the lowest byte: halves, then quarters, then digits are
/// divided together.
const fn eight_digits(value: u32) -> u64 {
    let halves = (value / 10_000) as u64 | ((value % 10_000) as u64) << 32;
    let hundreds = ((halves * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let pairs = hundreds | (halves - hundreds * 100) << 16;
    let tens = ((pairs * 103) >> 10) & 0x000f_000f_000f_000f;
    tens | (pairs - tens * 10) << 8
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
            let view = View { rules: engine.rules(), policy: engine.policy(), with_text, details: true };
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

    fn written(mut line: Line) -> String {
        let mut out = Vec::new();
        line.write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_longer_than_the_room_is_written_whole() {
        for length in (0..60).chain(ROOM - 60..ROOM + 60) {
            let (mut line, long) = (Line::default(), "长".repeat(length / 3) + &"\"".repeat(length % 3));
            for _ in 0..4 {
                line.push(b"key:");
                line.string(&long);
                line.number(length);
            }
            let once = format!("key:{}{length}", long.replace('"', "\\\""));
            assert_eq!(written(line), once.repeat(4));
        }
    }

    #[test]
    fn numbers_are_those_that_are_displayed() {
        let near = |n: usize| [n.saturating_sub(1), n, n.saturating_add(1)];
        let powers = (0..20).filter_map(|n| 10_usize.checked_pow(n)).flat_map(near);
        let spread = (0..20_000_usize).map(|n| n.wrapping_mul(7_919) % 100_000_000);
        for value in powers.chain(spread).chain(near(usize::MAX)) {
            let mut line = Line::default();
            line.number(value);
            assert_eq!(written(line), value.to_string());
        }
    }

    #[test]
    fn what_needs_escapes_is_found_at_every_place() {
        for length in 0..40 {
            for (at, byte) in (0..length).flat_map(|at| (0..=255).map(move |byte| (at, byte))) {
                let mut bytes = vec![b'a'; length];
                bytes[at] = byte;
                let Ok(value) = str::from_utf8(&bytes) else { continue };
                let mut line = Line::default();
                line.string(value);
                let serde = serde_json::to_string(value).unwrap();
                assert_eq!(format!("\"{}\"", written(line)), serde, "{byte} at {at} of {length}");
            }
        }
    }

    #[test]
    fn scores_are_those_that_serde_writes() {
        for value in 0..=1000_u16 {
            let mut line = Line::default();
            line.thousandths(value.into());
            let score = f32::from(value) / 1000.0;
            assert_eq!(written(line), serde_json::to_string(&score).unwrap());
        }
    }
}
