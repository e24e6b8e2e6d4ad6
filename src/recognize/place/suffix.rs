//! Names that are in no list: they end in a suffix and begin at an edge.

use super::belong::{borrowed, extends, part, trade};
use super::edge::VERBS;
use super::group::{group, hamlet_after};
use super::listed::FULL;
use super::tail::{Tail, common, continues, level};
use super::weigh::{score, sounded};
use super::{Edge, Level, SUFFIX, Scan, coordinate, road, stem};
use crate::lexicon::Tags;
use crate::recognize::{ClueKind, is_cnum, is_digit, is_han};

/// Adds the place whose suffix starts at `s`, when there is one.
pub(super) fn name_before(scan: &mut Scan<'_, '_>, s: usize) {
    let text = scan.cx.text;
    if matches!(text.before(s), '个' | '处') || is_cnum(text.before(s)) {
        coordinate::counted_before(scan, s);
    }
    let Some(length) = text.longest_at(s, SUFFIX) else { return };
    // 一级保护 | 区 is no district.
    if length == 1 && text.ends[s].has(SUFFIX) {
        return;
    }
    let tail = Tail { start: s, end: s + length, level: level(text.ch[s + length - 1], length, text.ch[s]) };
    // There is no province that is in no list.
    if tail.level == Level::Province || road::numbered(scan, s, tail.end) || s == 0 || continues(scan, tail) {
        return;
    }
    if tail.level == Level::Group {
        return group(scan, tail);
    }
    if clipped(scan, tail) {
        return;
    }
    // 纬三路, 经五街: the streets of a zone are called by number.
    let numbered = matches!(text.ch[s], '路' | '街') && s > 1 && is_cnum(text.ch[s - 1]);
    if numbered && matches!(text.ch[s - 2], '经' | '纬') && !matches!(text.get(tail.end), '过' | '径') {
        return scan.add(s - 2, s, tail.end, Level::Feature, 0.75, ClueKind::Suffix);
    }
    let max = match tail.level {
        Level::Feature if length == 1 => 4,
        Level::County | Level::Prefecture | Level::Province => 4,
        _ => 7,
    };
    if part(scan, tail) {
        return;
    }
    if let Some(start) = borrowed(scan, tail) {
        // 抚远至佳木斯 | 铁路: the line has no name of its own.
        if matches!(text.before(start), '至' | '到')
            && length > 1
            && matches!(text.ch[tail.end - 1], '路' | '速' | '线' | '道')
        {
            return;
        }
        return scan.add(start, s, tail.end, Level::Feature, 0.75, ClueKind::Suffix);
    }
    let Some((start, edge)) = stem(&scan.cx, &scan.ends, s, max) else { return };
    if length == 1 && scan.ends.is(tail.end, Level::Short) && verbs_before(scan, start, tail.end) {
        return;
    }
    // 组织 | 镇, 参加 | 镇: an unlisted division is not called by a verb.
    let division = matches!(tail.level, Level::Township | Level::County | Level::Prefecture);
    if division && scan.cx.lexicon.get(&text.ch[start..s]).has(Tags::BREAK.and(Tags::TITLE)) {
        return;
    }
    // A listed name with the same end leaves room for one more character only: 小 before 河口镇.
    let listed = scan
        .ends
        .start(tail.end)
        .filter(|&from| !scan.ends.is(tail.end, Level::Short) || tail.end - from > 2);
    // 围绕 | 香港, 保卫 | 黄河
    let known =
        |from: usize| from > start && scan.cx.lexicon.get(&text.ch[from..tail.end]).has(Tags::LANDMARK);
    // 南华山 is another mountain than 华山.
    let least = if "南北东西大小上下沙白黑黄红青".contains(text.ch[start]) {
        Edge::Break
    } else {
        Edge::Hard
    };
    if scan.ends.start(tail.end).is_some_and(known)
        && (edge < least || scan.ends.start(tail.end) > Some(start + 1))
    {
        return;
    }
    if listed.is_some_and(|listed| !extends(scan, start, listed, tail.end, edge)) {
        return;
    }
    // 登 | 泰山, 见 | 高山
    let object = text.ch.get(start + 1..tail.end).unwrap_or_default();
    let verb = VERBS.contains(text.ch[start])
        && object.len() > 1
        && (scan.cx.lexicon.get(object).has(Tags::SHORT.and(Tags::LANDMARK).and(Tags::GENERIC))
            || (tail.level == Level::Feature && common(scan.cx.words.get(object))));
    if trade(scan, tail) || verb {
        return;
    }
    // G42沪蓉高速
    let start = if text.get(tail.start) == '高' && is_digit(text.before(start)) {
        let digits = road::digits_before(scan, start);
        if digits < start && digits > 0 && matches!(text.before(digits), 'G' | 'S') {
            digits - 1
        } else {
            start
        }
    } else {
        start
    };
    let start = town_above(scan, tail, start, edge);
    let score = sounded(scan, tail, start).unwrap_or_else(|| score(scan, tail, start, edge));
    // 鸡足山 | 景区: the sight bears the name, the area does not.
    if matches!((text.ch[s], text.ch[tail.end - 1]), ('景' | '灌', '区')) && score >= 0.5 {
        return scan.add(start, s, s, Level::Short, score, ClueKind::Suffix);
    }
    scan.add(start, s, tail.end, tail.level, score, ClueKind::Suffix);
    if matches!(tail.level, Level::Township | Level::Village) && score >= 0.5 {
        hamlet_after(scan, tail.end);
    }
}

/// Whether what stands before the county's short form that ends at `end` belongs to the sentence: 入股 | 芷江.
fn verbs_before(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    let text = scan.cx.text;
    let Some(listed) = scan.ends.start(end).filter(|&listed| start < listed && listed + 2 == end) else {
        return false;
    };
    let known = scan.cx.lexicon.get(&text.ch[listed..end]);
    let word = |from: usize, to: usize| !scan.cx.words.get(&text.ch[from..to]).is_empty();
    let crossed = start > 0 && is_han(text.ch[start - 1]) && word(start - 1, start + 1);
    known.has(Tags::SHORT)
        && !known.has(Tags::ORDINARY)
        && (VERBS.contains(text.ch[listed - 1])
            || crossed
            || text.ends[listed - 1].has(Tags::ORG_HEAD.and(Tags::NATIONAL))
            || listed - start == 2 && word(start, listed))
}

/// Whether the suffix lies inside the listed name of a division that goes on behind it: 地点 | 城桥镇 is no bridge.
fn clipped(scan: &Scan<'_, '_>, tail: Tail) -> bool {
    let text = scan.cx.text;
    let over = |at: usize| {
        text.starts[at].has(FULL)
            && text.hits_at(at).iter().any(|hit| hit.tags.has(FULL) && hit.end() > tail.end)
    };
    tail.level == Level::Feature && (tail.start.saturating_sub(2)..tail.start).any(over)
}

/// Adds a township of one character before the village and returns where the village begins: 古乡 | 雪瓦卡村.
fn town_above(scan: &mut Scan<'_, '_>, tail: Tail, start: usize, edge: Edge) -> usize {
    let text = scan.cx.text;
    let named = tail.level == Level::Village
        && edge >= Edge::Break
        && tail.start - start > 3
        && matches!(text.ch[start + 1], '乡' | '镇')
        && !text.one[start].has(Tags::BREAK)
        && scan.cx.words.get(&text.ch[start..start + 2]).is_empty()
        && scan.cx.words.get(&text.ch[start + 1..start + 3]).is_empty()
        && !"各本全该此外下城山水".contains(text.ch[start]);
    if !named {
        return start;
    }
    scan.add(start, start + 1, start + 2, Level::Township, 0.66, ClueKind::Suffix);
    start + 2
}
