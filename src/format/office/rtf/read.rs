//! The text of an RTF file: the main story, those beside it, and everything else that holds characters.

use std::collections::HashMap;
use std::ops::Range;

use super::charset::{Charset, character, of_font, page};
use super::token::{Token, Tokens};
use crate::document::Role;
use crate::format::office::limits::{Limits, OpenError};
use crate::format::office::ooxml::native::{names_maker, unfilled_field};
use crate::format::{Form, Passage, SegKind};
use crate::span::Span;

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
    /// The list of fonts: their names are such texts.
    Fonts(usize),
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

/// Which text of a paragraph takes a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Seen,
    Hidden,
    Deleted,
}

/// A text with its own paragraphs: the main one, a header, a note.
#[derive(Debug)]
struct Story {
    name: &'static str,
    role: Role,
    seen: Option<usize>,
    hidden: Option<usize>,
    deleted: Option<usize>,
    number: usize,
    /// The last cell of the open row.
    cell: Option<usize>,
}

#[derive(Debug, Default)]
struct Field {
    code: Option<usize>,
    result: Option<((usize, usize), usize)>,
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

impl Story {
    fn new(name: &'static str, role: Role) -> Self {
        Self { name, role, seen: None, hidden: None, deleted: None, number: 0, cell: None }
    }
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
        let (state, outer) = match self.groups.as_slice() {
            [.., outer, state] => (state, outer.place),
            _ => return false,
        };
        let (may_go, start) = (state.may_go, state.start);
        let mut role = Role::Carrier;
        let mut ends = Ends::Nothing;
        let mut what = name.to_owned();
        match name {
            "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf" => {
                return self.story(if name.starts_with('h') { "header " } else { "footer " }, Role::Body);
            }
            "footnote" => return self.story("note ", Role::Body),
            "annotation" => return self.story("comment ", Role::Aside),
            "shptxt" | "dptxbxtext" => return self.story("text box ", Role::Body),
            // What older programs show in place of a drawing.
            "shprslt" => return self.story("drawing ", Role::Aside),
            "fonttbl" => {
                let number = self.loose(Role::Structural, "fonts");
                self.state().place = Place::Fonts(number);
                return true;
            }
            "field" => {
                self.fields.push(Field::default());
                self.state().ends = Ends::Field;
                return true;
            }
            "fldinst" => {
                let number = self.loose(Role::Carrier, "field code");
                if let Some(field) = self.fields.last_mut() {
                    field.code = Some(number);
                }
                self.state().place = Place::Loose(number);
                return true;
            }
            "fldrslt" => {
                let here = self.here();
                if let Some(field) = self.fields.last_mut() {
                    field.result = Some((here, usize::MAX));
                }
                self.state().ends = Ends::Result;
                return true;
            }
            "object" => {
                self.objects.push(Object::default());
                self.state().ends = Ends::Object;
                return true;
            }
            "result" => {
                if let Some(object) = self.objects.last_mut() {
                    object.result = Some((start..range.end, range.clone()));
                }
                self.state().ends = Ends::ObjectResult;
                return true;
            }
            "objdata" | "pict" => {
                let ends = if name == "pict" { Ends::Digits } else { Ends::ObjectData };
                let state = self.state();
                (state.place, state.ends) = (Place::Digits, ends);
                return true;
            }
            // A copy for readers that know no Unicode stands before the text.
            "ud" => {
                let around = self.groups.iter().rev().nth(2).map_or(Place::Story, |state| state.place);
                self.state().place = around;
                return true;
            }
            "upr" => role = Role::Aside,
            "shppict" | "nonshppict" | "shpinst" | "shp" | "shpgrp" | "do" | "sp" | "pn" | "listpicture" => {
                return true;
            }
            "colortbl" | "sn" | "blipuid" | "xmlnstbl" | "listoverridetable" | "pgptbl" | "mmathPr" => {
                self.state().place = Place::Nothing;
                return true;
            }
            "info" => ends = Ends::Cut("property"),
            "generator" => ends = Ends::Cut("property: program"),
            "userprops" => ends = Ends::Cut("property"),
            "docvar" => ends = Ends::Cut("property: variable"),
            "template" => ends = Ends::Cut("property: template"),
            "mailmerge" => ends = Ends::Cut("source of a mailing"),
            "rsidtbl" => ends = Ends::Cut("property: sessions"),
            "protusertbl" => ends = Ends::Cut("property: persons"),
            "passwordhash" => ends = Ends::Cut("password"),
            "atndate" | "atntime" => ends = Ends::Cut("property: time of a comment"),
            "themedata" | "datastore" | "datafield" | "colorschememapping" => {
                let state = self.state();
                state.place = Place::Nothing;
                state.ends = Ends::Cut("property: data of the program");
                return true;
            }
            "stylesheet" | "listtable" | "latentstyles" | "listtext" | "pntext" | "leveltext"
            | "levelnumbers" | "fchars" | "lchars" | "wgrffmtfilter" | "pntxta" | "pntxtb" => {
                role = Role::Structural
            }
            "revtbl" | "atnauthor" | "atnid" => {
                let number = self.loose(role, name);
                self.out.people.push(number);
                self.state().place = Place::Loose(number);
                return true;
            }
            "bkmkstart" | "bkmkend" | "xe" | "tc" | "rxe" | "tcn" | "sv" | "hl" | "ffname" | "ffdeftext"
            | "ffhelptext" | "ffstattext" | "ffformat" | "ffl" | "ffentrymcr" | "ffexitmcr" | "objclass"
            | "objname" | "objalias" | "file" | "atnref" | "atrfstart" | "atrfend" | "atnparent" => {}
            // Those that belong to a list of properties.
            "title" | "subject" | "author" | "manager" | "company" | "operator" | "category" | "keywords"
            | "comment" | "doccomm" | "hlinkbase" | "propname" | "staticval" | "linkval" => {
                what = format!("info {name}")
            }
            _ if may_go => {
                if let Place::Loose(number) | Place::Fonts(number) = outer {
                    role = self.out.passages[number].role;
                }
            }
            _ => return false,
        }
        if outer == Place::Nothing {
            return true;
        }
        let number = self.loose(role, &what);
        let state = self.state();
        (state.place, state.ends) = (Place::Loose(number), ends);
        true
    }

    fn story(&mut self, name: &'static str, role: Role) -> bool {
        let state = self.state();
        (state.place, state.ends) = (Place::Story, Ends::Story);
        (state.hidden, state.deleted) = (false, false);
        // Within what no reader sees at once nothing is seen.
        let role = role.max(self.stories.last().map_or(Role::Body, |story| story.role));
        self.stories.push(Story::new(name, role));
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

    fn byte(&mut self, byte: u8, range: Range<usize>, is_plain: bool) {
        self.state().is_first = false;
        if self.skip > 0 {
            self.skip -= 1;
            return self.extend(range.end);
        }
        let state = self.groups.last();
        let font = state.map_or(0, |state| state.font);
        let charset = self.fonts.get(&font).copied().unwrap_or(self.own);
        if self.pending.is_empty() && is_plain && byte < 0x80 && charset != Charset::Symbols {
            let mut one = [0; 4];
            return self.put(char::from(byte).encode_utf8(&mut one), range, SegKind::Verbatim);
        }
        if self.pending.is_empty() {
            self.pending_at.start = range.start;
        }
        self.pending.push(byte);
        self.pending_at.end = range.end;
        match character(charset, &self.pending) {
            Ok(text) => {
                self.pending.clear();
                let at = self.pending_at.clone();
                self.put(&text, at, SegKind::Escape);
            }
            Err(true) => {}
            Err(false) => {
                // What makes no character goes on with its last byte, where that can begin another.
                let again = self.pending.len() > 1;
                self.pending.pop();
                self.pending_at.end = if again { range.start } else { range.end };
                if !again {
                    self.pending.push(byte);
                }
                self.flush();
                if again {
                    self.byte(byte, range, is_plain);
                }
            }
        }
    }

    /// Bytes and halves that make no character.
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.pending.clear();
            let at = self.pending_at.clone();
            self.put("\u{fffd}", at, SegKind::Escape);
        }
    }

    /// A character that is written as a number.
    fn number(&mut self, number: i32, range: Range<usize>) {
        let unit = (number & 0xffff) as u16;
        self.skip = self.groups.last().map_or(1, |state| state.skips);
        let (text, at) = match (self.high.take(), unit) {
            (None, 0xd800..0xdc00) => {
                self.high = Some((unit, range));
                return;
            }
            (Some((high, at)), 0xdc00..0xe000) => {
                (String::from_utf16_lossy(&[high, unit]), at.start..range.end)
            }
            // Old files write signs of fonts so; some write bytes.
            _ => (String::from_utf16_lossy(&[unit]), range),
        };
        self.put(&text, at, SegKind::Escape);
    }

    /// The last character goes up to here.
    fn extend(&mut self, end: usize) {
        if let Some((_, at)) = &mut self.high {
            at.end = end;
            return;
        }
        let last = self.last.and_then(|last| self.out.passages[last].segs.last_mut());
        if let Some(last) = last {
            last.source.end = last.source.end.max(end);
        }
    }

    fn put(&mut self, text: &str, range: Range<usize>, kind: SegKind) {
        let passage = match self.place() {
            Place::Story => {
                let side = match self.groups.last() {
                    Some(State { deleted: true, .. }) => Side::Deleted,
                    Some(State { hidden: true, .. }) => Side::Hidden,
                    _ => Side::Seen,
                };
                self.side(side)
            }
            Place::Loose(number) | Place::Fonts(number) => number,
            Place::Digits | Place::Nothing => return,
        };
        let is_usual = self.groups.last().is_none_or(|state| state.skips == 1);
        let passage_text = &mut self.out.passages[passage];
        if !is_usual {
            passage_text.forms = vec![Form::RtfGroup];
        }
        if kind == SegKind::Verbatim {
            passage_text.push_verbatim(text, range.start);
        } else {
            passage_text.push(text, Span::new(range.start, range.end), kind);
        }
        self.last = Some(passage);
    }

    /// The passage that takes text of this side.
    fn side(&mut self, side: Side) -> usize {
        let next = self.out.passages.len();
        let story = self.stories.last_mut().expect("the main story is always open");
        if story.seen.is_none() && story.hidden.is_none() && story.deleted.is_none() {
            story.number += 1;
        }
        let (slot, what, role) = match side {
            Side::Seen => (&mut story.seen, "", story.role),
            Side::Hidden => (&mut story.hidden, " hidden", Role::Aside),
            Side::Deleted => (&mut story.deleted, " deleted", Role::Aside),
        };
        *slot.get_or_insert_with(|| {
            let mut passage = Passage::new(vec![Form::RtfGroup]);
            passage.role = role;
            passage.locator = format!("{}¶{}{what}", story.name, story.number);
            self.out.passages.push(passage);
            next
        })
    }

    fn here(&mut self) -> (usize, usize) {
        let passage = self.side(Side::Seen);
        (passage, self.out.passages[passage].text.len())
    }

    fn end_paragraph(&mut self) {
        if matches!(self.place(), Place::Story) || self.groups.is_empty() {
            let story = self.stories.last_mut().expect("the main story is always open");
            (story.seen, story.hidden, story.deleted) = (None, None, None);
        }
    }

    fn end_cell(&mut self) {
        if self.place() != Place::Story {
            return;
        }
        let cell = self.side(Side::Seen);
        self.out.passages[cell].row_goes_on = true;
        self.end_paragraph();
        self.stories.last_mut().into_iter().for_each(|story| story.cell = Some(cell));
    }

    fn end_row(&mut self) {
        if let Some(cell) = self.stories.last_mut().and_then(|story| story.cell.take()) {
            self.out.passages[cell].row_goes_on = false;
        }
    }

    fn end_field(&mut self) {
        let Some(Field { code: Some(code), result: Some(((passage, start), end)) }) = self.fields.pop()
        else {
            return;
        };
        let text = &self.out.passages[passage].text;
        let end = end.min(text.len());
        let Some(result) = text.get(start..end) else { return };
        let code = self.out.passages[code].text.clone();
        let span = Span::new(start, end);
        if result.trim().is_empty() {
            return;
        }
        if let Some(what) = unfilled_field(&code, "", result) {
            self.out.fields.push((passage, span, what));
        }
        if names_maker(&code) {
            self.out.makers.push((passage, span));
        }
    }
}

/// The bytes that digits stand for.
fn from_digits(digits: &[u8]) -> Vec<u8> {
    let value = |b: &u8| char::from(*b).to_digit(16).map(|value| value as u8);
    let digits: Vec<u8> = digits.iter().filter_map(value).collect();
    digits.chunks_exact(2).map(|two| two[0] << 4 | two[1]).collect()
}
