//! Numbered roads: 219国道, 省道206线, G219国道, S306线, X017线.

use super::{Level, Scan};
use crate::recognize::{ClueKind, is_digit};

/// First of the digits that end right before `end`, at most five.
pub(super) fn digits_before(scan: &Scan<'_, '_>, end: usize) -> usize {
    let mut i = end;
    while i > 0 && end - i < 5 && is_digit(scan.cx.text.ch[i - 1]) {
        i -= 1;
    }
    i
}

fn digits_after(scan: &Scan<'_, '_>, start: usize) -> usize {
    (start..start + 5).find(|&i| !is_digit(scan.cx.text.get(i))).unwrap_or(start + 5)
}

/// A road whose kind stands at `s` to `e` with its number beside; whether there was one.
pub(super) fn numbered(scan: &mut Scan<'_, '_>, s: usize, e: usize) -> bool {
    let text = scan.cx.text;
    if !(matches!(text.get(e - 1), '道') && matches!(text.get(s), '国' | '省' | '县' | '乡')) {
        return false;
    }
    let mut from = digits_before(scan, s);
    if from < s && text.before(s) != '年' {
        from -= usize::from(matches!(text.before(from), 'G' | 'S' | 'X' | 'Y'));
        scan.add(from, s, e, Level::Feature, 0.95, ClueKind::Shape("numbered road"));
        return true;
    }
    let letter = usize::from(matches!(text.get(e), 'G' | 'S' | 'X' | 'Y'));
    let to = digits_after(scan, e + letter);
    // 县道12条 counts roads.
    let counted =
        letter == 0 && matches!(text.get(to), '条' | '公' | '里' | '千' | '米' | '余' | '多' | '处' | '.');
    if to > e + letter && !counted {
        let end = to + usize::from(text.get(to) == '线');
        scan.add(s, s, e, Level::Feature, 0.0, ClueKind::Suffix);
        let road = crate::recognize::Candidate::new(s, end, crate::rule::RuleId::PLACE, 0.95);
        scan.found
            .push(road.because(ClueKind::Shape("numbered road"), s, end).keeping(s, e).keeping(to, end));
        return true;
    }
    false
}

/// A road that starts with its letter: G219, S306线; roads of counties, townships and villages have three digits and 线.
pub(super) fn lettered_at(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    let end = digits_after(scan, i + 1);
    if !(3..=5).contains(&(end - i))
        || text.before(i).is_ascii_alphanumeric()
        || text.get(end).is_ascii_alphanumeric()
        || (!matches!(text.ch[i], 'G' | 'S') && (end - i != 4 || text.get(end) != '线'))
    {
        return;
    }
    let (kind, score) = match (text.get(end), text.get(end + 1)) {
        ('线', _) => (1, 0.9),
        ('国', '道') | ('省', '道') | ('高', '速') | ('公', '路') => (2, 0.95),
        ('沿' | '段' | '改', _) => (0, 0.7),
        _ => return,
    };
    scan.add(i, end, end + kind, Level::Feature, score, ClueKind::Shape("numbered road"));
}
