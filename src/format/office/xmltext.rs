//! The texts of XML that is no Office Open XML: lines of text across inline elements, texts of elements, attributes.

use super::limits::{Limits, OpenError};
use super::xml::{Event, Scanner, entity};
use crate::document::Role;
use crate::format::{Form, Passage, SegKind};
use crate::span::Span;

/// How a kind of XML is read.
pub(crate) struct Reading {
    /// Elements that hold a line of text, whatever stands inside.
    pub(crate) is_line: fn(&str) -> bool,
    /// What stands for one character: a blank, a tab, a line end.
    pub(crate) stands_for: fn(&str) -> Option<&'static str>,
    /// What the text of an element is, where it stands in no line; none when it is no text.
    pub(crate) element: fn(&str, &str) -> Option<Role>,
    /// What the value of an attribute is: element, attribute, value.
    pub(crate) attribute: fn(&str, &str, &str) -> Option<Role>,
}

fn no_names(_: &str) {}

/// The texts of a part; `source` is its decoded text.
pub(crate) fn texts(
    part: &str,
    source: &str,
    limits: &Limits,
    reading: &Reading,
) -> Result<Vec<Passage>, OpenError> {
    let mut scanner = Scanner::new(part, source, limits, no_names);
    let mut passages: Vec<Passage> = Vec::new();
    // The lines that are open, each with the depth of its element.
    let mut lines: Vec<(usize, Passage)> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    while let Some(event) = scanner.next()? {
        match event {
            Event::Start { local, tag, .. } => {
                for attribute in scanner.attributes() {
                    let written = &source[attribute.value.clone()];
                    let Some(role) = (reading.attribute)(local, attribute.local, written) else { continue };
                    let mut passage = Passage::new(vec![Form::Attribute]);
                    push(&mut passage, written, attribute.value.start);
                    passage.role = role;
                    passage.locator = format!("{local}@{}", attribute.local);
                    passages.extend(Some(passage).filter(|passage| !passage.text.trim().is_empty()));
                }
                names.push(local);
                if (reading.is_line)(local) {
                    lines.push((names.len(), Passage::new(vec![Form::Markup])));
                } else if let (Some(text), Some((_, line))) = ((reading.stands_for)(local), lines.last_mut())
                {
                    line.push(text, Span::new(tag.start, tag.end), SegKind::Atom);
                }
            }
            Event::End { local, .. } => {
                if let Some((_, mut line)) = lines.pop_if(|(depth, _)| *depth == names.len()) {
                    local.clone_into(&mut line.locator);
                    passages.extend(Some(line).filter(|line| !line.text.trim().is_empty()));
                }
                names.pop();
            }
            Event::Text(range) | Event::CData(range) => {
                let cdata = source[..range.start].ends_with("<![CDATA[");
                let written = &source[range.clone()];
                let name = names.last().copied().unwrap_or_default();
                if let Some((_, line)) = lines.last_mut() {
                    push(line, written, range.start);
                } else if let Some(role) =
                    (reading.element)(name, written).filter(|_| !written.trim().is_empty())
                {
                    let mut passage = Passage::new(vec![if cdata { Form::Comment } else { Form::Markup }]);
                    if cdata {
                        passage.push_verbatim(written, range.start);
                    } else {
                        push(&mut passage, written, range.start);
                    }
                    passage.role = role;
                    name.clone_into(&mut passage.locator);
                    passages.push(passage);
                }
            }
            Event::Comment(range, _) | Event::Instruction(range, _) => {
                if !source[range.clone()].is_ascii() {
                    let mut passage = Passage::new(vec![Form::Comment]);
                    passage.push_verbatim(&source[range.clone()], range.start);
                    passage.role = Role::Carrier;
                    "comment".clone_into(&mut passage.locator);
                    passages.push(passage);
                }
            }
        }
    }
    Ok(passages)
}

/// Adds what is written, entity by entity.
pub(crate) fn push(passage: &mut Passage, written: &str, base: usize) {
    let (mut at, mut from) = (0, 0);
    while let Some(skip) = written[at..].find('&') {
        at += skip;
        let Some((c, length)) = entity(&written[at..]) else {
            at += 1;
            continue;
        };
        passage.push_verbatim(&written[from..at], base + from);
        passage.push(c.encode_utf8(&mut [0; 4]), Span::new(base + at, base + at + length), SegKind::Escape);
        at += length;
        from = at;
    }
    passage.push_verbatim(&written[from..], base + from);
}
