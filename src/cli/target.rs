//! Where changed text goes: decided for all inputs before the first is read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args;
use super::walk::{Inputs, Item};

/// Where one input's new text goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Nowhere: its changes are printed as a patch.
    Diff,
    /// To standard output.
    Print,
    /// Nowhere: its changes are printed as records.
    Records,
    /// To a file, which may be the input.
    File(PathBuf),
}

/// The target of each input, in order.
pub(crate) fn targets(args: &args::Target, inputs: &Inputs) -> anyhow::Result<Vec<Target>> {
    if args.in_place {
        return inputs
            .items
            .iter()
            .map(|item| match &item.path {
                Some(path) => Ok(Target::File(path.clone())),
                None => bail!("--in-place changes files, but the input is standard input; leave it out"),
            })
            .collect();
    }
    let Some(output) = &args.output else {
        let of = |item: &Item| match () {
            () if args.format.is_some() => Target::Records,
            () if args.diff.is_some() => Target::Diff,
            () if args.stdout || item.path.is_none() => Target::Print,
            () => Target::Diff,
        };
        return Ok(inputs.items.iter().map(of).collect());
    };
    let is_folder = inputs.has_folder
        || inputs.items.len() > 1
        || output.is_dir()
        || output.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    let sources: BTreeSet<PathBuf> =
        inputs.items.iter().filter_map(|item| item.path.as_ref()?.canonicalize().ok()).collect();
    let mut taken: BTreeMap<PathBuf, &str> = BTreeMap::new();
    let mut targets = Vec::with_capacity(inputs.items.len());
    for item in &inputs.items {
        let target = if is_folder { output.join(&item.relative) } else { output.clone() };
        if is_folder && item.path.is_none() {
            bail!("--output {}: standard input has no name there; name a file", output.display());
        }
        if target.canonicalize().is_ok_and(|full| sources.contains(&full)) {
            bail!(
                "--output would overwrite {}, which is an input; use --in-place, or another folder",
                target.display()
            );
        }
        if let Some(other) = taken.insert(key(&target), &item.name) {
            bail!(
                "{other} and {} would both be written to {}; do them one after the other",
                item.name,
                target.display()
            );
        }
        targets.push(Target::File(target));
    }
    Ok(targets)
}

/// Refuses to write over an input.
pub(crate) fn spare(path: &Path, option: &str, inputs: &Inputs) -> anyhow::Result<()> {
    let full = path.canonicalize();
    let same = |item: &Item| {
        item.path.as_ref().is_some_and(|p| p.canonicalize().ok() == full.as_ref().ok().cloned())
    };
    if full.is_ok() && inputs.items.iter().any(same) {
        bail!("{option} would overwrite {}, which is an input; name another file", path.display());
    }
    Ok(())
}

/// The same for names that some file systems take for the same.
fn key(path: &Path) -> PathBuf {
    PathBuf::from(path.to_string_lossy().to_lowercase())
}
