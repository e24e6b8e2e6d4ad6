use super::{Reason, Resolution, resolve};
use crate::builtin;
use crate::recognize::Candidate;
use crate::rule::RuleId;

fn spans(resolution: &Resolution) -> Vec<(usize, usize)> {
    resolution.winners.iter().map(|w| (w.start, w.end)).collect()
}

#[test]
fn two_sure_neighbours_beat_a_crossing_one() {
    let resolution = resolve(
        &[
            Candidate::new(0, 3, RuleId::PLACE, 0.9),
            Candidate::new(3, 6, RuleId::PLACE, 0.9),
            Candidate::new(2, 5, RuleId::PERSON, 0.95),
        ],
        &builtin::rules(),
    );
    assert_eq!(spans(&resolution), [(0, 3), (3, 6)]);
    assert_eq!(resolution.losers[0].1, Reason::Overlap);
}

#[test]
fn a_kept_term_covers_what_is_inside_and_yields_to_what_is_around() {
    let rules = builtin::rules();
    let resolution =
        resolve(&[Candidate::new(0, 4, RuleId::KEEP, 1.0), Candidate::new(0, 2, RuleId::PLACE, 0.9)], &rules);
    assert!(resolution.winners.is_empty());
    assert_eq!(resolution.losers[0].1, Reason::Kept);
    let resolution =
        resolve(&[Candidate::new(2, 4, RuleId::KEEP, 1.0), Candidate::new(0, 6, RuleId::ORG, 0.8)], &rules);
    assert_eq!(spans(&resolution), [(0, 6)]);
}

#[test]
fn a_sure_loser_that_crosses_a_winner_is_covered_by_it() {
    let resolution = resolve(
        &[Candidate::new(0, 6, RuleId::CARD, 0.99), Candidate::new(4, 8, RuleId::PHONE, 0.95)],
        &builtin::rules(),
    );
    assert_eq!(spans(&resolution), [(0, 8)]);
    assert_eq!(resolution.winners[0].index, 0);
}
