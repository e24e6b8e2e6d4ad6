//! The role of a placeholder, by its label or by what is left of its value.

use super::words::{HEADS, HOUSES, LABELS, List, PEOPLE, PLACES, TITLES};
use super::{Role, named};
use crate::recognize::is_mark;
use crate::rule::RuleId;

/// What the placeholder `value` asks for.
pub(super) fn role(value: &str, before: &str, after: &str, rule: RuleId) -> Role {
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
    let words = words.trim_end_matches(['）', ')']);
    LABELS.iter().find(|(word, _)| ends_in(words, word)).map(|(_, role)| *role)
}

/// Whether `text` ends in `word`, a Han word: the last characters are compared first.
fn ends_in(text: &str, word: &str) -> bool {
    let last = |s: &str| s.as_bytes().last_chunk::<3>().copied();
    last(text) == last(word) && text.ends_with(word)
}

fn by_anchor(value: &str, before: &str, after: &str, rule: RuleId) -> Role {
    let (last, first) = (before.chars().next_back(), after.chars().next());
    let ends = |list: &List| list.has(last) && list.words.iter().any(|w| before.ends_with(w));
    let starts = |list: &List| list.has(first) && list.words.iter().any(|w| after.starts_with(w));
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
        || after.starts_with(['月', '日', '时', '分'])
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
    if starts(&HOUSES) || after.starts_with('号') && before.ends_with(['路', '街', '巷', '道']) {
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
    let number = &ahead[..ahead.find('号')?];
    let behind = before.rsplit(['，', '。', '；', '、', '《', '》']).next().unwrap_or_default();
    let opened = behind.contains(['〔', '［', '[']);
    if case(number) || case(behind) && behind.contains(['）', ')']) {
        return Some(Role::CaseNumber);
    }
    let short = number.chars().count() <= 14;
    let year = number.contains(['〔', '〕', '［', '］']) || number.contains(']');
    let digits = || number.chars().all(|c| is_mark(c) || c.is_ascii_digit());
    (short && (year || opened && digits())).then_some(Role::DocumentNumber)
}
