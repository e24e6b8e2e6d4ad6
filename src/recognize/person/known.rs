//! A name that the document has confirmed elsewhere, and that is an ordinary word too: what its place says.

use super::context::{Marks, Side};
use super::scan::Scan;
use super::wordlike::{DUTY, LIKELY, PREDICATE, SEASONS, SURE};
use super::words::SPEECH;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, is_digit, is_han};

/// Prepositions that a known name follows, alone or with its verb.
const PREPOSITIONS: CharSet = CharSet::new("由对向给经与跟找把及和同被让请替");
/// Those that a known name follows even where nothing else comes.
const CLOSING: CharSet = CharSet::new("由对向给经与跟找及和同");

impl Scan<'_> {
    /// The bits that its place gives a name that the document has confirmed elsewhere.
    pub(super) fn place_of_known(&self, i: usize, j: usize, before: &Side, after: &Side) -> Option<f32> {
        let text = self.cx.text;
        let (c, next) = (text.before(i), text.get(j));
        let gap = text.gap[i] > 0;
        let open = i == 0 || !is_han(c) || gap;
        let ends = !is_han(next) || text.gap_at(j) > 0;
        let titled = before.strong && before.clue.0 + 1 < before.clue.1;
        let listed = c == '、' && before.strong && before.kind == ClueKind::Column;
        let prepared = PREPOSITIONS.contains(c);
        if !(open || prepared || titled) {
            return None;
        }
        if self.told_apart(j) {
            return Some(SURE);
        }
        let before_verb = self.before_verb(i, j);
        if before_verb && matches!(c, '请' | '让' | '替') || matches!(c, '《' | '“' | '让') && !after.strong
        {
            return None;
        }
        if ends {
            let closing =
                CLOSING.contains(c) && !gap && !matches!(next, '”' | '》') || listed || titled && gap;
            return closing.then_some(LIKELY);
        }
        if c == '由' && !matches!(next, '到' | '变' | '转' | '走' | '的' | '于') {
            return Some(LIKELY);
        }
        if next == '的' {
            let body = open && j + 1 < text.len() && self.marks.entity[j + 1] & Marks::INSIDE != 0;
            return body.then_some(LIKELY);
        }
        let idiom = j + 2 <= text.len() && super::model::is_word(self.cx.words, &text.ch[j..j + 2]);
        let begins = PREDICATE.contains(next) && !idiom || matches!(next, '等' | '户' | '家');
        let verb = after.strong || self.verb_at(j);
        // 谷雨播种: a season before a verb.
        if before_verb && !listed || SEASONS.iter().any(|word| text.starts_with(i, word)) {
            let begins = begins && self.manner(i, j) && matches!(next, '在' | '因' | '被' | '等' | '户');
            let duty = DUTY.iter().chain(SPEECH).any(|word| text.starts_with(j, word));
            return (duty || begins && c != '把').then_some(LIKELY);
        }
        (verb || begins || is_digit(next)).then_some(LIKELY)
    }
}
