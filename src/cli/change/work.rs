//! What `mask` and `clean` do to one input: a text, a text that is too long to hold, or records.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use yinmo::allow::{Allowed, MARK};
use yinmo::edit::{self, Edit};
use yinmo::engine::{Edits, Engine};
use yinmo::finding::Finding;
use yinmo::format::office::Version;
use yinmo::format::{Decoded, EncodeError, Encoding};
use yinmo::plan::{self, Status as Decision};
use yinmo::report::{self, DiffLook, Source, Tally, View, plural};
use yinmo::rule::{Cure, RuleId};
use yinmo::span::{Locator, Span};
use yinmo::style::{Field, Masker, Style};
use yinmo::template;
use yinmo::vault::Restored;

use super::{FILES, Job, WAITING, Waiting, Work};
use crate::cli::args;
use crate::cli::config::Variant;
use crate::cli::deliver::{Delivery, Written};
use crate::cli::input::{self, HEAD};
use crate::cli::journal::Journal;
use crate::cli::kind::{Shape, shape};
use crate::cli::office::{Care, Container, version};
use crate::cli::pack::Pack;
use crate::cli::papers;
use crate::cli::records::{self, Part, Plan, Treat, Treated};
use crate::cli::run::{Done, Lane, Trouble};
use crate::cli::show::Base;
use crate::cli::sink::Sink;
use crate::cli::summary::Bad;
use crate::cli::target::Target;
use crate::cli::vault::Safe;
use crate::cli::walk::Item;
use crate::cli::write::{self, Sum, Times};

/// How many places a failure names.
const NAMED: usize = 5;

/// What is done to one text.
struct Changed {
    edits: Vec<Edit>,
    /// The findings that the edits come from, in the text before.
    findings: Vec<Finding>,
    /// Findings in the text after that should not be there.
    left: Vec<Finding>,
    /// How many findings were allowed or rejected.
    allowed: usize,
    after: String,
    fields: Vec<Field>,
    /// What stood in each field.
    values: BTreeMap<String, String>,
}

impl Changed {
    /// A text that stays as it is.
    fn nothing(text: &str) -> Self {
        Self {
            edits: Vec::new(),
            findings: Vec::new(),
            left: Vec::new(),
            allowed: 0,
            after: text.to_owned(),
            fields: Vec::new(),
            values: BTreeMap::new(),
        }
    }
}

/// What a text is a form of.
#[derive(Clone, Copy)]
enum Form<'a> {
    Text,
    Container(&'a Container),
    Records(Shape),
}

/// Works on one input after another.
pub(super) struct Worker<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) index: usize,
    pub(super) variant: &'a Variant,
    pub(super) engine: &'a Engine,
    pub(super) encoding: Option<Encoding>,
    /// The reviewed edits of this input.
    pub(super) planned: Option<&'a plan::Document>,
    pub(super) journal: Option<&'a Journal>,
}

impl Worker<'_> {
    /// A masker for one document.
    pub(super) fn masker(&self) -> Masker {
        let mut masker = self.variant.style.masker();
        if let Some(key) = &self.job.key {
            masker.set_key(key);
        }
        masker
    }

    /// Whether a text has to be held as a whole: it is noted, restored, or has marks.
    fn needs_whole(&self, head: &[u8]) -> bool {
        let papers = &self.job.papers;
        let marked = || head.windows(MARK.len()).any(|part| part == MARK.as_bytes());
        papers.has_plan()
            || papers.has_receipt()
            || self.job.safe.is_some()
            || self.planned.is_some()
            || self.job.allowances.needs_findings()
            || marked()
    }

    fn change(&self, text: &str, masker: &mut Masker, allowed: &Allowed) -> Changed {
        let mut done = match self.job.work {
            Work::Mask => self.engine.mask_around(text, masker, allowed),
            Work::Clean => self.engine.clean_around(text, allowed),
            Work::CleanAndMask => self.engine.mask_clean_around(text, masker, allowed),
            Work::Restore => Edits::default(),
        };
        if self.job.split {
            done.left.retain(|finding| finding.rule != RuleId::COMPILATION);
        }
        let after = edit::apply(text, &done.edits);
        let findings = touched(done.findings, &done.edits);
        Changed {
            edits: done.edits,
            findings,
            left: done.left,
            allowed: 0,
            after,
            fields: masker.fields(),
            values: masker.values(),
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
        let after = edit::apply(text, &edits);
        Ok((
            Changed {
                edits,
                findings: Vec::new(),
                left: Vec::new(),
                allowed: 0,
                after,
                fields: Vec::new(),
                values: BTreeMap::new(),
            },
            said,
        ))
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
        let after = edit::apply(text, &edits);
        let count = rejected.len();
        let again = again(&after, &allowed.and(rejected).after(&edits))?;
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
        Ok(Changed {
            edits,
            findings,
            left,
            allowed: count,
            after,
            fields: Vec::new(),
            values: BTreeMap::new(),
        })
    }

    pub(super) fn one(&self, item: &Item, target: &Target, lane: &mut Lane<'_, '_>) -> io::Result<Done> {
        if let Some(done) = self.journal.and_then(|journal| journal.done(item, target)) {
            return Ok(done);
        }
        match self.work_on(item, target, lane) {
            Ok(done) => Ok(done),
            Err(Trouble::Input(cause)) => Ok(Done::failed(item, &cause)),
            Err(Trouble::Left(complaint, left)) => {
                let tally = Tally { files: 1, left, ..Tally::default() };
                let messages = vec![format!("yinmo: {}: {complaint}", item.name)];
                Ok(Done { tally, messages, ..Done::default() })
            }
            Err(Trouble::Output(error)) => Err(error),
        }
    }

    fn work_on(&self, item: &Item, target: &Target, lane: &mut Lane<'_, '_>) -> Result<Done, Trouble> {
        let args = self.job.target;
        // What was masked record by record is brought back as a whole.
        let restores = self.job.work == Work::Restore;
        let shape = if restores { Shape::Text } else { shape(item, self.job.input)? };
        if shape != Shape::Text {
            if self.job.fields.is_some() || self.job.values.is_some() || self.job.split {
                return Err("--fields, --values and --split are for texts, not for records; leave them out"
                    .to_owned()
                    .into());
            }
            let papers = &self.job.papers;
            let beside = papers.has_plan() || papers.has_receipt();
            if beside || self.job.safe.is_some() || self.planned.is_some() {
                return self.held(item, target, shape, lane);
            }
            let diff = (args.diff.is_some() || *target == Target::Diff).then(|| self.look(false));
            let plan = Plan {
                input: self.job.input,
                encoding: self.encoding,
                treat: self,
                target: Some(target),
                in_place: args.in_place,
                diff,
            };
            let (done, written) = records::run(item, shape, &plan, lane)?;
            return self.settle(item, target, done, written);
        }
        let mut opened = input::open(item, HEAD, lane.progress)?;
        let compares = args.diff.is_some() || *target == Target::Diff;
        if Container::is(item, &opened.head)? {
            let mut container = Container::read(&mut opened, &self.job.input.opening)?;
            if self.job.safe.is_some() && !container.opened.is_writable() {
                return Err(format!(
                    "a vault brings back what was changed, and a file of the kind {} is not changed; leave --vault out, or mask its text",
                    container.opened.kind.name()
                )
                .into());
            }
            if self.job.safe.is_some() && self.job.tracking.is_some() {
                return Err("a review copy holds what is masked itself; leave --vault out".to_owned().into());
            }
            let output = args.output.as_deref();
            let mut instead = None;
            let mut said = None;
            if let Some((renewed, to, warning)) = container.renewed(&opened.head, target, output)? {
                (container, instead, said) = (renewed, Some(to), warning);
            } else if let Some(to) = container.target(target, output)? {
                instead = Some(to);
            }
            let target = instead.as_ref().unwrap_or(target);
            let mut done = self.text(
                item,
                target,
                (&container.decoded(), &opened.head, opened.pack),
                Form::Container(&container),
                lane,
            )?;
            done.messages.extend(said.map(|said| format!("yinmo: {}: {said}", item.name)));
            done.messages.extend(container.say_unscanned(&item.name).filter(|_| !self.job.manner.quiet));
            return Ok(done);
        }
        if self.job.tracking.is_some() {
            return Err("changes are recorded in a docx alone; leave --track-changes out, or give a docx"
                .to_owned()
                .into());
        }
        if !opened.whole
            && self.job.work != Work::Restore
            && !self.job.split
            && !compares
            && self.job.values.is_none()
            && !self.needs_whole(&opened.head)
        {
            return self.long(item, target, opened, lane);
        }
        self.read_whole(&mut opened, compares)?;
        let of_vault = self.job.safe.as_ref().filter(|_| restores);
        let encoding = of_vault.and_then(|safe| safe.encoding(&opened.head)).or(self.encoding);
        let Some(decoded) = input::text(item, &opened.head, encoding)? else {
            return Ok(Done::skipped(item, self.job.manner));
        };
        self.text(item, target, (&decoded, &opened.head, opened.pack), Form::Text, lane)
    }

    fn read_whole(&self, opened: &mut input::Input, compares: bool) -> Result<(), String> {
        opened.read_to(self.job.input.max_unit)?;
        if !opened.whole {
            let remedy = if compares {
                "write it with -o or -i, print it with --stdout, or raise --max-unit"
            } else {
                "split it into several files, or raise --max-unit"
            };
            return Err(format!("larger than --max-unit ({} bytes); {remedy}", self.job.input.max_unit));
        }
        Ok(())
    }

    /// Records whose file is held as a whole: it is planned, noted, or kept in a vault.
    fn held(
        &self,
        item: &Item,
        target: &Target,
        shape: Shape,
        lane: &mut Lane<'_, '_>,
    ) -> Result<Done, Trouble> {
        if shape == Shape::Parquet {
            return Err("plans, receipts and vaults are for texts, JSONL, CSV and TSV, not for Parquet"
                .to_owned()
                .into());
        }
        let mut opened = input::open(item, HEAD, lane.progress)?;
        self.read_whole(&mut opened, false)?;
        let Some(decoded) = input::text(item, &opened.head, self.encoding)? else {
            return Ok(Done::skipped(item, self.job.manner));
        };
        self.text(item, target, (&decoded, &opened.head, opened.pack), Form::Records(shape), lane)
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
        Ok(Changed {
            after: edit::apply(text, &held.edits),
            edits: held.edits,
            findings: held.findings,
            left: Vec::new(),
            allowed: 0,
            fields: Vec::new(),
            values: BTreeMap::new(),
        })
    }

    fn text(
        &self,
        item: &Item,
        target: &Target,
        (decoded, bytes, pack): (&Decoded<'_>, &[u8], Pack),
        form: Form<'_>,
        lane: &mut Lane<'_, '_>,
    ) -> Result<Done, Trouble> {
        let container = if let Form::Container(container) = form { Some(container) } else { None };
        let (args, sink) = (self.job.target, &mut *lane.sink);
        let text = decoded.text.as_ref();
        let mut done = Done::default();
        let rules = self.engine.rules();
        let needs = self.job.allowances.needs_findings();
        let found = if needs { self.engine.scan(text).findings } else { Vec::new() };
        let mut allowed = self.job.allowances.of(item, text, &found, rules);
        if let Some(safe) = self.job.safe.as_ref().filter(|_| self.variant.style.invents()) {
            // Masked twice is masked once.
            allowed = allowed.and(safe.written(bytes));
        }
        let spares = self.planned.is_some() || !allowed.is_empty();
        if self.job.split && container.is_some() {
            return Err("--split writes texts; a file with a container stays one".to_owned().into());
        }
        let mut whole = None;
        let mut changed = match (self.planned, &self.job.safe) {
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
                // Masked twice is masked once.
                let known = self.job.safe.as_ref().filter(|_| self.variant.style.invents());
                if known.is_some_and(|safe| !safe.written(bytes).is_empty()) {
                    Changed::nothing(text)
                } else {
                    self.change_records(item, text, shape, &mut done.bad)?
                }
            }
            (None, Some(safe)) if self.job.work == Work::Restore && container.is_some() => {
                let restored = safe.restore_file(bytes, item.path.as_deref());
                whole = restored.map_err(|error| error.to_string())?;
                match (&whole, container) {
                    (Some(original), Some(container)) => {
                        let after = container.text_of(original)?;
                        Changed { edits: edit::between(text, &after), after, ..Changed::nothing("") }
                    }
                    _ => {
                        let (changed, said) = self.bring_back(safe, item, bytes, text)?;
                        done.tally.left = usize::from(said.is_some());
                        done.messages.extend(said);
                        changed
                    }
                }
            }
            // Masked twice is masked once.
            (None, Some(safe))
                if container.is_some() && self.variant.style.invents() && safe.holds(bytes) =>
            {
                Changed::nothing(text)
            }
            (None, Some(safe)) if self.job.work == Work::Restore => {
                let (changed, said) = self.bring_back(safe, item, bytes, text)?;
                done.tally.left = usize::from(said.is_some());
                done.messages.extend(said);
                changed
            }
            (None, Some(safe)) if self.variant.style.remembers() => {
                safe.with_masker(&self.variant.style, |masker| self.change(text, masker, &allowed))
            }
            _ => self.change(text, &mut self.masker(), &allowed),
        };
        done.tally.files = 1;
        done.tally.changed = usize::from(changed.after != text);
        self.count(&changed.findings, &mut done.tally);
        done.tally.left += changed.left.len();
        let withheld = !changed.left.is_empty() && !args.force;
        if !changed.left.is_empty() {
            done.messages.push(self.complaint(&item.name, text, &changed));
        }
        if self.job.fields.is_some() && !withheld {
            done.fields.clone_from(&changed.fields);
        }
        if let Some(path) = self.job.values.filter(|_| !withheld)
            && let Err(cause) = self.write_values(path, &mut changed)
        {
            return Ok(done.and_failed(item, &cause));
        }
        if changed.findings.iter().any(|finding| finding.rule == RuleId::PREVIEW) {
            self.say_cut(item, &mut done);
        }
        if !self.job.manner.quiet && matches!(self.job.work, Work::Mask | Work::CleanAndMask) {
            done.messages.extend(self.inferred(item, text));
        }
        if args.format.is_some() {
            let mut show = |masker: &mut Masker| {
                masker.meet(text, &changed.findings);
                match container {
                    Some(container) => {
                        self.show_units(container, &item.name, &changed.findings, masker, sink)
                    }
                    None => {
                        let source = Source { path: &item.name, unit: None, text };
                        self.show(source, Base::START, &changed.findings, masker, sink)
                    }
                }
            };
            match self.job.safe.as_ref().filter(|_| self.variant.style.remembers()) {
                Some(safe) => safe.with_masker(&self.variant.style, &mut show)?,
                None => show(&mut self.masker())?,
            }
        }
        if args.diff.is_some() || *target == Target::Diff {
            if container.is_some() && done.tally.changed > 0 && !self.job.manner.quiet {
                done.messages.push(format!(
                    "yinmo: {}: its text is shown unit by unit, which is no patch; use -i or -o",
                    item.name
                ));
            }
            self.patch(item, decoded, &changed, &mut done, sink)?;
        }
        let writes = matches!(target, Target::Print | Target::File(_));
        let wanted = writes || self.job.papers.has_receipt();
        let how = self.job.how();
        let mut parts = Default::default();
        let made = match container.filter(|_| wanted && !withheld) {
            Some(_) if whole.is_some() => whole.take().map(Cow::Owned),
            Some(container) if self.job.work == Work::Restore => {
                Some(Cow::Owned(container.restore(&changed.edits)?.bytes))
            }
            Some(_) if changed.edits.is_empty() && !how.scrub && args.in_place => Some(Cow::Borrowed(bytes)),
            Some(container) => {
                let work = (changed.edits.as_slice(), changed.findings.as_slice());
                let comments = self.job.tracking.is_some_and(|tracking| tracking.comment);
                let care = Care { comments, force: args.force, spares };
                let version = match target {
                    Target::File(path) => version(path),
                    _ => Some(Version::Text),
                };
                let new = container.write(self.engine, work, how, care, version)?;
                // Metadata may be all that goes.
                done.tally.changed = usize::from(new.bytes != bytes);
                let lines = new.lines.into_iter();
                done.messages.extend(lines.map(|line| format!("yinmo: {}: {line}", item.name)));
                parts = new.parts;
                Some(Cow::Owned(new.bytes))
            }
            None => {
                match (wanted && !withheld).then(|| encoded(decoded, bytes, &changed.after)).transpose() {
                    Ok(made) => made,
                    Err(error) => return Ok(done.and_failed(item, &error.to_string())),
                }
            }
        };
        let to = if let Target::File(path) = target { Some(path.as_path()) } else { None };
        let keeps = self.job.safe.as_ref().filter(|_| self.job.work != Work::Restore && writes);
        if let (Some(safe), Some(new)) = (keeps, &made) {
            let noted = match container {
                // What stays as it is has been noted when it was made.
                Some(_) if **new == *bytes => Ok(()),
                Some(_) => safe.note_file(bytes, new, to),
                None => safe.note(bytes, decoded, &changed.edits, new, to),
            };
            noted.map_err(|error| error.to_string())?;
        }
        self.job.papers.note(&papers::Work {
            index: self.index,
            item,
            bytes,
            decoded,
            variant: self.variant,
            findings: &changed.findings,
            edits: Some(&changed.edits),
            left: &changed.left,
            parts,
            allowed: changed.allowed,
            made: made.as_deref().map(|made| (made, to)),
            passed: changed.left.is_empty(),
        });
        match (target, &made) {
            (Target::Print, Some(new)) => {
                if let Some(Err(cause)) = keeps.map(Safe::save) {
                    return Ok(done.and_failed(item, &cause));
                }
                sink.write_all(new)?;
            }
            (Target::File(path), Some(_))
                if self.job.split && self.engine.parts(&changed.after).len() > 1 =>
            {
                for (index, part) in self.engine.parts(&changed.after).into_iter().enumerate() {
                    let new = decoded.encode_like(bytes, part.of(&changed.after));
                    let new = new.map_err(|error| error.to_string())?;
                    self.deliver(&numbered(path, index + 1), pack, &new, sink)?
                        .map_or(Ok(()), |written| written.commit(Times::New))?;
                }
            }
            (Target::File(path), Some(new)) => {
                let stays = args.in_place && done.tally.changed == 0;
                if keeps.is_some()
                    && !stays
                    && let Some(written) = self.deliver(path, pack, new, sink)?
                {
                    let mut waiting = self.job.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                    waiting.push(Waiting { name: item.name.clone(), written, size: new.len() });
                    let size: usize = waiting.iter().map(|text| text.size).sum();
                    let full = size > WAITING || waiting.len() >= FILES;
                    drop(waiting);
                    if full {
                        done.tally.failures += self.job.write_waiting();
                    }
                    return Ok(done);
                }
                let written = self.deliver(path, pack, new, sink)?;
                return self.settle(item, target, done, written);
            }
            _ => {}
        }
        Ok(done)
    }

    /// Writes bytes that are encoded already.
    fn deliver(
        &self,
        path: &Path,
        pack: Pack,
        bytes: &[u8],
        sink: &mut Sink<'_>,
    ) -> Result<Option<Written>, Trouble> {
        let pack = if self.job.target.in_place { pack } else { Pack::of(path) };
        let mut delivery = Delivery::file(path, pack, Encoding::Utf8, false)?;
        delivery.write(bytes, sink)?;
        delivery.finish(sink)
    }

    /// Writes what stood in each field; a placeholder that was there before is its own value.
    fn write_values(&self, path: &Path, changed: &mut Changed) -> Result<(), String> {
        let after = &changed.after;
        let found = self.engine.scan(after).findings;
        for field in template::fields(after, &found, self.engine.rules()) {
            let own = || field.places[0].of(after).to_owned();
            changed.values.entry(field.name.clone()).or_insert_with(own);
        }
        let mut list = serde_json::to_vec_pretty(&changed.values).map_err(|error| error.to_string())?;
        list.push(b'\n');
        write::replace(path, &list).map_err(|cause| format!("{}: {cause}", path.display()))
    }

    /// What a style that follows the document has read from it.
    fn inferred(&self, item: &Item, text: &str) -> Option<String> {
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

    /// Puts a new file in its place, and notes it in the journal before.
    pub(super) fn settle(
        &self,
        item: &Item,
        target: &Target,
        mut done: Done,
        written: Option<Written>,
    ) -> Result<Done, Trouble> {
        let (Target::File(path), Some(written)) = (target, written) else { return Ok(done) };
        let in_place = self.job.target.in_place;
        // A file that stays as it is keeps its bytes, however they are compressed.
        let stays = in_place && done.tally.changed == 0;
        if let Some(journal) = self.journal {
            let sum = if stays { Sum::of(path).unwrap_or_default() } else { written.sum() };
            journal.note(item, path, sum, &done)?;
        }
        if stays {
            return Ok(done);
        }
        if let Err(cause) = written.commit(if in_place { Times::Kept } else { Times::New }) {
            return Ok(done.and_failed(item, &cause));
        }
        if self.job.manner.verbose && done.tally.changed > 0 {
            done.messages.push(format!("wrote {}: {}", path.display(), done.tally.by_group()));
        }
        Ok(done)
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
        let view = View { rules, policy, with_text: !self.job.target.no_text };
        let records: Vec<_> = findings.iter().map(|finding| (finding, None)).collect();
        self.job.reporter.write(source, base, view, masker, &records, sink)
    }

    /// The same of a file with a container, unit by unit.
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

    fn look(&self, bom: bool) -> DiffLook {
        DiffLook { colour: self.job.manner.colour, sanitise: self.job.terminal, bom }
    }

    fn patch(
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
    fn complaint(&self, name: &str, text: &str, changed: &Changed) -> String {
        format!("yinmo: {name}: {}", self.still_there(changed.left.len(), &self.places("", text, changed)))
    }

    fn places(&self, unit: &str, text: &str, changed: &Changed) -> String {
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

impl Treat for Worker<'_> {
    fn treat(&self, path: &str, parts: &[Part<'_>], sink: &mut Sink<'_>) -> io::Result<Treated> {
        match self.job.safe.as_ref().filter(|_| self.variant.style.remembers()) {
            Some(safe) => {
                safe.with_masker(&self.variant.style, |masker| self.treat_with(masker, path, parts, sink))
            }
            None => self.treat_with(&mut self.masker(), path, parts, sink),
        }
    }
}

impl Worker<'_> {
    fn treat_with(
        &self,
        masker: &mut Masker,
        path: &str,
        parts: &[Part<'_>],
        sink: &mut Sink<'_>,
    ) -> io::Result<Treated> {
        let mut treated = Treated::default();
        let allowances = &self.job.allowances;
        let item = Item::named(Path::new(path));
        if parts.len() > 1 && masker.meets() {
            for part in parts {
                masker.meet(part.text, &self.engine.scan(part.text).findings);
            }
        }
        let mut left = Vec::new();
        let mut all = Vec::with_capacity(parts.len());
        for part in parts {
            let needs = allowances.needs_findings();
            let found = if needs { self.engine.scan(part.text).findings } else { Vec::new() };
            let allowed = allowances.of(&item, part.text, &found, self.engine.rules());
            let changed = self.change(part.text, masker, &allowed);
            self.count(&changed.findings, &mut treated.tally);
            if !changed.left.is_empty() {
                treated.tally.left += changed.left.len();
                left.push(self.places(&format!("{}:", part.unit), part.text, &changed));
            }
            all.push(changed);
            masker.next_part();
        }
        if self.job.target.format.is_some() {
            let mut masker = self.variant.style.masker();
            for (part, changed) in parts.iter().zip(&all) {
                masker.meet(part.text, &changed.findings);
            }
            for (part, changed) in parts.iter().zip(&all) {
                let source = Source { path, unit: Some(&part.unit), text: part.text };
                self.show(source, Base::START, &changed.findings, &mut masker, sink)?;
            }
        }
        if !left.is_empty() && !self.job.target.force {
            treated.left = Some(self.still_there(treated.tally.left, &left.join(", ")));
        }
        (treated.edits, treated.findings) =
            all.into_iter().map(|changed| (changed.edits, changed.findings)).unzip();
        Ok(treated)
    }
}

/// The name of a part: report-2.txt.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{number}{end}"))
}

/// The new bytes of a file; the old ones when nothing was changed, whatever spelling they have.
fn encoded<'b>(decoded: &Decoded<'_>, bytes: &'b [u8], after: &str) -> Result<Cow<'b, [u8]>, EncodeError> {
    if decoded.text == after {
        return Ok(Cow::Borrowed(bytes));
    }
    decoded.encode_like(bytes, after).map(Cow::Owned)
}

/// The findings that an edit touches. Both lists are sorted.
fn touched(findings: Vec<Finding>, edits: &[Edit]) -> Vec<Finding> {
    let mut edits = edits.iter().peekable();
    let mut kept = findings;
    kept.retain(|finding| {
        while edits.next_if(|edit| edit.span.end <= finding.span.start).is_some() {}
        edits.peek().is_some_and(|edit| edit.span.overlaps(finding.span))
    });
    kept
}
