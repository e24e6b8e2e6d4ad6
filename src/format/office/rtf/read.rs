//! The text of an RTF file: the main story, those beside it, and everything else that holds characters.

mod chars;
mod story;

use std::collections::HashMap;
use std::ops::Range;

use super::charset::{Charset, of_font, page};
use super::destination::{Destination, destination};
use super::token::{Token, Tokens};
use crate::document::Role;
use crate::format::office::limits::{Limits, OpenError};
use crate::format::{Form, Passage, SegKind};
use crate::span::Span;
use story::{Field, Story};

/// Bytes that are no text: a picture, or an embedded object.
#[derive(Clone, Debug)]
pub(super) struct Data {
    /// The digits, or the control word with raw bytes behind it.
    pub(super) range: Range<usize>,
    pub(super) bytes: Vec<u8>,
    pub(super) is_raw: bool,
    /// The object it makes, and what stands in its place: the group, and its word.
    pub(super) object: Option<Object>,
}

/// An embedded object.
#[derive(Clone, Debug, Default)]
pub(super) struct Object {
    pub(super) group: Range<usize>,
    /// The group that shows it, and the word at its start.
    pub(super) result: Option<(Range<usize>, Range<usize>)>,
    is_whole: bool,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) passages: Vec<Passage>,
    pub(super) data: Vec<Data>,
    /// What is unfilled: passage, place and what it is.
    pub(super) fields: Vec<(usize, Span, &'static str)>,
    /// Where fields show who made the document.
    pub(super) makers: Vec<(usize, Span)>,
    /// Names of reviewers.
    pub(super) people: Vec<usize>,
    /// What says who made it: where, and what it is.
    pub(super) cuts: Vec<(Range<usize>, &'static str)>,
    /// Where a control word ends without a blank.
    pub(super) bare: Vec<usize>,
    /// Where the document ends; other bytes may follow.
    pub(super) end: usize,
}

/// What the text of a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Text of the open story.
    Story,
    /// A text of its own, by its number.
    Loose(usize),
    /// Digits of a picture or an object.
    Digits,
    /// Nothing for people.
    Nothing,
}

/// What ends with a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Nothing,
    Story,
    Field,
    Result,
    Object,
    ObjectResult,
    Digits,
    ObjectData,
    Cut(&'static str),
}

/// What holds in a group.
#[derive(Clone, Debug)]
struct State {
    start: usize,
    place: Place,
    ends: Ends,
    font: i32,
    /// How many characters stand for one that is written as a number.
    skips: usize,
    hidden: bool,
    deleted: bool,
    /// Whether only a sign has been read that the group may be left out.
    is_first: bool,
    may_go: bool,
}

pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    limits: &'b Limits,
    out: Text,
    groups: Vec<State>,
    stories: Vec<Story>,
    fields: Vec<Field>,
    objects: Vec<Object>,
    /// Where digits began and end.
    digits: Option<Range<usize>>,
    own: Charset,
    fonts: HashMap<i32, Charset>,
    default_font: i32,
    /// Bytes that make no character yet.
    pending: Vec<u8>,
    pending_at: Range<usize>,
    /// The first half of a character that is written as two numbers.
    high: Option<(u16, Range<usize>)>,
    /// Characters to come that repeat one which was written as a number.
    skip: usize,
    /// The passage that took the last character.
    last: Option<usize>,
}

/// Reads a file.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Text, OpenError> {
    let mut reader = Reader {
        bytes,
        limits,
        out: Text::default(),
        groups: Vec::new(),
        stories: vec![Story::new("", Role::Body)],
        fields: Vec::new(),
        objects: Vec::new(),
        digits: None,
        own: Charset::Of(encoding_rs::WINDOWS_1252),
        fonts: HashMap::new(),
        default_font: 0,
        pending: Vec::new(),
        pending_at: 0..0,
        high: None,
        skip: 0,
        last: None,
    };
    let mut tokens = Tokens::new(bytes);
    while let Some((range, token)) = tokens.next() {
        reader.take(range, token)?;
        if reader.groups.is_empty() {
            break;
        }
    }
    while !reader.groups.is_empty() {
        reader.close(bytes.len());
    }
    reader.end_paragraph();
    Ok(reader.out)
}

impl Reader<'_> {
    fn take(&mut self, range: Range<usize>, token: Token<'_>) -> Result<(), OpenError> {
        let is_bytes = matches!(token, Token::Text(_) | Token::Hex(_));
        if !is_bytes {
            self.flush();
            self.skip = 0;
        }
        match token {
            Token::Open => {
                if self.groups.len() as u64 >= self.limits.depth {
                    let place = "the text".to_owned();
                    return Err(OpenError::Limit { place, name: "depth", value: self.limits.depth });
                }
                let mut state = self.groups.last().cloned().unwrap_or(State {
                    start: 0,
                    place: Place::Story,
                    ends: Ends::Nothing,
                    font: 0,
                    skips: 1,
                    hidden: false,
                    deleted: false,
                    is_first: true,
                    may_go: false,
                });
                (state.start, state.ends, state.is_first, state.may_go) =
                    (range.start, Ends::Nothing, true, false);
                self.groups.push(state);
            }
            Token::Close => self.close(range.end),
            Token::Word { name, number, bare } => {
                if bare {
                    self.out.bare.push(range.end);
                }
                self.word(name, number, range);
            }
            Token::Symbol(b'*') => self.state().may_go = true,
            Token::Symbol(symbol) => self.symbol(symbol, range),
            Token::Hex(byte) => self.byte(byte, range, false),
            Token::Text(text) => {
                if self.place() == Place::Digits {
                    let apart = |digits: &Range<usize>| {
                        !self.bytes[digits.end..range.start].iter().all(u8::is_ascii_whitespace)
                    };
                    if self.digits.as_ref().is_some_and(apart) {
                        self.end_digits();
                    }
                    let digits = self.digits.get_or_insert(range.clone());
                    digits.end = range.end;
                    return Ok(());
                }
                if matches!(self.place(), Place::Nothing) {
                    return Ok(());
                }
                for (number, &byte) in text.iter().enumerate() {
                    self.byte(byte, range.start + number..range.start + number + 1, true);
                }
            }
            Token::Data(data) => {
                if self.place() == Place::Digits {
                    let state = self.state();
                    let object = (state.ends == Ends::ObjectData).then(Object::default);
                    self.out.data.push(Data { range, bytes: data.to_vec(), is_raw: true, object });
                }
            }
        }
        Ok(())
    }

    fn state(&mut self) -> &mut State {
        self.groups.last_mut().expect("reading stops where the last group ends, and starts with one")
    }

    fn place(&self) -> Place {
        self.groups.last().map_or(Place::Nothing, |state| state.place)
    }

    fn close(&mut self, end: usize) {
        self.flush();
        let Some(state) = self.groups.pop() else { return };
        match state.ends {
            Ends::Nothing => {}
            Ends::Story => {
                self.end_paragraph();
                self.stories.pop();
            }
            Ends::Field => self.end_field(),
            Ends::Result => {
                let here = self.here();
                if let Some(Field { result: Some((start, to)), .. }) = self.fields.last_mut() {
                    *to = if here.0 == start.0 { here.1 } else { usize::MAX };
                }
            }
            Ends::Object => {
                if let Some(mut object) = self.objects.pop() {
                    (object.group, object.is_whole) = (state.start..end, true);
                    let inside = self.out.data.iter_mut().rev();
                    let inside = inside.take_while(|data| data.range.start > state.start);
                    let own = inside.filter_map(|data| data.object.as_mut());
                    own.filter(|part| !part.is_whole).for_each(|part| *part = object.clone());
                }
            }
            Ends::ObjectResult => {
                if let Some(Object { result: Some((group, _)), .. }) = self.objects.last_mut() {
                    *group = state.start..end;
                }
            }
            Ends::Digits | Ends::ObjectData => {
                self.groups.push(state);
                self.end_digits();
                let state = self.groups.pop();
                let start = state.map_or(end, |state| state.start);
                // An object that no group names ends here.
                let own = self.out.data.iter_mut().rev().take_while(|data| data.range.start > start);
                own.filter_map(|data| data.object.as_mut()).for_each(|object| object.group = start..end);
            }
            Ends::Cut(what) => self.out.cuts.push((state.start..end, what)),
        }
        if self.groups.is_empty() {
            self.out.end = end;
        }
    }

    /// The digits so far are data.
    fn end_digits(&mut self) {
        let Some(range) = self.digits.take() else { return };
        let bytes = from_digits(&self.bytes[range.clone()]);
        let is_object = self.groups.last().is_some_and(|state| state.ends == Ends::ObjectData);
        let object = is_object.then(Object::default);
        self.out.data.push(Data { range, bytes, is_raw: false, object });
    }

    /// A text of its own from here to the end of the group.
    fn loose(&mut self, role: Role, name: &str) -> usize {
        let mut passage = Passage::new(vec![Form::Rtf]);
        passage.role = role;
        name.clone_into(&mut passage.locator);
        self.out.passages.push(passage);
        self.out.passages.len() - 1
    }

    fn word(&mut self, name: &str, number: Option<i32>, range: Range<usize>) {
        let on = number != Some(0);
        let first = std::mem::replace(&mut self.state().is_first, false);
        if first && self.begins(name, &range) {
            return;
        }
        match name {
            "ansicpg" => self.own = Charset::Of(page(number.unwrap_or(0))),
            "mac" => self.own = Charset::Of(encoding_rs::MACINTOSH),
            "deff" => self.default_font = number.unwrap_or(0),
            "f" => self.state().font = number.unwrap_or(0),
            "fcharset" | "cpg" => {
                let Charset::Of(own) = self.own else { return };
                let number = number.unwrap_or(0);
                let font = self.state().font;
                let charset = if name == "cpg" { Charset::Of(page(number)) } else { of_font(number, own) };
                self.fonts.insert(font, charset);
            }
            "uc" => self.state().skips = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            "u" => self.number(number.unwrap_or(0), range),
            "v" => self.state().hidden = on,
            "deleted" => self.state().deleted = on,
            "plain" => {
                let font = self.default_font;
                let state = self.state();
                (state.hidden, state.deleted, state.font) = (false, false, font);
            }
            "par" | "sect" | "page" | "column" => self.end_paragraph(),
            "cell" | "nestcell" => self.end_cell(),
            "row" | "nestrow" => self.end_row(),
            "line" | "lbr" => self.put("\n", range, SegKind::Escape),
            "tab" => self.put("\t", range, SegKind::Escape),
            "emdash" => self.put("—", range, SegKind::Escape),
            "endash" => self.put("–", range, SegKind::Escape),
            "emspace" => self.put("\u{2003}", range, SegKind::Escape),
            "enspace" => self.put("\u{2002}", range, SegKind::Escape),
            "qmspace" => self.put("\u{2005}", range, SegKind::Escape),
            "bullet" => self.put("•", range, SegKind::Escape),
            "lquote" => self.put("‘", range, SegKind::Escape),
            "rquote" => self.put("’", range, SegKind::Escape),
            "ldblquote" => self.put("“", range, SegKind::Escape),
            "rdblquote" => self.put("”", range, SegKind::Escape),
            "zwj" => self.put("\u{200d}", range, SegKind::Escape),
            "zwnj" => self.put("\u{200c}", range, SegKind::Escape),
            "insrsid" | "charrsid" | "sectrsid" | "pararsid" | "tblrsid" | "styrsid" | "rsidroot"
            | "delrsid" | "revdttm" | "revdttmdel" | "crdate" => {
                self.out.cuts.push((range, "property: mark of a session"));
            }
            _ => {}
        }
    }

    /// What a word at the start of a group makes of it; whether it does.
    fn begins(&mut self, name: &str, range: &Range<usize>) -> bool {
        let (may_go, start, outer) = match self.groups.as_slice() {
            [.., outer, state] => (state.may_go, state.start, outer.place),
            _ => return false,
        };
        let place = self.place();
        let (place, ends) = match destination(name) {
            Destination::Story(name, role) => {
                // Within what no reader sees at once nothing is seen.
                let role = role.max(self.stories.last().map_or(Role::Body, |story| story.role));
                self.stories.push(Story::new(name, role));
                let state = self.state();
                (state.hidden, state.deleted) = (false, false);
                (Place::Story, Ends::Story)
            }
            Destination::Fonts => (Place::Loose(self.loose(Role::Structural, "fonts")), Ends::Nothing),
            Destination::Field => {
                self.fields.push(Field::default());
                (place, Ends::Field)
            }
            Destination::FieldCode => {
                let number = self.loose(Role::Carrier, "field code");
                self.fields.last_mut().into_iter().for_each(|field| field.code = Some(number));
                (Place::Loose(number), Ends::Nothing)
            }
            Destination::FieldResult => {
                let here = self.here();
                self.fields.last_mut().into_iter().for_each(|field| field.result = Some((here, usize::MAX)));
                (place, Ends::Result)
            }
            Destination::Object => {
                self.objects.push(Object::default());
                (place, Ends::Object)
            }
            Destination::ObjectResult => {
                let result = Some((start..range.end, range.clone()));
                self.objects.last_mut().into_iter().for_each(|object| object.result.clone_from(&result));
                (place, Ends::ObjectResult)
            }
            Destination::ObjectData => (Place::Digits, Ends::ObjectData),
            Destination::Picture => (Place::Digits, Ends::Digits),
            Destination::Unicode => {
                let around = self.groups.iter().rev().nth(2).map_or(Place::Story, |state| state.place);
                (around, Ends::Nothing)
            }
            Destination::Around => (place, Ends::Nothing),
            Destination::Nothing(cut) => (Place::Nothing, cut.map_or(Ends::Nothing, Ends::Cut)),
            Destination::Loose(role, cut) => {
                (Place::Loose(self.loose(role, name)), cut.map_or(Ends::Nothing, Ends::Cut))
            }
            Destination::Property => {
                (Place::Loose(self.loose(Role::Carrier, &format!("info {name}"))), Ends::Nothing)
            }
            Destination::People => {
                let number = self.loose(Role::Carrier, name);
                self.out.people.push(number);
                (Place::Loose(number), Ends::Nothing)
            }
            Destination::Unknown if !may_go || outer == Place::Nothing => return may_go,
            Destination::Unknown => {
                let role = match outer {
                    Place::Loose(number) => self.out.passages[number].role,
                    _ => Role::Carrier,
                };
                (Place::Loose(self.loose(role, name)), Ends::Nothing)
            }
        };
        let state = self.state();
        (state.place, state.ends) = (place, ends);
        true
    }

    fn symbol(&mut self, symbol: u8, range: Range<usize>) {
        self.state().is_first = false;
        match symbol {
            b'~' => self.put("\u{a0}", range, SegKind::Escape),
            b'_' => self.put("\u{2011}", range, SegKind::Escape),
            b'-' => self.put("\u{ad}", range, SegKind::Escape),
            b'{' | b'}' | b'\\' => {
                let text = char::from(symbol).to_string();
                self.put(&text, range, SegKind::Escape);
            }
            b'\r' | b'\n' => self.end_paragraph(),
            b'\t' => self.put("\t", range, SegKind::Escape),
            _ => {}
        }
    }
}

/// The bytes that digits stand for.
fn from_digits(digits: &[u8]) -> Vec<u8> {
    let value = |b: &u8| char::from(*b).to_digit(16).map(|value| value as u8);
    let digits: Vec<u8> = digits.iter().filter_map(value).collect();
    digits.chunks_exact(2).map(|two| two[0] << 4 | two[1]).collect()
}
