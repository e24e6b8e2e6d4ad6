//! A person whom a document speaks of again and again: characters that begin with a family name, that are no word, and
//! that stand now and again where a sentence begins or behind a preposition, each time before another verb (谷满仓正,
//! 谷满仓的, 与谷满仓签).
//!
//! None of the places is enough by itself, where the given name is a rare one; three of them are. Only places that the
//! pass has looked at anyway are noted.

use super::context::Marks;
use super::model;
use super::scan::{NOT_LAST, Reading, Scan};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Context, is_han};

/// Places that make a name.
const ENOUGH_PLACES: usize = 3;
/// Places with different characters behind.
const DIFFERENT: usize = 2;
/// What a name of three and of two characters may cost more than its characters one by one.
const MOST_COST: f32 = -9.0;
const MOST_COST_SHORT: f32 = -4.0;
/// What such a name is worth.
const WORTH: f32 = 6.0;

/// Adverbs and auxiliaries that a subject stands before.
const ACTS: CharSet = CharSet::new("正却也就还又都才已曾将把被要不没便常先再");

/// The places noted: the characters, where, and what stands behind.
#[derive(Debug, Default)]
pub(super) struct Repeats(Vec<([char; 3], usize, char)>);

impl Repeats {
    /// Notes what begins at `i`, where both sides let a name stand and the pass has found none, if the name `fits`
    /// from its end and cost.
    pub(super) fn note(
        &mut self,
        cx: &Context<'_>,
        i: usize,
        marks: &Marks,
        mut fits: impl FnMut(usize, f32) -> bool,
    ) {
        let text = cx.text;
        let c = text.before(i);
        let opens = i > 0 && text.one[i - 1].has(Tags::CUE_BEFORE.and(Tags::BREAK)) || !is_han(c);
        if !opens || !text.one[i].has(Tags::SURNAME) || matches!(c, '“' | '《' | '\t' | '|') {
            return;
        }
        for n in [3, 2] {
            let j = i + n;
            if j >= text.len() {
                continue;
            }
            let next = text.ch[j];
            let verb = text.one[j].has(Tags::CUE_AFTER) || text.starts[j].has(Tags::CUE_AFTER);
            let acts = is_han(next) && (verb || ACTS.contains(next));
            let ends = matches!(next, '，' | '。' | '、' | '；');
            if !(acts || ends) || NOT_LAST.contains(text.ch[j - 1]) {
                continue;
            }
            if !(i..j).all(|at| is_han(text.ch[at]) && marks.entity[at] == 0) {
                continue;
            }
            let term = &text.ch[i..j];
            let cost = model::han(&term[..1], &term[1..]);
            let least = if n == 3 { MOST_COST } else { MOST_COST_SHORT };
            if model::words(term) - cost < least {
                continue;
            }
            let listed = Tags::TITLE.and(Tags::PERSON_LABEL).and(Tags::ORG_HEAD).and(Tags::GENERIC);
            if model::is_word(cx.words, term)
                || n == 3 && (model::is_word(cx.words, &term[..2]) || listed_end(cx, j, listed))
                || cx.lexicon.get(term).has(listed)
            {
                continue;
            }
            if !fits(j, cost) {
                continue;
            }
            let key = [term[0], term[1], if n == 3 { term[2] } else { '\0' }];
            self.0.push((key, i, if acts { next } else { '\0' }));
        }
    }
}

fn listed_end(cx: &Context<'_>, j: usize, listed: Tags) -> bool {
    cx.text.longest_before(j, listed).is_some_and(|n| n > 1)
}

/// Takes what was noted often enough.
pub(super) fn settle(scan: &mut Scan<'_>) {
    let mut noted = std::mem::take(&mut scan.repeats.0);
    if noted.len() < ENOUGH_PLACES {
        return;
    }
    noted.sort_unstable();
    let mut taken = Vec::new();
    for same in noted.chunk_by(|a, b| a.0 == b.0) {
        let mut behind: Vec<char> = same.iter().map(|&(_, _, c)| c).filter(|&c| c != '\0').collect();
        behind.sort_unstable();
        behind.dedup();
        if same.len() >= ENOUGH_PLACES && behind.len() >= DIFFERENT {
            let n = if same[0].0[2] == '\0' { 2 } else { 3 };
            taken.extend(same.iter().map(|&(_, i, _)| (i, i + n)));
        }
    }
    taken.sort_unstable();
    for (i, j) in taken {
        let at = scan.taken.partition_point(|r| r.end <= i);
        if scan.taken.get(at).is_none_or(|r| r.start >= j) {
            scan.taken.insert(at, Reading::new(i, j, WORTH, 1, &[]));
        }
    }
}
