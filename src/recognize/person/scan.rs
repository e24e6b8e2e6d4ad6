//! One pass over the text: at each place where a name may begin, the best reading is weighed and taken or not.

use super::context::{BEFORE_NUMBER, Marks, Side, left, right};
use super::lattice::{Lattice, most};
use super::{dotted, model, short, table};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{Candidate, ClueKind, Context, is_cnum, is_digit, is_han};
use crate::rule::RuleId;

/// Bits from which a reading is a name.
pub(super) const ENOUGH: f32 = 3.0;
/// The same where neither neighbour says that a person is named.
const ENOUGH_ALONE: f32 = 5.0;
/// A name that is also an ordinary word, between a title and a verb.
const WORD_BETWEEN: f32 = 3.0;
/// The same between an office and a verb of which only people are the subject.
const WORD_SPEAKS: f32 = 9.0;
/// The same in a list of people, or before 等.
const WORD_LISTED: f32 = 6.0;
/// A name that is also an ordinary word with nothing but a title behind.
const WORD_BEFORE_TITLE: f32 = -8.0;
/// A name that is also an ordinary word with nothing but a mark behind.
const WORD_BEFORE_MARK: f32 = -3.0;
/// Words that stand between a title and a verb as adverbs.
const ADVERBS: &[&str] = &[
    "成功", "严肃", "全力", "全程", "全面", "安全", "主动", "马上", "常年", "平安", "平时", "高度", "高效",
    "高兴", "从严", "从快", "连续", "连夜", "应当", "应该", "和平", "公平", "公正", "公开", "广泛", "宏观",
    "明确", "方便", "真正", "通过", "经常", "于是", "时常", "常常", "文明", "温暖", "幸福", "热情", "郑重",
    "尤其", "特别", "干净", "简单", "简要", "强行", "强制", "盛情", "认真", "单独", "共同", "和谐", "随即",
    "曾经", "相继", "相互", "及时", "同时", "后来", "如实", "能够", "向来", "历来", "从来", "从未", "从此",
    "强烈", "殷切", "关心", "关注", "慎重", "庄严", "庄重", "全体", "全员", "当即", "当场", "当面", "明显",
    "时刻", "应急", "应邀", "安心", "严格", "严厉", "严正", "高调", "高声", "平静", "平和", "和气", "直接",
    "党员", "万分", "连声", "连忙", "单方", "真诚", "真心", "诚挚", "诚恳", "热烈", "热心", "通常", "经过",
];
/// Characters that end places and bodies, not names.
const NOT_LAST: CharSet = CharSet::new(
    "镇乡县村市区州旗省办局站所院委部厅处科组队会厂场店馆校路街湾沟寨庄屯岭族级类型性化费率额量们制度法策",
);
const UNLIKELY_LAST: f32 = -7.0;
/// Capital numerals and masks: an amount or a placeholder, not a name.
const NEVER_GIVEN: CharSet = CharSet::new("某佰仟壹贰叁肆柒捌玖拾");
/// What a strong clue on either side says together with a clue on the other.
const BOTH_SIDES: f32 = 4.0;
/// Bits from which a name with a clear neighbour beats a guess at a place.
const SURE_NAME: f32 = 7.0;
/// A name that begins the next item of a list.
const LIST_AHEAD: f32 = 5.0;
/// A connective read as a family name before a word (干警和联防队员).
const CONNECTIVE: f32 = -9.0;
const DOUBTFUL: CharSet = CharSet::new("和与及的为来从向任于应由时有连在别太");
/// A name by sound that is a word, mostly a foreign place.
const SOUND_WORD: f32 = -12.0;
/// A blank inside a name.
const BLANK_INSIDE: f32 = -3.0;
/// Score from which a place is more than a guess by its form.
const SURE_PLACE: f32 = 0.8;
/// The same of an organisation.
const SURE_ORG: f32 = 0.9;
/// Crossing the edge of a place or organisation, or standing inside one.
const IN_ENTITY: f32 = -8.0;

/// Items of a list that are read ahead.
const ITEMS: usize = 5;
/// A family name that is a preposition before a pronoun (于本判决, 从该日).
const PRONOUN: CharSet = CharSet::new("本此该其当各今");
/// Verbs of speech: no adverb of success or time stands before them.
const SPEECH: &[&str] = &[
    "承诺", "表示", "说", "强调", "指出", "介绍", "认为", "告诉", "透露", "坦言", "回忆", "记过", "受伤",
    "落网",
];
/// Adverbs that do stand before them.
const OF_SPEECH: &[&str] = &[
    "严肃", "主动", "马上", "高兴", "连续", "应当", "应该", "公开", "明确", "真正", "经常", "于是", "时常",
    "常常", "热情", "郑重", "尤其", "特别", "简单", "简要", "认真", "单独", "共同", "随即", "全程",
];

/// Characters of the longest name without marks inside.
const LONGEST: usize = 12;
/// More than what stands behind, with everything else, can add.
const MOST_AFTER: f32 = 30.0;
/// More than everything but the neighbours can add.
const MOST_MORE: f32 = BOTH_SIDES + LIST_AHEAD + WORD_SPEAKS;

/// What stands behind a place does not depend on where the name begins, so neighbours share the answers.
#[derive(Debug)]
struct Rights([(usize, Option<Side>); RIGHTS]);

/// Answers that are remembered; more than the longest name.
const RIGHTS: usize = 16;

impl Rights {
    const fn new() -> Self {
        Self([(usize::MAX, None); RIGHTS])
    }

    #[inline]
    fn at(&mut self, cx: &Context<'_>, j: usize) -> Option<Side> {
        let slot = &mut self.0[j % RIGHTS];
        if slot.0 != j {
            *slot = (j, right(cx, j));
        }
        slot.1
    }
}

/// Some characters read as a name.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) bits: f32,
    pub(super) clues: [Option<(ClueKind, usize, usize)>; 2],
    /// Length of the family name; 0 for a name by sound.
    pub(super) surname: usize,
    /// Whether one neighbour all but says that a person is named.
    strong: bool,
}

impl Reading {
    pub(super) fn new(start: usize, end: usize, bits: f32, surname: usize, sides: &[Side]) -> Self {
        let mut clues = [None; 2];
        for (slot, side) in clues.iter_mut().zip(sides.iter().filter(|s| s.clue.0 < s.clue.1)) {
            *slot = Some((side.kind, side.clue.0, side.clue.1));
        }
        Self { start, end, bits, clues, surname, strong: sides.iter().any(|s| s.strong) }
    }

    /// Bits that this reading needs.
    fn threshold(&self) -> f32 {
        if self.strong { ENOUGH } else { ENOUGH_ALONE }
    }

    /// The candidate of this reading; its score grows with the bits and never reaches 1.
    pub(super) fn candidate(&self) -> Candidate {
        let score = 0.5 + 0.48 * (1.0 - (-self.bits.max(0.0) / 8.0).exp());
        let mut candidate = Candidate::new(self.start, self.end, RuleId::PERSON, score);
        if self.surname > 0 {
            candidate = candidate.because(ClueKind::Surname, self.start, self.start + self.surname);
        }
        for &(kind, a, b) in self.clues.iter().flatten() {
            candidate = candidate.because(kind, a, b);
        }
        candidate
    }
}

/// Keeps the better of two readings.
fn better(best: &mut Option<Reading>, reading: Option<Reading>) {
    if let Some(reading) = reading
        && best.as_ref().is_none_or(|b| reading.bits > b.bits)
    {
        *best = Some(reading);
    }
}

/// The pass, with what it has taken.
pub(super) struct Scan<'s> {
    pub(super) cx: &'s Context<'s>,
    pub(super) marks: Marks,
    pub(super) taken: Vec<Reading>,
    /// The cut of the run that was looked at last.
    pub(super) lattice: Lattice,
    rights: Rights,
}

impl<'s> Scan<'s> {
    pub(super) fn new(cx: &'s Context<'s>, found: &[Candidate]) -> Self {
        let mut entity = vec![0u8; cx.text.len()];
        for candidate in found.iter().filter(|c| c.start < c.end && c.score >= 0.6) {
            // A guess at a place that runs into a title (岑立业镇 of 岑立业镇长) says nothing.
            let guess = candidate.rule == RuleId::PLACE && candidate.score < SURE_PLACE;
            let (range, mark) = match candidate.rule {
                _ if guess && cx.text.get(candidate.end) == '长' => continue,
                RuleId::KEEP => (candidate.start..candidate.end, Marks::KEPT),
                RuleId::PLACE | RuleId::ORG => (candidate.start..candidate.end, Marks::INSIDE),
                _ => continue,
            };
            entity[range].iter_mut().for_each(|m| *m |= mark);
            entity[candidate.end - 1] |= if mark == Marks::INSIDE { Marks::LAST } else { 0 };
        }
        Self {
            cx,
            marks: Marks { last_name: 0, listed: false, entity },
            taken: Vec::new(),
            lattice: Lattice::new(),
            rights: Rights::new(),
        }
    }

    pub(super) fn run(&mut self) {
        let cells = table::cells(self.cx);
        let mut cells = cells.iter().peekable();
        let text = self.cx.text;
        let parts = Tags::SURNAME.and(Tags::NAME_PART);
        for i in 0..text.len() {
            if let Some(cell) = cells.next_if(|c| c.start == i) {
                self.take(cell.clone());
                continue;
            }
            let c = text.ch[i];
            if c == '·' || c == '•' || c == '・' {
                if let Some(reading) = dotted::around(self.cx, i, &self.marks) {
                    self.take(reading);
                }
                continue;
            }
            if !is_han(c) || self.marks.entity[i] & Marks::KEPT != 0 {
                if c.is_ascii_uppercase()
                    && let Some(reading) = dotted::latin(self.cx, i, &self.marks)
                {
                    self.take(reading);
                }
                continue;
            }
            if text.one[i].has(parts) || text.starts[i].has(parts) || self.after_strong(i) {
                self.try_at(i);
            }
        }
    }

    /// Whether a title or a label ends right before `i`.
    fn after_strong(&self, i: usize) -> bool {
        let text = self.cx.text;
        let Some(last) = i.checked_sub(1) else { return false };
        let label = Tags::TITLE.and(Tags::PERSON_LABEL);
        match text.ch[last] {
            '：' | ':' | '\t' => last > 0 && text.ends[last - 1].has(label),
            '、' => self.marks.last_name == last,
            _ => text.ends[last].has(label),
        }
    }

    fn try_at(&mut self, i: usize) {
        let text = self.cx.text;
        let before = left(self.cx, i, &self.marks);
        let most_end = text.len().min(i + LONGEST);
        let end = (i + 1..most_end).find(|&at| !is_han(text.ch[at])).unwrap_or(most_end);
        let mut best: Option<Reading> = None;
        for surname in model::surnames_at(text, i).into_iter().filter(|&n| n > 0 && i + n <= end) {
            // 任副组长 and 任总网格长 are an office, not a name.
            let title = |at: usize| text.starts.get(at).is_some_and(|tags| tags.has(Tags::TITLE));
            let office = text.ch[i] == '任' && (title(i + 1) || title(i + 2));
            if !office {
                for given in 1..=(end - i - surname).min(3) {
                    if NEVER_GIVEN.contains(text.ch[i + surname + given - 1]) {
                        break;
                    }
                    better(&mut best, self.full(i, surname, given, &before));
                }
            }
            better(&mut best, short::alone(self.cx, i, surname, &before, &mut self.lattice));
        }
        if before.strong || model::may_sound(text, i, end) {
            self.by_sound(i, end, &before, &mut best);
        }
        if let Some(reading) = best.filter(|r| r.bits >= r.threshold()) {
            self.take(reading);
        }
    }

    fn full(&mut self, i: usize, surname: usize, given: usize, before: &Side) -> Option<Reading> {
        let (text, j) = (self.cx.text, i + surname + given);
        let given_chars = &text.ch[i + surname..j];
        let cost = model::han(&text.ch[i..i + surname], given_chars);
        let bound = most(self.cx, i, j, cost) + before.bits;
        if bound + MOST_AFTER < ENOUGH {
            return None;
        }
        let after = self.rights.at(self.cx, j)?;
        let strong = before.strong || after.strong;
        let comma = text.get(j) == '、';
        let more = match (strong, comma) {
            (true, true) => MOST_MORE,
            (true, false) => BOTH_SIDES + WORD_SPEAKS,
            (false, true) => LIST_AHEAD,
            (false, false) => ENOUGH - ENOUGH_ALONE,
        };
        let among = self.in_list(i, j, before) || comma && self.before_office(i, j);
        if bound + after.bits + more < ENOUGH && !among {
            return None;
        }
        if given == 3 && !strong {
            return None;
        }
        if surname == 1
            && DOUBTFUL.contains(text.ch[i])
            && PRONOUN.contains(text.ch[i + 1])
            && is_han(text.get(j))
        {
            return None;
        }
        // 江海带24名: the verb belongs to the number.
        if given > 1 && self.before_number(j) {
            return None;
        }
        // 姚畈村原党支部书记: 原 belongs to the office.
        if text.ch[j - 1] == '原' && after.strong || given > 1 && text.ch[j - 1] == '副' {
            return None;
        }
        let mut bits = self.weigh(i, j, cost, before, &after);
        if !before.strong && given_chars.iter().any(|&c| NOT_LAST.contains(c)) {
            bits += UNLIKELY_LAST;
        }
        if surname == 1 && given == 2 && DOUBTFUL.contains(text.ch[i]) && self.term(given_chars) {
            bits += CONNECTIVE;
        }
        let word = if model::is_word(self.cx.words, &text.ch[i..j]) {
            self.word_bits(i, j, before, &after)
        } else {
            0.0
        };
        bits += word;
        if among {
            bits = bits.max(SURE_NAME);
        }
        if (-8.0..ENOUGH + 6.0).contains(&bits) && comma && self.name_follows(j + 1) {
            bits += LIST_AHEAD - word.min(0.0);
            return Some(Reading::new(i, j, bits, surname, &[*before, Side { strong: true, ..after }]));
        }
        (bits >= ENOUGH).then(|| Reading::new(i, j, bits, surname, &[*before, after]))
    }

    /// Whether a short term fills an item of a list of people (候选人：齐小妹、高兴。).
    fn in_list(&self, i: usize, j: usize, before: &Side) -> bool {
        let text = self.cx.text;
        let item = self.marks.listed
            && before.kind == ClueKind::Column
            && text.before(i) == '、'
            && j - i <= 3
            && (matches!(text.get(j), '、' | '。' | '；' | '\n' | '（' | '和') || text.starts_with(j, "等"));
        item && self.plain_item(i, j)
    }

    /// Whether the item is nothing that the lists know as something else.
    fn plain_item(&self, i: usize, j: usize) -> bool {
        let text = self.cx.text;
        let listed = Tags::TITLE.and(Tags::PERSON_LABEL).and(Tags::ORG_HEAD).and(Tags::GENERIC);
        !self.cx.lexicon.get(&text.ch[i..j]).has(listed)
            && !NOT_LAST.contains(text.ch[j - 1])
            && (i..j).all(|at| self.marks.entity[at] == 0)
    }

    /// Whether the item begins a list of names that ends in an office or a number of people (高兴、齐小妹任副职).
    fn before_office(&mut self, i: usize, j: usize) -> bool {
        let text = self.cx.text;
        if text.get(j) != '、' || is_han(text.before(i)) || j - i > 3 || !self.plain_item(i, j) {
            return false;
        }
        let (mut from, mut sure) = (j + 1, false);
        for _ in 0..ITEMS {
            let Some(surname) = (from < text.len()).then(|| model::surnames_at(text, from)[0]) else {
                return false;
            };
            let mut next = None;
            for given in 1..=2 {
                let to = from + surname + given;
                if surname == 0 || to > text.len() || !text.ch[from..to].iter().all(|&c| is_han(c)) {
                    break;
                }
                let after = self.rights.at(self.cx, to);
                let ends = after.is_some_and(|side| side.strong && side.bits >= 5.0);
                if !ends && text.get(to) != '、' {
                    continue;
                }
                let cost = model::han(&text.ch[from..from + surname], &text.ch[from + surname..to]);
                sure |= self.gain(from, to, cost) > 0.0;
                next = Some((to, ends));
            }
            match next {
                Some((_, true)) => return sure,
                Some((to, false)) => from = to + 1,
                None => return false,
            }
        }
        false
    }

    /// What a name that is an ordinary word too needs more, or gets.
    fn word_bits(&self, i: usize, j: usize, before: &Side, after: &Side) -> f32 {
        let text = self.cx.text;
        // An adverb needs a verb behind it: nobody says 科长温暖等三人.
        let closed = !is_han(text.get(j)) || text.get(j) == '等';
        let speech = SPEECH.iter().any(|word| text.starts_with(j, word));
        let of_speech = || OF_SPEECH.iter().any(|word| text.starts_with(i, word));
        let adverb = || {
            !closed
                && j - i == 2
                && ADVERBS.iter().any(|word| text.starts_with(i, word))
                && (!speech || of_speech())
        };
        let titled = before.strong && before.clue.0 + 1 < before.clue.1;
        if after.strong && (titled || before.strong && closed) && !adverb() {
            if closed {
                WORD_LISTED
            } else if speech && self.office(before) {
                WORD_SPEAKS
            } else {
                WORD_BETWEEN
            }
        } else if !titled
            && after.strong
            && after.bits < 8.0
            && text.longest_at(j, Tags::TITLE_AFTER).is_some_and(|n| n > 1)
        {
            WORD_BEFORE_TITLE
        } else if titled && !after.strong && before.bits < 10.0 && !self.office(before) {
            WORD_BEFORE_MARK
        } else {
            0.0
        }
    }

    /// Whether a given name is rather a word, a place or one character twice.
    fn term(&self, given: &[char]) -> bool {
        let place =
            Tags::PROVINCE.and(Tags::PREFECTURE).and(Tags::COUNTY).and(Tags::SHORT).and(Tags::LANDMARK);
        given[0] == given[given.len() - 1]
            || model::is_word(self.cx.words, given)
            || self.cx.lexicon.get(given).has(place)
    }

    /// Whether the clue is an office (局长, 书记), which a name follows more surely than a role (村民, 干部).
    fn office(&self, side: &Side) -> bool {
        let (a, b) = side.clue;
        let a = if self.cx.text.get(a) == '副' { a + 1 } else { a };
        let tags = self.cx.lexicon.get(&self.cx.text.ch[a..b]);
        tags.has(Tags::TITLE) && tags.has(Tags::TITLE_AFTER)
    }

    /// Whether the characters from `i` on are a family name with a fitting given name, up to the end of a list's item.
    fn name_follows(&mut self, i: usize) -> bool {
        let text = self.cx.text;
        let Some(surname) = (i < text.len()).then(|| model::surnames_at(text, i)[0]).filter(|&n| n > 0)
        else {
            return false;
        };
        let end =
            (i..text.len().min(i + 4)).find(|&at| !is_han(text.ch[at])).unwrap_or(text.len().min(i + 4));
        (1..=2).any(|given| {
            let j = i + surname + given;
            let ends =
                matches!(text.get(j), '、' | '等' | '，' | '。' | '（' | '和' | '与' | '\n' | '）' | '；')
                    || text.gap_at(j) > 0
                    || text.starts.get(j).is_some_and(|tags| tags.has(Tags::CUE_AFTER));
            j <= end
                && ends
                && !NOT_LAST.contains(text.ch[j - 1])
                && self.gain(i, j, model::han(&text.ch[i..i + surname], &text.ch[i + surname..j])) > -2.0
        })
    }

    /// Whether the characters before `j` end in a verb or an adverb that a number follows.
    fn before_number(&self, j: usize) -> bool {
        let next = self.cx.text.get(j);
        BEFORE_NUMBER.contains(self.cx.text.ch[j - 1]) && (is_digit(next) || is_cnum(next))
    }

    /// What a name of this cost saves against words.
    pub(super) fn gain(&mut self, i: usize, j: usize, cost: f32) -> f32 {
        self.lattice.cover(self.cx, i);
        self.lattice.gain(i, j, cost)
    }

    fn by_sound(&mut self, i: usize, end: usize, before: &Side, best: &mut Option<Reading>) {
        let text = self.cx.text;
        let tail = if before.strong { 0 } else { 3 };
        let costs = model::sound(text, i, end);
        for (len, &cost) in costs.iter().enumerate().skip(2) {
            let j = i + len;
            if cost == f32::MAX || most(self.cx, i, j, cost) + before.bits + MOST_AFTER < ENOUGH {
                continue;
            }
            if NOT_LAST.contains(text.ch[j - 1]) {
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
            let Some(after) = self.rights.at(self.cx, j) else { continue };
            let mut bits = self.weigh(i, j, cost, before, &after);
            if (len > 2 || !before.strong && !after.strong)
                && bits >= ENOUGH
                && model::is_word(self.cx.words, &text.ch[i..j])
            {
                bits += SOUND_WORD;
            }
            let list = text.get(j) == '、' && bits < ENOUGH + 6.0 && self.part_follows(j + 1);
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
        let kept = self.marks.entity[i..j].iter().any(|m| m & Marks::KEPT != 0);
        // An entity that begins behind the family name (谢凤山任办公室) was cut out of the name.
        let tail = titled && !inside(i) && !crossing(i);
        if crossing(i) || crossing(j) && !tail || kept { IN_ENTITY } else { 0.0 }
    }

    /// Whether a label with its colon stands before the name, or a listed name before that.
    fn opens_list(&self, reading: &Reading) -> bool {
        let text = self.cx.text;
        match text.before(reading.start) {
            '：' | ':' => reading.clues[0].is_some_and(|(_, _, to)| to == reading.start),
            '、' => self.marks.listed && self.marks.last_name + 1 == reading.start,
            _ => false,
        }
    }

    /// Drops guesses at places that run across a name with a clear neighbour.
    pub(super) fn settle(&self, found: &mut Vec<Candidate>) {
        let sure: Vec<&Reading> = self.taken.iter().filter(|r| r.strong && r.bits >= SURE_NAME).collect();
        found.retain(|c| {
            let guess = match c.rule {
                RuleId::PLACE => c.score < SURE_PLACE,
                RuleId::ORG => c.score < SURE_ORG,
                _ => false,
            };
            if !guess {
                return true;
            }
            let from = usize::from(c.rule == RuleId::ORG);
            let near = sure.partition_point(|r| r.end <= c.start);
            sure.get(near).is_none_or(|r| !(r.start + from <= c.start && c.start < r.end && r.end < c.end))
        });
    }

    /// Takes a reading unless a better one overlaps it, which it replaces if it is better itself.
    pub(super) fn take(&mut self, reading: Reading) {
        while let Some(last) = self.taken.last() {
            if last.end <= reading.start {
                break;
            }
            if last.bits >= reading.bits {
                return;
            }
            self.taken.pop();
        }
        self.marks.listed = reading.strong && self.opens_list(&reading);
        self.marks.last_name = reading.end;
        self.taken.push(reading);
    }
}
