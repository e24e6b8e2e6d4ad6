//! Bare names beside a place that is sure: behind it before what places have (石桥镇 | 李塘 | 断面), and at the other end
//! of a way (大姚县至 | 石羊 | 公路). By themselves such names are no more than two or three characters.

use super::{Edge, Level, Scan, edge_at};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, is_han};

/// What is named after where it stands, and masks the name before it.
const SITES: [&str; 32] = [
    "断面",
    "片区",
    "水域",
    "河段",
    "监测点",
    "监测站",
    "班线",
    "点位",
    "路段",
    "安置点",
    "方向",
    "服务点",
    "活动室",
    "集镇",
    "机耕",
    "街道口",
    "沟口",
    "渡口",
    "闸口",
    "分店",
    "门店",
    "门市",
    "收购点",
    "教学点",
    "卡点",
    "山塘",
    "便桥",
    "地块",
    "林区",
    "矿区",
    "岔口",
    "路口",
];

/// What those begin with.
const SITE: CharSet = CharSet::new("断片水河监班点路安方服活集机街沟渡闸分门收教卡山便地林矿岔");

/// What ways are called.
const WAYS: [&str; 22] = [
    "公路",
    "道路",
    "路面",
    "班线",
    "机耕",
    "铁路",
    "高速",
    "段",
    "路段",
    "沿线",
    "水泥路",
    "专线",
    "硬化路",
    "砂石路",
    "产业路",
    "旅游路",
    "断头路",
    "便道",
    "步道",
    "小路",
    "环线",
    "快速",
];

/// What those begin with.
const WAY: CharSet = CharSet::firsts(&WAYS);

/// Adds the names beside the place from `start` to `end`.
pub(super) fn names(scan: &mut Scan<'_, '_>, start: usize, end: usize, level: Level) {
    let text = scan.cx.text;
    match text.get(end) {
        '至' | '到' | '—' | '-' | '～' => {
            if let Some(to) = before(scan, end + 1, |scan, at| {
                WAY.contains(scan.cx.text.get(at)) && WAYS.iter().any(|way| scan.cx.text.starts_with(at, way))
            }) {
                bare(scan, end + 1, to);
            }
        }
        c if is_han(c) && level != Level::Short => {
            let site = |scan: &Scan<'_, '_>, at: usize| {
                SITE.contains(scan.cx.text.get(at))
                    && SITES.iter().any(|site| scan.cx.text.starts_with(at, site))
            };
            if let Some(to) = before(scan, end, site) {
                bare(scan, end, to);
            }
        }
        _ => {}
    }
    if start > 2 && matches!(text.before(start), '至' | '—' | '～') {
        let to = start - 1;
        let way = WAY.contains(text.get(end)) && WAYS.iter().any(|way| text.starts_with(end, way));
        let stop = matches!(text.get(end), '：' | ':');
        let from =
            (2..=3.min(to)).map(|n| to - n).find(|&from| edge_at(&scan.cx, &scan.ends, from) >= Edge::Break);
        let below = matches!(level, Level::Township | Level::Village)
            && from.is_some_and(|from| edge_at(&scan.cx, &scan.ends, from) == Edge::Hard);
        if let Some(from) = from.filter(|_| (way || stop || below) && !scan.ends.any(to))
            && name(scan, from, to)
        {
            bare(scan, from, to);
        }
    }
}

/// Where the name from `start` on ends that `follows` says is one.
fn before(
    scan: &Scan<'_, '_>,
    start: usize,
    follows: impl Fn(&Scan<'_, '_>, usize) -> bool,
) -> Option<usize> {
    (start + 2..=start + 3).find(|&to| follows(scan, to) && name(scan, start, to))
}

/// Whether the characters can be a name: Han, no connective, no ordinary word.
fn name(scan: &Scan<'_, '_>, from: usize, to: usize) -> bool {
    let text = scan.cx.text;
    !matches!(text.before(to), '控' | '级' | '考')
        && (from..to).all(|i| is_han(text.get(i)) && !text.one[i].has(Tags::BREAK))
        && !text.starts[from].has(Tags::GENERIC.and(Tags::BREAK).and(Tags::TITLE).and(Tags::ORG_HEAD))
        && (from + 2..=to).all(|end| scan.cx.words.get(&text.ch[from..end]).is_empty())
        && (to - from < 3 || scan.cx.words.get(&text.ch[from + 1..to]).is_empty())
}

fn bare(scan: &mut Scan<'_, '_>, from: usize, to: usize) {
    if !scan.ends.any(to) {
        scan.put(from, to, to, Level::Short, 0.6, ClueKind::Column);
    }
}
