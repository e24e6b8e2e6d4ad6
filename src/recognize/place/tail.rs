//! A suffix in the text, the level of what ends in it, and whether it is one at all: 村 but not 村民.

use super::{Level, Scan};
use crate::lexicon::Tags;
use crate::recognize::is_han;
use crate::recognize::set::CharSet;

/// Names that lists know.
pub(super) const KNOWN: Tags = Tags::SHORT.and(Tags::LANDMARK).and(Tags::TOWN);

/// What divisions of all levels end in.
pub(super) const DIVISIONS: CharSet = CharSet::new("省州市县区旗镇乡村组街社");

/// Words with 民 that may follow a village: none of them is its 村民.
const OWN: [&str; 14] = [
    "民办教",
    "民办学",
    "民办幼",
    "民政",
    "民兵",
    "民宿",
    "民俗",
    "民族",
    "民警",
    "民营企",
    "民主评",
    "民主议",
    "民主测",
    "民间",
];

/// What other forms of land end in that names are given to.
pub(super) const TERRAIN: CharSet = CharSet::new("河江溪湖山岭沟");

/// A suffix in the text.
#[derive(Clone, Copy)]
pub(super) struct Tail {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) level: Level,
}

pub(super) const fn level(last: char, length: usize, first: char) -> Level {
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
pub(super) fn continues(scan: &Scan<'_, '_>, tail: Tail) -> bool {
    let text = scan.cx.text;
    let next = text.get(tail.end);
    let rest = match text.get(tail.end - 1) {
        '村' => &const { CharSet::new("级干庄寨落容貌情规史民务医屯") },
        '镇' => &const { CharSet::new("区域村级街痛静定压") },
        '乡' => &const { CharSet::new("民村镇级亲愁土贤间音规情邻") },
        '县' => &const { CharSet::new("城级域市区乡直情") },
        '市' => &const { CharSet::new("场民级区直县值容面域") },
        '区' => &const { CharSet::new("域别分间块级位县直划市内外") },
        '州' => &const { CharSet::new("级直") },
        '省' => &const { CharSet::new("级直市份道") },
        '旗' => &const { CharSet::new("帜下舰县") },
        '巷' => &const { CharSet::new("子道口内里") },
        '街' => &const { CharSet::new("道坊巷头面区上") },
        '路' => &const { CharSet::new("宽径线段面基灯网由况过途边旁人政演牌障子程上") },
        '河' => &const { CharSet::new("道流长段湖床岸水堤") },
        '江' => &const { CharSet::new("湖河岸水堤苏面山") },
        '湖' => &const { CharSet::new("泊区水畔库长面") },
        '山' => {
            &const {
                CharSet::new("区林地场体坡村乡洪水塘上下中间火羊东西路道顶脚腰楂药泉")
            }
        }
        '站' => &const { CharSet::new("点位立台在岗起得稳住") },
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
    // 停在 | 村部, 走村入户, but 三河村 | 部分
    if text.get(tail.end - 1) == '村'
        && (next == '部' && !matches!(text.get(tail.end + 1), '门' | '队' | '落' | '分' | '署')
            || text.starts_with(tail.end, "入户"))
    {
        return tail.end - tail.start == 1 && !scan.ends.any(tail.start);
    }
    // 硬化 | 村道, but 三河村 | 道路
    if text.get(tail.end - 1) == '村' && next == '道' && text.get(tail.end + 1) != '路' {
        return true;
    }
    // 苗庄村 | 民办教师
    if next == '民' && OWN.iter().any(|word| text.starts_with(tail.end, word)) {
        return false;
    }
    let crossing = text.get(tail.end - 1) == '路'
        && next == '口'
        && matches!(text.before(tail.start), '村' | '镇' | '乡' | '庄' | '屯' | '街' | '巷' | '道' | '集');
    let long = tail.end - tail.start > 1;
    // 枫林大桥 | 下游
    if matches!(next, '上' | '下') && text.get(tail.end + 1) == '游' {
        return false;
    }
    // 五四路 | 边
    if !long
        && text.get(tail.end - 1) == '路'
        && matches!(next, '边' | '旁')
        && tail.start > 1
        && is_han(text.ch[tail.start - 1])
        && !text.one[tail.start - 1].has(Tags::BREAK)
        && !"马公道小大铁土山村乡机水的条半岔石岸国县省老旧".contains(text.ch[tail.start - 1])
    {
        return false;
    }
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
    // 光菇山 | 脚下, 新英湾 | 边: no word ends before the suffix.
    let foot = text.get(tail.end - 1) == '山' && matches!(next, '脚' | '顶' | '腰' | '上' | '下');
    // 铺到 | 黄泥山脚下
    if foot
        && tail.start > 2
        && matches!(text.ch[tail.start - 3], '到' | '在' | '往' | '从' | '至' | '翻' | '登')
        && matches!(next, '脚' | '顶' | '腰')
        && !text.one[tail.start - 2].has(Tags::BREAK)
        && !"大高小雪荒青群后前".contains(text.ch[tail.start - 1])
    {
        return false;
    }
    if foot && tail.start > 1 {
        let word = |from: usize| !scan.cx.words.get(&text.ch[from..from + 2]).is_empty();
        let free = |i: usize| is_han(text.ch[i]) && !text.one[i].has(Tags::BREAK) && text.gap[i] == 0;
        if free(tail.start - 1) && free(tail.start - 2) && !word(tail.start - 2) && !word(tail.start - 1) {
            return false;
        }
    }
    // 北淝河 | 堤
    let water = matches!(text.get(tail.end - 1), '河' | '江' | '湖') && matches!(next, '堤' | '面' | '岸');
    // 麻柳溪 | 河堤
    if water && tail.start > 1 && !scan.ends.is(tail.start, Level::Feature) {
        let word = |from: usize| !scan.cx.words.get(&text.ch[from..from + 2]).is_empty();
        let free = |i: usize| is_han(text.ch[i]) && !text.one[i].has(Tags::BREAK);
        let named = free(tail.start - 1) && free(tail.start - 2);
        if named && !word(tail.start - 2) && !word(tail.start - 1) {
            return false;
        }
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
    !(common(word) || word.class() >= least)
}

/// Whether the word list knows it as more than a rare word.
pub(super) const fn common(tags: Tags) -> bool {
    tags.class() >= 6 || tags.has(Tags::BREAK)
}
