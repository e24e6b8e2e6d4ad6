//! Number plates: a province, a letter, five or six letters and digits (six for new energy), with or without a point.

use super::super::{Candidate, ClueKind, Text, is_digit};
use super::{found, touched};
use crate::rule::RuleId;

/// The provinces as plates write them, 兵 of the production corps, and 使, 领.
pub(super) const fn is_province(c: char) -> bool {
    matches!(
        c,
        '京' | '津' | '冀' | '晋' | '蒙' | '辽' | '吉' | '黑' | '沪' | '苏' | '浙' | '皖' | '闽' | '赣' | '鲁' | '豫'
            | '鄂' | '湘' | '粤' | '桂' | '琼' | '渝' | '川' | '贵' | '黔' | '云' | '滇' | '藏' | '陕' | '甘' | '青' | '宁' | '新'
            | '兵' | '使' | '领'
    )
}

/// The plate at `i`.
pub(super) fn read(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let mut at = i + 2;
    if text.gap_at(i + 1) > 1 {
        return None;
    }
    let point = matches!(text.get(at), '·' | '•' | '・' | '.' | '﹒' | '-');
    at += usize::from(point);
    let (start, mut count) = (at, 0);
    while count < 6 {
        let c = text.get(at);
        let last = matches!(c, '学' | '警' | '挂' | '港' | '澳' | '领' | '使') && count == 4;
        let fits = c.is_ascii_digit() || c.is_ascii_uppercase() || last;
        if !fits || at > start && text.gap_at(at) > 1 || at == start && text.gap_at(at) > 1 {
            break;
        }
        at += 1;
        count += 1;
        if last {
            break;
        }
    }
    let digits = (start..at).filter(|&k| is_digit(text.get(k))).count();
    if !(5..=6).contains(&count) || digits < 2 || touched(text, at - 1, at) && !inside(text, at) {
        return None;
    }
    Some(found(i, at, RuleId::PLATE, 0.95, ClueKind::Shape("number plate")))
}

/// The last character touches only its own plate on the left.
fn inside(text: &Text<'_>, end: usize) -> bool {
    !touched(text, end, end) || !text.get(end).is_ascii_alphanumeric() && !super::is_mask(text.get(end))
}
