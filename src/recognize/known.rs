//! What a document says about itself: terms confirmed in the first reading that the second looks for.
//!
//! A text is searched for all terms at once: a small table tells for each pair of characters how long the terms are
//! that start with it, which is nothing for nearly every pair; what is left is looked up by its hash.

use std::cell::OnceCell;

use crate::rule::RuleId;

/// The document's own terms.
#[derive(Debug, Default)]
pub struct Known {
    /// In order, once finished.
    terms: Vec<(Vec<char>, RuleId)>,
    /// For each class of pairs that start a term, a bit for each length; a power of two.
    lengths: Vec<u32>,
    /// Open addressing by the hash of the term: its index and one, or 0; a power of two.
    slots: Vec<u32>,
    /// For each class of terms, the index of the last one that was learned.
    recent: Vec<u32>,
    /// Start, length and rule of every term in the text, once it was searched.
    hits: OnceCell<Vec<(u32, u32, RuleId)>>,
}

impl Known {
    /// Adds a term that was confirmed (`丰都` from 丰都县, a person's full name); its second mention adds nothing.
    pub fn learn(&mut self, term: impl AsRef<str>, rule: RuleId) {
        let term: Vec<char> = term.as_ref().chars().collect();
        self.learn_chars(&term, rule);
    }

    /// The same for characters of the text; what was learned a moment ago costs nothing.
    pub fn learn_chars(&mut self, term: &[char], rule: RuleId) {
        if !(2..=LONGEST).contains(&term.len()) {
            return;
        }
        self.recent.resize(RECENT, 0);
        let last = &mut self.recent[class_of(term, RECENT)];
        if self.terms.get(*last as usize).is_none_or(|known| known.0 != term || known.1 != rule) {
            *last = self.terms.len() as u32;
            self.terms.push((term.to_vec(), rule));
        }
    }

    /// Makes the learned terms searchable.
    pub fn finish(&mut self) {
        self.terms.sort();
        self.terms.dedup_by(|a, b| a.0 == b.0);
        self.lengths = vec![0; (self.terms.len() * 16).next_power_of_two()];
        self.slots = vec![0; (self.terms.len() * 2).next_power_of_two()];
        for (index, (term, _)) in self.terms.iter().enumerate() {
            let class = class(step(step(0, term[0]), term[1]), self.lengths.len());
            self.lengths[class] |= 1 << term.len();
            let mut slot = class_of(term, self.slots.len());
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            self.slots[slot] = index as u32 + 1;
        }
    }

    /// What a term was confirmed as.
    pub fn get(&self, term: &str) -> Option<RuleId> {
        let term: Vec<char> = term.chars().collect();
        (!self.terms.is_empty()).then(|| self.look_up(&term, class_of(&term, self.slots.len()))).flatten()
    }

    /// Calls `hit` with start, length in characters and rule of every learned term in `text`, shortest first. The
    /// terms are those of one text, which is searched once and not again for the next recognizer.
    pub fn find(&self, text: &[char], mut hit: impl FnMut(usize, usize, RuleId)) {
        for &(start, length, rule) in self.hits.get_or_init(|| self.search(text)) {
            hit(start as usize, length as usize, rule);
        }
    }

    fn search(&self, text: &[char]) -> Vec<(u32, u32, RuleId)> {
        let mut hits = Vec::new();
        if self.terms.is_empty() {
            return hits;
        }
        for (start, pair) in text.windows(2).enumerate() {
            let mut hash = step(step(0, pair[0]), pair[1]);
            let mut lengths = self.lengths[class(hash, self.lengths.len())];
            let mut hashed = 2;
            while lengths != 0 {
                let length = lengths.trailing_zeros() as usize;
                lengths &= lengths - 1;
                let Some(term) = text.get(start..start + length) else { break };
                hash = term[hashed..].iter().fold(hash, |hash, &c| step(hash, c));
                hashed = length;
                if let Some(rule) = self.look_up(term, class(hash, self.slots.len())) {
                    hits.push((start as u32, length as u32, rule));
                }
            }
        }
        hits
    }

    fn look_up(&self, term: &[char], mut slot: usize) -> Option<RuleId> {
        loop {
            let (known, rule) = self.terms.get((self.slots[slot] as usize).checked_sub(1)?)?;
            if known == term {
                return Some(*rule);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

/// Longest term in characters; its length must fit the mask of lengths.
const LONGEST: usize = 20;
/// How many terms are remembered while learning.
const RECENT: usize = 512;

#[inline]
fn step(hash: u64, c: char) -> u64 {
    let mixed = (hash ^ u64::from(c as u32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 29
}

/// The class of a hash among `classes`, a power of two.
#[inline]
const fn class(hash: u64, classes: usize) -> usize {
    (hash >> 20) as usize & (classes - 1)
}

fn class_of(term: &[char], classes: usize) -> usize {
    class(term.iter().fold(0, |hash, &c| step(hash, c)), classes)
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::rule::RuleId;

    fn hits(terms: &[(&str, RuleId)], text: &str) -> Vec<(usize, usize, RuleId)> {
        let mut known = Known::default();
        for (term, rule) in terms {
            known.learn(*term, *rule);
        }
        known.finish();
        let (text, mut hits) = (text.chars().collect::<Vec<_>>(), Vec::new());
        known.find(&text, |start, length, rule| hits.push((start, length, rule)));
        hits
    }

    #[test]
    fn every_term_is_found_shortest_first() {
        let terms = [
            ("清溪", RuleId::PLACE),
            ("清溪煤业", RuleId::ORG),
            ("清溪", RuleId::PLACE),
            ("溪", RuleId::PLACE),
        ];
        let found = hits(&terms, "在清溪煤业和清溪");
        assert_eq!(found, [(1, 2, RuleId::PLACE), (1, 4, RuleId::ORG), (6, 2, RuleId::PLACE)]);
    }

    #[test]
    fn nothing_is_found_without_terms_or_at_the_end_of_the_text() {
        assert!(hits(&[], "清溪").is_empty());
        assert!(hits(&[("清溪镇", RuleId::PLACE)], "清溪").is_empty());
        assert!(hits(&[("清溪镇", RuleId::PLACE)], "").is_empty());
    }

    #[test]
    fn a_term_is_known_by_its_text() {
        let mut known = Known::default();
        known.learn("清溪", RuleId::PLACE);
        known.finish();
        assert_eq!((known.get("清溪"), known.get("溪清")), (Some(RuleId::PLACE), None));
    }
}
