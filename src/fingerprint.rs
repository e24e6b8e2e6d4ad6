//! A fingerprint names a finding by its rule, its text and its surroundings in the line: it stays the same when lines
//! come and go around it, and it does not show the text.

use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::span::Span;

/// Characters on either side, within the line, that a fingerprint depends on.
const CONTEXT: usize = 16;

/// Writes 32 hexadecimal digits over the rule, the text and its surroundings into `out`.
pub fn write(text: &str, span: Span, rule: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let in_line = |&(_, c): &(usize, char)| !matches!(c, '\n' | '\r');
    let before = text[..span.start].char_indices().rev().take(CONTEXT).take_while(in_line);
    let before = before.last().map_or(span.start, |(i, _)| i);
    let after = text[span.end..].char_indices().take(CONTEXT).take_while(in_line);
    let after = after.last().map_or(span.end, |(i, c)| span.end + i + c.len_utf8());
    let mut hasher = SipHasher13::new_with_keys(0x7969_6e6d_6f00_0001, 0x9690_58a8_0000_0002);
    for part in [rule, &text[before..span.start], span.of(text), &text[span.end..after]] {
        hasher.write(part.as_bytes());
        hasher.write_u8(0xff);
    }
    out.clear();
    for byte in hasher.finish128().as_bytes() {
        out.push(DIGITS[usize::from(byte >> 4)].into());
        out.push(DIGITS[usize::from(byte & 15)].into());
    }
}

/// The fingerprint as a text of its own.
pub fn of(text: &str, span: Span, rule: &str) -> String {
    let mut out = String::with_capacity(32);
    write(text, span, rule, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_follows_the_line_not_the_lines_around_it() {
        let print = |text: &str, rule: &str| {
            let start = text.find("白鹭湾").unwrap();
            of(text, Span::new(start, start + 9), rule)
        };
        let first = print("到白鹭湾去\n", "a");
        assert_eq!(first.len(), 32);
        assert_eq!(first, print("另一行\r\n到白鹭湾去\r\n又一行", "a"));
        assert_ne!(first, print("到白鹭湾来\n", "a"));
        assert_ne!(first, print("到白鹭湾去\n", "b"));
    }
}
