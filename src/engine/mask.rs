//! Masking, verified: what was masked is scanned again, until nothing is found that the style would mask.
//!
//! Each round counts in the text the round before made, and its edits are folded into those so far, so the result is
//! one list of edits of the original. A second `mask` of the result finds what the last round found: nothing.

use std::borrow::Cow;

use super::{Edits, Engine};
use crate::allow::Allowed;
use crate::edit::{self, Edit, Sources, Targets, compose};
use crate::finding::Finding;
use crate::rule::Cure;
use crate::span::Span;
use crate::style::{Masker, Style};

/// How often the result is masked again before what is left is reported. One round is the rule; the second takes
/// what only shows when its neighbours are masked.
pub const ROUNDS: usize = 5;

impl Engine {
    /// The edits that mask `text` in `style`, verified: the result is scanned again, and what would still be found
    /// is masked too; what cannot be is in [`Edits::left`].
    pub fn mask(&self, text: &str, style: &Style) -> Edits {
        self.mask_with(text, &mut style.masker())
    }

    /// As [`Self::mask`], for a document of several parts: the masker keeps its numbering from part to part.
    pub fn mask_with(&self, text: &str, masker: &mut Masker) -> Edits {
        self.mask_around(text, masker, &Allowed::default())
    }

    /// As [`Self::mask_with`]; what is allowed stays.
    pub fn mask_around(&self, text: &str, masker: &mut Masker, allowed: &Allowed) -> Edits {
        match masker.plain() {
            Some(mut plain) => self.mask_invented(text, masker, &mut plain, allowed),
            None => self.mask_rounds(text, masker, allowed),
        }
    }

    /// Masks with surrogates: with marks first, verified as marks are; then what is invented takes their places, and
    /// whatever is found elsewhere because of it is masked too. A surrogate is told from a leak by where it stands.
    fn mask_invented(&self, text: &str, masker: &mut Masker, plain: &mut Masker, allowed: &Allowed) -> Edits {
        let mut both = Edits::default();
        let mut now = Cow::Borrowed(text);
        for round in 0..=ROUNDS {
            let mut step = self.mask_rounds(&now, plain, &standing(allowed, &both.edits));
            if step.edits.is_empty() || round == ROUNDS {
                both.left = if step.edits.is_empty() { step.left } else { step.findings };
                break;
            }
            masker.meet(&now, &step.findings);
            let marked = Sources::new(&step.edits);
            masker.invent(&now, &mut step.edits, &step.findings, &self.rules);
            let made = Targets::new(&step.edits);
            for finding in &mut step.left {
                let (start, end) = (marked.offset(finding.span.start), marked.offset(finding.span.end));
                finding.span = made.span(Span::new(start, end.max(start)));
            }
            let left = std::mem::take(&mut step.left);
            now = both.then(now, step);
            if !left.is_empty() {
                both.left = left;
                break;
            }
        }
        both
    }

    fn mask_rounds(&self, text: &str, masker: &mut Masker, allowed: &Allowed) -> Edits {
        let mut masked = Edits::default();
        let mut now = Cow::Borrowed(text);
        for round in 0..=ROUNDS {
            let mut found = self.scan_to_mask(&now);
            allowed.after(&masked.edits).take_from(&mut found, &self.rules);
            masker.meet(&now, &found);
            let (step, found) = self.mask_found(&now, found, masker);
            if step.is_empty() {
                break;
            }
            if round == ROUNDS {
                masked.left = found;
                break;
            }
            masked.add_findings(found);
            now = Cow::Owned(edit::apply(&now, &step));
            masked.add_edits(step);
        }
        masked
    }

    /// The edits that take scrape markers out of `text` and mask what stays, as one list, verified as both.
    pub fn mask_clean(&self, text: &str, style: &Style) -> Edits {
        self.mask_clean_with(text, &mut style.masker())
    }

    /// As [`Self::mask_clean`], for a document of several parts.
    pub fn mask_clean_with(&self, text: &str, masker: &mut Masker) -> Edits {
        self.mask_clean_around(text, masker, &Allowed::default())
    }

    /// As [`Self::mask_clean_with`]; what is allowed stays.
    pub fn mask_clean_around(&self, text: &str, masker: &mut Masker, allowed: &Allowed) -> Edits {
        let mut both = Edits::default();
        let mut now = Cow::Borrowed(text);
        for round in 0..=ROUNDS {
            let mut cleaned = self.clean_around(&now, &allowed.after(&both.edits));
            cleaned.findings.retain(|finding| finding.cure != Cure::Report);
            let stays_clean = cleaned.edits.is_empty();
            let left = std::mem::take(&mut cleaned.left);
            now = both.then(now, cleaned);
            let stays =
                if masker.invents() { standing(allowed, &both.edits) } else { allowed.after(&both.edits) };
            let masked = self.mask_around(&now, masker, &stays);
            if round > 0 && stays_clean && masked.edits.is_empty() {
                both.left = left;
                both.left.extend(masked.left);
                break;
            }
            now = both.then(now, masked);
        }
        both
    }

    /// The edits of one round, which mask what was found in a text or a window of it, and the findings they come
    /// from; not verified.
    pub fn mask_found(
        &self,
        text: &str,
        found: Vec<Finding>,
        masker: &mut Masker,
    ) -> (Vec<Edit>, Vec<Finding>) {
        let mut edits: Vec<Edit> = Vec::new();
        let mut masked = Vec::new();
        for mut finding in found {
            // What lies in a mask that an earlier finding widened to is gone with it.
            let taken = edits.last().map_or(0, |edit| edit.span.end);
            if finding.span.end <= taken {
                continue;
            }
            finding.span = masker.widen(text, finding.span);
            finding.span.start = finding.span.start.max(taken);
            if let Some(mut content) = masker.replacement(text, &finding, &self.rules) {
                let touching =
                    masked.last().filter(|before: &&Finding| before.span.end == finding.span.start);
                if let (Some(before), Some(edit)) = (touching, edits.last()) {
                    content = masker.join((before.rule, &edit.content), finding.rule, content, &self.rules);
                }
                edits.push(Edit::replacement(finding.span, content));
                masked.push(finding);
            }
        }
        (edits, masked)
    }
}

/// What is allowed after these edits, and what they wrote.
fn standing<'a>(allowed: &'a Allowed, edits: &[Edit]) -> Cow<'a, Allowed> {
    if edits.is_empty() {
        return Cow::Borrowed(allowed);
    }
    let targets = Targets::new(edits);
    let written = edits.iter().map(|edit| targets.span(edit.span)).collect();
    Cow::Owned(allowed.after(edits).into_owned().and(written))
}

impl Edits {
    /// Adds the findings of a later step; those that only touch what an earlier one replaced are left out.
    fn add_findings(&mut self, found: Vec<Finding>) {
        if self.edits.is_empty() {
            self.findings.extend(found);
            return;
        }
        let sources = Sources::new(&self.edits);
        let back = |span: Span| Span::new(sources.offset(span.start), sources.offset(span.end));
        for mut finding in found {
            finding.span = back(finding.span);
            finding.kept.iter_mut().for_each(|kept| *kept = back(*kept));
            finding.evidence.iter_mut().for_each(|evidence| evidence.span = back(evidence.span));
            self.findings.push(finding);
        }
        // The sort is stable: of two that start together the earlier step's comes first and stays.
        self.findings.sort_by_key(|finding| finding.span.start);
        let mut end = 0;
        self.findings.retain(|finding| {
            let free = finding.span.start >= end && !finding.span.is_empty();
            end = if free { finding.span.end } else { end };
            free
        });
    }

    /// Adds the edits of a later step, which count in the text that the edits so far make.
    fn add_edits(&mut self, step: Vec<Edit>) {
        self.edits = if self.edits.is_empty() { step } else { compose(&self.edits, &step) };
    }

    /// Applies a step to `now`, the text that the edits so far make, and takes it over.
    fn then<'t>(&mut self, now: Cow<'t, str>, step: Self) -> Cow<'t, str> {
        self.left = step.left;
        self.add_findings(step.findings);
        if step.edits.is_empty() {
            return now;
        }
        let after = edit::apply(&now, &step.edits);
        self.add_edits(step.edits);
        Cow::Owned(after)
    }
}

#[cfg(test)]
mod tests;
