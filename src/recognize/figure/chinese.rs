//! Figures in Chinese numerals: only before a measure word or unit, as a fraction, or in tenths (三成).
//!
//! 一 counts only as a stated limit (一周内, 试用期一年); levels, ordinals and places named with numerals stay.

use super::super::number::{Chinese, Style, Unit, UnitKind};
use super::super::set::CharSet;
use super::super::{Candidate, Text, is_cnum, is_digit};
use super::{figure, rule};
use crate::lexicon::Tags;
use crate::rule::RuleId;

/// Names of places, which numerals may begin.
const PLACES: Tags = Tags(
    Tags::PROVINCE.0
        | Tags::PREFECTURE.0
        | Tags::COUNTY.0
        | Tags::TOWNSHIP.0
        | Tags::SHORT.0
        | Tags::LANDMARK.0
        | Tags::KEEP.0,
);

/// Adds a figure if the numeral is one, and returns where to go on.
pub(super) fn read(text: &Text<'_>, numeral: &Chinese, found: &mut Vec<Candidate>) -> usize {
    let (i, end) = (numeral.start, numeral.end);
    // 1973.03两个, but 3两 is a weight.
    let pair = text.get(i) == '两' && end == i + 1 && Unit::read(text, end).is_some();
    if is_digit(text.before(i)) && !pair || text.before(i) == '%' {
        return end;
    }
    if let Some(to) = decimal(text, numeral) {
        found.push(figure(i, to, RuleId::MEASURE, 0.85, None));
        return to;
    }
    if let Some((to, percent)) = fraction(text, numeral) {
        let rule = if percent { RuleId::PERCENT } else { RuleId::NUMERAL };
        found.push(figure(i, to, rule, 0.85, None));
        return to;
    }
    if numeral.value == 0
        || numeral.style == Style::Digits
        || ordinal(text, i)
        || named(text, i)
        || super::context::slogan(text, i)
    {
        return end;
    }
    if let Some(to) = tenths(text, numeral) {
        found.push(figure(i, to, RuleId::PERCENT, 0.8, None));
        return to;
    }
    if numeral.style == Style::Capital {
        if let Some(candidate) = capital(text, numeral) {
            found.push(candidate);
        }
        return end;
    }
    if let Some(tail) = coins(text, numeral) {
        found.push(figure(i, end, RuleId::AMOUNT, 0.8, Some(end + 1)));
        found.push(figure(tail, tail + 1, RuleId::AMOUNT, 0.8, None));
        return tail + 1;
    }
    // 八十大寿
    if text.starts_with(end, "大寿") {
        found.push(figure(i, end, RuleId::MEASURE, 0.8, Some(end + 2)));
        return end;
    }
    // 一个半 | 小时
    if numeral.value == 1
        && text.starts_with(end, "个半")
        && ["小时", "月", "钟头", "学期", "星期", "工日"].iter().any(|span| text.starts_with(end + 2, span))
    {
        found.push(figure(i, end + 2, RuleId::MEASURE, 0.8, Some(end + 3)));
        return end + 2;
    }
    if let Some(candidate) = counted(text, numeral) {
        found.push(candidate);
    }
    end
}

/// `三块二`, `八毛五`: where the small coin stands that people leave the name out of.
fn coins(text: &Text<'_>, numeral: &Chinese) -> Option<usize> {
    let tail = numeral.end + 1;
    let coin = matches!(text.get(numeral.end), '块' | '毛' | '角') && is_cnum(text.get(tail));
    let small =
        numeral.value > 0 && !matches!(text.get(tail), '十' | '百' | '千' | '万' | '亿' | '〇' | '零' | '两');
    let alone = !is_cnum(text.get(tail + 1)) && Unit::read(text, tail + 1).is_none();
    (coin && small && alone && text.before(numeral.start) != '第').then_some(tail)
}

/// A place or a kept term begins with the numeral.
fn named(text: &Text<'_>, i: usize) -> bool {
    text.starts[i].has(PLACES) && text.hits_at(i).iter().any(|hit| hit.tags.has(PLACES))
}

/// What stands before says that the numeral orders or names.
fn ordinal(text: &Text<'_>, i: usize) -> bool {
    match text.before(i) {
        // 入院前 | 两天, but 前两天.
        '前' => {
            let time =
                Unit::read(text, i + 1).is_some_and(|unit| matches!(unit.alone(text), '天' | '年' | '周'));
            !(time
                && i > 1
                && super::super::is_han(text.get(i - 2))
                && !matches!(text.get(i - 2), '以' | '之' | '目' | '的'))
        }
        '第' | '初' | '拜' | '老' | '阿' | '左' | '右' | '之' | '其' | '闰' | '几' | '数' | '《' | '·' => {
            true
        }
        '高' => !matches!(text.before(i - 1), '提' | '升' | '增' | '抬' | '最'),
        _ => false,
    }
}

/// `三分之二`, `百分之八十五`, `百分之3.5`: the end, and whether it is a percentage.
fn fraction(text: &Text<'_>, numeral: &Chinese) -> Option<(usize, bool)> {
    let ten_thousandth = numeral.end == numeral.start + 1 && text.get(numeral.start) == '万';
    if !text.starts_with(numeral.end, "分之") || numeral.value < 2 && !ten_thousandth {
        return None;
    }
    let at = numeral.end + 2;
    let percent = matches!(text.get(numeral.end - 1), '百' | '千' | '万');
    if let Some(part) = Chinese::read(text, at) {
        let mut end = part.end;
        if text.get(end) == '点'
            && let Some(decimals) = Chinese::read(text, end + 1)
        {
            end = decimals.end;
        }
        return Some((end, percent));
    }
    let mut end = at;
    while end < at + 8 && (is_digit(text.get(end)) || text.get(end) == '.' && end > at) {
        end += 1;
    }
    (end > at).then_some((end, percent))
}

/// `六成`, `九成八`, `三成半`.
fn tenths(text: &Text<'_>, numeral: &Chinese) -> Option<usize> {
    let end = numeral.end;
    if text.get(end) != '成' || !(1..=10).contains(&numeral.value) {
        return None;
    }
    let next = text.get(end + 1);
    if matches!(
        next,
        '立' | '为'
            | '员'
            | '功'
            | '果'
            | '本'
            | '绩'
            | '都'
            | '长'
            | '熟'
            | '分'
            | '群'
            | '套'
            | '形'
            | '型'
            | '交'
            | '品'
            | '不'
            | '人'
    ) {
        return None;
    }
    if numeral.value == 1 && !matches!(next, '以' | '左' | '，' | '。' | '；' | '多' | '半') {
        return None;
    }
    if next == '半' {
        return Some(end + 2);
    }
    match Chinese::read(text, end + 1) {
        Some(more) if more.value < 10 && more.end == end + 2 && !text.starts_with(more.end, "个") => {
            Some(end + 2)
        }
        _ => Some(end + 1),
    }
}

/// Capital amounts split at 元 and 角; one capital alone is a family name as often (陆, 伍).
fn capital(text: &Text<'_>, numeral: &Chinese) -> Option<Candidate> {
    let unit = Unit::read(text, numeral.end);
    let money =
        matches!(text.get(numeral.end), '元' | '圆' | '角' | '分' | '份' | '张' | '套' | '台' | '次' | '页');
    let long = numeral.end - numeral.start > 1;
    // 陆 and 伍 are family names; the other capitals count whatever has a unit.
    let name = matches!(text.get(numeral.start), '陆' | '伍') && !is_digit(text.before(numeral.start));
    let timed = unit.is_some_and(|u| {
        u.kind != UnitKind::Scale && u.alone(text) != '级' && (!name || u.kind == UnitKind::Measure)
    });
    (money || long || timed).then(|| {
        let rule = match unit {
            _ if matches!(text.get(numeral.end), '元' | '圆' | '角' | '分' | '整') => RuleId::AMOUNT,
            Some(unit) => rule(unit.kind),
            None => RuleId::COUNT,
        };
        figure(numeral.start, numeral.end, rule, 0.88, unit.map(|u| u.end))
    })
}

fn counted(text: &Text<'_>, numeral: &Chinese) -> Option<Candidate> {
    let (start, end) = (numeral.start, numeral.end);
    let about = matches!(text.get(end), '余' | '多' | '来' | '几');
    // 二十余万 needs no unit; 百万 alone is a word.
    let scaled = matches!(text.get(end), '余' | '多') && matches!(text.get(end + 1), '万' | '亿');
    let Some(unit) = Unit::read(text, end).filter(|u| u.kind != UnitKind::Scale || scaled) else {
        return spoken(text, numeral);
    };
    let term = text.get(unit.start);
    let single = unit.end - unit.start == 1;
    let second = end - start == 1 && text.get(start) == '二';
    let thing = matches!(
        term,
        '个' | '名'
            | '户'
            | '台'
            | '辆'
            | '亩'
            | '栋'
            | '间'
            | '斤'
            | '吨'
            | '元'
            | '株'
            | '只'
            | '艘'
            | '件'
            | '米'
            | '万'
            | '人'
    ) && !(text.starts_with(end, "户口")
        || term == '人' && matches!(text.get(end + 1), '转' | '世' | '台'));
    let span = text.get(unit.end) == '以' && matches!(text.get(unit.end + 1), '上' | '下' | '内');
    let term_of = term == '年'
        && (span
            || matches!(
                text.before(start),
                '期' | '为' | '满' | '刑' | '限' | '过' | '察' | '费' | '职' | '约' | '租'
            ));
    if second && !thing && !term_of || matches!(text.get(start), '万' | '亿') {
        return None;
    }
    if single
        && !about
        && numeral.value < 100
        && is_name_forming(text, numeral, term)
        && !sums_up(text, numeral)
    {
        return None;
    }
    if text.get(unit.end) == '制' && !matches!(text.get(unit.end + 1), '作' | '定' | '造' | '订') {
        return None;
    }
    if numeral.value == 1 && !is_limit(text, start, &unit) {
        return None;
    }
    if end - start == 1 && matches!(text.get(start), '十' | '百' | '千') && !about {
        let round = match text.get(start) {
            '十' => {
                matches!(term, '分' | '足' | '里')
                    && !text.starts_with(end, "分钟")
                    && text.before(start) != '圆'
            }
            // 百 and 千 alone are round words unless something bounds them.
            _ => !bounded(text, start) && unit.kind != UnitKind::Amount,
        };
        if round {
            return None;
        }
    }
    if unit.kind == UnitKind::Measure && term == '年' && is_plan(text, unit.end) {
        return None;
    }
    Some(figure(
        start,
        end,
        rule(unit.kind),
        if about || end - start > 1 { 0.85 } else { 0.75 },
        Some(unit.end),
    ))
}

/// Whether as many things as the numeral says stand before it: 大营、力角 | 两镇, 雷坝、桥头、王坝 | 三镇.
fn sums_up(text: &Text<'_>, numeral: &Chinese) -> bool {
    let (mut at, mut items, mut length) = (numeral.start, 1, 0);
    while at > 0 && items <= 9 {
        let c = text.before(at);
        match c {
            '、' if length >= 2 => (items, length) = (items + 1, 0),
            _ if super::super::is_han(c) && length < 6 => length += 1,
            _ => break,
        }
        at -= 1;
    }
    (2..=9).contains(&numeral.value) && length >= 2 && items == numeral.value
}

/// Measure words that more often form a name with a small numeral: 三级, 二期, 四处, 两面.
fn is_name_forming(text: &Text<'_>, numeral: &Chinese, term: char) -> bool {
    match term {
        // 四十里, 五十方: so many form no name.
        '里' | '方' | '块' | '头' | '口' | '股' if numeral.value >= 20 => false,
        // 一家四口, 五头牦牛, 对讲机四部, 传十一代
        '口' if text.before(numeral.start) == '家' => false,
        '头' => {
            !matches!(text.get(numeral.end + 1), '牛' | '羊' | '猪' | '驴' | '骡' | '牦' | '奶' | '黄' | '母')
        }
        '部' => !matches!(text.before(numeral.start), '机' | '话' | '梯' | '车' | '剧' | '片'),
        '代' => text.before(numeral.start) != '传',
        '级' | '号' | '楼' | '度' | '届' | '线' | '本' | '路' | '方' | '角' | '块' | '流' | '审' | '面'
        | '口' | '步' | '节' | '里' | '门' | '环' | '类' | '卡' | '手' | '站' | '所' | '院' | '校' | '厂'
        | '市' | '县' | '镇' | '乡' | '村' | '社' | '屯' | '店' | '品' | '管' | '层' | '色' | '股' | '段'
        | '科' | '双' | '字' | '会' => true,
        '期' => {
            !matches!(text.before(numeral.start), '办' | '训' | '班' | '了' | '行' | '开' | '出')
                || text.get(numeral.start) == '二'
        }
        // 五年级三班
        '班' => text.before(numeral.start) == '级',
        '组' => !matches!(text.before(numeral.start), '共' | '成' | '为' | '了' | '立'),
        '处' => matches!(text.get(numeral.start), '四') && text.get(numeral.start + 2) != '，',
        '周' => {
            // 才两周，
            let next = text.get(numeral.end + 1);
            let alone =
                !super::super::is_han(next) || matches!(next, '后' | '前' | '内' | '来' | '多' | '以');
            !(next == '内'
                || alone && numeral.value > 1
                || matches!(text.before(numeral.start), '期' | '为' | '过' | '续' | '少' | '前'))
        }
        '分' => matches!(text.get(numeral.start), '十' | '万') && text.get(numeral.end + 1) != '钟',
        '位' => text.starts_with(numeral.end, "位一体"),
        '点' => text.starts_with(numeral.end, "点一线") || text.starts_with(numeral.end, "点半"),
        '轮' => {
            matches!(text.get(numeral.end + 1), '车' | '拖' | '驱' | '农' | '摩' | '电')
                || matches!(text.before(numeral.start), '着' | '骑' | '蹬' | '辆')
        }
        '把' => text.starts_with(numeral.end, "把手") || text.starts_with(numeral.end, "把火"),
        '天' => text.starts_with(numeral.end, "天两头"),
        _ => false,
    }
}

/// What stands before 一辆 when it does not close a list of things.
const NOT_THINGS: CharSet = CharSet::new("有这那同统唯第任某每另单逐进再更之万专成为了是的如");

/// 一 as a limit: before 内 or 以上, behind 不少于, 试用期, 逾期; or closing a clause as 一次.
fn is_limit(text: &Text<'_>, start: usize, unit: &Unit) -> bool {
    const CUES: &[&str] = &[
        "察看",
        "观察",
        "试行",
        "试用",
        "拖欠",
        "先欠",
        "租",
        "续签",
        "不少于",
        "不低于",
        "不超过",
        "至少",
        "试用期为",
        "期限为",
        "为期",
        "聘期为",
        "每隔",
        "暂停",
        "缺席",
        "不满",
        "仅",
        "各包",
        "超过",
        "顺延",
        "延长",
        "增加",
        "多于",
        "少于",
        "约谈",
        "提醒谈话",
        "谈话",
        "采购",
        "检查",
        "质保",
        "保修",
        "缓刑",
        "徒刑",
        "拘役",
        "管制",
        "停职",
        "停产",
        "停业",
        "延期",
        "推迟",
        "提前",
        "禁赛",
        "免费",
        "服务满",
        "工作满",
        "任职满",
        "聘任",
        "学制",
        "期为",
        "每日",
        "每天",
        "每周",
        "每月",
        "每年",
        "每季度",
        "每半年",
        "每人",
        "每户",
        "每村",
        "每组",
        "每班",
        "有效",
    ];
    let term = text.before(start) == '期' && !text.ends_with(start, "逾期");
    if term && unit.kind == UnitKind::Measure || CUES.iter().any(|cue| text.ends_with(start, cue)) {
        return true;
    }
    // 一年二个月
    if text.get(unit.start) == '年' && is_cnum(text.get(unit.end)) && text.starts_with(unit.end + 1, "个月")
    {
        return true;
    }
    let after = text.get(unit.end);
    let closed =
        matches!(after, '，' | '。' | '；' | '、' | '\n' | '）' | ',' | ';') || unit.end >= text.len();
    // 等了一个月: a span of time behind 了.
    let span = matches!(text.get(unit.start), '年' | '周' | '天') || text.starts_with(unit.start, "个月");
    if text.before(start) == '了' && span && text.get(unit.start + 1) != '级' {
        return true;
    }
    // 小型面包车 | 一辆；: a list of things.
    let thing = matches!(text.get(unit.start), '辆' | '台' | '栋' | '幢' | '套' | '艘' | '枚' | '部' | '架');
    if thing && closed && super::super::is_han(text.before(start)) && !NOT_THINGS.contains(text.before(start))
    {
        return true;
    }
    let next = text.get(unit.end);
    let timed = matches!(text.get(unit.start), '年' | '周' | '天' | '日' | '小' | '次' | '个' | '倍');
    timed && next == '内' || timed && next == '以' && matches!(text.get(unit.end + 1), '内' | '上' | '下')
}

/// 近百户, 上千人, 逾百家.
fn bounded(text: &Text<'_>, start: usize) -> bool {
    matches!(text.before(start), '近' | '上' | '超' | '逾' | '约' | '过' | '达' | '共' | '破')
}

/// 三年行动, 五年规划 name a plan.
fn is_plan(text: &Text<'_>, end: usize) -> bool {
    ["行动", "规划", "计划", "攻坚", "滚动", "禁渔", "级"].iter().any(|word| text.starts_with(end, word))
}

/// `八点四亩`: a decimal fraction, spoken.
fn decimal(text: &Text<'_>, numeral: &Chinese) -> Option<usize> {
    if text.get(numeral.end) != '点' || numeral.value == 0 {
        return None;
    }
    let digits =
        Chinese::read(text, numeral.end + 1).filter(|d| d.value < 1000 || d.style == Style::Digits)?;
    let scale = matches!(text.get(digits.end), '万' | '亿' | '%');
    (scale || Unit::read(text, digits.end).is_some_and(|u| u.alone(text) != '分')).then_some(digits.end)
}

/// `凑三百八，`: a numeral of three characters and more that closes a clause, as people say amounts.
fn spoken(text: &Text<'_>, numeral: &Chinese) -> Option<Candidate> {
    let (start, end) = (numeral.start, numeral.end);
    let digit = |i: usize| !matches!(text.get(i), '十' | '百' | '千' | '万' | '亿');
    let closed = matches!(text.get(end), '，' | '。' | '、' | '；' | '\n' | '！' | '？' | '）' | ',');
    let amount = end - start >= 3 && (start..end).any(digit) && (start..end).any(|i| !digit(i));
    let free = super::super::is_han(text.before(start)) && text.gap_at(end) == 0;
    (numeral.style == Style::Plain && amount && closed && free && numeral.value >= 20)
        .then(|| figure(start, end, RuleId::NUMERAL, 0.6, None))
}
