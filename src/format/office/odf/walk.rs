//! The text of one part as passages: paragraphs, what is hidden or deleted in them, cells, attributes, and any other
//! character data. Structure only decides what belongs together; nothing is left out.

use std::collections::HashSet;
use std::ops::Range;

use super::cells::{Cell, Tables};
use super::names::{Holds, Ns, holds, namespace};
use crate::document::Role;
use crate::format::office::limits::{Limits, OpenError};
use crate::format::office::xml::{Event, Scanner, entity, unescape};
use crate::format::passage::clipped;
use crate::format::{Form, Passage, SegKind};
use crate::span::Span;

/// As many blanks one element may stand for.
const BLANKS: usize = 64;

/// Bytes written as text in a part.
#[derive(Clone, Debug)]
pub(super) struct Data {
    /// Where the digits stand.
    pub(super) range: Range<usize>,
    pub(super) is_picture: bool,
}

/// The text of a part.
#[derive(Clone, Debug, Default)]
pub(super) struct PartText {
    pub(super) passages: Vec<Passage>,
    pub(super) cells: Vec<Cell>,
    /// What is unfilled: passage, place and what it is.
    pub(super) fields: Vec<(usize, Span, &'static str)>,
    /// Where fields show who made the document.
    pub(super) makers: Vec<(usize, Span)>,
    pub(super) data: Vec<Data>,
    /// Whether it holds programs.
    pub(super) has_scripts: bool,
}

/// How character data of an element is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// It stands for itself.
    Loose,
    /// It is part of the open paragraph.
    Inline,
}

/// What ends with an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Nothing,
    Line,
    Hidden,
    Aside,
    Cell,
    Row,
    Table,
    /// An element that stands for characters; the number of its piece.
    Blank(usize),
    /// A field, by its number among the open ones.
    Field,
}

struct Element<'s> {
    ns: Ns,
    local: &'s str,
    mode: Mode,
    ends: Ends,
}

/// An open paragraph.
struct Line {
    seen: usize,
    hidden: Option<usize>,
    number: usize,
    /// Whether blanks that come next do not count.
    blank: bool,
}

/// An open field of a paragraph.
struct Field {
    what: What,
    start: (usize, usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Unfilled(&'static str),
    /// A question with what it shows before there is an answer.
    Question(String),
    Reference,
    Maker,
}

struct Walk<'s> {
    part: &'s str,
    source: &'s str,
    hidden_styles: &'s HashSet<String>,
    out: PartText,
    open: Vec<Element<'s>>,
    lines: Vec<Line>,
    fields: Vec<Field>,
    tables: Tables,
    count: usize,
    hidden: usize,
    asides: usize,
    /// What stands behind the text: attributes and other data.
    carriers: Vec<Passage>,
    form: Form,
}

/// Reads a part. Text in the styles of `hidden_styles` is not shown.
pub(super) fn walk(
    part: &str,
    source: &str,
    limits: &Limits,
    hidden_styles: &HashSet<String>,
) -> Result<PartText, OpenError> {
    // Blanks that count are elements, which are written with the usual prefix.
    let usual = source.contains("xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"");
    let mut walk = Walk {
        part,
        source,
        hidden_styles,
        out: PartText::default(),
        open: Vec::new(),
        lines: Vec::new(),
        fields: Vec::new(),
        tables: Tables::default(),
        count: 0,
        hidden: 0,
        asides: 0,
        carriers: Vec::new(),
        form: if usual { Form::Paragraph } else { Form::Markup },
    };
    let mut scanner = Scanner::new(part, source, limits, namespace);
    while let Some(event) = scanner.next()? {
        match event {
            Event::Start { ns, local, tag, .. } => walk.start(&scanner, ns, local, tag),
            Event::End { tag, .. } => walk.end(&tag),
            Event::Text(range) => walk.text(range, false),
            Event::CData(range) => walk.text(range, true),
            Event::Instruction(range, _) if source[range.clone()].starts_with("xml ") => {}
            Event::Comment(range, _) | Event::Instruction(range, _) => {
                if !source[range.clone()].trim().is_empty() {
                    let mut passage = walk.carrier(Form::Comment, "remark");
                    passage.push_verbatim(&source[range.clone()], range.start);
                    walk.carriers.push(passage);
                }
            }
        }
    }
    let mut carriers = std::mem::take(&mut walk.carriers);
    // Attributes of cells that hold values are known by their number among the carriers.
    let shift = walk.out.passages.len();
    let attributes =
        walk.out.cells.iter_mut().flat_map(|cell| cell.values.iter_mut().chain(&mut cell.written));
    attributes.for_each(|number| *number += shift);
    walk.out.passages.append(&mut carriers);
    Ok(walk.out)
}

impl<'s> Walk<'s> {
    fn start(&mut self, scanner: &Scanner<'s, Ns>, ns: Ns, local: &'s str, tag: Range<usize>) {
        if ns == Ns::Table {
            self.table(scanner, local);
        }
        self.attributes(scanner, ns, local);
        let parent = self.open.last().map_or(Mode::Loose, |element| element.mode);
        let is_hidden =
            |name: &str| scanner.raw(name).is_some_and(|style| self.hidden_styles.contains(style));
        let (mode, ends) = match (ns, local) {
            (Ns::Text, "p" | "h") => {
                let hides = is_hidden("style-name");
                self.line(hides);
                (Mode::Inline, Ends::Line)
            }
            (Ns::Text, "s" | "tab" | "line-break") if parent == Mode::Inline => {
                let (text, blank) = match local {
                    "s" => (
                        " ".repeat(scanner.raw("c").and_then(|c| c.parse().ok()).unwrap_or(1).min(BLANKS)),
                        false,
                    ),
                    "tab" => ("\t".to_owned(), false),
                    _ => ("\n".to_owned(), false),
                };
                let passage = self.side();
                let piece = self.out.passages[passage].segs.len();
                self.out.passages[passage].push(&text, Span::new(tag.start, tag.end), SegKind::Escape);
                self.lines.last_mut().into_iter().for_each(|line| line.blank = blank);
                (Mode::Loose, Ends::Blank(piece))
            }
            (Ns::Text, "span") if is_hidden("style-name") => {
                self.hidden += 1;
                (parent, Ends::Hidden)
            }
            (Ns::Text, "hidden-text") if parent == Mode::Inline => {
                self.hidden += 1;
                (parent, Ends::Hidden)
            }
            (Ns::Text, "section") if scanner.raw("display") == Some("none") => {
                self.asides += 1;
                (Mode::Loose, Ends::Aside)
            }
            (Ns::Text, "deletion") | (Ns::Office, "annotation") | (Ns::Presentation, "notes") => {
                self.asides += 1;
                (Mode::Loose, Ends::Aside)
            }
            (Ns::Text, "ruby-text" | "note-citation" | "note" | "note-body" | "tracked-changes") => {
                (Mode::Loose, Ends::Nothing)
            }
            (Ns::Text, _) if parent == Mode::Inline => {
                let ends = self.field(scanner, local).map_or(Ends::Nothing, |what| {
                    let start = self.here();
                    self.fields.push(Field { what, start });
                    Ends::Field
                });
                (Mode::Inline, ends)
            }
            (Ns::Extended, "content-control") if parent == Mode::Inline => {
                let ends = if scanner.raw("showing-place-holder") == Some("true") {
                    let start = self.here();
                    self.fields
                        .push(Field { what: What::Unfilled("a control that shows its prompt"), start });
                    Ends::Field
                } else {
                    Ends::Nothing
                };
                (Mode::Inline, ends)
            }
            (Ns::Table, "table") => (Mode::Loose, Ends::Table),
            (Ns::Table, "table-row") => (Mode::Loose, Ends::Row),
            (Ns::Table, "table-cell" | "covered-table-cell") => (Mode::Loose, Ends::Cell),
            _ => (Mode::Loose, Ends::Nothing),
        };
        self.open.push(Element { ns, local, mode, ends });
    }

    fn end(&mut self, tag: &Range<usize>) {
        let Some(element) = self.open.pop() else { return };
        match element.ends {
            Ends::Nothing => {}
            Ends::Line => {
                self.lines.pop();
            }
            Ends::Hidden => self.hidden -= 1,
            Ends::Aside => self.asides -= 1,
            Ends::Blank(piece) => {
                let passage = self.side();
                if let Some(seg) = self.out.passages[passage].segs.get_mut(piece) {
                    seg.source.end = seg.source.end.max(tag.end);
                }
            }
            Ends::Field => self.end_field(),
            Ends::Cell => self.tables.end_cell(&mut self.out),
            Ends::Row => self.tables.end_row(),
            Ends::Table => self.tables.end_table(),
        }
    }

    /// Counts sheets, rows and cells.
    fn table(&mut self, scanner: &Scanner<'s, Ns>, local: &str) {
        let is_sheet =
            self.open.last().is_some_and(|parent| (parent.ns, parent.local) == (Ns::Office, "spreadsheet"));
        match local {
            "table" => {
                self.tables.start_table(scanner.raw("name").map(unescape).unwrap_or_default(), is_sheet);
            }
            "table-row" => self.tables.start_row(scanner),
            "table-cell" | "covered-table-cell" => self.tables.start_cell(scanner),
            _ => {}
        }
    }

    /// Opens a paragraph.
    fn line(&mut self, hides: bool) {
        self.count += 1;
        // A remark on a cell is none of its text.
        let in_cell =
            self.tables.in_cell() && !self.open.iter().rev().take(2).any(|e| e.local == "annotation");
        if in_cell {
            self.tables.line(self.form, &mut self.out);
        }
        let seen = self.out.passages.len();
        if in_cell {
            self.tables.add(seen);
        }
        let mut passage = Passage::new(vec![self.form]);
        passage.locator = match self.tables.place() {
            Some(place) => place,
            None => format!("{} ¶{}", self.part, self.count),
        };
        if hides || self.hidden > 0 || self.asides > 0 {
            passage.role = Role::Aside;
        }
        self.out.passages.push(passage);
        self.lines.push(Line { seen, hidden: None, number: self.count, blank: true });
    }

    /// The passage that takes the next character of the open paragraph.
    fn side(&mut self) -> usize {
        let next = self.out.passages.len();
        let Some(line) = self.lines.last_mut() else {
            let passage = Passage::new(vec![self.form]);
            self.out.passages.push(passage);
            return next;
        };
        if self.hidden == 0 {
            return line.seen;
        }
        *line.hidden.get_or_insert_with(|| {
            let mut passage = Passage::new(vec![self.form]);
            passage.role = Role::Aside;
            passage.locator = format!("{} ¶{} hidden", self.part, line.number);
            self.out.passages.push(passage);
            next
        })
    }

    /// Where the next character will stand.
    fn here(&mut self) -> (usize, usize) {
        let passage = self.side();
        (passage, self.out.passages[passage].text.len())
    }

    fn text(&mut self, range: Range<usize>, cdata: bool) {
        let written = &self.source[range.clone()];
        let (mode, ns, local) =
            self.open.last().map_or((Mode::Loose, Ns::Other, ""), |e| (e.mode, e.ns, e.local));
        if mode == Mode::Inline && !cdata {
            return self.inline(range);
        }
        if written.trim().is_empty() {
            return;
        }
        if (ns, local) == (Ns::Office, "binary-data") {
            let is_picture =
                self.open.iter().rev().nth(1).is_some_and(|e| matches!(e.local, "image" | "fill-image"));
            self.out.data.push(Data { range, is_picture });
            return;
        }
        self.out.has_scripts |= local == "source-code" || ns == Ns::Script;
        let role = match (ns, local) {
            // A paragraph in CDATA is shown.
            _ if mode == Mode::Inline => Role::Body,
            (Ns::Presentation, _) | (_, "ruby-text") => Role::Body,
            // Numbers of notes, patterns of numbers, settings of programs.
            (Ns::Number, _) | (_, "note-citation") if written.is_ascii() => return,
            (Ns::Number, _) => Role::Structural,
            (Ns::Config | Ns::Meta | Ns::Dc, _) if is_count(written) => return,
            (Ns::Config, _) if written.is_ascii() && !written.contains(['@', '/', '\\', ' ']) => {
                Role::Structural
            }
            _ => Role::Carrier,
        };
        let mut passage = self.carrier(if cdata { Form::Comment } else { Form::Markup }, local);
        passage.role = role;
        if cdata {
            passage.push_verbatim(written, range.start);
        } else {
            crate::format::office::xmltext::push(&mut passage, written, range.start);
        }
        if role == Role::Body { self.out.passages.push(passage) } else { self.carriers.push(passage) }
    }

    /// Text of a paragraph: blanks in a row are one, at its start none.
    fn inline(&mut self, range: Range<usize>) {
        let passage = self.side();
        let passage = &mut self.out.passages[passage];
        let mut at = range.start;
        let mut blank = self.lines.last().is_none_or(|line| line.blank);
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        while at < range.end {
            let rest = &self.source[at..range.end];
            let plain = rest.find(|c| is_blank(c) || c == '&').unwrap_or(rest.len());
            if plain > 0 {
                passage.push_verbatim(&rest[..plain], at);
                blank = false;
                at += plain;
                continue;
            }
            let (c, length) = entity(rest).unwrap_or_else(|| (rest.chars().next().unwrap_or(' '), 1));
            if !is_blank(c) {
                passage.push(c.encode_utf8(&mut [0; 4]), Span::new(at, at + length), SegKind::Escape);
                blank = false;
                at += length;
                continue;
            }
            let end = at + rest.find(|c| !is_blank(c)).unwrap_or(rest.len()).max(length);
            match blank {
                true => {}
                false if end == at + 1 && c == ' ' => passage.push_verbatim(" ", at),
                false => passage.push(" ", Span::new(at, end), SegKind::Escape),
            }
            blank = true;
            at = end;
        }
        self.lines.last_mut().into_iter().for_each(|line| line.blank = blank);
    }

    /// What a field in a paragraph is, where that matters.
    fn field(&self, scanner: &Scanner<'s, Ns>, local: &str) -> Option<What> {
        Some(match local {
            "placeholder" => What::Unfilled("a placeholder"),
            "text-input" => What::Question(scanner.raw("description").map(unescape).unwrap_or_default()),
            "database-display" | "database-name" | "database-next" | "database-row-number" => {
                What::Unfilled("a field of a mailing")
            }
            "bookmark-ref" | "reference-ref" | "sequence-ref" | "note-ref" => What::Reference,
            "author-name" | "author-initials" | "initial-creator" | "creator" | "printed-by"
            | "file-name" | "template-name" | "editing-cycles" | "editing-duration" => What::Maker,
            _ if local.starts_with("sender-") => What::Maker,
            _ => return None,
        })
    }

    fn end_field(&mut self) {
        let Some(Field { what, start: (passage, start) }) = self.fields.pop() else { return };
        let Some(text) = self.out.passages.get(passage).and_then(|passage| passage.text.get(start..)) else {
            return;
        };
        let span = Span::new(start, start + text.len());
        let broken = ["Error: ", "错误:", "错误：", "Error:"].iter().any(|mark| text.starts_with(mark));
        match what {
            _ if text.trim().is_empty() => {}
            What::Unfilled(what) => self.out.fields.push((passage, span, what)),
            What::Question(prompt) if text == prompt => {
                self.out.fields.push((passage, span, "a form field without an answer"));
            }
            What::Reference if broken => {
                self.out.fields.push((passage, span, "a reference that leads nowhere"));
            }
            What::Maker => self.out.makers.push((passage, span)),
            What::Question(_) | What::Reference => {}
        }
    }

    fn attributes(&mut self, scanner: &Scanner<'s, Ns>, ns: Ns, element: &str) {
        for attribute in scanner.attributes() {
            let value = &self.source[attribute.value.clone()];
            let of = attribute.ns.unwrap_or(ns);
            let is_value =
                ns == Ns::Table && of == Ns::Office && attribute.local == "value" && value.len() >= 7;
            let role = match holds(of, attribute.local, value) {
                _ if is_value => Role::Carrier,
                // What the package says of its own parts.
                _ if of == Ns::Manifest && value.is_ascii() => continue,
                _ if of == Ns::Link && value.is_ascii() && !leads_out(value) => continue,
                // Settings of a sheet stand under its name.
                Holds::Nothing if element == "config-item-map-entry" => Role::Structural,
                Holds::Nothing => continue,
                Holds::Text => Role::Carrier,
                Holds::Name => Role::Structural,
            };
            let mut passage =
                self.carrier(Form::Attribute, &format!("{}@{}", clipped(element), clipped(attribute.local)));
            passage.role = role;
            crate::format::office::xmltext::push(&mut passage, value, attribute.value.start);
            if passage.text.trim().is_empty() {
                continue;
            }
            let in_cell = matches!(element, "table-cell" | "covered-table-cell");
            if in_cell && ns == Ns::Table {
                self.tables.value(attribute.local, self.carriers.len());
            }
            self.carriers.push(passage);
        }
    }

    /// A passage of its own.
    fn carrier(&self, form: Form, what: &str) -> Passage {
        let mut passage = Passage::new(vec![form]);
        passage.role = Role::Carrier;
        passage.locator = match self.lines.last().map_or(self.count, |line| line.number) {
            0 => format!("{} {what}", self.part),
            number => format!("{} ¶{number} {what}", self.part),
        };
        passage
    }
}

/// Counts, times and keys that a program keeps.
fn is_count(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b".:-+TZPHMSD".contains(&b))
        || matches!(text, "true" | "false")
}

/// Whether an address leads out of the file.
fn leads_out(address: &str) -> bool {
    address.contains("://")
        || address.starts_with("file:")
        || address.starts_with("..")
        || address.contains('@')
}
