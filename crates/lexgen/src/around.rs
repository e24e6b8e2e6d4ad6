//! How much the characters around and inside a possible name say for a person and against it.
//!
//! Every family name of one character in the annotated documents, with the one or two Han characters behind it, is a
//! possible name; the annotation says whether it is one. A logistic regression weighs what can be asked of it: the
//! characters on both sides, those of the name by their place, and how ordinary words lie across it. Features that
//! are seen less than three times and weights near nothing are left out; the rest is written in sixteenths.
//!
//! `crate::recognize::person::around` of the library asks the same questions.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::source::{self, is_han};

/// Sightings below which a feature is left out.
const RARE: u32 = 3;
const ROUNDS: usize = 60;
const STEP: f64 = 0.3;
/// How much a weight is drawn to nothing in each round.
const SHRINK: f64 = 2e-4;
const UNIT: f64 = 16.0;

/// A possible name: what is asked of it, and whether it is a name.
struct Case {
    features: Vec<String>,
    name: bool,
}

/// Ordinary words with their class, and those of them that are verbs.
struct Words {
    classes: BTreeMap<String, u32>,
    verbs: BTreeSet<String>,
}

impl Words {
    fn read() -> Result<Self, String> {
        let mut words = Self { classes: BTreeMap::new(), verbs: BTreeSet::new() };
        for entry in fs::read_dir("patterns/words").map_err(|e| format!("patterns/words: {e}"))? {
            let path = entry.map_err(|e| e.to_string())?.path();
            let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let tags = text.lines().next().unwrap_or_default();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let (word, class) = line.split_once('\t').unwrap_or((line, "0"));
                if tags.contains(" word") {
                    words.classes.insert(word.to_owned(), class.parse().unwrap_or(0));
                }
                if tags.contains(" cue-after") {
                    words.verbs.insert(word.to_owned());
                }
            }
        }
        Ok(words)
    }

    fn has(&self, chars: &[char]) -> bool {
        self.classes.contains_key(&chars.iter().collect::<String>())
    }

    fn verb(&self, chars: &[char]) -> bool {
        self.verbs.contains(&chars.iter().collect::<String>())
    }
}

/// The characters of an annotated document as the library reads them, with the edges of the people in it.
fn parse(document: &str) -> (Vec<char>, BTreeSet<(usize, usize)>) {
    let (mut chars, mut people) = (Vec::new(), BTreeSet::new());
    let mut open: Option<(String, usize)> = None;
    let mut rest = document.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '⟦' => {
                let class: String = rest.by_ref().take_while(|&c| c != '|').collect();
                open = Some((class, chars.len()));
            }
            '⟧' => {
                if let Some((class, start)) = open.take()
                    && class == "PER"
                {
                    people.insert((start, chars.len()));
                }
            }
            '\r' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {}
            ' ' | '\u{a0}' | '\u{3000}' => {
                if chars.last() != Some(&'␣') {
                    chars.push('␣');
                }
            }
            '0'..='9' | '０'..='９' => chars.push('0'),
            '\n' => chars.push('⏎'),
            '\t' => chars.push('⇥'),
            _ => chars.push(c),
        }
    }
    (chars, people)
}

/// What is asked of the possible name from `i` to `j`.
fn features(text: &[char], i: usize, j: usize, words: &Words) -> Vec<String> {
    let at = |k: Option<usize>| k.and_then(|k| text.get(k)).copied().unwrap_or('⏎');
    let left = |n: usize| at(i.checked_sub(n));
    let right = |n: usize| at(Some(j + n));
    let length = j - i;
    let mut all = vec![
        format!("l{}", left(1)),
        format!("m{}{}", left(2), left(1)),
        format!("n{}{}{}", left(3), left(2), left(1)),
        format!("r{}", right(0)),
        format!("s{}{}", right(0), right(1)),
        format!("t{}{}{}", right(0), right(1), right(2)),
        format!("f{length}{}", text[i]),
        format!("g{length}{}", text[i + 1]),
        format!("b{}{}", left(1), right(0)),
    ];
    let name = &text[i..j];
    if length == 3 {
        all.push(format!("h{}", text[j - 1]));
    }
    let class = words.classes.get(&name.iter().collect::<String>());
    all.push(class.map_or(format!("w{length}"), |class| format!("w{length}{}", class / 3)));
    let flags = [
        (words.verb(name), "v"),
        (length == 3 && words.has(&name[1..]), "G"),
        (words.has(&[left(1), text[i]]), if length == 2 { "X2" } else { "X3" }),
        (words.has(&[text[j - 1], right(0)]), if length == 2 { "Y2" } else { "Y3" }),
        (length == 3 && words.has(&name[..2]), "Z"),
        (words.verb(&[right(0), right(1)]), "V"),
        (words.has(&[left(2), left(1)]), "B"),
        (words.has(&[right(0), right(1)]), "A"),
    ];
    all.extend(flags.iter().filter(|flag| flag.0).map(|flag| flag.1.to_owned()));
    all
}

pub(crate) fn run(folders: &[&str], out: &str) -> Result<(), String> {
    let (words, surnames) = (Words::read()?, source::surnames()?);
    let mut cases = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(folder).map_err(|e| format!("{folder}: {e}"))?;
        let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
        paths.sort();
        for path in paths {
            let document = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let (text, people) = parse(&document);
            for i in 0..text.len() {
                if !surnames.contains(&text[i].to_string()) {
                    continue;
                }
                for j in (i + 2..=i + 3).take_while(|&j| text.get(j - 1).is_some_and(|&c| is_han(c))) {
                    cases.push(Case {
                        features: features(&text, i, j, &words),
                        name: people.contains(&(i, j)),
                    });
                }
            }
        }
    }
    let weights = learn(&cases);
    let mut text = String::from(
        "# feature, then its weight in sixteenths; ⏎ ⇥ ␣ 0 stand for the line feed, the tab, blanks and digits\n",
    );
    let mut kept = 0;
    for (feature, weight) in weights {
        let weight = (weight * UNIT).round() as i32;
        if weight != 0 {
            kept += 1;
            let _ = writeln!(text, "{feature}\t{}", weight.clamp(-127, 127));
        }
    }
    fs::write(Path::new(out).join("around.tsv"), text).map_err(|e| format!("{out}: {e}"))?;
    let names = cases.iter().filter(|case| case.name).count();
    println!("{} possible names, {names} of them names, {kept} weights", cases.len());
    Ok(())
}

/// The weights by feature; the empty one always counts.
fn learn(cases: &[Case]) -> BTreeMap<String, f64> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for feature in cases.iter().flat_map(|case| &case.features) {
        *counts.entry(feature).or_default() += 1;
    }
    let names: Vec<&str> = counts.iter().filter(|(_, n)| **n >= RARE).map(|(&feature, _)| feature).collect();
    let index: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, &name)| (name, at)).collect();
    let rows: Vec<(Vec<usize>, f64)> = cases
        .iter()
        .map(|case| {
            let known = case.features.iter().filter_map(|f| index.get(f.as_str()).copied());
            (known.chain([names.len()]).collect(), f64::from(u8::from(case.name)))
        })
        .collect();
    // Each weight has a pace of its own, which slows as it is learned.
    let (mut weights, mut paces) = (vec![0.0f64; names.len() + 1], vec![1e-3f64; names.len() + 1]);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 1u64;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (seed >> 33) as usize % (at + 1));
        }
        for &row in &order {
            let (features, name) = &rows[row];
            let sum: f64 = features.iter().map(|&f| weights[f]).sum();
            let error = name - 1.0 / (1.0 + (-sum).exp());
            for &f in features {
                let slope = error - SHRINK * weights[f] * if f < names.len() { 1.0 } else { 0.0 };
                paces[f] += slope * slope;
                weights[f] += STEP * slope / paces[f].sqrt();
            }
        }
    }
    let mut all: BTreeMap<String, f64> =
        names.iter().zip(&weights).map(|(name, &weight)| ((*name).to_owned(), weight)).collect();
    all.insert(String::new(), weights[names.len()]);
    all
}
