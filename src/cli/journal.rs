//! The journal of `--resume`: which files are done, so that the same command goes on where it stopped.
//!
//! A file's line is written before the file takes its place, and holds the checksum of what will be there. So it makes
//! no difference when the run is killed: a file counts as done if, and only if, what is there is what the line says.
//! A line that was cut off is no line.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use yinmo::report::Tally;

use super::run::Done;
use super::target::Target;
use super::walk::{Item, reading};
use super::write::Sum;

/// The first line: what the files were done by.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    yinmo: String,
    /// A checksum of everything that was typed but the paths.
    command: String,
}

/// The line of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    path: String,
    /// Size and time of the input, where it is not replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<(u64, u128)>,
    /// Checksum of the output.
    sum: String,
    changed: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    left: usize,
    groups: [usize; 8],
    #[serde(default)]
    records: u64,
}

/// An opened journal.
#[derive(Debug)]
pub(crate) struct Journal {
    file: Mutex<File>,
    known: BTreeMap<String, Entry>,
}

impl Journal {
    /// Opens or starts a journal for this command.
    pub(crate) fn open(path: &Path, command: &str) -> anyhow::Result<Self> {
        let name = path.display();
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).with_context(|| format!("--resume {name}"))?;
        }
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .map_err(|error| anyhow::anyhow!("--resume {name}: {}", reading(&error)))?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)
            .map_err(|error| anyhow::anyhow!("--resume {name}: {}", reading(&error)))?;
        let whole = text.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let head = Head { yinmo: env!("CARGO_PKG_VERSION").to_owned(), command: command.to_owned() };
        let mut lines = text[..whole].split(|&b| b == b'\n');
        let mut known = BTreeMap::new();
        match lines.next().filter(|line| !line.is_empty()) {
            None if whole == 0
                && (text.is_empty()
                    || b"{\"yinmo\":\"".starts_with(&text)
                    || text.starts_with(b"{\"yinmo\":\"")) =>
            {
                file.set_len(0)?;
                file.write_all(&line(&head)?)?;
            }
            Some(first) if serde_json::from_slice::<Head>(first).is_ok_and(|was| was == head) => {
                for line in lines.filter(|line| !line.is_empty()) {
                    let entry: Entry = serde_json::from_slice(line)
                        .with_context(|| format!("--resume {name}: damaged; delete it to start over"))?;
                    known.insert(entry.path.clone(), entry);
                }
                file.set_len(whole as u64)?;
                file.seek(SeekFrom::End(0))?;
            }
            Some(first) if serde_json::from_slice::<Head>(first).is_ok() => bail!(
                "--resume {name}: the journal belongs to another command or version; name another file, or delete it to start over"
            ),
            _ => bail!("--resume {name}: this is no journal; name another file"),
        }
        Ok(Self { file: Mutex::new(file), known })
    }

    /// Whether an earlier run has left something to go on from.
    pub(crate) fn goes_on(&self) -> bool {
        !self.known.is_empty()
    }

    /// What an earlier run made of the item, if that is still what is there.
    pub(crate) fn done(&self, item: &Item, target: &Target) -> Option<Done> {
        let entry = self.known.get(&item.name)?;
        let Target::File(path) = target else { return None };
        if entry.input != stamp(item, path) || Sum::of(path).as_ref() != Some(&entry.sum) {
            return None;
        }
        let tally = Tally {
            files: 1,
            changed: entry.changed,
            errors: entry.errors,
            warnings: entry.warnings,
            notes: entry.notes,
            left: entry.left,
            groups: entry.groups,
            ..Tally::default()
        };
        Some(Done { tally, records: entry.records, earlier: true, ..Done::default() })
    }

    /// Notes that the item's new file is about to take its place.
    pub(crate) fn note(&self, item: &Item, target: &Path, sum: String, done: &Done) -> Result<(), String> {
        let tally = &done.tally;
        let entry = Entry {
            path: item.name.clone(),
            input: stamp(item, target),
            sum,
            changed: tally.changed,
            errors: tally.errors,
            warnings: tally.warnings,
            notes: tally.notes,
            left: tally.left,
            groups: tally.groups,
            records: done.records,
        };
        let line = line(&entry).map_err(|error| error.to_string())?;
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&line).map_err(|error| format!("the journal cannot be written ({error})"))
    }
}

fn line(of: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(of)?;
    line.push(b'\n');
    Ok(line)
}

/// Size and time of an input that stays as it is.
fn stamp(item: &Item, target: &Path) -> Option<(u64, u128)> {
    let path = item.path.as_ref().filter(|path| *path != target)?;
    let about = path.metadata().ok()?;
    let time = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((about.len(), time.as_nanos()))
}

/// Takes away what a killed run has left half written beside its targets.
pub(crate) fn sweep(targets: &[Target]) {
    let mut swept = std::collections::BTreeSet::new();
    for target in targets {
        let Target::File(path) = target else { continue };
        let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !swept.insert(folder) {
            continue;
        }
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(super::write::PREFIX) && name.ends_with(super::write::SUFFIX) {
                // What cannot be taken away is hidden, and passed over by every walk.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}
