//! House parts: building, unit, floor and room together (`3号楼2单元501室`, `四楼402`, `2幢1单元4-3`), with the name of
//! the building before them when a street number is before that.

use super::super::{Candidate, ClueKind, Text, is_cnum, is_digit, is_han};
use super::found;
use crate::rule::RuleId;

/// What a part is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Area,
    Building,
    Unit,
    Floor,
    Room,
}

/// The label at `i`: its length and the part it names.
fn label(text: &Text<'_>, i: usize) -> Option<(usize, Part)> {
    Some(match (text.get(i), text.get(i + 1)) {
        ('号', '楼' | '院') => (2, Part::Building),
        ('单', '元') | ('门', '洞') => (2, Part::Unit),
        ('梯', _) => (1, Part::Unit),
        // 12号楼2门401, 2区14幢
        ('门', '0'..='9') => (1, Part::Unit),
        ('区', '0'..='9') => (1, Part::Area),
        ('幢' | '栋' | '座', _) => (1, Part::Building),
        ('楼' | '层', _) => (1, Part::Floor),
        ('室' | '房' | '户' | '号' | '间', _) => (1, Part::Room),
        _ => return None,
    })
}

/// The house parts at `i`.
pub(super) fn read(text: &Text<'_>, i: usize) -> Option<Candidate> {
    if text.before(i) == '第'
        || text.before(i).is_ascii_alphanumeric() && text.gap_at(i) == 0
        || is_cnum(text.before(i))
    {
        return None;
    }
    let (mut end, first) = part(text, i)?;
    let mut count = 1;
    let mut last = first;
    while count < 5 {
        let at = end + usize::from(matches!(text.get(end), '-' | '—') && count > 0);
        match part(text, at) {
            Some((to, kind)) if rank(kind) > rank(last) => (end, last) = (to, kind),
            _ => break,
        }
        count += 1;
    }
    if last != Part::Room
        && let Some(to) = bare_room(text, end)
    {
        (end, last, count) = (to, Part::Room, count + 1);
    }
    let room = count == 1 && first == Part::Room && text.get(end - 1) == '室' && end - i >= 4;
    let house = count >= 2 && matches!(first, Part::Area | Part::Building | Part::Unit | Part::Floor);
    if !(house || room) || last == Part::Floor && first == Part::Floor {
        return None;
    }
    Some(found(building(text, i), end, RuleId::ADDRESS, 0.88, ClueKind::Shape("house parts")))
}

const fn rank(part: Part) -> u8 {
    match part {
        Part::Area => 0,
        Part::Building => 1,
        Part::Unit => 2,
        Part::Floor => 3,
        Part::Room => 4,
    }
}

/// A number or letter with its label at `i`.
fn part(text: &Text<'_>, i: usize) -> Option<(usize, Part)> {
    let mut at = i;
    if is_digit(text.get(at)) {
        while at < i + 4 && is_digit(text.get(at)) && (at == i || text.gap_at(at) == 0) {
            at += 1;
        }
        if text.get(at).is_ascii_uppercase() {
            at += 1;
        }
        if text.get(at) == '-' && is_digit(text.get(at + 1)) {
            let from = at + 1;
            at = from;
            while at < from + 4 && is_digit(text.get(at)) {
                at += 1;
            }
        }
    } else if is_cnum(text.get(at)) {
        while at < i + 3 && is_cnum(text.get(at)) {
            at += 1;
        }
    } else if text.get(at).is_ascii_uppercase() && text.get(at) != 'X' {
        at += 1;
        while at < i + 3 && is_digit(text.get(at)) {
            at += 1;
        }
    }
    if at == i || is_digit(text.get(at)) {
        return None;
    }
    let (len, kind) = label(text, at)?;
    Some((at + len, kind))
}

/// A room without a label: three or four digits behind a floor, `4-3` behind a unit.
fn bare_room(text: &Text<'_>, i: usize) -> Option<usize> {
    let mut end = i;
    while end < i + 5 && is_digit(text.get(end)) && text.gap_at(end) == 0 {
        end += 1;
    }
    let count = end - i;
    if (1..=2).contains(&count) && text.get(end) == '-' && is_digit(text.get(end + 1)) {
        end += 2;
        while is_digit(text.get(end)) && end < i + 8 {
            end += 1;
        }
        return Some(end);
    }
    let free =
        !text.get(end).is_ascii_alphanumeric() && super::super::number::Unit::read(text, end).is_none();
    ((3..=4).contains(&count) && free).then_some(end)
}

/// Where the name of the building begins, when it stands between a street number and `i`.
fn building(text: &Text<'_>, i: usize) -> usize {
    let named = ["大厦", "公寓", "广场", "大楼", "商厦", "花园", "花苑", "家园", "新村", "苑", "城"];
    if !named.iter().any(|end| text.ends_with(i, end)) {
        return i;
    }
    let mut start = i;
    while start > 0 && i - start < 10 && is_han(text.before(start)) && text.before(start) != '号' {
        start -= 1;
    }
    if text.before(start) == '号' && i - start < 10 { start } else { i }
}
