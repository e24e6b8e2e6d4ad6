//! The [`Keywords`] that open the patterns.

use std::collections::BTreeMap;

use super::Pattern;

/// The keywords of a rule set, in order, with what they open and quick tests for where one may stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keywords {
    /// The keywords.
    pub terms: Vec<String>,
    /// For each keyword, where its patterns end in `opens`.
    pub ends: Vec<u16>,
    /// The patterns that the keywords open, by their index in [`RuleSet::patterns`](super::RuleSet::patterns).
    pub opens: Vec<u16>,
    /// A bit for each class of two characters that a longer keyword begins with.
    pub pairs: Vec<u64>,
    /// A bit for each class of characters that are keywords by themselves.
    pub singles: Vec<u64>,
}

impl Keywords {
    /// The folded keywords of some patterns, which are named by their place.
    pub fn of<'p>(patterns: impl Iterator<Item = &'p Pattern>, simplified: impl Fn(char) -> char) -> Self {
        let mut opened: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        for (index, pattern) in patterns.enumerate() {
            for keyword in pattern.keywords.iter() {
                let patterns = opened.entry(fold(keyword, &simplified)).or_default();
                // 字体 and 字體 are one keyword.
                if patterns.last() != Some(&(index as u16)) {
                    patterns.push(index as u16);
                }
            }
        }
        let mut keywords =
            Self { pairs: vec![0; PAIRS / 64], singles: vec![0; SINGLES / 64], ..Self::default() };
        for (keyword, patterns) in opened {
            let mut chars = keyword.chars();
            let (set, bit) = match (chars.next(), chars.next()) {
                (Some(c), None) => (&mut keywords.singles, single_bit(c)),
                (a, b) => (&mut keywords.pairs, pair_bit(a.unwrap_or('\0'), b.unwrap_or('\0'))),
            };
            set[bit >> 6] |= 1 << (bit & 63);
            keywords.opens.extend(patterns);
            keywords.ends.push(keywords.opens.len() as u16);
            keywords.terms.push(keyword);
        }
        keywords
    }
}

/// Classes of pairs: few enough to stay in the first cache.
const PAIRS: usize = 1 << 15;
/// Classes of characters: hundreds are keywords by themselves, so that classes of several would hold common ones too.
const SINGLES: usize = 1 << 16;

/// The class of two characters.
#[inline]
pub const fn pair_bit(a: char, b: char) -> usize {
    let mixed = (a as u32).wrapping_mul(0x9e37_79b1) ^ (b as u32).wrapping_mul(0x85eb_ca77);
    (mixed >> (32 - PAIRS.trailing_zeros())) as usize
}

/// The class of a character.
#[inline]
pub const fn single_bit(c: char) -> usize {
    c as usize & (SINGLES - 1)
}

/// A keyword as it stands in the folded text.
fn fold(keyword: &str, simplified: impl Fn(char) -> char) -> String {
    keyword
        .chars()
        .filter(|c| *c != ' ' && *c != '\u{3000}')
        .map(|c| match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => {
                char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
            }
            _ => simplified(c),
        })
        .collect()
}
