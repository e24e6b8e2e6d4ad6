//! People's names.
//!
//! A name is found by three things, each measured in bits and added up: how well its characters are explained as a
//! name ([`model`]) rather than as words ([`lattice`]); what stands before and behind it ([`context`]); and what the
//! document says elsewhere (a table column, a name confirmed before). The span is the name alone, without title.
//!
//! Where to look is cheap: at characters that are family names or begin a listed part of a name written by sound,
//! and right behind a title or label. The work at each is bounded by constants.

mod context;
mod dotted;
mod lattice;
mod model;
mod short;
mod table;

use context::{Marks, Side};
use lattice::Lattice;

use super::{Candidate, ClueKind, Context, Known, Recognizer, is_han, is_mask};
use crate::lexicon::Tags;
use crate::rule::RuleId;

/// Bits from which a reading is a name.
const ENOUGH: f32 = 3.0;
/// What a title before and a verb behind say together, beyond what each says alone.
const BOTH_SIDES: f32 = 5.0;

/// Finds people's names.
#[derive(Debug)]
pub struct Person;

/// A reading of some characters as a name.
#[derive(Clone, Debug)]
struct Reading {
    start: usize,
    end: usize,
    bits: f32,
    clues: [Side; 2],
    surname: usize,
}

impl Recognizer for Person {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let marks = mark(cx, found);
        let mut scan = Scan { cx, marks, known: None, taken: Vec::new() };
        scan.cells = table::cells(cx);
        scan.run();
        dotted::find(cx, &mut scan.taken);
        emit(&scan.taken, found);
    }

    fn learn(&self, cx: &Context<'_>, found: &[Candidate], known: &mut Known) {
        for candidate in found.iter().filter(|c| c.rule == RuleId::PERSON && c.score >= 0.7) {
            known.learn(cx.text.folded(candidate.start, candidate.end), RuleId::PERSON);
        }
    }

    fn recall(&self, cx: &Context<'_>, known: &Known, found: &mut Vec<Candidate>) {
    }
}
