//! Names in a row with nothing but blanks between them (成员：晋川　从容　庄　严), behind a label that says that people
//! follow.
//!
//! The blanks cut the row into pieces; a name of two characters is often written with a blank inside, so single
//! characters are joined by two. The row is taken as a whole, if every piece can be a name and enough of them look
//! like one.

use super::model;
use super::scan::Reading;
use crate::lexicon::Tags;
use crate::recognize::{Context, is_han};

/// What a name in such a row is worth.
const SURE: f32 = 40.0;
/// Pieces of one row.
const MOST: usize = 40;
/// Characters of the longest piece.
const LONGEST: usize = 8;

/// The names of the row behind the colon at `colon`, if a label stands before it.
pub(super) fn behind(cx: &Context<'_>, colon: usize, names: &mut Vec<Reading>) {
    let text = cx.text;
    if !labelled(cx, colon) {
        return;
    }
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let (mut from, mut blanks) = (colon + 1, 0);
    for at in colon + 1..=text.len() {
        let ends = at == text.len() || !is_han(text.ch[at]);
        if !ends && text.gap[at] == 0 {
            if at - from > LONGEST {
                return;
            }
            continue;
        }
        if at > from {
            match pieces.last_mut() {
                Some(last) if at - from == 1 && last.1 - last.0 == 1 && last.1 == from => last.1 = at,
                _ => pieces.push((from, at)),
            }
            from = at;
        }
        if ends {
            let row = matches!(text.get(at), '\n' | '\0' | ')' | '）' | '(' | '（' | '。' | '；');
            // A label with its colon may follow in the same line: its own row begins behind it.
            if text.get(at) == '：' && pieces.len() > 2 {
                pieces.pop();
            } else if !row {
                return;
            }
            break;
        }
        blanks += 1;
        if blanks > 2 * MOST {
            return;
        }
    }
    if pieces.len() < 2 || !pieces.iter().all(|&(a, b)| possible(cx, a, b)) {
        return;
    }
    let likely = pieces.iter().filter(|&&(a, b)| likely(cx, a, b)).count();
    if likely * 2 < pieces.len() {
        return;
    }
    for (a, b) in pieces {
        let surname = model::surnames_at(text, a)[0].min(b - a);
        names.push(Reading { strong: true, cell: true, ..Reading::new(a, b, SURE, surname, &[]) });
    }
}

/// Whether a label of people ends before the colon, with a note in brackets between or not.
fn labelled(cx: &Context<'_>, colon: usize) -> bool {
    let text = cx.text;
    let mut at = colon;
    if matches!(text.before(at), '）' | ')') {
        let open = (at.saturating_sub(12)..at).rev().find(|&k| matches!(text.ch[k], '（' | '('));
        at = open.unwrap_or(at);
    }
    text.longest_before(at, Tags::PERSON_LABEL.and(Tags::TITLE)).is_some_and(|n| n > 1)
}

fn possible(cx: &Context<'_>, a: usize, b: usize) -> bool {
    let listed =
        Tags::TITLE.and(Tags::PERSON_LABEL).and(Tags::ORG_HEAD).and(Tags::GENERIC).and(Tags::PLACE_SUFFIX);
    b - a >= 2 && !cx.lexicon.get(&cx.text.ch[a..b]).has(listed)
}

fn likely(cx: &Context<'_>, a: usize, b: usize) -> bool {
    let text = cx.text;
    let [long, short] = model::surnames_at(text, a);
    let han = b - a <= 3 && long.max(short) > 0 || long > 1 && b - a <= 4;
    han || model::sound(text, a, b).get(b - a).is_some_and(|&cost| cost < 10.0 + 7.5 * (b - a) as f32)
}
