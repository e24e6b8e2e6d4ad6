//! Runs a job over all inputs: in parallel, reported in order.

use std::io::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use yinmo::report::Tally;
use yinmo::style::Field;

use super::Manner;
use super::ordered::ordered;
use super::progress::Progress;
use super::sink::{Output, Sink};
use super::summary::{Bad, Total};
use super::walk::Item;

/// Files that are held in memory together with their reports, in bytes; a report is several times its file.
const TOGETHER: u64 = 8 << 20;

/// What a file weighs at least, so that not too many small ones wait for a slow one.
const LEAST: u64 = 32 << 10;

/// Why an input failed at which the program broke down.
const FAULT: &str =
    "not worked on because of a fault of yinmo; please report the line above, without the document";

/// What came of one input, beside its report.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// Findings and changes.
    pub(crate) tally: Tally,
    /// Lines for standard error.
    pub(crate) messages: Vec<String>,
    /// What is to be filled in, where it was asked for.
    pub(crate) fields: Vec<Field>,
    /// Why it failed.
    pub(crate) cause: Option<String>,
    /// Records that were read.
    pub(crate) records: u64,
    /// Records that were not worked on.
    pub(crate) bad: Vec<Bad>,
    /// Whether an earlier run has done it.
    pub(crate) earlier: bool,
}

impl Done {
    /// An input that could not be worked on.
    pub(crate) fn failed(item: &Item, cause: &str) -> Self {
        Self::default().and_failed(item, cause)
    }

    /// The same, when the failure came late.
    pub(crate) fn and_failed(mut self, item: &Item, cause: &str) -> Self {
        self.tally = Tally { failures: 1, ..Tally::default() };
        self.messages.push(format!("yinmo: {}: {cause}", item.name));
        self.cause = Some(cause.to_owned());
        self
    }

    /// An input that is no text.
    pub(crate) fn skipped(item: &Item, manner: Manner) -> Self {
        let messages =
            if manner.verbose { vec![format!("skipped {}: not a text", item.name)] } else { vec![] };
        Self { tally: Tally { skipped: 1, ..Tally::default() }, messages, ..Self::default() }
    }
}

/// Why an input was given up on the way.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It cannot be read, decoded or written: cause and remedy.
    Input(String),
    /// What was to be masked is still there: the complaint, and how many findings.
    Left(String, usize),
    /// Standard output cannot be written: the run is over.
    Output(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<String> for Trouble {
    fn from(cause: String) -> Self {
        Self::Input(cause)
    }
}

/// Where a job works: its report goes here, and it may use this many threads.
pub(crate) struct Lane<'s, 'o> {
    pub(crate) sink: &'s mut Sink<'o>,
    pub(crate) jobs: usize,
    pub(crate) progress: &'s Progress,
}

/// One file's list of fields, as it is written with `--fields`.
#[derive(Debug, Serialize)]
pub(crate) struct FieldsOf {
    path: String,
    fields: Vec<Field>,
}

/// Does the work on one input. A fault of the program is a failure of that input: the others have their turn.
fn guarded(item: &Item, work: impl FnOnce() -> io::Result<Done>) -> io::Result<Done> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Ok(Done::failed(item, FAULT)))
}

/// How many threads `--jobs` means for these inputs.
fn threads(jobs: Option<u16>, items: &[Item]) -> usize {
    // A single small file needs no answer, and asking the system takes a while.
    let several = items.len() > 1 || items.iter().any(|item| item.large);
    let all = || if several { std::thread::available_parallelism().map_or(1, usize::from) } else { 1 };
    jobs.map_or_else(all, usize::from)
}

/// Runs `job` on each item. Reports, messages and fields (with the item's name) come in the order of the items,
/// whatever `jobs` is.
pub(crate) fn each(
    items: &[Item],
    jobs: Option<u16>,
    progress: &Progress,
    output: &mut Output,
    total: &mut Total,
    job: impl Fn(usize, &Item, &mut Lane<'_, '_>) -> io::Result<Done> + Sync,
) -> io::Result<Vec<FieldsOf>> {
    let jobs = threads(jobs, items);
    let mut fields = Vec::new();
    let mut add = |item: &Item, done: Done| {
        total.add(item, &done);
        if !done.messages.is_empty() {
            progress.aside(|| {
                for message in &done.messages {
                    // There is nowhere left to report that standard error is closed.
                    let _ = writeln!(io::stderr(), "{message}");
                }
            });
        }
        if !done.fields.is_empty() {
            fields.push(FieldsOf { path: item.name.clone(), fields: done.fields });
        }
        progress.file_done();
    };
    let mut first = 0;
    while first < items.len() {
        // Small files are worked on side by side; a large one has all processors.
        let small = items[first..].iter().take_while(|item| !item.large).count();
        if small > 1 && jobs > 1 {
            let mut waiting = items[first..first + small].iter().enumerate();
            ordered(
                jobs.min(small),
                TOGETHER,
                || Ok(waiting.next().map(|(index, item)| ((first + index, item), item.size.max(LEAST)))),
                |(index, item)| {
                    let mut sink = Sink::kept();
                    let work = || job(index, item, &mut Lane { sink: &mut sink, jobs: 1, progress });
                    let done = guarded(item, work)?;
                    Ok((item, sink.finish()?, done))
                },
                |result: io::Result<(&Item, Vec<u8>, Done)>| {
                    let (item, report, done) = result?;
                    output.part(&report)?;
                    add(item, done);
                    io::Result::Ok(())
                },
            )?;
            first += small;
            continue;
        }
        let item = &items[first];
        let mut sink = Sink::through(output);
        let jobs = if item.large { jobs } else { 1 };
        let done = guarded(item, || job(first, item, &mut Lane { sink: &mut sink, jobs, progress }))?;
        sink.finish()?;
        add(item, done);
        first += 1;
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_program_is_one_input_s_failure() {
        let item = Item::named(std::path::Path::new("报告.txt"));
        let done = guarded(&item, || panic!("an index in 郑海燕")).expect("no output is concerned");
        assert_eq!(done.tally.failures, 1);
        assert_eq!(done.messages, [format!("yinmo: 报告.txt: {FAULT}")]);
    }
}
