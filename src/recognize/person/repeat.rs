//! A person whom a document speaks of again and again, under a name that its characters do not explain: a rare one
//! (谷满仓) or an ordinary word (罗汉, 田园).
//!
//! Each place where the characters stand says something: a title or a list of people before them, a preposition, the
//! beginning of a sentence; what belongs to people behind them, a verb, an amount. None of it is enough by itself.
//! The document's places are added up, the same neighbours only once, and the sum is held against what the characters
//! are otherwise: the more often reports use the word, the more it takes.
//!
//! Only places that the pass has looked at anyway, and found no name at, are noted.

use super::context::{BEFORE_NUMBER, Marks, Side};
use super::full::NOT_LAST;
use super::model;
use super::reading::{Reading, Rights};
use super::scan::Scan;
use super::wordlike::{PREDICATE, RAREST};
use super::words::ADVERBS;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Context, Hit, is_digit, is_han};

/// What a name of three and of two characters may cost more than its characters one by one.
const MOST_COST: f32 = -9.0;
const MOST_COST_SHORT: f32 = -4.0;
/// Places of a name that nothing else explains, and those of them with different characters behind.
const PLACES: usize = 3;
const DIFFERENT: usize = 2;
/// What such a name is worth.
const WORTH: f32 = 6.0;

/// What a place says, by its two sides.
mod weight {
    /// A title, a role or a label, another name of the same list.
    pub(super) const TITLED: u8 = 4;
    pub(super) const LISTED: u8 = 4;
    /// A verb whose object is a person (通知, 追究), a preposition before people.
    pub(super) const ASKED: u8 = 2;
    /// A place or body whose people are told.
    pub(super) const FROM: u8 = 2;
    /// A mark, the beginning of a line, 的.
    pub(super) const OPEN: u8 = 1;
    /// What only people have or are (的父亲, 三人, 同志).
    pub(super) const OWNS: u8 = 5;
    /// A verb of people, one with a number of them.
    pub(super) const ACTS: u8 = 3;
    /// Another verb, an adverb before one.
    pub(super) const VERB: u8 = 2;
    /// A preposition, an amount.
    pub(super) const BEGINS: u8 = 1;
}

/// The sum that a word needs which hardly anybody writes.
const LEAST: f32 = 6.0;
/// What its surest place says at least, and each place on the average.
const SURE: u32 = 5;
const MEAN: u32 = 3;
/// How much the sum grows for each bit that a word is more common than that.
const EACH_BIT: f32 = 1.2;
/// Information below which a word is none but the word.
const COMMON: f32 = 14.5;

/// Adverbs and auxiliaries that a subject stands before.
const ACTS: CharSet = CharSet::new("正却也就还又都才已曾将把被要不没便常先再");
/// Prepositions and verbs before people.
const PEOPLE: CharSet = CharSet::new("由请托找跟经替让叫派劝给对向与和被");

/// What the lists know as something else.
const LISTED: Tags = Tags::TITLE.and(Tags::PERSON_LABEL).and(Tags::ORG_HEAD).and(Tags::GENERIC);

/// A place: the characters, where, what it says, and what stands before and behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sighting {
    key: [char; 3],
    before: char,
    behind: char,
    says: u8,
    at: usize,
}

impl Sighting {
    fn len(&self) -> usize {
        if self.key[2] == '\0' { 2 } else { 3 }
    }
}

/// The places noted.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// Where the last word noted ends.
    last: usize,
    words: Vec<Sighting>,
    rare: Vec<Sighting>,
}

impl Repeats {
    /// Notes what begins at `i`, where both sides let a name stand and the pass has found none, if the name `fits`
    /// from its end and cost.
    pub(super) fn note(
        &mut self,
        cx: &Context<'_>,
        i: usize,
        marks: &Marks,
        rights: &mut Rights,
        mut fits: impl FnMut(usize, f32) -> bool,
    ) {
        let text = cx.text;
        if !text.one[i].has(Tags::SURNAME) {
            return;
        }
        // Asked for last: hardly any characters need it.
        let mut before = None;
        let mut left = || *before.get_or_insert_with(|| said_before(cx, i, marks));
        for n in [3, 2] {
            let j = i + n;
            if j >= text.len() || NOT_LAST.contains(text.ch[j - 1]) {
                continue;
            }
            if !(i..j).all(|at| is_han(text.ch[at]) && marks.entity[at] == 0) {
                continue;
            }
            let term = &text.ch[i..j];
            let key = [term[0], term[1], if n == 3 { term[2] } else { '\0' }];
            let listed = |hit: &Hit| hit.end() == j && hit.tags.has(LISTED);
            if text.starts[i].has(LISTED) && text.hits_at(i).iter().any(listed) {
                continue;
            }
            let tags = cx.words.get(term);
            let sight = |says| Sighting { key, before: text.before(i), behind: text.ch[j], says, at: i };
            if tags.has(Tags::WORD) {
                if model::word_bits(tags) >= COMMON {
                    let Some(left) = left() else { return };
                    let chained = text.before(i) == '、' && self.last == i - 1;
                    let left = if chained { left.max(weight::ASKED) } else { left };
                    match said_behind(cx, i, j, tags, rights) {
                        Behind::Against => self.words.push(sight(0)),
                        Behind::Nothing if left < weight::TITLED => {}
                        Behind::Nothing => self.words.push(sight(left)),
                        Behind::Says(right) => self.words.push(sight(left + right)),
                    }
                    self.last = j;
                }
                continue;
            }
            if !plain(cx, i, j) {
                continue;
            }
            let cost = model::han(&term[..1], &term[1..]);
            let least = if n == 3 { MOST_COST } else { MOST_COST_SHORT };
            if model::words(term) - cost >= least && fits(j, cost) {
                let Some(left) = left() else { return };
                self.rare.push(sight(left));
            }
        }
    }
}

/// Whether the characters, which are no word, may be a name that goes on with a verb or ends at a mark.
fn plain(cx: &Context<'_>, i: usize, j: usize) -> bool {
    let text = cx.text;
    let next = text.ch[j];
    let verb = text.one[j].has(Tags::CUE_AFTER) || text.starts[j].has(Tags::CUE_AFTER);
    let acts = is_han(next) && (verb || ACTS.contains(next));
    if !(acts || matches!(next, '，' | '。' | '、' | '；')) {
        return false;
    }
    let ends = |tags| text.longest_before(j, tags).is_some_and(|n| n > 1);
    !(j - i == 3 && (model::is_word(cx.words, &text.ch[i..i + 2]) || ends(LISTED)))
}

/// What stands before `i` says; `None` where no name begins.
fn said_before(cx: &Context<'_>, i: usize, marks: &Marks) -> Option<u8> {
    let text = cx.text;
    let c = text.before(i);
    let named = |at: usize| marks.last_name > 0 && marks.last_name == at;
    if !is_han(c) || text.gap[i] > 0 {
        if matches!(c, '“' | '《' | '|' | '\t') {
            return None;
        }
        let listed = c == '、' && named(i - 1) || text.gap[i] > 0 && named(i);
        return Some(if listed { weight::LISTED } else { weight::OPEN });
    }
    let role = Tags::TITLE.and(Tags::PERSON_LABEL);
    if text.ends[i - 1].has(role) && text.longest_before(i, role).is_some_and(|n| n > 1) {
        return Some(weight::TITLED);
    }
    if matches!(c, '和' | '与' | '及') && named(i - 1) {
        return Some(weight::LISTED);
    }
    if marks.entity[i - 1] & Marks::LAST != 0 {
        return Some(weight::FROM);
    }
    // 参与, 面向: the preposition is the end of a word.
    let cut = i >= 2 && model::is_word(cx.words, &text.ch[i - 2..i]);
    if c == '的' && !cut {
        return Some(weight::OPEN);
    }
    if let Some(n) = text.longest_before(i, Tags::CUE_BEFORE) {
        return (n > 1 || !cut).then_some(if n > 1 || PEOPLE.contains(c) {
            weight::ASKED
        } else {
            weight::OPEN
        });
    }
    (!cut && (PEOPLE.contains(c) || text.one[i - 1].has(Tags::BREAK))).then_some(weight::OPEN)
}

/// What stands behind a word.
enum Behind {
    /// Adds to what stands before it.
    Says(u8),
    /// Neither speaks for a name nor against.
    Nothing,
    /// Goes on with the word.
    Against,
}

/// What stands behind the word from `i` to `j`.
fn said_behind(cx: &Context<'_>, i: usize, j: usize, tags: Tags, rights: &mut Rights) -> Behind {
    let text = cx.text;
    let next = text.ch[j];
    let word = |a: usize, b: usize| b <= text.len() && model::is_word(cx.words, &text.ch[a..b]);
    if word(i, j + 1) || word(i, j + 2) || word(j - 1, j + 1) {
        return Behind::Against;
    }
    let Some(Side { bits, strong, clue, .. }) = rights.at(cx, j) else { return Behind::Against };
    if strong && bits >= 5.0 {
        return Behind::Says(weight::OWNS);
    }
    if text.gap_at(j) > 0 || !is_han(next) {
        return match next {
            _ if is_digit(next) => Behind::Says(weight::BEGINS),
            '“' | '”' | '《' | '》' => Behind::Against,
            _ => Behind::Says(0),
        };
    }
    if BEFORE_NUMBER.contains(next) && is_digit(text.get(j + 1)) {
        return Behind::Says(weight::ACTS);
    }
    let said = if strong {
        weight::ACTS
    } else if clue.0 < clue.1
        || ACTS.contains(next)
        || cx.words.get(&text.ch[j..(j + 2).min(text.len())]).has(Tags::CUE_AFTER)
    {
        weight::VERB
    } else if PREDICATE.contains(next) {
        weight::BEGINS
    } else {
        return Behind::Nothing;
    };
    // An adverb or a verb stands before other verbs without being their subject.
    let adverb = tags.has(Tags::CUE_BEFORE) || ADVERBS.iter().any(|word| text.starts_with(i, word));
    Behind::Says(if adverb { 0 } else { said })
}

/// Takes what was noted often enough.
pub(super) fn settle(scan: &mut Scan<'_>) {
    let repeats = std::mem::take(&mut scan.repeats);
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let each =
        |mut noted: Vec<Sighting>, taken: &mut Vec<(usize, usize)>, enough: &dyn Fn(&[Sighting]) -> bool| {
            noted.sort_unstable();
            for same in noted.chunk_by(|a, b| a.key == b.key).filter(|same| enough(same)) {
                taken.extend(same.iter().filter(|s| s.says > 0).map(|s| (s.at, s.at + s.len())));
            }
        };
    if repeats.rare.len() >= PLACES {
        each(repeats.rare, &mut taken, &|same| {
            let mut behind: Vec<char> = same.iter().map(|s| s.behind).filter(|&c| is_han(c)).collect();
            behind.sort_unstable();
            behind.dedup();
            same.len() >= PLACES && behind.len() >= DIFFERENT
        });
    }
    let words = scan.cx.words;
    each(repeats.words, &mut taken, &|same| {
        let (mut places, mut sum, mut most) = (0, 0, 0);
        for alike in same.chunk_by(|a, b| (a.before, a.behind) == (b.before, b.behind)) {
            let says = u32::from(alike[alike.len() - 1].says);
            (places, sum, most) = (places + 1, sum + says, most.max(says));
        }
        let rare = model::word_bits(words.get(&same[0].key[..same[0].len()]));
        let least = LEAST + (RAREST - rare).max(0.0) * EACH_BIT;
        places > 1 && most >= SURE && sum >= MEAN * places && sum as f32 >= least
    });
    taken.sort_unstable();
    let mut more: Vec<Reading> = Vec::new();
    for (i, j) in taken {
        let at = scan.taken.partition_point(|r| r.end <= i);
        let apart = scan.taken.get(at).is_none_or(|r| r.start >= j);
        if apart && more.last().is_none_or(|r| r.end <= i) {
            more.push(Reading::new(i, j, WORTH, 1, &[]));
        }
    }
    scan.take_among(more);
}
