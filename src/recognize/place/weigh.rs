//! How sure a name is that ends in a suffix: its kind and its left edge by themselves, then what stands around it.

use super::edge::SOUND;
use super::listed::quoted;
use super::misread::{is_generic, misread, segmented, single_rare};
use super::tail::{KNOWN, Tail, common};
use super::{Edge, Level, Scan};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Text, is_cnum, is_digit, is_han};

/// What a river or lake of two characters ends in.
const WATERS: CharSet = CharSet::new("河江溪湖");

/// What the kinds of estates begin with, and what they end in: 华庭, 名邸, 家园.
const ESTATE: CharSet = CharSet::new("家华名佳嘉豪雅花馨丽锦公");
const ESTATES: CharSet = CharSet::new("园庭邸苑居馆府寓");

/// Characters that hardly stand in anything but what is written by sound.
const FOREIGN: CharSet = CharSet::new(
    "阿埃奥贝彼宾伯勃茨蒂厄恩尔菲芬弗戈圭赫霍加迦卡喀坎柯科克拉腊莱赖勒蕾黎莉罗洛玛曼莫墨穆娜纳奈尼涅诺帕佩珀恰撒萨塞瑟莎斯塔塌泰坦特廷托陀瓦韦维沃乌西悉雅亚伊扎詹兹佐",
);

/// The score of a foreign name, which is as long as it is written by sound: 明尼苏达 | 州.
pub(super) fn sounded(scan: &Scan<'_, '_>, tail: Tail, start: usize) -> Option<f32> {
    let text = scan.cx.text;
    let last = text.get(tail.end - 1);
    let kind = matches!(
        last,
        '州' | '市'
            | '省'
            | '港'
            | '岛'
            | '河'
            | '山'
            | '湖'
            | '海'
            | '郡'
            | '府'
            | '城'
            | '角'
            | '邦'
            | '峰'
    );
    let length = tail.start - start;
    if !kind || length < 3 {
        return None;
    }
    let strong = (start..tail.start).filter(|&i| FOREIGN.contains(text.ch[i])).count();
    let all = (start..tail.start).all(|i| FOREIGN.contains(text.ch[i]) || SOUND.contains(text.ch[i]));
    (all && strong >= 2 && strong * 2 >= length).then_some(0.68)
}

/// What the kind of name and the edge before it are worth by themselves.
fn base(text: &Text<'_>, tail: Tail, start: usize, edge: Edge, chained: bool) -> f32 {
    let length = tail.start - start;
    let short_suffix = tail.end - tail.start == 1;
    match (tail.level, edge) {
        (Level::Feature, Edge::Hard | Edge::Break)
            if length == 1 && WATERS.contains(text.get(tail.start)) && !chained =>
        {
            0.58
        }
        (Level::Feature, _) if length < 2 && !chained => 0.0,
        (Level::Feature, Edge::Open) => 0.3,
        (Level::Feature, Edge::Word) if short_suffix => 0.45,
        (Level::Feature, _) => 0.62,
        (Level::Township | Level::Village, Edge::Open) => 0.5,
        (Level::Township | Level::Village, Edge::Word) => 0.62,
        (Level::Township | Level::Village, _) if length == 1 => 0.45,
        (Level::Township | Level::Village, _) => 0.7,
        // All real ones are listed.
        (_, Edge::Hard) if length >= 2 => 0.5,
        _ => 0.0,
    }
}

pub(super) fn score(scan: &Scan<'_, '_>, tail: Tail, start: usize, edge: Edge) -> f32 {
    let text = scan.cx.text;
    let length = tail.start - start;
    let chained = scan.ends.above(start, tail.level);
    let base = base(text, tail, start, edge, chained);
    // Nothing that follows makes up for this.
    let water = tail.end - tail.start == 1 && WATERS.contains(text.ch[tail.start]);
    if !chained && (base == 0.0 || (tail.level == Level::Feature && edge == Edge::Open && !water)) {
        return 0.0;
    }
    // 五四路, 八一街: roads are called after days.
    let day = length == 2
        && matches!(
            (text.ch[start], text.ch[start + 1]),
            ('五', '四' | '一') | ('八' | '七' | '六', '一') | ('三', '八')
        )
        && matches!(text.get(tail.start), '路' | '街' | '大' | '巷');
    let numbers =
        (start..tail.start).all(|i| is_cnum(text.ch[i])) && !chained && !(day && edge >= Edge::Break);
    if is_generic(scan, tail, start) || numbers {
        return 0.0;
    }
    // 天堂河、黄尾河: one of several with the same end.
    let partner = edge >= Edge::Break
        && tail.end - tail.start == 1
        && text.get(tail.end) == '、'
        && (tail.end + 3..tail.end + 5).any(|at| text.get(at) == text.ch[tail.start]);
    let listed = partner || start > 1 && text.before(start) == '、' && scan.ends.any(start - 1);
    let administrative = tail.level < Level::Village;
    if misread(scan, tail, start, chained) {
        return 0.0;
    }
    let song = text.get(tail.end) == '上' && text.get(tail.end + 1) == '》';
    if single_rare(scan, tail, start, edge)
        || song
        || (tail.level == Level::Feature && quoted(scan, start, tail.end))
    {
        return 0.0;
    }
    if text.ends[tail.start - 1].has(Tags::ORG_HEAD)
        || (administrative && text.get(tail.end) == '长' && !chained)
    {
        return 0.0;
    }
    if tail.level == Level::Feature
        && (text.get(start) == '第'
            || text.before(tail.start) == '级'
            || (length > 3 && segmented(scan, start, tail.start) && !spelled_out(scan, tail, start)))
    {
        return if chained { 0.4 } else { 0.0 };
    }
    let name = &text.ch[start..tail.start];
    let entry = scan.cx.words.get(name);
    let line = matches!(text.get(tail.start), '高' | '铁') && tail.end - tail.start > 1;
    let word = common(entry)
        && !scan.cx.lexicon.get(name).has(Tags::ORDINARY.and(KNOWN))
        && !(line && length == 2 && entry.class() < 9);
    let family = length == 1 && text.one[start].has(Tags::SURNAME) && !text.one[start].has(Tags::BREAK);
    // 都江村 | 下寨
    let hamlet = tail.level == Level::Village
        && scan.ends.is(start, Level::Village)
        && matches!(text.get(tail.start), '寨' | '屯' | '艾' | '浩');
    let mut score: f32 = base;
    if chained || hamlet {
        score += 0.15;
    }
    if listed || (edge >= Edge::Break && text.get(tail.end) == '、' && (length > 1 || family)) {
        score += 0.1;
    }
    // A report's title: 桃镇2024年
    if tail.level == Level::Township && text.before(start) == '\n' && is_digit(text.get(tail.end)) {
        score += 0.15;
    }
    // 三河村文化广场 is the village's square, no name of its own.
    if word
        && chained
        && tail.level == Level::Feature
        && !matches!(text.get(tail.start), '路' | '街' | '大' | '巷')
    {
        score -= 0.4;
    }
    // 林村: a family's village.
    if tail.level == Level::Village && family && edge == Edge::Hard && text.get(tail.end) != '长' {
        score += 0.1;
    }
    if speaks_of_place(scan, tail, start) {
        score += 0.25;
    }
    // 靠近 | 童子山, 登上 | 望儿山
    let towards = start > 1
        && edge >= Edge::Break
        && matches!(text.before(start), '近' | '邻' | '上' | '往' | '到' | '沿' | '绕')
        && !scan.cx.words.get(&text.ch[start - 2..start]).is_empty();
    if word && !chained && !listed {
        let short = towards && length == 2;
        score -= match tail.level {
            Level::Feature if short => 0.1,
            _ if short => 0.0,
            Level::Village if edge == Edge::Hard && entry.class() <= 9 => 0.15,
            // 与 | 富家村
            Level::Village
                if edge >= Edge::Break
                    && length == 2
                    && text.ch[start + 1] == '家'
                    && text.one[start].has(Tags::SURNAME)
                    && !text.one[start].has(Tags::BREAK)
                    && entry.class() <= 9 =>
            {
                0.15
            }
            Level::Township => 0.15,
            // 阳光家园, but not 重建家园
            Level::Feature
                if length == 2
                    && edge >= Edge::Break
                    && (!entry.has(Tags::CUE_AFTER) || !entry.has(Tags::BREAK))
                    && ESTATES.contains(text.get(tail.end - 1))
                    && ESTATE.contains(text.get(tail.start))
                    && tail.end - tail.start == 2 =>
            {
                0.1
            }
            // Most roads, hills and hamlets are called by ordinary words: 银河路, 百花岭.
            Level::Feature
                if length == 2
                    && edge >= Edge::Break
                    && (matches!(text.get(tail.start), '路' | '街' | '巷')
                        || text.get(tail.start + 1) == '道'
                        || matches!(text.get(tail.start), '岭' | '溪' | '沟' | '湖' | '江')) =>
            {
                0.1
            }
            _ => 0.25,
        };
    }
    score.min(0.9)
}

/// Whether words make up a name all the same: an estate in an address (南街金色年华小区7号楼), a reservoir in a list of
/// them (滨田水库、共产主义水库).
fn spelled_out(scan: &Scan<'_, '_>, tail: Tail, start: usize) -> bool {
    let text = scan.cx.text;
    let estate = tail.end - tail.start == 2
        && matches!(text.ch[tail.end - 1], '区' | '园' | '苑' | '庭' | '府' | '邸')
        && !matches!(text.ch[tail.start], '灌' | '矿' | '林' | '景' | '库')
        && is_digit(text.get(tail.end));
    let kind = &text.ch[tail.start..tail.end];
    let listed = start > kind.len()
        && text.before(start) == '、'
        && text.ch[..start - 1].ends_with(kind)
        && scan.ends.any(start - 1);
    estate && scan.ends.any(start) || listed && kind.len() > 1
}

/// What is said of villages, and of waters.
const OF_VILLAGES: [&str; 12] =
    ["村民", "居民", "农户", "会计", "支书", "两委", "党支部", "村委", "驻村", "第一书记", "书记", "主任"];
const OF_WATERS: [&str; 24] = [
    "清淤", "抢险", "水域", "水质", "大桥", "断面", "两岸", "北岸", "南岸", "边", "涨水", "水位", "堤防",
    "流域", "沿岸", "沿线", "河段", "干流", "支流", "治理", "溃口", "上游", "下游", "断流",
];

/// What those begin with.
const VILLAGERS: CharSet = CharSet::new("村居农会支两党驻第书主");

const WATERY: CharSet = CharSet::new("涨水堤流沿河干支治溃上下断清抢大两北南边");

/// Whether what stands around a village or water speaks of places: 在连篷村调解, 林村、江月村, 蒲石河涨水.
fn speaks_of_place(scan: &Scan<'_, '_>, tail: Tail, start: usize) -> bool {
    let text = scan.cx.text;
    let length = tail.start - start;
    if !(2..=4).contains(&length) {
        return false;
    }
    let last = text.ch[tail.end - 1];
    // 有座山叫笔架山
    if text.before(start) == '叫' && length > 1 && tail.level >= Level::Village {
        return true;
    }
    match tail.level {
        Level::Village => {
            let there = matches!(text.before(start), '在' | '到' | '赴' | '从' | '至' | '驻');
            let beside = (text.before(start) == '、' && start >= 2 && text.ch[start - 2] == last)
                || (text.get(tail.end) == '、' && (tail.end + 2..tail.end + 6).any(|i| text.get(i) == last));
            let group = is_cnum(text.get(tail.end)) && matches!(text.get(tail.end + 1), '组' | '社' | '队');
            let counted = is_digit(text.get(tail.end));
            // 他是中元村人，
            let native = text.get(tail.end) == '人' && !is_han(text.get(tail.end + 1));
            native
                || there
                || beside
                || group
                || counted
                || VILLAGERS.contains(text.get(tail.end))
                    && OF_VILLAGES.iter().any(|word| text.starts_with(tail.end, word))
        }
        Level::Feature if tail.end - tail.start == 1 && WATERS.contains(last) => {
            WATERY.contains(text.get(tail.end))
                && OF_WATERS.iter().any(|word| text.starts_with(tail.end, word))
        }
        _ => false,
    }
}
