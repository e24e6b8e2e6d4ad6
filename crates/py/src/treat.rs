//! What is done to one text, or to the texts of one record: the same as the command line does.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use yinmo::edit::{self, Edit};
use yinmo::finding::Finding;
use yinmo::report::plural;
use yinmo::span::Locator;
use yinmo::style::{Masker, Style};

use crate::fault::Fault;
use crate::settings::Built;

/// How many places a failure names.
const NAMED: usize = 5;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    Mask,
    Clean,
    CleanAndMask,
}

/// What was done to one text.
pub(crate) struct Changed {
    pub(crate) edits: Vec<Edit>,
    /// What the edits come from.
    pub(crate) findings: Vec<Finding>,
    /// What should be gone and is still in the text after.
    pub(crate) left: Vec<Finding>,
}

/// A masker with the secret of keyed labels.
pub(crate) fn masker(built: &Built, style: &Style) -> Result<Masker, Fault> {
    if style.is_keyed() && built.key.is_none() {
        return Err(Fault::Config(format!(
            "the style {:?} needs a secret: give key=…, at least 16 random bytes",
            style.name()
        )));
    }
    if style.invents() {
        return Err(Fault::Config(format!(
            "the style {:?} looks real, so a vault has to know what it wrote: give vault=…, or take style=\"tag\"",
            style.name()
        )));
    }
    let mut masker = style.masker();
    if let Some(key) = &built.key {
        masker.set_key(key);
    }
    Ok(masker)
}

/// Works on the texts of one record with one masker.
pub(crate) fn record(built: &Built, work: Work, masker: &mut Masker, parts: &[&str]) -> Vec<Changed> {
    if parts.len() > 1 && work != Work::Clean && masker.meets() {
        for part in parts {
            masker.meet(part, &built.engine.scan(part).findings);
        }
    }
    let one = |part: &&str| {
        let changed = text(built, work, masker, part);
        masker.next_part();
        changed
    };
    parts.iter().map(one).collect()
}

/// Works on one text.
pub(crate) fn text(built: &Built, work: Work, masker: &mut Masker, text: &str) -> Changed {
    let allowed = built.allowed(text);
    let done = match work {
        Work::Mask => built.engine.mask_around(text, masker, &allowed),
        Work::Clean => built.engine.clean_around(text, &allowed),
        Work::CleanAndMask => built.engine.mask_clean_around(text, masker, &allowed),
    };
    let findings = touched(done.findings, &done.edits);
    Changed { edits: done.edits, findings, left: done.left }
}

/// The findings that an edit touches. Both lists are sorted.
fn touched(mut findings: Vec<Finding>, edits: &[Edit]) -> Vec<Finding> {
    let mut edits = edits.iter().peekable();
    findings.retain(|finding| {
        while edits.next_if(|edit| edit.span.end <= finding.span.start).is_some() {}
        edits.peek().is_some_and(|edit| edit.span.overlaps(finding.span))
    });
    findings
}

/// What is still there, by rule and place in the text before; nothing where nothing is.
pub(crate) fn leftover<'t>(
    built: &Built,
    texts: impl IntoIterator<Item = (&'t str, &'t str, &'t Changed)>,
) -> Option<String> {
    let (mut places, mut count) = (Vec::new(), 0);
    for (unit, text, changed) in texts {
        let mut locator = Locator::new(text);
        count += changed.left.len();
        for finding in changed.left.iter().take(NAMED.saturating_sub(places.len())) {
            let at = locator.locate(edit::source_offset(&changed.edits, finding.span.start));
            let rule = &built.engine.rules().rule(finding.rule).name;
            let unit = if unit.is_empty() { String::new() } else { format!("{unit}:") };
            places.push(format!("{rule} at {unit}{}:{}", at.line, at.column));
        }
    }
    if count > places.len() {
        places.push("…".to_owned());
    }
    let left = || format!("{} still there afterwards ({})", plural(count, "finding"), places.join(", "));
    (count > 0).then(left)
}

/// What `of` makes of each number below `count`, in order, with up to `jobs` threads.
pub(crate) fn each<T: Send>(count: usize, jobs: NonZeroUsize, of: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let jobs = jobs.get().min(count);
    if jobs < 2 {
        return (0..count).map(of).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&at| at < count);
        std::iter::from_fn(take).map(|at| (at, of(at))).collect::<Vec<_>>()
    };
    let mut done: Vec<(usize, T)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        let joined = |thread: std::thread::ScopedJoinHandle<'_, _>| match thread.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        threads.into_iter().flat_map(joined).collect()
    });
    done.sort_unstable_by_key(|&(at, _)| at);
    done.into_iter().map(|(_, done)| done).collect()
}
