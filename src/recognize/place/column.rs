//! Columns of places: under a header cell that says so (自然村, 小地名, 起点) the cells are bare names of hamlets and
//! spots (孙庄, 下畈); in any table, what is left of a cell behind a village is the name of one (福昌村 | 下市园).

use super::hamlet::{HOMES, LAND};
use super::{Level, Scan};
use crate::lexicon::Tags;
use crate::recognize::number::fences;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, is_cnum, is_han};

/// Heads of columns that hold nothing but names of places.
const NAMES: [&str; 52] = [
    "自然村",
    "自然湾",
    "自然屯",
    "自然寨",
    "自然组",
    "湾组",
    "湾名",
    "村组",
    "组名",
    "村民小组",
    "行政村",
    "村名",
    "村",
    "村别",
    "村居",
    "村社区",
    "村庄",
    "社区",
    "屯",
    "屯名",
    "寨",
    "寨名",
    "嘎查",
    "乡镇",
    "镇",
    "镇村",
    "乡镇名称",
    "镇街",
    "所属乡镇",
    "所在乡镇",
    "所在村",
    "所属村",
    "所在村组",
    "小地名",
    "地名",
    "地块名称",
    "水源地",
    "水库名称",
    "河流",
    "河流名称",
    "河名",
    "桥名",
    "桥梁名称",
    "路名",
    "站名",
    "安置点",
    "安置点名称",
    "景点",
    "景点名称",
    "县区",
    "区县",
    "县市",
];

/// Heads of columns that hold places among other things.
const WHERE: [&str; 22] = [
    "点位名称",
    "点位",
    "断面",
    "断面名称",
    "监测点",
    "隐患点名称",
    "地点",
    "位置",
    "坐落",
    "起点",
    "终点",
    "止点",
    "起止点",
    "起讫点",
    "地址",
    "住址",
    "家庭住址",
    "现住址",
    "具体位置",
    "来源地",
    "所在地",
    "片区",
];

/// What heads begin with.
const HEADS: CharSet = CharSet::firsts(&NAMES).and(&CharSet::firsts(&WHERE));

/// What cells hold that names no place.
const OTHER: [&str; 22] = [
    "合计", "小计", "总计", "共计", "全村", "全镇", "全乡", "全县", "各村", "各组", "其他", "同上", "备注",
    "无", "本村", "本组", "村部", "村委", "村里", "组内", "门前", "屋后",
];

/// Longest line that is read as a row, in cells.
const CELLS: usize = 24;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Names,
    Where,
    Other,
}

/// Adds the bare names in the cells of tables.
pub(super) fn cells(scan: &mut Scan<'_, '_>) {
    let text = scan.cx.text;
    if !text.is_fenced() {
        return;
    }
    let mut kinds: arrayvec::ArrayVec<Kind, CELLS> = arrayvec::ArrayVec::new();
    for bounds in text.lines.windows(2) {
        let (start, end) = (bounds[0] as usize, bounds[1] as usize);
        let line = &text.ch[start..end];
        let (tabs, bars) = fences(line);
        if tabs == 0 && bars < 2 {
            kinds.clear();
            continue;
        }
        let (fence, fences) = if tabs > 0 { ('\t', tabs as usize) } else { ('|', bars as usize) };
        let header = !line.iter().any(char::is_ascii_digit) && fences < CELLS;
        let mut fresh: arrayvec::ArrayVec<Kind, CELLS> = arrayvec::ArrayVec::new();
        let (mut from, mut column) = (start, 0);
        for at in start..=end {
            let closed = at == end || text.ch[at] == fence || text.ch[at] == '\n';
            if !closed || (at == end && from >= end) {
                continue;
            }
            if header {
                let _ = fresh.try_push(head(scan, from, at));
            }
            let kind = kinds.get(column).copied().unwrap_or(Kind::Other);
            cell(scan, from, at, kind);
            (from, column) = (at + 1, column + 1);
        }
        if header && fresh.iter().any(|&kind| kind != Kind::Other) {
            kinds = fresh;
        }
    }
}

/// What a column holds whose header is the cell from `from` to `to`.
fn head(scan: &Scan<'_, '_>, from: usize, to: usize) -> Kind {
    let text = scan.cx.text;
    let to = (from..to).find(|&at| matches!(text.ch[at], '（' | '(')).unwrap_or(to);
    if from >= to || !HEADS.contains(text.ch[from]) {
        return Kind::Other;
    }
    let is = |label: &&str| label.chars().eq(text.ch[from..to].iter().copied());
    match () {
        () if NAMES.iter().any(&is) => Kind::Names,
        () if WHERE.iter().any(is) => Kind::Where,
        () => Kind::Other,
    }
}

/// Adds the bare names in a cell: the whole of it or its parts in a column of places, what stands behind a village in
/// any other.
fn cell(scan: &mut Scan<'_, '_>, from: usize, to: usize, kind: Kind) {
    let text = scan.cx.text;
    let to = (from..to).find(|&at| matches!(text.ch[at], '（' | '(')).unwrap_or(to);
    if from >= to || to - from > 24 {
        return;
    }
    let mut start = from;
    for at in from..=to {
        if at < to && !matches!(text.ch[at], '、' | '，' | '至' | '—' | '-' | '～' | '/' | '和') {
            continue;
        }
        part(scan, start, at, kind);
        start = at + 1;
    }
}

fn part(scan: &mut Scan<'_, '_>, from: usize, to: usize, kind: Kind) {
    let text = scan.cx.text;
    if scan.ends.any(to) || !(from..to).all(|at| is_han(text.ch[at])) {
        return;
    }
    // Behind the last place of a chain that fills the cell from its start.
    let chain = (from + 2..to).rev().find(|&at| scan.ends.any(at) && chained(scan, from, at));
    let start = chain.unwrap_or(from);
    let below = chain.is_some_and(|at| scan.ends.above(at, Level::Group) && !scan.ends.is(at, Level::Short));
    if !(2..=4).contains(&(to - start)) || (!below && kind == Kind::Other) {
        return;
    }
    let term = &text.ch[start..to];
    let known = scan.cx.lexicon.get(term);
    let word = scan.cx.words.get(term);
    let generic = Tags::GENERIC.and(Tags::ORG_HEAD).and(Tags::KEEP).and(Tags::TITLE).and(Tags::MEASURE);
    let ends =
        text.ends[to - 1].has(Tags::GENERIC.and(Tags::ORG_HEAD).and(Tags::PERSON_LABEL).and(Tags::TITLE));
    let other = OTHER.iter().any(|other| other.chars().eq(term.iter().copied()));
    let inner = |from: usize, to: usize| !scan.cx.words.get(&text.ch[from..to]).is_empty();
    let land = LAND.contains(text.ch[to - 1]) || HOMES.contains(text.ch[to - 1]);
    let spoken = match kind {
        Kind::Names if chain.is_none() => {
            // 停车楼, 总排放口: built of words.
            let built = !LAND.contains(text.ch[to - 1]) && (start..to - 2).any(|at| inner(at, at + 2));
            let made = matches!(text.ch[to - 1], '口' | '楼' | '场' | '门' | '井' | '台') && built;
            word.class() >= 9 || (word.is_empty() && (made || !land && inner(to - 2, to)))
        }
        _ => !word.is_empty() || (to - start > 2 && (inner(to - 2, to) || inner(start, start + 2))),
    };
    let numbers = term.iter().all(|&c| is_cnum(c));
    if known.has(generic) || ends || other || spoken || numbers {
        return;
    }
    scan.put(start, to, to, Level::Short, if kind == Kind::Names { 0.75 } else { 0.62 }, ClueKind::Column);
}

/// Whether places follow one another from `from` to `at`.
fn chained(scan: &Scan<'_, '_>, from: usize, at: usize) -> bool {
    let mut at = at;
    while at > from {
        match scan.ends.start(at) {
            Some(start) if start >= from => at = start,
            _ => return false,
        }
    }
    true
}
