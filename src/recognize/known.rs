//! What a document says about itself: terms confirmed in the first reading that the second looks for.
//!
//! A text is searched for all terms at once: a bit for each pair of characters that a term starts with sorts out
//! nearly every place, and what is left is looked up by its characters, once for each length that terms have.

use crate::rule::RuleId;

/// Bits of the gate for each term: few enough pairs pass by chance.
const BITS_PER_TERM: usize = 32;

/// The document's own terms.
#[derive(Debug, Default)]
pub struct Known {
    /// In order, once finished.
    terms: Vec<(Vec<char>, RuleId)>,
    /// A bit for each pair of characters that starts a term; a power of two of words.
    gate: Vec<u64>,
    /// A bit for each length that terms have.
    lengths: u32,
}

impl Known {
    /// Adds a term that was confirmed (`丰都` from 丰都县, a person's full name); its second mention adds nothing.
    pub fn learn(&mut self, term: String, rule: RuleId) {
        let term: Vec<char> = term.chars().collect();
        if (2..=20).contains(&term.len()) {
            self.terms.push((term, rule));
        }
    }

    /// Makes the learned terms searchable.
    pub fn finish(&mut self) {
        self.terms.sort();
        self.terms.dedup_by(|a, b| a.0 == b.0);
        let words = (self.terms.len() * BITS_PER_TERM).div_ceil(64).next_power_of_two();
        self.gate = vec![0; words];
        self.lengths = 0;
        for (term, _) in &self.terms {
            let bit = bit(term[0], term[1], words);
            self.gate[bit / 64] |= 1 << (bit % 64);
            self.lengths |= 1 << term.len();
        }
    }

    /// What a term was confirmed as.
    pub fn get(&self, term: &str) -> Option<RuleId> {
        let term: Vec<char> = term.chars().collect();
        self.look_up(&term)
    }

    /// Calls `hit` with start, length in characters and rule of every learned term in `text`.
    pub fn find(&self, text: &[char], mut hit: impl FnMut(usize, usize, RuleId)) {
        if self.terms.is_empty() {
            return;
        }
        for (start, pair) in text.windows(2).enumerate() {
            let bit = bit(pair[0], pair[1], self.gate.len());
            if self.gate[bit / 64] & (1 << (bit % 64)) == 0 {
                continue;
            }
            let mut lengths = self.lengths;
            while lengths != 0 {
                let length = lengths.trailing_zeros() as usize;
                lengths &= lengths - 1;
                let Some(term) = text.get(start..start + length) else { break };
                if let Some(rule) = self.look_up(term) {
                    hit(start, length, rule);
                }
            }
        }
    }

    fn look_up(&self, term: &[char]) -> Option<RuleId> {
        self.terms.binary_search_by(|(t, _)| t.as_slice().cmp(term)).ok().map(|i| self.terms[i].1)
    }
}

/// The bit of a pair in a gate of `words` words.
#[inline]
fn bit(a: char, b: char, words: usize) -> usize {
    let mixed = (u64::from(a as u32) << 21 | u64::from(b as u32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize & (words * 64 - 1)
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::rule::RuleId;

    fn hits(terms: &[(&str, RuleId)], text: &str) -> Vec<(usize, usize, RuleId)> {
        let mut known = Known::default();
        for (term, rule) in terms {
            known.learn((*term).to_owned(), *rule);
        }
        known.finish();
        let (text, mut hits) = (text.chars().collect::<Vec<_>>(), Vec::new());
        known.find(&text, |start, length, rule| hits.push((start, length, rule)));
        hits
    }

    #[test]
    fn every_term_is_found_shortest_first() {
        let terms =
            [("清溪", RuleId::PLACE), ("清溪煤业", RuleId::ORG), ("清溪", RuleId::PLACE), ("溪", RuleId::PLACE)];
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
        known.learn("清溪".to_owned(), RuleId::PLACE);
        known.finish();
        assert_eq!((known.get("清溪"), known.get("溪清")), (Some(RuleId::PLACE), None));
    }
}
