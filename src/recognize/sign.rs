//! The characters that people mask with: one decision for all who ask.

/// What characters of one kind of mask look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// X and x.
    Letter,
    /// × and its look-alikes.
    Cross,
    /// Asterisks.
    Star,
    /// Circles, squares, triangles.
    Box,
    /// Underscores.
    Line,
    /// Number signs.
    Hash,
    /// Solid signs, which are bullets more often, and bars that black text out.
    Solid,
}

impl Alphabet {
    /// The alphabet of a character of the folded text.
    pub(super) const fn of(c: char) -> Option<Self> {
        match c {
            'X' | 'x' => Some(Self::Letter),
            '×' | '╳' | '✕' | '✖' => Some(Self::Cross),
            '*' | '＊' => Some(Self::Star),
            '□' | '○' | '◯' | '△' | '▲' | '◇' | '◎' => Some(Self::Box),
            '_' | '＿' | '﹍' | '﹎' | '﹏' => Some(Self::Line),
            '#' | '＃' => Some(Self::Hash),
            '■' | '●' | '★' | '☆' | '※' | '◆' | '█' | '▇' | '▆' | '▓' | '▒' => {
                Some(Self::Solid)
            }
            _ => None,
        }
    }
}

/// Characters of the folded text that people mask with; solid signs and number signs are not among them, they are
/// bullets and headings more often. `某` and letters other than X are decided by their neighbours.
#[inline]
pub const fn is_mask(c: char) -> bool {
    match Alphabet::of(c) {
        Some(Alphabet::Hash | Alphabet::Solid) | None => false,
        Some(_) => !matches!(c, '▲' | '◇' | '◎'),
    }
}

/// Characters of a source text, full-width letters and `某` included, that a mask consists of.
pub const fn is_mark(c: char) -> bool {
    is_mask(c) || matches!(c, 'Ｘ' | 'ｘ' | '某')
}
