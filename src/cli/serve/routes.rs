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
use super::{api, assets, body, page, presidio};

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
        .route("/v1/scan", only(post(api::scan), "POST"))
        .route("/v1/check", only(post(api::check), "POST"))
        .route("/v1/mask", only(post(api::mask), "POST"))
        .route("/v1/clean", only(post(api::clean), "POST"))
        .route("/v1/rules", only(get(api::rules), "GET"))
        .route("/analyze", only(post(presidio::analyze), "POST"))
        .route("/anonymize", only(post(presidio::anonymize), "POST"))
        .route("/supportedentities", only(get(presidio::entities), "GET"))
        .route("/health", only(get(presidio::health), "GET"))
        .route("/healthz", only(get(healthz), "GET"))
        .route("/metrics", only(get(measured), "GET"))
        .route("/openapi.json", only(get(openapi), "GET"))
        .fallback(asset)
        // Bodies are read by hand, up to the limit that was set.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(Arc::clone(&app), watch))
        .with_state(app)
}

/// Every address of the router, for the metrics and the document that describes them.
pub(super) const ROUTES: [&str; 20] = [
    "/page/about",
    "/page/documents",
    "/page/documents/{id}",
    "/page/documents/{id}/preview",
    "/page/documents/{id}/explain",
    "/page/documents/{id}/download",
    "/page/documents/{id}/apply-plan",
    "/page/terms",
    "/v1/scan",
    "/v1/check",
    "/v1/mask",
    "/v1/clean",
    "/v1/rules",
    "/analyze",
    "/anonymize",
    "/supportedentities",
    "/health",
    "/healthz",
    "/metrics",
    "/openapi.json",
];

/// The number of an address in [`ROUTES`].
fn route(path: &str) -> Option<usize> {
    let fits = |route: &&str| match route.split_once("{id}") {
        None => *route == path,
        Some((before, behind)) => path
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(behind))
            .is_some_and(|id| !id.is_empty() && !id.contains('/')),
    };
    ROUTES.iter().position(fits)
}

/// What programs can ask for.
pub(super) const OPENAPI: &str = include_str!("openapi.json");

async fn healthz() -> Response {
    reply::json(&serde_json::json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")}))
}

async fn openapi() -> Response {
    reply::bytes("application/json", OPENAPI)
}

async fn measured(State(app): State<Arc<App>>) -> Response {
    let (documents, bytes) = app.documents.size();
    reply::bytes("text/plain; version=0.0.4; charset=utf-8", app.metrics.show(documents, bytes))
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
    let route = route(request.uri().path());
    let counted = app.metrics.begin(route);
    let mut response = match app.guard.check(&request, area) {
        Ok(()) => next.run(request).await,
        Err(refusal) => {
            body::discard(request.into_body()).await;
            refusal.into_response()
        }
    };
    assets::protect(response.headers_mut());
    counted.end(response.status());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_has_every_route_for_programs_and_no_other() {
        let described: serde_json::Value = serde_json::from_str(OPENAPI).unwrap();
        let described: Vec<&str> =
            described["paths"].as_object().unwrap().keys().map(String::as_str).collect();
        let mut routes: Vec<&str> = ROUTES.into_iter().filter(|route| !route.starts_with("/page/")).collect();
        routes.sort_unstable();
        assert_eq!(described, routes);
    }

    #[test]
    fn addresses_find_their_route_and_area() {
        for (path, found, of) in [
            ("/v1/mask", Some("/v1/mask"), Area::Api),
            ("/page/documents/ab12/preview", Some("/page/documents/{id}/preview"), Area::Page),
            ("/page/documents/ab12", Some("/page/documents/{id}"), Area::Page),
            ("/page/documents/", None, Area::Page),
            ("/page/documents/a/b/preview", None, Area::Page),
            ("/healthz", Some("/healthz"), Area::Public),
            ("/", None, Area::Asset),
            ("/nothing", None, Area::Api),
        ] {
            assert_eq!(route(path).map(|at| ROUTES[at]), found, "{path}");
            assert_eq!(area(path), of, "{path}");
        }
    }
}
