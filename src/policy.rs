//! What is looked at and what fails: selection of rules, thresholds, and the purposes of `check`.

use crate::rule::{Group, RuleId, RuleSet, Severity};

/// What a document is checked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// It goes out: nothing is left to fill, nothing is damaged.
    #[default]
    Release,
    /// It is published as a template: nothing real is left.
    Template,
    /// It goes into a corpus: no debris of the site, no damage.
    Corpus,
}

impl Purpose {
    /// The purpose as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Template => "template",
            Self::Corpus => "corpus",
        }
    }

    /// The purpose of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Release, Self::Template, Self::Corpus].into_iter().find(|purpose| purpose.name() == name)
    }

    /// Whether findings of this group fail the check.
    pub const fn fails(self, group: Group) -> bool {
        match self {
            Self::Release => {
                matches!(group, Group::Placeholder | Group::Marker | Group::Damage | Group::Consistency)
            }
            Self::Template => group.is_masked() || matches!(group, Group::Marker | Group::Damage),
            Self::Corpus => matches!(group, Group::Marker | Group::Damage),
        }
    }
}

/// Which rules are on, and from which score.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Names or prefixes of rules that are on; empty for all.
    pub select: Vec<String>,
    /// Names or prefixes of rules that are off.
    pub ignore: Vec<String>,
    /// Findings below this score are rejected, whatever their rule says.
    pub min_score: f32,
    /// Severities other than the rules' own, by name or prefix; the longest that fits holds.
    pub severity: Vec<(String, Severity)>,
}

impl Policy {
    /// Whether a rule is on.
    pub fn is_on(&self, name: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|prefix| matches_prefix(name, prefix));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// Whether every rule is on at every score.
    pub fn is_whole(&self) -> bool {
        self.select.is_empty() && self.ignore.is_empty() && self.min_score == 0.0
    }

    /// How much a finding of this rule matters.
    pub fn severity(&self, rules: &RuleSet, rule: RuleId) -> Severity {
        let rule = rules.rule(rule);
        let fitting = self.severity.iter().filter(|(prefix, _)| matches_prefix(&rule.name, prefix));
        fitting.max_by_key(|(prefix, _)| prefix.len()).map_or(rule.severity, |&(_, severity)| severity)
    }
}

/// Whether `prefix` is the rule's name or ends at one of its parts: `entity`, `entity/place`.
pub fn matches_prefix(name: &str, prefix: &str) -> bool {
    let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
    name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
