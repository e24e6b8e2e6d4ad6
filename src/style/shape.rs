//! Shapes of masked numbers, and the cutting of a numeral into the runs that are masked and what stands between them.

use serde::Deserialize;

use crate::recognize::is_mark;

/// What a run of digits becomes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Shape {
    /// One mask, whatever the length.
    Whole(String),
    /// A mask for each digit; points and separators stay.
    PerDigit(String),
    /// As `Whole`, but a year keeps the first two of its four digits when they are 19 or 20.
    Century(String),
}

impl Shape {
    /// Adds the mask of a run that is a quantity or a part of a date.
    pub(super) fn push(&self, run: &str, out: &mut String) {
        match self {
            Self::Whole(mask) | Self::Century(mask) => out.push_str(mask),
            Self::PerDigit(mask) => {
                for c in run.chars().filter(|c| !c.is_whitespace()) {
                    if is_mark(c) || is_separator(c) {
                        out.push(c);
                    } else {
                        out.push_str(mask);
                    }
                }
            }
        }
    }

    /// Adds the mask of a year of four digits.
    pub(super) fn push_year(&self, run: &str, out: &mut String) {
        let Self::Century(mask) = self else { return self.push(run, out) };
        let digits: Vec<char> = run.chars().filter(|c| !c.is_whitespace()).collect();
        let century = matches!(
            digits[..2.min(digits.len())],
            ['2' | '２' | '二', '0' | '０' | '〇' | '○' | '零' | 'O']
                | ['1' | '１' | '一', '9' | '９' | '九']
        );
        if century {
            out.extend(&digits[..2]);
        } else {
            out.push_str(mask);
        }
        out.push_str(mask);
    }

    /// The mask itself.
    pub(super) fn mask(&self) -> &str {
        match self {
            Self::Whole(mask) | Self::PerDigit(mask) | Self::Century(mask) => mask,
        }
    }
}

/// Decimal points and thousands separators.
pub(super) const fn is_separator(c: char) -> bool {
    matches!(c, '.' | ',' | '．' | '，' | '\'')
}

/// What a character does in a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is a digit, or stands for one.
    Digit,
    /// It belongs to a run when digits stand on both sides.
    Inner,
    /// It stays.
    Bare,
}

/// A piece of a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// To be masked.
    Run(&'t str),
    /// Stays.
    Bare(&'t str),
}

/// Cuts a numeral into runs and what stands between them.
pub(super) fn pieces(text: &str, role: impl Fn(char) -> Role) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    each_piece(text, role, |piece| pieces.push(piece));
    pieces
}

/// The same, one after the other.
pub(super) fn each_piece<'t>(text: &'t str, role: impl Fn(char) -> Role, mut each: impl FnMut(Piece<'t>)) {
    let (mut start, mut end, mut in_run) = (0, 0, false);
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        match role(c) {
            Role::Digit if in_run => end = after,
            Role::Digit => {
                bare(&text[end..at], &mut each);
                (start, end, in_run) = (at, after, true);
            }
            Role::Inner => {}
            Role::Bare => {
                if in_run {
                    each(Piece::Run(&text[start..end]));
                    in_run = false;
                }
                bare(&text[end..after], &mut each);
                end = after;
            }
        }
    }
    if in_run {
        each(Piece::Run(&text[start..end]));
    }
    bare(&text[end..], &mut each);
}

fn bare<'t>(text: &'t str, each: &mut impl FnMut(Piece<'t>)) {
    if !text.is_empty() {
        each(Piece::Bare(text));
    }
}
