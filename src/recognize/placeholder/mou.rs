//! 某 as a mask. In prose 某 is a word (某种, 某些, 某项, 某企业); in a masked document it stands for every name and
//! number. So the document decides: where 某县, 某镇, 某月, 某某 come often, 某 before a unit is a number too.

use super::super::{Candidate, Text, is_digit, is_han};
use super::anchor::{boundary, counts, dates, suffixes, year_digit};
use super::{add, name};
use crate::lexicon::Tags;
use crate::rule::RuleId;

/// Judges all 某 of a text, given their positions.
pub(super) fn all(text: &Text<'_>, at: &[usize], found: &mut Vec<Candidate>) {
    if at.is_empty() {
        return;
    }
    let strong = at
        .iter()
        .filter(|&&i| admin(text.get(i + 1)) || dates(text.get(i + 1)) || text.get(i + 1) == '某')
        .count();
    let template = strong >= 3 && strong * 4 >= at.len();
    let people = at.iter().filter(|&&i| person(text, i, i + 1, template).is_some()).count();
    let others =
        found.iter().filter(|c| matches!(c.rule, RuleId::RUN | RuleId::NUMBER | RuleId::YEAR)).count();
    let masked = people > 0 || others > 2;
    let numbers = at.iter().any(|&i| i > 0 && numbered(text, i));
    let mut done = 0;
    for &i in at {
        if i >= done {
            done = one(text, i, Document { strong, masked, template, numbers, dense: others > 4 }, found);
        }
    }
}

const fn admin(c: char) -> bool {
    matches!(c, '省' | '市' | '县' | '区' | '镇' | '乡' | '村' | '街' | '旗' | '州')
}

/// What all 某 of a document say together.
#[derive(Clone, Copy)]
struct Document {
    /// How many stand for places and dates.
    strong: usize,
    /// Whether people are masked too, or figures.
    masked: bool,
    /// Whether the document is masked with 某 throughout.
    template: bool,
    /// Whether it tells people of one name apart by numbers.
    numbers: bool,
    /// Whether much else is masked in it.
    dense: bool,
}

fn one(text: &Text<'_>, i: usize, document: Document, found: &mut Vec<Candidate>) -> usize {
    let Document { strong, masked, template, numbers, dense } = document;
    let mut end = i + 1;
    while end < i + 12 && text.get(end) == '某' && text.gap.get(end) == Some(&0) {
        end += 1;
    }
    let masks = end - i;
    let next = text.get(end);
    if masks == 1 && (matches!(next, '种' | '些') || text.before(i) == '若' && next == '干') {
        return end;
    }
    let named = person(text, i, end, template);
    let bare = numbers && masks == 1 && i > 0 && named.is_none_or(|(_, to)| to == end);
    let tag = if bare { tagged(text, i) } else { None };
    if let Some((start, to)) = tag.or(named) {
        add(found, start, to, RuleId::NAME, 0.95);
        return to;
    }
    if masks == 1 && name::party(text, end) && acts(text.get(end + 1)) {
        add(found, i, end + 1, RuleId::MOU, 0.85);
        return end + 1;
    }
    let start = residue(text, i);
    let mut to = end;
    // 某万某千 is one number.
    while matches!(text.get(to), '亿' | '万' | '千' | '百' | '十') && text.get(to + 1) == '某' {
        to += 2;
        while text.get(to) == '某' {
            to += 1;
        }
        if matches!(text.get(to), '千' | '百' | '十') {
            to += 1;
        }
    }
    if matches!(text.get(to), '%' | '‰') {
        to += 1;
    }
    let number = start < i || to > end || text.ends_with(i, "百分之");
    let fits = if number {
        true
    } else if masks >= 2 {
        !text.ends_with(i, "若干") && !matches!(next, '的')
    } else if admin(next) && !matches!(text.get(end + 1), '内' | '地') {
        template || strong >= 2 || dense
    } else {
        template && slot(text, i, end) || masked && institution(text, end)
    };
    if fits {
        add(found, start, to, RuleId::MOU, if template { 0.95 } else { 0.85 });
    }
    to
}

/// Whether the kind of an institution stands at `at`, where people are masked too: 某机械厂, 某局, 某标段.
fn institution(text: &Text<'_>, at: usize) -> bool {
    const HEADS: Tags = Tags::ORG_HEAD.and(Tags::ORG_BUSINESS);
    let word = matches!(
        text.get(at),
        '个' | '项' | '类' | '位' | '次' | '年' | '月' | '日' | '天' | '时' | '方' | '一'
    );
    let bound = !is_han(text.get(at));
    let head = (at..at + 5).take_while(|&k| is_han(text.get(k))).any(|k| {
        matches!(text.ch[k], '厂' | '局' | '校' | '店' | '矿')
            || ["标段", "企业", "单位", "小区"].iter().any(|w| text.starts_with(k, w))
            || text.hits_at(k).iter().any(|hit| hit.len > 1 && hit.tags.has(HEADS))
    });
    !word && !bound && head
}

/// What follows 某甲 as a party; 某甲 in an argument (某甲欲…, 某甲在…) is anybody.
fn acts(c: char) -> bool {
    boundary(c)
        || matches!(c, '与' | '和' | '诉' | '签' | '均' | '及' | '公' | '供' | '有' | '律' | '医' | '某')
}

/// The digits of a half-masked year: 20某某年.
fn residue(text: &Text<'_>, i: usize) -> usize {
    let mut start = i;
    while start > 0 && i - start < 3 && text.gap[start] == 0 && is_digit(text.before(start)) {
        start -= 1;
    }
    if start == i {
        while start > 0 && i - start < 3 && year_digit(text.before(start)) && !is_digit(text.before(start)) {
            start -= 1;
        }
        if i - start < 2 {
            start = i;
        }
    }
    start
}

/// 张某, 张某某, 赵某甲, 李某1.
fn person(text: &Text<'_>, i: usize, end: usize, template: bool) -> Option<(usize, usize)> {
    if end - i > 2 || i == 0 || text.gap[i] > 1 {
        return None;
    }
    let next = text.get(end);
    let indexed = matches!(next, '甲' | '乙' | '丙' | '丁' | '戊' | '己' | '庚' | '辛')
        || is_digit(next)
            && !counted(text, end + 1)
            && !(text.get(end + 1) == ',' && is_digit(text.get(end + 2)))
            && text.gap.get(end) == Some(&0);
    // 储某1户, 麻某1家属, 阿某2抚养: a digit that counts nothing tells people of one name apart, whoever they are.
    if end - i == 1 && numbered(text, i) {
        let from = name::begin(text, i, true).unwrap_or(i - 1);
        let digits = (end..end + 2).take_while(|&k| is_digit(text.get(k))).count();
        return Some((from, end + digits));
    }
    if let Some(end) = middle(text, i, end) {
        return Some((i - 1, end));
    }
    let (given, sure) = name::right(text, end);
    let given = if indexed { given.max(end + 1) } else { given };
    let function =
        matches!(text.before(i), '经' | '由' | '和' | '于' | '向' | '对' | '应' | '从' | '全' | '时');
    // 给予麦某党内警告处分
    let punished =
        ["党内", "行政处", "政务处", "开除", "记过", "警告", "留党"].iter().any(|w| text.starts_with(end, w));
    let titled = (punished && name::family(text, i - 1) && !name::doubtful(text.before(i))
        || titled(text, end)
        || indexed && titled(text, end + 1))
        && !function;
    let plain = titled || !counts(next) && !suffixes(next) && !dates(next) && !admin(next);
    let sure = sure
        || titled
        || end - i == 1 && plain && name::family(text, i - 1) && !name::doubtful(text.before(i));
    // In a masked document names without a common family name are masked too: 努某, 阿某.
    if template && (indexed || plain) && foreign(text, i) {
        return Some((i - 1, given));
    }
    if !indexed && end - i == 1 && (admin(next) || dates(next) || (template && counts(next) && next != '等'))
    {
        return None;
    }
    if !indexed
        && !titled
        && end - i == 1
        && (counts(next) || suffixes(next))
        && next != '等'
        && name::doubtful(text.before(i))
    {
        return None;
    }
    let announced = name::announced(text, i - 1);
    if !sure && !indexed && !titled && counts(next) && next != '等' && !announced || text.ends_with(i, "若干")
    {
        return None;
    }
    if matches!(next, '种' | '些' | '个' | '项' | '类') {
        return None;
    }
    let from = name::begin(text, i, sure || indexed || end - i == 2)?;
    Some((from, given))
}

/// 石某林借款, 抓获刘某军、: the end of a name whose middle is masked.
fn middle(text: &Text<'_>, i: usize, end: usize) -> Option<usize> {
    let (last, after) = (text.get(end), text.get(end + 1));
    let word = matches!(
        last,
        '等' | '和'
            | '与'
            | '在'
            | '因'
            | '被'
            | '将'
            | '系'
            | '称'
            | '说'
            | '的'
            | '为'
            | '于'
            | '从'
            | '向'
            | '对'
            | '及'
            | '也'
            | '又'
            | '再'
            | '家'
            | '已'
            | '均'
            | '都'
            | '仍'
            | '还'
            | '就'
            | '才'
            | '曾'
            | '正'
            | '刚'
            | '死'
            | '逃'
            | '走'
            | '病'
            | '亡'
            | '伤'
            | '是'
            | '有'
            | '即'
            | '则'
            | '并'
            | '之'
            | '一'
            | '二'
            | '三'
            | '两'
            | '诉'
            | '某'
            | '自'
            | '以'
            | '由'
            | '处'
    );
    let plain = is_han(last)
        && !word
        && (!counts(last) || matches!(last, '平' | '立' | '成' | '国' | '升' | '双' | '元' | '千' | '季'))
        && !suffixes(last)
        && !dates(last)
        && !admin(last)
        && text.gap_at(end) == 0;
    let ends = boundary(after)
        || matches!(after, '等' | '和' | '与' | '及' | '借' | '因' | '被' | '称' | '向' | '贷');
    let named = end - i == 1 && name::family(text, i - 1) && !name::doubtful(text.before(i));
    (named && plain && ends && name::begin(text, i, true) == Some(i - 1)).then_some(end + 1)
}

/// 某1号楼, 某2组: places and things are numbered too.
fn thing(text: &Text<'_>, at: usize) -> bool {
    let unit = text.get(at);
    matches!(
        unit,
        '号' | '楼'
            | '组'
            | '班'
            | '队'
            | '连'
            | '社'
            | '期'
            | '区'
            | '栋'
            | '幢'
            | '室'
            | '层'
            | '路'
            | '线'
            | '标'
            | '版'
            | '级'
            | '-'
            | '—'
            | '至'
            | ','
            | '多'
            | '余'
            | '岁'
            | '天'
            | '时'
            | '分'
            | '倍'
            | '成'
    ) && !(unit == '组' && text.get(at + 1) == '长')
}

/// In a document that tells people apart by numbers, 蔡某5次子 and 和某1 are people too, whatever counts so.
fn tagged(text: &Text<'_>, i: usize) -> Option<(usize, usize)> {
    let digits = (i + 1..i + 4).take_while(|&k| is_digit(text.get(k)) && text.gap_at(k) == 0).count();
    let end = i + 1 + digits;
    if !(1..=2).contains(&digits) || thing(text, end) || !is_han(text.before(i)) || admin(text.before(i)) {
        return None;
    }
    let family = name::family(text, i - 1) && !name::doubtful(text.before(i));
    Some((if family { i - 1 } else { i }, end))
}

/// Whether the 某 at `i` stands behind what may begin a name, with a digit behind it that numbers people.
fn numbered(text: &Text<'_>, i: usize) -> bool {
    let c = text.before(i);
    let mut at = i + 1;
    while at < i + 3 && is_digit(text.get(at)) {
        at += 1;
    }
    if at == i + 1 || is_digit(text.get(at)) || text.gap.get(i + 1) != Some(&0) || !is_han(c) {
        return false;
    }
    let unit = text.get(at);
    let thing = thing(text, at);
    // 打于某1电话, but not 位于某1号.
    let yu = c == '于'
        && !matches!(
            text.before(i - 1),
            '位' | '属'
                | '等'
                | '由'
                | '关'
                | '对'
                | '基'
                | '处'
                | '至'
                | '鉴'
                | '在'
                | '用'
                | '高'
                | '低'
                | '大'
                | '小'
                | '源'
                | '限'
                | '终'
        );
    // 向某1之兄向某2
    let relative = name::family(text, i - 1)
        && matches!(text.before(i - 1), '兄' | '弟' | '姐' | '妹' | '妻' | '夫' | '父' | '母' | '子' | '女');
    let word = admin(c)
        || function(c) && !yu && !relative
        || matches!(
            c,
            '局' | '院'
                | '厂'
                | '社'
                | '所'
                | '站'
                | '司'
                | '部'
                | '校'
                | '路'
                | '组'
                | '队'
                | '第'
                | '约'
                | '共'
                | '近'
                | '达'
                | '了'
        );
    let family = name::family(text, i - 1) && !name::doubtful(c);
    // A household or a house behind a family name is that of the person.
    let soft = family
        && (matches!(unit, '户' | '所') || unit == '家' && !matches!(text.get(at + 1), '企' | '公' | '单'));
    let kin = unit == '家'
        && matches!(text.get(at + 1), '属' | '长' | '人' | '里' | '中' | '的' | '住' | '门' | '祖');
    !thing && !word && (soft || kin || !counted(text, at))
}

/// Whether a title stands at `at`: 局长, 副书记.
fn titled(text: &Text<'_>, at: usize) -> bool {
    let titles = Tags::TITLE.and(Tags::TITLE_AFTER);
    let at = at + usize::from(text.get(at) == '副');
    text.hits_at(at).iter().any(|hit| hit.len > 1 && hit.tags.has(titles))
}

/// Whether a digit before `at` counts things, instead of telling two people of one name apart: 某2户, not 某2副局长.
fn counted(text: &Text<'_>, at: usize) -> bool {
    let named = text.get(at) == '名' && matches!(text.get(at + 1), '字' | '下' | '义');
    let unit = matches!(
        text.get(at),
        '名' | '人'
            | '户'
            | '个'
            | '件'
            | '次'
            | '项'
            | '家'
            | '起'
            | '条'
            | '处'
            | '万'
            | '亿'
            | '元'
            | '吨'
            | '亩'
            | '米'
            | '年'
            | '月'
            | '日'
            | '%'
            | '.'
            | '台'
            | '辆'
            | '所'
            | '座'
            | '位'
    );
    unit && !named || is_digit(text.get(at))
}

/// Whether the character before 某 at `i` stands alone between boundaries, and is no preposition.
fn foreign(text: &Text<'_>, i: usize) -> bool {
    let c = text.before(i);
    is_han(c) && !name::family(text, i - 1) && name::announced(text, i - 1) && !function(c)
}

/// Prepositions and the like, which no masked name begins with.
const fn function(c: char) -> bool {
    matches!(
        c,
        '在' | '由'
            | '对'
            | '与'
            | '和'
            | '从'
            | '于'
            | '为'
            | '被'
            | '将'
            | '把'
            | '给'
            | '是'
            | '有'
            | '因'
            | '及'
            | '或'
            | '按'
            | '以'
            | '经'
            | '据'
            | '该'
            | '各'
            | '每'
            | '另'
            | '向'
            | '到'
            | '如'
            | '若'
            | '当'
            | '某'
            | '让'
            | '使'
            | '叫'
            | '请'
    )
}

/// Whether 某 stands for a number or a name in a masked document.
fn slot(text: &Text<'_>, i: usize, end: usize) -> bool {
    let (next, after) = (text.get(end), text.get(end + 1));
    match next {
        // 某个环节, 某项工作, 某处用语 are words even there, unless a masked count stands before a counted thing.
        '个' => matches!(
            after,
            '村' | '社' | '乡' | '镇' | '单' | '部' | '点' | '项' | '月' | '小' | '网' | '支' | '党'
        ),
        '项' | '类' | '位' | '天' | '时' | '次' | '处' | '方' | '事' => {
            boundary(after) || matches!(after, '会' | '领')
        }
        '公' | '小' | '中' | '局' | '厅' | '律' | '医' | '同' | '书' | '学' | '领' | '单' | '部' | '委'
        | '社' => true,
        _ => counts(next) || dates(next) || suffixes(next) || next == '地' && boundary(after) && i > 0,
    }
}
