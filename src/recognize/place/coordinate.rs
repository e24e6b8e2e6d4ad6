//! Members of a list that ends in a count of divisions: 甲河、乙坪、丙溪等六个乡镇. Where one member is a place for
//! sure, the bare names beside it are places too, also those that are in no list.

use super::{Level, Scan};
use crate::lexicon::Tags;
use crate::recognize::{ClueKind, is_cnum, is_digit, is_han};

/// Most members that are read.
const MEMBERS: usize = 8;

/// Most characters between 等 and what is listed: 等六个边远 | 乡镇.
const GAP: usize = 5;

/// Adds the members of the list that ends before 等 at `i`.
pub(super) fn members_before(scan: &mut Scan<'_, '_>, i: usize) {
    if !divisions_after(scan, i + 1) {
        return;
    }
    let text = scan.cx.text;
    let mut members: arrayvec::ArrayVec<(usize, usize), MEMBERS> = arrayvec::ArrayVec::new();
    let (mut end, mut sure) = (i, false);
    while !members.is_full() {
        let floor = end.saturating_sub(5);
        let start = (floor..end).rev().find(|&at| !is_han(text.ch[at])).map_or(floor, |at| at + 1);
        sure |= scan.ends.any(end);
        if !(2..=4).contains(&(end - start)) {
            break;
        }
        members.push((start, end));
        if start < 2 || text.before(start) != '、' {
            break;
        }
        end = start - 1;
    }
    if !sure {
        return;
    }
    for &(start, end) in &members {
        let term = &text.ch[start..end];
        let word = scan.cx.words.get(term).has(Tags::BREAK) || scan.cx.lexicon.get(term).has(Tags::GENERIC);
        if !scan.ends.any(end) && !word {
            scan.add(start, end, end, Level::Short, 0.62, ClueKind::Column);
        }
    }
}

/// Whether a few characters behind `at` divisions are spoken of: 十九个乡镇, 边远乡镇, 三个村.
fn divisions_after(scan: &Scan<'_, '_>, at: usize) -> bool {
    let text = scan.cx.text;
    (at..at + GAP).take_while(|&i| is_han(text.get(i)) || is_digit(text.get(i))).any(|i| {
        let counted = i > at && text.get(i) == '个' && (is_digit(text.before(i)) || is_cnum(text.before(i)));
        matches!((text.get(i), text.get(i + 1)), ('乡', '镇') | ('村', '屯' | '寨'))
            || (counted && matches!(text.get(i + 1), '镇' | '乡' | '村' | '县' | '街' | '行'))
    })
}
