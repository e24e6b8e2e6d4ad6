//! A text that stands scattered in its source: between tags, in escapes, over several pieces. A [`Passage`] joins the
//! pieces for reading and remembers where each was written, so that an edit of the text becomes splices of the source
//! and nothing else of the source changes.

use crate::document::{Role, TextUnit};
use crate::edit::Edit;
use crate::span::Span;

/// A stretch of a passage's text and where it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seg {
    /// Where it is read.
    pub text: Span,
    /// Where it is written.
    pub source: Span,
    /// How it is written.
    pub kind: SegKind,
}

/// How a stretch of text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegKind {
    /// As it is read, byte for byte.
    Verbatim,
    /// As an escape, which is replaced as a whole.
    Escape,
    /// Not as text: a line break made by a tag. It is never edited.
    Atom,
}

/// How characters must be written where a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As they are.
    Plain,
    /// In the content of an element: `&` and `<` as references.
    Markup,
    /// In a paragraph of OpenDocument: as in an element, but blanks in a row or at an end are elements themselves.
    Paragraph,
    /// In an attribute: quotes and blanks as references too, so that it holds with any quotes or none.
    Attribute,
    /// In a string of a script or of JSON.
    Script,
    /// In a string of a style sheet.
    Style,
    /// In an address: percent and hexadecimal digits.
    Address,
    /// In a comment, which `-->` would end.
    Comment,
    /// In RTF, where one character stands for one that is written as a number.
    Rtf,
    /// In RTF, whatever holds there.
    RtfGroup,
}

/// A text joined from its pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What is read.
    pub text: String,
    /// Its place for people.
    pub locator: String,
    /// What it is to its document.
    pub role: Role,
    /// Whether the next passage stands in the same row of a table.
    pub row_goes_on: bool,
    /// Its pieces in order of the text; what no piece covers is not in the source.
    pub segs: Vec<Seg>,
    /// How a replacement is written, from the inside out.
    pub forms: Vec<Form>,
}

/// A name that the file chose, as part of a place. Many texts may have a place in the same long name.
pub(crate) fn clipped(name: &str) -> &str {
    &name[..name.floor_char_boundary(48)]
}

/// The edits of a passage as splices of its source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// The splices, sorted and disjoint.
    pub splices: Vec<Edit>,
    /// Which edits could not be made, by their place in the list.
    pub refused: Vec<usize>,
}

impl Passage {
    /// An empty passage.
    pub fn new(forms: Vec<Form>) -> Self {
        Self {
            text: String::new(),
            locator: String::new(),
            role: Role::Body,
            row_goes_on: false,
            segs: Vec::new(),
            forms,
        }
    }

    /// What a document shows of it.
    pub fn unit(&self) -> TextUnit {
        TextUnit {
            text: self.text.clone(),
            locator: self.locator.clone(),
            role: self.role,
            row_goes_on: self.row_goes_on,
            twin_of: None,
        }
    }

    /// Adds text that is written as it is read.
    pub fn push_verbatim(&mut self, text: &str, source: usize) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        if let Some(last) = self.segs.last_mut()
            && last.kind == SegKind::Verbatim
            && last.source.end == source
            && last.text.end == start
        {
            last.text.end += text.len();
            last.source.end += text.len();
            return;
        }
        let source = Span::new(source, source + text.len());
        self.segs.push(Seg { text: Span::new(start, start + text.len()), source, kind: SegKind::Verbatim });
    }

    /// Adds text that is written otherwise.
    pub fn push(&mut self, text: &str, source: Span, kind: SegKind) {
        let start = self.text.len();
        self.text.push_str(text);
        self.segs.push(Seg { text: Span::new(start, self.text.len()), source, kind });
    }

    /// The edits of the text as splices of the source: new text goes where the first edited character is written, what
    /// else is edited is cut out around whatever stands between.
    pub fn carry(&self, edits: &[Edit]) -> Carried {
        let mut carried = Carried::default();
        let mut from = 0;
        for (index, edit) in edits.iter().enumerate() {
            while from < self.segs.len() && self.segs[from].text.end < edit.span.start {
                from += 1;
            }
            let splices = self.splices(edit, from);
            let free = carried.splices.last().map_or(0, |last| last.span.end);
            if splices.first().is_none_or(|first| first.span.start < free) {
                carried.refused.push(index);
            } else {
                carried.splices.extend(splices);
            }
        }
        carried
    }

    fn splices(&self, edit: &Edit, from: usize) -> Vec<Edit> {
        let Edit { span, content } = edit;
        let mut content = Some(content.as_str());
        let mut splices = Vec::new();
        for seg in self.segs[from..].iter().take_while(|seg| seg.text.start <= span.end) {
            let touched = match span.is_empty() {
                true => content.is_some(),
                false => seg.text.overlaps(*span),
            };
            if !touched || seg.kind == SegKind::Atom {
                continue;
            }
            let (start, end) = (span.start.max(seg.text.start), span.end.min(seg.text.end));
            let new = content.take().unwrap_or_default();
            splices.push(match seg.kind {
                SegKind::Verbatim => {
                    let place = |offset: usize| seg.source.start + offset - seg.text.start;
                    Edit::replacement(Span::new(place(start), place(end)), self.written_at(new, start))
                }
                SegKind::Escape | SegKind::Atom => {
                    let (before, after) = (&self.text[seg.text.start..start], &self.text[end..seg.text.end]);
                    Edit::replacement(
                        seg.source,
                        self.written_at(&format!("{before}{new}{after}"), seg.text.start),
                    )
                }
            });
        }
        splices
    }

    /// The same behind what stands before `at`: a letter behind a bare `<` would begin a tag.
    fn written_at(&self, new: &str, at: usize) -> String {
        let begins = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
        match (self.forms.split_first(), new.chars().next().filter(|&c| begins(c))) {
            (Some((Form::Markup, outer)), Some(first)) if self.text[..at].ends_with('<') => {
                let rest = Form::Markup.write(&new[first.len_utf8()..]);
                let written = format!("&#{};{rest}", u32::from(first));
                outer.iter().fold(written, |text, form| form.write(&text))
            }
            _ => self.written(new),
        }
    }

    fn written(&self, new: &str) -> String {
        self.forms.iter().fold(new.to_owned(), |text, form| form.write(&text))
    }

    /// The same passage where its source is itself a text that stands in another: `outer` is that text.
    #[must_use]
    pub fn within(mut self, outer: &Self) -> Self {
        let inner = std::mem::take(&mut self.segs);
        for seg in inner {
            let first = outer.segs.partition_point(|o| o.text.end <= seg.source.start);
            let over = outer.segs[first..].iter().take_while(|o| o.text.start < seg.source.end);
            if seg.kind != SegKind::Verbatim {
                let source = over.map(|o| o.inner(seg.source).1).reduce(Span::union);
                self.segs.extend(source.map(|source| Seg { source, ..seg }));
                continue;
            }
            for o in over {
                let (cut, source) = o.inner(seg.source);
                let place = |offset: usize| seg.text.start + offset - seg.source.start;
                self.segs.push(Seg {
                    text: Span::new(place(cut.start), place(cut.end)),
                    source,
                    kind: o.kind,
                });
            }
        }
        self.forms.extend(&outer.forms);
        self
    }
}

impl Seg {
    /// What of this stretch lies in `range` of the text, and where that is written.
    fn inner(&self, range: Span) -> (Span, Span) {
        let cut = Span::new(range.start.max(self.text.start), range.end.min(self.text.end));
        let place = |offset: usize| self.source.start + offset - self.text.start;
        match self.kind {
            SegKind::Verbatim => (cut, Span::new(place(cut.start), place(cut.end))),
            SegKind::Escape | SegKind::Atom => (cut, self.source),
        }
    }
}

impl Form {
    /// Writes a text so that it is read back as it is.
    pub fn write(self, text: &str) -> String {
        use std::fmt::Write as _;
        if self == Self::RtfGroup && !text.is_ascii() {
            return format!("{{\\uc1 {}}}", Self::Rtf.write(text));
        }
        let mut out = String::with_capacity(text.len());
        let (mut blank, mut rest) = (true, text.chars());
        while let Some(c) = rest.next() {
            let _ = match self {
                Self::Markup | Self::Paragraph if matches!(c, '&' | '<' | '>') => {
                    write!(out, "&#{};", u32::from(c))
                }
                Self::Paragraph if c == '\t' => out.write_str("<text:tab/>"),
                Self::Paragraph if c == '\n' => out.write_str("<text:line-break/>"),
                Self::Paragraph if c == ' ' && (blank || rest.as_str().is_empty()) => {
                    out.write_str("<text:s/>")
                }
                Self::Attribute if c.is_ascii_whitespace() || "&<>\"'`=".contains(c) => {
                    write!(out, "&#{};", u32::from(c))
                }
                Self::Script if c < ' ' || "\\\"'`$<>&/\u{2028}\u{2029}".contains(c) => {
                    write!(out, "\\u{:04x}", u32::from(c))
                }
                Self::Style if c < ' ' || "\\\"'<>*/".contains(c) => write!(out, "\\{:06x}", u32::from(c)),
                Self::Address if !c.is_ascii_alphanumeric() && !"-._~".contains(c) => {
                    let mut bytes = [0; 4];
                    c.encode_utf8(&mut bytes).bytes().try_for_each(|byte| write!(out, "%{byte:02X}"))
                }
                Self::Comment if c == '>' => out.write_char('＞'),
                Self::Rtf | Self::RtfGroup => write_rtf(c, &mut out),
                _ => out.write_char(c),
            };
            blank = c == ' ';
        }
        out
    }
}

fn write_rtf(c: char, out: &mut String) -> std::fmt::Result {
    use std::fmt::Write as _;
    match c {
        '\\' | '{' | '}' => write!(out, "\\{c}"),
        '\t' => out.write_str("\\tab "),
        '\n' => out.write_str("\\line "),
        ' '..='~' => out.write_char(c),
        c if c.is_ascii() => Ok(()),
        c => c
            .encode_utf16(&mut [0; 2])
            .iter()
            .try_for_each(|&unit| write!(out, "\\u{}?", i16::from_ne_bytes(unit.to_ne_bytes()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;

    fn passage() -> (&'static str, Passage) {
        let source = "乙<b>张</b>&middot;三<br>丁";
        let mut passage = Passage::new(vec![Form::Markup]);
        passage.push_verbatim("乙", 0);
        passage.push_verbatim("张", 6);
        passage.push("·", Span::new(13, 21), SegKind::Escape);
        passage.push_verbatim("三", 21);
        passage.push("\n", Span::new(24, 28), SegKind::Atom);
        passage.push_verbatim("丁", 28);
        (source, passage)
    }

    #[test]
    fn edits_become_splices_around_what_stands_between() {
        let (source, passage) = passage();
        assert_eq!(passage.text, "乙张·三\n丁");
        let edit = |start, end, new: &str| {
            let carried = passage.carry(&[Edit::replacement(Span::new(start, end), new)]);
            (apply(source, &carried.splices), carried.refused.len())
        };
        assert_eq!(edit(3, 11, "X&X"), ("乙<b>X&#38;X</b><br>丁".to_owned(), 0));
        assert_eq!(edit(6, 8, "X"), ("乙<b>张</b>X三<br>丁".to_owned(), 0));
        assert_eq!(edit(8, 15, "X"), ("乙<b>张</b>&middot;X<br>".to_owned(), 0));
        assert_eq!(edit(11, 12, "X"), (source.to_owned(), 1));
        assert_eq!(edit(0, 0, "X"), (format!("X{source}"), 0));
        assert_eq!(edit(15, 15, "X"), (format!("{source}X"), 0));
    }

    #[test]
    fn a_passage_inside_another_is_written_twice_escaped() {
        // &lt;b&gt;张&lt;/b&gt; in an attribute, with the inner markup read as markup.
        let source = "s='&lt;b&gt;张三&lt;/b&gt;'";
        let mut outer = Passage::new(vec![Form::Attribute]);
        outer.push("<", Span::new(3, 7), SegKind::Escape);
        outer.push_verbatim("b", 7);
        outer.push(">", Span::new(8, 12), SegKind::Escape);
        outer.push_verbatim("张三", 12);
        let mut inner = Passage::new(vec![Form::Markup]);
        inner.push_verbatim("张三", 3);
        let inner = inner.within(&outer);
        let carried = inner.carry(&[Edit::replacement(Span::new(0, 3), "<")]);
        assert_eq!(apply(source, &carried.splices), "s='&lt;b&gt;&#38;#60;三&lt;/b&gt;'");
    }
}
