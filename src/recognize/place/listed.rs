//! Names from the gazetteer.

use super::tail::common;
use super::{Edge, LISTED, Level, Scan, edge_at, group};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, Context, Hit, Text, is_cnum, is_digit, is_han};

/// Full names of divisions.
pub(super) const FULL: Tags = Tags::PROVINCE.and(Tags::PREFECTURE).and(Tags::COUNTY).and(Tags::TOWNSHIP);

/// Adds the longest listed name that starts at `i` and holds in its surroundings.
pub(super) fn name_at(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    let edge = edge_at(&scan.cx, &scan.ends, i);
    if joined(scan, i) {
        return;
    }
    for &hit in text.hits_at(i).iter().rev().filter(|hit| hit.tags.has(LISTED)) {
        let full = hit.tags.has(FULL);
        let score = if full { full_score(scan, hit, edge) } else { short_score(scan, hit, edge) };
        if score < 0.3 {
            continue;
        }
        let (suffix, level) = if full { division(scan, hit) } else { (hit.end(), Level::Short) };
        if full && shared(scan.cx.text, hit.end()) {
            return scan.add(i, suffix, suffix, Level::Short, score, ClueKind::Listed);
        }
        scan.add(i, suffix, hit.end(), level, score, ClueKind::Listed);
        if level == Level::Township && score >= 0.5 {
            group::hamlet_after(scan, hit.end());
        }
        return;
    }
}

/// Whether what begins at `i` is a preposition with another name behind it: 从 | 江苏, not 从江.
fn joined(scan: &Scan<'_, '_>, i: usize) -> bool {
    let text = scan.cx.text;
    let prior = matches!(text.ch[i], '从' | '向' | '和' | '会' | '对' | '来' | '当' | '于' | '由');
    if !prior
        || scan.ends.any(i)
        || !text.starts.get(i + 1).is_some_and(|tags| tags.has(Tags::SHORT.and(FULL)))
    {
        return false;
    }
    let reach = |at: usize| {
        text.hits_at(at)
            .iter()
            .filter(|hit| hit.tags.has(LISTED) && !hit.tags.has(Tags::ORDINARY))
            .map(|hit| hit.end())
            .max()
    };
    reach(i + 1) > reach(i) && reach(i).is_none_or(|end| end < i + 3)
}

/// Whether the last character of a full name belongs to the word behind it: 改则 | 县城, 兰州 | 市民.
pub(super) fn shared(text: &Text<'_>, end: usize) -> bool {
    match (text.get(end - 1), text.get(end)) {
        ('县', '城') => !matches!(
            text.get(end + 1),
            '区' | '关' | '乡' | '建' | '管' | '镇' | '市' | '东' | '西' | '南' | '北' | '中'
        ),
        // 武威市 | 民勤县
        ('市', '民') if text.hits_at(end).iter().any(|hit| hit.len > 2 && hit.tags.has(FULL)) => false,
        ('市', '民') => !matches!(
            text.get(end + 1),
            '政' | '族' | '办' | '营' | '兵' | '生' | '宗' | '间' | '主' | '盟' | '革' | '建' | '进' | '委'
        ),
        ('市', '郊') => true,
        _ => false,
    }
}

/// Adds the short form of a township that stands behind its county, or that is long enough to be nothing else.
pub(super) fn town_at(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    let Some(n) = text.longest_at(i, Tags::TOWN) else { return };
    let end = i + n;
    let whole = matches!(text.get(end), '镇' | '乡' | '街' | '苏');
    let word = scan.cx.words.get(&text.ch[i..end]);
    if whole || common(word) || text.starts[i].has(LISTED) {
        return;
    }
    let ordinary = word.has(Tags::WORD);
    let below = scan.ends.above(i, Level::Township) && !scan.ends.is(i, Level::Short);
    let edge = edge_at(&scan.cx, &scan.ends, i);
    // 深圳 | 布吉, but not 兰州 | 市民和
    let city = scan.ends.is(i, Level::Short)
        && !shared(text, i)
        && !scan.ends.is(end, Level::Short)
        && scan.ends.start(i).is_some_and(|from| {
            let known = scan.cx.lexicon.get(&text.ch[from..i]);
            known.has(Tags::SHORT)
                && !known.has(Tags::ORDINARY)
                && edge_at(&scan.cx, &scan.ends, from) >= Edge::Word
        })
        && (!is_han(text.get(end))
            || text.one[end].has(Tags::BREAK)
            || end + 2 <= text.len() && !scan.cx.words.get(&text.ch[end..end + 2]).is_empty());
    let score = if cut_end(scan, end) || idiom(&scan.cx, i, end) {
        0.0
    } else if city {
        0.6
    } else if ordinary {
        0.0
    } else if below && (n > 2 || !is_han(text.get(end))) {
        0.65
    } else if n == 2
        && scan.cx.words.get(&text.ch[i..end]).is_empty()
        && there(text, i)
        && !matches!(text.get(end), '人' | '来' | '去')
    {
        0.55
    } else if n > 2 && edge >= Edge::Break && !text.ends[end - 1].has(Tags::ORG_HEAD.and(Tags::GENERIC)) {
        0.58
    } else {
        0.0
    };
    scan.add(i, end, end, Level::Short, score, ClueKind::Listed);
}

/// Whether a preposition of place stands before `i`, behind which hardly anything but a place or a time stands.
fn there(text: &Text<'_>, i: usize) -> bool {
    matches!(text.before(i), '在' | '到' | '从' | '往' | '赴' | '至' | '抵' | '离' | '距')
        && i > 1
        && !matches!(text.get(i - 2), '现' | '存' | '达' | '正' | '不' | '所' | '直')
}

/// Where the suffix of a full name starts, and its level.
fn division(scan: &Scan<'_, '_>, hit: Hit) -> (usize, Level) {
    let end = hit.end();
    let level = match hit.tags {
        t if t.has(Tags::PROVINCE) => Level::Province,
        t if t.has(Tags::PREFECTURE) => Level::Prefecture,
        t if t.has(Tags::COUNTY) => Level::County,
        _ => Level::Township,
    };
    let long = ["特别行政区", "民族乡", "自治州", "自治县", "自治旗", "自治区", "街道", "苏木", "地区"];
    let suffix = long.iter().find(|suffix| scan.cx.text.ends_with(end, suffix));
    (end - suffix.map_or(1, |suffix| suffix.chars().count()), level)
}

/// Whether an ordinary word of two characters lies across `i`.
fn cut(scan: &Scan<'_, '_>, i: usize) -> bool {
    let text = scan.cx.text;
    i > 0 && i < text.len() && !scan.cx.words.get(&text.ch[i - 1..=i]).is_empty()
}

/// Whether an ordinary word lies across the end of a name and none begins there: 合肥 | 皂, but 英国 | 境内.
fn cut_end(scan: &Scan<'_, '_>, end: usize) -> bool {
    let text = scan.cx.text;
    let begins = || {
        (end + 2..=(end + 3).min(text.len())).any(|to| {
            text.ch[end..to].iter().all(|&c| is_han(c)) && !scan.cx.words.get(&text.ch[end..to]).is_empty()
        })
    };
    cut(scan, end) && !begins()
}

fn full_score(scan: &Scan<'_, '_>, hit: Hit, edge: Edge) -> f32 {
    let (start, end) = (hit.start as usize, hit.end());
    let text = scan.cx.text;
    let chained = scan.ends.any(start);
    // 城区 is a district behind its city only: 丰都县 | 城区 is the town.
    let below = if hit.tags.has(Tags::COUNTY) { scan.ends.above(start, Level::County) } else { chained };
    if hit.tags.has(Tags::GENERIC) && !below {
        return 0.0;
    }
    // 沿海 | 城市
    if end - start == 3
        && cut(scan, start)
        && !scan.cx.words.get(&text.ch[start + 1..end]).is_empty()
        && !chained
    {
        return 0.0;
    }
    if end - start == 2
        && (other(scan, end) || is_digit(text.before(start)) && text.one[start].has(Tags::MEASURE))
    {
        return 0.0;
    }
    if end - start <= 3 && function_word(scan, start, end) {
        return 0.0;
    }
    // 三河市 | 场 is a market, 江北区 | 域 a stretch of land.
    if matches!(
        (text.get(end - 1), text.get(end)),
        ('市', '场') | ('区', '域' | '间') | ('州', '际') | ('旗', '帜') | ('乡', '镇')
    ) {
        return 0.0;
    }
    // 宜居乡 | 村建设, but 石柳乡 | 村民
    if text.get(end - 1) == '乡'
        && text.get(end) == '村'
        && !chained
        && !matches!(text.get(end + 1), '民' | '委' | '级' | '里' | '两' | '支' | '党')
    {
        return 0.0;
    }
    let base = if hit.tags.has(Tags::TOWNSHIP) { 0.88 } else { 0.92 };
    if edge >= Edge::Break || end - start >= 5 {
        return base;
    }
    match (end - start, cut(scan, start)) {
        (2, true) => 0.0,
        (2, false) => {
            if edge == Edge::Word {
                0.6
            } else {
                0.35
            }
        }
        (_, true) => 0.55,
        (_, false) => base - 0.1,
    }
}

/// Words that join or count, and that a few short names begin with: 机关 | 和 | 县委, 部分 | 乡镇.
const JOINING: CharSet = CharSet::new("和与及各分该本两依对治同");

/// Whether the short name only looks like one: its first character belongs to the sentence.
fn function_word(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    let text = scan.cx.text;
    if !JOINING.contains(text.ch[start]) || scan.ends.above(start, Level::Township) {
        return false;
    }
    let level = end - start == 2
        && (matches!(
            text.get(end),
            '委' | '政' | '直' | '级' | '里' | '乡' | '镇' | '区' | '市' | '纪' | '人' | '（' | '('
        ) || matches!(
            text.before(start),
            '部' | '门' | '关' | '位' | '局' | '会' | '委' | '府' | '院' | '镇' | '乡'
        ));
    level || (end - start == 3 && text.ch[end - 2] == '乡')
}

/// What makes a place the name of something else.
const OTHER: [&str; 31] = [
    "精神",
    "起义",
    "战役",
    "大捷",
    "会战",
    "颂",
    "之歌",
    "上》",
    "工程费",
    "造价",
    "拉面",
    "小吃",
    "米粉",
    "泡菜",
    "烤鸭",
    "炒饭",
    "火锅",
    "菜系",
    "料理",
    "不让",
    "不择",
    "纸贵",
    "经济带",
    "经验",
    "模式",
    "产业",
    "协同",
    "会议",
    "宣言",
    "公报",
    "事变",
];

/// What those begin with.
const OTHERS: CharSet = CharSet::new("工造精起战大会颂之上拉小米泡烤炒火菜料不经模产协宣公事纸");

/// Whether the place is the name of something else.
fn other(scan: &Scan<'_, '_>, end: usize) -> bool {
    let text = scan.cx.text;
    OTHERS.contains(text.get(end)) && OTHER.iter().any(|next| text.starts_with(end, next))
}

/// Whether the place is a part of a longer ordinary word that begins or ends with it: 四平八稳.
pub(super) fn idiom(cx: &Context<'_>, start: usize, end: usize) -> bool {
    let text = cx.text;
    let mut longer = false;
    cx.words.starting(&text.ch[start..(start + 4).min(text.len())], |n, _| longer |= start + n > end);
    longer
        || (start.max(4) - 4..start).any(|from| {
            end - from <= 4 && is_han(text.ch[from]) && !cx.words.get(&text.ch[from..end]).is_empty()
        })
}

/// Whether the place is what a quotation is about: “扬州”, or stands in a line of verse of five or seven characters.
pub(super) fn quoted(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    let text = scan.cx.text;
    let Some(open) = (start.saturating_sub(7)..start).rev().find(|&i| !is_han(text.ch[i])) else {
        return false;
    };
    if text.ch[open] != '“' {
        return false;
    }
    let close = (end..end + 7).find(|&i| !is_han(text.get(i))).unwrap_or(end);
    let trade = (open + 1..close).any(|i| text.starts[i].has(Tags::ORG_WORD.and(Tags::ORG_HEAD)));
    // 获“南海新星”支持
    let honour = matches!(text.before(open), '获' | '予' | '评');
    text.get(close) == '”'
        && (honour || close - open == end - start + 1 || (matches!(close - open, 6 | 8) && !trade))
}

/// Whether the word says more of the place before it than it names one: 黎巴嫩 | 南部, 中东 | 和平.
fn described(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    scan.ends.is(start, Level::Short) && scan.cx.words.get(&scan.cx.text.ch[start..end]).class() >= 6
}

fn short_score(scan: &Scan<'_, '_>, hit: Hit, edge: Edge) -> f32 {
    let (start, end) = (hit.start as usize, hit.end());
    let text = scan.cx.text;
    let chained = scan.ends.any(start);
    // 甘德县 | 西北
    let compass = |c: char| matches!(c, '东' | '南' | '西' | '北');
    if chained && end - start == 2 && compass(text.ch[start]) && compass(text.ch[start + 1]) {
        return 0.0;
    }
    let native = matches!(text.get(end), '人' | '籍' | '产') && text.get(end + 1) != '民';
    let listed = text.before(start) == '、' && scan.ends.any(start - 1);
    let ordinary = hit.tags.has(Tags::ORDINARY);
    let abroad = ordinary && hit.tags.has(Tags::LANDMARK);
    if other(scan, end) || (!native && idiom(&scan.cx, start, end)) {
        return 0.0;
    }
    // 大清 | 咸丰
    if quoted(scan, start, end)
        || text.before(start) == '清'
        || (text.before(start) == '《' && text.get(end) == '》')
    {
        return 0.0;
    }
    // 三江两湖
    if is_cnum(text.ch[start]) && end - start == 2 && (text.get(end) == '两' || is_cnum(text.get(end))) {
        return 0.0;
    }
    // 3月份26天 | 全是
    if is_digit(text.before(start))
        && matches!(text.ch[start], '天' | '个' | '元' | '万' | '台' | '方' | '平')
    {
        return 0.0;
    }
    // 43株 | 梨树, 乌苏里江 | 开江
    let ice = matches!(text.ch[start], '开' | '封')
        && matches!(text.ch[end - 1], '江' | '河')
        && matches!(text.before(start), '江' | '河' | '段' | '面');
    if ice || matches!(text.before(start), '株' | '棵' | '头' | '只' | '匹') && hit.tags.has(Tags::ORDINARY)
    {
        return 0.0;
    }
    if text.get(end) == '族' || (text.starts[start].has(Tags::ETHNIC)) {
        return 0.0;
    }
    // 古田 | 大桥镇, 城口 | 地处, 拉萨、日喀则: what stands behind says that it is a place.
    let below = text.starts.get(end).is_some_and(|tags| tags.has(Tags::COUNTY.and(Tags::TOWNSHIP)))
        && text.hits_at(end).iter().any(|hit| hit.tags.has(Tags::COUNTY.and(Tags::TOWNSHIP)) && hit.len > 2);
    let lies = ["地处", "位于", "境内", "至", "段"].iter().any(|word| text.starts_with(end, word));
    let said =
        lies && (text.get(end + 1) != '段' || text.ch[end] != '至') && !matches!(text.get(end), '至' | '段')
            || matches!(text.get(end), '至' | '段') && scan.ends.is(start, Level::Feature);
    let lists = text.get(end) == '、'
        && text
            .hits_at((end + 1).min(text.len() - 1))
            .iter()
            .any(|hit| hit.tags.has(Tags::SHORT.and(FULL)) && !hit.tags.has(Tags::ORDINARY) && hit.len > 1);
    // 会同 | 三排镇 is a verb, 城关 is in every county.
    let term = &text.ch[start..end];
    let verb = hit.tags.has(Tags::BREAK.and(Tags::CUE_AFTER)) || scan.cx.words.get(term).has(Tags::BREAK);
    // 市民 | 和大姚县
    let crossed = start > 0 && scan.cx.words.get(&text.ch[start - 1..=start]).has(Tags::WORD);
    let confirmed = (below || said || lists)
        && edge >= Edge::Word
        && !verb
        && !crossed
        && !text.starts_with(start, "城关");
    let score = if ordinary && !abroad && confirmed {
        0.6
    } else if abroad {
        // 到万象, but not 公里加
        let there = matches!(
            text.before(start),
            '在' | '到' | '赴' | '从' | '抵' | '往' | '飞' | '经' | '访' | '驻' | '游'
        );
        if edge == Edge::Hard || listed || (there && edge >= Edge::Break) { 0.58 } else { 0.3 }
    } else if ordinary && scan.cx.words.get(&text.ch[start..end]).is_empty() && !hit.tags.has(Tags::BREAK) {
        // Rare in text other than as a place.
        match edge {
            // 平凡与安宁: what is joined to a word that is no place is hardly one.
            Edge::Break if matches!(text.before(start), '与' | '和' | '及') && !scan.ends.any(start - 1) => {
                0.45
            }
            Edge::Hard | Edge::Break => 0.6,
            Edge::Word | Edge::Open => 0.45,
        }
    } else if ordinary {
        // 和平 is a place only beside other evidence.
        let evidence = u8::from(scan.ends.above(start, Level::Township) && !described(scan, start, end)) * 2
            + u8::from(native)
            + u8::from(listed);
        if evidence >= 1 && edge >= Edge::Break { 0.35 + 0.15 * f32::from(evidence.min(3)) } else { 0.3 }
    } else if end - start >= 3 || hit.tags.has(Tags::LANDMARK) {
        0.8
    } else {
        0.72
    };
    let crossed = end - start == 2
        && ((!chained && edge == Edge::Open && cut(scan, start)) || (!native && cut_end(scan, end)));
    // 宝拉格镇 | 巴音: the first character ends another name.
    let inside = edge == Edge::Open && text.ch[start] == '镇';
    if crossed || inside { score - 0.35 } else { score }
}

/// Abbreviations of one character, only with evidence: a list (京、津、冀) or a verb of motion before (进疆).
pub(super) fn abbreviation_at(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    let c = text.ch[i];
    // 湘籍货车, 返桂人员, 对接川方
    let origin = text.get(i + 1) == '籍' && !matches!(text.get(i + 2), '贯') && c != '新' && c != '台';
    let home = matches!(text.before(i), '返' | '赴' | '离' | '抵')
        && matches!(text.get(i + 1), '人' | '后' | '前' | '途' | '的' | '务' | '探' | '学');
    if (origin || home) && !cut(scan, i) {
        return scan.add(i, i + 1, i + 1, Level::Short, 0.62, ClueKind::Listed);
    }
    if is_han(text.get(i + 1)) && matches!(c, '新' | '宁' | '青' | '台' | '桂' | '黑' | '吉' | '港') {
        return;
    }
    // 藏语, 川剧
    if matches!(text.get(i + 1), '语' | '文' | '医' | '药' | '族' | '历' | '戏' | '剧' | '菜' | '式' | '派')
    {
        return;
    }
    let listed =
        |at: usize| text.get(at) == '、' && text.one.get(at + 1).is_some_and(|t| t.has(Tags::ABBREVIATION));
    let alone = |at: usize| !is_han(text.before(at)) || !is_han(text.get(at + 1));
    let neighbour =
        listed(i + 1) || (i >= 2 && text.ch[i - 1] == '、' && text.one[i - 2].has(Tags::ABBREVIATION));
    // 苏皖 | 两省, 闽赣 | 边界: provinces in a row.
    let run = |at: usize| text.one.get(at).is_some_and(|t| t.has(Tags::ABBREVIATION));
    let last = (i + 1..i + 4).find(|&at| !run(at)).unwrap_or(i + 4);
    let counted = match text.get(last) {
        '两' | '三' | '四' => matches!(text.get(last + 1), '省' | '地' | '市'),
        '交' | '边' => text.get(last + 1) == '界',
        _ => false,
    };
    let row = counted && (last > i + 1 || (i > 0 && run(i - 1)));
    let score = if row {
        0.75
    } else if neighbour && alone(i) && (text.before(i) == '、' || text.get(i + 1) == '、') {
        let both = listed(i + 1) && alone(i + 2);
        let before = text.before(i) == '、';
        if both || before { 0.7 } else { 0.0 }
    } else if matches!(
        text.before(i),
        '进' | '赴' | '返' | '离' | '抵' | '入' | '驻' | '来' | '在' | '回' | '到' | '出'
    ) && !cut(scan, i)
        && !cut(scan, i + 1)
        && matches!(
            c,
            '京' | '津'
                | '沪'
                | '渝'
                | '冀'
                | '晋'
                | '苏'
                | '浙'
                | '皖'
                | '闽'
                | '赣'
                | '鲁'
                | '豫'
                | '鄂'
                | '湘'
                | '粤'
                | '琼'
                | '川'
                | '黔'
                | '滇'
                | '藏'
                | '陕'
                | '甘'
                | '疆'
                | '蓉'
        )
    {
        0.6
    } else {
        0.0
    };
    scan.add(i, i + 1, i + 1, Level::Short, score, ClueKind::Listed);
}
