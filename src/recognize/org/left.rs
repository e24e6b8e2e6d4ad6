//! From a head to the left, to where the name begins.

use super::Scan;
use super::brand::brand;
use super::{clause, open};
use crate::lexicon::Tags;
use crate::recognize::place::{Edge, Level, edge_at};
use crate::recognize::set::CharSet;
use crate::recognize::{is_cnum, is_digit, is_han};

/// Longest name that is looked for, in characters before the head.
pub(super) const REACH: usize = 30;

/// Longest whole name, so that offices behind offices do not grow together without end.
pub(super) const LONGEST: usize = 48;

/// A name: its start, how sure it is, and where the part that a mask keeps begins.
pub(super) struct Name {
    pub(super) start: usize,
    pub(super) tail: usize,
    pub(super) score: f32,
}

/// Single characters that no name holds.
pub(super) const STOP: CharSet = CharSet::new(
    "的了在到与及或由从把被将为是于以等经按据给让请使令并而且但若则即又也还就只仅不未该各每某我你他她它们这那此之者个距旁找跟替拿勿",
);
/// Single characters that connect in a sentence, and now and then stand inside a name that has a place before.
pub(super) const SOFT: CharSet = CharSet::new("和对向会进外来回赴至任聘派付收报送");

/// Characters of function words that a name has no part in, right behind its place: 宾阳 | 向镇党委反馈.
const FUNCTION: CharSet = CharSet::new("和对向会进来回赴至任聘付收报送请让把被将为是于以等由与及");

/// What is no first character of a name before a connective: 均由, 全在, 村在.
const NO_NAME: CharSet = CharSet::new("均都现已全皆将各并且则也又再先后即就只仅拟省市县区州旗镇乡村");
/// Words behind a street or a place that say where something is.
const WHERE: &[&str] = &[
    "沿街", "临街", "境内", "辖区", "城区", "街上", "路口", "隔壁", "对面", "附近", "路段", "街面", "沿线",
    "门口",
];

/// Works that a village has: behind its place alone none is a name.
const PLANTS: &[&str] = &[
    "采石场",
    "砂石场",
    "石料场",
    "砂场",
    "砂石料场",
    "料场",
    "养殖场",
    "冷库",
    "保鲜库",
    "气调库",
    "果园",
    "采摘园",
];

/// Heads that name a kind of business, and no one business, behind a place or a trade.
const KINDS: [&str; 11] =
    ["民宿", "客栈", "农庄", "生态园", "采摘园", "苗圃", "施工队", "装修队", "工作室", "画室", "农家院"];

/// More of them behind a place and a trade.
const TRADES: [&str; 3] = ["茶室", "生态农庄", "加气站"];

/// More of them, and rooms, that every village has: 新兴村 | 党群服务中心.
const ROOMS: [&str; 16] = [
    "党群服务中心",
    "党员活动",
    "文化活动",
    "综合服务中心",
    "便民服务点",
    "文体活动",
    "老年活动",
    "村民活动",
    "卫生室",
    "小卖部",
    "便民店",
    "便民超市",
    "农家小院",
    "快递",
    "屠宰点",
    "托管",
];

/// Reads the name whose head stands from `head` to `end`.
pub(super) fn name(scan: &Scan<'_, '_>, head: usize, end: usize, business: bool) -> Option<Name> {
    let text = scan.cx.text;
    let floor = head.saturating_sub(REACH);
    let single = end - head == 1;
    let limit = if single {
        6
    } else if business {
        15
    } else {
        12
    };
    let (mut i, mut free, mut soft, mut words) = (head, 0, None, 0);
    let (mut tail, mut branch) = (head, false);
    let mut named: Option<(usize, bool, usize)> = None;
    // Where the name goes on behind its place.
    let mut behind_place = head;
    while i > floor {
        if text.gap[i] > 0 && scan.apart(i) && (i < head || text.gap[i] == 2) {
            break;
        }
        if let Some(org) = scan
            .orgs
            .start(i)
            .filter(|_| i < head || !business || numbered(text.before(i)) || text.ch[i] == '附')
        {
            let behind = named.is_some_and(|(at, ..)| at == i);
            let whole = free <= 5 && named.is_none() && (!single || (words > 0 && free == 0));
            // 人大常委会 | 选任联工委
            let whole = whole
                && (free < 3
                    || text.starts_with(i, "附属")
                    || !scan.cx.words.get(&text.ch[i..i + 2]).has(Tags::BREAK));
            // 医院 | 护士车行云
            let whole = whole && !(free > 0 && text.starts[i].has(Tags::TITLE));
            let joined = i < head && FUNCTION.contains(text.ch[i]) && text.ch[i] != '会';
            if !sent(scan, i, head, end) && end - org <= LONGEST && (behind || whole && !joined) {
                named = Some((org, true, free));
            }
            break;
        }
        let part = Tags::ORG_WORD.and(Tags::ORG_HEAD);
        // 指导 | 委员会, but 协调 | 公安局: right before an office of its own a verb is no trade.
        let made = single
            || business
            || i < head
            || matches!(text.ch[end - 1], '会' | '组' | '部' | '心' | '室' | '站' | '所');
        let trade = text.longest_before(i, part).filter(|&n| n > 1 && (made || !verb(scan, i - n, i)));
        if let Some(place) = place_before(scan, i, named.is_none() && i < end - 1)
            .filter(|&place| trade.is_none_or(|n| i - place > n))
        {
            let known = named.is_none();
            // 兰考上 | 宁夏师范学院: one character is no brand between two places.
            let step =
                matches!(text.get(i), '上' | '到' | '往' | '去' | '进' | '回' | '在' | '至' | '和' | '与');
            if step && named.is_some_and(|(_, placed, before)| placed && before + 1 == free) {
                break;
            }
            // The chain of places was read to its end.
            if named.is_some_and(|(at, ..)| at == i) {
                break;
            }
            let clipped = scan.orgs.any(place);
            let first = if clipped { place } else { chain(scan, place) };
            if known || business {
                named = Some((first, true, free));
                behind_place = i;
            }
            i = first;
            continue;
        }
        if named.is_some_and(|(at, ..)| at == i) {
            // Only what introduces a name can stand before its places: 中共, 国网, 中国人民银行.
            // 中铁二十一局 | 文县项目部
            let bureau = (2..6)
                .filter(|&n| text.before(i) == '局' && i > n && (i - n..i - 1).all(|at| is_cnum(text.ch[at])))
                .find_map(|n| text.longest_before(i - n, Tags::ORG_BRAND).map(|brand| brand + n));
            // 人民政府 | 驻昆明联络处
            if text.before(i) == '驻'
                && let Some(org) = scan.orgs.start(i - 1).filter(|&org| end - org <= LONGEST)
            {
                named = Some((org, true, free));
                break;
            }
            // 第二医科大学附属 | 中山医院
            if text.ends_with(i, "附属")
                && let Some(org) = scan.orgs.start(i - 2).filter(|&org| end - org <= LONGEST)
            {
                named = Some((org, true, free));
                break;
            }
            let opener = text.longest_before(i, Tags::ORG_BRAND.and(Tags::NATIONAL)).or(bureau);
            if let Some(n) = opener.filter(|_| !text.ends_with(i, "共和国")) {
                named = Some((i - n, true, free));
                branch = n > 4;
                break;
            }
            if let Some(start) = insurer(scan, i).filter(|_| business) {
                named = Some((start, true, free));
                break;
            }
            // A company's brand may itself hold a place name: 黄石 | 恒丰. 向 | 琼中 | 绿屿合作社 begins there.
            if !business || FUNCTION.contains(text.before(i)) {
                break;
            }
        }
        if let Some(n) = text.longest_before(i, Tags::ORG_BRAND).filter(|&n| n > 1) {
            named = Some((i - n, false, free));
            i -= n;
            continue;
        }
        if let Some(n) = trade {
            i -= n;
            // 整治 | 武称村采石场: what stands before the place is no trade of the name.
            if named.is_none() {
                words += n;
                if free == 0 {
                    tail = i;
                }
            }
            continue;
        }
        let c = text.before(i);
        if matches!(c, '”' | '）' | ')') {
            let open = (i.saturating_sub(9)..i - 1).rev().find(|&at| matches!(text.ch[at], '“' | '（' | '('));
            let Some(open) = open.filter(|&at| inside(scan, at + 1, i - 1, business || c == '”')) else {
                break;
            };
            i = open;
            free += 2;
            continue;
        }
        let ordinal = is_cnum(c) || is_digit(c) || c == '第';
        // 加勉乡 | 真由小学, 连江 | 海之味种业有限公司: one such character inside a name with a place before.
        let inner = business
            && !matches!(c, '的' | '原' | '现' | '其' | '该' | '各' | '本')
            && is_han(c)
            && (STOP.contains(c) || text.ends[i - 1].has(Tags::BREAK))
            && (i == head && scan.places.any(i.saturating_sub(2)) && !NO_NAME.contains(text.before(i - 1))
                || legal(text, end) && (2..4).any(|n| i > n && scan.places.any(i - n)) && c == '之'
                || c == '又' && (2..4).any(|n| i > n && scan.places.any(i - n)));
        if inner {
            i -= 1;
            free += 1;
            continue;
        }
        let verb = text.ends[i - 1].has(Tags::BREAK) && !named_with(scan, i);
        if !is_han(c) && !is_digit(c) || verb {
            break;
        }
        // 第十八届 | 人民代表大会 is a meeting.
        if c == '届' && text.ends_with(end, "人民代表大会") {
            break;
        }
        // 2号楼306室 belongs to an address, 1月15日 to a date.
        if matches!(c, '室' | '楼' | '栋' | '幢' | '号' | '日' | '月')
            && i > 1
            && is_digit(text.before(i - 1))
        {
            break;
        }
        if (STOP.contains(c) && !joins(scan, i, tail) && !named_with(scan, i))
            || (c == '任' && free == 0 && words == 0)
            || (matches!(c, '原' | '现' | '其') && scan.places.any(i - 1))
        {
            break;
        }
        if SOFT.contains(c) {
            soft = soft.or(Some(i));
        }
        i -= 1;
        if !ordinal {
            free += 1;
        }
        if free > limit {
            break;
        }
    }
    if let Some((start, placed, between)) = named {
        if shared(scan, start) || (head - start) + (end - head) < 3 {
            return None;
        }
        if clause::acts(scan, if between > 0 { behind_place } else { tail }, tail, head, end) {
            return None;
        }
        // 城关镇 | 皮毛行
        if between == 0 && open::is_wares(scan, head, end) {
            return None;
        }
        // 遂昌 | 乡村民宿
        if business
            && placed
            && between == 0
            && words > 0
            && KINDS.iter().chain(&TRADES).any(|kind| text.starts_with(head, kind))
        {
            return None;
        }
        // 阿党镇 | 苹果园: the head only ends an ordinary word.
        if placed
            && business
            && (1..=2).contains(&between)
            && words == 0
            && end - behind_place <= 4
            && matches!(text.ch[end - 1], '园' | '场' | '库' | '圃' | '房')
            && scan.cx.lexicon.get(&text.ch[behind_place..end]).is_empty()
            && !scan.cx.words.get(&text.ch[behind_place..end]).is_empty()
        {
            return None;
        }
        // 文化街 | 聚友酒楼: what stands in a street has a name of its own.
        let brand = &text.ch[behind_place.min(head)..head];
        let street = placed
            && (business || single && is_shop(text.ch[head]))
            && between >= 2
            && behind_place < head
            && matches!(text.before(behind_place), '路' | '街' | '巷' | '道' | '岛')
            && !matches!(text.ch[end - 1], '司' | '社' | '团' | '校' | '学' | '院' | '园' | '场' | '矿')
            && (brand.len() > 2 || scan.cx.words.get(brand).is_empty())
            && !WHERE.iter().any(|word| text.starts_with(behind_place, word));
        if street {
            return Some(Name { start: behind_place, tail: tail.max(behind_place), score: 0.66 });
        }
        // 丰都县委 needs no more than the place; other heads of one character need a trade, or are shops.
        let shop = is_shop(text.get(head)) && between >= 2;
        let office = single && placed && open::office(scan, behind_place, head);
        let bare = single
            && words == 0
            && text.get(head) != '委'
            && !shop
            && !branch
            && !office
            && !scan.orgs.any(start);
        let score = match (placed, between) {
            _ if bare
                || (between == 0
                    && words == 0
                    && PLANTS.iter().any(|plant| text.starts_with(head, plant)))
                || matches!(text.before(behind_place), '村' | '区' | '屯' | '查')
                    && KINDS.iter().chain(&ROOMS).any(|room| text.starts_with(behind_place, room))
                || single && between > if words > 1 { 3 } else { 0 } && !shop && !office =>
            {
                0.0
            }
            (true, 1..) if office => 0.76,
            (true, 0) => 0.92,
            // 公安局 | 城区 | 分局
            (true, 1..=4)
                if text.ends_with(end, "分局") && text.before(behind(scan, head, between)) == '局' =>
            {
                0.88
            }
            (true, _) if unfit(scan, behind_place, tail, between, business) => 0.0,
            (true, 1..=2) => 0.8,
            (true, _) => 0.72,
            // A national enterprise by itself says nothing about the document's place.
            (false, 0) => {
                if words > 0 {
                    0.55
                } else {
                    0.2
                }
            }
            (false, _) => 0.6,
        };
        return Some(Name { start, tail, score });
    }
    // 清桥县人民政府: what ends like a division and stands before its office is one.
    if let Some(start) = division(scan, head).filter(|_| free == 0 || i < head && words == 0) {
        return Some(Name { start, tail: head, score: 0.6 });
    }
    if let Some(start) = university(scan, head, end) {
        return Some(Name { start, tail: head, score: 0.6 });
    }
    let local = LOCAL.iter().any(|office| text.ends_with(end, office));
    let shop = (business || local) && !single || single && is_shop(text.get(head)) && (3..=7).contains(&free);
    shop.then(|| brand(scan, soft, i, head, tail, words)).flatten()
}

/// Offices of a division, which none is without.
const SEATS: [&str; 10] = [
    "人民政府",
    "人民法院",
    "人民检察院",
    "公安局",
    "财政局",
    "教育局",
    "民政局",
    "卫健局",
    "农业农村局",
    "自然资源局",
];

/// Offices and works of towns and villages that no list may know.
const LOCAL: [&str; 14] = [
    "供销社",
    "信用社",
    "自来水公司",
    "水文站",
    "气象站",
    "林业站",
    "农技站",
    "兽医站",
    "文化站",
    "敬老院",
    "人民法庭",
    "粮管所",
    "水管站",
    "管护站",
];

/// Where the division begins whose office stands at `head`, when no list knows it: three characters at most before
/// its kind, behind what is no name.
fn division(scan: &Scan<'_, '_>, head: usize) -> Option<usize> {
    let text = scan.cx.text;
    let seat = SEATS.iter().any(|seat| text.starts_with(head, seat));
    if !seat || !matches!(text.before(head), '县' | '市' | '州' | '旗' | '镇' | '乡') {
        return None;
    }
    let start =
        (2..=4.min(head)).map(|n| head - n).find(|&at| edge_at(scan.cx, &scan.places, at) == Edge::Hard)?;
    let name = &text.ch[start..head - 1];
    let plain = name.iter().enumerate().any(|(at, &c)| {
        !is_han(c)
            || STOP.contains(c)
            || SOFT.contains(c)
            || is_cnum(c)
            || matches!(c, '县' | '市' | '省' | '区' | '镇' | '乡' | '全' | '两' | '原' | '所' | '本')
            || text.one[start + at].has(Tags::BREAK)
    });
    (!plain && scan.cx.words.get(name).is_empty() && scan.cx.lexicon.get(name).is_empty()).then_some(start)
}

/// What names of universities begin with that are called by a part of the country.
const REGIONS: [&str; 14] = [
    "东北", "西北", "华北", "华东", "华南", "华中", "西南", "中南", "中央", "华侨", "复旦", "同济", "暨南",
    "南开",
];

/// Where the name of a university begins that no place names: 华南 | 农业 | 大学.
fn university(scan: &Scan<'_, '_>, head: usize, end: usize) -> Option<usize> {
    let text = scan.cx.text;
    if !text.ends_with(end, "大学") {
        return None;
    }
    (2..=8.min(head)).rev().map(|n| head - n).find(|&start| {
        REGIONS.iter().any(|region| text.starts_with(start, region)) && spelled(scan, start + 2, head)
    })
}

/// Whether a word that shops and works are called by (为民, 经纬) ends at `i`, or goes on there.
fn named_with(scan: &Scan<'_, '_>, i: usize) -> bool {
    let text = scan.cx.text;
    let name = |from: usize| scan.cx.lexicon.get(&text.ch[from..from + 2]).has(Tags::ORG_NAME);
    i > 2 && i < text.len() && (name(i - 1) || name(i - 2))
}

/// Where the office ends that stands `between` characters before the head.
fn behind(scan: &Scan<'_, '_>, head: usize, between: usize) -> usize {
    (head.saturating_sub(between)..=head).find(|&at| scan.orgs.any(at)).unwrap_or(head)
}

/// Whether the name ends as companies by law do.
pub(super) fn legal(text: &crate::recognize::Text<'_>, end: usize) -> bool {
    text.ends_with(end, "公司") || text.ends_with(end, "合作社") || text.ends_with(end, "集团")
}

/// Heads of one character that shops and works have, whose names need no trade.
pub(super) const fn is_shop(head: char) -> bool {
    matches!(head, '店' | '厂' | '社' | '馆' | '院' | '坊' | '铺')
}

/// Whether the head behind the office that ends at `i` names those it sent out, which is no office: 县医院 | 医疗队,
/// 县委 | 第六工作组.
fn sent(scan: &Scan<'_, '_>, i: usize, head: usize, end: usize) -> bool {
    let text = scan.cx.text;
    let team = end - head == 1 && text.ch[head] == '队';
    let group = ["工作组", "督导组", "检查组", "调查组"].iter().any(|kind| text.ends_with(end, kind));
    let kind = ["党员", "青年", "民兵", "干部", "巾帼", "志愿"].iter().any(|kind| text.starts_with(i, kind));
    let corps = (i == head || kind) && text.ends_with(end, "突击队");
    // 第四中学 | 体育馆 is a house.
    let house = ["体育馆", "图书馆", "新校区"].iter().any(|kind| text.ends_with(end, kind))
        && matches!(text.before(i), '学' | '校' | '院');
    // 食品有限公司 | 冷库 is a store of the company.
    let house =
        house || i == head && ["冷库", "保鲜库", "气调库"].iter().any(|kind| text.ends_with(end, kind));
    team || corps || house || group && !text.starts_with(i, "驻")
}

/// First character of the place that ends at `i`: one that was found, or a listed short name that only the trade
/// behind it tells from a word (遵义 | 师范学院), when `open` says that no place is known yet.
fn place_before(scan: &Scan<'_, '_>, i: usize, open: bool) -> Option<usize> {
    if let Some(place) = scan.places.start(i) {
        // 人民法院 | 高村: a place does not begin inside the office before it.
        return Some((place + 1..i).find(|&at| scan.orgs.any(at)).unwrap_or(place));
    }
    let text = scan.cx.text;
    let short = Tags::SHORT.and(Tags::TOWN);
    if !open || !text.ends[i - 1].has(short) {
        return None;
    }
    let n = text.longest_before(i, short).filter(|&n| n > 1)?;
    let words = Tags::ORG_WORD.and(Tags::ORG_HEAD);
    // 函告 | 焕古 | 市场监管所
    let office = text.longest_at(i, Tags::ORG_HEAD).is_some_and(|n| n > 3);
    // 农业发展银行 | 石河子 | 兵团分行
    let bank = i > n && text.ends[i - n - 1].has(Tags::ORG_BRAND.and(Tags::NATIONAL).and(Tags::ORG_HEAD));
    let edge = edge_at(scan.cx, &scan.places, i - n) >= if office || bank { Edge::Word } else { Edge::Break };
    let word = text.ends[i - 1].has(words) || verb(scan, i - n, i);
    (edge && !word && text.starts[i].has(words)).then(|| i - n)
}

/// Whether the word from `start` to `end` is a verb of the curated list.
fn verb(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    let text = scan.cx.text;
    text.ends[end - 1].has(Tags::BREAK) && scan.cx.lexicon.get(&text.ch[start..end]).has(Tags::BREAK)
}

/// Where the short name of a house begins whose branch the place at `i` opens: 津农保险 | 宝坻 | 营业部.
fn insurer(scan: &Scan<'_, '_>, i: usize) -> Option<usize> {
    let text = scan.cx.text;
    let start = i.checked_sub(text.longest_before(i, Tags::ORG_BUSINESS).filter(|&n| n > 1)? + 2)?;
    let brand = &text.ch[start..start + 2];
    let free = brand.iter().all(|&c| is_han(c)) && scan.cx.words.get(brand).is_empty();
    (free && edge_at(scan.cx, &scan.places, start) == Edge::Hard).then_some(start)
}

/// Whether what stands in brackets or quotation marks from `open` to `close` can be part of a name: （集团）, （随州）.
fn inside(scan: &Scan<'_, '_>, open: usize, close: usize, fits: bool) -> bool {
    let text = scan.cx.text;
    let named = open > 1 && (is_han(text.before(open - 1)) || !matches!(text.before(open), '（' | '('));
    fits && named && close > open && text.ch[open..close].iter().all(|&c| is_han(c) || is_digit(c))
}

/// What a unit that is called by number ends in: 十团 | 中学.
const fn numbered(c: char) -> bool {
    matches!(c, '师' | '团' | '连')
}

/// Whether 与 or 及 before `i` joins two words of the trade: 建筑 | 与 | 规划学院.
fn joins(scan: &Scan<'_, '_>, i: usize, tail: usize) -> bool {
    let text = scan.cx.text;
    matches!(text.before(i), '与' | '及')
        && i == tail
        && i >= 3
        && text.longest_before(i - 1, Tags::ORG_WORD).is_some_and(|n| n > 1)
}

/// First character of the places that follow one another up to the one that starts at `start`.
fn chain(scan: &Scan<'_, '_>, start: usize) -> usize {
    let mut first = start;
    for _ in 0..5 {
        // 转昆明 | 云南省第二人民医院: nothing stands before a province.
        if scan.cx.text.starts[first].has(Tags::PROVINCE) {
            return first;
        }
        // 韩祁连　　民乐县: a wide blank parts the cells of a table.
        // 解放路 | 桐城市第三小学: nobody's name begins with the street it is in.
        let street = matches!(scan.cx.text.before(first), '路' | '街' | '巷');
        match scan.places.start(first).filter(|_| scan.cx.text.gap[first] < 2 && !street) {
            Some(before) => first = before,
            None => break,
        }
    }
    // 河北 | 平安, not 北平: an overlapping place that begins earlier is the place.
    // But 公诉机关 | 浙江, not 关浙江; 供货商 | 南宁, not 商南.
    (first + 1..first + 3)
        .filter(|&end| scan.places.is(end, Level::County) && scan.cx.text.gap[first] < 2)
        .find_map(|end| scan.places.start(end).filter(|&s| s < first && !inside_word(scan, s)))
        .unwrap_or(first)
}

/// Whether the character at `i` ends a word that began before it.
fn inside_word(scan: &Scan<'_, '_>, i: usize) -> bool {
    (2..=4.min(i + 1)).any(|n| {
        let term = &scan.cx.text.ch[i + 1 - n..=i];
        !scan.cx.words.get(term).is_empty() || !scan.cx.lexicon.get(term).is_empty()
    })
}

/// Whether the head belongs to a list of places: A镇、B乡卫生院 is no single body.
fn shared(scan: &Scan<'_, '_>, start: usize) -> bool {
    start >= 2
        && scan.cx.text.before(start) == '、'
        && scan.places.any(start - 1)
        && !scan.orgs.any(start - 1)
}

/// Whether the characters between the place and the trade cannot be part of a name.
fn unfit(scan: &Scan<'_, '_>, from: usize, tail: usize, between: usize, business: bool) -> bool {
    let text = scan.cx.text;
    let word = |i: usize| scan.cx.words.get(&text.ch[i..i + 2]);
    let first = text.ch[from.min(text.len() - 1)];
    let function = if business {
        matches!(first, '向' | '将' | '把' | '被' | '让' | '请' | '由' | '等' | '对' | '边' | '畔' | '旁')
    } else {
        FUNCTION.contains(first)
    };
    let side = business && matches!(first, '边' | '畔' | '旁');
    if from < tail && function && (side || from + 1 == tail || word(from).is_empty()) {
        return true;
    }
    let from = if from < tail { from } else { tail.saturating_sub(between) };
    if from < tail && WHERE.iter().any(|word| text.starts_with(from, word)) {
        return true;
    }
    // 景德镇 | 建起包装厂
    let began = |i: usize| matches!(text.ch[i], '起' | '了' | '过' | '着' | '出');
    if business {
        // 集美区 | 一家动漫公司
        let one = |i: usize| {
            matches!(text.ch[i], '一' | '这' | '那' | '某' | '几' | '有')
                && matches!(text.get(i + 1), '家' | '所' | '座' | '个' | '间' | '名' | '处' | '栋' | '排')
        };
        if (from..tail.max(from + 1)).any(one) {
            return true;
        }
        // 杭州 | 开网店
        let opens = matches!(first, '开' | '办' | '卖' | '买' | '做' | '住' | '当')
            && from + 1 < text.len()
            && word(from).is_empty();
        if opens {
            return true;
        }
        // 长沙 | 客商欧阳一合办 | 烘干厂
        let done = between > 5 && !text.ends_with(tail, "有限") && {
            let verb = scan.cx.words.get(&text.ch[tail - 2..tail]);
            verb.has(Tags::CUE_AFTER) && verb.has(Tags::BREAK)
        };
        return done || between > 10 || from + 2 < tail && began(from + 1) && !word(from).is_empty();
    }
    // 两大交易所, 新一届两院: several, or one of several.
    let several =
        |i: usize| is_cnum(text.ch[i]) && matches!(text.get(i + 1), '大' | '家' | '个' | '所' | '院');
    if (from..tail).any(several) {
        return true;
    }
    let loose = between > 5 || (from..tail.saturating_sub(1)).any(|i| word(i).has(Tags::BREAK));
    loose && !spelled(scan, from, tail)
}

/// Whether ordinary words make up what stands between the place and the trade: 扫黑除恶 | 专项 | 斗争.
fn spelled(scan: &Scan<'_, '_>, from: usize, to: usize) -> bool {
    let text = scan.cx.text;
    let (mut at, mut other) = (from, 0);
    while at < to {
        let known = |n: usize| {
            let term = &text.ch[at..at + n];
            let listed = scan.cx.lexicon.get(term);
            let word = !listed.is_empty() || !scan.cx.words.get(term).is_empty();
            word && !listed.has(Tags::BREAK)
        };
        let n = (2..=4.min(to - at)).rev().find(|&n| known(n));
        other += usize::from(n.is_none());
        at += n.unwrap_or(1);
    }
    other <= 1
}
