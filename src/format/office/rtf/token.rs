//! RTF as tokens with their places in the file.

use std::ops::Range;

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'b> {
    /// A group begins.
    Open,
    /// A group ends.
    Close,
    /// A control word with its number. `bare` says that no blank ends it: a letter or digit behind it would be its own.
    Word { name: &'b str, number: Option<i32>, bare: bool },
    /// A control symbol.
    Symbol(u8),
    /// A byte of text as two digits.
    Hex(u8),
    /// Bytes of text as they are.
    Text(&'b [u8]),
    /// Bytes that are no text.
    Data(&'b [u8]),
}

/// Reads a file token by token.
pub(super) struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

/// Longer names are none.
const NAME: usize = 32;

impl<'b> Tokens<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next token, and where it stands.
    pub(super) fn next(&mut self) -> Option<(Range<usize>, Token<'b>)> {
        let bytes = self.bytes;
        // Line ends mean nothing.
        while matches!(bytes.get(self.at), Some(b'\r' | b'\n' | 0)) {
            self.at += 1;
        }
        let start = self.at;
        let token = match *bytes.get(start)? {
            b'{' => {
                self.at += 1;
                Token::Open
            }
            b'}' => {
                self.at += 1;
                Token::Close
            }
            b'\\' => self.control(),
            _ => {
                let special = |b: &u8| matches!(b, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0);
                let length = bytes[start..].iter().position(special).unwrap_or(bytes.len() - start);
                self.at += length;
                Token::Text(&bytes[start..self.at])
            }
        };
        Some((start..self.at, token))
    }

    fn control(&mut self) -> Token<'b> {
        let bytes = self.bytes;
        let from = self.at + 1;
        let Some(&first) = bytes.get(from) else {
            self.at = from;
            return Token::Symbol(0);
        };
        if !first.is_ascii_alphabetic() {
            self.at = from + 1;
            let hex = bytes.get(from + 1..from + 3).and_then(|two| str::from_utf8(two).ok());
            // A sign is no digit.
            let hex = hex.filter(|two| two.bytes().all(|b| b.is_ascii_hexdigit()));
            if first == b'\''
                && let Some(byte) = hex.and_then(|two| u8::from_str_radix(two, 16).ok())
            {
                self.at = from + 3;
                return Token::Hex(byte);
            }
            return Token::Symbol(first);
        }
        let letters = bytes[from..].iter().take(NAME).take_while(|b| b.is_ascii_alphabetic()).count();
        let name = str::from_utf8(&bytes[from..from + letters]).unwrap_or_default();
        let mut at = from + letters;
        let sign = usize::from(bytes.get(at) == Some(&b'-'));
        let digits =
            bytes[(at + sign).min(bytes.len())..].iter().take(10).take_while(|b| b.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let written = str::from_utf8(&bytes[at..at + sign + digits]).unwrap_or_default();
            number = Some(written.parse::<i64>().unwrap_or(0).clamp(i32::MIN.into(), i32::MAX.into()) as i32);
            at += sign + digits;
        }
        let bare = bytes.get(at) != Some(&b' ');
        at += usize::from(!bare);
        self.at = at;
        if name == "bin" {
            let size = usize::try_from(number.unwrap_or(0)).unwrap_or(0).min(bytes.len() - at);
            self.at = at + size;
            return Token::Data(&bytes[at..at + size]);
        }
        Token::Word { name, number, bare }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_in_a_token_or_a_line_end() {
        let source = b"{\\b\\f12 a\r\nb\\'d5\\'+5\\~\\u-3?\\bin3 }}{x\\bin99 yz\\";
        let mut tokens = Tokens::new(source);
        let mut all = Vec::new();
        while let Some((range, token)) = tokens.next() {
            all.push((&source[range], token));
        }
        let word = |name, number, bare| Token::Word { name, number, bare };
        let meant: [(&[u8], Token<'_>); 14] = [
            (b"{", Token::Open),
            (b"\\b", word("b", None, true)),
            (b"\\f12 ", word("f", Some(12), false)),
            (b"a", Token::Text(b"a")),
            (b"b", Token::Text(b"b")),
            (b"\\'d5", Token::Hex(0xd5)),
            (b"\\'", Token::Symbol(b'\'')),
            (b"+5", Token::Text(b"+5")),
            (b"\\~", Token::Symbol(b'~')),
            (b"\\u-3", word("u", Some(-3), true)),
            (b"?", Token::Text(b"?")),
            (b"\\bin3 }}{", Token::Data(b"}}{")),
            (b"x", Token::Text(b"x")),
            (b"\\bin99 yz\\", Token::Data(b"yz\\")),
        ];
        assert_eq!(all, meant);
    }
}
