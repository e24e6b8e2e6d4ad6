//! `mask` and `clean`: changed text, as a patch, on standard output or in files.

mod edits;
mod long;
#[cfg(feature = "web")]
mod memory;
mod tell;
mod text;
mod treat;
mod work;

#[cfg(feature = "web")]
pub(crate) use memory::{Made, Request, in_memory};

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, anyhow, bail};
use yinmo::allow::Allowed;
use yinmo::edit::Edit;
use yinmo::engine::{Edits, Engine};
use yinmo::finding::Finding;
use yinmo::format::Encoding;
use yinmo::format::office::{Track, WriteOptions};
use yinmo::plan::{self, Plan};
use yinmo::report::{Tally, plural};
use yinmo::style::Masker;

use self::work::Worker;
use super::allow::Allowances;
use super::args::{self, Choice, Format, Input};
use super::config::{Config, Flags, Variants};
use super::deliver::Written;
use super::journal::{self, Journal};
use super::office;
use super::papers::{self, Papers};
use super::progress::Progress;
use super::run;
use super::show::Reporter;
use super::sink::Output;
use super::summary::Total;
use super::target::{self, Target, targets};
use super::vault::Safe;
use super::walk;
use super::write::{self, Sum, Times};
use super::{Manner, Status, complain, terms};

pub(crate) fn mask(args: &args::Mask, manner: Manner) -> anyhow::Result<Status> {
    let work = if args.clean { Work::CleanAndMask } else { Work::Mask };
    let mut job = Job::new(&args.input, &args.target, work, manner);
    job.papers = Papers::new(args.papers.plan.as_deref(), args.papers.receipt.as_deref());
    job.fields = args.fields.as_deref();
    job.values = args.values.as_deref();
    if (job.fields.is_some() || job.values.is_some()) && args.vault.vault.is_some() {
        bail!("--fields and --values are about one text, --vault counts over all texts; use one of them");
    }
    job.safe = Safe::open(&args.vault, true, manner)?;
    job.tracking = Some(&args.tracking).filter(|tracking| tracking.track_changes);
    job.key = args.key_file.as_deref().map(key).transpose()?;
    job.run(
        &args.choice,
        &Flags { style: args.style.as_deref(), input: Some(&args.input), ..Flags::default() },
    )
}

pub(crate) fn clean(args: &args::Clean, manner: Manner) -> anyhow::Result<Status> {
    let flags = Flags { input: Some(&args.input), ..Flags::default() };
    let mut job = Job::new(&args.input, &args.target, Work::Clean, manner);
    job.papers = Papers::new(args.papers.plan.as_deref(), args.papers.receipt.as_deref());
    job.split = args.split;
    job.metadata = args.metadata;
    job.run(&args.choice, &flags)
}

pub(crate) fn restore(args: &args::Restore, manner: Manner) -> anyhow::Result<Status> {
    let mut job = Job::new(&args.input, &args.target, Work::Restore, manner);
    job.safe = Safe::open(&args.vault, false, manner)?;
    if job.safe.is_none() {
        bail!("restore needs the vault that mask was given; add --vault FILE");
    }
    let source = args::ConfigSource { isolated: true, ..args::ConfigSource::default() };
    let choice = Choice { source, ..Choice::default() };
    job.run(&choice, &Flags { input: Some(&args.input), ..Flags::default() })
}

pub(crate) fn apply(args: &args::Apply, manner: Manner) -> anyhow::Result<Status> {
    let text = terms::text(&args.plan)?;
    let plan = Plan::parse(&text).with_context(|| args.plan.display().to_string())?;
    let Some(work) = Work::named(&plan.options.command) else {
        bail!("{}: there is no command {:?}", args.plan.display(), plan.options.command);
    };
    let paths = plan.documents.iter().map(|document| document.path.clone().into()).collect();
    let input = papers::input(&plan.options, paths, args.jobs)?;
    if input.paths.is_empty() {
        manner.say("the plan holds no edits");
        return Ok(Status::Fine);
    }
    let mut job = Job::new(&input, &args.target, work, manner);
    job.papers = Papers::new(None, args.receipt.as_deref());
    let documents = plan.documents.into_iter();
    job.plan = Some(documents.map(|document| (document.path.clone(), document)).collect());
    let flags = Flags { style: plan.options.style.as_deref(), input: Some(&input), ..Flags::default() };
    job.run(&papers::choice(&plan.options), &flags)
}

/// What is done to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    Mask,
    Clean,
    CleanAndMask,
    Restore,
}

impl Work {
    /// The command that does it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Mask => "mask",
            Self::Clean => "clean",
            Self::CleanAndMask => "mask --clean",
            Self::Restore => "restore",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Mask, Self::Clean, Self::CleanAndMask].into_iter().find(|work| work.name() == name)
    }

    /// The edits that it makes of a text, with the findings that they come from.
    pub(crate) fn edits(self, engine: &Engine, text: &str, masker: &mut Masker, allowed: &Allowed) -> Edits {
        let mut done = match self {
            Self::Mask => engine.mask_around(text, masker, allowed),
            Self::Clean => engine.clean_around(text, allowed),
            Self::CleanAndMask => engine.mask_clean_around(text, masker, allowed),
            Self::Restore => Edits::default(),
        };
        retain_touched(&mut done.findings, &done.edits);
        done
    }
}

/// Keeps the findings that an edit touches. Both lists are sorted.
fn retain_touched(findings: &mut Vec<Finding>, edits: &[Edit]) {
    let mut edits = edits.iter().peekable();
    findings.retain(|finding| {
        while edits.next_if(|edit| edit.span.end <= finding.span.start).is_some() {}
        edits.peek().is_some_and(|edit| edit.span.overlaps(finding.span))
    });
}

struct Job<'a> {
    input: &'a Input,
    target: &'a args::Target,
    work: Work,
    manner: Manner,
    reporter: Reporter,
    /// Whether a person looks at the patch.
    terminal: bool,
    /// Where the list of fields goes.
    fields: Option<&'a Path>,
    /// Where what stood in the fields goes.
    values: Option<&'a Path>,
    /// Whether a compilation is written as its parts.
    split: bool,
    allowances: Arc<Allowances>,
    papers: Papers,
    /// The vault, and what waits for it to be written.
    safe: Option<Safe>,
    waiting: Mutex<Vec<Waiting>>,
    /// The secret of keyed labels.
    key: Option<Vec<u8>>,
    /// The reviewed edits that are done instead, by path.
    plan: Option<BTreeMap<String, plan::Document>>,
    /// How edits are recorded, where they are.
    tracking: Option<&'a office::Tracking>,
    /// Whether metadata are taken out also where nothing is masked.
    metadata: bool,
}

/// A masked text that takes its place when the vault is written.
struct Waiting {
    index: usize,
    name: String,
    written: Written,
    size: usize,
}

/// The fewest bytes of a secret.
const KEY: usize = 16;

/// The secret of keyed labels.
fn key(path: &Path) -> anyhow::Result<Vec<u8>> {
    let key =
        std::fs::read(path).map_err(|error| anyhow!("{}: {}", path.display(), walk::reading(&error)))?;
    if key.len() < KEY {
        bail!("{}: a secret has at least {KEY} bytes; this one can be guessed", path.display());
    }
    Ok(key)
}

/// Masked texts that wait, in bytes and in files, before the vault is written for them.
const WAITING: usize = 64 << 20;
const FILES: usize = 100;

impl<'a> Job<'a> {
    fn new(input: &'a Input, target: &'a args::Target, work: Work, manner: Manner) -> Self {
        let reporter = Reporter::new(target.format.unwrap_or(Format::Text), manner.colour, false);
        Self {
            input,
            target,
            work,
            manner,
            reporter,
            terminal: io::stdout().is_terminal(),
            fields: None,
            values: None,
            split: false,
            allowances: Arc::default(),
            papers: Papers::default(),
            safe: None,
            waiting: Mutex::default(),
            key: None,
            plan: None,
            tracking: None,
            metadata: false,
        }
    }

    fn run(mut self, choice: &Choice, flags: &Flags<'_>) -> anyhow::Result<Status> {
        let Some(config) = Config::load(choice, flags, self.manner)? else { return Ok(Status::Fine) };
        self.allowances = Allowances::load(config.settings())?.into();
        let output = self.target.output.as_deref();
        let (inputs, mut variants) =
            config.inputs(&self.input.paths, output, !self.input.field.is_empty())?;
        self.ask(&variants)?;
        if self.safe.is_some() && Safe::is_ordered(&variants) {
            variants.jobs = Some(1);
        }
        let mut targets = targets(self.target, &inputs)?;
        if self.papers.has_plan() {
            if inputs.items.iter().any(|item| item.path.is_none()) {
                bail!("--plan is about files, but the input is standard input; name a file");
            }
            targets.fill(Target::Records);
        }
        let beside = self.safe.iter().map(|safe| ("--vault", safe.path())).chain(self.papers.files());
        for (flag, path) in beside {
            target::spare(path, flag, &inputs)?;
        }
        for (path, option) in [
            (self.fields, "--fields"),
            (self.values, "--values"),
            (self.input.report.as_deref(), "--report"),
            (self.target.resume.as_deref(), "--resume"),
        ] {
            if let Some(path) = path {
                target::spare(path, option, &inputs)?;
            }
        }
        if self.values.is_some() && inputs.items.len() > 1 {
            bail!("--values is for one document; name a single file");
        }
        let journal = self.journal(&config, &targets)?;
        for failure in &inputs.failures {
            complain(&format!("yinmo: {}: {}", failure.name, failure.cause));
        }
        let framed = self.target.format.is_some();
        let mut output = Output::new(framed && self.reporter.is_list());
        if framed {
            output.frame(&self.reporter.head(variants.first().engine.rules()))?;
        }
        let mut total = Total::new(self.input.report.is_some(), false);
        let writes = self.target.in_place || self.target.output.is_some();
        let progress = Progress::bar(inputs.bytes(), inputs.items.len(), !writes || framed, self.manner);
        let fields = run::each(
            &inputs.items,
            variants.jobs,
            &progress,
            &mut output,
            &mut total,
            |index, item, lane| {
                let (variant, encoding) = (variants.of(index), variants.encoding);
                let planned = self.plan.as_ref().and_then(|plan| plan.get(&item.name));
                let encoding = planned.map_or(encoding, |document| Encoding::named(&document.encoding));
                let engine = &variant.engine;
                let worker = Worker {
                    job: &self,
                    index,
                    variant,
                    engine,
                    encoding,
                    planned,
                    journal: journal.as_ref(),
                };
                let done = worker.one(item, &targets[index], lane)?;
                self.papers.note_failure(index, item, &done);
                Ok(done)
            },
        )?;
        if framed {
            output.frame(self.reporter.tail())?;
        }
        output.flush()?;
        total.tally.failures += self.write_waiting();
        if let Some(path) = self.fields {
            let mut list = serde_json::to_vec_pretty(&fields)?;
            list.push(b'\n');
            write::replace(path, &list).map_err(|cause| anyhow!("{}: {cause}", path.display()))?;
        }
        total.add_failures(&inputs.failures, inputs.skipped.len());
        if let Some(path) = &self.input.report {
            let json = total.json(if self.work == Work::CleanAndMask { "mask" } else { self.work.name() })?;
            write::replace(path, &json).map_err(|cause| anyhow!("{}: {cause}", path.display()))?;
        }
        progress.clear();
        total.table(&progress, self.manner);
        let tally = &total.tally;
        super::say_skipped(&inputs, tally.skipped, self.manner);
        let command = if self.plan.is_some() { "apply" } else { self.work.name() };
        self.papers.write_receipt(command, &config, &variants, &inputs, self.manner)?;
        match self.papers.write_plan(papers::options(self.work.name(), flags.style, choice, self.input))? {
            Some(line) => self.manner.say(&line),
            None => self.conclude(tally),
        }
        Ok(match () {
            () if tally.failures > 0 || total.has_bad() => Status::Failures,
            () if tally.left > 0 => Status::Findings,
            () => Status::Fine,
        })
    }

    /// How files with a container are written.
    fn how(&self) -> WriteOptions {
        let writing = &self.target.writing;
        let track = self.tracking.map(|tracking| Track {
            author: tracking.author.clone(),
            date: tracking.date.clone(),
            comments: Vec::new(),
        });
        WriteOptions {
            scrub: track.is_none() && (self.metadata || matches!(self.work, Work::Mask | Work::CleanAndMask)),
            opaque: writing.opaque.into(),
            track,
            drop_signatures: writing.drop_signatures,
        }
    }

    /// Refuses what the styles in use cannot do.
    fn ask(&self, variants: &Variants) -> anyhow::Result<()> {
        let any_not_numbered = variants.iter().any(|variant| !variant.style.is_numbered());
        if self.values.is_some() && any_not_numbered {
            bail!("--values gives back numbered fields; add --style field (or tag)");
        }
        if self.fields.is_some() && any_not_numbered {
            bail!("--fields lists numbered fields; add --style field (or tag)");
        }
        let masks = matches!(self.work, Work::Mask | Work::CleanAndMask);
        if masks && variants.iter().any(|variant| variant.style.invents()) {
            if self.papers.has_plan() || self.plan.is_some() {
                bail!(
                    "a plan cannot be verified where surrogates look real; plan with another style, such as tag"
                );
            }
            if self.safe.is_none() {
                bail!(
                    "surrogates look real, so a vault has to know which they are: add --vault FILE, or take --style tag"
                );
            }
        }
        if masks && self.key.is_none() && variants.iter().any(|variant| variant.style.is_keyed()) {
            bail!("this style needs a secret: add --key-file FILE, at least {KEY} random bytes");
        }
        Ok(())
    }

    /// Lets a text wait for the vault; returns how many could not be written where too many wait.
    fn wait(&self, text: Waiting) -> usize {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(text);
        let size: usize = waiting.iter().map(|text| text.size).sum();
        let full = size > WAITING || waiting.len() >= FILES;
        drop(waiting);
        if full { self.write_waiting() } else { 0 }
    }

    /// Writes the vault, then puts the texts that wait for it in their places; returns how many could not be.
    fn write_waiting(&self) -> usize {
        let Some(safe) = &self.safe else { return 0 };
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if waiting.is_empty() {
            return 0;
        }
        if let Err(cause) = safe.save() {
            complain(&format!("yinmo: {cause}; no text was written"));
            for Waiting { index, name, .. } in &waiting {
                self.papers.note_unwritten(*index, name, &cause);
            }
            return waiting.len();
        }
        let times = if self.target.in_place { Times::Kept } else { Times::New };
        let mut failures = 0;
        for Waiting { index, name, written, .. } in waiting {
            if let Err(cause) = written.commit(times) {
                self.papers.note_unwritten(index, &name, &cause);
                complain(&format!("yinmo: {name}: {cause}"));
                failures += 1;
            }
        }
        failures
    }

    /// The journal, where one is kept; what a killed run has left behind is taken away.
    fn journal(&self, config: &Config, targets: &[Target]) -> anyhow::Result<Option<Journal>> {
        let Some(path) = &self.target.resume else { return Ok(None) };
        if !self.target.in_place && self.target.output.is_none() {
            bail!("--resume goes on writing files; add -i or -o");
        }
        if self.fields.is_some() || self.values.is_some() || self.split {
            bail!("--resume cannot go on with --fields, --values or --split; leave one of them out");
        }
        if self.safe.is_some() || self.plan.is_some() || self.papers.has_plan() || self.papers.has_receipt() {
            bail!("--resume cannot go on with a plan, a receipt or a vault; leave one of them out");
        }
        let mut sum = Sum::new();
        let (input, target) = (self.input, self.target);
        let typed = format!(
            "{:?}",
            (
                self.work,
                config.settings().dump(),
                &self.key,
                (&input.field, input.kind, input.on_error),
                (target.in_place, &target.output, target.force),
            )
        );
        sum.add(typed.as_bytes());
        for list in &config.settings().lists {
            sum.add(Sum::of(Path::new(&list.value.path)).unwrap_or_default().as_bytes());
        }
        let journal = Journal::open(path, &sum.hex())?;
        if journal.goes_on() {
            journal::sweep(targets);
        }
        Ok(Some(journal))
    }

    fn conclude(&self, tally: &Tally) {
        let groups = tally.by_group();
        let of = if groups.is_empty() { String::new() } else { format!(" ({groups})") };
        let writes = self.target.in_place || self.target.output.is_some();
        let restores = self.work == Work::Restore;
        let verb = match (restores, writes || self.target.stdout) {
            (false, true) => "changed",
            (false, false) => "to change",
            (true, true) => "restored",
            (true, false) => "to restore",
        };
        let advice = if writes || tally.changed == 0 || self.target.stdout {
            ""
        } else {
            "; nothing was written: -i changes the files, -o PATH writes new ones"
        };
        self.manner.say(&format!(
            "{}: {} {verb}{of}{}{advice}",
            plural(tally.files, "file"),
            tally.changed,
            super::failures(tally.failures)
        ));
    }
}
