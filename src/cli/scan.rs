//! `scan` and `check`: findings, without and with a verdict.

use std::io;

use yinmo::engine::Engine;
use yinmo::finding::Finding;
use yinmo::policy::Purpose;
use yinmo::report::{Source, View, plural};
use yinmo::resolve::Reason;
use yinmo::rule::{RuleId, Severity};
use yinmo::style::Style;

use super::args::{Check, Choice, Input, Scan, Show};
use super::run::{self, Done};
use super::show::Reporter;
use super::sink::{Output, Sink};
use super::walk::{self, Item};
use super::{Manner, Status, complain, read, terms};

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
        let inputs = walk::inputs(&self.input.paths, None)?;
        for failure in &inputs.failures {
            complain(&format!("yinmo: {failure}"));
        }
        let reporter = Reporter::new(self.show.format, self.manner.colour, self.show.explain);
        let mut output = Output::new(reporter.is_list());
        output.frame(&reporter.head(engine.rules()))?;
        let (mut tally, _) = run::each(&inputs.items, self.input.jobs, &mut output, |_, item, sink| {
            self.one(item, &engine, &reporter, sink)
        })?;
        output.frame(reporter.tail())?;
        output.flush()?;
        tally.failures += inputs.failures.len();
        tally.skipped += inputs.skipped.len();
        self.conclude(&tally, &inputs);
        Ok(match self.purpose {
            _ if tally.failures > 0 => Status::Failures,
            Some(_) if tally.errors > 0 => Status::Findings,
            _ => Status::Fine,
        })
    }

    fn one(
        &self,
        item: &Item,
        engine: &Engine,
        reporter: &Reporter,
        sink: &mut Sink<'_>,
    ) -> io::Result<Done> {
        let bytes = match read::bytes(item) {
            Ok(bytes) => bytes,
            Err(cause) => return Ok(Done::failed(item, &cause)),
        };
        let text = match read::text(item, &bytes, self.input.encoding.0) {
            Ok(Some(decoded)) => decoded.text,
            Ok(None) => return Ok(Done::skipped(item, self.manner)),
            Err(cause) => return Ok(Done::failed(item, &cause)),
        };
        let mut outcome = if self.rejected { engine.scan_explained(&text) } else { engine.scan(&text) };
        if let Some(purpose) = self.purpose {
            outcome.findings.retain(|finding| purpose.fails(engine.rules().group(finding.rule)));
        }
        let mut done = Done::default();
        done.tally.files = 1;
        let rules = engine.rules();
        let mut shown: Vec<(&Finding, Option<Reason>)> = Vec::new();
        for finding in &outcome.findings {
            let (group, severity) =
                (rules.group(finding.rule), engine.policy().severity(rules, finding.rule, finding.score));
            done.tally.count(group, severity);
            // Of a check, notes are shown on request.
            if self.purpose.is_none() || severity > Severity::Note || self.manner.verbose {
                shown.push((finding, None));
            }
        }
        if self.rejected {
            let losers = outcome.rejected.iter().filter(|(f, _)| f.rule != RuleId::KEEP);
            shown.extend(losers.map(|(finding, reason)| (finding, Some(*reason))));
            shown.sort_by_key(|(finding, reason)| (finding.span, reason.is_some()));
        }
        let source = Source { path: &item.name, unit: None, text: &text };
        let view = View { rules, policy: engine.policy(), with_text: !self.show.no_text };
        let mut masker = self.style.masker();
        masker.meet(&text, &outcome.findings);
        reporter.write(source, view, &mut masker, &shown, self.purpose.is_some(), sink)?;
        Ok(done)
    }

    fn conclude(&self, tally: &yinmo::report::Tally, inputs: &walk::Inputs) {
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
