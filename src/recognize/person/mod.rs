//! People's names.
//!
//! A name is found by three things, each measured in bits and added up: how well its characters are explained as a
//! name ([`model`]) rather than as words ([`lattice`]); what stands before and behind it ([`context`]); and what the
//! document says elsewhere (a table column, a name confirmed before). The span is the name alone, without title.
//!
//! Where to look is cheap: at characters that are family names or begin a listed part of a name written by sound,
//! and right behind a title or label. The work at each is bounded by constants.

mod apart;
mod around;
mod context;
mod dotted;
mod full;
mod given;
mod known;
mod lattice;
mod list;
mod model;
mod reading;
mod recall;
mod repeat;
mod rows;
mod scan;
mod seek;
mod short;
mod sound;
mod syllable;
mod table;
mod wordlike;
mod words;

pub use around::learn::{Asked, among};
use reading::Reading;
use scan::Scan;

use super::{Candidate, Context, Known, Recognizer};

/// Finds people's names.
#[derive(Debug)]
pub struct Persons;

impl Recognizer for Persons {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let mut scan = Scan::new(cx, found);
        scan.run();
        repeat::settle(&mut scan);
        let places = std::mem::take(&mut scan.passed);
        around::settle(&mut scan, &places);
        scan.settle(found);
        found.extend(scan.taken.iter().map(Reading::candidate));
    }

    fn learn(&self, cx: &Context<'_>, found: &[Candidate], known: &mut Known) {
        recall::learn(cx, found, known);
    }

    fn recall(&self, cx: &Context<'_>, known: &Known, found: &mut Vec<Candidate>) {
        recall::find(cx, known, found);
    }
}

#[cfg(test)]
mod tests;
