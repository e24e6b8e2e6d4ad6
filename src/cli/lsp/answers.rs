//! What is said about an open document: diagnostics, quick fixes, and what a rule is about.

use std::path::PathBuf;

use serde_json::{Value, json};
use yinmo::allow::{Allowed, marks};
use yinmo::edit::Edit;
use yinmo::finding::Finding;
use yinmo::report::{self, Source, View};
use yinmo::rule::{Cure, Severity};
use yinmo::span::Span;
use yinmo::style::Style;

use super::document::Lines;
use crate::cli::allow::Allowances;
use crate::cli::config::Variant;
use crate::cli::walk::Item;

/// An open document and what was found in it.
pub(super) struct Page {
    pub(super) lines: Lines,
    pub(super) version: Value,
    pub(super) path: Option<PathBuf>,
    /// Whether marks go into a comment.
    pub(super) comments: bool,
    pub(super) variant: Variant,
    pub(super) findings: Vec<Finding>,
    pub(super) allowed: Allowed,
    /// Whether the text has changed since it was read.
    pub(super) stale: bool,
}

impl Page {
    /// Reads the text.
    pub(super) fn read(&mut self, allowances: &Allowances) {
        self.stale = false;
        let (engine, text) = (&self.variant.engine, self.lines.text());
        self.findings = engine.scan(text).findings;
        self.allowed = match &self.path {
            Some(path) => allowances.of(&Item::named(path), text, &self.findings, engine.rules()),
            None => Allowed::new(marks(text), Vec::new()),
        };
        self.allowed.take_from(&mut self.findings, engine.rules());
    }

    /// One diagnostic for each finding. What does not fail the check at hand is a hint, which editors show small.
    pub(super) fn diagnostics(&self) -> Vec<Value> {
        let engine = &self.variant.engine;
        let rules = engine.rules();
        let diagnostic = |finding: &Finding| {
            let rule = rules.rule(finding.rule);
            let severity = match engine.policy().severity(rules, finding.rule, finding.score) {
                _ if !self.variant.purpose.fails(rules.group(finding.rule)) => 4,
                Severity::Error => 1,
                Severity::Warning => 2,
                Severity::Note => 3,
            };
            json!({
                "range": self.lines.range(finding.span),
                "severity": severity,
                "code": rule.name,
                "source": "yinmo",
                "message": rule.summary,
            })
        };
        self.findings.iter().map(diagnostic).collect()
    }

    /// What the finding at a place is, why, and what it becomes.
    pub(super) fn hover(&self, at: usize) -> Value {
        let found = self.findings.iter().find(|f| f.span.start <= at && at < f.span.end);
        let Some(finding) = found else { return Value::Null };
        let rules = self.variant.engine.rules();
        let rule = rules.rule(finding.rule);
        let view = View { rules, policy: self.variant.engine.policy(), with_text: true, details: true };
        let source = Source { path: "", unit: None, text: self.lines.text() };
        let mut masker = self.variant.style.masker();
        masker.meet(source.text, std::slice::from_ref(finding));
        let mut text =
            format!("**{}** ({:.2})\n\n{}\n\n{}\n\n", rule.name, finding.score, rule.summary, rule.why);
        let shown: Result<(), std::convert::Infallible> =
            report::records(source, view, &mut masker, [(finding, None)], |record| {
                if !record.evidence.is_empty() {
                    text.push_str(&format!("evidence: {}\n\n", record.evidence));
                }
                if let Some(mask) = record.replacement.filter(|mask| !mask.is_empty()) {
                    text.push_str(&format!("becomes: `{}` ({})\n\n", mask, self.variant.style.name()));
                }
                Ok(())
            });
        shown.unwrap_or_else(|never| match never {});
        text.push_str(&format!("source: {}", rule.source));
        json!({"contents": {"kind": "markdown", "value": text}, "range": self.lines.range(finding.span)})
    }

    /// What can be done about the findings in a range.
    pub(super) fn actions(
        &self,
        uri: &str,
        range: Span,
        keep: &Keep,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<Value> {
        let mut actions = Vec::new();
        let text = self.lines.text();
        let here = self.findings.iter().filter(|f| {
            f.span.overlaps(range)
                || range.is_empty() && f.span.start <= range.start && range.start <= f.span.end
        });
        let mut masks = false;
        for finding in here.filter(|_| wanted("quickfix")) {
            let name = &self.variant.engine.rules().rule(finding.rule).name;
            let mut add = |title: String, edits: Vec<Value>, preferred: bool| {
                actions.push(json!({
                    "title": title,
                    "kind": "quickfix",
                    "isPreferred": preferred,
                    "edit": {"changes": {uri: edits}},
                }));
            };
            if let Some(edits) = self.mask_one(finding) {
                masks = true;
                let shown = edits.first().map_or("", |edit| edit.content.as_str());
                add(format!("Mask as {shown}"), self.edits(&edits), true);
            }
            if finding.cure != Cure::Report {
                let mut edits = self.variant.engine.clean_around(text, &self.allowed).edits;
                edits.retain(|edit| edit.span.overlaps(finding.span));
                add("Take it out".to_owned(), self.edits(&edits), true);
            }
            let end = self.lines.line_end(finding.span.start);
            let mark = if self.comments {
                format!(" <!-- yinmo:allow {name} -->")
            } else {
                format!("〔yinmo:allow {name}〕")
            };
            let edit = Edit::replacement(Span::new(end, end), mark);
            add(format!("Allow {name} in this line"), self.edits(&[edit]), false);
            actions.extend(keep.action(finding.span.of(text)));
        }
        let all = if masks { wanted("quickfix") } else { wanted("source.fixAll.yinmo") && keep.asked };
        if all && self.can_mask() {
            let mut masker = self.variant.style.masker();
            let edits = self.variant.engine.mask_around(text, &mut masker, &self.allowed).edits;
            if !edits.is_empty() {
                let kind = if masks { "quickfix" } else { "source.fixAll.yinmo" };
                actions.push(json!({
                    "title": "Mask everything in this document",
                    "kind": kind,
                    "edit": {"changes": {uri: self.edits(&edits)}},
                }));
            }
        }
        actions
    }

    /// Styles that need a vault or a secret are for `yinmo mask`.
    fn can_mask(&self) -> bool {
        let style: &Style = &self.variant.style;
        !style.invents() && !style.is_keyed()
    }

    fn mask_one(&self, finding: &Finding) -> Option<Vec<Edit>> {
        if !self.can_mask() {
            return None;
        }
        let text = self.lines.text();
        let mut masker = self.variant.style.masker();
        masker.meet(text, &self.findings);
        let found = vec![finding.clone()];
        let (edits, _) = self.variant.engine.mask_found(text, found, &mut masker);
        (!edits.is_empty()).then_some(edits)
    }

    fn edits(&self, edits: &[Edit]) -> Vec<Value> {
        let edit = |edit: &Edit| json!({"range": self.lines.range(edit.span), "newText": edit.content});
        edits.iter().map(edit).collect()
    }
}

/// The list of terms that are never touched, and what the editor can do with it.
#[derive(Debug, Default)]
pub(super) struct Keep {
    /// Where the list is, as address and path.
    pub(super) list: Option<(String, PathBuf)>,
    /// Whether the editor shows what cannot be done, with the reason.
    pub(super) disabled: bool,
    /// Whether the editor asks for this kind of action alone.
    pub(super) asked: bool,
}

impl Keep {
    fn action(&self, term: &str) -> Option<Value> {
        let title = format!("Never touch {term}");
        if term.contains(['\n', '\r', '\t']) {
            return None;
        }
        let Some((uri, path)) = &self.list else {
            let reason = "no list of terms to keep is configured; add lexicons = { keep = \"keep.txt\" } to yinmo.toml";
            return self
                .disabled
                .then(|| json!({"title": title, "kind": "quickfix", "disabled": {"reason": reason}}));
        };
        let text = std::fs::read_to_string(path).ok()?;
        let lines = Lines::new(text, super::document::Columns::Utf16);
        let end = lines.text().len();
        let new = if lines.text().is_empty() || lines.text().ends_with('\n') {
            String::new()
        } else {
            "\n".to_owned()
        };
        let edit = json!({"range": lines.range(Span::new(end, end)), "newText": format!("{new}{term}\n")});
        Some(json!({"title": title, "kind": "quickfix", "edit": {"changes": {uri: [edit]}}}))
    }
}
