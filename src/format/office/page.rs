//! HTML as a container: the page is the one stream, what is hidden in it are carriers.

use std::collections::HashSet;

use super::container::{
    Carrier, Fate, Kind, Opaque, Opened, Property, Rewrite, Rewritten, WriteError, WriteOptions,
};
use super::limits::{Limits, OpenError, shown};
use crate::document::Document;
use crate::edit::Edit;
use crate::format::{Decoded, Encoding, Html, decode, html, html_encoding};
use crate::span::Span;

/// The page's own stream.
const PAGE: &str = "page";

struct Page {
    bytes: Vec<u8>,
    text: String,
    encoding: Encoding,
    bom: bool,
    html: Html,
}

/// Whether a file that starts so is a page.
pub(crate) fn is(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut head = head[..head.len().min(4096)].trim_ascii_start();
    // Comments and an XML declaration may stand before the first tag.
    while head.starts_with(b"<?xml") || head.starts_with(b"<!--") {
        let Some(end) = head.iter().position(|&b| b == b'>') else { return false };
        head = head[end + 1..].trim_ascii_start();
    }
    let starts = |tag: &[u8]| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    // A piece of a page starts with a tag that nothing else starts with.
    const FIRST: [&str; 14] = [
        "!doctype html",
        "html",
        "head",
        "body",
        "meta",
        "title",
        "div",
        "p",
        "table",
        "span",
        "h1",
        "h2",
        "style",
        "article",
    ];
    FIRST.iter().any(|tag| {
        let end = head.get(1 + tag.len());
        starts(format!("<{tag}").as_bytes()) && end.is_some_and(|b| *b == b'>' || b.is_ascii_whitespace())
    })
}

/// Opens a page.
pub(crate) fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, OpenError> {
    if bytes.len() as u64 > limits.part {
        return Err(OpenError::Limit { place: "the page".to_owned(), name: "part", value: limits.part });
    }
    // What the bytes are beyond doubt comes before what the page says of itself.
    let decoded = match (decode(bytes, None), html_encoding(bytes)) {
        (Ok(decoded), None) => Ok(decoded),
        (Ok(decoded), Some(_)) if decoded.bom || decoded.encoding == Encoding::Utf8 => Ok(decoded),
        (first, Some(named)) => decode(bytes, Some(named)).or(first),
        (Err(error), None) => Err(error),
    };
    let decoded = decoded.map_err(|_| {
        OpenError::Kind(
            "its characters cannot be read in the encoding that the page names; save it in UTF-8 in a browser or an editor"
                .to_owned(),
        )
    })?;
    let html = html(&decoded.text);
    let mut carriers =
        vec![Carrier { name: PAGE.to_owned(), what: "page", size: bytes.len(), fate: Fate::Text }];
    carriers.extend(html.opaque.iter().map(|opaque| Carrier {
        name: format!("{} ({})", opaque.place, opaque.media),
        what: if opaque.media.starts_with("image/") { "picture in an address" } else { "data in an address" },
        size: opaque.source.len(),
        fate: if opaque.media.starts_with("image/") { Fate::Picture } else { Fate::Opaque },
    }));
    let document = Document { units: html.passages.iter().map(crate::format::Passage::unit).collect() };
    let (encoding, bom, text) = (decoded.encoding, decoded.bom, decoded.text.into_owned());
    let page = Page { bytes: bytes.to_vec(), text, encoding, bom, html };
    Ok(Opened { kind: Kind::Html, document, carriers, fields: Vec::new(), rewrite: Box::new(page) })
}

impl Rewrite for Page {
    fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError> {
        if options.track.is_some() {
            return Err(WriteError::Unable(
                "changes are recorded in docx only; leave --track-changes out".to_owned(),
            ));
        }
        let mut written = Rewritten::default();
        let opaque = || self.html.opaque.iter().filter(|opaque| !opaque.media.starts_with("image/"));
        if options.scrub && options.opaque == Opaque::Refuse && opaque().next().is_some() {
            let places: Vec<String> = opaque().take(5).map(|opaque| shown(&opaque.place)).collect();
            return Err(WriteError::Opaque(format!("{} (data in an address)", places.join(", "))));
        }
        let mut splices: Vec<Edit> = Vec::new();
        let properties: HashSet<usize> = self.html.properties.iter().map(|(_, passage)| *passage).collect();
        for (number, passage) in self.html.passages.iter().enumerate() {
            if options.scrub && properties.contains(&number) {
                let all = Edit::deletion(Span::new(0, passage.text.len()));
                splices.extend(passage.carry(&[all]).splices);
                written.removed.push((passage.locator.clone(), "property"));
                continue;
            }
            let carried = passage.carry(edits.get(number).map_or(&[], Vec::as_slice));
            splices.extend(carried.splices);
            if !carried.refused.is_empty() {
                written.lost.push(number);
            }
        }
        if options.scrub && options.opaque == Opaque::Drop {
            splices.extend(opaque().map(|opaque| Edit::replacement(opaque.source, "data:,")));
            written.removed.extend(opaque().map(|opaque| (opaque.place.clone(), "data in an address")));
        }
        splices.sort_by_key(|edit| edit.span);
        splices.dedup_by(|next, edit| next.span.start < edit.span.end);
        let decoded = Decoded { text: self.text.as_str().into(), encoding: self.encoding, bom: self.bom };
        let lacking = |c: char| Some(format!("&#{};", u32::from(c)));
        let bytes = decoded.splice(&self.bytes, &splices, lacking);
        written.bytes = bytes.map_err(|error| WriteError::Unable(error.to_string()))?;
        Ok(written)
    }

    fn streams(&self) -> Vec<(String, &[u8])> {
        vec![(PAGE.to_owned(), self.text.as_bytes())]
    }

    fn properties(&self) -> Vec<Property> {
        let property = |(name, at): &(String, usize)| {
            let passage = self.html.passages.get(*at)?;
            Some(Property { place: passage.locator.clone(), name: name.clone(), value: passage.text.clone() })
        };
        self.html.properties.iter().filter_map(property).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit_all(opened: &Opened, from: &str, to: &str) -> Vec<Vec<Edit>> {
        let edits = |text: &str| {
            text.match_indices(from)
                .map(|(at, _)| Edit::replacement(Span::new(at, at + from.len()), to))
                .collect()
        };
        opened.document.units.iter().map(|unit| edits(&unit.text)).collect()
    }

    #[test]
    fn a_page_in_gb2312_keeps_every_byte_that_is_not_edited() {
        let page = "<!-- x --><html><meta charset=gb2312><meta content=\"Word\" name=Generator><meta name=author content=郑海燕>\r\n\
                    <p>组长郑<b>海燕</b>到柳林县。<img src='data:image/png;base64,AA' alt=郑海燕>";
        let bytes = encoding_rs::GBK.encode(page).0.into_owned();
        assert!(is(&bytes));
        let opened = open(&bytes, &Limits::default()).unwrap();
        let still = opened.write(&[], &WriteOptions::default()).unwrap();
        assert_eq!(still.bytes, bytes);
        assert_eq!(opened.properties().len(), 2);
        let options = WriteOptions { scrub: true, ..WriteOptions::default() };
        let written = opened.write(&edit_all(&opened, "郑海燕", "某"), &options).unwrap();
        let text = encoding_rs::GBK.decode(&written.bytes).0.into_owned();
        assert_eq!(
            text,
            "<!-- x --><html><meta charset=gb2312><meta content=\"\" name=Generator><meta name=author content=>\r\n\
             <p>组长某<b></b>到柳林县。<img src='data:image/png;base64,AA' alt=某>"
        );
    }

    #[test]
    fn pages_and_pieces_of_pages_are_told_from_texts() {
        for page in [
            "<!DOCTYPE html>\n",
            "\u{feff} <HTML lang=zh>",
            "<?xml version='1.0'?><html >",
            "<div class=a>甲</div>",
            "<p>甲",
        ] {
            assert!(is(page.as_bytes()), "{page}");
        }
        for text in ["", "<", "<甲>乙", "<pages>", "甲<p>", "<<html>>", "<?xml version='1.0'?><a/>"] {
            assert!(!is(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn data_in_a_page_is_refused_dropped_or_kept() {
        let opened = open(b"<html><a href='data:text/html,abc'>x</a>", &Limits::default()).unwrap();
        let with =
            |opaque| opened.write(&[], &WriteOptions { scrub: true, opaque, ..WriteOptions::default() });
        assert!(with(Opaque::Refuse).is_err());
        assert_eq!(with(Opaque::Drop).unwrap().bytes, b"<html><a href='data:,'>x</a>");
        assert!(with(Opaque::Keep).unwrap().bytes.ends_with(b"abc'>x</a>"));
    }
}
