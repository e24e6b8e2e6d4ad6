//! `scan` and `check`: findings, without and with a verdict.

use std::io::{self, Write as _};

use anyhow::anyhow;
use yinmo::engine::{Engine, Outcome};
use yinmo::finding::Finding;
use yinmo::policy::Purpose;
use yinmo::report::{Source, Tally, View, plural};
use yinmo::resolve::Reason;
use yinmo::rule::{RuleId, Severity};
use yinmo::style::{Masker, Style};

use super::args::{Check, Choice, Input, Scan, Show};
use super::input::{self, HEAD};
use super::kind::{Shape, shape};
use super::long::{self, Windows};
use super::progress::Progress;
use super::records::{self, Part, Plan, Treat, Treated};
use super::run::{self, Done, Lane, Trouble};
use super::show::{Base, Reporter};
use super::sink::{Output, Sink};
use super::summary::Total;
use super::walk::{self, Item};
use super::{Manner, Status, complain, target, terms, write};

pub(crate) fn scan(args: &Scan, manner: Manner) -> anyhow::Result<Status> {
    let job = Job {
        input: &args.input,
        show: &args.show,
        manner,
        style: &args.style,
        purpose: None,
        rejected: args.rejected,
    };
    job.run(&args.choice)
}

pub(crate) fn check(args: &Check, manner: Manner) -> anyhow::Result<Status> {
    let purpose = Some(args.purpose);
    let job =
        Job { input: &args.input, show: &args.show, manner, style: &args.style, purpose, rejected: false };
    job.run(&args.choice)
}

struct Job<'a> {
    input: &'a Input,
    show: &'a Show,
    manner: Manner,
    style: &'a Style,
    /// What is checked for; `None` scans.
    purpose: Option<Purpose>,
    rejected: bool,
}

impl Job<'_> {
    fn run(&self, choice: &Choice) -> anyhow::Result<Status> {
        let engine = terms::engine(choice)?;
        let inputs = walk::inputs(&self.input.paths, None, !self.input.field.is_empty())?;
        if let Some(report) = &self.input.report {
            target::spare(report, "--report", &inputs)?;
        }
        for failure in &inputs.failures {
            complain(&format!("yinmo: {}: {}", failure.name, failure.cause));
        }
        let reporter = Reporter::new(self.show.format, self.manner.colour, self.show.explain)
            .advising(self.purpose.is_some());
        let worker = Worker { job: self, engine: &engine, reporter };
        let mut output = Output::new(reporter.is_list());
        output.frame(&reporter.head(engine.rules()))?;
        let mut total = Total::new(self.input.report.is_some(), true);
        let progress = Progress::bar(inputs.bytes(), inputs.items.len(), true, self.manner);
        run::each(&inputs.items, self.input.jobs, &progress, &mut output, &mut total, |_, item, lane| {
            worker.one(item, lane)
        })?;
        output.frame(reporter.tail())?;
        output.flush()?;
        total.add_failures(&inputs.failures, inputs.skipped.len());
        if let Some(path) = &self.input.report {
            let json = total.json(if self.purpose.is_some() { "check" } else { "scan" })?;
            write::replace(path, &json).map_err(|cause| anyhow!("{}: {cause}", path.display()))?;
        }
        progress.clear();
        total.table(&progress, self.manner);
        self.conclude(&total.tally, &inputs);
        Ok(match self.purpose {
            _ if total.tally.failures > 0 || total.has_bad() => Status::Failures,
            Some(_) if total.tally.errors > 0 => Status::Findings,
            _ => Status::Fine,
        })
    }

    fn conclude(&self, tally: &Tally, inputs: &walk::Inputs) {
        let say = |line: String| self.manner.say(&line);
        super::say_skipped(inputs, tally.skipped, self.manner);
        let Some(purpose) = self.purpose else {
            let groups = tally.by_group();
            let of = if groups.is_empty() { String::new() } else { format!(" ({groups})") };
            let failures = super::failures(tally.failures);
            return say(format!(
                "{}: {}{of}{failures}",
                plural(tally.files, "file"),
                plural(tally.findings(), "finding")
            ));
        };
        let name = match purpose {
            Purpose::Release => "release",
            Purpose::Template => "a template",
            Purpose::Corpus => "a corpus",
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
    engine: &'a Engine,
    reporter: Reporter,
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
            let plan = Plan { input: self.job.input, treat: self, target: None, in_place: false, diff: None };
            return records::run(item, shape, &plan, lane).map(|(done, _)| done);
        }
        let opened = input::open(item, HEAD, lane.progress)?;
        if !opened.whole {
            return self.long(item, opened, lane);
        }
        let text = match input::text(item, &opened.head, self.job.input.encoding.0)? {
            Some(decoded) => decoded.text,
            None => return Ok(Done::skipped(item, self.job.manner)),
        };
        let rejected = self.job.rejected;
        let outcome = if rejected { self.engine.scan_explained(&text) } else { self.engine.scan(&text) };
        let seen = self.see(outcome);
        let source = Source { path: &item.name, unit: None, text: &text };
        let mut masker = self.job.style.masker();
        masker.meet(&text, &seen.outcome.findings);
        self.show(source, Base::START, &seen, &mut masker, lane.sink)?;
        let mut done = Done { tally: seen.tally, ..Done::default() };
        done.tally.files = 1;
        Ok(done)
    }

    /// A text that is too long to hold.
    fn long(&self, item: &Item, opened: input::Input, lane: &mut Lane<'_, '_>) -> Result<Done, Trouble> {
        let Some(source) = input::stream(item, opened, self.job.input.encoding.0, false)? else {
            return Ok(Done::skipped(item, self.job.manner));
        };
        let mut done = Done::default();
        done.tally.files = 1;
        // Masks that depend on what came before are written in order; others where the window is read.
        let mut masker = self.job.style.masker();
        let in_order = masker.meets();
        let (progress, sink) = (lane.progress, &mut *lane.sink);
        long::scan(
            Windows::new(source),
            self.engine,
            self.job.rejected,
            lane.jobs,
            |window, outcome| {
                let seen = self.see(outcome);
                let mut report = Sink::kept();
                if !in_order {
                    let source = Source { path: &item.name, unit: None, text: &window.text };
                    let mut masker = self.job.style.masker();
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
    fn see(&self, mut outcome: Outcome) -> Seen {
        let rules = self.engine.rules();
        if let Some(purpose) = self.job.purpose {
            outcome.findings.retain(|finding| purpose.fails(rules.group(finding.rule)));
        }
        let mut tally = Tally::default();
        for finding in &outcome.findings {
            tally.count(
                rules.group(finding.rule),
                self.engine.policy().severity(rules, finding.rule, finding.score),
            );
        }
        Seen { outcome, tally }
    }

    fn show(
        &self,
        source: Source<'_>,
        base: Base,
        seen: &Seen,
        masker: &mut Masker,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let (rules, policy) = (self.engine.rules(), self.engine.policy());
        // Of a check, notes are shown on request.
        let is_shown = |finding: &Finding| {
            self.job.purpose.is_none()
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
        let view = View { rules, policy, with_text: !self.job.show.no_text };
        self.reporter.write(source, base, view, masker, &shown, sink)
    }
}

impl Treat for Worker<'_> {
    fn treat(&self, path: &str, parts: &[Part<'_>], sink: &mut Sink<'_>) -> io::Result<Treated> {
        let mut treated = Treated::default();
        let mut masker = self.job.style.masker();
        let mut all = Vec::with_capacity(parts.len());
        for part in parts {
            let rejected = self.job.rejected;
            let outcome =
                if rejected { self.engine.scan_explained(part.text) } else { self.engine.scan(part.text) };
            masker.meet(part.text, &outcome.findings);
            all.push(self.see(outcome));
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
