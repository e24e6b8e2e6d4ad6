//! Templates: the list of fields of a text with placeholders, and the text with its fields filled in.
//!
//! A slot with a name ({{单位}}, 【项目名称】) is one field wherever it stands. A mask has no name; it gets that of its
//! label (联系电话：____), else one of its role with a number. A masked place or institution with the same word
//! behind it is one field: XX县 is the same county in the whole text; two masked figures are two.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::{self, Edit};
use crate::finding::Finding;
use crate::rule::{Group, RuleId, RuleSet};
use crate::slot::{self, Role};
use crate::span::Span;

/// Values that hold fields themselves are filled so many times.
const DEPTH: usize = 4;

/// The longest name of a variable with its brackets, in bytes.
const LONGEST: usize = 124;

/// One field of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, unique in the template.
    pub name: String,
    /// What it asks for.
    pub role: Role,
    /// Where it stands, in order.
    pub places: Vec<Span>,
}

/// A template with values in the place of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The text; complete only when both lists are empty.
    pub text: String,
    /// Names of fields that have no value.
    pub missing: Vec<String>,
    /// Names of values that no field asks for.
    pub unused: Vec<String>,
}

/// The fields of a text, given what was found in it, in the order of their first places.
pub fn fields(text: &str, findings: &[Finding], rules: &RuleSet) -> Vec<Field> {
    let variables = variables(text);
    let mut places: Vec<(Span, RuleId)> = variables.iter().map(|span| (*span, RuleId::FIELD)).collect();
    places.extend(
        findings
            .iter()
            .filter(|f| rules.group(f.rule) == Group::Placeholder && f.rule != RuleId::DUMMY)
            .filter(|f| {
                let next = variables.partition_point(|span| span.end <= f.span.start);
                variables.get(next).is_none_or(|span| !span.overlaps(f.span))
            })
            .map(|f| (f.span, f.rule)),
    );
    places.sort_by_key(|(span, _)| *span);
    let mut names = Names::new(text, &places);
    for (span, rule) in places {
        names.add(text, span, rule);
    }
    names.fields
}

/// The template with `values` by field name; nothing is left out silently.
pub fn fill(text: &str, fields: &[Field], values: &BTreeMap<String, String>) -> Filled {
    let known: BTreeSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let mut edits: Vec<Edit> = Vec::new();
    let mut missing = Vec::new();
    let mut used = BTreeSet::new();
    for field in fields {
        let Some(value) = values.get(&field.name) else {
            missing.push(field.name.clone());
            continue;
        };
        let value = expand(value, values, &mut used);
        // A slot filled with itself stays open, in each of its spellings (【姓名】, #姓名#).
        if field.places.iter().any(|place| place.of(text) == value) {
            continue;
        }
        edits.extend(field.places.iter().map(|&place| Edit::replacement(place, value.clone())));
    }
    edits.sort_by_key(|edit| edit.span);
    let unused =
        values.keys().filter(|name| !known.contains(name.as_str()) && !used.contains(*name)).cloned();
    Filled { unused: unused.collect(), text: edit::apply(text, &edits), missing }
}

/// A value whose own variables are filled too: a name that was masked inside a name that was masked later.
fn expand(value: &str, values: &BTreeMap<String, String>, used: &mut BTreeSet<String>) -> String {
    let mut value = value.to_owned();
    for _ in 0..DEPTH {
        let inner = variables(&value);
        let edits: Vec<Edit> = inner
            .into_iter()
            .filter_map(|span| {
                let name = slot::named(span.of(&value))?;
                let content = values.get(name)?.clone();
                used.insert(name.to_owned());
                Some(Edit::replacement(span, content))
            })
            .collect();
        if edits.is_empty() {
            break;
        }
        value = edit::apply(&value, &edits);
    }
    value
}

/// All {{…}} of a text; they are fields whatever else was found there.
fn variables(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("{{").map(|open| at + open) {
        at = open + 2;
        let mut end = (at + LONGEST).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let line = text[at..end].split('\n').next().unwrap_or_default();
        let Some(close) = line.find("}}").filter(|&close| close > 0) else { continue };
        // Of {{{{x}} the inner one.
        let start = at + line[..close].rfind("{{").map_or(0, |inner| inner + 2) - 2;
        found.push(Span::new(start, at + close + 2));
        at += close + 2;
    }
    found
}

/// Names given so far.
struct Names {
    fields: Vec<Field>,
    /// Index of the field of a key.
    known: BTreeMap<String, usize>,
    taken: BTreeSet<String>,
    last: BTreeMap<String, usize>,
}

impl Names {
    /// Names that slots bring along are given to nothing else.
    fn new(text: &str, places: &[(Span, RuleId)]) -> Self {
        let taken = places.iter().filter_map(|(span, rule)| own(span.of(text), *rule)).collect();
        Self { fields: Vec::new(), known: BTreeMap::new(), taken, last: BTreeMap::new() }
    }

    fn add(&mut self, text: &str, span: Span, rule: RuleId) {
        let value = span.of(text);
        let role = slot::read(text, span, rule).role;
        let own = own(value, rule);
        let key = match (&own, role) {
            (Some(name), _) => Some(format!("={name}")),
            (None, Role::Place | Role::Organisation) => {
                let reach = if role == Role::Place { 1 } else { 2 };
                let behind: String = text[span.end..].chars().take(reach).collect();
                Some(format!("{} {value}{behind}", role.name()))
            }
            (None, Role::Person) if !value.chars().all(|c| matches!(c, 'X' | 'x' | '×' | '*' | '_')) => {
                Some(format!("person {value}"))
            }
            _ => None,
        };
        if let Some(&index) = key.as_ref().and_then(|key| self.known.get(key)) {
            self.fields[index].places.push(span);
            return;
        }
        let name = own.unwrap_or_else(|| {
            let label = label(text, span).unwrap_or_else(|| role.label().to_owned());
            self.numbered(&label)
        });
        if let Some(key) = key {
            self.known.insert(key, self.fields.len());
        }
        self.fields.push(Field { name, role, places: vec![span] });
    }

    /// The label with the next free number; a label of its own goes without while it is the only one.
    fn numbered(&mut self, label: &str) -> String {
        loop {
            let number = self.last.entry(label.to_owned()).or_default();
            *number += 1;
            let name = format!("{label}{number}");
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// The name that a slot brings along: 单位名称 of 【请填写单位名称】.
fn own(value: &str, rule: RuleId) -> Option<String> {
    if !matches!(rule, RuleId::FIELD | RuleId::TODO) {
        return None;
    }
    let mut name = slot::named(value)?;
    if value.starts_with(['{', '$', '<', '#', '@', '%']) {
        return Some(name.to_owned());
    }
    for order in ["请", "在此处", "此处", "填写", "填入", "输入", "插入", "添加"] {
        name = name.strip_prefix(order).unwrap_or(name);
    }
    for state in ["待补充", "待填写", "待填", "待定", "待确认", "待核实", "待完善"] {
        name = name.strip_suffix(state).unwrap_or(name);
    }
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The words of the label before a blank, when it has a short one.
fn label(text: &str, span: Span) -> Option<String> {
    let line = text[..span.start].rsplit('\n').next().unwrap_or_default();
    let before = line.trim_end_matches([' ', '　']).strip_suffix(['：', ':'])?;
    let word = before.rsplit(['，', '。', '；', '：', ':', '、', '\t', ' ', '　', '_']).next()?;
    let word = word.split(['（', '(']).next()?;
    let len = word.chars().count();
    ((2..=8).contains(&len) && word.chars().all(char::is_alphanumeric)).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin;
    use crate::policy::Policy;

    fn names(text: &str) -> Vec<String> {
        let engine = builtin::engine(Policy::default());
        let found = engine.scan(text).findings;
        let fields = fields(text, &found, engine.rules());
        fields.iter().map(|f| format!("{}×{} {}", f.name, f.places.len(), f.role.name())).collect()
    }

    #[test]
    fn masks_are_named_by_label_or_role_and_places_come_back() {
        assert_eq!(
            names("XX县XX局工作总结\nXX县办理案件XX件、XX起。\n联系电话：______\n"),
            ["地名1×2 place", "单位1×1 organisation", "数字1×1 count", "数字2×1 count", "联系电话1×1 phone",]
        );
        assert_eq!(
            names("【单位名称】总结，{{数字1}}人到【单位名称】，办结XX件"),
            ["单位名称×2 organisation", "数字1×1 count", "数字2×1 count"]
        );
    }

    #[test]
    fn what_has_no_value_and_what_has_no_field_is_said() {
        let text = "{{单位}}共{{人数}}人，{{单位}}";
        let fields = fields(text, &[], &builtin::rules());
        let mut values = BTreeMap::from([("单位".to_owned(), "县{{人数}}局".to_owned())]);
        values.insert("余".to_owned(), "1".to_owned());
        let filled = fill(text, &fields, &values);
        assert_eq!((filled.missing, filled.unused), (vec!["人数".to_owned()], vec!["余".to_owned()]));
        values.remove("余");
        values.insert("人数".to_owned(), "8".to_owned());
        let filled = fill(text, &fields, &values);
        assert_eq!(filled.text, "县8局共8人，县8局");
        assert!(filled.missing.is_empty() && filled.unused.is_empty());
    }

    #[test]
    fn a_slot_filled_with_itself_stays_in_each_of_its_spellings() {
        let text = "姓名：【姓名】　性别：男\n姓名：#姓名#　性别：女\n";
        let engine = builtin::engine(Policy::default());
        let fields = fields(text, &engine.scan(text).findings, engine.rules());
        let values = |name: &str| BTreeMap::from([("姓名".to_owned(), name.to_owned())]);
        assert_eq!(fill(text, &fields, &values("【姓名】")).text, text);
        assert_eq!(fill(text, &fields, &values("安然")).text, "姓名：安然　性别：男\n姓名：安然　性别：女\n");
    }

    #[test]
    fn endless_brackets_are_read_to_their_end() {
        for seed in ["{{", "{{a", "}}", "{{a}}"] {
            let text = seed.repeat(20_000);
            let spans = variables(&text);
            assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{seed}");
        }
    }
}
