//! Heads that no list holds, but that are made like those in the lists: what is sold and where (皮毛 | 行, 酱菜 | 铺),
//! an office behind what it does (航标 | 处, 知青 | 办).

use super::Scan;
use super::brand::{closed, ends};
use super::left::{SOFT, STOP};
use crate::lexicon::Tags;
use crate::recognize::is_han;
use crate::recognize::place::Level;

/// Longest description of what an office does.
const WORK: usize = 8;
/// What names a place, a person's office or an office of its own, and nothing that is sold.
const OTHER: Tags = Tags::TITLE
    .and(Tags::ORG_HEAD)
    .and(Tags::SHORT)
    .and(Tags::TOWN)
    .and(Tags::COUNTY)
    .and(Tags::TOWNSHIP)
    .and(Tags::PREFECTURE)
    .and(Tags::PROVINCE);

/// Whether shops behind what they sell end in `c`.
pub(super) const fn sells(c: char) -> bool {
    matches!(c, '行' | '坊' | '铺' | '馆' | '店' | '厂' | '档' | '摊')
}

/// Whether offices behind what they do end in `c`.
pub(super) const fn serves(c: char) -> bool {
    matches!(c, '局' | '办' | '站' | '队')
}

/// Where the word begins that says what the shop sells that ends in the character at `i`.
pub(super) fn wares(scan: &Scan<'_, '_>, i: usize) -> Option<usize> {
    let text = scan.cx.text;
    if text.ends[i].has(Tags::ORG_HEAD.and(OTHER)) || scan.places.any(i + 1) || !ends(scan, i + 1) {
        return None;
    }
    if i < 3 || !scan.cx.words.get(&text.ch[i - 1..=i]).is_empty() {
        return None;
    }
    (2..=3.min(i)).rev().map(|n| i - n).find(|&at| {
        let term = &text.ch[at..i];
        let word = scan.cx.words.get(term);
        let noun = !word.is_empty() && !word.has(Tags::BREAK.and(Tags::CUE_AFTER));
        noun && term.iter().all(|&c| is_han(c))
            && !scan.cx.lexicon.get(term).has(OTHER.and(Tags::BREAK).and(Tags::GENERIC))
            && scan.cx.words.get(&text.ch[at..=i]).is_empty()
    })
}

/// Whether the head from `start` to `end` is one that [`wares`] made.
pub(super) fn is_wares(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    let text = scan.cx.text;
    end - start > 2 && sells(text.ch[end - 1]) && !text.ends[end - 1].has(Tags::ORG_HEAD)
}

/// Where the ministry of another country begins that ends at `end`: 缅甸 | 农业部.
pub(super) fn ministry(scan: &Scan<'_, '_>, end: usize) -> Option<usize> {
    let text = scan.cx.text;
    let start = end - text.longest_before(end, Tags::NATIONAL)?;
    let country = scan.places.start(start)?;
    let home = text.ends_with(start, "中国") || text.starts[country].has(Tags::PROVINCE);
    let foreign = start - country >= 2 && scan.cx.lexicon.get(&text.ch[country..start]).has(Tags::LANDMARK);
    (foreign && !home).then_some(start)
}

/// Whether a place stands before the character at `i`, which ends an office, and what it does between.
pub(super) fn work(scan: &Scan<'_, '_>, i: usize) -> bool {
    let reach = WORK.min(i);
    (2..=reach).any(|n| (scan.places.any(i - n) || scan.orgs.any(i - n)) && office(scan, i - n, i))
}

/// Whether an office ends in the character at `head` whose place ends at `from`.
pub(super) fn office(scan: &Scan<'_, '_>, from: usize, head: usize) -> bool {
    let text = scan.cx.text;
    let c = text.get(head);
    let length = head.saturating_sub(from);
    if !serves(c) || !(2..=WORK).contains(&length) || text.ends[head].has(Tags::ORG_HEAD) {
        return false;
    }
    let level = matches!(text.before(from), '省' | '市' | '县' | '区' | '州' | '旗' | '镇' | '乡' | '河');
    // 县委 | 民宿 | 办
    let of = c == '办' && scan.orgs.any(from) && matches!(text.before(from), '委' | '府');
    if !(of || scan.places.is(from, Level::County) || scan.places.any(from) && level) {
        return false;
    }
    // 主办, 车站, 部队
    if !scan.cx.words.get(&text.ch[head - 1..=head]).is_empty() {
        return false;
    }
    let last = text.before(head);
    let fits = match c {
        '局' => true,
        '站' => {
            !matches!(last, '车' | '铁' | '交' | '电' | '油' | '气' | '费' | '乘' | '轨')
                && closed(scan, head + 1)
        }
        // 中国登山队 is a team.
        '队' => level && closed(scan, head + 1),
        _ => closed(scan, head + 1),
    };
    fits && nominal(scan, from, head)
}

/// Whether words that can say what an office does lead from `from` to `to`, with at most two characters beside them.
fn nominal(scan: &Scan<'_, '_>, from: usize, to: usize) -> bool {
    let text = scan.cx.text;
    let (mut at, mut other) = (from, 0);
    while at < to {
        if !is_han(text.ch[at]) || STOP.contains(text.ch[at]) {
            return false;
        }
        let known = |n: usize| {
            let term = &text.ch[at..at + n];
            let listed = scan.cx.lexicon.get(term);
            listed.has(Tags::ORG_WORD) || !scan.cx.words.get(term).is_empty()
        };
        let Some(n) = (2..=4.min(to - at)).rev().find(|&n| known(n)) else {
            if SOFT.contains(text.ch[at]) {
                return false;
            }
            other += 1;
            at += 1;
            continue;
        };
        let listed = scan.cx.lexicon.get(&text.ch[at..at + n]);
        if listed.has(Tags::TITLE.and(Tags::BREAK)) && !listed.has(Tags::ORG_WORD) {
            return false;
        }
        at += n;
    }
    other <= 2
}
