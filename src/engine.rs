//! The engine joins recognizers, resolution and policy: text in, findings and edits out. It holds no mutable state.

use crate::edit::Edit;
use crate::finding::{Evidence, Finding};
use crate::lexicon::Lexicon;
use crate::policy::Policy;
use crate::recognize::{Buffers, Candidate, Context, Known, Patterns, Recognizer, Text};
use crate::resolve::{Reason, resolve};
use crate::rule::{Additions, Group, RuleError, RuleId, RuleSet};

pub mod across;
mod clean;
mod hidden;
mod mask;
mod piece;
mod units;

pub use clean::{CLEAN_ROUNDS, clean_cut};
use hidden::Hidden;
pub use mask::ROUNDS;
pub use piece::{Room, window};
pub use units::{by_unit, secrets};

/// How much text is read at once; the document's own terms are known inside this reach.
///
/// A piece's tables stay in the second-level cache; reports are far shorter.
const WINDOW: usize = 1 << 18;

/// Everything found in one unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The findings, sorted and disjoint.
    pub findings: Vec<Finding>,
    /// What was looked at and turned down, with the reason; only of [`Engine::scan_explained`].
    pub rejected: Vec<(Finding, Reason)>,
}

/// What a scan is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// To say what there is: findings do not overlap.
    Report,
    /// To say also what was turned down.
    Explain,
    /// To mask: what names and identifiers a marker or a damaged part holds comes behind it, since it will stay.
    Mask,
}

/// A unit's edits, and what is still there when they are applied.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits {
    /// The edits, sorted and disjoint.
    pub edits: Vec<Edit>,
    /// The findings that the edits come from.
    pub findings: Vec<Finding>,
    /// Findings in the edited text (in its offsets) that should not be there.
    pub left: Vec<Finding>,
}

/// Finds, masks and cleans.
#[derive(Debug)]
pub struct Engine {
    rules: RuleSet,
    terms: Lexicon,
    words: Lexicon,
    recognizers: Vec<Box<dyn Recognizer>>,
    policy: Policy,
}

impl Engine {
    /// An engine of these parts; [`crate::builtin::engine`] gives the built-in one.
    pub fn new(
        rules: RuleSet,
        terms: Lexicon,
        words: Lexicon,
        recognizers: Vec<Box<dyn Recognizer>>,
        policy: Policy,
    ) -> Self {
        Self { rules, terms, words, recognizers, policy }
    }

    /// The rules.
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The policy.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Adds rules and kept forms of a user's own behind the others, each as file and content.
    ///
    /// # Errors
    /// When a name, an expression or a keyword cannot be used; then some of them may have been added.
    pub fn extend<'a>(
        &mut self,
        added: impl IntoIterator<Item = (&'a str, &'a Additions)>,
    ) -> Result<(), RuleError> {
        let before = self.rules.size();
        for (file, added) in added {
            self.rules.extend(file, added)?;
        }
        if self.rules.size() != before {
            let patterns = Patterns::added(&self.rules, before);
            self.add(Box::new(patterns.map_err(|error| RuleError::Keyword(error.to_string()))?));
        }
        Ok(())
    }

    /// Adds a recognizer behind the others.
    pub fn add(&mut self, recognizer: Box<dyn Recognizer>) {
        self.recognizers.push(recognizer);
    }

    /// Everything found in `text`, for one purpose or another; [`Outcome::rejected`] stays empty.
    pub fn scan(&self, text: &str) -> Outcome {
        self.read(text, Aim::Report)
    }

    /// As [`Self::scan`], for [`Self::mask_found`].
    pub fn scan_to_mask(&self, text: &str) -> Vec<Finding> {
        self.read(text, Aim::Mask).findings
    }

    /// As [`Self::scan`], with what was looked at and turned down: several times as much.
    pub fn scan_explained(&self, text: &str) -> Outcome {
        self.read(text, Aim::Explain)
    }

    fn read(&self, text: &str, aim: Aim) -> Outcome {
        let mut outcome = Outcome::default();
        let (mut buffers, mut found) = (Buffers::default(), Vec::new());
        for (start, end) in windows(text) {
            let edges = (start == 0, end == text.len());
            let room = (buffers, &mut found);
            buffers = self.scan_window(text, (start, end), edges, aim, room, &mut outcome);
        }
        outcome
    }

    fn scan_window(
        &self,
        text: &str,
        (start, end): (usize, usize),
        edges: (bool, bool),
        aim: Aim,
        (buffers, found): (Buffers, &mut Vec<Candidate>),
        outcome: &mut Outcome,
    ) -> Buffers {
        let terms = self.terms.view();
        let folded = Text::new(&text[start..end], start, terms, buffers);
        let cx =
            Context { text: &folded, lexicon: terms, words: self.words.view(), rules: &self.rules, edges };
        found.clear();
        for recognizer in &self.recognizers {
            recognizer.recognize(&cx, found);
        }
        let mut known = Known::default();
        for recognizer in &self.recognizers {
            recognizer.learn(&cx, found, &mut known);
        }
        known.finish();
        for recognizer in &self.recognizers {
            recognizer.recall(&cx, &known, found);
        }
        let resolution = resolve(found, &self.rules);
        let (mut asked, mut named) = (None, None);
        for winner in resolution.winners {
            let candidate = &found[winner.index as usize];
            let is_on = self.policy.is_on(&self.rules.rule(candidate.rule).name);
            let is_sure = candidate.score >= self.policy.min_score;
            if is_on && is_sure {
                outcome.findings.push(place(&folded, candidate, winner.start, winner.end));
            } else if is_on && aim == Aim::Explain {
                outcome.rejected.push((place(&folded, candidate, winner.start, winner.end), Reason::Score));
            }
            let stays = matches!(self.rules.group(candidate.rule), Group::Marker | Group::Damage);
            let hidden = if aim == Aim::Mask && stays {
                named.get_or_insert_with(|| Hidden::named(found, &self.rules, &self.policy))
            } else if !is_on || !is_sure {
                asked.get_or_insert_with(|| Hidden::asked(found, &self.rules, &self.policy))
            } else {
                continue;
            };
            let terms = hidden.inside(winner);
            outcome.findings.extend(terms.map(|term| place(&folded, term, term.start, term.end)));
        }
        if aim == Aim::Explain {
            for (index, reason) in resolution.losers {
                let candidate = &found[index as usize];
                outcome.rejected.push((place(&folded, candidate, candidate.start, candidate.end), reason));
            }
        }
        folded.into_buffers()
    }
}

/// Cuts a text at line ends (in a very long line, at punctuation) into pieces of at most [`WINDOW`] bytes.
fn windows(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let end = cut(text, start);
        let window = (start, end);
        start = end;
        Some(window)
    })
}

/// Where the window that starts here ends.
fn cut(text: &str, start: usize) -> usize {
    let mut end = (start + WINDOW).min(text.len());
    if end == text.len() {
        return end;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let window = &text[start..end];
    match window.rfind('\n') {
        Some(at) => start + at + 1,
        // No name goes over the end of a sentence.
        None => window.rfind(['。', '；', '，', '、']).map_or(end, |at| start + at + "。".len()),
    }
}

fn place(text: &Text<'_>, candidate: &Candidate, start: usize, end: usize) -> Finding {
    // The blanks before an empty 年　月　日 are where the year goes.
    let slot = candidate.rule == RuleId::BLANK && text.get(start) == '年';
    let gap =
        candidate.rule == RuleId::BLANK && candidate.clues.iter().any(|c| c.kind == crate::recognize::GAP);
    Finding {
        span: if gap {
            text.blanks_before(start)
        } else if slot {
            text.span_from_blanks(start, end)
        } else {
            text.span(start, end)
        },
        rule: candidate.rule,
        score: candidate.score,
        kept: candidate.kept.iter().map(|&(a, b)| text.span(a as usize, b as usize)).collect(),
        evidence: candidate
            .clues
            .iter()
            .map(|c| Evidence { kind: c.kind, span: text.span(c.start as usize, c.end as usize) })
            .collect(),
        cure: candidate.cure,
    }
}
