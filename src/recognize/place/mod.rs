//! Places: every level of a chain by itself, with its suffix (云南省 | 楚雄彝族自治州 | 大姚县 | 石羊镇 | 三河村 | 二组).
//!
//! Three sources, in one pass from left to right: the gazetteer (full names to the township, short forms, landmarks),
//! names that are in no list but end in a suffix (村, 水库, 大道) and begin at an edge, and numbered roads and groups.
//! What was accepted is an edge for what follows, so that a chain confirms its next link. The second reading finds
//! the short forms of names that the document spells out (丰都 after 丰都县).

mod around;
mod belong;
mod beside;
mod column;
mod coordinate;
mod edge;
mod group;
mod hamlet;
mod listed;
mod misread;
mod quoted;
mod rival;
mod road;
mod row;
mod segment;
mod short;
mod suffix;
mod tail;
mod weigh;

pub use around::learn::{AskedPlaces, among_places};
use edge::stem;
pub(super) use edge::{Edge, Ends, apart, edge_at};
pub(super) use rival::settle;

use super::set::CharSet;
use super::{Candidate, ClueKind, Context, Known, Recognizer};
use crate::lexicon::Tags;
use crate::rule::RuleId;

/// Kinds of division, from the province down; what follows in a chain has a higher number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Level {
    Province = 1,
    Prefecture,
    County,
    Township,
    Village,
    Group,
    /// A short form, whose level is not known.
    Short,
    /// Roads, waters, mountains, facilities.
    Feature,
}

impl Level {
    /// All of them, by their numbers.
    const ALL: [Self; 8] = [
        Self::Province,
        Self::Prefecture,
        Self::County,
        Self::Township,
        Self::Village,
        Self::Group,
        Self::Short,
        Self::Feature,
    ];
}

/// Every tag of a listed name.
pub(super) const LISTED: Tags = Tags::PROVINCE
    .and(Tags::PREFECTURE)
    .and(Tags::COUNTY)
    .and(Tags::TOWNSHIP)
    .and(Tags::SHORT)
    .and(Tags::LANDMARK);

const SUFFIX: Tags = Tags::PLACE_SUFFIX.and(Tags::VILLAGE_SUFFIX);

/// What a name starts or ends with.
const ANCHORS: Tags = LISTED.and(SUFFIX).and(Tags::TOWN);

/// Characters that say something about the names around them.
const SIGNS: CharSet = CharSet::new("等处、段”辖东南西北GSXYC");

/// Last characters of bare names, and signs.
const LOOKS: CharSet = SIGNS.and(&hamlet::LAND).and(&hamlet::HOMES).and(&row::BETWEEN);

/// Finds what the sign `c` at `i` speaks of.
fn sign_at(scan: &mut Scan<'_, '_>, i: usize, c: char) {
    match c {
        '等' => coordinate::members_before(scan, i),
        '处' => coordinate::counted_before(scan, i),
        '、' => coordinate::towns_around(scan, i),
        '段' => segment::before(scan, i),
        '”' => quoted::before(scan, i),
        '辖' => coordinate::governed_after(scan, i),
        '东' | '南' | '西' | '北' => hamlet::bound_after(scan, i),
        'G' | 'S' | 'X' | 'Y' | 'C' => road::lettered_at(scan, i),
        _ => {}
    }
}

/// Finds places.
#[derive(Debug)]
pub struct Places;

impl Places {
    /// The places by rule.
    fn rules<'s, 'a>(cx: &Context<'a>, found: &'s mut Vec<Candidate>) -> Scan<'s, 'a> {
        let mut scan = Scan { cx: *cx, ends: Ends::new(cx.text.len()), found };
        let text = cx.text;
        let mut between: Vec<u32> = Vec::new();
        for (i, ((&starts, &one), &c)) in text.starts.iter().zip(&text.one).zip(&text.ch).enumerate() {
            let sign = LOOKS.contains(c);
            if !sign && !starts.has(ANCHORS) && !one.has(SUFFIX.and(Tags::ABBREVIATION)) {
                continue;
            }
            if starts.has(Tags::TOWN) {
                listed::town_at(&mut scan, i);
            }
            if starts.has(LISTED) {
                listed::name_at(&mut scan, i);
            }
            if one.has(Tags::ABBREVIATION) {
                listed::abbreviation_at(&mut scan, i);
            }
            if sign {
                sign_at(&mut scan, i, c);
                if row::BETWEEN.contains(c) {
                    between.push(i as u32);
                }
            }
            if starts.and(one).has(SUFFIX) {
                suffix::name_before(&mut scan, i);
            }
            if sign {
                hamlet::ending_at(&mut scan, i);
            }
        }
        row::members(&mut scan, &between);
        column::cells(&mut scan);
        scan
    }
}

impl Recognizer for Places {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let before = found.len();
        let mut scan = Self::rules(cx, found);
        around::settle(&mut scan, before);
    }

    fn learn(&self, cx: &Context<'_>, found: &[Candidate], known: &mut Known) {
        short::learn(cx, found, known);
    }

    fn recall(&self, cx: &Context<'_>, known: &Known, found: &mut Vec<Candidate>) {
        short::recall(cx, known, found);
    }
}

/// One pass over a text.
struct Scan<'s, 'a> {
    cx: Context<'a>,
    ends: Ends,
    found: &'s mut Vec<Candidate>,
}

impl Scan<'_, '_> {
    /// Adds a place whose mask keeps what stands from `suffix` on; a likely one is an edge for what follows.
    fn add(&mut self, start: usize, suffix: usize, end: usize, level: Level, score: f32, why: ClueKind) {
        self.put(start, suffix, end, level, score, why);
        if score >= 0.5 {
            beside::names(self, start, end, level);
        }
    }

    /// The same without a look at what stands beside it.
    fn put(&mut self, start: usize, suffix: usize, end: usize, level: Level, score: f32, why: ClueKind) {
        if score < 0.3 {
            return;
        }
        let place = Candidate::new(start, end, RuleId::PLACE, score);
        self.found.push(place.because(why, suffix.min(end - 1), end).keeping(suffix, end));
        if score >= 0.5 {
            self.ends.mark(start, end, level);
        }
    }
}

#[cfg(test)]
mod tests;
