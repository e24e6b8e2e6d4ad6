//! From arguments to a sorted list of inputs.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::bail;
use ignore::WalkBuilder;

use super::pack::{Pack, inner_name};

/// Files of these types are read when a folder is walked; so are files without an extension. A file that is named
/// is always tried.
const TEXT_TYPES: [&str; 5] = ["txt", "text", "md", "markdown", "log"];

/// So are these, which hold their text in a container.
pub(crate) const CONTAINER_TYPES: [&str; 39] = [
    "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "xltm", "pptx", "pptm", "potx", "potm", "ppsx",
    "ppsm", "html", "htm", "xhtml", "ofd", "pdf", "doc", "wps", "xls", "et", "eml", "mht", "mhtml", "odt",
    "ott", "ods", "ots", "odp", "otp", "odg", "fodt", "fods", "fodp", "rtf", "ppt", "dps",
];

/// Files of these types are read record by record when fields are named.
const RECORD_TYPES: [&str; 5] = ["jsonl", "ndjson", "csv", "tsv", "parquet"];

/// Above this size a file is worked on by itself, with all processors.
const LARGE: u64 = 4 << 20;

/// The same for compressed files, which are several times as large as they look.
const LARGE_PACKED: u64 = LARGE / 8;

/// One thing to read.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Where it is; `None` for standard input.
    pub(crate) path: Option<PathBuf>,
    /// Its name in reports.
    pub(crate) name: String,
    /// Where it stands under the argument that led to it; where it goes under an output folder.
    pub(crate) relative: PathBuf,
    /// Its size when it was found; a hint.
    pub(crate) size: u64,
    /// Whether the user named it; otherwise it was found in a folder.
    pub(crate) named: bool,
    /// Whether it is too large to be one of many, or may be: a pipe.
    pub(crate) large: bool,
}

impl Item {
    /// A file of this name, whether it is there or not.
    pub(crate) fn named(path: &Path) -> Self {
        Self {
            path: Some(path.to_owned()),
            name: path.display().to_string(),
            relative: path.to_owned(),
            size: 0,
            named: true,
            large: false,
        }
    }
}

/// Something that could not be looked at.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) name: String,
    pub(crate) cause: String,
}

/// What the arguments lead to.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// Sorted by path, each once.
    pub(crate) items: Vec<Item>,
    /// What could not be read.
    pub(crate) failures: Vec<Failure>,
    /// Files of unknown types, which were skipped.
    pub(crate) skipped: Vec<PathBuf>,
    /// Whether an argument is a folder.
    pub(crate) has_folder: bool,
}

impl Inputs {
    /// The bytes of all files, as they lie on the disk.
    pub(crate) fn bytes(&self) -> u64 {
        self.items.iter().map(|item| item.size).sum()
    }

    /// The skipped files by type: `3 docx, 1 pdf`.
    pub(crate) fn skipped_types(&self) -> String {
        let mut types: BTreeMap<String, usize> = BTreeMap::new();
        for path in &self.skipped {
            let extension = path.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
            *types.entry(extension).or_default() += 1;
        }
        let list: Vec<String> = types.iter().map(|(name, n)| format!("{n} {name}")).collect();
        list.join(", ")
    }
}

/// Walks the arguments. `output` and what lies under it is never an input found in a folder.
/// `records` says that fields were named.
pub(crate) fn inputs(paths: &[PathBuf], output: Option<&Path>, records: bool) -> anyhow::Result<Inputs> {
    let mut found = Inputs::default();
    let standard_input = Item {
        path: None,
        name: "<stdin>".to_owned(),
        relative: PathBuf::from("stdin"),
        size: 0,
        named: true,
        large: true,
    };
    if paths.is_empty() {
        if io::stdin().is_terminal() {
            bail!("nothing to read: name a file or a folder, or pipe a text in");
        }
        found.items.push(standard_input);
        return Ok(found);
    }
    let output = output.and_then(|path| path.canonicalize().ok());
    for path in paths {
        if path.as_os_str() == "-" {
            found.items.push(standard_input.clone());
            continue;
        }
        match path.metadata() {
            Ok(about) if about.is_dir() => {
                found.has_folder = true;
                walk(path, output.as_deref(), records, &mut found);
            }
            Ok(about) => found.items.push(Item {
                path: Some(path.clone()),
                name: name(path),
                relative: path.file_name().map(PathBuf::from).unwrap_or_default(),
                size: about.len(),
                named: true,
                large: !about.is_file() || is_large(path, about.len()),
            }),
            Err(error) => {
                found.failures.push(Failure { name: path.display().to_string(), cause: reading(&error) });
            }
        }
    }
    found.items.sort_by(|a, b| (&a.path, !a.named).cmp(&(&b.path, !b.named)));
    found.items.dedup_by(|a, b| a.path == b.path);
    found.skipped.sort();
    Ok(found)
}

fn walk(root: &Path, output: Option<&Path>, records: bool, found: &mut Inputs) {
    // An output above the folder, or the folder itself, is no part of it; `target` refuses what would collide.
    let output = output
        .filter(|output| root.canonicalize().is_ok_and(|root| output.starts_with(&root) && *output != root));
    let walker = WalkBuilder::new(root)
        .require_git(false)
        // What is read must not depend on whose machine it is.
        .git_global(false)
        .git_exclude(false)
        .add_custom_ignore_filename(".yinmoignore")
        .build();
    for entry in walker {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let cause = error.io_error().map_or_else(|| error.to_string(), reading);
                let name = place(&error).unwrap_or(root).display().to_string();
                found.failures.push(Failure { name, cause });
                continue;
            }
        };
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.path();
        if output.is_some_and(|output| path.canonicalize().is_ok_and(|full| full.starts_with(output))) {
            continue;
        }
        let is_of = |types: &[&str], is: &str| types.iter().any(|known| is.eq_ignore_ascii_case(known));
        let known = inner_name(path).extension().and_then(|extension| extension.to_str()).map_or(
            inner_name(path).extension().is_none(),
            |extension| {
                is_of(&TEXT_TYPES, extension)
                    || is_of(&CONTAINER_TYPES, extension)
                    || records && is_of(&RECORD_TYPES, extension)
            },
        );
        if !known {
            found.skipped.push(path.to_owned());
            continue;
        }
        let size = entry.metadata().map_or(0, |about| about.len());
        found.items.push(Item {
            name: name(path),
            relative: path.strip_prefix(root).unwrap_or(path).to_owned(),
            size,
            path: Some(path.to_owned()),
            named: false,
            large: is_large(path, size),
        });
    }
}

fn is_large(path: &Path, size: u64) -> bool {
    size > if Pack::of(path) == Pack::Plain { LARGE } else { LARGE_PACKED }
}

/// The path a walking error is about.
fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place(err),
        _ => None,
    }
}

fn name(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// A reading error as cause and remedy.
pub(crate) fn reading(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it; ask its owner, or copy it".to_owned(),
        _ => format!("cannot be read ({error}); check the disk, or copy the file"),
    }
}
