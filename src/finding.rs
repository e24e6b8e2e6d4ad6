//! A [`Finding`] is a candidate that won: a place in the unit's text, its rule, its score and its evidence.

use crate::recognize::ClueKind;
use crate::rule::{Cure, RuleId};
use crate::span::Span;

/// Something found. It holds places, never text, so that printing one leaks nothing. It is small: a large file has
/// hundreds of thousands.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where.
    pub span: Span,
    /// What.
    pub rule: RuleId,
    /// How sure, from 0 to 1.
    pub score: f32,
    /// Parts that a mask keeps.
    pub kept: Box<[Span]>,
    /// Why.
    pub evidence: Box<[Evidence]>,
    /// What `clean` does with it.
    pub cure: Cure,
}

/// One piece of evidence: its kind and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What speaks for the finding.
    pub kind: ClueKind,
    /// Where it stands; empty when it is not in the text.
    pub span: Span,
}
