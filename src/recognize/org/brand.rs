//! Names without a place: the brand of a company, a shop or a school (福满家超市, 清禾农业发展有限公司), and short names
//! that end in a line of business (鑫源建材).

use super::Scan;
use super::clause;
use super::left::{Name, SOFT, STOP, is_shop};
use crate::lexicon::Tags;
use crate::recognize::place::{Edge, edge_at};
use crate::recognize::set::CharSet;
use crate::recognize::{Candidate, ClueKind, is_cnum, is_digit, is_han};
use crate::rule::RuleId;

/// Verbs before a name that no name begins with.
const LEAD: CharSet = CharSet::new("含付汇购欠租找凭系其该归有如送住");
/// More of them, which begin no brand of three characters either.
const ASKS: CharSet = CharSet::new("欠购付找凭说另夹拿");
/// Words of one character before a verb or a name: 要 | 坚持, 其 | 史店小学.
const MODAL: CharSet = CharSet::new("其该要能应可须需再已曾正拟均都未不没并也又还就才");
/// Verbs and measures that stand in a clause, not in the name of a shop.
const VERB: CharSet = CharSet::new("着了过开办建设新旧间家个座所有无是在去来到进出小大");

/// What goes on in a clause and stands in no name of a shop or school.
const SAID: CharSet = CharSet::new("着了过去带给让叫请亦非是在从把被并且与及其的");

/// What stands between an edge and the head, when it is no ordinary word; `from` is where reading to the left ended,
/// `soft` stands behind the last connective on the way.
pub(super) fn brand(
    scan: &Scan<'_, '_>,
    soft: Option<usize>,
    from: usize,
    head: usize,
    tail: usize,
    words: usize,
) -> Option<Name> {
    // 喜来登宾馆: what may be a connective may be part of a short name behind a sure edge.
    let opens = SOFT.contains(scan.cx.text.get(from));
    let whole =
        soft.filter(|_| !opens && head - from <= 4 && edge_at(scan.cx, &scan.places, from) == Edge::Hard);
    if whole.is_some()
        && let Some(name) = brand_from(scan, from, head, tail, words)
    {
        return Some(name);
    }
    brand_from(scan, soft.unwrap_or(from), head, tail, words)
}

fn brand_from(scan: &Scan<'_, '_>, from: usize, head: usize, tail: usize, words: usize) -> Option<Name> {
    let text = scan.cx.text;
    let mut start = from;
    while start + 2 < head && MODAL.contains(text.get(start)) {
        start += 1;
    }
    // （下称方圆矿业）
    if start + 4 <= head && (text.starts_with(start, "下称") || text.starts_with(start, "简称")) {
        start += 2;
    }
    while start + 3 < head && LEAD.contains(text.get(start))
        || start + 2 < head && ASKS.contains(text.get(start))
    {
        start += 1;
    }
    // 请示 | 清源集团: the verb began before.
    if text.before(start) == '请'
        && start + 2 < head
        && !scan.cx.words.get(&text.ch[start - 1..=start]).is_empty()
    {
        start += 1;
    }
    while let Some(n) = (2..=3)
        .rev()
        .find(|&n| start + n + 2 <= head && scan.cx.words.get(&text.ch[start..start + n]).has(Tags::BREAK))
    {
        start += n;
    }
    // 县城 | 金樽足浴会所
    if let Some(n) = text.longest_at(start, Tags::GENERIC).filter(|&n| n > 1 && start + n + 2 <= head) {
        start += n;
    }
    let legal_end = text.longest_at(head, Tags::ORG_BUSINESS).map_or(head + 1, |n| head + n);
    if !(text.ends_with(legal_end, "公司") && text.starts_with(head, "有限")
        || text.ends_with(legal_end, "合作社"))
    {
        // 过磅单上“王平”亦非 | 本公司, 带女儿去 | 石花小学
        start = (start + 1..head).rev().find(|&at| SAID.contains(text.ch[at - 1])).unwrap_or(start);
        if matches!(text.get(start), '本' | '该' | '我') && start + 1 == head {
            return None;
        }
    }
    // 该公司 | 砂石料场
    if text.starts_with(start, "公司") || text.starts_with(start, "集团") {
        return None;
    }
    let length = head - start;
    // 严家富 | 施工队
    if length <= 3
        && text.one[start].has(Tags::SURNAME)
        && ["施工队", "工程队", "装修队", "建筑队", "运输队"].iter().any(|team| text.starts_with(head, team))
    {
        return None;
    }
    // What a shop is called by one character at the end needs a surer form: no verb, no mark, no number inside.
    let loose = head + 1 < text.len() && is_shop(text.ch[head]) && !text.starts[head].has(Tags::ORG_HEAD);
    let clean = |i: usize| is_han(text.ch[i]) && !is_cnum(text.ch[i]) && !VERB.contains(text.ch[i]);
    let legal = matches!(text.ch.get(head + 2), Some('公' | '责')) || text.ends_with(head + 2, "公司");
    let odd = |c: char| is_digit(c) || !legal && matches!(c, '(' | '（' | ')' | '）');
    if (start..head).any(|i| odd(text.ch[i]) || loose && !clean(i)) {
        return None;
    }
    // 福满园酒楼（城关镇…）: what an address follows has a name.
    let close = text.longest_at(head, Tags::ORG_BUSINESS).map_or(head + 1, |n| head + n);
    let addressed = matches!(text.get(close), '（' | '(')
        && text
            .starts
            .get(close + 1)
            .is_some_and(|tags| tags.has(Tags::TOWNSHIP.and(Tags::COUNTY).and(Tags::PREFECTURE)));
    let before = text.before(start);
    let edge = edge_at(scan.cx, &scan.places, start);
    let cut = STOP.contains(before) || MODAL.contains(before) || SAID.contains(before);
    let edge = if cut { edge.max(Edge::Break) } else { edge };
    if !(2..=14).contains(&length)
        || words >= length
        || edge < if loose { Edge::Break } else { Edge::Word }
        || is_digit(before)
        || is_digit(text.get(start))
        || LEAD.contains(text.ch[head - 1])
        || text.ch[head - 1] == '式'
        || report(scan, head)
        || kind_of(&text.ch[start..head])
        || clause::acts(scan, start, tail, head, legal_end)
        || SAID.contains(text.ch[head - 1])
        || becomes(scan, start, head)
        || loose && matches!(text.ch[head - 1], '门' | '小')
        || is_cnum(text.ch[start]) && length <= 3
        || loose && (!ends(scan, head + 1) || text.starts[start].has(Tags::TITLE))
        || !(paper(scan, head) && length <= 4
            || named_by_place(scan, start, head, close)
            || edge == Edge::Hard && (rare(scan, start, head) || addressed && length > 2))
            && covered(scan, start, head)
    {
        return None;
    }
    let score = match edge {
        Edge::Hard => 0.62,
        Edge::Break => 0.58,
        _ => 0.5,
    };
    // 浙江 | 正衡评估有限公司: reading stopped inside the place.
    let start = match text.ch[start] {
        '原' | '现' => start,
        _ => scan.places.start(start).filter(|&at| at < start).unwrap_or(start),
    };
    Some(Name { start, tail: tail.max(start), score })
}

/// Whether a verb of becoming stands inside: 旧校舍 | 改成 | 青年旅舍.
fn becomes(scan: &Scan<'_, '_>, start: usize, head: usize) -> bool {
    let text = scan.cx.text;
    (start..head.saturating_sub(1)).any(|at| {
        matches!(text.ch[at + 1], '成' | '为' | '到' | '了' | '出' | '起' | '给' | '过')
            && scan.cx.words.get(&text.ch[at..at + 2]).has(Tags::CUE_AFTER.and(Tags::BREAK))
    })
}

/// Whether the name has a cell of a table to itself (|天天向上书店|), or follows another name in a list (和山中来信书屋):
/// ordinary words are names there.
fn named_by_place(scan: &Scan<'_, '_>, start: usize, head: usize, close: usize) -> bool {
    let text = scan.cx.text;
    let fence = |c: char| matches!(c, '\t' | '|');
    let cell = fence(text.before(start)) && fence(text.get(close));
    // 住在她家（山里时光茶馆）
    let inside = text.before(start) == '（' && text.get(close) == '）' && head - start >= 4;
    let listed = start > 2 && matches!(text.before(start), '、' | '和' | '与') && scan.orgs.any(start - 1);
    let name = scan.cx.lexicon.get(&text.ch[start..head]);
    let plain = Tags::ORG_WORD.and(Tags::GENERIC).and(Tags::ORG_BUSINESS).and(Tags::ORG_HEAD);
    (cell || listed || inside)
        && head - start >= 2
        && close - head > 1
        && !name.has(plain)
        && !kind_of(&text.ch[start..head])
}

/// Whether the words say what kind of shop or school it is.
fn kind_of(name: &[char]) -> bool {
    const KINDS: [&str; 37] = [
        "普通", "联营", "合营", "合资", "独资", "国营", "私营", "集体", "民营", "重点", "成人", "业余",
        "当地", "本地", "外地", "境外", "海外", "私立", "公立", "民办", "寄宿", "平价", "定点", "乡镇",
        "农村", "城市", "社区", "连锁", "大型", "小型", "中型", "普惠", "示范", "其他", "全部", "各类",
        "农家",
    ];
    KINDS.iter().any(|kind| kind.chars().eq(name.iter().copied()))
}

/// Whether the name is one rare word that does not say what kind of shop or school it is: 红杉 | 幼儿园.
fn rare(scan: &Scan<'_, '_>, start: usize, head: usize) -> bool {
    let name = &scan.cx.text.ch[start..head];
    let class = scan.cx.words.get(name).class();
    (1..=6).contains(&class) && name.len() == 2 && !kind_of(name)
}

/// Whether a clause can go on at `i` behind a name: a mark, a verb or a title.
pub(super) fn closed(scan: &Scan<'_, '_>, i: usize) -> bool {
    let text = scan.cx.text;
    let verb = || {
        let word = scan.cx.words.get(&text.ch[i..(i + 2).min(text.len())]);
        word.has(Tags::BREAK) && word.has(Tags::CUE_AFTER)
    };
    ends(scan, i) || verb()
}

/// The same, where only the curated verbs count.
pub(super) fn ends(scan: &Scan<'_, '_>, i: usize) -> bool {
    let text = scan.cx.text;
    i >= text.len()
        || !is_han(text.ch[i])
        || text.one[i].has(Tags::BREAK)
        || text.starts[i].has(Tags::BREAK.and(Tags::TITLE))
}

/// Whether 日报 at `head` is a report of every day: 饲草调运 | 日报.
fn report(scan: &Scan<'_, '_>, head: usize) -> bool {
    let text = scan.cx.text;
    text.starts_with(head, "日报")
        && head > 1
        && (scan.cx.words.get(&text.ch[head - 2..head]).has(Tags::CUE_AFTER)
            || matches!(
                (text.ch[head - 2], text.ch[head - 1]),
                ('情', '况')
                    | ('工', '作')
                    | ('进', '度')
                    | ('数', '据')
                    | ('调', '度')
                    | ('雪', '情')
                    | ('灾', '情')
                    | ('汛', '情')
                    | ('疫', '情')
                    | ('水', '情')
            ))
}

/// Whether a newspaper's kind stands at `head`: its name is a word as often as not (雨林晚报).
fn paper(scan: &Scan<'_, '_>, head: usize) -> bool {
    ["晚报", "日报", "晨报", "商报", "都市报"].iter().any(|kind| scan.cx.text.starts_with(head, kind))
}

/// Characters that businesses are named with, two at a time.
const LUCKY: CharSet = CharSet::new(
    "晖曜昕钰铂淼犇垚鑫盛源达宏恒泰瑞华兴隆丰顺祥福嘉诚信利金鼎康美佳亿通安广昌荣裕汇富旺永润锦博腾飞龙凯迪圣万宝久聚宇晟昊晶晨煜铭辉伟胜\
     强磊森林海洋天江川银光明春雨新正和百益惠民联友创智捷速快星航骏驰德仁玉珠兰桂梅松柏鸿鹏凤麒麟翔艺雅尚丽远大同世成志国良好家方发泽沃鲁秦蜀冠优佰品",
);

/// The short name whose line of business stands from `trade` to `end`: 鑫源 | 建材, “顺风汽修”.
pub(super) fn trader(scan: &Scan<'_, '_>, trade: usize, end: usize) -> Option<Candidate> {
    let text = scan.cx.text;
    if trade < 2 || !is_han(text.ch[trade - 2]) && !is_digit(text.ch[trade - 2]) {
        return None;
    }
    if let Some(start) = scan.orgs.start(trade).filter(|_| text.ends_with(trade, "投")) {
        let found = Candidate::new(start, end, RuleId::ORG, 0.75).because(ClueKind::Suffix, trade, end);
        return Some(found.keeping(trade, end));
    }
    let mark = |c: char| matches!(c, '“' | '"' | '《');
    let fence = |c: char| matches!(c, '\t' | '|' | '│');
    let cell = |c: char| c == '\n' || fence(c);
    // 固原 | 腾骏 | 汽贸: what no word is, between a place and a line of business.
    let between = || {
        let line = &text.ch[trade..end];
        let plain =
            scan.cx.lexicon.get(line).has(Tags::ORG_WORD) || scan.cx.words.get(line).has(Tags::CUE_AFTER);
        let kept = |at: usize| {
            let name = &text.ch[at..trade];
            !plain
                && scan.places.any(at)
                && !matches!(text.ch[at + 1], '完' | '了' | '过' | '着' | '成' | '起')
                && (name.len() == 3
                    || scan.cx.words.get(name).is_empty()
                    || scan.cx.lexicon.get(name).has(Tags::ORG_NAME))
                && !covered(scan, at, trade)
                && name
                    .iter()
                    .all(|&c| is_han(c) && !STOP.contains(c) && !SOFT.contains(c) && !VERB.contains(c))
        };
        (2..=3.min(trade - 1)).map(|n| trade - n).find(|&at| kept(at))
    };
    let behind = between();
    let start = match text.get(end) {
        _ if behind.is_some() => behind?,
        _ if LUCKY.contains(text.ch[trade - 1]) && LUCKY.contains(text.ch[trade - 2]) => trade - 2,
        // 秦家 | 粮贸
        _ if text.ch[trade - 1] == '家'
            && text.one[trade - 2].has(Tags::SURNAME)
            && edge_at(scan.cx, &scan.places, trade - 2) >= Edge::Break =>
        {
            trade - 2
        }
        '”' | '"' | '》' => (2..=5.min(trade - 1)).map(|n| trade - n).find(|&at| mark(text.ch[at - 1]))?,
        // 东港 | 鸿远水产 in a cell of a table.
        c if cell(c) && scan.places.start(trade - 2).is_some_and(|at| cell(text.before(at))) => trade - 2,
        // │阿桂卤味│
        c if fence(c) => {
            let at = (2..=4.min(trade - 1)).map(|n| trade - n).find(|&at| fence(text.before(at)))?;
            (!covered(scan, at, trade)).then_some(at)?
        }
        _ => return None,
    };
    let quoted = start > 0 && mark(text.ch[start - 1]);
    let name = &text.ch[start..trade];
    let ordinary = !scan.cx.words.get(name).is_empty() && !scan.cx.lexicon.get(name).has(Tags::ORG_NAME);
    let next = text.get(end);
    let closed = closed(scan, end)
        || matches!(next, '欠' | '未' | '仍' | '已' | '老' | '员' | '拖' | '拒' | '门' | '法' | '中' | '违');
    // 洛阳 | 金源船务 | 打捞船
    let goes_on = text.starts.get(end).is_some_and(|tags| tags.has(Tags::ORG_WORD.and(Tags::ORG_HEAD)));
    let closed = closed || !goes_on && scan.places.any(start) && LUCKY.contains(name[0]) && name.len() == 2;
    // 嘉和 | 花卉 is what grows there.
    let place = scan.places.start(trade).is_some_and(|at| {
        at < start || at == start && scan.cx.lexicon.get(&text.ch[trade..end]).has(Tags::ORG_WORD)
    });
    let edge = edge_at(scan.cx, &scan.places, start);
    if !name.iter().all(|&c| is_han(c)) || ordinary || !closed || place || edge < Edge::Break {
        return None;
    }
    let score = if quoted || edge == Edge::Hard { 0.58 } else { 0.52 };
    let start = scan.places.start(start).unwrap_or(start);
    let found = Candidate::new(start, end, RuleId::ORG, score).because(ClueKind::Suffix, trade, end);
    Some(found.keeping(trade, end))
}

/// Whether ordinary words and words of the trade leave nothing for a name.
fn covered(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    let text = scan.cx.text;
    let generic =
        Tags::ORG_WORD.and(Tags::GENERIC).and(Tags::ORG_HEAD).and(Tags::BREAK).and(Tags::ORG_BUSINESS);
    // 老张牛肉面馆, 小李烧烤店
    let kin = matches!(text.ch[start], '老' | '小' | '阿') && start + 3 < end;
    let (mut at, mut named) = (start, kin && text.one[start + 1].has(Tags::SURNAME));
    while at < end {
        let n = (1..=6.min(end - at)).rev().find(|&n| {
            let term = &text.ch[at..at + n];
            if n == 1 {
                matches!(
                    term[0],
                    '县' | '市'
                        | '区'
                        | '镇'
                        | '乡'
                        | '村'
                        | '省'
                        | '州'
                        | '旗'
                        | '各'
                        | '本'
                        | '我'
                        | '该'
                        | '全'
                        | '个'
                        | '所'
                        | '家'
                        | '级'
                        | '等'
                        | '小'
                        | '大'
                        | '新'
                        | '老'
                        | '公'
                        | '私'
                        | '民'
                ) || is_cnum(term[0])
            } else {
                let listed = scan.cx.lexicon.get(term);
                named |= listed.has(Tags::ORG_NAME);
                !listed.is_empty() && listed.has(generic) || !scan.cx.words.get(term).is_empty()
            }
        });
        let Some(n) = n.filter(|_| !named) else { return false };
        at += n;
    }
    true
}
