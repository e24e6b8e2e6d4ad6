//! Outputs for other programs: SARIF against its schema, JUnit XML and rdjson against what their readers ask for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::harness::Folder;

/// A draft-4 schema, as far as SARIF uses it. A keyword that is not known here fails the test: nothing is passed over.
struct Schema(Value);

impl Schema {
    fn read(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/schemas").join(name);
        Self(serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
    }

    /// Every fault of a value.
    fn faults(&self, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(&self.0, value, "", &mut faults);
        faults
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut faults = Vec::new();
        self.check(schema, value, "", &mut faults);
        faults.is_empty()
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        for (keyword, asked) in schema.as_object().unwrap() {
            let each = || asked.as_array().unwrap().iter();
            let number = || value.as_f64().zip(asked.as_f64());
            let fine = match keyword.as_str() {
                "$schema" | "id" | "title" | "description" | "default" | "definitions" | "properties" => true,
                "$ref" => {
                    let pointer = asked.as_str().unwrap().strip_prefix('#').unwrap();
                    self.check(self.0.pointer(pointer).unwrap(), value, at, faults);
                    true
                }
                "type" => {
                    asked.as_str().is_some_and(|name| is(value, name))
                        || asked.is_array() && each().any(|name| is(value, name.as_str().unwrap()))
                }
                "enum" => each().any(|one| one == value),
                "anyOf" => each().any(|one| self.fits(one, value)),
                "oneOf" => each().filter(|one| self.fits(one, value)).count() == 1,
                "required" => value
                    .as_object()
                    .is_none_or(|object| each().all(|name| object.contains_key(name.as_str().unwrap()))),
                "minimum" => number().is_none_or(|(value, least)| value >= least),
                "maximum" => number().is_none_or(|(value, most)| value <= most),
                "minItems" => value.as_array().is_none_or(|all| all.len() as u64 >= asked.as_u64().unwrap()),
                "uniqueItems" => value.as_array().is_none_or(|all| {
                    asked == false
                        || all.iter().map(Value::to_string).collect::<BTreeSet<_>>().len() == all.len()
                }),
                "pattern" => value
                    .as_str()
                    .is_none_or(|text| regex::Regex::new(asked.as_str().unwrap()).unwrap().is_match(text)),
                "format" => match asked.as_str().unwrap() {
                    "uri" | "uri-reference" => {
                        value.as_str().is_none_or(|text| text.bytes().all(|b| b.is_ascii_graphic()))
                    }
                    "date-time" => true,
                    other => panic!("{at}: format {other}"),
                },
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(asked, item, &format!("{at}/{index}"), faults);
                    }
                    true
                }
                "additionalProperties" => {
                    let known = &schema["properties"];
                    for (name, inner) in value.as_object().into_iter().flatten() {
                        if !known[name].is_null() {
                            continue;
                        }
                        match asked {
                            Value::Bool(true) => {}
                            Value::Bool(false) => faults.push(format!("{at}/{name}: not known")),
                            other => self.check(other, inner, &format!("{at}/{name}"), faults),
                        }
                    }
                    true
                }
                other => panic!("{at}: keyword {other}"),
            };
            if !fine {
                faults.push(format!("{at}: {keyword} {asked}"));
            }
        }
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(value) = value.get(name) {
                self.check(inner, value, &format!("{at}/{name}"), faults);
            }
        }
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("type {other}"),
    }
}

/// Documents with everything in them that is hard to write, under names that are.
fn folder() -> Folder {
    let folder = Folder::new();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for name in ["township", "village", "halfmasked", "inspection"] {
        folder.write(&format!("in/{name}.txt"), fs::read(data.join(name).with_extension("txt")).unwrap());
    }
    folder.write(
        "in/乡 镇&<\"%#.txt",
        "电话：0571-88006633 <b>&amp;\"'\u{1}\u{7f}\u{fffe}]]>\r\n【填写\t姓名】𠮷，XX县\n",
    );
    folder.write("in/空.txt", "");
    folder.write("in/无.txt", "本月工作已经完成。\n");
    folder
}

#[test]
fn sarif_fits_its_schema() {
    let schema = Schema::read("sarif-2.1.0-rtm.5.json");
    assert!(!schema.faults(&serde_json::json!({"version": "2.0.0", "runs": [], "more": 1})).is_empty());
    let folder = folder();
    let mut results = 0;
    for args in [
        "scan in",
        "check --verbose in",
        "check --for template in",
        "scan --no-text --rejected in",
        "check in/无.txt",
    ] {
        let run = folder.plain(&format!("{args} --format sarif"), b"");
        assert!(run.code < 2, "{}", run.err);
        let log: Value = serde_json::from_slice(&run.out).unwrap();
        assert_eq!(schema.faults(&log), Vec::<String>::new(), "{args}");
        for result in log["runs"][0]["results"].as_array().unwrap() {
            results += 1;
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
    }
    assert!(results > 300);
    let mask = folder.plain("mask --format sarif in", b"");
    let log: Value = serde_json::from_slice(&mask.out).unwrap();
    assert_eq!(schema.faults(&log), Vec::<String>::new());
}

/// An element with its attributes, or text.
#[derive(Debug)]
enum Xml {
    Open(String, Vec<(String, String)>),
    Close(String),
    Text(String),
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let end = at + rest[at..].find(';').unwrap_or_else(|| panic!("a bare & in {text:?}"));
        out.push_str(&rest[..at]);
        out.push(match &rest[at + 1..end] {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            number => char::from_u32(number.strip_prefix('#').unwrap().parse().unwrap()).unwrap(),
        });
        rest = &rest[end + 1..];
    }
    out + rest
}

/// A strict reader of what a report may hold: declaration, elements, attributes, text.
fn xml(text: &str) -> Vec<Xml> {
    let legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(legal), "a character that XML has not");
    let mut rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    let mut all = Vec::new();
    while !rest.is_empty() {
        let Some(inside) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            assert!(!rest[..end].contains("]]>"));
            all.push(Xml::Text(unescape(&rest[..end])));
            rest = &rest[end..];
            continue;
        };
        let mut end = 0;
        let mut quoted = false;
        for (at, c) in inside.char_indices() {
            quoted ^= c == '"';
            assert!(c != '<', "a bare < in {:?}", &inside[..at]);
            if c == '>' && !quoted {
                end = at;
                break;
            }
        }
        let (tag, after) = (&inside[..end], &inside[end + 1..]);
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            all.push(Xml::Close(name.to_owned()));
            continue;
        }
        let (tag, alone) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut read = Vec::new();
        while !attributes.trim().is_empty() {
            let (key, more) = attributes.trim_start().split_once("=\"").unwrap();
            let (value, more) = more.split_once('"').unwrap();
            assert!(!read.iter().any(|(known, _)| known == key), "{key} twice");
            assert!(!value.contains(['\n', '\t']), "a break that would be read as a blank");
            read.push((key.to_owned(), unescape(value)));
            attributes = more;
        }
        all.push(Xml::Open(name.to_owned(), read));
        if alone {
            all.push(Xml::Close(name.to_owned()));
        }
    }
    all
}

#[test]
fn junit_has_the_elements_attributes_and_counts_that_readers_ask_for() {
    // The elements and attributes that Jenkins, GitLab and the Ant task agree on.
    let known: [(&str, &[&str], &[&str]); 4] = [
        ("testsuites", &["name", "tests", "failures", "errors", "time"], &[]),
        (
            "testsuite",
            &["name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"],
            &["name", "tests", "failures", "errors"],
        ),
        ("testcase", &["name", "classname", "time", "file", "line"], &["name", "classname"]),
        ("failure", &["type", "message"], &["type", "message"]),
    ];
    let folder = folder();
    for args in ["scan", "check --verbose", "check --for template", "scan --no-text"] {
        let run = folder.plain(&format!("{args} --format junit in"), b"");
        let mut path: Vec<String> = Vec::new();
        let (mut suites, mut cases, mut failures) = (Vec::new(), Vec::new(), Vec::new());
        for part in xml(run.text()) {
            match part {
                Xml::Text(text) => assert!(text.trim().is_empty() || path.last().unwrap() == "failure"),
                Xml::Close(name) => assert_eq!(path.pop(), Some(name)),
                Xml::Open(name, attributes) => {
                    let parent = path.last().map(String::as_str);
                    let expected = match name.as_str() {
                        "testsuites" => None,
                        "testsuite" => Some("testsuites"),
                        "testcase" => Some("testsuite"),
                        _ => Some("testcase"),
                    };
                    assert_eq!(parent, expected, "{name}");
                    let (_, may, must) = known.iter().find(|(known, ..)| *known == name).unwrap();
                    assert!(attributes.iter().all(|(key, _)| may.contains(&key.as_str())), "{attributes:?}");
                    assert!(
                        must.iter().all(|key| attributes.iter().any(|(name, _)| name == key)),
                        "{attributes:?}"
                    );
                    let number = |key: &str| -> usize {
                        attributes.iter().find(|(name, _)| name == key).unwrap().1.parse().unwrap()
                    };
                    match name.as_str() {
                        "testsuite" => {
                            suites.push((number("tests"), number("failures"), cases.len(), failures.len()));
                        }
                        "testcase" => cases.push(suites.len()),
                        "failure" => failures.push(suites.len()),
                        _ => {}
                    }
                    path.push(name);
                }
            }
        }
        assert!(path.is_empty());
        let ends = suites.iter().skip(1).map(|s| (s.2, s.3)).chain([(cases.len(), failures.len())]);
        for (suite, (end_cases, end_failures)) in suites.iter().zip(ends) {
            assert_eq!((suite.0, suite.1), (end_cases - suite.2, end_failures - suite.3), "{args}");
        }
        assert!(suites.len() == 7 && cases.len() > 20, "{}", suites.len());
        // A second opinion, where there is one.
        folder.write("junit.xml", &run.out);
        let lint = Command::new("xmllint").args(["--noout", "junit.xml"]).current_dir(folder.path()).status();
        assert!(lint.is_err() || lint.is_ok_and(|status| status.success()));
    }
}

#[test]
fn rdjson_has_the_fields_that_reviewdog_reads() {
    let folder = folder();
    let run = folder.plain("check --for template --format rdjson in", b"").ends(1);
    let mut count = 0;
    for line in run.text().lines() {
        let diagnostic: Value = serde_json::from_str(line).unwrap();
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        let known: BTreeSet<String> =
            ["code", "location", "message", "severity", "source", "suggestions"].map(str::to_owned).into();
        assert!(keys(&diagnostic).is_subset(&known), "{line}");
        assert!(["ERROR", "WARNING", "INFO"].contains(&diagnostic["severity"].as_str().unwrap()));
        assert!(diagnostic["message"].is_string() && diagnostic["code"]["value"].is_string());
        let path = diagnostic["location"]["path"].as_str().unwrap();
        let text = String::from_utf8(folder.read(path)).unwrap();
        let byte = |place: &Value| -> usize {
            let line = place["line"].as_u64().unwrap() as usize;
            let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
            before + place["column"].as_u64().unwrap() as usize - 1
        };
        let range = &diagnostic["location"]["range"];
        let found = &text[byte(&range["start"])..byte(&range["end"])];
        assert!(diagnostic["message"].as_str().unwrap().ends_with(found), "{line}");
        for suggestion in diagnostic["suggestions"].as_array().into_iter().flatten() {
            assert!(suggestion["range"] == *range && suggestion["text"].is_string());
        }
        count += 1;
    }
    assert!(count > 50);
}
