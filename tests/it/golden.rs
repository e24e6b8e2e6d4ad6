//! Whole documents, all of them invented: what is found in them, what each style and the cleaning make of them.
//!
//! `INSTA_UPDATE=always cargo test --test it golden` writes the snapshots anew; the diff is then the change in
//! behaviour, to be read line by line.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, iter};

use yinmo::edit::{self, Edit};
use yinmo::engine::Edits;
use yinmo::report;
use yinmo::span::Locator;
use yinmo::style::Style;

use crate::properties::ENGINE;

const DOCUMENTS: [&str; 4] = ["township", "village", "halfmasked", "inspection"];

fn document(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name).with_extension("txt");
    fs::read_to_string(path).unwrap()
}

fn golden(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "../../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

fn diff(name: &str, text: &str, edits: &[Edit]) -> String {
    let mut out = Vec::new();
    report::diff(name, text, edits, report::DiffLook::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn listed(text: &str, edits: &Edits) -> String {
    let left: Vec<String> = edits
        .left
        .iter()
        .map(|f| format!("left: {} {:?}\n", ENGINE.rules().rule(f.rule).name, f.span.of(text)))
        .collect();
    left.concat()
}

#[test]
fn documents_are_scanned() {
    for name in DOCUMENTS {
        let text = document(name);
        let mut locator = Locator::new(&text);
        let mut out = String::new();
        for finding in ENGINE.scan(&text).findings {
            let at = locator.locate(finding.span.start);
            let rule = &ENGINE.rules().rule(finding.rule).name;
            let kept: Vec<&str> = finding.kept.iter().map(|kept| kept.of(&text)).collect();
            let kept = if kept.is_empty() { String::new() } else { format!(" keeps {}", kept.join(" ")) };
            writeln!(out, "{}:{} {rule} {:?}{kept}", at.line, at.column, finding.span.of(&text)).unwrap();
        }
        golden(&format!("{name}.scan"), &out);
    }
}

#[test]
fn documents_are_masked_in_every_style() {
    for name in DOCUMENTS {
        let text = document(name);
        // What is invented depends on a secret; `surrogate.rs` is about it.
        for style in Style::all().filter(|style| !style.invents()) {
            let edits = ENGINE.mask(&text, &style);
            let masked = edit::apply(&text, &edits.edits);
            golden(&format!("{name}.{}", style.name()), &(listed(&masked, &edits) + &masked));
        }
    }
}

#[test]
fn documents_are_cleaned() {
    let style = Style::named("xx").unwrap();
    for name in DOCUMENTS {
        let text = document(name);
        let cleaned = ENGINE.clean(&text).edits;
        golden(&format!("{name}.clean"), &diff(name, &text, &cleaned));
        let both = ENGINE.mask_clean(&text, &style);
        let masked = edit::apply(&text, &both.edits);
        let kept: String = iter::once(listed(&masked, &both)).chain(iter::once(masked)).collect();
        golden(&format!("{name}.mask-clean"), &kept);
    }
}
