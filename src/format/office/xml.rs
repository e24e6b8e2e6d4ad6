//! XML as events with byte ranges, so that parts can be changed by splicing and everything else stays as it was.
//!
//! Stricter than most readers where documents can harm (DOCTYPE, entities that are not predefined, control characters,
//! depth, attributes without end), and indifferent to everything that is no well-formedness.

use std::ops::Range;

use super::limits::{Limits, OpenError, shown};

/// What comes next in a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event<'s, N> {
    /// A start tag; its attributes are in [`Scanner::attributes`]. Of an empty element an end follows at once.
    Start { ns: N, local: &'s str, tag: Range<usize>, empty: bool },
    /// An end tag, empty after an empty element.
    End { ns: N, local: &'s str, tag: Range<usize> },
    /// Character data with its entities.
    Text(Range<usize>),
    /// The inside of a CDATA section.
    CData(Range<usize>),
    /// The inside of a comment, and the whole of it.
    Comment(Range<usize>, Range<usize>),
    /// A processing instruction: the inside, and the whole of it.
    Instruction(Range<usize>, Range<usize>),
}

/// An attribute of the last start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute<'s, N> {
    /// The namespace, where it has a prefix.
    pub(crate) ns: Option<N>,
    pub(crate) prefix: &'s str,
    pub(crate) local: &'s str,
    /// From the blank before the name to the closing quote.
    pub(crate) whole: Range<usize>,
    /// Between the quotes.
    pub(crate) value: Range<usize>,
}

struct Open<'s, N> {
    name: &'s str,
    ns: N,
    /// How many bindings there were before.
    bindings: usize,
}

/// Reads a part event by event.
pub(crate) struct Scanner<'s, N> {
    text: &'s str,
    part: &'s str,
    at: usize,
    limits: &'s Limits,
    names: fn(&str) -> N,
    stack: Vec<Open<'s, N>>,
    bindings: Vec<(&'s str, N)>,
    attributes: Vec<Attribute<'s, N>>,
    /// The last start tag was an empty element.
    closes: bool,
    rooted: bool,
}

impl<'s, N: Copy + PartialEq> Scanner<'s, N> {
    /// At the start of a part's decoded text. `names` says what a namespace is.
    pub(crate) fn new(part: &'s str, text: &'s str, limits: &'s Limits, names: fn(&str) -> N) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let bindings = vec![("", names("")), ("xml", names("http://www.w3.org/XML/1998/namespace"))];
        let (stack, attributes) = (Vec::new(), Vec::new());
        Self { text, part, at, limits, names, stack, bindings, attributes, closes: false, rooted: false }
    }

    /// The attributes of the last start tag, without declarations of namespaces.
    pub(crate) fn attributes(&self) -> &[Attribute<'s, N>] {
        &self.attributes
    }

    /// The attribute of this local name, as it is written.
    pub(crate) fn raw(&self, local: &str) -> Option<&'s str> {
        let attribute = self.attributes.iter().find(|attribute| attribute.local == local)?;
        Some(&self.text[attribute.value.clone()])
    }

    /// The value of an attribute, as it is written.
    pub(crate) fn value(&self, attribute: &Attribute<'s, N>) -> &'s str {
        &self.text[attribute.value.clone()]
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.stack.len()
    }

    fn wrong<T>(&self, why: &'static str) -> Result<T, OpenError> {
        Err(OpenError::Xml { part: shown(self.part), at: self.at, why })
    }

    fn limit<T>(&self, name: &'static str, value: u64) -> Result<T, OpenError> {
        Err(OpenError::Limit { place: shown(self.part), name, value })
    }

    /// The next event, or `None` at the end of a whole document.
    pub(crate) fn next(&mut self) -> Result<Option<Event<'s, N>>, OpenError> {
        if std::mem::take(&mut self.closes) {
            let open = self.stack.pop().expect("the empty element was pushed with its start");
            self.bindings.truncate(open.bindings);
            return Ok(Some(Event::End { ns: open.ns, local: local(open.name), tag: self.at..self.at }));
        }
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return match (self.stack.is_empty(), self.rooted) {
                (true, true) => Ok(None),
                (true, false) => self.wrong("it has no element"),
                (false, _) => self.wrong("it ends inside an element"),
            };
        }
        if !rest.starts_with('<') {
            return self.text(rest).map(Some);
        }
        let start = self.at;
        match rest.as_bytes().get(1) {
            Some(b'/') => self.end(rest).map(Some),
            Some(b'!') if rest.starts_with("<!--") => {
                let end = self.until(&rest[4..], "-->", "a comment does not end")?;
                self.at = start + 4 + end + 3;
                Ok(Some(Event::Comment(start + 4..start + 4 + end, start..self.at)))
            }
            Some(b'!') if rest.starts_with("<![CDATA[") => {
                if self.stack.is_empty() {
                    return self.wrong("there is text outside the root element");
                }
                let end = self.until(&rest[9..], "]]>", "a CDATA section does not end")?;
                self.controls(&rest[9..9 + end])?;
                self.at = start + 9 + end + 3;
                Ok(Some(Event::CData(start + 9..start + 9 + end)))
            }
            Some(b'!') => self.wrong("it declares a document type, which documents do not need"),
            Some(b'?') => {
                let end = self.until(&rest[2..], "?>", "an instruction does not end")?;
                self.at = start + 2 + end + 2;
                Ok(Some(Event::Instruction(start + 2..start + 2 + end, start..self.at)))
            }
            _ => self.start(rest).map(Some),
        }
    }

    fn until(&self, rest: &str, mark: &str, why: &'static str) -> Result<usize, OpenError> {
        rest.find(mark).map_or_else(|| self.wrong(why), Ok)
    }

    fn controls(&self, text: &str) -> Result<(), OpenError> {
        let bad = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r');
        if text.bytes().fold(false, |any, b| any | bad(b)) {
            self.wrong("there is a control character")
        } else {
            Ok(())
        }
    }

    fn text(&mut self, rest: &'s str) -> Result<Event<'s, N>, OpenError> {
        let end = rest.find('<').unwrap_or(rest.len());
        let text = &rest[..end];
        if self.stack.is_empty() && !text.trim().is_empty() {
            return self.wrong("there is text outside the root element");
        }
        self.sound(text)?;
        let range = self.at..self.at + end;
        self.at = range.end;
        Ok(Event::Text(range))
    }

    /// Whether all entities are known and all characters allowed.
    fn sound(&self, text: &str) -> Result<(), OpenError> {
        self.controls(text)?;
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            rest = &rest[at..];
            let Some((_, length)) = entity(rest) else { return self.wrong("there is an unknown entity") };
            rest = &rest[length..];
        }
        Ok(())
    }

    fn end(&mut self, rest: &'s str) -> Result<Event<'s, N>, OpenError> {
        let length = self.until(rest, ">", "a tag does not end")?;
        let name = rest[2..length].trim_end_matches([' ', '\t', '\r', '\n']);
        let Some(open) = self.stack.pop() else { return self.wrong("an element ends that was not open") };
        if open.name != name {
            return self.wrong("another element ends than was open");
        }
        self.bindings.truncate(open.bindings);
        let tag = self.at..self.at + length + 1;
        self.at = tag.end;
        Ok(Event::End { ns: open.ns, local: local(name), tag })
    }

    fn start(&mut self, rest: &'s str) -> Result<Event<'s, N>, OpenError> {
        if self.stack.is_empty() && std::mem::replace(&mut self.rooted, true) {
            return self.wrong("there is more than one root element");
        }
        if self.stack.len() as u64 >= self.limits.depth {
            return self.limit("depth", self.limits.depth);
        }
        let bytes = rest.as_bytes();
        let length = name(bytes, 1);
        if length == 0 {
            return self.wrong("a tag has no name");
        }
        let element = &rest[1..1 + length];
        let before = self.bindings.len();
        self.attributes.clear();
        let mut at = 1 + length;
        let empty = loop {
            let blank = at;
            while bytes.get(at).is_some_and(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')) {
                at += 1;
            }
            match bytes.get(at) {
                Some(b'>') => break false,
                Some(b'/') if bytes.get(at + 1) == Some(&b'>') => break true,
                Some(_) if at > blank => at = self.attribute(rest, blank, at)?,
                _ => return self.wrong("a tag does not end"),
            }
        };
        let tag = self.at..self.at + at + if empty { 2 } else { 1 };
        self.resolve()?;
        let ns = self.namespace(prefix(element));
        self.stack.push(Open { name: element, ns, bindings: before });
        self.closes = empty;
        self.at = tag.end;
        Ok(Event::Start { ns, local: local(element), tag, empty })
    }

    fn attribute(&mut self, rest: &'s str, blank: usize, at: usize) -> Result<usize, OpenError> {
        if self.attributes.len() as u64 >= self.limits.attributes {
            return self.limit("attributes", self.limits.attributes);
        }
        let bytes = rest.as_bytes();
        let length = name(bytes, at);
        let key = &rest[at..at + length];
        let mut quote = at + length;
        let blanks = |mut at: usize| {
            while bytes.get(at).is_some_and(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')) {
                at += 1;
            }
            at
        };
        quote = blanks(quote);
        if length == 0 || bytes.get(quote) != Some(&b'=') {
            return self.wrong("an attribute has no value");
        }
        quote = blanks(quote + 1);
        let mark = match bytes.get(quote) {
            Some(b'"') => '"',
            Some(b'\'') => '\'',
            _ => return self.wrong("the value of an attribute has no quotes"),
        };
        let Some(size) = rest[quote + 1..].find(mark) else {
            return self.wrong("the value of an attribute does not end");
        };
        let value = &rest[quote + 1..quote + 1 + size];
        if value.contains('<') {
            return self.wrong("the value of an attribute holds a tag");
        }
        self.sound(value)?;
        let end = quote + 1 + size + 1;
        let base = self.at;
        if key == "xmlns" {
            self.bindings.push(("", (self.names)(value)));
        } else if let Some(prefix) = key.strip_prefix("xmlns:") {
            self.bindings.push((prefix, (self.names)(value)));
        } else {
            self.attributes.push(Attribute {
                ns: None,
                prefix: prefix(key),
                local: local(key),
                whole: base + blank..base + end,
                value: base + quote + 1..base + quote + 1 + size,
            });
        }
        Ok(end)
    }

    /// Gives attributes their namespaces; two of one name are none.
    fn resolve(&mut self) -> Result<(), OpenError> {
        let mut attributes = std::mem::take(&mut self.attributes);
        for attribute in attributes.iter_mut().filter(|attribute| !attribute.prefix.is_empty()) {
            attribute.ns = Some(self.namespace(attribute.prefix));
        }
        let key = |attribute: &Attribute<'s, N>| (attribute.local, attribute.prefix);
        let twice = if attributes.len() < 16 {
            (1..attributes.len())
                .any(|i| attributes[..i].iter().any(|other| key(other) == key(&attributes[i])))
        } else {
            let mut keys: Vec<_> = attributes.iter().map(key).collect();
            keys.sort_unstable();
            keys.windows(2).any(|pair| pair[0] == pair[1])
        };
        self.attributes = attributes;
        if twice { self.wrong("an element has an attribute twice") } else { Ok(()) }
    }

    fn namespace(&self, prefix: &str) -> N {
        let bound = self.bindings.iter().rev().find(|(known, _)| *known == prefix);
        bound.map_or_else(|| (self.names)(""), |&(_, ns)| ns)
    }
}

/// The length of the name that starts here.
fn name(bytes: &[u8], at: usize) -> usize {
    let inside =
        |b: &u8| !matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'>' | b'/' | b'<' | b'"' | b'\'' | b'&');
    bytes[at..].iter().take_while(|b| inside(b)).count()
}

fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// The character that an entity at the start of `text` stands for, and the entity's length.
pub(crate) fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.as_bytes().iter().take(12).position(|&b| b == b';')?;
    let inside = &text[1..end];
    let c = match inside {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = inside.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) if hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
                    u32::from_str_radix(hex, 16).ok()?
                }
                None if number.bytes().all(|b| b.is_ascii_digit()) => number.parse().ok()?,
                _ => return None,
            };
            let c = char::from_u32(code)?;
            let control = code < 0x20 && !matches!(c, '\t' | '\n' | '\r') || matches!(code, 0xfffe | 0xffff);
            if control {
                return None;
            }
            c
        }
    };
    Some((c, end + 1))
}

/// The text that is written as `raw`.
pub(crate) fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, length) = entity(rest).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// Writes text so that it stands for itself in character data and in attributes.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                use std::fmt::Write as _;
                let _ = write!(out, "&#{};", c as u32);
            }
            // What XML cannot hold.
            c if (c as u32) < 0x20 || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}

/// The text of a part: UTF-8, UTF-16, or what its declaration names.
pub(crate) fn decode<'b>(part: &str, bytes: &'b [u8]) -> Result<std::borrow::Cow<'b, str>, OpenError> {
    use std::borrow::Cow;
    let wrong = |at, why| OpenError::Xml { part: shown(part), at, why };
    let other = match bytes {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<', ..] => Some(encoding_rs::UTF_16BE),
        _ => declared(bytes).filter(|encoding| *encoding != encoding_rs::UTF_8),
    };
    match other {
        None => simdutf8::compat::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|error| wrong(error.valid_up_to(), "it is not valid UTF-8")),
        Some(encoding) => {
            let (text, bad) = encoding.decode_with_bom_removal(bytes);
            if bad {
                Err(wrong(0, "it is not valid in its encoding"))
            } else {
                Ok(Cow::Owned(text.into_owned()))
            }
        }
    }
}

/// The encoding that an XML declaration names, where it is one that ASCII is part of.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = &head[..head.len().min(200)];
    let end = head.starts_with(b"<?xml").then(|| head.windows(2).position(|two| two == b"?>"))??;
    let head = str::from_utf8(&head[..end]).ok()?;
    let value = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next()?;
    let label = value[1..].split(quote).next()?;
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
    // A declaration that can be read as ASCII is not in UTF-16, whatever it says.
    encoding.is_ascii_compatible().then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, OpenError> {
        let limits = Limits { depth: 20, attributes: 30, ..Limits::default() };
        let mut scanner = Scanner::new("a.xml", text, &limits, |uri| uri.len());
        let mut events = Vec::new();
        while let Some(event) = scanner.next()? {
            events.push(match event {
                Event::Start { ns, local, tag, .. } => {
                    let of = |a: &Attribute<'_, usize>| format!(" {}={}", a.local, &text[a.value.clone()]);
                    let attributes: String = scanner.attributes().iter().map(of).collect();
                    assert!(text[tag.clone()].starts_with('<') && text[tag].ends_with('>'));
                    format!("{ns}:{local}{attributes}")
                }
                Event::End { local, .. } => format!("/{local}"),
                Event::Text(range) | Event::CData(range) => unescape(&text[range]),
                Event::Comment(range, _) | Event::Instruction(range, _) => format!("!{}", &text[range]),
            });
        }
        Ok(events)
    }

    #[test]
    fn events_are_what_is_written() {
        let text = "<?xml version='1.0'?><!-- x --><w:a xmlns:w=\"u\" w:b='1' c = \"2>\"><d xmlns=\"uri\"/>甲&amp;&#x4e59;<![CDATA[<丙>]]></w:a>\n";
        let events = read(text).unwrap();
        let expected =
            ["!xml version='1.0'", "! x ", "1:a b=1 c=2>", "3:d", "/d", "甲&乙", "<丙>", "/a", "\n"];
        assert_eq!(events, expected);
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for bad in [
            "",
            "x",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>x",
            "</a>",
            "<a b=1/>",
            "<a b/>",
            "<a b='1' b='2'/>",
            "<a b='<'/>",
            "<a b='1'c='2'/>",
            "<a>&nbsp;</a>",
            "<a>&#0;</a>",
            "<a>&#xD800;</a>",
            "<a>\u{1}</a>",
            "<a",
            "<a b='",
            "<!DOCTYPE a><a/>",
            "<a><!-- </a>",
            "<a><![CDATA[</a>",
            "<>",
            "<a b='&x;'/>",
            "<a>&</a>",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert!(read(&"<a>".repeat(21)).unwrap_err().to_string().contains("depth = 20"));
        let many: String = (0..31).map(|i| format!(" a{i}='1'")).collect();
        assert!(read(&format!("<a{many}/>")).unwrap_err().to_string().contains("attributes = 30"));
    }

    #[test]
    fn parts_in_other_encodings_are_read() {
        let utf16: Vec<u8> = "\u{feff}<a>甲</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode("", &utf16).unwrap(), "<a>甲</a>");
        let mut gbk = b"<?xml version=\"1.0\" encoding=\"GBK\"?><a>".to_vec();
        gbk.extend_from_slice(&[0xbc, 0xd7]);
        assert!(decode("", &gbk).unwrap().ends_with('甲'));
        assert!(decode("", b"<a>\xff</a>").is_err());
    }

    #[test]
    fn what_is_escaped_is_read_back() {
        let text = "甲<乙>&\"丙'\t\n";
        let mut out = String::new();
        escape(text, &mut out);
        assert_eq!(unescape(&out), text);
        assert!(!out.contains(['<', '"', '\n']));
    }
}
