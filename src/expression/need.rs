//! What every match must contain: one of some literals, so many characters behind its start.
//!
//! A pattern such as `[^\s]{0,24}(?:会员专享|会员可见)` can start anywhere; but 会员专享 or 会员可见 stands at most 24
//! characters behind the start, and where neither stands nothing need be tried.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

use super::program::set_of;

/// Farthest that is told from any distance.
const FAR: usize = 400;
/// What it costs when a literal may stand anywhere behind the start.
const ANYWHERE: usize = 300;
/// Most literals.
const MANY: usize = 160;
/// Largest class that counts as literals.
const SMALL: usize = 12;

/// The literals, and how many characters stand before one: at least, at most ([`FAR`] and more for any number).
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) literals: Vec<Vec<char>>,
    pub(super) before: (usize, usize),
}

impl Need {
    /// How much work is left when this is what is looked for.
    fn cost(&self) -> usize {
        let each = |literal: &Vec<char>| match literal.len() {
            1 => 64,
            2 => 4,
            _ => 1,
        };
        let window = if self.before.1 > FAR { ANYWHERE } else { self.before.1 - self.before.0 };
        self.literals.iter().map(each).sum::<usize>() + window
    }

    /// The words of a program: edges, a set of first characters in 1,024 classes, then the literals by first
    /// character: their number, and each with its length.
    pub(super) fn words(mut self) -> Vec<u32> {
        self.literals.sort();
        self.literals.dedup();
        let most = if self.before.1 > FAR { u32::MAX } else { self.before.1 as u32 };
        let mut words = vec![self.before.0 as u32, most];
        words.extend(set_of(self.literals.iter().map(|literal| literal[0] as u32)));
        words.push(self.literals.len() as u32);
        // First characters in order with where their literal stands, then the literals.
        let mut at = 0;
        for literal in &self.literals {
            words.extend([literal[0] as u32, at]);
            at += 1 + literal.len() as u32;
        }
        for literal in &self.literals {
            words.push(literal.len() as u32);
            words.extend(literal.iter().map(|&c| c as u32));
        }
        words
    }
}

/// Fewest and most characters of what `hir` matches; [`FAR`] + 1 for more than that.
pub(super) fn length(hir: &Hir) -> (usize, usize) {
    let far = FAR + 1;
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, 0),
        HirKind::Literal(literal) => {
            let count = str::from_utf8(&literal.0).map_or(0, |text| text.chars().count());
            (count, count.min(far))
        }
        HirKind::Class(_) => (1, 1),
        HirKind::Repetition(repetition) => {
            let (least, most) = length(&repetition.sub);
            let max = repetition.max.map_or(far, |max| (max as usize).saturating_mul(most));
            let max = if most == 0 { 0 } else { max };
            ((repetition.min as usize).saturating_mul(least).min(far), max.min(far))
        }
        HirKind::Capture(capture) => length(&capture.sub),
        HirKind::Concat(parts) => parts
            .iter()
            .map(length)
            .fold((0, 0), |sum, part| ((sum.0 + part.0).min(far), (sum.1 + part.1).min(far))),
        HirKind::Alternation(parts) => {
            let lengths = || parts.iter().map(length);
            (lengths().map(|l| l.0).min().unwrap_or(0), lengths().map(|l| l.1).max().unwrap_or(0))
        }
    }
}

/// The cheapest need of an expression.
pub(super) fn need(hir: &Hir) -> Option<Need> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(literal) => {
            let literal: Vec<char> = str::from_utf8(&literal.0).ok()?.chars().collect();
            Some(Need { literals: vec![literal], before: (0, 0) })
        }
        HirKind::Class(Class::Unicode(class)) => {
            let size: usize = class.ranges().iter().map(|r| r.len()).sum();
            let chars = || class.ranges().iter().flat_map(|r| r.start()..=r.end());
            (size <= SMALL).then(|| Need { literals: chars().map(|c| vec![c]).collect(), before: (0, 0) })
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Repetition(repetition) if repetition.min == 0 => None,
        HirKind::Repetition(repetition) => need(&repetition.sub),
        HirKind::Capture(capture) => need(&capture.sub),
        HirKind::Concat(parts) => {
            let mut before = (0, 0);
            let mut best: Option<Need> = None;
            for part in parts {
                if let Some(mut found) = need(part) {
                    found.before = (found.before.0 + before.0, (found.before.1 + before.1).min(FAR + 1));
                    if best.as_ref().is_none_or(|best| found.cost() < best.cost()) {
                        best = Some(found);
                    }
                }
                let (least, most) = length(part);
                before = (before.0 + least, (before.1 + most).min(FAR + 1));
            }
            best
        }
        HirKind::Alternation(parts) => {
            let mut all: Option<Need> = None;
            for part in parts {
                let part = need(part)?;
                all = Some(match all {
                    None => part,
                    Some(mut all) => {
                        all.literals.extend(part.literals);
                        all.before = (all.before.0.min(part.before.0), all.before.1.max(part.before.1));
                        all
                    }
                });
            }
            all.filter(|all| all.literals.len() <= MANY)
        }
    }
}

/// The characters that what `hir` matches can start with; `None` when it can match nothing at all.
pub(super) fn first(hir: &Hir) -> Option<ClassUnicode> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Literal(literal) => {
            let c = str::from_utf8(&literal.0).ok()?.chars().next()?;
            Some(ClassUnicode::new([regex_syntax::hir::ClassUnicodeRange::new(c, c)]))
        }
        HirKind::Class(Class::Unicode(class)) => Some(class.clone()),
        HirKind::Repetition(repetition) if repetition.min == 0 => None,
        HirKind::Repetition(repetition) => first(&repetition.sub),
        HirKind::Capture(capture) => first(&capture.sub),
        HirKind::Concat(parts) => {
            let mut all = ClassUnicode::empty();
            for part in parts {
                if let Some(class) = first(part) {
                    all.union(&class);
                    return Some(all);
                }
                all.union(&open_first(part));
            }
            None
        }
        HirKind::Alternation(parts) => {
            let mut all = ClassUnicode::empty();
            for part in parts {
                all.union(&first(part)?);
            }
            Some(all)
        }
    }
}

/// The same for what may match nothing: the characters it can start with when it matches something.
fn open_first(hir: &Hir) -> ClassUnicode {
    let mut all = ClassUnicode::empty();
    match hir.kind() {
        HirKind::Repetition(repetition) => match first(&repetition.sub) {
            Some(class) => all.union(&class),
            None => all.union(&open_first(&repetition.sub)),
        },
        HirKind::Capture(capture) => all.union(&open_first(&capture.sub)),
        HirKind::Concat(parts) => {
            for part in parts {
                match first(part) {
                    Some(class) => {
                        all.union(&class);
                        break;
                    }
                    None => all.union(&open_first(part)),
                }
            }
        }
        HirKind::Alternation(parts) => {
            for part in parts {
                all.union(&first(part).unwrap_or_else(|| open_first(part)));
            }
        }
        _ => {}
    }
    all
}
