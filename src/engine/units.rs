//! Documents of several units: read as one text, so that what one unit says is known in the others; findings belong to
//! one unit each.

use std::ops::Range;

use super::Engine;
use crate::document::Joined;
use crate::finding::{Evidence, Finding};
use crate::recognize::ClueKind;
use crate::rule::{Cure, Group, RuleSet};
use crate::span::Span;

impl Engine {
    /// Findings of the user's own terms in a text of names that are nobody's prose.
    pub fn scan_names(&self, names: &str) -> Vec<Finding> {
        let mut found = self.scan(names).findings;
        found.retain(|finding| finding.evidence.iter().any(|clue| clue.kind == ClueKind::Asked));
        found
    }

    /// Adds what a document marks itself as still to be filled in to the findings of its joined text. Where something
    /// was found inside, that stands; `fields` are units, places in them, and what they are.
    pub fn add_fields(
        &self,
        joined: &Joined,
        fields: impl IntoIterator<Item = (usize, Span, &'static str)>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(rule) = self.rules().find("placeholder/field") else { return };
        if !self.policy().is_on("placeholder/field") {
            return;
        }
        let mut added: Vec<Finding> = Vec::new();
        for (unit, span, what) in fields {
            let Some(base) = joined.place(unit).map(|place| place.start) else { continue };
            let span = Span::new(base + span.start, base + span.end);
            if span.is_empty() || added.iter().rev().take(4).any(|other| other.span.overlaps(span)) {
                continue;
            }
            // A field is one placeholder, whatever placeholders it is written with.
            let inside = |finding: &Finding| self.rules().group(finding.rule) == Group::Placeholder;
            let inner = touched(findings, span);
            let taken =
                findings[inner.clone()].iter().all(|finding| inside(finding) && span.contains(finding.span));
            if !taken {
                continue;
            }
            findings.drain(inner);
            let text = span.of(&joined.text);
            let seen = text.trim();
            let span = if seen.is_empty() {
                span
            } else {
                let start = span.start + text.len() - text.trim_start().len();
                Span::new(start, start + seen.len())
            };
            let evidence = [Evidence { kind: ClueKind::Shape(what), span }].into();
            let cure = Cure::Report;
            added.push(Finding { span, rule, score: 1.0, kept: [].into(), evidence, cure });
        }
        findings.extend(added);
        findings.sort_by_key(|finding| finding.span);
    }

    /// Adds text that a document hides badly to the findings of its joined text: units, places in them, and what they
    /// are. What was found inside is part of it.
    pub fn add_hidden(
        &self,
        joined: &Joined,
        hidden: impl IntoIterator<Item = (usize, Span, &'static str)>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(rule) = self.rules().find("damage/covered") else { return };
        if !self.policy().is_on("damage/covered") {
            return;
        }
        let mut added = Vec::new();
        for (unit, span, what) in hidden {
            let Some(base) = joined.place(unit).map(|place| place.start) else { continue };
            let mut span = Span::new(base + span.start, base + span.end);
            let inner = touched(findings, span);
            span = findings.drain(inner).fold(span, |span, finding| span.union(finding.span));
            let evidence = [Evidence { kind: ClueKind::Shape(what), span }].into();
            let cure = Cure::Report;
            // What two hidden stretches touch is one finding.
            match added.last_mut().filter(|last: &&mut Finding| last.span.overlaps(span)) {
                Some(last) => last.span = last.span.union(span),
                None => added.push(Finding { span, rule, score: 1.0, kept: [].into(), evidence, cure }),
            }
        }
        findings.extend(added);
        findings.sort_by_key(|finding| finding.span);
    }
}

/// The findings that a span overlaps; findings are sorted and apart.
fn touched(findings: &[Finding], span: Span) -> Range<usize> {
    let from = findings.partition_point(|finding| finding.span.end <= span.start);
    from..from + findings[from..].partition_point(|finding| finding.span.start < span.end)
}

/// The findings of a joined text by unit, each counted in its unit. What goes over the end of a unit is cut there.
pub fn by_unit<T: Clone>(joined: &Joined, findings: &[(&Finding, T)]) -> Vec<(usize, Vec<(Finding, T)>)> {
    let mut units: Vec<(usize, Vec<(Finding, T)>)> = Vec::new();
    for (finding, with) in findings {
        let Some((unit, span)) = joined.parts(finding.span).next() else { continue };
        let Some(place) = joined.place(unit) else { continue };
        let moved = |span: Span| {
            let inside = |offset: usize| offset.clamp(place.start, place.end) - place.start;
            Span::new(inside(span.start), inside(span.end))
        };
        let kept = finding.kept.iter().map(|&kept| moved(kept)).filter(|kept| !kept.is_empty()).collect();
        let evidence = finding
            .evidence
            .iter()
            .map(|clue| Evidence { kind: clue.kind, span: moved(clue.span) })
            .collect();
        let finding = Finding { span, kept, evidence, ..(*finding).clone() };
        match units.last_mut() {
            Some((last, list)) if *last == unit => list.push((finding, with.clone())),
            _ => units.push((unit, vec![(finding, with.clone())])),
        }
    }
    units
}

/// What the edits of a joined text replace that must not stand anywhere else in the file either: names and identifiers
/// that are long enough to be no accident, with what they become. The longest come first.
pub fn secrets(
    text: &str,
    edits: &[crate::edit::Edit],
    findings: &[Finding],
    rules: &RuleSet,
) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut next = 0;
    for edit in edits {
        while findings.get(next).is_some_and(|finding| finding.span.end <= edit.span.start) {
            next += 1;
        }
        let named = findings[next..]
            .iter()
            .take_while(|finding| finding.span.start < edit.span.end)
            .any(|finding| matches!(rules.group(finding.rule), Group::Entity | Group::Id));
        for line in edit.span.of(text).split(['\n', '\t']) {
            let word = line.trim();
            let han = word.chars().filter(|&c| ('\u{4e00}'..='\u{9fff}').contains(&c)).count();
            let plain = word.chars().filter(|c| c.is_ascii_alphanumeric()).count();
            let telling = han >= 2 || plain >= 7 || han == 1 && plain >= 4;
            // A word of the mask itself is no secret.
            if named && telling && word != edit.content {
                all.push((word.to_owned(), edit.content.clone()));
            }
        }
    }
    all.sort_by(|a, b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
    all.dedup_by(|a, b| a.0 == b.0);
    all
}
