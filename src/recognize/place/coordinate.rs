//! Members of a list that ends in a count of divisions: 甲河、乙坪、丙溪等六个乡镇. Where one member is a place for
//! sure, the bare names beside it are places too, also those that are in no list.

use super::{Edge, Level, Scan, edge_at};
use crate::lexicon::Tags;
use crate::recognize::{ClueKind, is_cnum, is_digit, is_han};

/// Most members that are read.
const MEMBERS: usize = 8;

/// Most characters between 等 and what is listed: 等六个边远 | 乡镇.
const GAP: usize = 5;

/// Adds the members of the list that ends before 等 at `i`.
pub(super) fn members_before(scan: &mut Scan<'_, '_>, i: usize) {
    if !divisions_after(scan, i + 1) {
        return;
    }
    let text = scan.cx.text;
    let mut members: arrayvec::ArrayVec<(usize, usize), MEMBERS> = arrayvec::ArrayVec::new();
    let (mut end, mut sure) = (i, false);
    while !members.is_full() {
        let floor = end.saturating_sub(5);
        let start = (floor..end).rev().find(|&at| !is_han(text.ch[at])).map_or(floor, |at| at + 1);
        sure |= scan.ends.any(end);
        if !(2..=4).contains(&(end - start)) {
            break;
        }
        members.push((start, end));
        if start < 2 || text.before(start) != '、' {
            break;
        }
        end = start - 1;
    }
    if !sure {
        return;
    }
    for &(start, end) in &members {
        let term = &text.ch[start..end];
        let word = scan.cx.words.get(term).has(Tags::BREAK) || scan.cx.lexicon.get(term).has(Tags::GENERIC);
        if !scan.ends.any(end) && !word {
            scan.add(start, end, end, Level::Short, 0.62, ClueKind::Column);
        }
    }
}

/// Adds the members of the list that ends before the count at `at`: 甲街、乙街、丙村 | 3个村民小组, 文斗、平鳌 | 两寨. That
/// there are as many names as are counted says that all of them are names.
pub(super) fn counted_before(scan: &mut Scan<'_, '_>, head: usize) {
    let text = scan.cx.text;
    let number = head - usize::from(matches!(text.before(head), '个' | '处'));
    let Some(count) = number.checked_sub(1).and_then(|at| value(text.ch[at])) else { return };
    let mut end = number - 1;
    if text.before(end) == '等' {
        return;
    }
    let mut members: arrayvec::ArrayVec<(usize, usize), MEMBERS> = arrayvec::ArrayVec::new();
    while !members.is_full() {
        let floor = end.saturating_sub(5);
        let start = (floor..end).rev().find(|&at| !is_han(text.ch[at])).map_or(floor, |at| at + 1);
        let more = start >= 2 && text.before(start) == '、';
        // The first member may stand behind a verb: 下设 | 甲街.
        let start = if more { start } else { first(scan, start, end) };
        if !(2..=4).contains(&(end - start)) {
            return;
        }
        members.push((start, end));
        if !more {
            break;
        }
        end = start - 1;
    }
    let sure = text.get(head) != '处' || members.iter().any(|&(_, end)| scan.ends.any(end));
    if members.len() != count || count < 2 || !sure {
        return;
    }
    for &(start, end) in &members {
        let term = &text.ch[start..end];
        if !scan.ends.any(end) && !scan.cx.words.get(term).has(Tags::BREAK) {
            scan.add(start, end, end, Level::Short, 0.6, ClueKind::Column);
        }
    }
}

/// Longest list of hamlets that is read.
const HAMLETS: usize = 12;

/// Adds the bare names that stand behind 辖 at `i`: 辖 | 老屋冲、下屋、塘角5个自然湾.
pub(super) fn governed_after(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    let (mut from, mut members) = (i + 1, 0);
    while members < HAMLETS {
        let to = (from..from + 6).find(|&at| !is_han(text.get(at))).unwrap_or(from + 6);
        // 塘角 | 等自然湾, 岩脚 | 三个组
        let to = (from + 2..to).find(|&at| text.get(at) == '等' || counts(scan, at)).unwrap_or(to);
        let last = text.get(to) != '、';
        if (members == 0 && last) || !(2..=4).contains(&(to - from)) {
            return;
        }
        let term = &text.ch[from..to];
        let known = scan.cx.lexicon.get(term);
        let generic = Tags::GENERIC.and(Tags::BREAK).and(Tags::ORG_HEAD).and(Tags::MEASURE);
        if !scan.ends.any(to) && !known.has(generic) && !term.iter().all(|&c| is_cnum(c)) {
            scan.put(from, to, to, Level::Short, 0.62, ClueKind::Column);
        }
        if last {
            return;
        }
        (from, members) = (to + 1, members + 1);
    }
}

/// Whether divisions are counted at `at`: 三个组, 5个.
fn counts(scan: &Scan<'_, '_>, at: usize) -> bool {
    let text = scan.cx.text;
    (is_cnum(text.get(at)) || is_digit(text.get(at))) && text.get(at + 1) == '个'
}

/// Where the first member begins that ends at `end`: behind the last verb, if any.
fn first(scan: &Scan<'_, '_>, start: usize, end: usize) -> usize {
    let behind = |least: Edge| {
        (start + 1..end.saturating_sub(1)).rev().find(|&at| edge_at(&scan.cx, &scan.ends, at) >= least)
    };
    let word = if end - start > 4 { behind(Edge::Word) } else { None };
    behind(Edge::Break).or(word).unwrap_or(start)
}

/// What one numeral counts, as far as lists go.
const fn value(c: char) -> Option<usize> {
    Some(match c {
        '2' | '两' | '二' => 2,
        '3' | '三' => 3,
        '4' | '四' => 4,
        '5' | '五' => 5,
        '6' | '六' => 6,
        '7' | '七' => 7,
        '8' | '八' => 8,
        _ => return None,
    })
}

/// Adds the short form of a township on one side of 、 at `i` when the other side is a place or another such form.
pub(super) fn towns_around(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    let next = text.starts.get(i + 1).copied().unwrap_or(Tags::NONE);
    let behind = i > 0 && text.ends[i - 1].has(Tags::TOWN);
    if !next.has(Tags::TOWN) && !behind {
        return;
    }
    let bounded = |at: usize| matches!(text.get(at), '、' | '等' | '和' | '及') || !is_han(text.get(at));
    let right = text.longest_at(i + 1, Tags::TOWN).map(|n| (i + 1, i + 1 + n)).filter(|&(_, to)| bounded(to));
    let left =
        text.longest_before(i, Tags::TOWN).filter(|&n| edge_at(&scan.cx, &scan.ends, i - n) >= Edge::Break);
    let place = scan.ends.any(i);
    let listed = next.has(super::LISTED);
    if let Some((from, to)) = right.filter(|_| place || left.is_some()) {
        scan.add(from, to, to, Level::Short, 0.62, ClueKind::Column);
    }
    if let Some(n) = left.filter(|_| !place && (right.is_some() || listed)) {
        scan.add(i - n, i, i, Level::Short, 0.62, ClueKind::Column);
    }
}

/// Whether a few characters behind `at` divisions are spoken of: 十九个乡镇, 边远乡镇, 三个村.
fn divisions_after(scan: &Scan<'_, '_>, at: usize) -> bool {
    let text = scan.cx.text;
    (at..at + GAP).take_while(|&i| is_han(text.get(i)) || is_digit(text.get(i))).any(|i| {
        let counted = i > at && text.get(i) == '个' && (is_digit(text.before(i)) || is_cnum(text.before(i)));
        matches!((text.get(i), text.get(i + 1)), ('乡', '镇') | ('村', '屯' | '寨'))
            || (counted
                && matches!(text.get(i + 1), '镇' | '乡' | '村' | '县' | '街' | '行' | '屯' | '寨' | '嘎'))
            || (counted
                && matches!(
                    (text.get(i + 1), text.get(i + 2)),
                    ('自' | '小', '然' | '村' | '组') | ('社', '区') | ('苏', '木')
                ))
    })
}
