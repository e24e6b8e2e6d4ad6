//! Names that are in no list: they end in a suffix and begin at an edge.

use super::edge::SOUND;
use super::listed::{FULL, quoted};
use super::{Edge, Level, SUFFIX, Scan, coordinate, road, stem};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, Text, is_cnum, is_digit, is_han};

/// What a river or lake of two characters ends in.
const WATERS: CharSet = CharSet::new("河江溪湖");

/// Names that lists know.
const KNOWN: Tags = Tags::SHORT.and(Tags::LANDMARK).and(Tags::TOWN);

/// What divisions of all levels end in.
const DIVISIONS: CharSet = CharSet::new("省州市县区旗镇乡村组街社");

/// What other forms of land end in that names are given to.
const TERRAIN: CharSet = CharSet::new("河江溪湖山岭沟");

/// What roads and estates begin with that are called by ordinary words: 幸福 | 家园.
const HOME: CharSet = CharSet::new("路街大巷小家花公庄新");

/// A suffix in the text.
#[derive(Clone, Copy)]
struct Tail {
    start: usize,
    end: usize,
    level: Level,
}

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
            && matches!(text.ch[tail.end - 1], '路' | '速' | '线' | '道')
        {
            return;
        }
        return scan.add(start, s, tail.end, Level::Feature, 0.75, ClueKind::Suffix);
    }
    let Some((start, edge)) = stem(&scan.cx, &scan.ends, s, max) else { return };
    // 组织 | 镇, 参加 | 镇: an unlisted division is not called by a verb.
    let division = matches!(tail.level, Level::Township | Level::County | Level::Prefecture);
    if division && scan.cx.lexicon.get(&text.ch[start..s]).has(Tags::BREAK) {
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
    let least = if "南北东西大小上下".contains(text.ch[start]) { Edge::Break } else { Edge::Hard };
    if scan.ends.start(tail.end).is_some_and(known)
        && (edge < least || scan.ends.start(tail.end) > Some(start + 1))
    {
        return;
    }
    if listed.is_some_and(|listed| !extends(scan, start, listed, tail.end, edge)) {
        return;
    }
    // 登 | 泰山, 见 | 高山
    let verb = "见登爬游翻过跨沿护治修望越".contains(text.ch[start])
        && start + 3 <= tail.end
        && scan
            .cx
            .lexicon
            .get(&text.ch[start + 1..tail.end])
            .has(Tags::SHORT.and(Tags::LANDMARK).and(Tags::GENERIC));
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
    let score = sounded(scan, tail, start).unwrap_or_else(|| score(scan, tail, start, edge));
    scan.add(start, s, tail.end, tail.level, score, ClueKind::Suffix);
    if matches!(tail.level, Level::Township | Level::Village) && score >= 0.5 {
        hamlet_after(scan, tail.end);
    }
}

const fn level(last: char, length: usize, first: char) -> Level {
    match (last, length, first) {
        ('村' | '屯' | '寨' | '查', ..) | ('区', 2, '社') | ('里', 2, '艾') | ('特', 2, '浩') => {
            Level::Village
        }
        ('组' | '社' | '队', ..) => Level::Group,
        ('镇', 1, _) | ('乡', ..) | ('道', 2, '街') | ('木', 2, '苏') => Level::Township,
        ('县' | '市' | '旗' | '区', 1, _) | ('县' | '旗', 3, '自') => Level::County,
        ('州' | '盟', 1, _) | ('州', 3, '自') => Level::Prefecture,
        ('省', 1, _) => Level::Province,
        _ => Level::Feature,
    }
}

/// Whether the suffix is only the beginning of an ordinary word: 村民, 镇区, 路线, 市场.
fn continues(scan: &Scan<'_, '_>, tail: Tail) -> bool {
    let text = scan.cx.text;
    let next = text.get(tail.end);
    let rest = match text.get(tail.end - 1) {
        '村' => &const { CharSet::new("级干庄寨落容貌情规史民务医") },
        '镇' => &const { CharSet::new("区域村级街痛静定压") },
        '乡' => &const { CharSet::new("村镇级亲愁土贤间音规情") },
        '县' => &const { CharSet::new("城级域市区乡直情") },
        '市' => &const { CharSet::new("场民级区直县值容面域") },
        '区' => &const { CharSet::new("域别分间块级位县直划市内外") },
        '州' => &const { CharSet::new("级直") },
        '省' => &const { CharSet::new("级直市份道") },
        '旗' => &const { CharSet::new("帜下舰县") },
        '街' => &const { CharSet::new("道坊巷头面区上") },
        '路' => &const { CharSet::new("径线段面基灯网由况过途边旁人政演牌障子程上") },
        '河' => &const { CharSet::new("道流长段湖床岸水堤") },
        '江' => &const { CharSet::new("湖河岸水堤苏面山") },
        '湖' => &const { CharSet::new("泊区水畔库长面") },
        '山' => &const { CharSet::new("区林地体坡村乡洪水塘上下中间火羊东西") },
        '站' => &const { CharSet::new("点位立台在岗起") },
        '港' => &const { CharSet::new("口澳区币") },
        '桥' => &const { CharSet::new("梁头面墩下上") },
        '沟' => &const { CharSet::new("通渠壑") },
        '组' => &const { CharSet::new("织成建合别团装内稿长") },
        '社' => &const { CharSet::new("会区保员情群交") },
        '场' => &const { CharSet::new("所地景") },
        '岛' => &const { CharSet::new("屿") },
        '岭' | '峰' | '泉' | '渠' | '溪' => &const { CharSet::new("水会道") },
        _ => &const { CharSet::new("") },
    };
    let crossing = text.get(tail.end - 1) == '路'
        && next == '口'
        && matches!(text.before(tail.start), '村' | '镇' | '乡' | '庄' | '屯');
    let long = tail.end - tail.start > 1;
    // 线家川村 | 路口
    if crossing
        || (!long
            && next == '长'
            && matches!(text.get(tail.end - 1), '河' | '湖' | '路' | '站' | '林' | '街' | '巷'))
    {
        return true;
    }
    if !rest.contains(next)
        || long && text.get(tail.end - 1) == '路'
        || next == '民' && text.get(tail.end + 1) == '小'
    {
        return false;
    }
    // 天全县 | 两路乡 | 村民
    let below = |n: usize| tail.start >= n && scan.ends.above(tail.start - n, Level::Township);
    if text.ends_with(tail.end, "乡") && text.starts_with(tail.end, "村民") && (2..=4).any(below) {
        return false;
    }
    // 瑶岭湖 | 水位, 丰都县 | 城区: what follows is a word of its own.
    let least = match text.get(tail.end - 1) {
        '湖' | '河' | '江' => 4,
        '县' | '镇' => 6,
        _ => return true,
    };
    let word = text.ch.get(tail.end..tail.end + 2).map_or(Tags::NONE, |word| scan.cx.words.get(word));
    !(common(word) || word.0 >> 28 >= least)
}

/// Whether what stands before a listed name belongs to a longer name: 巴彦花 before 塔拉镇.
fn extends(scan: &Scan<'_, '_>, start: usize, listed: usize, end: usize, edge: Edge) -> bool {
    match listed.saturating_sub(start) {
        1 => {
            edge == Edge::Hard
                && !scan.ends.any(start)
                && !scan.ends.is(end, Level::County)
                && !scan.cx.text.one[start].has(Tags::BREAK)
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
fn part(scan: &Scan<'_, '_>, tail: Tail) -> bool {
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
fn borrowed(scan: &Scan<'_, '_>, tail: Tail) -> Option<usize> {
    let text = scan.cx.text;
    let side = usize::from(matches!(text.before(tail.start), '东' | '南' | '西' | '北' | '中'));
    let at = tail.start - if scan.ends.any(tail.start) { 0 } else { side };
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
    (tail.level == Level::Feature && whole && !one && listed).then(|| scan.ends.start(at)).flatten()
}

/// Whether trade is spoken of: 印度 | 市场, 美国 | 出口.
fn trade(scan: &Scan<'_, '_>, tail: Tail) -> bool {
    matches!((scan.cx.text.get(tail.start), tail.end - tail.start), ('市' | '出' | '入', 2))
        && scan.ends.is(tail.start, Level::Short)
        && !scan.ends.start(tail.start).is_some_and(|start| scan.ends.is(start, Level::Feature))
}

/// Characters that hardly stand in anything but what is written by sound.
const FOREIGN: CharSet = CharSet::new(
    "阿埃奥贝彼宾伯勃茨蒂厄恩尔菲芬弗戈圭赫霍加迦卡喀坎柯科克拉腊莱赖勒蕾黎莉罗洛玛曼莫墨穆娜纳奈尼涅诺帕佩珀恰撒萨塞瑟莎斯塔塌泰坦特廷托陀瓦韦维沃乌西悉雅亚伊扎詹兹佐",
);

/// The score of a foreign name, which is as long as it is written by sound: 明尼苏达 | 州.
fn sounded(scan: &Scan<'_, '_>, tail: Tail, start: usize) -> Option<f32> {
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

/// What hamlets without a suffix end in: 水碓坑, 红石湾.
const HOLLOWS: CharSet = CharSet::new("坑坪湾坝坳垭坡岗冲垄塘坎岭嘴沟洼峪咀岩垸圩寮厝沱畈");

/// Adds the hamlet or team that stands right behind a village: 伏叶村 | 水碓坑, 郑老庄村 | 西队.
pub(super) fn hamlet_after(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    let next = |at: usize| text.get(at);
    if next(i + 1) == '队'
        && matches!(next(i), '东' | '西' | '南' | '北' | '前' | '后' | '中' | '上' | '下')
        && !matches!(next(i + 2), '伍' | '员' | '长')
    {
        return scan.add(i, i + 1, i + 2, Level::Group, 0.75, ClueKind::Suffix);
    }
    let free = |end: usize| {
        !is_han(next(end)) || matches!(next(end), '组' | '的' | '居' | '农' | '等' | '和' | '村' | '试')
    };
    for n in 2..=3 {
        let end = i + n;
        if !(i..end).all(|at| is_han(next(at)) && !text.one[at].has(Tags::BREAK)) {
            return;
        }
        let hollow = HOLLOWS.contains(next(end - 1));
        let farm = n == 2
            && matches!(next(end - 1), '庄' | '营' | '店' | '楼' | '堡' | '寨' | '屯')
            && text.one[i].has(Tags::SURNAME);
        let word = !scan.cx.words.get(&text.ch[i..end]).is_empty()
            || (n == 3 && !scan.cx.words.get(&text.ch[i + 1..end]).is_empty());
        if (hollow || farm) && free(end) && !word {
            return scan.add(i, end, end, Level::Short, 0.6, ClueKind::Suffix);
        }
    }
}

/// Numbered and named groups: 二组, 第三村民小组, 樟树下组.
fn group(scan: &mut Scan<'_, '_>, tail: Tail) {
    let text = scan.cx.text;
    let mut from = tail.start;
    while from > 0 && tail.start - from < 4 && (is_cnum(text.ch[from - 1]) || is_digit(text.ch[from - 1])) {
        from -= 1;
    }
    if from < tail.start {
        let ordinal = from > 0 && text.before(from) == '第';
        from -= usize::from(ordinal);
        let after_village = scan.ends.is(from, Level::Village) || scan.ends.is(from, Level::Group);
        let long = tail.end - tail.start > 2;
        let score = match (after_village, long) {
            (true, _) if text.get(tail.end) != '长' || long => 0.9,
            (true, _) => 0.8,
            (false, true) if ordinal => 0.7,
            _ => 0.0,
        };
        return scan.add(from, tail.start, tail.end, Level::Group, score, ClueKind::Suffix);
    }
    let village = scan.ends.any(tail.start) || {
        (2..=3).any(|n| tail.start >= n && scan.ends.is(tail.start - n, Level::Village))
    };
    if text.get(tail.end - 1) == '社' && !village {
        return;
    }
    let Some((start, edge)) = stem(&scan.cx, &scan.ends, tail.start, 4) else { return };
    let word = !scan.cx.words.get(&text.ch[start..tail.start]).is_empty()
        || !scan.cx.words.get(&text.ch[start..tail.end]).is_empty()
        || text.ends[tail.end - 1].has(Tags::GENERIC.and(Tags::ORG_HEAD))
        || (tail.start - start > 2 && !scan.cx.words.get(&text.ch[tail.start - 2..tail.start]).is_empty());
    let cell = matches!(text.before(start), '\t' | '（' | '(')
        && matches!(text.get(tail.end), '\t' | '\n' | '）' | ')');
    let team = text.ends[tail.end - 1].has(Tags::GENERIC.and(Tags::ORG_HEAD));
    let village = scan.ends.is(start, Level::Village);
    let listed = text.before(start) == '、' && start > 0 && scan.ends.is(start - 1, Level::Group);
    let score = match (word, village || listed, edge) {
        (false, true, _) => 0.8,
        (true, true, _) if !team => 0.55,
        (false, false, Edge::Hard) if tail.start - start >= 2 => 0.5,
        (true, false, Edge::Hard) if cell && !team && tail.start - start >= 2 => 0.55,
        _ => 0.0,
    };
    scan.add(start, tail.start, tail.end, Level::Group, score, ClueKind::Suffix);
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

fn score(scan: &Scan<'_, '_>, tail: Tail, start: usize, edge: Edge) -> f32 {
    let text = scan.cx.text;
    let length = tail.start - start;
    let chained = scan.ends.above(start, tail.level);
    let base = base(text, tail, start, edge, chained);
    // Nothing that follows makes up for this.
    let water = tail.end - tail.start == 1 && WATERS.contains(text.ch[tail.start]);
    if !chained && (base == 0.0 || (tail.level == Level::Feature && edge == Edge::Open && !water)) {
        return 0.0;
    }
    if is_generic(scan, tail, start) || (start..tail.start).all(|i| is_cnum(text.ch[i])) && !chained {
        return 0.0;
    }
    let listed = start > 1 && text.before(start) == '、' && scan.ends.any(start - 1);
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
            || (length > 3 && segmented(scan, start, tail.start)))
    {
        return if chained { 0.4 } else { 0.0 };
    }
    let name = &text.ch[start..tail.start];
    let entry = scan.cx.words.get(name);
    let line = matches!(text.get(tail.start), '高' | '铁') && tail.end - tail.start > 1;
    let word = common(entry)
        && !scan.cx.lexicon.get(name).has(Tags::ORDINARY.and(KNOWN))
        && !(line && length == 2 && entry.0 >> 28 < 9);
    let family = length == 1 && text.one[start].has(Tags::SURNAME) && !text.one[start].has(Tags::BREAK);
    let mut score: f32 = base;
    if chained {
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
    if word && !chained && !listed {
        score -= match tail.level {
            Level::Village if edge == Edge::Hard && entry.0 >> 28 <= 9 => 0.15,
            Level::Township => 0.15,
            // Most roads, hills and hamlets are called by ordinary words: 银河路, 百花岭.
            Level::Feature
                if length == 2
                    && edge >= Edge::Break
                    && (matches!(text.get(tail.start), '路' | '街' | '巷')
                        || text.get(tail.start + 1) == '道'
                        || matches!(text.get(tail.start), '岭' | '溪' | '沟' | '湖')) =>
            {
                0.1
            }
            _ => 0.25,
        };
    }
    score.min(0.9)
}

/// What is said of villages, and of waters.
const OF_VILLAGES: [&str; 12] =
    ["村民", "居民", "农户", "会计", "支书", "两委", "党支部", "村委", "驻村", "第一书记", "书记", "主任"];
const OF_WATERS: [&str; 14] = [
    "涨水", "水位", "堤防", "流域", "沿岸", "沿线", "河段", "干流", "支流", "治理", "溃口", "上游", "下游",
    "断流",
];

/// What those begin with.
const VILLAGERS: CharSet = CharSet::new("村居农会支两党驻第书主");
const WATERY: CharSet = CharSet::new("涨水堤流沿河干支治溃上下断");

/// Whether what stands around a village or water speaks of places: 在连篷村调解, 林村、江月村, 蒲石河涨水.
fn speaks_of_place(scan: &Scan<'_, '_>, tail: Tail, start: usize) -> bool {
    let text = scan.cx.text;
    let length = tail.start - start;
    if !(2..=4).contains(&length) {
        return false;
    }
    let last = text.ch[tail.end - 1];
    match tail.level {
        Level::Village => {
            let there = matches!(text.before(start), '在' | '到' | '赴' | '从' | '至' | '驻');
            let beside = (text.before(start) == '、' && start >= 2 && text.ch[start - 2] == last)
                || (text.get(tail.end) == '、' && (tail.end + 2..tail.end + 6).any(|i| text.get(i) == last));
            let group = is_cnum(text.get(tail.end)) && matches!(text.get(tail.end + 1), '组' | '社' | '队');
            let counted = is_digit(text.get(tail.end));
            there
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

/// Whether a suffix that is mostly something else lacks what shows that it is none: 扎西错 but not 过错.
fn single_rare(scan: &Scan<'_, '_>, tail: Tail, start: usize, edge: Edge) -> bool {
    let text = scan.cx.text;
    if tail.end - tail.start > 1 {
        return false;
    }
    let (length, next) = (tail.start - start, text.get(tail.end));
    match text.ch[tail.start] {
        '错' => {
            length < 2
                || edge < Edge::Break
                || "误过失乱开峰了的".contains(next)
                || !(start..tail.start).all(|i| SOUND.contains(text.ch[i]))
        }
        '圩' => length < 2 || "区堤镇田垸".contains(next),
        '寺' | '庙' => length < 2 || edge < Edge::Break || "会宇堂庙院僧".contains(next),
        '苑' => length < 2 || !(is_digit(next) || scan.ends.any(start) || matches!(next, '小' | '社')),
        _ => false,
    }
}

/// Whether the suffix is that of a division from the township up.
const fn administrative_char(tail: Tail) -> bool {
    matches!(tail.level, Level::Prefecture | Level::County | Level::Township)
}

/// Whether the characters are read better in another way.
fn misread(scan: &Scan<'_, '_>, tail: Tail, start: usize, chained: bool) -> bool {
    let text = scan.cx.text;
    let (length, single) = (tail.start - start, tail.end - tail.start == 1);
    let word = |from: usize, to: usize| !scan.cx.words.get(&text.ch[from..to]).is_empty();
    // 依法治 | 镇, 参加 | 镇、县, 部分 | 乡镇, 各 | 县、乡
    let coordinated = matches!(text.get(tail.end), '、' | '和')
        && DIVISIONS.contains(text.get(tail.end + 1))
        && !is_han(text.get(tail.end + 2))
        || (matches!(text.get(tail.end), '、')
            && DIVISIONS.contains(text.get(tail.end + 1))
            && word(start, tail.start));
    let governed = text.ends_with(tail.start, "法治");
    if tail.level < Level::Village && single && (coordinated || governed) && !chained {
        return true;
    }
    // 分乡 | 镇: all real ones are listed.
    if tail.level == Level::Township && text.before(tail.start) == '乡' {
        return true;
    }
    // 西北三 | 市, 永清二 | 县
    let counted = is_cnum(text.before(tail.start))
        || matches!(text.before(tail.start), '几' | '各' | '个' | '位' | '座');
    if administrative_char(tail) && single && counted && !chained {
        return true;
    }
    // 沿江 | 农村, 科技 | 下乡: no name ends so.
    if matches!(
        (text.before(tail.end - 1), text.ch[tail.end - 1]),
        ('农' | '乡' | '城', '村' | '镇') | ('故' | '家' | '下' | '返', '乡')
    ) && !chained
    {
        return true;
    }
    // 更懂得研究 | 市场
    if matches!((text.get(tail.start), tail.end - tail.start), ('市' | '出' | '入' | '公', 2)) && length > 4
    {
        return true;
    }
    // 记者陈天 | 湖
    let titled = text.starts[start].has(Tags::TITLE)
        || (start > 0
            && length == 2
            && text.one[start].has(Tags::SURNAME)
            && text.ends[start - 1].has(Tags::TITLE));
    if single && tail.level == Level::Feature && titled {
        return true;
    }
    // 中国 | 市场
    if tail.level == Level::Feature && scan.cx.lexicon.get(&text.ch[start..tail.start]).has(Tags::KEEP) {
        return true;
    }
    // 中国 | 农村
    let kept = |hit: &crate::recognize::Hit| hit.tags.has(Tags::KEEP) && hit.end() > start;
    if start > 0 && text.starts[start - 1].has(Tags::KEEP) && text.hits_at(start - 1).iter().any(kept) {
        return true;
    }
    // 连南 | 瑶寨 are the stockaded villages there.
    if matches!(text.get(tail.start), '瑶' | '苗' | '侗' | '羌' | '彝' | '古')
        && text.get(tail.start + 1) == '寨'
        && scan.ends.is(tail.start, Level::Short)
    {
        return true;
    }
    // 县乡村三级, 省市县
    if (start..tail.start).all(|i| DIVISIONS.contains(text.ch[i])) {
        return true;
    }
    match tail.level {
        // 一级保护区, 两江四河, 嫩江 | 段渡口
        Level::Feature
            if (is_cnum(text.ch[start]) && text.get(start + 1) == '级')
                || (length == 2 && single && is_cnum(text.ch[start + 1]) && is_cnum(text.before(start)))
                || (length == 1 && matches!(text.ch[start], '段' | '内' | '境'))
                || (length == 1
                    && is_cnum(text.ch[start])
                    && (is_cnum(text.get(tail.end)) || text.get(tail.end) == '两')) =>
        {
            true
        }
        // 争取 | 河北省
        Level::Feature if single && text.starts[tail.start].has(FULL) => true,
        // 连夜 | 坐镇, 胸怀 | 江山
        Level::Feature | Level::Township if single && length == 3 && !chained => {
            word(start, start + 2)
                && (word(tail.end - 2, tail.end)
                    || scan.cx.lexicon.get(&text.ch[tail.end - 2..tail.end]).has(Tags::ORDINARY))
        }
        // 文化广场, 仔猪交易市场: a facility that is called after its use.
        Level::Feature
            if !single && (!HOME.contains(text.get(tail.start)) || text.ch[tail.end - 1] == '院') =>
        {
            let tags = scan.cx.lexicon.get(&text.ch[start..tail.start]);
            tags.has(Tags::ORG_WORD)
                || chained
                    && !tags.has(KNOWN)
                    && matches!(length, 2..=4)
                    && common(scan.cx.words.get(&text.ch[tail.start - 2..tail.start]))
                    && (length < 4 || word(start, start + 2))
        }
        // 游览 | 敦煌: all real ones are listed.
        Level::County | Level::Prefecture if single && word(tail.end - 2, tail.end) => true,
        Level::County | Level::Prefecture if length == 3 => word(start, start + 2),
        _ => false,
    }
}

/// Whether the name is an ordinary word or a description: 思路, 示范村, 城市社区.
fn is_generic(scan: &Scan<'_, '_>, tail: Tail, start: usize) -> bool {
    let text = scan.cx.text;
    // 象山 | 路
    let road = matches!(text.get(tail.start), '路' | '街' | '大');
    if road && scan.cx.lexicon.get(&text.ch[start..tail.start]).has(KNOWN.and(Tags::ORDINARY)) {
        return false;
    }
    if text.longest_before(tail.end, Tags::GENERIC).is_some_and(|n| {
        n > tail.end - tail.start
            && (tail.end - n <= start || start + n + 1 != tail.end || text.one[start].has(Tags::BREAK))
    }) {
        return true;
    }
    let ordinary = |n: usize| {
        tail.end >= n
            && scan.cx.words.get(&text.ch[tail.end - n..tail.end]).has(Tags::GENERIC.and(Tags::WORD))
    };
    let reach = tail.end - start;
    let lone = (tail.level == Level::Feature || tail.level <= Level::County) && tail.end - tail.start == 1;
    // 运河 and 水河 are words, yet many rivers end so.
    let water = TERRAIN.contains(text.get(tail.start)) && reach > 2;
    // 蓟 | 运河, but not 大 | 运河
    let canal = reach == 3
        && text.ends_with(tail.end, "运河")
        && !"大小新老古旧本该各长修治护巡沿过跨引清".contains(text.ch[start]);
    if canal {
        return false;
    }
    let rare = |n: usize| n == 2 && water && !common(scan.cx.words.get(&text.ch[tail.end - 2..tail.end]));
    (tail.end - tail.start + 1..=4).any(|n| ordinary(n) && !rare(n) && (n >= reach || lone || n >= 3))
        && tail.end - tail.start < 4
        && !scan.ends.any(start)
}

/// Whether the word list knows it as more than a rare word.
const fn common(tags: Tags) -> bool {
    tags.0 >> 28 >= 6 || tags.has(Tags::BREAK)
}

/// Whether ordinary words of two characters and more make up the whole.
fn segmented(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    let mut at = start;
    while at < end {
        let Some(n) = (2..=4.min(end - at))
            .rev()
            .find(|&n| !scan.cx.words.get(&scan.cx.text.ch[at..at + n]).is_empty())
        else {
            return false;
        };
        at += n;
    }
    true
}
