//! A file of allowed findings, for texts that cannot or shall not hold marks.

use serde::Deserialize;

use crate::finding::Finding;
use crate::fingerprint;
use crate::policy::matches_prefix;
use crate::rule::RuleSet;

/// The allowed findings of a file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowList {
    /// The entries.
    #[serde(default, rename = "allow")]
    pub entries: Vec<Entry>,
}

/// An allowed finding, or several that are alike.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The finding's fingerprint; it does not show the text.
    #[serde(default)]
    pub fingerprint: Option<String>,
    /// The finding's text, wherever it stands.
    #[serde(default)]
    pub text: Option<String>,
    /// A rule or group; any where it is not given.
    #[serde(default)]
    pub rule: Option<String>,
    /// A pattern for paths, counted from the file; all where it is not given.
    #[serde(default)]
    pub path: Option<String>,
    /// Why it may stay.
    pub reason: String,
}

/// Why a file of allowed findings cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AllowError {
    /// Not TOML, or a field is missing or unknown. The line itself is not quoted: it may hold what is allowed.
    #[error("line {line}: {what}")]
    Parse {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// An entry that says nothing or too much.
    #[error("entry {0} needs a fingerprint or a text, and not both")]
    Entry(usize),
    /// An entry without a reason.
    #[error("entry {0} has an empty reason; say why it may stay")]
    Reason(usize),
}

impl AllowList {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is not well formed.
    pub fn parse(text: &str) -> Result<Self, AllowError> {
        let list: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let what = error.message().split(['"', '\n']).next().unwrap_or_default().trim_end();
            AllowError::Parse { line: before.matches('\n').count() + 1, what: what.to_owned() }
        })?;
        for (number, entry) in list.entries.iter().enumerate() {
            if entry.fingerprint.is_some() == entry.text.is_some() {
                return Err(AllowError::Entry(number + 1));
            }
            if entry.reason.trim().is_empty() {
                return Err(AllowError::Reason(number + 1));
            }
        }
        Ok(list)
    }
}

impl Entry {
    /// Whether a finding is meant, the path aside.
    pub fn fits(&self, text: &str, finding: &Finding, rules: &RuleSet) -> bool {
        let rule = &rules.rule(finding.rule).name;
        self.rule.as_ref().is_none_or(|prefix| matches_prefix(rule, prefix))
            && self.text.as_ref().is_none_or(|allowed| allowed == finding.span.of(text))
            && self
                .fingerprint
                .as_ref()
                .is_none_or(|print| *print == fingerprint::of(text, finding.span, rule))
    }
}
