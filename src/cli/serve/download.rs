//! Files to take away: what `yinmo apply` would write, and the papers beside it.

use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::json;
use yinmo::format::office::Kind;
use yinmo::plan::Plan;
use yinmo::receipt::Receipt;
use yinmo::report::{self, HTML_HEAD, HTML_TAIL};

use super::decide::{Base, Decisions, settle};
use super::held::Held;
use super::plan;
use super::reply::Refusal;
use super::state::App;
use crate::cli::args;
use crate::cli::change::{Made, Request, in_memory};
use crate::cli::config::Variant;
use crate::cli::office::{REVIEWER, Tracking};
use crate::cli::papers;
use crate::cli::run::Trouble;

/// A file with its type and name.
pub(super) struct File {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// What can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Masked,
    Tracked,
    Plan,
    Report,
    Receipt,
}

impl What {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "masked" => Some(Self::Masked),
            "tracked" => Some(Self::Tracked),
            "plan" => Some(Self::Plan),
            "report" => Some(Self::Report),
            "receipt" => Some(Self::Receipt),
            _ => None,
        }
    }
}

/// Makes a file of a decided document. `force` writes it even when something is left that should be gone.
pub(super) fn make(
    app: &App,
    held: &Held,
    decisions: &Decisions,
    what: What,
    force: bool,
) -> Result<File, Refusal> {
    let style = decisions.style.as_deref().unwrap_or(held.variant.style.name());
    let base = held.base(style, decisions.clean)?;
    if what == What::Report {
        let bytes = page(held, &base)?;
        return Ok(File { kind: "text/html; charset=utf-8", name: named(held, "report.html"), bytes });
    }
    let proposals = settle(held, &base, decisions)?.into_list();
    let plan = plan::make(app, held, &base, &proposals);
    match what {
        What::Plan => {
            let bytes = plan.show().into_bytes();
            Ok(File { kind: "application/json", name: named(held, "plan.json"), bytes })
        }
        What::Receipt => {
            let made = apply(app, held, &base, plan, None, true)?;
            let bytes = receipt(held, &base, made)?;
            Ok(File { kind: "application/json", name: named(held, "receipt.json"), bytes })
        }
        What::Tracked if held.kind != Kind::Docx.name() => {
            let message = "only docx records changes; take the masked file";
            Err(Refusal::unfit("not-docx", message))
        }
        What::Tracked => {
            let tracking =
                Tracking { track_changes: true, author: REVIEWER.to_owned(), date: None, comment: true };
            let bytes = whole(apply(app, held, &base, plan, Some(&tracking), force)?)?;
            Ok(File { kind: media(held.kind), name: marked(&held.file_name(), "review"), bytes })
        }
        What::Masked | What::Report => {
            let bytes = whole(apply(app, held, &base, plan, None, force)?)?;
            let name = marked(&held.file_name(), "masked");
            let (kind, name) = if held.is_writable() {
                (media(held.kind), name)
            } else {
                (media("text"), format!("{name}.txt"))
            };
            Ok(File { kind, name, bytes })
        }
    }
}

/// Does a plan as the command does it.
fn apply(
    app: &App,
    held: &Held,
    base: &Base,
    mut plan: Plan,
    tracking: Option<&Tracking>,
    force: bool,
) -> Result<Made, Refusal> {
    let variant = Variant { style: base.style.clone(), ..(*held.variant).clone() };
    let target = args::Target { force, ..app.target.clone() };
    let made = in_memory(Request {
        work: base.work,
        item: &held.item,
        bytes: held.bytes.clone(),
        encoding: Some(held.decoded().encoding),
        input: &app.input,
        target: &target,
        variant: &variant,
        allowances: Arc::clone(&held.loaded.allowances),
        plan: plan.documents.pop(),
        tracking,
    });
    made.map_err(refused)
}

/// Why the work could not be done.
pub(super) fn refused(trouble: Trouble) -> Refusal {
    match trouble {
        Trouble::Input(cause) => Refusal::unfit("not-written", cause),
        Trouble::Left(cause, left) => withheld(&cause, left),
        Trouble::Output(_) => {
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", "the file could not be made in memory")
        }
    }
}

/// A file that is not given away, because something in it should be gone.
pub(super) fn withheld(cause: &str, left: usize) -> Refusal {
    let mut refusal = Refusal::new(StatusCode::CONFLICT, "left", cause);
    refusal.more = Some(("left", json!(left)));
    refusal
}

/// The file, when it was made.
pub(super) fn whole(made: Made) -> Result<Vec<u8>, Refusal> {
    if let Some(cause) = made.done.cause {
        return Err(Refusal::unfit("not-written", cause));
    }
    made.bytes.ok_or_else(|| {
        let left = made.done.tally.left;
        let cause = format!(
            "{} would still be there; decide about what is still to do, or take the file all the same with force",
            report::plural(left, "finding")
        );
        withheld(&cause, left)
    })
}

/// The receipt that `yinmo apply --receipt` writes.
fn receipt(held: &Held, base: &Base, made: Made) -> Result<Vec<u8>, Refusal> {
    if let Some(cause) = made.done.cause {
        return Err(Refusal::unfit("not-written", cause));
    }
    let loaded = held.loaded.config.with_style(base.style.name());
    let mut receipt = Receipt {
        styles: vec![base.style.name().to_owned()],
        documents: made.receipt,
        ..papers::receipt("apply", &loaded, &held.variant.engine)
    };
    receipt.finish(false);
    let text = serde_json::to_string_pretty(&receipt)
        .map_err(|error| Refusal::unfit("failed", error.to_string()))?;
    Ok((text + "\n").into_bytes())
}

/// The findings on a page that needs nothing else.
fn page(held: &Held, base: &Base) -> Result<Vec<u8>, Refusal> {
    let findings: Vec<_> = held.findings.iter().map(|found| found.finding.clone()).collect();
    let mut masker = base.style.masker();
    masker.meet(&held.text, &findings);
    let mut out = HTML_HEAD.as_bytes().to_vec();
    let mut page = report::Page::default();
    let records = findings.iter().map(|finding| (finding, None));
    let written = report::records(held.source(), held.view(), &mut masker, records, |record| {
        page.add(record, &held.text);
        Ok(())
    });
    let written = written.and_then(|()| page.write(&held.file_name(), &held.text, true, &mut out));
    written.map_err(|error: std::io::Error| Refusal::unfit("failed", error.to_string()))?;
    out.extend_from_slice(HTML_TAIL.as_bytes());
    Ok(out)
}

/// A name beside the document's: report.docx.plan.json.
fn named(held: &Held, end: &str) -> String {
    format!("{}.{end}", held.file_name())
}

/// The document's name with a word in it: report-masked.docx.
fn marked(name: &str, word: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() => format!("{stem}-{word}.{end}"),
        _ => format!("{name}-{word}"),
    }
}

/// The media type of a kind of file.
pub(super) fn media(kind: &str) -> &'static str {
    MEDIA.iter().find(|(known, _)| *known == kind).map_or("application/octet-stream", |(_, media)| media)
}

/// Kinds of files with their media types.
pub(super) const MEDIA: &[(&str, &str)] = &[
    // Whatever it holds, it is not shown as a page.
    ("text", "application/octet-stream"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("ofd", "application/ofd"),
    ("pdf", "application/pdf"),
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("mail", "message/rfc822"),
];
