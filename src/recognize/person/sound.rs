//! Names written by sound (扎西, 吐尔逊), weighed by their length.

use super::context::Side;
use super::full::{BOTH_SIDES, LIST_AHEAD, NOT_LAST};
use super::lattice::most;
use super::reading::{ENOUGH, Reading, better};
use super::scan::Scan;
use super::{model, syllable};
use crate::lexicon::Tags;

/// A name by sound that is a word, mostly a foreign place.
const SOUND_WORD: f32 = -12.0;
/// Most that what stands behind says.
const MOST_RIGHT: f32 = 14.0;

impl Scan<'_> {
    /// Weighs the names by sound that start at `i`, and keeps the best.
    pub(super) fn by_sound(&mut self, i: usize, end: usize, before: &Side, best: &mut Option<Reading>) {
        let text = self.cx.text;
        let tail = if before.strong { 0 } else { 3 };
        let costs = syllable::costs(text, i, end);
        // 谢谢买合木提大哥
        if text.ch[i] == text.get(i + 1)
            && model::is_word(self.cx.words, &text.ch[i..i + 2])
            && !before.strong
        {
            return;
        }
        // 女阿依努尔: the sex of a child, then its name.
        if matches!(text.ch[i], '女' | '子' | '男')
            && text.starts[(i + 1).min(text.len() - 1)].has(Tags::NAME_PART)
        {
            return;
        }
        for (len, &cost) in costs.iter().enumerate().skip(2) {
            let j = i + len;
            if cost == f32::MAX {
                continue;
            }
            // 韦　安　男: the sex of a person in a row.
            if matches!(text.ch[j - 1], '男' | '女') && text.gap[j - 1] > 0 {
                continue;
            }
            let saved = most(self.cx, i, j, cost) + before.bits + BOTH_SIDES;
            if saved + MOST_RIGHT < ENOUGH {
                continue;
            }
            let Some(after) = self.rights.at(self.cx, j) else { continue };
            let list = text.get(j) == '、';
            if saved + after.bits + if list { LIST_AHEAD } else { 0.0 } < ENOUGH {
                continue;
            }
            // 母亲安氏
            if len == 2 && text.ch[j - 1] == '氏' {
                continue;
            }
            let place = matches!(text.ch[j - 1], '的' | '河' | '湖' | '岛' | '滩' | '桥' | '泉');
            if place || NOT_LAST.contains(text.ch[j - 1]) && (text.ch[j - 1] != '科' || len < 4) {
                continue;
            }
            let division =
                |c: &char| matches!(c, '族' | '镇' | '乡' | '县' | '旗') || *c == '嘎' && !before.strong;
            // 次仁副县长: the county belongs to the office.
            let titled = text.longest_at(j + usize::from(text.get(j) == '副'), Tags::TITLE_AFTER);
            let tail = if titled.is_some_and(|n| n > 1) { 0 } else { tail };
            if text.ch[i..(j + tail).min(end)].iter().any(division) {
                if text.ch[i..j].iter().any(division) {
                    break;
                }
                continue;
            }
            let mut bits = self.weigh(i, j, cost, before, &after);
            if (len > 2 || !before.strong) && bits >= ENOUGH && model::is_word(self.cx.words, &text.ch[i..j])
            {
                bits += SOUND_WORD;
            }
            let list = list && bits < ENOUGH + 6.0 && self.part_follows(j + 1);
            let bits = bits + if list { LIST_AHEAD } else { 0.0 };
            if bits >= ENOUGH {
                let after = Side { strong: after.strong || list, ..after };
                better(best, Some(Reading::new(i, j, bits, 0, &[*before, after])));
            }
        }
    }

    /// Whether a listed part of a name by sound starts at `i`.
    fn part_follows(&self, i: usize) -> bool {
        self.cx.text.starts.get(i).is_some_and(|tags| tags.has(Tags::NAME_PART))
    }
}
