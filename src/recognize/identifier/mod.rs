//! Identifiers: one walk over the letters, digits, brackets and province characters of a text; one file for each kind.
//!
//! A check digit decides where one exists. A partly masked identifier (`139****2705`) is a placeholder and no find.

mod address;
mod bank_card;
mod card;
mod case_number;
mod code;
mod credit_code;
mod doc_number;
mod link;
mod phone;
mod plate;
mod standard;

use super::number::{Anchors, looks_like_digit};
use super::{Candidate, ClueKind, Context, Recognizer, Text, is_cnum, is_digit, is_han, is_mask};
use crate::rule::RuleId;

/// How many characters before an identifier are searched for a word that names it.
const CUE_REACH: usize = 22;

/// What an identifier may begin with: letters, digits, brackets, 第, provinces and numerals.
static ANCHORS: Anchors = Anchors::new(
    "+〔（([［【﹝﹙第京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云滇藏陕甘青宁新兵使领\
     一二三四五六七八九十百千万亿零〇两壹贰叁肆伍陆柒捌玖拾佰仟廿卅",
    &[('0', '9'), ('A', 'Z'), ('a', 'z')],
);

/// What joins a short run of letters and digits to more of an identifier, and the labels of house parts.
static JOINTS: Anchors =
    Anchors::new("+-—–－‐_./:：@＠%)）号幢栋座单门楼层室房户", &[('0', '9'), ('A', 'Z'), ('a', 'z')]);

/// What follows the first numeral of a house part.
static HOUSE: Anchors =
    Anchors::new("号幢栋座单门楼层室房户一二三四五六七八九十百千万亿零〇两壹贰叁肆伍陆柒捌玖拾佰仟廿卅", &[]);

/// Finds identifiers.
#[derive(Debug)]
pub struct Identifiers;

impl Recognizer for Identifiers {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let text = cx.text;
        let mut i = 0;
        while let Some(step) = text.ch[i..].iter().position(|&c| ANCHORS.has(c)) {
            i += step;
            i = match text.ch[i] {
                '0'..='9' | 'A'..='Z' | 'a'..='z' | '+' => token(text, i, found),
                '〔' | '（' | '(' | '[' | '［' | '【' | '﹝' | '﹙' => {
                    bracket(text, i, found);
                    i + 1
                }
                '第' if is_digit(text.get(i + 1)) => {
                    add(found, doc_number::ordinal(text, i));
                    i + 1
                }
                c if plate::is_province(c) && (text.get(i + 1).is_ascii_uppercase()) => {
                    let end = add(found, plate::read(text, i));
                    end.unwrap_or(i + 1)
                }
                c if is_cnum(c) && HOUSE.has(text.get(i + 1)) && !is_cnum(text.before(i)) => {
                    add(found, address::read(text, i)).unwrap_or(i + 1)
                }
                _ => i + 1,
            }
            .min(text.len());
        }
    }
}

/// Adds a find and returns its end.
fn add(found: &mut Vec<Candidate>, candidate: Option<Candidate>) -> Option<usize> {
    let candidate = candidate?;
    let end = candidate.end;
    found.push(candidate);
    Some(end)
}

/// What starts with the letter or digit at `i`; returns where to go on.
fn token(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let end = run(text, i);
    if text.ch[i].is_ascii_uppercase()
        && let Some(to) = add(found, standard::read(text, i))
    {
        return to;
    }
    // Most numbers of a report are short and stand alone.
    if (1..=4).contains(&(end - i)) && !JOINTS.has(text.get(end)) {
        return end;
    }
    if let Some(end) = add(found, link::read(text, i)) {
        return end;
    }
    if i > 0 && is_mask(text.before(i)) && text.before(i) != '×' && text.gap_at(i) == 0 {
        return end.max(i + 1);
    }
    let first = text.ch[i];
    if is_digit(first) || first == '+' {
        let whole = card::read(text, i)
            .or_else(|| credit_code::read(text, i))
            .or_else(|| phone::read(text, i))
            .or_else(|| bank_card::read(text, i));
        if let Some(end) = add(found, whole) {
            return end;
        }
    } else if let Some(end) = add(found, credit_code::read(text, i)) {
        return end;
    }
    if let Some(end) = add(found, address::read(text, i)) {
        return end;
    }
    if text.before(i) == '-' && i > 1 && is_han(text.ch[i - 2]) && is_digit(first) {
        return add(found, code::worded(text, i)).unwrap_or_else(|| end.max(i + 1));
    }
    if let Some(end) = add(found, code::read(text, i)) {
        return end;
    }
    end.max(i + 1)
}

fn bracket(text: &Text<'_>, i: usize, found: &mut Vec<Candidate>) {
    if let Some(year) = bracketed_year(text, i)
        && add(found, case_number::read(text, i, year)).is_none()
    {
        add(found, doc_number::read(text, i, year));
    }
}

/// End of the letters and digits that start at `i`, at most 64.
fn run(text: &Text<'_>, i: usize) -> usize {
    let mut end = i;
    while end < i + 64 && text.get(end).is_ascii_alphanumeric() && (end == i || text.gap_at(end) == 0) {
        end += 1;
    }
    end
}

/// A year in brackets at `i`: the end behind the closing one.
fn bracketed_year(text: &Text<'_>, i: usize) -> Option<usize> {
    // 〔2O22〕 of a scan
    let scanned = matches!(text.get(i), '〔' | '﹝');
    let figure = |at: usize| {
        is_digit(text.get(at)) || scanned && at > i + 1 && looks_like_digit(text.get(at)).is_some()
    };
    let digits = (i + 1..i + 5).all(figure);
    let century = matches!((text.get(i + 1), text.get(i + 2)), ('1' | 'l', '9') | ('2', '0' | 'O' | 'o'));
    let close = matches!(text.get(i + 5), '〕' | '）' | ')' | ']' | '］' | '】' | '﹞' | '﹚');
    (digits && century && close).then_some(i + 6)
}

/// Words that name an identifier, with the characters they begin with.
#[derive(Debug)]
struct Cues {
    first: Anchors,
    words: &'static [&'static str],
}

impl Cues {
    const fn new(words: &'static [&'static str]) -> Self {
        Self { first: Anchors::first_of(words), words }
    }
}

/// Whether one of `cues` stands shortly before `i` in the same sentence.
fn cue(text: &Text<'_>, i: usize, cues: &Cues) -> Option<(usize, usize)> {
    let mut at = i;
    while at > 0 && i - at < CUE_REACH && !matches!(text.before(at), '\n' | '。' | '；') {
        at -= 1;
        if cues.first.has(text.ch[at])
            && let Some(word) = cues.words.iter().find(|word| text.starts_with(at, word))
        {
            return Some((at, at + word.chars().count()));
        }
    }
    None
}

/// A find with its score; a clue makes it surer.
fn found(start: usize, end: usize, rule: RuleId, score: f32, clue: ClueKind) -> Candidate {
    Candidate::new(start, end, rule, score).shaped(clue)
}

/// Whether letters, digits or a mask touch the characters from `start` to `end`.
fn touched(text: &Text<'_>, start: usize, end: usize) -> bool {
    let left = text.before(start);
    let glued = text.gap.get(start).is_some_and(|&gap| gap == 0);
    let right = text.get(end);
    let tight = text.gap.get(end).is_some_and(|&gap| gap == 0);
    start > 0 && glued && (left.is_ascii_alphanumeric() || left != '×' && is_mask(left))
        || end < text.len() && tight && (right.is_ascii_alphanumeric() || is_mask(right))
        || end < text.len() && matches!(right, '-' | '—') && is_mask(text.get(end + 1))
}

/// Digits from `i` on, blanks of one inside allowed, with the end behind each; at most `N`.
fn digits<const N: usize>(text: &Text<'_>, i: usize, blanks: bool) -> arrayvec::ArrayVec<(u8, usize), N> {
    let mut out = arrayvec::ArrayVec::new();
    let mut at = i;
    while is_digit(text.get(at)) && (at == i || text.gap_at(at) == 0 || blanks && text.gap_at(at) == 1) {
        if out.try_push((text.get(at) as u8 - b'0', at + 1)).is_err() {
            break;
        }
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests;
