//! Runs a job over all inputs: in parallel, reported in order.

use std::io::{self, Write as _};

use rayon::prelude::*;
use serde::Serialize;

use super::Manner;
use super::sink::{Output, Sink};
use super::walk::Item;
use yinmo::report::Tally;
use yinmo::style::Field;

/// Files that are held in memory together with their reports, in bytes; a report is several times its file.
const TOGETHER: u64 = 8 << 20;

/// What came of one input, beside its report.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// Findings and changes.
    pub(crate) tally: Tally,
    /// Lines for standard error.
    pub(crate) messages: Vec<String>,
    /// What is to be filled in, where it was asked for.
    pub(crate) fields: Vec<Field>,
}

impl Done {
    /// An input that could not be worked on.
    pub(crate) fn failed(item: &Item, cause: &str) -> Self {
        Self {
            tally: Tally { failures: 1, ..Tally::default() },
            messages: vec![format!("yinmo: {}: {cause}", item.name)],
            ..Self::default()
        }
    }

    /// The same, when the failure came late.
    pub(crate) fn and_failed(mut self, item: &Item, cause: &str) -> Self {
        self.tally.failures += 1;
        self.tally.changed = 0;
        self.messages.push(format!("yinmo: {}: {cause}", item.name));
        self
    }

    /// An input that is no text.
    pub(crate) fn skipped(item: &Item, manner: Manner) -> Self {
        let messages =
            if manner.verbose { vec![format!("skipped {}: not a text", item.name)] } else { vec![] };
        Self { tally: Tally { skipped: 1, ..Tally::default() }, messages, ..Self::default() }
    }
}

/// One file's list of fields, as it is written with `--fields`.
#[derive(Debug, Serialize)]
pub(crate) struct FieldsOf {
    path: String,
    fields: Vec<Field>,
}

/// Runs `job` on each item. Reports, messages and fields (with the item's name) come in the order of the items,
/// whatever `jobs` is.
pub(crate) fn each(
    items: &[Item],
    jobs: Option<u16>,
    output: &mut Output,
    job: impl Fn(usize, &Item, &mut Sink<'_>) -> io::Result<Done> + Sync,
) -> io::Result<(Tally, Vec<FieldsOf>)> {
    // A single file needs no answer, and asking the system takes a while.
    let all =
        || if items.len() > 1 { std::thread::available_parallelism().map_or(1, usize::from) } else { 1 };
    let jobs = jobs.map_or_else(all, usize::from);
    let pool = (jobs > 1 && items.len() > 1)
        .then(|| rayon::ThreadPoolBuilder::new().num_threads(jobs).build())
        .transpose()
        .map_err(io::Error::other)?;
    let mut total = Tally::default();
    let mut fields = Vec::new();
    let mut add = |item: &Item, done: Done| {
        total.add(&done.tally);
        if !done.fields.is_empty() {
            fields.push(FieldsOf { path: item.name.clone(), fields: done.fields });
        }
        for message in done.messages {
            // There is nowhere left to report that standard error is closed.
            let _ = writeln!(io::stderr(), "{message}");
        }
    };
    let mut first = 0;
    let mut rest = items;
    while !rest.is_empty() {
        let (now, later) = rest.split_at(batch(rest, jobs));
        rest = later;
        match &pool {
            Some(pool) if now.len() > 1 => {
                let done: Vec<io::Result<(Vec<u8>, Done)>> = pool.install(|| {
                    now.par_iter()
                        .with_max_len(1)
                        .enumerate()
                        .map(|(index, item)| {
                            let mut sink = Sink::kept();
                            let done = job(first + index, item, &mut sink)?;
                            Ok((sink.finish()?, done))
                        })
                        .collect()
                });
                for (item, result) in now.iter().zip(done) {
                    let (report, done) = result?;
                    output.part(&report)?;
                    add(item, done);
                }
            }
            _ => {
                for (index, item) in now.iter().enumerate() {
                    let mut sink = Sink::through(output);
                    let done = job(first + index, item, &mut sink)?;
                    sink.finish()?;
                    add(item, done);
                }
            }
        }
        first += now.len();
    }
    Ok((total, fields))
}

/// How many of the next items are worked on before their reports are written.
fn batch(items: &[Item], jobs: usize) -> usize {
    let mut bytes = 0;
    let most = items.iter().take(64 * jobs).take_while(|item| {
        bytes += item.size;
        bytes <= TOGETHER
    });
    most.count().max(1)
}
