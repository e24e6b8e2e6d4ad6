//! The text of one XML part as units: paragraphs, what is hidden or deleted in them, field codes, attributes, and any
//! other character data. Structure only decides what belongs together; nothing is left out.

use std::ops::Range;

use super::names::{Holds, Ns, holds, namespace};
use crate::document::{Role, TextUnit};
use crate::format::office::limits::{Limits, OpenError};
use crate::format::office::splice::{self, Node, Piece, PieceKind, Writing};
use crate::format::office::xml::{Event, Scanner};
use crate::format::passage::clipped;

/// A unit with the way back to its source.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unit {
    pub(crate) text: TextUnit,
    pub(crate) pieces: Vec<Piece>,
    /// Whether it lies in a text box, where there are no comments.
    pub(crate) boxed: bool,
}

/// A run: a stretch of text with one look.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// Its start tag.
    pub(crate) tag: Range<u32>,
    /// Its properties.
    pub(crate) look: Range<u32>,
    /// Whether a change of its text can be recorded.
    pub(crate) trackable: bool,
}

/// A complex or simple field whose code and result are known.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) code: String,
    /// The unit that holds the code.
    pub(crate) code_unit: Option<usize>,
    /// The unit that holds the result, and where; the end may lie in a later paragraph, then it is the unit's end.
    pub(crate) result: (usize, Range<usize>),
    /// What a form field shows before it is filled in.
    pub(crate) default: String,
    /// Whether something was chosen in a form field.
    pub(crate) answered: bool,
}

/// A content control that shows its prompt.
#[derive(Clone, Debug)]
pub(crate) struct Prompt {
    /// The units of the prompt, and where in them.
    pub(crate) unit: usize,
    pub(crate) range: Range<usize>,
}

/// The text of a part.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartText {
    pub(crate) units: Vec<Unit>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) runs: Vec<Run>,
    pub(crate) fields: Vec<Field>,
    pub(crate) prompts: Vec<Prompt>,
    /// The units that are shared texts of a workbook, in order.
    pub(crate) shared: Vec<usize>,
    /// The units that name placeholders of a slide without text.
    pub(crate) bare: Vec<usize>,
    /// The cells of a sheet: the first units, in order.
    pub(crate) cells: Vec<super::sheet::Cell>,
    /// The largest number that marks something.
    pub(crate) last_id: i64,
}

/// What an open element is to the walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Plain,
    Paragraph,
    Run,
    Look,
    /// Character data that a reader sees.
    Text,
    /// Character data of a field code.
    Code,
    Deleted,
    Inserted,
    Phonetic,
    Alternate,
    Fallback,
    Cell,
    Row,
    /// A story of its own inside a paragraph: a text box.
    Story,
    Prompted,
    FormData,
    SimpleField,
    SheetCell,
    Formula,
    Shape,
}

/// An open shape of a slide.
#[derive(Debug, Default)]
struct Shape {
    /// Its first unit, and the carrier that holds its name.
    text: usize,
    name: Option<usize>,
    /// Whether it asks for text as long as it has none.
    prompts: bool,
}

/// Which unit of a paragraph takes the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Seen,
    Hidden,
    Deleted,
    Phonetic,
}

/// An open paragraph: its unit, and those of what is not seen in it.
#[derive(Debug)]
struct Paragraph {
    seen: usize,
    number: usize,
    hidden: Option<usize>,
    deleted: Option<usize>,
    phonetic: Option<usize>,
}

/// How many open fields are looked at: a file may open them without end.
const FIELDS: usize = 64;

/// An open field.
#[derive(Debug, Default)]
struct OpenField {
    /// The unit that takes the code.
    unit: Option<usize>,
    in_result: bool,
    start: (usize, usize),
    default: String,
    answered: bool,
}

/// Reads a part.
pub(crate) fn walk(
    part: &str,
    source: &str,
    limits: &Limits,
    prompt_styles: &[String],
) -> Result<PartText, OpenError> {
    let scanner = Scanner::new(part, source, limits, namespace);
    let mut walk = Walk {
        part,
        source,
        out: PartText::default(),
        places: Vec::new(),
        paragraphs: Vec::new(),
        count: 0,
        runs: Vec::new(),
        hidden: Vec::new(),
        fields: Vec::new(),
        stories: Vec::new(),
        deleted: 0,
        inserted: 0,
        phonetic: 0,
        fallback: 0,
        alternates: Vec::new(),
        prompts: Vec::new(),
        rows: Vec::new(),
        last: None,
        carriers: Vec::new(),
        node: None,
        prompt_styles,
        prompted: None,
        is_sheet: part.contains("/worksheets/"),
        in_cell: false,
        shape: None,
        name: None,
    };
    walk.read(scanner)?;
    Ok(walk.out)
}

struct Walk<'s> {
    part: &'s str,
    source: &'s str,
    out: PartText,
    places: Vec<Place>,
    paragraphs: Vec<Paragraph>,
    /// Paragraphs so far.
    count: usize,
    /// Open runs, by number.
    runs: Vec<u32>,
    /// For each open run, whether its text is hidden.
    hidden: Vec<bool>,
    fields: Vec<OpenField>,
    /// Fields of the stories around.
    stories: Vec<Vec<OpenField>>,
    deleted: usize,
    inserted: usize,
    phonetic: usize,
    fallback: usize,
    /// For each open choice between drawings: the units before it, those of the first choice, and how many the
    /// fallback has used.
    alternates: Vec<(usize, Option<usize>, usize)>,
    /// Open content controls: whether they show a prompt, and where they start.
    prompts: Vec<(bool, usize, usize)>,
    /// Open rows of tables: the last paragraph of the last cell.
    rows: Vec<Option<usize>>,
    /// The last paragraph that ended.
    last: Option<usize>,
    /// Units that stand behind those of the text.
    carriers: Vec<Unit>,
    /// The open text node, and where its content starts.
    node: Option<(u32, Side)>,
    /// Styles of runs that are prompts.
    prompt_styles: &'s [String],
    /// Where the open run starts, when it is a prompt.
    prompted: Option<(usize, usize)>,
    is_sheet: bool,
    in_cell: bool,
    shape: Option<Shape>,
    /// The carrier that holds the name of the last element, where it has one.
    name: Option<usize>,
}

impl<'s> Walk<'s> {
    fn read(&mut self, mut scanner: Scanner<'s, Ns>) -> Result<(), OpenError> {
        while let Some(event) = scanner.next()? {
            match event {
                Event::Start { ns, local, tag, empty } => self.start(&scanner, ns, local, tag, empty),
                Event::End { ns, local, tag } => self.end(ns, local, &tag),
                Event::Text(range) => self.text(range, false),
                Event::CData(range) => self.text(range, true),
                Event::Comment(range, _) => self.remark(range, "comment"),
                // The declaration says nothing of its author.
                Event::Instruction(range, _) if self.source[range.clone()].starts_with("xml ") => {}
                Event::Instruction(range, _) => self.remark(range, "instruction"),
            }
        }
        let first = self.out.units.len();
        self.out.bare.iter_mut().for_each(|name| *name += first);
        let mut carriers = std::mem::take(&mut self.carriers);
        self.out.units.append(&mut carriers);
        Ok(())
    }

    fn start(&mut self, scanner: &Scanner<'s, Ns>, ns: Ns, local: &str, tag: Range<usize>, empty: bool) {
        self.attributes(scanner, ns, local);
        let on = |scanner: &Scanner<'_, Ns>| !matches!(scanner.raw("val"), Some("0" | "false" | "off"));
        let place = match (ns, local) {
            // Cells are read by themselves.
            (Ns::Sheet, "c") if self.is_sheet => {
                self.in_cell = true;
                Place::SheetCell
            }
            (Ns::Sheet, "f") if self.in_cell => Place::Formula,
            (Ns::Sheet, _) if self.in_cell => Place::Plain,
            (Ns::Sheet, "si" | "text") => {
                if local == "si" {
                    self.out.shared.push(self.out.units.len());
                }
                self.paragraph();
                Place::Paragraph
            }
            (Ns::Word | Ns::Draw, "p") => {
                self.paragraph();
                Place::Paragraph
            }
            (Ns::Word, "r") => {
                let under = self.places.last().copied();
                let simple = self.deleted == 0 && self.inserted == 0 && under != Some(Place::Alternate);
                let tag = tag.start as u32..tag.end as u32;
                self.runs.push(self.out.runs.len() as u32);
                self.out.runs.push(Run { look: tag.end..tag.end, tag, trackable: simple && !empty });
                self.hidden.push(false);
                Place::Run
            }
            (Ns::Word, "rPr") if self.places.last() == Some(&Place::Run) => {
                self.out.runs[*self.runs.last().expect("a run is open") as usize].look.start =
                    tag.start as u32;
                Place::Look
            }
            (Ns::Word, "vanish" | "specVanish") if self.places.last() == Some(&Place::Look) => {
                if let Some(hidden) = self.hidden.last_mut() {
                    *hidden = on(scanner);
                }
                Place::Plain
            }
            (Ns::Word, "rStyle") if self.places.last() == Some(&Place::Look) => {
                let style = scanner.raw("val").unwrap_or_default();
                if self.prompt_styles.iter().any(|known| known == style) {
                    self.prompted = Some(self.here());
                }
                Place::Plain
            }
            (Ns::Word, "t" | "delText") | (Ns::Math | Ns::Draw | Ns::Sheet, "t") => {
                self.node(ns, local, scanner, &tag, empty);
                Place::Text
            }
            (Ns::Word, "instrText" | "delInstrText") => Place::Code,
            (Ns::Word, "tab" | "ptab") if self.in_run() => self.element('\t', &tag, PieceKind::Element),
            (Ns::Word, "br" | "cr") if self.in_run() => self.element('\n', &tag, PieceKind::Element),
            (Ns::Draw, "br") => self.element('\n', &tag, PieceKind::Fixed),
            (Ns::Word, "noBreakHyphen") => self.element('\u{2011}', &tag, PieceKind::Element),
            (Ns::Word, "softHyphen") => self.element('\u{ad}', &tag, PieceKind::Element),
            (Ns::Word, "sym") => self.element('\u{fffc}', &tag, PieceKind::Fixed),
            (Ns::Word, "del" | "moveFrom") if !empty => {
                self.deleted += 1;
                Place::Deleted
            }
            (Ns::Word, "ins" | "moveTo") if !empty => {
                self.inserted += 1;
                Place::Inserted
            }
            (Ns::Word, "rt") | (Ns::Sheet, "rPh") => {
                self.phonetic += 1;
                Place::Phonetic
            }
            (Ns::Compat, "AlternateContent") => {
                self.alternates.push((self.out.units.len(), None, 0));
                Place::Alternate
            }
            (Ns::Compat, "Fallback") => {
                if let Some(alternate) = self.alternates.last_mut() {
                    alternate.1 = Some(self.out.units.len());
                }
                self.fallback += 1;
                Place::Fallback
            }
            (Ns::Slide, "sp") => {
                self.shape = Some(Shape { text: self.out.units.len(), ..Shape::default() });
                Place::Shape
            }
            (Ns::Slide, "ph") => {
                let kind = scanner.raw("type").unwrap_or("body");
                if let Some(shape) = &mut self.shape {
                    // A picture or a table may stand in the others.
                    shape.prompts = matches!(kind, "title" | "ctrTitle" | "subTitle" | "body" | "obj");
                }
                Place::Plain
            }
            (Ns::Slide, "cNvPr") => {
                if let Some(shape) = self.shape.as_mut().filter(|shape| shape.name.is_none()) {
                    shape.name = self.name;
                }
                Place::Plain
            }
            (Ns::Word, "tc") | (Ns::Draw, "tc") => Place::Cell,
            (Ns::Word, "tr") | (Ns::Draw, "tr") => {
                self.rows.push(None);
                Place::Row
            }
            (Ns::Word, "txbxContent") => {
                self.stories.push(std::mem::take(&mut self.fields));
                Place::Story
            }
            (Ns::Word, "sdt") => {
                let (unit, at) = self.here();
                self.prompts.push((false, unit, at));
                Place::Prompted
            }
            (Ns::Word, "showingPlcHdr") => {
                let shows = on(scanner);
                if let Some(prompt) = self.prompts.last_mut() {
                    prompt.0 = shows;
                }
                Place::Plain
            }
            (Ns::Word, "fldChar") => {
                self.field_mark(scanner.raw("fldCharType").unwrap_or_default());
                Place::Plain
            }
            (Ns::Word, "fldSimple") => {
                let code = scanner.raw("instr").map(crate::format::office::xml::unescape).unwrap_or_default();
                let start = self.here();
                self.fields.push(OpenField { in_result: true, start, default: code, ..OpenField::default() });
                Place::SimpleField
            }
            (Ns::Word, "ffData") => Place::FormData,
            (Ns::Word, "result") if self.places.contains(&Place::FormData) => {
                self.fields.iter_mut().next_back().into_iter().for_each(|field| field.answered = true);
                Place::Plain
            }
            (Ns::Word, "default") if self.places.contains(&Place::FormData) => {
                let default =
                    scanner.raw("val").map(crate::format::office::xml::unescape).unwrap_or_default();
                if let Some(field) = self.fields.last_mut() {
                    field.default = default;
                }
                Place::Plain
            }
            _ => Place::Plain,
        };
        self.places.push(place);
    }

    fn end(&mut self, _: Ns, _: &str, tag: &Range<usize>) {
        match self.places.pop().unwrap_or(Place::Plain) {
            Place::Paragraph => self.end_paragraph(),
            Place::Run => {
                self.runs.pop();
                self.hidden.pop();
                if let Some((unit, start)) = self.prompted.take() {
                    let here = self.here();
                    if here.0 == unit && here.1 > start {
                        self.out.prompts.push(Prompt { unit, range: start..here.1 });
                    }
                }
            }
            Place::Look => {
                if let Some(&run) = self.runs.last() {
                    self.out.runs[run as usize].look.end = tag.end as u32;
                }
            }
            Place::Text => self.end_node(),
            Place::Deleted => self.deleted -= 1,
            Place::Inserted => self.inserted -= 1,
            Place::Phonetic => self.phonetic -= 1,
            Place::Alternate => {
                self.alternates.pop();
            }
            Place::Fallback => self.fallback -= 1,
            Place::Cell => {
                if let Some(row) = self.rows.last_mut() {
                    if let Some(before) = row.take() {
                        self.out.units[before].text.row_goes_on = true;
                    }
                    *row = self.last;
                }
            }
            Place::Row => {
                self.rows.pop();
            }
            Place::Story => self.fields = self.stories.pop().unwrap_or_default(),
            Place::Prompted => self.end_prompt(),
            Place::SimpleField => {
                if let Some(field) = self.fields.pop() {
                    let start = field.start;
                    let code = field.default.clone();
                    self.end_field(code, start, OpenField { default: String::new(), ..field });
                }
            }
            Place::SheetCell => self.in_cell = false,
            Place::Shape => self.end_shape(),
            Place::Plain | Place::Code | Place::FormData | Place::Formula => {}
        }
    }

    fn paragraph(&mut self) {
        self.count += 1;
        let seen = self.out.units.len();
        let locator = format!("{} ¶{}", self.part, self.count);
        let text = TextUnit { locator, ..TextUnit::default() };
        self.out.units.push(Unit { text, pieces: Vec::new(), boxed: !self.stories.is_empty() });
        self.paragraphs.push(Paragraph {
            seen,
            number: self.count,
            hidden: None,
            deleted: None,
            phonetic: None,
        });
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        self.last = Some(paragraph.seen);
        self.twin(paragraph.seen);
    }

    /// A unit of a fallback that says what a unit of the choice says is its twin.
    fn twin(&mut self, unit: usize) {
        if self.fallback == 0 {
            return;
        }
        let Some((start, Some(end), used)) = self.alternates.last_mut() else { return };
        let from = *start + *used;
        let same = (from..*end).find(|&first| {
            let other = &self.out.units[first].text;
            other.twin_of.is_none() && !other.text.is_empty() && other.text == self.out.units[unit].text.text
        });
        if let Some(first) = same {
            *used = first + 1 - *start;
            self.out.units[unit].text.twin_of = Some(first);
        }
    }

    /// Whether text belongs to the code of a field. Of fields in fields nobody writes more than a few.
    fn in_code(&self) -> bool {
        self.fields.iter().rev().take(FIELDS).any(|field| !field.in_result)
    }

    fn in_run(&self) -> bool {
        self.places.last() == Some(&Place::Run) && !self.paragraphs.is_empty()
    }

    /// Where the next text of the open paragraph will stand.
    fn here(&self) -> (usize, usize) {
        match self.paragraphs.last() {
            Some(paragraph) => (paragraph.seen, self.out.units[paragraph.seen].text.text.len()),
            None => (self.out.units.len(), 0),
        }
    }

    fn side(&self) -> Side {
        match () {
            () if self.phonetic > 0 => Side::Phonetic,
            () if self.deleted > 0 => Side::Deleted,
            () if self.hidden.last() == Some(&true) => Side::Hidden,
            () => Side::Seen,
        }
    }

    /// The unit of the open paragraph that takes text of this side.
    fn unit_of(&mut self, side: Side) -> Option<usize> {
        let next = self.out.units.len();
        let paragraph = self.paragraphs.last_mut()?;
        let (slot, what) = match side {
            Side::Seen => return Some(paragraph.seen),
            Side::Hidden => (&mut paragraph.hidden, "hidden"),
            Side::Deleted => (&mut paragraph.deleted, "deleted"),
            Side::Phonetic => (&mut paragraph.phonetic, "phonetic"),
        };
        if slot.is_none() {
            *slot = Some(next);
            let locator = format!("{} ¶{} {what}", self.part, paragraph.number);
            let text = TextUnit { locator, role: Role::Aside, ..TextUnit::default() };
            self.out.units.push(Unit { text, ..Unit::default() });
        }
        *slot
    }

    /// A character that an element stands for.
    fn element(&mut self, c: char, tag: &Range<usize>, kind: PieceKind) -> Place {
        let side = self.side();
        if self.in_code() {
            return Place::Plain;
        }
        let node = self.out.nodes.len() as u32;
        // What has content or an end tag of its own is not taken out.
        let kind = if self.source[tag.clone()].ends_with("/>") { kind } else { PieceKind::Fixed };
        if let Some(unit) = self.unit_of(side) {
            let unit = &mut self.out.units[unit];
            let start = unit.text.text.len() as u32;
            unit.text.text.push(c);
            let text = start..unit.text.text.len() as u32;
            unit.pieces.push(Piece { text, source: tag.start as u32..tag.end as u32, kind, node });
        }
        Place::Plain
    }

    /// Opens a text node.
    fn node(&mut self, ns: Ns, local: &str, scanner: &Scanner<'s, Ns>, tag: &Range<usize>, empty: bool) {
        let trims = matches!(ns, Ns::Word | Ns::Sheet);
        let keeps = scanner.raw("space") == Some("preserve");
        let space_at = (trims && !keeps && !empty).then(|| tag.end as u32 - 1);
        let run = self.runs.last().copied();
        self.node =
            Some((self.out.nodes.len() as u32, if local == "delText" { Side::Deleted } else { self.side() }));
        self.out.nodes.push(Node { writing: Writing::Escaped, space_at, blanks: [0..0, 0..0], run });
    }

    fn end_node(&mut self) {
        self.node = None;
    }

    fn text(&mut self, range: Range<usize>, cdata: bool) {
        let writing = if cdata { Writing::CData } else { Writing::Escaped };
        let is_code = self.in_code();
        match self.places.last() {
            Some(Place::Code) => return self.code(range, cdata),
            Some(Place::Text) if is_code => return self.code(range, cdata),
            Some(Place::Text) => {}
            Some(Place::Formula) => return self.loose(range, writing, Role::Carrier, "formula"),
            _ if self.in_cell => return,
            _ => {
                let text = self.source[range.clone()].trim();
                // Counts and times that a program keeps.
                let kept = |b: u8| b.is_ascii_digit() || b".:-+TZ".contains(&b);
                let is_kept = self.part.contains("docProps/") && text.bytes().all(kept);
                if !text.is_empty() && !is_kept {
                    let role = if self.is_seen() { Role::Body } else { Role::Carrier };
                    self.loose(range, writing, role, "text");
                }
                return;
            }
        }
        let Some((mut node, side)) = self.node else { return };
        if cdata {
            node = self.out.nodes.len() as u32;
            let of = self.out.nodes[node as usize - 1].clone();
            self.out.nodes.push(Node { writing, space_at: None, blanks: [0..0, 0..0], ..of });
        }
        let mut range = range;
        let about = &mut self.out.nodes[node as usize];
        if about.space_at.is_some() {
            // Blanks at the ends of a node do not count unless it says so.
            let blank = [' ', '\t', '\r', '\n'];
            let text = &self.source[range.clone()];
            let start = range.end - text.trim_start_matches(blank).len();
            let end = (range.start + text.trim_end_matches(blank).len()).max(start);
            about.blanks = [range.start as u32..start as u32, end as u32..range.end as u32];
            range = start..end;
        }
        match self.unit_of(side) {
            Some(unit) => {
                let unit = &mut self.out.units[unit];
                splice::read(self.source, range, node, cdata, &mut unit.text.text, &mut unit.pieces);
            }
            None => self.loose(range, writing, Role::Body, "text"),
        }
    }

    /// Whether loose character data is shown somewhere: the values of a chart, a cell.
    fn is_seen(&self) -> bool {
        self.part.contains("/charts/")
            || self.part.contains("/worksheets/")
            || self.part.contains("/diagrams/")
    }

    fn code(&mut self, range: Range<usize>, cdata: bool) {
        let writing = if cdata { Writing::CData } else { Writing::Escaped };
        let node = self.out.nodes.len() as u32;
        self.out.nodes.push(Node { writing, space_at: None, blanks: [0..0, 0..0], run: None });
        let unit = match self.code_field().and_then(|field| field.unit) {
            Some(unit) => unit,
            None => {
                let number = self.paragraphs.last().map_or(self.count, |paragraph| paragraph.number);
                let locator = format!("{} ¶{number} field code", self.part);
                let text = TextUnit { locator, role: Role::Carrier, ..TextUnit::default() };
                self.out.units.push(Unit { text, ..Unit::default() });
                let unit = self.out.units.len() - 1;
                if let Some(field) = self.code_field() {
                    field.unit = Some(unit);
                }
                unit
            }
        };
        let unit = &mut self.out.units[unit];
        splice::read(self.source, range, node, cdata, &mut unit.text.text, &mut unit.pieces);
    }

    /// The outermost field whose code is open.
    fn code_field(&mut self) -> Option<&mut OpenField> {
        let from = self.fields.len().saturating_sub(FIELDS);
        self.fields[from..].iter_mut().find(|field| !field.in_result)
    }

    fn field_mark(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(OpenField::default()),
            "separate" => {
                let start = self.here();
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                    field.start = start;
                }
            }
            "end" => {
                let Some(field) = self.fields.pop() else { return };
                let code = field.unit.map(|unit| self.out.units[unit].text.text.clone()).unwrap_or_default();
                let start = if field.in_result { field.start } else { self.here() };
                self.end_field(code, start, field);
            }
            _ => {}
        }
    }

    fn end_field(&mut self, code: String, (unit, start): (usize, usize), field: OpenField) {
        let OpenField { unit: code_unit, default, answered, .. } = field;
        let here = self.here();
        let end = if here.0 == unit {
            here.1
        } else {
            self.out.units.get(unit).map_or(start, |u| u.text.text.len())
        };
        let result = (unit, start..end.max(start));
        self.out.fields.push(Field { code, code_unit, result, default, answered });
    }

    /// A placeholder of a slide that is still empty is known by its name.
    fn end_shape(&mut self) {
        let Some(Shape { text, name: Some(name), prompts: true }) = self.shape.take() else { return };
        let is_slide = self.part.contains("/slides/");
        if is_slide && self.out.units[text..].iter().all(|unit| unit.text.text.trim().is_empty()) {
            self.out.bare.push(name);
        }
    }

    fn end_prompt(&mut self) {
        let Some((true, unit, start)) = self.prompts.pop() else { return };
        // One around it shows the same.
        if self.prompts.iter().rev().take(FIELDS).any(|(shows, ..)| *shows) {
            return;
        }
        let here = self.here();
        if here.0 == unit && self.paragraphs.last().is_some() {
            self.out.prompts.push(Prompt { unit, range: start..here.1 });
            return;
        }
        // A control around paragraphs: each of them is the prompt.
        for number in unit..self.out.units.len() {
            let text = &self.out.units[number].text;
            if text.role == Role::Body && !text.text.trim().is_empty() {
                self.out.prompts.push(Prompt { unit: number, range: 0..text.text.len() });
            }
        }
    }

    fn attributes(&mut self, scanner: &Scanner<'s, Ns>, ns: Ns, element: &str) {
        let leads_out =
            || scanner.raw("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        self.name = None;
        for attribute in scanner.attributes() {
            let value = &self.source[attribute.value.clone()];
            if ns == Ns::Package && attribute.local == "Target" && leads_out() {
                self.loose(attribute.value.clone(), Writing::Escaped, Role::Carrier, "@Target");
                continue;
            }
            if ns == Ns::Word && attribute.local == "id" {
                self.out.last_id = self.out.last_id.max(value.parse().unwrap_or(0));
            }
            let role = match holds(ns, element, attribute.local, value) {
                Holds::Nothing => continue,
                Holds::Text => Role::Carrier,
                Holds::Name => Role::Structural,
            };
            if attribute.local == "name" && role != Role::Body {
                self.name = Some(self.carriers.len());
            }
            let what = format!("@{}", clipped(attribute.local));
            self.loose(attribute.value.clone(), Writing::Escaped, role, &what);
        }
    }

    fn remark(&mut self, range: Range<usize>, what: &str) {
        if !self.source[range.clone()].trim().is_empty() {
            self.loose(range, Writing::Raw, Role::Carrier, what);
        }
    }

    /// A unit of its own.
    fn loose(&mut self, range: Range<usize>, writing: Writing, role: Role, what: &str) {
        let node = self.out.nodes.len() as u32;
        self.out.nodes.push(Node { writing, space_at: None, blanks: [0..0, 0..0], run: None });
        let mut unit = Unit::default();
        let cdata = writing != Writing::Escaped;
        splice::read(self.source, range, node, cdata, &mut unit.text.text, &mut unit.pieces);
        unit.text.role = role;
        let number = self.paragraphs.last().map_or(self.count, |paragraph| paragraph.number);
        unit.text.locator = if number > 0 {
            format!("{} ¶{number} {what}", self.part)
        } else {
            format!("{} {what}", self.part)
        };
        if role == Role::Body { self.out.units.push(unit) } else { self.carriers.push(unit) }
    }
}
