use super::Places;
use crate::builtin;
use crate::recognize::{Buffers, Candidate, Context, Known, Orgs, Recognizer, Text};

/// All candidates of places and organisations, from both readings.
fn candidates(source: &str) -> Vec<Candidate> {
    let (terms, words) = builtin::lexicons();
    let rules = builtin::rules();
    let text = Text::new(source, 0, terms.view(), Buffers::default());
    let cx = Context {
        text: &text,
        lexicon: terms.view(),
        words: words.view(),
        rules: &rules,
        edges: (true, true),
    };
    let (mut found, mut known) = (Vec::new(), Known::default());
    Places.recognize(&cx, &mut found);
    Orgs.recognize(&cx, &mut found);
    Places.learn(&cx, &found, &mut known);
    Orgs.learn(&cx, &found, &mut known);
    known.finish();
    Places.recall(&cx, &known, &mut found);
    Orgs.recall(&cx, &known, &mut found);
    found
}

#[test]
fn repeated_suffixes_stay_linear() {
    for part in ["县", "局", "、", "丰都县", "县局", "第三村民小组", "简称“", "有限公司"]
    {
        let text = part.repeat(30_000 / part.len());
        let found = candidates(&text);
        assert!(found.len() <= text.chars().count() * 8, "{part}: {}", found.len());
    }
}

#[test]
fn what_the_first_reading_is_sure_of_is_not_recalled() {
    let found = candidates("丰都县开会。丰都县散会。");
    assert_eq!(found.len(), 2, "{found:?}");
}
