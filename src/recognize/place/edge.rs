//! Where a name begins: the text has no blanks between words, so an edge is what surely does not belong to the name:
//! a punctuation mark, the end of another place, a word that only connects, or an ordinary word that ends there.

use super::LISTED;
use super::Level;
use super::listed::FULL;
use super::tail::common;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Context, Text, is_cnum, is_digit, is_han, is_mask};

/// How sure it is that a name begins here; later ones are surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::recognize) enum Edge {
    /// Nothing speaks for it.
    Open,
    /// An ordinary word ends here.
    Word,
    /// A connective or verb from the curated list ends here.
    Break,
    /// Punctuation, the start of a line or the end of another place.
    Hard,
}

/// The places accepted so far, by their ends.
#[derive(Debug)]
pub(in crate::recognize) struct Ends(Vec<(u8, u8)>);

impl Ends {
    pub(in crate::recognize) fn new(length: usize) -> Self {
        Self(vec![(0, 0); length + 1])
    }

    /// Notes a place; of two with one end the longer one stays.
    pub(in crate::recognize) fn mark(&mut self, start: usize, end: usize, level: Level) {
        let length = u8::try_from(end - start).unwrap_or(u8::MAX);
        if self.0[end].0 < length {
            self.0[end] = (length, level as u8);
        }
    }

    /// Whether a place ends right before `i`.
    pub(in crate::recognize) fn any(&self, i: usize) -> bool {
        self.0[i].0 != 0
    }

    /// First character of the longest place that ends right before `i`.
    pub(in crate::recognize) fn start(&self, i: usize) -> Option<usize> {
        self.any(i).then(|| i - usize::from(self.0[i].0))
    }

    /// Level of the longest place that ends right before `i`.
    pub(in crate::recognize) fn level(&self, i: usize) -> Option<Level> {
        self.any(i).then(|| Level::ALL[usize::from(self.0[i].1) - 1])
    }

    /// Whether a place of `level` or higher up ends right before `i`.
    pub(in crate::recognize) fn above(&self, i: usize, level: Level) -> bool {
        self.any(i) && (self.0[i].1 < level as u8 || self.0[i].1 == Level::Short as u8)
    }

    /// Whether a place of exactly this level ends right before `i`.
    pub(in crate::recognize) fn is(&self, i: usize, level: Level) -> bool {
        self.0[i].1 == level as u8
    }
}

/// Names that lists know.
const KNOWN: Tags = Tags::SHORT.and(Tags::LANDMARK).and(Tags::TOWN);

/// What Mongolian, Tibetan, Turkic and foreign names are written with.
pub(super) const SOUND: CharSet = CharSet::new(
    "阿艾安昂敖奥巴白班贝本比毕波勃博布卜查察朝楚茨措达大旦丹当道德登迪丁东都杜敦多额尔恩尔格嘎干冈高戈哥根贡古归哈海汗浩和赫黑洪呼胡花霍吉济嘉加贾杰金津喀卡克科可孔库宽拉喇来兰朗勒雷里力丽林隆鲁伦罗洛玛马麦满曼芒茂莫蒙米密木慕穆那纳奈南尼诺努欧帕潘盘浦齐其奇恰强曲热仁日若萨赛桑色森沙善绍申圣什斯苏索塔台泰坦唐陶特腾提田图吐托陀瓦旺威温沃乌伍西希锡辛雅亚延叶伊依音英永尤宇约云扎泽珠朱卓孜宗错",
);

/// Measures: a name does not begin with one right behind a numeral.
const COUNTED: CharSet =
    CharSet::new("时分秒个米公人户月年条座亩次名万元处家所项件辆只头张片岁段号级期批季度");

/// Connectives that no name begins with, not even behind a place.
const NEVER: CharSet = CharSet::new("的了在到至与及和或由从把被将为是以等该各每全本我某共有个两几因");

/// Whether the blank before `i` parts two words: in a scanned text single blanks mean nothing.
pub(in crate::recognize) fn apart(text: &Text<'_>, i: usize) -> bool {
    text.gap[i] == 2 || (text.gap[i] == 1 && text.spaced < 100)
}

/// Verbs right before 村 or 县 that speak of going there: 来县, 驻村.
const MOTION: CharSet = CharSet::new("来去进驻赴返回入离出抵跨下带引");

/// Verbs of one character that places are the object of: 托 | 尚冈村, 过 | 鲁朗镇, 辖 | 大中组.
pub(super) const VERBS: CharSet = CharSet::new(
    "喊逢管托辖涉过绕登葬有喝看吃唱翻爬游访穿越巡查护守修挖拆淹毁砸撞抢救援堵占排拟迁搬折拉运载驶乘骑走逃沿见治望跨围找瞒退围逛去躲离问候管踏闯攻炸夺",
);

/// Adverbs that a verb follows: 已托 | 尚冈村.
const ADVERBS: CharSet = CharSet::new("已又再曾未仍也不没偷直");

/// Verbs between a person and the place that is theirs: 周大勇分 | 西头屯.
const CHARGES: CharSet = CharSet::new("分管包联访托住守驻挂蹲找问去到");

/// What a masked division ends in.
const ABOVE: CharSet = CharSet::new("省州市县区旗镇乡村");

/// Whether `c` stands for what was masked.
const fn blank(c: char) -> bool {
    is_mask(c) || c == '某'
}

/// Connectives that also begin names.
const NAMING: CharSet = CharSet::new("和对向会回来修建领引多共原达如交送于");

/// Whether a name can begin at `i`.
pub(in crate::recognize) fn edge_at(cx: &Context<'_>, ends: &Ends, i: usize) -> Edge {
    if i == 0 || !is_han(cx.text.before(i)) || ends.any(i) || apart(cx.text, i) {
        return Edge::Hard;
    }
    if cx.text.one[i - 1].has(Tags::BREAK) || cx.text.ends[i - 1].has(Tags::BREAK.and(Tags::GENERIC)) {
        return Edge::Break;
    }
    let word = (2..=4.min(i)).any(|n| !cx.words.get(&cx.text.ch[i - n..i]).is_empty());
    if word { Edge::Word } else { Edge::Open }
}

/// Whether the place that ends at `i` is none that the name goes on from: 三河 | 村, 小河 | 东村 are one name.
fn stops(cx: &Context<'_>, ends: &Ends, i: usize, s: usize) -> bool {
    // 巴彦 | 布日德嘎查: what is written by sound goes on over a short name.
    let sounded = |start: usize| {
        matches!(cx.text.get(s), '嘎' | '苏' | '艾' | '浩' | '淖' | '敖')
            && (start..s).all(|at| SOUND.contains(cx.text.ch[at]))
    };
    if i < s && ends.is(i, Level::Short) && ends.start(i).is_some_and(sounded) {
        return false;
    }
    let open = ends.is(i, Level::Short) || ends.is(i, Level::Feature);
    // 老寨 | 村
    if i == s && ends.is(i, Level::Village) && ends.start(i).is_some_and(|start| i - start == 2) {
        return false;
    }
    // 崔家寨 | 村
    if i == s
        && ends.is(i, Level::Village)
        && cx.text.get(s) == '村'
        && matches!(cx.text.before(i), '寨' | '屯' | '庄')
    {
        return false;
    }
    ends.any(i) && !(open && (i == s || ends.start(i).is_some_and(|start| s - start <= 3)))
}

/// Whether a county's short form ends at `i` and the water or mountain at `s` has a name of its own: 龙南 | 渥江.
fn shorts(cx: &Context<'_>, ends: &Ends, i: usize, s: usize) -> bool {
    let Some(start) = ends.start(i).filter(|_| i < s && ends.is(i, Level::Short)) else { return false };
    let known = cx.lexicon.get(&cx.text.ch[start..i]);
    let own = matches!(cx.text.get(s), '江' | '河' | '湖' | '溪' | '山' | '岭' | '峰' | '沟' | '桥' | '港');
    own && known.has(Tags::SHORT) && !known.has(Tags::ORDINARY)
}

/// Whether `c` may stand between a numeral and what is counted.
const fn scan_count(c: char) -> bool {
    matches!(
        c,
        '个' | '级'
            | '地'
            | '县'
            | '镇'
            | '乡'
            | '村'
            | '类'
            | '大'
            | '小'
            | '种'
            | '市'
            | '岸'
            | '省'
            | '区'
            | '委'
    )
}

/// The name right behind a place of a higher level, four characters at most: 上湾村 | 坡脚屯.
fn linked(cx: &Context<'_>, ends: &Ends, s: usize) -> Option<usize> {
    let text = cx.text;
    for start in (s.saturating_sub(4)..s).rev() {
        let c = text.ch[start];
        // 天全县 | 两路乡, but not 该县 | 两个乡
        let two = c == '两' && s - start == 2 && !scan_count(text.get(start + 1));
        if !is_han(c) || (NEVER.contains(c) && !two) {
            return None;
        }
        let division = ends.any(start) && !ends.is(start, Level::Short) && !ends.is(start, Level::Feature);
        // 包家乡 | 石佛村 | 村口: the name is whole already.
        let whole = s - start > 2 && ends.is(s, Level::Village) && ends.start(s) == Some(start);
        if division && !whole {
            // 桥头镇 | 来逛街
            let errand = s - start == 2
                && text.one[start].has(Tags::BREAK)
                && common(cx.words.get(&text.ch[s - 1..=s]))
                && !matches!(text.get(s), '村' | '镇' | '乡' | '屯' | '寨');
            let verb = errand
                || text.starts[start].has(Tags::BREAK)
                || (text.one[start].has(Tags::BREAK) && text.starts[start + 1].has(FULL))
                || c == '给'
                || (VERBS.contains(c) && s - start >= 3)
                || (s - start >= 4 && cx.words.get(&text.ch[start..start + 2]).has(Tags::BREAK));
            return (!verb && s - start >= 2).then_some(start);
        }
    }
    None
}

/// The name between a mark and a suffix when a connective stands right before the suffix: 、柳沟沿 | 村.
fn walled(cx: &Context<'_>, s: usize) -> Option<usize> {
    let text = cx.text;
    let last = text.before(s);
    if s < 2 || !text.one[s - 1].has(Tags::BREAK) || NEVER.contains(last) || MOTION.contains(last) {
        return None;
    }
    let start = (s.saturating_sub(3)..s - 1).rev().find(|&i| i == 0 || !is_han(text.ch[i - 1]))?;
    let word = |from: usize, to: usize| !cx.words.get(&text.ch[from..to]).is_empty();
    // XX村 | 因村道
    if start > 0 && blank(text.ch[start - 1]) && ABOVE.contains(text.ch[start]) {
        return None;
    }
    let free = (start..s - 1).all(|i| is_han(text.ch[i]) && !text.one[i].has(Tags::BREAK));
    (free && !is_digit(text.before(start)) && !word(start, s) && !word(s - 2, s) && !word(s - 1, s + 1))
        .then_some(start)
}

/// The start of a name whose suffix stands at `s`, at most `max` characters long without it.
pub(super) fn stem(cx: &Context<'_>, ends: &Ends, s: usize, max: usize) -> Option<(usize, Edge)> {
    let text = cx.text;
    // 议题一　屯口: a name does not go on behind a wide blank.
    if text.gap[s] == 2 {
        return None;
    }
    if let Some(start) = linked(cx, ends, s).or_else(|| walled(cx, s)) {
        return Some((start, Edge::Hard));
    }
    let floor = s.saturating_sub(max + 6);
    let (mut i, mut edge) = (s, Edge::Open);
    // 平和 | 大道: a known name may end in what else is a connective.
    if text.one[s - 1].has(Tags::BREAK) {
        if let Some(n) = text.longest_before(s, KNOWN).filter(|&n| (2..=max).contains(&n)) {
            return Some((s - n, edge_at(cx, ends, s - n)));
        }
        // 整治 | 武称村
        let word = |from: usize, to: usize| !cx.words.get(&text.ch[from..to]).is_empty();
        if s >= 4
            && !NEVER.contains(text.ch[s - 1])
            && !MOTION.contains(text.ch[s - 1])
            && is_han(text.ch[s - 2])
            && !text.one[s - 2].has(Tags::BREAK)
            && word(s - 4, s - 2)
            && !word(s - 2, s)
            && !word(s - 1, s + 1)
            && !word(s - 3, s - 1)
        {
            return Some((s - 2, Edge::Word));
        }
    }
    while i > floor {
        if !is_han(text.before(i))
            || (i < s && apart(text, i))
            || stops(cx, ends, i, s)
            || shorts(cx, ends, i, s)
        {
            edge = Edge::Hard;
            // 省道209 | 线 | 田头乡
            i += usize::from(i + 2 < s && is_digit(text.before(i)) && text.ch[i] == '线');
            break;
        }
        // XX县 | 新妙镇
        if i >= 2 && i < s && ABOVE.contains(text.ch[i - 1]) && blank(text.ch[i - 2]) {
            edge = Edge::Hard;
            break;
        }
        // 今晨 | 和平乡, 向阳村: a word may begin with what else is a connective.
        if i + 1 == s
            && i > 1
            && NAMING.contains(text.before(i))
            && !ends.any(i - 1)
            && cx.words.get(&text.ch[i - 1..=i]).class() >= 9
            && !text.starts[i].has(LISTED)
        {
            (i, edge) = (i - 1, edge_at(cx, ends, i - 1));
            break;
        }
        if text.before(i) == '各' && text.get(i) == '庄' {
            i -= 1;
            continue;
        }
        // 珠恩嘎达布其: what is written by sound holds connectives.
        if i >= 2
            && (i + 1 < s || (i == s && matches!(text.get(s), '嘎' | '苏' | '艾')))
            && matches!(text.ch[i - 1], '达' | '和' | '多' | '若' | '木')
            && SOUND.contains(text.ch[i - 2])
            && !ends.any(i - 1)
            && (i..s).all(|at| SOUND.contains(text.ch[at]))
        {
            i -= 2;
            continue;
        }
        // 查干 is white in Mongolian.
        if text.ch[i - 1] == '查' && i < s && text.ch[i] == '干' {
            i -= 1;
            continue;
        }
        // 任家涧村: a connective that is a family name opens its family's village.
        let house = i < s
            && text.ch[i] == '家'
            && text.one[i - 1].has(Tags::SURNAME)
            && matches!(text.get(s), '村' | '寨' | '庄' | '屯');
        if house && (i == 1 || !is_han(text.ch[i - 2])) {
            (i, edge) = (i - 1, Edge::Hard);
            break;
        }
        if text.one[i - 1].has(Tags::BREAK) {
            // 和, 对 or 向 can begin a name of two characters: 、对河乡.
            let opens = i == 1 || !is_han(text.before(i - 1)) || ends.any(i - 1);
            let two = text.before(i) == '两' && !scan_count(text.ch[i]) && !COUNTED.contains(text.ch[i]);
            // 对 | 练江
            let water = matches!(text.get(s), '山' | '江' | '河' | '湖' | '溪' | '路' | '街' | '岭' | '沟');
            // 、余楼村
            let opens =
                opens || i > 1 && text.one[i - 2].has(Tags::BREAK) && text.one[i - 1].has(Tags::SURNAME);
            let family =
                text.one[i - 1].has(Tags::SURNAME) && matches!(text.get(s), '村' | '屯' | '寨' | '庄');
            if opens
                && s == i + 1
                && (two || family || (!water && NAMING.contains(text.before(i))))
                && !text.starts[i].has(LISTED)
            {
                (i, edge) = (i - 1, Edge::Hard);
            } else {
                edge = Edge::Break;
                // 建成 | 茅坪乡: the verb goes on behind its first character.
                if i + 2 < s && cx.words.get(&text.ch[i - 1..=i]).has(Tags::BREAK) {
                    i += 1;
                }
            }
            break;
        }
        // 农业农村局 | 授予三茶村
        let office = i + 3 <= s
            && matches!(text.ch[i - 1], '局' | '厅' | '委')
            && text.ends[i - 1].has(Tags::ORG_HEAD);
        if i < s && (office || text.ends[i - 1].has(Tags::BREAK.and(Tags::TITLE))) {
            edge = Edge::Break;
            break;
        }
        i -= 1;
    }
    if i == 0 {
        edge = Edge::Hard;
    }
    let strip = |from: usize, tags: Tags| {
        (2..=4).rev().find(|&n| {
            from + n + 2 <= s
                && (cx.words.get(&text.ch[from..from + n]).has(tags)
                    || (tags == Tags::BREAK && cx.lexicon.get(&text.ch[from..from + n]) == Tags::BREAK))
        })
    };
    while let Some(n) = strip(i, Tags::BREAK) {
        (i, edge) = (i + n, Edge::Word);
    }
    // 、共产主义水库: a word that fills the whole is no word and a rest.
    let whole = edge == Edge::Hard && !cx.words.get(&text.ch[i.min(s)..s]).is_empty();
    while s - i > 3 && !whole {
        let Some(n) = strip(i, Tags::WORD.and(Tags::BREAK)).filter(|&n| s - i - n >= 2 && s - i > 4) else {
            break;
        };
        (i, edge) = (i + n, Edge::Word);
    }
    // 吸纳 | 底庙镇
    let known = |at: usize| text.longest_at(at, KNOWN).is_some_and(|n| n > 1 && at + n >= s);
    if s - i == 3 && !text.starts[i].has(KNOWN) && known(i + 2) && strip_short(cx, i) {
        (i, edge) = (i + 2, Edge::Word);
    }
    if s - i == 4
        && !text.starts[i].has(KNOWN)
        && !text.starts[i + 2].has(Tags::PLACE_SUFFIX)
        && let Some(n) = strip(i, Tags::CUE_AFTER)
    {
        (i, edge) = (i + n, Edge::Word);
    }
    if s - i > max {
        (i, edge) = (s - 2, Edge::Open);
    }
    // 压埋 | 杭瑞高速, 经 | 建黑高速: expressways are called by their two ends.
    if text.get(s) == '高'
        && text.get(s + 1) == '速'
        && s >= 3
        && (s - i > 3 || s - i < 2 && text.one[s - 3].has(Tags::BREAK))
        && is_han(text.ch[s - 2])
        && is_han(text.ch[s - 1])
        && cx.words.get(&text.ch[s - 2..s]).is_empty()
    {
        (i, edge) = (s - 2, edge.max(Edge::Word));
    }
    // 小城镇 | 杨木村: the level belongs to the word before.
    let level =
        i > 0 && s - i > 2 && edge < Edge::Break && matches!(text.ch[i], '镇' | '乡' | '县' | '区' | '市');
    if level && !cx.words.get(&text.ch[i - 1..=i]).is_empty() && cx.words.get(&text.ch[i..i + 2]).is_empty() {
        (i, edge) = (i + 1, Edge::Word);
    }
    // 疏浚 | 汝河
    if s - i == 3
        && matches!(text.get(s), '河' | '江' | '湖' | '溪')
        && strip_short(cx, i)
        && cx.words.get(&text.ch[i + 1..s]).is_empty()
        && cx.words.get(&text.ch[i..s]).is_empty()
    {
        (i, edge) = (i + 2, Edge::Break);
    }
    // 去年 | 香港: the rest of a word that only looks like a verb.
    if s - i > 1 && (text.ch[i] == '讯' || (text.ch[i] == '年' && edge < Edge::Hard)) {
        i += 1;
    }
    let i = match behind_verb(cx, i, s).or_else(|| behind_whole(cx, i, s)) {
        Some(at) => {
            edge = Edge::Break;
            at
        }
        None => i,
    };
    let counted = i > 0
        && (is_digit(text.before(i)) || is_cnum(text.before(i)) || blank(text.before(i)))
        && (COUNTED.contains(text.get(i)) || text.one.get(i).is_some_and(|one| one.has(Tags::MEASURE)));
    (i < s && !counted).then_some((i, edge))
}

/// Where the name begins that was taken for longer by the verb before it.
fn behind_verb(cx: &Context<'_>, i: usize, s: usize) -> Option<usize> {
    let (text, length) = (cx.text, s - i);
    if length < 2 || (i..s).all(|at| SOUND.contains(text.ch[at])) {
        return None;
    }
    // 沿河, 过街, 走马: a word or a name of its own begins with what may be a verb.
    let own = |at: usize, tags: Tags| {
        text.starts[at].has(KNOWN) && text.longest_at(at, KNOWN).is_some_and(|n| n > 1)
            || (at + 2 <= s && cx.words.get(&text.ch[at..at + 2]).has(tags))
    };
    let word = Tags::WORD.and(Tags::GENERIC);
    let said = i > 0 && ADVERBS.contains(text.ch[i - 1]);
    // 过 | 樟湖
    let crossed = matches!(text.ch[i], '过' | '翻' | '登' | '爬' | '涉' | '游')
        && matches!(text.get(s), '河' | '江' | '湖' | '溪' | '山' | '岭' | '沟');
    // 车过 | 灵山江, 后迁 | 柳河: behind the verb a known name begins.
    let known = |at: usize| {
        VERBS.contains(text.ch[at - 1])
            && text.longest_at(at, KNOWN).is_some_and(|n| (2..=s - at + 1).contains(&n))
            && !own(at - 1, word)
            && (at < i + 2 || !own(at - 2, word))
    };
    if length > 2
        && let Some(at) = (i + 1..s.min(i + 3)).find(|&at| text.starts[at].has(KNOWN) && known(at))
    {
        return Some(at);
    }
    if VERBS.contains(text.ch[i]) && (length > 2 || said || crossed) && !own(i, word) {
        // 折上, 运到: the verb with its complement.
        let complement =
            usize::from(length > 3 && matches!(text.ch[i + 1], '上' | '下' | '进' | '出' | '到' | '回'));
        return Some(i + 1 + complement);
    }
    if length < 5 || !text.one[i].has(Tags::SURNAME) {
        return None;
    }
    (i + 2..=i + 3).find(|&at| s - at > 2 && CHARGES.contains(text.ch[at]) && !own(at, word)).map(|at| at + 1)
}

/// Where the name begins behind a word for the whole or the seat of a division: 县城 | 扎木路.
fn behind_whole(cx: &Context<'_>, i: usize, s: usize) -> Option<usize> {
    const WHOLE: CharSet = CharSet::new("县全我本各该城市镇乡街");
    let text = cx.text;
    let opens = s - i > 3 && WHOLE.contains(text.ch[i]) && text.starts[i].has(Tags::GENERIC);
    let n = if opens { text.longest_at(i, Tags::GENERIC)? } else { return None };
    (n > 1 && s - i - n > 1).then_some(i + n)
}

/// Whether a verb of two characters stands at `i`: 支援 | 岳圩.
fn strip_short(cx: &Context<'_>, i: usize) -> bool {
    cx.words.get(&cx.text.ch[i..i + 2]).has(Tags::CUE_AFTER)
}
