//! What `mask` and `clean` do to one input: a text, a text that is too long to hold, or records.

use std::io;
use std::path::Path;

use yinmo::allow::MARK;
use yinmo::engine::Engine;
use yinmo::format::Encoding;
use yinmo::plan;
use yinmo::report::Tally;
use yinmo::style::Masker;

use super::text::Read;
use super::{Job, Work};
use crate::cli::config::Variant;
use crate::cli::deliver::{Delivery, Written};
use crate::cli::input::{self, HEAD};
use crate::cli::journal::Journal;
use crate::cli::kind::{Shape, shape};
use crate::cli::office::Container;
use crate::cli::pack::Pack;
use crate::cli::records::{self, Plan};
use crate::cli::run::{Done, Lane, Trouble};
use crate::cli::sink::Sink;
use crate::cli::target::Target;
use crate::cli::walk::Item;
use crate::cli::write::{Sum, Times};

/// What a text is a form of.
#[derive(Clone, Copy)]
pub(super) enum Form<'a> {
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

    /// Whether the vault goes on with the labels of the style.
    pub(super) fn keeps_labels(&self) -> bool {
        self.job.safe.is_some() && self.variant.style.remembers()
    }

    /// Works with the masker of the vault where the style's labels are kept, else with one for this document.
    pub(super) fn with_masker<T>(&self, work: impl FnOnce(&mut Masker) -> T) -> T {
        match self.job.safe.as_ref().filter(|_| self.keeps_labels()) {
            Some(safe) => safe.with_masker(&self.variant.style, work),
            None => work(&mut self.masker()),
        }
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
        self.opened(item, target, input::open(item, HEAD, lane.progress)?, lane)
    }

    /// Works on an input that is no records.
    pub(super) fn opened(
        &self,
        item: &Item,
        target: &Target,
        mut opened: input::Input,
        lane: &mut Lane<'_, '_>,
    ) -> Result<Done, Trouble> {
        let args = self.job.target;
        let restores = self.job.work == Work::Restore;
        let compares = args.diff.is_some() || *target == Target::Diff;
        if Container::is(&item.relative, &opened.head)? {
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
                Read { decoded: &container.decoded(), bytes: &opened.head, pack: opened.pack },
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
        self.text(
            item,
            target,
            Read { decoded: &decoded, bytes: &opened.head, pack: opened.pack },
            Form::Text,
            lane,
        )
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
        self.text(
            item,
            target,
            Read { decoded: &decoded, bytes: &opened.head, pack: opened.pack },
            Form::Records(shape),
            lane,
        )
    }

    /// Writes bytes that are encoded already.
    pub(super) fn deliver(
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
}
