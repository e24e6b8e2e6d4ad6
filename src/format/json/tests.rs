use proptest::prelude::*;

use super::*;
use crate::edit::{self, Edit};
use crate::span::Span;

fn paths(names: &[&str]) -> Vec<FieldPath> {
    names.iter().map(|name| FieldPath::parse(name).unwrap()).collect()
}

fn found(json: &str, names: &[&str]) -> Vec<(String, String)> {
    json_texts(json.as_bytes(), &paths(names))
        .unwrap()
        .into_iter()
        .map(|text| {
            assert_eq!(&json[text.start..text.start + text.written.len()], text.written);
            (text.place, json_unescape(text.written).text.into_owned())
        })
        .collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|&(place, text)| (place.to_owned(), text.to_owned())).collect()
}

#[test]
fn paths_lead_through_objects_and_lists() {
    let json = r#" {"text":"甲","meta":{"title":"乙","n":[1,{}]},"list":[{"text":"丙"},"丁",["戊"]],"a.b":"己","text":"庚"} "#;
    assert_eq!(found(json, &["text"]), pairs(&[("/text", "甲"), ("/text", "庚")]));
    assert_eq!(found(json, &["meta.title"]), pairs(&[("/meta/title", "乙")]));
    assert_eq!(found(json, &["list.text"]), pairs(&[("/list/1/text", "丙")]));
    assert_eq!(
        found(json, &["list"]),
        pairs(&[("/list/1/text", "丙"), ("/list/2", "丁"), ("/list/3/1", "戊")])
    );
    assert_eq!(found(json, &[r"a\.b", "none"]), pairs(&[("/a.b", "己")]));
    assert_eq!(found("[]", &["text"]), vec![]);
    assert_eq!(found(r#"{"te\u0078t":"甲"}"#, &["text"]), pairs(&[("/text", "甲")]));
    assert_eq!(FieldPath::parse("a..b"), None);
    assert_eq!(FieldPath::parse(""), None);
}

#[test]
fn what_serde_refuses_is_refused() {
    for json in [
        "",
        " ",
        "{",
        "}",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "01",
        "1.",
        "-",
        "1e",
        "+1",
        ".5",
        "tru",
        "nulL",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\u{1}\"",
        "{} {}",
        "[1 2]",
        "{\"a\":}",
        "\"\\",
        "[",
        "\"\\u12",
        "{\"a\":1]",
    ] {
        assert!(json_texts(json.as_bytes(), &[]).is_err(), "{json}");
        assert!(serde_json::from_str::<serde_json::Value>(json).is_err(), "{json}");
    }
    assert!(json_texts(b"\"\xff\"", &[]).is_err());
    let deep = "[".repeat(5000) + &"]".repeat(5000);
    assert_eq!(json_texts(deep.as_bytes(), &[]), Err(JsonError::Deep));
}

#[test]
fn a_number_is_no_text() {
    let error = json_texts(br#"{"text":[{"n":1}]}"#, &paths(&["text"])).unwrap_err();
    assert_eq!(error, JsonError::Number { place: "/text/1/n".to_owned() });
    assert_eq!(found(r#"{"text":null}"#, &["text"]), vec![]);
}

#[test]
fn edits_keep_every_other_escape() {
    let written = r#"\u7532\/\ud83d\ude00b\"\ud800\n乙\t"#;
    let escaped = json_unescape(written);
    assert_eq!(escaped.text, "甲/😀b\"\u{fffd}\n乙\t");
    let at = |c: &str| escaped.text.find(c).unwrap();
    let edits = [
        Edit::replacement(Span::new(at("😀"), at("b")), "X\""),
        Edit::replacement(Span::new(at("乙"), at("\t")), "丙"),
    ];
    let carried = escaped.carry(&edits, 0, |content| json_escape(content, written));
    assert_eq!(edit::apply(written, &carried), r#"\u7532\/X\"b\"\ud800\n丙\t"#);
    assert_eq!(json_escape("丙😀", r"\u7532"), r"\u4e19\ud83d\ude00");
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("-1.50e+3".to_owned()),
        any::<String>().prop_map(|s| serde_json::to_string(&s).unwrap()),
        "[{}\\[\\]\",:a1 \\\\]{0,6}",
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|list| format!("[{}]", list.join(" ,"))),
            prop::collection::vec(("[a-c]", inner), 0..4).prop_map(|list| {
                let list: Vec<String> = list.into_iter().map(|(k, v)| format!("\"{k}\": {v}")).collect();
                format!("{{{}}}", list.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn it_agrees_with_serde(json in json()) {
        let ours = json_texts(json.as_bytes(), &[]).is_ok();
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&json).is_ok();
        prop_assert_eq!(ours, theirs, "{}", json);
    }

    #[test]
    fn strings_say_what_serde_reads(text in any::<String>()) {
        let json = serde_json::to_string(&text).unwrap();
        prop_assert_eq!(json_unescape(&json[1..json.len() - 1]).text, text.as_str());
        let written = format!("\"{}\"", json_escape(&text, r"\u0020"));
        prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
