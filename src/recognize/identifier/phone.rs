//! Telephone numbers: mobile in any grouping, landline with its area code, 400 lines, local numbers behind 电话.
//!
//! Numbering plan: mobile numbers have eleven digits and begin with 13 to 19; area codes begin with 0.

use arrayvec::ArrayVec;

use super::super::{Candidate, ClueKind, Text, is_digit, is_mask};
use super::{Cues, cue, found};
use crate::rule::RuleId;

static CUES: Cues = Cues::new(&[
    "电话", "传真", "热线", "手机", "座机", "反映", "举报", "拨打", "咨询", "号码", "联系", "致电", "来电",
    "电 话", "Tel", "TEL", "短号",
]);

/// Digits with the end behind each, and whether something stands before it.
type Digits = ArrayVec<(u8, usize, bool), 24>;

/// The telephone number at `i`.
pub(super) fn read(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let before = text.before(i);
    if text.gap_at(i) == 0 && (before.is_ascii_alphanumeric() || matches!(before, '.' | '-' | '_')) && i > 0 {
        return None;
    }
    let plus = text.get(i) == '+';
    let all = collect(text, if plus { i + 1 } else { i });
    let skip = if plus || all.len() >= 13 { country(&all) } else { 0 };
    if plus && skip == 0 {
        return None;
    }
    let (end, score) = mobile(text, &all[skip..])
        .or_else(|| landline(text, &all[skip..]))
        .or_else(|| service(text, &all[skip..]))
        .or_else(|| local(text, i, &all))?;
    let tail = text.get(end);
    if is_mask(tail) || tail == '-' && is_mask(text.get(end + 1)) || tail == '%' {
        return None;
    }
    let bracket = matches!(before, '(' | '（') && (i..end).any(|at| matches!(text.get(at), ')' | '）'));
    Some(found(
        if bracket { i - 1 } else { i },
        end,
        RuleId::PHONE,
        score,
        ClueKind::Shape("telephone number"),
    ))
}

fn collect(text: &Text<'_>, i: usize) -> Digits {
    let mut all = Digits::new();
    let mut at = i;
    loop {
        let c = text.get(at);
        let mut apart = at > i && text.gap.get(at).is_some_and(|&gap| gap > 0);
        if apart && text.gap_at(at) > 1 {
            break;
        }
        let mut digit = at;
        if at > i && matches!(c, '-' | '—' | '–' | '－' | ')' | '）' | '‐') && is_digit(text.get(at + 1))
        {
            (digit, apart) = (at + 1, true);
        }
        let c = text.get(digit);
        if !is_digit(c) || all.try_push((c as u8 - b'0', digit + 1, apart)).is_err() {
            break;
        }
        at = digit + 1;
    }
    all
}

fn country(all: &[(u8, usize, bool)]) -> usize {
    match all {
        [(8, ..), (6, ..), (1, ..), (3..=9, ..), ..] => 2,
        [(0, ..), (0, ..), (8, ..), (6, ..), ..] => 4,
        [(8, ..), (6, ..), ..] => 2,
        _ => 0,
    }
}

/// Whether a number may end after `count` digits: no further digit touches.
fn ends(all: &[(u8, usize, bool)], count: usize) -> bool {
    all.get(count).is_none_or(|next| next.2)
}

fn mobile(text: &Text<'_>, all: &[(u8, usize, bool)]) -> Option<(usize, f32)> {
    let [(1, ..), (3..=9, ..), ..] = all else { return None };
    if all.len() < 11 || !ends(all, 11) {
        return None;
    }
    let cuts: ArrayVec<usize, 11> = (1..11).filter(|&k| all[k].2).collect();
    let usual = matches!(
        cuts.as_slice(),
        [] | [3]
            | [7]
            | [3, 7]
            | [3, 6]
            | [4, 7]
            | [4, 8]
            | [4]
            | [5]
            | [6]
            | [5, 8]
            | [8]
            | [3, 5, 8]
            | [3, 8]
    );
    (usual || text.spaced >= 3).then(|| (all[10].1, 0.95))
}

fn landline(text: &Text<'_>, all: &[(u8, usize, bool)]) -> Option<(usize, f32)> {
    let area = match all {
        [(0, ..), (1, ..), (0, ..), ..] | [(0, ..), (2, ..), (0..=9, ..), ..] => 3,
        [(0, ..), (a @ 3..=9, ..), (b, ..), ..] if is_area(*a, *b) => 4,
        _ => return None,
    };
    let count = [area + 8, area + 7].into_iter().find(|&n| all.len() >= n && ends(all, n))?;
    if area == 3 && count == 10 || matches!(all[area].0, 0 | 1) {
        return None;
    }
    let apart = all[area].2;
    let mut end = all[count - 1].1;
    // Extensions: -801, 转801.
    let extension = (count..all.len()).take_while(|&k| k == count || !all[k].2).count();
    if (1..=4).contains(&extension) && matches!(text.get(end), '-' | '—') {
        end = all[count + extension - 1].1;
    } else if text.get(end) == '转' && is_digit(text.get(end + 1)) {
        end += 1;
        while is_digit(text.get(end)) {
            end += 1;
        }
    }
    Some((end, if apart { 0.95 } else { 0.8 }))
}

/// Second and third digit of a four-digit area code.
const fn is_area(a: u8, b: u8) -> bool {
    match a {
        3 => matches!(b, 1 | 3 | 4 | 5 | 7 | 9),
        4 => matches!(b, 1 | 2 | 3 | 5 | 6 | 7 | 8),
        6 => matches!(b, 3 | 6 | 9),
        8 => matches!(b, 1 | 2 | 3 | 5 | 7 | 8 | 9),
        9 => matches!(b, 0 | 1 | 3 | 4 | 5 | 7 | 9),
        _ => b > 0,
    }
}

fn service(_: &Text<'_>, all: &[(u8, usize, bool)]) -> Option<(usize, f32)> {
    let [(4 | 8, ..), (0, ..), (0, ..), rest @ ..] = all else { return None };
    (rest.len() >= 7 && ends(all, 10)).then(|| (all[9].1, if rest[0].2 { 0.9 } else { 0.7 }))
}

/// Seven or eight digits behind a word such as 电话.
fn local(text: &Text<'_>, i: usize, all: &[(u8, usize, bool)]) -> Option<(usize, f32)> {
    let (2..=8, ..) = *all.first()? else { return None };
    let count = [8, 7].into_iter().find(|&n| all.len() >= n && ends(all, n))?;
    let cuts: ArrayVec<usize, 8> = (1..count).filter(|&k| all[k].2).collect();
    if !matches!(cuts.as_slice(), [] | [3] | [4]) || all.len() > count && !all[count].2 {
        return None;
    }
    let end = all[count - 1].1;
    let unit = super::super::number::Unit::read(text, end).is_some()
        || matches!(text.get(end), '.' | ',' | '，' | '年') && is_digit(text.get(end + 1))
        || matches!(text.get(end), '年' | '-');
    (!unit && cue(text, i, &CUES).is_some()).then_some((end, 0.85))
}
