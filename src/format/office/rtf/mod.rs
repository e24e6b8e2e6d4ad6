//! RTF. The file is one stream of bytes; edits are spliced into it and everything else stays.

mod charset;
mod destination;
mod read;
#[cfg(test)]
mod tests;
mod token;

use super::container::{
    Carrier, Fate, Kind, NativeField, Opaque, Opened, Property, Rewrite, Rewritten, WriteError, WriteOptions,
};
use super::limits::{Limits, OpenError};
use super::media;
use crate::document::Document;
use crate::edit::Edit;
use crate::format::Passage;
use crate::span::Span;
use read::{Data, Text, read};

/// What is written where a field showed who made the document.
const NOBODY: &str = "XX";
/// What is written where a name of a reviewer stood.
const REVIEWER: &str = "Author";

struct Rtf {
    bytes: Vec<u8>,
    text: Text,
}

/// Opens a file.
pub(crate) fn open(bytes: &[u8], limits: &Limits) -> Result<Opened, OpenError> {
    if bytes.len() as u64 > limits.part {
        return Err(OpenError::Limit { place: "the file".to_owned(), name: "part", value: limits.part });
    }
    let text = read(bytes, limits)?;
    let document = Document { units: text.passages.iter().map(Passage::unit).collect() };
    let found = text.fields.iter();
    let fields = found.map(|&(unit, span, what)| NativeField { unit, span, what }).collect();
    let mut carriers =
        vec![Carrier { name: "text".to_owned(), what: "RTF", size: bytes.len(), fate: Fate::Text }];
    carriers.extend(text.data.iter().map(|data| {
        let (what, fate) = what(data);
        Carrier { name: format!("data at byte {}", data.range.start), what, size: data.bytes.len(), fate }
    }));
    let rest = &bytes[text.end..];
    if rest.iter().any(|b| !b.is_ascii_whitespace() && *b != 0) {
        let name = "bytes behind the end".to_owned();
        carriers.push(Carrier { name, what: "unknown part", size: rest.len(), fate: Fate::Opaque });
    }
    let rewrite = Box::new(Rtf { bytes: bytes.to_vec(), text });
    Ok(Opened { kind: Kind::Rtf, document, carriers, fields, rewrite })
}

fn what(data: &Data) -> (&'static str, Fate) {
    match data.object {
        Some(_) => ("embedded object", Fate::Opaque),
        None => ("picture", Fate::Picture),
    }
}

/// A change of the file.
struct Splice {
    range: Span,
    content: Vec<u8>,
}

impl Rtf {
    /// The file with these changes: what is cut takes what is inside with it, and control words stay apart from text.
    fn apply(&self, mut splices: Vec<Splice>) -> Vec<u8> {
        splices.sort_by_key(|splice| (splice.range.start, std::cmp::Reverse(splice.range.end)));
        let mut out = Vec::with_capacity(self.bytes.len());
        let mut at = 0;
        for Splice { range, content } in splices {
            if range.start < at {
                continue;
            }
            out.extend_from_slice(&self.bytes[at..range.start]);
            let divides = !matches!(content.first(), Some(b'{' | b'\\'));
            if divides && self.text.bare.binary_search(&range.start).is_ok() {
                out.push(b' ');
            }
            out.extend_from_slice(&content);
            at = range.end;
        }
        out.extend_from_slice(&self.bytes[at..]);
        out
    }

    fn rest(&self) -> &[u8] {
        &self.bytes[self.text.end..]
    }

    /// Takes out what says who made the file.
    fn scrub(&self, splices: &mut Vec<Splice>, written: &mut Rewritten) {
        let mut seen: Vec<&str> = Vec::new();
        for (range, what) in &self.text.cuts {
            splices.push(Splice { range: Span::new(range.start, range.end), content: Vec::new() });
            if !seen.contains(what) {
                seen.push(what);
                written.removed.push(("text".to_owned(), what));
            }
        }
        for data in self.text.data.iter().filter(|data| what(data).1 == Fate::Picture) {
            let Some(stripped) = media::strip(&data.bytes) else { continue };
            let content = if data.is_raw {
                [format!("\\bin{} ", stripped.len()).as_bytes(), &stripped].concat()
            } else {
                let digits: String = stripped.iter().map(|byte| format!("{byte:02x}")).collect();
                digits.into_bytes()
            };
            splices.push(Splice { range: Span::new(data.range.start, data.range.end), content });
        }
    }

    /// Takes out what cannot be looked into.
    fn drop_opaque(&self, splices: &mut Vec<Splice>, written: &mut Rewritten) {
        let cut = |start, end| Splice { range: Span::new(start, end), content: Vec::new() };
        for data in &self.text.data {
            let Some(object) = &data.object else { continue };
            written.removed.push((format!("data at byte {}", data.range.start), "embedded object"));
            match &object.result {
                // What shows the object stays.
                Some((group, word)) if group.end <= object.group.end => splices.extend([
                    cut(object.group.start, group.start),
                    cut(word.start, word.end),
                    cut(group.end, object.group.end),
                ]),
                _ => splices.push(cut(object.group.start, object.group.end)),
            }
        }
        if !self.rest().is_empty() {
            splices.push(cut(self.text.end, self.bytes.len()));
        }
    }
}

impl Rewrite for Rtf {
    fn write(&self, edits: &[Vec<Edit>], options: &WriteOptions) -> Result<Rewritten, WriteError> {
        if options.track.is_some() {
            return Err(WriteError::Unable(
                "changes are recorded in docx only; leave --track-changes out".to_owned(),
            ));
        }
        let mut written = Rewritten::default();
        let mut splices = Vec::new();
        if options.scrub {
            let has_rest = self.rest().iter().any(|b| !b.is_ascii_whitespace() && *b != 0);
            let objects = self.text.data.iter().filter(|data| what(data).1 == Fate::Opaque);
            let mut opaque: Vec<String> =
                objects.map(|data| format!("data at byte {} (embedded object)", data.range.start)).collect();
            opaque.extend(has_rest.then(|| "bytes behind the end (unknown part)".to_owned()));
            match options.opaque {
                Opaque::Refuse if !opaque.is_empty() => return Err(WriteError::Opaque(opaque.join(", "))),
                Opaque::Drop => self.drop_opaque(&mut splices, &mut written),
                Opaque::Refuse | Opaque::Keep => {}
            }
            self.scrub(&mut splices, &mut written);
        }
        for (number, passage) in self.text.passages.iter().enumerate() {
            let mut own = edits.get(number).cloned().unwrap_or_default();
            if options.scrub {
                let makers = self.text.makers.iter().filter(|(unit, _)| *unit == number);
                for &(_, span) in makers {
                    own.retain(|edit| !edit.span.overlaps(span));
                    own.push(Edit::replacement(span, NOBODY));
                }
                if self.text.people.contains(&number) {
                    own = names(&passage.text);
                }
                own.sort_by_key(|edit| edit.span);
            }
            if own.is_empty() {
                continue;
            }
            let carried = passage.carry(&own);
            let new = carried.splices.into_iter();
            splices.extend(new.map(|edit| Splice { range: edit.span, content: edit.content.into_bytes() }));
            written.lost.extend(carried.refused.iter().map(|_| number));
        }
        written.bytes = self.apply(splices);
        Ok(written)
    }

    fn streams(&self) -> Vec<(String, &[u8])> {
        let data = self.text.data.iter().enumerate();
        let data = data.map(|(number, data)| (format!("data {}", number + 1), data.bytes.as_slice()));
        std::iter::once(("text".to_owned(), self.bytes.as_slice())).chain(data).collect()
    }

    fn properties(&self) -> Vec<Property> {
        let named = |passage: &&Passage| {
            passage.locator.starts_with("info ")
                || matches!(
                    passage.locator.as_str(),
                    "generator" | "template" | "revtbl" | "atnauthor" | "docvar"
                )
        };
        let mut all: Vec<Property> = self
            .text
            .passages
            .iter()
            .filter(named)
            .map(|passage| Property {
                place: "text".to_owned(),
                name: passage.locator.clone(),
                value: passage.text.clone(),
            })
            .collect();
        let says = |property: &Property| {
            property.name != "revtbl" && property.name != "atnauthor" || !names(&property.value).is_empty()
        };
        all.retain(says);
        let marks = self.text.cuts.iter().filter(|(_, what)| *what == "property: mark of a session").count();
        if marks > 0 {
            all.push(Property {
                place: "text".to_owned(),
                name: "marks of editing sessions".to_owned(),
                value: marks.to_string(),
            });
        }
        all
    }
}

/// Each of some names, which are divided by semicolons, without the name.
fn names(text: &str) -> Vec<Edit> {
    let mut at = 0;
    let mut edits = Vec::new();
    for name in text.split(';') {
        let plain = name.trim();
        if !plain.is_empty() && plain != "Unknown" && plain != REVIEWER {
            let start = at + name.len() - name.trim_start().len();
            edits.push(Edit::replacement(Span::new(start, start + plain.len()), REVIEWER));
        }
        at += name.len() + 1;
    }
    edits
}
