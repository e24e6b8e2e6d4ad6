//! Text encodings: what comes in goes out, with the same byte order mark and line ends; nothing is ever replaced.

use std::borrow::Cow;
use std::fmt;

use encoding_rs::{DecoderResult, EncoderResult};

mod detect;
mod splice;
mod stream;
mod utf16;

pub use stream::{Stream, StreamError, sniff};

/// A text encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// GB18030, which has every character of Unicode. GBK and GB2312 are parts of it and are read and written so.
    Gb18030,
    /// Big5 with the Hong Kong characters.
    Big5,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

impl Encoding {
    /// The encoding of this name, in lower case: `utf-8`, `gb18030`, `gbk`, `big5`, `utf-16le`, `utf-16be`.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "utf-8" => Self::Utf8,
            "gb18030" | "gbk" => Self::Gb18030,
            "big5" => Self::Big5,
            "utf-16le" => Self::Utf16Le,
            "utf-16be" => Self::Utf16Be,
            _ => return None,
        })
    }

    /// The encoding's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
            Self::Big5 => "Big5",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }

    /// Its byte order mark; empty where it has none.
    pub const fn bom(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xef\xbb\xbf",
            Self::Gb18030 => b"\x84\x31\x95\x33",
            Self::Big5 => b"",
            Self::Utf16Le => b"\xff\xfe",
            Self::Utf16Be => b"\xfe\xff",
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A decoded text that remembers how it was encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without the byte order mark.
    pub text: Cow<'a, str>,
    /// Its encoding.
    pub encoding: Encoding,
    /// Whether it began with a byte order mark.
    pub bom: bool,
}

impl Decoded<'_> {
    /// Encodes another text as this one was.
    ///
    /// # Errors
    /// When the encoding lacks a character of the text.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, EncodeError> {
        let mut bytes = if self.bom { self.encoding.bom().to_vec() } else { Vec::new() };
        match self.encoding {
            Encoding::Utf8 => bytes.extend_from_slice(text.as_bytes()),
            Encoding::Gb18030 => encode_with(encoding_rs::GB18030, text, self.encoding, &mut bytes)?,
            Encoding::Big5 => encode_with(encoding_rs::BIG5, text, self.encoding, &mut bytes)?,
            Encoding::Utf16Le => utf16::encode(text, u16::to_le_bytes, &mut bytes),
            Encoding::Utf16Be => utf16::encode(text, u16::to_be_bytes, &mut bytes),
        }
        Ok(bytes)
    }

    /// Encodes an edited text, and makes sure that what was not edited keeps its bytes. `source` is what this text
    /// was decoded from: old encodings have characters of two spellings, of which only one can be written.
    ///
    /// # Errors
    /// When the encoding lacks a character, or the source has spellings that cannot be written back.
    pub fn encode_like(&self, source: &[u8], text: &str) -> Result<Vec<u8>, EncodeError> {
        if self.encoding != Encoding::Utf8 {
            let back = self.encode(&self.text)?;
            if back != source {
                let at = back.iter().zip(source).take_while(|(a, b)| a == b).count();
                return Err(EncodeError::Spelling { encoding: self.encoding, at });
            }
        }
        self.encode(text)
    }
}

/// Why bytes cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// Not in the encoding it was said to be, or that it is in apart from this place.
    #[error("not valid {encoding} at byte {at}; repair the file, or name its encoding with --encoding")]
    Invalid {
        /// The encoding.
        encoding: Encoding,
        /// Offset of the first wrong byte.
        at: usize,
    },
    /// Not UTF-8, and nothing else that can be told for sure.
    #[error(
        "not UTF-8 (byte {at}), and the encoding cannot be told; name it with --encoding, such as gb18030"
    )]
    Unknown {
        /// Offset of the first byte that is not UTF-8.
        at: usize,
    },
    /// Valid in two encodings, and too short to tell which it is.
    #[error("too short to tell its encoding: UTF-8 or GB18030; name it with --encoding")]
    Ambiguous,
    /// Not a text.
    #[error("a binary file (byte {at} is zero), not text; if it is UTF-16, say so with --encoding utf-16le")]
    Binary {
        /// Offset of the first zero byte.
        at: usize,
    },
}

/// Why a text cannot be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The encoding lacks a character.
    #[error(
        "{encoding} has no character U+{code:04X}, which the new text needs; choose another --style, or convert the file to UTF-8"
    )]
    Unmappable {
        /// The encoding.
        encoding: Encoding,
        /// The character's code point.
        code: u32,
    },
    /// Text outside the edits would not keep its bytes.
    #[error(
        "byte {at} is a {encoding} spelling that cannot be written back unchanged; convert the file to UTF-8 first"
    )]
    Spelling {
        /// The encoding.
        encoding: Encoding,
        /// Offset of the first such byte.
        at: usize,
    },
}

/// Decodes a file's bytes; `None` detects the encoding: by byte order mark, else UTF-8 if valid, else a Chinese
/// encoding if there is no doubt. UTF-8 is borrowed, not copied.
///
/// # Errors
/// When the bytes are not in the encoding, or the encoding cannot be told.
pub fn decode(bytes: &[u8], encoding: Option<Encoding>) -> Result<Decoded<'_>, DecodeError> {
    if let Some(encoding) = encoding {
        let body = bytes.strip_prefix(encoding.bom()).filter(|_| !encoding.bom().is_empty());
        return decode_as(body.unwrap_or(bytes), encoding, body.is_some()).map_err(|at| {
            DecodeError::Invalid { encoding, at: at + bytes.len() - body.unwrap_or(bytes).len() }
        });
    }
    for marked in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030] {
        if let Some(body) = bytes.strip_prefix(marked.bom()) {
            return decode_as(body, marked, true)
                .map_err(|at| DecodeError::Invalid { encoding: marked, at: at + marked.bom().len() });
        }
    }
    if let Some(at) = detect::zero(bytes) {
        return Err(DecodeError::Binary { at });
    }
    let at = match decode_as(bytes, Encoding::Utf8, false) {
        Ok(decoded) if detect::may_be_chinese(&decoded.text) => return Err(DecodeError::Ambiguous),
        Ok(decoded) => return Ok(decoded),
        Err(at) => at,
    };
    if detect::is_damaged_utf8(bytes) {
        return Err(DecodeError::Invalid { encoding: Encoding::Utf8, at });
    }
    let guess = detect::chinese(bytes, false).ok_or(DecodeError::Unknown { at })?;
    decode_as(bytes, guess, false).map_err(|at| DecodeError::Invalid { encoding: guess, at })
}

/// Decodes a body without its mark; the error is the offset of the first wrong byte.
fn decode_as(body: &[u8], encoding: Encoding, bom: bool) -> Result<Decoded<'_>, usize> {
    let text = match encoding {
        Encoding::Utf8 => Cow::Borrowed(simdutf8::compat::from_utf8(body).map_err(|e| e.valid_up_to())?),
        Encoding::Gb18030 => Cow::Owned(decode_with(encoding_rs::GB18030, body)?),
        Encoding::Big5 => Cow::Owned(decode_with(encoding_rs::BIG5, body)?),
        Encoding::Utf16Le => Cow::Owned(utf16::decode(body, u16::from_le_bytes)?),
        Encoding::Utf16Be => Cow::Owned(utf16::decode(body, u16::from_be_bytes)?),
    };
    Ok(Decoded { text, encoding, bom })
}

fn decode_with(encoding: &'static encoding_rs::Encoding, body: &[u8]) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let most = decoder.max_utf8_buffer_length_without_replacement(body.len()).unwrap_or(usize::MAX);
    let mut text = String::with_capacity(most);
    let (result, read) = decoder.decode_to_string_without_replacement(body, &mut text, true);
    match result {
        DecoderResult::InputEmpty => {
            text.shrink_to_fit();
            Ok(text)
        }
        DecoderResult::Malformed(wrong, after) => Err(read - usize::from(wrong) - usize::from(after)),
        DecoderResult::OutputFull => Err(read),
    }
}

fn encode_with(
    with: &'static encoding_rs::Encoding,
    text: &str,
    encoding: Encoding,
    bytes: &mut Vec<u8>,
) -> Result<(), EncodeError> {
    let mut encoder = with.new_encoder();
    let most = encoder.max_buffer_length_from_utf8_without_replacement(text.len()).unwrap_or(text.len());
    bytes.reserve(most);
    match encoder.encode_from_utf8_to_vec_without_replacement(text, bytes, true).0 {
        EncoderResult::Unmappable(c) => Err(EncodeError::Unmappable { encoding, code: c.into() }),
        EncoderResult::InputEmpty | EncoderResult::OutputFull => Ok(()),
    }
}

#[cfg(test)]
mod tests;
