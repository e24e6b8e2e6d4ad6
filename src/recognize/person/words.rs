//! Readings that are ordinary words too, and lists of people: what the neighbours must add, or give.

use super::context::{BEFORE_NUMBER, Side};
use super::full::{DOUBTFUL, NOT_LAST, WORD_SPEAKS};
use super::model;
use super::scan::Scan;
use super::wordlike::SEASONS;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, is_cnum, is_digit, is_han};

/// A name that is also an ordinary word, between a title and a verb.
const WORD_BETWEEN: f32 = 3.0;
/// The same in a list of people, or before 等.
const WORD_LISTED: f32 = 6.0;
/// A name that is also an ordinary word with nothing but a title behind.
const WORD_BEFORE_TITLE: f32 = -8.0;
/// A name that is also an ordinary word with nothing but a mark behind.
const WORD_BEFORE_MARK: f32 = -3.0;
/// Words that stand between a title and a verb as adverbs.
pub(super) const ADVERBS: &[&str] = &[
    "成功", "严肃", "全力", "全程", "全面", "安全", "主动", "马上", "常年", "平安", "平时", "高度", "高效",
    "高兴", "从严", "从快", "连续", "连夜", "应当", "应该", "和平", "公平", "公正", "公开", "广泛", "宏观",
    "明确", "方便", "真正", "通过", "经常", "于是", "时常", "常常", "文明", "温暖", "幸福", "热情", "郑重",
    "尤其", "特别", "干净", "简单", "简要", "强行", "强制", "盛情", "认真", "单独", "共同", "和谐", "随即",
    "曾经", "相继", "相互", "及时", "同时", "后来", "如实", "能够", "向来", "历来", "从来", "从未", "从此",
    "强烈", "殷切", "关心", "关注", "慎重", "庄严", "庄重", "全体", "全员", "当即", "当场", "当面", "明显",
    "时刻", "应急", "应邀", "安心", "严格", "严厉", "严正", "高调", "高声", "平静", "平和", "和气", "直接",
    "党员", "万分", "连声", "连忙", "单方", "真诚", "真心", "诚挚", "诚恳", "热烈", "热心", "通常", "经过",
];
/// Verbs and particles of one character, with which hardly any given name ends.
const VERB_LAST: CharSet =
    CharSet::new("作做说问陪骑驾驶欠核持携摄找扛抬拿译称被把让给由与等赴患是的及去走跑背劝装各皆");
/// Verbs of one character and other words that follow a name; no given name ends in them.
pub(super) const VERBS: CharSet = CharSet::new(
    "去出看使没让叫吃打称占请写坐讲送办算随靠断获伤挂装谈驻交停拍推降读答贴喊翻戴折摸炒玩围懂撞脱试躲拖查补躺切搭洗绕扎混滑输划刻拔缺递喂抹拨撤煮付牵\
     撒译赚辞钉剪抄添劝喷签甩冻泼遮栽贷买卖倒跑搞供刺骂抓铺救投追冒压烧借扑摆赶隔烤爬跪挖搬擦斜滚踢审扯抽挑跨偷寄睁闭埋嫁捉掷摔砍砸避限减娶扔捕磨讨跌扫担拟盯\
     租剩割拆碰骗捏劈扣瞒缠订截揭披揪晒缝返刮垮戳拒掘搂陷堵拌拦捣摘漆赔捐捆捎驮另又也还都仍却把被跟据替但并却乱他她它我们",
);
/// Verbs whose object is a person with an office (命队长上前).
pub(super) const ORDERS: CharSet = CharSet::new("命派聘邀约令");
/// Titles that are verbs too.
const VERBAL: &[&str] = &["主管", "代表", "主持", "保管", "翻译", "领导", "代办", "监理", "裁判"];
/// Information of a word that is often used.
const COMMON: f32 = 14.5;
/// Nouns and verbs that begin with a family name and stand alone in brackets or behind roles.
const NO_NAME: &[&str] = &[
    "代章", "代签", "陈述", "印章", "公章", "费欠", "双语", "全包", "包干", "包抓", "后扶", "来搭", "包地",
    "任免", "全免", "简称", "下同", "单选", "双选", "计分", "计时", "全检", "别册", "明细", "全称", "边框",
    "司仪", "原件", "相片", "孙辈", "同辈", "全村", "全乡", "都在", "都是",
];
/// First characters of [`NO_NAME`] and of [`SEASONS`].
const NO_NAME_FIRST: CharSet = CharSet::firsts(NO_NAME);
const IN_SEASON: CharSet = CharSet::firsts(SEASONS);
/// Items of a list that are read ahead.
const ITEMS: usize = 5;
/// Verbs of speech: no adverb of success or time stands before them.
pub(super) const SPEECH: &[&str] = &[
    "承诺", "表示", "说", "强调", "指出", "介绍", "认为", "告诉", "透露", "坦言", "回忆", "记过", "受伤",
    "落网",
];
/// Adverbs that do stand before them.
pub(super) const OF_SPEECH: &[&str] = &[
    "严肃", "主动", "马上", "高兴", "连续", "应当", "应该", "公开", "明确", "真正", "经常", "于是", "时常",
    "常常", "热情", "郑重", "尤其", "特别", "简单", "简要", "认真", "单独", "共同", "随即", "全程",
];

impl Scan<'_> {
    /// Whether a short term fills an item of a list of people (候选人：齐小妹、高兴。).
    pub(super) fn in_list(&self, i: usize, j: usize, before: &Side) -> bool {
        let text = self.cx.text;
        let item = self.marks.listed
            && before.kind == ClueKind::Column
            && text.before(i) == '、'
            && j - i <= 3
            && (matches!(text.get(j), '、' | '。' | '；' | '\n' | '（' | '和') || text.starts_with(j, "等"));
        item && self.plain_item(i, j)
    }

    /// Whether the item is nothing that the lists know as something else.
    pub(super) fn plain_item(&self, i: usize, j: usize) -> bool {
        let text = self.cx.text;
        let listed = Tags::TITLE.and(Tags::PERSON_LABEL).and(Tags::ORG_HEAD).and(Tags::GENERIC);
        !self.cx.lexicon.get(&text.ch[i..j]).has(listed)
            && !NOT_LAST.contains(text.ch[j - 1])
            && (i..j).all(|at| self.marks.entity[at] == 0)
    }

    /// Whether the item begins a list of names that ends in an office or a number of people (高兴、齐小妹任副职).
    pub(super) fn before_office(&mut self, i: usize, j: usize) -> bool {
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
    pub(super) fn word_bits(&self, i: usize, j: usize, before: &Side, after: &Side) -> f32 {
        let text = self.cx.text;
        // An adverb needs a verb behind it: nobody says 科长温暖等三人.
        let closed = !is_han(text.get(j)) || text.get(j) == '等';
        let speech = SPEECH.iter().any(|word| text.starts_with(j, word));
        let of_speech = || OF_SPEECH.iter().any(|word| text.starts_with(i, word));
        let adverb = || {
            !closed
                && j - i == 2
                && (ADVERBS.iter().any(|word| text.starts_with(i, word))
                    || !self.office(before) && self.before_verb(i, j))
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
            || titled
                && closed
                && !after.strong
                && (self.predicate(i, j) || !self.office(before) && self.before_verb(i, j))
        {
            WORD_BEFORE_TITLE
        } else if titled && !after.strong && before.bits < 10.0 && !self.office(before) {
            WORD_BEFORE_MARK
        } else {
            0.0
        }
    }

    /// Whether a verb, which ends what is said of the title before it (医师查房, 被害人陈述).
    fn predicate(&self, i: usize, j: usize) -> bool {
        let text = self.cx.text;
        let right_behind = is_han(text.before(i)) && text.gap[i] == 0 && text.get(j) != '、';
        right_behind && self.cx.words.get(&text.ch[i..j]).has(Tags::CUE_AFTER)
    }

    /// Whether the characters are a family name with an address, or the end of a word with what is no name (汪婆婆,
    /// 曾女士, 海礼金).
    pub(super) fn cut_from_words(&self, i: usize, j: usize, surname: usize, sides: (&Side, &Side)) -> bool {
        let text = self.cx.text;
        let given = &text.ch[i + surname..j];
        let (before, after) = sides;
        // 邻居都来学
        if text.ch[i] == '都'
            && matches!(
                text.ch[i + 1],
                '来' | '去' | '在' | '是' | '有' | '要' | '能' | '会' | '想' | '说' | '不' | '没' | '已'
            )
        {
            return true;
        }
        match *given {
            // 给蔺家垫付
            ['家'] => !before.strong,
            // 向查师傅学手艺
            [_] if surname == 1 && !before.strong && DOUBTFUL.contains(text.ch[i]) => {
                text.one[i + 1].has(Tags::SURNAME)
                    && text.starts.get(j).is_some_and(|t| t.has(Tags::TITLE_AFTER))
            }
            [c] => {
                // 应配12人, 随母生活, 救邻居孙子
                let due = text.ch[i] == '应' && is_digit(text.get(j));
                let kin = matches!(text.ch[i], '随' | '从' | '与' | '跟')
                    && matches!(c, '父' | '母' | '夫' | '妻' | '子' | '女' | '兄' | '姐');
                let title = self.cx.lexicon.get(&text.ch[i..j]).has(Tags::TITLE.and(Tags::PERSON_LABEL));
                if due || kin || title && !is_han(text.before(i)) || title && before.strong {
                    return true;
                }
                let season = before.clue.0 == before.clue.1
                    && after.bits < 6.0
                    && IN_SEASON.contains(text.ch[i])
                    && SEASONS.iter().any(|word| text.starts_with(i, word));
                // 冷冰冰的, 主管项目验收
                let thrice = text.get(j) == c && matches!(text.get(j + 1), '的' | '地');
                let managed = before.clue.1 == i
                    && i >= 2
                    && VERBAL.iter().any(|title| text.starts_with(i - 2, title))
                    && model::word_bits(self.cx.words.get(&text.ch[i..j])) < COMMON;
                let noun = || {
                    NO_NAME_FIRST.contains(text.ch[i]) && NO_NAME.iter().any(|word| text.starts_with(i, word))
                };
                season || thrice || managed || noun()
            }
            // 冷冰冰的
            [a, b] if a == b && !before.strong && !after.strong && matches!(text.get(j), '的' | '地') => {
                true
            }
            [a, b] => {
                // 审计局局长彭司令: behind an office stands a whole name.
                let address = a == b
                    || matches!(
                        b,
                        '士' | '生' | '师' | '姐' | '傅' | '爷' | '娘' | '婶' | '嫂' | '妈' | '叔'
                    );
                self.cx.lexicon.get(given).has(Tags::TITLE_AFTER) && (address || !before.strong)
                    || self.column_head(i, j)
            }
            // 业务员覃海礼金2000元
            [_, b, c] => !after.strong && is_digit(text.get(j)) && model::is_word(self.cx.words, &[b, c]),
            _ => false,
        }
    }

    /// Whether what follows the first character is the head of a column (原职务).
    fn column_head(&self, i: usize, j: usize) -> bool {
        self.cx.text.ends[j - 1].has(Tags::SLOT)
            && self.cx.lexicon.get(&self.cx.text.ch[i + 1..j]).has(Tags::SLOT)
    }

    /// Whether the last character of a name of three is the first of a verb that the shorter name is the subject of.
    pub(super) fn ends_in_verb(&self, i: usize, j: usize, given: usize) -> bool {
        let text = self.cx.text;
        // 王卜答：
        if given > 1 && matches!(text.ch[j - 1], '答' | '问' | '说') && matches!(text.get(j), '：' | ':')
        {
            return true;
        }
        if given < 2 || !is_han(text.get(j)) || text.gap_at(j) > 0 || text.gap[j - 1] > 0 {
            return false;
        }
        if given == 3 {
            let orders = ORDERS.contains(text.ch[j - 1]) && text.starts[j].has(Tags::TITLE);
            return orders || VERBS.contains(text.ch[j - 1]);
        }
        // 钟声正和校友商量
        let adverb = matches!(
            text.ch[j - 1],
            '正' | '已' | '还' | '也' | '都' | '又' | '才' | '曾' | '将' | '先' | '再' | '刚'
        );
        adverb && model::is_word(self.cx.words, &text.ch[i..j - 1])
            || VERB_LAST.contains(text.ch[j - 1])
            || VERBS.contains(text.ch[j - 1])
            || matches!((text.ch[j - 1], text.ch[j]), ('现', '为' | '任' | '是' | '在') | ('代', '领' | '签' | '收' | '缴' | '交'))
            || ORDERS.contains(text.ch[j - 1]) && text.starts[j].has(Tags::TITLE)
            // 臧福一户, 唐成一行
            || text.ch[j - 1] == '一' && matches!(text.ch[j], '户' | '家' | '人' | '行' | '同' | '起' | '道' | '次')
            // 医师查房后签字
            || matches!(text.ch[j - 1], '后' | '时' | '前')
                && self.cx.words.get(&text.ch[i..j - 1]).has(Tags::CUE_AFTER)
            || text.ch[j - 1] == '家' && !text.starts[j].has(Tags::TITLE_AFTER)
            || is_digit(text.get(j + 1))
                && !text.one[j].has(Tags::CUE_AFTER.and(Tags::BREAK))
                && model::is_word(self.cx.words, &text.ch[j - 1..j + 1])
            || model::is_word(self.cx.words, &text.ch[i..j - 1])
                && !model::is_word(self.cx.words, &text.ch[i..j])
                && self.verb_at(j - 1)
    }

    /// Whether a given name is rather a word, a place or one character twice.
    pub(super) fn term(&self, given: &[char]) -> bool {
        let place =
            Tags::PROVINCE.and(Tags::PREFECTURE).and(Tags::COUNTY).and(Tags::SHORT).and(Tags::LANDMARK);
        given[0] == given[given.len() - 1]
            || model::is_word(self.cx.words, given)
            || self.cx.lexicon.get(given).has(place)
    }

    /// Whether the clue is an office (局长, 书记), which a name follows more surely than a role (村民, 干部).
    pub(super) fn office(&self, side: &Side) -> bool {
        let (a, b) = side.clue;
        let a = if self.cx.text.get(a) == '副' { a + 1 } else { a };
        let tags = self.cx.lexicon.get(&self.cx.text.ch[a..b]);
        tags.has(Tags::TITLE) && tags.has(Tags::TITLE_AFTER)
    }

    /// Whether the characters from `i` on are a family name with a fitting given name, up to the end of a list's item.
    pub(super) fn name_follows(&mut self, i: usize) -> bool {
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
    pub(super) fn before_number(&self, j: usize) -> bool {
        let next = self.cx.text.get(j);
        BEFORE_NUMBER.contains(self.cx.text.ch[j - 1]) && (is_digit(next) || is_cnum(next))
    }
}
