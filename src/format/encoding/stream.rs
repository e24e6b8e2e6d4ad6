//! Decoding a text that comes in pieces.

use super::{DecodeError, Decoded, EncodeError, Encoding, decode_as, detect};

/// The longest character of any encoding, in bytes.
const LONGEST: usize = 4;

/// The encoding that a stream is in, told by its first bytes, and whether it starts with a byte order mark. `whole`
/// says that nothing follows `head`.
///
/// Bytes that are not ASCII must be in `head` to tell old encodings from UTF-8; where they come later,
/// [`Stream::decode`] fails on them.
///
/// # Errors
/// When they are no text, or the encoding cannot be told.
pub fn sniff(head: &[u8], whole: bool, encoding: Option<Encoding>) -> Result<(Encoding, bool), DecodeError> {
    let marked = |encoding: Encoding| !encoding.bom().is_empty() && head.starts_with(encoding.bom());
    if let Some(encoding) = encoding {
        return Ok((encoding, marked(encoding)));
    }
    for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030] {
        if marked(encoding) {
            return Ok((encoding, true));
        }
    }
    if let Some(at) = detect::zero(head) {
        return Err(DecodeError::Binary { at });
    }
    let at = match simdutf8::compat::from_utf8(head) {
        Ok(text) if whole && detect::may_be_chinese(text) => return Err(DecodeError::Ambiguous),
        Ok(_) => return Ok((Encoding::Utf8, false)),
        Err(error) if error.error_len().is_none() && !whole => return Ok((Encoding::Utf8, false)),
        Err(error) => error.valid_up_to(),
    };
    if detect::is_damaged_utf8(head) {
        return Ok((Encoding::Utf8, false));
    }
    detect::chinese(head, !whole).map(|guess| (guess, false)).ok_or(DecodeError::Unknown { at })
}

/// Decodes a stream piece by piece, without its byte order mark.
#[derive(Debug)]
pub struct Stream {
    encoding: Encoding,
    /// Bytes before what is decoded next.
    passed: usize,
    /// The first bytes of a character that a piece cut.
    cut: Vec<u8>,
    /// Whether every spelling must be one that is written back the same.
    strict: bool,
}

impl Stream {
    /// A stream in this encoding. `strict` refuses spellings that would not be written back as they were.
    pub const fn new(encoding: Encoding, strict: bool) -> Self {
        Self { encoding, passed: 0, cut: Vec::new(), strict }
    }

    /// Adds what the next bytes say to `out`. `last` says that nothing follows.
    ///
    /// # Errors
    /// When the bytes are not in the encoding, or not in a spelling that can be written back. Offsets count from the
    /// start of the stream.
    pub fn decode(&mut self, bytes: &[u8], last: bool, out: &mut String) -> Result<(), StreamError> {
        let joined;
        let bytes = if self.cut.is_empty() {
            bytes
        } else {
            self.cut.extend_from_slice(bytes);
            joined = std::mem::take(&mut self.cut);
            &joined
        };
        let mut end = bytes.len();
        let decoded = match decode_as(bytes, self.encoding, false) {
            Ok(decoded) => decoded,
            Err(at) if !last && bytes.len() - at < LONGEST => {
                end = at;
                decode_as(&bytes[..at], self.encoding, false).map_err(|at| self.invalid(at))?
            }
            Err(at) => return Err(self.invalid(at)),
        };
        if self.strict && self.encoding != Encoding::Utf8 {
            decoded.encode_like(&bytes[..end], "").map_err(|error| match error {
                EncodeError::Spelling { encoding, at } => {
                    EncodeError::Spelling { encoding, at: at + self.passed }
                }
                other => other,
            })?;
        }
        out.push_str(&decoded.text);
        self.passed += end;
        self.cut = bytes[end..].to_vec();
        Ok(())
    }

    fn invalid(&self, at: usize) -> StreamError {
        StreamError::Decode(DecodeError::Invalid { encoding: self.encoding, at: at + self.passed })
    }

    /// A text of this encoding, for its [`Decoded::encode`].
    pub const fn like(encoding: Encoding, bom: bool) -> Decoded<'static> {
        Decoded { text: std::borrow::Cow::Borrowed(""), encoding, bom }
    }
}

/// Why a stream cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// Not in the encoding.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Not in a spelling that can be written back.
    #[error(transparent)]
    Encode(#[from] EncodeError),
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "各股室：\r\n请于本周五前报送材料𠮷，联系人见附件。\n";

    #[test]
    fn pieces_of_any_size_make_the_same_text() {
        for encoding in [Encoding::Utf8, Encoding::Gb18030, Encoding::Utf16Le, Encoding::Utf16Be] {
            let bytes = Stream::like(encoding, false).encode(TEXT).unwrap();
            for size in 1..=bytes.len() {
                let mut stream = Stream::new(encoding, true);
                let mut text = String::new();
                let mut pieces = bytes.chunks(size).peekable();
                while let Some(piece) = pieces.next() {
                    stream.decode(piece, pieces.peek().is_none(), &mut text).unwrap();
                }
                assert_eq!(text, TEXT, "{encoding} in pieces of {size}");
            }
        }
    }

    #[test]
    fn a_wrong_byte_is_named_by_its_place_in_the_stream() {
        let mut bytes = Stream::like(Encoding::Gb18030, false).encode(TEXT).unwrap();
        bytes[20] = 0xff;
        for size in [1, 2, 3, 7, 100] {
            let mut stream = Stream::new(Encoding::Gb18030, true);
            let mut pieces = bytes.chunks(size).peekable();
            let mut error = None;
            while let (Some(piece), None) = (pieces.next(), &error) {
                error = stream.decode(piece, pieces.peek().is_none(), &mut String::new()).err();
            }
            let Some(StreamError::Decode(DecodeError::Invalid { at, .. })) = error else {
                panic!("{error:?}")
            };
            assert!((18..=20).contains(&at), "{at}");
        }
    }

    #[test]
    fn a_head_is_enough() {
        let gb = Stream::like(Encoding::Gb18030, false).encode(&TEXT.repeat(10)).unwrap();
        assert_eq!(sniff(&gb, false, None), Ok((Encoding::Gb18030, false)));
        assert_eq!(sniff(&gb[..gb.len() - 2], false, None), Ok((Encoding::Gb18030, false)));
        let utf8 = TEXT.as_bytes();
        assert_eq!(sniff(&utf8[..utf8.len() - 3], false, None), Ok((Encoding::Utf8, false)));
        assert_eq!(sniff(b"\xff\xfea\0", false, None), Ok((Encoding::Utf16Le, true)));
        assert_eq!(sniff(b"PK\0", false, None), Err(DecodeError::Binary { at: 2 }));
        assert_eq!(sniff(b"caf\xe9 d\xe9j\xe0 vu", true, None), Err(DecodeError::Unknown { at: 3 }));
        assert_eq!(sniff(b"", true, Some(Encoding::Big5)), Ok((Encoding::Big5, false)));
    }
}
