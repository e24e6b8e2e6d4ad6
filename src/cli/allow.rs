//! What is allowed in each input, and what is known of it already.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, anyhow, bail};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use yinmo::allow::{AllowList, Allowed, Entry, marks};
use yinmo::baseline::{self, Baseline, Known};
use yinmo::config::Settings;
use yinmo::finding::Finding;
use yinmo::fingerprint;
use yinmo::report::plural;
use yinmo::rule::RuleSet;
use yinmo::span::Span;

use super::walk::Item;
use super::{terms, write};

/// The allow list, and which of its entries were needed.
#[derive(Debug, Default)]
pub(crate) struct Allowances {
    entries: Vec<(Entry, Option<Gitignore>, AtomicBool)>,
    /// Where the list was read.
    file: String,
}

impl Allowances {
    pub(crate) fn load(settings: &Settings) -> anyhow::Result<Self> {
        let Some(file) = &settings.allow else { return Ok(Self::default()) };
        let path = Path::new(&file.value);
        let list = AllowList::parse(&terms::text(path)?).with_context(|| path.display().to_string())?;
        let folder = folder(path)?;
        let entry = |entry: Entry| {
            let glob = entry.path.as_ref().map(|pattern| {
                let mut builder = GitignoreBuilder::new(&folder);
                builder.add_line(None, pattern).and_then(|builder| builder.build())
            });
            Ok((entry, glob.transpose().with_context(|| file.value.clone())?, AtomicBool::new(false)))
        };
        let entries = list.entries.into_iter().map(entry).collect::<anyhow::Result<_>>()?;
        Ok(Self { entries, file: file.value.clone() })
    }

    /// Whether findings have to be looked at to know what is allowed.
    pub(crate) fn needs_findings(&self) -> bool {
        !self.entries.is_empty()
    }

    /// What is allowed in this text, where `findings` are found.
    pub(crate) fn of(&self, item: &Item, text: &str, findings: &[Finding], rules: &RuleSet) -> Allowed {
        let path = item.path.as_deref().and_then(|path| std::path::absolute(path).ok());
        let here = |glob: &Option<Gitignore>| match (glob, &path) {
            (None, _) => true,
            (Some(glob), Some(path)) => {
                path.starts_with(glob.path()) && glob.matched_path_or_any_parents(path, false).is_ignore()
            }
            (Some(_), None) => false,
        };
        let entries: Vec<_> = self.entries.iter().filter(|(_, glob, _)| here(glob)).collect();
        let mut places: Vec<Span> = Vec::new();
        for finding in findings {
            for (entry, _, used) in &entries {
                if entry.fits(text, finding, rules) {
                    used.store(true, Ordering::Relaxed);
                    places.push(finding.span);
                }
            }
        }
        Allowed::new(marks(text), places)
    }

    /// Entries that nothing was found for, as lines for people.
    pub(crate) fn stale(&self) -> Vec<String> {
        let unused = self.entries.iter().enumerate().filter(|(_, (.., used))| !used.load(Ordering::Relaxed));
        unused
            .map(|(n, (entry, ..))| {
                format!(
                    "{}: entry {} ({}) allows nothing in what was read; is it still needed?",
                    self.file,
                    n + 1,
                    entry.reason
                )
            })
            .collect()
    }
}

/// Marks that allow nothing, as lines for people.
pub(crate) fn stale_marks(item: &Item, allowed: &Allowed, taken: &[Finding], rules: &RuleSet) -> Vec<String> {
    let line = |region: &yinmo::allow::Region| {
        format!("{}:{}: this mark allows nothing; take it out", item.name, region.line)
    };
    allowed.unused(taken, rules).map(line).collect()
}

/// What a baseline knows of one input, and what was found in it so far.
#[derive(Debug, Default)]
pub(crate) struct Open {
    known: Known,
    now: Known,
    /// How many findings were known.
    taken: usize,
}

/// The baseline of a check: what is known, and what is found now.
#[derive(Debug)]
pub(crate) struct Baselines {
    file: PathBuf,
    folder: PathBuf,
    old: Baseline,
    /// What is found now, where it is to be written.
    new: Option<Mutex<BTreeMap<String, Known>>>,
}

impl Baselines {
    pub(crate) fn load(settings: &Settings, update: bool) -> anyhow::Result<Option<Self>> {
        let Some(file) = &settings.baseline else {
            if update {
                bail!("--update-baseline needs --baseline FILE");
            }
            return Ok(None);
        };
        let path = PathBuf::from(&file.value);
        let old = match (path.exists(), update) {
            (true, _) => Baseline::parse(&terms::text(&path)?).with_context(|| file.value.clone())?,
            (false, true) => Baseline::new(),
            (false, false) => bail!("{}: no such file; --update-baseline writes it", path.display()),
        };
        let folder = folder(&path)?;
        Ok(Some(Self { file: path, folder, old, new: update.then(Mutex::default) }))
    }

    /// What is known of an input.
    pub(crate) fn open(&self, item: &Item) -> Open {
        Open { known: self.old.files.get(&self.name(item)).cloned().unwrap_or_default(), ..Open::default() }
    }

    /// Takes the known findings out of those of a text of the input.
    pub(crate) fn take(&self, open: &mut Open, text: &str, findings: &mut Vec<Finding>, rules: &RuleSet) {
        let Open { known, now, taken } = open;
        let before = findings.len();
        let (mut print, mut hashed) = (String::new(), Vec::new());
        findings.retain(|finding| {
            let rule = &rules.rule(finding.rule).name;
            fingerprint::write(text, finding.span, rule, &mut hashed, &mut print);
            baseline::add(now, rule, &print);
            !baseline::take(known, rule, &print) && self.new.is_none()
        });
        *taken += before - findings.len();
    }

    /// Ends an input; returns how many findings were known, and how many of the entries were not found. `counts` says
    /// which rules were looked for.
    pub(crate) fn close(&self, item: &Item, open: Open, counts: impl Fn(&str) -> bool) -> (usize, usize) {
        let Open { known, mut now, taken } = open;
        let path = self.name(item);
        if let Some(new) = &self.new {
            // What was not looked for stays as it was.
            let others = self.old.files.get(&path).into_iter().flatten();
            now.extend(
                others.filter(|(rule, _)| !counts(rule)).map(|(rule, prints)| (rule.clone(), prints.clone())),
            );
            new.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(path, now);
        }
        let stale = if self.new.is_some() { 0 } else { baseline::left(&known, counts) };
        (taken, stale)
    }

    /// Entries of files that are gone.
    pub(crate) fn gone(&self) -> usize {
        let gone =
            self.old.files.iter().filter(|(path, _)| *path != "<stdin>" && !self.folder.join(path).exists());
        gone.map(|(_, known)| baseline::left(known, |_| true)).sum()
    }

    /// Writes what was found, where that was asked for; a line for people.
    pub(crate) fn write(self) -> anyhow::Result<Option<String>> {
        let gone: Vec<String> = self
            .old
            .files
            .keys()
            .filter(|path| *path != "<stdin>" && !self.folder.join(path).exists())
            .cloned()
            .collect();
        let Some(new) = self.new else { return Ok(None) };
        let mut all = self.old;
        all.files.extend(new.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner));
        all.files.retain(|path, known| !known.is_empty() && !gone.contains(path));
        let entries = all.files.values().map(|known| baseline::left(known, |_| true)).sum();
        let text = all.show();
        write::replace(&self.file, text.as_bytes())
            .map_err(|cause| anyhow!("{}: {cause}", self.file.display()))?;
        Ok(Some(format!("wrote {}: {}", self.file.display(), plural(entries, "finding"))))
    }

    /// An input's name in the baseline: the same wherever one stands.
    fn name(&self, item: &Item) -> String {
        let Some(path) = &item.path else { return item.name.clone() };
        let full = path.canonicalize().unwrap_or_else(|_| path.clone());
        let short = full.strip_prefix(&self.folder).unwrap_or(&full);
        let parts: Vec<_> = short.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        if short.is_absolute() { short.display().to_string() } else { parts.join("/") }
    }
}

/// The folder of a file that may not be there yet.
fn folder(path: &Path) -> anyhow::Result<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let full = std::path::absolute(folder).with_context(|| path.display().to_string())?;
    Ok(full.canonicalize().unwrap_or(full))
}
