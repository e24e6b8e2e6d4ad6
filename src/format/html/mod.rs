//! HTML: every text of a page with the bytes it is written in. Text, attributes, comments with what Office hides in
//! them, strings of scripts and styles, pages inside attributes; markup and code are never touched.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as TokenSpan, Tokenizer};

use super::encoding::Encoding;
use super::passage::{Form, Passage, SegKind, clipped};
use crate::document::Role;
use crate::span::Span;
use script::Language;

mod entity;
mod names;
mod script;

/// How many pages may stand inside each other, in attributes and comments.
const NESTING: usize = 4;

/// The texts of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// In the order of the source.
    pub passages: Vec<Passage>,
    /// What is in the page and cannot be read.
    pub opaque: Vec<Opaque>,
    /// What says who made the page and with what: a name, and the passage that holds the value.
    pub properties: Vec<(String, usize)>,
}

/// Data inside a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opaque {
    /// Where: the element and the attribute.
    pub place: String,
    /// The media type it claims to have.
    pub media: String,
    /// Where it is written.
    pub source: Span,
}

/// Reads a page.
pub fn html(source: &str) -> Html {
    let mut page = read(source, 0);
    for (index, passage) in page.passages.iter_mut().enumerate() {
        passage.locator = format!("{} ¶{}", passage.locator, index + 1);
    }
    page
}

/// The encoding that the head of a page names. Every name of a part of GB18030 means all of it.
pub fn html_encoding(bytes: &[u8]) -> Option<Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let at = head.windows(8).position(|eight| eight == b"charset=")? + 8;
    let name: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .collect();
    match name.as_slice() {
        b"gb2312" | b"gb_2312-80" | b"gbk" | b"x-gbk" | b"gb18030" => Some(Encoding::Gb18030),
        b"big5" | b"big5-hkscs" => Some(Encoding::Big5),
        b"utf-8" | b"utf8" => Some(Encoding::Utf8),
        _ => None,
    }
}

fn read(source: &str, depth: usize) -> Html {
    let mut reader =
        Reader { source, depth, page: Html::default(), block: Block::default(), open: Open::default() };
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: TokenSpan<usize>| -> Option<Infallible> {
            reader.event(&event, Span::new(span.start, span.end));
            None
        });
    emitter.naively_switch_states(true);
    let result = Tokenizer::new_with_emitter(source, emitter).finish();
    let Ok(()) = result;
    reader.end_block();
    reader.page
}

struct Reader<'s> {
    source: &'s str,
    depth: usize,
    page: Html,
    block: Block,
    open: Open,
}

/// The line of text that is being read.
#[derive(Default)]
struct Block {
    passage: Option<Passage>,
    /// Blanks that have been passed and not yet read.
    blank: Option<Span>,
}

/// The elements that are open, as far as they matter.
#[derive(Default)]
struct Open {
    /// The last start tag.
    tag: String,
    /// The last block's tag.
    block: String,
    attribute: String,
    /// Of a `meta`: what its content is, where that is said, and which passage the content is.
    meta: (Option<String>, Option<usize>),
    preformatted: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.start(clipped(&String::from_utf8_lossy(name))),
            CallbackEvent::AttributeName { name } => {
                clipped(&String::from_utf8_lossy(name)).clone_into(&mut self.open.attribute);
            }
            CallbackEvent::AttributeValue { .. } => self.attribute(span),
            CallbackEvent::CloseStartTag { self_closing } => {
                if self.open.tag == "br" {
                    self.push_break(span);
                }
                if let (Some(name), Some(content)) = std::mem::take(&mut self.open.meta) {
                    self.page.properties.push((name, content));
                }
                if *self_closing {
                    self.end(&self.open.tag.clone());
                }
            }
            CallbackEvent::EndTag { name } => {
                self.end(&String::from_utf8_lossy(name));
                self.open.tag.clear();
            }
            CallbackEvent::String { .. } => self.text(span),
            CallbackEvent::Comment { .. } => self.comment(span),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn start(&mut self, name: &str) {
        name.clone_into(&mut self.open.tag);
        if !names::is_inline(name) && name != "br" {
            self.end_block();
            if !matches!(name, "script" | "style" | "input" | "meta" | "link") {
                name.clone_into(&mut self.open.block);
            }
        }
        self.open.preformatted += usize::from(names::is_preformatted(name));
    }

    fn end(&mut self, name: &str) {
        if names::is_preformatted(name) {
            self.open.preformatted = self.open.preformatted.saturating_sub(1);
        }
        if names::is_inline(name) {
            return;
        }
        let cell = matches!(name, "td" | "th");
        self.end_block();
        if cell && let Some(last) = self.page.passages.last_mut() {
            last.row_goes_on = last.role == Role::Body;
        }
        if name == "tr"
            && let Some(last) = self.page.passages.last_mut()
        {
            last.row_goes_on = false;
        }
    }

    fn end_block(&mut self) {
        self.block.blank = None;
        let Some(mut passage) = self.block.passage.take() else { return };
        let tag = if self.open.block.is_empty() { "text" } else { &self.open.block };
        tag.clone_into(&mut passage.locator);
        if names::is_property(tag) {
            passage.role = Role::Carrier;
            self.page.properties.push((tag.to_owned(), self.page.passages.len()));
        }
        self.page.passages.push(passage);
    }

    fn push_break(&mut self, span: Span) {
        self.block.blank = None;
        if let Some(passage) = &mut self.block.passage {
            passage.push("\n", span, SegKind::Atom);
        }
    }

    fn text(&mut self, span: Span) {
        let Some(written) = self.source.get(span.start..span.end) else { return };
        match self.open.tag.as_str() {
            "script" => self.code(written, span.start, Language::Script),
            "style" => self.code(written, span.start, Language::Style),
            tag if names::holds_markup(tag) => self.inner(written, span.start),
            _ => self.prose(written, span.start),
        }
    }

    fn code(&mut self, written: &str, base: usize, language: Language) {
        let mut found = Vec::new();
        script::strings(written, base, language, &mut found);
        let place = if language == Language::Script { "script" } else { "style" };
        self.page.passages.extend(found.into_iter().map(|mut passage| {
            place.clone_into(&mut passage.locator);
            passage.role = Role::Carrier;
            passage
        }));
    }

    /// Markup that stands as it is in something that the tokenizer takes for text.
    fn inner(&mut self, written: &str, base: usize) {
        let mut all = Passage::new(Vec::new());
        all.push_verbatim(written, base);
        self.nested(&all, Role::Aside);
    }

    /// A page inside a text.
    fn nested(&mut self, outer: &Passage, role: Role) {
        if self.depth >= NESTING {
            let mut whole = outer.clone();
            whole.role = role;
            "nested".clone_into(&mut whole.locator);
            return self.page.passages.push(whole);
        }
        let inner = read(&outer.text, self.depth + 1);
        let before = self.page.passages.len();
        self.page.properties.extend(inner.properties.into_iter().map(|(name, at)| (name, at + before)));
        for mut passage in inner.passages {
            passage.role = if passage.role == Role::Carrier { Role::Carrier } else { role };
            self.page.passages.push(passage.within(outer));
        }
        let place = |span: Span| {
            let over = outer.segs.iter().filter(|seg| seg.text.overlaps(span));
            over.map(|seg| seg.source).reduce(Span::union).unwrap_or(span)
        };
        let opaque = inner.opaque.into_iter();
        self.page.opaque.extend(opaque.map(|opaque| Opaque { source: place(opaque.source), ..opaque }));
    }

    fn prose(&mut self, written: &str, base: usize) {
        if self.open.preformatted > 0 {
            let passage = self.block.passage.get_or_insert_with(|| Passage::new(vec![Form::Markup]));
            return entity::push_decoded(passage, written, base, false);
        }
        let mut at = 0;
        while at < written.len() {
            let rest = &written[at..];
            let blank = rest.bytes().take_while(u8::is_ascii_whitespace).count();
            if blank > 0 {
                let span = Span::new(base + at, base + at + blank);
                self.block.blank = Some(match self.block.blank {
                    Some(before) if before.end == span.start => before.union(span),
                    // Markup stands between the two: it belongs to neither, and one of them is shown.
                    Some(before) if !written[at..at + blank].contains('\n') => before,
                    _ => span,
                });
                at += blank;
                continue;
            }
            let word = rest.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(rest.len());
            let passage = match &mut self.block.passage {
                Some(passage) => {
                    if let Some(blank) = self.block.blank.take() {
                        push_blank(passage, self.source, blank, rest);
                    }
                    passage
                }
                none => {
                    self.block.blank = None;
                    none.insert(Passage::new(vec![Form::Markup]))
                }
            };
            entity::push_decoded(passage, &rest[..word], base + at, false);
            at += word;
        }
    }

    fn comment(&mut self, span: Span) {
        let Some(written) = self.source.get(span.start..span.end) else { return };
        let Some(body) = written.strip_prefix("<!--") else {
            return self.push_comment(written, span.start);
        };
        let base = span.start + 4;
        let body = body.strip_suffix("-->").or_else(|| body.strip_suffix("--!>")).unwrap_or(body);
        // Office writes its properties as markup in conditional comments.
        if body.trim_start().starts_with('[') || body.contains("</") {
            return self.inner(body, base);
        }
        self.push_comment(body, base);
    }

    fn push_comment(&mut self, body: &str, base: usize) {
        if body.trim().is_empty() {
            return;
        }
        let mut passage = Passage::new(vec![Form::Comment]);
        passage.push_verbatim(body, base);
        self.carrier(passage, "comment".to_owned());
    }

    fn carrier(&mut self, mut passage: Passage, locator: String) {
        passage.locator = locator;
        passage.role = Role::Carrier;
        self.page.passages.push(passage);
    }

    fn attribute(&mut self, span: Span) {
        let Some(written) = self.source.get(span.start..span.end) else { return };
        let name = std::mem::take(&mut self.open.attribute);
        let place = format!("{}@{name}", self.open.tag);
        if written.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:")) {
            let media = written[5..].split([';', ',']).next().unwrap_or_default();
            let media = if media.is_empty() { "text/plain" } else { media }.to_owned();
            return self.page.opaque.push(Opaque { place, media, source: span });
        }
        let mut passage = Passage::new(vec![Form::Attribute]);
        entity::push_decoded(&mut passage, written, span.start, true);
        if self.open.tag == "meta" && name == "name" {
            let is = passage.text.to_ascii_lowercase();
            self.open.meta.0 = Some(is).filter(|is| names::is_maker(is));
        }
        match name.as_str() {
            "srcdoc" => return self.nested(&passage, Role::Aside),
            _ if passage.text.is_ascii() && names::is_structural(&name) => return,
            _ if names::is_address(&name) && passage.text.contains('%') => {
                let inner = address(&passage.text);
                if let Some(inner) = inner {
                    return self.carrier(inner.within(&passage), place);
                }
            }
            _ => {}
        }
        if !passage.text.trim().is_empty() {
            if place == "meta@content" {
                self.open.meta.1 = Some(self.page.passages.len());
            }
            self.carrier(passage, place);
        }
    }
}

/// Adds a blank as a browser shows it. A line end between two Chinese characters is only a line end of the source.
fn push_blank(passage: &mut Passage, source: &str, blank: Span, rest: &str) {
    let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2e80}');
    let broken = source.get(blank.start..blank.end).is_some_and(|blank| blank.contains('\n'));
    if passage.text.is_empty()
        || broken && wide(passage.text.chars().next_back()) && wide(rest.chars().next())
    {
        return;
    }
    match source.get(blank.start..blank.end) {
        Some(" ") => passage.push_verbatim(" ", blank.start),
        _ => passage.push(" ", blank, SegKind::Escape),
    }
}

/// An address with its `%E5%BC%A0` read; none when that is not UTF-8.
fn address(written: &str) -> Option<Passage> {
    let byte = |at: usize| {
        let digits = written.get(at + 1..at + 3).filter(|_| written.as_bytes()[at] == b'%')?;
        u8::from_str_radix(digits, 16).ok()
    };
    let mut passage = Passage::new(vec![Form::Address]);
    let (mut at, mut from) = (0, 0);
    while at < written.len() {
        let Some(first) = byte(at) else {
            at += 1;
            continue;
        };
        let len = match first {
            0..0x80 => 1,
            0xc0..0xe0 => 2,
            0xe0..0xf0 => 3,
            0xf0.. => 4,
            _ => return None,
        };
        let bytes: Option<Vec<u8>> =
            (0..len).map(|n| byte(at + 3 * n).filter(|_| at + 3 * n < written.len())).collect();
        let text = String::from_utf8(bytes?).ok()?;
        passage.push_verbatim(&written[from..at], from);
        passage.push(&text, Span::new(at, at + 3 * len), SegKind::Escape);
        at += 3 * len;
        from = at;
    }
    passage.push_verbatim(&written[from..], from);
    Some(passage)
}

#[cfg(test)]
mod tests;
