//! Dates and clock times: `2021年3月5日`, `1-4月`, `2022-04-18`, `8.26` in a date column, `二〇二二年九月十五日`, `17:30`.
//!
//! What touches is one span: year, month and day, a range with one unit (`2023—2030年`), a date with its clock time.
//! Durations (3年, 5个月, 15日内) are figures, and 今年, 年底, quarters and festivals stay.

mod arabic;
mod chinese;
mod clock;
mod lunar;

pub(super) use arabic::diary;
pub(super) use chinese::read as read_chinese;
pub(super) use lunar::{era_before, read as read_lunar, rest as rest_of_era};

use super::number::{Anchors, Column};
use super::{ClueKind, Text, is_digit};
use crate::rule::RuleId;

/// What stands behind the first number of every date and clock time; digits and letters when a scanner was at work.
static MARKS: Anchors =
    Anchors::new("年月日号时点至到、和及与:：∶︰.．·•・﹒/／OolI-—–－―‐‑~～∼〜", &[('0', '9')]);

/// A date or time that was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// One past its last character.
    pub end: usize,
    /// `date/date` or `date/time`.
    pub rule: RuleId,
    /// How sure.
    pub score: f32,
    /// Why.
    pub clue: ClueKind,
}

impl Found {
    fn date(end: usize, score: f32, shape: &'static str) -> Self {
        Self { end, rule: RuleId::DATE, score, clue: ClueKind::Shape(shape) }
    }

    /// The date names a plan or an observance.
    fn kept(end: usize) -> Self {
        Self { end, rule: RuleId::KEEP, score: 1.0, clue: ClueKind::Shape("plan or observance") }
    }

    fn time(end: usize, score: f32) -> Self {
        Self { end, rule: RuleId::TIME, score, clue: ClueKind::Shape("clock time") }
    }
}

/// The date or time whose first digit stands at `i`; `cell` is the table cell around it with its column.
pub(super) fn read(text: &Text<'_>, i: usize, cell: Option<(usize, usize, Column)>) -> Option<Found> {
    let end = (i..i + 5).find(|&at| !is_digit(text.get(at)) || at > i && text.gap_at(at) > 0)?;
    if !MARKS.has(text.get(end)) {
        return None;
    }
    let date = arabic::full(text, i)
        .or_else(|| arabic::dotted(text, i))
        .or_else(|| arabic::month(text, i))
        .or_else(|| arabic::incident(text, i))
        .or_else(|| cell.and_then(|cell| arabic::in_cell(text, i, cell)))
        .or_else(|| arabic::day(text, i));
    if let Some(mut found) = date {
        if let Some(end) = clock::read(text, found.end, true) {
            found.end = end;
        }
        return Some(found);
    }
    clock::read(text, i, false).map(|end| Found::time(end, 0.85))
}
