//! A [`Candidate`] is something that may be a finding, with the evidence for it.

use arrayvec::ArrayVec;

use crate::rule::{Cure, RuleId};

/// Something that may be a finding. Positions count characters of the folded [`super::Text`].
///
/// The score is from 0 to 1: below 0.3 noise, 0.3 to 0.5 a guess, 0.5 to 0.7 likely by shape or by one clue,
/// 0.7 to 0.9 two independent clues or a term of a curated list, above 0.9 a checksum, a label or a full form.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What it would be; [`RuleId::KEEP`] for a term that stays.
    pub rule: RuleId,
    /// How sure, from 0 to 1.
    pub score: f32,
    /// Parts that a mask keeps, in order (县 of a county's name, 财政局 of a bureau's).
    pub kept: ArrayVec<(u32, u32), 6>,
    /// Why.
    pub clues: ArrayVec<Clue, 4>,
    /// What `clean` does with it.
    pub cure: Cure,
}

impl Candidate {
    /// A candidate without clues yet.
    #[inline]
    pub fn new(start: usize, end: usize, rule: RuleId, score: f32) -> Self {
        Self { start, end, rule, score, kept: ArrayVec::new(), clues: ArrayVec::new(), cure: Cure::Report }
    }

    /// Adds a clue; more than four are not kept.
    #[must_use]
    #[inline]
    pub fn because(mut self, kind: ClueKind, start: usize, end: usize) -> Self {
        let _ = self.clues.try_push(Clue { kind, start: start as u32, end: end as u32 });
        self
    }

    /// Adds a clue that is not in the text.
    #[must_use]
    #[inline]
    pub fn shaped(self, kind: ClueKind) -> Self {
        self.because(kind, 0, 0)
    }

    /// Says that a mask keeps these characters; more than six parts are not kept but masked.
    #[must_use]
    #[inline]
    pub fn keeping(mut self, start: usize, end: usize) -> Self {
        if start < end {
            let _ = self.kept.try_push((start as u32, end as u32));
        }
        self
    }

    /// Whether both have a character in common.
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// One piece of evidence; `start` and `end` are characters of the text, or both 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clue {
    /// What speaks for the candidate.
    pub kind: ClueKind,
    /// First character of the clue.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
}

/// Kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClueKind {
    /// A term of a curated list or of the gazetteer.
    Listed,
    /// What stands before.
    After,
    /// What stands behind.
    Before,
    /// A family name.
    Surname,
    /// What the candidate ends in.
    Suffix,
    /// Its form alone.
    Shape(&'static str),
    /// A check digit holds.
    Checksum,
    /// The same text was confirmed elsewhere in the document.
    Repeated,
    /// It stands in a column or list of its kind.
    Column,
    /// A pattern of the rule, by its index.
    Pattern(u16),
    /// A term from the user's own list.
    Asked,
}
