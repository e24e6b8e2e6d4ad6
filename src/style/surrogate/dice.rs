//! Dice that fall the same way for the same secret, class, text and throw, and tell nobody else anything.

use hmac::{Hmac, Mac};
use sha2::{Digest as _, Sha256};

/// Numbers made of a secret.
pub(super) struct Dice {
    block: [u8; 32],
    at: usize,
}

impl Dice {
    pub(super) fn new(key: &[u8], class: &str, text: &str, attempt: u32) -> Self {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("a key may have any length");
        for part in [class, text] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.update(&attempt.to_be_bytes());
        Self { block: mac.finalize().into_bytes().into(), at: 0 }
    }

    /// A number from 0, below `sides`.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        if self.at + 4 > self.block.len() {
            self.block = Sha256::digest(self.block).into();
            self.at = 0;
        }
        let four = &self.block[self.at..self.at + 4];
        self.at += 4;
        four.iter().fold(0usize, |all, &byte| all << 8 | usize::from(byte)) % sides.max(1)
    }

    /// One of them; nothing of nothing.
    pub(super) fn pick<'t>(&mut self, words: &'t [String]) -> &'t str {
        words.get(self.roll(words.len())).map_or("", String::as_str)
    }

    /// A digit that is not 0.
    pub(super) fn lead(&mut self) -> char {
        char::from(b'1' + self.roll(9) as u8)
    }

    pub(super) fn digit(&mut self) -> char {
        char::from(b'0' + self.roll(10) as u8)
    }

    /// So many digits.
    pub(super) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| self.digit()).collect()
    }

    pub(super) fn letter(&mut self, of: &[u8]) -> char {
        of.get(self.roll(of.len())).map_or('A', |&byte| char::from(byte))
    }
}
