//! Answers, and refusals that say what, where and what to do.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_DISPOSITION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::query::percent;

/// Why a request was not done. The message holds no text of a document.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) message: String,
    /// More for programs.
    pub(super) more: Option<(&'static str, Value)>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), more: None }
    }

    /// The request is understood, and cannot be done as it is.
    pub(super) fn unfit(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
    }

    pub(super) fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            format!("larger than {limit} bytes, which is the limit; send less at once, or raise --max-body"),
        )
    }

    pub(super) fn missing() -> Self {
        let message = "there is no such page here; see /openapi.json";
        Self::new(StatusCode::NOT_FOUND, "not-found", message)
    }

    pub(super) fn busy() -> Self {
        let message =
            "too much is being worked on; ask again in a moment, or raise --jobs, --timeout or the machine";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", message)
    }

    /// As a part of an answer.
    pub(super) fn value(&self) -> Value {
        let mut error = json!({"code": self.code, "message": self.message});
        if let Some((name, more)) = &self.more {
            error[*name] = more.clone();
        }
        json!({"error": error})
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = json_with(self.status, &self.value());
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// The media type of JSON.
pub(super) const JSON: &str = "application/json; charset=utf-8";

/// An answer in JSON.
pub(super) fn json<T: Serialize>(value: &T) -> Response {
    json_with(StatusCode::OK, value)
}

fn json_with<T: Serialize>(status: StatusCode, value: &T) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => {
            let mut response = Response::new(Body::from(bytes));
            *response.status_mut() = status;
            let kind = HeaderValue::from_static(JSON);
            response.headers_mut().insert(CONTENT_TYPE, kind);
            response
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// An answer of another type.
pub(super) fn bytes(kind: &'static str, bytes: impl Into<Body>) -> Response {
    let mut response = Response::new(bytes.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A file to be saved under a name, which may be in any script.
pub(super) fn file(kind: &'static str, name: &str, content: Vec<u8>) -> Response {
    let mut response = bytes(kind, content);
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let both = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", percent(name));
    if let Ok(value) = HeaderValue::try_from(both) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// The answer to a method that a route does not have.
pub(super) fn no_method(allowed: &'static str) -> Response {
    let message = format!("this page takes {allowed} alone; see /openapi.json");
    let mut response =
        Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", message).into_response();
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}
