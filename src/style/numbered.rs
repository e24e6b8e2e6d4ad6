//! Numbered labels: 【县1】, {{人名2}}. The same text has the same label in the whole document.

use std::collections::BTreeMap;

use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::entity;
use super::figure::split_sign;
use super::people::normal;
use crate::finding::Finding;
use crate::rule::{Group, RuleId, RuleSet};
use crate::span::Span;

/// What stands around a label.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Brackets {
    open: String,
    close: String,
    /// Whether a secret key makes the labels, so that they are the same in every document without a list of them.
    #[serde(default)]
    keyed: bool,
    /// Whether texts that differ in blanks only get labels of their own, so that filling them in gives back each.
    #[serde(default)]
    exact: bool,
}

impl Brackets {
    pub(super) const fn is_keyed(&self) -> bool {
        self.keyed
    }
}

/// Digits of a keyed label; ten of them, for 50 bits: a million texts get a million labels.
const CODE: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const CODE_LENGTH: usize = 10;

/// The digits of a keyed label.
fn code(key: &[u8], label: &str, text: &str) -> String {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("a key may have any length");
    for part in [label, text] {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    let bytes = mac.finalize().into_bytes();
    let bits = bytes.iter().take(8).fold(0u64, |all, &byte| all << 8 | u64::from(byte));
    (0..CODE_LENGTH).map(|at| char::from(CODE[(bits >> (59 - 5 * at) & 31) as usize])).collect()
}

/// A template field: what is to be filled in, and where it is first asked for. It does not hold what stood there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The label with its number, without brackets.
    pub name: String,
    /// The rule that found what stood there.
    pub kind: String,
    /// How often it stands in the document.
    pub count: usize,
    /// In which part of the document it first stands, from 0.
    pub part: usize,
    /// Where in that part: byte offset in the text before masking.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// A label that was given, with what it stands for. It is never printed: that is document text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// The label, without number and brackets.
    pub label: String,
    /// Its number.
    pub number: usize,
    /// What it stands for, without blanks: the same for every way to write it.
    pub key: String,
    /// As it was first written.
    pub text: String,
    /// What was invented in its place; absent where a label was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invented: Option<String>,
}

impl Given {
    /// The surrogate, where it stands for this text and for no other.
    pub fn own_surrogate(&self) -> Option<&str> {
        self.invented.as_deref().filter(|_| super::surrogate::is_own(&self.label))
    }
}

/// Endings of place names that make a label of their own, longer ones first.
const PLACES: &[&str] = &[
    "自治区",
    "村民小组",
    "街道",
    "地区",
    "社区",
    "小区",
    "新区",
    "苏木",
    "嘎查",
    "水库",
    "大道",
    "省",
    "市",
    "州",
    "盟",
    "县",
    "旗",
    "区",
    "镇",
    "乡",
    "村",
    "组",
    "屯",
    "路",
    "街",
    "巷",
    "桥",
    "河",
    "江",
    "湖",
    "山",
];
const OTHERS: &[&str] = &[
    "人名",
    "地名",
    "单位",
    "数字",
    "日期",
    "时间",
    "电话",
    "身份证",
    "信用代码",
    "银行卡",
    "车牌",
    "邮箱",
    "网址",
    "文号",
    "案号",
    "地址",
    "编号",
];

fn label(text: &str, finding: &Finding, group: Group) -> &'static str {
    match (group, finding.rule) {
        (Group::Figure, _) => "数字",
        (_, RuleId::TIME) => "时间",
        (Group::Date, _) => "日期",
        (_, RuleId::PERSON) => "人名",
        (_, RuleId::PLACE) => {
            let suffix = entity::suffix(text, finding);
            PLACES.iter().find(|place| suffix.ends_with(**place)).copied().unwrap_or("地名")
        }
        (_, RuleId::ORG) => "单位",
        (_, RuleId::PHONE) => "电话",
        (_, RuleId::CARD) => "身份证",
        (_, RuleId::CREDIT_CODE) => "信用代码",
        (_, RuleId::BANK_CARD) => "银行卡",
        (_, RuleId::PLATE) => "车牌",
        (_, RuleId::EMAIL) => "邮箱",
        (_, RuleId::URL) => "网址",
        (_, RuleId::DOC_NUMBER) => "文号",
        (_, RuleId::CASE_NUMBER) => "案号",
        (_, RuleId::ADDRESS) => "地址",
        _ => "编号",
    }
}

/// The labels given so far.
#[derive(Default)]
pub(super) struct Numbers {
    /// The highest number of each label.
    last: BTreeMap<String, usize>,
    /// Index of the field of a label and text.
    known: BTreeMap<(&'static str, String), usize>,
    fields: Vec<Field>,
    /// What stood there, for each field, as it was first written.
    values: Vec<String>,
    /// The number of each field.
    counted: Vec<usize>,
    part: usize,
    key: Vec<u8>,
}

impl Numbers {
    /// Notes the labels that the text has already, so that none is given twice.
    pub(super) fn meet(&mut self, text: &str, brackets: &Brackets) {
        for (at, _) in text.match_indices(&brackets.open) {
            if let Some((label, number, _)) = label_at(text, at, brackets) {
                let last = self.last.entry(label.to_owned()).or_default();
                *last = number.max(*last);
            }
        }
    }

    pub(super) fn replacement(
        &mut self,
        brackets: &Brackets,
        text: &str,
        finding: &Finding,
        rules: &RuleSet,
    ) -> Option<String> {
        let hit = finding.span.of(text);
        let group = rules.group(finding.rule);
        if in_label(text, finding.span, brackets) {
            return None;
        }
        let (hit, sign) = if group == Group::Figure { split_sign(hit) } else { (hit, "") };
        let label = label(text, finding, group);
        let (last, fields, values, counted) =
            (&mut self.last, &mut self.fields, &mut self.values, &mut self.counted);
        let (part, key) = (self.part, &self.key);
        let text = if brackets.exact { hit.to_owned() } else { normal(hit) };
        let coded = brackets.keyed.then(|| code(key, label, &text));
        let index = *self.known.entry((label, text)).or_insert_with(|| {
            let number = last.entry(label.to_owned()).or_default();
            *number += usize::from(coded.is_none());
            fields.push(Field {
                name: coded.map_or_else(|| format!("{label}{number}"), |code| format!("{label}-{code}")),
                kind: rules.rule(finding.rule).name.to_string(),
                count: 0,
                part,
                start: finding.span.start,
                end: finding.span.end,
            });
            values.push(hit.to_owned());
            counted.push(*number);
            fields.len() - 1
        });
        let field = &mut fields[index];
        field.count += 1;
        Some(format!("{}{}{}{sign}", brackets.open, field.name, brackets.close))
    }

    pub(super) fn set_key(&mut self, key: &[u8]) {
        key.clone_into(&mut self.key);
    }

    /// Takes over labels that were given before.
    pub(super) fn recall(&mut self, given: &[Given]) {
        for Given { label, number, key, text, .. } in given {
            let Some(&label) = PLACES.iter().chain(OTHERS).find(|known| *known == label) else { continue };
            let last = self.last.entry(label.to_owned()).or_default();
            *last = (*last).max(*number);
            self.known.insert((label, key.clone()), self.fields.len());
            let name = format!("{label}{number}");
            self.fields.push(Field { name, kind: String::new(), count: 0, part: 0, start: 0, end: 0 });
            self.values.push(text.clone());
            self.counted.push(*number);
        }
    }

    /// All labels with what they stand for.
    pub(super) fn given(&self) -> Vec<Given> {
        let given = self.known.iter().map(|((label, key), &index)| {
            let (number, text) = (self.counted[index], self.values[index].clone());
            Given { label: (*label).to_owned(), number, key: key.clone(), text, invented: None }
        });
        given.collect()
    }

    pub(super) fn fields(&self) -> Vec<Field> {
        let mut fields = self.fields.clone();
        fields.retain(|field| field.count > 0);
        fields.sort_by_key(|field| (field.part, field.start));
        fields
    }

    /// What the labels stand for.
    pub(super) fn values(&self) -> BTreeMap<String, String> {
        self.fields.iter().map(|field| field.name.clone()).zip(self.values.iter().cloned()).collect()
    }

    pub(super) const fn next_part(&mut self) {
        self.part += 1;
    }
}

/// Every numbered label of a text: where it stands, its label, its number.
pub(super) fn labels<'t>(text: &'t str, brackets: &Brackets) -> Vec<(Span, &'t str, usize)> {
    let found = text.match_indices(&brackets.open).filter_map(|(at, _)| {
        label_at(text, at, brackets).map(|(label, number, end)| (Span::new(at, end), label, number))
    });
    found.collect()
}

/// Label, number and end of the numbered label that starts at `at`.
fn label_at<'t>(text: &'t str, at: usize, brackets: &Brackets) -> Option<(&'t str, usize, usize)> {
    let inside = text[at..].strip_prefix(&brackets.open)?;
    let label = PLACES.iter().chain(OTHERS).find(|label| {
        let starts = |c: char| c.is_ascii_digit() || brackets.keyed && c == '-';
        inside.strip_prefix(**label).is_some_and(|rest| rest.starts_with(starts))
    })?;
    let rest = &inside[label.len()..];
    let (digits, number) = match rest.strip_prefix('-') {
        Some(code) => {
            let digits = code.bytes().take_while(|byte| CODE.contains(byte)).count();
            (1 + Some(digits).filter(|&digits| digits == CODE_LENGTH)?, 0)
        }
        None => {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            (digits, rest[..digits].parse().ok().filter(|&n: &usize| n < 1_000_000)?)
        }
    };
    rest[digits..].strip_prefix(&brackets.close)?;
    let end = at + brackets.open.len() + label.len() + digits + brackets.close.len();
    Some((&inside[..label.len()], number, end))
}

/// The numbered label that `at` lies in, not at its ends.
fn label_around(text: &str, at: usize, brackets: &Brackets) -> Option<Span> {
    // No label is longer than this.
    let mut from = at.saturating_sub(brackets.open.len() + 24);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (at + brackets.open.len()).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let opens = text[from..to].match_indices(&brackets.open);
    let mut labels = opens.filter_map(|(start, _)| {
        label_at(text, from + start, brackets).map(|(_, _, end)| Span::new(from + start, end))
    });
    labels.find(|label| label.start < at && at < label.end)
}

/// Whether the span lies in a numbered label.
fn in_label(text: &str, span: Span, brackets: &Brackets) -> bool {
    let first = span.of(text).chars().next().map_or(0, char::len_utf8);
    // A span that starts with the label's first bracket lies in it when its next character does.
    let around =
        label_around(text, span.start, brackets).or_else(|| label_around(text, span.start + first, brackets));
    around.is_some_and(|label| label.contains(span))
}

/// The span, grown to the ends of a numbered label that it cuts.
pub(super) fn widen(text: &str, span: Span, brackets: &Brackets) -> Span {
    let start = label_around(text, span.start, brackets).map_or(span.start, |label| label.start);
    let end = label_around(text, span.end, brackets).map_or(span.end, |label| label.end);
    Span::new(start, end)
}
