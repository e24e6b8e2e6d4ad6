//! Traditional characters read as the simplified ones that the lists are written in: 縣 as 县.
//!
//! Only characters that texts in simplified characters do not use have a pair, so that 乾县 and 显著 stay what they
//! are. Nearly every character has none: a bit for each says so, and only the few others are looked up.

/// Pairs in little-endian order, sorted by the traditional character; made by `build.rs`.
static PAIRS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/traditional.bin"));

/// The first of the Han characters that have a bit.
const FIRST: usize = 0x4e00;

/// A bit for each Han character that has a pair.
static BITS: [u64; 328] = bits();

const fn number(at: usize) -> usize {
    PAIRS[at] as usize | (PAIRS[at + 1] as usize) << 8
}

const fn bits() -> [u64; 328] {
    let mut bits = [0; 328];
    let mut at = 0;
    while at < PAIRS.len() {
        let c = number(at) - FIRST;
        bits[c >> 6] |= 1 << (c & 63);
        at += 4;
    }
    bits
}

/// Whether the lists write another character for `c`, a Han character of the basic block.
#[inline]
pub(super) fn is_traditional(c: char) -> bool {
    let bit = (c as usize).wrapping_sub(FIRST);
    BITS.get(bit >> 6).is_some_and(|word| word >> (bit & 63) & 1 != 0)
}

/// The character that the lists write for `c`.
pub(in crate::recognize) fn simplified(c: char) -> char {
    if is_traditional(c) { look_up(c) } else { c }
}

#[cold]
fn look_up(c: char) -> char {
    let (mut low, mut high) = (0, PAIRS.len() / 4);
    while low < high {
        let middle = usize::midpoint(low, high);
        if number(middle * 4) < c as usize {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let found = low * 4 < PAIRS.len() && number(low * 4) == c as usize;
    if found { char::from_u32(number(low * 4 + 2) as u32).unwrap_or(c) } else { c }
}

#[cfg(test)]
mod tests {
    use super::simplified;

    #[test]
    fn traditional_characters_are_read_as_simplified_ones() {
        let read = |s: &str| s.chars().map(simplified).collect::<String>();
        assert_eq!(read("豐都縣財政局"), "丰都县财政局");
        assert_eq!(read("乾县显著成效瞭望"), "乾县显著成效瞭望");
        assert_eq!(read("一龥"), "一龥");
    }
}
