//! How mail writes what is no ASCII: encoded words in headers, quoted-printable in bodies.

use crate::format::office::base64::{from_base64, to_base64};

/// The text of a header, its encoded words read.
pub(super) fn words(raw: &[u8]) -> String {
    let text = match str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    let mut out = String::new();
    let mut rest = text.trim();
    let mut after_word = false;
    while let Some(at) = rest.find("=?") {
        let before = &rest[..at];
        // Blanks between two encoded words are none.
        if !(after_word && before.trim().is_empty()) {
            out.push_str(&unfold(before));
        }
        let mut fields = rest[at + 2..].splitn(4, '?');
        let (label, kind, data, tail) = (fields.next(), fields.next(), fields.next(), fields.next());
        let word = (|| {
            let tail = tail?.strip_prefix('=')?;
            let encoding = encoding_rs::Encoding::for_label(label?.as_bytes())?;
            let bytes = match kind? {
                "B" | "b" => from_base64(data?.as_bytes()),
                "Q" | "q" => from_quoted(data?.replace('_', " ").as_bytes()),
                _ => return None,
            };
            Some((encoding.decode_without_bom_handling(&bytes).0.into_owned(), tail))
        })();
        match word {
            Some((word, tail)) => {
                out.push_str(&word);
                rest = tail;
                after_word = true;
            }
            None => {
                out.push_str("=?");
                rest = &rest[at + 2..];
                after_word = false;
            }
        }
    }
    out.push_str(&unfold(rest));
    out
}

fn unfold(text: &str) -> String {
    text.replace("\r\n", "").replace('\n', "")
}

pub(super) fn from_quoted(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let hex = |b: u8| char::from(b).to_digit(16);
        match rest {
            [b'=', b'\r', b'\n', ..] => at += 3,
            [b'=', b'\n', ..] => at += 2,
            [b'=', a, b, ..] if hex(*a).is_some() && hex(*b).is_some() => {
                out.push((hex(*a).unwrap_or(0) * 16 + hex(*b).unwrap_or(0)) as u8);
                at += 3;
            }
            [byte, ..] => {
                out.push(*byte);
                at += 1;
            }
            [] => break,
        }
    }
    out
}

pub(super) fn to_quoted(bytes: &[u8]) -> Vec<u8> {
    let mut out = String::with_capacity(bytes.len());
    let mut column = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let ends_line = matches!(bytes.get(at + 1), None | Some(b'\r' | b'\n'));
        if matches!(byte, b'\r' | b'\n') {
            out.push(char::from(byte));
            column = 0;
            continue;
        }
        let plain = (0x21..0x7f).contains(&byte) && byte != b'=' || byte == b' ' && !ends_line;
        let width = if plain { 1 } else { 3 };
        if column + width > 75 {
            out.push_str("=\r\n");
            column = 0;
        }
        if plain {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("={byte:02X}"));
        }
        column += width;
    }
    out.into_bytes()
}

/// A header's value: beyond ASCII in encoded words, but for parameters, which have none.
pub(super) fn header(name: &str, text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    if name.starts_with("content-") {
        return text.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    }
    // Addresses stay in the open.
    let cut = text.rfind('<').filter(|_| {
        text.ends_with('>') && matches!(name, "from" | "to" | "cc" | "bcc" | "sender" | "reply-to")
    });
    let (words, address) = text.split_at(cut.unwrap_or(text.len()));
    let coded = words.chars().collect::<Vec<char>>();
    let coded: Vec<String> = coded
        .chunks(12)
        .map(|some| format!("=?UTF-8?B?{}?=", to_base64(some.iter().collect::<String>().as_bytes())))
        .collect();
    let coded = coded.join("\r\n ");
    if address.is_empty() || !address.is_ascii() { coded } else { format!("{coded} {address}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn codes_are_read_back(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let text: Vec<u8> = bytes.into_iter().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
            proptest::prop_assert_eq!(from_quoted(&to_quoted(&text)), text);
        }
    }
}
