//! Quantities: signs, range dashes and the words of fractions stay, the numerals between them are masked.

use super::shape::{Piece, Role, Shape, is_separator, pieces};

const fn role(c: char) -> Role {
    match c {
        '%' | '％' | '‰' | '+' | '-' | '－' | '±' | '—' | '–' | '~' | '～' | '∶' | ':' | '：' | '/'
        | '／' | '至' | '到' | '、' | '分' | '之' | '成' | '折' | '倍' | '番' | '°' | '℃' | '(' | ')'
        | '（' | '）' => Role::Bare,
        ' ' | '\u{3000}' | '\u{a0}' => Role::Inner,
        c if is_separator(c) => Role::Inner,
        _ => Role::Digit,
    }
}

/// The numeral, masked. One without any digit is masked as a whole.
pub(super) fn mask(text: &str, shape: &Shape) -> String {
    let mut out = String::new();
    let mut masked = false;
    for piece in pieces(text, role) {
        match piece {
            Piece::Run(run) => {
                shape.push(run, &mut out);
                masked = true;
            }
            Piece::Bare(bare) => out.push_str(bare),
        }
    }
    if masked { out } else { shape.mask().to_owned() }
}

/// The numeral and the percent sign behind it.
pub(super) fn split_sign(text: &str) -> (&str, &str) {
    let number = text.trim_end_matches(['%', '％', '‰', ' ']);
    if number.is_empty() { (text, "") } else { text.split_at(number.len()) }
}
