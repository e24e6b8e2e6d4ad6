use super::learn::{Asked, among};
use crate::builtin;
use crate::engine::Engine;
use crate::policy::Policy;
use crate::recognize::{self, Case, Patterns};
use crate::rule::RuleId;

/// The persons that the whole engine reports.
fn reported(source: &str) -> Vec<&str> {
    let findings = builtin::engine(Policy::default()).scan(source).findings;
    let persons = findings.iter().filter(|f| f.rule == RuleId::PERSON);
    persons.map(|f| &source[f.span.start..f.span.end]).collect()
}

#[test]
fn names_are_found_between_verbs_that_no_list_holds() {
    for (source, names) in [
        ("征地补偿款已足额付给卢满囤，收条存村委会。", &["卢满囤"][..]),
        ("7月2日，苏拴柱骑三轮车到镇里办理低保。", &["苏拴柱"]),
        ("专班先后三次约谈邱德旺，要求限期腾退。", &["邱德旺"]),
        ("村委会把水泵借给蔡水根使用，月底归还。", &["蔡水根"]),
        ("被告欠原告莫家栋货款，至今未还。", &["莫家栋"]),
        ("抗旱期间，杜长河每天巡渠十里。", &["杜长河"]),
        ("纠纷双方为汤水生与雷大勇，系同组邻居。", &["汤水生", "雷大勇"]),
        ("驻村工作队向苗巧云送去鸡苗30只。", &["苗巧云"]),
        ("上述情况，有秦四喜书面证明为凭。", &["秦四喜"]),
        ("罚没款由柯有田上缴县财政。", &["柯有田"]),
    ] {
        assert_eq!(reported(source), names, "{source}");
    }
}

#[test]
fn words_that_begin_like_a_name_stay_words() {
    for source in [
        "司机应当按规定减速慢行，确保行人安全。",
        "各乡镇要明确责任，扎实推进。",
        "水费由施工队缴清，路灯归居委会管。",
        "根据安排，党性教育常态开展。",
        "劳模在会上发言，大家关心家乡发展。",
        "柴米和油盐都涨价了。",
    ] {
        assert!(reported(source).is_empty(), "{source}: {:?}", reported(source));
    }
}

#[test]
fn what_is_asked_is_told_with_its_place() {
    let (sender, cases) = std::sync::mpsc::channel();
    let rules = builtin::rules();
    let recognizers = recognize::learning(Patterns::behind(builtin::gate(), &rules), Asked(sender));
    let (terms, words) = builtin::lexicons();
    let source = "　会上，卢满囤作了发言。";
    let _ = Engine::new(rules, terms, words, recognizers, Policy::default()).scan(source);
    let told: Vec<_> = cases.try_iter().collect();
    let case = told.iter().find(|case| case.name == "卢满囤").unwrap();
    assert_eq!(&source[case.span.0..case.span.1], "卢满囤");
    assert!(!case.ordinary);
    assert!(case.questions.contains(&"l，".to_owned()), "{:?}", case.questions);
}

#[test]
fn a_place_hears_the_others_but_not_itself() {
    let asked = |ordinary: bool, sums: &[i32]| {
        let case = || Case { span: (0, 9), name: "卢满囤".to_owned(), ordinary, questions: Vec::new() };
        let cases: Vec<Case> = sums.iter().map(|_| case()).collect();
        among(&cases.iter().collect::<Vec<_>>(), sums)
    };
    let alone = asked(false, &[40]);
    let both = asked(false, &[40, -160]);
    assert_eq!(alone[0], both[0], "what is hardly a name says nothing");
    assert_ne!(both[0], both[1]);
    assert_eq!(asked(true, &[16, 16])[0], asked(true, &[16, 16])[1]);
}
