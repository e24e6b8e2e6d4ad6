//! 文号: office, year in brackets, number: 昭司发〔2022〕31号; also 乐林证字第03417号 and 第202218号.
//!
//! Numbers of central documents are public and stay. Where the number is a blank to be filled, the known part is found.

use super::super::number::looks_like_digit;
use super::super::{Candidate, ClueKind, Text, is_digit, is_han, is_mask};
use super::found;
use crate::rule::RuleId;

/// Longest name of an office before the year, in characters.
const OFFICE: usize = 14;

/// Offices whose documents are central; local ones put a place before it.
const CENTRAL: &[&str] = &[
    "国发",
    "国办发",
    "国函",
    "国办函",
    "国办发明电",
    "国发明电",
    "国令",
    "中发",
    "中办发",
    "中办",
    "中委",
    "厅字",
    "中组发",
    "中纪发",
    "中宣发",
    "发改办价格",
    "发改价格",
    "发改投资",
    "发改法规",
    "发改农经",
    "发改环资",
    "发改社会",
    "发改规划",
    "发改地区",
    "发改能源",
    "发改基础",
    "财税",
    "财预",
    "财建",
    "财库",
    "财社",
    "财农",
    "财综",
    "财教",
    "财会",
    "财行",
    "财资",
    "财金",
    "财企",
    "财办",
    "人社部发",
    "人社部函",
    "建质",
    "建村",
    "建办",
    "建房",
    "民发",
    "民函",
    "环发",
    "环办",
    "自然资发",
    "自然资规",
    "国土资发",
    "农发",
    "银发",
    "银保监发",
    "工信部",
    "税总发",
    "国税发",
    "国卫发",
    "国市监",
    "公通字",
    "法发",
    "法释",
    "法",
    "高检发",
    "司发",
    "司发通",
    "安委",
    "安委办",
    "国资发",
    "水保",
    "交公路发",
    "教基",
    "教师",
    "文旅",
    "林发",
    "国信发",
    "审发",
    "应急",
    "中农发",
    "农办",
    "全国爱卫",
];

/// Words that end before an office begins.
const BREAKS: &[&str] = &[
    "许可证",
    "决定书",
    "协查函",
    "吊销",
    "注销",
    "撤销",
    "持有",
    "核发",
    "颁发",
    "换发",
    "补发",
    "规划证",
    "批文",
    "批文号",
    "受案号",
    "立案号",
    "证书",
    "证号",
    "预售证号",
    "根据",
    "按照",
    "依据",
    "印发",
    "修订",
    "宣读",
    "下发",
    "转发",
    "关于",
    "文件",
    "通知",
    "落实",
    "贯彻",
    "执行",
    "制定",
    "出台",
    "发布",
    "依照",
    "参照",
    "遵照",
    "参见",
    "详见",
    "批复",
    "下达",
    "作出",
    "送达",
    "签发",
    "开具",
    "发出",
    "制发",
    "见附",
    "出具",
    "收到",
    "废止",
    "编号",
    "文号",
    "字号",
    "宗地",
    "地块",
    "号",
    "据",
    "按",
    "照",
    "依",
    "由",
    "以",
    "与",
    "及",
    "的",
    "了",
    "等",
    "见",
    "即",
    "是",
    "将",
    "为",
    "对",
    "收",
    "《",
];

/// The document number whose year stands in brackets from `i` to `after`.
pub(super) fn read(text: &Text<'_>, i: usize, after: usize) -> Option<Candidate> {
    let mut start = office(text, i);
    // （如 | 粤（2019）…号）
    if start + 2 == i && text.get(start) == '如' && super::plate::is_province(text.get(start + 1)) {
        start += 1;
    }
    // XX发〔2026〕1号: the office is masked, and its mask is found by itself; the number is not.
    if start < i && text.get(start) == 'X' {
        start = i;
    }
    let square = !matches!(text.get(i), '（' | '(');
    let bare = start == i;
    let rule = match (start..i).any(|k| matches!(text.get(k), '仲' | '裁')) {
        true => RuleId::CASE_NUMBER,
        false => RuleId::DOC_NUMBER,
    };
    let Some(end) = number(text, after) else {
        // 巨信复〔2021〕____号: the known part.
        let blank = is_mask(text.get(after)) && square && !bare;
        return blank
            .then(|| found(start, after, rule, 0.85, ClueKind::Shape("document number, half filled")));
    };
    if bare && is_mask(text.before(i)) && !square {
        return None;
    }
    if CENTRAL.contains(&text.folded(start, i).as_str()) {
        return Some(found(start, end, RuleId::KEEP, 1.0, ClueKind::Shape("number of a central document")));
    }
    let score = match (bare, square) {
        (false, true) => 0.97,
        (false, false) => 0.9,
        (true, true) => 0.8,
        (true, false) => 0.6,
    };
    Some(found(start, end, rule, score, ClueKind::Shape("document number")))
}

/// `31号`, `第27号`, `煤监07号`, `江口县不动产权第0001234号` behind the year: the end. A number of four digits and more
/// behind 字 may lack 号.
fn number(text: &Text<'_>, after: usize) -> Option<usize> {
    let mut at = after;
    while at < after + 20 && is_han(text.get(at)) && text.get(at) != '号' {
        at += 1;
    }
    let right = at > after
        && text.get(at - 1) == '第'
        && (after..at).any(|k| matches!(text.get(k), '权' | '证' | '用'));
    if at > after + 6 && !right {
        return None;
    }
    let from = at;
    let letter = |at: usize| at > from && looks_like_digit(text.get(at)).is_some();
    while at < from + 8 && (is_digit(text.get(at)) || letter(at)) && text.gap_at(at) <= 1 {
        at += 1;
    }
    if at == from {
        return None;
    }
    let bare = at >= from + 4 && from == after && text.ends_with(after - 6, "字");
    if text.get(at) == '号' { Some(at + 1) } else { bare.then_some(at) }
}

/// Where the name of the office before `i` begins.
pub(super) fn office(text: &Text<'_>, i: usize) -> usize {
    let mut start = i;
    while start > 0 && i - start < OFFICE {
        let c = text.before(start);
        // （和）应急罚: a place in brackets.
        if matches!(c, '）' | ')') && start > 2 {
            match (2..=4).find(|&k| start > k && matches!(text.get(start - k - 1), '（' | '(')) {
                Some(k) if (start - k..start - 1).all(|at| is_han(text.get(at))) && start < i => {
                    start -= k + 1;
                    // 繁公（岩）受案字, 兰农（种子）罚: up to four characters from a sign to the bracket.
                    // 案件编号 | 沂公（龙）立字
                    let opens = |at: usize| {
                        at == 0 || matches!(text.ch[at - 1], '号' | '为') || !is_han(text.ch[at - 1])
                    };
                    let name = (1..=4.min(start)).find(|&n| opens(start - n));
                    let name = name.filter(|&n| (start - n..start).all(|at| is_han(text.get(at))));
                    start -= name.filter(|&n| n > 1).unwrap_or(0);
                    break;
                }
                _ => break,
            }
        }
        let gap = text.gap.get(start).copied().unwrap_or(0);
        // （黔）JZ安许证字.
        let code = c.is_ascii_uppercase() && start < i;
        if !(is_han(c) || code) || gap > 1 || gap == 1 && text.spaced < 3 {
            break;
        }
        start -= 1;
    }
    let mut best = start;
    for at in start..i {
        for word in BREAKS.iter().filter(|word| text.starts_with(at, word)) {
            let len = word.chars().count();
            // Right before the year only what no office ends in.
            let last = at + len == i
                && matches!(
                    *word,
                    "以" | "据" | "按" | "照" | "依" | "由" | "与" | "及" | "的" | "证号" | "预售证号"
                );
            // 将信处 in a line of its own is the office of 将乐.
            let opens = *word == "将" && at == start && text.before(at) == '\n';
            if (at + len < i || last) && !opens {
                best = best.max(at + len);
            }
        }
        // 第一师阿拉尔市审计局 | 师市审报: the office itself stands before.
        if at > start && i - at > 2 && matches!(text.ch[at - 1], '局' | '厅' | '府') && text.ch[at] != '办'
        {
            best = best.max(at);
        }
        // …18号）和黔府函.
        if text.ch[at] == '和' && at > 0 && matches!(text.ch[at - 1], '）' | ')' | '》' | '号') {
            best = best.max(at + 1);
        }
        // 和 and 经 are offices too when they come first (和政发, 经信发).
        if at > start
            && is_han(text.get(at - 1))
            && i - at > 3
            && matches!(text.get(at), '和' | '经')
            && !matches!(text.get(at + 1), '信' | '开' | '发' | '济' | '贸' | '委')
        {
            best = best.max(at + 1);
        }
    }
    best
}

/// `乐林证字第03417号`, `第202218号`: numbers with 第 at `i`.
pub(super) fn ordinal(text: &Text<'_>, i: usize) -> Option<Candidate> {
    let mut end = i + 1;
    while end < i + 20 && is_digit(text.get(end)) && (end == i + 1 || text.gap_at(end) == 0) {
        end += 1;
    }
    let count = end - i - 1;
    if count == 0 || text.get(end) != '号' {
        return None;
    }
    if text.before(i) == '字' {
        let start = office(text, i);
        return (i - start >= 2)
            .then(|| found(start, end + 1, RuleId::DOC_NUMBER, 0.9, ClueKind::Shape("document number")));
    }
    (count >= 5).then(|| found(i, end + 1, RuleId::DOC_NUMBER, 0.85, ClueKind::Shape("long number")))
}
