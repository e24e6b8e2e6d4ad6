//! From a head to the left, to where the name begins.

use super::Scan;
use crate::lexicon::Tags;
use crate::recognize::place::{Edge, apart, edge_at};
use crate::recognize::set::CharSet;
use crate::recognize::{is_cnum, is_digit, is_han};

/// Longest name that is looked for, in characters before the head.
pub(super) const REACH: usize = 30;

/// A name: its start, how sure it is, and where the part that a mask keeps begins.
pub(super) struct Name {
    pub(super) start: usize,
    pub(super) tail: usize,
    pub(super) score: f32,
}

/// Single characters that no name holds.
const STOP: CharSet = CharSet::new(
    "的了在到与及或由从把被将为是于以等经按据给让请使令并而且但若则即又也还就只仅不未该各每某我你他她它们这那此之者个",
);
/// Single characters that connect in a sentence, and now and then stand inside a name that has a place before.
const SOFT: CharSet = CharSet::new("和对向会进外来回赴至任聘派付收报送");

/// Verbs before a name that no name begins with.
const LEAD: CharSet = CharSet::new("含付汇购欠租找凭系");

/// Reads the name whose head stands from `head` to `end`.
pub(super) fn name(scan: &Scan<'_, '_>, head: usize, end: usize, business: bool) -> Option<Name> {
    let text = scan.cx.text;
    let floor = head.saturating_sub(REACH);
    let single = end - head == 1;
    let limit = if business { 10 } else { 6 };
    let (mut i, mut free, mut soft, mut words) = (head, 0, None, 0);
    let (mut tail, mut branch) = (head, false);
    let mut named: Option<(usize, bool, usize)> = None;
    while i > floor {
        if apart(text, i) && (i < head || text.gap[i] == 2) {
            break;
        }
        if let Some(org) = scan.orgs.start(i).filter(|_| i < head || !business || numbered(text.before(i))) {
            // 县医院 | 医疗队, 县委 | 第六工作组: what the office sends out is no office.
            let sent = (single && text.ch[head] == '队') || (text.ch[i] == '第' && text.ch[end - 1] == '组');
            let behind = named.is_some_and(|(at, ..)| at == i);
            let whole = free <= 5 && named.is_none() && (!single || (words > 0 && free == 0));
            if !sent && (behind || whole) {
                named = Some((org, true, free));
            }
            break;
        }
        let part = Tags::ORG_WORD.and(Tags::ORG_HEAD);
        let trade = text.longest_before(i, part).filter(|&n| n > 1);
        if let Some(place) = scan.places.start(i).filter(|&place| trade.is_none_or(|n| i - place > n)) {
            let known = named.is_none();
            let first = chain(scan, place);
            if known || business {
                named = Some((first, true, free));
            }
            i = first;
            continue;
        }
        if named.is_some_and(|(at, ..)| at == i) {
            // Only what introduces a name can stand before its places: 中共, 国网.
            if let Some(n) = text.longest_before(i, Tags::ORG_BRAND) {
                named = Some((i - n, true, free));
                branch = n > 4;
                break;
            }
            // A company's brand may itself hold a place name: 黄石 | 恒丰.
            if !business {
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
            words += n;
            if free == 0 {
                tail = i;
            }
            continue;
        }
        let c = text.before(i);
        if c == '”' {
            let Some(open) = (i.saturating_sub(8)..i).rev().find(|&at| text.ch[at] == '“') else { break };
            i = open;
            free += 2;
            continue;
        }
        let ordinal = is_cnum(c) || is_digit(c) || c == '第';
        if !is_han(c) && !is_digit(c) || text.ends[i - 1].has(Tags::BREAK) {
            break;
        }
        if (STOP.contains(c) && !joins(scan, i, tail))
            || (c == '任' && free == 0 && words == 0)
            || (matches!(c, '原' | '现') && scan.places.any(i - 1))
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
        // 丰都县委 needs no more than the place; other heads of one character need a trade, or are shops.
        let shop = matches!(text.get(head), '店' | '厂' | '社' | '馆' | '院') && between >= 2;
        let bare =
            single && words == 0 && text.get(head) != '委' && !shop && !branch && !scan.orgs.any(start);
        let score = match (placed, between) {
            _ if bare || (single && between > 0 && !shop) => 0.0,
            (true, 0) => 0.92,
            (true, _) if unfit(scan, tail, between, business) => 0.0,
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
    (business && end - head >= 2).then(|| brand(scan, soft.unwrap_or(i), head, tail, words)).flatten()
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
        match scan.places.start(first) {
            Some(before) => first = before,
            None => break,
        }
    }
    // 河北 | 平安, not 北平: an overlapping place that begins earlier is the place.
    (first + 1..first + 3).find_map(|end| scan.places.start(end).filter(|&s| s < first)).unwrap_or(first)
}

/// Whether the head belongs to a list of places: A镇、B乡卫生院 is no single body.
fn shared(scan: &Scan<'_, '_>, start: usize) -> bool {
    start >= 2
        && scan.cx.text.before(start) == '、'
        && scan.places.any(start - 1)
        && !scan.orgs.any(start - 1)
}

/// Whether the characters between the place and the trade cannot be part of an administrative name.
fn unfit(scan: &Scan<'_, '_>, tail: usize, between: usize, business: bool) -> bool {
    let text = scan.cx.text;
    let from = tail.saturating_sub(between);
    if business {
        return false;
    }
    (from..tail.saturating_sub(1)).any(|i| scan.cx.words.get(&text.ch[i..i + 2]).has(Tags::BREAK))
        || between > 5
}

/// A name without place: what stands between an edge and the head, when it is no ordinary word.
fn brand(scan: &Scan<'_, '_>, from: usize, head: usize, tail: usize, words: usize) -> Option<Name> {
    let text = scan.cx.text;
    let mut start = from;
    while start + 3 < head && LEAD.contains(text.get(start)) {
        start += 1;
    }
    while let Some(n) = (2..=3)
        .rev()
        .find(|&n| start + n + 2 <= head && scan.cx.words.get(&text.ch[start..start + n]).has(Tags::BREAK))
    {
        start += n;
    }
    let length = head - start;
    let edge = edge_at(scan.cx, &scan.places, start);
    let before = text.before(start);
    if !(2..=14).contains(&length)
        || words >= length
        || edge < Edge::Word
        || is_digit(before)
        || is_digit(text.get(start))
        || covered(scan, start, head)
    {
        return None;
    }
    let score = match edge {
        Edge::Hard => 0.62,
        Edge::Break => 0.58,
        _ => 0.5,
    };
    Some(Name { start, tail: tail.max(start), score })
}

/// Whether ordinary words and words of the trade leave nothing for a name.
fn covered(scan: &Scan<'_, '_>, start: usize, end: usize) -> bool {
    let text = scan.cx.text;
    let generic = Tags::ORG_WORD.and(Tags::GENERIC).and(Tags::ORG_HEAD).and(Tags::BREAK);
    let mut at = start;
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
                !scan.cx.words.get(term).is_empty() || scan.cx.lexicon.get(term).has(generic)
            }
        });
        let Some(n) = n else { return false };
        at += n;
    }
    true
}
