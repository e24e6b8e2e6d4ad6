//! Findings as answers: the fields of `--format jsonl`, counted as the client counts.

use axum::http::StatusCode;
use serde::Serialize;
use yinmo::edit::{Edit, apply};
use yinmo::engine::Edits;
use yinmo::finding::Finding;
use yinmo::report::{self, Record, Source, View};
use yinmo::rule::Severity;
use yinmo::style::{Field, Masker};

use super::ask::Ask;
use super::offsets::{Offsets, Unit};
use super::reply::Refusal;
use super::state::App;
use crate::cli::allow::Allowances;
use crate::cli::config::Variant;
use crate::cli::office::Container;
use crate::cli::walk::Item;

/// A text, with the container it comes from.
pub(super) struct Whole<'a> {
    pub(super) text: &'a str,
    pub(super) container: Option<&'a Container>,
}

/// Everything that is found.
pub(super) fn scan(whole: &Whole<'_>, item: &Item, variant: &Variant, ask: &Ask) -> Result<String, Refusal> {
    let found = find(whole, item, variant, &Allowances::default());
    let findings = list(whole, variant, ask, &found)?;
    Ok(format!("{{\"count\":{},\"findings\":{findings}}}", found.len()))
}

/// Whether a text is fit for a purpose, and why not.
pub(super) fn check(
    app: &App,
    whole: &Whole<'_>,
    item: &Item,
    variant: &Variant,
    ask: &Ask,
) -> Result<String, Refusal> {
    let (purpose, rules) = (ask.purpose(variant)?, variant.engine.rules());
    let mut found = find(whole, item, variant, &app.loaded().allowances);
    found.retain(|finding| purpose.fails(rules.group(finding.rule)));
    let severity = |finding: &Finding| variant.engine.policy().severity(rules, finding.rule, finding.score);
    found.retain(|finding| severity(finding) > Severity::Note);
    let errors = found.iter().filter(|finding| severity(finding) == Severity::Error).count();
    let findings = list(whole, variant, ask, &found)?;
    let (verdict, warnings) = (if errors == 0 { "pass" } else { "fail" }, found.len() - errors);
    Ok(format!(
        "{{\"for\":\"{}\",\"verdict\":\"{verdict}\",\"errors\":{errors},\"warnings\":{warnings},\"findings\":{findings}}}",
        purpose.name()
    ))
}

fn find(whole: &Whole<'_>, item: &Item, variant: &Variant, allowances: &Allowances) -> Vec<Finding> {
    let (engine, text) = (&variant.engine, whole.text);
    let mut found = engine.scan(text).findings;
    if let Some(container) = whole.container {
        container.add_fields(engine, &mut found);
    }
    let allowed = allowances.of(item, text, &found, engine.rules());
    allowed.take_from(&mut found, engine.rules());
    found
}

/// Findings as a list in JSON.
fn list(whole: &Whole<'_>, variant: &Variant, ask: &Ask, found: &[Finding]) -> Result<String, Refusal> {
    let unit = ask.unit()?;
    let engine = &variant.engine;
    let view =
        View { rules: engine.rules(), policy: engine.policy(), with_text: !ask.no_text, details: true };
    let mut masker = variant.style.masker();
    masker.meet(whole.text, found);
    let mut out = vec![b'['];
    let written = match whole.container {
        None => {
            let source = Source { path: "", unit: None, text: whole.text };
            add(source, view, &mut masker, unit, found, &mut out)
        }
        Some(container) => {
            let found: Vec<(&Finding, ())> = found.iter().map(|finding| (finding, ())).collect();
            container.by_unit(&found).try_for_each(|(place, found)| {
                let found: Vec<Finding> = found.into_iter().map(|(finding, ())| finding).collect();
                let source = Source { path: "", unit: Some(&place.locator), text: &place.text };
                add(source, view, &mut masker, unit, &found, &mut out)
            })
        }
    };
    out.push(b']');
    written.ok().and_then(|()| String::from_utf8(out).ok()).ok_or_else(unwritten)
}

/// Texts and numbers can always be written.
fn unwritten() -> Refusal {
    Refusal::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "failed",
        "the answer could not be written; please report it",
    )
}

fn add(
    source: Source<'_>,
    view: View<'_>,
    masker: &mut Masker,
    unit: Unit,
    found: &[Finding],
    out: &mut Vec<u8>,
) -> serde_json::Result<()> {
    let offsets = Offsets::new(source.text, unit);
    let all = found.iter().map(|finding| (finding, None));
    report::records(source, view, masker, all, |record| {
        if out.len() > 1 {
            out.push(b',');
        }
        let (start, end) = (offsets.count(source.text, record.start), offsets.count(source.text, record.end));
        serde_json::to_writer(&mut *out, &Record { start, end, ..*record })
    })
}

/// What a change of a text comes to.
#[derive(Debug, Serialize)]
pub(super) struct Changed<'a> {
    changed: bool,
    text: String,
    edits: Vec<Shown<'a>>,
    left: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    style: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<Field>>,
}

/// An edit as the client counts, with the rule that it comes from.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    start: usize,
    end: usize,
    replacement: &'a str,
    rule: Option<&'a str>,
}

/// The answer to `mask` and `clean`. `masker` is there where something was masked.
pub(super) fn changed(
    text: &str,
    unit: Unit,
    variant: &Variant,
    done: &Edits,
    masker: Option<&Masker>,
) -> Result<String, Refusal> {
    let after = apply(text, &done.edits);
    let style = &variant.style;
    let changed = Changed {
        changed: after != text,
        text: after,
        edits: edits(text, unit, variant, &done.edits, &done.findings),
        left: done.left.len(),
        style: masker.map(|_| style.name()),
        fields: masker.filter(|_| style.is_numbered()).map(Masker::fields),
    };
    serde_json::to_string(&changed).map_err(|_| unwritten())
}

/// Both lists are sorted.
fn edits<'a>(
    text: &str,
    unit: Unit,
    variant: &'a Variant,
    all: &'a [Edit],
    found: &[Finding],
) -> Vec<Shown<'a>> {
    let offsets = Offsets::new(text, unit);
    let rules = variant.engine.rules();
    let mut next = 0;
    let shown = |edit: &'a Edit| {
        while found.get(next).is_some_and(|finding| finding.span.end <= edit.span.start) {
            next += 1;
        }
        let from = found.get(next).filter(|finding| finding.span.start < edit.span.end);
        Shown {
            start: offsets.count(text, edit.span.start),
            end: offsets.count(text, edit.span.end),
            replacement: &edit.content,
            rule: from.map(|finding| rules.rule(finding.rule).name.as_ref()),
        }
    };
    all.iter().map(shown).collect()
}
