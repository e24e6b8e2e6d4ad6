use super::{Reason, resolve};
use crate::builtin;
use crate::recognize::Candidate;
use crate::rule::RuleId;

fn spans(candidates: &[Candidate]) -> Vec<(usize, usize)> {
    candidates.iter().map(|c| (c.start, c.end)).collect()
}

#[test]
fn two_sure_neighbours_beat_a_crossing_one() {
    let (winners, losers) = resolve(
        vec![
            Candidate::new(0, 3, RuleId::PLACE, 0.9),
            Candidate::new(3, 6, RuleId::PLACE, 0.9),
            Candidate::new(2, 5, RuleId::PERSON, 0.95),
        ],
        &builtin::rules(),
    );
    assert_eq!(spans(&winners), [(0, 3), (3, 6)]);
    assert_eq!(losers[0].1, Reason::Overlap);
}

#[test]
fn a_kept_term_covers_what_is_inside_and_yields_to_what_is_around() {
    let rules = builtin::rules();
    let (winners, losers) = resolve(
        vec![Candidate::new(0, 4, RuleId::KEEP, 1.0), Candidate::new(0, 2, RuleId::PLACE, 0.9)],
        &rules,
    );
    assert!(winners.is_empty());
    assert_eq!(losers[0].1, Reason::Kept);
    let (winners, _) = resolve(
        vec![Candidate::new(2, 4, RuleId::KEEP, 1.0), Candidate::new(0, 6, RuleId::ORG, 0.8)],
        &rules,
    );
    assert_eq!(spans(&winners), [(0, 6)]);
}

#[test]
fn a_sure_loser_that_crosses_a_winner_is_covered_by_it() {
    let (winners, _) = resolve(
        vec![Candidate::new(0, 6, RuleId::CARD, 0.99), Candidate::new(4, 8, RuleId::PHONE, 0.95)],
        &builtin::rules(),
    );
    assert_eq!(spans(&winners), [(0, 8)]);
    assert_eq!(winners[0].rule, RuleId::CARD);
}
