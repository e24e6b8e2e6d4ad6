//! Names that are ordinary words too (高兴, 成功), or that no table of names explains (幸福来).
//!
//! Their characters speak against them, so only the place they stand in can speak for them: between an office and a
//! verb, in a list of appointments, at the end of a letter, before a sex or an identity number. A place that hardly
//! ever holds anything but a person gives a reading a floor of bits, whatever its characters cost.

use super::context::{BEFORE_NUMBER, Marks, Side, owns, speaks, told_off};
use super::full::DOUBTFUL;
use super::model;
use super::scan::Scan;
use super::words::{ADVERBS, OF_SPEECH, ORDERS, SPEECH, VERBS};
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, is_digit, is_han};

/// Places that hold nothing but people.
pub(super) const SURE: f32 = 8.0;
/// Places that hold hardly anything else.
pub(super) const LIKELY: f32 = 5.0;
/// Information of a word from which it is a rare one.
const RARE: f32 = 16.0;
/// The same of one that hardly anybody writes.
pub(super) const RAREST: f32 = 19.0;
/// Longest such name.
const LONGEST: usize = 3;
/// Characters between two names of a list, at most, when one more stands between them.
const LIST_GAP: usize = 6;

/// Heads of lists and columns that are written with blanks, as names of two characters are.
pub(super) const HEADINGS: &[&str] = &[
    "目录", "通知", "公告", "公示", "方案", "说明", "计划", "时间", "单位", "项目", "单价", "合计", "小计",
    "党委", "应到", "公司", "方法", "方式", "关键", "摘要", "明细", "权限", "路线", "全文", "单据", "金额",
    "成员", "党员", "干部", "白天", "上午", "文件", "农户", "商户", "全部", "全县", "全市", "全省", "全镇",
    "年度", "年份", "年龄", "万元", "管理", "经办", "和谐", "水平", "能力", "安全", "任务", "应急", "汛期",
];

/// Verbs of duty, before which no adverb of success or manner stands.
pub(super) const DUTY: &[&str] = &[
    "包案",
    "包保",
    "包联",
    "包抓",
    "包村",
    "分管",
    "负责",
    "兼任",
    "担任",
    "任组",
    "带队",
    "值班",
    "陪同",
    "出席",
    "列席",
    "致辞",
    "签字",
    "签批",
    "签收",
    "签发",
    "撰写",
    "作笔录",
    "率队",
    "坐镇",
    "调任",
    "转任",
    "任期",
    "领办",
    "独任",
    "催办",
    "督办",
    "参会",
    "到会",
    "审签",
    "代签",
    "主审",
    "帮忙",
    "赴",
    "审批",
    "搬",
    "没有",
    "执笔",
    "代领",
];

/// Roles of many, before which a noun is a matter (干部计划安排) rather than a name.
const COLLECTIVE: &[&str] = &[
    "干部", "职工", "党员", "群众", "人员", "村民", "教师", "学生", "员工", "会员", "农民", "工人", "居民",
    "青年",
];
/// Seasons and times of day that are names too.
pub(super) const SEASONS: &[&str] = &[
    "谷雨", "夏至", "白露", "寒露", "秋分", "春分", "冬至", "清明", "麦收", "秋收", "夏收", "春耕", "夏天",
    "冬天", "春天", "秋天", "初春", "初夏", "初秋", "初冬", "仲夏", "仲秋", "深秋", "黎明", "黄昏", "时节",
    "暑假", "寒假",
];
/// Characters that end no name of three that begins with a word: they begin what follows.
const FUNCTION: CharSet = CharSet::new(
    "很因的了不没可户记及每率作被把在与和从对也都又就便还已将应为是有无要会去到给让向于等之所两一二三四五六七八九十地得着过",
);
/// Characters that begin a predicate.
pub(super) const PREDICATE: CharSet = CharSet::new("在因对从将被把与和向已曾于任未");

impl Scan<'_> {
    /// The bits that the place alone gives the characters, if it is one that people stand in.
    pub(super) fn place_of_people(&self, i: usize, j: usize, before: &Side, after: &Side) -> Option<f32> {
        let text = self.cx.text;
        let c = text.before(i);
        let gap = text.gap[i] > 0;
        let open = i == 0 || !is_han(c) || gap;
        let titled = before.strong && before.kind == ClueKind::After && before.clue.0 + 1 < before.clue.1;
        let told = open || titled || after.bits >= 6.0 || matches!(c, '由' | '叫' | '名');
        if j - i > LONGEST || j - i < 2 || !told {
            return None;
        }
        // Without a title before it, only these can tell.
        let spaced = j - i == 2 && text.gap[i + 1] > 0;
        let ends = !is_han(text.get(j)) || text.gap_at(j) > 0;
        let line_start = i == 0 || c == '\n';
        if let Some(floor) = self.of_people(i, j) {
            return Some(floor);
        }
        if self.of_body(i, j) {
            return Some(LIKELY);
        }
        if !(titled || spaced || ends || line_start || self.asked(i) || matches!(text.get(j), '等' | '摄'))
        {
            return None;
        }
        if !self.plain_item(i, j) {
            return None;
        }
        if ends && self.named_before(i) {
            return Some(SURE);
        }
        if j - i == 3 && !self.whole(i, j) && (text.ch[j - 1] == '户' || !self.told_apart(j)) {
            return None;
        }
        if spaced {
            return self.spaced(i, j, titled);
        }
        let boundary = open || titled || before.bits >= 2.0;
        // 08:03　马上
        if self.after_clock(i)
            && matches!(text.get(j), '\n' | '（' | '(')
            && self.rare(i, j)
            && !self.verb(i, j)
        {
            return Some(SURE);
        }
        // 校长甘愿、出纳曾吉: each with the office of his own.
        if titled && text.get(j) == '、' && is_han(c) && self.next_titled(j + 1) && !self.before_verb(i, j) {
            return Some(LIKELY);
        }
        // （胡桃摄）
        if matches!(c, '（' | '(' | '，' | '　' | '/') && self.credited(j) {
            return Some(SURE);
        }
        if boundary && self.told_apart(j) {
            return Some(SURE);
        }
        // 关于田间等21名同志, 丰收等19户
        if boundary && text.get(j) == '等' && after.strong && self.counted(j + 1) {
            let listed = c == '、' && self.marks.last_name > 0 && self.marks.last_name + LIST_GAP >= i;
            let word = self.before_verb(i, j) && !listed;
            return (!word || titled || before.clue.0 < before.clue.1).then_some(SURE);
        }
        // 安全科长温暖等）
        if titled && text.get(j) == '等' && !is_han(text.get(j + 1)) {
            return Some(LIKELY);
        }
        if line_start && self.appointed(i, j) {
            return Some(SURE);
        }
        // A title's second line: the name, then the date in brackets.
        let dated = matches!(text.get(j + 1), '（' | '(') && (j + 2..j + 6).all(|at| is_digit(text.get(at)));
        if line_start && text.get(j) == '\n' && dated && text.get(j + 6) == '年' {
            return Some(SURE);
        }
        // 由江河验收, 请童年、方圆带路
        if j - i <= 3 && self.asked(i) && self.rare(i, j) && !DOUBTFUL.contains(text.ch[i]) {
            let acts = self.verb_at(j) || after.strong && is_han(text.get(j)) || self.list_acts(j);
            if acts && !self.before_verb(i, j) && !self.manner(i, j) {
                return Some(LIKELY);
            }
        }
        // 维保员余光、廖正: a rare word behind a role, before another name.
        if titled && text.get(j) == '、' && j - i == 2 && is_han(c) && self.rare(i, j) {
            let next = text.one.get(j + 1).is_some_and(|tags| tags.has(Tags::SURNAME));
            let (a, b) = before.clue;
            let many = COLLECTIVE.iter().any(|role| b - a >= 2 && text.starts_with(b - 2, role));
            let noun = self.before_verb(i, j) || self.manner(i, j) || self.verb_at(i);
            if next && !many && !noun && !self.cx.text.starts[j + 1].has(Tags::TITLE) {
                return Some(LIKELY);
            }
        }
        // 由孙站住从中说合
        if c == '由' && j - i == 3 && !model::is_word(self.cx.words, &text.ch[i..j]) {
            let acts = after.strong || self.verb_at(j) || PREDICATE.contains(text.get(j)) && after.bits > 0.0;
            let cut = model::is_word(self.cx.words, &text.ch[j - 1..(j + 1).min(text.len())])
                || text.starts[i + 1].has(Tags::TITLE_AFTER);
            let acts = acts && !cut;
            return acts.then_some(LIKELY);
        }
        if !titled {
            return None;
        }
        if ends {
            // 通讯员　白雪　蒋能文
            let signed = gap && (text.gap_at(j) > 0 || matches!(text.get(j), '\n' | '）' | ')' | '\0'));
            // 承包人禾苗　8,500
            let paid = text.gap_at(j) > 1 && is_digit(text.get(j)) && is_han(c) && !gap;
            // 申请人季节，
            let party = matches!(text.get(j), '，' | ',') && self.party(before) && !self.verb(i, j);
            return (signed || (paid || party) && !self.manner(i, j) && self.rare(i, j)).then_some(SURE);
        }
        if gap || matches!(c, '：' | ':' | '\t' | '、') {
            return None;
        }
        self.subject(i, j, before, after)
    }

    /// The bits of what begins a sentence or an item before something that only people do or have.
    fn of_people(&self, i: usize, j: usize) -> Option<f32> {
        let text = self.cx.text;
        if j - i > 2
            || is_han(text.before(i)) && text.gap[i] == 0
            || !is_han(text.get(j))
            || text.gap_at(j) > 0
        {
            return None;
        }
        // 罗汉带4人
        let leads =
            text.get(j) == '带' && is_digit(text.get(j + 1)) && matches!(text.get(j + 2), '人' | '名');
        let people = speaks(self.cx, j) || leads || owns(self.cx, j) || told_off(self.cx, j).is_some();
        if !people {
            return None;
        }
        let word = self.before_verb(i, j)
            || self.manner(i, j)
            || SEASONS.iter().any(|word| text.starts_with(i, word));
        (!word && self.rare(i, j) && self.plain_item(i, j)).then_some(LIKELY)
    }

    /// Whether a word stands between a body and an office or an address (水利站黎明站长, 县司法局的康宁同志).
    fn of_body(&self, i: usize, j: usize) -> bool {
        let text = self.cx.text;
        let Some(last) = i.checked_sub(1 + usize::from(text.before(i) == '的')) else { return false };
        let body = self.marks.entity[last] & Marks::LAST != 0 && text.ends[last].has(Tags::ORG_HEAD);
        body && j - i == 2
            && text.longest_at(j, Tags::TITLE_AFTER).is_some_and(|n| n > 1)
            && model::is_word(self.cx.words, &text.ch[i..j])
            && self.rare(i, j)
            && !self.manner(i, j)
            && !self.before_verb(i, j)
            && self.cx.lexicon.get(&text.ch[i..j]).is_empty()
            && !text.ends[j - 1].has(Tags::ORG_WORD.and(Tags::ORG_HEAD).and(Tags::TITLE))
    }

    /// A name behind a role with its verb.
    fn subject(&self, i: usize, j: usize, before: &Side, after: &Side) -> Option<f32> {
        let text = self.cx.text;
        let orders =
            ORDERS.contains(text.get(j)) && text.starts.get(j + 1).is_some_and(|tags| tags.has(Tags::TITLE));
        let verb = orders || after.strong || self.verb_at(j) || VERBS.contains(text.get(j));
        let begins = PREDICATE.contains(text.get(j)) || is_digit(text.get(j));
        if !model::is_word(self.cx.words, &text.ch[i..j]) {
            // 干警和联防队员
            if DOUBTFUL.contains(text.ch[i]) {
                return None;
            }
            let word = model::is_word(self.cx.words, &text.ch[i..i + 2]);
            let acts = after.strong
                || matches!(text.get(j), '与' | '和')
                || !word && (verb || begins || after.bits > 0.0);
            if j - i == 2 {
                // 队长江河率19人
                let counts = BEFORE_NUMBER.contains(text.get(j)) && is_digit(text.get(j + 1));
                return (counts || verb && !word || SPEECH.iter().any(|said| text.starts_with(j, said)))
                    .then_some(LIKELY);
            }
            return acts.then_some(LIKELY);
        }
        let office = self.office(before);
        // 郑重因接待, 郑重没有: an adjective stands before verbs, not before these.
        if office && self.manner(i, j) && matches!(text.get(j), '因' | '没') {
            return Some(LIKELY);
        }
        let (a, b) = before.clue;
        // 报账员言重截留, 保安童年和邻居: hardly anybody writes the word.
        let next = j + 1 < text.len() && text.starts[j + 1].has(Tags::TITLE);
        let rarest = model::word_bits(self.cx.words.get(&text.ch[i..j])) >= RAREST;
        if !self.manner(i, j)
            && (rarest && after.strong || self.rare(i, j) && matches!(text.get(j), '和' | '与') && next)
        {
            return Some(LIKELY);
        }
        if self.before_verb(i, j) || COLLECTIVE.iter().any(|role| b - a >= 2 && text.starts_with(b - 2, role))
        {
            let duty = DUTY.iter().chain(SPEECH).any(|word| text.starts_with(j, word));
            let manner = OF_SPEECH.iter().any(|word| text.starts_with(i, word));
            let all_hands = text.starts_with(i, "全面") && duty;
            return (duty && (!manner || all_hands)).then_some(LIKELY);
        }
        // 安全员边防从2021年9月起, 押运员成对从平鲁区
        let since = matches!(text.get(j), '从' | '于' | '自')
            && (is_digit(text.get(j + 1))
                || self.marks.entity.get(j + 1).is_some_and(|m| m & Marks::INSIDE != 0));
        // 司机周转捎来, 老板娘童谣更干脆: one person's role.
        let many = COLLECTIVE.iter().any(|role| b - a >= 2 && text.starts_with(b - 2, role));
        let cut = model::is_word(self.cx.words, &text.ch[b - 2..=i]);
        let adverb = matches!(text.get(j), '更' | '都' | '也' | '还' | '就' | '才');
        let one = !many && !cut && self.rare(i, j) && !self.manner(i, j) && (verb || begins || adverb);
        (one || office && (verb || begins)
            || !office && (after.strong || since || begins && text.get(j) == '在'))
            .then_some(LIKELY)
    }

    /// Whether three characters are not a word with one that begins what follows (郑重因, 厉害审批).
    fn whole(&self, i: usize, j: usize) -> bool {
        let text = self.cx.text;
        let word = |a: usize, b: usize| b <= text.len() && model::is_word(self.cx.words, &text.ch[a..b]);
        word(i, j) || !(FUNCTION.contains(text.ch[j - 1]) || word(i, j - 1) && word(j - 1, j + 1))
    }

    /// Whether a verb stands before `i` that hands something to a person.
    fn asked(&self, i: usize) -> bool {
        let text = self.cx.text;
        match text.before(i) {
            '由' | '找' | '托' | '派' => text.gap[i] == 0,
            '请' => text.gap[i] == 0 && !matches!(text.before(i - 1), '申' | '提' | '聘' | '邀'),
            '、' => self.marks.last_name + 1 == i && self.marks.listed,
            _ => false,
        }
    }

    /// Whether no word, or one that reports hardly ever use.
    fn rare(&self, i: usize, j: usize) -> bool {
        let tags = self.cx.words.get(&self.cx.text.ch[i..j]);
        !tags.has(Tags::WORD) || model::word_bits(tags) >= RARE
    }

    /// Whether a list of short items goes on at `j` and ends before a verb (、方圆带路).
    fn list_acts(&self, j: usize) -> bool {
        let text = self.cx.text;
        let mut at = j;
        for _ in 0..LIST_GAP {
            if text.get(at) != '、' {
                return false;
            }
            let ends = (2..=3).map(|n| at + 1 + n).find(|&to| {
                to < text.len()
                    && text.one[at + 1].has(Tags::SURNAME)
                    && text.ch[at + 1..to].iter().all(|&c| is_han(c))
                    && (text.ch[to] == '、' || is_han(text.ch[to]) && self.verb_at(to))
            });
            match ends {
                Some(to) if text.ch[to] == '、' => at = to,
                Some(_) => return true,
                None => return false,
            }
        }
        false
    }

    /// Whether an adjective, which no preposition follows.
    pub(super) fn manner(&self, i: usize, j: usize) -> bool {
        self.cx.words.get(&self.cx.text.ch[i..j]).has(Tags::ORDINARY)
    }

    /// Whether the word stands before verbs without being their subject.
    pub(super) fn before_verb(&self, i: usize, j: usize) -> bool {
        let term = &self.cx.text.ch[i..j];
        self.cx.words.get(term).has(Tags::CUE_BEFORE)
            || ADVERBS.iter().any(|word| self.cx.text.starts_with(i, word) && word.chars().count() == j - i)
    }

    /// Whether an office with a name begins at `at`.
    fn next_titled(&self, at: usize) -> bool {
        let text = self.cx.text;
        let Some(n) = text.longest_at(at, Tags::TITLE).filter(|&n| n > 1) else { return false };
        let name = |from: usize| {
            text.one.get(from).is_some_and(|tags| tags.has(Tags::SURNAME)) && is_han(text.get(from + 1))
        };
        text.gap_at(at + n) == 0
            && name(at + n)
            && !model::is_word(self.cx.words, &text.ch[at + n..at + n + 2])
    }

    /// Whether the word is a verb of people.
    fn verb(&self, i: usize, j: usize) -> bool {
        self.cx.words.get(&self.cx.text.ch[i..j]).has(Tags::CUE_AFTER.and(Tags::BREAK))
    }

    /// Whether the clue is a party to a case, behind which its name stands as often as not.
    fn party(&self, side: &Side) -> bool {
        const PARTIES: &[&str] = &[
            "申请人",
            "当事人",
            "原告",
            "被告",
            "上诉人",
            "投诉人",
            "举报人",
            "信访人",
            "承租人",
            "出租人",
            "第三人",
            "嫌疑人",
            "被害人",
            "死者",
            "伤者",
            "证人",
            "反映人",
        ];
        PARTIES.iter().any(|party| self.cx.text.ends_with(side.clue.1, party))
    }

    /// Whether a verb of two characters starts at `j`.
    pub(super) fn verb_at(&self, j: usize) -> bool {
        let text = self.cx.text;
        j + 2 <= text.len()
            && text.gap[j + 1] == 0
            && (text.starts[j].has(Tags::CUE_AFTER)
                || self.cx.words.get(&text.ch[j..j + 2]).has(Tags::CUE_AFTER)
                || j + 4 <= text.len() && model::is_word(self.cx.words, &text.ch[j..j + 4]))
    }

    /// 马　骏 and 冶　金: a blank between two characters that nothing but a name needs.
    fn spaced(&self, i: usize, j: usize, titled: bool) -> Option<f32> {
        let text = self.cx.text;
        let (c, next) = (text.before(i), text.get(j));
        let gap = text.gap[i] > 0;
        let closed =
            text.gap_at(j) > 0 || matches!(next, '\n' | '\t' | '、' | '（' | '(' | '\0' | '，' | '。' | '）');
        if !closed || HEADINGS.iter().any(|word| text.starts_with(i, word)) {
            return None;
        }
        if titled || c == '、' && self.marks.last_name + 1 == i {
            return Some(SURE);
        }
        let line_start = i == 0 || c == '\n';
        if line_start && (self.appointed(i, j) || self.told_apart(j)) {
            return Some(SURE);
        }
        // 审　计　报　告
        let single = |at: usize| {
            at > 0 && is_han(text.ch[at - 1]) && (at == 1 || text.gap[at - 1] > 0 || !is_han(text.ch[at - 2]))
        };
        let next_single = is_han(next) && (text.gap_at(j + 1) > 0 || !is_han(text.get(j + 1)));
        if gap && single(i) || next_single {
            return None;
        }
        let word = model::is_word(self.cx.words, &text.ch[i..j]);
        let cell = c == '\t' || next == '\t';
        ((line_start || gap || cell) && !word && text.one[i].has(Tags::SURNAME)).then_some(LIKELY)
    }
}
