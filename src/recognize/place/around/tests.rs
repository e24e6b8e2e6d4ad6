use super::learn::AskedPlaces;
use crate::builtin;
use crate::engine::Engine;
use crate::policy::Policy;
use crate::recognize::{self, Case, Patterns, among_places};
use crate::rule::RuleId;

/// The places that the whole engine reports.
fn reported(source: &str) -> Vec<&str> {
    let findings = builtin::engine(Policy::default()).scan(source).findings;
    let places = findings.iter().filter(|f| f.rule == RuleId::PLACE);
    places.map(|f| &source[f.span.start..f.span.end]).collect()
}

#[test]
fn places_are_found_behind_verbs_that_no_list_holds() {
    for (source, places) in [
        ("雨后塌方堵在老鸦坪，抢修队下午赶到。", &["老鸦坪"][..]),
        ("救护车由柳树沟村接走两名伤员。", &["柳树沟村"]),
        ("去年搬到新庄子的八户都通了水。", &["新庄子"]),
    ] {
        assert_eq!(reported(source), places, "{source}");
    }
}

#[test]
fn words_that_end_like_a_place_stay_words() {
    for source in [
        "要走好群众路线，找准工作路子。",
        "家家门口有灯，户户心里有底。",
        "全村上下一条心，路口有人守。",
        "会场里外站满了人，村头贴着告示。",
    ] {
        assert!(reported(source).is_empty(), "{source}: {:?}", reported(source));
    }
}

#[test]
fn what_is_asked_is_told_with_its_place() {
    let (sender, cases) = std::sync::mpsc::channel();
    let rules = builtin::rules();
    let asked = recognize::learning_places(Patterns::behind(builtin::gate(), &rules), AskedPlaces(sender));
    let (terms, words) = builtin::lexicons();
    let source = "　车到老鸦坪，雨停了。";
    let _ = Engine::new(rules, terms, words, asked, Policy::default()).scan(source);
    let told: Vec<_> = cases.try_iter().collect();
    let case = told.iter().find(|case| case.name == "老鸦坪").unwrap();
    assert_eq!(&source[case.span.0..case.span.1], "老鸦坪");
    assert!(case.questions.contains(&"l到".to_owned()), "{:?}", case.questions);
}

#[test]
fn what_stands_beside_and_across_a_place_is_heard() {
    let case = |start: usize, end: usize| Case {
        span: (start, end),
        name: "x".repeat(end - start),
        ordinary: false,
        questions: Vec::new(),
    };
    let cases = [case(0, 9), case(9, 18), case(3, 9), case(40, 52)];
    let asked = among_places(&cases.iter().collect::<Vec<_>>(), &[48, 48, -16, -160]);
    let alone = |at: usize| asked[at].contains(&"~Qr-".to_owned()) && asked[at].contains(&"~Ql-".to_owned());
    assert!(!alone(0) && !alone(1) && !alone(2) && alone(3), "{asked:?}");
    assert!(asked[0].iter().any(|question| question.starts_with("~Qb") && question != "~Qb-"));
    assert!(asked[3].contains(&"~Qb-".to_owned()));
}
