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
    let mut line = Vec::with_capacity(512);
    if separator == Separator::Comma {
        line.extend_from_slice(b",\n");
    }
    object(record, &mut line);
    if separator == Separator::Line {
        line.push(b'\n');
    }
    out.write_all(&line)
}

fn object(record: &Record<'_>, out: &mut Vec<u8>) {
    string("{\"path\":", record.path, out);
    if let Some(unit) = record.unit {
        string(",\"unit\":", unit, out);
    }
    string(",\"rule\":", record.rule, out);
    string(",\"severity\":", record.severity.name(), out);
    out.extend_from_slice(b",\"score\":");
    thousandths((record.score * 1000.0).round() as usize, out);
    number(",\"start\":", record.start, out);
    number(",\"end\":", record.end, out);
    number(",\"line\":", record.line, out);
    number(",\"column\":", record.column, out);
    number(",\"end_line\":", record.end_line, out);
    number(",\"end_column\":", record.end_column, out);
    if let Some(text) = record.text {
        string(",\"text\":", text, out);
    }
    string(",\"evidence\":", record.evidence, out);
    if let Some(replacement) = record.replacement {
        string(",\"replacement\":", replacement, out);
    }
    if let Some(role) = record.role {
        string(",\"role\":", role, out);
    }
    if let Some(shape) = record.shape {
        string(",\"shape\":", shape, out);
    }
    if let Some(width) = record.width {
        number(",\"width\":", width, out);
    }
    if let Some(suggestion) = record.suggestion {
        string(",\"suggestion\":", suggestion, out);
    }
    string(",\"fingerprint\":", record.fingerprint, out);
    if let Some(reason) = record.rejected {
        string(",\"rejected\":", reason, out);
    }
    out.push(b'}');
}

fn string(key: &str, value: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(key.as_bytes());
    out.push(b'"');
    let mut rest = value;
    while let Some(at) = rest.bytes().position(|b| b < 0x20 || matches!(b, b'"' | b'\\')) {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let escaped = rest.as_bytes()[at];
        match escaped {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', escaped]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0c => out.extend_from_slice(b"\\f"),
            _ => out.extend_from_slice(format!("\\u{escaped:04x}").as_bytes()),
        }
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest.as_bytes());
    out.push(b'"');
}

fn number(key: &str, mut value: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(key.as_bytes());
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// A number from 0 to 1 in thousandths, without the zeros at its end but for one.
fn thousandths(value: usize, out: &mut Vec<u8>) {
    number("", value / 1000, out);
    out.push(b'.');
    let digits = [value / 100 % 10, value / 10 % 10, value % 10];
    let shown = digits.iter().rposition(|&digit| digit > 0).unwrap_or(0) + 1;
    out.extend(digits[..shown].iter().map(|&digit| b'0' + digit as u8));
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
            let mut out = Vec::new();
            thousandths(value.into(), &mut out);
            let score = f32::from(value) / 1000.0;
            assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&score).unwrap());
        }
    }
}
