//! What stands beside markers at the head and the tail of a document.
//!
//! A site's lines come in pieces between blanks and bars. Where a piece of such a line is a known marker, a short
//! piece beside it that speaks as a page does (推荐, 换一批, 查看更多) belongs to the page too. Under a heading like 相关链接： the lines that follow are its links.

use super::super::{Candidate, Context, Text, is_digit, is_han};
use super::add;
use crate::rule::{Cure, Group, RuleId};

/// How many lines at each end are looked at.
const EDGE: usize = 15;
/// The longest piece, in characters.
const PIECE: usize = 18;
/// How many links a heading has at most.
const LINKS: usize = 10;

/// What pieces of a page speak of.
const PAGE: [&str; 62] = [
    "推荐",
    "热点",
    "热门",
    "更多",
    "查看",
    "阅读",
    "浏览",
    "下载",
    "打印",
    "收藏",
    "分享",
    "评论",
    "点赞",
    "关注",
    "订阅",
    "转发",
    "举报",
    "纠错",
    "反馈",
    "登录",
    "注册",
    "返回",
    "关闭",
    "展开",
    "收起",
    "首页",
    "尾页",
    "上一",
    "下一",
    "全文",
    "原文",
    "文档",
    "页面",
    "本页",
    "窗口",
    "列表",
    "顶部",
    "微信",
    "微博",
    "空间",
    "二维码",
    "扫码",
    "客户端",
    "手机",
    "电脑版",
    "无障碍",
    "长者",
    "搜索",
    "导航",
    "地图",
    "帮助",
    "关于我们",
    "联系我们",
    "隐私",
    "满意",
    "排行",
    "放大",
    "缩小",
    "我要",
    "本站",
    "本网",
    "网站",
];

/// What a title of a report ends in; such a piece is no part of the page.
const GENRES: [&str; 16] = [
    "公示", "公告", "纪要", "计划", "报告", "总结", "方案", "通知", "意见", "情况", "决定", "办法", "讲话",
    "要点", "名单", "简报",
];

/// Adds pieces and links beside the markers found so far.
pub(super) fn pieces(cx: &Context<'_>, found: &mut Vec<Candidate>) {
    let text = cx.text;
    let lines = text.lines.len().saturating_sub(1);
    let near = |line: usize| cx.edges.0 && line < EDGE || cx.edges.1 && line + EDGE >= lines;
    let mut known: Vec<(usize, usize, RuleId)> = found
        .iter()
        .filter(|c| c.rule != RuleId::KEEP && c.score >= 0.7 && cx.rules.group(c.rule) == Group::Marker)
        .map(|c| (c.start, c.end, c.rule))
        .collect();
    if known.is_empty() {
        return;
    }
    known.sort_unstable_by_key(|k| (k.0, k.1));
    let mut links = 0;
    for line in (0..lines).filter(|&line| near(line)) {
        let (start, end) = text.line(line);
        if start >= end || end - start > 160 {
            links = 0;
            continue;
        }
        let of_line = &known[known.partition_point(|k| k.0 < start)..known.partition_point(|k| k.0 < end)];
        let listed = links > 0;
        let mut taken = 0;
        // 热门下载榜　① …　② …: the links stand behind their heading.
        let heads =
            |k: &(usize, usize, RuleId)| k.2 == RuleId::RELATED && k.0 <= start + 1 && k.1 - k.0 <= 10;
        let behind = of_line.iter().any(heads);
        let mut at = start;
        // Links of one line are one marker.
        let mut linked: Option<(usize, usize)> = None;
        let mut link_to = |stop: usize, from: usize| linked = Some((linked.map_or(from, |l| l.0), stop));
        while at < end {
            let stop = piece(text, at, end);
            let marked = |k: &(usize, usize, RuleId)| k.0 < stop && k.1 > at;
            taken += usize::from(listed && of_line.iter().any(marked));
            if stop - at > 1 && !of_line.iter().any(marked) || listed && bullet(text.ch[at]) {
                if listed && link(text, at, stop) {
                    link_to(stop, at);
                    taken += 1;
                } else if behind && at > start && bullet(text.ch[at]) {
                    link_to(stop, start);
                } else if !of_line.is_empty() && of_page(text, at, stop) {
                    add(found, at, stop, RuleId::SITE, Cure::Delete, 0.8);
                }
            }
            at = stop;
            while at < end && bar(text.ch[at]) {
                at += 1;
            }
        }
        let opens = of_line.iter().any(|k| k.2 == RuleId::RELATED);
        if let Some((from, to)) = linked {
            add(found, from, to, RuleId::RELATED, Cure::Delete, 0.85);
        }
        let length = end - start;
        let heading = opens
            && length <= 16
            && (of_line.iter().any(|k| k.0 <= start + 1 && k.1 + 1 >= end)
                || behind && of_line.iter().map(|k| k.1 - k.0).sum::<usize>() * 5 >= length * 4);
        links = if heading {
            LINKS
        } else if listed && taken > 0 {
            links - 1
        } else {
            0
        };
    }
}

const fn bar(c: char) -> bool {
    matches!(c, '|' | '丨' | '/' | '>' | '＞' | '»')
}

/// Where the piece that begins at `at` ends.
fn piece(text: &Text<'_>, at: usize, end: usize) -> usize {
    // • 述职报告: a blank behind the bullet ends no piece.
    let from = if bullet(text.ch[at]) { at + 2 } else { at + 1 };
    (from..end).find(|&k| text.gap[k] > 0 || bar(text.ch[k])).unwrap_or(end)
}

/// Whether a piece beside a marker belongs to the page.
fn of_page(text: &Text<'_>, start: usize, end: usize) -> bool {
    let piece = &text.ch[start..end];
    if end - start > PIECE {
        return false;
    }
    let source = text.starts_with(start, "来源：") || text.starts_with(start, "来源:");
    let sentence = piece.iter().any(|c| matches!(c, '。' | '，' | '；' | '、' | '！' | '？' | '《' | '\t'));
    let label = piece.iter().any(|c| matches!(c, '：' | ':'));
    let speaks = (start..end).any(|k| PAGE.iter().any(|w| text.starts_with(k, w)));
    let title = GENRES.iter().any(|g| text.ends_with(end, g));
    !sentence && !title && (source || speaks && !label)
}

const fn bullet(c: char) -> bool {
    matches!(c, '·' | '•' | '●' | '▪' | '■' | '◆' | '>' | '▶' | '►' | '➤' | '-' | '»' | '☆' | '★')
        || matches!(c, '①'..='⑳' | '❶'..='❿' | '➀'..='➓')
}

/// Whether a piece under a heading of links is one: it begins with a bullet or a bracket, or ends in a date.
fn link(text: &Text<'_>, start: usize, end: usize) -> bool {
    let piece = &text.ch[start..end];
    let dated = is_digit(piece[piece.len() - 1])
        && piece.iter().rev().take(10).filter(|c| matches!(c, '-' | '/')).count() >= 1;
    (bullet(piece[0]) || dated) && piece.iter().any(|c| is_han(*c) || is_digit(*c)) && !piece.contains(&'。')
}
