//! Exact sets of characters with one load for each question: what a walk over a whole text asks at every character.

use crate::recognize::set::decode;

/// A set of characters of the basic plane, one bit for each.
#[derive(Debug)]
pub(in super::super) struct Anchors {
    bits: [u64; 1024],
}

impl Anchors {
    /// The characters of `chars`, each encoded in one to three bytes, and all from `from` to `to` of `ranges`.
    pub(in super::super) const fn new(chars: &str, ranges: &[(char, char)]) -> Self {
        let mut bits = [0u64; 1024];
        let bytes = chars.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let (c, len) = decode(bytes, at);
            let c = c as usize;
            bits[c >> 6] |= 1 << (c & 63);
            at += len;
        }
        let mut range = 0;
        while range < ranges.len() {
            let mut c = ranges[range].0 as usize;
            while c <= ranges[range].1 as usize {
                bits[c >> 6] |= 1 << (c & 63);
                c += 1;
            }
            range += 1;
        }
        Self { bits }
    }

    /// These and the characters of `more`.
    pub(in super::super) const fn with(&self, more: &str) -> Self {
        let mut all = Self::new(more, &[]);
        let mut word = 0;
        while word < all.bits.len() {
            all.bits[word] |= self.bits[word];
            word += 1;
        }
        all
    }

    /// The first characters of `words`.
    pub(in super::super) const fn first_of(words: &[&str]) -> Self {
        let mut bits = [0u64; 1024];
        let mut at = 0;
        while at < words.len() {
            let c = decode(words[at].as_bytes(), 0).0 as usize;
            bits[c >> 6] |= 1 << (c & 63);
            at += 1;
        }
        Self { bits }
    }

    /// Whether `c` is one of them.
    #[inline]
    pub(in super::super) fn has(&self, c: char) -> bool {
        let c = c as usize;
        self.bits.get(c >> 6).is_some_and(|word| word & (1 << (c & 63)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::Anchors;
    use crate::recognize::{is_cnum, is_digit};

    #[test]
    fn a_set_holds_its_characters_and_ranges_and_nothing_else() {
        static SET: Anchors = Anchors::new("a×镇", &[('0', '9')]);
        assert!("a×镇059".chars().all(|c| SET.has(c)));
        assert!(!"b乡，/:𠮷\u{ffff}".chars().any(|c| SET.has(c)));
    }

    #[test]
    fn the_walks_stop_at_every_numeral() {
        for c in ('\0'..='\u{ffff}').filter(|&c| is_cnum(c) || is_digit(c)) {
            assert!(super::super::NUMERALS.has(c), "{c}");
        }
    }
}
