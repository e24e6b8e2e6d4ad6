//! The style that a document uses already, read from its own masks: XX县 shows the mask of a name, X次 that of a
//! figure, 20XX年 that of a year. What a document does not show is made of its commonest mark, else of the default.
//!
//! How long the masks of figures are tells what each mark stands for: always one, and it is the whole number; always
//! two, and it is a fixed run; even lengths with a four among them, and it is two marks for each digit; anything
//! else with a three, or with points between the marks, and it is one for each digit.

use std::collections::BTreeMap;

use super::shape::Shape;
use super::{Marks, Person};

/// What a mask stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Word,
    Person,
    Figure,
    Century,
    Year,
    Part,
}

/// Longer runs are lines to write on or rulers; a number of four digits has eight marks at most.
const LONGEST: usize = 6;
const LONGEST_NUMBER: usize = 16;

/// From how many masks of a kind on its style is sure.
const SURE: usize = 5;

const fn is_mark(c: char) -> bool {
    crate::recognize::is_mark(c) && !matches!(c, '_' | '＿')
}

/// The masks of a document, counted.
#[derive(Default)]
pub(super) struct Seen {
    masks: BTreeMap<(Slot, String), usize>,
}

/// What a document's masks say about one kind of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inferred {
    /// Names, people, figures, years or other parts of dates.
    pub kind: &'static str,
    /// What stands for one.
    pub mask: String,
    /// How it is made: the same for all, or for each digit.
    pub form: &'static str,
    /// How many masks of the kind the document has; 0 when the form was taken from other kinds or the default.
    pub count: usize,
    /// Whether these are enough.
    pub sure: bool,
}

impl Seen {
    /// Counts the masks of a text.
    pub(super) fn read(&mut self, text: &str) {
        let mut at = 0;
        while let Some(found) = text[at..].find(is_mark) {
            let start = at + found;
            let mark = text[start..].chars().next().unwrap_or('X');
            let run = |from: usize| text[from..].len() - text[from..].trim_start_matches(mark).len();
            let mut end = start + run(start);
            at = end;
            // X.XX and X,XXX are one number.
            let single = |from: usize| text[from..].starts_with(['.', ',', '．']) && from - start < 40;
            let mut grouped = end;
            while single(grouped) {
                let point = text[grouped..].chars().next().map_or(1, char::len_utf8);
                let more = run(grouped + point);
                if more == 0 {
                    break;
                }
                grouped += point + more;
            }
            if grouped > end {
                if slot(&text[..start], &text[grouped..]) != Some(Slot::Figure) {
                    continue;
                }
                (end, at) = (grouped, grouped);
            }
            let token = &text[start..end];
            let Some(slot) = slot(&text[..start], &text[end..]) else { continue };
            let longest = if matches!(slot, Slot::Figure | Slot::Year) { LONGEST_NUMBER } else { LONGEST };
            if token.chars().count() <= longest {
                *self.masks.entry((slot, token.to_owned())).or_default() += 1;
            }
        }
    }

    /// The style of the document, with `default` where it has no mask.
    pub(super) fn infer(&self, default: &Marks) -> Marks {
        let mark = self.mark();
        let fill = |text: &str| {
            mark.map_or_else(|| text.to_owned(), |mark| mark.to_string().repeat(text.chars().count()))
        };
        let numeral = |text: &str| if mark == Some('某') { "若干".to_owned() } else { fill(text) };
        let word = self
            .commonest(Slot::Word)
            .unwrap_or_else(|| if mark == Some('某') { "某".to_owned() } else { fill(&default.word) });
        let person = match self.commonest(Slot::Person) {
            Some(run) if !run.starts_with('某') => Person::Whole(run),
            _ if word.starts_with('某') => Person::Surname("某".to_owned()),
            _ => Person::Whole(word.clone()),
        };
        let figure = self.figure();
        let year = match (self.commonest(Slot::Century), self.commonest(Slot::Year)) {
            (Some(run), _) => Shape::Century(run),
            (None, Some(run)) if run.chars().count() == 8 => Shape::PerDigit(run.chars().take(2).collect()),
            (None, Some(run)) => Shape::Whole(run),
            (None, None) if word.starts_with('某') => Shape::Whole(word.clone()),
            (None, None) => Shape::Whole(fill(default.year.mask())),
        };
        // Who masks each digit of a figure masks each digit of a month.
        let digits = matches!(figure, Some(Shape::PerDigit(_))).then(|| figure.clone()).flatten();
        let part = self
            .commonest(Slot::Part)
            .unwrap_or_else(|| if word.starts_with('某') { word.clone() } else { fill(default.part.mask()) });
        Marks {
            person,
            figure: figure.unwrap_or_else(|| Shape::Whole(numeral(default.figure.mask()))),
            year,
            part: digits.filter(|_| self.commonest(Slot::Part).is_none()).unwrap_or(Shape::Whole(part)),
            word,
        }
    }

    /// How the document masks figures.
    fn figure(&self) -> Option<Shape> {
        let masks =
            || self.masks.iter().filter(|((slot, run), _)| *slot == Slot::Figure && !run.starts_with('某'));
        let lengths: Vec<usize> = masks()
            .flat_map(|((_, token), _)| token.split(['.', ',', '．']))
            .map(|run| run.chars().count())
            .collect();
        let sample = masks().max_by_key(|(_, count)| **count).map(|((_, token), _)| token)?;
        let mark = |n: usize| sample.chars().filter(|c| is_mark(*c)).cycle().take(n).collect::<String>();
        let wide = self.masks.keys().any(|(slot, run)| *slot == Slot::Year && run.chars().count() == 8);
        let parts = masks().any(|((_, token), _)| token.contains(['.', ',', '．']));
        let longest = lengths.iter().copied().max().unwrap_or(0);
        Some(if lengths.iter().all(|n| n % 2 == 0) && (longest >= 4 || wide) {
            Shape::PerDigit(mark(2))
        } else if longest >= 3 || parts && longest == 2 && lengths.contains(&1) {
            Shape::PerDigit(mark(1))
        } else {
            Shape::Whole(
                self.commonest(Slot::Figure)
                    .filter(|run| !run.contains(['.', ',', '．']))
                    .unwrap_or_else(|| mark(longest)),
            )
        })
    }

    /// What was inferred, kind by kind, and from how many masks.
    pub(super) fn describe(&self, default: &Marks) -> Vec<Inferred> {
        let marks = self.infer(default);
        let count = |slots: &[Slot]| -> usize {
            self.masks.iter().filter(|((slot, _), _)| slots.contains(slot)).map(|(_, count)| *count).sum()
        };
        let shaped = |kind, shape: &Shape, slots: &[Slot]| {
            let form = match shape {
                Shape::Whole(_) => "the same for all",
                Shape::PerDigit(_) => "for each digit",
                Shape::Century(_) => "after the century",
            };
            let count = count(slots);
            Inferred { kind, mask: shape.mask().to_owned(), form, count, sure: count >= SURE }
        };
        let named = |kind, mask: &str, slots: &[Slot]| {
            let count = count(slots);
            Inferred { kind, mask: mask.to_owned(), form: "the same for all", count, sure: count >= SURE }
        };
        let person = match &marks.person {
            Person::Whole(mask) | Person::Surname(mask) => mask,
        };
        vec![
            named("names", &marks.word, &[Slot::Word]),
            named("people", person, &[Slot::Person]),
            shaped("figures", &marks.figure, &[Slot::Figure]),
            shaped("years", &marks.year, &[Slot::Century, Slot::Year]),
            shaped("months and days", &marks.part, &[Slot::Part]),
        ]
    }

    /// Of the masks of a slot the commonest, the first by code point of those as common.
    fn commonest(&self, slot: Slot) -> Option<String> {
        let of_slot = self.masks.iter().filter(|((s, _), _)| *s == slot).rev();
        of_slot.max_by_key(|(_, count)| **count).map(|((_, run), _)| run.clone())
    }

    /// The commonest mark of all.
    fn mark(&self) -> Option<char> {
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        for ((_, run), count) in &self.masks {
            let mark = run.chars().next()?;
            *counts.entry(mark).or_default() += count;
        }
        counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(mark, _)| mark)
    }
}

/// What a run of marks between these texts stands for, when they tell.
fn slot(before: &str, after: &str) -> Option<Slot> {
    let last = before.chars().next_back().unwrap_or('\n');
    let next = after.chars().next()?;
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '-' | '_');
    if next == '年' && (before.ends_with("20") || before.ends_with("19")) {
        return Some(Slot::Century);
    }
    // Part of a longer code, a size, a product.
    if is_code(last) || is_code(next) {
        return None;
    }
    if after.starts_with("同志") || after.starts_with("任组长") {
        return Some(Slot::Person);
    }
    match next {
        '年' => Some(Slot::Year),
        '月' | '日' => Some(Slot::Part),
        '省' | '市' | '县' | '区' | '镇' | '乡' | '村' | '州' | '旗' | '局' | '办' | '街' | '路' | '公' => {
            Some(Slot::Word)
        }
        '次' | '个' | '件' | '名' | '人' | '万' | '亿' | '元' | '%' | '％' | '份' | '场' | '条' | '余'
        | '户' | '亩' | '起' | '家' | '期' | '项' | '处' | '吨' | '台' | '所' | '篇' => {
            Some(Slot::Figure)
        }
        _ if matches!(last, '长' | '记' | '员') => Some(Slot::Person),
        _ => None,
    }
}
