//! What is found, and what is found wrongly, in the annotated documents of `tests/data/annotated`.
//!
//! The floors stand a little below what is reached. Raise them when the figures rise; a change that sinks one has to
//! say what it gains elsewhere. `cargo test --test it quality -- --nocapture` prints the table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use yinmo::rule::Group;

use crate::properties::ENGINE;

/// Class, least cover, least precision and recall of exact spans, in percent.
const FLOORS: &[(&str, [f64; 3])] = &[
    ("PER", [96.5, 96.0, 95.0]),
    ("LOC", [96.0, 96.0, 91.5]),
    ("ORG", [97.5, 96.0, 94.5]),
    ("NUM", [99.0, 98.0, 98.5]),
    ("DATE", [98.5, 98.0, 97.5]),
    ("PH", [95.0, 97.0, 94.0]),
    // Lines of a page's head and foot are one mark to some annotators and several to others.
    ("MK", [95.0, 83.0, 86.0]),
];
/// Characters of names, figures and identifiers that nothing covers, in percent.
const MOST_LEAK: f64 = 2.0;
/// Characters covered by a finding that no annotation asks for, of a thousand.
const MOST_NOISE: f64 = 1.8;
/// `KEEP` spans that a finding touches, in percent.
const MOST_KEEP: f64 = 1.0;

type Class = &'static str;

/// The class of a rule's findings; `None` for those that are not measured here.
fn class(rule: &str, group: Group) -> Option<Class> {
    Some(match (group, rule) {
        (Group::Figure, _) => "NUM",
        (Group::Date, _) => "DATE",
        (Group::Placeholder, _) => "PH",
        (Group::Marker, _) => "MK",
        (_, "entity/person") => "PER",
        (_, "entity/place") => "LOC",
        (_, "entity/org") => "ORG",
        (_, "id/phone") => "PHONE",
        (_, "id/card") => "IDCARD",
        (_, "id/credit-code") => "USCC",
        (_, "id/bank-card") => "BANK",
        (_, "id/plate") => "PLATE",
        (_, "id/email") => "EMAIL",
        (_, "id/url") => "URL",
        (_, "id/doc-number") => "DOCNO",
        (_, "id/case-number") => "CASENO",
        (_, "id/address") => "ADDR",
        _ => return None,
    })
}

/// Classes that a reader would take for one another.
fn alike(a: &str, b: &str) -> bool {
    let pair = |x, y| (a, b) == (x, y) || (b, a) == (x, y);
    a == b || pair("LOC", "ORG") || pair("NUM", "ADDR") || pair("DATE", "NUM")
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark<'c> {
    start: usize,
    end: usize,
    class: &'c str,
}

/// The text without its markup, and what was marked.
fn unmark(marked: &str) -> (String, Vec<Mark<'_>>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('⟦') {
        text.push_str(before);
        let (inside, after) = after.split_once('⟧').expect("⟧ after ⟦");
        let (class, hit) = inside.split_once('|').expect("a class before |");
        let start = text.len();
        text.push_str(hit);
        marks.push(Mark { start, end: text.len(), class });
        rest = after;
    }
    text.push_str(rest);
    (text, marks)
}

#[derive(Default)]
struct Tally {
    gold: usize,
    found: usize,
    exact: usize,
    length: usize,
    covered: usize,
}

#[derive(Default)]
struct Report {
    classes: BTreeMap<String, Tally>,
    characters: usize,
    noise: usize,
    keep: usize,
    touched: usize,
}

impl Report {
    fn add(&mut self, text: &str, gold: &[Mark<'_>]) {
        let findings = ENGINE.scan(text).findings;
        let found: BTreeSet<Mark<'_>> = findings
            .iter()
            .filter_map(|f| {
                let class = class(&ENGINE.rules().rule(f.rule).name, ENGINE.rules().group(f.rule))?;
                Some(Mark { start: f.span.start, end: f.span.end, class })
            })
            .collect();
        for mark in &found {
            self.classes.entry(mark.class.to_owned()).or_default().found += 1;
        }
        for mark in gold {
            let over = || found.iter().filter(|f| f.start < mark.end && mark.start < f.end);
            if mark.class == "KEEP" {
                self.keep += 1;
                self.touched += usize::from(over().next().is_some());
                continue;
            }
            let own = matches!(mark.class, "PH" | "MK");
            let hides =
                |f: &&Mark<'_>| if own { f.class == mark.class } else { !matches!(f.class, "PH" | "MK") };
            let tally = self.classes.entry(mark.class.to_owned()).or_default();
            tally.gold += 1;
            tally.length += text[mark.start..mark.end].chars().count();
            tally.covered += over()
                .filter(hides)
                .map(|f| text[f.start.max(mark.start)..f.end.min(mark.end)].chars().count())
                .sum::<usize>();
            let same =
                |f: &Mark<'_>| (f.start, f.end) == (mark.start, mark.end) && alike(f.class, mark.class);
            tally.exact += usize::from(over().any(same));
        }
        self.characters += text.chars().count();
        let asked = |at| gold.iter().any(|m| m.class != "KEEP" && m.start <= at && at < m.end);
        let hit = |at| found.iter().any(|f| f.start <= at && at < f.end);
        self.noise += text.char_indices().filter(|&(at, _)| hit(at) && !asked(at)).count();
    }
}

fn percent(part: usize, of: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of characters in a few short documents")]
    let (part, of) = (part as f64, of.max(1) as f64);
    100.0 * part / of
}

fn measure() -> Report {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/annotated");
    let mut report = Report::default();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let marked = fs::read_to_string(&path).unwrap();
            let (text, gold) = unmark(&marked);
            report.add(&text, &gold);
        }
    }
    report
}

#[test]
fn the_annotated_documents_are_read_as_well_as_before() {
    let report = measure();
    let mut table = format!("{:8}{:>6}{:>7}{:>8}{:>8}{:>8}\n", "class", "gold", "found", "cover", "P", "R");
    let mut faults = Vec::new();
    let (mut leak, mut length) = (0, 0);
    for (class, t) in &report.classes {
        let figures = [percent(t.covered, t.length), percent(t.exact, t.found), percent(t.exact, t.gold)];
        let [cover, precision, recall] = figures;
        let _ =
            writeln!(table, "{class:8}{:>6}{:>7}{cover:>8.1}{precision:>8.1}{recall:>8.1}", t.gold, t.found);
        if let Some((_, floors)) = FLOORS.iter().find(|(name, _)| name == class) {
            for ((what, is), floor) in ["cover", "precision", "recall"].iter().zip(figures).zip(floors) {
                if is < *floor {
                    faults.push(format!("{class}: {what} {is:.1}, at least {floor}"));
                }
            }
        }
        if !matches!(class.as_str(), "PH" | "MK") {
            leak += t.length - t.covered;
            length += t.length;
        }
    }
    let leak = percent(leak, length);
    let noise = 10.0 * percent(report.noise, report.characters);
    let keep = percent(report.touched, report.keep);
    let _ = writeln!(table, "leak {leak:.2} %, noise {noise:.2} of 1,000, KEEP touched {keep:.1} %");
    #[expect(clippy::disallowed_macros, reason = "the table is what one runs this test for")]
    {
        println!("{table}");
    }
    for (what, is, most) in
        [("leak", leak, MOST_LEAK), ("noise", noise, MOST_NOISE), ("KEEP", keep, MOST_KEEP)]
    {
        if is > most {
            faults.push(format!("{what}: {is:.2}, at most {most}"));
        }
    }
    assert!(faults.is_empty(), "{table}{}", faults.join("\n"));
}
