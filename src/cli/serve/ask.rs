//! What a program asks for: a text or a document, and how it is to be worked on.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::Value;
use yinmo::policy::Purpose;

use super::body;
use super::download::MEDIA;
use super::offsets::Unit;
use super::query::Query;
use super::reply::Refusal;
use super::state::Loaded;
use crate::cli::config::Variant;
use crate::cli::walk::Item;

/// A text with the options of its request.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    /// Comes back with the answer, in a batch.
    #[serde(default)]
    pub(super) id: Option<Value>,
    pub(super) text: String,
    #[serde(default)]
    pub(super) style: Option<String>,
    #[serde(default)]
    pub(super) select: Vec<String>,
    #[serde(default)]
    pub(super) ignore: Vec<String>,
    #[serde(default)]
    pub(super) min_score: Option<f32>,
    /// What a check is for.
    #[serde(default, rename = "for")]
    purpose: Option<String>,
    /// Whether mask also takes out what the site left.
    #[serde(default)]
    pub(super) clean: bool,
    /// Whether a result comes back in which something is left that should be gone.
    #[serde(default)]
    pub(super) force: bool,
    #[serde(default)]
    offset_unit: Option<String>,
    /// Whether findings come without the document's words.
    #[serde(default)]
    pub(super) no_text: bool,
}

/// The parameters of an address that carries a document.
const PARAMETERS: [&str; 10] =
    ["style", "select", "ignore", "min_score", "for", "clean", "force", "offset_unit", "no_text", "name"];

impl Ask {
    /// Reads a request in JSON.
    pub(super) fn of_json(bytes: &[u8]) -> Result<Self, Refusal> {
        body::json(bytes)
    }

    /// Reads the options of a document that is sent as it is; beside them, its name.
    pub(super) fn of_query(raw: Option<&str>) -> Result<(Self, String), Refusal> {
        let query = Query::parse(raw, &PARAMETERS)?;
        let text = |name: &str| query.get(name).map(str::to_owned);
        let list = |name: &str| {
            let names = query.get(name).unwrap_or_default().split(',').filter(|part| !part.is_empty());
            names.map(str::to_owned).collect()
        };
        let score = query.get("min_score").map(|score| {
            score.parse().map_err(|_| Refusal::unfit("bad-query", "min_score is a number from 0 to 1"))
        });
        let ask = Self {
            style: text("style"),
            select: list("select"),
            ignore: list("ignore"),
            min_score: score.transpose()?,
            purpose: text("for"),
            clean: query.flag("clean")?,
            force: query.flag("force")?,
            offset_unit: text("offset_unit"),
            no_text: query.flag("no_text")?,
            ..Self::default()
        };
        Ok((ask, text("name").unwrap_or_default()))
    }

    pub(super) fn unit(&self) -> Result<Unit, Refusal> {
        let Some(name) = &self.offset_unit else { return Ok(Unit::Byte) };
        let message = "offset_unit is byte, utf16 or codepoint";
        Unit::named(name).ok_or_else(|| Refusal::unfit("bad-field", message))
    }

    pub(super) fn purpose(&self, variant: &Variant) -> Result<Purpose, Refusal> {
        let Some(name) = &self.purpose else { return Ok(variant.purpose) };
        Purpose::named(name).ok_or_else(|| Refusal::unfit("bad-field", "for is release, template or corpus"))
    }

    /// The settings, with what this request says over them.
    pub(super) fn variant(&self, loaded: &Loaded) -> Result<Arc<Variant>, Refusal> {
        if self.min_score.is_some_and(|score| !(0.0..=1.0).contains(&score)) {
            return Err(Refusal::unfit("bad-field", "min_score is a number from 0 to 1"));
        }
        let variant = loaded.chosen(&self.select, &self.ignore, self.min_score)?;
        match &self.style {
            Some(name) if name != variant.style.name() => {
                Ok(Arc::new(Variant { style: loaded.style(name)?, ..(*variant).clone() }))
            }
            _ => Ok(variant),
        }
    }
}

/// How a request carries its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carried {
    /// As a field of an object.
    Json,
    /// As a field of many objects, a line each.
    Lines,
    /// As it is.
    Raw,
}

impl Carried {
    /// By the media type.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        let kind = body::kind(headers);
        match kind.as_str() {
            "application/json" => Ok(Self::Json),
            "application/x-ndjson" | "application/jsonl" => Ok(Self::Lines),
            "text/plain" | "text/html" => Ok(Self::Raw),
            other if MEDIA.iter().any(|(_, media)| *media == other) => Ok(Self::Raw),
            _ => {
                let known = "application/json, application/x-ndjson, text/plain, text/html, the types of docx, xlsx, pptx, ofd, pdf and mail, or application/octet-stream";
                Err(Refusal::new(
                    axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "unsupported-type",
                    format!("set Content-Type to one of {known}"),
                ))
            }
        }
    }
}

/// An input that has no place: a body.
pub(super) fn nowhere(name: &str) -> Item {
    Item { path: None, name: "<body>".to_owned(), relative: PathBuf::from(name), ..Item::named("".as_ref()) }
}
