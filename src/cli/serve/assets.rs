//! The page itself: files that are part of the program and hold no secrets.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

use super::reply::bytes;

macro_rules! assets {
    ($($file:literal)*) => {
        /// Name and content of each file.
        const FILES: &[(&str, &[u8])] = &[$(($file, include_bytes!(concat!("page/", $file)).as_slice())),*];
    };
}

assets! {
    "actions.js"
    "announce.js"
    "api.js"
    "app.js"
    "card.js"
    "decisions.js"
    "dialogs.js"
    "dom.js"
    "download.js"
    "i18n.js"
    "icon.svg"
    "index.html"
    "intake.js"
    "keys.js"
    "legend.js"
    "list.js"
    "main.js"
    "page.css"
    "paper.css"
    "paper.js"
    "paragraph.js"
    "preview.js"
    "review.js"
    "rule-names.js"
    "segments.js"
    "selection.js"
    "text.js"
    "theme.js"
    "todo.js"
    "words.js"
    "work.js"
}

/// The file at an address.
pub(super) fn at(address: &str) -> Option<Response> {
    let &(name, content) = find(address)?;
    let kind = match name.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    Some(bytes(kind, content))
}

/// Whether there is a file at an address.
pub(super) fn is(address: &str) -> bool {
    find(address).is_some()
}

fn find(address: &str) -> Option<&'static (&'static str, &'static [u8])> {
    let name = if address == "/" { "index.html" } else { address.strip_prefix('/')? };
    FILES.iter().find(|file| file.0 == name)
}

/// What holds for every answer: nothing is run, shown or fetched that is not ours, nothing is kept.
const HEADERS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_page_is_there() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli/serve/page");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            // It holds types alone, for the check.
            assert!(name == "types.js" || at(&format!("/{name}")).is_some(), "{name}");
        }
        assert!(is("/") && !is("/types.js") && !is("/../page.css") && !is("page.css"));
    }
}
