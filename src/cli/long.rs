//! Texts that are too long to hold, window by window.
//!
//! Masking takes the rounds that [`Engine::mask`] takes, from file to file: the first writes masked text to a temporary
//! file, the next reads that again, and when it finds nothing more the text is delivered. A style whose masks depend on the
//! whole text has it read once more, ahead. Cleaning takes its rounds in the same way; between two windows it waits for
//! a place where what goes on one side has nothing to do with the other.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use yinmo::edit::{self, Edit};
use yinmo::engine::{Aim, CLEAN_ROUNDS, Engine, Outcome, ROUNDS, Room, clean_cut, window};
use yinmo::finding::Finding;
use yinmo::rule::{Cure, Group};
use yinmo::style::Masker;

use super::input::Utf8;
use super::ordered::ordered;
use super::run::{Lane, Trouble};
use super::show::Base;

/// Windows that are at work or wait for their turn, in bytes.
const TOGETHER: u64 = 4 << 20;

/// How much of a masked text is delivered at once.
const PIECE: u64 = 1 << 18;

/// A window of a long text.
pub(crate) struct Window {
    pub(crate) text: String,
    pub(crate) base: Base,
    edges: (bool, bool),
}

/// Cuts a stream into windows.
pub(crate) struct Windows {
    source: Utf8,
    buffer: Vec<u8>,
    base: Base,
    ended: bool,
}

impl Windows {
    pub(crate) const fn new(source: Utf8) -> Self {
        Self { source, buffer: Vec::new(), base: Base::START, ended: false }
    }

    fn next(&mut self) -> Result<Option<Window>, String> {
        loop {
            let (valid, broken) = match simdutf8::compat::from_utf8(&self.buffer) {
                Ok(text) => (text, false),
                Err(error) => {
                    let text = std::str::from_utf8(&self.buffer[..error.valid_up_to()]);
                    let cut_off = error.error_len().is_none() && !self.ended;
                    (text.expect("it was checked"), !cut_off)
                }
            };
            if broken && window(valid, false).is_none() {
                let at = self.base.bytes + valid.len() + if self.source.bom { 3 } else { 0 };
                return Err(format!(
                    "not valid UTF-8 at byte {at}; repair the file, or name its encoding with --encoding"
                ));
            }
            if let Some(end) = window(valid, self.ended) {
                if end == 0 {
                    return Ok(None);
                }
                let last = self.ended && end == self.buffer.len();
                let text = valid[..end].to_owned();
                self.buffer.drain(..end);
                let base = self.base;
                self.base = base.after(&text);
                return Ok(Some(Window { text, base, edges: (base.bytes == 0, last) }));
            }
            self.ended = !self.source.fill(&mut self.buffer)?;
        }
    }
}

/// Scans a stream window by window: `work` on many threads, `take` in order.
pub(crate) fn scan<O: Send>(
    mut windows: Windows,
    engine: &Engine,
    aim: Aim,
    jobs: usize,
    work: impl Fn(Window, Outcome) -> O + Sync,
    take: impl FnMut(O) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    // One for each thread that is at work.
    let rooms: Mutex<Vec<Room>> = Mutex::default();
    let free = || rooms.lock().unwrap_or_else(PoisonError::into_inner);
    ordered(
        jobs,
        TOGETHER,
        || {
            let window = windows.next().map_err(Trouble::Input)?;
            Ok(window.map(|window| {
                let weight = window.text.len() as u64;
                (window, weight)
            }))
        },
        |window: Window| {
            let mut room = free().pop().unwrap_or_default();
            let outcome = engine.scan_window_of(&window.text, window.edges, aim, &mut room);
            free().push(room);
            work(window, outcome)
        },
        take,
    )
}

/// Scans a stream to change it: each window and what was found in it, in order.
fn each(
    windows: Windows,
    engine: &Engine,
    aim: Aim,
    lane: &mut Lane<'_, '_>,
    mut take: impl FnMut(Window, Vec<Finding>, &mut Lane<'_, '_>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let work = |window, outcome: Outcome| (window, outcome.findings);
    scan(windows, engine, aim, lane.jobs, work, |(window, findings)| {
        lane.progress.show();
        take(window, findings, lane)
    })
}

/// A masked text on disk.
pub(crate) struct Masked {
    /// The text, in UTF-8.
    pub(crate) file: File,
    /// How many edits there were.
    pub(crate) edits: usize,
    /// The rules of what is still there.
    pub(crate) left: Vec<Finding>,
}

/// Masks a stream. `again` opens it once more, where it can be; `met` shows the findings of each window in order.
pub(crate) fn mask(
    source: Utf8,
    again: Option<&dyn Fn() -> Result<Utf8, Trouble>>,
    engine: &Engine,
    masker: &mut Masker,
    folder: Option<&Path>,
    lane: &mut Lane<'_, '_>,
    mut met: impl FnMut(&Window, &[Finding], &mut Lane<'_, '_>) -> Result<(), Trouble>,
) -> Result<Masked, Trouble> {
    let mut source = source;
    if masker.meets() {
        let mut copy = if again.is_none() { Some(BufWriter::new(scratch(folder)?)) } else { None };
        each(Windows::new(source), engine, Aim::Mask, lane, |window, findings, _| {
            masker.meet(&window.text, &findings);
            match &mut copy {
                Some(copy) => copy.write_all(window.text.as_bytes()).map_err(|error| unwritable(&error)),
                None => Ok(()),
            }
        })?;
        source = match (copy, again) {
            (Some(copy), _) => reread(copy)?,
            (None, Some(again)) => again()?,
            (None, None) => unreachable!("what cannot be read again was copied"),
        };
    }
    let mut masked = BufWriter::with_capacity(1 << 18, scratch(folder)?);
    let mut count = 0;
    each(Windows::new(source), engine, Aim::Mask, lane, |window, findings, lane| {
        let (edits, found) = engine.mask_found(&window.text, findings, masker);
        met(&window, &found, lane)?;
        count += edits.len();
        let text = edit::apply(&window.text, &edits);
        masked.write_all(text.as_bytes()).map_err(|error| unwritable(&error))
    })?;
    for round in 1.. {
        let mut file = masked.into_inner().map_err(|error| unwritable(error.error()))?;
        if count == 0 {
            return Ok(Masked { file, edits: 0, left: Vec::new() });
        }
        let (edits, left) = verify(&mut file, engine, masker, lane)?;
        if edits.is_empty() || round == ROUNDS {
            return Ok(Masked { file, edits: count, left: if edits.is_empty() { Vec::new() } else { left } });
        }
        count += edits.len();
        masked = BufWriter::with_capacity(1 << 18, scratch(folder)?);
        rewind(&mut file)?;
        rewrite(&mut file, &edits, &mut masked).map_err(|error| unwritable(&error))?;
    }
    unreachable!("the last round returns")
}

/// Takes scrape markers out of a stream; `met` shows what was found in each window, as [`mask`] does. At most `most`
/// bytes are held where no line is free of findings.
pub(crate) fn clean(
    source: Utf8,
    engine: &Engine,
    most: usize,
    folder: Option<&Path>,
    lane: &mut Lane<'_, '_>,
    mut met: impl FnMut(&Window, &[Finding], &mut Lane<'_, '_>) -> Result<(), Trouble>,
) -> Result<Masked, Trouble> {
    let (mut source, mut count) = (source, 0);
    for round in 0.. {
        let mut to = BufWriter::with_capacity(1 << 18, scratch(folder)?);
        let (mut pending, mut waiting, mut left): (String, Vec<Finding>, Vec<Finding>) = Default::default();
        let mut removed = 0;
        let mut put = |text: &str, found: Vec<Finding>| {
            let edits = engine.clean_found(text, found).0;
            removed += edits.len();
            // What is bared after the last round is reported, not removed.
            let edits = if round < CLEAN_ROUNDS { edits } else { Vec::new() };
            to.write_all(edit::apply(text, &edits).as_bytes()).map_err(|error| unwritable(&error))
        };
        each(Windows::new(source), engine, Aim::Report, lane, |window, mut findings, lane| {
            let markers = |finding: &&Finding| engine.rules().group(finding.rule) == Group::Marker;
            left.extend(findings.iter().filter(markers).cloned());
            findings.retain(|finding| finding.cure != Cure::Report);
            if round == 0 {
                met(&window, &findings, lane)?;
            }
            let base = pending.len();
            waiting.extend(findings.into_iter().map(|mut finding| {
                finding.span.start += base;
                finding.span.end += base;
                finding
            }));
            pending.push_str(&window.text);
            if let Some(cut) = clean_cut(&pending, &waiting) {
                let rest = waiting.split_off(waiting.partition_point(|finding| finding.span.start < cut));
                put(&pending[..cut], std::mem::take(&mut waiting))?;
                waiting.extend(rest.into_iter().map(|mut finding| {
                    finding.span.start -= cut;
                    finding.span.end -= cut;
                    finding
                }));
                pending.drain(..cut);
            }
            if pending.len() > most {
                return Err(Trouble::Input(format!(
                    "more than --max-unit ({most} bytes) of it have to be cleaned together; raise it, or cut the text into lines"
                )));
            }
            Ok(())
        })?;
        put(&pending, waiting)?;
        let file = to.into_inner().map_err(|error| unwritable(error.error()))?;
        if removed == 0 || round == CLEAN_ROUNDS {
            return Ok(Masked { file, edits: count, left });
        }
        count += removed;
        source = whole(file)?;
    }
    unreachable!("the last round returns")
}

/// Takes scrape markers out of a stream and masks what stays, until neither finds anything.
pub(crate) fn mask_clean(
    source: Utf8,
    engine: &Engine,
    masker: &mut Masker,
    most: usize,
    folder: Option<&Path>,
    lane: &mut Lane<'_, '_>,
    mut met: impl FnMut(&Window, &[Finding], &mut Lane<'_, '_>) -> Result<(), Trouble>,
) -> Result<Masked, Trouble> {
    let (mut source, mut count) = (source, 0);
    for round in 0.. {
        let mut first = |window: &Window, found: &[Finding], lane: &mut Lane<'_, '_>| {
            if round == 0 { met(window, found, lane) } else { Ok(()) }
        };
        let cleaned = clean(source, engine, most, folder, lane, &mut first)?;
        let masked = mask(whole(cleaned.file)?, None, engine, masker, folder, lane, &mut first)?;
        count += cleaned.edits + masked.edits;
        if round > 0 && cleaned.edits + masked.edits == 0 || round == ROUNDS {
            let mut left = cleaned.left;
            left.extend(masked.left);
            return Ok(Masked { file: masked.file, edits: count, left });
        }
        source = whole(masked.file)?;
    }
    unreachable!("the last round returns")
}

/// A text on disk, from its start.
fn whole(mut file: File) -> Result<Utf8, Trouble> {
    rewind(&mut file)?;
    Ok(Utf8::of(Box::new(file)))
}

/// What a masked text still has to be masked: the edits, in the whole text's offsets, and their findings.
fn verify(
    file: &mut File,
    engine: &Engine,
    masker: &mut Masker,
    lane: &mut Lane<'_, '_>,
) -> Result<(Vec<Edit>, Vec<Finding>), Trouble> {
    rewind(file)?;
    let reader = file.try_clone().map_err(|error| unwritable(&error))?;
    let windows = Windows::new(Utf8::of(Box::new(reader)));
    let (mut edits, mut left) = (Vec::new(), Vec::new());
    each(windows, engine, Aim::Mask, lane, |window, findings, _| {
        masker.meet(&window.text, &findings);
        let (mut more, found) = engine.mask_found(&window.text, findings, masker);
        for edit in &mut more {
            edit.span.start += window.base.bytes;
            edit.span.end += window.base.bytes;
        }
        edits.append(&mut more);
        left.extend(found);
        Ok(())
    })?;
    Ok((edits, left))
}

/// Applies edits from file to file.
fn rewrite(from: &mut File, edits: &[Edit], to: &mut impl io::Write) -> io::Result<()> {
    let mut at = 0;
    for edit in edits {
        io::copy(&mut from.take((edit.span.start - at) as u64), to)?;
        io::copy(&mut from.take(edit.span.len() as u64), &mut io::sink())?;
        to.write_all(edit.content.as_bytes())?;
        at = edit.span.end;
    }
    io::copy(from, to).map(|_| ())
}

/// A file without a name, where there is room for a text.
fn scratch(folder: Option<&Path>) -> Result<File, Trouble> {
    match folder {
        Some(folder) => std::fs::create_dir_all(folder).and_then(|()| tempfile::tempfile_in(folder)),
        None => tempfile::tempfile(),
    }
    .map_err(|error| unwritable(&error))
}

/// A text on disk, in pieces of whole characters.
pub(crate) struct Pieces {
    file: File,
    buffer: Vec<u8>,
    given: usize,
}

impl Pieces {
    pub(crate) const fn new(file: File) -> Self {
        Self { file, buffer: Vec::new(), given: 0 }
    }

    /// The next piece.
    pub(crate) fn next(&mut self) -> Result<Option<&[u8]>, Trouble> {
        self.buffer.drain(..self.given);
        let read = (&mut self.file).take(PIECE).read_to_end(&mut self.buffer);
        read.map_err(|error| unwritable(&error))?;
        // All but the last character, which may be cut; it is short.
        self.given = match std::str::from_utf8(&self.buffer) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        Ok((self.given > 0).then(|| &self.buffer[..self.given]))
    }
}

fn reread(copy: BufWriter<File>) -> Result<Utf8, Trouble> {
    whole(copy.into_inner().map_err(|error| unwritable(error.error()))?)
}

pub(crate) fn rewind(file: &mut File) -> Result<(), Trouble> {
    file.rewind().map_err(|error| unwritable(&error))
}

fn unwritable(error: &io::Error) -> Trouble {
    Trouble::Input(match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full; a long text needs room for its copy".to_owned(),
        _ => format!("a temporary file cannot be written ({error})"),
    })
}
