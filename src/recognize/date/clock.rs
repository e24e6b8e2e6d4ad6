//! Clock times: `17:30`, `9:00`, `13时40分`, `上午9点`.

use super::super::number::{is_dash, looks_like_digit};
use super::super::{Text, is_digit};
use super::arabic::small;

/// Parts of the day whose last character says nothing by itself.
const PARTS_OF_DAY: [&str; 4] = ["早上", "晚上", "夜里", "夜间"];

/// Whether a part of the day stands before `i`: 上午, 今早, 夜里.
pub(super) fn part_of_day_before(text: &Text<'_>, i: usize) -> bool {
    matches!(text.before(i), '午' | '晨' | '晚' | '早' | '夜')
        || PARTS_OF_DAY.iter().any(|part| text.ends_with(i, part))
}

/// End of the clock time at `i`; `joined` when a date stands right before it.
pub(super) fn read(text: &Text<'_>, i: usize, joined: bool) -> Option<usize> {
    if !is_digit(text.get(i)) && looks_like_digit(text.get(i)).is_none() {
        return None;
    }
    let (hour, end) = small(text, i, 2)?;
    if hour > 24 {
        return None;
    }
    match text.get(end) {
        ':' | '：' | '∶' | '︰' => colon(text, i, end, joined),
        '时' => Some(minutes(text, end + 1)).filter(|_| is_hour(text, i, end, joined)),
        '点' => point(text, i, end, joined),
        _ => None,
    }
}

fn colon(text: &Text<'_>, i: usize, end: usize, joined: bool) -> Option<usize> {
    let (minute, mut to) = small(text, end + 1, 2)?;
    let before = text.before(i);
    let cue = joined || matches!(before, '午' | '晨' | '晚' | '日' | '间' | '上' | '早' | '于' | '夜');
    // 改为15:00—17:00
    let range = is_dash(text.get(to))
        && small(text, to + 1, 2).is_some_and(|(hour, at)| {
            hour <= 24
                && text.get(at) == text.get(end)
                && small(text, at + 1, 2).is_some_and(|m| m.1 == at + 3)
        });
    let ratio = !cue && !range && (text.get(end) == '∶' || matches!(before, ':' | '：' | '比' | '为' | '.'));
    let whole = text.get(to) == '.' || text.get(to) == '%';
    if to != end + 3 || minute > 59 || ratio && (text.get(end) == '∶' || before != '：') || whole {
        return None;
    }
    if text.get(to) == text.get(end) {
        if let Some((second, after)) = small(text, to + 1, 2).filter(|&(s, after)| s < 60 && after == to + 3)
        {
            let _ = second;
            to = after;
        } else {
            return None;
        }
    }
    (!text.get(to).is_ascii_alphanumeric()).then_some(to)
}

/// 时 behind a number up to 24 is an hour of the day unless a word starts with it.
fn is_hour(text: &Text<'_>, i: usize, end: usize, joined: bool) -> bool {
    let _ = i;
    joined
        || !matches!(
            text.get(end + 1),
            '段' | '代' | '期' | '间' | '候' | '常' | '速' | '限' | '长' | '刻' | '效'
        )
}

fn minutes(text: &Text<'_>, i: usize) -> usize {
    match small(text, i, 2) {
        Some((minute, end)) if minute < 60 && text.get(end) == '分' => match small(text, end + 1, 2) {
            Some((second, after)) if second < 60 && text.get(after) == '秒' => after + 1,
            _ => end + 1,
        },
        _ => i,
    }
}

/// 点 needs a sign that it is an hour: 上午 before it, 分 or 半 behind it.
fn point(text: &Text<'_>, i: usize, end: usize, joined: bool) -> Option<usize> {
    let after = end + 1;
    let to = minutes(text, after);
    if to > after {
        return Some(to);
    }
    if matches!(text.get(after), '半' | '整' | '钟') {
        return Some(after + 1);
    }
    (joined || text.before(i) == '日' || part_of_day_before(text, i)).then_some(after)
}
