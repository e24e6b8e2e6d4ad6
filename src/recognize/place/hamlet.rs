//! Bare names of hamlets and spots in running text, without 村 or 组 behind them: 通往 | 鹞落坪 | 的, 从 | 朱家坳 | 出发.
//!
//! They end in a form of land and are no word. Two things must speak for one: what stands before it (a verb or
//! preposition of place, a village or township, another such name in a list) and what stands behind (a mark, or what
//! only follows places). A family's land (朱家坳) is a name by its shape.

use super::{Edge, Level, Scan, edge_at};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, is_cnum, is_digit, is_han};

/// Forms of land that hardly end anything but a name of a spot.
pub(super) const LAND: CharSet = CharSet::new(
    "坑坪湾坝坳垭坡岗冲垄塘坎岭嘴沟洼峪咀岩垸圩寮厝沱畈梁崖墚塬峁嶂窝垴塆垅埂堰堎坨箐坞岽坜凼埠埔滩岘墟垟砭崾梯磴淌驿脚洞",
);

/// What hamlets are also called after: surer signs are needed.
pub(super) const HOMES: CharSet = CharSet::new("庄营店堡寨屯集铺口桥坊楼庙关台头角井屋林园门场子");

/// What a second character 子 turns into the end of a name: 宋杖 | 子.
const ROOTS: CharSet = CharSet::new("台杖坝甸沟洼河泡营堡屯岭梁湾庄店铺坨岗墩窝垭坪塘畈圪堆");

/// What stands right before a place and before little else.
const TOWARDS: CharSet = CharSet::new("在到至从往赴抵经距离沿绕住驻辖葬去过翻登爬穿越涉");

/// What only follows places, besides marks.
const AFTER: [&str; 42] = [
    "一带",
    "附近",
    "境内",
    "方向",
    "断面",
    "路段",
    "隧道",
    "垭口",
    "村口",
    "路口",
    "便桥",
    "大桥",
    "片区",
    "水库",
    "电站",
    "步道",
    "公路",
    "道路",
    "机耕路",
    "旅游路",
    "安置点",
    "隐患点",
    "滑坡",
    "缺口",
    "错车道",
    "饮水",
    "水源",
    "林区",
    "林地",
    "茶园",
    "戏楼",
    "戏台",
    "老街",
    "老屋",
    "老宅",
    "祠堂",
    "码头",
    "渡口",
    "集市",
    "界碑",
    "防火线",
    "山场",
];

/// What those begin with.
const FOLLOWS: CharSet = CharSet::firsts(&AFTER);

/// Adds the bare name whose last character stands at `i`.
pub(super) fn ending_at(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    let end = i + 1;
    let last = text.ch[i];
    if !LAND.contains(last) && !HOMES.contains(last) {
        return;
    }
    let root = last == '子';
    if i < 1 || (root && !ROOTS.contains(text.ch[i - 1])) || scan.ends.any(end) {
        return;
    }
    let word = |from: usize, to: usize| !scan.cx.words.get(&text.ch[from..to]).is_empty();
    let behind = behind(scan, end);
    if behind == 0 {
        return;
    }
    // 池塘, 山坡, 路口: the end of an ordinary word.
    let common = word(i - 1, end);
    let mut best: Option<(usize, f32)> = None;
    for start in (i.saturating_sub(3)..i).rev() {
        if !is_han(text.ch[start]) || text.one[start].has(Tags::BREAK) {
            break;
        }
        let length = end - start;
        if length < 2 + usize::from(root) || word(start, end) {
            continue;
        }
        let score = score(scan, start, end, behind, common);
        if score >= 0.5 && best.is_none_or(|(_, other)| score >= other) {
            best = Some((start, score));
        }
        if scan.ends.any(start) {
            break;
        }
    }
    if let Some((start, score)) = best {
        scan.put(start, end, end, Level::Short, score, ClueKind::Column);
    }
}

/// What stands behind: 0 nothing that ends a name, 1 a word of its own, 2 what follows places.
fn behind(scan: &Scan<'_, '_>, end: usize) -> u8 {
    let text = scan.cx.text;
    let next = text.get(end);
    if !is_han(next) {
        // 一道 | 2米高的坎: what is measured is a thing.
        return if matches!(next, '”' | '’' | '》') { 0 } else { 2 };
    }
    // 新英湾边, 黄沙坑嫁过来
    if matches!(next, '边' | '嫁' | '畔')
        || matches!(next, '至' | '到' | '的' | '等' | '段' | '及' | '与' | '和')
        || FOLLOWS.contains(next) && AFTER.iter().any(|word| text.starts_with(end, word))
    {
        return 2;
    }
    let word = |from: usize, to: usize| to <= text.len() && !scan.cx.words.get(&text.ch[from..to]).is_empty();
    u8::from(!word(end - 1, end + 1) && (word(end, end + 2) || text.one[end].has(Tags::BREAK)))
}

/// How sure the name from `start` to `end` is.
fn score(scan: &Scan<'_, '_>, start: usize, end: usize, behind: u8, common: bool) -> f32 {
    let text = scan.cx.text;
    let length = end - start;
    let last = text.ch[end - 1];
    let edge = edge_at(&scan.cx, &scan.ends, start);
    let land = LAND.contains(last) || last == '子';
    let counted =
        is_cnum(text.ch[start]) && length == 2 || is_digit(text.before(start)) || is_cnum(text.before(start));
    // 一座 | 营业厅
    if is_cnum(text.ch[start])
        && text.one[start + 1].has(Tags::MEASURE)
        && length > 2
        && !last_of_miles(scan, start, end)
    {
        return 0.0;
    }
    // 我村 | 大洋坪, 翻 | 山越岭
    if start > 0
        && (text.ends[start].has(Tags::GENERIC) || !scan.cx.words.get(&text.ch[start - 1..end]).is_empty())
    {
        return 0.0;
    }
    // 二十里铺
    if last_of_miles(scan, start, end) {
        return 0.75;
    }
    if counted
        || text.starts[start].has(Tags::GENERIC.and(Tags::TITLE))
        || text.ends[end - 1].has(Tags::GENERIC)
    {
        return 0.0;
    }
    // 朱家坳, 上官家营
    let market = matches!(
        (text.ch[end - 2], last),
        ('庄' | '楼' | '营' | '寨' | '桥' | '店', '集' | '铺' | '圩' | '店')
    );
    let family = length >= 3 && (text.ch[end - 2] == '家' || market) && text.one[end - 3].has(Tags::SURNAME);
    if family && length == 3 {
        return match edge {
            Edge::Hard | Edge::Break => 0.72,
            Edge::Word if behind == 2 => 0.66,
            _ if behind == 2 => 0.52,
            _ => 0.0,
        };
    }
    // 停车 | 楼, 总 | 排放 | 口
    let built = !LAND.contains(last)
        && (start..end - 1).any(|at| !scan.cx.words.get(&text.ch[at..at + 2]).is_empty());
    if common || built || !(2..=4).contains(&length) {
        return 0.0;
    }
    let before = text.before(start);
    let towards = start > 0
        && (TOWARDS.contains(before) || before == '的' && length > 2 && LAND.contains(last) && behind == 2);
    let below = scan.ends.above(start, Level::Group) && !scan.ends.is(start, Level::Short);
    let listed = start > 1 && before == '、' && scan.ends.any(start - 1);
    let lists = land && text.get(end) == '、' && edge >= Edge::Word && partner(scan, end + 1);
    // 大湾头2.1亩, 是黄沙坑嫁过来的
    let told = acres(scan, end) || text.get(end) == '嫁' && matches!(before, '是' | '从' | '由');
    let evidence =
        2 * u8::from(told) + u8::from(towards) + 2 * u8::from(below) + 2 * u8::from(listed) + u8::from(lists);
    // 从盛堡 | 挑着
    let motion = matches!(before, '从' | '到' | '往' | '至' | '赴') && text.one[start].has(Tags::SURNAME);
    match (land, evidence, behind) {
        (true, 1.., 2) | (false, 2.., 2) if length > 2 || land => 0.6,
        (true, 2.., 1) => 0.55,
        // 易州镇 | 南关，
        (false, 2.., 2) if below && !is_han(text.get(end)) => 0.55,
        // 去 | 玉垒关 | 的
        (false, 1, 2) if length == 3 && !matches!(last, '门' | '场' | '口' | '头' | '园') => 0.52,
        (true, 1, 1) if length > 2 => 0.52,
        (false, 1, 1..) if motion && length == 2 => 0.52,
        // 。红石坪 | 的
        (true, 0, 2) if length == 3 && edge >= Edge::Hard && is_han(text.get(end)) => 0.52,
        _ => 0.0,
    }
}

/// Whether an area of land stands at `at`: 2.1亩.
fn acres(scan: &Scan<'_, '_>, at: usize) -> bool {
    let text = scan.cx.text;
    let digits = (at..at + 8).take_while(|&i| is_digit(text.get(i)) || text.get(i) == '.').count();
    digits > 0 && text.get(at + digits) == '亩'
}

/// Whether a stage on an old road is called by its distance: 十里铺, 二十里店.
fn last_of_miles(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    let text = scan.cx.text;
    end - start >= 3
        && text.ch[end - 2] == '里'
        && matches!(
            text.ch[end - 1],
            '铺' | '堡' | '店' | '墩' | '屯' | '营' | '桥' | '庙' | '坡' | '台' | '沟' | '坪' | '河'
        )
        && text.ch[start..end - 2].iter().all(|&c| is_cnum(c))
        && !is_cnum(text.before(start))
}

/// Adds the bare name that bounds a piece of land on the side at `i`: 北至 | 小溪源，
pub(super) fn bound_after(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    let from = i + 2;
    if !matches!(text.get(i + 1), '至' | '临' | '接' | '邻' | '靠') || is_han(text.before(i)) {
        return;
    }
    let Some(to) = (from..from + 6).find(|&at| !is_han(text.get(at))) else { return };
    if !(2..=4).contains(&(to - from)) || !matches!(text.get(to), '，' | '。' | '；' | '、' | '\n' | ',')
    {
        return;
    }
    let word = |a: usize, b: usize| !scan.cx.words.get(&text.ch[a..b]).is_empty();
    let known = scan.cx.lexicon.get(&text.ch[from..to]);
    let plain = word(from, to)
        || word(from, from + 2)
        || word(to - 2, to)
        || known.has(Tags::GENERIC.and(Tags::BREAK));
    let suffixed =
        text.one[to - 1].has(super::SUFFIX) || text.ends[to - 1].has(super::SUFFIX.and(Tags::GENERIC));
    let free = (from..to).all(|at| !text.one[at].has(Tags::BREAK) && !is_cnum(text.ch[at]));
    if !plain && !suffixed && free {
        scan.put(from, to, to, Level::Short, 0.58, ClueKind::Column);
    }
}

/// Whether the item of a list that begins at `from` ends like a place.
fn partner(scan: &Scan<'_, '_>, from: usize) -> bool {
    let text = scan.cx.text;
    let to = (from..from + 7).find(|&at| !is_han(text.get(at))).unwrap_or(from + 7);
    let ends = |at: usize| {
        LAND.contains(text.ch[at - 1])
            || text.ends[at - 1].has(super::SUFFIX)
            || text.one[at - 1].has(super::SUFFIX)
    };
    to > from + 1 && to <= text.len() && ends(to)
}
