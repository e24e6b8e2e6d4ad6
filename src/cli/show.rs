//! Findings in the format that was asked for.

use std::collections::BTreeMap;
use std::io;

use yinmo::finding::Finding;
use yinmo::report::{self, Look, Record, Separator, Source, View};
use yinmo::resolve::Reason;
use yinmo::rule::{RuleId, RuleSet};
use yinmo::span::Locator;
use yinmo::style::Masker;

use super::args::Format;
use super::sink::Sink;

/// Where a piece stands in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    /// Bytes before it.
    pub(crate) bytes: usize,
    /// Line ends before it.
    pub(crate) lines: usize,
    /// Characters of its first line before it.
    pub(crate) columns: usize,
}

impl Base {
    /// The start of the text.
    pub(crate) const START: Self = Self { bytes: 0, lines: 0, columns: 0 };

    /// Where the next piece stands.
    pub(crate) fn after(self, piece: &str) -> Self {
        let bytes = self.bytes + piece.len();
        match piece.rfind('\n') {
            Some(last) => Self {
                bytes,
                lines: self.lines + piece.bytes().filter(|&b| b == b'\n').count(),
                columns: piece[last + 1..].chars().count(),
            },
            None => Self { bytes, columns: self.columns + piece.chars().count(), ..self },
        }
    }

    fn shift<'r>(self, record: &Record<'r>) -> Record<'r> {
        let column = |line: usize, column: usize| if line == 1 { column + self.columns } else { column };
        Record {
            start: record.start + self.bytes,
            end: record.end + self.bytes,
            line: record.line + self.lines,
            column: column(record.line, record.column),
            end_line: record.end_line + self.lines,
            end_column: column(record.end_line, record.end_column),
            ..*record
        }
    }
}

/// One of the formats, with its look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reporter {
    format: Format,
    look: Look,
    /// Whether each finding says what to do next, and those alike stand together.
    advises: bool,
}

impl Reporter {
    pub(crate) const fn new(format: Format, colour: bool, explain: bool) -> Self {
        Self { format, look: Look { colour, explain }, advises: false }
    }

    /// Says what to do next about each finding.
    pub(crate) const fn advising(self, advises: bool) -> Self {
        Self { advises, ..self }
    }

    /// Whether records are parts of an array.
    pub(crate) const fn is_list(self) -> bool {
        matches!(self.format, Format::Json | Format::Sarif)
    }

    /// Whether more than the place and the rule of a finding is shown.
    const fn details(self) -> bool {
        self.look.explain || !matches!(self.format, Format::Text)
    }

    /// What comes before all files.
    pub(crate) fn head(self, rules: &RuleSet) -> String {
        match self.format {
            Format::Json => "[".to_owned(),
            Format::Sarif => report::sarif_head(rules),
            Format::Junit => report::JUNIT_HEAD.to_owned(),
            Format::Html => report::HTML_HEAD.to_owned(),
            Format::Text | Format::Jsonl | Format::Github | Format::Rdjson => String::new(),
        }
    }

    /// What comes after all files.
    pub(crate) const fn tail(self) -> &'static str {
        match self.format {
            Format::Json => "\n]\n",
            Format::Sarif => report::SARIF_TAIL,
            Format::Junit => report::JUNIT_TAIL,
            Format::Html => report::HTML_TAIL,
            Format::Text | Format::Jsonl | Format::Github | Format::Rdjson => "",
        }
    }

    /// Writes the findings of a file, or of a piece of it that stands at `base`.
    pub(crate) fn write(
        self,
        source: Source<'_>,
        base: Base,
        view: View<'_>,
        masker: &mut Masker,
        findings: &[(&Finding, Option<Reason>)],
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let view = View { details: view.details && self.details(), ..view };
        if self.advises && self.format == Format::Text {
            return self.checklist(source, base, view, masker, findings, sink);
        }
        if self.format == Format::Junit {
            report::junit_open(source.path, findings.len(), sink)?;
        }
        let mut page = report::Page::default();
        report::records(source, view, masker, findings.iter().copied(), |record| {
            let record = &base.shift(record);
            match self.format {
                Format::Text => report::text(record, source.text, self.look, sink),
                Format::Json => report::json(record, Separator::Comma, sink),
                Format::Jsonl => report::json(record, Separator::Line, sink),
                Format::Sarif => report::sarif(record, view.rules, sink),
                Format::Github => report::github(record, sink),
                Format::Junit => report::junit(record, sink),
                Format::Rdjson => report::rdjson(record, source.text, sink),
                Format::Html => {
                    page.add(record, source.text);
                    Ok(())
                }
            }
        })?;
        match self.format {
            Format::Junit => report::junit_close(sink)?,
            Format::Html => page.write(source.path, source.text, view.with_text, sink)?,
            _ => {}
        }
        Ok(())
    }

    fn checklist(
        self,
        source: Source<'_>,
        base: Base,
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
            let line = locator.locate(finding.span.start).line + base.lines;
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
            let record = &base.shift(record);
            report::text(record, source.text, self.look, sink)?;
            report::next(record, others.next().map_or(&[], Vec::as_slice), sink)
        })
    }
}
