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
    let mut numbers = Numbers::default();
    numbers.push(b"\",\"severity\":\"");
    numbers.word(record.severity.name());
    numbers.push(b"\",\"score\":");
    numbers.thousandths((record.score * 1000.0).round() as usize);
    numbers.push(b",\"start\":");
    numbers.number(record.start);
    numbers.push(b",\"end\":");
    numbers.number(record.end);
    numbers.push(b",\"line\":");
    numbers.number(record.line);
    numbers.push(b",\"column\":");
    numbers.number(record.column);
    numbers.push(b",\"end_line\":");
    numbers.number(record.end_line);
    numbers.push(b",\"end_column\":");
    numbers.number(record.end_column);
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
        numbers.push(b"\",\"width\":");
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
    if needs_escapes(value.as_bytes()) {
        escaped(key, value, out);
    } else {
        plain(key, value, out);
    }
}

/// Whether a control character, a quotation mark or a backslash is among them; eight are looked at together.
fn needs_escapes(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // The highest bit of each byte that is less than `n`; behind a byte that is, others may have it too.
    let below = |word: u64, n: u8| word.wrapping_sub(ONES * u64::from(n)) & !word & HIGH;
    let special = |word: u64| {
        let (quote, slash) = (word ^ ONES * u64::from(b'"'), word ^ ONES * u64::from(b'\\'));
        below(word, 0x20) | below(quote, 1) | below(slash, 1)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let all = words.iter().fold(0, |any, word| any | special(u64::from_le_bytes(*word)));
    // The last eight once more rather than one after the other.
    let last = match bytes.last_chunk::<8>() {
        Some(last) if !rest.is_empty() => special(u64::from_le_bytes(*last)),
        Some(_) => 0,
        None => rest.iter().map(|&b| u64::from(b < 0x20 || b == b'"' || b == b'\\')).sum(),
    };
    all | last != 0
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
    bytes: [u8; 320],
    length: usize,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { bytes: [0; 320], length: 0 }
    }
}

impl Numbers {
    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// Adds a key.
    #[inline]
    fn push<const N: usize>(&mut self, key: &[u8; N]) {
        *self.bytes[self.length..].first_chunk_mut().expect("there is room for all keys and numbers") = *key;
        self.length += N;
    }

    /// Adds a short word.
    fn word(&mut self, word: &str) {
        self.bytes[self.length..self.length + word.len()].copy_from_slice(word.as_bytes());
        self.length += word.len();
    }

    fn number(&mut self, value: usize) {
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

    #[test]
    fn numbers_are_those_that_are_displayed() {
        let near = |n: usize| [n.saturating_sub(1), n, n.saturating_add(1)];
        let powers = (0..20).filter_map(|n| 10_usize.checked_pow(n)).flat_map(near);
        let spread = (0..20_000_usize).map(|n| n.wrapping_mul(7_919) % 100_000_000);
        for value in powers.chain(spread).chain(near(usize::MAX)) {
            let mut numbers = Numbers::default();
            numbers.number(value);
            assert_eq!(str::from_utf8(numbers.bytes()).unwrap(), value.to_string());
        }
    }

    #[test]
    fn what_needs_escapes_is_found_at_every_place() {
        for length in 0..40 {
            for (at, byte) in (0..length).flat_map(|at| (0..=255).map(move |byte| (at, byte))) {
                let mut bytes = vec![b'a'; length];
                bytes[at] = byte;
                let special = byte < 0x20 || byte == b'"' || byte == b'\\';
                assert_eq!(needs_escapes(&bytes), special, "{byte} at {at} of {length}");
            }
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
