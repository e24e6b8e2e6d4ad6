//! Contradictions inside one document: masks of two kinds, a mask and its real value, a place that is not the
//! writer's own ([`foreign`]), years that cannot be ([`years`]).
//!
//! Findings never overlap, and a mask or a name must not lose its own finding to a remark about it. So a remark
//! points at the character beside what it speaks of: behind a mask, before a half-masked number, at the word that
//! follows a foreign county.

mod foreign;
mod years;

pub(crate) use years::likely;

use std::collections::BTreeMap;

use super::set::Sieve;
use super::{Candidate, ClueKind, Context, Known, Recognizer, Text, is_digit, is_han, is_mask};
use crate::lexicon::Lexicon;
use crate::rule::{Group, RuleId};

/// Compares what a document masks, and whose document it says it is.
#[derive(Debug)]
pub struct Consistency {
    divisions: Lexicon,
}

/// The code of each division whose name no other has; made by `build.rs`.
static DIVISIONS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/divisions.bin"));

impl Consistency {
    /// With the built-in divisions.
    ///
    /// # Panics
    /// Never in a tested build: the table is part of it, and a test opens it.
    pub fn new() -> Self {
        Self { divisions: Lexicon::open(DIVISIONS).unwrap_or_else(|error| panic!("{error}")) }
    }
}

impl Default for Consistency {
    fn default() -> Self {
        Self::new()
    }
}

/// From how many masks of two alphabets on a document mixes them.
const MIXED: usize = 3;

const DIGITS: Sieve = Sieve::new("0123456789");

impl Recognizer for Consistency {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        foreign::unknown(cx.text, found);
        foreign::listed(cx.text, self.divisions.view(), found);
        years::impossible(cx, found);
    }

    fn recall(&self, cx: &Context<'_>, _known: &Known, found: &mut Vec<Candidate>) {
        let masks: Vec<(usize, usize)> = found
            .iter()
            .filter(|c| c.rule != RuleId::KEEP && cx.rules.group(c.rule) == Group::Placeholder)
            .map(|c| (c.start, c.end))
            .collect();
        mixed(cx.text, &masks, found);
        halves(cx.text, &masks, found);
        names(cx.text, found);
    }
}

fn note(found: &mut Vec<Candidate>, start: usize, end: usize, rule: RuleId, score: f32) {
    found.push(Candidate::new(start, end, rule, score).shaped(ClueKind::Shape("consistency")));
}

/// The first mask of each alphabet that the document uses less than its main one.
fn mixed(text: &Text<'_>, masks: &[(usize, usize)], found: &mut Vec<Candidate>) {
    let mut used: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    for &(start, end) in masks {
        let sign = text.ch[start..end].iter().copied().find(|c| is_mask(*c) && !matches!(c, '_' | '＿'));
        if let Some(sign) = sign {
            let sign = if sign == '＊' { '*' } else { sign };
            used.entry(sign).or_insert((0, end)).0 += 1;
        }
    }
    let main = used.values().map(|u| u.0).max().unwrap_or(0);
    for &(count, end) in used.values() {
        if count >= MIXED && count < main && is_han(text.get(end)) {
            note(found, end, end + 1, RuleId::MIXED_STYLE, 0.6);
        }
    }
}

/// A half-masked number (139****2705) whose full value stands elsewhere in the document.
fn halves(text: &Text<'_>, masks: &[(usize, usize)], found: &mut Vec<Candidate>) {
    let known = |&&(start, end): &&(usize, usize)| {
        matches!(end - start, 11 | 18)
            && start > 0
            && is_digit(text.ch[start])
            && is_digit(text.ch[end - 1])
            && text.ch[start..end].iter().any(|c| is_mask(*c))
    };
    let halves: Vec<&(usize, usize)> = masks.iter().filter(known).take(200).collect();
    if halves.is_empty() {
        return;
    }
    let key = |from: usize, to: usize| (to - from, text.folded(from, from + 3), text.folded(to - 4, to));
    let mut full = BTreeMap::new();
    let mut end = 0;
    DIGITS.each(&text.ch, |start| {
        if start >= end && is_digit(text.ch[start]) {
            end = (start..text.len()).find(|&i| !is_digit(text.ch[i])).unwrap_or(text.len());
            if matches!(end - start, 11 | 18) {
                full.insert(key(start, end), start);
            }
        }
    });
    for &&(start, end) in &halves {
        if full.contains_key(&key(start, end)) {
            note(found, start - 1, start, RuleId::HALF_MASKED, 0.8);
        }
    }
}

/// The first name in full of a kind that the document masks elsewhere: XX镇 and 柳林镇, 张某 and 张伟.
fn names(text: &Text<'_>, found: &mut Vec<Candidate>) {
    const SURE: f32 = 0.7;
    let kinds = |c: char| matches!(c, '省' | '市' | '县' | '镇' | '乡' | '村');
    let (mut levels, mut families) = (BTreeMap::new(), BTreeMap::new());
    for mask in found.iter() {
        match mask.rule {
            RuleId::RUN | RuleId::MOU if kinds(text.get(mask.end)) => {
                *levels.entry(text.get(mask.end)).or_insert(0_usize) += 1;
            }
            RuleId::NAME if is_han(text.ch[mask.start]) && text.ch[mask.start] != '某' => {
                *families.entry(text.ch[mask.start]).or_insert(0_usize) += 1;
            }
            _ => {}
        }
    }
    if levels.is_empty() && families.is_empty() {
        return;
    }
    let mut full: Vec<&Candidate> = found
        .iter()
        .filter(|c| c.score >= SURE && c.start > 0 && matches!(c.rule, RuleId::PLACE | RuleId::PERSON))
        .collect();
    full.sort_by_key(|c| (c.start, c.end));
    let mut notes = Vec::new();
    for name in full {
        let masked = text.ch[name.start..name.end].iter().any(|c| is_mask(*c) || *c == '某');
        let known = if name.rule == RuleId::PLACE {
            levels.get_mut(&text.ch[name.end - 1]).filter(|_| name.end - name.start > 2)
        } else {
            families.get_mut(&text.ch[name.start]).filter(|_| name.end - name.start > 1)
        };
        if let Some(count) = known.filter(|count| !masked && **count > 0) {
            *count = 0;
            notes.push(name.end);
        }
    }
    for at in notes.into_iter().filter(|&at| is_han(text.get(at))) {
        note(found, at, at + 1, RuleId::HALF_MASKED, 0.6);
    }
}
