//! What a placeholder asks for: its role, its shape and its width, read from the mask and the words beside it.
//!
//! A bracketed slot names itself (【单位名称】); a label names the blank behind it (联系电话：____); a mask is known by
//! what is left of its value: the suffix of a place, the head of an institution, a unit, 〔〕 and 号 of a document.

use serde::Serialize;

use crate::recognize::is_mark;
use crate::rule::RuleId;
use crate::span::Span;

/// How many bytes beside a placeholder are looked at.
const REACH: usize = 48;

/// What stands or stood there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A place's name.
    Place,
    /// An organisation's name.
    Organisation,
    /// A person's name.
    Person,
    /// A year.
    Year,
    /// A month, a day, a time, or a whole date.
    Date,
    /// A number of things, a percentage, a measure.
    Count,
    /// A sum of money.
    Amount,
    /// A part of a document's number.
    DocumentNumber,
    /// A part of a case's number.
    CaseNumber,
    /// A telephone number.
    Phone,
    /// An identity or card number.
    IdentityNumber,
    /// A postal or electronic address.
    Address,
    /// Anything.
    FreeField,
}

impl Role {
    /// The role as it stands in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Organisation => "organisation",
            Self::Person => "person",
            Self::Year => "year",
            Self::Date => "date",
            Self::Count => "count",
            Self::Amount => "amount",
            Self::DocumentNumber => "document-number",
            Self::CaseNumber => "case-number",
            Self::Phone => "phone",
            Self::IdentityNumber => "identity-number",
            Self::Address => "address",
            Self::FreeField => "free-field",
        }
    }

    /// What a field of this role is called in a template.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Place => "地名",
            Self::Organisation => "单位",
            Self::Person => "人名",
            Self::Year => "年份",
            Self::Date => "日期",
            Self::Count => "数字",
            Self::Amount => "金额",
            Self::DocumentNumber => "文号",
            Self::CaseNumber => "案号",
            Self::Phone => "电话",
            Self::IdentityNumber => "证号",
            Self::Address => "地址",
            Self::FreeField => "内容",
        }
    }
}

/// How the mask shows the value's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A mark for each digit: X.XX, xxx.
    PerDigit,
    /// One mark for the whole number.
    PerNumber,
    /// The same run whatever stood there.
    Fixed,
    /// First and last characters are left: 138****1234.
    HeadAndTail,
    /// One end is left: 20XX, 王某.
    Partial,
    /// Nothing, or a line to write on.
    Blank,
    /// A bracket that names what is to come.
    Field,
}

impl Shape {
    /// The shape as it stands in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PerDigit => "per-digit",
            Self::PerNumber => "per-number",
            Self::Fixed => "fixed",
            Self::HeadAndTail => "head-and-tail",
            Self::Partial => "partial",
            Self::Blank => "blank",
            Self::Field => "field",
        }
    }
}

/// A placeholder, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What it asks for.
    pub role: Role,
    /// How it is written.
    pub shape: Shape,
    /// How many mask characters it has; of a bracket or dummy, how many characters.
    pub width: usize,
}

/// Words that say what a label or a bracket asks for; longer and rarer ones first.
const LABELS: [(&str, Role); 70] = [
    ("身份证", Role::IdentityNumber),
    ("证件号", Role::IdentityNumber),
    ("信用代码", Role::IdentityNumber),
    ("银行账号", Role::IdentityNumber),
    ("账号", Role::IdentityNumber),
    ("卡号", Role::IdentityNumber),
    ("证号", Role::IdentityNumber),
    ("文号", Role::DocumentNumber),
    ("案号", Role::CaseNumber),
    ("电话", Role::Phone),
    ("手机", Role::Phone),
    ("传真", Role::Phone),
    ("联系方式", Role::Phone),
    ("热线", Role::Phone),
    ("邮箱", Role::Address),
    ("住址", Role::Address),
    ("地址", Role::Address),
    ("住所", Role::Address),
    ("金额", Role::Amount),
    ("经费", Role::Amount),
    ("资金", Role::Amount),
    ("价款", Role::Amount),
    ("大写", Role::Amount),
    ("工资", Role::Amount),
    ("人数", Role::Count),
    ("数量", Role::Count),
    ("数额", Role::Amount),
    ("比例", Role::Count),
    ("百分比", Role::Count),
    ("数字", Role::Count),
    ("数据", Role::Count),
    ("年龄", Role::Count),
    ("年份", Role::Year),
    ("年度", Role::Year),
    ("日期", Role::Date),
    ("时间", Role::Date),
    ("月份", Role::Date),
    ("姓名", Role::Person),
    ("负责人", Role::Person),
    ("联系人", Role::Person),
    ("经办人", Role::Person),
    ("责任人", Role::Person),
    ("主持人", Role::Person),
    ("记录人", Role::Person),
    ("报告人", Role::Person),
    ("法定代表人", Role::Person),
    ("人名", Role::Person),
    ("组长", Role::Person),
    ("成员", Role::Person),
    ("签名", Role::Person),
    ("领导", Role::Person),
    ("单位", Role::Organisation),
    ("机关", Role::Organisation),
    ("机构", Role::Organisation),
    ("部门", Role::Organisation),
    ("公司", Role::Organisation),
    ("企业", Role::Organisation),
    ("学校", Role::Organisation),
    ("甲方", Role::Organisation),
    ("乙方", Role::Organisation),
    ("全称", Role::Organisation),
    ("地区", Role::Place),
    ("地点", Role::Place),
    ("地名", Role::Place),
    ("区县", Role::Place),
    ("乡镇", Role::Place),
    ("村名", Role::Place),
    ("省份", Role::Place),
    ("城市", Role::Place),
    ("人", Role::Person),
];

/// First words behind a masked institution's name.
const HEADS: [&str; 54] = [
    "局",
    "厅",
    "委",
    "办公",
    "部",
    "科",
    "院",
    "公司",
    "集团",
    "有限",
    "学校",
    "大学",
    "中学",
    "小学",
    "幼儿园",
    "医院",
    "银行",
    "支行",
    "法院",
    "检察",
    "公安",
    "派出所",
    "律师",
    "协会",
    "商会",
    "合作社",
    "工厂",
    "厂",
    "企业",
    "单位",
    "机关",
    "党委",
    "党组",
    "党支部",
    "政府",
    "人民政府",
    "人民法院",
    "人民检察院",
    "市场监管",
    "税务",
    "财政",
    "教育",
    "卫健",
    "纪委",
    "纪检",
    "监察",
    "站",
    "所",
    "中心",
    "队",
    "处",
    "社",
    "馆",
    "卫生院",
];

/// First words behind a masked place's name.
const PLACES: [&str; 34] = [
    "省",
    "市",
    "县",
    "区",
    "旗",
    "盟",
    "州",
    "乡",
    "镇",
    "街道",
    "街",
    "村",
    "屯",
    "社区",
    "小区",
    "新区",
    "开发区",
    "园区",
    "路",
    "大道",
    "巷",
    "桥",
    "河",
    "江",
    "湖",
    "山",
    "水库",
    "港",
    "岛",
    "湾",
    "自治",
    "苏木",
    "嘎查",
    "高速",
];

/// Words behind a masked person's name.
const PEOPLE: [&str; 16] = [
    "同志",
    "先生",
    "女士",
    "书记",
    "主任",
    "局长",
    "县长",
    "镇长",
    "任组长",
    "等同志",
    "副",
    "等人",
    "表示",
    "老师",
    "医生",
    "带队",
];

/// Titles and labels before a masked person's name.
const TITLES: [&str; 18] = [
    "长",
    "书记",
    "主任",
    "委员",
    "同志",
    "员",
    "被告人",
    "原告",
    "被告",
    "申请人",
    "当事人",
    "受害人",
    "人：",
    "长：",
    "姓名：",
    "主席",
    "经理",
    "教授",
];

/// Reads the placeholder at `span`, found by `rule`.
pub fn read(text: &str, span: Span, rule: RuleId) -> Slot {
    let value = span.of(text);
    let (before, after) = around(text, span);
    let marks = value.chars().filter(|c| is_mark(*c)).count();
    let role = role(value, before, after, rule);
    let bracketed = named(value).is_some() || matches!(rule, RuleId::FIELD | RuleId::TODO);
    let shape = if bracketed {
        Shape::Field
    } else if rule == RuleId::BLANK || value.chars().all(|c| matches!(c, '_' | '＿')) {
        Shape::Blank
    } else {
        shape(value, marks, role)
    };
    let whole = marks == 0 || bracketed;
    Slot { role, shape, width: if whole { value.chars().count() } else { marks } }
}

/// The words of a bracketed slot: 单位名称 of 【填写单位名称】.
pub fn named(value: &str) -> Option<&str> {
    let open = |c: char| "【［[〔〖（({<$#@%«".contains(c);
    let close = |c: char| "】］]〕〗）)}>$#@%»".contains(c);
    let inner = value.strip_prefix(open)?.strip_suffix(close)?;
    let inner = inner.trim_matches(|c: char| open(c) || close(c) || c.is_whitespace());
    (!inner.is_empty()).then_some(inner)
}

/// Up to [`REACH`] bytes on either side, in the same line.
fn around(text: &str, span: Span) -> (&str, &str) {
    let mut from = span.start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (span.end + REACH).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = &text[from..span.start];
    let before = before.rfind('\n').map_or(before, |at| &before[at + 1..]);
    let after = &text[span.end..to];
    (before.trim_end_matches([' ', '　']), after.split('\n').next().unwrap_or_default().trim_start())
}

fn shape(value: &str, marks: usize, role: Role) -> Shape {
    let known = |c: char| c.is_alphanumeric() && !is_mark(c);
    let head = value.chars().next().is_some_and(known);
    let tail = value.chars().next_back().is_some_and(known);
    let number = matches!(
        role,
        Role::Count | Role::Amount | Role::Year | Role::Date | Role::Phone | Role::IdentityNumber
    );
    match (head, tail) {
        (true, true) => Shape::HeadAndTail,
        (true, false) | (false, true) => Shape::Partial,
        _ if number && (marks > 2 || value.contains(['.', ',', ':'])) => Shape::PerDigit,
        _ if number && marks == 1 => Shape::PerNumber,
        _ => Shape::Fixed,
    }
}

fn role(value: &str, before: &str, after: &str, rule: RuleId) -> Role {
    if let Some(words) = named(value).or_else(|| (rule == RuleId::FIELD).then_some(value)) {
        let own = label(words);
        return own.or_else(|| labelled(before)).unwrap_or_else(|| by_anchor(value, before, after, rule));
    }
    if rule == RuleId::TODO {
        return labelled(before).or_else(|| label(value)).unwrap_or(Role::FreeField);
    }
    by_anchor(value, before, after, rule)
}

/// What a word of a label says.
fn label(words: &str) -> Option<Role> {
    LABELS.iter().find(|(word, _)| words.contains(word)).map(|(_, role)| *role)
}

/// What the label before a colon asks for.
fn labelled(before: &str) -> Option<Role> {
    let label_of = before.strip_suffix(['：', ':'])?;
    let from = label_of.rfind(['，', '。', '；', '：', ':', '、', '\t', ' ', '　']);
    let words = from.map_or(label_of, |at| &label_of[at..]);
    LABELS.iter().find(|(word, _)| words.trim_end_matches(['）', ')']).ends_with(word)).map(|(_, role)| *role)
}

fn by_anchor(value: &str, before: &str, after: &str, rule: RuleId) -> Role {
    let ends = |words: &[&str]| words.iter().any(|w| before.ends_with(w));
    let starts = |words: &[&str]| words.iter().any(|w| after.starts_with(w));
    if rule == RuleId::NAME {
        return Role::Person;
    }
    if value.contains('@') {
        return Role::Address;
    }
    if let Some(role) = numbered(before, after) {
        return role;
    }
    if rule == RuleId::YEAR || after.starts_with('年') && !after.starts_with("年级") {
        return Role::Year;
    }
    if value.contains('年') && value.contains('月')
        || value.contains([':', '：'])
        || starts(&["月", "日", "时", "分"])
    {
        return Role::Date;
    }
    let digits = value.chars().filter(|c| c.is_ascii_digit() || is_mark(*c)).count();
    let dash = value.contains('-');
    if rule == RuleId::DUMMY {
        return match digits {
            0 => Role::Person,
            15.. => Role::IdentityNumber,
            _ => Role::Phone,
        };
    }
    if let Some(role) = labelled(before) {
        return role;
    }
    if digits == 11 && value.starts_with('1') || dash && digits >= 10 {
        return Role::Phone;
    }
    if digits >= 15 && value.chars().any(|c| c.is_ascii_digit()) {
        return Role::IdentityNumber;
    }
    if before.ends_with(['￥', '¥']) || value.starts_with(['￥', '¥']) || money(after) {
        return Role::Amount;
    }
    if starts(&["号楼", "单元", "室", "号院", "幢", "栋"])
        || after.starts_with('号') && ends(&["路", "街", "巷", "道"])
    {
        return Role::Address;
    }
    if starts(&PEOPLE) {
        return Role::Person;
    }
    if starts(&HEADS) {
        return Role::Organisation;
    }
    if starts(&PLACES) {
        return Role::Place;
    }
    if rule == RuleId::NUMBER || value.ends_with(['%', '％', '‰']) || value.contains('.') {
        return Role::Count;
    }
    if ends(&TITLES) {
        return Role::Person;
    }
    if rule != RuleId::BLANK {
        return Role::FreeField;
    }
    label(before.rsplit(['，', '。', '、', '：', '\t']).next().unwrap_or_default()).unwrap_or(Role::FreeField)
}

/// Whether a unit of money follows, perhaps behind 万 or 余.
fn money(after: &str) -> bool {
    let rest = after.trim_start_matches(['余', '多', '百', '千', '万', '亿', '几', '十']);
    rest.starts_with('元') || rest.starts_with("块钱")
}

/// Parts of X发〔20XX〕X号 and （20XX）X01民初XX号.
fn numbered(before: &str, after: &str) -> Option<Role> {
    const CASES: [&str; 12] =
        ["民初", "刑初", "民终", "刑终", "行初", "行终", "执", "民再", "民申", "破申", "行审", "财保"];
    let case = |words: &str| CASES.iter().any(|case| words.contains(case));
    let clause =
        |words: &'_ str| words.split(['，', '。', '；', '、', '》']).next().unwrap_or_default().len();
    let ahead = &after[..clause(after)];
    let number = ahead.find('号').map(|at| &ahead[..at]);
    let behind = before.rsplit(['，', '。', '；', '、', '《', '》']).next().unwrap_or_default();
    let opened = behind.contains(['〔', '［', '[']);
    if let Some(number) = number {
        if case(number) || case(behind) && behind.contains(['）', ')']) {
            return Some(Role::CaseNumber);
        }
        let short = number.chars().count() <= 14;
        let year = number.contains(['〔', '〕', '［', '］']) || number.contains(']');
        if short && (year || opened && number.chars().all(|c| is_mark(c) || c.is_ascii_digit())) {
            return Some(Role::DocumentNumber);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slot of the only mask between ‹ and ›.
    fn slot(marked: &str, rule: RuleId) -> Slot {
        let (start, end) = (marked.find('‹').unwrap(), marked.find('›').unwrap());
        let text = marked.replace(['‹', '›'], "");
        read(&text, Span::new(start, end - '‹'.len_utf8()), rule)
    }

    fn roles(marked: &[(&str, RuleId)]) -> Vec<&'static str> {
        marked.iter().map(|(text, rule)| slot(text, *rule).role.name()).collect()
    }

    #[test]
    fn a_mask_is_known_by_what_is_left_of_its_value() {
        let cases = [
            ("‹XX›县", RuleId::RUN, "place"),
            ("‹XX›局", RuleId::RUN, "organisation"),
            ("‹XX›同志", RuleId::NAME, "person"),
            ("‹20XX›年", RuleId::YEAR, "year"),
            ("5月‹X›日", RuleId::NUMBER, "date"),
            ("‹X›件", RuleId::NUMBER, "count"),
            ("投入‹X.X›亿元", RuleId::NUMBER, "amount"),
            ("X政发〔‹20XX›〕X号", RuleId::YEAR, "document-number"),
            ("（20XX）X01民初‹XX›号", RuleId::RUN, "case-number"),
            ("电话：‹138****1234›", RuleId::RUN, "phone"),
            ("身份证号：‹3303**********1234›", RuleId::RUN, "identity-number"),
            ("人民路‹XX›号", RuleId::NUMBER, "address"),
            ("研究‹XX›问题", RuleId::RUN, "free-field"),
            ("‹【单位名称】›", RuleId::FIELD, "organisation"),
            ("签订日期：‹______›", RuleId::BLANK, "date"),
        ];
        let asked: Vec<_> = cases.iter().map(|(text, rule, _)| (*text, *rule)).collect();
        let expected: Vec<_> = cases.iter().map(|(_, _, role)| *role).collect();
        assert_eq!(roles(&asked), expected);
    }

    #[test]
    fn shapes_tell_digits_from_whole_numbers_and_what_is_left() {
        let shape = |marked: &str| slot(marked, RuleId::NUMBER).shape.name();
        assert_eq!(shape("‹X›家"), "per-number");
        assert_eq!(shape("‹XXX›家"), "per-digit");
        assert_eq!(shape("‹X.X›%"), "per-digit");
        assert_eq!(shape("‹138****1234›，"), "head-and-tail");
        assert_eq!(shape("‹20XX›年"), "partial");
        assert_eq!(slot("‹【姓名】›", RuleId::FIELD).width, 4);
        assert_eq!(slot("‹20XX›年", RuleId::YEAR).width, 2);
    }
}
