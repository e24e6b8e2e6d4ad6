//! Candidates to disjoint findings: in each knot of overlapping candidates the best total reading wins.
//!
//! The value of a reading is the sum over its candidates of length × (0.5 + score / 2), so that a long name beats the
//! shorter ones inside it and two sure neighbours beat one that crosses both. Terms that must be kept take part:
//! they win over everything inside them, and lose to a longer name around them.
//!
//! Coverage never shrinks for what is sure: where a loser of at least [`SURE`] crosses a winner, the winner grows to
//! cover both, unless that would reach into another winner or a kept term.

use crate::recognize::Candidate;
use crate::rule::{RuleId, RuleSet};

/// A candidate of this score is a fact (a check digit, a label, a full form); losing it would publish it.
const SURE: f32 = 0.9;

/// Why a candidate is not a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its score is below its rule's threshold.
    Score,
    /// It lies in a term that is kept.
    Kept,
    /// Another reading of the same characters is better.
    Overlap,
}

/// A candidate that lost, with the reason.
pub type Loser = (Candidate, Reason);

/// Splits candidates into winners (sorted, disjoint, without kept terms) and losers.
pub fn resolve(mut candidates: Vec<Candidate>, rules: &RuleSet) -> (Vec<Candidate>, Vec<Loser>) {
    let mut losers = Vec::new();
    candidates.retain(|c| {
        let enough = c.rule == RuleId::KEEP || c.score >= rules.rule(c.rule).min_score;
        if !enough {
            losers.push((c.clone(), Reason::Score));
        }
        enough
    });
    candidates.sort_by(|a, b| {
        (a.start, b.end, a.rule != RuleId::KEEP, a.rule)
            .cmp(&(b.start, a.end, b.rule != RuleId::KEEP, b.rule))
            .then(b.score.total_cmp(&a.score))
    });
    let mut winners = Vec::new();
    let mut knot: Vec<Candidate> = Vec::new();
    let mut reach = 0;
    for candidate in candidates {
        if candidate.start >= reach && !knot.is_empty() {
            untie(std::mem::take(&mut knot), &mut winners, &mut losers);
        }
        reach = reach.max(candidate.end);
        knot.push(candidate);
    }
    untie(knot, &mut winners, &mut losers);
    (winners, losers)
}

fn value(candidate: &Candidate) -> f32 {
    let length = (candidate.end - candidate.start) as f32;
    if candidate.rule == RuleId::KEEP { length + 0.01 } else { length * (0.5 + candidate.score / 2.0) }
}

/// The best set of disjoint candidates of one knot, by dynamic programming over their ends.
fn untie(mut knot: Vec<Candidate>, winners: &mut Vec<Candidate>, losers: &mut Vec<Loser>) {
    if knot.len() > 1 {
        drop_nested(&mut knot, losers);
    }
    knot.sort_by(|a, b| {
        (a.end, a.start, a.rule).cmp(&(b.end, b.start, b.rule)).then(b.score.total_cmp(&a.score))
    });
    let mut best: Vec<(f32, bool, usize)> = Vec::with_capacity(knot.len() + 1);
    best.push((0.0, false, 0));
    for (i, candidate) in knot.iter().enumerate() {
        let before = knot[..i].partition_point(|c| c.end <= candidate.start);
        let taken = best[before].0 + value(candidate);
        best.push(if taken > best[i].0 + 1e-4 { (taken, true, before) } else { (best[i].0, false, i) });
    }
    let mut chosen = vec![false; knot.len()];
    let mut at = knot.len();
    while at > 0 {
        let (_, taken, before) = best[at];
        chosen[at - 1] = taken;
        at = before;
    }
    let (mut taken, lost): (Vec<_>, Vec<_>) = knot.into_iter().zip(chosen).partition(|(_, chosen)| *chosen);
    for (loser, _) in lost.into_iter().filter(|(c, _)| c.rule != RuleId::KEEP) {
        let kept = taken.iter().any(|(c, _)| c.rule == RuleId::KEEP && c.overlaps(&loser));
        if loser.score >= SURE && !kept {
            widen(&mut taken, &loser);
        }
        losers.push((loser, if kept { Reason::Kept } else { Reason::Overlap }));
    }
    winners.extend(taken.into_iter().map(|(c, _)| c).filter(|c| c.rule != RuleId::KEEP));
}

/// Grows the winner that crosses `loser` over what would be left uncovered; `taken` is sorted and disjoint.
fn widen(taken: &mut [(Candidate, bool)], loser: &Candidate) {
    let crossed = taken.partition_point(|(c, _)| c.end <= loser.start);
    if crossed < taken.len() && taken[crossed].0.start > loser.start {
        taken[crossed].0.start = loser.start;
    }
    let after = taken.partition_point(|(c, _)| c.start < loser.end);
    if after > 0 && taken[after - 1].0.end < loser.end {
        taken[after - 1].0.end = loser.end;
    }
}

/// A kept term takes everything inside it along; a name that strictly contains a kept term sets it free.
fn drop_nested(knot: &mut Vec<Candidate>, losers: &mut Vec<Loser>) {
    let inside = |a: &Candidate, b: &Candidate| b.start <= a.start && a.end <= b.end;
    let keeps: Vec<Candidate> = knot.iter().filter(|c| c.rule == RuleId::KEEP).cloned().collect();
    if keeps.is_empty() {
        return;
    }
    let others: Vec<Candidate> = knot.iter().filter(|c| c.rule != RuleId::KEEP).cloned().collect();
    let free: Vec<bool> = keeps
        .iter()
        .map(|k| others.iter().any(|c| inside(k, c) && c.end - c.start > k.end - k.start))
        .collect();
    let holding: Vec<&Candidate> =
        keeps.iter().zip(&free).filter(|(_, free)| !**free).map(|(k, _)| k).collect();
    knot.retain(|c| {
        if c.rule == RuleId::KEEP {
            return holding.iter().any(|k| *k == c);
        }
        let lost = holding.iter().any(|k| inside(c, k));
        if lost {
            losers.push((c.clone(), Reason::Kept));
        }
        !lost
    });
}

#[cfg(test)]
mod tests;
