//! How much what stands around and inside a possible name says for a person or place and against it.
//!
//! The library itself says which characters of the annotated documents may be a name, and puts the questions
//! (`recognize::Asked`, `recognize::AskedPlaces`), so both mean the same; the annotation says whether they are one. A
//! logistic regression weighs the answers, once by themselves and once with what the others say in the first reading;
//! there each document is read with weights that were learned from others, as a document is that nobody has read.
//! Questions that are answered less than three times and weights near nothing are left out; the rest is written in
//! sixteenths.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{self, Sender};

use yinmo::engine::Engine;
use yinmo::policy::Policy;
use yinmo::recognize::{self, Asked, AskedPlaces, Case, Patterns, Recognizer};

/// Answers below which a question is left out.
const RARE: u32 = 3;
const ROUNDS: usize = 40;
const STEP: f64 = 0.3;
/// How far a weight may go: the less, the nearer it stays to nothing.
const REACH: f64 = 0.5;
const UNIT: f64 = 16.0;
/// What a question begins with that says what the rules have taken.
const TAKEN: char = 'T';
/// Parts of the documents that are each read with the weights of the others.
const PARTS: usize = 4;

/// A document's possible names with whether they are names.
type Document = Vec<(Case, bool)>;
type Weights = BTreeMap<String, f64>;

/// Whom or what to learn about.
pub(crate) struct Subject {
    /// How the annotation calls it.
    class: &'static str,
    /// Classes that hold its names: within them nothing is learned.
    around: &'static [&'static str],
    asked: fn(Patterns, Sender<Case>) -> Vec<Box<dyn Recognizer>>,
    among: fn(&[&Case], &[i32]) -> Vec<Vec<String>>,
}

pub(crate) const PERSONS: Subject = Subject {
    class: "PER",
    around: &[],
    asked: |patterns, sender| recognize::learning(patterns, Asked(sender)),
    among: recognize::among,
};

pub(crate) const PLACES: Subject = Subject {
    class: "LOC",
    around: &["ORG", "ADDR", "DOCNO", "CASENO", "PLATE", "URL", "PH", "MK"],
    asked: |patterns, sender| recognize::learning_places(patterns, AskedPlaces(sender)),
    among: recognize::among_places,
};

pub(crate) fn run(subject: &Subject, folders: &[&str], out: &str) -> Result<(), String> {
    let documents = read(subject, folders)?;
    let questions = |case: &Case| case.questions.clone();
    let rows = |documents: &[&Document]| -> Vec<(Vec<String>, bool)> {
        documents.iter().copied().flatten().map(|(case, name)| (questions(case), *name)).collect()
    };
    let alone = learn(&rows(&documents.iter().collect::<Vec<_>>()));
    let mut known = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        known.push((at % PARTS, document));
    }
    let (mut all, mut parts) = (Vec::new(), Vec::new());
    for part in 0..PARTS {
        let others: Vec<&Document> = known.iter().filter(|(of, _)| *of != part).map(|(_, d)| *d).collect();
        let weights = learn(&rows(&others));
        for (_, document) in known.iter().filter(|(of, _)| *of == part) {
            all.extend(among(subject, document, &weights));
            parts.resize(all.len(), part);
        }
    }
    let among = learn(&all);
    let (mut found, mut wrong) = (0, 0);
    for part in 0..PARTS {
        let of = |row: usize| parts[row] == part;
        let others: Vec<_> = (0..all.len()).filter(|&at| !of(at)).map(|at| all[at].clone()).collect();
        let weights = learn(&others);
        for (questions, name) in (0..all.len()).filter(|&at| of(at)).map(|at| &all[at]) {
            if sum(questions, &weights) >= 0.0 {
                *if *name { &mut found } else { &mut wrong } += 1;
            }
        }
    }
    let names = all.iter().filter(|(_, name)| *name).count();
    let kept = write(&alone, &among, out)?;
    println!("{} possible names, {names} of them names, {kept} questions", all.len());
    println!("of documents not learned from, {found} of them would be found, and {wrong} that are none");
    Ok(())
}

/// The documents as the library asks about them.
fn read(subject: &Subject, folders: &[&str]) -> Result<Vec<Document>, String> {
    let (sender, cases) = mpsc::channel();
    let rules = yinmo::builtin::rules();
    let recognizers = (subject.asked)(Patterns::behind(yinmo::builtin::gate(), &rules), sender);
    let (terms, words) = yinmo::builtin::lexicons();
    let engine = Engine::new(rules, terms, words, recognizers, Policy::default());
    let mut documents = Vec::new();
    let mut seen = BTreeMap::new();
    for folder in folders {
        let entries = fs::read_dir(folder).map_err(|e| format!("{folder}: {e}"))?;
        let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
        paths.sort();
        for path in paths {
            let document = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            // What is there twice would be believed twice, and found again when it counts as unread.
            if let Some(other) = seen.insert(document.clone(), path.clone()) {
                let (one, other) = (path.display(), other.display());
                return Err(format!("{one} and {other} are the same document; remove one"));
            }
            let (text, spans) = parse(&document);
            let _ = engine.scan(&text);
            let asked: Vec<Case> = cases.try_iter().collect();
            let taken = |case: &Case| case.questions.iter().any(|question| question.starts_with(TAKEN));
            let longer = |case: &Case, other: &Case| {
                other.span != case.span && other.span.0 <= case.span.0 && case.span.1 <= other.span.1
            };
            // What the rules take within an organisation's name helps to find the organisation.
            let helps = |case: &Case| taken(case) && !asked.iter().any(|o| longer(case, o) && taken(o));
            let named = |case: &Case| {
                let (start, end) = case.span;
                let within = |(&(from, to), class): (&(usize, usize), &String)| {
                    from <= start && end <= to && subject.around.contains(&class.as_str())
                };
                if spans.range(..=(start, usize::MAX)).next_back().is_some_and(within) {
                    return helps(case).then_some(true);
                }
                Some(spans.get(&case.span).is_some_and(|class| class == subject.class))
            };
            let names: Vec<Option<bool>> = asked.iter().map(named).collect();
            let document: Document =
                asked.into_iter().zip(names).filter_map(|(case, name)| Some((case, name?))).collect();
            documents.push(document);
        }
    }
    if documents.is_empty() {
        return Err(format!(
            "{}: no .txt among the annotated documents; nothing to learn from",
            folders.join(", ")
        ));
    }
    Ok(documents)
}

/// An annotated document without its marks, with the class of each span.
fn parse(document: &str) -> (String, BTreeMap<(usize, usize), String>) {
    let (mut text, mut spans) = (String::new(), BTreeMap::new());
    let mut open: Option<(String, usize)> = None;
    let mut rest = document.chars();
    while let Some(c) = rest.next() {
        match c {
            '⟦' => {
                let class = rest.by_ref().take_while(|&c| c != '|').collect();
                open = Some((class, text.len()));
            }
            '⟧' => {
                if let Some((class, start)) = open.take() {
                    spans.insert((start, text.len()), class);
                }
            }
            _ => text.push(c),
        }
    }
    (text, spans)
}

/// What the answers say together.
fn sum(questions: &[String], weights: &Weights) -> f64 {
    let weight = |question: &str| weights.get(question).copied().unwrap_or(0.0);
    weight("") + questions.iter().map(|question| weight(question)).sum::<f64>()
}

/// The possible names of a document with what the others say by these weights.
fn among(subject: &Subject, document: &Document, weights: &Weights) -> Vec<(Vec<String>, bool)> {
    let cases: Vec<&Case> = document.iter().map(|(case, _)| case).collect();
    let said = |case: &&Case| (sum(&case.questions, weights) * UNIT).round() as i32;
    let sums: Vec<i32> = cases.iter().map(said).collect();
    let more = (subject.among)(&cases, &sums);
    let row = |((case, name), more): (&(Case, bool), Vec<String>)| {
        (case.questions.iter().cloned().chain(more).collect(), *name)
    };
    document.iter().zip(more).map(row).collect()
}

fn write(alone: &Weights, among: &Weights, out: &str) -> Result<usize, String> {
    let mut text = String::from(
        "# question with its answer, then its weights in sixteenths, by itself and knowing the other places; \
         ⏎ ⇥ ␣ 0 stand for the line feed, the tab, blanks and digits\n",
    );
    let mut kept = 0;
    for (question, among) in among {
        let weight = |weight: f64| ((weight * UNIT).round() as i32).clamp(-127, 127);
        let weights = (weight(alone.get(question).copied().unwrap_or(0.0)), weight(*among));
        if weights != (0, 0) {
            kept += 1;
            let _ = writeln!(text, "{question}\t{}\t{}", weights.0, weights.1);
        }
    }
    fs::write(Path::new(out).join("around.tsv"), text).map_err(|e| format!("{out}: {e}"))?;
    Ok(kept)
}

/// The weights by question; the empty one always counts.
fn learn(rows: &[(Vec<String>, bool)]) -> Weights {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for question in rows.iter().flat_map(|(questions, _)| questions) {
        *counts.entry(question).or_default() += 1;
    }
    let kept: Vec<(&str, u32)> = counts.into_iter().filter(|&(_, n)| n >= RARE).collect();
    let index: BTreeMap<&str, usize> = kept.iter().enumerate().map(|(at, &(name, _))| (name, at)).collect();
    let rows: Vec<(Vec<usize>, f64)> = rows
        .iter()
        .map(|(questions, name)| {
            let known = questions.iter().filter_map(|question| index.get(question.as_str()).copied());
            (known.chain([kept.len()]).collect(), f64::from(u8::from(*name)))
        })
        .collect();
    // A weight is drawn to nothing by the same in a round, however often its question is answered.
    let mut draw: Vec<f64> = kept.iter().map(|&(_, n)| 1.0 / (REACH * f64::from(n))).collect();
    draw.push(0.0);
    // Each weight has a pace of its own, which slows as it is learned.
    let (mut weights, mut paces) = (vec![0.0f64; kept.len() + 1], vec![1e-3f64; kept.len() + 1]);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 1u64;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (seed >> 33) as usize % (at + 1));
        }
        for &row in &order {
            let (questions, name) = &rows[row];
            let sum: f64 = questions.iter().map(|&f| weights[f]).sum();
            let error = name - 1.0 / (1.0 + (-sum).exp());
            for &f in questions {
                let slope = error - draw[f] * weights[f];
                paces[f] += slope * slope;
                weights[f] += STEP * slope / paces[f].sqrt();
            }
        }
    }
    let mut all: Weights = kept.iter().zip(&weights).map(|(&(name, _), &w)| (name.to_owned(), w)).collect();
    all.insert(String::new(), weights[kept.len()]);
    all
}
