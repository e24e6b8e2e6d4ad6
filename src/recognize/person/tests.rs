use super::context::{Marks, left, right};
use super::{Persons, model, syllable, table};
use crate::builtin;
use crate::policy::Policy;
use crate::recognize::{Buffers, Context, Recognizer, Text};
use crate::rule::RuleId;

/// Runs `ask` on a text with nothing found in it yet.
fn with<T>(source: &str, ask: impl FnOnce(&Context<'_>) -> T) -> T {
    let rules = builtin::rules();
    let (terms, words) = builtin::lexicons();
    let text = Text::new(source, 0, terms.view(), Buffers::default());
    let (lexicon, words) = (terms.view(), words.view());
    ask(&Context { text: &text, lexicon, words, rules: &rules, edges: (true, true) })
}

fn marks(cx: &Context<'_>) -> Marks {
    Marks { last_name: 0, listed: false, opened: false, entity: vec![0; cx.text.len()] }
}

/// The names that stand by themselves.
fn names(source: &str) -> Vec<String> {
    with(source, |cx| {
        let mut found = Vec::new();
        Persons.recognize(cx, &mut found);
        found.iter().map(|c| cx.text.folded(c.start, c.end)).collect()
    })
}

/// The persons that the whole engine reports.
fn reported(source: &str) -> Vec<&str> {
    let findings = builtin::engine(Policy::default()).scan(source).findings;
    let persons = findings.iter().filter(|f| f.rule == RuleId::PERSON);
    persons.map(|f| &source[f.span.start..f.span.end]).collect()
}

#[test]
fn a_common_name_costs_less_than_its_characters_as_words() {
    let words: f32 = "蒋秋实".chars().map(model::word).sum();
    assert!(model::han(&['蒋'], &['秋', '实']) < words);
}

#[test]
fn a_family_name_that_is_a_verb_costs_more() {
    assert!(model::family(&['张']) < model::family(&['任']));
}

#[test]
fn a_repeated_character_is_told_once() {
    assert!(model::han(&['韦'], &['朵', '朵']) < model::han(&['韦'], &['朵', '尺']));
}

#[test]
fn a_listed_part_makes_a_name_by_sound_cheap() {
    let cost = |source: &str| with(source, |cx| syllable::costs(cx.text, 0, cx.text.len())[cx.text.len()]);
    assert!(cost("扎西多吉") < cost("扎门多户"));
}

#[test]
fn only_sounds_are_weighed_as_a_name_by_sound() {
    let may = |source: &str| with(source, |cx| model::may_sound(cx.text, 0, cx.text.len()));
    assert!(may("扎西来电"));
    assert!(!may("会议要求"));
}

#[test]
fn a_title_and_a_label_are_strong_neighbours() {
    for (source, strong) in [("副县长蒋", true), ("联系人：蒋", true), ("我们蒋", false)] {
        let i = source.chars().count() - 1;
        assert_eq!(with(source, |cx| left(cx, i, &marks(cx)).strong), strong, "{source}");
    }
}

#[test]
fn what_stands_behind_tells_people_from_places() {
    let bits = |source: &str| with(source, |cx| right(cx, 0).map(|side| side.bits));
    assert!(bits("同志说") > bits("村民"));
    assert!(bits("两户贷款") > bits("山上"));
    assert!(bits("300元") > bits("300米"));
    assert_eq!(bits("某某"), None);
    assert_eq!(bits("思想"), None);
}

#[test]
fn a_column_of_people_is_read_by_its_head() {
    let cells = |source: &str| {
        with(source, |cx| table::cells(cx).iter().map(|r| cx.text.folded(r.start, r.end)).collect::<Vec<_>>())
    };
    let source = "序号\t户主\t备注\n1\t潘观音秀\t无\n2\t合计\t无\n3\t谢水生、谢火生\t无\n";
    assert_eq!(cells(source), ["潘观音秀", "谢水生", "谢火生"]);
    assert!(cells("户主谢水生\n序号\t品名\t备注\n1\t高粱\t无\n").is_empty());
}

#[test]
fn a_text_that_ends_in_a_family_name_is_read_to_its_end() {
    for source in ["任", "书记任", "老", "老任", "阿", "由欧阳", "、", "（"] {
        names(source);
    }
}

#[test]
fn people_that_are_told_off_are_a_list() {
    assert_eq!(reported("覃玉宝、额尔敦巴雅尔两户贷款购牛。"), ["覃玉宝", "额尔敦巴雅尔"]);
}

#[test]
fn words_are_names_in_a_list_of_people() {
    assert_eq!(reported("村民贺家明、骆驼等11人被困屋顶。"), ["贺家明", "骆驼"]);
    assert_eq!(reported("牧民牵着骆驼等候。"), [""; 0]);
}

#[test]
fn an_address_follows_a_role_but_not_an_office() {
    assert_eq!(reported("请联系承办人盘局长。"), ["盘"]);
}

#[test]
fn latin_names_stand_in_brackets_behind_a_name() {
    assert_eq!(reported("社工葛丽（Grace Lee，志愿者）到场。"), ["葛丽", "Grace Lee"]);
}

#[test]
fn foreign_places_and_loan_words_are_no_names() {
    for source in ["欧洲和平会议在日内瓦举行。", "缴获海洛因20克。", "新华社巴格达1月3日电"]
    {
        assert!(names(source).is_empty(), "{source}: {:?}", names(source));
    }
}

#[test]
fn connectives_are_no_family_names_before_words() {
    for source in ["公安干警和联防队员赶到现场。", "村民和家人团聚。", "太谢谢了！"]
    {
        assert!(names(source).is_empty(), "{source}: {:?}", names(source));
    }
}

#[test]
fn a_name_by_sound_ends_where_its_sounds_do() {
    let cost = with("霍夫斯基把", |cx| syllable::costs(cx.text, 0, cx.text.len()));
    assert!(cost[4] - cost[3] + 4.0 < cost[5] - cost[4], "{cost:?}");
}

#[test]
fn a_name_around_a_dot_keeps_its_last_sounds() {
    assert_eq!(reported("土壤学家奥列克桑德拉·科瓦连科与农场主交谈。"), ["奥列克桑德拉·科瓦连科"]);
    assert_eq!(reported("选民罗莎·瓦曼尼认为可行。"), ["罗莎·瓦曼尼"]);
}
