//! Figures in Arabic digits, with sign, percent, range and ratio.

use super::super::number::{Arabic, Blanks, Column, Unit, UnitKind, is_dash};
use super::super::{Candidate, Text, is_digit, is_han};
use super::{context, figure, rule};
use crate::rule::RuleId;

/// Share of spaced characters, in thousandths, from which a text counts as scanned.
const SCANNED: u32 = 3;

/// A number with what belongs to its span.
struct Read {
    number: Arabic,
    /// Behind the percent sign, where there is one.
    end: usize,
    percent: bool,
}

/// Reads the number at `i`, adds a figure if it is one, and returns where to go on.
pub(super) fn read(text: &Text<'_>, i: usize, column: Column, found: &mut Vec<Candidate>) -> usize {
    let Some(first) = best(text, i) else { return i + 1 };
    let end = first.end;
    if let Some(over) = not_a_figure(text, i, &first) {
        return over.max(end);
    }
    if let Some((start, to, kind)) = range(text, i, &first) {
        let unit = Unit::read(text, to);
        let kind = kind.unwrap_or_else(|| unit.map_or(RuleId::NUMERAL, |u| rule(u.kind)));
        if !context::fused_after(text, to) {
            found.push(figure(start, to, kind, 0.8, unit.map(|u| u.end)));
        }
        return to;
    }
    if chained(text, end) {
        return chain_end(text, end);
    }
    let start = signed(text, i);
    if first.percent {
        if is_solution(text, end) {
            return end;
        }
        found.push(figure(start, end, RuleId::PERCENT, 0.85, None));
        return end;
    }
    if context::slogan(text, i) && clauses(text, i) {
        return end;
    }
    if generation(text, end, &first.number) {
        return end;
    }
    // 5.0为正常视力
    if ["为正常", "为参考", "为及格", "为标准值"].iter().any(|word| text.starts_with(end, word))
    {
        return end;
    }
    let called = ["来电", "热线", "专线", "电话", "举报"].iter().any(|word| text.starts_with(end, word));
    let plain = first.number.is_plain();
    if plain
        && (variety(text, i, end) || called && context::is_hotline(first.number.value, first.number.digits))
    {
        return end;
    }
    if let Some(unit) = Unit::read(text, end) {
        if !is_kept_unit(text, i, &first.number, &unit) {
            found.push(figure(start, end, rule(unit.kind), 0.85, Some(unit.end)));
        }
        return end;
    }
    if let Some(score) = bare(text, i, &first.number, column) {
        found.push(figure(start, end, RuleId::NUMERAL, score, None));
    }
    end
}

/// The widest reading that its surroundings confirm.
fn best(text: &Text<'_>, i: usize) -> Option<Read> {
    let scanned = text.spaced >= SCANNED || spelled(text, i);
    let blanks = if scanned { Blanks::Anywhere } else { Blanks::Groups };
    let wide = with_percent(text, Arabic::read(text, i, blanks)?);
    if wide.number.repaired && cell(text, i, wide.end) {
        return Some(wide);
    }
    if let Some(split) = split_point(text, i) {
        return Some(split);
    }
    if !wide.number.repaired || wide.percent || Unit::read(text, wide.end).is_some() && is_han(text.before(i))
    {
        return Some(wide);
    }
    Some(with_percent(text, Arabic::read(text, i, Blanks::No)?))
}

/// Whether the characters from `i` to `end` fill a cell of a table.
fn cell(text: &Text<'_>, i: usize, end: usize) -> bool {
    let edge = |c: char| matches!(c, '\t' | '|' | '\n');
    edge(text.before(i)) && edge(text.get(end))
}

/// `3 .6万元`: a blank before the point, and a unit or percent sign behind.
fn split_point(text: &Text<'_>, i: usize) -> Option<Read> {
    let point = (i + 1..i + 6).find(|&at| !is_digit(text.get(at)))?;
    if text.get(point) != '.'
        || text.gap_at(point) != 1
        || text.gap_at(point + 1) > 0
        || !is_digit(text.get(point + 1))
    {
        return None;
    }
    let wide = with_percent(text, Arabic::read(text, i, Blanks::Anywhere)?);
    (wide.percent || Unit::read(text, wide.end).is_some()).then_some(wide)
}

/// `1 2 3 4亩`: three digits and more, each by itself.
fn spelled(text: &Text<'_>, i: usize) -> bool {
    (i + 1..i + 3).all(|at| is_digit(text.get(at)) && text.gap_at(at) == 1)
}

/// 2.0版, 3.0时代, 2.0起步阶段: a stage of something; 85后, 00后: those born then.
fn generation(text: &Text<'_>, end: usize, number: &Arabic) -> bool {
    let next = text.get(end);
    if !matches!(next, '版' | '时' | '起' | '阶' | '升' | '后') || number.repaired || number.grouped {
        return false;
    }
    if next == '后' {
        return number.decimals == 0
            && number.digits == 2
            && number.value.is_multiple_of(5)
            && !matches!(text.before(number.start), '月' | '年');
    }
    let stage = number.digits == 1 && number.decimals == 1 && text.get(end - 1) == '0';
    stage && ["版", "时代", "起步", "阶段", "升级"].iter().any(|word| text.starts_with(end, word))
}

fn with_percent(text: &Text<'_>, number: Arabic) -> Read {
    let sign = number.end;
    let percent = matches!(text.get(sign), '%' | '‰' | '﹪' | '‱') && text.gap_at(sign) <= 1;
    Read { end: sign + usize::from(percent), number, percent }
}

/// Where to go on when the number at `i` is part of something else.
fn not_a_figure(text: &Text<'_>, i: usize, read: &Read) -> Option<usize> {
    let end = read.end;
    let before = text.before(i);
    let touching = text.gap_at(i) == 0;
    if context::fused_before(text, i) || context::fused_after(text, end) && !multiplied(text, end) {
        return Some(end);
    }
    if before == '第' || before == '、' && context::ordinals(text, i) {
        return Some(end);
    }
    // 前10名, 双11, 315晚会.
    let plain = read.number.is_plain() && !read.percent;
    let place = before == '前' && matches!(text.get(end), '名' | '位' | '强');
    let sale = before == '双' && matches!(read.number.value, 11 | 12);
    if plain && (place || sale || text.starts_with(end, "晚会")) {
        return Some(end);
    }
    if before.is_ascii_alphabetic() && text.gap_at(i) < 2 && !follows_acronym(text, i, read, touching) {
        return Some(context::code_end(text, i));
    }
    let code = matches!(before, '-' | '_' | '/' | '.' | '+' | '&' | '=' | '#' | '@' | '\\');
    let statistic = before == '=' && read.number.decimals > 0;
    if code && !statistic && touching && i > 1 && (text.get(i - 2).is_ascii_alphanumeric() || before == '_') {
        return Some(context::code_end(text, i));
    }
    let next = text.get(end);
    if next.is_ascii_alphabetic() && text.gap_at(end) == 0 && !read.percent && Unit::read(text, end).is_none()
    {
        return Some(context::code_end(text, end));
    }
    if multiplied(text, end) || matches!(before, '×' | '＊' | '*') && i > 1 && is_digit(text.get(i - 2)) {
        return Some(product_end(text, end));
    }
    if next == '+'
        && (is_digit(text.get(end + 1)) || text.get(end + 1).is_ascii_alphabetic())
        && !read.percent
    {
        return Some(context::code_end(text, end));
    }
    if matches!(next, '.' | '．')
        && is_digit(text.get(end + 1))
        && text.gap_at(end + 1) == 0
        && text.gap_at(end) == 0
    {
        return Some(context::code_end(text, end));
    }
    None
}

/// `GDP45,812元`, `LED 120盏`: letters before a number with a unit are no code.
fn follows_acronym(text: &Text<'_>, i: usize, read: &Read, touching: bool) -> bool {
    // 面积l86平方米, 增长O.8%.
    let scanned = touching && signed(text, i) + 1 == i && text.before(i).is_ascii_alphabetic();
    if scanned && (read.percent || Unit::read(text, read.end).is_some()) {
        return true;
    }
    let unit = read.percent
        || Unit::read(text, read.end).is_some_and(|u| u.kind != UnitKind::Scale || u.start > read.end);
    let version =
        !touching && read.number.digits == 1 && !read.percent && !matches!(text.get(read.end), '万' | '亿');
    // T36.8℃, P104次/分: signs of life.
    let letters = context::letters_before(text, i);
    let vital = letters == 1
        && matches!(text.before(i), 'T' | 'P' | 'R')
        && (text.get(read.end) == '℃' || text.starts_with(read.end, "次"));
    let pressure = text.ends_with(i, "BP") && text.get(read.end) == '/';
    pressure || unit && !version && (!touching || letters >= 2 || vital) && !text.ends_with(i, "PM")
}

/// `3×4`, `4×100米`: a sign of multiplication and another number.
fn multiplied(text: &Text<'_>, end: usize) -> bool {
    matches!(text.get(end), '×' | '✕' | '*' | '＊' | 'x' | 'X') && is_digit(text.get(end + 1))
}

fn product_end(text: &Text<'_>, end: usize) -> usize {
    let mut at = end;
    while at < end + 24
        && (is_digit(text.get(at))
            || matches!(text.get(at), '×' | '✕' | '*' | '＊' | 'x' | 'X' | '.') && is_digit(text.get(at + 1)))
    {
        at += 1;
    }
    at.max(end)
}

/// The sign before `i`, where one stands, or the letter that a scanner read for the first digit (`l86座`).
fn signed(text: &Text<'_>, i: usize) -> usize {
    let letter = super::super::number::looks_like_digit(text.before(i)).is_some() && text.before(i) != 'o';
    if i > 1 && letter && text.gap_at(i) == 0 && is_han(text.get(i - 2)) {
        return i - 1;
    }
    if i == 0 || text.gap_at(i) > 0 || !matches!(text.before(i), '-' | '−' | '－' | '﹣' | '+' | '＋') {
        return i;
    }
    let free = i == 1
        || is_han(text.get(i - 2)) && text.gap_at(i - 1) == 0
        || matches!(text.get(i - 2), '\t' | '|' | '(' | '（' | '、' | '：' | ':' | '，' | ',');
    let unit = i > 1 && matches!(text.get(i - 2), '日' | '月' | '年' | '时' | '元' | '号' | '%');
    if free && !unit { i - 1 } else { i }
}

/// A range or ratio that starts at `i`: its span, and its rule when the unit does not say it.
fn range(text: &Text<'_>, i: usize, first: &Read) -> Option<(usize, usize, Option<RuleId>)> {
    let mark = text.get(first.end);
    let ratio = matches!(mark, '∶' | ':' | '：') && !first.percent;
    let fraction = mark == '/' && first.number.is_plain() && first.number.digits <= 3;
    if !(is_dash(mark) || ratio || fraction) {
        return None;
    }
    let mut at = first.end + 1;
    if is_dash(mark) && text.get(at) == mark && !matches!(mark, '-') {
        at += 1;
    }
    if !is_digit(text.get(at)) || text.gap_at(at) > 1 || text.gap_at(first.end) > 1 {
        return None;
    }
    let mut second = with_percent(text, Arabic::read(text, at, Blanks::No)?);
    let code = text.get(at) == '0' && second.number.digits > 1;
    if code && !ratio || fraction && !second.number.is_plain() {
        return None;
    }
    let mut end = second.end;
    if ratio && text.get(end) == mark && is_digit(text.get(end + 1)) {
        second = with_percent(text, Arabic::read(text, end + 1, Blanks::No)?);
        end = second.end;
    }
    let next = text.get(end);
    let chain = (is_dash(next) || next == mark)
        && (is_digit(text.get(end + 1)) || text.get(end + 1).is_ascii_alphabetic());
    let letter = next.is_ascii_alphabetic() && text.gap_at(end) == 0 && Unit::read(text, end).is_none();
    let quoted = context::quoted(text, i, end);
    if chain || letter || quoted {
        return None;
    }
    // 4-3 without a unit is a house or a score as often as a range; what a unit follows is a range.
    let percent = first.percent || second.percent;
    let unit = percent || ratio || Unit::read(text, end).is_some();
    if is_dash(mark) && !unit && (context::labelled(text, i) || context::is_page_number(text, i, end)) {
        return None;
    }
    let start = signed(text, i);
    Some((
        start,
        end,
        if percent {
            Some(RuleId::PERCENT)
        } else if ratio || fraction {
            Some(RuleId::NUMERAL)
        } else {
            None
        },
    ))
}

/// Whether a code or a chain of numbers goes on behind `end`: `4-3-3`, `80-X`.
fn chained(text: &Text<'_>, end: usize) -> bool {
    let next = text.get(end);
    let follows = text.get(end + 1);
    text.gap.get(end).is_none_or(|&gap| gap == 0)
        && matches!(next, '-' | '—' | '/' | ':' | '_' | '∶')
        && (is_digit(follows) || follows.is_ascii_alphabetic())
}

fn chain_end(text: &Text<'_>, end: usize) -> usize {
    let mut at = end;
    while at < end + 48 {
        let c = text.get(at);
        let joined =
            matches!(c, '-' | '—' | '/' | ':' | '_' | '.' | '∶') && text.get(at + 1).is_ascii_alphanumeric();
        if !(c.is_ascii_alphanumeric() || joined) {
            break;
        }
        at += 1;
    }
    at.max(end)
}

/// Units that make the number a name: 37码, 28磅, 11分制, 三级 (level), 5期 of a project.
fn is_kept_unit(text: &Text<'_>, i: usize, number: &Arabic, unit: &Unit) -> bool {
    let after = unit.end;
    if text.get(after) == '制' && !matches!(text.get(after + 1), '作' | '定' | '造' | '订' | '成' | '止')
    {
        return true;
    }
    match unit.alone(text) {
        '级' => !is_strength(text, i, after),
        '排' => text.get(after).is_ascii_uppercase(),
        '磅' => true,
        '班' => text.before(i) == '级',
        '行' | '字' => matches!(text.before(i), '页' | '行'),
        '号' => {
            matches!(text.get(after), '字' | '仿' | '宋' | '黑' | '楷' | '方')
                || number.decimals > 0
                || matches!(
                    text.before(i),
                    '豆' | '麦'
                        | '稻'
                        | '玉'
                        | '棉'
                        | '花'
                        | '薯'
                        | '谷'
                        | '粳'
                        | '籼'
                        | '杂'
                        | '葵'
                        | '油'
                        | '椒'
                        | '瓜'
                        | '茶'
                        | '蔗'
                )
                || VARIETY.iter().any(|word| text.ends_with(i, word))
                || NUMBERED.iter().any(|thing| text.starts_with(after, thing))
        }
        _ => false,
    }
}

/// Words before the number of a variety: 杂交1号, 优质2号.
const VARIETY: &[&str] = &["杂交", "品种", "新品", "良种", "单交", "优系", "品系"];

/// Parts of a site that are called by number: 3号泊位, 1号片区.
const NUMBERED: &[&str] = &[
    "泊位",
    "片区",
    "机组",
    "高炉",
    "转炉",
    "窑",
    "井",
    "线",
    "仓",
    "闸",
    "门",
    "厂房",
    "车间",
    "窗口",
    "通道",
    "病房",
    "展位",
    "墩",
    "桥墩",
    "矿井",
    "硐口",
    "柜台",
    "储罐",
    "罐",
    "泵",
    "船闸",
    "展厅",
    "会议室",
    "机台",
    "隧道",
    "标段",
    "地块",
    "哨",
    "球员",
    "选手",
    "台风",
    "文件",
    "令",
    "公告",
    "提案",
    "议案",
    "建议",
];

/// Whether the number belongs to the name of a variety: 以大丰30、晋豆21号为材料, 郑单958品种.
fn variety(text: &Text<'_>, i: usize, end: usize) -> bool {
    if !is_han(text.before(i)) || text.gap_at(i) > 0 {
        return false;
    }
    let crop = |at: usize| {
        matches!(
            text.get(at),
            '豆' | '麦' | '稻' | '玉' | '单' | '薯' | '谷' | '粳' | '籼' | '杂' | '棉' | '优'
        )
    };
    let next = text.get(end);
    // The list goes on with another variety: a crop within four characters, then a number.
    let goes_on = next == '、' && (end + 2..end + 5).any(|at| crop(at) && is_digit(text.get(at + 1)));
    let said = ["品种", "为材料", "为亲本", "种子", "号品种"].iter().any(|word| text.starts_with(end, word));
    goes_on || said && matches!(next, '品' | '号' | '为' | '种')
}

/// Levels of wind and earthquakes are measured.
fn is_strength(text: &Text<'_>, i: usize, after: usize) -> bool {
    let near = (i.saturating_sub(4)..i).chain(after..after + 4);
    near.into_iter().any(|at| matches!(text.get(at), '风' | '震' | '浪' | '烈')) || text.get(after) == '以'
}

/// How sure a number without a unit is a figure; `None` when it is not.
fn bare(text: &Text<'_>, i: usize, number: &Arabic, column: Column) -> Option<f32> {
    let end = number.end;
    let plain = number.is_plain();
    let hotline = plain
        && context::is_hotline(number.value, number.digits)
        && (!cell(text, i, end) || matches!(column, Column::Phone));
    let quoted = context::quoted(text, i, end);
    // 表3.2, 图2.1.
    let section = number.digits <= 2 && number.decimals <= 2 && matches!(text.before(i), '表' | '图' | '式');
    let short = number.digits <= 3 && number.decimals <= 2 && !number.grouped;
    let label = section || short && (plain || number.digits == 1) && context::labelled(text, i);
    let page = plain && number.digits <= 3 && context::is_page_number(text, i, end);
    let code = plain && matches!(column, Column::Serial);
    let ordinal = matches!(text.before(i), '前' | '左' | '右' | '排') && plain;
    let version = ['版', '码'].contains(&text.get(end))
        || text.starts_with(end, "时代")
        || text.starts_with(end, "起步");
    let named = is_han(text.before(i)) && matches!(text.get(end), '”' | '’') && context::slogan(text, i)
        || text.ends_with(i, "健康中国");
    if version || named || hotline || quoted || label || page || code || ordinal {
        return None;
    }
    // More digits than any count has: left to the identifiers.
    if plain && number.digits >= 12 {
        return None;
    }
    Some(0.6)
}

/// 0.9%氯化钠 names a solution.
fn is_solution(text: &Text<'_>, end: usize) -> bool {
    ["氯化钠", "葡萄糖", "乙醇", "酒精", "碘伏", "甘露醇", "甲醛", "次氯酸"]
        .iter()
        .any(|word| text.starts_with(end, word))
}

/// A quotation of several short clauses with numbers: “1分钟响应、3分钟到场”.
fn clauses(text: &Text<'_>, i: usize) -> bool {
    let (from, to) = (i.saturating_sub(14), i + 18);
    let quote = |c: char| matches!(c, '“' | '”');
    (from..to.min(text.len())).any(|at| {
        text.ch[at] == '、'
            && is_digit(text.get(at + 1))
            && !(at.min(i)..at.max(i)).any(|k| quote(text.get(k)))
    })
}
