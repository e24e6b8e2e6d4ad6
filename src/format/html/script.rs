//! The strings and comments of a script, of JSON and of a style sheet. Code is never touched.

use super::super::passage::{Form, Passage, SegKind};
use crate::span::Span;

/// What language the strings stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Script,
    Style,
}

/// The strings and comments of `code`, which starts at `base` of its source.
pub(super) fn strings(code: &str, base: usize, language: Language, out: &mut Vec<Passage>) {
    Lexer { code, bytes: code.as_bytes(), base, language, at: 0, before: 0, open: Vec::new(), out }.run();
}

struct Lexer<'s> {
    code: &'s str,
    bytes: &'s [u8],
    base: usize,
    language: Language,
    at: usize,
    /// The last byte of code that is not blank.
    before: u8,
    /// For each template string that is open around an expression: the braces open in the expression.
    open: Vec<u32>,
    out: &'s mut Vec<Passage>,
}

impl Lexer<'_> {
    fn run(mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            let next = self.bytes.get(self.at + 1).copied().unwrap_or(0);
            let script = self.language == Language::Script;
            match byte {
                b'"' | b'\'' => self.string(byte),
                b'`' if script => self.string(byte),
                b'/' if next == b'*' => {
                    let from = self.at + 2;
                    let end = self.code[from..].find("*/").map_or(self.code.len(), |n| from + n);
                    self.comment(from, end, (end + 2).min(self.code.len()));
                    continue;
                }
                b'/' if script && next == b'/' => {
                    let from = self.at + 2;
                    let end = self.code[from..].find('\n').map_or(self.code.len(), |n| from + n);
                    self.comment(from, end, end);
                    continue;
                }
                b'/' if script && self.starts_pattern() => self.pattern(),
                b'{' => {
                    self.open.last_mut().into_iter().for_each(|braces| *braces += 1);
                    self.at += 1;
                }
                b'}' => match self.open.last_mut() {
                    Some(0) => {
                        self.open.pop();
                        self.string(b'`');
                    }
                    Some(braces) => {
                        *braces -= 1;
                        self.at += 1;
                    }
                    None => self.at += 1,
                },
                _ => self.at += 1,
            }
            if !byte.is_ascii_whitespace() {
                self.before = byte;
            }
        }
    }

    fn comment(&mut self, from: usize, end: usize, after: usize) {
        let mut passage = Passage::new(vec![Form::Style]);
        if self.language == Language::Script {
            passage.forms = vec![Form::Script];
        }
        passage.push_verbatim(&self.code[from..end], self.base + from);
        self.finish(passage);
        self.at = after;
    }

    fn finish(&mut self, passage: Passage) {
        if is_prose(&passage.text) {
            self.out.push(passage);
        }
    }

    /// A slash after an operator starts a regular expression; after a value, it divides.
    fn starts_pattern(&self) -> bool {
        matches!(
            self.before,
            0 | b'(' | b',' | b'=' | b':' | b'[' | b'!' | b'&' | b'|' | b'?' | b'{' | b'}' | b';'
        ) || ["return", "typeof", "case"].iter().any(|word| self.code[..self.at].trim_end().ends_with(word))
            && self.before.is_ascii_alphabetic()
    }

    fn pattern(&mut self) {
        let mut class = false;
        let mut at = self.at + 1;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => break,
                b'\n' => break,
                _ => {}
            }
            at += 1;
        }
        self.at = (at + 1).min(self.bytes.len());
        while !self.code.is_char_boundary(self.at) {
            self.at += 1;
        }
    }

    /// A string from its opening quote, or a template from the brace that ends an expression in it.
    fn string(&mut self, quote: u8) {
        let form = if self.language == Language::Script { Form::Script } else { Form::Style };
        let mut passage = Passage::new(vec![form]);
        let mut at = self.at + 1;
        let mut from = at;
        loop {
            let stop = self.bytes[at..].iter().position(|&b| {
                b == quote || b == b'\\' || b == b'\n' && quote != b'`' || b == b'$' && quote == b'`'
            });
            let Some(stop) = stop else {
                at = self.bytes.len();
                break;
            };
            at += stop;
            match self.bytes[at] {
                b'\\' => {
                    passage.push_verbatim(&self.code[from..at], self.base + from);
                    let (c, len) = match self.language {
                        Language::Script => script_escape(&self.code[at..]),
                        Language::Style => style_escape(&self.code[at..]),
                    };
                    let source = Span::new(self.base + at, self.base + at + len);
                    let mut text = [0; 4];
                    let text = c.map_or("", |c| c.encode_utf8(&mut text));
                    passage.push(text, source, SegKind::Escape);
                    at += len;
                    from = at;
                }
                b'$' if self.bytes.get(at + 1) == Some(&b'{') => {
                    passage.push_verbatim(&self.code[from..at], self.base + from);
                    self.open.push(0);
                    self.at = at + 2;
                    return self.finish(passage);
                }
                b'$' => at += 1,
                _ => break,
            }
        }
        passage.push_verbatim(&self.code[from.min(at)..at], self.base + from);
        self.at = (at + 1).min(self.bytes.len());
        self.finish(passage);
    }
}

/// The character of an escape, none for a line that goes on, and how long the escape is.
fn script_escape(rest: &str) -> (Option<char>, usize) {
    let hex = |start: usize, end: usize| {
        let digits = rest.get(start..end).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(c) = rest[1..].chars().next() else { return (Some('\\'), 1) };
    let len = 1 + c.len_utf8();
    let wrong = Some(char::REPLACEMENT_CHARACTER);
    match c {
        'n' => (Some('\n'), len),
        'r' => (Some('\r'), len),
        't' => (Some('\t'), len),
        'b' | 'f' | 'v' | '0' => (Some(' '), len),
        '\n' => (None, len),
        'x' => hex(2, 4).map_or((Some('x'), len), |code| (char::from_u32(code).or(wrong), 4)),
        'u' if rest.as_bytes().get(2) == Some(&b'{') => {
            let end = rest.bytes().take(12).position(|b| b == b'}').unwrap_or(0);
            hex(3, end).map_or((Some('u'), len), |code| (char::from_u32(code).or(wrong), end + 1))
        }
        'u' => match hex(2, 6) {
            Some(high @ 0xd800..0xdc00) => match hex(8, 12).filter(|_| rest[6..].starts_with("\\u")) {
                Some(low @ 0xdc00..0xe000) => {
                    (char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)), 12)
                }
                _ => (wrong, 6),
            },
            Some(code) => (char::from_u32(code).or(wrong), 6),
            None => (Some('u'), len),
        },
        _ => (Some(c), len),
    }
}

fn style_escape(rest: &str) -> (Option<char>, usize) {
    let digits = rest.bytes().skip(1).take(6).take_while(u8::is_ascii_hexdigit).count();
    if digits > 0 {
        let code = u32::from_str_radix(&rest[1..=digits], 16).unwrap_or(0xfffd);
        let blank = rest.as_bytes().get(1 + digits).is_some_and(u8::is_ascii_whitespace);
        let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        return (Some(c), 1 + digits + usize::from(blank));
    }
    match rest[1..].chars().next() {
        None => (Some('\\'), 1),
        Some('\n') => (None, 2),
        Some(c) => (Some(c), 1 + c.len_utf8()),
    }
}

/// Whether a string may hold something to find: not a key, a colour or a class.
pub(super) fn is_prose(text: &str) -> bool {
    let mut digits = 0;
    text.chars().any(|c| {
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        !c.is_ascii() || c == '@' || digits > 5
    })
}
