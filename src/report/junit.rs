//! JUnit XML: a suite for each file, a failed case for each finding.

use std::io::{self, Write};

use super::Record;

/// What precedes the suites.
pub const JUNIT_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"yinmo\">\n";

/// What follows the suites.
pub const JUNIT_TAIL: &str = "</testsuites>\n";

/// Opens a file's suite; a file without findings has one case, which passes.
///
/// # Errors
/// When `out` cannot be written.
pub fn junit_open(path: &str, findings: usize, out: &mut impl Write) -> io::Result<()> {
    let (path, tests) = (escape(path), findings.max(1));
    writeln!(out, "<testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{findings}\" errors=\"0\">")?;
    if findings == 0 {
        writeln!(out, "<testcase name=\"no findings\" classname=\"{path}\"/>")?;
    }
    Ok(())
}

/// Writes a record as a failed case.
///
/// # Errors
/// When `out` cannot be written.
pub fn junit(record: &Record<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<testcase name=\"{} {}:{}\" classname=\"{}\"><failure type=\"{}\" message=\"{}\">{}</failure></testcase>",
        record.rule,
        record.line,
        record.column,
        escape(record.path),
        record.severity,
        escape(&record.about.summary),
        escape(record.text.unwrap_or_default()),
    )
}

/// Closes a file's suite.
///
/// # Errors
/// When `out` cannot be written.
pub fn junit_close(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "</testsuite>")
}

/// Escapes for XML 1.0, which has no way to write most control characters.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}
