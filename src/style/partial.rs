//! Masking in part, as open-government notices do: who is meant can be told, the rest cannot be misused.

use serde::Deserialize;

use super::entity;
use super::people::{normal, surname};
use crate::finding::Finding;
use crate::recognize::ClueKind;
use crate::rule::{Group, RuleId};

/// The marks of the partial style.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Partial {
    /// For a whole name.
    word: String,
    /// For one character.
    mark: String,
}

/// Endings of places down to the township.
const PUBLIC: &[&str] = &["省", "市", "州", "盟", "县", "旗", "区", "镇", "乡", "街道", "地区", "苏木"];
/// Endings that look like those but lie below the township.
const PRIVATE: &[&str] = &["小区", "社区", "园区", "校区", "厂区", "景区", "片区", "库区", "服务区"];

impl Partial {
    /// Whether findings of this rule always stay.
    pub(super) fn keeps(rule: RuleId, group: Group) -> bool {
        matches!(group, Group::Figure | Group::Date)
            || [RuleId::ORG, RuleId::DOC_NUMBER, RuleId::CASE_NUMBER, RuleId::URL, RuleId::CREDIT_CODE]
                .contains(&rule)
    }

    pub(super) fn replacement(&self, text: &str, finding: &Finding, group: Group) -> Option<String> {
        if Self::keeps(finding.rule, group) {
            return None;
        }
        let hit = finding.span.of(text);
        match finding.rule {
            RuleId::PERSON => self.person(hit),
            RuleId::PLACE if is_public(text, finding) => None,
            RuleId::PLACE => Some(entity::mask(text, finding, &self.word)),
            RuleId::PHONE => Some(self.phone(hit)),
            RuleId::CARD => Some(self.middle(hit, 6, 4)),
            RuleId::BANK_CARD => Some(self.middle(hit, 0, 4)),
            RuleId::PLATE => Some(self.middle(hit, 2, 0)),
            RuleId::EMAIL => Some(self.email(hit)),
            _ => Some(self.word.clone()),
        }
    }

    fn person(&self, hit: &str) -> Option<String> {
        let name = normal(hit);
        let surname = surname(&name);
        if surname == name {
            return None;
        }
        let mut out = surname.to_owned();
        for c in name[surname.len()..].chars() {
            if c == '·' { out.push(c) } else { out.push_str(&self.mark) }
        }
        Some(out)
    }

    /// Digits and letters but the first `head` and the last `tail`; what separates them stays. At least half of a
    /// short one is masked.
    fn middle(&self, hit: &str, head: usize, tail: usize) -> String {
        let count = hit.chars().filter(|c| is_code(*c)).count();
        let (head, tail) = if count < 2 * (head + tail) && count < 15 && tail > 0 {
            (0, tail.min(count / 2))
        } else {
            (head, tail)
        };
        let mut at = 0;
        let mut out = String::new();
        for c in hit.chars() {
            if is_code(c) {
                at += 1;
                if at > head && at <= count.saturating_sub(tail) {
                    out.push_str(&self.mark);
                    continue;
                }
            }
            out.push(c);
        }
        out
    }

    /// 138****1234; of a landline the area code and the last four digits stay.
    fn phone(&self, hit: &str) -> String {
        let digits: Vec<u32> = hit.chars().filter_map(digit).collect();
        if digits.len() == 11 && digits[0] == 1 {
            return self.middle_of_mobile(hit);
        }
        let area = match digits.as_slice() {
            [0, 1 | 2, ..] if digits.len() >= 10 => 3,
            [0, ..] if digits.len() >= 10 => 4,
            _ => 0,
        };
        let mut at = 0;
        let last = digits.len().saturating_sub(4);
        hit.chars().fold(String::new(), |mut out, c| {
            at += usize::from(digit(c).is_some());
            if digit(c).is_some() && at > area && at <= last {
                out.push_str(&self.mark);
            } else {
                out.push(c);
            }
            out
        })
    }

    fn middle_of_mobile(&self, hit: &str) -> String {
        let mut at = 0;
        hit.chars().fold(String::new(), |mut out, c| {
            at += usize::from(digit(c).is_some());
            if digit(c).is_some() && (4..=7).contains(&at) {
                out.push_str(&self.mark);
            } else {
                out.push(c);
            }
            out
        })
    }

    fn email(&self, hit: &str) -> String {
        let (user, host) = hit.split_once(['@', '＠']).unwrap_or((hit, ""));
        let first: String = user.chars().take(1).collect();
        let stars = self.mark.repeat(3);
        if host.is_empty() { stars } else { format!("{first}{stars}@{host}") }
    }
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => c.to_digit(10),
    }
}

fn is_code(c: char) -> bool {
    c.is_alphanumeric() || c == '*'
}

/// Whether a place is known to be a township or larger. A name that doesn't say is public when it is in the gazetteer.
fn is_public(text: &str, finding: &Finding) -> bool {
    let hit = finding.span.of(text);
    if PRIVATE.iter().any(|ending| hit.ends_with(ending)) {
        return false;
    }
    match entity::suffix(text, finding) {
        "" => finding.evidence.iter().any(|e| e.kind == ClueKind::Listed),
        suffix => PUBLIC.iter().any(|ending| suffix.ends_with(ending)),
    }
}
