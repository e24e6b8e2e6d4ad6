//! What lies inside a longer finding that will stay: a user's own terms in names that are not reported, and what has to
//! be masked in markers that are not taken out.

use std::cmp::Reverse;

use crate::policy::Policy;
use crate::recognize::{Candidate, ClueKind};
use crate::resolve::Winner;
use crate::rule::{Group, RuleId, RuleSet};

/// What is hidden, by place, and where terms that are never touched reach to.
pub(super) struct Hidden<'c> {
    terms: Vec<&'c Candidate>,
    /// Starts, each with the furthest end of those up to it.
    kept: Vec<(usize, usize)>,
}

impl<'c> Hidden<'c> {
    /// The terms that the user asks for.
    pub(super) fn asked(found: &'c [Candidate], rules: &RuleSet, policy: &Policy) -> Self {
        Self::of(found, rules, policy, is_asked)
    }

    /// These, and what names or identifies somebody.
    pub(super) fn named(found: &'c [Candidate], rules: &RuleSet, policy: &Policy) -> Self {
        Self::of(found, rules, policy, |c| {
            let names = matches!(rules.group(c.rule), Group::Entity | Group::Id);
            is_asked(c) || names && c.score >= rules.rule(c.rule).min_score
        })
    }

    fn of(
        found: &'c [Candidate],
        rules: &RuleSet,
        policy: &Policy,
        counts: impl Fn(&Candidate) -> bool,
    ) -> Self {
        let counts = |c: &&Candidate| {
            c.rule != RuleId::KEEP
                && counts(c)
                && c.score >= policy.min_score
                && policy.is_on(&rules.rule(c.rule).name)
        };
        let mut terms: Vec<&Candidate> = found.iter().filter(counts).collect();
        terms.sort_by_key(|c| (c.start, Reverse(c.end), c.rule));
        let mut kept = Vec::new();
        if !terms.is_empty() {
            kept.extend(found.iter().filter(|c| c.rule == RuleId::KEEP).map(|c| (c.start, c.end)));
            kept.sort_unstable();
            let mut reach = 0;
            for (_, end) in &mut kept {
                reach = reach.max(*end);
                *end = reach;
            }
        }
        Self { terms, kept }
    }

    /// Those in a longer finding, the longest from the left.
    pub(super) fn inside(&self, winner: Winner) -> impl Iterator<Item = &'c Candidate> + '_ {
        let first = self.terms.partition_point(|c| c.start < winner.start);
        let mut at = winner.start;
        self.terms[first..].iter().take_while(move |c| c.start < winner.end).copied().filter(move |c| {
            let before = self.kept.partition_point(|&(start, _)| start <= c.start);
            let is_kept = before > 0 && self.kept[before - 1].1 >= c.end;
            let free = c.start >= at && c.end <= winner.end && !is_kept;
            at = if free { c.end } else { at };
            free
        })
    }
}

fn is_asked(candidate: &Candidate) -> bool {
    candidate.clues.iter().any(|clue| clue.kind == ClueKind::Asked)
}
