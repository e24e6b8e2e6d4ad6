//! Figures, dates and clock times: one walk over the numbers of a text.
//!
//! A number is a figure unless its surroundings say that it is something else: a date, an enumerator (`1.`, `（2）`),
//! an ordinal (第3), a code or version (DC-80X, V3.0), a product (4×100米), a public hotline, a quoted slogan, a mask
//! (20XX). The span is the numeral with its sign, separators and percent sign; the unit names the rule. Identifiers
//! are longer than the figures inside them and win when readings are compared.

mod arabic;
mod chinese;
mod context;

use super::number::{
    Anchors, Chinese, Column, Columns, NUMERALS, Style, UnitKind, begins_with_letter, is_capital,
};
use super::{Candidate, ClueKind, Context, Recognizer, date, is_digit};
use crate::lexicon::Tags;
use crate::rule::RuleId;

/// Characters that a figure or date may begin with: numerals, letters that a scanner reads for them, and what months
/// and years of the old calendar begin with.
static BEGINS: Anchors = NUMERALS.with("lI正腊冬甲乙丙丁戊己庚辛壬癸");

/// What makes a Chinese numeral a date, a share or a rounded figure when no measure word follows.
static FOLLOWS: Anchors = Anchors::new("分成月时点年日号余多来几千○◯Oo0０", &[]);

/// Finds figures and dates.
#[derive(Debug)]
pub struct Figures;

impl Recognizer for Figures {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let text = cx.text;
        let mut columns = Columns::new(text);
        let mut i = 0;
        while let Some(step) = text.ch[i..].iter().position(|&c| BEGINS.has(c)) {
            i += step;
            i = if is_digit(text.ch[i]) || begins_with_letter(text, i) {
                columns.move_to(text, i);
                arabic_at(cx, &mut columns, i, found)
            } else if NUMERALS.has(text.ch[i]) {
                chinese_at(cx, i, found)
            } else if let Some(date) = date::read_lunar(text, i) {
                found.push(Candidate::new(i, date.end, date.rule, date.score).shaped(date.clue));
                date.end
            } else {
                i + 1
            }
            .min(text.len());
        }
    }
}

fn arabic_at(cx: &Context<'_>, columns: &mut Columns, i: usize, found: &mut Vec<Candidate>) -> usize {
    let text = cx.text;
    let cell = columns.in_row().then(|| {
        let (k, start, end) = columns.at(text, i);
        (start, end, columns.head(k))
    });
    if let Some(date) = date::diary(text, i) {
        found.push(Candidate::new(i, date.end, date.rule, date.score).shaped(date.clue));
        return date.end;
    }
    if let Some(end) = context::enumerator(text, i) {
        return end;
    }
    if let Some(end) = context::row_number(text, i, columns) {
        return end;
    }
    if !context::fused_before(text, i)
        && let Some(date) = date::read(text, i, cell).filter(|_| context::may_be_date(text, i))
    {
        if !context::slogan(text, i) || date.clue != ClueKind::Shape("month") {
            found.push(Candidate::new(i, date.end, date.rule, date.score).shaped(date.clue));
        }
        return date.end;
    }
    arabic::read(text, i, cell.map_or(Column::Plain, |cell| cell.2), found)
}

fn chinese_at(cx: &Context<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let text = cx.text;
    // Most numerals of a text are one character inside a word: 统一, 一些.
    let after = text.get(i + 1);
    let follows = NUMERALS.has(after) || FOLLOWS.has(after);
    if !follows
        && !is_capital(text.ch[i])
        && text.one.get(i + 1).is_none_or(|one| !one.and(text.starts[i + 1]).has(Tags::MEASURE))
    {
        return i + 1;
    }
    let Some(numeral) = Chinese::read(text, i) else { return i + 1 };
    let next = numeral.end;
    if text.get(next) == '年'
        && let Some(start) = date::era_before(text, i)
    {
        let end = date::rest_of_era(text, next + 1);
        found.push(Candidate::new(start, end, RuleId::DATE, 0.85).shaped(ClueKind::Shape("year of a reign")));
        return end;
    }
    let measured = next < text.len() && text.one[next].and(text.starts[next]).has(Tags::MEASURE);
    let spoken = next >= i + 3 && numeral.value >= 20;
    if !measured && !spoken && !FOLLOWS.has(text.get(next)) && numeral.style != Style::Capital {
        return next;
    }
    if let Some(date) = date::read_chinese(text, i, &numeral).filter(|_| !context::slogan(text, i)) {
        found.push(Candidate::new(i, date.end, date.rule, date.score).shaped(date.clue));
        return date.end;
    }
    chinese::read(text, &numeral, found)
}

const fn rule(kind: UnitKind) -> RuleId {
    match kind {
        UnitKind::Count => RuleId::COUNT,
        UnitKind::Amount => RuleId::AMOUNT,
        UnitKind::Measure => RuleId::MEASURE,
        UnitKind::Scale => RuleId::NUMERAL,
    }
}

/// A figure from `start` to `end` before a unit that ends at `unit`.
fn figure(start: usize, end: usize, rule: RuleId, score: f32, unit: Option<usize>) -> Candidate {
    let candidate = Candidate::new(start, end, rule, score);
    match unit {
        Some(to) if to > end => candidate.because(ClueKind::Before, end, to),
        _ => candidate.shaped(ClueKind::Shape("number")),
    }
}
