//! What `mask` and `clean` do to the texts of one record.

use std::io;
use std::path::Path;

use yinmo::report::Source;
use yinmo::style::Masker;

use super::work::Worker;
use crate::cli::records::{Part, Treat, Treated};
use crate::cli::show::Base;
use crate::cli::sink::Sink;
use crate::cli::walk::Item;

impl Treat for Worker<'_> {
    fn treat(&self, path: &str, parts: &[Part<'_>], sink: &mut Sink<'_>) -> io::Result<Treated> {
        self.with_masker(|masker| self.treat_with(masker, path, parts, sink))
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
            let mut own = self.masker();
            let masker = if self.keeps_labels() { masker } else { &mut own };
            for (part, changed) in parts.iter().zip(&all) {
                masker.meet(part.text, &changed.findings);
            }
            for (part, changed) in parts.iter().zip(&all) {
                let source = Source { path, unit: Some(&part.unit), text: part.text };
                self.show(source, Base::START, &changed.findings, masker, sink)?;
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
