//! Dates in Arabic digits, with what a scanner does to them: blanks (`2 0 2 2年`) and letters (`4月l8日`).

use super::super::number::{Column, digit, is_dash, looks_like_digit};
use super::super::{Text, is_digit, is_han};
use super::Found;

/// A number of up to `most` digits at `i`; letters that look like digits count, but not alone before nothing.
pub(super) fn small(text: &Text<'_>, i: usize, most: usize) -> Option<(u64, usize)> {
    let (mut value, mut end) = (0, i);
    while end < i + most {
        let c = text.get(end);
        let Some(d) = digit(c).or_else(|| looks_like_digit(c)) else { break };
        if end > i && text.gap_at(end) > 1 {
            break;
        }
        value = value * 10 + d;
        end += 1;
    }
    (end > i && (!is_digit(text.get(end)) || text.gap_at(end) > 0)).then_some((value, end))
}

/// A small number followed by one of `units`: its value and the end behind the unit.
fn with_unit(text: &Text<'_>, i: usize, most: usize, units: &[char]) -> Option<(u64, usize)> {
    let (value, end) = small(text, i, most)?;
    units.contains(&text.get(end)).then_some((value, end + 1))
}

fn month_at(text: &Text<'_>, i: usize) -> Option<usize> {
    let (value, end) = with_unit(text, i, 2, &['月'])?;
    (1..=12).contains(&value).then_some(end)
}

fn day_at(text: &Text<'_>, i: usize) -> Option<usize> {
    let (value, end) = with_unit(text, i, 2, &['日', '号'])?;
    (1..=31).contains(&value).then_some(end)
}

/// `5-7` before a unit: the start of the second number.
fn second(text: &Text<'_>, i: usize) -> Option<usize> {
    let (_, end) = small(text, i, 2)?;
    is_dash(text.get(end)).then_some(end + 1)
}

fn month_range(text: &Text<'_>, i: usize) -> Option<usize> {
    month_at(text, i).or_else(|| month_at(text, second(text, i)?))
}

fn day_range(text: &Text<'_>, i: usize) -> Option<usize> {
    day_at(text, i).or_else(|| day_at(text, second(text, i)?))
}

/// Month and day behind a year, as far as they go.
fn rest(text: &Text<'_>, end: usize) -> usize {
    match month_range(text, end) {
        Some(month) => day_range(text, month).unwrap_or(month),
        None => end,
    }
}

fn year(text: &Text<'_>, i: usize) -> Option<usize> {
    let (value, end) = small(text, i, 4)?;
    let real = (i..end).filter(|&at| is_digit(text.get(at))).count();
    (end == i + 4 && real >= 2 && (1000..2200).contains(&value)).then_some(end)
}

/// Starts with a year: `2021年`, `2021年3月5日`, `2020—2022年`, `2017至2021年`, `98年3月`.
pub(super) fn full(text: &Text<'_>, i: usize) -> Option<Found> {
    if let Some(end) = year(text, i) {
        if text.get(end) == '年' {
            if ["中央一号文件", "远景目标"].iter().any(|plan| text.starts_with(end + 1, plan)) {
                return Some(Found::kept(end + 1));
            }
            return Some(Found::date(rest(text, end + 1), 0.89, "year"));
        }
        let next = text.get(end);
        if is_dash(next) {
            let to = year(text, end + 1)?;
            return match text.get(to) {
                '年' => Some(Found::date(rest(text, to + 1), 0.89, "years")),
                '学' | '财' if text.get(to + 1) == '年' => Some(Found::date(to, 0.85, "years")),
                _ => None,
            };
        }
        if matches!(next, '至' | '到' | '、' | '和' | '及' | '与') {
            let to = year(text, end + 1)?;
            let listed = text.get(to) == '年' || text.get(to) == '、' && year(text, to + 1).is_some();
            return listed.then(|| Found::date(end, 0.8, "year"));
        }
        return None;
    }
    // A year of two digits needs its month.
    let (_, end) = small(text, i, 2).filter(|&(_, end)| end == i + 2 && is_digit(text.get(i)))?;
    if text.get(end) != '年' {
        return None;
    }
    let month = month_at(text, end + 1)?;
    Some(Found::date(day_range(text, month).unwrap_or(month), 0.8, "short year"))
}

/// `2022.09.30`, `2022-04-18`, `2022/11/14`, `1984.09`.
pub(super) fn dotted(text: &Text<'_>, i: usize) -> Option<Found> {
    let listed = text.before(i) == '.' && i > 1 && is_digit(text.get(i - 2)) && list_dot(text, i - 1);
    if matches!(text.before(i), '-' | '/' | '.' | '_') && !listed || text.before(i).is_ascii_alphanumeric() {
        return None;
    }
    let end = year(text, i)?;
    let mark = text.get(end);
    if !matches!(mark, '.' | '-' | '/' | '．' | '－' | '／' | '—' | '·') || text.gap_at(end) > 1 {
        return None;
    }
    let (month, after) = small(text, end + 1, 2)?;
    if !(1..=12).contains(&month) {
        return None;
    }
    if text.get(after) == mark {
        // 2022/7/3 9:05: the hour is no part of the day.
        let most = if text.gap_at(after + 2) > 0 && clock(text, after + 2) { 1 } else { 2 };
        let (day, to) = small(text, after + 1, most)?;
        let whole = (1..=31).contains(&day)
            && (!text.get(to).is_ascii_alphanumeric() || text.gap_at(to) > 0)
            && text.get(to) != mark;
        return whole.then(|| Found::date(to, 0.89, "dotted date"));
    }
    let padded = after == end + 3;
    let next = text.get(after);
    let free =
        !next.is_ascii_alphanumeric() && !matches!(next, '-' | '/' | '%' | '‰' | '万' | '亿' | '元' | '号');
    let sane = matches!(mark, '.' | '-' | '/') && (1900..2100).contains(&small(text, i, 4)?.0);
    (padded && free && sane && !matches!(next, '公' | '平' | '亩' | '米' | '吨'))
        .then(|| Found::date(after, 0.75, "year and month"))
}

/// Whether `9:05` or `16:05` stands at `i`.
fn clock(text: &Text<'_>, i: usize) -> bool {
    let colon = (i + 1..i + 3).find(|&at| !is_digit(text.get(at)));
    colon.is_some_and(|at| matches!(text.get(at), ':' | '：') && is_digit(text.get(at + 1)))
}

/// Starts with a month: `3月`, `3月5日`, `1—6月`, `9月5-7日`, `7至9月`.
pub(super) fn month(text: &Text<'_>, i: usize) -> Option<Found> {
    if text.before(i) == '.'
        && i > 1
        && is_digit(text.get(i - 2))
        && text.gap_at(i) == 0
        && !list_dot(text, i - 1)
    {
        return None;
    }
    if let Some(end) = month_range(text, i) {
        if matches!(text.get(end), '龄' | '薪' | '嫂' | '子') {
            return None;
        }
        return Some(Found::date(day_range(text, end).unwrap_or(end), 0.85, "month"));
    }
    let (value, end) = small(text, i, 2)?;
    let listed = (1..=12).contains(&value) && matches!(text.get(end), '至' | '到' | '、');
    (listed && month_at(text, end + 1).is_some()).then(|| Found::date(end, 0.7, "month"))
}

/// Whether the point at `i` follows a list number (`1.7月`), not a number.
fn list_dot(text: &Text<'_>, i: usize) -> bool {
    let mut start = i;
    while start > 0 && i - start < 3 && is_digit(text.get(start - 1)) {
        start -= 1;
    }
    let before = text.before(start);
    text.gap.get(start).is_some_and(|&gap| gap > 0)
        || matches!(before, '\n' | '\t' | '。' | '；' | ';' | '：' | ':')
}

/// `“8·17”` as the name of an incident, quoted or before 事故, 案.
pub(super) fn incident(text: &Text<'_>, i: usize) -> Option<Found> {
    let (month, end) = small(text, i, 2)?;
    if !matches!(text.get(end), '·' | '.' | '•' | '・' | '．' | '﹒') || !(1..=12).contains(&month) {
        return None;
    }
    let (day, to) = small(text, end + 1, 2)?;
    if !(1..=31).contains(&day) {
        return None;
    }
    let quoted =
        matches!(text.before(i), '“' | '"' | '‘' | '「') && matches!(text.get(to), '”' | '"' | '’' | '」');
    let behind = to + usize::from(quoted);
    let named = text.get(end) != '.'
        && ["事故", "案", "专案", "火灾", "爆炸", "地震", "洪灾", "事件"]
            .iter()
            .any(|word| (behind..behind + 6).any(|at| text.starts_with(at, word)));
    if quoted && is_observance(text, behind) {
        return Some(Found::kept(to));
    }
    (quoted || named).then(|| Found::date(to, 0.8, "incident"))
}

/// 国家宪法日, 消费者权益日, 防灾减灾日 behind the quotation.
fn is_observance(text: &Text<'_>, i: usize) -> bool {
    let end = (i..i + 14).find(|&at| !is_han(text.get(at))).unwrap_or(i + 14);
    (i + 2..end).any(|at| matches!(text.get(at), '日' | '周' | '月' | '节'))
}

/// A whole cell `8.26` in a column of dates.
pub(super) fn in_cell(text: &Text<'_>, i: usize, cell: (usize, usize, Column)) -> Option<Found> {
    let (start, cell_end, column) = cell;
    if column != Column::Date || start != i {
        return None;
    }
    let (month, end) = small(text, i, 2)?;
    if !matches!(text.get(end), '.' | '-' | '/') || !(1..=12).contains(&month) {
        return None;
    }
    let (day, to) = small(text, end + 1, 2)?;
    ((1..=31).contains(&day) && to == cell_end).then(|| Found::date(to, 0.8, "cell of a date column"))
}

/// Characters from one day of a diary to the next, at most.
const NEAR: usize = 300;

/// `4.17　晴　…⏎4.18　…`: a day opens its line as another opens a line nearby, and no line is numbered 4.9.
pub(in super::super) fn diary(text: &Text<'_>, i: usize) -> Option<Found> {
    let (end, padded) = day_line(text, i)?;
    let near = || (i.saturating_sub(NEAR)..i).chain(end..(end + NEAR).min(text.len()));
    let mut others = near().filter_map(|at| day_line(text, at)).peekable();
    let diary = padded && others.peek().is_some() && others.all(|(_, padded)| padded);
    diary.then(|| Found::date(end, 0.7, "day of a diary"))
}

/// End of `4.17` or `4.9` that opens a line at `i`, a blank or nothing behind it, and whether the day has two figures.
fn day_line(text: &Text<'_>, i: usize) -> Option<(usize, bool)> {
    if text.before(i) != '\n' {
        return None;
    }
    let (month, end) = small(text, i, 2)?;
    let (day, to) = small(text, end + 1, 2)?;
    let whole = matches!(text.get(end), '.' | '/') && text.gap_at(end) == 0 && text.gap_at(end + 1) == 0;
    let alone = text.gap_at(to) > 0 && is_han(text.get(to)) || text.get(to) == '\n';
    (whole && alone && (1..=12).contains(&month) && (1..=31).contains(&day)).then_some((to, to == end + 3))
}

/// A day by itself: `10日前`, `每月25日`. After 拘留 and before 内 it is a duration.
pub(super) fn day(text: &Text<'_>, i: usize) -> Option<Found> {
    let (value, number_end) = small(text, i, 2)?;
    if text.get(number_end) != '日' || !(1..=31).contains(&value) || matches!(text.before(i), '.' | ',') {
        return None;
    }
    let end = number_end + 1;
    let span = ["内", "以内", "之内", "以上", "以下", "后", "期满", "游", "龄", "均", "产", "常", "用"]
        .iter()
        .any(|word| text.starts_with(end, word));
    let asked = [
        "拘留",
        "整顿",
        "停业",
        "停产",
        "歇业",
        "停工",
        "停电",
        "停水",
        "满",
        "超过",
        "少于",
        "多于",
        "期限",
        "为期",
        "暂停",
        "休假",
        "共",
        "累计",
        "日起",
        "超",
        "逾",
        "约",
        "近",
        "历时",
        "持续",
        "连续",
        "达",
        "提前",
        "推迟",
        "延长",
        "公示期",
        "公告期",
        "工期",
        "展期",
        "有效期",
        "异议期",
        "期为",
        "合计",
        "总计",
        "工作",
    ]
    .iter()
    .any(|word| text.ends_with(i, word));
    (!span && !asked).then(|| Found::date(end, 0.7, "day"))
}
