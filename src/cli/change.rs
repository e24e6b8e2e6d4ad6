//! `mask` and `clean`: changed text, as a patch, on standard output or in files.

mod work;

use std::io::{self, IsTerminal as _};
use std::path::Path;

use anyhow::{anyhow, bail};
use yinmo::report::{Tally, plural};
use yinmo::style::Style;

use self::work::Worker;
use super::args::{self, Choice, Format, Input};
use super::journal::{self, Journal};
use super::progress::Progress;
use super::run;
use super::show::Reporter;
use super::sink::Output;
use super::summary::Total;
use super::target::{self, Target, targets};
use super::walk;
use super::write::{self, Sum};
use super::{Manner, Status, complain, terms};

pub(crate) fn mask(args: &args::Mask, manner: Manner) -> anyhow::Result<Status> {
    let work = if args.clean { Work::CleanAndMask } else { Work::Mask };
    let mut job = Job::new(&args.input, &args.target, &args.style, work, manner);
    job.fields = args.fields.as_deref();
    job.values = args.values.as_deref();
    if job.values.is_some() && !args.style.is_numbered() {
        bail!("--values gives back numbered fields; add --style field (or tag)");
    }
    if job.fields.is_some() && !args.style.is_numbered() {
        bail!("--fields lists numbered fields; add --style field (or tag)");
    }
    job.run(&args.choice)
}

pub(crate) fn clean(args: &args::Clean, manner: Manner) -> anyhow::Result<Status> {
    let style = Style::named("xx").expect("the default style is built in");
    let mut job = Job::new(&args.input, &args.target, &style, Work::Clean, manner);
    job.split = args.split;
    job.run(&args.choice)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Mask,
    Clean,
    CleanAndMask,
}

struct Job<'a> {
    input: &'a Input,
    target: &'a args::Target,
    style: &'a Style,
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
}

impl<'a> Job<'a> {
    fn new(input: &'a Input, target: &'a args::Target, style: &'a Style, work: Work, manner: Manner) -> Self {
        let reporter = Reporter::new(target.format.unwrap_or(Format::Text), manner.colour, false);
        Self {
            input,
            target,
            style,
            work,
            manner,
            reporter,
            terminal: io::stdout().is_terminal(),
            fields: None,
            values: None,
            split: false,
        }
    }

    fn run(&self, choice: &Choice) -> anyhow::Result<Status> {
        let engine = terms::engine(choice)?;
        let inputs =
            walk::inputs(&self.input.paths, self.target.output.as_deref(), !self.input.field.is_empty())?;
        let targets = targets(self.target, &inputs)?;
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
        let journal = self.journal(choice, &targets)?;
        for failure in &inputs.failures {
            complain(&format!("yinmo: {}: {}", failure.name, failure.cause));
        }
        let framed = self.target.format.is_some();
        let mut output = Output::new(framed && self.reporter.is_list());
        if framed {
            output.frame(&self.reporter.head(engine.rules()))?;
        }
        let worker = Worker { job: self, engine: &engine, journal: journal.as_ref() };
        let mut total = Total::new(self.input.report.is_some(), false);
        let writes = self.target.in_place || self.target.output.is_some();
        let progress = Progress::bar(inputs.bytes(), inputs.items.len(), !writes || framed, self.manner);
        let fields = run::each(
            &inputs.items,
            self.input.jobs,
            &progress,
            &mut output,
            &mut total,
            |index, item, lane| worker.one(item, &targets[index], lane),
        )?;
        if framed {
            output.frame(self.reporter.tail())?;
        }
        output.flush()?;
        if let Some(path) = self.fields {
            let mut list = serde_json::to_vec_pretty(&fields)?;
            list.push(b'\n');
            write::replace(path, &list).map_err(|cause| anyhow!("{}: {cause}", path.display()))?;
        }
        total.add_failures(&inputs.failures, inputs.skipped.len());
        if let Some(path) = &self.input.report {
            let json = total.json(if self.work == Work::Clean { "clean" } else { "mask" })?;
            write::replace(path, &json).map_err(|cause| anyhow!("{}: {cause}", path.display()))?;
        }
        progress.clear();
        total.table(&progress, self.manner);
        let tally = &total.tally;
        super::say_skipped(&inputs, tally.skipped, self.manner);
        self.conclude(tally);
        Ok(match () {
            () if tally.failures > 0 || total.has_bad() => Status::Failures,
            () if tally.left > 0 => Status::Findings,
            () => Status::Fine,
        })
    }

    /// The journal, where one is kept; what a killed run has left behind is taken away.
    fn journal(&self, choice: &Choice, targets: &[Target]) -> anyhow::Result<Option<Journal>> {
        let Some(path) = &self.target.resume else { return Ok(None) };
        if !self.target.in_place && self.target.output.is_none() {
            bail!("--resume goes on writing files; add -i or -o");
        }
        if self.fields.is_some() || self.values.is_some() || self.split {
            bail!("--resume cannot go on with --fields, --values or --split; leave one of them out");
        }
        let mut sum = Sum::new();
        let (input, target) = (self.input, self.target);
        let typed = format!(
            "{:?}",
            (
                self.work,
                self.style.name(),
                (&choice.select, &choice.ignore, choice.min_score),
                (input.encoding, &input.field, input.kind, input.on_error),
                (target.in_place, &target.output, target.force),
            )
        );
        sum.add(typed.as_bytes());
        for list in choice.terms.iter().chain(&choice.keep) {
            sum.add(Sum::of(list).unwrap_or_default().as_bytes());
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
