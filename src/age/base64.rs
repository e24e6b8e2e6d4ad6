//! Base 64 as the age format writes it: without padding, and with one spelling for each content.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// In base 64.
pub(super) fn base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let group = three.iter().enumerate().fold(0u32, |all, (i, &b)| all | u32::from(b) << (16 - 8 * i));
        for i in 0..=three.len() {
            out.push(DIGITS[(group >> (18 - 6 * i) & 63) as usize].into());
        }
    }
    out
}

/// Out of base 64.
pub(super) fn unbase64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for four in text.as_bytes().chunks(4) {
        let digit = |&b: &u8| DIGITS.iter().position(|&d| d == b).map(|d| d as u32);
        let digits = four.iter().map(digit).collect::<Option<Vec<u32>>>()?;
        let group = digits.iter().enumerate().fold(0u32, |all, (i, d)| all | d << (18 - 6 * i));
        let bytes = [(group >> 16) as u8, (group >> 8) as u8, group as u8];
        let count = four.len().checked_sub(1).filter(|&n| n > 0)?;
        out.extend_from_slice(&bytes[..count]);
    }
    (base64(&out) == text).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_strict() {
        for bytes in [&b""[..], b"a", b"ab", b"abc", b"abcd"] {
            assert_eq!(unbase64(&base64(bytes)).unwrap(), bytes);
        }
        assert!(unbase64("YR").is_none() && unbase64("Y").is_none() && unbase64("YQ==").is_none());
    }
}
