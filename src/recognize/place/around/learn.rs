//! The questions and answers of annotated documents, for `lexgen` to learn from.

use std::sync::mpsc::Sender;

use super::ask::Sides;
use super::company::{self, Stand, key};
use super::{View, ask};
use crate::recognize::experience::Case;
use crate::recognize::place::Places;
use crate::recognize::{Candidate, Context, Recognizer};

/// A recognizer that tells what is asked of possible places; it stands where [`Places`] does.
#[derive(Debug)]
pub struct AskedPlaces(pub Sender<Case>);

impl Recognizer for AskedPlaces {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let before = found.len();
        let scan = Places::rules(cx, found);
        let view = View::new(&scan, before);
        view.each(|form, starts| {
            for &(i, taken) in starts {
                let mut questions = Vec::new();
                let mut ask = |question: &[char]| questions.push(question.iter().collect());
                let behind = ask::closing(&view, form.end, form, &mut ask);
                let before = ask::opening(&view, i, form, &mut ask);
                let begins = ask::behind(&view, form.end, form, behind, &mut ask);
                let sure = ask::before(&view, i, form, before, &mut ask);
                let sides = Sides { before, behind, sure, begins };
                ask::whole(&view, i, form, taken.map(|at| view.score(at)), &sides, &mut ask);
                ask::name(&view, i, form, &sides, &mut ask);
                let (span, name) = (cx.text.span(i, form.end), cx.text.folded(i, form.end));
                let ordinary = !cx.words.get(&cx.text.ch[i..form.end]).is_empty();
                // Nobody listens any more: nothing is left to tell.
                let _ = self.0.send(Case { span: (span.start, span.end), name, ordinary, questions });
            }
        });
    }
}

/// What is asked of the possible places of a document, in order, when each is known, by itself, to say a number of
/// `sums`, in sixteenths.
pub fn among_places(cases: &[&Case], sums: &[i32]) -> Vec<Vec<String>> {
    let stand = |(case, &sum): (&&Case, &i32)| Stand {
        start: case.span.0,
        end: case.span.1,
        key: key(case.name.chars()),
        ordinary: case.ordinary,
        sum,
    };
    let mut order: Vec<(usize, Stand)> = cases.iter().zip(sums).map(stand).enumerate().collect();
    order.sort_unstable_by_key(|(_, stand)| (stand.start, stand.end));
    let stands: Vec<Stand> = order.iter().map(|&(_, stand)| stand).collect();
    let mut questions = vec![Vec::new(); cases.len()];
    company::ask(&stands, |at, question| questions[order[at].0].push(question.iter().collect()));
    questions
}
