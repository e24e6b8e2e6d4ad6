//! What is done to the texts of a record.

use std::io;

use yinmo::edit::Edit;
use yinmo::finding::Finding;
use yinmo::report::Tally;

use crate::cli::sink::Sink;

/// One text of a record.
pub(crate) struct Part<'t> {
    /// Its place: `/records/12/text`.
    pub(crate) unit: String,
    pub(crate) text: &'t str,
}

/// What came of a record.
#[derive(Default)]
pub(crate) struct Treated {
    /// The edits of each text.
    pub(crate) edits: Vec<Vec<Edit>>,
    /// The findings they come from, of each text; only where something is written beside the texts.
    pub(crate) findings: Vec<Vec<Finding>>,
    pub(crate) tally: Tally,
    /// What is still there that should be gone: the record is bad.
    pub(crate) left: Option<String>,
}

/// A job that works on records.
pub(crate) trait Treat: Sync {
    /// Works on a record: writes its findings where they are asked for, and returns its edits.
    fn treat(&self, path: &str, parts: &[Part<'_>], sink: &mut Sink<'_>) -> io::Result<Treated>;
}
