use proptest::prelude::*;

use super::{Expression, Scratch};

/// Start, end and the edges of the group.
type Found = (usize, usize, Option<(usize, usize)>);

/// All matches with the edges of the group, in characters.
fn ours(expression: &str, text: &str) -> Vec<Found> {
    let expression = Expression::new(expression).unwrap();
    let subject: Vec<char> = text.chars().collect();
    let (mut scratch, mut at, mut all) = (Scratch::default(), 0, Vec::new());
    while at <= subject.len() {
        let Some(found) = expression.find_at(&subject, at, &mut scratch) else { break };
        at = found.end + usize::from(found.start == found.end);
        all.push((found.start, found.end, found.hit));
    }
    all
}

/// The same as the `regex` crate finds them.
fn theirs(expression: &str, text: &str) -> Vec<Found> {
    let regex = regex::Regex::new(&super::compile::narrow(expression)).unwrap();
    let index = |offset: usize| text[..offset].chars().count();
    let (mut at, mut all) = (0, Vec::new());
    while at <= text.len() {
        let Some(found) = regex.captures_at(text, at) else { break };
        let whole = found.get_match();
        let next = text[whole.end()..].chars().next().map_or(1, char::len_utf8);
        at = whole.end() + if whole.is_empty() { next } else { 0 };
        let hit = found.name("hit").map(|hit| (index(hit.start()), index(hit.end())));
        all.push((index(whole.start()), index(whole.end()), hit));
    }
    all
}

#[test]
fn matches_are_those_of_the_regex_crate() {
    let texts =
        ["", "甲", "甲乙甲乙丙", "ab12甲乙　丙", "乙乙乙乙丙丙", "甲甲乙丙丁", "aXbxab", "12.5万，乙"];
    for expression in [
        "甲",
        "甲乙|甲",
        "甲|甲乙",
        "(?:甲|乙)*丙",
        "[^丙]{0,3}乙",
        "[^丙]{0,3}?乙",
        "[^丙]*乙",
        "[^丙]*?乙",
        "[甲乙]+",
        "[甲乙]{2,}?",
        "(?P<hit>甲)|乙",
        "(?:(?P<hit>甲)乙?)+丙?",
        "^甲|乙$",
        "^",
        "$",
        "(?:甲?乙?)*丙",
        "(?:甲?乙?)+",
        "(?:甲*)*",
        "(?i:ax)+",
        r"\d+(?:\.\d+)?万?",
        r"\p{Han}{2}\s",
        r"(?:[^\s]| [^\s甲]){1,3}丙",
        "(?:甲乙|甲丙|乙){0,2}丙",
        "(?:甲乙){2}|(?:乙){1,3}?丙",
        ".{2,3}丙",
    ] {
        for text in texts {
            assert_eq!(ours(expression, text), theirs(expression, text), "{expression} in {text}");
        }
    }
}

#[test]
fn long_runs_match_as_in_the_regex_crate() {
    let text = ["甲".repeat(150), "乙丙".to_owned(), "甲".repeat(70), "丙 乙".to_owned()].concat();
    for expression in [
        "[^丙]{0,90}乙",
        "[^丙]{3,90}?乙丙",
        "(?:甲{1,80}乙|[^乙]{0,100}丙)",
        "[^乙]{0,60}[^丙]{0,60}(?:丙|乙 )",
        "甲*(?P<hit>乙丙)|[^ ]{5,66} ",
        "(?:甲{0,40}乙)?丙",
        "甲{2,}?丙|丁",
    ] {
        assert_eq!(ours(expression, &text), theirs(expression, &text), "{expression}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_expression_matches_as_in_the_regex_crate(
        expression in expression(), text in "[ab甲乙 ]{0,12}"
    ) {
        prop_assert_eq!(ours(&expression, &text), theirs(&expression, &text));
    }
}

/// Expressions of all that patterns use.
fn expression() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        "[ab甲乙]{1,2}",
        Just("[^a]".to_owned()),
        Just("[甲乙]".to_owned()),
        Just(".".to_owned()),
        Just("^".to_owned()),
        Just("$".to_owned())
    ];
    atom.prop_recursive(4, 24, 4, |inner| {
        let times = prop_oneof![
            Just("?"),
            Just("*"),
            Just("+"),
            Just("*?"),
            Just("+?"),
            Just("{0,3}"),
            Just("{1,2}?"),
            Just("{2,}"),
            Just("{2}")
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| format!("(?:{})", parts.join("|"))),
            (inner, times).prop_map(|(inner, times)| format!("(?:{inner}){times}")),
        ]
    })
}

#[test]
fn what_has_no_meaning_here_is_refused() {
    assert!(Expression::new(r"\b甲").is_err());
    assert!(Expression::new("(?m)^甲").is_err());
    assert!(Expression::new("甲(").is_err());
}
