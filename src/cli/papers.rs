//! What a run writes beside the texts: the plan of its edits, and the receipt of what was done.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::anyhow;
use clap::ValueEnum as _;
use sha2::{Digest as _, Sha256};
use yinmo::edit::Edit;
use yinmo::engine::Engine;
use yinmo::finding::Finding;
use yinmo::format::{Decoded, FieldPath};
use yinmo::plan::{self, Options, Plan, Proposal, Status, sha256};
use yinmo::receipt::{self, Receipt, Rules, Unscanned};
use yinmo::report::{self, Source, View, plural};
use yinmo::span::Locator;

use super::config::{Config, Variant, Variants};
use super::office::Parts;
use super::run::Done;
use super::walk::{Inputs, Item};
use super::{Manner, args, write};

/// Characters of a line shown around an edit.
const AROUND: usize = 20;

/// Which papers are wanted, and what they will hold, by the number of the input.
#[derive(Debug, Default)]
pub(crate) struct Papers {
    plan: Option<PathBuf>,
    receipt: Option<PathBuf>,
    plans: Mutex<BTreeMap<usize, plan::Document>>,
    documents: Mutex<BTreeMap<usize, receipt::Document>>,
    unscanned: Mutex<BTreeMap<usize, Unscanned>>,
}

/// What was done to an input.
pub(crate) struct Work<'a> {
    pub(crate) index: usize,
    pub(crate) item: &'a Item,
    pub(crate) bytes: &'a [u8],
    pub(crate) decoded: &'a Decoded<'a>,
    pub(crate) variant: &'a Variant,
    pub(crate) findings: &'a [Finding],
    pub(crate) edits: Option<&'a [Edit]>,
    pub(crate) left: &'a [Finding],
    pub(crate) parts: Parts,
    pub(crate) allowed: usize,
    /// The new bytes, and where they were written.
    pub(crate) made: Option<(&'a [u8], Option<&'a Path>)>,
    pub(crate) passed: bool,
}

impl Papers {
    pub(crate) fn new(plan: Option<&Path>, receipt: Option<&Path>) -> Self {
        Self { plan: plan.map(Path::to_owned), receipt: receipt.map(Path::to_owned), ..Self::default() }
    }

    /// A receipt that is not written, but asked for.
    #[cfg(feature = "web")]
    pub(crate) fn kept() -> Self {
        Self::new(None, Some(Path::new("")))
    }

    /// What was noted for a receipt.
    #[cfg(feature = "web")]
    pub(crate) fn into_documents(self) -> Vec<receipt::Document> {
        self.documents.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
    }

    pub(crate) const fn has_plan(&self) -> bool {
        self.plan.is_some()
    }

    pub(crate) const fn has_receipt(&self) -> bool {
        self.receipt.is_some()
    }

    /// The files that will be written, with the flag that names them.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let plan = self.plan.as_deref().map(|path| ("--plan", path));
        plan.into_iter().chain(self.receipt.as_deref().map(|path| ("--receipt", path)))
    }

    /// Notes what was done to an input.
    pub(crate) fn note(&self, work: &Work<'_>) {
        if self.has_plan() {
            lock(&self.plans).insert(work.index, work.plan());
        }
        if self.has_receipt() {
            lock(&self.documents).insert(work.index, work.receipt());
        }
    }

    /// Notes a check of records, whose file is read once more for its hash.
    pub(crate) fn note_records(
        &self,
        index: usize,
        item: &Item,
        path: &Path,
        findings: BTreeMap<String, usize>,
        allowed: usize,
        passed: bool,
    ) -> Result<(), String> {
        let document = receipt::Document {
            path: item.name.clone(),
            encoding: String::new(),
            input_sha256: hash_of(path).map_err(|error| super::walk::reading(&error))?,
            findings,
            allowed,
            verification: if passed { "passed" } else { "failed" },
            ..receipt::Document::default()
        };
        lock(&self.documents).insert(index, document);
        Ok(())
    }

    /// Notes that an input could not be worked on.
    pub(crate) fn note_failure(&self, index: usize, item: &Item, done: &Done) {
        if !self.has_receipt() || done.tally.failures + done.tally.skipped == 0 {
            return;
        }
        self.note_unwritten(index, &item.name, done.cause.as_deref().unwrap_or("not a text"));
    }

    /// Notes that nothing came of an input after all.
    pub(crate) fn note_unwritten(&self, index: usize, name: &str, cause: &str) {
        lock(&self.documents).remove(&index);
        lock(&self.unscanned).insert(index, Unscanned { path: name.to_owned(), cause: cause.to_owned() });
    }

    /// Writes the plan; a line for people.
    pub(crate) fn write_plan(&self, options: Options) -> anyhow::Result<Option<String>> {
        let Some(path) = &self.plan else { return Ok(None) };
        let mut plan = Plan::new(options);
        plan.documents = std::mem::take(&mut *lock(&self.plans)).into_values().collect();
        plan.documents.retain(|document| !document.edits.is_empty());
        plan.seal();
        save(path, &plan.show())?;
        let edits = plan.documents.iter().map(|document| document.edits.len()).sum();
        Ok(Some(format!(
            "wrote {}: {} in {}; set their status to reject or change their replacement, then `yinmo apply {}`",
            path.display(),
            plural(edits, "edit"),
            plural(plan.documents.len(), "file"),
            path.display()
        )))
    }

    /// Writes the receipt.
    pub(crate) fn write_receipt(
        &self,
        command: &str,
        config: &Config,
        variants: &Variants,
        inputs: &Inputs,
        manner: Manner,
    ) -> anyhow::Result<()> {
        let Some(path) = &self.receipt else { return Ok(()) };
        let mut styles: Vec<String> =
            variants.iter().map(|variant| variant.style.name().to_owned()).collect();
        styles.dedup();
        let mut purposes: Vec<String> =
            variants.iter().map(|variant| variant.purpose.name().to_owned()).collect();
        purposes.dedup();
        let checks = command == "check";
        let mut unscanned: Vec<Unscanned> = inputs
            .skipped
            .iter()
            .map(|path| Unscanned {
                path: path.display().to_string(),
                cause: "not a type that is read".to_owned(),
            })
            .collect();
        unscanned.extend(
            inputs.failures.iter().map(|f| Unscanned { path: f.name.clone(), cause: f.cause.clone() }),
        );
        let failures = std::mem::take(&mut *lock(&self.unscanned));
        let failed = !failures.is_empty() || !inputs.failures.is_empty();
        unscanned.extend(failures.into_values());
        let mut receipt = Receipt {
            styles: if checks { Vec::new() } else { styles },
            purposes: if checks { purposes } else { Vec::new() },
            documents: std::mem::take(&mut *lock(&self.documents)).into_values().collect(),
            unscanned,
            ..receipt(command, config, &variants.first().engine)
        };
        receipt.finish(failed);
        save(path, &(serde_json::to_string_pretty(&receipt)? + "\n"))?;
        if manner.verbose {
            manner.say(&format!("wrote {}", path.display()));
        }
        Ok(())
    }
}

/// A receipt of a command under these settings, without documents.
pub(crate) fn receipt(command: &str, config: &Config, engine: &Engine) -> Receipt {
    let settings = config.settings();
    let lists = settings.lists.iter().map(|list| &list.value.path);
    let named = lists.chain(settings.rules.iter().chain(&settings.allow).map(|set| &set.value));
    // How many files are worked on at once makes no difference to what is done.
    let same = yinmo::config::Settings { jobs: None, ..settings.clone() };
    Receipt {
        version: 1,
        yinmo: super::BUILD.to_owned(),
        command: command.to_owned(),
        profile: settings.profile.as_ref().map(|name| name.value.clone()),
        styles: Vec::new(),
        purposes: Vec::new(),
        rules: Rules::of(engine.rules(), engine.policy()),
        settings_sha256: sha256(same.dump().as_bytes()),
        files: named.filter_map(|path| Some((path.clone(), sha256(&std::fs::read(path).ok()?)))).collect(),
        documents: Vec::new(),
        unscanned: Vec::new(),
        total: receipt::Total::default(),
    }
}

impl Work<'_> {
    /// The edits as proposals, all of them accepted.
    pub(crate) fn plan(&self) -> plan::Document {
        let text = self.decoded.text.as_ref();
        let rules = self.variant.engine.rules();
        let view = View { rules, policy: self.variant.engine.policy(), with_text: true, details: true };
        let source = Source { path: &self.item.name, unit: None, text };
        let mut reasons = Vec::with_capacity(self.findings.len());
        let findings = self.findings.iter().map(|finding| (finding, None));
        let read: Result<(), std::convert::Infallible> =
            report::records(source, view, &mut self.variant.style.masker(), findings, |record| {
                reasons.push((record.span, record.rule.to_owned(), record.score, record.evidence.to_owned()));
                Ok(())
            });
        read.unwrap_or_else(|never| match never {});
        let mut locator = Locator::new(text);
        let mut first = 0;
        let proposal = |edit: &Edit| {
            let at = locator.locate(edit.span.start);
            while first < reasons.len() && reasons[first].0.end <= edit.span.start {
                first += 1;
            }
            let here = || reasons[first..].iter().take_while(|reason| reason.0.start < edit.span.end);
            let mut rules: Vec<String> = here().map(|reason| reason.1.clone()).collect();
            rules.dedup();
            let why: Vec<&str> =
                here().map(|reason| reason.3.as_str()).filter(|why| !why.is_empty()).collect();
            Proposal {
                status: Status::Accept,
                replacement: edit.content.clone(),
                text: edit.span.of(text).to_owned(),
                before: before(&text[..edit.span.start]).to_owned(),
                after: after(&text[edit.span.end..]).to_owned(),
                rules,
                score: here().map(|reason| reason.2).fold(0.0, f32::max),
                reason: why.join("; "),
                line: at.line,
                column: at.column,
                start: edit.span.start,
                end: edit.span.end,
                note: String::new(),
            }
        };
        plan::Document {
            path: self.item.name.clone(),
            encoding: self.decoded.encoding.name().to_ascii_lowercase(),
            sha256: sha256(self.bytes),
            edits: self.edits.unwrap_or_default().iter().map(proposal).collect(),
            seal: String::new(),
        }
    }

    fn receipt(&self) -> receipt::Document {
        let rules = self.variant.engine.rules();
        let by_rule = |findings: &[Finding]| {
            let mut counts = BTreeMap::new();
            for finding in findings {
                *counts.entry(rules.rule(finding.rule).name.to_string()).or_default() += 1;
            }
            counts
        };
        receipt::Document {
            path: self.item.name.clone(),
            encoding: self.decoded.encoding.name().to_owned(),
            input_sha256: sha256(self.bytes),
            output_sha256: self.made.map(|(bytes, _)| sha256(bytes)),
            output: self.made.and_then(|(_, path)| Some(path?.display().to_string())),
            findings: by_rule(self.findings),
            edits: self.edits.map(<[Edit]>::len),
            removed: self.parts.0.clone(),
            unscanned: self.parts.1.clone(),
            allowed: self.allowed,
            left: by_rule(self.left),
            verification: if self.passed { "passed" } else { "failed" },
        }
    }
}

/// What was typed, for the plan.
pub(crate) fn options(
    command: &str,
    style: Option<&str>,
    choice: &args::Choice,
    input: &args::Input,
) -> Options {
    let name = |value: &dyn Fn() -> Option<clap::builder::PossibleValue>| {
        value().map(|value| value.get_name().to_owned())
    };
    let records = !input.field.is_empty();
    let path = |path: &PathBuf| path.to_string_lossy().into_owned();
    Options {
        command: command.to_owned(),
        style: style.map(str::to_owned),
        profile: choice.source.profile.clone(),
        config: choice.source.config.as_ref().map(path),
        isolated: choice.source.isolated,
        select: choice.select.clone(),
        ignore: choice.ignore.clone(),
        min_score: choice.min_score,
        terms: choice.terms.iter().map(path).collect(),
        keep: choice.keep.iter().map(path).collect(),
        allow: choice.allow.as_ref().map(path),
        field: input.field.iter().map(|field| field.name().to_owned()).collect(),
        kind: name(&|| input.kind.to_possible_value()).filter(|_| records),
        on_error: name(&|| input.on_error.to_possible_value()).filter(|_| records),
    }
}

/// How the inputs of a plan are read.
pub(crate) fn input(
    options: &Options,
    paths: Vec<PathBuf>,
    jobs: Option<u16>,
) -> anyhow::Result<args::Input> {
    let mut input = args::Input::of(paths, jobs);
    if options.field.is_empty() {
        return Ok(input);
    }
    let field = |name: &String| {
        FieldPath::parse(name).ok_or_else(|| anyhow!("the plan's field {name:?} is no field"))
    };
    input.field = options.field.iter().map(field).collect::<anyhow::Result<_>>()?;
    let unknown = |error: String| anyhow!("the plan cannot be read here: {error}");
    if let Some(kind) = &options.kind {
        input.kind = args::Kind::from_str(kind, false).map_err(unknown)?;
    }
    if let Some(on_error) = &options.on_error {
        input.on_error = args::OnError::from_str(on_error, false).map_err(unknown)?;
    }
    Ok(input)
}

/// The same as if it were typed.
pub(crate) fn choice(options: &Options) -> args::Choice {
    let source = args::ConfigSource {
        config: options.config.as_ref().map(PathBuf::from),
        isolated: options.isolated,
        profile: options.profile.clone(),
        dump_config: false,
    };
    args::Choice {
        select: options.select.clone(),
        ignore: options.ignore.clone(),
        min_score: options.min_score,
        terms: options.terms.iter().map(PathBuf::from).collect(),
        keep: options.keep.iter().map(PathBuf::from).collect(),
        allow: options.allow.as_ref().map(PathBuf::from),
        source,
    }
}

/// The SHA-256 of a file, in constant memory.
fn hash_of(path: &Path) -> std::io::Result<String> {
    let mut hash = Sha256::new();
    std::io::copy(&mut std::fs::File::open(path)?, &mut hash)?;
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn before(text: &str) -> &str {
    let near = text.char_indices().rev().take(AROUND).take_while(|&(_, c)| c != '\n');
    near.last().map_or("", |(at, _)| &text[at..])
}

fn after(text: &str) -> &str {
    let near = text.char_indices().take(AROUND).take_while(|&(_, c)| !matches!(c, '\n' | '\r'));
    near.last().map_or("", |(at, c)| &text[..at + c.len_utf8()])
}

fn save(path: &Path, text: &str) -> anyhow::Result<()> {
    write::replace(path, text.as_bytes()).map_err(|cause| anyhow!("{}: {cause}", path.display()))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
