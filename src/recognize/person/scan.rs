//! One pass over the text: at each place where a name may begin, the best reading is weighed and taken or not.

use std::collections::VecDeque;

use super::context::{Marks, Side, left, right};
use super::lattice::{Lattice, most};
use super::repeat::Repeats;
use super::{dotted, model, rows, short, table};
use crate::lexicon::Tags;
use crate::recognize::set::{CharSet, Sieve};
use crate::recognize::{Candidate, ClueKind, Context, Text, is_cnum, is_digit, is_han};
use crate::rule::RuleId;

/// Bits from which a reading is a name.
pub(super) const ENOUGH: f32 = 3.0;
/// The same where neither neighbour says that a person is named.
const ENOUGH_ALONE: f32 = 4.5;
/// The same between an office and a verb of which only people are the subject.
pub(super) const WORD_SPEAKS: f32 = 9.0;
/// Characters that end places and bodies, not names.
pub(super) const NOT_LAST: CharSet = CharSet::new(
    "镇乡县村市区州旗省办局站所院委部厅处科组队会厂场店馆校路街湾沟寨庄屯岭族级类型性化费率额量们制度法策茶菌薯酒菜药粮猪鸭",
);
const UNLIKELY_LAST: f32 = -7.0;
/// Capital numerals and masks: an amount or a placeholder, not a name.
const NEVER_GIVEN: CharSet = CharSet::new("某摄佰仟壹贰叁肆柒捌玖拾的吗呢吧");
/// What a strong clue on either side says together with a clue on the other.
const BOTH_SIDES: f32 = 4.0;
/// Bits from which a name with a clear neighbour beats a guess at a place.
const SURE_NAME: f32 = 7.0;
/// A name that begins the next item of a list.
const LIST_AHEAD: f32 = 5.0;
/// What the characters of an item before a sure name may cost more than words.
const LIST_BEFORE: f32 = -10.0;
/// Such items in one list.
const ITEMS_BEFORE: usize = 8;
/// A verb behind, of which the lists do not know that only people are its subject.
const VERB: f32 = 1.0;
/// The same for what begins a sentence.
const OPEN_VERB: f32 = 2.5;
/// A name that fills a bracket or a line, or ends one that a name opens.
const ENCLOSED: f32 = 3.0;
/// The first of two names that fill a bracket or a line.
const PAIRED: f32 = 6.0;
/// What the characters of the second may cost more than words.
const SECOND: f32 = -5.0;
/// A connective read as a family name before a word (干警和联防队员).
const CONNECTIVE: f32 = -9.0;
pub(super) const DOUBTFUL: CharSet = CharSet::new("和与及的为来从向任于应由时有连在别太");
/// A name by sound that is a word, mostly a foreign place.
const SOUND_WORD: f32 = -12.0;
/// What it says of a name that a family name stands right behind a title and begins no word.
const OPENS_NAME: f32 = 4.0;
/// A blank inside a name.
const BLANK_INSIDE: f32 = -3.0;
/// Score from which a place is more than a guess by its form.
const SURE_PLACE: f32 = 0.8;
/// The same of an organisation.
const SURE_ORG: f32 = 0.9;
/// Crossing the edge of a place or organisation, or standing inside one.
const IN_ENTITY: f32 = -8.0;

/// A family name that is a preposition before a pronoun (于本判决, 从该日).
const PRONOUN: CharSet = CharSet::new("本此该其当各今");

/// Characters of the longest name without marks inside.
const LONGEST: usize = 12;
/// Most that what stands before says, with a cue and without.
const LED_LEFT: f32 = 4.0;
const PLAIN_LEFT: f32 = -2.5;
/// Most that a Han character behind says, or a mark, with what both sides say together.
const HAN_RIGHT: f32 = 12.0;
const MARK_RIGHT: f32 = 18.0;
/// Most that what stands behind says.
const MOST_RIGHT: f32 = 14.0;
/// What stands behind says so much from here on that it helps a name inside ordinary characters.
const STRONG_RIGHT: f32 = 6.0;
/// Characters looked ahead for the end of a run of Han characters.
const AHEAD: usize = 48;
/// More than what stands behind, with everything else, can add.
const MOST_AFTER: f32 = 30.0;
/// More than everything but the neighbours can add.
const MOST_MORE: f32 = BOTH_SIDES + LIST_AHEAD + WORD_SPEAKS;

/// What stands behind a place does not depend on where the name begins, so neighbours share the answers.
#[derive(Debug)]
pub(super) struct Rights([(usize, Option<Side>); RIGHTS]);

/// Answers that are remembered; more than the longest name.
const RIGHTS: usize = 16;

impl Rights {
    const fn new() -> Self {
        Self([(usize::MAX, None); RIGHTS])
    }

    #[inline]
    pub(super) fn at(&mut self, cx: &Context<'_>, j: usize) -> Option<Side> {
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
    pub(super) strong: bool,
    /// Whether it is a cell of a column, or an item of a row, of people; no other reading replaces it.
    pub(super) cell: bool,
}

impl Reading {
    pub(super) fn new(start: usize, end: usize, bits: f32, surname: usize, sides: &[Side]) -> Self {
        let mut clues = [None; 2];
        for (slot, side) in clues.iter_mut().zip(sides.iter().filter(|s| s.clue.0 < s.clue.1)) {
            *slot = Some((side.kind, side.clue.0, side.clue.1));
        }
        Self { start, end, bits, clues, surname, strong: sides.iter().any(|s| s.strong), cell: false }
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

/// What both sides say together at most of a name inside ordinary characters, or what it lacks.
fn both_sides(after: &Side) -> f32 {
    if after.strong { BOTH_SIDES } else { ENOUGH - ENOUGH_ALONE }
}

/// Places that are sifted at once.
const BLOCK: usize = 256;
/// What a name begins with.
const PARTS: Tags = Tags::SURNAME.and(Tags::NAME_PART);
/// What a name follows.
const LABELS: Tags = Tags::TITLE.and(Tags::PERSON_LABEL);
/// Marks that are looked at, and those that a name follows.
const LOOKED_AT: Sieve = Sieve::new("：:·•・\t/、ABCDEFGHIJKLMNOPQRSTUVWXYZ");

/// Writes the places of a block at which a name may begin, or which are looked at for another reason, and returns how
/// many there are. Most are passed over here, without a branch.
fn worth_a_look(text: &Text<'_>, from: usize, places: &mut [u32; BLOCK]) -> usize {
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

/// Names that tables and rows tell, in order: they are taken when the pass comes to them.
#[derive(Debug, Default)]
struct Told {
    cells: VecDeque<Reading>,
    rows: VecDeque<Reading>,
    /// One past the place at which the last one was taken.
    free: usize,
}

impl Told {
    /// The next name that is taken at `i` or before, with that place; only one is taken at a place.
    fn next(&mut self, i: usize) -> Option<(usize, Reading)> {
        let start = |list: &VecDeque<Reading>| list.front().map_or(usize::MAX, |r| r.start);
        let (cell, row) = (start(&self.cells), start(&self.rows));
        let at = cell.min(row).max(self.free);
        if at > i {
            return None;
        }
        self.free = at + 1;
        let list = if cell <= at { &mut self.cells } else { &mut self.rows };
        list.pop_front().map(|reading| (at, reading))
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
    /// The words around the name that was weighed last.
    pub(super) lattice: Lattice,
    pub(super) rights: Rights,
    /// What may be a name for being repeated.
    pub(super) repeats: Repeats,
    /// A run of Han characters: from where it was looked at, its end, and whether it ends there indeed.
    run: (usize, usize, bool),
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
            marks: Marks { last_name: 0, listed: false, opened: false, entity },
            taken: Vec::new(),
            lattice: Lattice::new(),
            rights: Rights::new(),
            repeats: Repeats::default(),
            run: (0, 0, false),
        }
    }

    pub(super) fn run(&mut self) {
        let mut told = Told { cells: table::cells(self.cx).into(), ..Told::default() };
        let mut places = [0u32; BLOCK];
        for from in (0..self.cx.text.len()).step_by(BLOCK) {
            let count = worth_a_look(self.cx.text, from, &mut places);
            for &i in &places[..count] {
                if !self.take_told(&mut told, i as usize) {
                    self.look(i as usize, &mut told.rows);
                }
            }
        }
        self.take_told(&mut told, self.cx.text.len());
    }

    /// Takes the names of tables and rows that start up to `i`; whether one does at `i` itself.
    fn take_told(&mut self, told: &mut Told, i: usize) -> bool {
        while let Some((at, reading)) = told.next(i) {
            self.take(reading);
            if at == i {
                return true;
            }
        }
        false
    }

    fn look(&mut self, i: usize, rows: &mut VecDeque<Reading>) {
        let text = self.cx.text;
        let c = text.ch[i];
        // 主任陈云林: a kept name inside a longer one.
        let kept = self.marks.entity[i] & Marks::KEPT != 0;
        if !is_han(c) || kept && !(text.one[i].has(Tags::SURNAME) && self.after_strong(i)) {
            if matches!(c, '：' | ':') {
                let mut names = Vec::new();
                rows::behind(self.cx, i, &mut names);
                *rows = names.into();
            } else if matches!(c, '·' | '•' | '・') {
                if let Some(reading) = dotted::around(self.cx, i, &self.marks) {
                    self.take(reading);
                }
            } else if c.is_ascii_uppercase()
                && let Some(reading) = dotted::latin(self.cx, i, &self.marks)
            {
                self.take(reading);
            }
            return;
        }
        let worth = text.one[i].and(text.starts[i]).has(PARTS)
            || self.after_strong(i)
            || model::sounds_start(text, i) && self.may_open(i);
        if worth {
            if self.hopeless(i) {
                let Self { cx, marks, repeats, lattice, rights, .. } = self;
                repeats.note(cx, i, marks, rights, |j, cost| {
                    let right = if is_han(cx.text.ch[j]) { HAN_RIGHT } else { MARK_RIGHT };
                    lattice.gain(cx, i, j, cost) + LED_LEFT + right >= ENOUGH
                });
            } else {
                self.try_at(i);
            }
        }
    }

    /// Whether no name of one or two parts at `i` can win: between ordinary characters its own bits must carry it.
    fn hopeless(&mut self, i: usize) -> bool {
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
        for given in 1..=3 {
            let j = i + 1 + given;
            if !is_han(text.ch[j - 1]) {
                break;
            }
            let Some(after) = self.rights.at(self.cx, j) else { continue };
            let need = if after.bits >= STRONG_RIGHT || text.ch[j] == '、' {
                ENOUGH - if is_han(text.ch[j]) { HAN_RIGHT } else { MARK_RIGHT }
            } else if given < 3 || after.strong {
                ENOUGH - after.bits.max(VERB) - both_sides(&after)
            } else {
                continue;
            } - before;
            let cost = model::han(&text.ch[i..=i], &text.ch[i + 1..j]);
            if most(self.cx, i, j, cost) >= need && self.gain(i, j, cost) >= need {
                return false;
            }
        }
        true
    }

    /// Whether what stands before `i` lets a name begin that nothing else announces.
    #[inline]
    fn may_open(&self, i: usize) -> bool {
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
    fn after_strong(&self, i: usize) -> bool {
        let text = self.cx.text;
        let Some(last) = i.checked_sub(1) else { return false };
        match text.ch[last] {
            '：' | ':' | '\t' | '/' => last > 0 && text.ends[last - 1].has(LABELS),
            '、' => self.marks.last_name == last,
            _ => text.ends[last].has(LABELS),
        }
    }

    fn try_at(&mut self, i: usize) {
        let text = self.cx.text;
        let before = left(self.cx, i, &self.marks);
        let end = self.run_end(i).min(i + LONGEST);
        let mut best: Option<Reading> = None;
        for &surname in &model::surnames_at(text, i) {
            if surname == 0 || i + surname > end {
                continue;
            }
            // 任副组长 and 任总网格长 are an office, not a name.
            let title = |at: usize| text.starts.get(at).is_some_and(|tags| tags.has(Tags::TITLE));
            let office = text.ch[i] == '任' && (title(i + 1) || title(i + 2));
            if !office {
                for given in 1..=(end - i - surname).min(3) {
                    if NEVER_GIVEN.contains(text.ch[i + surname + given - 1]) {
                        break;
                    }
                    // 母亲安氏, 潘姓副局长: the family name stands alone.
                    if (given == 1 || !before.strong) && matches!(text.ch[i + surname], '氏' | '姓') {
                        continue;
                    }
                    better(&mut best, self.full(i, surname, given, &before));
                }
            }
            better(&mut best, short::alone(self.cx, i, surname, &before, &mut self.lattice));
        }
        if before.strong || model::may_sound(text, i, end) || model::sounds_start(text, i) && self.may_open(i)
        {
            self.by_sound(i, end, &before, &mut best);
        }
        match best.filter(|r| r.bits >= r.threshold()) {
            Some(reading) => self.take(reading),
            None => self.repeats.note(self.cx, i, &self.marks, &mut self.rights, |_, _| true),
        }
    }

    /// Where the run of Han characters around `i` ends, seen as far as a name can reach.
    fn run_end(&mut self, i: usize) -> usize {
        let text = self.cx.text;
        if !(self.run.0 <= i && i < self.run.1 && (i + LONGEST <= self.run.1 || self.run.2)) {
            let most = text.len().min(i + AHEAD);
            let end = (i + 1..most).find(|&at| !is_han(text.ch[at]));
            self.run = (i, end.unwrap_or(most), end.is_some() || most == text.len());
        }
        self.run.1
    }

    /// Whether right behind a title stands a family name that begins no word: few things but a name stand there.
    fn opens_name(&self, i: usize, before: &Side) -> bool {
        let text = self.cx.text;
        let behind_title = before.strong && before.clue.0 + 1 < before.clue.1 && before.clue.1 == i;
        behind_title
            && text.gap[i] == 0
            && !(2..=4).any(|n| i + n <= text.len() && model::is_word(self.cx.words, &text.ch[i..i + n]))
    }

    fn full(&mut self, i: usize, surname: usize, given: usize, before: &Side) -> Option<Reading> {
        let (text, j) = (self.cx.text, i + surname + given);
        let given_chars = &text.ch[i + surname..j];
        let cost = model::han(&text.ch[i..i + surname], given_chars);
        let bound = most(self.cx, i, j, cost) + before.bits;
        if bound + MOST_AFTER < ENOUGH {
            return None;
        }
        let mut after = self.rights.at(self.cx, j)?;
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
            let verb = if is_han(text.before(i)) && text.gap[i] == 0 { VERB } else { OPEN_VERB };
            after.bits = after.bits.max(verb);
        }
        let strong = before.strong || after.strong;
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
        if (given > 1 || !before.strong && text.ch[j - 1] == '欠') && self.before_number(j) {
            return None;
        }
        if self.cut_from_words(i, j, surname, (before, &after)) {
            return None;
        }
        // 姚畈村原党支部书记: 原 belongs to the office.
        if text.ch[j - 1] == '原' && after.strong || given > 1 && text.ch[j - 1] == '副' {
            return None;
        }
        let mut bits = self.weigh(i, j, cost, before, &after);
        if given == 2 && self.opens_name(i, before) {
            bits += OPENS_NAME;
        }
        if !before.strong && given_chars.iter().any(|&c| NOT_LAST.contains(c)) {
            bits += UNLIKELY_LAST;
            // 江月村调研: a place, unless a title stands before it.
            if matches!(text.ch[j - 1], '镇' | '乡' | '县' | '村' | '寨' | '屯' | '嘎') {
                return None;
            }
        }
        // 成员有佟铁: behind a role, a connective before a family name.
        let linked = before.strong
            && text.one[i + 1].has(Tags::SURNAME)
            && matches!(text.ch[i], '有' | '为' | '由' | '及' | '和');
        // 干事唐诗补写记录, 慕容秋作专题辅导: the verb's first character is none of the name's.
        if self.ends_in_verb(i, j, given) {
            bits += UNLIKELY_LAST;
        }
        // 村医向阳处领取
        if before.strong
            && given == 2
            && NOT_LAST.contains(text.ch[j - 1])
            && model::is_word(self.cx.words, &text.ch[i..j - 1])
        {
            bits += UNLIKELY_LAST;
        }
        // 记者　秋实　于大海, 任命于海波为局长: neither is a connective.
        let apart = text.gap[i] > 0 && before.strong && before.kind == ClueKind::Column;
        let named = after.bits >= 6.0 && after.strong && before.clue.0 + 1 < before.clue.1;
        let connects = !(apart || named) && DOUBTFUL.contains(text.ch[i]);
        if surname == 1 && given == 2 && connects && (linked || self.term(given_chars)) {
            bits += CONNECTIVE;
        }
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

    /// Whether a name fills a bracket or a line, alone or behind another (（刘明英保平）).
    fn encloses(&self, i: usize, j: usize) -> bool {
        let text = self.cx.text;
        let closes = |at: usize| matches!(text.get(at), '）' | ')' | '\n' | '\0');
        let opens = i == 0
            || matches!(text.before(i), '（' | '(' | '\n')
            || self.marks.opened && self.marks.last_name == i && text.gap[i] == 0;
        // （左二）, （万元）
        if !opens || is_cnum(text.ch[i]) || is_cnum(text.ch[j - 1]) {
            return false;
        }
        // 程功 06:15
        let clock = text.gap_at(j) > 0 && is_digit(text.get(j)) && matches!(text.before(i), '\n' | '\0');
        closes(j) || clock || self.credited(j)
    }

    /// Whether what a reporter did stands at `j` and ends a bracket or a line (摄, 摄影报道).
    pub(super) fn credited(&self, j: usize) -> bool {
        const DONE: &[&str] = &["摄", "文", "图", "摄影", "报道", "摄影报道", "供图", "文并摄", "制图", "绘"];
        let text = self.cx.text;
        let closes = |at: usize| matches!(text.get(at), '）' | ')' | '\n' | '\0');
        matches!(text.get(j), '摄' | '文' | '图' | '报' | '供' | '制' | '绘')
            && DONE.iter().any(|done| text.starts_with(j, done) && closes(j + done.chars().count()))
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
            (matches!(text.get(end), '）' | ')' | '\n' | '\0') || self.credited(end))
                && end <= text.len()
                && text.ch[j..end].iter().all(|&c| is_han(c))
                && !NOT_LAST.contains(text.ch[end - 1])
                && !model::is_word(self.cx.words, &text.ch[j..end])
                && self.gain(j, end, model::han(&text.ch[j..=j], &text.ch[j + 1..end])) > SECOND
        })
    }

    /// What a name of this cost saves against words.
    #[inline]
    pub(super) fn gain(&mut self, i: usize, j: usize, cost: f32) -> f32 {
        self.lattice.gain(self.cx, i, j, cost)
    }

    fn by_sound(&mut self, i: usize, end: usize, before: &Side, best: &mut Option<Reading>) {
        let text = self.cx.text;
        let tail = if before.strong { 0 } else { 3 };
        let costs = model::sound(text, i, end);
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
            let saved = most(self.cx, i, j, cost) + before.bits + BOTH_SIDES;
            if saved + MOST_RIGHT < ENOUGH {
                continue;
            }
            let Some(after) = self.rights.at(self.cx, j) else { continue };
            let list = text.get(j) == '、';
            if saved + after.bits + if list { LIST_AHEAD } else { 0.0 } < ENOUGH {
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
        let tail = titled && !inside(i) && !crossing(i) && !(crossing(j) && listed());
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
        let cells: Vec<usize> = self.taken.iter().filter(|r| r.cell).map(|r| r.start).collect();
        found.retain(|c| {
            let guess = match c.rule {
                RuleId::KEEP => {
                    let near = sure.partition_point(|r| r.end <= c.start);
                    let inside = sure.get(near).is_some_and(|r| r.start == c.start && c.end < r.end);
                    return !inside && cells.binary_search(&c.start).is_err();
                }
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
            if last.cell || last.bits >= reading.bits {
                return;
            }
            self.taken.pop();
        }
        if reading.strong && self.cx.text.before(reading.start) == '、' {
            self.take_before(reading.start - 1);
        }
        let c = self.cx.text.before(reading.start);
        self.marks.opened = reading.start == 0
            || matches!(c, '（' | '(' | '\n')
            || self.marks.opened && self.marks.last_name == reading.start;
        self.marks.listed = reading.strong && self.opens_list(&reading);
        self.marks.last_name = reading.end;
        self.taken.push(reading);
    }

    /// Takes the items of a list that end at `end`, before a name that is sure (冷静、卿本初分赴两镇).
    fn take_before(&mut self, mut end: usize) {
        let text = self.cx.text;
        let first = self.taken.len();
        for _ in 0..ITEMS_BEFORE {
            let taken = self.taken[..first].last().map_or(0, |r| r.end);
            let start = (2..=3).filter_map(|n| end.checked_sub(n)).find(|&at| {
                let role = Tags::TITLE.and(Tags::CUE_BEFORE);
                let from = at > 0 && self.marks.entity[at - 1] & Marks::LAST != 0;
                let opens = at == 0
                    || !is_han(text.ch[at - 1])
                    || text.gap[at] > 0
                    || from
                    || text.longest_before(at, role).is_some();
                opens
                    && text.one[at].has(Tags::SURNAME)
                    && at >= taken
                    && text.ch[at..end].iter().all(|&c| is_han(c))
            });
            let Some(start) = start.filter(|&at| self.plain_item(at, end)) else { break };
            let titled = text.longest_before(start, Tags::TITLE).is_some_and(|n| n > 1);
            let cost = model::han(&text.ch[start..=start], &text.ch[start + 1..end]);
            let word = model::is_word(self.cx.words, &text.ch[start..end]);
            let between = text.before(start) == '、' && taken + 1 == start;
            if !titled && !between && (word || self.gain(start, end, cost) < LIST_BEFORE) {
                break;
            }
            let mut reading = Reading::new(start, end, SURE_NAME, 1, &[]);
            reading.strong = true;
            self.taken.insert(first, reading);
            if text.before(start) != '、' {
                break;
            }
            end = start - 1;
        }
    }
}
