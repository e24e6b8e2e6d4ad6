//! Columns of tables: rows are lines with tabs or bars, and the first of them may say what its columns hold.
//!
//! The driver walks a text from left to right and asks for each number in which column it stands.

use arrayvec::ArrayVec;

use super::super::set::CharSet;
use super::super::{Text, is_digit};

/// What the head of a column promises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) enum Column {
    /// Nothing known.
    #[default]
    Plain,
    /// Running numbers, ranks, codes: not data.
    Serial,
    /// Dates.
    Date,
    /// Telephone numbers.
    Phone,
    /// Account numbers.
    Account,
}

/// The table around the place that is read.
#[derive(Debug)]
pub(in super::super) struct Columns {
    /// Whether the text has tabs or bars at all, and the line that was entered.
    fences: bool,
    index: usize,
    heads: ArrayVec<Column, 24>,
    /// Line range and the starts of its cells.
    line: (usize, usize),
    cells: ArrayVec<usize, 24>,
    /// The number of the row before.
    last: Option<u64>,
    in_table: bool,
}

impl Columns {
    /// Before the first line of `text`.
    pub(in super::super) fn new(text: &Text<'_>) -> Self {
        Self {
            fences: text.is_fenced(),
            index: 0,
            heads: ArrayVec::new(),
            line: (0, 0),
            cells: ArrayVec::new(),
            last: None,
            in_table: false,
        }
    }

    /// Moves to the line that holds `i`; lines must come in order.
    pub(in super::super) fn move_to(&mut self, text: &Text<'_>, i: usize) {
        while self.fences && i >= self.line.1 && self.index + 1 < text.lines.len() {
            let (start, next) = (text.lines[self.index] as usize, text.lines[self.index + 1] as usize);
            let end = if next > start && text.ch[next - 1] == '\n' { next - 1 } else { next };
            self.index += 1;
            self.line = (start, end + 1);
            self.enter(text, start, end);
        }
    }

    fn enter(&mut self, text: &Text<'_>, start: usize, end: usize) {
        self.cells.clear();
        let line = &text.ch[start..end];
        let (tabs, bars) = fences(line);
        if tabs == 0 && bars < 2 {
            (self.in_table, self.last) = (false, None);
            self.heads.clear();
            return;
        }
        let tabs = tabs > 0;
        let fence = if tabs { '\t' } else { '|' };
        // A bar before the first cell and one behind the last close the row.
        let first = usize::from(!tabs && line.first() == Some(&fence));
        let last = usize::from(!tabs && line.len() > 1 && line.last() == Some(&fence));
        self.cells.push(start + first);
        for i in start + first..end - last {
            if text.ch[i] == fence && self.cells.try_push(i + 1).is_err() {
                break;
            }
        }
        self.line.1 -= last;
        // Two cells between bars are no row.
        if self.cells.len() < 2 + usize::from(!tabs) {
            self.cells.clear();
            (self.in_table, self.last) = (false, None);
            self.heads.clear();
            return;
        }
        if !self.in_table || !self.has_digit(text, start, end) {
            self.heads.clear();
            for k in 0..self.cells.len() {
                let (a, b) = self.cell(text, k);
                self.heads.push(head(text, a, b));
            }
            (self.in_table, self.last) = (true, None);
        }
    }

    fn has_digit(&self, text: &Text<'_>, start: usize, end: usize) -> bool {
        text.ch[start..end].iter().any(|&c| is_digit(c))
    }

    fn cell(&self, text: &Text<'_>, k: usize) -> (usize, usize) {
        let end = self.cells.get(k + 1).map_or(self.line.1 - 1, |&next| next - 1);
        (self.cells[k], end.min(text.len()))
    }

    /// Whether the line has cells.
    pub(in super::super) fn in_row(&self) -> bool {
        self.cells.len() > 1
    }

    /// The cell that holds `i`: its number and its range.
    pub(in super::super) fn at(&self, text: &Text<'_>, i: usize) -> (usize, usize, usize) {
        let k = self.cells.partition_point(|&start| start <= i).saturating_sub(1);
        let (start, end) = self.cell(text, k);
        (k, start, end)
    }

    /// What the head of column `k` promises.
    pub(in super::super) fn head(&self, k: usize) -> Column {
        self.heads.get(k).copied().unwrap_or_default()
    }

    /// Whether `value`, alone in the first cell, numbers the row: 1, or one more than the number of the row before.
    pub(in super::super) fn is_row_number(&mut self, value: u64) -> bool {
        let follows = self.last.is_some_and(|last| Some(value) == last.checked_add(1));
        let serial = value == 1 || follows || self.head(0) == Column::Serial;
        // What is masked before it is no number any more: a row of years must not hang on its first.
        self.last = serial.then_some(value);
        serial
    }
}

/// How many tabs and how many bars a line has; counted without a branch, for most lines have none.
pub(in super::super) fn fences(line: &[char]) -> (u32, u32) {
    line.iter().fold((0, 0), |(tabs, bars), &c| (tabs + u32::from(c == '\t'), bars + u32::from(c == '|')))
}

/// The first characters of the words that tell.
const FIRST: CharSet = CharSet::new("序编№科代行名排位日时年出电手联传账帐卡");

fn head(text: &Text<'_>, start: usize, end: usize) -> Column {
    let end = end.min(start + 12);
    if !(start..end).any(|i| FIRST.contains(text.ch[i])) {
        return Column::Plain;
    }
    let has = |words: &[&str]| (start..end).any(|i| words.iter().any(|word| text.starts_with(i, word)));
    if has(&["序号", "编号", "№", "科目", "编码", "代码", "行次", "名次", "排名", "位次"])
    {
        Column::Serial
    } else if has(&["日期", "时间", "年月", "出生"]) {
        Column::Date
    } else if has(&["电话", "手机", "联系方式", "传真"]) {
        Column::Phone
    } else if has(&["账号", "帐号", "账户", "卡号"]) {
        Column::Account
    } else {
        Column::Plain
    }
}
