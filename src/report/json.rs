//! JSON: one object a line, or one array.

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
    match separator {
        Separator::Line => {
            serde_json::to_writer(&mut *out, record)?;
            out.write_all(b"\n")
        }
        Separator::Comma => {
            out.write_all(b",\n")?;
            Ok(serde_json::to_writer(out, record)?)
        }
    }
}
