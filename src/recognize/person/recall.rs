//! What the document's own names explain: a name confirmed once is found where its neighbours say little, and a
//! family name before a title is known when its bearer was named.

use super::context::{left, right};
use super::model;
use super::scan::{ENOUGH, Reading, Scan};
use crate::recognize::{Candidate, ClueKind, Context, Known, is_han};
use crate::rule::RuleId;

/// Score from which a name counts as confirmed.
const CONFIRMED: f32 = 0.68;
const KNOWN_NAME: f32 = 14.0;
/// A name that is an ordinary word too needs its neighbours' word as well.
const KNOWN_WORD: f32 = 4.5;
/// The same behind a character that says nothing.
const KNOWN_WORD_LOOSE: f32 = -6.0;

/// Notes the confirmed names.
pub(super) fn learn(cx: &Context<'_>, found: &[Candidate], known: &mut Known) {
    for candidate in found.iter().filter(|c| c.rule == RuleId::PERSON && c.score >= CONFIRMED) {
        known.learn(cx.text.folded(candidate.start, candidate.end), RuleId::PERSON);
    }
}

/// Adds what the known names explain.
pub(super) fn find(cx: &Context<'_>, known: &Known, found: &mut Vec<Candidate>) {
    let text = cx.text;
    let mut scan = Scan::new(cx, found);
    let mut covered = vec![false; text.len()];
    for c in found.iter().filter(|c| c.rule == RuleId::PERSON) {
        covered[c.start..c.end].iter_mut().for_each(|m| *m = true);
    }
    let mut names: Vec<(usize, usize)> = Vec::new();
    known.find(&text.ch, |start, len, rule| {
        if rule == RuleId::PERSON && !covered[start..start + len].iter().all(|&m| m) {
            names.push((start, start + len));
        }
    });
    for (i, j) in names {
        if let Some(mark) = i.checked_sub(1)
            && mark > 0
            && matches!(text.ch[mark], '、' | '和' | '与' | '及')
            && covered[mark - 1]
        {
            scan.marks.last_name = mark;
        }
        let before = left(cx, i, &scan.marks);
        let Some(after) = right(cx, j) else { continue };
        let surname = model::surnames_at(text, i)[0];
        let word = model::is_word(cx.words, &text.ch[i..j]);
        let cost = name_cost(cx, i, j, surname);
        if word && matches!(text.before(i), '请' | '让') && scan.before_verb(i, j) {
            continue;
        }
        let floor = scan.place_of_known(i, j, &before, &after);
        // 平安过节, 高兴不高兴: a word that goes on without a clue is the word.
        if floor.is_none()
            && word
            && is_han(text.get(j))
            && text.gap_at(j) == 0
            && after.clue.0 == after.clue.1
        {
            continue;
        }
        let loose = is_han(text.before(i)) && text.gap[i] == 0 && before.clue.0 == before.clue.1;
        let more = match (word, loose) {
            (true, true) => KNOWN_WORD_LOOSE,
            (true, false) => KNOWN_WORD,
            _ => KNOWN_NAME,
        };
        let bits = if is_han(text.ch[i]) { scan.weigh(i, j, cost, &before, &after) + more } else { more };
        let bits = floor.map_or(bits, |floor| bits.max(floor));
        if bits >= ENOUGH {
            scan.take(Reading::new(i, j, bits, surname, &[before, after]));
        }
    }
    found.extend(scan.taken.iter().map(|r| r.candidate().shaped(ClueKind::Repeated)));
}

fn name_cost(cx: &Context<'_>, i: usize, j: usize, surname: usize) -> f32 {
    let text = cx.text;
    if text.ch[i..j].iter().any(|&c| !is_han(c)) {
        return 0.0;
    }
    let sound = model::sound(text, i, j).get(j - i).copied().unwrap_or(f32::MAX);
    let han = if surname > 0 && surname < j - i {
        model::han(&text.ch[i..i + surname], &text.ch[i + surname..j])
    } else {
        f32::MAX
    };
    sound.min(han).min(40.0)
}
