//! Leftover placeholders and masks, by grammar instead of a list: an alphabet, a shape and an anchor.
//!
//! One pass looks at each character's [`Alphabet`]. A mask character opens a token ([`token`]): its run with the
//! residue of the same value (20XX, 139****2705, X,XXX.XX). The token's neighbours then decide ([`judge`]): two X
//! are a mask unless they are part of a word (XXL, XX染色体), one X is a mask only before a suffix, a unit or after
//! a family name, stars pair up as Markdown, a cross between numbers multiplies. 某, letters before 县 and 市,
//! empty dates and bracketed slots have files of their own. What a line of text can prove alone (engine variables,
//! instructions) is a pattern in `patterns/rules/placeholder.toml`.

mod anchor;
mod blank;
mod field;
mod judge;
mod letter;
mod mou;
mod name;
mod token;

use super::set::Sieve;
use super::sign::Alphabet;
use super::{Candidate, ClueKind, Context, Recognizer};
use crate::rule::RuleId;

/// Finds masks, blanks and slots.
#[derive(Debug)]
pub struct Placeholders;

/// The clue of a placeholder that is the blanks before its character, and no character.
pub const GAP: ClueKind = ClueKind::Shape("gap");

/// From how many placeholders on a document is one with masks.
const MASKED: usize = 2;

/// What masks, blanks and slots begin with: the alphabets and the characters that [`Placeholders`] asks about.
const ANCHORS: Sieve =
    Sieve::new("ABCDEFGHIJKLMNOPQRSTUVWXYZxn×╳✕✖*＊□○◯◎△▲◇_＿﹍﹎﹏#＃■●★☆※◆█▇▆▓▒〇某年【［[〔（({｛<〈—–");

impl Recognizer for Placeholders {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let text = cx.text;
        let (mut mou, mut loose) = (Vec::new(), Vec::new());
        let before = found.len();
        let mut next = 0;
        ANCHORS.each(&text.ch, |i| {
            if i < next {
                return;
            }
            let c = text.ch[i];
            let end = match c {
                '某' => {
                    mou.push(i);
                    i + 1
                }
                '年' => blank::date(text, i, found),
                '（' | '(' if text.get(i + 1) == '空' && blank::empty(text, i, found).is_some() => i + 3,
                '【' | '［' | '[' | '〔' | '〖' | '（' | '(' | '{' | '｛' | '<' | '〈' => {
                    field::slot(text, i, found)
                }
                'A'..='W' | 'Y' | 'Z' | 'n' => {
                    if letter::number(text, i) {
                        loose.push(i);
                    }
                    letter::code(text, i, found)
                }
                '—' | '–' => blank::dashes(text, i, found),
                '〇' => judge::zeros(text, i, found),
                _ if Alphabet::of(c).is_some() => {
                    if judge::lone(text, i) {
                        loose.push(i);
                    }
                    mask(cx, i, found)
                }
                _ => i + 1,
            };
            // A run that grew to the left ends where it began.
            next = end.max(i + 1);
        });
        blank::gaps(text, found);
        mou::all(text, &mou, found);
        // 安装路灯N盏, 脱贫户□户: a number only where the document has masks.
        if found.len() >= before + MASKED {
            loose.iter().for_each(|&i| add(found, i, i + 1, RuleId::NUMBER, 0.8));
        }
    }
}

/// Reads the mask at `i`, adds it if it is one, and returns where to go on.
fn mask(cx: &Context<'_>, i: usize, found: &mut Vec<Candidate>) -> usize {
    let text = cx.text;
    if text.ch[i] == '#'
        && let Some(end) = field::hashed(text, i)
    {
        add(found, i, end, RuleId::FIELD, 0.95);
        return end;
    }
    let token = token::read(text, i);
    let next = token.end.max(token.core.1);
    if let Some(verdict) = judge::judge(text, &token) {
        add(found, verdict.start, verdict.end, verdict.rule, verdict.score);
        return verdict.end.max(next);
    }
    next
}

fn add(found: &mut Vec<Candidate>, start: usize, end: usize, rule: RuleId, score: f32) {
    found.push(Candidate::new(start, end, rule, score).shaped(ClueKind::Shape("mask")));
}

#[cfg(test)]
mod tests;
