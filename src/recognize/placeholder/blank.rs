//! Blanks that have no mask character: 　年　月　日, empty brackets, dashes in the cells of a masked table.

use super::super::{Candidate, Text, is_digit};
use super::anchor::boundary;
use super::{GAP, add};
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

/// Words that a name or number must follow.
const BEFORE: [&str; 45] = [
    "兹有",
    "兹证明",
    "特此证明",
    "证明",
    "任命",
    "聘请",
    "聘任",
    "委托",
    "由",
    "经",
    "有",
    "与",
    "和",
    "对",
    "向",
    "给",
    "同意",
    "授权",
    "推荐",
    "介绍",
    "派",
    "任",
    "免去",
    "单位",
    "公司",
    "我校",
    "我村",
    "我局",
    "我镇",
    "我县",
    "我乡",
    "我院",
    "我社",
    "我部",
    "我区",
    "我市",
    "在",
    "到",
    "至",
    "于",
    "从",
    "为",
    "被",
    "将",
    "请",
];

/// Words that a name must stand before.
const NAMED: [&str; 32] = [
    "同志",
    "先生",
    "女士",
    "同学",
    "为",
    "担任",
    "主持",
    "负责",
    "前往",
    "作",
    "签订",
    "公司",
    "召开",
    "举行",
    "批准",
    "进行",
    "提供",
    "承担",
    "组织",
    "代表",
    "领取",
    "收取",
    "支付",
    "办理",
    "系",
    "等人",
    "等同志",
    "县",
    "市",
    "镇",
    "乡",
    "村",
];

/// What a number must follow.
const COUNTED: [&str; 36] = [
    "式", "执", "共", "计", "为", "达", "达到", "约", "资", "积", "收", "付", "缴", "第", "截至", "截止",
    "至", "自", "增长", "下降", "完成", "款", "罚", "金", "有", "等", "奖", "补助", "发放", "建成", "新增",
    "投资", "于", "分", "写", "超过",
];

/// What a number stands before.
const UNITS: [&str; 48] = [
    "份",
    "元",
    "万元",
    "亿元",
    "%",
    "％",
    "平方米",
    "平方公里",
    "公里",
    "亩",
    "人",
    "户",
    "个",
    "项",
    "次",
    "条",
    "款",
    "号",
    "页",
    "届",
    "天",
    "日内",
    "月底",
    "月份",
    "月末",
    "年底",
    "年度",
    "仟",
    "佰",
    "拾",
    "千",
    "万",
    "家",
    "名",
    "件",
    "起",
    "处",
    "台",
    "辆",
    "吨",
    "场",
    "期",
    "批",
    "轮",
    "季度",
    "个月",
    "周年",
    "岁",
];

/// Wide blanks inside a sentence where its grammar asks for a name or a number: 由　　主持, 一式　　份, 《　　》. A text that is
/// set with blanks has them everywhere, and a line of a table is none.
pub(super) fn gaps(text: &Text<'_>, found: &mut Vec<Candidate>) {
    if text.spaced > 60 {
        return;
    }
    for line in 0..text.lines.len().saturating_sub(1) {
        if text.is_plain(line) {
            continue;
        }
        let (start, end) = text.line(line);
        let wide = |k: &usize| text.gap[*k] > 1;
        for i in (start + 1..end).filter(wide) {
            let (left, right) = (text.ch[i - 1], text.ch[i]);
            // 分　家　析　产: words that are set wide.
            if text.gap[i - 1] > 1
                || text.gap_at(i + 1) > 1
                    && !matches!(right, '仟' | '佰' | '拾' | '万')
                    && !matches!(left, '仟' | '佰' | '拾')
            {
                continue;
            }
            let quoted = matches!((left, right), ('《', '》') | ('“', '”') | ('〈', '〉'));
            let opens = |words: &[&str]| words.iter().any(|w| text.starts_with(i, w));
            let ends = |words: &[&str]| {
                words.iter().any(|w| text.ends_with(i, w) && text.unbroken(i - w.chars().count(), i))
            };
            let followed = |i: usize| !boundary(text.get(i)) || !matches!(text.get(i), '\n' | '\t');
            let named = ends(&BEFORE) && opens(&NAMED) && followed(i + 1);
            let counted = ends(&COUNTED) && opens(&UNITS);
            // 　　仟　　佰　　拾: the digits of an amount in words.
            let amount = matches!(left, '仟' | '佰' | '拾' | '万' | '：' | ':')
                && matches!(right, '仟' | '佰' | '拾' | '万' | '元')
                && (matches!(left, '仟' | '佰' | '拾') || matches!(right, '仟' | '佰' | '拾'));
            if quoted || named || counted || amount {
                found.push(Candidate::new(i, i + 1, RuleId::BLANK, 0.75).shaped(GAP));
            }
        }
    }
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
