//! `/v1`: what the commands do, for programs.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Request as HttpRequest, header};
use axum::response::Response;
use serde_json::json;
use yinmo::format::Encoding;
use yinmo::report;

use super::ask::{Ask, Carried, nowhere};
use super::findings::{self, Whole};
use super::held::plain_name;
use super::reply::{self, Refusal};
use super::state::App;
use super::{batch, body, download, page};
use crate::cli::args;
use crate::cli::change::{Request, Work, in_memory};
use crate::cli::input;
use crate::cli::office::Container;

/// What is done to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Job {
    Scan,
    Check,
    Mask,
    Clean,
}

pub(super) async fn scan(
    State(app): State<Arc<App>>,
    request: HttpRequest<Body>,
) -> Result<Response, Refusal> {
    answer(app, Job::Scan, request).await
}

pub(super) async fn check(
    State(app): State<Arc<App>>,
    request: HttpRequest<Body>,
) -> Result<Response, Refusal> {
    answer(app, Job::Check, request).await
}

pub(super) async fn mask(
    State(app): State<Arc<App>>,
    request: HttpRequest<Body>,
) -> Result<Response, Refusal> {
    answer(app, Job::Mask, request).await
}

pub(super) async fn clean(
    State(app): State<Arc<App>>,
    request: HttpRequest<Body>,
) -> Result<Response, Refusal> {
    answer(app, Job::Clean, request).await
}

/// The rules and styles.
pub(super) async fn rules(State(app): State<Arc<App>>) -> Result<Response, Refusal> {
    let shared = Arc::clone(&app);
    let value = app.pool.run(move || {
        let about = page::about_value(&shared);
        Ok(json!({"version": about["version"], "groups": about["groups"], "rules": about["rules"], "styles": about["styles"]}))
    });
    Ok(reply::json(&value.await?))
}

async fn answer(app: Arc<App>, job: Job, request: HttpRequest<Body>) -> Result<Response, Refusal> {
    let (head, content) = request.into_parts();
    let carried = match Carried::of(&head.headers) {
        Ok(carried) => carried,
        Err(refusal) => {
            body::discard(content).await;
            return Err(refusal);
        }
    };
    if carried != Carried::Raw && head.uri.query().is_some_and(|query| !query.is_empty()) {
        let message = "with JSON the options stand in the object, not in the address";
        return Err(Refusal::unfit("unknown-parameter", message));
    }
    if carried == Carried::Lines {
        return Ok(batch::answer(app, job, content));
    }
    let options = if carried == Carried::Raw { Some(Ask::of_query(head.uri.query())?) } else { None };
    let bytes = body::whole(content, app.max_body, app.patience).await?;
    let shared = Arc::clone(&app);
    let encoding = body::encoding(&head.headers);
    let Some((ask, name)) = options else {
        let value = app.pool.run(move || of_text(&shared, job, &Ask::of_json(&bytes)?)).await?;
        return Ok(reply::bytes(reply::JSON, value));
    };
    match app.pool.run(move || of_document(&shared, job, &ask, &name, encoding, bytes)).await? {
        Made::Value(value) => Ok(reply::bytes(reply::JSON, value)),
        Made::File(name, bytes) => {
            let mut response = reply::file("application/octet-stream", &name, bytes);
            // What came in goes out.
            let kind = head.headers.get(header::CONTENT_TYPE).cloned();
            let kind = kind.unwrap_or(HeaderValue::from_static("application/octet-stream"));
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            Ok(response)
        }
    }
}

/// Works on a text that came in JSON; the answer is an object in JSON.
pub(super) fn of_text(app: &App, job: Job, ask: &Ask) -> Result<String, Refusal> {
    let loaded = app.loaded();
    let (variant, unit, item) = (ask.variant(&loaded)?, ask.unit()?, nowhere(""));
    let whole = Whole { text: &ask.text, container: None };
    let work = match job {
        Job::Scan => return findings::scan(&whole, &item, &variant, ask),
        Job::Check => return findings::check(app, &whole, &item, &variant, ask),
        Job::Mask => masking(ask),
        Job::Clean => Work::Clean,
    };
    let engine = &variant.engine;
    let needs = loaded.allowances.needs_findings();
    let found = if needs { engine.scan(&ask.text).findings } else { Vec::new() };
    let allowed = loaded.allowances.of(&item, &ask.text, &found, engine.rules());
    let mut masker = variant.style.masker();
    let done = work.edits(engine, &ask.text, &mut masker, &allowed);
    if !done.left.is_empty() && !ask.force {
        return Err(left(done.left.len()));
    }
    findings::changed(&ask.text, unit, &variant, &done, (work != Work::Clean).then_some(&masker))
}

fn left(left: usize) -> Refusal {
    let left_over = report::plural(left, "finding");
    download::withheld(
        &format!("{left_over} would still be there; take the result all the same with force"),
        left,
    )
}

const fn masking(ask: &Ask) -> Work {
    if ask.clean { Work::CleanAndMask } else { Work::Mask }
}

/// What came of a document.
enum Made {
    Value(String),
    /// Its name and its bytes.
    File(String, Vec<u8>),
}

/// Works on a document that came as it is.
fn of_document(
    app: &App,
    job: Job,
    ask: &Ask,
    name: &str,
    encoding: Option<Encoding>,
    bytes: Vec<u8>,
) -> Result<Made, Refusal> {
    let loaded = app.loaded();
    let encoding = encoding.or(loaded.encoding);
    let variant = ask.variant(&loaded)?;
    ask.unit()?;
    let name = plain_name(name);
    let item = nowhere(&name);
    let work = match job {
        Job::Mask => masking(ask),
        Job::Clean => Work::Clean,
        Job::Scan | Job::Check => {
            let unreadable = |cause: String| Refusal::unfit("unreadable", cause);
            let is_container = Container::is(&item.relative, &bytes).map_err(unreadable)?;
            let limits = app.input.opening.limits();
            let container =
                is_container.then(|| Container::open(&bytes, limits)).transpose().map_err(unreadable)?;
            let decoded = match &container {
                Some(container) => container.decoded(),
                None => input::text(&item, &bytes, encoding).map_err(unreadable)?.ok_or_else(|| {
                    unreadable("it is no text and no document that is known here".to_owned())
                })?,
            };
            let whole = Whole { text: &decoded.text, container: container.as_ref() };
            let value = match job {
                Job::Scan => findings::scan(&whole, &item, &variant, ask),
                _ => findings::check(app, &whole, &item, &variant, ask),
            };
            return value.map(Made::Value);
        }
    };
    let target = args::Target { force: ask.force, ..app.target.clone() };
    let made = in_memory(Request {
        work,
        item: &item,
        bytes,
        encoding,
        input: &app.input,
        target: &target,
        variant: &variant,
        allowances: Arc::clone(&loaded.allowances),
        plan: None,
        tracking: None,
    });
    Ok(Made::File(name, download::whole(made.map_err(download::refused)?)?))
}
