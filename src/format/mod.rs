//! Bytes to [`Document`](crate::document::Document) and back. One file per container; knows no rules.

mod csv;
mod encoding;
mod escape;
mod html;
mod json;
#[cfg(feature = "office")]
pub mod office;
mod passage;
mod path;

pub use csv::{CsvCell, CsvError, CsvRow, CsvRows, csv_cells, csv_needs_quotes, csv_table, csv_unescape};
pub use encoding::{DecodeError, Decoded, EncodeError, Encoding, Stream, StreamError, decode, sniff};
pub use escape::Escaped;
pub use html::{Html, Opaque, html, html_encoding};
pub use json::{JsonError, JsonText, json_escape, json_texts, json_unescape};
pub use passage::{Carried, Form, Passage, Seg, SegKind};
pub use path::FieldPath;
