//! What a request carries: read up to a limit, in a limited time.

use std::time::Duration;

use axum::body::{Body, HttpBody, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use super::reply::Refusal;

/// Reads a body as a whole.
pub(super) async fn whole(body: Body, limit: usize, patience: Duration) -> Result<Vec<u8>, Refusal> {
    if body.size_hint().lower() > limit as u64 {
        return Err(Refusal::too_large(limit));
    }
    match tokio::time::timeout(patience, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes.into()),
        Ok(Err(error)) if is_length(&error) => Err(Refusal::too_large(limit)),
        Ok(Err(_)) => {
            let message = "the request broke off before it was complete; send it again";
            Err(Refusal::new(StatusCode::BAD_REQUEST, "broken-off", message))
        }
        Err(_) => Err(slow(patience)),
    }
}

/// A body that came too slowly.
pub(super) fn slow(patience: Duration) -> Refusal {
    let message = format!(
        "the request did not arrive within {} seconds; send less, or raise --timeout",
        patience.as_secs()
    );
    Refusal::new(StatusCode::REQUEST_TIMEOUT, "slow", message)
}

/// Whether a body was too long; the error does not say so by its type.
fn is_length(error: &axum::Error) -> bool {
    error.to_string().contains("length limit")
}

/// The media type of a request, without parameters, in lower case.
pub(super) fn kind(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Refuses what is not sent as JSON: a page elsewhere cannot send that without asking first.
pub(super) fn must_be_json(headers: &HeaderMap) -> Result<(), Refusal> {
    if kind(headers) == "application/json" {
        return Ok(());
    }
    let message = "send JSON, with Content-Type: application/json";
    Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-type", message))
}

/// Reads JSON; what cannot be read is said by place and kind, never by its content.
pub(super) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|error| {
        let at = format!("line {}, column {}", error.line(), error.column());
        if error.is_data() {
            // The message may quote a value; its first words and the names in backquotes of ours are safe.
            let message = error.to_string();
            let what = match () {
                () if message.starts_with("missing field") => {
                    message.split(" at line").next().unwrap_or_default()
                }
                () if message.starts_with("unknown field") => "a field is not known here",
                () if message.starts_with("unknown variant") => "a value is none of those that are known",
                () => "a value is of the wrong type",
            };
            return Refusal::unfit("bad-field", format!("{what}, at {at}; /openapi.json has the fields"));
        }
        let message = format!("this is no JSON, at {at}; send an object in UTF-8");
        Refusal::new(StatusCode::BAD_REQUEST, "bad-json", message)
    })
}
