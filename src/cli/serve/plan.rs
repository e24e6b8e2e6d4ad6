//! Decisions as a plan, and a plan as decisions: `yinmo apply` does what the page does.

use std::collections::{BTreeMap, BTreeSet};

use yinmo::finding::Finding;
use yinmo::plan::{self, Document, Plan, Status};
use yinmo::rule::RuleId;
use yinmo::span::Span;

use super::decide::{Added, Base, Change, Decisions, Proposal, Verdict};
use super::held::Held;
use super::reply::Refusal;
use super::state::App;
use crate::cli::change::Work;
use crate::cli::papers;

/// The plan of one document, sealed.
pub(super) fn make(app: &App, held: &Held, base: &Base, proposals: &[Proposal]) -> Plan {
    let edits: Vec<_> = proposals.iter().map(|proposal| proposal.edit.clone()).collect();
    let findings: Vec<Finding> = proposals.iter().flat_map(|proposal| proposal.why.clone()).collect();
    let decoded = held.decoded();
    let work = papers::Work {
        index: 0,
        item: &held.item,
        bytes: &held.bytes,
        decoded: &decoded,
        variant: &held.variant,
        findings: &findings,
        edits: Some(&edits),
        left: &[],
        parts: Default::default(),
        allowed: 0,
        made: None,
        passed: true,
    };
    let mut document = work.plan();
    for (edit, proposal) in document.edits.iter_mut().zip(proposals) {
        edit.status = if proposal.accepted { Status::Accept } else { Status::Reject };
    }
    let style = Some(base.style.name());
    let mut plan = Plan::new(papers::options(base.work.name(), style, &app.choice, &app.input));
    plan.documents.push(document);
    plan.seal();
    plan
}

/// What was decided in a plan that was made for the same document, here or elsewhere.
pub(super) fn read(held: &Held, text: &str) -> Result<Decisions, Refusal> {
    let read = Plan::parse(text).map_err(|error| {
        let message = match error {
            // It may quote the plan, which quotes the document.
            plan::PlanError::Parse(_) => {
                "this is no plan; `yinmo mask --plan` and the page write them".to_owned()
            }
            other => other.to_string(),
        };
        Refusal::unfit("bad-plan", message)
    })?;
    let clean = read.options.command == Work::CleanAndMask.name();
    if !clean && read.options.command != Work::Mask.name() {
        let message = "the plan is of another command; the page knows those of mask and mask --clean";
        return Err(Refusal::unfit("bad-plan", message));
    }
    let sum = plan::sha256(&held.bytes);
    let document = read.documents.iter().find(|document| document.sha256 == sum);
    let Some(document) = document else {
        let message = "the plan is for another document, or this one has changed since; make it anew";
        return Err(Refusal::unfit("bad-plan", message));
    };
    document
        .replay(&held.bytes, &held.text)
        .map_err(|error| Refusal::unfit("bad-plan", error.to_string()))?;
    let style = read.options.style.unwrap_or_else(|| held.variant.style.name().to_owned());
    let base = held.base(&style, clean)?;
    Ok(compare(held, &base, document, Decisions { style: Some(style), clean, ..Decisions::default() }))
}

/// How a plan differs from what is proposed here.
fn compare(held: &Held, base: &Base, document: &Document, mut decisions: Decisions) -> Decisions {
    let proposed: BTreeMap<Span, &str> = base.edits().collect();
    let mut planned = BTreeSet::new();
    let change = |id: String, status, replacement| Change {
        id,
        status,
        replacement,
        start: None,
        end: None,
        rule: None,
    };
    for edit in &document.edits {
        let span = Span::new(edit.start, edit.end);
        planned.insert(span);
        let id = id_of(held, span);
        match (edit.status, proposed.get(&span)) {
            (Status::Accept, Some(content)) if **content == edit.replacement => {}
            (Status::Accept, Some(_)) => {
                decisions.changes.push(change(id, Verdict::Accept, Some(edit.replacement.clone())));
            }
            (Status::Reject, Some(_)) => decisions.changes.push(change(id, Verdict::Reject, None)),
            (Status::Reject, None) => {
                if let Some(index) = exact(held, span) {
                    decisions.changes.push(change(format!("f{index}"), Verdict::Reject, None));
                }
            }
            (Status::Accept, None) => moved(held, edit, span, &proposed, &mut decisions),
        }
    }
    // What is proposed here and not in the plan was not proposed there: it stays, unless the plan edits its place.
    let overlaps =
        |span: &Span| document.edits.iter().any(|edit| Span::new(edit.start, edit.end).overlaps(*span));
    for span in proposed.keys().filter(|span| !planned.contains(span)) {
        if !overlaps(span) {
            decisions.changes.push(change(id_of(held, *span), Verdict::Reject, None));
        }
    }
    decisions
}

/// An edit of a plan that is not proposed here: another one with other ends, or one that was added.
fn moved(
    held: &Held,
    edit: &plan::Proposal,
    span: Span,
    proposed: &BTreeMap<Span, &str>,
    to: &mut Decisions,
) {
    let rules = edit.rules.iter().filter_map(|name| held.rules().find(name));
    let rule = rules.into_iter().find(|&rule| held.is_masked(rule)).unwrap_or(RuleId::ORG);
    let rule = held.rules().rule(rule).name.clone();
    let before = proposed.range(..Span::new(span.end, 0)).next_back().map(|(&other, _)| other);
    let other = before.filter(|other| other.overlaps(span) && held.unit_of(*other) == held.unit_of(span));
    let parts = held.places(span);
    if let (Some(other), [(unit, part)]) = (other, &parts[..]) {
        let (start, end) = held.out(*unit, *part);
        to.changes.push(Change {
            id: id_of(held, other),
            status: Verdict::Accept,
            replacement: Some(edit.replacement.clone()),
            start: Some(start),
            end: Some(end),
            rule: Some(rule.to_string()),
        });
        return;
    }
    for (index, (unit, part)) in parts.into_iter().enumerate() {
        let (start, end) = held.out(unit, part);
        let content = if index == 0 { edit.replacement.clone() } else { String::new() };
        to.added.push(Added { unit, start, end, rule: rule.to_string(), replacement: Some(content) });
    }
}

/// The id under which the page knows an edit.
fn id_of(held: &Held, span: Span) -> String {
    exact(held, span).map_or_else(|| format!("e{}-{}", span.start, span.end), |index| format!("f{index}"))
}

/// The finding that stands exactly there.
fn exact(held: &Held, span: Span) -> Option<usize> {
    let index = held.findings.partition_point(|found| found.finding.span.start < span.start);
    held.findings.get(index).filter(|found| found.finding.span == span).map(|_| index)
}
