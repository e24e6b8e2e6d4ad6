//! Files of records: each record is a document, its fields are the parts. Records are read in chunks, worked on in
//! parallel and delivered in order; of a record nothing changes but the bytes that are edited.

mod chunks;
mod held;
#[cfg(feature = "parquet")]
mod parquet;
mod treat;

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::path::Path;

use yinmo::edit::{self, Edit};
use yinmo::finding::Finding;
use yinmo::format::{
    FieldPath, csv_cells, csv_needs_quotes, csv_unescape, json_escape, json_texts, json_unescape,
};
use yinmo::report::{self, DiffLook, Tally};
use yinmo::span::Span;

use self::chunks::{Chunk, Chunks, Columns, Length};
use super::args::{self, OnError};
use super::deliver::{Delivery, Written};
use super::input::{self, Utf8};
use super::kind::Shape;
use super::ordered::ordered;
use super::pack::Pack;
use super::run::{Done, Lane, Trouble};
use super::sink::Sink;
use super::summary::Bad;
use super::target::Target;
use super::walk::Item;

pub(crate) use self::held::held;
pub(crate) use self::treat::{Part, Treat, Treated};

/// Chunks that are at work or wait for their turn, in bytes.
const TOGETHER: u64 = 4 << 20;

/// How much is read to see what a file is.
const HEAD: usize = 1 << 20;

/// How many bad records of a file are named on standard error.
const NAMED: usize = 20;

/// How records are worked on.
pub(crate) struct Plan<'a> {
    pub(crate) input: &'a args::Input,
    pub(crate) encoding: Option<yinmo::format::Encoding>,
    pub(crate) treat: &'a dyn Treat,
    /// Where the new text goes; `None` changes nothing.
    pub(crate) target: Option<&'a Target>,
    /// Whether the target is the input.
    pub(crate) in_place: bool,
    /// How a diff looks, where one is printed.
    pub(crate) diff: Option<DiffLook>,
}

/// What came of a chunk.
#[derive(Default)]
struct Outcome {
    new: Vec<u8>,
    report: Vec<u8>,
    tally: Tally,
    records: u64,
    /// Records that were too long to be looked at.
    long: u64,
    /// The fields that were there, one bit each.
    seen: u64,
    bad: Vec<Bad>,
    /// What could not be masked, for standard error.
    left: Vec<String>,
    /// Nothing goes on behind this.
    trouble: Option<Trouble>,
    /// The chunk and its edits, where a diff is made of them.
    old: Option<(Vec<u8>, Vec<Edit>)>,
    /// What was found in the chunk, where a diff is made of it.
    findings: Vec<Finding>,
}

/// Works on a file of records. What it wrote waits for its commit.
pub(crate) fn run(
    item: &Item,
    shape: Shape,
    plan: &Plan<'_>,
    lane: &mut Lane<'_, '_>,
) -> Result<(Done, Option<Written>), Trouble> {
    let delimiter = match shape {
        Shape::Parquet => return parquet(item, plan, lane),
        Shape::Rows(delimiter) => Some(delimiter),
        Shape::Jsonl | Shape::Text => None,
    };
    let opened = input::open(item, HEAD, lane.progress)?;
    let pack = opened.pack;
    let source = opened
        .stream(plan.encoding, plan.target.is_some())
        .map_err(|error| Trouble::Input(error.to_string()))?;
    let delivery = delivery(item, plan, &source, pack)?;
    let mut chunks = Chunks::new(source, delimiter, plan.input.max_unit);
    let columns = match delimiter {
        Some(_) => chunks.columns(&plan.input.field)?,
        None => None,
    };
    let work = Worker { item, plan, delimiter, columns: columns.as_ref() };
    work.all(chunks, delivery, lane)
}

#[cfg(feature = "parquet")]
fn parquet(
    item: &Item,
    plan: &Plan<'_>,
    lane: &mut Lane<'_, '_>,
) -> Result<(Done, Option<Written>), Trouble> {
    parquet::run(item, plan, lane)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &Item, _: &Plan<'_>, _: &mut Lane<'_, '_>) -> Result<(Done, Option<Written>), Trouble> {
    Err(Trouble::Input("this yinmo was built without Parquet; build it with --features parquet".to_owned()))
}

fn delivery(item: &Item, plan: &Plan<'_>, source: &Utf8, pack: Pack) -> Result<Delivery, Trouble> {
    Ok(match plan.target {
        Some(Target::Print) => Delivery::print(source.encoding, source.bom),
        Some(Target::File(path)) => {
            Delivery::file(path, pack_of(plan, path, pack), source.encoding, source.bom)?
        }
        Some(Target::Diff) if source.encoding != yinmo::format::Encoding::Utf8 || pack != Pack::Plain => {
            return Err(Trouble::Input(format!(
                "a diff of {} cannot be applied; use -o or -i",
                if pack == Pack::Plain { "records in this encoding" } else { "a compressed file" }
            )));
        }
        Some(Target::Diff | Target::Records) | None => {
            let _ = item;
            Delivery::nowhere()
        }
    })
}

/// How an output is compressed: as its name says, or as the input was that it replaces.
pub(crate) fn pack_of(plan: &Plan<'_>, path: &Path, input: Pack) -> Pack {
    if plan.in_place { input } else { Pack::of(path) }
}

struct Worker<'a> {
    item: &'a Item,
    plan: &'a Plan<'a>,
    /// Of rows.
    delimiter: Option<u8>,
    columns: Option<&'a Columns>,
}

impl Worker<'_> {
    fn all(
        &self,
        mut chunks: Chunks,
        mut delivery: Delivery,
        lane: &mut Lane<'_, '_>,
    ) -> Result<(Done, Option<Written>), Trouble> {
        let mut done = Done::default();
        done.tally.files = 1;
        let mut sum = Sum {
            read: 0,
            seen: 0,
            left: 0,
            changed: 0,
            old: self.plan.diff.map(|_| (Vec::new(), Vec::new())),
        };
        if let Some(header) = self.columns.map(|columns| &columns.header) {
            delivery.write(header, lane.sink)?;
            if let Some((old, _)) = &mut sum.old {
                old.extend_from_slice(header);
            }
        }
        let prints = matches!(self.plan.target, Some(Target::Print));
        ordered(
            lane.jobs,
            TOGETHER,
            || {
                let chunk = chunks.next().map_err(Trouble::Input)?;
                Ok(chunk.map(|chunk| {
                    let weight = chunk.bytes.len() as u64;
                    (chunk, weight)
                }))
            },
            |chunk| self.chunk(chunk),
            |result| {
                lane.progress.show();
                let result = result?;
                let first = sum.read == 0;
                sum.read += result.records;
                done.records += result.records + result.long;
                sum.seen |= result.seen;
                // What is printed cannot be called back.
                if prints && first && sum.read > 0 && sum.seen == 0 {
                    return Err(Trouble::Input(self.no_field()));
                }
                sum.changed += result.tally.changed;
                sum.left += result.tally.left;
                done.tally.add(&result.tally);
                self.complain(&result, &mut done);
                lane.sink.write_all(&result.report)?;
                delivery.write(&result.new, lane.sink)?;
                if let (Some((text, edits)), Some((old, more))) = (&mut sum.old, result.old) {
                    if text.len() + old.len() > self.plan.input.max_unit {
                        return Err(Trouble::Input(
                            "too large for a diff; write it with -o or -i, print it with --stdout, or raise --max-unit"
                                .to_owned(),
                        ));
                    }
                    let base = text.len();
                    text.extend_from_slice(&old);
                    edits.extend(more.into_iter().map(|edit| shifted(edit, base)));
                }
                result.trouble.map_or(Ok(()), Err)
            },
        )?;
        if sum.read > 0 && sum.seen == 0 {
            return Err(Trouble::Input(self.no_field()));
        }
        done.tally.changed = usize::from(sum.changed > 0);
        if let (Some((text, edits)), Some(look)) = (sum.old, self.plan.diff) {
            let text = String::from_utf8(text)
                .map_err(|_| Trouble::Input("not valid UTF-8; a diff cannot be shown".to_owned()))?;
            report::diff(&self.item.name, &text, &edits, look, lane.sink)?;
        }
        for (index, field) in self.plan.input.field.iter().enumerate().take(64) {
            if sum.read > 0 && sum.seen & 1 << index == 0 {
                done.messages.push(format!(
                    "yinmo: {}: no record has the field {}",
                    self.item.name,
                    field.name()
                ));
            }
        }
        if done.bad.len() > NAMED {
            done.messages.push(format!(
                "yinmo: {}: {} more bad records; --report lists them",
                self.item.name,
                done.bad.len() - NAMED
            ));
        }
        Ok((done, delivery.finish(lane.sink)?))
    }

    fn no_field(&self) -> String {
        no_field(&self.plan.input.field)
    }

    fn complain(&self, result: &Outcome, done: &mut Done) {
        let what = match self.plan.input.on_error {
            OnError::Keep => "kept as it is",
            OnError::Drop => "left out",
            OnError::Fail => "",
        };
        for bad in &result.bad {
            if done.bad.len() < NAMED {
                let message = if self.plan.target.is_some() {
                    format!("yinmo: {}: line {}: {}; {what}", self.item.name, bad.line, bad.cause)
                } else {
                    format!("yinmo: {}: line {}: {}; passed over", self.item.name, bad.line, bad.cause)
                };
                done.messages.push(message);
            }
            done.bad.push(bad.clone());
        }
        done.messages.extend(result.left.iter().cloned());
    }

    /// Passes a piece of a record on or leaves it out; none of it is worked on.
    fn long(&self, chunk: Chunk) -> Outcome {
        let mut result = Outcome::default();
        let writes = matches!(self.plan.target, Some(Target::Print | Target::File(_)));
        if chunk.length == Length::Begins {
            result.long = 1;
            let cause = format!("a record longer than --max-unit ({} bytes)", self.plan.input.max_unit);
            match self.plan.input.on_error {
                OnError::Fail => {
                    let remedy = "raise it, split the record, or pass it over with --on-error drop";
                    let line = chunk.line();
                    result.trouble = Some(Trouble::Input(format!("line {line}: {cause}; {remedy}")));
                    return result;
                }
                OnError::Drop => result.tally.changed = 1,
                OnError::Keep => {}
            }
            result.bad.push(Bad { line: chunk.line(), cause });
        }
        if self.plan.input.on_error == OnError::Keep && writes {
            result.new = chunk.bytes;
        } else if self.plan.diff.is_some() {
            let gone = self.plan.input.on_error == OnError::Drop;
            let edit = gone.then(|| Edit::deletion(Span::new(0, chunk.bytes.len())));
            result.old = Some((chunk.bytes, edit.into_iter().collect()));
        }
        result
    }

    fn chunk(&self, chunk: Chunk) -> Result<Outcome, Trouble> {
        if chunk.length != Length::Whole {
            return Ok(self.long(chunk));
        }
        let mut result = Outcome::default();
        let mut edits: Vec<Edit> = Vec::new();
        let mut sink = Sink::kept();
        let writes = matches!(self.plan.target, Some(Target::Print | Target::File(_)));
        for record in chunk.records(self.delimiter) {
            let row = &chunk.bytes[record.bytes.clone()];
            if record.is_blank {
                if writes {
                    result.new.extend_from_slice(row);
                }
                continue;
            }
            result.records += 1;
            let texts = match self.delimiter {
                None => json(row, &self.plan.input.field),
                Some(delimiter) => self.cells(row, delimiter),
            };
            let outcome = texts.and_then(|texts| {
                for text in &texts {
                    result.seen |= 1 << text.field.min(63);
                }
                let treated = self.treat(record.number, &texts, &mut sink);
                treated.map(|treated| (texts, treated)).map_err(|error| error.to_string())
            });
            let (cause, left) = match outcome {
                Ok((texts, treated)) => {
                    result.tally.add(&treated.tally);
                    match treated.left {
                        None => {
                            if self.plan.diff.is_some() {
                                let base = record.bytes.start;
                                result.findings.extend(held::carried(&texts, treated.findings, base));
                            }
                            if self.plan.target.is_some() {
                                let new = carried(&texts, &treated.edits, self.delimiter);
                                result.tally.changed += usize::from(!new.is_empty());
                                if writes {
                                    splice(row, &new, &mut result.new);
                                } else {
                                    let base = record.bytes.start;
                                    edits.extend(new.into_iter().map(|edit| shifted(edit, base)));
                                }
                            }
                            continue;
                        }
                        Some(left) => (left, treated.tally.left),
                    }
                }
                Err(cause) => (cause, 0),
            };
            match self.plan.input.on_error {
                OnError::Fail if left > 0 => {
                    let complaint = format!("line {}: {cause}", record.line);
                    result.trouble = Some(Trouble::Left(complaint, left));
                }
                OnError::Fail => {
                    result.trouble = Some(Trouble::Input(format!(
                        "line {}: {cause}; repair it, or pass such records over with --on-error drop",
                        record.line
                    )));
                }
                OnError::Keep if writes => result.new.extend_from_slice(row),
                OnError::Drop if !writes => {
                    edits.push(Edit::deletion(Span::new(record.bytes.start, record.bytes.end)));
                }
                OnError::Keep | OnError::Drop => {}
            }
            if result.trouble.is_some() {
                break;
            }
            if self.plan.input.on_error == OnError::Drop {
                result.tally.changed += 1;
            }
            result.bad.push(Bad { line: record.line, cause });
        }
        result.report = sink.finish()?;
        if self.plan.diff.is_some() {
            result.old = Some((chunk.bytes, edits));
        }
        Ok(result)
    }

    fn treat(&self, number: u64, texts: &[Text<'_>], sink: &mut Sink<'_>) -> io::Result<Treated> {
        let parts: Vec<Part<'_>> = texts
            .iter()
            .map(|text| Part { unit: format!("/records/{number}{}", text.place), text: &text.escaped.text })
            .collect();
        self.plan.treat.treat(&self.item.name, &parts, sink)
    }

    fn cells<'r>(&'r self, row: &'r [u8], delimiter: u8) -> Result<Vec<Text<'r>>, String> {
        let columns = self.columns.expect("rows have columns");
        let cells = csv_cells(row, delimiter);
        if cells.len() != columns.count {
            return Err(format!("{} cells where the first row has {}", cells.len(), columns.count));
        }
        if cells.iter().any(|cell| cell.damaged) {
            return Err("a quote stands inside a cell, or is never closed".to_owned());
        }
        let mut texts = Vec::with_capacity(columns.wanted.len());
        for (field, index, place) in &columns.wanted {
            let cell = cells[*index];
            let written = std::str::from_utf8(cell.written)
                .map_err(|error| format!("not valid UTF-8 at byte {}", cell.start + error.valid_up_to()))?;
            texts.push(Text {
                field: *field,
                place: Cow::Borrowed(place.as_str()),
                start: cell.start,
                written,
                quoted: cell.quoted,
                escaped: csv_unescape(written, cell.quoted),
            });
        }
        texts.sort_by_key(|text| text.start);
        Ok(texts)
    }
}

struct Sum {
    /// How many records were looked at.
    read: u64,
    seen: u64,
    left: usize,
    changed: usize,
    old: Option<(Vec<u8>, Vec<Edit>)>,
}

/// A text of a record.
struct Text<'r> {
    /// Which field it is.
    field: usize,
    place: Cow<'r, str>,
    /// Where what is written starts in the record.
    start: usize,
    written: &'r str,
    /// Of a cell: whether quotes stand around it.
    quoted: bool,
    escaped: yinmo::format::Escaped<'r>,
}

fn json<'r>(row: &'r [u8], fields: &[FieldPath]) -> Result<Vec<Text<'r>>, String> {
    let texts = json_texts(row, fields).map_err(|error| error.to_string())?;
    Ok(texts
        .into_iter()
        .map(|text| Text {
            field: text.path,
            place: Cow::Owned(text.place),
            start: text.start,
            written: text.written,
            quoted: true,
            escaped: json_unescape(text.written),
        })
        .collect())
}

pub(crate) fn no_field(fields: &[FieldPath]) -> String {
    let names: Vec<&str> = fields.iter().map(FieldPath::name).collect();
    format!("no record has a text in the field {}; check the name", names.join(" or "))
}

/// The edits of the record's texts as edits of its bytes.
fn carried(texts: &[Text<'_>], edits: &[Vec<Edit>], delimiter: Option<u8>) -> Vec<Edit> {
    let mut all = Vec::new();
    for (text, edits) in texts.iter().zip(edits).filter(|(_, edits)| !edits.is_empty()) {
        match delimiter {
            None => all.extend(text.escaped.carry(edits, text.start, |new| json_escape(new, text.written))),
            Some(_) if text.quoted => {
                all.extend(text.escaped.carry(edits, text.start, |new| new.replace('"', "\"\"")));
            }
            Some(delimiter) => {
                let new = edit::apply(text.written, edits);
                if csv_needs_quotes(&new, delimiter) {
                    let span = Span::new(text.start, text.start + text.written.len());
                    all.push(Edit::replacement(span, format!("\"{}\"", new.replace('"', "\"\""))));
                } else {
                    all.extend(text.escaped.carry(edits, text.start, str::to_owned));
                }
            }
        }
    }
    all
}

/// As [`edit::apply`], in bytes.
fn splice(row: &[u8], edits: &[Edit], out: &mut Vec<u8>) {
    let mut at = 0;
    for edit in edits {
        out.extend_from_slice(&row[at..edit.span.start]);
        out.extend_from_slice(edit.content.as_bytes());
        at = edit.span.end;
    }
    out.extend_from_slice(&row[at..]);
}

fn shifted(mut edit: Edit, by: usize) -> Edit {
    edit.span.start += by;
    edit.span.end += by;
    edit
}
