//! Bytes to [`Document`](crate::document::Document) and back. One file per container; knows no rules.

mod encoding;

pub use encoding::{DecodeError, Decoded, EncodeError, Encoding, decode};
