//! The questions and answers of annotated documents, for `lexgen` to learn from.

use std::sync::mpsc::Sender;

use super::super::scan::Scan;
use super::super::{model, repeat};
use super::{ask, asked, ends, others, stand};
use crate::recognize::{Candidate, Context, Recognizer};

/// A possible name in a text.
#[derive(Debug)]
pub struct Case {
    /// First byte and one past the last.
    pub span: (usize, usize),
    /// Its characters.
    pub name: String,
    /// Whether they are an ordinary word.
    pub ordinary: bool,
    /// What is asked of it and how it answers.
    pub questions: Vec<String>,
}

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

/// What is asked of places of the same characters when each is known, by itself, to say a number of `sums`, in
/// sixteenths.
pub fn among(ordinary: bool, sums: &[i32]) -> Vec<Vec<String>> {
    let asked = |n| {
        let mut questions = Vec::new();
        ask::others(ordinary, others(sums, n), |question| questions.push(question.iter().collect()));
        questions
    };
    (0..sums.len()).map(asked).collect()
}
