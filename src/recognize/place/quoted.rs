//! Names in quotation marks: “书香雅苑”小区, 小地名“南大甸子”.

use super::{Level, SUFFIX, Scan};
use crate::lexicon::Tags;
use crate::recognize::{ClueKind, is_han};

/// Words that say that what follows is what people call the place.
const CALLED: [&str; 6] = ["地名", "地名叫", "小地名", "地名为", "地名是", "俗称"];

/// Adds the name in the quotation marks that close at `close`, when what stands around them says that it is a place.
pub(super) fn before(scan: &mut Scan<'_, '_>, close: usize) {
    let text = scan.cx.text;
    let Some(open) = (close.saturating_sub(7)..close).rev().find(|&i| !is_han(text.ch[i])) else { return };
    if text.ch[open] != '“' || !(2..=6).contains(&(close - open - 1)) {
        return;
    }
    let estate = text
        .longest_at(close + 1, SUFFIX)
        .is_some_and(|n| n >= 2 && matches!(text.get(close + n), '区' | '园' | '寓' | '厦' | '场'));
    let called = CALLED.iter().any(|word| text.ends_with(open, word));
    let generic = text.starts[open + 1].has(Tags::KEEP.and(Tags::GENERIC));
    let common = scan.cx.words.get(&text.ch[open + 1..close]).has(Tags::WORD);
    if called || (estate && !generic && !common) {
        scan.add(open + 1, close, close, Level::Short, 0.62, ClueKind::Suffix);
    }
}
