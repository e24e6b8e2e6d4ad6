//! Mask styles: what a finding becomes.

use crate::finding::Finding;
use crate::rule::{RuleId, RuleSet};

/// A mask style, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    name: &'static str,
}

impl Style {
    /// The style of this name.
    pub fn named(name: &str) -> Option<Self> {
        (name == "xx").then_some(Self { name: "xx" })
    }

    /// Every style.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::named("xx").into_iter()
    }

    /// What the style does, in one sentence.
    pub const fn describe(&self) -> &'static str {
        "XX for every name and figure"
    }

    /// The style's name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// A masker for one document: it numbers what it has seen.
    pub const fn masker(&self) -> Masker {
        Masker {}
    }
}

/// Replaces the findings of one document, in order.
#[derive(Debug)]
pub struct Masker {}

impl Masker {
    /// What the finding becomes, or `None` where the style keeps it.
    pub fn replacement(&mut self, text: &str, finding: &Finding, rules: &RuleSet) -> Option<String> {
        if !rules.group(finding.rule).is_masked() {
            return None;
        }
        if finding.rule == RuleId::DATE {
            return Some("XX".to_owned());
        }
        let mut out = String::from("XX");
        for kept in &finding.kept {
            out.push_str(kept.of(text));
        }
        Some(out)
    }
}
