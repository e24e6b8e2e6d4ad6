//! A [`Plan`] holds every edit that is proposed, with its reasons: a person or a program accepts or rejects each, or
//! gives other text, and the plan is replayed on the same documents.
//!
//! What may be changed in a plan is the status, the replacement and the note of an edit. Everything else is sealed.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::edit::Edit;
use crate::span::Span;

/// Proposed edits of some documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of the format.
    pub version: u32,
    /// What made it.
    pub made_by: String,
    /// What was asked for; the result is verified by the same.
    pub options: Options,
    /// The documents, in order.
    pub documents: Vec<Document>,
}

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename_all = "kebab-case")]
pub struct Options {
    /// `mask`, `clean` or `mask --clean`.
    pub command: String,
    /// The style that was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// The profile that was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The configuration file that was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<String>,
    /// Whether no configuration was read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub isolated: bool,
    /// Rules that are on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub select: Vec<String>,
    /// Rules that are off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// The least score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f32>,
    /// Lists of terms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<String>,
    /// Lists of terms that stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<String>,
    /// The fields of records that were read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub field: Vec<String>,
    /// What the input was read as, where its name does not say.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What became of bad records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_error: Option<String>,
    /// The list of allowed findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow: Option<String>,
}

/// A document with its proposed edits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The file, counted from the folder in which yinmo ran.
    pub path: String,
    /// Its encoding.
    pub encoding: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The edits, in order.
    pub edits: Vec<Proposal>,
    /// SHA-256 over everything that may not be changed.
    pub seal: String,
}

/// One proposed edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// Whether it is done.
    pub status: Status,
    /// What the text becomes; may be changed.
    pub replacement: String,
    /// The words that are replaced.
    pub text: String,
    /// What stands before them in the line.
    pub before: String,
    /// What stands after them in the line.
    pub after: String,
    /// The rules that found it.
    pub rules: Vec<String>,
    /// How sure the surest of them is.
    pub score: f32,
    /// Why, in words.
    pub reason: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// First byte in the decoded text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// For whoever reviews it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What a reviewer decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is done.
    Accept,
    /// The text stays.
    Reject,
}

/// Why a plan cannot be replayed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// Not JSON, or a field is missing, unknown or of the wrong type.
    #[error(transparent)]
    Parse(#[from] serde_json::Error),
    /// Made by another version.
    #[error("version {0} of the format is not known here; make the plan anew")]
    Version(u32),
    /// Something else than status, replacement or note was changed.
    #[error(
        "{0}: the plan was changed where it may not be (only status, replacement and note are free); make it anew"
    )]
    Seal(String),
    /// The document is not the one that was planned for.
    #[error("the document has changed since the plan was made; make the plan anew")]
    Changed,
}

impl Plan {
    const VERSION: u32 = 1;

    /// A plan without documents.
    pub fn new(options: Options) -> Self {
        let made_by = format!("yinmo {}", env!("CARGO_PKG_VERSION"));
        Self { version: Self::VERSION, made_by, options, documents: Vec::new() }
    }

    /// Closes the plan: what may not be changed is sealed.
    pub fn seal(&mut self) {
        let options = self.options.clone();
        for document in &mut self.documents {
            document.seal = document.digest(&options);
        }
    }

    /// Reads a plan and checks its seals.
    ///
    /// # Errors
    /// When it is no plan, or was changed where it may not be.
    pub fn parse(text: &str) -> Result<Self, PlanError> {
        let plan: Self = serde_json::from_str(text)?;
        if plan.version != Self::VERSION {
            return Err(PlanError::Version(plan.version));
        }
        for document in &plan.documents {
            if document.digest(&plan.options) != document.seal {
                return Err(PlanError::Seal(document.path.clone()));
            }
        }
        Ok(plan)
    }

    /// The file's content.
    ///
    /// # Panics
    /// Never: texts and numbers can always be written.
    pub fn show(&self) -> String {
        serde_json::to_string_pretty(self).expect("texts and numbers can be written") + "\n"
    }
}

impl Document {
    /// The edits that were accepted, and the places of those that were rejected.
    ///
    /// # Errors
    /// When the document is not the one that was planned for.
    pub fn replay(&self, bytes: &[u8], text: &str) -> Result<(Vec<Edit>, Vec<Span>), PlanError> {
        if sha256(bytes) != self.sha256 {
            return Err(PlanError::Changed);
        }
        let (mut edits, mut rejected, mut at) = (Vec::new(), Vec::new(), 0);
        for proposal in &self.edits {
            let span = Span::new(proposal.start, proposal.end);
            let sound = at <= span.start && text.get(span.start..span.end) == Some(&proposal.text);
            if !sound {
                return Err(PlanError::Changed);
            }
            at = span.end;
            match proposal.status {
                Status::Accept => edits.push(Edit::replacement(span, proposal.replacement.clone())),
                Status::Reject => rejected.push(span),
            }
        }
        Ok((edits, rejected))
    }

    fn digest(&self, options: &Options) -> String {
        let mut fixed = self.clone();
        fixed.seal.clear();
        for proposal in &mut fixed.edits {
            proposal.status = Status::Accept;
            proposal.replacement.clear();
            proposal.note.clear();
        }
        let whole = serde_json::to_vec(&(options, fixed)).expect("texts and numbers can be written");
        sha256(&whole)
    }
}

/// The SHA-256 of some bytes in 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Plan {
        let mut plan = Plan::new(Options { command: "mask".to_owned(), ..Options::default() });
        let proposal = Proposal {
            status: Status::Accept,
            replacement: "XX".to_owned(),
            text: text[3..6].to_owned(),
            before: String::new(),
            after: String::new(),
            rules: vec!["entity/place".to_owned()],
            score: 0.9,
            reason: String::new(),
            line: 1,
            column: 2,
            start: 3,
            end: 6,
            note: String::new(),
        };
        plan.documents.push(Document {
            path: "a.txt".to_owned(),
            encoding: "utf-8".to_owned(),
            sha256: sha256(text.as_bytes()),
            edits: vec![proposal],
            seal: String::new(),
        });
        plan.seal();
        plan
    }

    #[test]
    fn only_what_a_reviewer_decides_may_be_changed() {
        let text = "到湾去";
        let shown = plan(text).show();
        let mut reviewed = Plan::parse(&shown).unwrap();
        let proposal = &mut reviewed.documents[0].edits[0];
        (proposal.status, proposal.note) = (Status::Reject, "公开的".to_owned());
        let reviewed = Plan::parse(&reviewed.show()).unwrap();
        let (edits, rejected) = reviewed.documents[0].replay(text.as_bytes(), text).unwrap();
        assert_eq!((edits.len(), rejected), (0, vec![Span::new(3, 6)]));
        assert!(matches!(reviewed.documents[0].replay(b"x", "x"), Err(PlanError::Changed)));
    }

    #[test]
    fn a_changed_byte_is_refused() {
        let shown = plan("到湾去").show();
        let (free_from, free_to) = (shown.find("\"replacement\"").unwrap(), shown.find("\"text\"").unwrap());
        for at in (0..shown.len()).filter(|at| !(free_from..free_to).contains(at)) {
            let mut bytes = shown.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            // Blanks between values may come and go, and who made it is not asked.
            let same = Plan::parse(&changed).is_ok_and(|read| read.documents != plan("到湾去").documents);
            assert!(!same, "{at}: {changed}");
        }
    }
}
