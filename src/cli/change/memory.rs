//! The same work on a text that is in memory: what front ends do is what the commands do.

use std::collections::BTreeMap;
use std::sync::Arc;

use yinmo::format::Encoding;
use yinmo::{plan, receipt};

use super::work::Worker;
use super::{Job, Work};
use crate::cli::Manner;
use crate::cli::allow::Allowances;
use crate::cli::args::{self, Input};
use crate::cli::config::Variant;
use crate::cli::input;
use crate::cli::office;
use crate::cli::papers::Papers;
use crate::cli::progress::Progress;
use crate::cli::run::{Done, Lane, Trouble};
use crate::cli::sink::Sink;
use crate::cli::target::Target;
use crate::cli::walk::Item;

/// One input that is held.
pub(crate) struct Request<'a> {
    pub(crate) work: Work,
    /// What it is called.
    pub(crate) item: &'a Item,
    pub(crate) bytes: Vec<u8>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) input: &'a Input,
    /// What becomes of parts that cannot be looked into, of signatures, and of what is left.
    pub(crate) target: &'a args::Target,
    pub(crate) variant: &'a Variant,
    pub(crate) allowances: Arc<Allowances>,
    /// Reviewed edits that are done instead.
    pub(crate) plan: Option<plan::Document>,
    pub(crate) tracking: Option<&'a office::Tracking>,
}

/// What came of it.
pub(crate) struct Made {
    /// The new file; none where something is left that should be gone.
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) done: Done,
    pub(crate) receipt: Vec<receipt::Document>,
}

/// Does to a text in memory what the command does to a file that is printed.
pub(crate) fn in_memory(request: Request<'_>) -> Result<Made, Trouble> {
    let manner = Manner { colour: false, quiet: true, verbose: false };
    let planned = request.plan;
    let mut job = Job::new(request.input, request.target, request.work, manner);
    job.terminal = false;
    job.allowances = request.allowances;
    job.papers = Papers::kept();
    job.tracking = request.tracking;
    job.plan = planned.is_some().then(BTreeMap::new);
    let mut sink = Sink::kept();
    let progress = Progress::silent();
    let worker = Worker {
        job: &job,
        index: 0,
        variant: request.variant,
        engine: &request.variant.engine,
        encoding: request.encoding,
        planned: planned.as_ref(),
        journal: None,
    };
    let lane = &mut Lane { sink: &mut sink, jobs: 1, progress: &progress };
    let done = worker.opened(request.item, &Target::Print, input::Input::held(request.bytes), lane)?;
    let bytes = sink.finish()?;
    let withheld = done.tally.left > 0 && !request.target.force || done.tally.failures > 0;
    Ok(Made { bytes: (!withheld).then_some(bytes), done, receipt: job.papers.into_documents() })
}
