//! The embedded patterns.

use crate::engine::Engine;
use crate::lexicon::Lexicon;
use crate::policy::Policy;
use crate::recognize;
use crate::rule::RuleSet;

/// Embeds rule files by name, one a line; a test compares the list with the folder.
macro_rules! rule_files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../patterns/rules/", $name)))),*]
    };
}

/// The rule files, as name and content.
pub const RULE_FILES: &[(&str, &str)] = rule_files![
    "person.toml",
    "place.toml",
    "org.toml",
    "figure.toml",
    "date.toml",
    "id.toml",
    "placeholder.toml",
    "marker-paywall.toml",
    "marker-page.toml",
    "marker-site.toml",
    "damage.toml",
    "spun.toml",
    "consistency.toml",
    "keep.toml",
    "keep-numbers.toml",
];

static TERMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/terms.bin"));
static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));

/// The built-in rules.
///
/// # Panics
/// Never in a tested build: the files are part of it, and a test reads them.
pub fn rules() -> RuleSet {
    RuleSet::parse(RULE_FILES).unwrap_or_else(|error| panic!("{error}"))
}

/// The curated lists with the gazetteer, and the ordinary words.
///
/// # Panics
/// Never in a tested build: the tables are part of it, and a test opens them.
pub fn lexicons() -> (Lexicon, Lexicon) {
    let open = |bytes| Lexicon::open(bytes).unwrap_or_else(|error| panic!("{error}"));
    (open(TERMS), open(WORDS))
}

/// The built-in engine with a policy.
///
/// # Panics
/// Never in a tested build: all its parts are part of it, and a test opens them.
pub fn engine(policy: Policy) -> Engine {
    let rules = rules();
    let recognizers = recognize::builtin(&rules).unwrap_or_else(|error| panic!("{error}"));
    let (terms, words) = lexicons();
    Engine::new(rules, terms, words, recognizers, policy)
}
