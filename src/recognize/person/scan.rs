//! One pass over the text: at each place where a name may begin, the best reading is weighed and taken or not.

use super::context::{Marks, Side, left, right};
use super::lattice::Lattice;
use super::{dotted, model, short, table};
use crate::lexicon::Tags;
use crate::recognize::{Candidate, ClueKind, Context, is_han};
use crate::rule::RuleId;

/// Bits from which a reading is a name.
pub(super) const ENOUGH: f32 = 3.0;
/// What a strong clue on either side says together with a clue on the other.
const BOTH_SIDES: f32 = 4.0;
/// A blank inside a name.
const BLANK_INSIDE: f32 = -3.0;
/// Crossing the edge of a place or organisation, or standing inside one.
const IN_ENTITY: f32 = -8.0;

/// Some characters read as a name.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) bits: f32,
    pub(super) clues: [Option<(ClueKind, usize, usize)>; 2],
    /// Length of the family name; 0 for a name by sound.
    pub(super) surname: usize,
}

impl Reading {
    pub(super) fn new(start: usize, end: usize, bits: f32, surname: usize, sides: &[Side]) -> Self {
        let mut clues = [None; 2];
        for (slot, side) in clues.iter_mut().zip(sides.iter().filter(|s| s.clue.0 < s.clue.1)) {
            *slot = Some((side.kind, side.clue.0, side.clue.1));
        }
        Self { start, end, bits, clues, surname }
    }

    /// The candidate of this reading; its score grows with the bits and never reaches 1.
    pub(super) fn candidate(&self) -> Candidate {
        let score = 0.5 + 0.48 * (1.0 - (-self.bits.max(0.0) / 8.0).exp());
        let mut candidate = Candidate::new(self.start, self.end, RuleId::PERSON, score);
        if self.surname > 0 {
            candidate = candidate.because(ClueKind::Surname, self.start, self.start + self.surname);
        }
        for &(kind, a, b) in self.clues.iter().flatten() {
            candidate = candidate.because(kind, a, b);
        }
        candidate
    }
}

/// The pass, with what it has taken.
pub(super) struct Scan<'s> {
    pub(super) cx: &'s Context<'s>,
    pub(super) marks: Marks,
    pub(super) taken: Vec<Reading>,
}

impl<'s> Scan<'s> {
    pub(super) fn new(cx: &'s Context<'s>, found: &[Candidate]) -> Self {
        let mut entity = vec![0u8; cx.text.len()];
        for candidate in found.iter().filter(|c| c.start < c.end && c.score >= 0.6) {
            let (range, mark) = match candidate.rule {
                RuleId::KEEP => (candidate.start..candidate.end, Marks::KEPT),
                RuleId::PLACE | RuleId::ORG => (candidate.start..candidate.end, Marks::INSIDE),
                _ => continue,
            };
            entity[range].iter_mut().for_each(|m| *m |= mark);
            entity[candidate.end - 1] |= if mark == Marks::INSIDE { Marks::LAST } else { 0 };
        }
        Self { cx, marks: Marks { last_name: 0, entity }, taken: Vec::new() }
    }

    pub(super) fn run(&mut self) {
        let cells = table::cells(self.cx);
        let mut cells = cells.iter().peekable();
        let text = self.cx.text;
        let parts = Tags::SURNAME.and(Tags::NAME_PART);
        for i in 0..text.len() {
            if let Some(cell) = cells.next_if(|c| c.start == i) {
                self.take(cell.clone());
                continue;
            }
            let c = text.ch[i];
            if c == '·' || c == '•' || c == '・' {
                if let Some(reading) = dotted::around(self.cx, i, &self.marks) {
                    self.take(reading);
                }
                continue;
            }
            if !is_han(c) || self.marks.entity[i] & Marks::KEPT != 0 {
                if c.is_ascii_uppercase() && let Some(reading) = dotted::latin(self.cx, i, &self.marks) {
                    self.take(reading);
                }
                continue;
            }
            if text.one[i].has(parts) || text.starts[i].has(parts) || self.after_strong(i) {
                self.try_at(i);
            }
        }
    }

    /// Whether a title or a label ends right before `i`.
    fn after_strong(&self, i: usize) -> bool {
        let text = self.cx.text;
        let Some(last) = i.checked_sub(1) else { return false };
        let label = Tags::TITLE.and(Tags::PERSON_LABEL);
        match text.ch[last] {
            '：' | ':' | '\t' => last > 0 && text.ends[last - 1].has(label),
            '、' => self.marks.last_name == last,
            _ => text.ends[last].has(label),
        }
    }

    fn try_at(&mut self, i: usize) {
        let before = left(self.cx, i, &self.marks);
        let lattice = Lattice::around(self.cx, i);
        let mut best: Option<Reading> = None;
        let mut offer = |reading: Option<Reading>| {
            if let Some(reading) = reading
                && best.as_ref().is_none_or(|b| reading.bits > b.bits)
            {
                best = Some(reading);
            }
        };
        for surname in model::surnames_at(self.cx.text, i).into_iter().filter(|&n| n > 0) {
            for given in 1..=if before.strong { 3 } else { 2 } {
                offer(self.full(i, surname, given, &before, &lattice));
            }
            offer(short::alone(self.cx, i, surname, &before, &lattice));
        }
        self.by_sound(i, &before, &lattice, &mut offer);
        if let Some(reading) = best.filter(|r| r.bits >= ENOUGH) {
            self.take(reading);
        }
    }

    fn full(&self, i: usize, surname: usize, given: usize, before: &Side, lattice: &Lattice) -> Option<Reading> {
        let (text, j) = (self.cx.text, i + surname + given);
        if j > lattice.end() {
            return None;
        }
        let after = right(self.cx, j)?;
        let cost = model::han(&text.ch[i..i + surname], &text.ch[i + surname..j]);
        let bits = self.weigh(i, j, cost, before, &after, lattice);
        Some(Reading::new(i, j, bits, surname, &[*before, after]))
    }

    fn by_sound(&self, i: usize, before: &Side, lattice: &Lattice, offer: &mut impl FnMut(Option<Reading>)) {
        let costs = model::sound(self.cx.text, i, lattice.end());
        for (len, &cost) in costs.iter().enumerate().skip(2) {
            if cost == f32::MAX {
                continue;
            }
            if let Some(after) = right(self.cx, i + len) {
                let bits = self.weigh(i, i + len, cost, before, &after, lattice);
                offer(Some(Reading::new(i, i + len, bits, 0, &[*before, after])));
            }
        }
    }

    pub(super) fn weigh(
        &self,
        i: usize,
        j: usize,
        cost: f32,
        before: &Side,
        after: &Side,
        lattice: &Lattice,
    ) -> f32 {
        let text = self.cx.text;
        let mut bits = lattice.gain(i, j, cost) + before.bits + after.bits;
        if before.strong && after.bits > 0.0 || after.strong && before.bits > 0.0 {
            bits += BOTH_SIDES;
        }
        let blanks = (i + 1..j).filter(|&at| text.gap[at] > 0).count();
        bits += blanks as f32 * if text.spaced > 20 { BLANK_INSIDE / 2.0 } else { BLANK_INSIDE };
        bits + self.entity_bits(i, j)
    }

    fn entity_bits(&self, i: usize, j: usize) -> f32 {
        let inside = |at: usize| self.marks.entity.get(at).is_some_and(|m| m & Marks::INSIDE != 0);
        let crossing = |at: usize| at > 0 && inside(at) && inside(at - 1) && self.marks.entity[at - 1] & Marks::LAST == 0;
        if crossing(i) || crossing(j) { IN_ENTITY } else { 0.0 }
    }

    /// Takes a reading unless a better one overlaps it, which it replaces if it is better itself.
    pub(super) fn take(&mut self, reading: Reading) {
        while let Some(last) = self.taken.last() {
            if last.end <= reading.start {
                break;
            }
            if last.bits >= reading.bits {
                return;
            }
            self.taken.pop();
        }
        self.marks.last_name = reading.end;
        self.taken.push(reading);
    }
}
