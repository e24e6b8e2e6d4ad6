//! Where a name may begin: the places that are worth a look, and those of them at which no name can win.

use super::context::{Marks, Side};
use super::full::{BOTH_SIDES, VERB};
use super::reading::{ENOUGH, ENOUGH_ALONE};
use super::scan::Scan;
use super::{model, short};
use crate::lexicon::Tags;
use crate::recognize::set::Sieve;
use crate::recognize::{Text, is_han};

/// Places that are sifted at once.
pub(super) const BLOCK: usize = 256;
/// What a name begins with.
pub(super) const PARTS: Tags = Tags::SURNAME.and(Tags::NAME_PART);
/// What a name follows.
const LABELS: Tags = Tags::TITLE.and(Tags::PERSON_LABEL);
/// Marks that are looked at, and those that a name follows.
const LOOKED_AT: Sieve = Sieve::new("：:·•・\t/、ABCDEFGHIJKLMNOPQRSTUVWXYZ");
/// Most that what stands before says, with a cue and without.
pub(super) const LED_LEFT: f32 = 4.0;
const PLAIN_LEFT: f32 = -2.5;
/// Most that a Han character behind says, or a mark, with what both sides say together.
pub(super) const HAN_RIGHT: f32 = 12.0;
pub(super) const MARK_RIGHT: f32 = 18.0;
/// What stands behind says so much from here on that it helps a name inside ordinary characters.
pub(super) const STRONG_RIGHT: f32 = 6.0;

/// Writes the places of a block at which a name may begin, or which are looked at for another reason, and returns how
/// many there are. Most are passed over here, without a branch.
pub(super) fn worth_a_look(text: &Text<'_>, from: usize, places: &mut [u32; BLOCK]) -> usize {
    let to = text.len().min(from + BLOCK);
    let mut count = 0;
    let mut marked = from == 0 || LOOKED_AT.passes(text.ch[from - 1]);
    let mut led = if from == 0 { 0 } else { text.ends[from - 1].0 & LABELS.0 };
    let (chars, one) = (&text.ch[from..to], &text.one[from..to]);
    let (starts, ends) = (&text.starts[from..to], &text.ends[from..to]);
    let len = chars.len();
    // Whether a place is worth a look is known when the next character is.
    let (mut worth, mut sound) = (false, 0);
    for at in 0..len.min(one.len()).min(starts.len()).min(ends.len()) {
        let class = model::sound_class(chars[at]);
        places[count & (BLOCK - 1)] = (from + at).wrapping_sub(1) as u32;
        count += usize::from(worth | (sound & class >> 1 & 1 != 0));
        let before = marked;
        marked = LOOKED_AT.passes(chars[at]);
        worth = ((one[at].0 | starts[at].0) & PARTS.0 | led != 0) | before | marked;
        (led, sound) = (ends[at].0 & LABELS.0, class);
    }
    places[count & (BLOCK - 1)] = to as u32 - 1;
    count + usize::from(worth | (sound & model::sound_class(text.get(to)) >> 1 & 1 != 0))
}

/// What both sides say together at most of a name inside ordinary characters, or what it lacks.
pub(super) fn both_sides(after: &Side) -> f32 {
    if after.strong { BOTH_SIDES } else { ENOUGH - ENOUGH_ALONE }
}

impl Scan<'_> {
    /// Whether no name of one or two parts at `i` can win: between ordinary characters its own bits must carry it.
    pub(super) fn hopeless(&mut self, i: usize) -> bool {
        const SAID: Tags = Tags::TITLE.and(Tags::TITLE_AFTER).and(Tags::PERSON_LABEL);
        const CUES: Tags = Tags::CUE_BEFORE.and(Tags::BREAK).and(Tags::ORG_HEAD);
        let text = self.cx.text;
        let Some(last) = i.checked_sub(1) else { return false };
        let c = text.ch[last];
        if !is_han(c)
            || text.gap[i] > 0
            || text.ends[last].has(SAID)
            || text.starts[i].has(Tags::SURNAME.and(Tags::NAME_PART))
            || self.marks.last_name >= last && self.marks.last_name > 0
            || matches!(c, '由' | '叫' | '名' | '组' | '及')
            || i + 4 >= text.len()
            || short::may_stand_alone(self.cx, i, i + 1)
            || model::sounds_start(text, i)
            || model::may_sound(text, i, text.len())
        {
            return false;
        }
        let led = text.ends[last].has(CUES)
            || text.one[last].has(CUES)
            || self.marks.entity[last] & Marks::LAST != 0
            || matches!(
                c,
                '员' | '者' | '户' | '师' | '长' | '民' | '工' | '兵' | '嫂' | '妻' | '子' | '女' | '人'
            );
        let before = if led { LED_LEFT } else { PLAIN_LEFT };
        let Some(four) = text.ch[i..].first_chunk() else { return false };
        let saved = model::saved(four);
        for given in 1..=saved.len() {
            let (j, bound) = (i + 1 + given, saved[given - 1]);
            if !is_han(text.ch[j - 1]) {
                break;
            }
            // What stands behind is asked for where the most that it can say would do.
            if bound < ENOUGH - if is_han(text.ch[j]) { HAN_RIGHT } else { MARK_RIGHT } - before {
                continue;
            }
            let Some(after) = self.rights.at(self.cx, j) else { continue };
            let need = if after.bits >= STRONG_RIGHT || text.ch[j] == '、' {
                ENOUGH - if is_han(text.ch[j]) { HAN_RIGHT } else { MARK_RIGHT }
            } else if given < 3 || after.strong {
                ENOUGH - after.bits.max(VERB) - both_sides(&after)
            } else {
                continue;
            } - before;
            if bound >= need {
                let cost = model::han(&text.ch[i..=i], &text.ch[i + 1..j]);
                if self.gain(i, j, cost) >= need {
                    return false;
                }
            }
        }
        true
    }

    /// Whether what stands before `i` lets a name begin that nothing else announces.
    #[inline]
    pub(super) fn may_open(&self, i: usize) -> bool {
        let text = self.cx.text;
        let c = text.before(i);
        !is_han(c)
            || text.gap[i] > 0
            || matches!(
                c,
                '的' | '对'
                    | '向'
                    | '与'
                    | '和'
                    | '由'
                    | '被'
                    | '让'
                    | '使'
                    | '把'
                    | '据'
                    | '从'
                    | '在'
                    | '以'
                    | '给'
                    | '及'
                    | '见'
            )
    }

    /// Whether a title or a label ends right before `i`.
    #[inline]
    pub(super) fn after_strong(&self, i: usize) -> bool {
        let text = self.cx.text;
        let Some(last) = i.checked_sub(1) else { return false };
        match text.ch[last] {
            '：' | ':' | '\t' | '/' => last > 0 && text.ends[last - 1].has(LABELS),
            '、' => self.marks.last_name == last,
            _ => text.ends[last].has(LABELS),
        }
    }
}
