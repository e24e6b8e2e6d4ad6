//! Organisations.

use super::{Candidate, Context, Recognizer};

/// Finds organisations.
#[derive(Debug)]
pub struct Orgs;

impl Recognizer for Orgs {
    fn recognize(&self, _cx: &Context<'_>, _found: &mut Vec<Candidate>) {}
}
