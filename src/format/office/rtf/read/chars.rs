//! From bytes and numbers to characters.

use std::ops::Range;

use super::super::charset::{Charset, character};
use super::story::Side;
use super::{Place, Reader, State};
use crate::format::{Form, SegKind};
use crate::span::Span;

impl Reader<'_> {
    pub(super) fn byte(&mut self, byte: u8, range: Range<usize>, is_plain: bool) {
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
    pub(super) fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.pending.clear();
            let at = self.pending_at.clone();
            self.put("\u{fffd}", at, SegKind::Escape);
        }
    }

    /// A character that is written as a number.
    pub(super) fn number(&mut self, number: i32, range: Range<usize>) {
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
    pub(super) fn extend(&mut self, end: usize) {
        if let Some((_, at)) = &mut self.high {
            at.end = end;
            return;
        }
        let last = self.last.and_then(|last| self.out.passages[last].segs.last_mut());
        if let Some(last) = last {
            last.source.end = last.source.end.max(end);
        }
    }

    pub(super) fn put(&mut self, text: &str, range: Range<usize>, kind: SegKind) {
        let passage = match self.place() {
            Place::Story => {
                let side = match self.groups.last() {
                    Some(State { deleted: true, .. }) => Side::Deleted,
                    Some(State { hidden: true, .. }) => Side::Hidden,
                    _ => Side::Seen,
                };
                self.side(side)
            }
            Place::Loose(number) => number,
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
}
