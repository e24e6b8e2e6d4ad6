//! Numbers of standards (GB 31654—2021, DB52/T 1401-2019, JGJ 59-2011), which are public and stay.

use super::super::number::is_dash;
use super::super::{Candidate, ClueKind, Text, is_digit};
use super::found;
use crate::rule::RuleId;

/// Prefixes of standards.
pub(super) const PREFIXES: &[&str] = &[
    "GB", "GBT", "GBZ", "DB", "JGJ", "CJJ", "JTG", "JTJ", "HJ", "WS", "YY", "SL", "DL", "NY", "LY", "QB",
    "TB", "MT", "AQ", "XF", "GA", "JR", "YD", "TD", "CH", "DZ", "ISO", "IEC", "IEEE", "EN", "ASTM", "CJ",
    "JB", "JC", "JG", "JT", "HG", "SH", "SY", "SN", "SB", "MZ", "RB", "WM", "YC", "YB", "YS", "CECS", "TSG",
    "JJG", "JJF", "CNAS", "PM", "COVID", "NRS", "SARS",
];

/// The number of a standard at `i`: the prefix, a number and the year behind a dash.
pub(super) fn read(text: &Text<'_>, i: usize) -> Option<Candidate> {
    if text.before(i).is_ascii_alphanumeric() && text.gap_at(i) == 0 {
        return None;
    }
    let letters = (i..i + 6).find(|&at| !text.get(at).is_ascii_uppercase())?;
    // Most capital letters are no prefix of anything.
    if !is_digit(text.get(letters)) && text.get(letters) != '/' {
        return None;
    }
    let prefix = &text.ch[i..letters];
    if !PREFIXES.iter().any(|known| known.len() == prefix.len() && known.chars().eq(prefix.iter().copied())) {
        return None;
    }
    let mut at = letters;
    // DB52, GB/T, DB52/T.
    if prefix == ['D', 'B'] {
        at = digits(text, at, 6);
    }
    if text.get(at) == '/' && text.get(at + 1).is_ascii_uppercase() {
        at += 2;
    }
    let number = digits(text, at, 6);
    let mut end = number;
    while text.get(end) == '.' && is_digit(text.get(end + 1)) && end < number + 9 {
        end = digits(text, end + 1, 3);
    }
    if number == at {
        return None;
    }
    let mut year = end;
    while year < end + 2 && is_dash(text.get(year)) {
        year += 1;
    }
    let to = digits(text, year, 4);
    let goes_on = text.get(to).is_ascii_alphanumeric() || is_dash(text.get(to)) && is_digit(text.get(to + 1));
    let dated = year > end && (to == year + 4 || to == year + 2) && !goes_on;
    dated.then(|| found(i, to, RuleId::KEEP, 1.0, ClueKind::Shape("number of a standard")))
}

/// End of at most `most` digits at `i`.
fn digits(text: &Text<'_>, i: usize, most: usize) -> usize {
    (i..i + most).find(|&at| !is_digit(text.get(at))).unwrap_or(i + most)
}
