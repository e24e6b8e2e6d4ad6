//! The expressions of patterns, made to be compiled in a moment: a short text opens a dozen of them, and the usual
//! ways of making a regular expression fast would take longer than reading the text.
//!
//! Three things keep it short. The classes that Unicode fills from many planes (`\w`, `\d`, `\s`, `\p{Han}`) mean
//! what Chinese documents have of them. Only one automaton is built, not a second one for reading backwards. And its
//! states are made while a line is read, so that those no line needs are never made.

use std::fmt;

use regex_automata::hybrid::dfa;
use regex_automata::nfa::thompson::pikevm::{self, PikeVM};
use regex_automata::nfa::thompson::{Compiler, NFA};
use regex_automata::util::captures::Captures;
use regex_automata::util::pool::Pool;
use regex_automata::{Input, MatchKind};

use crate::span::Span;

/// The name of the group that is the span.
const HIT: &str = "hit";

/// What the classes of an expression mean here. Han characters must not be `\w`.
const CLASSES: &[(&str, &str)] = &[
    (r"\p{Han}", "一-\u{9fff}〇"),
    (r"\d", "0-9０-９"),
    (r"\w", "0-9A-Za-z_"),
    (r"\s", " \t\r\u{a0}\u{3000}"),
];

type MakeCaches = Box<dyn Fn() -> Caches + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>;

/// A compiled expression.
pub struct Expression {
    threads: PikeVM,
    /// Says quickly that a text has no match, or where the match ends.
    forward: Option<dfa::DFA>,
    caches: Pool<Caches, MakeCaches>,
    /// The group that is the span.
    hit: usize,
}

struct Caches {
    threads: pikevm::Cache,
    forward: Option<dfa::Cache>,
    groups: Captures,
}

impl Expression {
    /// Compiles an expression; where it has a group `hit`, that is the span.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn new(expression: &str) -> Result<Self, String> {
        let tree = regex_syntax::parse(&narrow(expression)).map_err(|error| error.to_string())?;
        let nfa = Compiler::new().build_from_hir(&tree).map_err(|error| error.to_string())?;
        Self::of(nfa)
    }

    fn of(nfa: NFA) -> Result<Self, String> {
        // What it cannot do (a word edge), the threads do alone.
        let config = dfa::Config::new().match_kind(MatchKind::LeftmostFirst).skip_cache_capacity_check(true);
        let forward = dfa::Builder::new().configure(config).build_from_nfa(nfa.clone()).ok();
        let threads = PikeVM::new_from_nfa(nfa).map_err(|error| error.to_string())?;
        let hit =
            (threads.get_nfa().group_info().to_index(regex_automata::PatternID::ZERO, HIT)).unwrap_or(0);
        let (t, f) = (threads.clone(), forward.clone());
        let make: MakeCaches = Box::new(move || Caches {
            threads: t.create_cache(),
            forward: f.as_ref().map(dfa::DFA::create_cache),
            groups: t.create_captures(),
        });
        Ok(Self { threads, forward, caches: Pool::new(make), hit })
    }

    /// Whether it matches somewhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        let mut any = false;
        self.each(text, |_| any = true);
        any
    }

    /// Hands on the span of each match, from left to right.
    pub fn each(&self, text: &str, mut found: impl FnMut(Span)) {
        let mut guard = self.caches.get();
        let caches = &mut *guard;
        let mut at = 0;
        while at <= text.len() {
            let mut input = Input::new(text).range(at..);
            if let (Some(forward), Some(cache)) = (&self.forward, &mut caches.forward) {
                match forward.try_search_fwd(cache, &input) {
                    Ok(None) => return,
                    Ok(Some(end)) => input.set_end(end.offset()),
                    Err(_) => {}
                }
            }
            self.threads.captures(&mut caches.threads, input, &mut caches.groups);
            let Some(whole) = caches.groups.get_match() else { return };
            let hit = caches.groups.get_group(self.hit).unwrap_or(whole.span());
            found(Span::new(hit.start, hit.end));
            at = whole.end();
            if whole.is_empty() {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expression").finish_non_exhaustive()
    }
}

/// The expression with its classes written out.
fn narrow(expression: &str) -> String {
    let mut narrowed = String::with_capacity(expression.len() * 2);
    let (mut rest, mut in_class) = (expression, false);
    while let Some(c) = rest.chars().next() {
        if let Some((class, meaning)) = CLASSES.iter().find(|(class, _)| rest.starts_with(class)) {
            narrowed.extend((!in_class).then_some('['));
            narrowed.push_str(meaning);
            narrowed.extend((!in_class).then_some(']'));
            rest = &rest[class.len()..];
            continue;
        }
        let escaped = if c == '\\' { rest[1..].chars().next() } else { None };
        match c {
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        narrowed.push(c);
        narrowed.extend(escaped);
        rest = &rest[c.len_utf8() + escaped.map_or(0, char::len_utf8)..];
    }
    narrowed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits<'t>(expression: &str, text: &'t str) -> Vec<&'t str> {
        let mut all = Vec::new();
        Expression::new(expression).unwrap().each(text, |span| all.push(span.of(text)));
        all
    }

    #[test]
    fn the_group_hit_is_the_span() {
        assert_eq!(hits("第(?P<hit>[一二]+)条", "第一条、第二条"), ["一", "二"]);
        assert_eq!(hits("第[一二]+条", "第一条、第二条"), ["第一条", "第二条"]);
    }

    #[test]
    fn alternatives_are_tried_in_their_order() {
        assert_eq!(hits("甲|甲乙", "甲乙"), ["甲"]);
        assert_eq!(hits("甲乙|甲", "甲乙"), ["甲乙"]);
    }

    #[test]
    fn an_end_looks_at_what_stands_behind() {
        assert_eq!(hits("甲+$", "甲甲乙甲"), ["甲"]);
        assert_eq!(hits("^甲", "甲甲"), ["甲"]);
    }

    #[test]
    fn empty_matches_come_to_an_end() {
        assert_eq!(hits("乙*", "甲乙甲").len(), 4);
    }

    #[test]
    fn classes_hold_what_documents_have() {
        assert_eq!(hits(r"\w+", "第3号 a_b，甲"), ["3", "a_b"]);
        assert_eq!(hits(r"[^\w]+", "a甲😀。1"), ["甲😀。"]);
        assert_eq!(hits(r"\d+", "3和４"), ["3", "４"]);
        assert_eq!(hits(r"[\p{Han}a]+", "第a。〇"), ["第a", "〇"]);
        assert_eq!(hits(r"\[\d\]", "[1]"), ["[1]"]);
    }

    #[test]
    fn a_word_edge_is_no_hindrance() {
        assert_eq!(hits(r"\bab\b", "ab cab ab"), ["ab", "ab"]);
    }

    #[test]
    fn a_fault_is_said_in_words() {
        assert!(Expression::new("(甲").unwrap_err().contains("unclosed group"));
    }
}
