//! Arabic numbers: digits, thousands separators, a decimal point; in scanned texts also blanks and letters inside.

use super::super::{Text, is_digit, is_han};
use super::{Unit, digit, looks_like_digit};

/// Most letters in a row.
const LETTERS: usize = 5;
/// Longest number in characters; what is longer is no number.
const LONGEST: usize = 40;

/// Which blanks may stand inside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Blanks {
    /// None.
    No,
    /// Before groups of three digits: `1 867`.
    Groups,
    /// Anywhere, as a scanner leaves them: `18 .6`.
    Anywhere,
}

/// A number as it stands, without sign and percent.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Arabic {
    /// First digit.
    pub start: usize,
    /// One past the last digit.
    pub end: usize,
    /// The integer part.
    pub value: u64,
    /// Digits of the integer part.
    pub digits: usize,
    /// Digits behind the point.
    pub decimals: usize,
    /// Whether there are thousands separators.
    pub grouped: bool,
    /// Whether there is a blank or a letter inside.
    pub repaired: bool,
}

impl Arabic {
    /// Reads the number that starts with the digit at `i`.
    pub(in super::super) fn read(text: &Text<'_>, i: usize, blanks: Blanks) -> Option<Self> {
        let mut n =
            Self { start: i, end: i, value: 0, digits: 0, decimals: 0, grouped: false, repaired: false };
        n.integer(text, blanks);
        if n.digits == 0 {
            return None;
        }
        while let Some(end) = n.group(text, blanks) {
            for at in end - 3..end {
                let c = text.get(at);
                n.repaired |= !is_digit(c);
                n.push(digit(c).or(looks_like_digit(c)).unwrap_or(0));
            }
            n.repaired |= !text.unbroken(n.end - 1, end);
            n.end = end;
            n.grouped = true;
        }
        n.fraction(text, blanks);
        Some(n)
    }

    /// Whether it is an integer without separators or blanks.
    pub(in super::super) const fn is_plain(&self) -> bool {
        self.decimals == 0 && !self.grouped && !self.repaired
    }

    fn push(&mut self, digit: u64) {
        self.value = self.value.saturating_mul(10).saturating_add(digit);
        self.digits += 1;
    }

    fn integer(&mut self, text: &Text<'_>, blanks: Blanks) {
        while self.end < self.start + LONGEST {
            let c = text.get(self.end);
            let value = match digit(c) {
                Some(value) => value,
                None if stands_for_digit(text, self.end) => {
                    self.repaired = true;
                    looks_like_digit(c).unwrap_or(0)
                }
                None => break,
            };
            if self.digits > 0 && text.gap_at(self.end) > 0 {
                let group =
                    self.digits <= 3 && three(text, self.end) || self.repaired && three(text, self.end);
                match blanks {
                    Blanks::Anywhere if text.gap_at(self.end) == 1 => {}
                    Blanks::Groups if text.gap_at(self.end) == 1 && group => {}
                    _ => break,
                }
                self.repaired = true;
            }
            self.push(value);
            self.end += 1;
        }
    }

    /// End of a separator and three digits.
    fn group(&self, text: &Text<'_>, blanks: Blanks) -> Option<usize> {
        if self.digits > 3 && !self.grouped || self.end > self.start + LONGEST {
            return None;
        }
        let mark = text.get(self.end);
        if !matches!(mark, ',' | '，' | '\'' | '’') {
            return None;
        }
        let blank = blanks == Blanks::Anywhere;
        let at = self.end + 1;
        let close = |i: usize| text.gap.get(i).is_none_or(|&gap| gap == 0 || blank && gap == 1);
        let figure = |i: usize| is_digit(text.get(i)) || looks_like_digit(text.get(i)).is_some();
        let whole = (at..at + 3).all(|i| figure(i) && close(i)) && close(self.end);
        let next = text.get(at + 3);
        let over = is_digit(next) && text.gap_at(at + 3) == 0;
        let letters = !(at..at + 3).all(|i| is_digit(text.get(i)));
        if letters && !(is_han(next) || matches!(next, ',' | '.' | '%')) {
            return None;
        }
        (whole && !over).then_some(at + 3)
    }

    fn fraction(&mut self, text: &Text<'_>, blanks: Blanks) {
        let point = self.end;
        let begins = is_digit(text.get(point + 1)) || stands_for_digit(text, point + 1);
        if !matches!(text.get(point), '.' | '．') || !begins {
            return;
        }
        let blank = |i: usize| text.gap_at(i);
        if (blank(point) > 0 || blank(point + 1) > 0) && blanks != Blanks::Anywhere {
            return;
        }
        if blank(point) > 1 || blank(point + 1) > 1 {
            return;
        }
        let mut end = point + 1;
        while end < self.start + LONGEST {
            let c = text.get(end);
            if !(is_digit(c) || stands_for_digit(text, end)) {
                break;
            }
            if end > point + 1 && blank(end) > 0 && (blanks != Blanks::Anywhere || blank(end) != 1) {
                break;
            }
            end += 1;
        }
        self.decimals = end - point - 1;
        self.repaired |=
            !text.unbroken(self.end - 1, end) || (point + 1..end).any(|at| !is_digit(text.get(at)));
        self.end = end;
    }
}

/// Whether exactly three digits without blanks stand at `i`.
fn three(text: &Text<'_>, i: usize) -> bool {
    (i..i + 3).all(|at| is_digit(text.get(at)) && (at == i || text.gap_at(at) == 0))
        && !(is_digit(text.get(i + 3)) && text.gap_at(i + 3) == 0)
}

/// Whether letters from `i` on are digits that were read wrongly: behind them goes on the number, or the clause.
fn stands_for_digit(text: &Text<'_>, i: usize) -> bool {
    let letter = |at: usize| looks_like_digit(text.get(at)).is_some() && text.gap_at(at) == 0;
    if !letter(i) {
        return false;
    }
    let end = (i + 1..i + LETTERS).find(|&at| !letter(at)).unwrap_or(i + LETTERS);
    let next = text.get(end);
    let joined = text.gap_at(end) == 0;
    is_digit(next) && joined
        || matches!(next, '.' | '%')
        || matches!(next, ',' | '，') && is_digit(text.get(end + 1))
        || text.get(end - 1) != 'l' && super::is_word(text, end)
        || matches!(next, '日' | '月' | '年' | '个')
        || Unit::read(text, end).is_some_and(|unit| unit.start == end)
}

/// Whether a number begins with a letter at `i` that a scanner read for its first digit: 另l,360元, 一座l座.
pub(in super::super) fn begins_with_letter(text: &Text<'_>, i: usize) -> bool {
    if !matches!(text.get(i), 'l' | 'I') || text.before(i).is_ascii_graphic() {
        return false;
    }
    let end = match Arabic::read(text, i, Blanks::No) {
        Some(number) if number.digits > 1 => number.end,
        Some(number) if is_han(text.before(i)) && text.gap_at(i) == 0 => number.end,
        _ => return false,
    };
    Unit::read(text, end).is_some_and(|unit| unit.start == end) || text.get(end) == '%'
}
