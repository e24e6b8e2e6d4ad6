//! What stands on both sides of a possible name, in bits: how much likelier the neighbour makes a name.

use super::words::VERBS;
use crate::lexicon::Tags;
use crate::recognize::set::CharSet;
use crate::recognize::{ClueKind, Context, is_cnum, is_digit, is_han, is_mask};

/// A neighbour and what it says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    /// Bits for (or against) a name.
    pub(super) bits: f32,
    /// The clue's characters; empty where there is none to show.
    pub(super) clue: (usize, usize),
    /// Which side the clue is on.
    pub(super) kind: ClueKind,
    /// Whether this side alone all but says that a person is named.
    pub(super) strong: bool,
}

impl Side {
    const fn new(bits: f32, clue: (usize, usize), kind: ClueKind, strong: bool) -> Self {
        Self { bits, clue, kind, strong }
    }
}

const OTHER_HAN: f32 = -3.0;
const PUNCTUATION: f32 = 2.5;

/// Where the last accepted name ended, and where entities found earlier do.
#[derive(Debug)]
pub(super) struct Marks {
    /// One past the last name taken.
    pub(super) last_name: usize,
    /// Whether that name stands in a list that a label or a role opened.
    pub(super) listed: bool,
    /// Whether that name opens a bracket or a line, or follows one that does.
    pub(super) opened: bool,
    /// For each character, whether it is inside (1) or the last (2) of a place or organisation, or of a kept term (4).
    pub(super) entity: Vec<u8>,
}

impl Marks {
    pub(super) const INSIDE: u8 = 1;
    pub(super) const LAST: u8 = 2;
    pub(super) const KEPT: u8 = 4;
}

/// Terms before a name that say something of it.
const TELLING: Tags =
    Tags::TITLE.and(Tags::TITLE_AFTER).and(Tags::CUE_BEFORE).and(Tags::BREAK).and(Tags::ORG_HEAD);
/// Han characters that do by themselves.
const TELLERS: CharSet = CharSet::new("和与及社组科股员者户师长民工兵嫂妻子女人");

/// What stands before `i`.
pub(super) fn left(cx: &Context<'_>, i: usize, marks: &Marks) -> Side {
    let text = cx.text;
    let c = text.before(i);
    let plain = |bits| Side::new(bits, (0, 0), ClueKind::After, false);
    let clue = |bits, len: usize, strong| Side::new(bits, (i - len, i), ClueKind::After, strong);
    if i == 0 || c == '\n' {
        return plain(2.0);
    }
    let follows_name = |at: usize| marks.last_name > 0 && marks.last_name == at;
    let gap = text.gap[i] > 0;
    // Most characters say nothing, and no term ends in them that does.
    let tells = text.ends[i - 1].and(text.one[i - 1]).has(TELLING) || TELLERS.contains(c);
    if is_han(c) && !gap && !tells && marks.entity[i - 1] & Marks::LAST == 0 && !follows_name(i) {
        return plain(OTHER_HAN);
    }
    match c {
        '：' | ':' => {
            let label = Tags::PERSON_LABEL.and(Tags::TITLE);
            if matches!(text.before(i - 1), '）' | ')') {
                return if told_in_bracket(cx, i - 1) { clue(10.0, 1, true) } else { plain(2.0) };
            }
            return match text.longest_before(i - 1, label) {
                Some(n) => clue(12.0, n + 1, true),
                None => plain(2.0),
            };
        }
        '\t' | '|' => {
            let label = Tags::PERSON_LABEL.and(Tags::TITLE);
            let cell = text
                .longest_before(i - 1, label)
                .filter(|&n| matches!(text.before(i - 1 - n), '\t' | '\n' | '|') || label_is_long(n));
            return cell.map_or(plain(4.0), |n| clue(9.0, n + 1, true));
        }
        '、' | '/' if follows_name(i - 1) || follows_name(before_bracket(cx, i - 1)) => {
            return Side::new(9.0, (0, 0), ClueKind::Column, true);
        }
        '，' | ',' | '；' | ';' if follows_name(i - 1) || follows_name(before_bracket(cx, i - 1)) => {
            return Side::new(5.0, (0, 0), ClueKind::Column, false);
        }
        '和' | '与' | '及' if follows_name(i - 1) || (c == '及' && follows_name(i.saturating_sub(2))) => {
            return Side::new(7.0, (0, 0), ClueKind::Column, true);
        }
        '）' | ')' => {
            let open = before_bracket(cx, i);
            let title = open < i && text.longest_before(open, Tags::TITLE).is_some();
            return if title { clue(7.0, 1, true) } else { plain(1.0) };
        }
        '/' => {
            let label = text.longest_before(i - 1, Tags::PERSON_LABEL);
            return label.map_or(plain(0.0), |n| clue(10.0, n + 1, true));
        }
        _ => {}
    }
    if gap && follows_name(i) {
        return Side::new(6.0, (0, 0), ClueKind::Column, true);
    }
    if is_han(c) {
        if marks.opened && follows_name(i) && !gap {
            return plain(2.0);
        }
        // 新华社 and its like end in no person's role; what follows is a place or a date.
        if c == '社' && matches!(text.before(i - 1), '华' | '新' | '透' | '讯' | '联') {
            return plain(OTHER_HAN);
        }
        let roles = Tags::TITLE.and(Tags::TITLE_AFTER);
        let role = text.longest_before(i, roles).filter(|&n| n > 1);
        if let Some(n) = role {
            // 覃安宁副主任医师查房: the title belongs to the name before it.
            let own = !PLACE_TAIL.contains(text.ch[i - n]) && !OPENS_NAME.contains(text.ch[i - 1]);
            let own = own && i > n && marks.entity[i - n - 1] & Marks::INSIDE == 0;
            if own && !gap && follows_name(i - n) && text.gap[i - n] == 0 {
                return plain(-1.0);
            }
            return clue(8.0 + if gap { 1.0 } else { 0.0 }, n, true);
        }
        // 设备组石磊、: a team's name before the people in it.
        if matches!(c, '组' | '科' | '股') && !gap && is_han(text.before(i - 1)) && marks.entity[i - 1] == 0
        {
            return clue(4.0, 1, false);
        }
        if gap {
            let label = text.longest_before(i, Tags::PERSON_LABEL).filter(|&n| n > 1);
            return label.map_or(plain(2.5), |n| clue(7.0, n, true));
        }
        if marks.entity[i - 1] & Marks::LAST != 0 {
            // 县气象局余静: nothing but its people, or what it does, follows a body.
            return plain(if text.ends[i - 1].has(Tags::ORG_HEAD) { 4.0 } else { 3.5 });
        }
        let cues = Tags::CUE_BEFORE.and(Tags::BREAK);
        if let Some(n) = text.longest_before(i, cues) {
            return clue(if n > 1 { 4.0 } else { 2.5 }, n, false);
        }
        // 由爆破公司石永强吹哨
        if text.ends[i - 1].has(Tags::ORG_HEAD) {
            return plain(2.0);
        }
        if matches!(
            c,
            '员' | '者' | '户' | '师' | '长' | '民' | '工' | '兵' | '嫂' | '妻' | '子' | '女' | '人'
        ) {
            return plain(2.5);
        }
        return plain(OTHER_HAN);
    }
    if is_digit(c) {
        return plain(if gap { PUNCTUATION } else { -1.0 });
    }
    // What was said ends, and its speaker follows.
    if c == '”' && matches!(text.before(i - 1), '。' | '！' | '？' | '…') {
        return plain(PUNCTUATION);
    }
    if matches!(c, '“' | '《' | '”' | '》') {
        return plain(-1.0);
    }
    plain(if c.is_ascii_alphabetic() { -4.0 } else { PUNCTUATION })
}

const fn label_is_long(chars: usize) -> bool {
    chars >= 3
}

/// Where the bracket that closes right before `i` was opened; `i` where none does. Brackets hold at most 40 characters.
fn before_bracket(cx: &Context<'_>, i: usize) -> usize {
    let text = cx.text;
    if !matches!(text.before(i), '）' | ')') {
        return i;
    }
    let from = i.saturating_sub(42);
    (from..i.saturating_sub(1)).rev().find(|&at| matches!(text.ch[at], '（' | '(')).unwrap_or(i)
}

/// Whether the bracket that ends before `i` holds a number of people (（4名）).
fn told_in_bracket(cx: &Context<'_>, i: usize) -> bool {
    let open = before_bracket(cx, i);
    open + 3 < i && i - open <= 7 && matches!(cx.text.ch[i - 2], '人' | '名' | '位') && {
        let first = cx.text.ch[open + 1];
        is_digit(first) || is_cnum(first) || first == '共'
    }
}

/// Words after a name that make it a term: a doctrine, a prize, a spirit.
const TERM_TAILS: &[&str] = &[
    "思想", "精神", "理论", "主义", "式", "变法", "奖", "杯", "学说", "定律", "效应", "诗", "词", "祠", "墓",
    "系数", "指数", "定理",
];

/// Their first characters.
const TERM_STARTS: CharSet = CharSet::new("思精理主式变奖杯学定效诗词祠墓系指");

/// What a place's name goes on with; a person's name before it is a part of that.
const PLACE_TAIL: CharSet = CharSet::new("镇乡县村旗州族屯庄寨沟岭湾苏嘎路街河省市");

/// Last characters of roles that open the next name even behind a name (记者李原通讯员张平).
const OPENS_NAME: CharSet = CharSet::new("员者辑影图子女妻夫弟兄妹姐父母侄甥婿媳孙友伴邻人民户");

/// Kin, papers and words of a person (谷山的父亲, 田中的身份证).
const OWNED: &[&str] = &[
    "父亲",
    "母亲",
    "父母",
    "妻子",
    "丈夫",
    "爱人",
    "儿子",
    "女儿",
    "女婿",
    "儿媳",
    "孙子",
    "孙女",
    "弟弟",
    "哥哥",
    "姐姐",
    "妹妹",
    "老伴",
    "家人",
    "家属",
    "亲属",
    "岳父",
    "岳母",
    "妻弟",
    "妻兄",
    "舅舅",
    "叔叔",
    "侄子",
    "外甥",
    "遗孀",
    "遗体",
    "身份证",
    "手机",
    "手印",
    "户口",
    "笔录",
    "供述",
    "证言",
    "口供",
    "辩护人",
    "代理人",
];

/// Papers and means that are named right behind their owner (羊家旺身份证登记为).
const PAPERS: &[&str] = &[
    "身份证",
    "手印",
    "手机",
    "电话",
    "银行卡",
    "账户",
    "微信",
    "签名",
    "名下",
    "户口",
    "指印",
    "酒后",
    "醉酒",
    "无证",
    "证言",
    "笔录",
    "供述",
    "口供",
];

/// Kin behind 之.
const KIN_OF: CharSet = CharSet::new("夫妻子女父母兄弟姐妹孙侄");

/// Pronouns that are the object of a verb before them.
const PRONOUN: CharSet = CharSet::new("他她我你您咱");

/// Whether what belongs to a person follows 的 or 之 at `j`.
pub(super) fn owns(cx: &Context<'_>, j: usize) -> bool {
    let text = cx.text;
    match text.get(j) {
        '的' => OWNED.iter().any(|word| text.starts_with(j + 1, word)),
        '之' if KIN_OF.contains(text.get(j + 1)) => {
            const NEXT: Tags = Tags::SURNAME.and(Tags::BREAK).and(Tags::CUE_AFTER);
            !is_han(text.get(j + 2)) || text.one[j + 2].has(NEXT)
        }
        _ => false,
    }
}

/// Titles by which a person is spoken to or of, and nothing else.
pub(super) const ADDRESS: &[&str] = &["同志", "老师", "医生", "先生", "女士", "师傅", "同学", "教授"];

/// Length of 任, 为 or 担任 with the office that follows (任副组长, 为组长).
fn office(cx: &Context<'_>, j: usize) -> Option<usize> {
    let text = cx.text;
    let n = match text.get(j) {
        '任' | '为' | '兼' => 1,
        '担' if text.get(j + 1) == '任' => 2,
        _ => return None,
    };
    let title = Tags::TITLE.and(Tags::TITLE_AFTER);
    let at = j + n;
    let named = text.longest_at(at, title).or_else(|| text.longest_at(at + 1, title)).filter(|&n| n > 1);
    (named.is_some() || text.starts_with(at, "副职") || text.starts_with(at, "正职")).then_some(n)
}

/// Whether what stands from `j` on says no more than any Han character.
#[inline]
fn quiet(cx: &Context<'_>, j: usize) -> bool {
    let text = cx.text;
    j < text.len()
        && is_han(text.ch[j])
        && text.gap[j] == 0
        && !PRONOUN.contains(text.get(j + 1))
        && !ASKED.contains(text.ch[j])
        && !tagged(cx, j)
        && !speaks(cx, j)
}

/// Whether the Han character at `j` can be more than any other.
#[inline]
fn may_say(cx: &Context<'_>, j: usize, c: char) -> bool {
    tagged(cx, j) || SAYING.contains(c)
}

/// Whether a term stands at `j` that says something of a name before it.
#[inline]
fn tagged(cx: &Context<'_>, j: usize) -> bool {
    const SAYS: Tags = Tags::TITLE_AFTER.and(Tags::CUE_AFTER).and(Tags::BREAK);
    j < cx.text.len() && cx.text.one[j].and(cx.text.starts[j]).has(SAYS)
}

/// First characters of [`PAPERS`].
const PAPER: CharSet = CharSet::firsts(PAPERS);

/// Characters behind a name that say something by themselves, or may with those behind them; numerals among them.
const SAYING: CharSet =
    CharSet::new("任为兼担等副家之的一二三四五六七八九十百千万亿零〇两壹贰叁肆伍陆柒捌玖拾佰仟廿卅")
        .and(&PAPER)
        .and(&BEFORE_NUMBER)
        .and(&PLACE_TAIL);
/// Those of which more is asked than which terms start with them.
const ASKED: CharSet =
    CharSet::new("某男女").and(&SAYING).and(&TERM_STARTS).and(&PRONOUN).and(&SUBJECT_ADVERBS);

/// Number of people right behind names that are told off (两户, 二人, 三名): length with the number.
pub(super) fn told_off(cx: &Context<'_>, j: usize) -> Option<usize> {
    let number = (j..j + 3).take_while(|&at| is_cnum(cx.text.get(at)) || is_digit(cx.text.get(at))).count();
    let unit = matches!(cx.text.get(j + number), '户' | '人' | '名' | '位');
    (number > 0 && unit && cx.text.get(j) != '一').then_some(number + 1)
}

/// What follows a name behind a comma: how the person is reached or told apart.
const CONTACT: &[&str] =
    &["电话", "手机", "联系电话", "联系方式", "身份证", "公民身份", "微信", "男性", "女性"];

/// First characters of [`CONTACT`].
const REACHED: CharSet = CharSet::firsts(CONTACT);

/// Verbs and adverbs that stand between a person and a number.
pub(super) const BEFORE_NUMBER: CharSet =
    CharSet::new("带才包仅约共管欠借领存交率记罚种养购销缴赔付扣装卖买捐挖割栽赚输");

/// Whether an amount of money starts at `j`.
fn money(cx: &Context<'_>, j: usize) -> bool {
    let number = (j..j + 12)
        .take_while(|&at| is_digit(cx.text.get(at)) || matches!(cx.text.get(at), '.' | ',' | '，' | '万'))
        .count();
    matches!(cx.text.get(j + number), '元' | '块')
}

/// Whether what somebody says follows at `j` (说：, 答，).
pub(super) fn speaks(cx: &Context<'_>, j: usize) -> bool {
    let text = cx.text;
    matches!(text.get(j), '说' | '答' | '道' | '问')
        && text.gap_at(j) == 0
        && matches!(text.get(j + 1), '，' | '：' | ':' | '“')
}

/// Adverbs between a subject and its verb.
const SUBJECT_ADVERBS: CharSet = CharSet::new("正从已曾也还又便却仍均");

/// What stands from `j` on; `None` where no name may end there.
pub(super) fn right(cx: &Context<'_>, j: usize) -> Option<Side> {
    let text = cx.text;
    let c = text.get(j);
    let plain = |bits| Some(Side::new(bits, (0, 0), ClueKind::Before, false));
    let clue = |bits, len: usize, strong| Some(Side::new(bits, (j, j + len), ClueKind::Before, strong));
    if quiet(cx, j) {
        // 卜明打了两针: a verb and its aspect.
        let aspect = matches!(text.get(j + 1), '了' | '着' | '过') && VERBS.contains(c);
        return plain(if aspect {
            2.0
        } else if VERBS.contains(c) {
            0.0
        } else {
            -2.0
        });
    }
    // Marks behind which nothing tells more.
    if matches!(c, '、' | '。' | '；' | '\n' | '）' | '：') && text.gap_at(j) == 0 && !tagged(cx, j) {
        return plain(2.5);
    }
    if is_han(c) && text.gap_at(j) == 0 && tagged(cx, j) && !ASKED.contains(c) && !speaks(cx, j) {
        return term(cx, j);
    }
    if c == '某'
        || is_mask(c)
        || c == '·'
        || TERM_STARTS.contains(c) && TERM_TAILS.iter().any(|tail| text.starts_with(j, tail))
    {
        return None;
    }
    let gap = text.gap_at(j) > 0;
    // 宁远征二十年前: a number begins what is said of the name.
    if is_cnum(c)
        && (is_cnum(text.get(j + 1)) || matches!(text.get(j + 1), '年' | '次' | '月' | '岁' | '日' | '天'))
        && told_off(cx, j).is_none()
    {
        return plain(1.0);
    }
    // 尤里劝他下堤: a verb and whom it is done to.
    if is_han(c) && !gap && PRONOUN.contains(text.get(j + 1)) && !PRONOUN.contains(c) && !may_say(cx, j, c) {
        return clue(3.0, 1, false);
    }
    // 黄怀国正组织村民, 缪传岭一道上门: an adverb that stands between a subject and its verb.
    if is_han(c) && !gap && SUBJECT_ADVERBS.contains(c) && is_han(text.get(j + 1)) {
        return plain(1.0);
    }
    if is_han(c) && !gap && !may_say(cx, j, c) && !speaks(cx, j) {
        return plain(if PRONOUN.contains(c) { -5.0 } else { -2.0 });
    }
    // 曲亚男月销大米: the sex of a person stands before a mark.
    if matches!(c, '男' | '女') && is_han(text.get(j + 1)) {
        return plain(-2.0);
    }
    if !gap && speaks(cx, j) {
        return clue(6.0, 1, true);
    }
    if owns(cx, j) || !gap && PAPER.contains(c) && PAPERS.iter().any(|word| text.starts_with(j, word)) {
        return clue(6.0, 1, true);
    }
    if matches!(c, '，' | ',' | '（' | '(')
        && matches!(text.get(j + 1), '男' | '女')
        && !is_han(text.get(j + 2))
    {
        return clue(14.0, 2, true);
    }
    if let Some(n) = told_off(cx, j) {
        return clue(5.0, n, true);
    }
    if matches!(c, '，' | ',')
        && REACHED.contains(text.get(j + 1))
        && CONTACT.iter().any(|word| text.starts_with(j + 1, word))
    {
        return clue(7.0, 3, true);
    }
    if c == '家'
        && matches!(text.get(j + 1), '的' | '里' | '门' | '屋' | '院' | '地' | '承' | '住' | '有' | '中')
    {
        return clue(4.5, 1, true);
    }
    // 为杨通海户垫付
    if c == '户'
        && !gap
        && (is_han(text.get(j + 1)) || matches!(text.get(j + 1), '（' | '('))
        && !matches!(text.get(j + 1), '主' | '籍' | '口' | '型' | '均' | '数' | '外' | '内' | '部')
    {
        return clue(4.0, 1, true);
    }
    // 邵林带24名队员, 邵林才15岁: a verb or an adverb before a number belongs to the number.
    if BEFORE_NUMBER.contains(c) && (is_digit(text.get(j + 1)) || is_cnum(text.get(j + 1))) {
        return clue(3.0, 1, false);
    }
    if let Some(n) = office(cx, j) {
        return clue(6.0, n, true);
    }
    if c == '等' {
        let counted =
            (j + 1..j + 12).map(|at| text.get(at)).take_while(|&c| is_han(c) || is_digit(c) || is_mask(c));
        let counted =
            counted.into_iter().any(|c| matches!(c, '人' | '户' | '名' | '位' | '志') || is_digit(c));
        return if counted { clue(6.0, 1, true) } else { clue(4.0, 1, false) };
    }
    term(cx, j)
}

/// The same where nothing but a term that starts at `j`, or the kind of the character, tells.
fn term(cx: &Context<'_>, j: usize) -> Option<Side> {
    let text = cx.text;
    let (c, gap) = (text.get(j), text.gap_at(j) > 0);
    let plain = |bits| Some(Side::new(bits, (0, 0), ClueKind::Before, false));
    let clue = |bits, len: usize, strong| Some(Side::new(bits, (j, j + len), ClueKind::Before, strong));
    if let Some(n) = text.longest_at(j, Tags::TITLE_AFTER).filter(|&n| n > 1) {
        let address = ADDRESS.iter().any(|word| text.starts_with(j, word));
        return clue(if address { 8.0 } else { 6.0 }, n, true);
    }
    if PLACE_TAIL.contains(c) && !matches!(text.get(j + 1), '长' | '委') {
        return plain(-7.0);
    }
    if c == '副' && text.longest_at(j + 1, Tags::TITLE_AFTER).is_some_and(|n| n > 1) {
        return clue(6.0, 1, true);
    }
    if let Some(n) = text.longest_at(j, Tags::CUE_AFTER) {
        // A connective needs something to connect: 张平和、 ends in its 和.
        if matches!(c, '和' | '与' | '及' | '在' | '于' | '向')
            && n == 1
            && !is_han(text.get(j + 1))
            && !is_digit(text.get(j + 1))
        {
            return plain(-6.0);
        }
        return clue(if n > 1 { 4.5 } else { 2.0 }, n, n > 1);
    }
    if gap {
        return plain(2.5);
    }
    if matches!(c, '（' | '(') {
        let role = text.longest_at(j + 1, Tags::TITLE.and(Tags::PERSON_LABEL)).filter(|&n| n > 1);
        return role.map_or_else(|| plain(3.0), |n| clue(6.0, n + 1, true));
    }
    if is_han(c) {
        return plain(if text.starts[j].has(Tags::BREAK) || text.one[j].has(Tags::BREAK) {
            0.5
        } else {
            -2.0
        });
    }
    match c {
        '、' | '，' | '。' | '；' | '\n' | '\t' | '）' | '：' | '|' | ')' | ',' | ';' | ':' => {
            plain(2.5)
        }
        _ if is_digit(c) => plain(if money(cx, j) { 3.0 } else { 1.0 }),
        _ if c.is_ascii_alphabetic() => plain(-2.0),
        '“' | '”' | '《' | '》' => plain(-1.0),
        _ => plain(1.5),
    }
}
