//! Recognizers: each looks for one kind of thing and adds [`Candidate`]s with their evidence.
//!
//! A document is read twice. In the first reading [`Recognizer::recognize`] finds what stands by itself; from that
//! the document's own [`Known`] terms are made (confirmed names, short forms, defined abbreviations); in the second
//! [`Recognizer::recall`] finds what only they explain. Candidates may overlap; [`crate::resolve`] decides.

mod candidate;
mod consistency;
mod date;
mod experience;
mod figure;
mod identifier;
mod keep;
mod known;
mod marker;
mod number;
mod org;
mod overrule;
mod pattern;
mod person;
mod place;
mod placeholder;
mod set;
mod sign;
mod text;
mod user;

pub use candidate::{Candidate, Clue, ClueKind};
pub use consistency::Consistency;
pub(crate) use consistency::likely;
pub use experience::Case;
pub use figure::Figures;
pub use identifier::Identifiers;
pub use keep::Keep;
pub use known::Known;
pub use marker::Markers;
pub use org::Orgs;
pub use overrule::Overrule;
pub use pattern::{Gate, Patterns};
pub use person::{Asked, Persons, among};
pub use place::{AskedPlaces, Places, among_places};
pub use placeholder::GAP;
pub use placeholder::Placeholders;
pub(crate) use set::CharSet;
pub use sign::{is_mark, is_mask};
pub use text::{Buffers, Hit, Text, is_cnum, is_digit, is_han};
pub use user::UserLists;

use crate::lexicon::{LexiconError, View};
use crate::rule::RuleSet;

/// What recognizers may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The folded text.
    pub text: &'a Text<'a>,
    /// The curated lists and the gazetteer.
    pub lexicon: View<'a>,
    /// Ordinary words with their frequency class, for looking up single terms.
    pub words: View<'a>,
    /// The rules.
    pub rules: &'a RuleSet,
    /// Whether the text begins the document, and whether it ends it.
    pub edges: (bool, bool),
}

/// Finds one kind of thing.
pub trait Recognizer: Send + Sync + std::fmt::Debug {
    /// Adds what stands by itself. `found` holds the candidates of the recognizers before.
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>);

    /// Notes what the candidates of the first reading say about the whole document.
    fn learn(&self, _cx: &Context<'_>, _found: &[Candidate], _known: &mut Known) {}

    /// Adds what the document's own terms explain. `found` holds all candidates of the first reading.
    fn recall(&self, _cx: &Context<'_>, _known: &Known, _found: &mut Vec<Candidate>) {}
}

/// The built-in recognizers in the order they run: a later one may read what the earlier ones found.
///
/// # Errors
/// When a keyword of a rule's pattern is empty or too long.
pub fn builtin(rules: &RuleSet) -> Result<Vec<Box<dyn Recognizer>>, LexiconError> {
    Ok(behind(Patterns::new(rules)?))
}

/// The same as far as people's names need it; then what is asked of possible ones is told.
pub fn learning(patterns: Patterns, asked: Asked) -> Vec<Box<dyn Recognizer>> {
    until(PERSONS, patterns, Box::new(asked))
}

/// The same as far as places need it; then what is asked of possible ones is told.
pub fn learning_places(patterns: Patterns, asked: AskedPlaces) -> Vec<Box<dyn Recognizer>> {
    until(PLACES, patterns, Box::new(asked))
}

/// The first `count` of them, and another behind.
fn until(count: usize, patterns: Patterns, last: Box<dyn Recognizer>) -> Vec<Box<dyn Recognizer>> {
    let mut all = behind(patterns);
    all.truncate(count);
    all.push(last);
    all
}

/// Which of the recognizers finds places, and which people's names.
const PLACES: usize = 5;
const PERSONS: usize = 9;

/// The same with ready-made patterns.
pub fn behind(patterns: Patterns) -> Vec<Box<dyn Recognizer>> {
    vec![
        Box::new(patterns),
        Box::new(Keep),
        Box::new(Identifiers),
        Box::new(Figures),
        Box::new(Placeholders),
        Box::new(Places),
        Box::new(Orgs),
        Box::new(Markers::new()),
        Box::new(Consistency::new()),
        Box::new(Persons),
        Box::new(Overrule),
    ]
}
