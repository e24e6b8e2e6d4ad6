//! The questions and answers of annotated documents, for `lexgen` to learn from.

use std::collections::BTreeMap;
use std::sync::mpsc::Sender;

use super::super::scan::Scan;
use super::super::{model, repeat};
use super::{ask, asked, ends, stand};
use crate::recognize::experience::{Case, ask_others, others};
use crate::recognize::{Candidate, Context, Recognizer};

/// A recognizer that finds nothing, but tells what is asked of possible names; it stands where
/// [`super::super::Persons`] does.
#[derive(Debug)]
pub struct Asked(pub Sender<Case>);

impl Recognizer for Asked {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let mut scan = Scan::new(cx, found);
        scan.run();
        repeat::settle(&mut scan);
        let places = std::mem::take(&mut scan.passed);
        for place in asked(&scan, &places) {
            let i = place.start;
            for j in ends(&scan, &place) {
                stand(&mut scan, &place);
                let mut questions = Vec::new();
                let mut ask = |question: &[char]| questions.push(question.iter().collect());
                let near = ask::near(&scan, i, &mut ask);
                let left = ask::before(&scan, i, near, &mut ask);
                let right = ask::behind(&scan, j, &mut ask);
                ask::sides(&left, &right, j - i, &mut ask);
                ask::name(&mut scan, i, j, &left, &right, &mut ask);
                let (span, name) = (cx.text.span(i, j), cx.text.folded(i, j));
                let ordinary = model::is_word(cx.words, &cx.text.ch[i..j]);
                // Nobody listens any more: nothing is left to tell.
                let _ = self.0.send(Case { span: (span.start, span.end), name, ordinary, questions });
            }
        }
    }
}

/// What is asked of the possible names of a document when each is known, by itself, to say a number of `sums`, in
/// sixteenths.
pub fn among(cases: &[&Case], sums: &[i32]) -> Vec<Vec<String>> {
    let mut same: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, case) in cases.iter().enumerate() {
        same.entry(&case.name).or_default().push(at);
    }
    let mut questions = vec![Vec::new(); cases.len()];
    for places in same.values() {
        let said: Vec<i32> = places.iter().map(|&at| sums[at]).collect();
        for (n, &at) in places.iter().enumerate() {
            let ask = |question: &[char]| questions[at].push(question.iter().collect());
            ask_others(cases[at].ordinary, others(&said, n), ask);
        }
    }
    questions
}
