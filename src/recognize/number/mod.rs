//! How numbers are written: Arabic digits with separators and the damage of scanning, Chinese numerals, and the units
//! behind them. Nothing here decides what a number is; figures, dates and identifiers read with it.

mod anchor;
mod arabic;
mod chinese;
mod column;
mod unit;

pub(super) use anchor::Anchors;
pub(super) use arabic::{Arabic, Blanks, begins_with_letter};
pub(super) use chinese::{Chinese, Style, is_capital};
pub(super) use column::{Column, Columns, fences};
pub(super) use unit::{Unit, UnitKind};

use super::Text;

/// Characters that a number may begin with.
pub(super) static NUMERALS: Anchors =
    Anchors::new("一二三四五六七八九十百千万亿零〇两壹贰叁肆伍陆柒捌玖拾佰仟廿卅", &[('0', '9')]);

/// Letters that a scanner reads for digits.
pub(super) const fn looks_like_digit(c: char) -> Option<u64> {
    match c {
        'O' | 'o' => Some(0),
        'l' | 'I' => Some(1),
        _ => None,
    }
}

/// The value of an ASCII digit.
pub(super) const fn digit(c: char) -> Option<u64> {
    match c {
        '0'..='9' => Some(c as u64 - '0' as u64),
        _ => None,
    }
}

/// Characters that join the two ends of a range.
pub(super) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '－' | '―' | '‐' | '‑' | '~' | '～' | '∼' | '〜')
}

/// Whether the character at `i` belongs to a clause of running text: Han, not a mark or the end of a line.
pub(super) fn is_word(text: &Text<'_>, i: usize) -> bool {
    super::is_han(text.get(i))
}
