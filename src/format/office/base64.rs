//! Bytes as letters, digits and two signs (RFC 4648).

/// The bytes; what is no digit is passed over.
pub fn from_base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0);
    for &byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

/// The digits, in one line.
pub fn to_base64(bytes: &[u8]) -> String {
    written(bytes, usize::MAX)
}

/// The same in lines of 76.
pub(crate) fn to_base64_lines(bytes: &[u8]) -> String {
    written(bytes, 19)
}

fn written(bytes: &[u8], line: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for (number, three) in bytes.chunks(3).enumerate() {
        if number > 0 && number.is_multiple_of(line) {
            out.push_str("\r\n");
        }
        let bits =
            three.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= three.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_back(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            proptest::prop_assert_eq!(from_base64(to_base64(&bytes).as_bytes()), &bytes[..]);
            proptest::prop_assert_eq!(from_base64(to_base64_lines(&bytes).as_bytes()), bytes);
        }
    }
}
