//! Some characters read as a name, with what speaks for it.

use super::context::{Side, right};
use crate::recognize::{Candidate, ClueKind, Context};
use crate::rule::RuleId;

/// Bits from which a reading is a name.
pub(super) const ENOUGH: f32 = 3.0;
/// The same where neither neighbour says that a person is named.
pub(super) const ENOUGH_ALONE: f32 = 4.5;

/// Some characters read as a name.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) bits: f32,
    pub(super) clues: [Option<(ClueKind, usize, usize)>; 2],
    /// Length of the family name; 0 for a name by sound.
    pub(super) surname: usize,
    /// Whether one neighbour all but says that a person is named.
    pub(super) strong: bool,
    /// Whether it is a cell of a column, or an item of a row, of people; no other reading replaces it.
    pub(super) cell: bool,
}

impl Reading {
    pub(super) fn new(start: usize, end: usize, bits: f32, surname: usize, sides: &[Side]) -> Self {
        let mut clues = [None; 2];
        for (slot, side) in clues.iter_mut().zip(sides.iter().filter(|s| s.clue.0 < s.clue.1)) {
            *slot = Some((side.kind, side.clue.0, side.clue.1));
        }
        Self { start, end, bits, clues, surname, strong: sides.iter().any(|s| s.strong), cell: false }
    }

    /// Bits that this reading needs.
    pub(super) fn threshold(&self) -> f32 {
        if self.strong { ENOUGH } else { ENOUGH_ALONE }
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

/// Keeps the better of two readings.
pub(super) fn better(best: &mut Option<Reading>, reading: Option<Reading>) {
    if let Some(reading) = reading
        && best.as_ref().is_none_or(|b| reading.bits > b.bits)
    {
        *best = Some(reading);
    }
}

/// What stands behind a place does not depend on where the name begins, so neighbours share the answers.
#[derive(Debug)]
pub(super) struct Rights([(usize, Option<Side>); RIGHTS]);

/// Answers that are remembered; more than the longest name.
const RIGHTS: usize = 16;

impl Rights {
    pub(super) const fn new() -> Self {
        Self([(usize::MAX, None); RIGHTS])
    }

    #[inline]
    pub(super) fn at(&mut self, cx: &Context<'_>, j: usize) -> Option<Side> {
        let slot = &mut self.0[j % RIGHTS];
        if slot.0 != j {
            *slot = (j, right(cx, j));
        }
        slot.1
    }
}
