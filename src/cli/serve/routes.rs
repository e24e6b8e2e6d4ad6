//! Every address, who may ask for it, and what answers.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{Method, Request};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, delete, get, post};

use super::reply::{self, Refusal};
use super::state::App;
use super::{assets, page};

/// What an address belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area {
    /// A file of the page: no secrets, for everybody.
    Asset,
    /// Whether the service is there, and what it can do.
    Public,
    /// What the page asks for.
    Page,
    /// What programs ask for.
    Api,
}

/// The area of an address; what is not known is the page's, so that nothing is said without a token.
pub(super) fn area(path: &str) -> Area {
    match path {
        _ if assets::is(path) => Area::Asset,
        "/healthz" | "/health" | "/openapi.json" => Area::Public,
        _ if path.starts_with("/page/") => Area::Page,
        _ => Area::Api,
    }
}

/// The router with everything that stands before it.
pub(super) fn router(app: Arc<App>) -> Router {
    let only = |route: MethodRouter<Arc<App>>, allowed: &'static str| {
        route.fallback(move || async move { reply::no_method(allowed) })
    };
    Router::new()
        .route("/page/about", only(get(page::about), "GET"))
        .route("/page/documents", only(post(page::open), "POST"))
        .route("/page/documents/{id}", only(get(page::show).merge(delete(page::close)), "GET, DELETE"))
        .route("/page/documents/{id}/preview", only(post(page::preview), "POST"))
        .route("/page/documents/{id}/explain", only(post(page::explain), "POST"))
        .route("/page/documents/{id}/download", only(post(page::download), "POST"))
        .route("/page/documents/{id}/apply-plan", only(post(page::apply_plan), "POST"))
        .route("/page/terms", only(post(page::terms), "POST"))
        .fallback(asset)
        // Bodies are read by hand, up to the limit that was set.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&app), watch))
        .with_state(app)
}

async fn asset(request: Request<Body>) -> Response {
    match (request.method(), assets::at(request.uri().path())) {
        (&Method::GET | &Method::HEAD, Some(file)) => file,
        (_, Some(_)) => reply::no_method("GET"),
        (_, None) => Refusal::missing().into_response(),
    }
}

/// Stands before everything: lets through who may ask, and protects what is answered.
async fn watch(State(app): State<Arc<App>>, request: Request<Body>, next: Next) -> Response {
    let area = area(request.uri().path());
    let mut response = match app.guard.check(&request, area) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    assets::protect(response.headers_mut());
    response
}
