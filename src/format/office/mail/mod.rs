//! Mail (RFC 5322, MIME) and pages saved with their pictures (MHT): headers, texts, what is attached.

mod codes;

use std::ops::Range;

use super::base64::{from_base64, to_base64_lines};
use super::container::{
    Carrier, Fate, Kind, NativeField, Opaque, Opened, Property, Rewrite, Rewritten, SIGNATURE, WriteError,
    WriteOptions,
};
use super::inner::{Inner, Opener};
use super::limits::{Limits, OpenError, shown};
use crate::document::{Document, Role, TextUnit};
use crate::edit::{Edit, apply};
use crate::format::{Decoded, Encoding, decode};
use crate::span::Span;
use codes::{from_quoted, header, to_quoted, words};

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
    Header { span: Span, value: usize, unit: usize, name: String, text: String },
    /// A header that is only a trace.
    Trace { span: Span, name: String },
    /// The content of a part: what it is called, how it is written, its bytes where they are written otherwise, its
    /// units.
    Body {
        place: String,
        span: Span,
        transfer: Transfer,
        decoded: Option<Vec<u8>>,
        content: Content,
        units: Range<usize>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Transfer {
    Plain,
    Base64,
    Quoted,
}

/// What a part holds.
enum Content {
    Text { encoding: Encoding, bom: bool },
    Inner(Inner),
    Opaque(&'static str),
}

struct Mail {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
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

/// How deep parts may lie in each other.
const DEEP: usize = 32;

/// Opens a mail.
pub(crate) fn open(bytes: &[u8], limits: &Limits, level: u64) -> Result<Opened, OpenError> {
    if bytes.len() as u64 > limits.part {
        return Err(OpenError::Limit { place: "the mail".to_owned(), name: "part", value: limits.part });
    }
    let own = Carrier { name: "mail".to_owned(), what: "headers", size: bytes.len(), fate: Fate::Text };
    let mut reader = Reader {
        bytes,
        limits,
        opener: Opener::new(limits, level, bytes.len() as u64),
        pieces: Vec::new(),
        document: Document::default(),
        carriers: vec![own],
        fields: Vec::new(),
        parts: 0,
    };
    reader.part(Span::new(0, bytes.len()), "", 0)?;
    let Reader { pieces, document, carriers, fields, .. } = reader;
    let mail = Mail { bytes: bytes.to_vec(), pieces };
    Ok(Opened { kind: Kind::Mail, document, carriers, fields, rewrite: Box::new(mail) })
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

/// Reads a mail part by part.
struct Reader<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    opener: Opener<'a>,
    pieces: Vec<Piece>,
    document: Document,
    carriers: Vec<Carrier>,
    fields: Vec<NativeField>,
    /// Parts so far.
    parts: u64,
}

impl Reader<'_> {
    fn part(&mut self, span: Span, place: &str, depth: usize) -> Result<(), OpenError> {
        self.parts += 1;
        if self.parts > self.limits.entries {
            let place = "the mail".to_owned();
            return Err(OpenError::Limit { place, name: "entries", value: self.limits.entries });
        }
        if depth > DEEP {
            return Err(OpenError::Package(
                "the parts of the mail lie too deep inside each other".to_owned(),
            ));
        }
        let bytes = self.bytes;
        let (headers, body) = headers(bytes, span);
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
            self.document.units.push(TextUnit { text: text.clone(), locator, role, ..TextUnit::default() });
            let (span, name) = (*whole, name.clone());
            self.pieces.push(Piece::Header { span, value: *start, unit, name, text });
        }
        let kind = value("content-type").unwrap_or_else(|| "text/plain".to_owned());
        let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let content = Span::new(body.min(span.end), span.end);
        if media.starts_with("multipart/")
            && let Some(boundary) = parameter(&kind.replace(['\r', '\n'], " "), "boundary")
                .filter(|boundary| !boundary.is_empty())
        {
            for (number, part) in split(bytes, content, boundary.as_bytes()).into_iter().enumerate() {
                self.part(part, &format!("{place}part {}/", number + 1), depth + 1)?;
            }
            return Ok(());
        }
        let transfer =
            match value("content-transfer-encoding").map(|value| value.to_ascii_lowercase()).as_deref() {
                Some("base64") => Transfer::Base64,
                Some("quoted-printable") => Transfer::Quoted,
                _ => Transfer::Plain,
            };
        let label = parameter(&kind.replace(['\r', '\n'], " "), "charset");
        let place = if place.is_empty() { "text" } else { place.trim_end_matches('/') };
        self.body(place.to_owned(), content, transfer, (&media, label))
    }

    fn body(
        &mut self,
        place: String,
        span: Span,
        transfer: Transfer,
        (media, label): (&str, Option<String>),
    ) -> Result<(), OpenError> {
        let decoded = transfer.read(&self.bytes[span.start..span.end]);
        let bytes = decoded.as_deref().unwrap_or_else(|| &self.bytes[span.start..span.end]);
        let first = self.document.units.len();
        let inner = match media {
            "text/html" | "application/xhtml+xml" => super::page::open(bytes, self.limits).ok(),
            _ if media.starts_with("text/") => None,
            "message/rfc822" => self.opener.open_with(&place, |limits, level| open(bytes, limits, level))?,
            _ => self.opener.open(&place, bytes)?,
        };
        let (content, what, fate) = if let Some(inner) = inner {
            let inner = Inner::adopt(inner, &place, &mut self.document, &mut self.carriers, &mut self.fields);
            let fate = if inner.is_writable() { Fate::Recursed } else { Fate::Opaque };
            let what = if inner.is_writable() { "part that is a document" } else { Inner::READ_ONLY };
            (Content::Inner(inner), what, fate)
        } else if media.starts_with("text/") {
            let named = label.as_deref().and_then(encoding);
            // What is called ASCII is often more.
            match decode(bytes, named).or_else(|_| decode(bytes, None)) {
                Ok(read) => {
                    for (number, line) in read.text.split('\n').enumerate() {
                        let text = line.strip_suffix('\r').unwrap_or(line).to_owned();
                        let locator = format!("{place} line {}", number + 1);
                        self.document.units.push(TextUnit { text, locator, ..TextUnit::default() });
                    }
                    (Content::Text { encoding: read.encoding, bom: read.bom }, "text", Fate::Text)
                }
                Err(_) => opaque("text in an unknown encoding", Fate::Opaque),
            }
        } else if media.starts_with("image/") {
            opaque("picture", Fate::Picture)
        } else if matches!(media, "application/pkcs7-signature" | "application/x-pkcs7-signature")
            || media == "application/pgp-signature"
        {
            opaque(SIGNATURE, Fate::Opaque)
        } else {
            opaque("attachment", Fate::Opaque)
        };
        self.carriers.push(Carrier { name: shown(&place), what, size: bytes.len(), fate });
        let units = first..self.document.units.len();
        self.pieces.push(Piece::Body { place, span, transfer, decoded, content, units });
        Ok(())
    }
}

fn opaque(what: &'static str, fate: Fate) -> (Content, &'static str, Fate) {
    (Content::Opaque(what), what, fate)
}

impl Transfer {
    /// The bytes of a body; `None` where they stand as they are.
    fn read(self, body: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Plain => None,
            Self::Base64 => Some(from_base64(body)),
            Self::Quoted => Some(from_quoted(body)),
        }
    }

    fn write(self, bytes: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Plain => bytes,
            Self::Base64 => to_base64_lines(&bytes).into_bytes(),
            Self::Quoted => to_quoted(&bytes),
        }
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

impl Content {
    /// The content with edits of the mail, of which these units are its own; `None` when it stays.
    fn edited(
        &self,
        bytes: &[u8],
        (edits, units): (&[Vec<Edit>], &Range<usize>),
        options: &WriteOptions,
        written: &mut Rewritten,
    ) -> Result<Option<Vec<u8>>, WriteError> {
        match self {
            Self::Text { encoding, bom } => {
                let own = &edits[units.start.min(edits.len())..units.end.min(edits.len())];
                if own.iter().all(Vec::is_empty) {
                    return Ok(None);
                }
                let unable = |cause: String| WriteError::Unable(cause);
                let text = decode(bytes, Some(*encoding)).map_err(|error| unable(error.to_string()))?.text;
                let mut at = 0;
                let mut all = Vec::new();
                for (line, own) in text.split('\n').zip(own) {
                    all.extend(own.iter().map(|edit| {
                        Edit::replacement(edit.span.start + at..edit.span.end + at, edit.content.clone())
                    }));
                    at += line.len() + 1;
                }
                let read = Decoded { text, encoding: *encoding, bom: *bom };
                let new = read.splice(bytes, &all, |_| None);
                new.map(Some).map_err(|error| unable(error.to_string()))
            }
            Self::Inner(inner) if !inner.is_writable() && options.scrub && options.opaque == Opaque::Drop => {
                Ok(Some(Vec::new()))
            }
            Self::Inner(inner) => inner.write(edits, options, written),
            // Without it the signature is none; the file is not written where it has to stay.
            Self::Opaque(SIGNATURE) => {
                let is_edited = options.scrub || edits.iter().any(|edits| !edits.is_empty());
                Ok(is_edited.then(Vec::new))
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
                "changes are recorded in docx only; leave --track-changes out".to_owned(),
            ));
        }
        let mut written = Rewritten::default();
        let mut out = Vec::with_capacity(self.bytes.len());
        let mut at = 0;
        for piece in &self.pieces {
            let (span, new) = match piece {
                Piece::Trace { span, name } if options.scrub => {
                    written.removed.push((name.clone(), "header"));
                    (*span, Some(Vec::new()))
                }
                Piece::Trace { .. } => continue,
                Piece::Header { span, value, unit, name, text } => {
                    let own = edits.get(*unit).map_or(&[][..], Vec::as_slice);
                    if own.is_empty() {
                        continue;
                    }
                    let text = apply(text, own);
                    let end = if self.bytes[span.start..span.end].ends_with(b"\r\n") { "\r\n" } else { "\n" };
                    (Span::new(*value, span.end), Some(format!(" {}{end}", header(name, &text)).into_bytes()))
                }
                Piece::Body { place, span, transfer, decoded, content, units } => {
                    let bytes = decoded.as_deref().unwrap_or_else(|| &self.bytes[span.start..span.end]);
                    let new = content.edited(bytes, (edits, units), options, &mut written)?;
                    let what = match content {
                        Content::Opaque(what) => what,
                        _ => Inner::READ_ONLY,
                    };
                    if new.as_ref().is_some_and(Vec::is_empty) {
                        written.removed.push((place.clone(), what));
                    }
                    (*span, new.map(|bytes| transfer.write(bytes)))
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
        let mut streams = vec![("mail".to_owned(), self.bytes.as_slice())];
        for piece in &self.pieces {
            let Piece::Body { place, decoded, content, .. } = piece else { continue };
            if let Content::Inner(inner) = content {
                streams.extend(inner.streams());
            } else if let Some(bytes) = decoded {
                streams.push((place.clone(), bytes));
            }
        }
        streams
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
        let mut all: Vec<Property> = self.pieces.iter().filter_map(trace).collect();
        for piece in &self.pieces {
            if let Piece::Body { content: Content::Inner(inner), .. } = piece {
                all.extend(inner.properties());
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::base64::to_base64;
    use super::*;

    fn mail() -> String {
        let word = format!("=?GBK?B?{}?=", to_base64(&encoding_rs::GBK.encode("郑海燕").0));
        format!(
            "Received: from a.example\r\n by b.example\r\nFrom: {word} <zheng@example.com>\r\nTo: a@example.com\r\nSubject: =?UTF-8?Q?=E5=85=B3=E4=BA=8E?=\r\n {word}\r\nDate: Mon\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b1\"\r\n\r\nold reader\r\n--b1\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n\
             --b1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><p>=E9=83=91<b>=E6=B5=B7=E7=87=95</b></p>=\r\n</html>\r\n--b1\r\nContent-Type: application/octet-stream; name=\"a.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b1--\r\n",
            to_base64(&encoding_rs::GBK.encode("组长郑海燕\r\n到会。").0)
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
        fn broken_mails_do_no_harm(at in 0usize..1200, with in "[\r\n=?:; a-]{0,6}") {
            let mut mail = mail().into_bytes();
            let at = at % mail.len();
            mail.splice(at..at + 1, with.bytes());
            let _ = super::super::open(&mail, &Limits::default()).map(|opened| opened.write(&edits(&opened), &WriteOptions::default()));
        }
    }
}
