//! `scan` and `check`: findings, without and with a verdict.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::anyhow;
use yinmo::allow::{Allowed, MARK};
use yinmo::engine::{Aim, Engine, Outcome};
use yinmo::finding::Finding;
use yinmo::format::Encoding;
use yinmo::policy::Purpose;
use yinmo::report::{Source, Tally, View, plural};
use yinmo::resolve::Reason;
use yinmo::rule::{RuleId, Severity};
use yinmo::style::Masker;

use super::allow::{self, Allowances, Baselines, Open};
use super::args::{Check, Choice, Input, Scan, Show};
use super::compared::Compared;
use super::config::{Config, Flags, Variant};
use super::input::{self, HEAD};
use super::kind::{Shape, shape};
use super::long::{self, Windows};
use super::office::Container;
use super::papers::{self, Papers};
use super::progress::Progress;
use super::records::{self, Part, Plan, Treat, Treated};
use super::run::{self, Done, Lane, Trouble};
use super::show::{Base, Reporter};
use super::sink::{Output, Sink};
use super::summary::Total;
use super::vault::Safe;
use super::walk::{self, Item};
use super::{Manner, Status, complain, target, write};

pub(crate) fn scan(args: &Scan, manner: Manner) -> anyhow::Result<Status> {
    let flags = Flags { style: args.style.as_deref(), input: Some(&args.input), ..Flags::default() };
    let allowances = Allowances::default();
    let (checks, rejected) = (false, args.rejected);
    let papers = Papers::default();
    let (input, show, baseline) = (&args.input, &args.show, None);
    let across = Compared::new(args.across);
    let job = Job { input, show, manner, checks, rejected, allowances, baseline, papers, safe: None, across };
    job.run(&args.choice, &flags, false)
}

pub(crate) fn check(args: &Check, manner: Manner) -> anyhow::Result<Status> {
    let baseline = args.baseline.as_deref();
    let flags =
        Flags { style: args.style.as_deref(), purpose: args.purpose, input: Some(&args.input), baseline };
    let allowances = Allowances::default();
    let (checks, rejected) = (true, false);
    let papers = Papers::new(None, args.receipt.as_deref());
    let (input, show, baseline) = (&args.input, &args.show, None);
    let safe = Safe::open(&args.vault, false, manner)?;
    let across = Compared::new(args.across);
    let job = Job { input, show, manner, checks, rejected, allowances, baseline, papers, safe, across };
    job.run(&args.choice, &flags, args.update_baseline)
}

struct Job<'a> {
    input: &'a Input,
    show: &'a Show,
    manner: Manner,
    /// Whether there is a verdict.
    checks: bool,
    rejected: bool,
    allowances: Allowances,
    baseline: Option<Baselines>,
    papers: Papers,
    /// Tells surrogates from real names.
    safe: Option<Safe>,
    /// What the files say of one another, when asked for.
    across: Option<Compared>,
}

impl Job<'_> {
    fn run(mut self, choice: &Choice, flags: &Flags<'_>, update: bool) -> anyhow::Result<Status> {
        let Some(config) = Config::load(choice, flags, self.manner)? else { return Ok(Status::Fine) };
        self.allowances = Allowances::load(config.settings())?;
        if self.checks {
            self.baseline = Baselines::load(config.settings(), update)?;
        }
        let (inputs, variants) = config.inputs(&self.input.paths, None, !self.input.field.is_empty())?;
        for (flag, path) in self.papers.files() {
            target::spare(path, flag, &inputs)?;
        }
        if let Some(report) = &self.input.report {
            target::spare(report, "--report", &inputs)?;
        }
        for failure in &inputs.failures {
            complain(&format!("yinmo: {}: {}", failure.name, failure.cause));
        }
        let reporter =
            Reporter::new(self.show.format, self.manner.colour, self.show.explain).advising(self.checks);
        let mut output = Output::new(reporter.is_list());
        output.frame(&reporter.head(variants.first().engine.rules()))?;
        let mut total = Total::new(self.input.report.is_some(), true);
        let progress = Progress::bar(inputs.bytes(), inputs.items.len(), true, self.manner);
        run::each(&inputs.items, variants.jobs, &progress, &mut output, &mut total, |index, item, lane| {
            let (variant, encoding) = (variants.of(index), variants.encoding);
            let engine = &variant.engine;
            let (open, seen) = Default::default();
            let worker = Worker { job: &self, index, variant, engine, encoding, reporter, open, seen };
            let done = worker.one(item, lane)?;
            self.papers.note_failure(index, item, &done);
            Ok(done)
        })?;
        output.frame(reporter.tail())?;
        output.flush()?;
        if let Some(across) = &self.across {
            let engine = &variants.first().engine;
            across.conclude(&inputs.items, engine, self.manner, &mut total);
        }
        total.add_failures(&inputs.failures, inputs.skipped.len());
        if let Some(path) = &self.input.report {
            let json = total.json(if self.checks { "check" } else { "scan" })?;
            write::replace(path, &json).map_err(|cause| anyhow!("{}: {cause}", path.display()))?;
        }
        progress.clear();
        total.table(&progress, self.manner);
        let mut purposes: Vec<Purpose> = variants.iter().map(|variant| variant.purpose).collect();
        purposes.dedup();
        self.conclude(&total.tally, &inputs, &purposes);
        self.papers.write_receipt("check", &config, &variants, &inputs, self.manner)?;
        self.end(variants.iter().all(|variant| variant.engine.policy().is_whole()))?;
        Ok(match () {
            () if total.tally.failures > 0 || total.has_bad() => Status::Failures,
            () if self.checks && total.tally.errors > 0 => Status::Findings,
            () => Status::Fine,
        })
    }

    /// What has to be said of the lists of allowed and of known findings.
    fn end(&mut self, whole: bool) -> anyhow::Result<()> {
        for line in self.allowances.stale().into_iter().filter(|_| whole) {
            self.manner.say(&line);
        }
        let Some(baseline) = self.baseline.take() else { return Ok(()) };
        let gone = baseline.gone();
        match baseline.write()? {
            Some(line) => self.manner.say(&line),
            None if gone > 0 => self.manner.say(&format!(
                "the baseline has {} in files that are gone; --update-baseline takes them out",
                plural(gone, "finding")
            )),
            None => {}
        }
        Ok(())
    }

    fn conclude(&self, tally: &Tally, inputs: &walk::Inputs, purposes: &[Purpose]) {
        let say = |line: String| self.manner.say(&line);
        super::say_skipped(inputs, tally.skipped, self.manner);
        if !self.checks {
            let groups = tally.by_group();
            let of = if groups.is_empty() { String::new() } else { format!(" ({groups})") };
            let failures = super::failures(tally.failures);
            return say(format!(
                "{}: {}{of}{failures}",
                plural(tally.files, "file"),
                plural(tally.findings(), "finding")
            ));
        }
        let name = match purposes {
            [Purpose::Release] => "release",
            [Purpose::Template] => "a template",
            [Purpose::Corpus] => "a corpus",
            _ => "what each path is for",
        };
        let verdict = if tally.errors > 0 {
            format!("not fit for {name}")
        } else if tally.failures > 0 {
            format!("no verdict for {name}, because not everything could be read")
        } else {
            format!("fit for {name}")
        };
        let groups = tally.by_group();
        let of = if groups.is_empty() { String::new() } else { format!(" ({groups})") };
        say(format!(
            "{verdict}: {}, {}, {}{of}{}",
            plural(tally.files, "file"),
            plural(tally.errors, "error"),
            plural(tally.warnings, "warning"),
            super::failures(tally.failures)
        ));
    }
}

/// Reads one input after another.
struct Worker<'a> {
    job: &'a Job<'a>,
    index: usize,
    variant: &'a Variant,
    engine: &'a Engine,
    encoding: Option<Encoding>,
    reporter: Reporter,
    /// What the baseline knows of records, and what was taken of it.
    open: Mutex<Option<Open>>,
    /// Findings of records by rule, and how many were allowed, for a receipt.
    seen: Mutex<(BTreeMap<String, usize>, usize)>,
}

/// The findings of a text that count, and what is shown of it.
struct Seen {
    outcome: Outcome,
    tally: Tally,
}

impl Worker<'_> {
    fn one(&self, item: &Item, lane: &mut Lane<'_, '_>) -> io::Result<Done> {
        match self.read(item, lane) {
            Ok(done) => Ok(done),
            Err(Trouble::Input(cause) | Trouble::Left(cause, _)) => Ok(Done::failed(item, &cause)),
            Err(Trouble::Output(error)) => Err(error),
        }
    }

    fn read(&self, item: &Item, lane: &mut Lane<'_, '_>) -> Result<Done, Trouble> {
        let shape = shape(item, self.job.input)?;
        if shape != Shape::Text {
            return self.records(item, shape, lane);
        }
        let mut opened = input::open(item, HEAD, lane.progress)?;
        let is_container = Container::is(&item.relative, &opened.head)?;
        let container =
            is_container.then(|| Container::read(&mut opened, &self.job.input.opening)).transpose()?;
        if container.is_none() && !opened.whole && !self.needs_whole(&opened.head) {
            return self.long(item, opened, lane);
        }
        if container.is_none() {
            opened.read_to(self.job.input.max_unit)?;
        }
        if !opened.whole {
            return Err(
                format!("larger than --max-unit ({} bytes); raise it", self.job.input.max_unit).into()
            );
        }
        let decoded = match &container {
            Some(container) => Some(container.decoded()),
            None => input::text(item, &opened.head, self.encoding)?,
        };
        let Some(decoded) = decoded else {
            return Ok(Done::skipped(item, self.job.manner));
        };
        let text = decoded.text.as_ref();
        let rejected = self.job.rejected;
        let mut outcome = if rejected { self.engine.scan_explained(text) } else { self.engine.scan(text) };
        if let Some(container) = &container {
            container.add_fields(self.engine, &mut outcome.findings);
        }
        let rules = self.engine.rules();
        if let Some(across) = &self.job.across {
            across.add(self.index, text, &outcome.findings, rules);
        }
        let mut allowed = self.job.allowances.of(item, text, &outcome.findings, rules);
        let mut done = Done::default();
        if let Some(safe) = &self.job.safe {
            let written = safe.written(&opened.head);
            if written.is_empty() && !outcome.findings.is_empty() && !self.job.manner.quiet {
                done.messages.push(format!(
                    "{}: the vault does not hold this text as it is; a surrogate in it counts as real",
                    item.name
                ));
            }
            allowed = allowed.and(written);
        }
        let (mut seen, taken) = self.see(outcome, &allowed);
        // Of what is not looked for nothing can be said.
        if !self.job.manner.quiet && self.engine.policy().is_whole() {
            done.messages.extend(allow::stale_marks(item, &allowed, &taken, rules));
        }
        self.compare(item, text, &mut seen, &mut done);
        let source = Source { path: &item.name, unit: None, text };
        let mut masker = self.variant.style.masker();
        masker.meet(text, &seen.outcome.findings);
        match &container {
            Some(container) => {
                self.show_units(container, &item.name, &seen, &mut masker, lane.sink)?;
                done.messages.extend(container.say_unscanned(&item.name).filter(|_| !self.job.manner.quiet));
            }
            None => self.show(source, Base::START, &seen, &mut masker, lane.sink)?,
        }
        self.job.papers.note(&papers::Work {
            index: self.index,
            item,
            bytes: &opened.head,
            decoded: &decoded,
            variant: self.variant,
            findings: &seen.outcome.findings,
            edits: None,
            left: &[],
            parts: (BTreeMap::new(), container.as_ref().map(Container::blind).unwrap_or_default()),
            allowed: taken.len(),
            made: None,
            passed: seen.tally.errors == 0,
        });
        done.tally = seen.tally;
        done.tally.files = 1;
        Ok(done)
    }

    fn records(&self, item: &Item, shape: Shape, lane: &mut Lane<'_, '_>) -> Result<Done, Trouble> {
        let job = self.job;
        if job.safe.is_some() {
            return Err(
                "a vault tells surrogates from real names in texts, not in records; check them without it"
                    .to_owned()
                    .into(),
            );
        }
        if job.papers.has_receipt() && item.path.is_none() {
            return Err("a receipt of records needs a file, not standard input".to_owned().into());
        }
        if let Some(across) = &job.across {
            across.leave_out();
        }
        *lock(&self.open) = job.baseline.as_ref().map(|baseline| baseline.open(item));
        let (input, encoding) = (job.input, self.encoding);
        let plan = Plan { input, encoding, treat: self, target: None, in_place: false, diff: None };
        // Of two that look the same the first is the known one, whatever the number of threads.
        let jobs = if job.baseline.is_some() { 1 } else { lane.jobs };
        let mut lane = Lane { sink: &mut *lane.sink, jobs, progress: lane.progress };
        let (mut done, _) = records::run(item, shape, &plan, &mut lane)?;
        if let (Some(baseline), Some(open)) = (&job.baseline, lock(&self.open).take()) {
            let (known, stale) = baseline.close(item, open, self.counts());
            self.say_compared(item, known, stale, &mut done);
        }
        if let (true, Some(path)) = (job.papers.has_receipt(), &item.path) {
            let (findings, allowed) = std::mem::take(&mut *lock(&self.seen));
            job.papers.note_records(self.index, item, path, findings, allowed, done.tally.errors == 0)?;
        }
        Ok(done)
    }

    /// Whether a text has to be held as a whole: it is compared, noted, or has marks.
    fn needs_whole(&self, head: &[u8]) -> bool {
        self.job.baseline.is_some()
            || self.job.across.is_some()
            || self.job.papers.has_receipt()
            || self.job.safe.is_some()
            || self.job.allowances.needs_findings()
            || head.windows(MARK.len()).any(|part| part == MARK.as_bytes())
    }

    /// Takes out what the baseline knows.
    fn compare(&self, item: &Item, text: &str, seen: &mut Seen, done: &mut Done) {
        let Some(baseline) = &self.job.baseline else { return };
        let mut open = baseline.open(item);
        baseline.take(&mut open, text, &mut seen.outcome.findings, self.engine.rules());
        let (known, stale) = baseline.close(item, open, self.counts());
        seen.tally = self.tally(&seen.outcome.findings);
        self.say_compared(item, known, stale, done);
    }

    /// Which rules a baseline is asked about.
    fn counts(&self) -> impl Fn(&str) -> bool + '_ {
        let (rules, purpose) = (self.engine.rules(), self.variant.purpose);
        move |rule: &str| {
            let group = rules.find(rule).map(|id| rules.group(id));
            self.engine.policy().is_on(rule) && group.is_some_and(|group| purpose.fails(group))
        }
    }

    fn say_compared(&self, item: &Item, known: usize, stale: usize, done: &mut Done) {
        let manner = self.job.manner;
        if known > 0 && manner.verbose {
            done.messages.push(format!("{}: {} in the baseline", item.name, plural(known, "finding")));
        }
        if stale > 0 && !manner.quiet {
            done.messages.push(format!(
                "{}: {} of the baseline not there any more; --update-baseline takes them out",
                item.name,
                plural(stale, "finding")
            ));
        }
    }

    /// A text that is too long to hold.
    fn long(&self, item: &Item, opened: input::Input, lane: &mut Lane<'_, '_>) -> Result<Done, Trouble> {
        let Some(source) = input::stream(item, opened, self.encoding, false)? else {
            return Ok(Done::skipped(item, self.job.manner));
        };
        let mut done = Done::default();
        done.tally.files = 1;
        // Masks that depend on what came before are written in order; others where the window is read.
        let mut masker = self.variant.style.masker();
        let in_order = masker.meets();
        let (progress, sink) = (lane.progress, &mut *lane.sink);
        long::scan(
            Windows::new(source),
            self.engine,
            if self.job.rejected { Aim::Explain } else { Aim::Report },
            lane.jobs,
            |window, outcome| {
                let (seen, _) = self.see(outcome, &Allowed::default());
                let mut report = Sink::kept();
                if !in_order {
                    let source = Source { path: &item.name, unit: None, text: &window.text };
                    let mut masker = self.variant.style.masker();
                    self.show(source, window.base, &seen, &mut masker, &mut report)?;
                }
                Ok((window, seen, report.finish()?))
            },
            |result: io::Result<_>| {
                let (window, seen, report) = result?;
                progress.show();
                done.tally.add(&seen.tally);
                if in_order {
                    masker.meet(&window.text, &seen.outcome.findings);
                    let source = Source { path: &item.name, unit: None, text: &window.text };
                    self.show(source, window.base, &seen, &mut masker, sink)?;
                }
                Ok(sink.write_all(&report)?)
            },
        )?;
        Ok(done)
    }

    /// Leaves out what does not matter here, and counts the rest.
    fn see(&self, mut outcome: Outcome, allowed: &Allowed) -> (Seen, Vec<Finding>) {
        let rules = self.engine.rules();
        let taken = allowed.take_from(&mut outcome.findings, rules);
        if self.job.checks {
            outcome.findings.retain(|finding| self.variant.purpose.fails(rules.group(finding.rule)));
        }
        outcome.rejected.extend(taken.iter().map(|finding| (finding.clone(), Reason::Allowed)));
        let tally = self.tally(&outcome.findings);
        (Seen { outcome, tally }, taken)
    }

    fn tally(&self, findings: &[Finding]) -> Tally {
        let mut tally = Tally::default();
        tally.count_all(findings, self.engine.rules(), self.engine.policy());
        tally
    }

    fn show(
        &self,
        source: Source<'_>,
        base: Base,
        seen: &Seen,
        masker: &mut Masker,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        self.reporter.write(source, base, self.view(), masker, &self.shown(seen), sink)
    }

    /// The same of a file with a container, unit by unit.
    fn show_units(
        &self,
        container: &Container,
        path: &str,
        seen: &Seen,
        masker: &mut Masker,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        for (unit, findings) in container.by_unit(&self.shown(seen)) {
            let source = Source { path, unit: Some(&unit.locator), text: &unit.text };
            let findings: Vec<_> = findings.iter().map(|(finding, reason)| (finding, *reason)).collect();
            self.reporter.write(source, Base::START, self.view(), masker, &findings, sink)?;
        }
        Ok(())
    }

    fn view(&self) -> View<'_> {
        let (rules, policy) = (self.engine.rules(), self.engine.policy());
        View { rules, policy, with_text: !self.job.show.no_text, details: true }
    }

    /// What is shown, in order.
    fn shown<'f>(&self, seen: &'f Seen) -> Vec<(&'f Finding, Option<Reason>)> {
        let (rules, policy) = (self.engine.rules(), self.engine.policy());
        // Of a check, notes are shown on request.
        let is_shown = |finding: &Finding| {
            !self.job.checks
                || policy.severity(rules, finding.rule, finding.score) > Severity::Note
                || self.job.manner.verbose
        };
        let mut shown: Vec<(&Finding, Option<Reason>)> =
            seen.outcome.findings.iter().filter(|f| is_shown(f)).map(|f| (f, None)).collect();
        if self.job.rejected {
            let losers = seen.outcome.rejected.iter().filter(|(f, _)| f.rule != RuleId::KEEP);
            shown.extend(losers.map(|(finding, reason)| (finding, Some(*reason))));
            shown.sort_by_key(|(finding, reason)| (finding.span, reason.is_some()));
        }
        shown
    }
}

impl Treat for Worker<'_> {
    fn treat(&self, path: &str, parts: &[Part<'_>], sink: &mut Sink<'_>) -> io::Result<Treated> {
        let mut treated = Treated::default();
        let item = Item::named(Path::new(path));
        let mut masker = self.variant.style.masker();
        let mut all = Vec::with_capacity(parts.len());
        for part in parts {
            let rejected = self.job.rejected;
            let outcome =
                if rejected { self.engine.scan_explained(part.text) } else { self.engine.scan(part.text) };
            masker.meet(part.text, &outcome.findings);
            let allowed = self.job.allowances.of(&item, part.text, &outcome.findings, self.engine.rules());
            let (mut seen, taken) = self.see(outcome, &allowed);
            if let (Some(baseline), Some(open)) = (&self.job.baseline, &mut *lock(&self.open)) {
                baseline.take(open, part.text, &mut seen.outcome.findings, self.engine.rules());
                seen.tally = self.tally(&seen.outcome.findings);
            }
            if self.job.papers.has_receipt() {
                let (counts, allowed) = &mut *lock(&self.seen);
                *allowed += taken.len();
                for finding in &seen.outcome.findings {
                    let name = &self.engine.rules().rule(finding.rule).name;
                    *counts.entry(name.to_string()).or_default() += 1;
                }
            }
            all.push(seen);
        }
        for (part, seen) in parts.iter().zip(all) {
            treated.tally.add(&seen.tally);
            let source = Source { path, unit: Some(&part.unit), text: part.text };
            self.show(source, Base::START, &seen, &mut masker, sink)?;
            masker.next_part();
        }
        Ok(treated)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
