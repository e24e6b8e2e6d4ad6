//! What a placeholder asks for: its role, its shape and its width, read from the mask and the words beside it.
//!
//! A bracketed slot names itself (【单位名称】); a label names the blank behind it (联系电话：____); a mask is known by
//! what is left of its value: the suffix of a place, the head of an institution, a unit, 〔〕 and 号 of a document.

mod role;
mod words;

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

/// Reads the placeholder at `span`, found by `rule`.
pub fn read(text: &str, span: Span, rule: RuleId) -> Slot {
    let value = span.of(text);
    let (before, after) = around(text, span);
    let marks = value.chars().filter(|c| is_mark(*c)).count();
    let role = role::role(value, before, after, rule);
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
