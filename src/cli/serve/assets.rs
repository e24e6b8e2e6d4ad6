//! The page itself: files that are part of the program and hold no secrets.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

use super::reply::bytes;

macro_rules! assets {
    ($($address:literal: $kind:literal = $file:literal),* $(,)?) => {
        /// Address, type and content of each file.
        const FILES: &[(&str, &str, &[u8])] =
            &[$(($address, $kind, include_bytes!(concat!("page/", $file)).as_slice())),*];
    };
}

assets! {
    "/": "text/html; charset=utf-8" = "index.html",
}

/// The file at an address.
pub(super) fn at(address: &str) -> Option<Response> {
    let &(_, kind, content) = FILES.iter().find(|file| file.0 == address)?;
    Some(bytes(kind, content))
}

/// Whether there is a file at an address.
pub(super) fn is(address: &str) -> bool {
    FILES.iter().any(|file| file.0 == address)
}

/// What holds for every answer: nothing is run, shown or fetched that is not ours, nothing is kept.
const HEADERS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Adds the headers of every answer.
pub(super) fn protect(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
