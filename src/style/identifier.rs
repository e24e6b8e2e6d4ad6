//! Document numbers, case numbers and addresses: the words and brackets that say what the number is stay.

use super::Marks;
use super::shape::Shape;
use crate::recognize::{is_cnum, is_han, is_mark};

/// Words that end or begin the parts of a document number: 昭司发〔2022〕31号, 不动产权第31号.
pub(super) const DOCUMENT: &str = "第号字发函令办复文通告批决罚议纪证权产动不";
/// Words of a case number: （2022）湘3127民初906号.
pub(super) const CASE: &str = "第号字民刑行执初终申再监保恢异复破赔清调撤特督辖仲裁案劳人之";
/// Words of an address: 3号楼2单元501室.
pub(super) const ADDRESS: &str = "第号楼单元室栋幢层座门户房院附弄巷路街道组排铺村镇乡区县市省";

/// The identifier, masked; of each word the `structure` characters at its ends stay.
pub(super) fn mask(text: &str, structure: &str, marks: &Marks) -> String {
    hide(text, structure, &mut |run, bracketed| {
        let mut out = String::new();
        push(run, bracketed, marks, &mut out);
        out
    })
}

/// The identifier with each run that is not structure replaced by what `instead` makes of it, which is told whether
/// it stands behind a bracket.
pub(super) fn hide(text: &str, structure: &str, instead: Instead<'_>) -> String {
    let mut out = String::new();
    let mut hidden = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let class = Class::of(c);
        let len = rest.find(|c| Class::of(c) != class).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(len);
        match class {
            Class::Han => {
                let middle = word.trim_start_matches(|c| structure.contains(c));
                let lead = &word[..word.len() - middle.len()];
                let middle = middle.trim_end_matches(|c| structure.contains(c));
                let trail = &word[lead.len() + middle.len()..];
                push_bare(lead, &mut hidden, &mut out, instead);
                hidden.push_str(middle);
                push_bare(trail, &mut hidden, &mut out, instead);
            }
            Class::Code => hidden.push_str(word),
            // What joins two parts of one code does not part them.
            Class::Joint if !hidden.is_empty() && tail.chars().next().is_some_and(is_code) => {
                hidden.push_str(word);
            }
            Class::Joint | Class::Other => push_bare(word, &mut hidden, &mut out, instead),
        }
        rest = tail;
    }
    flush(&mut hidden, &mut out, instead);
    out
}

/// What a run becomes.
type Instead<'f> = &'f mut dyn FnMut(&str, bool) -> String;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Code,
    Joint,
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            c if is_code(c) => Self::Code,
            c if is_han(c) => Self::Han,
            '-' | '_' | '/' | '.' | '－' | '—' | ' ' => Self::Joint,
            c if c.is_alphanumeric() => Self::Code,
            _ => Self::Other,
        }
    }
}

fn is_code(c: char) -> bool {
    is_cnum(c) || is_mark(c) || c.is_alphanumeric() && !is_han(c)
}

fn push_bare(bare: &str, hidden: &mut String, out: &mut String, instead: Instead<'_>) {
    if !bare.is_empty() {
        flush(hidden, out, instead);
        out.push_str(bare);
    }
}

fn flush(hidden: &mut String, out: &mut String, instead: Instead<'_>) {
    let run = std::mem::take(hidden);
    let bracketed = out.ends_with(['〔', '（', '(', '[', '［', '【', '﹝']);
    if run.chars().all(is_mark) {
        out.push_str(&run);
    } else {
        out.push_str(&instead(&run, bracketed));
    }
}

fn push(run: &str, bracketed: bool, marks: &Marks, out: &mut String) {
    let digits = run.chars().filter(|c| c.is_numeric()).count();
    let all = run.chars().count();
    if bracketed && all == 4 && (digits == 4 || run.starts_with("20") || run.starts_with("19")) {
        marks.year.push_year(run, out);
    } else if digits == all && matches!(marks.figure, Shape::PerDigit(_)) {
        marks.figure.push(run, out);
    } else {
        out.push_str(&marks.word);
    }
}
