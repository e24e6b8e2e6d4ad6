//! What a name that is taken changes: weaker readings, guesses at places, the items of its list.

use super::context::Marks;
use super::full::SURE_NAME;
use super::model;
use super::reading::Reading;
use super::scan::Scan;
use crate::lexicon::Tags;
use crate::recognize::{Candidate, is_han};
use crate::rule::RuleId;

/// What the characters of an item before a sure name may cost more than words.
const LIST_BEFORE: f32 = -10.0;
/// Such items in one list.
const ITEMS_BEFORE: usize = 8;
/// Score from which a place is more than a guess by its form.
pub(super) const SURE_PLACE: f32 = 0.8;
/// The same of an organisation.
const SURE_ORG: f32 = 0.9;

impl Scan<'_> {
    /// Whether a label with its colon stands before the name, or a listed name before that.
    fn opens_list(&self, reading: &Reading) -> bool {
        let text = self.cx.text;
        match text.before(reading.start) {
            '：' | ':' => reading.clues[0].is_some_and(|(_, _, to)| to == reading.start),
            '、' => self.marks.listed && self.marks.last_name + 1 == reading.start,
            _ => false,
        }
    }

    /// Drops guesses at places that run across a name with a clear neighbour.
    pub(super) fn settle(&self, found: &mut Vec<Candidate>) {
        let sure: Vec<&Reading> = self.taken.iter().filter(|r| r.strong && r.bits >= SURE_NAME).collect();
        let cells: Vec<usize> = self.taken.iter().filter(|r| r.cell).map(|r| r.start).collect();
        found.retain(|c| {
            let guess = match c.rule {
                RuleId::KEEP => {
                    let near = sure.partition_point(|r| r.end <= c.start);
                    let inside = sure.get(near).is_some_and(|r| r.start == c.start && c.end < r.end);
                    return !inside && cells.binary_search(&c.start).is_err();
                }
                RuleId::PLACE => c.score < SURE_PLACE,
                RuleId::ORG => c.score < SURE_ORG,
                _ => false,
            };
            if !guess {
                return true;
            }
            let from = usize::from(c.rule == RuleId::ORG);
            let near = sure.partition_point(|r| r.end <= c.start);
            sure.get(near).is_none_or(|r| !(r.start + from <= c.start && c.start < r.end && r.end < c.end))
        });
    }

    /// Takes a reading unless a better one overlaps it, which it replaces if it is better itself.
    pub(super) fn take(&mut self, reading: Reading) {
        while let Some(last) = self.taken.last() {
            if last.end <= reading.start {
                break;
            }
            if last.cell || last.bits >= reading.bits {
                return;
            }
            self.taken.pop();
        }
        if reading.strong && self.cx.text.before(reading.start) == '、' {
            self.take_before(reading.start - 1);
        }
        let c = self.cx.text.before(reading.start);
        self.marks.opened = reading.start == 0
            || matches!(c, '（' | '(' | '\n')
            || self.marks.opened && self.marks.last_name == reading.start;
        self.marks.listed = reading.strong && self.opens_list(&reading);
        self.marks.last_name = reading.end;
        self.taken.push(reading);
    }

    /// Takes the items of a list that end at `end`, before a name that is sure (冷静、卿本初分赴两镇).
    fn take_before(&mut self, mut end: usize) {
        let text = self.cx.text;
        let first = self.taken.len();
        for _ in 0..ITEMS_BEFORE {
            let taken = self.taken[..first].last().map_or(0, |r| r.end);
            let start = (2..=3).filter_map(|n| end.checked_sub(n)).find(|&at| {
                let role = Tags::TITLE.and(Tags::CUE_BEFORE);
                let from = at > 0 && self.marks.entity[at - 1] & Marks::LAST != 0;
                let opens = at == 0
                    || !is_han(text.ch[at - 1])
                    || text.gap[at] > 0
                    || from
                    || text.longest_before(at, role).is_some();
                opens
                    && text.one[at].has(Tags::SURNAME)
                    && at >= taken
                    && text.ch[at..end].iter().all(|&c| is_han(c))
            });
            let Some(start) = start.filter(|&at| self.plain_item(at, end)) else { break };
            let titled = text.longest_before(start, Tags::TITLE).is_some_and(|n| n > 1);
            let cost = model::han(&text.ch[start..=start], &text.ch[start + 1..end]);
            let word = model::is_word(self.cx.words, &text.ch[start..end]);
            let between = text.before(start) == '、' && taken + 1 == start;
            if !titled && !between && (word || self.gain(start, end, cost) < LIST_BEFORE) {
                break;
            }
            let mut reading = Reading::new(start, end, SURE_NAME, 1, &[]);
            reading.strong = true;
            self.taken.insert(first, reading);
            if text.before(start) != '、' {
                break;
            }
            end = start - 1;
        }
    }
}
