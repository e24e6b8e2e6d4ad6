//! Blanks that have no mask character: 　年　月　日, empty brackets, dashes in the cells of a masked table.

use super::super::{Candidate, Text, is_digit};
use super::add;
use crate::recognize::sign::Alphabet;
use crate::rule::RuleId;

/// An empty date: 年, 月 and 日 with blanks where their numbers should be, after a year or its century or none.
pub(super) fn date(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let wide = |k: usize| text.gap.get(k).is_some_and(|&g| g > 0);
    let empty = text.get(i + 1) == '月' && text.get(i + 2) == '日';
    if !(empty && wide(i + 1) && wide(i + 2)) {
        return i + 1;
    }
    let mut from = i;
    while from > 0 && i - from < 5 && is_digit(text.ch[from - 1]) {
        from -= 1;
    }
    let start = match i - from {
        0 if wide(i) => i,
        // 20　年　月　日: the century is part of the blank.
        2 | 3 if wide(i) => from,
        // The year is known.
        4 if !wide(i) => i + 1,
        _ => return i + 1,
    };
    add(found, start, i + 3, RuleId::BLANK, 0.9);
    i + 3
}

/// —— as the whole cell of a row that has masks.
pub(super) fn dashes(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let mut end = i + 1;
    while end < text.len() && text.gap[end] == 0 && matches!(text.ch[end], '—' | '–') {
        end += 1;
    }
    if end - i == 2 && cell(text, i, end) && masked(text, i) {
        add(found, i, end, RuleId::BLANK, 0.8);
    }
    end
}

/// （空） as the whole cell of a row: its bracket is at `i`; the end, where it is one.
pub(super) fn empty(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> Option<usize> {
    let end = i + 3;
    let says = text.get(i + 1) == '空' && matches!(text.get(i + 2), '）' | ')');
    if says && cell(text, i, end) {
        add(found, i, end, RuleId::BLANK, 0.8);
        return Some(end);
    }
    None
}

/// Whether a cell of a table begins at `start` and ends at `end`.
fn cell(text: &Text<'_>, start: usize, end: usize) -> bool {
    let bar = |c: char| matches!(c, '\t' | '|');
    let (left, right) = (text.before(start), text.get(end));
    bar(left) && (bar(right) || right == '\n') || left == '\n' && bar(right)
}

/// Whether a mask of two characters stands near the line of `i`.
fn masked(text: &Text<'_>, i: usize) -> bool {
    let (from, to) = text.line_range(i);
    let mut lines = from.saturating_sub(200)..(to + 200).min(text.len());
    lines.any(|k| {
        Alphabet::of(text.ch[k]).is_some() && k + 1 < text.len() && Alphabet::of(text.ch[k + 1]).is_some()
    })
}
