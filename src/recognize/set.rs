//! A small fixed set of characters that is asked for every character of a text.

/// A set of characters, written as a string.
///
/// Most characters are in none of the sets; a bit for each of 1024 classes says so with one look. The rest are looked
/// up in a small hash table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CharSet {
    classes: [u64; 16],
    /// Open addressing; 0 marks an empty slot.
    slots: [u16; SLOTS],
}

/// Several times as many as the characters of the largest set; a power of two.
const SLOTS: usize = 1024;
/// Characters of a set, at most: more make looking up slow.
const FULL: usize = SLOTS / 2;

impl CharSet {
    /// The set of the characters of `chars`, which are all encoded in one to three bytes.
    pub(super) const fn new(chars: &str) -> Self {
        let bytes = chars.as_bytes();
        let mut set = Self { classes: [0; 16], slots: [0; SLOTS] };
        let mut at = 0;
        while at < bytes.len() {
            let (c, len) = decode(bytes, at);
            set = set.with(c);
            at += len;
        }
        set
    }

    /// The set of the first characters of these words.
    pub(crate) const fn firsts(words: &[&str]) -> Self {
        let mut set = Self { classes: [0; 16], slots: [0; SLOTS] };
        let mut at = 0;
        while at < words.len() {
            set = set.with(decode(words[at].as_bytes(), 0).0);
            at += 1;
        }
        set
    }

    /// The set of the last characters of these words.
    pub(crate) const fn lasts(words: &[&str]) -> Self {
        let mut set = Self { classes: [0; 16], slots: [0; SLOTS] };
        let mut at = 0;
        while at < words.len() {
            let bytes = words[at].as_bytes();
            let mut last = bytes.len() - 1;
            // 10xxxxxx continues a character.
            while bytes[last] & 0xc0 == 0x80 {
                last -= 1;
            }
            set = set.with(decode(bytes, last).0);
            at += 1;
        }
        set
    }

    /// Both sets together.
    pub(super) const fn and(mut self, other: &Self) -> Self {
        let mut at = 0;
        while at < SLOTS {
            if other.slots[at] != 0 {
                self = self.with(other.slots[at] as u32);
            }
            at += 1;
        }
        self
    }

    const fn with(mut self, c: u32) -> Self {
        self.classes[(c >> 6 & 15) as usize] |= 1 << (c & 63);
        let (mut slot, mut tries) = (home(c), 0);
        while self.slots[slot] != 0 && self.slots[slot] as u32 != c {
            slot = (slot + 1) % SLOTS;
            tries += 1;
            assert!(tries < FULL, "more characters than a set holds: raise SLOTS");
        }
        self.slots[slot] = c as u16;
        self
    }

    /// Whether `c` is in the set.
    #[inline]
    pub(crate) fn contains(&self, c: char) -> bool {
        let bits = c as u32;
        self.classes[(bits >> 6 & 15) as usize] & (1 << (bits & 63)) != 0 && self.holds(bits)
    }

    fn holds(&self, c: u32) -> bool {
        let mut slot = home(c);
        while self.slots[slot] != 0 {
            if u32::from(self.slots[slot]) == c {
                return true;
            }
            slot = (slot + 1) % SLOTS;
        }
        false
    }
}

/// The slot where a character is looked for first.
const fn home(c: u32) -> usize {
    (c.wrapping_mul(0x9e37_79b1) >> (u32::BITS - SLOTS.ilog2())) as usize
}

/// Finds the few characters of a text that a recognizer looks at, without a branch for those it does not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sieve {
    /// For each class of characters, whether one of the set is in it; one in thirty others is too. A byte for each,
    /// as every character of a text is asked for.
    classes: [u8; CLASSES],
}

/// Characters with the same lowest bits are one class.
const CLASSES: usize = 1024;

impl Sieve {
    /// A sieve for these characters, all encoded in one to three bytes.
    pub(super) const fn new(chars: &str) -> Self {
        let bytes = chars.as_bytes();
        let mut classes = [0; CLASSES];
        let mut at = 0;
        while at < bytes.len() {
            let (c, len) = decode(bytes, at);
            classes[c as usize % CLASSES] = 1;
            at += len;
        }
        Self { classes }
    }

    /// Whether `c` is in the set, or one of a few others.
    #[inline]
    pub(super) const fn passes(&self, c: char) -> bool {
        self.classes[c as usize % CLASSES] != 0
    }

    /// Calls `look` with the place of every character of the set, in order, and with those of a few others.
    #[inline]
    pub(super) fn each(&self, text: &[char], mut look: impl FnMut(usize)) {
        const BLOCK: usize = 256;
        let mut places = [0u32; BLOCK];
        for (index, block) in text.chunks(BLOCK).enumerate() {
            let mut count = 0;
            for (at, &c) in block.iter().enumerate() {
                places[count & (BLOCK - 1)] = at as u32;
                count += usize::from(self.classes[c as usize % CLASSES]);
            }
            places[..count].iter().for_each(|&at| look(index * BLOCK + at as usize));
        }
    }
}

/// The character of one to three bytes that starts at `at`, and its length; usable where sets are made, at compile
/// time.
pub(super) const fn decode(bytes: &[u8], at: usize) -> (u32, usize) {
    let lead = bytes[at] as u32;
    if lead < 0x80 {
        (lead, 1)
    } else if lead < 0xe0 {
        ((lead & 0x1f) << 6 | (bytes[at + 1] as u32 & 0x3f), 2)
    } else {
        ((lead & 0xf) << 12 | (bytes[at + 1] as u32 & 0x3f) << 6 | (bytes[at + 2] as u32 & 0x3f), 3)
    }
}

#[cfg(test)]
mod tests {
    use super::{CharSet, Sieve};

    #[test]
    fn a_sieve_leaves_out_none_of_its_characters() {
        const SIEVE: Sieve = Sieve::new("a×镇，");
        let text: Vec<char> = "乙a，𠮷镇乙×".repeat(100).chars().collect();
        let mut places = Vec::new();
        SIEVE.each(&text, |i| places.push(i));
        assert!(places.is_sorted() && places.len() < text.len());
        let of_the_set = (0..text.len()).filter(|&i| "a×镇，".contains(text[i]));
        assert!(of_the_set.into_iter().all(|i| places.contains(&i)));
    }

    #[test]
    fn a_set_has_its_characters_and_no_others() {
        const SET: CharSet = CharSet::new("a×镇乡，");
        assert!("a×镇乡，".chars().all(|c| SET.contains(c)));
        assert!(!"b村。𠮷".chars().any(|c| SET.contains(c)));
        const BOTH: CharSet = SET.and(&CharSet::new("村"));
        assert!("a×镇乡，村".chars().all(|c| BOTH.contains(c)));
        assert!(!"b。𠮷".chars().any(|c| BOTH.contains(c)));
        const FIRSTS: CharSet = CharSet::firsts(&["镇上", "乡"]);
        assert!(FIRSTS.contains('镇') && FIRSTS.contains('乡') && !FIRSTS.contains('上'));
        const LASTS: CharSet = CharSet::lasts(&["镇上", "a乡", "×", "b"]);
        assert!("上乡×b".chars().all(|c| LASTS.contains(c)) && !LASTS.contains('镇'));
    }
}
