//! Years that cannot be: one was written over the others (2023年比2023年翻两番), or one is at odds with what stands
//! beside it (the weekday, the five-year plan, the congress).
//!
//! A document site that refreshes old texts replaces every year by the current one. What the year was before nobody
//! can tell, so nothing is changed; where it can be worked out ([`likely`]), it is said.

use super::super::set::Sieve;
use super::super::{Candidate, ClueKind, Context, Text, is_digit};
use crate::rule::RuleId;

/// Why a year cannot be; the evidence of the finding.
const COMPARED: &str = "a year compared with itself";
const RANGE: &str = "a range that ends no later than it begins";
const PLAN: &str = "not the year of that plan";
const CONGRESS: &str = "a congress that was held later";
const ERA: &str = "an era that was over, in a text of one year only";
const WEEKDAY: &str = "not the weekday of that day";
const NO_DAY: &str = "a day that no calendar has";

/// How far back a plan's or a congress's year stands, in characters.
const NEAR: usize = 40;
/// How many years a congress is the latest one.
const TERM: u32 = 5;

const YEARS: Sieve = Sieve::new("年");
/// What plans and congresses begin with.
const ERAS: Sieve = Sieve::new("十二");

/// A year written with four digits.
#[derive(Clone, Copy)]
struct Year {
    start: usize,
    /// Behind its 年.
    end: usize,
    value: u32,
}

/// Adds a remark beside each year that cannot be.
pub(super) fn impossible(cx: &Context<'_>, found: &mut Vec<Candidate>) {
    let ch = &cx.text.ch;
    let mut years = Vec::new();
    YEARS.each(ch, |k| years.extend(year(ch, k)));
    for (at, one) in years.iter().enumerate() {
        if let Some(mark) = compared(ch, &years[..at], *one) {
            remark(cx.text, found, mark, COMPARED, 0.8);
        } else if let Some(mark) = backward(ch, *one, years.get(at + 1)) {
            remark(cx.text, found, mark, RANGE, 0.7);
        }
        if let Some((mark, why)) = day(ch, *one) {
            remark(cx.text, found, mark, why, 0.8);
        }
    }
    if years.is_empty() {
        return;
    }
    eras(cx.text, &years, found);
}

fn remark(text: &Text<'_>, found: &mut Vec<Candidate>, at: usize, why: &'static str, score: f32) {
    if at < text.len() && !is_digit(text.ch[at]) && text.ch[at] != '\n' {
        let candidate = Candidate::new(at, at + 1, RuleId::REWRITTEN_YEAR, score);
        found.push(candidate.shaped(ClueKind::Shape(why)));
    }
}

/// The year whose 年 stands at `k`.
fn year(ch: &[char], k: usize) -> Option<Year> {
    let start = k.checked_sub(4)?;
    if !ch[start..k].iter().all(|c| is_digit(*c)) || start > 0 && is_digit(ch[start - 1]) {
        return None;
    }
    let value = ch[start..k].iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0));
    (1949..=2060).contains(&value).then_some(Year { start, end: k + 1, value })
}

fn after(ch: &[char], at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(k, c)| ch.get(at + k) == Some(&c))
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '；' | '！' | '？' | '\n')
}

/// 2023年…比2023年增长: where the comparison stands.
fn compared(ch: &[char], before: &[Year], one: Year) -> Option<usize> {
    const PARTS: [&str; 16] =
        ["初", "末", "底", "上", "下", "第", "一", "二", "三", "四", "前", "后", "预", "计", "目", "年"];
    let link = *ch.get(one.start.checked_sub(1)?)?;
    let with = ["相比", "比较", "同期相比", "相较", "对比"].iter().any(|word| after(ch, one.end, word));
    if !(matches!(link, '比' | '较') || matches!(link, '与' | '同' | '和') && with) {
        return None;
    }
    let part = ch.get(one.end).is_some_and(|c| is_digit(*c)) || PARTS.iter().any(|w| after(ch, one.end, w));
    let last = before.last().filter(|last| last.value == one.value && one.start - last.end <= 60)?;
    let same_sentence = !ch[last.end..one.start].iter().any(|c| ends_sentence(*c));
    let earlier = before.iter().rev().take_while(|y| !ch[y.end..one.start].iter().any(|c| ends_sentence(*c)));
    (!part && same_sentence && earlier.take(8).all(|y| y.value == one.value)).then_some(one.start - 1)
}

/// 2023年至2023年, 2021年至2019年: the character behind it.
fn backward(ch: &[char], one: Year, next: Option<&Year>) -> Option<usize> {
    // 2023—2023年 has one 年.
    let dash = |c: char| matches!(c, '至' | '到' | '—' | '–' | '-' | '~' | '～' | '－');
    let (mut from, mut digits) = (one.start, 0);
    while from > 0 && dash(ch[from - 1]) {
        from -= 1;
    }
    while from < one.start && from > 0 && digits < 4 && is_digit(ch[from - 1]) {
        (from, digits) = (from - 1, digits + 1);
    }
    let lone =
        digits == 4 && (from == 0 || !is_digit(ch[from - 1]) && !matches!(ch[from - 1], '第' | '〔' | '['));
    if lone {
        let first = ch[from..from + 4].iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0));
        return ((1949..=2060).contains(&first) && first >= one.value).then_some(one.end);
    }
    let next = next?;
    let link = &ch[one.end..next.start];
    let joins = (1..=2).contains(&link.len()) && link.iter().all(|c| dash(*c));
    let month = ch.get(next.end).is_some_and(|c| is_digit(*c));
    (joins && !month && next.value <= one.value).then_some(next.end)
}

/// A day behind the year that does not exist, or whose weekday is another.
fn day(ch: &[char], one: Year) -> Option<(usize, &'static str)> {
    let (month, at) = number(ch, one.end, '月')?;
    let (day, end) = number(ch, at, '日')?;
    if !(1..=12).contains(&month) || day == 0 || day > days(one.value, month) {
        return (month > 0 && month < 40 && day > 0 && day < 40).then_some((end, NO_DAY));
    }
    let (said, end) = weekday_said(ch, end)?;
    (said != weekday(one.value, month, day)).then_some((end, WEEKDAY))
}

/// One or two digits and the unit.
fn number(ch: &[char], from: usize, unit: char) -> Option<(u32, usize)> {
    let digits = ch[from.min(ch.len())..].iter().take(2).take_while(|c| is_digit(**c)).count();
    let value = ch[from..from + digits].iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0));
    (digits > 0 && ch.get(from + digits) == Some(&unit)).then_some((value, from + digits + 1))
}

/// （星期三）, 星期三, （周三）: the weekday from Monday, 0, on, and where it ends.
fn weekday_said(ch: &[char], from: usize) -> Option<(u32, usize)> {
    let open = usize::from(matches!(ch.get(from), Some('（' | '(')));
    let at = from + open;
    let named = if after(ch, at, "星期") {
        at + 2
    } else if open == 1 && after(ch, at, "周") {
        at + 1
    } else {
        return None;
    };
    let said = ['一', '二', '三', '四', '五', '六', '日'].iter().position(|c| ch.get(named) == Some(c));
    let said = said.or_else(|| (ch.get(named) == Some(&'天')).then_some(6))?;
    let close = usize::from(open == 1 && matches!(ch.get(named + 1), Some('）' | ')')));
    Some((said as u32, named + 1 + close))
}

const fn leap(year: u32) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

const fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The weekday from Monday, 0, on (Zeller's congruence).
const fn weekday(year: u32, month: u32, day: u32) -> u32 {
    let (year, month) = if month < 3 { (year - 1, month + 12) } else { (year, month) };
    let zeller = day + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400;
    // Zeller counts from Saturday.
    (zeller + 5) % 7
}

/// The first year of a five-year plan that is named at `at` (十三五), and where the name ends.
fn plan(ch: &[char], at: usize) -> Option<(u32, usize)> {
    let first =
        ["十一五", "十二五", "十三五", "十四五", "十五五"].iter().position(|name| after(ch, at, name))?;
    let mut end = at + 3;
    while matches!(ch.get(end), Some('”' | '"' | '’' | '」' | '的')) || after(ch, end, "规划") {
        end += if after(ch, end, "规划") { 2 } else { 1 };
    }
    Some((2006 + 5 * first as u32, end))
}

/// The year in which a congress named at `at` was held, and where its name ends.
fn congress(ch: &[char], at: usize) -> Option<(u32, usize)> {
    const NAMES: [(&str, u32); 5] =
        [("十六大", 2002), ("十七大", 2007), ("十八大", 2012), ("十九大", 2017), ("二十大", 2022)];
    const PLENUMS: [(&str, u32); 3] = [("十八届", 2012), ("十九届", 2017), ("二十届", 2022)];
    if let Some((name, held)) = NAMES.iter().find(|(name, _)| after(ch, at, name)) {
        return Some((*held, at + name.chars().count()));
    }
    let (_, held) = PLENUMS.iter().find(|(name, _)| after(ch, at, name))?;
    let number = ['一', '二', '三', '四', '五', '六', '七'].iter().position(|c| ch.get(at + 3) == Some(c))?;
    // The first two plenums need not be a year apart; the third is held in the year after.
    let later = [0, 1, 1, 2, 3, 4, 5][number];
    after(ch, at + 4, "中全会").then_some((held + later, at + 7))
}

/// Plans and congresses at odds with the years beside them.
fn eras(text: &Text<'_>, years: &[Year], found: &mut Vec<Candidate>) {
    let ch = &text.ch;
    let one_year = years.len() >= 3 && years.iter().all(|y| y.value == years[0].value);
    let (mut latest, mut modern) = (None, false);
    ERAS.each(ch, |at| {
        let beside = || {
            let here = years.partition_point(|y| y.end <= at);
            let from = ch[..at].iter().rposition(|c| ends_sentence(*c)).map_or(0, |k| k + 1);
            years[..here].iter().rev().take_while(move |y| y.start >= from && at - y.end <= NEAR)
        };
        if let Some((first, end)) = plan(ch, at) {
            let only = [("开局", first), ("起步之年", first), ("收官", first + 4), ("收尾之年", first + 4)];
            let said = only.iter().find(|(word, _)| after(ch, end, word));
            let is_year = (end..ch.len().min(end + 7)).any(|k| after(ch, k, "之年"));
            if let (Some((_, meant)), Some(last), true) = (said, beside().next(), is_year)
                && last.value != *meant
                && at - last.end <= 12
            {
                remark(text, found, end, PLAN, 0.8);
            }
        }
        if let Some((held, end)) = congress(ch, at) {
            let spirit = after(ch, end, "精神");
            let studied =
                ch[at.saturating_sub(12)..at].iter().any(|c| matches!(c, '学' | '贯' | '落' | '宣'));
            let waits = ch[at.saturating_sub(8)..at].iter().any(|c| matches!(c, '迎' | '筹' | '前'));
            if spirit && studied && !waits && beside().next().is_some() && beside().all(|y| y.value < held) {
                remark(text, found, end, CONGRESS, 0.8);
            }
            latest = latest.max(Some((held, if spirit && studied { end } else { 0 })));
        }
        modern |= held_now(ch, at);
    });
    // Texts of today speak of the last congress, or of the new era.
    if let (Some((held, end)), true, false) = (latest, one_year, modern)
        && end > 0
        && years[0].value > held + TERM + 1
        && !(0..ch.len()).any(|k| ch[k] == '新' && after(ch, k, "新时代"))
    {
        remark(text, found, end, ERA, 0.6);
    }
}

/// A plan of these years: the text is not an old one.
fn held_now(ch: &[char], at: usize) -> bool {
    after(ch, at, "十四五") || after(ch, at, "十五五")
}

/// What the author likely wrote where the remark at character `at` of a line stands, by why it was made.
pub(crate) fn likely(line: &[char], at: usize, why: &str) -> Option<String> {
    let last =
        |to: usize| (4..to.min(line.len())).rev().filter(|&k| line[k] == '年').find_map(|k| year(line, k));
    match why {
        COMPARED => {
            let one = year(line, at + 5)?;
            Some(format!("{}{}年", line[at], one.value - 1))
        }
        PLAN => {
            let named = (at.saturating_sub(8)..at).rev().find_map(|k| plan(line, k))?;
            let last = after(line, at, "收官") || after(line, at, "收尾");
            Some(format!("{}年", named.0 + if last { 4 } else { 0 }))
        }
        WEEKDAY => {
            let one = last(at)?;
            let (month, next) = number(line, one.end, '月')?;
            let (day, end) = number(line, next, '日')?;
            let (said, _) = weekday_said(line, end)?;
            let fits = |year: &u32| day <= days(*year, month) && weekday(*year, month, day) == said;
            let (back, ahead) = ((1..12).map(|n| one.value - n), (1..12).map(|n| one.value + n));
            let years: Vec<String> = [back.into_iter().find(fits), ahead.into_iter().find(fits)]
                .into_iter()
                .flatten()
                .map(|y| format!("{y}年"))
                .collect();
            (!years.is_empty()).then(|| years.join(" or "))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        assert_eq!(weekday(2000, 1, 1), 5);
        assert_eq!(weekday(2024, 2, 29), 3);
        assert_eq!(weekday(2023, 7, 11), 1);
        assert_eq!(weekday(1949, 10, 1), 5);
    }

    #[test]
    fn what_was_likely_meant_is_worked_out() {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        let line = chars("2023年产值比2023年增长8%");
        assert_eq!(likely(&line, 7, COMPARED).as_deref(), Some("比2022年"));
        let line = chars("2023年是“十三五”规划收官之年");
        assert_eq!(likely(&line, 13, PLAN).as_deref(), Some("2020年"));
        let line = chars("2023年7月11日（星期五）召开会议");
        assert_eq!(likely(&line, 14, WEEKDAY).as_deref(), Some("2014年 or 2025年"));
    }
}
