//! Dates of the old calendar: 正月初一, 八月十五, 腊月廿八, 癸卯年二月十九, 民国十七年, 光绪二十三年八月.

use super::super::number::Chinese;
use super::super::{Text, is_cnum};
use super::Found;
use crate::lexicon::Tags;

const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
/// Reigns, and the years counted from 1912.
const ERAS: [&str; 14] = [
    "民国", "宣统", "光绪", "同治", "咸丰", "道光", "嘉庆", "乾隆", "雍正", "康熙", "顺治", "崇祯", "万历",
    "洪武",
];

/// The date that begins at `i` with a year of the cycle or a month that has a name of its own.
pub(in super::super) fn read(text: &Text<'_>, i: usize) -> Option<Found> {
    if let Some(end) = cycle_year(text, i) {
        return Some(Found::date(rest(text, end), 0.85, "year of the cycle"));
    }
    let end = named_month(text, i)?;
    // 腊月里 is a season.
    let day = day(text, end).or_else(|| (text.before(i) == '年').then_some(end))?;
    Some(Found::date(day, 0.75, "month of the old calendar"))
}

/// The day behind a month that ends at `i`, which nothing follows that could be counted.
pub(super) fn day(text: &Text<'_>, i: usize) -> Option<usize> {
    if text.get(i) == '初' {
        let day = Chinese::read(text, i + 1).filter(|day| (1..=10).contains(&day.value))?;
        return Some(day.end);
    }
    let counts = |end: usize| {
        text.one.get(end).is_some_and(|one| one.and(text.starts[end]).has(Tags::MEASURE))
            || matches!(text.get(end), '余' | '多' | '个' | '几' | '万')
    };
    let end = if text.get(i) == '廿' {
        i + 1 + usize::from(is_cnum(text.get(i + 1)))
    } else {
        Chinese::read(text, i).filter(|day| (10..=30).contains(&day.value))?.end
    };
    match text.get(end) {
        '日' | '号' => Some(end + 1),
        _ => (!counts(end)).then_some(end),
    }
}

/// First character of the date whose year, in numerals, is counted from the beginning of a reign: 光绪 | 二十三年.
pub(in super::super) fn era_before(text: &Text<'_>, i: usize) -> Option<usize> {
    ERAS.iter().any(|era| text.ends_with(i, era)).then(|| i - 2)
}

/// End of the date whose year ends at `i`, behind 年: with the month and the day, where they follow.
pub(in super::super) fn rest(text: &Text<'_>, i: usize) -> usize {
    month(text, i).map_or(i, |end| day(text, end).unwrap_or(end))
}

fn cycle_year(text: &Text<'_>, i: usize) -> Option<usize> {
    let pair = STEMS.contains(text.get(i)) && BRANCHES.contains(text.get(i + 1));
    (pair && text.get(i + 2) == '年').then_some(i + 3)
}

/// 正月, 冬月 and 腊月, with 闰 before them or not.
fn named_month(text: &Text<'_>, i: usize) -> Option<usize> {
    let named = matches!(text.get(i), '正' | '腊' | '冬') && text.get(i + 1) == '月';
    // 反正月底, 冬月饼
    let word = matches!(text.before(i), '反' | '真' | '公' | '修') || text.get(i + 2) == '饼';
    (named && !word).then_some(i + 2)
}

fn month(text: &Text<'_>, i: usize) -> Option<usize> {
    named_month(text, i).or_else(|| {
        let month = Chinese::read(text, i + usize::from(text.get(i) == '闰'))?;
        (text.get(month.end) == '月' && (1..=12).contains(&month.value)).then_some(month.end + 1)
    })
}
