//! One pass over the text: at each place where a name may begin, the best reading is weighed and taken or not.

use std::collections::VecDeque;

use super::context::{Marks, left};
use super::lattice::Lattice;
use super::list::SURE_PLACE;
use super::reading::{ENOUGH, Reading, Rights, better};
use super::repeat::Repeats;
use super::seek::{BLOCK, HAN_RIGHT, LED_LEFT, MARK_RIGHT, PARTS, worth_a_look};
use super::{dotted, model, rows, short, table};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Candidate, Context, is_han};
use crate::rule::RuleId;

/// Capital numerals and masks: an amount or a placeholder, not a name.
const NEVER_GIVEN: CharSet = CharSet::new("某摄佰仟壹贰叁肆柒捌玖拾的吗呢吧");
/// Characters of the longest name without marks inside.
const LONGEST: usize = 12;
/// Characters looked ahead for the end of a run of Han characters.
const AHEAD: usize = 48;

/// Names that tables and rows tell, in order: they are taken when the pass comes to them.
#[derive(Debug, Default)]
struct Told {
    cells: VecDeque<Reading>,
    rows: VecDeque<Reading>,
    /// One past the place at which the last one was taken.
    free: usize,
}

impl Told {
    /// The next name that is taken at `i` or before, with that place; only one is taken at a place.
    fn next(&mut self, i: usize) -> Option<(usize, Reading)> {
        let start = |list: &VecDeque<Reading>| list.front().map_or(usize::MAX, |r| r.start);
        let (cell, row) = (start(&self.cells), start(&self.rows));
        let at = cell.min(row).max(self.free);
        if at > i {
            return None;
        }
        self.free = at + 1;
        let list = if cell <= at { &mut self.cells } else { &mut self.rows };
        list.pop_front().map(|reading| (at, reading))
    }
}

/// The pass, with what it has taken.
pub(super) struct Scan<'s> {
    pub(super) cx: &'s Context<'s>,
    pub(super) marks: Marks,
    pub(super) taken: Vec<Reading>,
    /// The words around the name that was weighed last.
    pub(super) lattice: Lattice,
    pub(super) rights: Rights,
    /// What may be a name for being repeated.
    pub(super) repeats: Repeats,
    /// Where nothing was taken for a name.
    pub(super) passed: Vec<u32>,
    /// A run of Han characters: from where it was looked at, its end, and whether it ends there indeed.
    run: (usize, usize, bool),
}

impl<'s> Scan<'s> {
    pub(super) fn new(cx: &'s Context<'s>, found: &[Candidate]) -> Self {
        let mut entity = vec![0u8; cx.text.len()];
        for candidate in found.iter().filter(|c| c.start < c.end && c.score >= 0.6) {
            // A guess at a place that runs into a title (岑立业镇 of 岑立业镇长) says nothing.
            let guess = candidate.rule == RuleId::PLACE && candidate.score < SURE_PLACE;
            let (range, mark) = match candidate.rule {
                _ if guess && cx.text.get(candidate.end) == '长' => continue,
                RuleId::KEEP => (candidate.start..candidate.end, Marks::KEPT),
                RuleId::PLACE | RuleId::ORG => (candidate.start..candidate.end, Marks::INSIDE),
                _ => continue,
            };
            entity[range].iter_mut().for_each(|m| *m |= mark);
            entity[candidate.end - 1] |= if mark == Marks::INSIDE { Marks::LAST } else { 0 };
        }
        Self {
            cx,
            marks: Marks { last_name: 0, listed: false, opened: false, entity },
            taken: Vec::new(),
            lattice: Lattice::new(),
            rights: Rights::new(),
            repeats: Repeats::default(),
            passed: Vec::new(),
            run: (0, 0, false),
        }
    }

    pub(super) fn run(&mut self) {
        let mut told = Told { cells: table::cells(self.cx).into(), ..Told::default() };
        let mut places = [0u32; BLOCK];
        for from in (0..self.cx.text.len()).step_by(BLOCK) {
            let count = worth_a_look(self.cx.text, from, &mut places);
            for &i in &places[..count] {
                if !self.take_told(&mut told, i as usize) {
                    self.look(i as usize, &mut told.rows);
                }
            }
        }
        self.take_told(&mut told, self.cx.text.len());
    }

    /// Takes the names of tables and rows that start up to `i`; whether one does at `i` itself.
    fn take_told(&mut self, told: &mut Told, i: usize) -> bool {
        while let Some((at, reading)) = told.next(i) {
            self.take(reading);
            if at == i {
                return true;
            }
        }
        false
    }

    fn look(&mut self, i: usize, rows: &mut VecDeque<Reading>) {
        let text = self.cx.text;
        let c = text.ch[i];
        // 主任陈云林: a kept name inside a longer one.
        let kept = self.marks.entity[i] & Marks::KEPT != 0;
        if !is_han(c) || kept && !(text.one[i].has(Tags::SURNAME) && self.after_strong(i)) {
            if matches!(c, '：' | ':') {
                let mut names = Vec::new();
                rows::behind(self.cx, i, &mut names);
                *rows = names.into();
            } else if dotted::is_dot(c) {
                if let Some(reading) = dotted::around(self.cx, i, &self.marks) {
                    self.take(reading);
                }
            } else if c.is_ascii_uppercase()
                && let Some(reading) = dotted::latin(self.cx, i, &self.marks)
            {
                self.take(reading);
            }
            return;
        }
        let worth = text.one[i].and(text.starts[i]).has(PARTS)
            || self.after_strong(i)
            || model::sounds_start(text, i) && self.may_open(i);
        if worth {
            if self.hopeless(i) {
                self.passed.push(i as u32);
                let Self { cx, marks, repeats, lattice, rights, .. } = self;
                repeats.note(cx, i, marks, rights, |j, cost| {
                    let right = if is_han(cx.text.ch[j]) { HAN_RIGHT } else { MARK_RIGHT };
                    lattice.gain(cx, i, j, cost) + LED_LEFT + right >= ENOUGH
                });
            } else {
                self.try_at(i);
            }
        }
    }

    fn try_at(&mut self, i: usize) {
        let text = self.cx.text;
        let before = left(self.cx, i, &self.marks);
        let end = self.run_end(i).min(i + LONGEST);
        let mut best: Option<Reading> = None;
        for &surname in &model::surnames_at(text, i) {
            if surname == 0 || i + surname > end {
                continue;
            }
            if !short::takes_office(self.cx, i) {
                for given in 1..=(end - i - surname).min(3) {
                    if NEVER_GIVEN.contains(text.ch[i + surname + given - 1]) {
                        break;
                    }
                    // 母亲安氏, 潘姓副局长: the family name stands alone.
                    if (given == 1 || !before.strong) && matches!(text.ch[i + surname], '氏' | '姓') {
                        continue;
                    }
                    let last = i + surname + given - 1;
                    if text.gap[last] > 0 && matches!(text.ch[last], '男' | '女') {
                        break;
                    }
                    better(&mut best, self.full(i, surname, given, &before));
                }
            }
            better(&mut best, short::alone(self.cx, i, surname, &before, &mut self.lattice));
        }
        if before.strong || model::may_sound(text, i, end) || model::sounds_start(text, i) && self.may_open(i)
        {
            self.by_sound(i, end, &before, &mut best);
        }
        match best.filter(|r| r.bits >= r.threshold()) {
            Some(reading) => self.take(reading),
            None => {
                self.passed.push(i as u32);
                self.repeats.note(self.cx, i, &self.marks, &mut self.rights, |_, _| true);
            }
        }
    }

    /// Takes readings apart from those taken, in order: all at once, as each alone would move what stands behind it.
    pub(super) fn take_among(&mut self, more: Vec<Reading>) {
        if !more.is_empty() {
            self.taken.extend(more);
            self.taken.sort_by_key(|reading| reading.start);
        }
    }

    /// Where the run of Han characters around `i` ends, seen as far as a name can reach.
    fn run_end(&mut self, i: usize) -> usize {
        let text = self.cx.text;
        if !(self.run.0 <= i && i < self.run.1 && (i + LONGEST <= self.run.1 || self.run.2)) {
            let most = text.len().min(i + AHEAD);
            let end = (i + 1..most).find(|&at| !is_han(text.ch[at]));
            self.run = (i, end.unwrap_or(most), end.is_some() || most == text.len());
        }
        self.run.1
    }

    /// What a name of this cost saves against words.
    #[inline]
    pub(super) fn gain(&mut self, i: usize, j: usize, cost: f32) -> f32 {
        self.lattice.gain(self.cx, i, j, cost)
    }
}
