//! One text, from its edits to the bytes that are written.

use std::borrow::Cow;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use yinmo::format::office::Version;
use yinmo::format::{Decoded, EncodeError};
use yinmo::rule::RuleId;
use yinmo::template;

use super::edits::Changed;
use super::work::{Form, Worker};
use super::{Waiting, Work};
use crate::cli::office::{Care, Container, Made, Parts, version};
use crate::cli::pack::Pack;
use crate::cli::papers;
use crate::cli::run::{Done, Lane, Trouble};
use crate::cli::target::Target;
use crate::cli::vault::Safe;
use crate::cli::walk::Item;
use crate::cli::write::{self, Times};

/// A text as it was read.
#[derive(Clone, Copy)]
pub(super) struct Read<'a> {
    pub(super) decoded: &'a Decoded<'a>,
    pub(super) bytes: &'a [u8],
    pub(super) pack: Pack,
}

impl Worker<'_> {
    /// Works on a text, which may be that of a container or of records.
    pub(super) fn text(
        &self,
        item: &Item,
        target: &Target,
        read: Read<'_>,
        form: Form<'_>,
        lane: &mut Lane<'_, '_>,
    ) -> Result<Done, Trouble> {
        let container = if let Form::Container(container) = form { Some(container) } else { None };
        if self.job.split && container.is_some() {
            return Err("--split writes texts; a file with a container stays one".to_owned().into());
        }
        let (args, sink) = (self.job.target, &mut *lane.sink);
        let text = read.decoded.text.as_ref();
        let mut done = Done::default();
        let mut changed = self.decide(item, read.bytes, text, form, &mut done)?;
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
            self.with_masker(|masker| self.show_all(item, text, container, &changed, masker, sink))?;
        }
        if args.diff.is_some() || *target == Target::Diff {
            if container.is_some() && done.tally.changed > 0 && !self.job.manner.quiet {
                done.messages.push(format!(
                    "yinmo: {}: its text is shown unit by unit, which is no patch; use -i or -o",
                    item.name
                ));
            }
            self.patch(item, read.decoded, &changed, &mut done, sink)?;
        }
        let writes = matches!(target, Target::Print | Target::File(_));
        let wanted = (writes || self.job.papers.has_receipt()) && !withheld;
        let mut parts = Parts::default();
        let made = match container {
            _ if !wanted => None,
            Some(container) => {
                let made = self.contained(target, container, read.bytes, &mut changed)?;
                // Metadata may be all that goes.
                done.tally.changed = usize::from(made.bytes != read.bytes);
                let lines = made.lines.into_iter();
                done.messages.extend(lines.map(|line| format!("yinmo: {}: {line}", item.name)));
                parts = made.parts;
                Some(Cow::Owned(made.bytes))
            }
            None => match encoded(read.decoded, read.bytes, &changed.after) {
                Ok(made) => Some(made),
                Err(error) => return Ok(done.and_failed(item, &error.to_string())),
            },
        };
        let to = if let Target::File(path) = target { Some(path.as_path()) } else { None };
        let keeps = self.job.safe.as_ref().filter(|_| self.job.work != Work::Restore && writes);
        if let (Some(safe), Some(new)) = (keeps, &made) {
            let noted = match container {
                // What stays as it is has been noted when it was made.
                Some(_) if **new == *read.bytes => Ok(()),
                Some(_) => safe.note_file(read.bytes, new, to),
                None => safe.note(read.bytes, read.decoded, &changed.edits, new, to),
            };
            noted.map_err(|error| error.to_string())?;
        }
        self.job.papers.note(&papers::Work {
            index: self.index,
            item,
            bytes: read.bytes,
            decoded: read.decoded,
            variant: self.variant,
            findings: &changed.findings,
            edits: Some(&changed.edits),
            left: &changed.left,
            parts,
            allowed: changed.allowed,
            made: made.as_deref().map(|made| (made, to)),
            passed: changed.left.is_empty(),
        });
        let Some(new) = made else { return Ok(done) };
        match target {
            Target::Print => {
                if let Some(Err(cause)) = keeps.map(Safe::save) {
                    return Ok(done.and_failed(item, &cause));
                }
                sink.write_all(&new)?;
            }
            Target::File(path) => {
                let parts = if self.job.split { self.engine.parts(&changed.after) } else { Vec::new() };
                if parts.len() > 1 {
                    for (number, part) in parts.into_iter().enumerate() {
                        let new = read.decoded.encode_like(read.bytes, part.of(&changed.after));
                        let new = new.map_err(|error| error.to_string())?;
                        self.deliver(&numbered(path, number + 1), read.pack, &new, sink)?
                            .map_or(Ok(()), |written| written.commit(Times::New))?;
                    }
                    return Ok(done);
                }
                let stays = args.in_place && done.tally.changed == 0;
                return match self.deliver(path, read.pack, &new, sink)? {
                    Some(written) if keeps.is_some() && !stays => {
                        let (name, size) = (item.name.clone(), new.len());
                        let waiting = Waiting { index: self.index, name, written, size };
                        done.tally.failures += self.job.wait(waiting);
                        Ok(done)
                    }
                    written => self.settle(item, target, done, written),
                };
            }
            Target::Diff | Target::Records => {}
        }
        Ok(done)
    }

    /// A container with what is done to it.
    fn contained(
        &self,
        target: &Target,
        container: &Container,
        bytes: &[u8],
        changed: &mut Changed,
    ) -> Result<Made, Trouble> {
        let (how, typed) = (self.job.how(), self.job.target);
        let as_it_is = |bytes: Vec<u8>| Made { bytes, ..Made::default() };
        if let Some(original) = changed.original.take() {
            return Ok(as_it_is(original));
        }
        if self.job.work == Work::Restore {
            return container.restore(&changed.edits);
        }
        if changed.edits.is_empty() && !how.scrub && typed.in_place {
            return Ok(as_it_is(bytes.to_vec()));
        }
        let comments = self.job.tracking.is_some_and(|tracking| tracking.comment);
        let care = Care { comments, force: typed.force, spares: changed.spares };
        let version = match target {
            Target::File(path) => version(path),
            _ => Some(Version::Text),
        };
        let work = (changed.edits.as_slice(), changed.findings.as_slice());
        container.write(self.engine, work, how, care, version)
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
