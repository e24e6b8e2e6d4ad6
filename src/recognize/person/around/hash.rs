//! The table of weights: open addressing by the hash of the question, made when yinmo is built.

/// Slots of the table: more than twice as many as questions; a power of two.
pub(crate) const SLOTS: usize = 1 << 15;
/// Bytes of a slot: the hash and both weights.
pub(crate) const SLOT: usize = 6;

/// The hash of a question, whose first character says what is asked.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u32);

impl Hash {
    /// The hash of nothing.
    pub(crate) const NEW: Self = Self(0x811c_9dc5);

    /// With one more character.
    #[inline]
    pub(crate) const fn with(self, c: char) -> Self {
        let mixed = (self.0 ^ c as u32).wrapping_mul(0x9e37_79b1);
        Self(mixed ^ mixed >> 15)
    }

    /// What a slot is known by; 0 marks an empty one.
    #[inline]
    pub(crate) const fn key(self) -> u32 {
        if self.0 == 0 { 1 } else { self.0 }
    }

    /// Where to begin to look.
    #[inline]
    pub(crate) const fn home(self) -> usize {
        (self.0 >> 7) as usize & (SLOTS - 1)
    }
}
