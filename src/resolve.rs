//! Candidates to disjoint findings: in each knot of overlapping candidates the best total reading wins.
//!
//! The value of a reading is the sum over its candidates of length × (0.5 + score / 2), so that a long name beats the
//! shorter ones inside it and two sure neighbours beat one that crosses both. Terms that must be kept take part:
//! they win over everything inside them, and lose to a longer name around them.
//!
//! Coverage never shrinks for what is sure: where a loser of at least [`SURE`] crosses a winner, the winner grows to
//! cover both, unless that would reach into another winner or a kept term.

use std::cmp::Ordering;

use crate::recognize::Candidate;
use crate::rule::{RuleId, RuleSet};

/// A candidate of this score is a fact (a check digit, a label, a full form); losing it would publish it.
const SURE: f32 = 0.9;

/// How far before a candidate one that contains it is looked for, in characters, so that no text makes this slow.
const REACH: usize = 256;

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
pub fn resolve(candidates: Vec<Candidate>, rules: &RuleSet) -> (Vec<Candidate>, Vec<Loser>) {
    // Candidates are large and most stand alone: only their indices are sorted and grouped.
    let mut order: Vec<u32> = (0..candidates.len() as u32).collect();
    let at = |i: u32| &candidates[i as usize];
    let enough = |c: &Candidate| c.rule == RuleId::KEEP || c.score >= rules.rule(c.rule).min_score;
    order.retain(|&i| enough(at(i)));
    order.sort_unstable_by(|&a, &b| by_start(at(a), at(b)).then(a.cmp(&b)));
    let mut fates: Vec<Fate> = vec![Fate::Lost(Reason::Score); candidates.len()];
    let mut from = 0;
    while from < order.len() {
        let mut reach = at(order[from]).end;
        let mut to = from + 1;
        while to < order.len() && at(order[to]).start < reach {
            reach = reach.max(at(order[to]).end);
            to += 1;
        }
        untie(&candidates, &mut order[from..to], &mut fates);
        from = to;
    }
    sort(candidates, &fates)
}

/// What becomes of a candidate.
#[derive(Clone, Copy)]
enum Fate {
    /// It wins, perhaps with other edges.
    Won(usize, usize),
    Lost(Reason),
}

fn sort(candidates: Vec<Candidate>, fates: &[Fate]) -> (Vec<Candidate>, Vec<Loser>) {
    let (mut winners, mut losers) = (Vec::new(), Vec::new());
    for (mut candidate, fate) in candidates.into_iter().zip(fates) {
        match *fate {
            _ if candidate.rule == RuleId::KEEP => {}
            Fate::Won(start, end) => {
                (candidate.start, candidate.end) = (start, end);
                winners.push(candidate);
            }
            Fate::Lost(reason) => losers.push((candidate, reason)),
        }
    }
    winners.sort_unstable_by_key(|c| c.start);
    (winners, losers)
}

fn by_start(a: &Candidate, b: &Candidate) -> Ordering {
    (a.start, b.end, a.rule != RuleId::KEEP, a.rule)
        .cmp(&(b.start, a.end, b.rule != RuleId::KEEP, b.rule))
        .then(b.score.total_cmp(&a.score))
}

fn value(candidate: &Candidate) -> f32 {
    let length = (candidate.end - candidate.start) as f32;
    if candidate.rule == RuleId::KEEP { length + 0.01 } else { length * (0.5 + candidate.score / 2.0) }
}

/// The best set of disjoint candidates of one knot, by dynamic programming over their ends.
fn untie(all: &[Candidate], knot: &mut [u32], fates: &mut [Fate]) {
    let at = |i: u32| &all[i as usize];
    if let [alone] = *knot {
        fates[alone as usize] = Fate::Won(at(alone).start, at(alone).end);
        return;
    }
    let mut knot = drop_nested(all, knot, fates);
    knot.sort_unstable_by(|&a, &b| {
        let (x, y) = (at(a), at(b));
        (x.end, x.start, x.rule)
            .cmp(&(y.end, y.start, y.rule))
            .then(y.score.total_cmp(&x.score))
            .then(a.cmp(&b))
    });
    let mut best: Vec<(f32, bool, usize)> = Vec::with_capacity(knot.len() + 1);
    best.push((0.0, false, 0));
    for (i, &index) in knot.iter().enumerate() {
        let before = knot[..i].partition_point(|&c| at(c).end <= at(index).start);
        let taken = best[before].0 + value(at(index));
        best.push(if taken > best[i].0 + 1e-4 { (taken, true, before) } else { (best[i].0, false, i) });
    }
    let mut taken: Vec<Taken> = Vec::new();
    let mut lost: Vec<u32> = Vec::new();
    let mut i = knot.len();
    while i > 0 {
        let (_, won, before) = best[i];
        let index = knot[i - 1];
        if won {
            taken.push(Taken { index, start: at(index).start, end: at(index).end });
            // What lies between was passed over.
            lost.extend(knot[before..i - 1].iter().copied());
        } else {
            lost.push(index);
        }
        i = before;
    }
    taken.reverse();
    for index in lost {
        let loser = at(index);
        let kept = taken
            .iter()
            .any(|t| at(t.index).rule == RuleId::KEEP && t.start < loser.end && loser.start < t.end);
        if loser.score >= SURE && loser.rule != RuleId::KEEP && !kept {
            widen(&mut taken, loser);
        }
        fates[index as usize] = Fate::Lost(if kept { Reason::Kept } else { Reason::Overlap });
    }
    for Taken { index, start, end } in taken {
        fates[index as usize] = Fate::Won(start, end);
    }
}

/// A winner with its edges, which may grow.
struct Taken {
    index: u32,
    start: usize,
    end: usize,
}

/// Grows the winner that crosses `loser` over what would be left uncovered; `taken` is sorted and disjoint.
fn widen(taken: &mut [Taken], loser: &Candidate) {
    let crossed = taken.partition_point(|t| t.end <= loser.start);
    if let Some(winner) = taken.get_mut(crossed) {
        winner.start = winner.start.min(loser.start);
    }
    let after = taken.partition_point(|t| t.start < loser.end);
    if let Some(winner) = taken[..after].last_mut() {
        winner.end = winner.end.max(loser.end);
    }
}

/// A kept term takes everything inside it along; a name that strictly contains a kept term sets it free.
fn drop_nested(all: &[Candidate], knot: &[u32], fates: &mut [Fate]) -> Vec<u32> {
    let at = |i: u32| &all[i as usize];
    let inside = |a: &Candidate, b: &Candidate| b.start <= a.start && a.end <= b.end;
    let (keeps, mut others): (Vec<u32>, Vec<u32>) = knot.iter().partition(|&&i| at(i).rule == RuleId::KEEP);
    if keeps.is_empty() {
        return others;
    }
    let holding: Vec<u32> = keeps
        .into_iter()
        .filter(|&k| {
            let longer = |o: u32| at(o).end - at(o).start > at(k).end - at(k).start;
            !near(all, &others, at(k).start).any(|o| inside(at(k), at(o)) && longer(o))
        })
        .collect();
    others.retain(|&o| {
        let lost = near(all, &holding, at(o).start).any(|k| inside(at(o), at(k)));
        if lost {
            fates[o as usize] = Fate::Lost(Reason::Kept);
        }
        !lost
    });
    others.extend(holding);
    others
}

/// Those of `sorted` that start at `start` or at most [`REACH`] before it.
fn near<'s>(all: &'s [Candidate], sorted: &'s [u32], start: usize) -> impl Iterator<Item = u32> + 's {
    let from = sorted.partition_point(|&i| all[i as usize].start + REACH < start);
    sorted[from..].iter().copied().take_while(move |&i| all[i as usize].start <= start)
}

#[cfg(test)]
mod tests;
