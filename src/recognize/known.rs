//! What a document says about itself: terms confirmed in the first reading that the second looks for.
//!
//! A text is searched for all terms at once, and once for all who ask: a small set of bits tells for each pair of
//! characters whether a term may start with it, which is not so for nearly every pair; a table tells how long these
//! terms are, and what is left is looked up by its hash.

use std::sync::OnceLock;

use crate::rule::RuleId;

/// The document's own terms.
#[derive(Debug, Default)]
pub struct Known {
    /// Each once, when finished.
    terms: Vec<(Vec<char>, RuleId)>,
    /// A bit for each class of pairs that start a term; a power of two of bits.
    pairs: Vec<u64>,
    /// For each class of pairs that start a term, a bit for each length; a power of two.
    lengths: Vec<u32>,
    /// Open addressing by the hash of the term: its index and one, or 0; a power of two.
    slots: Vec<u32>,
    /// For each class of terms, the index of the last one that was learned.
    recent: Vec<u32>,
    /// What was found in the text: start, length, rule.
    hits: OnceLock<Vec<(u32, u32, RuleId)>>,
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
        self.place();
        self.lengths = vec![0; (self.terms.len() * 16).next_power_of_two()];
        self.pairs = vec![0; self.terms.len().next_power_of_two()];
        for (term, _) in &self.terms {
            let bit = pair_class(term[0], term[1], self.pairs.len() * 64);
            self.pairs[bit >> 6] |= 1 << (bit & 63);
            let class = class(step(step(0, term[0]), term[1]), self.lengths.len());
            self.lengths[class] |= 1 << term.len();
        }
    }

    /// Puts the learned terms into their slots, and drops those that are there already.
    fn place(&mut self) {
        let learned = std::mem::take(&mut self.terms);
        self.slots = vec![0; (learned.len() * 2).next_power_of_two()];
        // What is known for sure comes before a given name alone.
        let order = |rule: RuleId| (rule == RuleId::NAME, rule);
        for (term, rule) in learned {
            let mut slot = class_of(&term, self.slots.len());
            loop {
                let Some(index) = (self.slots[slot] as usize).checked_sub(1) else {
                    self.terms.push((term, rule));
                    self.slots[slot] = self.terms.len() as u32;
                    break;
                };
                let known = &mut self.terms[index];
                if known.0 == term {
                    known.1 = if order(rule) < order(known.1) { rule } else { known.1 };
                    break;
                }
                slot = (slot + 1) & (self.slots.len() - 1);
            }
        }
    }

    /// What a term was confirmed as.
    pub fn get(&self, term: &str) -> Option<RuleId> {
        let term: Vec<char> = term.chars().collect();
        (!self.terms.is_empty()).then(|| self.look_up(&term, class_of(&term, self.slots.len()))).flatten()
    }

    /// Calls `hit` with start, length in characters and rule of every learned term in `text`, shortest first. All
    /// calls are for one text: it is searched once.
    pub fn find(&self, text: &[char], mut hit: impl FnMut(usize, usize, RuleId)) {
        for &(start, length, rule) in self.hits.get_or_init(|| self.search(text)) {
            hit(start as usize, length as usize, rule);
        }
    }

    fn search(&self, text: &[char]) -> Vec<(u32, u32, RuleId)> {
        const BLOCK: usize = 256;
        let mut hits = Vec::new();
        if self.terms.is_empty() {
            return hits;
        }
        let mut places = [0u32; BLOCK];
        for base in (0..text.len()).step_by(BLOCK) {
            let mut count = 0;
            for (at, pair) in text[base..(base + BLOCK + 1).min(text.len())].windows(2).enumerate() {
                let bit = pair_class(pair[0], pair[1], self.pairs.len() * 64);
                places[count & (BLOCK - 1)] = (base + at) as u32;
                count += (self.pairs[bit >> 6] >> (bit & 63) & 1) as usize;
            }
            for &start in &places[..count] {
                self.starting(text, start as usize, &mut hits);
            }
        }
        hits
    }

    /// Adds the terms that start at `start`.
    fn starting(&self, text: &[char], start: usize, hits: &mut Vec<(u32, u32, RuleId)>) {
        let mut hash = step(step(0, text[start]), text[start + 1]);
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

/// The class of two characters among `classes`, a power of two.
#[inline]
const fn pair_class(a: char, b: char, classes: usize) -> usize {
    let mixed = (a as u32).wrapping_mul(0x9e37_79b1) ^ (b as u32).wrapping_mul(0x85eb_ca77);
    (mixed >> 7) as usize & (classes - 1)
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
