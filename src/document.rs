//! A [`Document`] is a file's text without its container, as a list of [`TextUnit`]s; [`Joined`] is that list as one
//! text, which is read as a whole, with the way back.

use crate::edit::Edit;
use crate::span::Span;

/// A piece of text that is read as one: a file, a paragraph, a cell, an attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextUnit {
    /// The text; all spans count its bytes.
    pub text: String,
    /// The place in the container (`word/document.xml ¶7`, `Sheet1!B3`).
    pub locator: String,
    /// What it is.
    pub role: Role,
    /// Whether the next unit stands in the same row of a table.
    pub row_goes_on: bool,
    /// An earlier unit with the same text: a second copy of one thing. It is counted once, and edited with it.
    pub twin_of: Option<usize>,
}

/// What a unit is to its document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What a reader sees.
    #[default]
    Body,
    /// What a reader does not see at once: hidden or deleted text, comments, notes of a speaker.
    Aside,
    /// What lies in the file and no reader sees: attributes, field codes, properties.
    Carrier,
    /// Names that structure hangs on: styles, fonts. They are no text, and only looked through for known terms.
    Structural,
}

/// Everything in a file that can be read as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The units in reading order.
    pub units: Vec<TextUnit>,
}

/// The units of a document as one text. Units are lines, or cells of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// The text.
    pub text: String,
    /// Where each unit that is not a twin stands.
    places: Vec<(usize, Span)>,
}

impl Document {
    /// The document's text as one, without twins and without the names that structure hangs on.
    pub fn join(&self) -> Joined {
        self.join_where(|unit| unit.role != Role::Structural)
    }

    /// The names that structure hangs on, as one text.
    pub fn join_names(&self) -> Joined {
        self.join_where(|unit| unit.role == Role::Structural)
    }

    fn join_where(&self, wanted: impl Fn(&TextUnit) -> bool) -> Joined {
        let size = self.units.iter().map(|unit| unit.text.len() + 1).sum();
        let mut joined = Joined { text: String::with_capacity(size), places: Vec::new() };
        let first = self.units.iter().enumerate().filter(|(_, unit)| unit.twin_of.is_none() && wanted(unit));
        for (index, unit) in first {
            let start = joined.text.len();
            joined.text.push_str(&unit.text);
            joined.places.push((index, Span::new(start, joined.text.len())));
            joined.text.push(if unit.row_goes_on { '\t' } else { '\n' });
        }
        joined
    }

    /// What edits of the joined text do to each unit, by its number; twins are edited alike.
    pub fn split_edits(&self, joined: &Joined, edits: &[Edit]) -> Vec<Vec<Edit>> {
        let mut split = vec![Vec::new(); self.units.len()];
        for edit in edits {
            let mut content = Some(edit.content.as_str());
            for (index, span) in joined.parts(edit.span) {
                // What goes over the end of a unit is replaced in the first and gone from the others.
                split[index].push(Edit::replacement(span, content.take().unwrap_or_default()));
            }
        }
        for (index, unit) in self.units.iter().enumerate() {
            if let Some(first) = unit.twin_of.filter(|&first| first < index) {
                split[index] = split[first].clone();
            }
        }
        split
    }
}

impl Joined {
    /// The units with their places in the text.
    pub fn places(&self) -> &[(usize, Span)] {
        &self.places
    }

    /// Where a unit stands, if it is no twin.
    pub fn place(&self, unit: usize) -> Option<Span> {
        let at = self.places.binary_search_by_key(&unit, |&(unit, _)| unit).ok()?;
        Some(self.places[at].1)
    }

    /// The parts of a span in the units it touches, counted in each.
    pub fn parts(&self, span: Span) -> impl Iterator<Item = (usize, Span)> + '_ {
        let first = self.places.partition_point(|(_, place)| place.end < span.start);
        let touched = self.places[first..]
            .iter()
            .take_while(move |(_, place)| place.start < span.end.max(span.start + 1));
        touched.filter_map(move |&(index, place)| {
            let (start, end) = (span.start.max(place.start), span.end.min(place.end));
            let inside = start < end || span.is_empty() && start == end;
            inside.then(|| (index, Span::new(start - place.start, end - place.start)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit;

    fn document() -> Document {
        let unit =
            |text: &str, row_goes_on| TextUnit { text: text.to_owned(), row_goes_on, ..TextUnit::default() };
        let mut units = vec![unit("甲乙", true), unit("丙", false), unit("", false), unit("丁戊", false)];
        units.push(TextUnit { twin_of: Some(3), ..unit("丁戊", false) });
        Document { units }
    }

    #[test]
    fn units_are_lines_and_cells() {
        let joined = document().join();
        assert_eq!(joined.text, "甲乙\t丙\n\n丁戊\n");
        let all: Vec<_> = joined.parts(Span::new(3, 15)).collect();
        assert_eq!(all, [(0, Span::new(3, 6)), (1, Span::new(0, 3)), (3, Span::new(0, 3))]);
        assert_eq!(joined.parts(Span::new(7, 10)).collect::<Vec<_>>(), [(1, Span::new(0, 3))]);
        assert_eq!(joined.parts(Span::new(6, 7)).count(), 0);
    }

    #[test]
    fn edits_stay_in_their_units_and_reach_twins() {
        let document = document();
        let joined = document.join();
        let edits = [Edit::replacement(Span::new(3, 10), "XX"), Edit::replacement(Span::new(12, 15), "X")];
        let split = document.split_edits(&joined, &edits);
        let after: Vec<String> =
            document.units.iter().zip(&split).map(|(unit, edits)| edit::apply(&unit.text, edits)).collect();
        assert_eq!(after, ["甲XX", "", "", "X戊", "X戊"]);
    }
}
