//! `scan` and `check`: findings, without and with a verdict.

use std::io;

use yinmo::finding::Finding;
use yinmo::format::Encoding;
use yinmo::policy::Purpose;
use yinmo::report::{Source, View, plural};
use yinmo::resolve::Reason;
use yinmo::rule::{Group, RuleId, Severity};

use super::allow::{self, Allowances, Baselines};
use super::args::{Check, Choice, Input, Scan, Show};
use super::config::{Config, Flags, Variant};
use super::papers::{self, Papers};
use super::run::{self, Done};
use super::show::Reporter;
use super::sink::{Output, Sink};
use super::walk::{self, Item};
use super::{Manner, Status, complain, read, target};

pub(crate) fn scan(args: &Scan, manner: Manner) -> anyhow::Result<Status> {
    let flags = Flags { style: args.style.as_deref(), input: Some(&args.input), ..Flags::default() };
    let allowances = Allowances::default();
    let (checks, rejected) = (false, args.rejected);
    let papers = Papers::default();
    let (input, show, baseline) = (&args.input, &args.show, None);
    let job = Job { input, show, manner, checks, rejected, allowances, baseline, papers };
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
    let job = Job { input, show, manner, checks, rejected, allowances, baseline, papers };
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
}

impl Job<'_> {
    fn run(mut self, choice: &Choice, flags: &Flags<'_>, update: bool) -> anyhow::Result<Status> {
        let Some(config) = Config::load(choice, flags, self.manner)? else { return Ok(Status::Fine) };
        self.allowances = Allowances::load(config.settings())?;
        if self.checks {
            self.baseline = Baselines::load(config.settings(), update)?;
        }
        let (inputs, variants) = config.inputs(&self.input.paths, None)?;
        for (flag, path) in self.papers.files() {
            target::spare(path, flag, &inputs)?;
        }
        for failure in &inputs.failures {
            complain(&format!("yinmo: {failure}"));
        }
        let reporter = Reporter::new(self.show.format, self.manner.colour, self.show.explain);
        let mut output = Output::new(reporter.is_list());
        output.frame(&reporter.head(variants.first().engine.rules()))?;
        let encoding = variants.encoding;
        let (mut tally, _) = run::each(&inputs.items, variants.jobs, &mut output, |index, item, sink| {
            let done = self.one((index, item), (variants.of(index), encoding), &reporter, sink)?;
            self.papers.note_failure(index, item, &done);
            Ok(done)
        })?;
        output.frame(reporter.tail())?;
        output.flush()?;
        tally.failures += inputs.failures.len();
        tally.skipped += inputs.skipped.len();
        let mut purposes: Vec<Purpose> = variants.iter().map(|variant| variant.purpose).collect();
        purposes.dedup();
        self.conclude(&tally, &inputs, &purposes);
        self.papers.write_receipt("check", &config, &variants, &inputs, self.manner)?;
        self.end(variants.iter().all(|variant| variant.engine.policy().is_whole()))?;
        Ok(match () {
            () if tally.failures > 0 => Status::Failures,
            () if self.checks && tally.errors > 0 => Status::Findings,
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

    fn one(
        &self,
        (index, item): (usize, &Item),
        (variant, encoding): (&Variant, Option<Encoding>),
        reporter: &Reporter,
        sink: &mut Sink<'_>,
    ) -> io::Result<Done> {
        let Variant { engine, style, purpose } = variant;
        let bytes = match read::bytes(item) {
            Ok(bytes) => bytes,
            Err(cause) => return Ok(Done::failed(item, &cause)),
        };
        let decoded = match read::text(item, &bytes, encoding) {
            Ok(Some(decoded)) => decoded,
            Ok(None) => return Ok(Done::skipped(item, self.manner)),
            Err(cause) => return Ok(Done::failed(item, &cause)),
        };
        let text = decoded.text.as_ref();
        let mut outcome = if self.rejected { engine.scan_explained(text) } else { engine.scan(text) };
        let rules = engine.rules();
        let allowed = self.allowances.of(item, text, &outcome.findings, rules);
        let mut taken = allowed.take_from(&mut outcome.findings, rules);
        let allowed_here = taken.len();
        let mut done = Done::default();
        // Of what is not looked for nothing can be said.
        if !self.manner.quiet && engine.policy().is_whole() {
            done.messages = allow::stale_marks(item, &allowed, &taken, rules);
        }
        if self.checks {
            outcome.findings.retain(|finding| purpose.fails(rules.group(finding.rule)));
        }
        outcome.rejected.extend(taken.drain(..).map(|finding| (finding, Reason::Allowed)));
        done.tally.files = 1;
        if let Some(baseline) = &self.baseline {
            let counts = |rule: &str| {
                let group = rules.find(rule).map(|id| rules.group(id));
                engine.policy().is_on(rule) && group.is_some_and(|group| purpose.fails(group))
            };
            let (known, stale) = baseline.take(item, text, &mut outcome.findings, rules, counts);
            let mut say = |n: usize, what: &str| {
                if n > 0 && !self.manner.quiet {
                    done.messages.push(format!("{}: {what}", item.name));
                }
            };
            if self.manner.verbose {
                say(known, &format!("{} in the baseline", plural(known, "finding")));
            }
            let entries = plural(stale, "finding");
            say(
                stale,
                &format!("{entries} of the baseline not there any more; --update-baseline takes them out"),
            );
        }
        let mut shown: Vec<(&Finding, Option<Reason>)> = Vec::new();
        for finding in &outcome.findings {
            let (group, severity) =
                (rules.group(finding.rule), engine.policy().severity(rules, finding.rule));
            done.tally.count(group, severity);
            // Of a check, notes are shown on request.
            if !self.checks || severity > Severity::Note || self.manner.verbose {
                shown.push((finding, None));
            }
        }
        if self.rejected {
            let losers = outcome.rejected.iter().filter(|(f, _)| f.rule != RuleId::KEEP);
            shown.extend(losers.map(|(finding, reason)| (finding, Some(*reason))));
            shown.sort_by_key(|(finding, reason)| (finding.span, reason.is_some()));
        }
        let source = Source { path: &item.name, unit: None, text };
        let view = View { rules, policy: engine.policy(), with_text: !self.show.no_text };
        let mut masker = style.masker();
        masker.meet(text, &outcome.findings);
        reporter.write(source, view, &mut masker, &shown, sink)?;
        self.papers.note(&papers::Work {
            index,
            item,
            bytes: &bytes,
            decoded: &decoded,
            variant,
            findings: &outcome.findings,
            edits: None,
            left: &[],
            allowed: allowed_here,
            made: None,
            passed: done.tally.errors == 0,
        });
        Ok(done)
    }

    fn conclude(&self, tally: &yinmo::report::Tally, inputs: &walk::Inputs, purposes: &[Purpose]) {
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
        for (groups, advice) in ADVICE {
            if groups.iter().any(|&group| tally.of(group) > 0) {
                let names: Vec<&str> =
                    groups.iter().filter(|&&g| tally.of(g) > 0).map(|g| g.name()).collect();
                say(format!("  {}: {advice}", names.join(", ")));
            }
        }
    }
}

/// What to do next, by group.
const ADVICE: [(&[Group], &str); 5] = [
    (
        &[Group::Entity, Group::Figure, Group::Date, Group::Id],
        "replace them with `yinmo mask`; list what may stay in a file for --keep",
    ),
    (&[Group::Placeholder], "fill in the real word or figure, or delete the sentence"),
    (&[Group::Marker], "take them out with `yinmo clean`; where text is missing, get the full document"),
    (&[Group::Damage], "compare with the original and restore what is missing"),
    (&[Group::Consistency], "compare both places and decide for one"),
];
