//! Annotations of GitHub Actions.

use std::io::{self, Write};

use super::Record;
use crate::rule::Severity;

/// Writes a record as one annotation.
///
/// # Errors
/// When `out` cannot be written.
pub fn github(record: &Record<'_>, out: &mut impl Write) -> io::Result<()> {
    if record.rejected.is_some() {
        return Ok(());
    }
    let level = match record.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let quoted = record.text.map(|text| format!(": {text}")).unwrap_or_default();
    let message = format!("{}{quoted}", record.about.summary);
    writeln!(
        out,
        "::{level} file={},line={},col={},endLine={},endColumn={},title={}::{}",
        escape(record.path).replace(':', "%3A").replace(',', "%2C"),
        record.line,
        record.column,
        record.end_line,
        record.end_column,
        record.rule,
        escape(&message),
    )
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
