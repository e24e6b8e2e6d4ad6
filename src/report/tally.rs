//! Counts over a run.

use std::fmt::Write as _;

use crate::finding::Finding;
use crate::policy::Policy;
use crate::rule::{Group, RuleSet, Severity};

/// What a run has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Texts that were read.
    pub files: usize,
    /// Texts that were changed, or would be.
    pub changed: usize,
    /// Inputs that could not be read, decoded or written.
    pub failures: usize,
    /// Inputs that are not texts.
    pub skipped: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are notes.
    pub notes: usize,
    /// Findings that should be gone from a result and are not.
    pub left: usize,
    /// Findings by group, in the order of [`Group`].
    pub groups: [usize; Group::ALL.len()],
}

impl Tally {
    /// Counts findings.
    pub fn count_all(&mut self, findings: &[Finding], rules: &RuleSet, policy: &Policy) {
        for finding in findings {
            self.count(rules.group(finding.rule), policy.severity(rules, finding.rule, finding.score));
        }
    }

    /// Counts a finding.
    pub fn count(&mut self, group: Group, severity: Severity) {
        self.groups[group as usize] += 1;
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    /// Adds another run's counts.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.changed += other.changed;
        self.failures += other.failures;
        self.skipped += other.skipped;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        self.left += other.left;
        for (mine, theirs) in self.groups.iter_mut().zip(other.groups) {
            *mine += theirs;
        }
    }

    /// Findings of a group.
    pub const fn of(&self, group: Group) -> usize {
        self.groups[group as usize]
    }

    /// All findings.
    pub fn findings(&self) -> usize {
        self.groups.iter().sum()
    }

    /// The findings by group: `12 entity, 3 figure`.
    pub fn by_group(&self) -> String {
        let mut out = String::new();
        for group in Group::ALL.into_iter().filter(|&group| self.of(group) > 0) {
            let comma = if out.is_empty() { "" } else { ", " };
            let _ = write!(out, "{comma}{} {}", self.of(group), group.name());
        }
        out
    }
}

/// `1 file`, `2 files`.
pub fn plural(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_counted_under_their_own_names() {
        for group in Group::ALL {
            let mut tally = Tally::default();
            tally.count(group, Severity::Warning);
            assert_eq!(tally.by_group(), format!("1 {}", group.name()));
            let twice = {
                let mut sum = tally.clone();
                sum.add(&tally);
                sum
            };
            assert_eq!((twice.of(group), twice.findings(), twice.warnings), (2, 2, 2));
        }
    }
}
