//! What was learned: for each question two weights, in sixteenths.

use std::ops::AddAssign;

use super::hash::{Hash, SLOT, SLOTS};

static TABLE: &[u8; SLOTS * SLOT] = include_bytes!(concat!(env!("OUT_DIR"), "/around.bin"));

/// What the answers say together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    /// Of this place by itself.
    pub(super) alone: i32,
    /// Knowing what the other places of the same characters say.
    pub(super) among: i32,
}

impl AddAssign for Sum {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        self.alone += other.alone;
        self.among += other.among;
    }
}

/// The weights of a question; nothing for what was not learned.
#[inline]
pub(super) fn weight(question: &[char]) -> Sum {
    let hash = question.iter().fold(Hash::NEW, |hash, &c| hash.with(c));
    let (slots, mut slot) = (TABLE.as_chunks().0, hash.home());
    loop {
        let [a, b, c, d, alone, among]: [u8; SLOT] = slots[slot];
        let weight = |byte: u8| i32::from(i8::from_le_bytes([byte]));
        match u32::from_le_bytes([a, b, c, d]) {
            0 => return Sum::default(),
            key if key == hash.key() => return Sum { alone: weight(alone), among: weight(among) },
            _ => slot = (slot + 1) & (SLOTS - 1),
        }
    }
}
