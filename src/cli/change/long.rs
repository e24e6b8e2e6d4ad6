//! `mask` and `clean` of a text that is too long to hold.

use std::collections::BTreeSet;

use yinmo::finding::Finding;
use yinmo::report::Source;
use yinmo::rule::RuleId;

use super::Work;
use super::work::Worker;
use crate::cli::deliver::Delivery;
use crate::cli::input::{self, HEAD};
use crate::cli::long;
use crate::cli::pack::Pack;
use crate::cli::run::{Done, Lane, Trouble};
use crate::cli::target::Target;
use crate::cli::walk::Item;

impl Worker<'_> {
    /// Masks or cleans a text that is too long to hold.
    pub(super) fn long(
        &self,
        item: &Item,
        target: &Target,
        opened: input::Input,
        lane: &mut Lane<'_, '_>,
    ) -> Result<Done, Trouble> {
        let (args, encoding) = (self.job.target, self.encoding);
        let Some(source) = input::stream(item, opened, encoding, true)? else {
            return Ok(Done::skipped(item, self.job.manner));
        };
        let (encoding, bom, pack) = (source.encoding, source.bom, source.pack);
        let progress = lane.progress;
        let again = || {
            let opened = input::open(item, HEAD, progress)?;
            opened.stream(Some(encoding), true).map_err(|error| Trouble::Input(error.to_string()))
        };
        let is_file = item.path.as_ref().is_some_and(|path| path.is_file());
        let folder = match target {
            Target::File(path) => path.parent().filter(|folder| !folder.as_os_str().is_empty()),
            _ => None,
        };
        let mut masker = self.masker();
        let mut shown = self.masker();
        let mut done = Done::default();
        done.tally.files = 1;
        let again: Option<&dyn Fn() -> Result<_, Trouble>> = if is_file { Some(&again) } else { None };
        let (engine, most) = (self.engine, self.job.input.max_unit);
        let mut cut = false;
        let met = |window: &long::Window, found: &[Finding], lane: &mut Lane<'_, '_>| {
            cut |= found.iter().any(|finding| finding.rule == RuleId::PREVIEW);
            self.count(found, &mut done.tally);
            if args.format.is_some() {
                shown.meet(&window.text, found);
                let source = Source { path: &item.name, unit: None, text: &window.text };
                self.show(source, window.base, found, &mut shown, lane.sink)?;
            }
            Ok(())
        };
        let mut masked = match self.job.work {
            Work::Clean => long::clean(source, engine, most, folder, lane, met),
            Work::CleanAndMask => long::mask_clean(source, engine, &mut masker, most, folder, lane, met),
            Work::Mask | Work::Restore => long::mask(source, again, engine, &mut masker, folder, lane, met),
        }?;
        if cut {
            self.say_cut(item, &mut done);
        }
        done.tally.changed = usize::from(masked.edits > 0);
        done.tally.left = masked.left.len();
        if !masked.left.is_empty() {
            let rules: BTreeSet<&str> =
                masked.left.iter().map(|f| self.engine.rules().rule(f.rule).name.as_ref()).collect();
            let rules: Vec<&str> = rules.into_iter().collect();
            let complaint = self.still_there(masked.left.len(), &rules.join(", "));
            done.messages.push(format!("yinmo: {}: {complaint}", item.name));
            if !args.force {
                return Ok(done);
            }
        }
        if self.job.fields.is_some() {
            done.fields = masker.fields();
        }
        let mut delivery = match target {
            Target::Print => Delivery::print(encoding, bom),
            Target::File(path) => {
                let pack = if args.in_place { pack } else { Pack::of(path) };
                Delivery::file(path, pack, encoding, bom)?
            }
            Target::Diff | Target::Records => return Ok(done),
        };
        long::rewind(&mut masked.file)?;
        let mut windows = long::Pieces::new(masked.file);
        while let Some(piece) = windows.next()? {
            delivery.write(piece, lane.sink)?;
        }
        let written = delivery.finish(lane.sink)?;
        self.settle(item, target, done, written)
    }
}
