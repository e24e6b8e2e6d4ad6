//! Mail (RFC 5322, MIME) and pages saved with their pictures (MHT): headers, texts, what is attached.

use super::container::{
    Carrier, Fate, Kind, Opaque, Opened, Property, Rewrite, Rewritten, WriteError, WriteOptions,
};
use super::limits::{Limits, OpenError, shown};
use crate::document::{Document, Role, TextUnit};
use crate::edit::{Edit, apply};
use crate::format::{Decoded, Encoding, decode};
use crate::span::Span;

/// Headers whose text people read.
const READ: [&str; 14] = [
    "subject",
    "from",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "sender",
    "comments",
    "keywords",
    "organization",
    "thread-topic",
    "content-description",
    "content-location",
    "snapshot-content-location",
];

/// Headers that only say how a mail came and with what it was written.
const TRACES: [&str; 16] = [
    "received",
    "return-path",
    "message-id",
    "in-reply-to",
    "references",
    "user-agent",
    "x-mailer",
    "x-originating-ip",
    "delivered-to",
    "dkim-signature",
    "authentication-results",
    "thread-index",
    "x-received",
    "date",
    "x-sender",
    "received-spf",
];

/// A stretch of the mail.
enum Piece {
    /// A header with a text: its whole span, where its value starts, its unit.
    Header { span: Span, value: usize, unit: usize, name: String },
    /// A header that is only a trace.
    Trace { span: Span, name: String },
    /// The content of a part.
    Body { span: Span, transfer: Transfer, content: Content, first: usize, count: usize },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Transfer {
    Plain,
    Base64,
    Quoted,
}

enum Content {
    Text { decoded: String, encoding: Encoding, bom: bool, bytes: Vec<u8> },
    Inner(Box<Opened>),
    Opaque(&'static str),
}

struct Mail {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
    document: Document,
    /// Decoded contents, for looking through.
    streams: Vec<(String, Vec<u8>)>,
}

/// Whether a file that starts so is a mail: several headers of mail, each with its colon, and nothing else.
pub(crate) fn is(head: &[u8]) -> bool {
    let head = &head[..head.len().min(8192)];
    let mut known = 0;
    for (number, line) in head.split(|&b| b == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line[0].is_ascii_whitespace() {
            if number == 0 {
                return false;
            }
            continue;
        }
        let Some(colon) = line.iter().position(|&b| b == b':') else { return known >= 3 && number > 3 };
        let name = line[..colon].to_ascii_lowercase();
        if name.is_empty() || !name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-') {
            return false;
        }
        let headers: [&[u8]; 8] = [
            b"from",
            b"to",
            b"subject",
            b"date",
            b"mime-version",
            b"received",
            b"message-id",
            b"content-type",
        ];
        known += usize::from(headers.contains(&name.as_slice()));
    }
    known >= 3
}

/// Opens a mail.
pub(crate) fn open(bytes: &[u8], limits: &Limits, level: u64) -> Result<Opened, OpenError> {
    if bytes.len() as u64 > limits.part {
        return Err(OpenError::Limit { place: "the mail".to_owned(), name: "part", value: limits.part });
    }
    let mut mail = Mail {
        bytes: bytes.to_vec(),
        pieces: Vec::new(),
        document: Document::default(),
        streams: Vec::new(),
    };
    let mut carriers =
        vec![Carrier { name: "mail".to_owned(), what: "headers", size: bytes.len(), fate: Fate::Text }];
    let mut parts = 0;
    mail.part(Span::new(0, bytes.len()), "", (limits, level), &mut carriers, &mut parts, 0)?;
    let document = mail.document.clone();
    Ok(Opened { kind: Kind::Mail, document, carriers, fields: Vec::new(), rewrite: Box::new(mail) })
}

/// The headers of a part: name in small letters, its whole span, where its value starts; and where the body starts.
fn headers(bytes: &[u8], span: Span) -> (Vec<(String, Span, usize)>, usize) {
    let mut found: Vec<(String, Span, usize)> = Vec::new();
    let mut at = span.start;
    while at < span.end {
        let end = bytes[at..span.end].iter().position(|&b| b == b'\n').map_or(span.end, |n| at + n + 1);
        let line = &bytes[at..end];
        if line.trim_ascii().is_empty() {
            return (found, end);
        }
        match line.iter().position(|&b| b == b':') {
            _ if line[0].is_ascii_whitespace() => {
                found.last_mut().into_iter().for_each(|(_, whole, _)| whole.end = end);
            }
            Some(colon) => {
                let name = String::from_utf8_lossy(&line[..colon]).trim().to_ascii_lowercase();
                found.push((name, Span::new(at, end), at + colon + 1));
            }
            None => return (found, at),
        }
        at = end;
    }
    (found, span.end)
}

/// A parameter of a header's value: `charset=gb2312`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let value = value.trim().trim_matches('"');
        key.trim().eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}

fn encoding(label: &str) -> Option<Encoding> {
    match encoding_rs::Encoding::for_label(label.as_bytes())?.name() {
        "GBK" | "gb18030" => Some(Encoding::Gb18030),
        "Big5" => Some(Encoding::Big5),
        "UTF-8" => Some(Encoding::Utf8),
        "UTF-16LE" => Some(Encoding::Utf16Le),
        "UTF-16BE" => Some(Encoding::Utf16Be),
        _ => None,
    }
}

impl Mail {
    fn part(
        &mut self,
        span: Span,
        place: &str,
        (limits, level): (&Limits, u64),
        carriers: &mut Vec<Carrier>,
        parts: &mut u64,
        depth: u64,
    ) -> Result<(), OpenError> {
        *parts += 1;
        let limit = |name, value| OpenError::Limit { place: "the mail".to_owned(), name, value };
        if *parts > limits.entries {
            return Err(limit("entries", limits.entries));
        }
        if depth > limits.nesting.max(8) {
            return Err(limit("nesting", limits.nesting));
        }
        let bytes = std::mem::take(&mut self.bytes);
        let (headers, body) = headers(&bytes, span);
        let value = |name: &str| {
            let (_, whole, start) = headers.iter().find(|(known, ..)| known == name)?;
            Some(String::from_utf8_lossy(&bytes[*start..whole.end]).trim().to_owned())
        };
        for (name, whole, start) in &headers {
            let raw = &bytes[*start..whole.end];
            if TRACES.contains(&name.as_str()) {
                self.pieces.push(Piece::Trace { span: *whole, name: name.clone() });
                continue;
            }
            let text = words(raw);
            let has_name = matches!(name.as_str(), "content-type" | "content-disposition")
                && raw.windows(4).any(|w| w.eq_ignore_ascii_case(b"name"));
            if !READ.contains(&name.as_str()) && !has_name && text.is_ascii() && !name.starts_with("x-") {
                continue;
            }
            let unit = self.document.units.len();
            let role = if READ.contains(&name.as_str()) { Role::Aside } else { Role::Carrier };
            let locator = format!("{place}{name}");
            self.document.units.push(TextUnit { text, locator, role, ..TextUnit::default() });
            self.pieces.push(Piece::Header { span: *whole, value: *start, unit, name: name.clone() });
        }
        let kind = value("content-type").unwrap_or_else(|| "text/plain".to_owned());
        let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let content = Span::new(body.min(span.end), span.end);
        if media.starts_with("multipart/")
            && let Some(boundary) = parameter(&kind.replace(['\r', '\n'], " "), "boundary")
                .filter(|boundary| !boundary.is_empty())
        {
            let inside = split(&bytes, content, boundary.as_bytes());
            self.bytes = bytes;
            for (number, part) in inside.into_iter().enumerate() {
                let place = format!("{place}part {}/", number + 1);
                self.part(part, &place, (limits, level), carriers, parts, depth + 1)?;
            }
            return Ok(());
        }
        let transfer =
            match value("content-transfer-encoding").map(|value| value.to_ascii_lowercase()).as_deref() {
                Some("base64") => Transfer::Base64,
                Some("quoted-printable") => Transfer::Quoted,
                _ => Transfer::Plain,
            };
        let decoded = match transfer {
            Transfer::Plain => bytes[content.start..content.end].to_vec(),
            Transfer::Base64 => from_base64(&bytes[content.start..content.end]),
            Transfer::Quoted => from_quoted(&bytes[content.start..content.end]),
        };
        self.bytes = bytes;
        let label = parameter(&kind.replace(['\r', '\n'], " "), "charset");
        self.body(content, transfer, decoded, (&media, label), place, (limits, level), carriers)
    }

    #[allow(clippy::too_many_arguments, reason = "what a part is, where it stands and what it may cost")]
    fn body(
        &mut self,
        span: Span,
        transfer: Transfer,
        bytes: Vec<u8>,
        (media, label): (&str, Option<String>),
        place: &str,
        (limits, level): (&Limits, u64),
        carriers: &mut Vec<Carrier>,
    ) -> Result<(), OpenError> {
        let first = self.document.units.len();
        let size = bytes.len();
        let name = if place.is_empty() { "text".to_owned() } else { place.trim_end_matches('/').to_owned() };
        let inner = match media {
            "text/html" | "application/xhtml+xml" => super::page::open(&bytes, limits).ok(),
            "message/rfc822" if level < limits.nesting => open(&bytes, limits, level + 1).ok(),
            _ if media.starts_with("text/") => None,
            _ if level < limits.nesting => match super::container::open_at(&bytes, limits, level + 1) {
                Err(error @ OpenError::Limit { .. }) => return Err(error),
                opened => opened.ok(),
            },
            _ => None,
        };
        let (content, what, fate) = if let Some(inner) = inner {
            let prefix = format!("{name}!");
            self.document.units.extend(inner.document.units.iter().cloned().map(|unit| TextUnit {
                locator: format!("{prefix}{}", unit.locator),
                twin_of: unit.twin_of.map(|twin| twin + first),
                ..unit
            }));
            carriers.extend(
                inner.carriers.iter().map(|c| Carrier { name: format!("{prefix}{}", c.name), ..c.clone() }),
            );
            for (inside, stream) in inner.streams() {
                self.streams.push((format!("{prefix}{inside}"), stream.to_vec()));
            }
            (Content::Inner(Box::new(inner)), "part that is a document", Fate::Recursed)
        } else if media.starts_with("text/") {
            let named = label.as_deref().and_then(encoding);
            // What is called ASCII is often more.
            let read = decode(&bytes, named).or_else(|_| decode(&bytes, None));
            match read {
                Ok(read) => {
                    for (number, line) in read.text.split('\n').enumerate() {
                        let text = line.strip_suffix('\r').unwrap_or(line).to_owned();
                        let locator = format!("{name} line {}", number + 1);
                        self.document.units.push(TextUnit { text, locator, ..TextUnit::default() });
                    }
                    let (encoding, bom, decoded) = (read.encoding, read.bom, read.text.into_owned());
                    (Content::Text { decoded, encoding, bom, bytes: bytes.clone() }, "text", Fate::Text)
                }
                Err(_) => (
                    Content::Opaque("text in an unknown encoding"),
                    "text in an unknown encoding",
                    Fate::Opaque,
                ),
            }
        } else if media.starts_with("image/") {
            (Content::Opaque("picture"), "picture", Fate::Picture)
        } else {
            (Content::Opaque("attachment"), "attachment", Fate::Opaque)
        };
        self.streams.push((name.clone(), bytes));
        carriers.push(Carrier { name: shown(&name), what, size, fate });
        let count = self.document.units.len() - first;
        self.pieces.push(Piece::Body { span, transfer, content, first, count });
        Ok(())
    }
}

/// The parts between lines of the boundary.
fn split(bytes: &[u8], span: Span, boundary: &[u8]) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = span.start;
    while at < span.end {
        let end = bytes[at..span.end].iter().position(|&b| b == b'\n').map_or(span.end, |n| at + n + 1);
        let line = bytes[at..end].trim_ascii_end();
        if let Some(rest) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary))
            && (rest.is_empty() || rest == b"--")
        {
            if let Some(start) = open.take() {
                // The line end before a boundary belongs to it.
                let mut last = at;
                if last > start && bytes[last - 1] == b'\n' {
                    last -= 1;
                }
                if last > start && bytes[last - 1] == b'\r' {
                    last -= 1;
                }
                parts.push(Span::new(start, last));
            }
            if rest.is_empty() {
                open = Some(end);
            }
        }
        at = end;
    }
    parts.extend(open.map(|start| Span::new(start, span.end)));
    parts
}

/// The text of a header, its encoded words read.
fn words(raw: &[u8]) -> String {
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

fn from_base64(bytes: &[u8]) -> Vec<u8> {
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

fn to_base64(bytes: &[u8], wrapped: bool) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for (number, three) in bytes.chunks(3).enumerate() {
        if wrapped && number > 0 && number % 19 == 0 {
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

fn from_quoted(bytes: &[u8]) -> Vec<u8> {
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

fn to_quoted(bytes: &[u8]) -> Vec<u8> {
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

impl Content {
    /// The content with edits of its units; `None` when it stays.
    fn edited(
        &self,
        edits: &[Vec<Edit>],
        options: &WriteOptions,
        written: &mut Rewritten,
    ) -> Result<Option<Vec<u8>>, WriteError> {
        match self {
            Self::Text { decoded, encoding, bom, bytes } => {
                let mut at = 0;
                let mut all = Vec::new();
                for (line, own) in decoded.split('\n').zip(edits) {
                    let moved = |edit: &Edit| {
                        Edit::replacement(
                            Span::new(edit.span.start + at, edit.span.end + at),
                            edit.content.clone(),
                        )
                    };
                    all.extend(own.iter().map(moved));
                    at += line.len() + 1;
                }
                if all.is_empty() {
                    return Ok(None);
                }
                let read = Decoded { text: decoded.as_str().into(), encoding: *encoding, bom: *bom };
                let new = read
                    .splice(bytes, &all, |_| None)
                    .map_err(|error| WriteError::Unable(error.to_string()))?;
                Ok(Some(new))
            }
            Self::Inner(inner) if edits.iter().all(Vec::is_empty) && !options.scrub => {
                let _ = inner;
                Ok(None)
            }
            Self::Inner(inner) if !inner.is_writable() => match options.opaque {
                Opaque::Drop => Ok(Some(Vec::new())),
                Opaque::Keep if edits.iter().all(Vec::is_empty) => Ok(None),
                _ => Err(WriteError::Opaque("an attachment that is read but cannot be changed".to_owned())),
            },
            Self::Inner(inner) => {
                let new = inner.write(edits, options)?;
                written.removed.extend(new.removed);
                written.texts.extend(new.texts);
                Ok(Some(new.bytes))
            }
            Self::Opaque("picture") => Ok(None),
            Self::Opaque(what) if options.scrub => match options.opaque {
                Opaque::Refuse => Err(WriteError::Opaque((*what).to_owned())),
                Opaque::Drop => Ok(Some(Vec::new())),
                Opaque::Keep => Ok(None),
            },
            Self::Opaque(_) => Ok(None),
        }
    }
}

impl Rewrite for Mail {
    fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError> {
        if options.track.is_some() {
            return Err(WriteError::Unable(
                "a mail has no tracked changes; write it without them".to_owned(),
            ));
        }
        let mut written = Rewritten::default();
        let mut out = Vec::with_capacity(self.bytes.len());
        let mut at = 0;
        let none = Vec::new();
        for piece in &self.pieces {
            let (span, new) = match piece {
                Piece::Trace { span, name } if options.scrub => {
                    written.removed.push((name.clone(), "header"));
                    (*span, Some(Vec::new()))
                }
                Piece::Trace { .. } => continue,
                Piece::Header { span, value, unit, name } => {
                    let own = edits.get(*unit).unwrap_or(&none);
                    if own.is_empty() {
                        continue;
                    }
                    let text = apply(&self.document.units[*unit].text, own);
                    let end = if self.bytes[span.start..span.end].ends_with(b"\r\n") { "\r\n" } else { "\n" };
                    (Span::new(*value, span.end), Some(format!(" {}{end}", header(name, &text)).into_bytes()))
                }
                Piece::Body { span, transfer, content, first, count } => {
                    let own: Vec<Vec<Edit>> = (*first..first + count)
                        .map(|unit| edits.get(unit).unwrap_or(&none).clone())
                        .collect();
                    let new = content.edited(&own, options, &mut written)?;
                    let coded = new.map(|bytes| match transfer {
                        Transfer::Plain => bytes,
                        Transfer::Base64 => to_base64(&bytes, true).into_bytes(),
                        Transfer::Quoted => to_quoted(&bytes),
                    });
                    (*span, coded)
                }
            };
            let Some(new) = new else { continue };
            out.extend_from_slice(&self.bytes[at..span.start.max(at)]);
            out.extend_from_slice(&new);
            at = span.end;
        }
        out.extend_from_slice(&self.bytes[at..]);
        written.bytes = out;
        Ok(written)
    }

    fn streams(&self) -> Vec<(String, &[u8])> {
        let own = std::iter::once(("mail".to_owned(), self.bytes.as_slice()));
        own.chain(self.streams.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice()))).collect()
    }

    fn properties(&self) -> Vec<Property> {
        let trace = |piece: &Piece| match piece {
            Piece::Trace { span, name } => Some(Property {
                place: "mail".to_owned(),
                name: name.clone(),
                value: words(&self.bytes[span.start..span.end]),
            }),
            _ => None,
        };
        self.pieces.iter().filter_map(trace).collect()
    }
}

/// A header's value: beyond ASCII in encoded words, but for parameters, which have none.
fn header(name: &str, text: &str) -> String {
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
        .map(|some| format!("=?UTF-8?B?{}?=", to_base64(some.iter().collect::<String>().as_bytes(), false)))
        .collect();
    let coded = coded.join("\r\n ");
    if address.is_empty() || !address.is_ascii() { coded } else { format!("{coded} {address}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> String {
        let word = format!("=?GBK?B?{}?=", to_base64(&encoding_rs::GBK.encode("郑海燕").0, false));
        format!(
            "Received: from a.example\r\n by b.example\r\nFrom: {word} <zheng@example.com>\r\nTo: a@example.com\r\nSubject: =?UTF-8?Q?=E5=85=B3=E4=BA=8E?=\r\n {word}\r\nDate: Mon\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b1\"\r\n\r\nold reader\r\n--b1\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n\
             --b1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><p>=E9=83=91<b>=E6=B5=B7=E7=87=95</b></p>=\r\n</html>\r\n--b1\r\nContent-Type: application/octet-stream; name=\"a.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b1--\r\n",
            to_base64(&encoding_rs::GBK.encode("组长郑海燕\r\n到会。").0, true)
        )
    }

    fn edits(opened: &Opened) -> Vec<Vec<Edit>> {
        let find = |text: &str| {
            text.match_indices("郑海燕")
                .map(|(at, word)| Edit::replacement(Span::new(at, at + word.len()), "某"))
                .collect()
        };
        opened.document.units.iter().map(|unit| find(&unit.text)).collect()
    }

    #[test]
    fn every_text_of_a_mail_is_read_and_masked() {
        let mail = mail();
        assert!(is(mail.as_bytes()));
        let opened = super::super::open(mail.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(opened.kind, Kind::Mail);
        let texts: Vec<&str> = opened.document.units.iter().map(|unit| unit.text.as_str()).collect();
        for text in ["郑海燕 <zheng@example.com>", "关于郑海燕", "组长郑海燕", "到会。", "郑海燕"]
        {
            assert!(texts.contains(&text), "{text}: {texts:?}");
        }
        assert_eq!(opened.write(&[], &WriteOptions::default()).unwrap().bytes, mail.as_bytes());
        let options = WriteOptions { scrub: true, ..WriteOptions::default() };
        assert!(opened.write(&edits(&opened), &options).is_err(), "an attachment cannot be looked into");
        let written =
            opened.write(&edits(&opened), &WriteOptions { opaque: Opaque::Drop, ..options }).unwrap();
        let again = super::super::open(&written.bytes, &Limits::default()).unwrap();
        assert!(again.document.units.iter().all(|unit| !unit.text.contains('郑')), "{:?}", again.document);
        assert!(again.document.units.iter().any(|unit| unit.text == "组长某"));
        assert!(
            again
                .document
                .units
                .iter()
                .any(|unit| unit.text.starts_with("某") && unit.text.ends_with("<zheng@example.com>"))
        );
        let text = String::from_utf8(written.bytes).unwrap();
        assert!(!text.contains("Received") && !text.contains("AAEC") && text.contains("old reader"));
    }

    #[test]
    fn a_report_with_colons_is_no_mail() {
        for text in
            ["姓名: 郑海燕\n职务: 组长\n", "To: a\nb\n", "来自: x\n\nFrom: a\nTo: b\nSubject: c\n", ""]
        {
            assert!(!is(text.as_bytes()), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn codes_are_read_back(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            proptest::prop_assert_eq!(from_base64(to_base64(&bytes, true).as_bytes()), &bytes[..]);
            let text: Vec<u8> = bytes.into_iter().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
            proptest::prop_assert_eq!(from_quoted(&to_quoted(&text)), text);
        }

        #[test]
        fn broken_mails_do_no_harm(at in 0usize..1200, with in "[\r\n=?:; a-]{0,6}") {
            let mut mail = mail().into_bytes();
            let at = at % mail.len();
            mail.splice(at..at + 1, with.bytes());
            let _ = super::super::open(&mail, &Limits::default()).map(|opened| opened.write(&edits(&opened), &WriteOptions::default()));
        }
    }
}
