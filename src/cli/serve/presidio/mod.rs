//! The requests of Presidio's clients: `/analyze` finds, `/anonymize` replaces what was found. Offsets count code
//! points. What a request asks for and is not known here is refused: left out, it would leave names standing.

mod operator;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use yinmo::engine::Engine;
use yinmo::rule::RuleId;
use yinmo::span::Span;

use self::operator::{Operator, Salt};
use super::body;
use super::offsets::{Offsets, Unit};
use super::query::Query;
use super::reply::{self, Refusal};
use super::state::App;

/// Rules whose things have a name there; others are called by their own.
const NAMES: [(RuleId, &str); 9] = [
    (RuleId::PERSON, "PERSON"),
    (RuleId::PLACE, "LOCATION"),
    (RuleId::ORG, "ORGANIZATION"),
    (RuleId::DATE, "DATE_TIME"),
    (RuleId::TIME, "DATE_TIME"),
    (RuleId::PHONE, "PHONE_NUMBER"),
    (RuleId::EMAIL, "EMAIL_ADDRESS"),
    (RuleId::URL, "URL"),
    (RuleId::BANK_CARD, "CREDIT_CARD"),
];

/// What a finding is called there: CN_PLATE, FIGURE_COUNT.
fn entity(engine: &Engine, rule: RuleId) -> String {
    if let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == rule) {
        return (*name).to_owned();
    }
    let name = engine.rules().rule(rule).name.replace(['/', '-'], "_").to_ascii_uppercase();
    name.strip_prefix("ID_").map_or(name.clone(), |rest| format!("CN_{rest}"))
}

/// Every entity that is found.
fn supported(engine: &Engine) -> Vec<String> {
    let masked = engine.rules().iter().filter(|(id, _)| engine.rules().group(*id).is_masked());
    let mut names: Vec<String> = masked.map(|(id, _)| entity(engine, id)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

pub(super) async fn health() -> Response {
    reply::bytes("text/plain; charset=utf-8", "yinmo is up")
}

pub(super) async fn entities(
    State(app): State<Arc<App>>,
    request: Request<Body>,
) -> Result<Response, Refusal> {
    let query = Query::parse(request.uri().query(), &["language"])?;
    language(query.get("language").unwrap_or("zh"))?;
    Ok(reply::json(&supported(&app.loaded().base.engine)))
}

fn language(name: &str) -> Result<(), Refusal> {
    if name == "zh" || name.starts_with("zh-") || name.starts_with("zh_") {
        return Ok(());
    }
    Err(Refusal::unfit("unknown-language", "language is zh: Chinese is read here, and nothing else"))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Texts {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Analyze {
    text: Texts,
    language: String,
    #[serde(default)]
    entities: Option<Vec<String>>,
    #[serde(default)]
    score_threshold: Option<f32>,
    #[serde(default)]
    allow_list: Option<Vec<String>>,
    #[serde(default)]
    allow_list_match: Option<String>,
    #[serde(default)]
    ad_hoc_recognizers: Option<Vec<Value>>,
    #[serde(default)]
    return_decision_process: Option<bool>,
}

pub(super) async fn analyze(
    State(app): State<Arc<App>>,
    request: Request<Body>,
) -> Result<Response, Refusal> {
    let bytes = body::sent_json(request, app.max_body, app.patience).await?;
    let shared = Arc::clone(&app);
    let value = app.pool.run(move || {
        let ask: Analyze = body::json(&bytes)?;
        let engine = &shared.loaded().base.engine;
        fits(engine, &ask)?;
        Ok(match &ask.text {
            Texts::One(text) => found(engine, text, &ask).into(),
            Texts::Many(texts) => texts.iter().map(|text| Value::from(found(engine, text, &ask))).collect(),
        })
    });
    let value: Value = value.await?;
    Ok(reply::json(&value))
}

/// Refuses what would find less than the client thinks.
fn fits(engine: &Engine, ask: &Analyze) -> Result<(), Refusal> {
    language(&ask.language)?;
    if ask.ad_hoc_recognizers.as_ref().is_some_and(|list| !list.is_empty()) {
        let message = "ad_hoc_recognizers are not known here; add terms or rules to yinmo.toml";
        return Err(Refusal::unfit("unsupported", message));
    }
    if ask.allow_list_match.as_deref().is_some_and(|kind| kind != "exact") {
        return Err(Refusal::unfit("unsupported", "allow_list_match is exact"));
    }
    let known = supported(engine);
    if ask.entities.iter().flatten().any(|entity| !known.contains(entity)) {
        let message = "an entity is not known here; GET /supportedentities lists them";
        return Err(Refusal::unfit("unknown-entity", message));
    }
    Ok(())
}

/// What is found in a text.
fn found(engine: &Engine, text: &str, ask: &Analyze) -> Vec<Value> {
    let offsets = Offsets::new(text, Unit::Codepoint);
    let wanted = ask.entities.as_ref().filter(|entities| !entities.is_empty());
    let mut all = Vec::new();
    for finding in engine.scan(text).findings {
        let name = entity(engine, finding.rule);
        let allowed = ask.allow_list.iter().flatten().any(|allowed| allowed == finding.span.of(text));
        let left_out = !engine.rules().group(finding.rule).is_masked()
            || wanted.is_some_and(|wanted| !wanted.contains(&name))
            || finding.score < ask.score_threshold.unwrap_or(0.0)
            || allowed;
        if left_out {
            continue;
        }
        let rule = engine.rules().rule(finding.rule);
        let why = ask.return_decision_process.unwrap_or(false).then(
            || json!({"recognizer": rule.name, "textual_explanation": rule.summary, "score": finding.score}),
        );
        all.push(json!({
            "entity_type": name, "start": offsets.count(text, finding.span.start),
            "end": offsets.count(text, finding.span.end),
            "score": (f64::from(finding.score) * 1000.0).round() / 1000.0,
            "analysis_explanation": why,
            "recognition_metadata": {"recognizer_name": rule.name, "recognizer_identifier": "yinmo"},
        }));
    }
    all
}

#[derive(Deserialize)]
struct Anonymize {
    text: String,
    #[serde(default)]
    anonymizers: Option<BTreeMap<String, Value>>,
    analyzer_results: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    entity_type: String,
    start: usize,
    end: usize,
    #[serde(default)]
    score: f32,
}

pub(super) async fn anonymize(
    State(app): State<Arc<App>>,
    request: Request<Body>,
) -> Result<Response, Refusal> {
    let bytes = body::sent_json(request, app.max_body, app.patience).await?;
    let value = app.pool.run(move || replaced(&body::json(&bytes)?));
    Ok(reply::json(&value.await?))
}

fn replaced(ask: &Anonymize) -> Result<Value, Refusal> {
    let text = &ask.text;
    let offsets = Offsets::new(text, Unit::Codepoint);
    let whole = Span::new(0, text.len());
    let mut found = Vec::with_capacity(ask.analyzer_results.len());
    for result in &ask.analyzer_results {
        let span = offsets.back(text, whole, result.start, result.end).filter(|span| !span.is_empty());
        let span = span.ok_or_else(|| {
            let message = "a result lies outside of the text, or is empty; offsets count code points";
            Refusal::unfit("bad-place", message)
        })?;
        found.push((span, result.entity_type.as_str(), result.score));
    }
    let mut operators = BTreeMap::new();
    for (name, value) in ask.anonymizers.iter().flatten() {
        operators.insert(name.as_str(), Operator::read(value)?);
    }
    let default = Operator::default();
    let mut salt = Salt::default();
    let (mut out, mut items, mut at, mut count) = (String::new(), Vec::new(), 0, 0);
    for (span, name) in apart(found) {
        let operator = operators.get(name).or_else(|| operators.get("DEFAULT")).unwrap_or(&default);
        let content = operator.apply(span.of(text), name, &mut salt)?;
        let between = &text[at..span.start];
        out.push_str(between);
        count += between.chars().count();
        let start = count;
        out.push_str(&content);
        count += content.chars().count();
        at = span.end;
        items.push(json!({
            "operator": operator.name(), "entity_type": name, "start": start, "end": count, "text": content,
        }));
    }
    out.push_str(&text[at..]);
    // The last comes first there.
    items.reverse();
    Ok(json!({"text": out, "items": items}))
}

/// Results that do not overlap: what lies in another goes, what is cut by another is one with it. Of two the surer one
/// gives the name.
fn apart(mut found: Vec<(Span, &str, f32)>) -> Vec<(Span, &str)> {
    found.sort_by(|a, b| (a.0.start, b.0.end).cmp(&(b.0.start, a.0.end)).then(b.2.total_cmp(&a.2)));
    let mut all: Vec<(Span, &str, f32)> = Vec::with_capacity(found.len());
    for next in found {
        match all.last_mut() {
            Some(last) if last.0.overlaps(next.0) => {
                let contains = last.0.contains(next.0);
                last.0 = last.0.union(next.0);
                if next.2 > last.2 && !contains {
                    (last.1, last.2) = (next.1, next.2);
                }
            }
            _ => all.push(next),
        }
    }
    all.into_iter().map(|(span, name, _)| (span, name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use yinmo::builtin;
    use yinmo::policy::Policy;

    #[test]
    fn every_masked_rule_has_a_name() {
        let engine = builtin::engine(Policy::default());
        let names = supported(&engine);
        for known in ["PERSON", "LOCATION", "CN_CARD", "FIGURE_AMOUNT", "DATE_TIME"] {
            assert!(names.iter().any(|name| name == known), "{known}: {names:?}");
        }
        assert!(!names.iter().any(|name| name.contains('/') || name.starts_with("PLACEHOLDER")));
    }

    #[test]
    fn results_that_overlap_are_one() {
        let found = vec![
            (Span::new(3, 9), "A", 0.5),
            (Span::new(0, 4), "B", 0.9),
            (Span::new(12, 15), "C", 0.4),
            (Span::new(12, 18), "D", 0.3),
        ];
        assert_eq!(apart(found), [(Span::new(0, 9), "B"), (Span::new(12, 18), "D")]);
    }

    #[test]
    fn what_was_found_is_replaced_by_code_points() {
        let ask = json!({
            "text": "𠮷祥村张桂兰，电话13900001234。",
            "anonymizers": {
                "PERSON": {"type": "replace", "new_value": "某人"},
                "PHONE_NUMBER": {"type": "mask", "masking_char": "*", "chars_to_mask": 4, "from_end": true},
            },
            "analyzer_results": [
                {"entity_type": "LOCATION", "start": 0, "end": 3, "score": 0.9},
                {"entity_type": "PERSON", "start": 3, "end": 6, "score": 0.9},
                {"entity_type": "PHONE_NUMBER", "start": 9, "end": 20, "score": 0.9},
            ],
        });
        let value = replaced(&serde_json::from_value(ask).unwrap()).unwrap();
        assert_eq!(value["text"], "<LOCATION>某人，电话1390000****。");
        assert_eq!(value["items"][0]["start"], 15);
        assert_eq!(value["items"][2]["operator"], "replace");
    }
}
