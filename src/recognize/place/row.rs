//! Places in a row: 来的队伍有摆坡、腊岩、高同、分洞, 六塘—老窝—福安. Where some members are places for sure and no member
//! is something else, the bare names between them are places too, also those that are in no list.

use super::hamlet::LAND;
use super::{Edge, LISTED, Level, SUFFIX, Scan, edge_at};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, is_cnum, is_digit, is_han};

/// What stands between the members.
pub(super) const BETWEEN: CharSet = CharSet::new("、—→");

/// Most members that are read.
const MEMBERS: usize = 24;
/// Longest member.
const LONGEST: usize = 12;
/// Longest bare name.
const NAME: usize = 4;
/// Class from which a word is too common to be a name among names.
const COMMON: u32 = 8;
/// Members of which one listed name says what all of them are.
const MANY: usize = 5;

/// What ends a row behind its last member.
const BEHIND: CharSet = CharSet::new("等和及与的几各一二两三四五六七八九十方线段徒");

/// What a member is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A place was found there.
    Place,
    /// A list or its last character says that it may be one.
    Likely,
    /// Characters that no list knows.
    Unknown,
    /// The same, and they begin like a person's name.
    Named,
    /// A rare word.
    Rare,
    /// Something else.
    Other,
}

/// Adds the bare names of every row; `marks` are the places of what stands between members.
pub(super) fn members(scan: &mut Scan<'_, '_>, marks: &[u32]) {
    let text = scan.cx.text;
    let follows = |&a: &u32, &b: &u32| {
        let (a, b) = (a as usize, b as usize);
        let route = |at: usize| text.ch[at] != '、';
        b - a <= LONGEST + 1
            && route(a) == route(b)
            && (b == a + 1 || text.ch[a + 1..b].iter().all(|&c| is_han(c)))
    };
    for row in marks.chunk_by(follows) {
        if row.len() > 1 || text.ch[row[0] as usize] != '—' {
            one(scan, row);
        }
    }
}

/// Adds the bare names of one row.
fn one(scan: &mut Scan<'_, '_>, marks: &[u32]) {
    let mut members: arrayvec::ArrayVec<(usize, usize, Kind), MEMBERS> = arrayvec::ArrayVec::new();
    let opens = marks[0] as usize;
    if let Some((start, kind)) = first(scan, opens) {
        members.push((start, opens, kind));
    }
    for pair in marks.windows(2) {
        let (from, to) = (pair[0] as usize + 1, pair[1] as usize);
        if from < to && members.try_push((from, to, kind(scan, from, to))).is_err() {
            return;
        }
    }
    if let Some((from, to, kind)) = last(scan, marks[marks.len() - 1] as usize + 1) {
        let _ = members.try_push((from, to, kind));
    }
    let count = |of: Kind| members.iter().filter(|member| member.2 == of).count();
    let (places, likely, named) = (count(Kind::Place), count(Kind::Likely), count(Kind::Named));
    let (rare, all) = (count(Kind::Rare), members.len());
    if count(Kind::Other) > 0 || all < 3 || places + likely == 0 {
        return;
    }
    // Names of people stand in rows too, and so do goods.
    let sure = places >= 2 || places + likely >= 3 || places + likely >= 2 && named * 2 <= all;
    let one = all >= MANY && named * 2 < all && rare == 0;
    if !(sure && (places + likely) * 4 >= all || one) {
        return;
    }
    for &(start, end, kind) in &members {
        let fits = match kind {
            Kind::Likely | Kind::Unknown | Kind::Named => true,
            Kind::Rare => (places + likely) * 2 >= all && rare * 3 <= all,
            Kind::Place | Kind::Other => false,
        };
        if fits && !scan.ends.any(end) {
            scan.put(start, end, end, Level::Short, 0.64, ClueKind::Column);
        }
    }
}

/// What the member from `from` to `to` is.
fn kind(scan: &Scan<'_, '_>, from: usize, to: usize) -> Kind {
    let text = scan.cx.text;
    if scan.ends.start(to).is_some_and(|start| start >= from) {
        return Kind::Place;
    }
    if !(2..=NAME).contains(&(to - from)) {
        return Kind::Other;
    }
    let term = &text.ch[from..to];
    let known = scan.cx.lexicon.get(term);
    let word = scan.cx.words.get(term);
    const NONE: Tags = Tags::GENERIC
        .and(Tags::BREAK)
        .and(Tags::TITLE)
        .and(Tags::TITLE_AFTER)
        .and(Tags::PERSON_LABEL)
        .and(Tags::ORG_HEAD)
        .and(Tags::ORG_WORD)
        .and(Tags::MEASURE)
        .and(Tags::ETHNIC)
        .and(Tags::KEEP)
        .and(Tags::SLOT);
    let counts = is_cnum(text.ch[from]) && is_cnum(text.ch[from + 1]);
    if known.has(NONE)
        || counts
        || word.class() >= COMMON
        || text.ends[to - 1].has(Tags::ORG_HEAD.and(Tags::GENERIC).and(Tags::TITLE).and(Tags::PERSON_LABEL))
    {
        return Kind::Other;
    }
    if known.has(LISTED.and(Tags::TOWN)) {
        return Kind::Likely;
    }
    if !word.is_empty() {
        return Kind::Rare;
    }
    let inner = |from: usize, to: usize| !scan.cx.words.get(&text.ch[from..to]).is_empty();
    let last = text.ch[to - 1];
    // 山体 | 滑坡, 重新定岗
    if to - from == 4 && inner(to - 2, to) && inner(from, from + 2) {
        return Kind::Other;
    }
    // 停车楼, 总排口: built of words.
    if to - from > 2 && (inner(from, to - 1) || inner(from + 1, to)) {
        return if LAND.contains(last) || text.one[to - 1].has(SUFFIX) { Kind::Rare } else { Kind::Other };
    }
    if to - from == 4 && (inner(from, from + 2) || inner(from + 2, to)) {
        return Kind::Other;
    }
    if LAND.contains(last) || text.one[to - 1].has(SUFFIX) {
        return Kind::Likely;
    }
    if to - from < 4 && text.one[from].has(Tags::SURNAME) { Kind::Named } else { Kind::Unknown }
}

/// Where the first member begins that ends at `end`, and what it is.
fn first(scan: &Scan<'_, '_>, end: usize) -> Option<(usize, Kind)> {
    let text = scan.cx.text;
    if let Some(start) = scan.ends.start(end) {
        return Some((start, Kind::Place));
    }
    // 家人已找遍 | 马店
    if let Some(n) = text.longest_before(end, LISTED.and(Tags::TOWN)).filter(|&n| n > 1)
        && edge_at(&scan.cx, &scan.ends, end - n) >= Edge::Word
    {
        return Some((end - n, kind(scan, end - n, end)));
    }
    if end < 2 {
        return None;
    }
    let floor = end.saturating_sub(NAME + 1);
    let open = (floor..end).rev().find(|&at| !is_han(text.ch[at])).map(|at| at + 1);
    let start = open
        .or_else(|| (floor + 1..end - 1).rev().find(|&at| edge_at(&scan.cx, &scan.ends, at) >= Edge::Break));
    let start = start.filter(|&start| end - start >= 2)?;
    Some((start, kind(scan, start, end)))
}

/// Where the last member is that begins at `from`, and what it is.
fn last(scan: &Scan<'_, '_>, from: usize) -> Option<(usize, usize, Kind)> {
    let text = scan.cx.text;
    if let Some(to) =
        (from + 2..=text.len().min(from + LONGEST)).rev().find(|&to| scan.ends.start(to) == Some(from))
    {
        return Some((from, to, Kind::Place));
    }
    if let Some(n) = text.longest_at(from, LISTED.and(Tags::TOWN)).filter(|&n| n > 1) {
        return Some((from, from + n, kind(scan, from, from + n)));
    }
    let to = (from..=from + NAME)
        .find(|&at| !is_han(text.get(at)) || at >= from + 2 && BEHIND.contains(text.get(at)))?;
    let counted = is_digit(text.get(to)) || matches!(text.get(to), '：' | ':' | '（' | '(');
    (to >= from + 2 && !counted).then(|| (from, to, kind(scan, from, to)))
}
