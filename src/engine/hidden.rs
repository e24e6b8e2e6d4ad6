//! A user's own terms inside names that are not reported: a longer name wins over a term in it, and hides it where
//! the longer name's rule is off.

use std::cmp::Reverse;

use crate::policy::Policy;
use crate::recognize::{Candidate, ClueKind};
use crate::resolve::Winner;
use crate::rule::{RuleId, RuleSet};

/// The terms, by place, and where terms that are never touched reach to.
pub(super) struct Hidden<'c> {
    asked: Vec<&'c Candidate>,
    /// Starts, each with the furthest end of those up to it.
    kept: Vec<(usize, usize)>,
}

impl<'c> Hidden<'c> {
    pub(super) fn new(found: &'c [Candidate], rules: &RuleSet, policy: &Policy) -> Self {
        let asked = |c: &&Candidate| {
            c.rule != RuleId::KEEP
                && c.clues.iter().any(|clue| clue.kind == ClueKind::Asked)
                && c.score >= policy.min_score
                && policy.is_on(&rules.rule(c.rule).name)
        };
        let mut asked: Vec<&Candidate> = found.iter().filter(asked).collect();
        asked.sort_by_key(|c| (c.start, Reverse(c.end), c.rule));
        let mut kept = Vec::new();
        if !asked.is_empty() {
            kept.extend(found.iter().filter(|c| c.rule == RuleId::KEEP).map(|c| (c.start, c.end)));
            kept.sort_unstable();
            let mut reach = 0;
            for (_, end) in &mut kept {
                reach = reach.max(*end);
                *end = reach;
            }
        }
        Self { asked, kept }
    }

    /// The terms in a name, the longest from the left.
    pub(super) fn inside(&self, winner: Winner) -> impl Iterator<Item = &'c Candidate> + '_ {
        let first = self.asked.partition_point(|c| c.start < winner.start);
        let mut at = winner.start;
        self.asked[first..].iter().take_while(move |c| c.start < winner.end).copied().filter(move |c| {
            let before = self.kept.partition_point(|&(start, _)| start <= c.start);
            let is_kept = before > 0 && self.kept[before - 1].1 >= c.end;
            let free = c.start >= at && c.end <= winner.end && !is_kept;
            at = if free { c.end } else { at };
            free
        })
    }
}
