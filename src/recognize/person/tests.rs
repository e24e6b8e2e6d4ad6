use super::model;

#[test]
fn a_common_name_costs_less_than_its_characters_as_words() {
    let words: f32 = "蒋秋实".chars().map(model::word).sum();
    assert!(model::han(&['蒋'], &['秋', '实']) < words);
}

#[test]
fn a_family_name_that_is_a_verb_costs_more() {
    assert!(model::family(&['张']) < model::family(&['任']));
}
