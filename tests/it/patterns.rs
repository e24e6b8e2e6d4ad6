//! The files in `patterns/` prove themselves: every rule and every pattern against its own examples, every list
//! sorted and unique.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use yinmo::builtin;
use yinmo::engine::Engine;
use yinmo::policy::Policy;
use yinmo::rule::Texts;

/// The text without ‹ ›, and the marked spans in bytes.
fn unmark(example: &str) -> (String, BTreeSet<(usize, usize)>) {
    let (mut text, mut spans, mut open) = (String::new(), BTreeSet::new(), None);
    for c in example.chars() {
        match c {
            '‹' => open = Some(text.len()),
            '›' => drop(spans.insert((open.take().expect("‹ before ›"), text.len()))),
            _ => text.push(c),
        }
    }
    (text, spans)
}

fn found(engine: &Engine, text: &str, rule: &str) -> BTreeSet<(usize, usize)> {
    let outcome = engine.scan(text);
    let of_rule = outcome.findings.iter().filter(|f| engine.rules().rule(f.rule).name == rule);
    of_rule.map(|f| (f.span.start, f.span.end)).collect()
}

fn show(text: &str, spans: &BTreeSet<(usize, usize)>) -> String {
    spans.iter().fold(String::new(), |mut out, &(a, b)| {
        let _ = write!(out, "‹{}›", &text[a..b]);
        out
    })
}

fn check(engine: &Engine, rule: &str, matches: &Texts, non_matches: &Texts, faults: &mut Vec<String>) {
    for example in matches.iter() {
        let (text, expected) = unmark(example);
        let got = found(engine, &text, rule);
        if if expected.is_empty() { got.is_empty() } else { got != expected } {
            faults.push(format!(
                "{rule}: in {text:?} expected {}, found {}",
                show(&text, &expected),
                show(&text, &got)
            ));
        }
    }
    for text in non_matches.iter() {
        let got = found(engine, text, rule);
        if !got.is_empty() {
            faults.push(format!("{rule}: in {text:?} expected nothing, found {}", show(text, &got)));
        }
    }
}

#[test]
fn every_rule_holds_on_its_own_examples() {
    let engine = builtin::engine(Policy::default());
    let mut faults = Vec::new();
    for (_, rule) in engine.rules().iter() {
        check(&engine, &rule.name, &rule.matches, &rule.non_matches, &mut faults);
        for pattern in &rule.patterns {
            check(&engine, &rule.name, &pattern.matches, &pattern.non_matches, &mut faults);
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_rule_is_documented_and_has_examples() {
    let rules = builtin::rules();
    for (_, rule) in rules.iter() {
        for (field, text) in [("summary", &rule.summary), ("why", &rule.why), ("source", &rule.source)] {
            assert!(!text.is_empty(), "{}: {field} is empty", rule.name);
        }
        // What a file hides is not told by its text.
        let of_files = rule.name == "damage/covered";
        assert!(of_files || !rule.matches.is_empty(), "{}: no matches", rule.name);
        assert!(!rule.non_matches.is_empty(), "{}: no non_matches", rule.name);
        let mut ids = BTreeSet::new();
        for pattern in &rule.patterns {
            assert!(ids.insert(&pattern.id), "{}: the pattern {} is there twice", rule.name, pattern.id);
            assert!(!pattern.keywords.is_empty(), "{}: {} has no keywords", rule.name, pattern.id);
            assert!(!pattern.matches.is_empty(), "{}: {} has no matches", rule.name, pattern.id);
        }
    }
}

/// A kept pattern covers its marked spans: nothing inside is found.
#[test]
fn every_keep_pattern_holds_on_its_own_examples() {
    let engine = builtin::engine(Policy::default());
    let mut faults = Vec::new();
    for pattern in engine.rules().keeps() {
        for example in pattern.matches.iter() {
            let (text, spans) = unmark(example);
            for finding in engine.scan(&text).findings {
                if spans.iter().any(|&(a, b)| finding.span.start < b && a < finding.span.end) {
                    let rule = &engine.rules().rule(finding.rule).name;
                    faults.push(format!("{}: {text:?} has {rule} {:?}", pattern.id, finding.span.of(&text)));
                }
            }
            let covered = pattern.expression().find(&text).is_some_and(|found| {
                let (start, end) = found.hit.unwrap_or((found.start, found.end));
                let offset = |at: usize| text.chars().take(at).map(char::len_utf8).sum::<usize>();
                spans.contains(&(offset(start), offset(end)))
            });
            if !covered {
                faults.push(format!(
                    "{}: the expression does not match the marked span of {text:?}",
                    pattern.id
                ));
            }
        }
        for text in pattern.non_matches.iter() {
            if pattern.expression().find(text).is_some() {
                faults.push(format!("{}: the expression matches {text:?}", pattern.id));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Sorted by code point and unique, with a tag line and a provenance in SOURCES.md. `YINMO_REWRITE=1` sorts them.
#[test]
fn every_list_is_sorted_and_unique() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("patterns");
    let sources = fs::read_to_string(root.join("SOURCES.md")).unwrap();
    for folder in ["lexicons", "gazetteer", "page", "words"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "txt") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let (head, terms): (Vec<&str>, Vec<&str>) =
                text.lines().partition(|l| l.starts_with('#') || l.is_empty());
            let mut sorted = terms.clone();
            sorted.sort_unstable();
            sorted.dedup_by_key(|line| line.split('\t').next().unwrap_or_default().to_owned());
            if sorted != terms && std::env::var_os("YINMO_REWRITE").is_some() {
                fs::write(&path, format!("{}\n{}\n", head.join("\n").trim_end(), sorted.join("\n"))).unwrap();
            } else {
                assert!(
                    sorted == terms,
                    "{} is not sorted and unique; run with YINMO_REWRITE=1",
                    path.display()
                );
            }
            let name = format!("{folder}/{}", path.file_name().unwrap().to_str().unwrap());
            assert!(sources.contains(&name), "patterns/SOURCES.md does not say where {name} comes from");
        }
    }
}
