//! Offsets as clients count them. Texts are UTF-8 here; a browser counts UTF-16, Python code points.

use std::ops::Range;

use yinmo::span::Span;

/// What an offset counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Unit {
    #[default]
    Byte,
    Utf16,
    Codepoint,
}

impl Unit {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "byte" => Some(Self::Byte),
            "utf16" => Some(Self::Utf16),
            "codepoint" => Some(Self::Codepoint),
            _ => None,
        }
    }

    /// How many units the character counts that starts with this byte; nothing for bytes inside of one.
    const fn weight(self, byte: u8) -> usize {
        match (self, byte) {
            (Self::Byte, _) => 1,
            (_, 0x80..=0xBF) => 0,
            (Self::Utf16, 0xF0..) => 2,
            _ => 1,
        }
    }
}

/// Bytes between two marks.
const STEP: usize = 256;

/// A text's offsets, for many questions in any order: the count is known at every [`STEP`]th byte.
#[derive(Debug)]
pub(super) struct Offsets {
    unit: Unit,
    marks: Vec<usize>,
}

impl Offsets {
    pub(super) fn new(text: &str, unit: Unit) -> Self {
        let mut marks = vec![0];
        let mut sum = 0;
        if unit == Unit::Byte {
            return Self { unit, marks };
        }
        for step in text.as_bytes().chunks(STEP) {
            sum += step.iter().map(|&byte| unit.weight(byte)).sum::<usize>();
            marks.push(sum);
        }
        Self { unit, marks }
    }

    /// How many units stand before a byte, which is one of a character's ends.
    pub(super) fn count(&self, text: &str, byte: usize) -> usize {
        if self.unit == Unit::Byte {
            return byte;
        }
        let step = byte / STEP;
        let rest = &text.as_bytes()[step * STEP..byte];
        self.marks[step] + rest.iter().map(|&byte| self.unit.weight(byte)).sum::<usize>()
    }

    /// The byte before which so many units stand; none where that is no character's end.
    pub(super) fn byte(&self, text: &str, count: usize) -> Option<usize> {
        if self.unit == Unit::Byte {
            return text.is_char_boundary(count).then_some(count);
        }
        let step = self.marks.partition_point(|&mark| mark <= count).checked_sub(1)?;
        let (mut at, mut sum) = ((step * STEP).min(text.len()), self.marks[step]);
        loop {
            if sum == count && text.is_char_boundary(at) {
                return Some(at);
            }
            let &byte = text.as_bytes().get(at)?;
            sum += self.unit.weight(byte);
            at += 1;
            if sum > count {
                return None;
            }
        }
    }

    /// A span as a client counts it, from the start of `within`.
    pub(super) fn out(&self, text: &str, within: Span, span: Span) -> Range<usize> {
        let base = self.count(text, within.start);
        self.count(text, span.start) - base..self.count(text, span.end) - base
    }

    /// A client's span, counted from the start of `within`; none where it is not in there or cuts a character.
    pub(super) fn back(&self, text: &str, within: Span, start: usize, end: usize) -> Option<Span> {
        let base = self.count(text, within.start);
        let at = |count: usize| self.byte(text, base.checked_add(count)?);
        let span = (start <= end).then_some(Span::new(at(start)?, at(end)?))?;
        within.contains(span).then_some(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_goes_out_and_comes_back() {
        let text = "甲𠮷b\r\n丙e\u{301}".repeat(700);
        for unit in [Unit::Byte, Unit::Utf16, Unit::Codepoint] {
            let offsets = Offsets::new(&text, unit);
            let mut known = 0;
            for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(offsets.count(&text, at), known, "{unit:?} {at}");
                assert_eq!(offsets.byte(&text, known), Some(at), "{unit:?} {at}");
                known += match unit {
                    Unit::Byte => c.len_utf8(),
                    Unit::Utf16 => c.len_utf16(),
                    Unit::Codepoint => 1,
                };
            }
            assert_eq!(offsets.byte(&text, known), None);
        }
        let offsets = Offsets::new(&text, Unit::Utf16);
        assert_eq!(offsets.byte(&text, 2), None, "inside a pair");
        let within = Span::new(3, 8);
        assert_eq!(offsets.back(&text, within, 0, 2), Some(Span::new(3, 7)));
        assert_eq!(offsets.back(&text, within, 0, 4), None);
        assert_eq!(offsets.back(&text, within, 2, 1), None);
        assert_eq!(offsets.back(&text, within, usize::MAX, usize::MAX), None);
        assert_eq!(offsets.out(&text, within, Span::new(7, 8)), 2..3);
    }
}
