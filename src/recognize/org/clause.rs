//! Words before a head that speak of doing something there, and are no name: 县城 | 开 | 茶馆, 围着 | 宾馆, 参观 |
//! 茶厂.

use super::Scan;
use super::left::{is_shop, legal};
use super::open::is_wares;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;

/// Verbs and particles that end no name.
const DONE: CharSet = CharSet::new("看念盖去趟着了过盯绕逛被把给让请跟替问");
/// Verbs that end a name only in a word of two characters: 盛开, but not 王某开.
const ACTS: CharSet = CharSet::new("开办管用租买卖找");
/// Verbs that end names (客来, 前进, 河上), but speak of doing right behind a place or an adverb.
const MOVES: CharSet = CharSet::new("来进住建修在是有到上下入往回");
/// What stands before a verb.
const BEFORE: CharSet = CharSet::new("拒先再又就没不要想才都也已正总别勿请未曾愿肯");
/// Verbs of two characters whose object is a house or works.
const VISITS: [&str; 19] = [
    "参观", "走访", "光顾", "途经", "前往", "来到", "打理", "照看", "看守", "租用", "转让", "盘下", "询问",
    "打听", "入住", "办起", "开办", "开了", "就读",
];
/// What says of works or shops what became of them.
const STATES: [&str; 14] = [
    "非法", "违法", "违规", "废弃", "闲置", "无证", "停产", "关停", "倒闭", "前后", "附近", "周边", "同一",
    "所谓",
];
/// What counts a house: 一家, 有家, 这家.
const COUNTS: CharSet = CharSet::new("一两三几有这那哪某各每");

/// Whether what stands from `from` on before the trade at `tail` and the head from `head` to `end` ends in a verb.
pub(super) fn acts(scan: &Scan<'_, '_>, from: usize, tail: usize, head: usize, end: usize) -> bool {
    let text = scan.cx.text;
    // 旧城改造 | 指挥部, 税收征管 | 中心: what an office does is a verb; companies are called by what they like.
    let house = !legal(text, end)
        && (text.ends[end - 1].has(Tags::ORG_BUSINESS)
            || is_shop(text.ch[end - 1])
            || is_wares(scan, head, end));
    if !house {
        return tail > from && done(scan, from, tail);
    }
    // 看 | 葡萄园: the head ends a longer word.
    let word = (end - head + 1..=5.min(end))
        .rev()
        .map(|n| end - n)
        .find(|&at| at > from && !scan.cx.words.get(&text.ch[at..end]).is_empty());
    tail > from && (verb(scan, from, tail) || moves(scan, from, tail))
        || word.is_some_and(|at| verb(scan, from, at))
}

/// Whether a verb of which the head is the object ends at `at`.
fn verb(scan: &Scan<'_, '_>, from: usize, at: usize) -> bool {
    let text = scan.cx.text;
    let (last, alone) = (text.ch[at - 1], at - 1 == from);
    if VISITS.iter().chain(&STATES).any(|verb| text.ends_with(at, verb)) {
        return true;
    }
    let before = text.before(at - 1);
    if last == '家' && COUNTS.contains(before) {
        return true;
    }
    let word = || {
        let word = &text.ch[at - 2..at];
        !scan.cx.words.get(word).is_empty() || !scan.cx.lexicon.get(word).is_empty()
    };
    if done(scan, from, at) {
        return true;
    }
    ACTS.contains(last) && (alone || !word() || scan.cx.words.get(&text.ch[at - 2..at]).has(Tags::CUE_AFTER))
}

/// Whether a verb of moving stands alone before `at`, or behind an adverb.
fn moves(scan: &Scan<'_, '_>, from: usize, at: usize) -> bool {
    let text = scan.cx.text;
    let adverb = || {
        BEFORE.contains(text.before(at - 1))
            && scan.cx.words.get(&text.ch[at - 2..at]).is_empty()
            && scan.cx.lexicon.get(&text.ch[at - 2..at]).is_empty()
    };
    MOVES.contains(text.ch[at - 1]) && (at - 1 == from || adverb())
}

/// Whether a verb or particle that ends no name stands before `at`.
fn done(scan: &Scan<'_, '_>, from: usize, at: usize) -> bool {
    let text = scan.cx.text;
    DONE.contains(text.ch[at - 1])
        && (at - 1 == from || !scan.cx.lexicon.get(&text.ch[at - 2..at]).has(Tags::ORG_NAME))
}
