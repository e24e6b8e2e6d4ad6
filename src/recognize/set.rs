//! A small fixed set of characters that is asked for every character of a text.

/// A set of characters, written as a string.
///
/// Most characters are in none of the sets; a bit for each of 1024 classes says so without looking at the string.
#[derive(Clone, Copy, Debug)]
pub(super) struct CharSet {
    classes: [u64; 16],
    chars: &'static str,
}

impl CharSet {
    /// The set of the characters of `chars`, which are all encoded in one to three bytes.
    pub(super) const fn new(chars: &'static str) -> Self {
        let bytes = chars.as_bytes();
        let mut classes = [0u64; 16];
        let mut at = 0;
        while at < bytes.len() {
            let (c, len) = decode(bytes, at);
            classes[(c >> 6 & 15) as usize] |= 1 << (c & 63);
            at += len;
        }
        Self { classes, chars }
    }

    /// Whether `c` is in the set.
    #[inline]
    pub(super) fn contains(&self, c: char) -> bool {
        let bits = c as u32;
        self.classes[(bits >> 6 & 15) as usize] & (1 << (bits & 63)) != 0 && self.chars.contains(c)
    }
}

/// Finds the few characters of a text that a recognizer looks at, without a branch for those it does not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sieve {
    /// A bit for each class of characters; one in thirty others has it too.
    classes: [u64; 16],
}

impl Sieve {
    /// A sieve for these characters, all encoded in one to three bytes.
    pub(super) const fn new(chars: &str) -> Self {
        let bytes = chars.as_bytes();
        let mut classes = [0u64; 16];
        let mut at = 0;
        while at < bytes.len() {
            let (c, len) = decode(bytes, at);
            classes[(c >> 6 & 15) as usize] |= 1 << (c & 63);
            at += len;
        }
        Self { classes }
    }

    /// Calls `look` with the place of every character of the set, in order, and with those of a few others.
    #[inline]
    pub(super) fn each(&self, text: &[char], mut look: impl FnMut(usize)) {
        const BLOCK: usize = 256;
        let mut places = [0u32; BLOCK];
        for (index, block) in text.chunks(BLOCK).enumerate() {
            let mut count = 0;
            for (at, &c) in block.iter().enumerate() {
                let bits = c as usize;
                places[count & (BLOCK - 1)] = at as u32;
                count += (self.classes[bits >> 6 & 15] >> (bits & 63) & 1) as usize;
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
    }
}
