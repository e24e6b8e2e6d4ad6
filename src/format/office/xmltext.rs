//! The texts of XML that is no Office Open XML: texts of elements, attributes, comments.

use super::limits::{Limits, OpenError};
use super::xml::{Event, Scanner, entity};
use crate::document::Role;
use crate::format::passage::clipped;
use crate::format::{Form, Passage, SegKind};
use crate::span::Span;

/// How a kind of XML is read.
pub(crate) struct Reading {
    /// What the text of an element is; none when it is no text.
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
    let mut names: Vec<&str> = Vec::new();
    while let Some(event) = scanner.next()? {
        match event {
            Event::Start { local, .. } => {
                for attribute in scanner.attributes() {
                    let written = &source[attribute.value.clone()];
                    let Some(role) = (reading.attribute)(local, attribute.local, written) else { continue };
                    let mut passage = Passage::new(vec![Form::Attribute]);
                    push(&mut passage, written, attribute.value.start);
                    passage.role = role;
                    passage.locator = format!("{}@{}", clipped(local), clipped(attribute.local));
                    passages.extend(Some(passage).filter(|passage| !passage.text.trim().is_empty()));
                }
                names.push(local);
            }
            Event::End { .. } => drop(names.pop()),
            Event::Text(range) | Event::CData(range) => {
                let cdata = source[..range.start].ends_with("<![CDATA[");
                let written = &source[range.clone()];
                let name = names.last().copied().unwrap_or_default();
                if let Some(role) = (reading.element)(name, written).filter(|_| !written.trim().is_empty()) {
                    let mut passage = Passage::new(vec![if cdata { Form::Comment } else { Form::Markup }]);
                    if cdata {
                        passage.push_verbatim(written, range.start);
                    } else {
                        push(&mut passage, written, range.start);
                    }
                    passage.role = role;
                    clipped(name).clone_into(&mut passage.locator);
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
