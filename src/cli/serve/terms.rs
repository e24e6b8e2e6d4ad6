//! What was decided on the page, taken over into the user's lists: on request, and nowhere else.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use yinmo::config::{ListKind, Origin};

use super::reply::Refusal;
use super::state::{App, Loaded};
use crate::cli::config::is_project;
use crate::cli::{terms, write};

/// The longest term, in characters.
const LONGEST: usize = 200;

/// The most terms at once.
const MOST: usize = 10_000;

/// The lists that are made where there are none.
const LISTS: [(ListKind, &str); 2] =
    [(ListKind::Mask, "yinmo-terms.txt"), (ListKind::Keep, "yinmo-keep.txt")];

/// One at a time writes the lists.
static WRITING: Mutex<()> = Mutex::new(());

/// Terms that are always masked, and terms that never are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Terms {
    #[serde(default)]
    always: Vec<Always>,
    #[serde(default)]
    never: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Always {
    text: String,
    rule: String,
}

/// Adds terms to the lists of the configuration; says where.
pub(super) fn add(app: &App, terms: &Terms) -> Result<Value, Refusal> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let loaded = app.loaded();
    let rules = loaded.base.engine.rules();
    if terms.always.len() + terms.never.len() > MOST {
        return Err(Refusal::unfit("too-many", format!("more than {MOST} terms at once; add them in parts")));
    }
    let mut always = Vec::new();
    for Always { text, rule } in &terms.always {
        if rules.find(rule).is_none() {
            let message = "the kind of a term is no rule; `yinmo rules` lists them";
            return Err(Refusal::unfit("bad-rule", message));
        }
        always.push(format!("{}\t{rule}", checked(text)?));
    }
    let never =
        terms.never.iter().map(|text| checked(text).map(str::to_owned)).collect::<Result<Vec<_>, _>>()?;
    let wanted: Vec<(ListKind, &[String])> = [(ListKind::Mask, &always[..]), (ListKind::Keep, &never[..])]
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .collect();
    let mut files = Vec::new();
    for (kind, lines) in wanted {
        let path = match list(&app.loaded(), kind) {
            Some(path) => path,
            None => make_lists(app, kind)?,
        };
        append(&path, lines)?;
        files.push(path.display().to_string());
    }
    app.reload()
        .map_err(|error| unfit(format!("the lists were written, and cannot be read again: {error:#}")))?;
    let message = match &files[..] {
        [] => "nothing to add".to_owned(),
        files => format!("added to {}; it holds for documents that are opened from now on", files.join(", ")),
    };
    Ok(json!({"file": files.first(), "files": files, "message": message}))
}

fn unfit(message: impl Into<String>) -> Refusal {
    Refusal::new(StatusCode::CONFLICT, "not-added", message)
}

/// A term that can stand in a list.
fn checked(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    let fits = !text.is_empty()
        && text.chars().count() <= LONGEST
        && !text.starts_with('#')
        && !text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
    if fits {
        return Ok(text);
    }
    let message = format!("a term is one line of at most {LONGEST} characters and does not start with #");
    Err(Refusal::unfit("bad-term", message))
}

/// The list of this kind that the configuration file names.
fn list(loaded: &Loaded, kind: ListKind) -> Option<PathBuf> {
    let mut lists = loaded.config.settings().lists.iter();
    let list = lists.find(|list| {
        let is_csv = list.value.path.to_ascii_lowercase().ends_with(".csv");
        list.value.kind == kind && !is_csv && matches!(list.origin, Origin::File { .. })
    })?;
    Some(PathBuf::from(&list.value.path))
}

/// Names two new lists in the configuration file, which is made where there is none; returns the one of this kind.
fn make_lists(app: &App, kind: ListKind) -> Result<PathBuf, Refusal> {
    if app.choice.source.isolated {
        return Err(unfit(
            "no configuration is read (--isolated); start it without, or add the terms by hand",
        ));
    }
    let file = app.choice.source.file().unwrap_or_else(|| PathBuf::from("yinmo.toml"));
    let text = if file.exists() {
        terms::text(&file).map_err(|error| unfit(format!("{error:#}")))?
    } else {
        String::new()
    };
    if text.contains("lexicons") {
        return Err(unfit(format!(
            "{} has lists, and none of this kind; add {} = \"NAME.txt\" to them",
            file.display(),
            kind.name()
        )));
    }
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let table = if is_project(&file) { "tool.yinmo.lexicons" } else { "lexicons" };
    let mut new = text;
    if !new.is_empty() {
        new.push_str(if new.ends_with('\n') { "\n" } else { "\n\n" });
    }
    new.push_str(&format!("[{table}]\n"));
    let mut wanted = PathBuf::new();
    for (list, name) in LISTS {
        let path = folder.join(name);
        if !path.exists() {
            save(&path, "# One term a line; behind a tab its kind.\n")?;
        }
        new.push_str(&format!("{} = \"{name}\"\n", list.name()));
        if list == kind {
            wanted = path;
        }
    }
    save(&file, &new)?;
    app.reload().map_err(|error| unfit(format!("{error:#}")))?;
    Ok(wanted)
}

/// Adds lines that a file does not have yet.
fn append(path: &Path, lines: &[String]) -> Result<(), Refusal> {
    let mut text = terms::text(path).map_err(|error| unfit(format!("{error:#}")))?;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for line in lines {
        if !text.lines().any(|known| known.trim_end() == line) {
            text.push_str(line);
            text.push('\n');
        }
    }
    save(path, &text)
}

fn save(path: &Path, text: &str) -> Result<(), Refusal> {
    write::replace(path, text.as_bytes()).map_err(|cause| unfit(format!("{}: {cause}", path.display())))
}
