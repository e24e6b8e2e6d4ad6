//! Text encodings: what comes in goes out, with the same byte order mark and line ends; nothing is ever replaced.

/// A text encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
}

/// A decoded text that remembers how it was encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without the byte order mark.
    pub text: String,
    /// Its encoding.
    pub encoding: Encoding,
    /// Whether it began with a byte order mark.
    pub bom: bool,
}

/// Why bytes cannot be decoded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// Not UTF-8, and nothing else that can be told for sure.
    #[error("not valid UTF-8 at byte {at}; say which encoding it is with --encoding")]
    Invalid {
        /// Offset of the first wrong byte.
        at: usize,
    },
}

/// Why a text cannot be encoded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {}

/// Decodes a file's bytes; `None` detects the encoding.
///
/// # Errors
/// When the bytes are not in the encoding, or the encoding cannot be told.
pub fn decode(bytes: &[u8], _encoding: Option<Encoding>) -> Result<Decoded, DecodeError> {
    let (bom, body) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(body) => (true, body),
        None => (false, bytes),
    };
    match simdutf8::compat::from_utf8(body) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: Encoding::Utf8, bom }),
        Err(error) => Err(DecodeError::Invalid { at: error.valid_up_to() }),
    }
}
