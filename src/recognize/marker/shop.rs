//! Shop heads, watermarks and jammer rows.
//!
//! A seller's head is a block of short lines before the title. Its slogans are unknown, but some of its lines are
//! known markers; a short line between two of them belongs to the block. A watermark is a short line that names a
//! document site and comes back in the text; a jammer row is a line of scattered ASCII signs between Chinese ones.

use std::collections::BTreeMap;

use super::super::{Candidate, Context, Text};
use super::add;
use crate::rule::{Cure, RuleId};

/// How many lines a head has at most.
const HEAD: usize = 16;
/// How many unknown lines may stand between two known ones.
const GAP: usize = 4;
/// Words of a seller.
const SELLING: [&str; 10] = ["外传", "会员", "订阅", "倒卖", "群：", "群:", "仅供", "免费", "VIP", "代写"];

/// Adds the unknown lines of a seller's head.
pub(super) fn head(cx: &Context<'_>, found: &mut Vec<Candidate>) {
    if !cx.edges.0 {
        return;
    }
    let text = cx.text;
    let lines: Vec<(usize, usize)> = (0..text.lines.len().saturating_sub(1).min(HEAD))
        .map(|line| text.line(line))
        .filter(|(start, end)| start < end)
        .collect();
    // Most documents have none of it.
    let sold: Vec<(usize, usize)> = found.iter().filter(|c| sells(c)).map(|c| (c.start, c.end)).collect();
    let known = |&(start, end): &(usize, usize)| {
        let inside = sold.iter().filter(|part| part.0 >= start && part.1 <= end);
        let covered: usize = inside.map(|part| part.1 - part.0).sum();
        covered * 10 >= (end - start) * 8
            && (start..end).any(|k| SELLING.iter().any(|w| text.starts_with(k, w)))
    };
    let marked: Vec<usize> = (0..lines.len()).filter(|&i| known(&lines[i])).collect();
    if marked.len() < 2 {
        return;
    }
    let mut more = Vec::new();
    for pair in marked.windows(2) {
        let between = &lines[pair[0] + 1..pair[1]];
        if between.len() <= GAP && between.iter().all(|&(start, end)| slogan(text, start, end)) {
            more.extend_from_slice(between);
        }
    }
    for (start, end) in more {
        add(found, start, end, RuleId::SITE, Cure::Delete, 0.8);
    }
}

/// Markers that only sellers write.
fn sells(candidate: &Candidate) -> bool {
    matches!(candidate.rule, RuleId::SITE | RuleId::NOTICE | RuleId::PREVIEW)
        && candidate.cure == Cure::Delete
}

/// A short line without the punctuation of a sentence, and no title of a report.
fn slogan(text: &Text<'_>, start: usize, end: usize) -> bool {
    const GENRES: [&str; 14] = [
        "公示", "公告", "纪要", "计划", "报告", "总结", "方案", "通知", "意见", "情况", "决定", "办法",
        "讲话", "要点",
    ];
    end - start <= 24
        && !text.ch[start..end].iter().any(|c| matches!(c, '。' | '：' | ':' | '；' | '\t' | '《'))
        && !GENRES.iter().any(|g| text.ends_with(end, g))
}

/// Adds lines of a site that come back, and jammer rows.
pub(super) fn watermarks(cx: &Context<'_>, found: &mut Vec<Candidate>) {
    const SITES: [&str; 12] =
        ["文库", "文档", "资料", "素材", "公众号", "范文", "www.", "WWW.", "QQ", "整理", "打造", "精品"];
    let text = cx.text;
    let mut seen: BTreeMap<&[char], Vec<(usize, usize)>> = BTreeMap::new();
    for line in 0..text.lines.len().saturating_sub(1) {
        let (start, end) = text.line(line);
        if jammer(text, start, end) {
            add(found, start, end, RuleId::MOJIBAKE, Cure::Delete, 0.9);
            continue;
        }
        let opens =
            |c: char| matches!(c, '文' | '资' | '素' | '公' | '范' | 'w' | 'W' | 'Q' | '整' | '打' | '精');
        if (5..=30).contains(&(end - start))
            && (start..end).any(|k| opens(text.ch[k]) && SITES.iter().any(|w| text.starts_with(k, w)))
        {
            seen.entry(&text.ch[start..end]).or_default().push((start, end));
        }
    }
    for (line, places) in seen {
        let sentence = line.iter().any(|c| matches!(c, '。' | '；' | '：' | ':' | '\t' | '，' | '、'));
        if places.len() >= 3 && !sentence {
            for (start, end) in places {
                add(found, start, end, RuleId::SITE, Cure::Join, 0.8);
            }
        }
    }
}

/// `/ G- k; W% a% |( ^# n% J3 n`: scattered signs, hardly a word.
fn jammer(text: &Text<'_>, start: usize, end: usize) -> bool {
    if !(10..=80).contains(&(end - start)) || text.ch[start..end].iter().any(|c| !c.is_ascii_graphic()) {
        return false;
    }
    let pieces = (start + 1..end).filter(|&k| text.gap[k] > 0).count() + 1;
    let signs = text.ch[start..end].iter().filter(|c| c.is_ascii_punctuation()).count();
    let kinds = text.ch[start..end]
        .iter()
        .filter(|c| matches!(c, '%' | '^' | '|' | ';' | '&' | '$' | '#' | '!' | '~' | '('))
        .count();
    pieces * 4 >= end - start && signs * 4 >= end - start && kinds >= 3
}
