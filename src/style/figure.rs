//! Quantities: signs, range dashes and the words of fractions stay, the numerals between them are masked; so does 万
//! behind a numeral (五百万元 as XX万元), like 万 behind digits.

use super::shape::{Piece, Role, Shape, is_separator, pieces};

pub(super) const fn role(c: char) -> Role {
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
    let mut out = String::with_capacity(text.len());
    let mut masked = false;
    let (text, scale) = split_scale(text);
    for piece in pieces(text, role) {
        match piece {
            Piece::Run(run) => {
                shape.push(run, &mut out);
                masked = true;
            }
            Piece::Bare(bare) => out.push_str(bare),
        }
    }
    if !masked {
        out = shape.mask().to_owned();
    }
    out.push_str(scale);
    out
}

/// The numeral and 万 or 亿 behind its figures; 百万 is one numeral.
pub(super) fn split_scale(text: &str) -> (&str, &str) {
    let round = |c: char| matches!(c, '十' | '百' | '千' | '拾' | '佰' | '仟');
    match text.strip_suffix(['万', '亿']) {
        Some(rest) if !rest.is_empty() && !rest.chars().all(round) => text.split_at(rest.len()),
        _ => (text, ""),
    }
}

/// The numeral and the percent sign behind it.
pub(super) fn split_sign(text: &str) -> (&str, &str) {
    let number = text.trim_end_matches(['%', '％', '‰', ' ']);
    if number.is_empty() { (text, "") } else { text.split_at(number.len()) }
}
