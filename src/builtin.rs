//! The embedded patterns.

use crate::engine::Engine;
use crate::lexicon::Lexicon;
use crate::policy::Policy;
use crate::recognize::{self, Gate, Patterns};
use crate::rule::RuleSet;

/// What the build script made of the rule files.
mod ready {
    include!(concat!(env!("OUT_DIR"), "/rules.rs"));
}
static RULES: &str = include_str!(concat!(env!("OUT_DIR"), "/rules.txt"));
static KEYWORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/keywords.bin"));
static TERMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/terms.bin"));
static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));

/// The built-in rules.
///
/// # Panics
/// Never: the build script makes them.
pub fn rules() -> RuleSet {
    RuleSet::open(RULES, ready::NUMBERS, ready::PROGRAMS)
        .expect("the build script packs the rules for this version")
}

/// The curated lists with the gazetteer, and the ordinary words.
///
/// # Panics
/// Never in a tested build: the tables are part of it, and a test opens them.
pub fn lexicons() -> (Lexicon, Lexicon) {
    let open = |bytes| Lexicon::open(bytes).unwrap_or_else(|error| panic!("{error}"));
    (open(TERMS), open(WORDS))
}

/// The keywords of the built-in rules.
///
/// # Panics
/// Never in a tested build: the table is part of it, and a test opens it.
pub fn gate() -> Gate {
    Gate {
        keywords: Lexicon::open(KEYWORDS).unwrap_or_else(|error| panic!("{error}")),
        ends: ready::ENDS.into(),
        opens: ready::OPENS.into(),
        pairs: ready::PAIRS.into(),
        singles: ready::SINGLES.into(),
    }
}

/// The built-in engine with a policy.
///
/// # Panics
/// Never in a tested build: all its parts are part of it, and a test opens them.
pub fn engine(policy: Policy) -> Engine {
    let rules = rules();
    let recognizers = recognize::behind(Patterns::behind(gate(), &rules));
    let (terms, words) = lexicons();
    Engine::new(rules, terms, words, recognizers, policy)
}
