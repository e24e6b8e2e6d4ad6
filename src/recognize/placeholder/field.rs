//! Bracketed slots: 【姓名】, ［项目编号］, {金额}, （填写上级单位）, #姓名#. The bracket says how much the words inside must
//! prove: braces little, square ones a field's noun, round ones an instruction or a whole field name.

use super::super::{Candidate, Text, is_digit, is_han};
use super::add;
use super::anchor::boundary;
use crate::rule::RuleId;

/// The longest slot, in characters.
const LONGEST: usize = 24;

/// What the name of a field ends in.
const NOUNS: [&str; 62] = [
    "姓名",
    "名称",
    "单位",
    "机构",
    "部门",
    "地址",
    "地点",
    "日期",
    "时间",
    "年份",
    "月份",
    "金额",
    "数额",
    "数量",
    "人数",
    "比例",
    "电话",
    "手机",
    "邮箱",
    "编号",
    "文号",
    "职务",
    "职称",
    "岗位",
    "班级",
    "学校",
    "年级",
    "学号",
    "全称",
    "简称",
    "机关",
    "标题",
    "主题",
    "内容",
    "名次",
    "原因",
    "理由",
    "情况",
    "备注",
    "签名",
    "落款",
    "数字",
    "数据",
    "百分比",
    "公司",
    "企业",
    "地区",
    "省份",
    "城市",
    "区县",
    "乡镇",
    "村名",
    "人名",
    "地名",
    "领导",
    "会议",
    "项目",
    "文件",
    "链接",
    "账号",
    "证号",
    "列表",
];

/// Fields that are enough by themselves in round brackets.
const WHOLE: [&str; 22] = [
    "姓名",
    "名称",
    "全称",
    "签发日期",
    "成文日期",
    "日期",
    "编号",
    "文号",
    "地点",
    "年份",
    "金额",
    "单位",
    "职务",
    "数量",
    "标题",
    "主题",
    "人数",
    "时间",
    "具体时间",
    "具体地点",
    "具体内容",
    "具体日期",
];

/// What an instruction begins with.
const ORDERS: [&str; 22] = [
    "填写",
    "填入",
    "插入",
    "此处",
    "请填",
    "请输入",
    "请在此",
    "请修改",
    "请替换",
    "待补",
    "待填",
    "待定",
    "待核",
    "待签发",
    "待完善",
    "待确认",
    "输入",
    "根据实际",
    "根据本单位",
    "结合实际填",
    "空缺",
    "需补充",
];

/// What a missing value ends in.
const MISSING: [&str; 14] = [
    "待补充",
    "待填写",
    "待填",
    "待定",
    "待确认",
    "待核实",
    "待签发",
    "待完善",
    "待补",
    "待明确",
    "自行填写",
    "据实填写",
    "如实填写",
    "可续写",
];

/// Words of buttons and headings.
const NO_FIELD: [&str; 12] =
    ["关闭", "打印", "返回", "分享", "下载", "字体", "字号", "收藏", "纠错", "摘要", "关键", "案例"];

/// Reads a bracket at `i`; returns where to go on.
pub(super) fn slot(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let open = text.ch[i];
    let close: &[char] = match open {
        '【' => &['】'],
        '［' | '[' => &['］', ']'],
        '〔' => &['〕'],
        '（' | '(' => &['）', ')'],
        '{' => &['}'],
        _ => &['>'],
    };
    let mut end = i + 1;
    while end < text.len() && end - i <= LONGEST && !close.contains(&text.ch[end]) {
        if matches!(text.ch[end], '\n' | '\t') || text.ch[end] == open {
            return i + 1;
        }
        end += 1;
    }
    if end >= text.len() || !close.contains(&text.ch[end]) {
        return i + 1;
    }
    let inside = &text.ch[i + 1..end];
    let word: String = inside.iter().collect();
    let hollow = inside.is_empty() && text.gap[end] > 0 && open != '<' && open != '{';
    let whole = (i, end + 1);
    let rule = if hollow && held(text, i, end + 1) {
        RuleId::BLANK
    } else if inside.is_empty() || !fits(text, open, &word, whole) {
        return i + 1;
    } else if order(&word) && word.contains('待') || matches!(word.as_str(), "TODO" | "TBD") {
        RuleId::TODO
    } else {
        RuleId::FIELD
    };
    // Masks inside belong to the slot.
    found.retain(|c| c.start < i || c.start >= end + 1 || !matches!(c.rule, RuleId::RUN | RuleId::NUMBER));
    add(found, i, end + 1, rule, 0.95);
    end + 1
}

/// An empty bracket in running text.
fn held(text: &Text<'_>, start: usize, end: usize) -> bool {
    let left = text.before(start);
    (is_han(left) || matches!(left, '：' | ':')) && text.gap[start] == 0 || is_han(text.get(end))
}

fn order(word: &str) -> bool {
    ORDERS.iter().any(|w| word.starts_with(w)) || MISSING.iter().any(|w| word.ends_with(w))
}

fn fits(text: &Text<'_>, open: char, word: &str, (start, end): (usize, usize)) -> bool {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let noun = NOUNS.iter().any(|n| stem.ends_with(n));
    let han = word.chars().filter(|c| is_han(*c)).count();
    let chars = word.chars().count();
    if NO_FIELD.iter().any(|n| word.contains(n)) || word.contains(['，', '。', '：', ':']) && open != '（'
    {
        return false;
    }
    match open {
        '{' => {
            let variable = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$'));
            let dated = matches!(
                word,
                "yyyy" | "yy" | "mm" | "dd" | "YYYY" | "MM" | "DD" | "xxx" | "XXX" | "XX" | "xx"
            );
            dated || han > 0 && han == chars && chars <= 12 || variable && word.starts_with('$') && chars > 1
        }
        '<' => han == chars && chars <= 8 && noun || matches!(word, "xxx" | "XXX"),
        '（' | '(' => round(text, word, stem, han, (start, end)),
        _ => {
            let plain = chars <= 12 && han >= 2 && han + 2 >= chars;
            let choice = word.contains('/')
                && word.split('/').all(|p| (2..=4).contains(&p.chars().count()) && p.chars().all(is_han));
            let named = noun && plain && !label(text, start, end) && !asked(text, start);
            named
                || choice && open != '〔'
                || order(word)
                || matches!(word, "TODO" | "TBD" | "待" | "空")
                || word.starts_with("具体")
        }
    }
}

fn round(text: &Text<'_>, word: &str, stem: &str, han: usize, (start, end): (usize, usize)) -> bool {
    if word.starts_with("此处")
        || word.starts_with("插入")
        || word.starts_with("请修改")
        || word.starts_with("请在此")
    {
        return true;
    }
    if order(word) && !word.contains('，') {
        return han <= 14;
    }
    let exact = WHOLE.contains(&stem);
    let named = (stem.ends_with("名称")
        || stem.ends_with("姓名")
        || stem.ends_with("全称")
        || stem.ends_with("日期"))
        && han <= 8
        && han == stem.chars().count();
    let limit = (word.contains("不超") || word.contains("字以内") || word.contains("字左右"))
        && word.ends_with('字')
        && is_digit(word.chars().rev().nth(1).unwrap_or(' '));
    let stage = (text.before(start) == '—' && text.get(end) == '—') && han >= 3;
    (exact && stem.chars().count() > 2 || named && !asked(text, start)) || limit || stage
}

/// 【联系电话】0571…: a heading in brackets with its value behind it.
fn label(text: &Text<'_>, start: usize, end: usize) -> bool {
    let next = text.get(end);
    let first = matches!(text.before(start), '\n' | '\t') || text.gap[start] > 0;
    matches!(next, ':' | '：')
        || first
            && is_digit(next)
            && !text.starts_with(end, "20xx")
            && !text.starts_with(end, "20XX")
            && text.ch[start] == '【'
}

/// 请检查【姓名】, 第1行[姓名]不可为空: a form speaks about its fields.
fn asked(text: &Text<'_>, start: usize) -> bool {
    (start.saturating_sub(8)..start)
        .any(|k| text.starts_with(k, "检查") || text.starts_with(k, "行[") || text.starts_with(k, "行【"))
}

/// #姓名#, #REF! and the like; returns the end.
pub(super) fn hashed(text: &Text<'_>, i: usize) -> Option<usize> {
    const ERRORS: [&str; 7] = ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"];
    if let Some(error) = ERRORS.iter().find(|e| text.starts_with(i, e)) {
        return Some(i + error.len());
    }
    let end = (i + 2..(i + 10).min(text.len())).find(|&k| text.ch[k] == '#')?;
    let word: String = text.ch[i + 1..end].iter().collect();
    let field = word.chars().all(is_han) && NOUNS.iter().any(|n| word.ends_with(n));
    (field && (boundary(text.get(end + 1)) || is_han(text.get(end + 1)))).then_some(end + 1)
}
