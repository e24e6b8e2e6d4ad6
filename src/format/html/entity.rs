//! Character references: `&amp;`, `&#24352;`, `&nbsp`.

use html5gum::{Token, Tokenizer};

use super::super::passage::{Passage, SegKind};
use crate::span::Span;

/// The longest name of a reference, with `&` and `;`.
const LONGEST: usize = 34;

/// Reads the reference at the start of `rest`, which starts with `&`: what it says, and how long it is written.
pub(super) fn reference(rest: &str, in_attribute: bool) -> Option<(String, usize)> {
    let bytes = rest.as_bytes();
    if bytes.get(1) == Some(&b'#') {
        return number(rest);
    }
    let name = bytes[1..].iter().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric()).count();
    if name < 2 {
        return None;
    }
    let closed = bytes.get(1 + name) == Some(&b';');
    let end = 1 + name + usize::from(closed);
    if closed && let Some(known) = common(&rest[1..=name]) {
        return Some((known.to_owned(), end));
    }
    // In an attribute, a name without its semicolon is no reference before a letter or an equals sign.
    if in_attribute && !closed && bytes.get(end) == Some(&b'=') {
        return None;
    }
    let read = decode(&rest[..end], in_attribute)?;
    if read == rest[..end] {
        return None;
    }
    // Without a semicolon only the first part of the name may be the reference.
    let len = (1..=end).find(|&len| {
        let tail = &rest[len..end];
        read.strip_suffix(tail).is_some_and(|head| head != &rest[..len] && !head.ends_with(';'))
            && decode(&rest[..len], in_attribute).is_some_and(|head| read == format!("{head}{tail}"))
    })?;
    let head = read.strip_suffix(&rest[len..end])?;
    Some((head.to_owned(), len))
}

fn decode(written: &str, in_attribute: bool) -> Option<String> {
    let source = if in_attribute { format!("<a b=\"{written}\">") } else { written.to_owned() };
    let token = Tokenizer::new(source.as_str()).find_map(|token| match token {
        Ok(Token::String(text)) => Some(text.value.0),
        Ok(Token::StartTag(tag)) => tag.attributes.into_values().next().map(|value| value.value.0),
        _ => None,
    })?;
    String::from_utf8(token).ok()
}

fn common(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        "middot" => "·",
        "ldquo" => "“",
        "rdquo" => "”",
        "lsquo" => "‘",
        "rsquo" => "’",
        "mdash" => "—",
        "ndash" => "–",
        "hellip" => "…",
        "times" => "×",
        "ensp" => "\u{2002}",
        "emsp" => "\u{2003}",
        _ => return None,
    })
}

fn number(rest: &str) -> Option<(String, usize)> {
    let bytes = rest.as_bytes();
    let (start, radix) = match bytes.get(2) {
        Some(b'x' | b'X') => (3, 16),
        _ => (2, 10),
    };
    let digits = bytes[start..].iter().take_while(|b| char::from(**b).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let end = start + digits + usize::from(bytes.get(start + digits) == Some(&b';'));
    // Some codes stand for others (128 is the euro sign); those are left to the tokenizer.
    let code = u32::from_str_radix(rest[start..start + digits].trim_start_matches('0'), radix);
    match code {
        Ok(code) if (0x20..0x7f).contains(&code) || (0xa0..0xd800).contains(&code) => {
            Some((char::from_u32(code)?.to_string(), end))
        }
        _ => Some((decode(&rest[..end.min(start + 12)], false)?, end)),
    }
}

/// Adds what `written` says to a passage.
pub(super) fn push_decoded(passage: &mut Passage, written: &str, base: usize, in_attribute: bool) {
    let mut from = 0;
    let mut at = 0;
    while let Some(skip) = written[at..].find('&') {
        at += skip;
        match reference(&written[at..], in_attribute) {
            None => at += 1,
            Some((text, len)) => {
                passage.push_verbatim(&written[from..at], base + from);
                passage.push(&text, Span::new(base + at, base + at + len), SegKind::Escape);
                at += len;
                from = at;
            }
        }
    }
    passage.push_verbatim(&written[from..], base + from);
}
