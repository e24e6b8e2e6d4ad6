//! Numbers of contracts, projects, certificates and complaints: letters, digits and dashes that are no model,
//! standard or version. A word such as 编号 before it, or a year inside it, tells them apart.

use super::super::{Candidate, ClueKind, Text};
use super::{cue, found, touched};
use crate::rule::RuleId;

const CUES: &[&str] = &[
    "编号",
    "合同号",
    "项目号",
    "项目代码",
    "证号",
    "文号",
    "编码",
    "单号",
    "批号",
    "学号",
    "工号",
    "案号",
    "许可证",
    "证书",
    "备案",
    "受理号",
    "登记号",
    "专利号",
    "执照",
    "批准书",
    "警号",
    "档案号",
    "订单",
    "凭证号",
    "查询码",
    "回执",
    "流水号",
    "不动产权",
];

/// Prefixes of standards, which are public.
const STANDARDS: &[&str] = &[
    "GB", "GBT", "GBZ", "DB", "JGJ", "CJJ", "JTG", "JTJ", "HJ", "WS", "YY", "SL", "DL", "NY", "LY", "QB",
    "TB", "MT", "AQ", "XF", "GA", "JR", "YD", "TD", "CH", "DZ", "ISO", "IEC", "IEEE", "EN", "ASTM", "CJ",
    "JB", "JC", "JG", "JT", "HG", "SH", "SY", "SN", "SB", "MZ", "RB", "WM", "YC", "YB", "YS", "CECS", "TSG",
    "JJG", "JJF", "CNAS", "PM", "COVID", "NRS", "SARS",
];

/// The code at `i`.
pub(super) fn read(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let before = text.before(i);
    if text.gap_at(i) == 0
        && (before.is_ascii_alphanumeric() || matches!(before, '-' | '_' | '.' | '/' | '+' | '='))
    {
        return None;
    }
    if text.starts_with(i, "ZL")
        && let Some(patent) = patent(text, i)
    {
        return Some(patent);
    }
    let mut end = i;
    while end < i + 48 {
        let c = text.get(end);
        let joint =
            matches!(c, '-' | '_' | '/' | '—' | '－' | '.') && text.get(end + 1).is_ascii_alphanumeric();
        if !(c.is_ascii_alphanumeric() || joint) || end > i && text.gap_at(end) > 0 {
            break;
        }
        end += 1;
    }
    if end < i + 5 || touched(text, i, end) || super::is_mask(text.get(end)) {
        return None;
    }
    let token = &text.ch[i..end];
    let digits = token.iter().filter(|c| c.is_ascii_digit()).count();
    let letters = token.iter().filter(|c| c.is_ascii_alphabetic()).count();
    let named = cue(text, i, CUES).filter(|&(_, to)| i - to <= 8).is_some();
    let hao = text.get(end) == '号';
    if letters == 0 {
        return plain(text, i, end, digits, named, hao);
    }
    let prefix: String = token.iter().take_while(|c| c.is_ascii_alphabetic()).collect();
    if STANDARDS.contains(&prefix.as_str()) && !named || digits < 3 {
        return None;
    }
    if prefix.chars().any(|c| c.is_ascii_lowercase()) && !named {
        return None;
    }
    let parts: Vec<&[char]> = token.split(|c| !c.is_ascii_alphanumeric()).collect();
    let dated = parts.iter().any(|part| is_year(part)) && parts.len() >= 3;
    let score = if named {
        0.88
    } else if dated && prefix.len() >= 2 {
        0.85
    } else if digits >= 8 {
        0.7
    } else {
        return None;
    };
    Some(found(i, end + usize::from(hao && named), RuleId::DOC_NUMBER, score, ClueKind::Shape("code")))
}

/// Digits and dashes alone: long ones, or behind a word such as 证号.
fn plain(text: &Text<'_>, i: usize, end: usize, digits: usize, named: bool, hao: bool) -> Option<Candidate> {
    let whole = text.ch[i..end].iter().all(char::is_ascii_digit);
    let unit = super::super::number::Unit::read(text, end).is_some() && !hao
        || matches!(text.get(end), '%' | ',' | '，') && text.get(end + 1).is_ascii_digit();
    let point = text.ch[i..end].iter().any(|c| matches!(c, '.' | '/'));
    if unit || point {
        return None;
    }
    let score = match (named, whole) {
        (true, true) if digits >= 5 => 0.85,
        (true, false) if digits >= 5 => 0.8,
        (false, true) if digits >= 12 || hao && digits >= 8 => 0.7,
        _ => return None,
    };
    let tail = usize::from(hao && digits >= 8);
    Some(found(i, end + tail, RuleId::DOC_NUMBER, score, ClueKind::Shape("long number")))
}

fn is_year(part: &[char]) -> bool {
    matches!(part, ['1', '9', a, b] | ['2', '0', a, b] if a.is_ascii_digit() && b.is_ascii_digit())
        || part.len() >= 6 && part.iter().all(char::is_ascii_digit)
}

/// `ZL 2020 2 0123456.7`.
fn patent(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let (mut end, mut digits) = (i + 2, 0);
    while end < i + 24 {
        let c = text.get(end);
        let point = c == '.' && (text.get(end + 1).is_ascii_digit() || text.get(end + 1) == 'X');
        if !(c.is_ascii_digit() || point || c == 'X' && text.before(end) == '.') || text.gap_at(end) > 1 {
            break;
        }
        digits += usize::from(c.is_ascii_digit());
        end += 1;
    }
    (digits >= 8).then(|| found(i, end, RuleId::DOC_NUMBER, 0.9, ClueKind::Shape("patent number")))
}
