//! `diff`: how the texts of two files differ.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;
use yinmo::edit::between;
use yinmo::format::decode;
use yinmo::report::{self, DiffLook};

use super::{Container, Opening};
use crate::cli::args::Diff;
use crate::cli::{Manner, Status, walk};

#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The file before
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// The file after
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// How differences are shown
    #[arg(long = "show", value_name = "KIND", default_value = "unified")]
    pub(crate) kind: Diff,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

pub(crate) fn compare(args: &Compare, manner: Manner) -> anyhow::Result<Status> {
    let (old, new) = (text(&args.old, &args.opening)?, text(&args.new, &args.opening)?);
    let edits = between(&old, &new);
    if edits.is_empty() {
        return Ok(Status::Fine);
    }
    let name = args.old.display().to_string();
    let mut out = io::stdout().lock();
    let look = DiffLook { colour: manner.colour, sanitise: out.is_terminal(), bom: false };
    match args.kind {
        Diff::Unified => report::diff(&name, &old, &edits, look, &mut out)?,
        Diff::Words => report::word_diff(&name, &old, &edits, look, &mut out)?,
        Diff::SideBySide => {
            let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
            report::side_by_side(&name, &old, &edits, look, width.unwrap_or(120), &mut out)?;
        }
    }
    Ok(Status::Findings)
}

/// The text of a file of any kind.
fn text(path: &Path, opening: &Opening) -> anyhow::Result<String> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|error| anyhow!("{name}: {}", walk::reading(&error)))?;
    if Container::is(path, &bytes).map_err(|cause| anyhow!("{name}: {cause}"))? {
        let container = Container::of(&bytes, opening).map_err(|cause| anyhow!("{name}: {cause}"))?;
        return Ok(container.joined.text);
    }
    let decoded = decode(&bytes, None).map_err(|error| anyhow!("{name}: {error}"))?;
    Ok(decoded.text.into_owned())
}
