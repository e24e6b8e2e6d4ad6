//! Stretches of a road or river: 薛村收费站至军渡段, 杭瑞高速三阳段.

use super::{Edge, Level, Scan, edge_at};
use crate::lexicon::Tags;
use crate::recognize::{ClueKind, is_han};

/// Longest name of an end of a stretch.
const LONGEST: usize = 4;

/// Adds the places that 段 at `i` speaks of.
pub(super) fn before(scan: &mut Scan<'_, '_>, i: usize) {
    let (text, words) = (scan.cx.text, scan.cx.words);
    if matches!(text.get(i + 1), '时' | '落' | '位' | '子' | '长') {
        return;
    }
    let end = i - usize::from(i > 0 && matches!(text.before(i), '路' | '河' | '区'));
    let floor = end.saturating_sub(LONGEST);
    let Some(to) = (floor..end).rev().find(|&at| matches!(text.ch[at], '至' | '到' | '—' | '-' | '～'))
    else {
        return behind_road(scan, i);
    };
    let name = |from: usize, to: usize| {
        (2..=LONGEST).contains(&(to - from))
            && (from..to).all(|at| is_han(text.ch[at]))
            && !words.get(&text.ch[from..to]).has(Tags::WORD.and(Tags::BREAK))
    };
    let (left, right) = (scan.ends.any(to), scan.ends.any(end));
    if left && !right && name(to + 1, end) {
        scan.add(to + 1, end, end, Level::Short, 0.65, ClueKind::Column);
    }
    // Behind a road, both ends of the stretch are names: S308线石桥至大坪段.
    let road = (to.saturating_sub(LONGEST)..to).find(|&from| behind_line(scan, from) && name(from, to));
    if let Some(start) = road {
        scan.add(start, to, to, Level::Short, 0.85, ClueKind::Column);
        if !right && name(to + 1, end) {
            scan.add(to + 1, end, end, Level::Short, 0.85, ClueKind::Column);
        }
        return;
    }
    let start = (to.saturating_sub(LONGEST)..to)
        .find(|&from| from + 2 <= to && edge_at(&scan.cx, &scan.ends, from) >= Edge::Break && name(from, to));
    if let Some(start) = start.filter(|_| right && !left) {
        scan.add(start, to, to, Level::Short, 0.6, ClueKind::Column);
    }
}

/// Whether a road ends at `at`.
fn behind_line(scan: &Scan<'_, '_>, at: usize) -> bool {
    let way = matches!(scan.cx.text.before(at), '速' | '道' | '路' | '线' | '铁' | '河' | '江' | '堤');
    way && scan.ends.is(at, Level::Feature)
}

/// A name of two or three characters between a road and 段.
fn behind_road(scan: &mut Scan<'_, '_>, i: usize) {
    let text = scan.cx.text;
    for n in 2..=3.min(i) {
        let start = i - n;
        if behind_line(scan, start)
            && !scan.ends.any(i)
            && !text.one[start..i].iter().any(|tags| tags.has(Tags::BREAK))
            && !text.starts[start].has(Tags::BREAK)
            && (start..i).all(|at| is_han(text.ch[at]))
            && scan.cx.words.get(&text.ch[start..i]).is_empty()
            && !scan.cx.lexicon.get(&text.ch[start..i]).has(Tags::GENERIC.and(Tags::BREAK))
        {
            return scan.add(start, i, i, Level::Short, 0.6, ClueKind::Column);
        }
    }
}
