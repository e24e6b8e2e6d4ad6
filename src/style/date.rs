//! Dates and clock times: 年月日时分 and the separators stay; a run of four digits is a year.

use super::shape::{Piece, Role, Shape, pieces};

pub(super) const fn role(c: char) -> Role {
    match c {
        '年' | '月' | '日' | '号' | '时' | '分' | '秒' | '点' | '许' | '前' | '后' | '起' | '底' | '度'
        | '旬' | '上' | '中' | '下' | '午' | '凌' | '晨' | '早' | '晚' | '间' | '至' | '到' | '、' | '.'
        | '．' | '-' | '－' | '—' | '–' | '~' | '～' | '/' | '／' | ':' | '：' | '∶' | '·' | '•' | '・'
        | '(' | ')' | '（' | '）' | ',' | '，' | 'T' => Role::Bare,
        c if c.is_whitespace() => Role::Inner,
        _ => Role::Digit,
    }
}

/// The date, masked. One without any digit is masked as a whole.
pub(super) fn mask(text: &str, year: &Shape, part: &Shape) -> String {
    let mut out = String::new();
    let pieces = pieces(text, role);
    let mut masked = false;
    for (i, piece) in pieces.iter().enumerate() {
        match *piece {
            Piece::Bare(bare) => out.push_str(bare),
            Piece::Run(run) => {
                let is_year =
                    matches!(pieces.get(i + 1), Some(Piece::Bare(b)) if b.trim_start().starts_with('年'));
                push(run, is_year, (year, part), &mut out);
                masked = true;
            }
        }
    }
    if masked { out } else { part.mask().to_owned() }
}

/// A blank separates a date from a clock time (2022/11/14 16:05), or a scanner put it between digits (2 0 2 2年).
fn push(run: &str, is_year: bool, (year, part): (&Shape, &Shape), out: &mut String) {
    let words = || run.split_whitespace();
    if words().count() > 1 && words().all(|word| word.chars().count() > 1) {
        let mut end = 0;
        for word in words() {
            let start = end + run[end..].find(word).unwrap_or(0);
            out.push_str(&run[end..start]);
            push(word, false, (year, part), out);
            end = start + word.len();
        }
        return;
    }
    let digits: usize = words().map(|word| word.chars().count()).sum();
    match year {
        _ if digits == 4 => year.push_year(run, out),
        Shape::Century(mask) if is_year => out.push_str(mask),
        _ => part.push(run, out),
    }
}
