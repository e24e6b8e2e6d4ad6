//! A fingerprint names a finding by its rule, its text and its surroundings in the line: it stays the same when lines
//! come and go around it, and it does not show the text.

use siphasher::sip128::SipHasher13;

use crate::span::Span;

/// Characters on either side, within the line, that a fingerprint depends on.
const CONTEXT: usize = 16;

/// Writes 32 hexadecimal digits over the rule, the text and its surroundings into `out`. `hashed` is room to work in:
/// a large file has hundreds of thousands of findings.
pub fn write(text: &str, span: Span, rule: &str, hashed: &mut Vec<u8>, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let text = text.as_bytes();
    let before = back(text, span.start);
    let after = ahead(text, span.end);
    let parts =
        [rule.as_bytes(), &text[before..span.start], &text[span.start..span.end], &text[span.end..after]];
    // Behind each part one byte stays that no text has.
    hashed.clear();
    hashed.resize(rule.len() + (after - before) + parts.len(), 0xff);
    let mut at = 0;
    for part in parts {
        hashed[at..at + part.len()].copy_from_slice(part);
        at += part.len() + 1;
    }
    let hasher = SipHasher13::new_with_keys(0x7969_6e6d_6f00_0001, 0x9690_58a8_0000_0002);
    let mut digits = [[0; 2]; 16];
    for (pair, byte) in digits.iter_mut().zip(hasher.hash(hashed).as_bytes()) {
        *pair = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    }
    out.clear();
    out.push_str(str::from_utf8(digits.as_flattened()).unwrap_or_default());
}

/// The fingerprint as a text of its own.
pub fn of(text: &str, span: Span, rule: &str) -> String {
    let mut out = String::with_capacity(32);
    write(text, span, rule, &mut Vec::new(), &mut out);
    out
}

/// Whether a byte of UTF-8 starts a character.
const fn starts(byte: u8) -> bool {
    (byte as i8) >= -0x40
}

const fn ends_line(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Where the characters that a fingerprint depends on begin before `at`.
fn back(text: &[u8], mut at: usize) -> usize {
    for _ in 0..CONTEXT {
        // Most characters have three bytes, and the first of them says so.
        if let Some(three) = at.checked_sub(3)
            && matches!(text[three], 0xe0..=0xef)
        {
            at = three;
            continue;
        }
        if at == 0 || ends_line(text[at - 1]) {
            break;
        }
        at -= 1;
        while at > 0 && !starts(text[at]) {
            at -= 1;
        }
    }
    at
}

/// Where they end behind `at`.
fn ahead(text: &[u8], mut at: usize) -> usize {
    for _ in 0..CONTEXT {
        if text.get(at).is_some_and(|lead| matches!(lead, 0xe0..=0xef)) {
            at += 3;
            continue;
        }
        if at == text.len() || ends_line(text[at]) {
            break;
        }
        at += 1;
        while at < text.len() && !starts(text[at]) {
            at += 1;
        }
    }
    at
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
