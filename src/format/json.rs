//! Texts in a JSON value, found without taking the value apart: the whole value is checked against the grammar, and the
//! places of the strings that were asked for come out. What is not edited keeps its bytes, whatever order, spelling
//! and escapes it has.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::escape::Escaped;
use super::path::FieldPath;

/// How deep objects and lists may stand in each other.
const DEPTH: usize = 128;

/// A string that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonText<'a> {
    /// Where its content starts, behind the quote.
    pub start: usize,
    /// The content as it is written.
    pub written: &'a str,
    /// Its place in the value: `/meta/title`, `/list/2`.
    pub place: String,
    /// Which of the paths led to it.
    pub path: usize,
}

/// Why a value is no text to work on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonError {
    /// Not JSON.
    #[error("not valid JSON at byte {at}")]
    Invalid {
        /// Offset of the first wrong byte.
        at: usize,
    },
    /// Too many objects and lists in each other.
    #[error("nested deeper than {DEPTH} levels")]
    Deep,
    /// Not UTF-8.
    #[error("not valid UTF-8 at byte {at}")]
    Encoding {
        /// Offset of the first wrong byte.
        at: usize,
    },
    /// A number stands where a text was asked for; it cannot be masked and stay a number.
    #[error("{place} is a number, not a text")]
    Number {
        /// Its place in the value.
        place: String,
    },
}

/// The strings in `json` that the paths lead to, in order. Lists on the way stand for each of their elements; where a
/// path ends at a list or an object, every string in it is meant.
///
/// # Errors
/// When `json` is not one JSON value, or a path leads to a number.
pub fn json_texts<'a>(json: &'a [u8], paths: &[FieldPath]) -> Result<Vec<JsonText<'a>>, JsonError> {
    let text = simdutf8::compat::from_utf8(json).map_err(|e| JsonError::Encoding { at: e.valid_up_to() })?;
    let live = if paths.len() >= 64 { u64::MAX } else { (1 << paths.len()) - 1 };
    let mut scanner = Scanner { text, bytes: json, at: 0, paths, way: Vec::new(), found: Vec::new() };
    scanner.blank();
    scanner.value(Want { live, depth: 0, all: None }, 0)?;
    scanner.blank();
    if scanner.at < json.len() {
        return Err(scanner.wrong());
    }
    Ok(scanner.found)
}

/// Which paths a value may lie on.
#[derive(Clone, Copy)]
struct Want {
    /// One bit for each path that has led here.
    live: u64,
    /// How many of their steps have been taken.
    depth: usize,
    /// The path that has ended: everything is wanted.
    all: Option<usize>,
}

enum Step<'a> {
    Key(&'a str),
    Element(usize),
}

struct Scanner<'a, 'p> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    paths: &'p [FieldPath],
    way: Vec<Step<'a>>,
    found: Vec<JsonText<'a>>,
}

impl<'a> Scanner<'a, '_> {
    const fn wrong(&self) -> JsonError {
        JsonError::Invalid { at: self.at }
    }

    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn blank(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\r' | b'\n') && self.at < self.bytes.len() {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.at < self.bytes.len() && self.bytes[self.at] == byte {
            self.at += 1;
            return Ok(());
        }
        Err(self.wrong())
    }

    fn value(&mut self, want: Want, level: usize) -> Result<(), JsonError> {
        if level > DEPTH {
            return Err(JsonError::Deep);
        }
        match self.peek() {
            b'"' => {
                let (start, written) = self.string()?;
                if let Some(path) = want.all {
                    let place = self.place();
                    self.found.push(JsonText { start, written, place, path });
                }
                Ok(())
            }
            b'{' => self.object(want, level),
            b'[' => self.list(want, level),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            b'-' | b'0'..=b'9' => {
                self.number()?;
                if want.all.is_some() {
                    return Err(JsonError::Number { place: self.place() });
                }
                Ok(())
            }
            _ => Err(self.wrong()),
        }
    }

    fn object(&mut self, want: Want, level: usize) -> Result<(), JsonError> {
        self.at += 1;
        self.blank();
        if self.peek() == b'}' {
            self.at += 1;
            return Ok(());
        }
        loop {
            let (_, key) = self.string()?;
            self.blank();
            self.eat(b':')?;
            self.blank();
            let inner = self.follow(want, key);
            self.way.push(Step::Key(key));
            self.value(inner, level + 1)?;
            self.way.pop();
            self.blank();
            if self.peek() == b'}' {
                self.at += 1;
                return Ok(());
            }
            self.eat(b',')?;
            self.blank();
        }
    }

    fn list(&mut self, want: Want, level: usize) -> Result<(), JsonError> {
        self.at += 1;
        self.blank();
        if self.peek() == b']' {
            self.at += 1;
            return Ok(());
        }
        for number in 1.. {
            self.way.push(Step::Element(number));
            self.value(want, level + 1)?;
            self.way.pop();
            self.blank();
            if self.peek() == b']' {
                self.at += 1;
                break;
            }
            self.eat(b',')?;
            self.blank();
        }
        Ok(())
    }

    /// What is wanted of the value of a key.
    fn follow(&self, want: Want, key: &str) -> Want {
        if want.all.is_some() || want.live == 0 {
            return want;
        }
        let key = if key.contains('\\') { json_unescape(key).text } else { Cow::Borrowed(key) };
        let mut inner = Want { live: 0, depth: want.depth + 1, all: None };
        for (index, path) in self.paths.iter().enumerate().take(64) {
            if want.live & 1 << index == 0 || path.step(want.depth) != Some(key.as_ref()) {
                continue;
            }
            if path.len() == inner.depth {
                inner.all = inner.all.or(Some(index));
            }
            inner.live |= 1 << index;
        }
        inner
    }

    /// A string with its quotes; returns where its content starts, and its content.
    fn string(&mut self) -> Result<(usize, &'a str), JsonError> {
        self.eat(b'"')?;
        let start = self.at;
        loop {
            let rest = &self.bytes[self.at..];
            let Some(stop) = rest.iter().position(|&b| b < 0x20 || b == b'"' || b == b'\\') else {
                self.at = self.bytes.len();
                return Err(self.wrong());
            };
            self.at += stop;
            match self.bytes[self.at] {
                b'"' => {
                    let written = &self.text[start..self.at];
                    self.at += 1;
                    return Ok((start, written));
                }
                b'\\' => {
                    self.at += 1;
                    match self.peek() {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
                        b'u' => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek().is_ascii_hexdigit() {
                                    return Err(self.wrong());
                                }
                                self.at += 1;
                            }
                        }
                        _ => return Err(self.wrong()),
                    }
                }
                _ => return Err(self.wrong()),
            }
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), JsonError> {
        if self.bytes[self.at..].starts_with(word) {
            self.at += word.len();
            return Ok(());
        }
        Err(self.wrong())
    }

    fn number(&mut self) -> Result<(), JsonError> {
        if self.peek() == b'-' {
            self.at += 1;
        }
        if self.peek() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        if !self.peek().is_ascii_digit() {
            return Err(self.wrong());
        }
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        Ok(())
    }

    fn place(&self) -> String {
        let mut out = String::new();
        for step in &self.way {
            let _ = match step {
                Step::Key(key) => write!(out, "/{}", json_unescape(key).text),
                Step::Element(number) => write!(out, "/{number}"),
            };
        }
        out
    }
}

/// What the content of a JSON string says. Half a surrogate pair, which is no character, reads as U+FFFD.
pub fn json_unescape(written: &str) -> Escaped<'_> {
    let bytes = written.as_bytes();
    let Some(first) = bytes.iter().position(|&b| b == b'\\') else {
        return Escaped::plain(written);
    };
    let mut text = String::with_capacity(written.len());
    let mut escapes = Vec::new();
    let (mut from, mut at) = (0, first);
    while let Some(skip) = bytes[at..].iter().position(|&b| b == b'\\') {
        at += skip;
        text.push_str(&written[from..at]);
        let (c, len) = match bytes.get(at + 1) {
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(b'n') => ('\n', 2),
            Some(b'r') => ('\r', 2),
            Some(b't') => ('\t', 2),
            Some(b'u') => code_point(bytes, at),
            Some(&other) => (other.into(), 2),
            None => ('\\', 1),
        };
        escapes.push(((text.len() as u32, c.len_utf8() as u32), (at as u32, len as u32)));
        text.push(c);
        at += len;
        from = at;
    }
    text.push_str(&written[from..]);
    Escaped { text: Cow::Owned(text), escapes }
}

/// The character of `\uXXXX` at `at`, or of two that are a pair, with the length of what is written.
fn code_point(bytes: &[u8], at: usize) -> (char, usize) {
    let unit = |at: usize| {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let Some(first) = unit(at) else { return (char::REPLACEMENT_CHARACTER, 2) };
    if (0xd800..0xdc00).contains(&first)
        && let Some(second) = unit(at + 6).filter(|second| (0xdc00..0xe000).contains(second))
    {
        let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
}

/// A replacement as it is written in a JSON string that was `written` so: where everything beyond ASCII was escaped,
/// it is again.
pub fn json_escape(content: &str, written: &str) -> String {
    let ascii = written.is_ascii() && written.contains("\\u");
    let mut out = String::with_capacity(content.len());
    for c in content.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c < ' ' || ascii && !c.is_ascii() => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
