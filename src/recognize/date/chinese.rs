//! Dates in Chinese numerals: `二〇二二年九月十五日` (with ○, O or 零 for the nought), `九月十五日`, `五月`, `上午九时`.

use super::super::number::{Chinese, Style};
use super::super::{Text, is_cnum};
use super::{Found, clock, lunar};

/// The date that starts with `numeral` at `i`.
pub(in super::super) fn read(text: &Text<'_>, i: usize, numeral: &Chinese) -> Option<Found> {
    if let Some(end) = year(text, i) {
        return Some(Found::date(rest(text, end), 0.89, "year in Chinese numerals"));
    }
    if let Some(end) = short_year(text, i) {
        return Some(Found::date(rest(text, end), 0.7, "short year in Chinese numerals"));
    }
    if numeral.style != Style::Plain || matches!(text.before(i), '第' | '个' | '数' | '几' | '每') {
        return None;
    }
    match text.get(numeral.end) {
        '月' if (1..=12).contains(&numeral.value) => {
            let end = numeral.end + 1;
            if let Some(end) = day(text, end) {
                return Some(Found::date(end, 0.85, "month and day in Chinese numerals"));
            }
            let word = matches!(text.get(end), '革' | '天' | '饷' | '老' | '嫂' | '子' | '内' | '龄');
            let more = is_cnum(text.get(end));
            (!word && !more).then(|| Found::date(end, 0.65, "month in Chinese numerals"))
        }
        '时' if numeral.value <= 24 && matches!(text.before(i), '午' | '晨' | '晚' | '日') => {
            Some(Found::time(minutes(text, numeral.end + 1), 0.8))
        }
        '点' if numeral.value <= 24 && hour_of_day(text, i, numeral.end) => {
            Some(Found::time(minutes(text, numeral.end + 1), 0.8))
        }
        _ => None,
    }
}

/// 点 behind the hour: with the part of the day before it, or what only an hour has behind it.
fn hour_of_day(text: &Text<'_>, i: usize, end: usize) -> bool {
    clock::part_of_day_before(text, i)
        || matches!(text.get(end + 1), '半' | '整' | '钟') && text.before(i) != '差'
}

const fn is_figure(c: char) -> bool {
    matches!(
        c,
        '一' | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '〇'
            | '○'
            | 'O'
            | '零'
            | '0'
            | '０'
            | '◯'
    )
}

fn year(text: &Text<'_>, i: usize) -> Option<usize> {
    let four = (i..i + 4).all(|at| is_figure(text.get(at)) && (at == i || text.gap_at(at) <= 1));
    (four && matches!(text.get(i), '一' | '二') && text.get(i + 4) == '年').then_some(i + 5)
}

/// `九七年`, `〇八年`: two figures of a year, which are no pair that means about (七八年).
fn short_year(text: &Text<'_>, i: usize) -> Option<usize> {
    let (tens, ones) = (text.get(i), text.get(i + 1));
    let order =
        |c: char| "〇一二三四五六七八九".chars().position(|d| d == if c == '零' { '〇' } else { c });
    let (tens, ones) = (order(tens)?, order(ones)?);
    let decade = matches!(tens, 0 | 5..=9) && ones != tens + 1;
    let free = !matches!(text.before(i), '第' | '个' | '数' | '几') && text.get(i + 2) == '年';
    let word = matches!(text.get(i + 3), '级' | '代' | '内' | '后' | '以' | '期' | '规' | '计');
    (decade && free && !word && !is_cnum(text.before(i))).then_some(i + 3)
}

fn rest(text: &Text<'_>, i: usize) -> usize {
    match Chinese::read(text, i) {
        Some(month) if text.get(month.end) == '月' && (1..=12).contains(&month.value) => {
            let end = month.end + 1;
            day(text, end).unwrap_or(end)
        }
        _ => i,
    }
}

/// End of the day behind a month: 十五日, or 十五 and 初八 of the old calendar.
fn day(text: &Text<'_>, i: usize) -> Option<usize> {
    let day = Chinese::read(text, i)
        .filter(|day| matches!(text.get(day.end), '日' | '号') && (1..=31).contains(&day.value));
    day.map(|day| day.end + 1).or_else(|| lunar::day(text, i))
}

fn minutes(text: &Text<'_>, i: usize) -> usize {
    if matches!(text.get(i), '半' | '整' | '钟') {
        return i + 1;
    }
    match Chinese::read(text, i) {
        Some(minute) if minute.value < 60 && text.get(minute.end) == '分' => minute.end + 1,
        _ => i,
    }
}
