//! What a decided document becomes, what is still to do, and whether it can go out.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use yinmo::allow::Allowed;
use yinmo::edit::{Edit, Targets, apply, source_offset};
use yinmo::finding::Finding;
use yinmo::policy::Purpose;
use yinmo::report;
use yinmo::rule::{RuleId, Severity};
use yinmo::span::Span;

use super::decide::{Base, Proposal};
use super::held::Held;
use super::offsets::{Offsets, Unit};

/// What is shown of the decisions.
pub(super) fn preview(held: &Held, base: &Base, proposals: &[Proposal]) -> Value {
    let mut todo = Todo { held, list: Vec::new(), causes: BTreeMap::new() };
    let accepted: Vec<Edit> =
        proposals.iter().filter(|proposal| proposal.accepted).map(|proposal| proposal.edit.clone()).collect();
    let rejected: Vec<Span> =
        proposals.iter().filter(|proposal| !proposal.accepted).map(|proposal| proposal.edit.span).collect();
    let allowed = held.allowed.clone().and(rejected);
    let after = apply(&held.text, &accepted);
    let still = allowed.after(&accepted).into_owned();
    todo.leaks(base, &accepted, &after, &still);
    todo.leftovers(&accepted, &allowed);
    let edits: Vec<Value> = proposals
        .iter()
        .filter(|proposal| proposal.accepted)
        .flat_map(|proposal| edit_values(held, proposal))
        .collect();
    let fails = |purpose: &str| todo.causes.keys().any(|(_, fails)| *fails == purpose);
    let because: Vec<Value> = todo
        .causes
        .iter()
        .map(|((rule, purpose), count)| {
            let name = &held.rules().rule(*rule).name;
            json!({"for": purpose, "rule": name, "count": count, "message": cause(name, purpose, *count)})
        })
        .collect();
    json!({
        "edits": edits,
        "todo": todo.list,
        "verdict": {"template": !fails("template"), "release": !fails("release"), "because": because},
    })
}

fn cause(rule: &str, purpose: &str, count: usize) -> String {
    let count = report::plural(count, "finding");
    match purpose {
        "template" => format!("{count} of {rule} would be published"),
        _ => format!("{count} of {rule} would go out"),
    }
}

/// An edit as the page draws it: one part for each unit that it touches, the words in the first.
fn edit_values(held: &Held, proposal: &Proposal) -> Vec<Value> {
    let span = proposal.edit.span;
    let mut content = Some(proposal.edit.content.as_str());
    // Where several were joined, the first that is masked names the edit.
    let first = held.findings.partition_point(|found| found.finding.span.end <= span.start);
    let here: Vec<usize> = (first..held.findings.len())
        .take_while(|&index| held.findings[index].finding.span.start < span.end)
        .collect();
    let of = proposal.of.or_else(|| {
        let masked = here.iter().find(|&&index| held.is_masked(held.findings[index].finding.rule));
        masked.or(here.first()).copied()
    });
    let ids: Vec<String> = here.iter().map(|index| format!("f{index}")).collect();
    let finding = match (of, proposal.added) {
        (_, Some(_)) => Value::Null,
        (Some(index), None) => format!("f{index}").into(),
        (None, None) => format!("e{}-{}", span.start, span.end).into(),
    };
    let rule = proposal.why.first().map(|finding| held.rules().rule(finding.rule).name.as_ref());
    held.places(span)
        .into_iter()
        .map(|(unit, part)| {
            let (start, end) = held.out(unit, part);
            json!({
                "finding": finding, "findings": ids, "added": proposal.added, "unit": unit, "start": start,
                "end": end, "replacement": content.take().unwrap_or_default(), "rule": rule,
            })
        })
        .collect()
}

/// What is still to do.
struct Todo<'a> {
    held: &'a Held,
    list: Vec<Value>,
    /// How many findings of a rule speak against a purpose.
    causes: BTreeMap<(RuleId, &'static str), usize>,
}

impl Todo<'_> {
    /// What of the result would still be masked, by the same search that the command does before it writes.
    fn leaks(&mut self, base: &Base, accepted: &[Edit], after: &str, allowed: &Allowed) {
        let held = self.held;
        let (engine, rules) = (&held.variant.engine, held.rules());
        let again = base.work.edits(engine, after, &mut base.style.masker(), allowed);
        let mut left = if again.edits.is_empty() { again.left } else { again.findings };
        let mut found = engine.scan(after).findings;
        allowed.take_from(&mut found, rules);
        // What the style keeps is no leak to the command, and still one to whoever reads it.
        found.retain(|f| rules.group(f.rule).is_masked() && !left.iter().any(|l| l.span.overlaps(f.span)));
        left.extend(found);
        left.sort_by_key(|finding| finding.span);
        if left.is_empty() {
            return;
        }
        let (targets, offsets) = (Targets::new(accepted), Offsets::new(after, Unit::Utf16));
        let units: Vec<Span> = held.unit_spans().map(|unit| targets.span(unit)).collect();
        for finding in &left {
            let severity = engine.policy().severity(rules, finding.rule, finding.score);
            let unit = units.partition_point(|unit| unit.end <= finding.span.start).min(units.len() - 1);
            let within = units[unit];
            let inside = |at: usize| at.clamp(within.start, within.end);
            let part = Span::new(inside(finding.span.start), inside(finding.span.end));
            let range = offsets.out(after, within, part);
            let source = source_offset(accepted, finding.span.start);
            let mut item = self.item(finding, severity, "template");
            item["text_in"] = "result".into();
            (item["unit"], item["start"], item["end"]) = (unit.into(), range.start.into(), range.end.into());
            item["source"] = self.point(source);
            self.add(item, finding.rule, severity, &["template"]);
        }
    }

    /// What the document itself has that is to be filled in, taken out or put right.
    fn leftovers(&mut self, accepted: &[Edit], allowed: &Allowed) {
        let held = self.held;
        let mut next = accepted.iter().peekable();
        for found in &held.findings {
            let finding = &found.finding;
            while next.next_if(|edit| edit.span.end <= finding.span.start).is_some() {}
            let done = next.peek().is_some_and(|edit| edit.span.overlaps(finding.span));
            let group = held.rules().group(finding.rule);
            if done
                || group.is_masked()
                || allowed.allows(finding.span, &held.rules().rule(finding.rule).name)
            {
                continue;
            }
            let fails: Vec<&'static str> = [Purpose::Template, Purpose::Release]
                .into_iter()
                .filter(|purpose| purpose.fails(group))
                .map(Purpose::name)
                .collect();
            if fails.is_empty() {
                continue;
            }
            let Some(&(unit, part)) = held.places(finding.span).first() else { continue };
            let (start, end) = held.out(unit, part);
            let mut item = self.item(finding, found.severity, fails[0]);
            item["text_in"] = "source".into();
            item["next"] = found.next.into();
            (item["unit"], item["start"], item["end"]) = (unit.into(), start.into(), end.into());
            self.add(item, finding.rule, found.severity, &fails);
        }
    }

    fn item(&self, finding: &Finding, severity: Severity, purpose: &str) -> Value {
        let rule = self.held.rules().rule(finding.rule);
        let next = "mask it, or reject it where it may stay";
        json!({
            "rule": rule.name, "message": rule.summary, "next": next, "severity": severity.name(), "for": [purpose],
        })
    }

    fn point(&self, at: usize) -> Value {
        let span = Span::new(at, at);
        let unit = self.held.unit_of(span);
        let start = self.held.places(span).first().map_or(0, |&(unit, part)| self.held.out(unit, part).0);
        json!({"unit": unit, "start": start})
    }

    fn add(&mut self, mut item: Value, rule: RuleId, severity: Severity, purposes: &[&'static str]) {
        item["for"] = purposes.into();
        self.list.push(item);
        if severity == Severity::Error {
            for &purpose in purposes {
                *self.causes.entry((rule, purpose)).or_default() += 1;
            }
        }
    }
}
