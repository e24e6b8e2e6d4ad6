//! What a request carries: read up to a limit, in a limited time.

use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::{HeaderMap, Request, StatusCode, header};
use hyper::body::Frame;
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use yinmo::format::Encoding;

use super::reply::Refusal;

/// Reads a body as a whole.
pub(super) async fn whole(body: Body, limit: usize, patience: Duration) -> Result<Vec<u8>, Refusal> {
    let mut body = body;
    let mut bytes = Vec::new();
    let read = async {
        let expected = body.size_hint().lower();
        if expected > limit as u64 {
            return Err(Refusal::too_large(limit));
        }
        while let Some(frame) = next(&mut body).await {
            let Ok(frame) = frame else {
                let message = "the request broke off before it was complete; send it again";
                return Err(Refusal::new(StatusCode::BAD_REQUEST, "broken-off", message));
            };
            let data = frame.data_ref().map_or(&[][..], |data| data);
            if bytes.len() + data.len() > limit {
                return Err(Refusal::too_large(limit));
            }
            bytes.extend_from_slice(data);
        }
        Ok(())
    };
    match timeout(patience, read).await {
        Ok(Ok(())) => Ok(bytes),
        Ok(Err(refusal)) => {
            discard(body).await;
            Err(refusal)
        }
        Err(_) => Err(slow(patience)),
    }
}

/// The next piece of a body.
pub(super) async fn next(body: &mut Body) -> Option<Result<Frame<Bytes>, axum::Error>> {
    std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await
}

/// How much of a refused body is read on, and for how long: who is still sending does not read the refusal.
const REST: usize = 256 << 20;
const LINGER: Duration = Duration::from_secs(5);

/// Reads what nobody wants.
pub(super) async fn discard(mut body: Body) {
    let read = async {
        let mut rest = REST;
        while let Some(Ok(frame)) = next(&mut body).await {
            rest = rest.saturating_sub(frame.data_ref().map_or(0, Bytes::len));
            if rest == 0 {
                return;
            }
        }
    };
    // Who takes longer gets no answer.
    let _ = timeout(LINGER, read).await;
}

/// A body that came too slowly.
pub(super) fn slow(patience: Duration) -> Refusal {
    let message = format!(
        "the request did not arrive within {} seconds; send less, or raise --timeout",
        patience.as_secs()
    );
    Refusal::new(StatusCode::REQUEST_TIMEOUT, "slow", message)
}

/// The media type of a request, without parameters, in lower case.
pub(super) fn kind(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The encoding that a request names.
pub(super) fn encoding(headers: &HeaderMap) -> Option<Encoding> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?.to_ascii_lowercase();
    let name = value.split(';').find_map(|part| part.trim().strip_prefix("charset=").map(str::to_owned))?;
    Encoding::named(name.trim_matches('"'))
}

/// Reads JSON that is sent as such: a page elsewhere cannot do that without asking first.
pub(super) async fn sent_json(
    request: Request<Body>,
    limit: usize,
    patience: Duration,
) -> Result<Vec<u8>, Refusal> {
    if kind(request.headers()) == "application/json" {
        return whole(request.into_body(), limit, patience).await;
    }
    discard(request.into_body()).await;
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
