//! [`Allowed`]: the places of a text in which findings of some rules may stay.
//!
//! They come from marks in the text (`yinmo:allow`), from a file of allowed findings, from a person who rejected an
//! edit. What is allowed is neither reported nor changed, and moves with the text while others edit it.

mod list;
mod mark;

use std::borrow::Cow;

pub use list::{AllowError, AllowList, Entry};
pub use mark::{MARK, marks};

use crate::edit::{Edit, Targets};
use crate::finding::Finding;
use crate::policy::matches_prefix;
use crate::rule::RuleSet;
use crate::span::Span;

/// A stretch of text in which findings of some rules are allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Where.
    pub span: Span,
    /// Rules or groups; empty for all.
    pub rules: Vec<String>,
    /// The line of the mark it comes from, from 1.
    pub line: usize,
}

/// What is allowed in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// From marks: few, and they may lie in each other.
    regions: Vec<Region>,
    /// Single findings: sorted and disjoint, whatever their rule.
    places: Vec<Span>,
}

impl Allowed {
    /// What these regions and these single findings allow.
    pub fn new(regions: Vec<Region>, mut places: Vec<Span>) -> Self {
        places.sort_unstable();
        places.dedup_by(|next, last| {
            next.overlaps(*last) && {
                *last = last.union(*next);
                true
            }
        });
        Self { regions, places }
    }

    /// These places too.
    #[must_use]
    pub fn and(self, places: Vec<Span>) -> Self {
        Self::new(self.regions, [self.places, places].concat())
    }

    /// Whether nothing is allowed.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty() && self.places.is_empty()
    }

    /// The same places in the edited text.
    pub fn after(&self, edits: &[Edit]) -> Cow<'_, Self> {
        if self.is_empty() || edits.is_empty() {
            return Cow::Borrowed(self);
        }
        let targets = Targets::new(edits);
        let moved = |region: &Region| Region { span: targets.span(region.span), ..region.clone() };
        Cow::Owned(Self {
            regions: self.regions.iter().map(moved).collect(),
            places: self.places.iter().map(|&place| targets.span(place)).collect(),
        })
    }

    /// Takes out the findings that are allowed, and returns them.
    pub fn take_from(&self, findings: &mut Vec<Finding>, rules: &RuleSet) -> Vec<Finding> {
        let mut taken = Vec::new();
        if self.is_empty() {
            return taken;
        }
        findings.retain(|finding| {
            let allowed = self.allows(finding.span, &rules.rule(finding.rule).name);
            if allowed {
                taken.push(finding.clone());
            }
            !allowed
        });
        taken
    }

    /// Whether a finding there is allowed.
    pub fn allows(&self, span: Span, rule: &str) -> bool {
        let next = self.places.partition_point(|place| place.end <= span.start);
        self.places.get(next).is_some_and(|place| place.overlaps(span))
            || self.regions.iter().any(|region| region.allows(span, rule))
    }

    /// The regions under which no such finding lies: their marks are not needed.
    pub fn unused<'a>(
        &'a self,
        allowed: &'a [Finding],
        rules: &'a RuleSet,
    ) -> impl Iterator<Item = &'a Region> {
        let used = |region: &Region| allowed.iter().any(|f| region.allows(f.span, &rules.rule(f.rule).name));
        self.regions.iter().filter(move |region| !used(region))
    }
}

impl Region {
    fn allows(&self, span: Span, rule: &str) -> bool {
        self.span.overlaps(span)
            && (self.rules.is_empty() || self.rules.iter().any(|prefix| matches_prefix(rule, prefix)))
    }
}
