//! Texts inside other texts: a JSON string, a quoted CSV cell. What is written there is not what is read, so edits of
//! what is read are carried over to what is written, and nothing but the edited bytes changes.

use std::borrow::Cow;

use crate::edit::Edit;
use crate::span::Span;

/// A text that stands escaped in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escaped<'a> {
    /// What it says.
    pub text: Cow<'a, str>,
    /// For each escape: where its character starts in `text` and where it is written. What follows the character
    /// follows the escape.
    pub(super) escapes: Vec<(Place, Place)>,
}

/// The start and the length of a character.
pub(super) type Place = (u32, u32);

impl<'a> Escaped<'a> {
    /// A text that is written as it is read.
    pub const fn plain(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), escapes: Vec::new() }
    }

    /// The same edits in what is written. `escape` writes a replacement; `base` is where the written text starts.
    pub fn carry(&self, edits: &[Edit], base: usize, escape: impl Fn(&str) -> String) -> Vec<Edit> {
        let at = |offset: usize| base + self.written(offset);
        edits
            .iter()
            .map(|edit| Edit {
                span: Span::new(at(edit.span.start), at(edit.span.end)),
                content: escape(&edit.content),
            })
            .collect()
    }

    /// Where the character at this offset of the text is written.
    fn written(&self, offset: usize) -> usize {
        let before = self.escapes.partition_point(|((read, _), _)| (*read as usize) < offset);
        match before.checked_sub(1).map(|i| self.escapes[i]) {
            None => offset,
            Some(((read, read_len), (written, written_len))) => {
                offset - (read + read_len) as usize + (written + written_len) as usize
            }
        }
    }
}
