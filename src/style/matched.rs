//! The style that a document uses already, read from its own masks: XX县 shows the mask of a name, X次 that of a
//! figure, 20XX年 that of a year. What a document does not show is made of its commonest mark, else of the default.

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

/// Longer runs are lines to write on or rulers.
const LONGEST: usize = 6;

const fn is_mark(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | '*' | '＊' | '□' | '○' | '某')
}

/// The masks of a document, counted.
#[derive(Default)]
pub(super) struct Seen {
    masks: BTreeMap<(Slot, String), usize>,
}

impl Seen {
    /// Counts the masks of a text.
    pub(super) fn read(&mut self, text: &str) {
        let mut at = 0;
        while let Some(found) = text[at..].find(is_mark) {
            let start = at + found;
            let run = text[start..].split(|c| !text[start..].starts_with(c)).next().unwrap_or_default();
            let end = start + run.len();
            at = end;
            if run.chars().count() <= LONGEST
                && let Some(slot) = slot(&text[..start], &text[end..])
            {
                *self.masks.entry((slot, run.to_owned())).or_default() += 1;
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
        let figure = self.commonest(Slot::Figure).filter(|run| !run.starts_with('某'));
        let year = match (self.commonest(Slot::Century), self.commonest(Slot::Year)) {
            (Some(run), _) => Shape::Century(run),
            (None, Some(run)) => Shape::Whole(run),
            (None, None) if word.starts_with('某') => Shape::Whole(word.clone()),
            (None, None) => Shape::Whole(fill(default.year.mask())),
        };
        let part = self
            .commonest(Slot::Part)
            .unwrap_or_else(|| if word.starts_with('某') { word.clone() } else { fill(default.part.mask()) });
        Marks {
            person,
            figure: Shape::Whole(figure.unwrap_or_else(|| numeral(default.figure.mask()))),
            year,
            part: Shape::Whole(part),
            word,
        }
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
