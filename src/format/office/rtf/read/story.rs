//! The paragraphs, cells and fields of a text.

use super::{Place, Reader};
use crate::document::Role;
use crate::format::office::ooxml::native::{names_maker, unfilled_field};
use crate::format::{Form, Passage};
use crate::span::Span;

/// Which text of a paragraph takes a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Seen,
    Hidden,
    Deleted,
}

/// A text with its own paragraphs: the main one, a header, a note.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) name: &'static str,
    pub(super) role: Role,
    pub(super) seen: Option<usize>,
    pub(super) hidden: Option<usize>,
    pub(super) deleted: Option<usize>,
    pub(super) number: usize,
    /// The last cell of the open row.
    pub(super) cell: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) code: Option<usize>,
    pub(super) result: Option<((usize, usize), usize)>,
}

impl Story {
    pub(super) fn new(name: &'static str, role: Role) -> Self {
        Self { name, role, seen: None, hidden: None, deleted: None, number: 0, cell: None }
    }
}

impl Reader<'_> {
    /// The passage that takes text of this side.
    pub(super) fn side(&mut self, side: Side) -> usize {
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

    pub(super) fn here(&mut self) -> (usize, usize) {
        let passage = self.side(Side::Seen);
        (passage, self.out.passages[passage].text.len())
    }

    pub(super) fn end_paragraph(&mut self) {
        if matches!(self.place(), Place::Story) || self.groups.is_empty() {
            let story = self.stories.last_mut().expect("the main story is always open");
            (story.seen, story.hidden, story.deleted) = (None, None, None);
        }
    }

    pub(super) fn end_cell(&mut self) {
        if self.place() != Place::Story {
            return;
        }
        let cell = self.side(Side::Seen);
        self.out.passages[cell].row_goes_on = true;
        self.end_paragraph();
        self.stories.last_mut().into_iter().for_each(|story| story.cell = Some(cell));
    }

    pub(super) fn end_row(&mut self) {
        if let Some(cell) = self.stories.last_mut().and_then(|story| story.cell.take()) {
            self.out.passages[cell].row_goes_on = false;
        }
    }

    pub(super) fn end_field(&mut self) {
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
