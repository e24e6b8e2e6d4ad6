//! What is said and shown about one input.

use std::io;

use yinmo::edit;
use yinmo::finding::Finding;
use yinmo::format::{Decoded, Encoding};
use yinmo::report::{self, DiffLook, Source, Tally, View, plural};
use yinmo::span::Locator;
use yinmo::style::Masker;

use super::Work;
use super::edits::Changed;
use super::work::Worker;
use crate::cli::args;
use crate::cli::office::Container;
use crate::cli::run::Done;
use crate::cli::show::Base;
use crate::cli::sink::Sink;
use crate::cli::walk::Item;

/// How many places a failure names.
pub(super) const NAMED: usize = 5;

impl Worker<'_> {
    /// What a style that follows the document has read from it.
    pub(super) fn inferred(&self, item: &Item, text: &str) -> Option<String> {
        let mut masker = self.variant.style.masker();
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

    /// Says that what was cleaned is not the whole document.
    pub(super) fn say_cut(&self, item: &Item, done: &mut Done) {
        if self.job.work != Work::Mask {
            done.messages.push(format!(
                "yinmo: {}: a sentence that stood for missing text was taken out; the document is cut, get the whole one",
                item.name
            ));
        }
    }

    pub(super) fn count(&self, findings: &[Finding], tally: &mut Tally) {
        tally.count_all(findings, self.engine.rules(), self.engine.policy());
    }

    pub(super) fn show(
        &self,
        source: Source<'_>,
        base: Base,
        findings: &[Finding],
        masker: &mut Masker,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let (rules, policy) = (self.engine.rules(), self.engine.policy());
        let view = View { rules, policy, with_text: !self.job.target.no_text, details: true };
        let records: Vec<_> = findings.iter().map(|finding| (finding, None)).collect();
        self.job.reporter.write(source, base, view, masker, &records, sink)
    }

    /// Shows what was found in a text, or in a container unit by unit.
    pub(super) fn show_all(
        &self,
        item: &Item,
        text: &str,
        container: Option<&Container>,
        changed: &Changed,
        masker: &mut Masker,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        masker.meet(text, &changed.findings);
        match container {
            Some(container) => self.show_units(container, &item.name, &changed.findings, masker, sink),
            None => {
                let source = Source { path: &item.name, unit: None, text };
                self.show(source, Base::START, &changed.findings, masker, sink)
            }
        }
    }

    fn show_units(
        &self,
        container: &Container,
        path: &str,
        findings: &[Finding],
        masker: &mut Masker,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let findings: Vec<_> = findings.iter().map(|finding| (finding, ())).collect();
        for (unit, findings) in container.by_unit(&findings) {
            let source = Source { path, unit: Some(&unit.locator), text: &unit.text };
            let findings: Vec<Finding> = findings.into_iter().map(|(finding, ())| finding).collect();
            self.show(source, Base::START, &findings, masker, sink)?;
        }
        Ok(())
    }

    pub(super) fn look(&self, bom: bool) -> DiffLook {
        DiffLook { colour: self.job.manner.colour, sanitise: self.job.terminal, bom }
    }

    pub(super) fn patch(
        &self,
        item: &Item,
        decoded: &Decoded<'_>,
        changed: &Changed,
        done: &mut Done,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let look = self.look(decoded.bom && decoded.encoding == Encoding::Utf8);
        match self.job.target.diff.unwrap_or(args::Diff::Unified) {
            args::Diff::Unified => {}
            args::Diff::Words => {
                return report::word_diff(&item.name, &decoded.text, &changed.edits, look, sink);
            }
            args::Diff::SideBySide => {
                let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
                let (text, edits) = (&decoded.text, &changed.edits);
                return report::side_by_side(&item.name, text, edits, look, width.unwrap_or(120), sink);
            }
        }
        if decoded.encoding != Encoding::Utf8 && done.tally.changed > 0 && !self.job.target.in_place {
            done.messages.push(format!(
                "yinmo: {}: the file is {}, its diff is shown in UTF-8 and cannot be applied as a patch; use -i or -o",
                item.name, decoded.encoding
            ));
        }
        report::diff(&item.name, &decoded.text, &changed.edits, look, sink)
    }

    /// Which findings are still there, by rule and place in the text before.
    pub(super) fn complaint(&self, name: &str, text: &str, changed: &Changed) -> String {
        format!("yinmo: {name}: {}", self.still_there(changed.left.len(), &self.places("", text, changed)))
    }

    pub(super) fn places(&self, unit: &str, text: &str, changed: &Changed) -> String {
        let mut locator = Locator::new(text);
        let mut places: Vec<String> = Vec::new();
        for finding in changed.left.iter().take(NAMED) {
            let at = locator.locate(edit::source_offset(&changed.edits, finding.span.start));
            let rule = &self.engine.rules().rule(finding.rule).name;
            places.push(format!("{rule} at {unit}{}:{}", at.line, at.column));
        }
        if changed.left.len() > NAMED {
            places.push("…".to_owned());
        }
        places.join(", ")
    }

    pub(super) fn still_there(&self, left: usize, places: &str) -> String {
        let advice = if self.job.target.force {
            "written because of --force"
        } else {
            "not written; see it with --diff, write it with --force"
        };
        format!("{} still there afterwards ({places}): {advice}", plural(left, "finding"))
    }
}
