//! What was learned: for each question two weights, in sixteenths.

use std::ops::AddAssign;

use super::hash::{Hash, SLOT};

/// What the answers say together.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::recognize) struct Sum {
    /// Of this case by itself.
    pub(in crate::recognize) alone: i32,
    /// Knowing what the others say.
    pub(in crate::recognize) among: i32,
}

impl AddAssign for Sum {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        self.alone += other.alone;
        self.among += other.among;
    }
}

/// A table of weights; a power of two of slots, less than half of them taken.
#[derive(Debug)]
pub(in crate::recognize) struct Table(&'static [[u8; SLOT]]);

impl Table {
    pub(in crate::recognize) const fn new(bytes: &'static [u8]) -> Self {
        let slots = bytes.as_chunks().0;
        assert!(slots.len().is_power_of_two(), "made so");
        Self(slots)
    }

    /// The weights of a question; nothing for what was not learned.
    #[inline]
    pub(in crate::recognize) fn weight(&self, question: &[char]) -> Sum {
        let hash = question.iter().fold(Hash::NEW, |hash, &c| hash.with(c));
        let mut slot = hash.home(self.0.len());
        loop {
            let [a, b, c, d, alone, among]: [u8; SLOT] = self.0[slot];
            let weight = |byte: u8| i32::from(i8::from_le_bytes([byte]));
            match u32::from_le_bytes([a, b, c, d]) {
                0 => return Sum::default(),
                key if key == hash.key() => return Sum { alone: weight(alone), among: weight(among) },
                _ => slot = (slot + 1) & (self.0.len() - 1),
            }
        }
    }
}
