//! Inns, shops and stalls whose names are ordinary words and stand in quotation marks: “听溪小院”, 民宿“半山云舍”. What
//! the name ends in says what it is, or what stands beside the marks; other mentions go without marks.

use super::Scan;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Candidate, ClueKind, Text, is_han};
use crate::rule::RuleId;

/// What houses that take guests are called.
const HOUSES: [&str; 34] = [
    "小院",
    "人家",
    "山居",
    "云舍",
    "小筑",
    "民宿",
    "客栈",
    "茶舍",
    "茶室",
    "小馆",
    "小厨",
    "小栈",
    "旅舍",
    "别院",
    "雅舍",
    "山房",
    "酒肆",
    "食坊",
    "面坊",
    "酒坊",
    "粉坊",
    "工坊",
    "灶头",
    "厨房",
    "铺子",
    "饭铺",
    "农庄",
    "山庄",
    "驿栈",
    "渔家",
    "家宴",
    "私房菜",
    "农家院",
    "烘焙",
];

/// What the marks stand beside when they hold the name of a business.
const KINDS: [&str; 26] = [
    "民宿",
    "客栈",
    "饭店",
    "饭馆",
    "餐馆",
    "餐厅",
    "酒店",
    "旅馆",
    "农家乐",
    "茶馆",
    "小店",
    "店铺",
    "商铺",
    "书店",
    "超市",
    "公司",
    "合作社",
    "农场",
    "工作室",
    "网店",
    "直播间",
    "纸行",
    "商号",
    "字号",
    "药铺",
    "作坊",
];

/// Verbs before the marks with which a business is opened or named.
const OPENS: [&str; 10] = ["开了", "开办", "开设", "开起", "办起", "创办", "店名", "名叫", "挂牌", "招牌"];

/// Words before a kind of shop that say more of it and name none.
const PLAIN: [&str; 40] = [
    "星级",
    "网红",
    "连锁",
    "无人",
    "夫妻",
    "特色",
    "定点",
    "社区",
    "乡村",
    "农家",
    "爱心",
    "扶贫",
    "示范",
    "平价",
    "流动",
    "共享",
    "智慧",
    "放心",
    "移动",
    "校园",
    "第一",
    "百年",
    "老字号",
    "品牌",
    "微型",
    "家庭",
    "私人",
    "高档",
    "大型",
    "小型",
    "街头",
    "路边",
    "农村",
    "城市",
    "传统",
    "自助",
    "线上",
    "线下",
    "标准",
    "绿色",
];

/// What those begin with.
const HOUSE: CharSet = CharSet::firsts(&HOUSES);

/// Adds the business whose name stands in the quotation marks that close at `close`.
pub(super) fn before(scan: &Scan<'_, '_>, close: usize) -> Option<Candidate> {
    let text = scan.cx.text;
    let open = (close.saturating_sub(9)..close).rev().find(|&at| !is_han(text.ch[at]))?;
    let length = close - open - 1;
    if text.ch[open] != '“' || !(3..=8).contains(&length) {
        return None;
    }
    let name = &text.ch[open + 1..close];
    let kept =
        text.starts[open + 1].has(Tags::KEEP) || scan.cx.lexicon.get(name).has(Tags::KEEP.and(Tags::GENERIC));
    // “两河口老饭店”, but not “星级饭店”
    let head = text.longest_before(close, Tags::ORG_BUSINESS).filter(|&n| n > 1 && n + 2 <= length);
    let stem = head.map(|n| &text.ch[open + 1..close - n]);
    let shop = length >= 4
        && stem.is_some_and(|stem| {
            let plain = scan.cx.words.get(stem).is_empty() && scan.cx.lexicon.get(stem).is_empty();
            let said = PLAIN.iter().any(|kind| kind.chars().eq(stem.iter().copied()));
            let goods = head.is_some_and(|n| n > 2) && !scan.cx.words.get(stem).has(Tags::BREAK);
            stem.len() > 1 && (plain || goods && !said)
        });
    let house = length >= 4 && (shop || ends(text, close).is_some());
    let beside = KINDS.iter().any(|kind| text.starts_with(close + 1, kind) || text.ends_with(open, kind));
    let opened = OPENS.iter().any(|verb| text.ends_with(open, verb))
        && ["，", "。", "、", "的", "；"].iter().any(|mark| text.starts_with(close + 1, mark));
    let verb = (open + 1..close).any(|at| text.ends[at].has(Tags::BREAK) || text.one[at].has(Tags::BREAK));
    if kept || !(house || beside || opened && !verb) {
        return None;
    }
    let found = Candidate::new(open + 1, close, RuleId::ORG, if house { 0.72 } else { 0.6 });
    Some(found.because(ClueKind::Suffix, open + 1, close))
}

/// The kind of house that the name before `end` ends in.
fn ends(text: &Text<'_>, end: usize) -> Option<&'static str> {
    let first = |n: usize| end >= n && HOUSE.contains(text.ch[end - n]);
    if !first(2) && !first(3) {
        return None;
    }
    HOUSES.iter().find(|kind| text.ends_with(end, kind)).copied()
}
