//! A [`Receipt`] says what was done to which documents, by which rules, and whether it was verified: what an office
//! files with a published text. It holds no text of any document, and no time, so that the same run gives the same.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::plan::sha256;
use crate::policy::Policy;
use crate::rule::RuleSet;

/// What was done.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    /// Version of the format.
    pub version: u32,
    /// The program, with its build data.
    pub yinmo: String,
    /// `mask`, `clean`, `mask --clean`, `apply` or `check`.
    pub command: String,
    /// The profile, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The styles that were used.
    pub styles: Vec<String>,
    /// The purposes that were checked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub purposes: Vec<String>,
    /// The rules that were used.
    pub rules: Rules,
    /// SHA-256 of the settings in effect, as `--dump-config` prints them.
    pub settings_sha256: String,
    /// The lists and other files that the settings name, with their SHA-256.
    pub files: BTreeMap<String, String>,
    /// The documents, in order.
    pub documents: Vec<Document>,
    /// What was not read: files of other types, and what could not be read.
    pub unscanned: Vec<Unscanned>,
    /// All documents together.
    pub total: Total,
}

/// The rules that were used.
#[derive(Clone, Debug, Serialize)]
pub struct Rules {
    /// How many were on.
    pub on: usize,
    /// How many there are.
    pub all: usize,
    /// SHA-256 over their names, severities and expressions.
    pub sha256: String,
}

/// What was done to a document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Document {
    /// The file.
    pub path: String,
    /// Its encoding; absent where records were read as a stream.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub encoding: String,
    /// SHA-256 of what was read.
    pub input_sha256: String,
    /// SHA-256 of what was made of it; absent where nothing was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_sha256: Option<String>,
    /// Where it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Findings by rule.
    pub findings: BTreeMap<String, usize>,
    /// Edits that were made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edits: Option<usize>,
    /// What was taken out of a file with a container, by what it was.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<String, usize>,
    /// What in a file with a container was not looked into, by what it is.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unscanned: BTreeMap<String, usize>,
    /// Findings that were allowed or rejected and stay.
    pub allowed: usize,
    /// Findings by rule that are in the result and should not be.
    pub left: BTreeMap<String, usize>,
    /// `passed`, `failed`, or `not made`.
    pub verification: &'static str,
}

/// A file that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unscanned {
    /// The file.
    pub path: String,
    /// Why.
    pub cause: String,
}

/// All documents together.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Total {
    /// Documents that were read.
    pub documents: usize,
    /// Findings by rule.
    pub findings: BTreeMap<String, usize>,
    /// Whether every document passed and nothing was left out for a failure.
    pub passed: bool,
}

impl Rules {
    /// The rules of a set under a policy.
    pub fn of(rules: &RuleSet, policy: &Policy) -> Self {
        let mut parts = Vec::new();
        let mut add = |part: &str| {
            parts.extend_from_slice(&(part.len() as u64).to_le_bytes());
            parts.extend_from_slice(part.as_bytes());
        };
        let (mut on, mut all) = (0, 0);
        for (id, rule) in rules.iter() {
            all += 1;
            if !policy.is_on(&rule.name) {
                continue;
            }
            on += 1;
            add(&rule.name);
            add(policy.severity_of_rule(rules, id).name());
            for pattern in &rule.patterns {
                add(&pattern.regex);
                pattern.keywords.iter().for_each(&mut add);
            }
        }
        for keep in rules.keeps() {
            add(&keep.regex);
        }
        Self { on, all, sha256: sha256(&parts) }
    }
}

impl Receipt {
    /// Adds the documents up.
    pub fn finish(&mut self, failed: bool) {
        self.total = Total { documents: self.documents.len(), ..Total::default() };
        for document in &self.documents {
            for (rule, count) in &document.findings {
                *self.total.findings.entry(rule.clone()).or_default() += count;
            }
        }
        self.total.passed =
            !failed && self.documents.iter().all(|document| document.verification == "passed");
    }
}
