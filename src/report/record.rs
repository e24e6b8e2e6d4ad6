//! A [`Record`] is a finding as reports show it: with its place in lines and columns, its words and its fingerprint.

use serde::Serialize;

use super::evidence;
use crate::finding::Finding;
use crate::fingerprint;
use crate::policy::Policy;
use crate::recognize::{ClueKind, likely};
use crate::resolve::Reason;
use crate::rule::{Cure, Group, Rule, RuleId, RuleSet, Severity};
use crate::slot;
use crate::span::{Locator, Span};
use crate::style::Masker;

/// A text with its name.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file, as the user named it.
    pub path: &'a str,
    /// The place in a document of several parts.
    pub unit: Option<&'a str>,
    /// The text.
    pub text: &'a str,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The rules the findings belong to.
    pub rules: &'a RuleSet,
    /// Severities.
    pub policy: &'a Policy,
    /// Whether the document's own words may be shown.
    pub with_text: bool,
    /// Whether evidence, replacement and fingerprint are asked for; they are empty else.
    pub details: bool,
}

/// A finding as reports show it. Field names and their order are those of the JSON output.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    /// The file; left out where the text has none.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub path: &'a str,
    /// The place in a document of several parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'a str>,
    /// The rule's name.
    pub rule: &'a str,
    /// `error`, `warning` or `note`.
    #[serde(serialize_with = "severity_name")]
    pub severity: Severity,
    /// How sure, from 0 to 1, with three digits.
    pub score: f32,
    /// First byte in the decoded text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column one past the last character.
    pub end_column: usize,
    /// The text found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
    /// Why, in words.
    pub evidence: &'a str,
    /// What it would become; empty for what is deleted, absent for what is only reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<&'a str>,
    /// Of a placeholder, how many mask characters it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<usize>,
    /// Of a placeholder, what it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'static str>,
    /// Of a placeholder, how it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<&'static str>,
    /// What the author likely wrote where the text is damaged; nothing applies it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<&'a str>,
    /// Same for the same text in the same surroundings, wherever it stands; does not show the text.
    pub fingerprint: &'a str,
    /// Why it is not a finding, where it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<&'static str>,
    /// The rule.
    #[serde(skip)]
    pub about: &'a Rule,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn severity_name<S: serde::Serializer>(severity: &Severity, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(severity.name())
}

/// Hands each finding's record to `show`, in order; stops at the first error.
///
/// `masker` writes [`Record::replacement`]; it should have met the document. A record borrows buffers that the next one reuses: a file has hundreds of thousands of findings.
///
/// # Errors
/// What `show` returns.
pub fn records<'f, E>(
    source: Source<'_>,
    view: View<'_>,
    masker: &mut Masker,
    findings: impl IntoIterator<Item = (&'f Finding, Option<Reason>)>,
    mut show: impl FnMut(&Record<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut locator = Locator::new(source.text);
    let (mut words, mut fingerprint, mut hashed) = (String::new(), String::new(), Vec::new());
    for (finding, rejected) in findings {
        let span = finding.span;
        let from = locator.locate(span.start);
        let to = locator.clone().locate(span.end);
        let rule = view.rules.rule(finding.rule);
        let mut masked = None;
        if view.details {
            words.clear();
            evidence::describe(finding, view.rules, source.text, view.with_text, &mut words);
            fingerprint::write(source.text, span, &rule.name, &mut hashed, &mut fingerprint);
            masked = masker.replacement(source.text, finding, view.rules);
        }
        let asked = (view.rules.group(finding.rule) == Group::Placeholder)
            .then(|| slot::read(source.text, span, finding.rule));
        let suggestion = if view.with_text { suggestion(finding, rule, source.text) } else { None };
        let deleted = (finding.cure != Cure::Report).then_some("");
        show(&Record {
            path: source.path,
            unit: source.unit,
            rule: &rule.name,
            severity: view.policy.severity(view.rules, finding.rule, finding.score),
            score: (finding.score * 1000.0).round() / 1000.0,
            start: span.start,
            end: span.end,
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
            text: view.with_text.then(|| span.of(source.text)),
            evidence: &words,
            replacement: if view.with_text { masked.as_deref().or(deleted) } else { None },
            role: asked.map(|slot| slot.role.name()),
            shape: asked.map(|slot| slot.shape.name()),
            width: asked.map(|slot| slot.width),
            suggestion: suggestion.as_deref(),
            fingerprint: &fingerprint,
            rejected: rejected.map(|reason| match reason {
                Reason::Score => "score",
                Reason::Kept => "kept",
                Reason::Overlap => "overlap",
                Reason::Allowed => "allowed",
            }),
            about: rule,
            span,
        })?;
    }
    Ok(())
}

/// The text with the words that its pattern knows the originals of put right.
fn suggestion(finding: &Finding, rule: &Rule, text: &str) -> Option<String> {
    if finding.rule == RuleId::REWRITTEN_YEAR {
        return year(finding, text);
    }
    let pattern = finding.evidence.iter().find_map(|clue| match clue.kind {
        ClueKind::Pattern(index) => rule.patterns.get(usize::from(index)),
        _ => None,
    })?;
    let hit = finding.span.of(text);
    let (from, to) = pattern.suggest.iter().find(|(from, _)| hit.contains(from.as_str()))?;
    Some(hit.replace(from.as_str(), to))
}

/// The year that the author likely wrote.
fn year(finding: &Finding, text: &str) -> Option<String> {
    let why = finding.evidence.iter().find_map(|clue| match clue.kind {
        ClueKind::Shape(why) => Some(why),
        _ => None,
    })?;
    let start = text[..finding.span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[finding.span.end..].find('\n').map_or(text.len(), |at| finding.span.end + at);
    let line: Vec<char> = text[start..end].chars().filter(|c| !matches!(c, ' ' | '\u{3000}')).collect();
    let before = text[start..finding.span.start].chars().filter(|c| !matches!(c, ' ' | '\u{3000}'));
    likely(&line, before.count(), why)
}
