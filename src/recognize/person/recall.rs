//! What the document's own names explain: a name confirmed once is found where its neighbours say little, and a
//! family name before a title is known when its bearer was named.

use super::context::{left, right};
use super::reading::{ENOUGH, Reading};
use super::scan::Scan;
use super::wordlike::SEASONS;
use super::{given, model, syllable};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Candidate, ClueKind, Context, Known, is_han};
use crate::rule::RuleId;

/// Score from which a name counts as confirmed.
const CONFIRMED: f32 = 0.68;
const KNOWN_NAME: f32 = 14.0;
/// A name that is an ordinary word too needs its neighbours' word as well.
const KNOWN_WORD: f32 = 4.5;
/// The same behind a character that says nothing.
const KNOWN_WORD_LOOSE: f32 = -6.0;

/// Adverbs of degree and auxiliaries, which stand before no name.
const DEGREE: CharSet = CharSet::new("更很太不最越真较颇极挺得能可敢别莫勿");

/// Notes the confirmed names.
pub(super) fn learn(cx: &Context<'_>, found: &[Candidate], known: &mut Known) {
    for candidate in found.iter().filter(|c| c.rule == RuleId::PERSON && c.score >= CONFIRMED) {
        let name = &cx.text.ch[candidate.start..candidate.end];
        known.learn_chars(name, RuleId::PERSON);
        for part in given::of(cx, candidate).into_iter().chain(given::parts(cx, name)) {
            known.learn_chars(part, RuleId::NAME);
        }
    }
}

/// Adds what the known names explain.
pub(super) fn find(cx: &Context<'_>, known: &Known, found: &mut Vec<Candidate>) {
    let text = cx.text;
    let mut covered = vec![false; text.len()];
    for c in found.iter().filter(|c| c.rule == RuleId::PERSON) {
        covered[c.start..c.end].iter_mut().for_each(|m| *m = true);
    }
    let mut names: Vec<(usize, usize, bool)> = Vec::new();
    known.find(&text.ch, |start, len, rule| {
        let fits = rule == RuleId::PERSON || rule == RuleId::NAME;
        if fits && !covered[start..start + len].iter().all(|&m| m) {
            names.push((start, start + len, rule == RuleId::NAME));
        }
    });
    if names.is_empty() {
        return;
    }
    let mut scan = Scan::new(cx, found);
    for (i, j, given) in names {
        if given {
            if let Some(reading) = given::alone(&scan, i, j) {
                scan.take(reading);
            }
            continue;
        }
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
        if word && as_word(cx, i, j) || j - i == 2 && DEGREE.contains(text.before(i)) && text.gap[i] == 0 {
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
        let of = text.before(i) == '的' && (i < 2 || scan.marks.entity[i - 2] == 0);
        let led = before.clue.0 < before.clue.1 && !of;
        let loose = is_han(text.before(i)) && text.gap[i] == 0 && !led;
        // 水库池塘: inside other words a word is the word.
        if word && loose && floor.is_none() {
            continue;
        }
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

/// Whether the neighbours use the characters as the ordinary word: behind a degree or an auxiliary (更周正, 不得胡说),
/// before 之, inside a longer word (康庄大道), before an adjunct that nobody's name has (麦收在即).
fn as_word(cx: &Context<'_>, i: usize, j: usize) -> bool {
    let text = cx.text;
    let (c, next) = (text.before(i), text.get(j));
    if next == '了' && !is_han(text.get(j + 1)) {
        return true;
    }
    // 谷雨那天
    let open = !is_han(c) || c == '的';
    if open
        && matches!(next, '那' | '前' | '后' | '时' | '过')
        && SEASONS.iter().any(|word| text.starts_with(i, word))
    {
        return true;
    }
    let is_word = |a: usize, b: usize| b <= text.len() && model::is_word(cx.words, &text.ch[a..b]);
    next == '之' && is_han(text.get(j + 1)) && text.one[(j + 1).min(text.len() - 1)].has(Tags::MEASURE)
        || next == '之'
            && matches!(text.get(j + 1), '计' | '际' | '后' | '前' | '时' | '中' | '路' | '策' | '风' | '举')
        || is_word(i, j + 1)
        || is_word(i, j + 2)
        || matches!(next, '在' | '因' | '从') && is_word(j, j + 2) && !is_han(text.get(j + 2))
        || i > 0 && is_word(i - 1, j)
        || i > 1 && is_word(i - 2, j)
}

fn name_cost(cx: &Context<'_>, i: usize, j: usize, surname: usize) -> f32 {
    let text = cx.text;
    if text.ch[i..j].iter().any(|&c| !is_han(c)) {
        return 0.0;
    }
    let sound = syllable::costs(text, i, j).get(j - i).copied().unwrap_or(f32::MAX);
    let han = if surname > 0 && surname < j - i {
        model::han(&text.ch[i..i + surname], &text.ch[i + surname..j])
    } else {
        f32::MAX
    };
    sound.min(han).min(40.0)
}
