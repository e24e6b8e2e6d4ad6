//! Facilities and the place before them: the station that is called after it (大姚 | 站 is one name), and what is only
//! a part or use of it (渝湘高速 | 出口, 印度 | 市场).

use super::edge::{SOUND, VERBS};
use super::misread::segmented;
use super::tail::{DIVISIONS, TERRAIN, Tail};
use super::{Edge, Level, Scan};
use crate::lexicon::Tags;
use crate::recognize::is_han;
use crate::recognize::set::CharSet;

/// What tells a division from another of the same name: 小 | 河口镇.
const ANOTHER: CharSet = CharSet::new("大小上下东西南北中前后新老古金石白黑红青黄高长龙");

/// Whether what stands before a listed name belongs to a longer name: 巴彦花 before 塔拉镇.
pub(super) fn extends(scan: &Scan<'_, '_>, start: usize, listed: usize, end: usize, edge: Edge) -> bool {
    match listed.saturating_sub(start) {
        1 => {
            let full = scan.ends.is(end, Level::Township) || scan.ends.is(end, Level::Prefecture);
            // 对 | 戈仙庄镇: a township that no list has, and a part of its name that is one.
            let family = scan.ends.is(end, Level::Township)
                && end - listed == 3
                && scan.cx.text.one[start].has(Tags::SURNAME)
                && edge == Edge::Break
                && !scan.cx.text.one[start].has(Tags::BREAK)
                && !VERBS.contains(scan.cx.text.ch[start])
                && scan.cx.words.get(&scan.cx.text.ch[start..start + 2]).is_empty()
                && scan.cx.words.get(&scan.cx.text.ch[start - 1..=start]).is_empty();
            family
                || edge == Edge::Hard
                    && (!full || ANOTHER.contains(scan.cx.text.ch[start]))
                    && !scan.ends.any(start)
                    && !scan.ends.is(end, Level::County)
                    && !scan.cx.text.one[start].has(Tags::BREAK)
                    && !VERBS.contains(scan.cx.text.ch[start])
        }
        3..=4 => {
            edge >= Edge::Break
                && (start..listed).all(|i| SOUND.contains(scan.cx.text.ch[i]))
                && !DIVISIONS.contains(scan.cx.text.ch[listed - 1])
                && scan.cx.words.get(&scan.cx.text.ch[start..listed]).is_empty()
                && !segmented(scan, start, listed)
        }
        _ => false,
    }
}

/// Whether the facility only belongs to the road, water or town before it: 渝湘高速 | 出口, 汉江 | 码头.
pub(super) fn part(scan: &Scan<'_, '_>, tail: Tail) -> bool {
    let plain = matches!(
        (scan.cx.text.get(tail.start), tail.end - tail.start),
        ('出' | '入' | '码' | '渡' | '景' | '灌' | '湿', 2) | ('服', 3)
    );
    let water = scan.ends.is(tail.start, Level::Short) && TERRAIN.contains(scan.cx.text.before(tail.start));
    // 坑里村 | 公路
    let division = !scan.ends.is(tail.start, Level::Short) && scan.ends.above(tail.start, Level::Group);
    let way = tail.end - tail.start == 2 && scan.cx.text.get(tail.start) == '公' && division;
    way || plain && (water || scan.ends.is(tail.start, Level::Feature))
}

/// The start of a short name or village that a facility is called after: 大姚 | 站, 溆浦 | 东收费站.
pub(super) fn borrowed(scan: &Scan<'_, '_>, tail: Tail) -> Option<usize> {
    let text = scan.cx.text;
    let side = usize::from(matches!(text.before(tail.start), '东' | '南' | '西' | '北' | '中'));
    // 滨河 | 南路 is not called after 河南.
    let before = |at: usize| scan.ends.start(at).filter(|_| scan.ends.is(at, Level::Short));
    let sided =
        side > 0 && before(tail.start - 1).is_some_and(|from| before(tail.start).is_none_or(|at| from < at));
    let at = tail.start - if scan.ends.any(tail.start) && !sided { 0 } else { side };
    let whole = matches!(
        text.get(tail.end - 1),
        '站' | '通'
            | '道'
            | '街'
            | '路'
            | '区'
            | '港'
            | '场'
            | '岸'
            | '园'
            | '墓'
            | '桥'
            | '口'
            | '线'
            | '速'
            | '苑'
            | '庭'
            | '府'
            | '邸'
    );
    let one = tail.end - tail.start == 1 && !matches!(text.get(tail.start), '站' | '港' | '路' | '街');
    if trade(scan, tail) {
        return None;
    }
    // 上湾村 | 公路 is a road of the village; a station is called after it.
    let station = text.get(tail.end - 1) == '站';
    let stop = station && tail.end - tail.start == 1 && matches!(text.before(tail.start), '屯' | '寨' | '庄');
    let listed = scan.ends.is(at, Level::Short)
        || (scan.ends.is(at, Level::Village) && station && (stop || tail.end - tail.start > 1));
    // 伊河 | 嘉苑
    let listed = listed
        || scan.ends.is(tail.start, Level::Feature)
            && tail.end - tail.start == 2
            && TERRAIN.contains(text.before(tail.start))
            && matches!(
                text.get(tail.start),
                '嘉' | '佳' | '家' | '华' | '名' | '丽' | '锦' | '花' | '雅' | '豪' | '馨'
            )
            && matches!(text.get(tail.end - 1), '苑' | '园' | '庭' | '府' | '邸');
    // 滨河 | 北路 is not called after 河北.
    let crossed = scan.ends.start(at).is_some_and(|start| {
        start > 0 && is_han(text.ch[start - 1]) && {
            let across = &text.ch[start - 1..=start];
            !scan.cx.words.get(across).is_empty()
                || scan.cx.lexicon.get(across).has(Tags::TOWN.and(Tags::SHORT))
        }
    });
    (tail.level == Level::Feature && whole && !one && listed && !crossed)
        .then(|| scan.ends.start(at))
        .flatten()
}

/// Whether trade is spoken of: 印度 | 市场, 美国 | 出口.
pub(super) fn trade(scan: &Scan<'_, '_>, tail: Tail) -> bool {
    matches!((scan.cx.text.get(tail.start), tail.end - tail.start), ('市' | '出' | '入', 2))
        && scan.ends.is(tail.start, Level::Short)
        // 联饶镇 | 新圩市场
        && !scan.ends.start(tail.start).is_some_and(|start| {
            scan.ends.is(start, Level::Feature) || scan.ends.is(start, Level::Township) || scan.ends.is(start, Level::County)
        })
}
