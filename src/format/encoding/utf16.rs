//! UTF-16 by hand: `encoding_rs` reads it but cannot write it.

/// Decodes code units; the error is the byte offset of a lone surrogate or of a half unit at the end.
pub(super) fn decode(body: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, usize> {
    let (pairs, rest) = body.as_chunks::<2>();
    let mut text = String::with_capacity(body.len() * 3 / 2);
    let mut at = 0;
    for decoded in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        let c = decoded.map_err(|_| at)?;
        at += 2 * c.len_utf16();
        text.push(c);
    }
    if rest.is_empty() { Ok(text) } else { Err(at) }
}

/// Appends the text's code units.
pub(super) fn encode(text: &str, bytes_of: fn(u16) -> [u8; 2], out: &mut Vec<u8>) {
    out.reserve(text.len());
    for unit in text.encode_utf16() {
        out.extend_from_slice(&bytes_of(unit));
    }
}
