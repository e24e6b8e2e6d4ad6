//! rdjsonl, one object a line: what reviewdog reads to comment on changes, with the mask as a suggestion.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Record;
use crate::rule::Severity;

/// Writes a record as one diagnostic.
///
/// # Errors
/// When `out` cannot be written.
pub fn rdjson(record: &Record<'_>, text: &str, out: &mut impl Write) -> io::Result<()> {
    if record.rejected.is_some() {
        return Ok(());
    }
    let severity = match record.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "INFO",
    };
    // Columns of this format count the bytes of the line.
    let column = |at: usize| at - text[..at].rfind('\n').map_or(0, |end| end + 1) + 1;
    let range = json!({
        "start": {"line": record.line, "column": column(record.span.start)},
        "end": {"line": record.end_line, "column": column(record.span.end)},
    });
    let message = match record.text {
        Some(found) => format!("{}: {found}", record.about.summary),
        None => record.about.summary.to_string(),
    };
    let mut diagnostic = json!({
        "message": message,
        "location": {"path": record.path, "range": range},
        "severity": severity,
        "source": {"name": "yinmo"},
        "code": {"value": record.rule},
    });
    if let Some(replacement) = record.replacement {
        diagnostic["suggestions"] = Value::from(vec![json!({"range": range, "text": replacement})]);
    }
    serde_json::to_writer(&mut *out, &diagnostic)?;
    out.write_all(b"\n")
}
