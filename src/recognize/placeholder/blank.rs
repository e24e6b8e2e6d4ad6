//! Blanks that have no mask character: 　年　月　日, empty brackets, dashes in the cells of a masked table.

use super::super::{Candidate, Text, is_digit};
use super::{Alphabet, add};
use crate::rule::RuleId;

/// An empty date: 年, 月 and 日 with blanks where their numbers should be.
pub(super) fn date(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let wide = |k: usize| text.gap.get(k).is_some_and(|&g| g > 0);
    let empty = text.get(i + 1) == '月' && text.get(i + 2) == '日';
    if empty && wide(i) && wide(i + 1) && wide(i + 2) && !is_digit(text.before(i)) {
        add(found, i, i + 3, RuleId::BLANK, 0.9);
        return i + 3;
    }
    i + 1
}

/// —— as the whole cell of a row that has masks.
pub(super) fn dashes(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let mut end = i + 1;
    while end < text.len() && text.gap[end] == 0 && matches!(text.ch[end], '—' | '–') {
        end += 1;
    }
    let cell = text.before(i) == '\t' && matches!(text.get(end), '\t' | '\n');
    if cell && end - i == 2 {
        let (from, to) = text.line_range(i);
        let mut lines = from.saturating_sub(200)..(to + 200).min(text.len());
        let masked = lines.any(|k| {
            Alphabet::of(text.ch[k]).is_some() && k + 1 < text.len() && Alphabet::of(text.ch[k + 1]).is_some()
        });
        if masked {
            add(found, i, end, RuleId::BLANK, 0.8);
        }
    }
    end
}
