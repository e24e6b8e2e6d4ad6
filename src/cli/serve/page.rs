//! What the page asks for.

use std::sync::{Arc, PoisonError};

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use yinmo::builtin;
use yinmo::config::Profile;
use yinmo::edit;
use yinmo::policy::Policy;
use yinmo::report;
use yinmo::rule::{Cure, Group};

use super::decide::{Decisions, settle};
use super::download::{self, What};
use super::held::Held;
use super::query::Query;
use super::reply::{self, Refusal};
use super::state::App;
use super::{body, plan, terms, verdict};
use crate::cli::about::SENTENCE;

type Answer = Result<Response, Refusal>;

/// What the page has to know before anything is open.
pub(super) async fn about(State(app): State<Arc<App>>) -> Answer {
    let shared = Arc::clone(&app);
    let value = app.pool.run(move || Ok(about_value(&shared))).await?;
    Ok(reply::json(&value))
}

/// What there is to choose from.
pub(super) fn about_value(app: &App) -> Value {
    let loaded = app.loaded();
    let engine = builtin::engine(Policy::default());
    let styles: Vec<Value> = loaded
        .styles()
        .iter()
        .map(|style| {
            let example = edit::apply(SENTENCE, &engine.mask(SENTENCE, style).edits);
            json!({
                "name": style.name(), "summary": style.describe(), "hides": style.hides(),
                "shows": style.shows(), "example": example,
            })
        })
        .collect();
    let rules = loaded.base.engine.rules();
    let rules: Vec<Value> = rules
        .iter()
        .map(|(id, rule)| {
            let cleaned = rule.patterns.iter().any(|pattern| pattern.cure != Cure::Report);
            let action = match () {
                () if rules.group(id).is_masked() => "mask",
                () if cleaned => "clean",
                () => "report",
            };
            json!({
                "id": rule.name, "group": rules.group(id).name(), "summary": rule.summary, "why": rule.why,
                "action": action, "severity": rule.severity.name(),
            })
        })
        .collect();
    let profiles: Vec<Value> = Profile::names()
        .filter_map(|name| Some(json!({"name": name, "summary": Profile::named(name)?.ok()?.summary})))
        .collect();
    let groups: Vec<Value> =
        Group::ALL.iter().map(|group| json!({"name": group.name(), "masked": group.is_masked()})).collect();
    let open = app.open.read().unwrap_or_else(PoisonError::into_inner);
    let open: Vec<Value> = open.iter().map(|(id, name)| json!({"id": id, "name": name})).collect();
    json!({
        "version": env!("CARGO_PKG_VERSION"), "style": loaded.base.style.name(), "sentence": SENTENCE,
        "max_body": app.max_body, "styles": styles, "groups": groups, "rules": rules, "profiles": profiles,
        "open": open,
    })
}

/// Opens a document.
pub(super) async fn open(State(app): State<Arc<App>>, request: Request<Body>) -> Answer {
    let query = Query::parse(request.uri().query(), &["name"])?;
    let name = query.get("name").unwrap_or_default().to_owned();
    let bytes = body::whole(request.into_body(), app.max_body, app.patience).await?;
    let shared = Arc::clone(&app);
    let work = move || {
        let (id, held) = shared.documents.open(Held::open(&shared, &name, bytes)?)?;
        Ok(held.value(&id))
    };
    let value = app.pool.run(work).await?;
    let mut response = reply::json(&value);
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Shows an open document.
pub(super) async fn show(State(app): State<Arc<App>>, Path(id): Path<String>) -> Answer {
    let held = app.documents.get(&id)?;
    let value = app.pool.run(move || Ok(held.value(&id))).await?;
    Ok(reply::json(&value))
}

/// Closes a document: from now on it is nowhere.
pub(super) async fn close(State(app): State<Arc<App>>, Path(id): Path<String>) -> Answer {
    app.documents.close(&id)?;
    app.open.write().unwrap_or_else(PoisonError::into_inner).retain(|(open, _)| *open != id);
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Reads a JSON body and does some work with it and an open document.
async fn with<T, F>(app: Arc<App>, id: &str, request: Request<Body>, work: F) -> Result<T, Refusal>
where
    T: Send + 'static,
    F: FnOnce(&App, &Held, &[u8]) -> Result<T, Refusal> + Send + 'static,
{
    let held = app.documents.get(id)?;
    let bytes = body::sent_json(request, app.max_body, app.patience).await?;
    let shared = Arc::clone(&app);
    app.pool.run(move || work(&shared, &held, &bytes)).await
}

/// What a document becomes when it is decided so.
pub(super) async fn preview(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Answer {
    let value = with(app, &id, request, |_, held, bytes| {
        let decisions: Decisions = body::json(bytes)?;
        let style = decisions.style.as_deref().unwrap_or(held.variant.style.name());
        let base = held.base(style, decisions.clean)?;
        let proposals = settle(held, &base, &decisions)?.into_list();
        Ok(verdict::preview(held, &base, &proposals))
    });
    Ok(reply::json(&value.await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    id: String,
}

/// Why something was found.
pub(super) async fn explain(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Answer {
    let value = with(app, &id, request, |_, held, bytes| {
        let Named { id } = body::json(bytes)?;
        let index = held.finding(&id).ok_or_else(|| {
            Refusal::new(StatusCode::NOT_FOUND, "unknown-finding", "there is no such finding in the document")
        })?;
        Ok(held.explain(index))
    });
    Ok(reply::json(&value.await?))
}

/// A file to take away.
pub(super) async fn download(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Answer {
    let query = Query::parse(request.uri().query(), &["what", "force"])?;
    let what = What::named(query.get("what").unwrap_or("masked")).ok_or_else(|| {
        Refusal::unfit("bad-query", "what is one of masked, tracked, plan, report, receipt")
    })?;
    let force = query.flag("force")?;
    let file = with(app, &id, request, move |app, held, bytes| {
        download::make(app, held, &body::json(bytes)?, what, force)
    });
    let file = file.await?;
    Ok(reply::file(file.kind, &file.name, file.bytes))
}

/// A plan as decisions.
pub(super) async fn apply_plan(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request<Body>,
) -> Answer {
    let decisions = with(app, &id, request, |_, held, bytes| {
        let text = std::str::from_utf8(bytes);
        plan::read(held, text.map_err(|_| Refusal::unfit("bad-plan", "a plan is JSON in UTF-8"))?)
    });
    Ok(reply::json(&decisions.await?))
}

/// Takes decisions over into the user's configuration.
pub(super) async fn terms(State(app): State<Arc<App>>, request: Request<Body>) -> Answer {
    let bytes = body::sent_json(request, app.max_body, app.patience).await?;
    let shared = Arc::clone(&app);
    let value = app.pool.run(move || terms::add(&shared, &body::json(&bytes)?)).await?;
    Ok(reply::json(&value))
}

impl Held {
    /// The evidence for a finding, piece by piece, and its rule.
    fn explain(&self, index: usize) -> Value {
        let found = &self.findings[index];
        let rule = self.rules().rule(found.finding.rule);
        let mut masker = self.variant.style.masker();
        let clues = found.finding.evidence.iter().map(|clue| {
            let mut alone = found.finding.clone();
            alone.evidence = [*clue].into();
            alone
        });
        let clues: Vec<_> = clues.collect();
        let mut evidence = Vec::new();
        let records = clues.iter().map(|finding| (finding, None));
        let told: Result<(), std::convert::Infallible> =
            report::records(self.source(), self.view(), &mut masker, records, |record| {
                let place = clues[evidence.len()].evidence.first().map(|clue| clue.span);
                let at = place.filter(|span| !span.is_empty());
                let at = at.and_then(|span| self.places(span).first().copied()).map(|(unit, part)| {
                    let (start, end) = self.out(unit, part);
                    json!({"unit": unit, "start": start, "end": end})
                });
                evidence.push(json!({"text": record.evidence, "at": at}));
                Ok(())
            });
        told.unwrap_or_else(|never| match never {});
        json!({
            "evidence": evidence, "score": found.finding.score, "severity": found.severity.name(),
            "rule": {
                "id": rule.name, "group": self.rules().group(found.finding.rule).name(), "summary": rule.summary,
                "why": rule.why, "source": rule.source, "matches": rule.matches, "non_matches": rule.non_matches,
            },
        })
    }
}
