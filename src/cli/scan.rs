//! `scan` and `check`: findings, without and with a verdict.

use std::io;

use yinmo::finding::Finding;
use yinmo::format::Encoding;
use yinmo::policy::Purpose;
use yinmo::report::{Source, View, plural};
use yinmo::resolve::Reason;
use yinmo::rule::{Group, RuleId, Severity};

use super::args::{Check, Choice, Input, Scan, Show};
use super::config::{Config, Flags, Variant};
use super::run::{self, Done};
use super::show::Reporter;
use super::sink::{Output, Sink};
use super::walk::{self, Item};
use super::{Manner, Status, complain, read};

pub(crate) fn scan(args: &Scan, manner: Manner) -> anyhow::Result<Status> {
    let flags = Flags { style: args.style.as_deref(), purpose: None, input: Some(&args.input) };
    let job = Job { input: &args.input, show: &args.show, manner, checks: false, rejected: args.rejected };
    job.run(&args.choice, &flags)
}

pub(crate) fn check(args: &Check, manner: Manner) -> anyhow::Result<Status> {
    let flags = Flags { style: args.style.as_deref(), purpose: args.purpose, input: Some(&args.input) };
    let job = Job { input: &args.input, show: &args.show, manner, checks: true, rejected: false };
    job.run(&args.choice, &flags)
}

struct Job<'a> {
    input: &'a Input,
    show: &'a Show,
    manner: Manner,
    /// Whether there is a verdict.
    checks: bool,
    rejected: bool,
}

impl Job<'_> {
    fn run(&self, choice: &Choice, flags: &Flags<'_>) -> anyhow::Result<Status> {
        let Some(config) = Config::load(choice, flags, self.manner)? else { return Ok(Status::Fine) };
        let (inputs, variants) = config.inputs(&self.input.paths, None)?;
        for failure in &inputs.failures {
            complain(&format!("yinmo: {failure}"));
        }
        let reporter = Reporter::new(self.show.format, self.manner.colour, self.show.explain);
        let mut output = Output::new(reporter.is_list());
        output.frame(&reporter.head(variants.first().engine.rules()))?;
        let encoding = variants.encoding;
        let (mut tally, _) = run::each(&inputs.items, variants.jobs, &mut output, |index, item, sink| {
            self.one(item, (variants.of(index), encoding), &reporter, sink)
        })?;
        output.frame(reporter.tail())?;
        output.flush()?;
        tally.failures += inputs.failures.len();
        tally.skipped += inputs.skipped.len();
        let mut purposes: Vec<Purpose> = variants.iter().map(|variant| variant.purpose).collect();
        purposes.dedup();
        self.conclude(&tally, &inputs, &purposes);
        Ok(match () {
            () if tally.failures > 0 => Status::Failures,
            () if self.checks && tally.errors > 0 => Status::Findings,
            () => Status::Fine,
        })
    }

    fn one(
        &self,
        item: &Item,
        (variant, encoding): (&Variant, Option<Encoding>),
        reporter: &Reporter,
        sink: &mut Sink<'_>,
    ) -> io::Result<Done> {
        let Variant { engine, style, purpose } = variant;
        let bytes = match read::bytes(item) {
            Ok(bytes) => bytes,
            Err(cause) => return Ok(Done::failed(item, &cause)),
        };
        let text = match read::text(item, &bytes, encoding) {
            Ok(Some(decoded)) => decoded.text,
            Ok(None) => return Ok(Done::skipped(item, self.manner)),
            Err(cause) => return Ok(Done::failed(item, &cause)),
        };
        let mut outcome = if self.rejected { engine.scan_explained(&text) } else { engine.scan(&text) };
        if self.checks {
            outcome.findings.retain(|finding| purpose.fails(engine.rules().group(finding.rule)));
        }
        let mut done = Done::default();
        done.tally.files = 1;
        let rules = engine.rules();
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
        let source = Source { path: &item.name, unit: None, text: &text };
        let view = View { rules, policy: engine.policy(), with_text: !self.show.no_text };
        let mut masker = style.masker();
        masker.meet(&text, &outcome.findings);
        reporter.write(source, view, &mut masker, &shown, sink)?;
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
