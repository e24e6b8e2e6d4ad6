//! A family name with a given name: what each side, the characters and the words around them say is added up.

use super::context::{Marks, Side};
use super::lattice::most;
use super::model;
use super::reading::{ENOUGH, ENOUGH_ALONE, Reading};
use super::scan::Scan;
use super::seek::{STRONG_RIGHT, both_sides};
use super::words::{ORDERS, VERBS};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, Text, is_cnum, is_digit, is_han};

/// The same between an office and a verb of which only people are the subject.
pub(super) const WORD_SPEAKS: f32 = 9.0;
/// Characters that end places and bodies, not names.
pub(super) const NOT_LAST: CharSet = CharSet::new(
    "镇乡县村市区州旗省办局站所院委部厅处科组队会厂场店馆校路街湾沟寨庄屯岭族级类型性化费率额量们制度法策茶菌薯酒菜药粮猪鸭",
);
const UNLIKELY_LAST: f32 = -7.0;
/// What a strong clue on either side says together with a clue on the other.
pub(super) const BOTH_SIDES: f32 = 4.0;
/// Bits from which a name with a clear neighbour beats a guess at a place.
pub(super) const SURE_NAME: f32 = 7.0;
/// A name that begins the next item of a list.
pub(super) const LIST_AHEAD: f32 = 5.0;
/// A verb behind, of which the lists do not know that only people are its subject.
pub(super) const VERB: f32 = 1.0;
/// The same for what begins a sentence.
const OPEN_VERB: f32 = 2.5;
/// A name that fills a bracket or a line, or ends one that a name opens.
const ENCLOSED: f32 = 3.0;
/// The first of two names that fill a bracket or a line.
const PAIRED: f32 = 7.0;
/// A name that fills what stands behind a colon.
const FIELD: f32 = 1.5;
/// What the characters of the second may cost more than words.
const SECOND: f32 = -5.0;
/// A connective read as a family name before a word (干警和联防队员).
const CONNECTIVE: f32 = -9.0;
pub(super) const DOUBTFUL: CharSet = CharSet::new("和与及的为来从向任于应由时有连在别太");
/// What it says of a name that a family name stands right behind a title and begins no word.
const OPENS_NAME: f32 = 4.0;
/// A blank inside a name.
const BLANK_INSIDE: f32 = -3.0;
/// Crossing the edge of a place or organisation, or standing inside one.
const IN_ENTITY: f32 = -8.0;
/// An item of a list beside ordinary words (苹果、杜仲、当归).
const AMONG_WORDS: f32 = -9.0;
/// Longest item of such a list.
const ITEM: usize = 4;
/// A family name that is a preposition before a pronoun (于本判决, 从该日).
const PRONOUN: CharSet = CharSet::new("本此该其当各今");
/// More than what stands behind, with everything else, can add.
const MOST_AFTER: f32 = 30.0;
/// More than everything but the neighbours can add.
const MOST_MORE: f32 = BOTH_SIDES + LIST_AHEAD + WORD_SPEAKS;

/// Whether a bracket or a line ends at `at`.
fn closes(text: &Text<'_>, at: usize) -> bool {
    matches!(text.get(at), '）' | ')' | '\n' | '\0')
}

impl Scan<'_> {
    /// The family name from `i` with a given name, if that may win.
    pub(super) fn full(&mut self, i: usize, surname: usize, given: usize, before: &Side) -> Option<Reading> {
        let (text, j) = (self.cx.text, i + surname + given);
        let given_chars = &text.ch[i + surname..j];
        let cost = model::han(&text.ch[i..i + surname], given_chars);
        let bound = most(self.cx, i, j, cost) + before.bits;
        if bound + MOST_AFTER < ENOUGH {
            return None;
        }
        let mut after = self.rights.at(self.cx, j)?;
        let strong = before.strong || after.strong;
        if given == 3 && !strong {
            return None;
        }
        // Between ordinary characters nothing helps a reading that its own bits do not carry.
        let inside = !before.strong
            && after.bits < STRONG_RIGHT
            && is_han(text.before(i))
            && text.gap[i] == 0
            && !matches!(text.before(i), '由' | '叫' | '名');
        if inside
            && text.get(j) != '、'
            && self.marks.last_name != i
            && bound + after.bits.max(VERB) + both_sides(&after) < ENOUGH
        {
            return None;
        }
        if after.bits < OPEN_VERB && after.clue.0 == after.clue.1 && self.verb_at(j) {
            // 与曾令海协商: behind a preposition as behind a mark.
            let joined = is_han(text.before(i)) && text.gap[i] == 0;
            let shut = joined && (before.bits < 2.0 || DOUBTFUL.contains(text.ch[i]));
            let verb = if shut { VERB } else { OPEN_VERB };
            after.bits = after.bits.max(verb);
        }
        let comma = text.get(j) == '、';
        let more = match (strong, comma) {
            (true, true) => MOST_MORE,
            (true, false) => BOTH_SIDES + WORD_SPEAKS,
            (false, true) => LIST_AHEAD,
            (false, false) => ENOUGH - ENOUGH_ALONE,
        };
        let pair = self.pairs(i, j);
        let encloses = pair || self.encloses(i, j);
        let more = more + if encloses { PAIRED } else { 0.0 };
        let among = self.in_list(i, j, before) || comma && self.before_office(i, j);
        let floor = self.place_of_people(i, j, before, &after);
        if bound + after.bits + more < ENOUGH && !among && floor.is_none() {
            return None;
        }
        if self.impossible(i, j, surname, (before, &after)) {
            return None;
        }
        let mut bits = self.weigh(i, j, cost, before, &after) + self.spelled(i, j, surname, (before, &after));
        let word = if model::is_word(self.cx.words, &text.ch[i..j]) {
            self.word_bits(i, j, before, &after)
        } else if pair {
            PAIRED
        } else if encloses {
            ENCLOSED
        } else {
            0.0
        };
        bits += word;
        if among {
            bits = bits.max(SURE_NAME);
        }
        if let Some(floor) = floor {
            bits = bits.max(floor);
        }
        if (-8.0..ENOUGH + 6.0).contains(&bits) && comma && self.name_follows(j + 1) {
            bits += LIST_AHEAD - word.min(0.0);
            return Some(Reading::new(i, j, bits, surname, &[*before, Side { strong: true, ..after }]));
        }
        let after = Side { strong: after.strong || encloses && word >= ENCLOSED, ..after };
        (bits >= ENOUGH).then(|| Reading::new(i, j, bits, surname, &[*before, after]))
    }

    /// Whether the neighbours leave no name of these characters.
    fn impossible(&self, i: usize, j: usize, surname: usize, sides: (&Side, &Side)) -> bool {
        let text = self.cx.text;
        let (before, after) = sides;
        let (given, last) = (j - i - surname, text.ch[j - 1]);
        let pronoun = surname == 1
            && DOUBTFUL.contains(text.ch[i])
            && PRONOUN.contains(text.ch[i + 1])
            && is_han(text.get(j));
        // 江海带24名: the verb belongs to the number.
        let counts = (given > 1 || !before.strong && last == '欠') && self.before_number(j);
        // 姚畈村原党支部书记: 原 belongs to the office.
        let office = last == '原' && after.strong || given > 1 && last == '副';
        // 江月村调研: a place, unless a title stands before it.
        let place = !before.strong && matches!(last, '镇' | '乡' | '县' | '村' | '寨' | '屯' | '嘎');
        // 肇旭任组长, 洪亮派司机: the verb before an office; 总工程师: the end of a title.
        let charged = given > 1
            && (matches!(last, '任' | '兼') || ORDERS.contains(last))
            && text.starts.get(j).is_some_and(|tags| tags.has(Tags::TITLE));
        let titles = Tags::TITLE.and(Tags::TITLE_AFTER);
        let title = i > 0
            && is_han(text.before(i))
            && text.ends[j - 1].has(titles)
            && text.longest_before(j, titles).is_some_and(|n| n > j - i);
        let from = i > 0 && self.marks.entity[i - 1] & Marks::LAST != 0;
        // 范本三, 阚疃镇谷圩人，
        let numbered = given > 1
            && !before.strong
            && is_cnum(last)
            && model::is_word(self.cx.words, &text.ch[i..j - 1])
            && !is_han(text.get(j));
        let native = given > 1 && from && last == '人' && !is_han(text.get(j));
        // 尤姐送60本, 乔大姐领。
        let kin = |at: usize| {
            matches!(text.ch[at], '姐' | '哥' | '叔' | '婶' | '嫂' | '爷' | '奶' | '妈' | '娘' | '姨')
        };
        let kin = surname == 1
            && (given == 2 && kin(i + 1)
                || given == 3 && matches!(text.ch[i + 1], '大' | '小') && kin(i + 2))
            && (VERBS.contains(last) || matches!(last, '领' | '说' | '做' | '给' | '收'));
        let impossible =
            pronoun || counts || office || place || charged || title || numbered || native || kin;
        impossible || self.cut_from_words(i, j, surname, sides)
    }

    /// What the characters themselves say beside how likely they are, in bits.
    fn spelled(&self, i: usize, j: usize, surname: usize, (before, after): (&Side, &Side)) -> f32 {
        let text = self.cx.text;
        let given = &text.ch[i + surname..j];
        let last = text.ch[j - 1];
        let place = !before.strong && given.iter().any(|&c| NOT_LAST.contains(c));
        // 村医向阳处领取
        let tail = before.strong
            && given.len() == 2
            && NOT_LAST.contains(last)
            && model::is_word(self.cx.words, &text.ch[i..j - 1]);
        // 成员有佟铁: behind a role, a connective before a family name.
        let linked = before.strong
            && text.one[i + 1].has(Tags::SURNAME)
            && matches!(text.ch[i], '有' | '为' | '由' | '及' | '和');
        // 记者　秋实　于大海, 任命于海波为局长: neither is a connective.
        let apart = text.gap[i] > 0 && before.strong && before.kind == ClueKind::Column;
        let named = after.bits >= 6.0 && after.strong && before.clue.0 + 1 < before.clue.1;
        let connects = !(apart || named) && DOUBTFUL.contains(text.ch[i]);
        // 存档：宗静
        let closes =
            matches!(text.get(j), '\n' | '\t' | '\0') || text.gap_at(j) > 0 && !is_han(text.before(i));
        let field = matches!(text.before(i), '：' | ':')
            && closes
            && !model::is_word(self.cx.words, &text.ch[i..j])
            && !given.iter().any(|&c| is_cnum(c));
        let connective = surname == 1 && given.len() == 2 && connects && (linked || self.term(given));
        [
            (given.len() == 2 && self.opens_name(i, before), OPENS_NAME),
            (place, UNLIKELY_LAST),
            // 干事唐诗补写记录, 慕容秋作专题辅导: the verb's first character is none of the name's.
            (self.ends_in_verb(i, j, given.len()), UNLIKELY_LAST),
            (tail, UNLIKELY_LAST),
            (connective, CONNECTIVE),
            (field, FIELD),
            (self.among_words(i, j, before, after), AMONG_WORDS),
        ]
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, bits)| bits)
        .sum()
    }

    /// Whether the items of the list beside it are ordinary words that no family name begins.
    fn among_words(&self, i: usize, j: usize, before: &Side, after: &Side) -> bool {
        let text = self.cx.text;
        if before.strong || after.strong {
            return false;
        }
        let goods = |from: usize, to: usize| {
            (2..=ITEM).contains(&(to - from))
                && !text.one[from].has(Tags::SURNAME)
                && model::is_word(self.cx.words, &text.ch[from..to])
        };
        let left = || {
            let to = i - 1;
            let from = (to.saturating_sub(ITEM)..to).rev().find(|&at| !is_han(text.ch[at]));
            from.is_some_and(|from| goods(from + 1, to))
        };
        let right = || {
            let to = (j + 1..text.len().min(j + 2 + ITEM)).find(|&at| !is_han(text.ch[at]));
            to.is_some_and(|to| goods(j + 1, to))
        };
        let (behind, before) = (i > 1 && text.ch[i - 1] == '、', text.get(j) == '、');
        (behind || before) && (!behind || left()) && (!before || right())
    }

    /// Whether right behind a title stands a family name that begins no word: few things but a name stand there.
    fn opens_name(&self, i: usize, before: &Side) -> bool {
        let text = self.cx.text;
        let behind_title = before.strong && before.clue.0 + 1 < before.clue.1 && before.clue.1 == i;
        behind_title
            && text.gap[i] == 0
            && !(2..=4).any(|n| i + n <= text.len() && model::is_word(self.cx.words, &text.ch[i..i + n]))
    }

    /// Whether a name fills a bracket or a line, alone or behind another (（刘明英保平）).
    fn encloses(&self, i: usize, j: usize) -> bool {
        let text = self.cx.text;
        let opens = i == 0
            || matches!(text.before(i), '（' | '(' | '\n')
            || self.after_clock(i)
            || self.marks.opened && self.marks.last_name == i && text.gap[i] == 0;
        // （左二）, （万元）
        if !opens || is_cnum(text.ch[i]) || is_cnum(text.ch[j - 1]) {
            return false;
        }
        // 程功 06:15
        let clock = text.gap_at(j) > 0 && is_digit(text.get(j)) && matches!(text.before(i), '\n' | '\0');
        closes(text, j) || clock || self.credited(j)
    }

    /// Whether the time of a message opens the line before `i` (07:15　钱多多).
    pub(super) fn after_clock(&self, i: usize) -> bool {
        let text = self.cx.text;
        let time =
            |at: usize| is_digit(text.ch[at - 1]) && is_digit(text.ch[at - 2]) && text.ch[at - 3] == ':';
        i >= 5 && text.gap[i] > 0 && time(i) && is_digit(text.ch[i - 4])
    }

    /// Whether what a reporter did stands at `j` and ends a bracket or a line (摄, 摄影报道).
    pub(super) fn credited(&self, j: usize) -> bool {
        const DONE: &[&str] = &["摄", "文", "图", "摄影", "报道", "摄影报道", "供图", "文并摄", "制图", "绘"];
        let text = self.cx.text;
        matches!(text.get(j), '摄' | '文' | '图' | '报' | '供' | '制' | '绘')
            && DONE.iter().any(|done| text.starts_with(j, done) && closes(text, j + done.chars().count()))
    }

    /// Whether a name opens a bracket or a line and a second one fills the rest (（周新华姚信民）).
    fn pairs(&mut self, i: usize, j: usize) -> bool {
        let text = self.cx.text;
        if !(i == 0 || matches!(text.ch[i - 1], '（' | '(' | '\n'))
            || !text.one.get(j).is_some_and(|t| t.has(Tags::SURNAME))
        {
            return false;
        }
        [3, 2].into_iter().any(|n| {
            let end = j + n;
            (closes(text, end) || self.credited(end))
                && end <= text.len()
                && text.ch[j..end].iter().all(|&c| is_han(c))
                && !NOT_LAST.contains(text.ch[end - 1])
                && !model::is_word(self.cx.words, &text.ch[j..end])
                && self.gain(j, end, model::han(&text.ch[j..=j], &text.ch[j + 1..end])) > SECOND
        })
    }

    /// What a name of this cost and its neighbours say together.
    pub(super) fn weigh(&mut self, i: usize, j: usize, cost: f32, before: &Side, after: &Side) -> f32 {
        let text = self.cx.text;
        let mut bits = self.gain(i, j, cost) + before.bits + after.bits;
        if before.strong && after.bits > 0.0 || after.strong && before.bits > 0.0 {
            bits += BOTH_SIDES;
        }
        let blanks = (i + 1..j).filter(|&at| text.gap[at] > 0).count();
        bits += blanks as f32 * if text.spaced > 20 { BLANK_INSIDE / 2.0 } else { BLANK_INSIDE };
        let titled = before.strong && before.clue.0 + 1 < before.clue.1;
        bits + self.entity_bits(i, j, titled)
    }

    fn entity_bits(&self, i: usize, j: usize, titled: bool) -> f32 {
        let inside = |at: usize| self.marks.entity.get(at).is_some_and(|m| m & Marks::INSIDE != 0);
        let last = |at: usize| self.marks.entity[at] & Marks::LAST != 0;
        let crossing = |at: usize| at > 0 && inside(at) && inside(at - 1) && !last(at - 1);
        let is_kept = |at: usize| self.marks.entity.get(at).is_some_and(|m| m & Marks::KEPT != 0);
        let prefix = titled && j - i == 3 && is_kept(i) && !is_kept(j - 1) && (i == 0 || !is_kept(i - 1));
        let kept = !prefix && (i..j).any(is_kept);
        // An entity that begins behind the family name (谢凤山任办公室) was cut out of the name.
        const SURE: Tags = Tags::PROVINCE.and(Tags::PREFECTURE).and(Tags::COUNTY);
        let listed = || (i + 1..j).any(|at| inside(at) && self.cx.text.starts[at].has(SURE));
        let tail = titled && !inside(i) && !crossing(i) && (!crossing(j) || !listed());
        if crossing(i) || crossing(j) && !tail || kept { IN_ENTITY } else { 0.0 }
    }
}
