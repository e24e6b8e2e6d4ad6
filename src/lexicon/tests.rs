use aho_corasick::{AhoCorasick, MatchKind};
use proptest::prelude::{Just, Strategy, prop, prop_oneof, proptest};

use super::{Lexicon, Tags, UserTerms};
use crate::span::Span;

fn words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[县镇村和平王a1]{2,5}", 1..40)
}

proptest! {
    /// The table finds exactly what a stock automaton finds.
    #[test]
    fn same_matches_as_aho_corasick(terms in words(), text in prop_oneof!["[县镇村和平王a1]{0,200}", Just(String::new())]) {
        let tagged: Vec<_> = terms.iter().map(|t| (t.clone(), Tags::WORD)).collect();
        let lexicon = Lexicon::build(&tagged).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let mut ours = Vec::new();
        for start in 0..chars.len() {
            lexicon.view().starting(&chars[start..], |length, _| {
                let from: usize = chars[..start].iter().map(|c| c.len_utf8()).sum();
                let to = from + chars[start..start + length].iter().map(|c| c.len_utf8()).sum::<usize>();
                ours.push((from, to));
            });
        }
        let mut unique = terms;
        unique.sort();
        unique.dedup();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&unique).unwrap();
        let mut theirs: Vec<_> =
            automaton.find_overlapping_iter(&text).map(|m| (m.start(), m.end())).collect();
        theirs.sort_unstable();
        ours.sort_unstable();
        assert_eq!(ours, theirs);
    }
}

proptest! {
    #[test]
    fn own_terms_are_found_as_by_a_stock_automaton(
        terms in prop::collection::vec("[县镇村和平a]{1,6}", 0..60),
        text in "[县镇村和平a]{0,120}",
    ) {
        let stock = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&terms).unwrap();
        let theirs: Vec<_> =
            stock.find_iter(&text).map(|m| (m.pattern().as_usize(), Span::new(m.start(), m.end()))).collect();
        let ours: Vec<_> = UserTerms::new(terms).find(&text).collect();
        assert_eq!(ours, theirs);
    }
}

#[test]
fn own_terms_of_any_kind() {
    let terms = ["", "甲", "甲乙丙丁", "乙丙", "甲"].map(str::to_owned).to_vec();
    let found: Vec<_> = UserTerms::new(terms).find("甲乙丙，甲乙丙丁").collect();
    assert_eq!(found, [(1, Span::new(0, 3)), (3, Span::new(3, 9)), (2, Span::new(12, 24))]);
    assert_eq!(UserTerms::new(Vec::new()).find("甲").count(), 0);
}

#[test]
fn a_term_in_two_lists_has_both_tags() {
    let lexicon = Lexicon::build(&[
        ("和平".into(), Tags::SHORT),
        ("和平".into(), Tags::WORD),
        ("局".into(), Tags::ORG_HEAD),
    ])
    .unwrap();
    let view = lexicon.view();
    assert_eq!(view.get(&['和', '平']), Tags::SHORT.and(Tags::WORD));
    assert_eq!(view.get(&['局']), Tags::ORG_HEAD);
    assert_eq!(view.get(&['平', '和']), Tags::NONE);
}

#[test]
fn bad_terms_are_named() {
    let error = Lexicon::build(&[("长".repeat(40), Tags::WORD)]).unwrap_err();
    assert!(error.to_string().contains("40 characters"), "{error}");
}
