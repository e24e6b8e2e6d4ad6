//! What an input is: one text, or records with fields.

use std::path::Path;

use super::args::{Input, Kind};
use super::pack::inner_name;
use super::walk::Item;

/// How an input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As one text.
    Text,
    /// A JSON value a line.
    Jsonl,
    /// Rows with this delimiter, the first with names.
    Rows(u8),
    /// Parquet.
    Parquet,
}

/// The shape of an input, or cause and remedy when it has records and no field was named.
pub(crate) fn shape(item: &Item, args: &Input) -> Result<Shape, String> {
    let shape = match args.kind {
        Kind::Auto => match &item.path {
            Some(path) => of_name(path),
            None if args.field.is_empty() => Shape::Text,
            None => Shape::Jsonl,
        },
        Kind::Text => Shape::Text,
        Kind::Jsonl => Shape::Jsonl,
        Kind::Csv => Shape::Rows(b','),
        Kind::Tsv => Shape::Rows(b'\t'),
        Kind::Parquet => Shape::Parquet,
    };
    if shape != Shape::Text && args.field.is_empty() {
        return Err("it has records; name the fields that hold text, such as --field text, or read it as one text with --as text".to_owned());
    }
    Ok(shape)
}

fn of_name(path: &Path) -> Shape {
    let name = inner_name(path).extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match name.as_deref() {
        Some("jsonl" | "ndjson") => Shape::Jsonl,
        Some("csv") => Shape::Rows(b','),
        Some("tsv") => Shape::Rows(b'\t'),
        Some("parquet") => Shape::Parquet,
        _ => Shape::Text,
    }
}
