//! The edits of one text: found, reviewed, or from a vault.

use std::collections::BTreeMap;

use yinmo::allow::Allowed;
use yinmo::edit::{self, Edit};
use yinmo::finding::Finding;
use yinmo::plan::{self, Status as Decision};
use yinmo::report::{DiffLook, plural};
use yinmo::rule::{Cure, RuleId};
use yinmo::span::{Locator, Span};
use yinmo::style::{Field, Masker, Style};
use yinmo::vault::Restored;

use super::Work;
use super::tell::NAMED;
use super::work::{Form, Worker};
use crate::cli::kind::Shape;
use crate::cli::records::{self, Plan};
use crate::cli::run::{Done, Trouble};
use crate::cli::summary::Bad;
use crate::cli::target::Target;
use crate::cli::vault::Safe;
use crate::cli::walk::Item;

/// What is done to one text.
#[derive(Default)]
pub(super) struct Changed {
    pub(super) edits: Vec<Edit>,
    /// The findings that the edits come from, in the text before.
    pub(super) findings: Vec<Finding>,
    /// Findings in the text after that should not be there.
    pub(super) left: Vec<Finding>,
    /// How many findings were allowed or rejected.
    pub(super) allowed: usize,
    /// Whether some may stay.
    pub(super) spares: bool,
    pub(super) after: String,
    /// The file that a container was made from, where a vault holds it.
    pub(super) original: Option<Vec<u8>>,
    pub(super) fields: Vec<Field>,
    /// What stood in each field.
    pub(super) values: BTreeMap<String, String>,
}

impl Changed {
    /// A text with these edits.
    fn by(edits: Vec<Edit>, text: &str) -> Self {
        Self { after: edit::apply(text, &edits), edits, ..Self::default() }
    }
}

impl Worker<'_> {
    /// What is done to a text.
    pub(super) fn decide(
        &self,
        item: &Item,
        bytes: &[u8],
        text: &str,
        form: Form<'_>,
        done: &mut Done,
    ) -> Result<Changed, Trouble> {
        let rules = self.engine.rules();
        let needs = self.job.allowances.needs_findings();
        let found = if needs { self.engine.scan(text).findings } else { Vec::new() };
        let mut allowed = self.job.allowances.of(item, text, &found, rules);
        // Masked twice is masked once.
        let invented = self.job.safe.as_ref().filter(|_| self.variant.style.invents());
        if let Some(safe) = invented {
            allowed = allowed.and(safe.written(bytes));
        }
        let spares = self.planned.is_some() || !allowed.is_empty();
        let changed = match (self.planned, &self.job.safe) {
            (Some(document), _) => {
                let again = |after: &str, allowed: &Allowed| match form {
                    Form::Records(shape) => {
                        let mut again = self.change_records(item, after, shape, &mut Vec::new())?;
                        again.findings.retain(|f| !allowed.allows(f.span, &rules.rule(f.rule).name));
                        Ok(again)
                    }
                    _ => Ok(self.change(after, &mut self.masker(), allowed)),
                };
                self.replay(document, bytes, text, allowed, again)?
            }
            _ if let Form::Records(shape) = form => {
                if invented.is_some_and(|safe| !safe.written(bytes).is_empty()) {
                    Changed::by(Vec::new(), text)
                } else {
                    self.change_records(item, text, shape, &mut done.bad)?
                }
            }
            (None, Some(safe))
                if self.job.work == Work::Restore
                    && let Form::Container(container) = form
                    && let Some(original) = safe
                        .restore_file(bytes, item.path.as_deref())
                        .map_err(|error| error.to_string())? =>
            {
                let after = container.text_of(&original)?;
                let original = Some(original);
                Changed { edits: edit::between(text, &after), after, original, ..Changed::default() }
            }
            (None, Some(safe)) if self.job.work == Work::Restore => {
                let (changed, said) = self.bring_back(safe, item, bytes, text)?;
                done.tally.left = usize::from(said.is_some());
                done.messages.extend(said);
                changed
            }
            _ if matches!(form, Form::Container(_)) && invented.is_some_and(|safe| safe.holds(bytes)) => {
                Changed::by(Vec::new(), text)
            }
            _ => self.with_masker(|masker| self.change(text, masker, &allowed)),
        };
        Ok(Changed { spares, ..changed })
    }

    /// Does the work of the command.
    pub(super) fn change(&self, text: &str, masker: &mut Masker, allowed: &Allowed) -> Changed {
        let mut done = self.job.work.edits(self.engine, text, masker, allowed);
        if self.job.split {
            done.left.retain(|finding| finding.rule != RuleId::COMPILATION);
        }
        Changed {
            findings: done.findings,
            left: done.left,
            fields: masker.fields(),
            values: masker.values(),
            ..Changed::by(done.edits, text)
        }
    }

    /// What the vault holds for a text; lines for people about what it does not.
    fn bring_back(
        &self,
        safe: &Safe,
        item: &Item,
        bytes: &[u8],
        text: &str,
    ) -> Result<(Changed, Option<String>), String> {
        let styles: Vec<Style> = Style::all().filter(Style::remembers).collect();
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
        Ok((Changed::by(edits, text), said))
    }

    /// The reviewed edits, verified as `change` verifies its own.
    fn replay(
        &self,
        document: &plan::Document,
        bytes: &[u8],
        text: &str,
        allowed: Allowed,
        again: impl FnOnce(&str, &Allowed) -> Result<Changed, Trouble>,
    ) -> Result<Changed, Trouble> {
        let (edits, rejected) = document.replay(bytes, text).map_err(|error| error.to_string())?;
        let count = rejected.len();
        let changed = Changed::by(edits, text);
        let again = again(&changed.after, &allowed.and(rejected).after(&changed.edits))?;
        let left = if again.edits.is_empty() { again.left } else { again.findings };
        let rules = self.engine.rules();
        let accepted = document.edits.iter().filter(|proposal| proposal.status == Decision::Accept);
        let finding = |proposal: &plan::Proposal| {
            let rule = proposal.rules.iter().find_map(|name| rules.find(name))?;
            let span = Span::new(proposal.start, proposal.end);
            let cure = if self.job.work == Work::Clean { Cure::Delete } else { Cure::Report };
            Some(Finding { span, rule, score: proposal.score, kept: [].into(), evidence: [].into(), cure })
        };
        let findings = accepted.filter_map(finding).collect();
        Ok(Changed { findings, left, allowed: count, ..changed })
    }

    /// As `change`, record by record; what was bad is noted.
    fn change_records(
        &self,
        item: &Item,
        text: &str,
        shape: Shape,
        bad: &mut Vec<Bad>,
    ) -> Result<Changed, Trouble> {
        let plan = Plan {
            input: self.job.input,
            encoding: None,
            treat: self,
            target: Some(&Target::Records),
            in_place: false,
            diff: Some(DiffLook::default()),
        };
        let held = records::held(item, text, shape, &plan)?;
        if held.left > 0 {
            return Err("--force cannot write a plan, a receipt or a vault of records; leave it out, or pass bad records over with --on-error drop".to_owned().into());
        }
        bad.extend(held.bad);
        Ok(Changed { findings: held.findings, ..Changed::by(held.edits, text) })
    }
}
