//! Findings in the format that was asked for.

use std::collections::BTreeMap;
use std::io;

use yinmo::finding::Finding;
use yinmo::report::{self, Look, Separator, Source, View};
use yinmo::resolve::Reason;
use yinmo::rule::{RuleId, RuleSet};
use yinmo::span::Locator;
use yinmo::style::Masker;

use super::args::Format;
use super::sink::Sink;

/// One of the formats, with its look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reporter {
    format: Format,
    look: Look,
}

impl Reporter {
    pub(crate) const fn new(format: Format, colour: bool, explain: bool) -> Self {
        Self { format, look: Look { colour, explain } }
    }

    /// Whether records are parts of an array.
    pub(crate) const fn is_list(self) -> bool {
        matches!(self.format, Format::Json | Format::Sarif)
    }

    /// What comes before all files.
    pub(crate) fn head(self, rules: &RuleSet) -> String {
        match self.format {
            Format::Json => "[".to_owned(),
            Format::Sarif => report::sarif_head(rules),
            Format::Junit => report::JUNIT_HEAD.to_owned(),
            Format::Text | Format::Jsonl | Format::Github => String::new(),
        }
    }

    /// What comes after all files.
    pub(crate) const fn tail(self) -> &'static str {
        match self.format {
            Format::Json => "\n]\n",
            Format::Sarif => report::SARIF_TAIL,
            Format::Junit => report::JUNIT_TAIL,
            Format::Text | Format::Jsonl | Format::Github => "",
        }
    }

    /// Writes one file's findings; in a check each with what to do next, those alike together.
    pub(crate) fn write(
        self,
        source: Source<'_>,
        view: View<'_>,
        masker: &mut Masker,
        findings: &[(&Finding, Option<Reason>)],
        checked: bool,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        if checked && self.format == Format::Text {
            return self.checklist(source, view, masker, findings, sink);
        }
        if self.format == Format::Junit {
            report::junit_open(source.path, findings.len(), sink)?;
        }
        report::records(source, view, masker, findings.iter().copied(), |record| match self.format {
            Format::Text => report::text(record, source.text, self.look, sink),
            Format::Json => report::json(record, Separator::Comma, sink),
            Format::Jsonl => report::json(record, Separator::Line, sink),
            Format::Sarif => report::sarif(record, view.rules, sink),
            Format::Github => report::github(record, sink),
            Format::Junit => report::junit(record, sink),
        })?;
        if self.format == Format::Junit {
            report::junit_close(sink)?;
        }
        Ok(())
    }

    fn checklist(
        self,
        source: Source<'_>,
        view: View<'_>,
        masker: &mut Masker,
        findings: &[(&Finding, Option<Reason>)],
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mut locator = Locator::new(source.text);
        let mut kinds: BTreeMap<(RuleId, &str), usize> = BTreeMap::new();
        // Each kind by its first finding, with the lines of the others.
        let mut firsts: Vec<(&Finding, Option<Reason>)> = Vec::new();
        let mut others: Vec<Vec<usize>> = Vec::new();
        for &(finding, reason) in findings {
            let line = locator.locate(finding.span.start).line;
            let kind = *kinds.entry((finding.rule, finding.span.of(source.text))).or_insert(firsts.len());
            if kind < firsts.len() {
                others[kind].push(line);
            } else {
                firsts.push((finding, reason));
                others.push(Vec::new());
            }
        }
        let mut others = others.iter();
        report::records(source, view, masker, firsts.iter().copied(), |record| {
            report::text(record, source.text, self.look, sink)?;
            report::next(record, others.next().map_or(&[], Vec::as_slice), sink)
        })
    }
}
