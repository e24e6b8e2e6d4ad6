//! `mask` and `clean`: changed text, as a patch, on standard output or in files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, anyhow, bail};
use yinmo::allow::Allowed;
use yinmo::edit::{self, Edit};
use yinmo::engine::{Edits, Engine};
use yinmo::finding::Finding;
use yinmo::format::{Decoded, EncodeError, Encoding};
use yinmo::plan::{self, Plan, PlanError, Status as Decision};
use yinmo::report::{self, DiffLook, Source, Tally, View, plural};
use yinmo::rule::{Cure, RuleId};
use yinmo::span::{Locator, Span};
use yinmo::style::{Field, Masker, Style};
use yinmo::template;
use yinmo::vault::Restored;

use super::allow::Allowances;
use super::args::{self, Choice, Format, Input};
use super::config::{Config, Flags, Variant};
use super::papers::{self, Papers};
use super::run::{self, Done};
use super::show::Reporter;
use super::sink::{Output, Sink};
use super::target::{self, Target, targets};
use super::vault::Safe;
use super::walk::{self, Item};
use super::{Manner, Status, complain, read, terms, write};

/// How many places a failure names.
const NAMED: usize = 5;

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
    let input = Input { paths, encoding: None, jobs: args.jobs };
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Mask,
    Clean,
    CleanAndMask,
    Restore,
}

impl Work {
    const fn name(self) -> &'static str {
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
    allowances: Allowances,
    papers: Papers,
    /// The vault, and what waits for it to be written.
    safe: Option<Safe>,
    waiting: Mutex<Vec<Waiting>>,
    /// The secret of keyed labels.
    key: Option<Vec<u8>>,
    /// The reviewed edits that are done instead, by path.
    plan: Option<BTreeMap<String, plan::Document>>,
}

/// A masked text that is written when the vault is.
struct Waiting {
    name: String,
    path: PathBuf,
    bytes: Vec<u8>,
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

/// Masked texts that wait, in bytes, before the vault is written for them.
const WAITING: usize = 64 << 20;

/// What is done to one text.
struct Changed {
    edits: Vec<Edit>,
    /// The findings that the edits come from, in the text before.
    findings: Vec<Finding>,
    /// Findings in the text after that should not be there.
    left: Vec<Finding>,
    /// How many findings were allowed or rejected.
    allowed: usize,
    after: String,
    fields: Vec<Field>,
    /// What stood in each field.
    values: BTreeMap<String, String>,
}

impl<'a> Job<'a> {
    fn new(input: &'a Input, target: &'a args::Target, work: Work, manner: Manner) -> Self {
        let reporter = Reporter::new(target.format.unwrap_or(Format::Text), manner.colour, false);
        let allowances = Allowances::default();
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
            allowances,
            papers: Papers::default(),
            safe: None,
            waiting: Mutex::default(),
            key: None,
            plan: None,
        }
    }

    fn run(mut self, choice: &Choice, flags: &Flags<'_>) -> anyhow::Result<Status> {
        let Some(config) = Config::load(choice, flags, self.manner)? else { return Ok(Status::Fine) };
        self.allowances = Allowances::load(config.settings())?;
        let (inputs, variants) = config.inputs(&self.input.paths, self.target.output.as_deref())?;
        if self.values.is_some() && variants.iter().any(|variant| !variant.style.is_numbered()) {
            bail!("--values gives back numbered fields; add --style field (or tag)");
        }
        if self.fields.is_some() && variants.iter().any(|variant| !variant.style.is_numbered()) {
            bail!("--fields lists numbered fields; add --style field (or tag)");
        }
        if self.key.is_none() && variants.iter().any(|variant| variant.style.is_keyed()) {
            bail!("this style needs a secret: add --key-file FILE, at least {KEY} random bytes");
        }
        let mut variants = variants;
        if self.safe.is_some() && Safe::is_ordered(&variants) {
            variants.jobs = Some(1);
        }
        if let Some(safe) = &self.safe {
            target::spare(safe.path(), "--vault", &inputs)?;
        }
        let mut targets = targets(self.target, &inputs)?;
        if self.papers.has_plan() {
            if inputs.items.iter().any(|item| item.path.is_none()) {
                bail!("--plan is about files, but the input is standard input; name a file");
            }
            targets.fill(Target::Records);
        }
        let beside = self.fields.map(|path| ("--fields", path)).into_iter().chain(self.papers.files());
        for (flag, path) in beside {
            target::spare(path, flag, &inputs)?;
        }
        if let Some(values) = self.values {
            target::spare(values, "--values", &inputs)?;
            if inputs.items.len() > 1 {
                bail!("--values is for one document; name a single file");
            }
        }
        for failure in &inputs.failures {
            complain(&format!("yinmo: {failure}"));
        }
        let framed = self.target.format.is_some();
        let mut output = Output::new(framed && self.reporter.is_list());
        if framed {
            output.frame(&self.reporter.head(variants.first().engine.rules()))?;
        }
        let (mut tally, fields) =
            run::each(&inputs.items, variants.jobs, &mut output, |index, item, sink| {
                let done =
                    self.one((index, item), &targets[index], (variants.of(index), variants.encoding), sink)?;
                self.papers.note_failure(index, item, &done);
                Ok(done)
            })?;
        if framed {
            output.frame(self.reporter.tail())?;
        }
        output.flush()?;
        tally.failures += self.write_waiting();
        if let Some(path) = self.fields {
            let mut list = serde_json::to_vec_pretty(&fields)?;
            list.push(b'\n');
            write::replace(path, &list).map_err(|cause| anyhow!("{}: {cause}", path.display()))?;
        }
        tally.failures += inputs.failures.len();
        tally.skipped += inputs.skipped.len();
        super::say_skipped(&inputs, tally.skipped, self.manner);
        let command = if self.plan.is_some() { "apply" } else { self.work.name() };
        self.papers.write_receipt(command, &config, &variants, &inputs, self.manner)?;
        match self.papers.write_plan(papers::options(self.work.name(), flags.style, choice))? {
            Some(line) => self.manner.say(&line),
            None => self.conclude(&tally),
        }
        Ok(match () {
            () if tally.failures > 0 => Status::Failures,
            () if tally.left > 0 => Status::Findings,
            () => Status::Fine,
        })
    }

    fn change(&self, Variant { engine, style, .. }: &Variant, text: &str, allowed: &Allowed) -> Changed {
        let work = |masker: &mut Masker| {
            let done = match self.work {
                Work::Mask => engine.mask_around(text, masker, allowed),
                Work::Clean => engine.clean_around(text, allowed),
                Work::CleanAndMask => engine.mask_clean_around(text, masker, allowed),
                Work::Restore => Edits::default(),
            };
            (done, masker.fields(), masker.values())
        };
        let mut masker = style.masker();
        if let Some(key) = &self.key {
            masker.set_key(key);
        }
        let (done, fields, values) = match &self.safe {
            Some(safe) if style.is_numbered() && !style.is_keyed() => safe.with_masker(style, work),
            _ => work(&mut masker),
        };
        let mut done = done;
        if self.split {
            done.left.retain(|finding| finding.rule != RuleId::COMPILATION);
        }
        let after = edit::apply(text, &done.edits);
        let findings = touched(done.findings, &done.edits);
        Changed { edits: done.edits, findings, left: done.left, allowed: 0, after, fields, values }
    }

    /// What the vault holds for a text; lines for people about what it does not.
    fn bring_back(
        &self,
        safe: &Safe,
        item: &Item,
        bytes: &[u8],
        text: &str,
    ) -> Result<(Changed, Option<String>), String> {
        let styles: Vec<Style> =
            Style::all().filter(|style| style.is_numbered() && !style.is_keyed()).collect();
        let restored =
            safe.restore(bytes, text, item.path.as_deref(), &styles).map_err(|error| error.to_string())?;
        let (edits, said) = match restored {
            Restored::Whole(edits) => (edits, None),
            Restored::Foreign => {
                return Err("nothing in the vault belongs to it; was it masked with another one?".to_owned());
            }
            Restored::Labels { edits, unknown } => {
                let mut locator = Locator::new(text);
                let places = unknown.iter().take(NAMED).map(|span| {
                    let at = locator.locate(span.start);
                    format!(" {}:{}", at.line, at.column)
                });
                let places: Vec<String> = places.collect();
                let unknown = match unknown.len() {
                    0 => String::new(),
                    n => format!(", {} not in the vault (at{})", plural(n, "label"), places.join(",")),
                };
                let said = format!(
                    "yinmo: {}: it was changed after it was masked: {} put back{unknown}; what else was masked cannot be restored",
                    item.name,
                    plural(edits.len(), "label")
                );
                (edits, Some(said))
            }
        };
        let after = edit::apply(text, &edits);
        Ok((
            Changed {
                edits,
                findings: Vec::new(),
                left: Vec::new(),
                allowed: 0,
                after,
                fields: Vec::new(),
                values: BTreeMap::new(),
            },
            said,
        ))
    }

    /// Writes the vault, then the texts that wait for it; returns how many could not be written.
    fn write_waiting(&self) -> usize {
        let Some(safe) = &self.safe else { return 0 };
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if waiting.is_empty() {
            return 0;
        }
        if let Err(cause) = safe.save() {
            complain(&format!("yinmo: {cause}; no text was written"));
            return waiting.len();
        }
        let mut failures = 0;
        for Waiting { name, path, bytes } in waiting {
            if let Err(cause) = write::replace(&path, &bytes) {
                complain(&format!("yinmo: {name}: {cause}"));
                failures += 1;
            }
        }
        failures
    }

    /// The reviewed edits, verified as `change` verifies its own.
    fn replay(
        &self,
        document: &plan::Document,
        bytes: &[u8],
        text: &str,
        variant: &Variant,
        allowed: Allowed,
    ) -> Result<Changed, PlanError> {
        let (edits, rejected) = document.replay(bytes, text)?;
        let after = edit::apply(text, &edits);
        let count = rejected.len();
        let again = self.change(variant, &after, &allowed.and(rejected).after(&edits));
        let left = if again.edits.is_empty() { again.left } else { again.findings };
        let rules = variant.engine.rules();
        let accepted = document.edits.iter().filter(|proposal| proposal.status == Decision::Accept);
        let finding = |proposal: &plan::Proposal| {
            let rule = proposal.rules.iter().find_map(|name| rules.find(name))?;
            let span = Span::new(proposal.start, proposal.end);
            let cure = if self.work == Work::Clean { Cure::Delete } else { Cure::Report };
            Some(Finding { span, rule, score: proposal.score, kept: [].into(), evidence: [].into(), cure })
        };
        let findings = accepted.filter_map(finding).collect();
        Ok(Changed {
            edits,
            findings,
            left,
            allowed: count,
            after,
            fields: Vec::new(),
            values: BTreeMap::new(),
        })
    }

    fn one(
        &self,
        (index, item): (usize, &Item),
        target: &Target,
        (variant, encoding): (&Variant, Option<Encoding>),
        sink: &mut Sink<'_>,
    ) -> io::Result<Done> {
        let engine = &variant.engine;
        let planned = self.plan.as_ref().and_then(|plan| plan.get(&item.name));
        let encoding = planned.map_or(encoding, |document| Encoding::named(&document.encoding));
        let bytes = match read::bytes(item) {
            Ok(bytes) => bytes,
            Err(cause) => return Ok(Done::failed(item, &cause)),
        };
        let of_vault = self.safe.as_ref().filter(|_| self.work == Work::Restore);
        let encoding = of_vault.and_then(|safe| safe.encoding(&bytes)).or(encoding);
        let decoded = match read::text(item, &bytes, encoding) {
            Ok(Some(decoded)) => decoded,
            Ok(None) => return Ok(Done::skipped(item, self.manner)),
            Err(cause) => return Ok(Done::failed(item, &cause)),
        };
        let text = decoded.text.as_ref();
        let found = if self.allowances.needs_findings() { engine.scan(text).findings } else { Vec::new() };
        let allowed = self.allowances.of(item, text, &found, engine.rules());
        let mut done = Done::default();
        let mut changed = match planned {
            None if self.work == Work::Restore => {
                let Some(safe) = &self.safe else { return Ok(Done::failed(item, "there is no vault")) };
                match self.bring_back(safe, item, &bytes, text) {
                    Ok((changed, said)) => {
                        done.tally.left = usize::from(said.is_some());
                        done.messages.extend(said);
                        changed
                    }
                    Err(cause) => return Ok(Done::failed(item, &cause)),
                }
            }
            None => self.change(variant, text, &allowed),
            Some(document) => match self.replay(document, &bytes, text, variant, allowed) {
                Ok(changed) => changed,
                Err(error) => return Ok(Done::failed(item, &error.to_string())),
            },
        };
        done.tally.files = 1;
        done.tally.changed = usize::from(changed.after != text);
        let rules = engine.rules();
        for finding in &changed.findings {
            done.tally.count(rules.group(finding.rule), engine.policy().severity(rules, finding.rule));
        }
        done.tally.left += changed.left.len();
        let withheld = !changed.left.is_empty() && !self.target.force;
        if !changed.left.is_empty() {
            done.messages.push(self.complaint(item, text, &changed, engine));
        }
        if self.fields.is_some() && !withheld {
            done.fields.clone_from(&changed.fields);
        }
        if let Some(path) = self.values.filter(|_| !withheld)
            && let Err(cause) = self.write_values(path, engine, &mut changed)
        {
            return Ok(done.and_failed(item, &cause));
        }
        let cut = changed.findings.iter().any(|finding| finding.rule == RuleId::PREVIEW);
        if cut && self.work != Work::Mask {
            done.messages.push(format!(
                "yinmo: {}: a sentence that stood for missing text was taken out; the document is cut, get the whole one",
                item.name
            ));
        }
        if !self.manner.quiet && self.work != Work::Clean {
            done.messages.extend(Self::inferred(item, text, &variant.style));
        }
        if self.target.format.is_some() {
            let view = View { rules, policy: engine.policy(), with_text: !self.target.no_text };
            let records: Vec<_> = changed.findings.iter().map(|finding| (finding, None)).collect();
            let mut masker = variant.style.masker();
            masker.meet(text, &changed.findings);
            self.reporter.write(
                Source { path: &item.name, unit: None, text },
                view,
                &mut masker,
                &records,
                sink,
            )?;
        }
        if self.target.diff.is_some() || *target == Target::Diff {
            self.patch(item, &decoded, &changed, &mut done, sink)?;
        }
        let wanted = matches!(target, Target::Print | Target::File(_)) || self.papers.has_receipt();
        let made = match (wanted && !withheld).then(|| encoded(&decoded, &bytes, &changed.after)).transpose()
        {
            Ok(made) => made,
            Err(error) => return Ok(done.and_failed(item, &error.to_string())),
        };
        let mut written = None;
        let keeps = self.safe.as_ref().filter(|_| self.work != Work::Restore);
        if let (Some(safe), Some(new), Target::Print | Target::File(_)) = (keeps, &made, target) {
            let output = if let Target::File(path) = target { Some(path.as_path()) } else { None };
            if let Err(error) = safe.note(&bytes, &decoded, &changed.edits, new, output) {
                return Ok(done.and_failed(item, &error.to_string()));
            }
        }
        match (target, &made) {
            (Target::File(path), Some(_)) if self.split && engine.parts(&changed.after).len() > 1 => {
                for (index, part) in engine.parts(&changed.after).into_iter().enumerate() {
                    let path = numbered(path, index + 1);
                    let new = decoded.encode_like(&bytes, part.of(&changed.after));
                    let written =
                        new.map_err(|error| error.to_string()).and_then(|new| write::replace(&path, &new));
                    if let Err(cause) = written {
                        return Ok(done.and_failed(item, &cause));
                    }
                }
                written = Some(path.as_path());
            }
            (Target::Print, Some(new)) => {
                if let Some(Err(cause)) = keeps.map(Safe::save) {
                    return Ok(done.and_failed(item, &cause));
                }
                sink.write_all(new)?;
            }
            (Target::File(_), Some(_)) if self.target.in_place && changed.after == text => {}
            (Target::File(path), Some(new)) if keeps.is_some() => {
                written = Some(path.as_path());
                let waits = Waiting { name: item.name.clone(), path: path.clone(), bytes: new.to_vec() };
                let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                waiting.push(waits);
                let full = waiting.iter().map(|text| text.bytes.len()).sum::<usize>() > WAITING;
                drop(waiting);
                if full {
                    done.tally.failures += self.write_waiting();
                }
            }
            (Target::File(path), Some(new)) => {
                if let Err(cause) = write::replace(path, new) {
                    return Ok(done.and_failed(item, &cause));
                }
                written = Some(path.as_path());
                if self.manner.verbose && done.tally.changed > 0 {
                    done.messages.push(format!("wrote {}: {}", path.display(), done.tally.by_group()));
                }
            }
            _ => {}
        }
        self.papers.note(&papers::Work {
            index,
            item,
            bytes: &bytes,
            decoded: &decoded,
            variant,
            findings: &changed.findings,
            edits: Some(&changed.edits),
            left: &changed.left,
            allowed: changed.allowed,
            made: made.as_deref().map(|made| (made, written)),
            passed: changed.left.is_empty(),
        });
        Ok(done)
    }

    /// Writes what stood in each field; a placeholder that was there before is its own value.
    fn write_values(&self, path: &Path, engine: &Engine, changed: &mut Changed) -> Result<(), String> {
        let after = &changed.after;
        let found = engine.scan(after).findings;
        for field in template::fields(after, &found, engine.rules()) {
            let own = || field.places[0].of(after).to_owned();
            changed.values.entry(field.name.clone()).or_insert_with(own);
        }
        let mut list = serde_json::to_vec_pretty(&changed.values).map_err(|error| error.to_string())?;
        list.push(b'\n');
        write::replace(path, &list).map_err(|cause| format!("{}: {cause}", path.display()))
    }

    /// What a style that follows the document has read from it.
    fn inferred(item: &Item, text: &str, style: &Style) -> Option<String> {
        let mut masker = style.masker();
        if masker.inferred().is_empty() {
            return None;
        }
        masker.meet(text, &[]);
        let kinds: Vec<String> = masker
            .inferred()
            .iter()
            .map(|kind| {
                let support = match kind.count {
                    0 => "none seen".to_owned(),
                    _ if kind.sure => plural(kind.count, "mask"),
                    _ => format!("{} only", plural(kind.count, "mask")),
                };
                format!("{} {} {} ({support})", kind.kind, kind.mask, kind.form)
            })
            .collect();
        Some(format!("yinmo: {}: style of its own masks: {}", item.name, kinds.join("; ")))
    }

    fn patch(
        &self,
        item: &Item,
        decoded: &Decoded<'_>,
        changed: &Changed,
        done: &mut Done,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let look = DiffLook {
            colour: self.manner.colour,
            sanitise: self.terminal,
            bom: decoded.bom && decoded.encoding == Encoding::Utf8,
        };
        let kind = self.target.diff.unwrap_or(args::Diff::Unified);
        match kind {
            args::Diff::Unified => {}
            args::Diff::Words => {
                return report::word_diff(&item.name, &decoded.text, &changed.edits, look, sink);
            }
            args::Diff::SideBySide => {
                let width =
                    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(120);
                return report::side_by_side(&item.name, &decoded.text, &changed.edits, look, width, sink);
            }
        }
        if decoded.encoding != Encoding::Utf8 && done.tally.changed > 0 && !self.target.in_place {
            done.messages.push(format!(
                "yinmo: {}: the file is {}, its diff is shown in UTF-8 and cannot be applied as a patch; use -i or -o",
                item.name, decoded.encoding
            ));
        }
        report::diff(&item.name, &decoded.text, &changed.edits, look, sink)
    }

    /// Which findings are still there, by rule and place in the text before.
    fn complaint(&self, item: &Item, text: &str, changed: &Changed, engine: &Engine) -> String {
        let mut locator = Locator::new(text);
        let mut places: Vec<String> = Vec::new();
        for finding in changed.left.iter().take(NAMED) {
            let at = locator.locate(edit::source_offset(&changed.edits, finding.span.start));
            places.push(format!("{} at {}:{}", engine.rules().rule(finding.rule).name, at.line, at.column));
        }
        if changed.left.len() > NAMED {
            places.push("…".to_owned());
        }
        let advice = if self.target.force {
            "written because of --force"
        } else {
            "not written; see it with --diff, write it with --force"
        };
        format!(
            "yinmo: {}: {} still there afterwards ({}): {advice}",
            item.name,
            plural(changed.left.len(), "finding"),
            places.join(", ")
        )
    }

    fn conclude(&self, tally: &Tally) {
        let groups = tally.by_group();
        let of = if groups.is_empty() { String::new() } else { format!(" ({groups})") };
        let writes = self.target.in_place || self.target.output.is_some();
        let verb = if writes { "changed" } else { "to change" };
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

/// The name of a part: report-2.txt.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{number}{end}"))
}

/// The new bytes of a file; the old ones when nothing was changed, whatever spelling they have.
fn encoded<'b>(decoded: &Decoded<'_>, bytes: &'b [u8], after: &str) -> Result<Cow<'b, [u8]>, EncodeError> {
    if decoded.text == after {
        return Ok(Cow::Borrowed(bytes));
    }
    decoded.encode_like(bytes, after).map(Cow::Owned)
}

/// The findings that an edit touches. Both lists are sorted.
fn touched(findings: Vec<Finding>, edits: &[Edit]) -> Vec<Finding> {
    let mut edits = edits.iter().peekable();
    let mut kept = findings;
    kept.retain(|finding| {
        while edits.next_if(|edit| edit.span.end <= finding.span.start).is_some() {}
        edits.peek().is_some_and(|edit| edit.span.overlaps(finding.span))
    });
    kept
}
