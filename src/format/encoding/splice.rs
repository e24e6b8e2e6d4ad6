//! Edits made in the bytes of a source. What is not edited keeps its bytes, also where an old encoding has two
//! spellings of a character of which only one could be written again.

use super::{Decoded, EncodeError, Encoding, decode_as};
use crate::edit::{Edit, apply};

impl Decoded<'_> {
    /// The source that this text was decoded from, with edits of the text made in it. `lacking` writes a character
    /// that the encoding does not have in another way.
    ///
    /// # Errors
    /// When the encoding lacks a character and there is no other way to write it.
    pub fn splice(
        &self,
        source: &[u8],
        edits: &[Edit],
        lacking: impl Fn(char) -> Option<String>,
    ) -> Result<Vec<u8>, EncodeError> {
        let mark = if self.bom { self.encoding.bom().len() } else { 0 };
        let mut walk = Walk { text: &self.text, encoding: self.encoding, source, read: 0, written: mark };
        let plain = Decoded { text: "".into(), encoding: self.encoding, bom: false };
        let mut out = source[..mark].to_vec();
        let mut at = mark;
        let mut made = Vec::with_capacity(edits.len());
        for edit in edits {
            let (start, end) = (walk.to(edit.span.start), walk.to(edit.span.end));
            out.extend_from_slice(&source[at..start]);
            let mut content = edit.content.clone();
            let bytes = match plain.encode(&content) {
                Ok(bytes) => bytes,
                Err(error) => {
                    let mut other = String::new();
                    for c in content.chars() {
                        match plain.encode(c.encode_utf8(&mut [0; 4])) {
                            Ok(_) => other.push(c),
                            Err(_) => other.push_str(&lacking(c).ok_or(error)?),
                        }
                    }
                    content = other;
                    plain.encode(&content)?
                }
            };
            out.extend_from_slice(&bytes);
            made.push(Edit { span: edit.span, content });
            at = end;
        }
        out.extend_from_slice(&source[at..]);
        // Where a character's bytes were counted wrong, the text would read otherwise.
        let read = decode_as(&out[mark..], self.encoding, self.bom).ok();
        if read.is_none_or(|read| read.text != apply(&self.text, &made)) {
            return Err(EncodeError::Spelling { encoding: self.encoding, at: mark });
        }
        Ok(out)
    }
}

/// Goes over a text and over the bytes it was decoded from.
struct Walk<'a> {
    text: &'a str,
    encoding: Encoding,
    source: &'a [u8],
    read: usize,
    written: usize,
}

impl Walk<'_> {
    /// Where the character at this offset of the text is written; offsets must not fall.
    fn to(&mut self, offset: usize) -> usize {
        if self.encoding == Encoding::Utf8 {
            return self.written + offset;
        }
        while self.read < offset {
            let rest = &self.source[self.written..];
            let (bytes, chars) = match (self.encoding, rest) {
                (Encoding::Gb18030, [0x81..=0xfe, 0x30..=0x39, ..]) => (4, 1),
                (Encoding::Gb18030, [0x81..=0xfe, ..]) => (2, 1),
                // Four codes of Big5 are two characters.
                (Encoding::Big5, [0x88, 0x62 | 0x64 | 0xa3 | 0xa5, ..]) => (2, 2),
                (Encoding::Big5, [0x81..=0xfe, ..]) => (2, 1),
                (Encoding::Utf16Le, [_, 0xd8..=0xdb, ..]) | (Encoding::Utf16Be, [0xd8..=0xdb, ..]) => (4, 1),
                (Encoding::Utf16Le | Encoding::Utf16Be, _) => (2, 1),
                _ => (1, 1),
            };
            for c in self.text[self.read..].chars().take(chars) {
                self.read += c.len_utf8();
            }
            self.written = (self.written + bytes).min(self.source.len());
        }
        self.written
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::decode;
    use crate::span::Span;

    #[test]
    fn what_is_not_edited_keeps_its_bytes() {
        // 0xA3A0 and 0x80 read as characters that are written otherwise.
        let source = b"a\xa3\xa0\xd6\xa3\x80\x81\x30\x81\x30\xba\xa3z";
        let decoded = decode(source, Some(Encoding::Gb18030)).unwrap();
        let at = decoded.text.find('海').unwrap();
        let edits = [Edit::replacement(Span::new(at, at + 3), "𠮷")];
        let out = decoded.splice(source, &edits, |_| None).unwrap();
        assert!(out.starts_with(&source[..10]) && out.ends_with(b"z"));
        assert_eq!(decode(&out, Some(Encoding::Gb18030)).unwrap().text, apply(&decoded.text, &edits));
        for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Big5] {
            let text = "\u{feff}鄭a😀海\r\n燕";
            let plain = Decoded { text: text.replace('😀', "乙").into(), encoding, bom: false };
            let plain =
                if encoding == Encoding::Big5 { plain } else { Decoded { text: text.into(), ..plain } };
            let Ok(source) = plain.encode(plain.text.trim_start_matches('\u{feff}')) else {
                panic!("{encoding}")
            };
            let decoded = decode(&source, Some(encoding)).unwrap();
            let at = decoded.text.find('海').unwrap();
            let edits = [Edit::deletion(Span::new(0, 3)), Edit::replacement(Span::new(at, at + 3), "XX")];
            let out = decoded.splice(&source, &edits, |_| None).unwrap();
            assert_eq!(decode(&out, Some(encoding)).unwrap().text, apply(&decoded.text, &edits));
        }
    }

    #[test]
    fn a_character_that_is_lacking_is_written_otherwise_or_not_at_all() {
        let source = encoding_rs::BIG5.encode("鄭海燕").0.into_owned();
        let decoded = decode(&source, Some(Encoding::Big5)).unwrap();
        let edits = [Edit::replacement(Span::new(0, 3), "𬀩")];
        assert!(decoded.splice(&source, &edits, |_| None).is_err());
        let out = decoded.splice(&source, &edits, |c| Some(format!("&#{};", u32::from(c)))).unwrap();
        assert!(out.starts_with(b"&#"));
    }
}
