//! A part of a package as it was read, whose text is of some family of documents.

use super::inner::Inner;

pub(super) struct Read<T> {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) content: Content<T>,
    /// The first of its units in the document.
    pub(super) first: usize,
}

pub(super) enum Content<T> {
    /// XML: its decoded source where that is not its bytes, and its text.
    Xml(Option<String>, Box<T>),
    Inner(Box<Inner>),
    Bytes,
}

impl<T> Read<T> {
    /// The source of XML.
    pub(super) fn source(&self) -> &str {
        match &self.content {
            Content::Xml(Some(source), _) => source,
            _ => str::from_utf8(&self.bytes).unwrap_or_default(),
        }
    }
}

/// Every stream of bytes in the parts, with its name; those of documents inside too.
pub(super) fn streams<T>(parts: &[Read<T>]) -> Vec<(String, &[u8])> {
    let mut streams = Vec::new();
    for part in parts {
        streams.push((part.name.clone(), part.bytes.as_slice()));
        if let Content::Inner(inner) = &part.content {
            streams.extend(inner.streams());
        }
    }
    streams
}
