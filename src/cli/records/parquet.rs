//! Parquet, row group by row group. Columns that hold no wanted text are copied as they lie in the file; the others are
//! read, worked on and written again with the same compression. Schema and metadata stay.

mod gone;

use std::fs::File;
use std::io::{self, Read, Write};
use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Type as Physical};
use parquet::column::reader::{ColumnReaderImpl, get_typed_column_reader};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::errors::ParquetError;
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use yinmo::edit;
use yinmo::format::FieldPath;

use self::gone::{Gone, Levels};
use super::{Part, Plan, no_field};
use crate::cli::args::OnError;
use crate::cli::deliver::{Delivery, Written};
use crate::cli::input;
use crate::cli::long::rewind;
use crate::cli::ordered::ordered;
use crate::cli::pack::Pack;
use crate::cli::run::{Done, Lane, Trouble};
use crate::cli::sink::Sink;
use crate::cli::summary::Bad;
use crate::cli::target::Target;
use crate::cli::walk::Item;

/// Rows that are read at once.
const ROWS: usize = 64;

/// Texts that are at work or wait for their turn, in bytes.
const TOGETHER: u64 = 4 << 20;

/// A column that holds wanted text.
struct Column {
    index: usize,
    field: usize,
    /// Its place in a record: `/meta/title`.
    place: String,
    /// Whether a record may have several.
    repeats: bool,
}

/// Works on a Parquet file.
pub(super) fn run(
    item: &Item,
    plan: &Plan<'_>,
    lane: &mut Lane<'_, '_>,
) -> Result<(Done, Option<Written>), Trouble> {
    if plan.diff.is_some() {
        return Err(Trouble::Input(
            "a diff of a Parquet file cannot be shown; write it with -o or -i".to_owned(),
        ));
    }
    let file = open(item, lane)?;
    let worker = Worker::new(item, plan, file)?;
    let mut done = Done::default();
    done.tally.files = 1;
    let mut seen = 0;
    match plan.target {
        Some(Target::File(_) | Target::Print) => {
            let scratch = tempfile::tempfile()
                .map_err(|error| Trouble::Input(format!("a temporary file cannot be written ({error})")))?;
            let mut file = worker.rewrite(scratch, &mut done, &mut seen, lane)?;
            worker.check(&done, seen)?;
            let mut delivery = match plan.target {
                Some(Target::File(path)) => {
                    Delivery::file(path, Pack::Plain, yinmo::format::Encoding::Utf8, false)?
                }
                _ => Delivery::print(yinmo::format::Encoding::Utf8, false),
            };
            rewind(&mut file)?;
            let mut buffer = vec![0; 1 << 18];
            loop {
                let read = file.read(&mut buffer).map_err(|error| Trouble::Input(error.to_string()))?;
                if read == 0 {
                    break;
                }
                delivery.write(&buffer[..read], lane.sink)?;
            }
            done.tally.changed = done.tally.changed.min(1);
            Ok((done, delivery.finish(lane.sink)?))
        }
        _ => {
            for group in 0..worker.metadata.num_row_groups() {
                for column in &worker.columns {
                    seen |= 1 << column.field.min(63);
                    worker.column(group, column, &mut done, lane, true, |_| Ok(()))?;
                }
                worker.next_group(group, &mut done);
            }
            worker.check(&done, seen)?;
            done.tally.changed = done.tally.changed.min(1);
            Ok((done, None))
        }
    }
}

/// The file, which is read here and there; a stream is copied first.
fn open(item: &Item, lane: &Lane<'_, '_>) -> Result<File, Trouble> {
    if let Some(path) = item.path.as_ref().filter(|path| path.is_file()) {
        return File::open(path).map_err(|error| Trouble::Input(crate::cli::walk::reading(&error)));
    }
    let unreadable = |error: io::Error| Trouble::Input(crate::cli::walk::reading(&error));
    let mut stream = input::open(item, 1 << 20, lane.progress)?;
    let mut copy = tempfile::tempfile().map_err(unreadable)?;
    copy.write_all(&stream.head).map_err(unreadable)?;
    io::copy(&mut stream.rest, &mut copy).map_err(unreadable)?;
    Ok(copy)
}

struct Worker<'a> {
    item: &'a Item,
    plan: &'a Plan<'a>,
    file: File,
    reader: SerializedFileReader<File>,
    metadata: Arc<ParquetMetaData>,
    columns: Vec<Column>,
    first_rows: Vec<u64>,
}

fn damaged(error: &ParquetError) -> Trouble {
    Trouble::Input(format!("not a Parquet file that can be read ({error}); get the file again"))
}

/// Values of a column: where they stand, and what they say.
struct Values {
    /// Number of the first row.
    row: u64,
    values: Vec<ByteArray>,
    levels: Levels,
    rows: usize,
}

struct Worked {
    values: Values,
    report: Vec<u8>,
    tally: yinmo::report::Tally,
    bad: Vec<Bad>,
    left: usize,
}

impl<'a> Worker<'a> {
    fn new(item: &'a Item, plan: &'a Plan<'a>, file: File) -> Result<Self, Trouble> {
        let metadata = ParquetMetaDataReader::new()
            .with_page_index_policy(PageIndexPolicy::Optional)
            .parse_and_finish(&file)
            .map_err(|error| damaged(&error))?;
        let again = file.try_clone().map_err(|error| Trouble::Input(error.to_string()))?;
        let reader = SerializedFileReader::new(again).map_err(|error| damaged(&error))?;
        let columns = columns(&metadata, &plan.input.field)?;
        let mut first_rows = vec![1];
        for group in metadata.row_groups() {
            let rows = u64::try_from(group.num_rows()).unwrap_or(0);
            first_rows.extend(first_rows.last().map(|first| first + rows));
        }
        Ok(Self { item, plan, file, reader, metadata: Arc::new(metadata), columns, first_rows })
    }

    fn check(&self, done: &Done, seen: u64) -> Result<(), Trouble> {
        if done.records > 0 && seen == 0 {
            return Err(Trouble::Input(no_field(&self.plan.input.field)));
        }
        Ok(())
    }

    fn next_group(&self, group: usize, done: &mut Done) {
        done.records += self.first_row(group + 1) - self.first_row(group);
    }

    /// Number of the first row of a group, from 1; of the group behind the last, too.
    fn first_row(&self, group: usize) -> u64 {
        self.first_rows[group]
    }

    /// Works on all texts without writing them, and tells which rows are left out for what was found.
    fn gone(&self, done: &mut Done, seen: &mut u64, lane: &mut Lane<'_, '_>) -> Result<Gone, Trouble> {
        for group in 0..self.metadata.num_row_groups() {
            for column in &self.columns {
                *seen |= 1 << column.field.min(63);
                self.column(group, column, done, lane, true, |_| Ok(()))?;
            }
            self.next_group(group, done);
        }
        let gone: Gone = done.bad.iter().map(|bad| bad.line).collect();
        done.tally.changed += usize::from(!gone.is_empty());
        Ok(gone)
    }

    /// Writes the file anew to `to`.
    fn rewrite(
        &self,
        to: File,
        done: &mut Done,
        seen: &mut u64,
        lane: &mut Lane<'_, '_>,
    ) -> Result<File, Trouble> {
        // Which rows stay must be known before the first column is written.
        let drops = self.plan.input.on_error == OnError::Drop;
        let gone = if drops { self.gone(done, seen, lane)? } else { Gone::new() };
        let about = self.metadata.file_metadata();
        let version =
            if about.version() >= 2 { WriterVersion::PARQUET_2_0 } else { WriterVersion::PARQUET_1_0 };
        let mut properties = WriterProperties::builder()
            .set_writer_version(version)
            .set_key_value_metadata(about.key_value_metadata().cloned());
        if let Some(group) = self.metadata.row_groups().first() {
            let written = |index| !gone.is_empty() || self.columns.iter().any(|column| column.index == index);
            for index in (0..group.num_columns()).filter(|&index| written(index)) {
                let chunk = group.column(index);
                let path = chunk.column_path().clone();
                properties = properties
                    .set_column_compression(path.clone(), chunk.compression())
                    .set_column_dictionary_enabled(path, chunk.dictionary_page_offset().is_some());
            }
        }
        let schema = about.schema_descr().root_schema_ptr();
        let mut writer = SerializedFileWriter::new(to, schema, Arc::new(properties.build()))
            .map_err(|error| unwritable(&error))?;
        for group in 0..self.metadata.num_row_groups() {
            let lacks = gone.range(self.first_row(group)..self.first_row(group + 1)).count() as u64;
            if lacks > 0 && self.first_row(group) + lacks == self.first_row(group + 1) {
                continue;
            }
            let mut out = writer.next_row_group().map_err(|error| unwritable(&error))?;
            for index in 0..self.metadata.row_group(group).num_columns() {
                match self.columns.iter().find(|column| column.index == index) {
                    None if lacks > 0 => self.copy_without(group, index, &gone, &mut out)?,
                    None => self.copy(group, index, &mut out)?,
                    Some(column) => {
                        *seen |= 1 << column.field.min(63);
                        let mut to =
                            out.next_column().map_err(|error| unwritable(&error))?.ok_or_else(|| {
                                Trouble::Input("the file has columns its schema lacks".to_owned())
                            })?;
                        let (most_def, most_rep) = self.most(index);
                        self.column(group, column, done, lane, !drops, |values| {
                            let Values { row, values, levels, .. } = values;
                            let (values, (def, rep)) = if lacks > 0 {
                                gone::without(row, &values, &levels, most_def, &gone)
                            } else {
                                (values, levels)
                            };
                            let def = (most_def > 0).then_some(&def[..]);
                            let rep = (most_rep > 0).then_some(&rep[..]);
                            let written = to.typed::<ByteArrayType>().write_batch(&values, def, rep);
                            written.map(|_| ()).map_err(|error| unwritable(&error))
                        })?;
                        to.close().map_err(|error| unwritable(&error))?;
                    }
                }
            }
            out.close().map_err(|error| unwritable(&error))?;
            if !drops {
                self.next_group(group, done);
            }
        }
        writer.into_inner().map_err(|error| unwritable(&error))
    }

    /// Copies a column's pages as they are.
    fn copy(
        &self,
        group: usize,
        index: usize,
        out: &mut SerializedRowGroupWriter<'_, File>,
    ) -> Result<(), Trouble> {
        let rows = self.metadata.row_group(group);
        let chunk = rows.column(index);
        let pages = self.metadata.page_index();
        let close = ColumnCloseResult {
            bytes_written: u64::try_from(chunk.compressed_size()).unwrap_or(0),
            rows_written: u64::try_from(rows.num_rows()).unwrap_or(0),
            metadata: chunk.clone(),
            bloom_filter: parquet::bloom_filter::Sbbf::read_from_column_chunk(chunk, &self.file)
                .ok()
                .flatten(),
            column_index: pages.and_then(|pages| pages.column_index(group, index)).cloned(),
            offset_index: pages.and_then(|pages| pages.offset_index(group, index)).cloned(),
        };
        out.append_column(&self.file, close).map_err(|error| unwritable(&error))
    }

    /// Highest levels of a column.
    fn most(&self, index: usize) -> (i16, i16) {
        let descr = self.metadata.file_metadata().schema_descr().column(index);
        (descr.max_def_level(), descr.max_rep_level())
    }

    /// Writes a column without some rows.
    fn copy_without(
        &self,
        group: usize,
        index: usize,
        gone: &Gone,
        out: &mut SerializedRowGroupWriter<'_, File>,
    ) -> Result<(), Trouble> {
        let rows = self.reader.get_row_group(group).map_err(|error| damaged(&error))?;
        let reader = rows.get_column_reader(index).map_err(|error| damaged(&error))?;
        let lacking = || Trouble::Input("the file has columns its schema lacks".to_owned());
        let mut to = out.next_column().map_err(|error| unwritable(&error))?.ok_or_else(lacking)?;
        gone::copy(reader, &mut to, self.most(index), self.first_row(group), gone)
            .map_err(|error| unwritable(&error))?;
        to.close().map(|_| ()).map_err(|error| unwritable(&error))
    }

    /// Works on one column of a row group; `put` takes its new values. What came of it is reported if it `says` so.
    fn column(
        &self,
        group: usize,
        column: &Column,
        done: &mut Done,
        lane: &mut Lane<'_, '_>,
        says: bool,
        mut put: impl FnMut(Values) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let rows = self.reader.get_row_group(group).map_err(|error| damaged(&error))?;
        let (most_def, most_rep) = self.most(column.index);
        let reader = rows.get_column_reader(column.index).map_err(|error| damaged(&error))?;
        let mut reader: ColumnReaderImpl<ByteArrayType> = get_typed_column_reader(reader);
        let mut row = self.first_row(group);
        let (progress, sink) = (lane.progress, &mut *lane.sink);
        ordered(
            lane.jobs,
            TOGETHER,
            || {
                let mut values = Values { row, values: Vec::new(), levels: Levels::default(), rows: 0 };
                let (def, rep) = (&mut values.levels.0, &mut values.levels.1);
                let def = (most_def > 0).then_some(def);
                let rep = (most_rep > 0).then_some(rep);
                let read = reader
                    .read_records(ROWS, def, rep, &mut values.values)
                    .map_err(|error| damaged(&error))?;
                values.rows = read.0;
                row += read.0 as u64;
                let weight: usize = values.values.iter().map(|value| value.len() + 64).sum();
                Ok((read.0 > 0).then_some((values, weight as u64)))
            },
            |values| self.texts(column, most_def, values),
            |worked| {
                progress.show();
                let mut worked: Worked = worked?;
                if !says {
                    return put(worked.values);
                }
                done.tally.add(&worked.tally);
                for bad in worked.bad.drain(..) {
                    if self.plan.input.on_error == OnError::Fail {
                        let message = format!("row {}: {}", bad.line, bad.cause);
                        return Err(if worked.left > 0 {
                            Trouble::Left(message, worked.left)
                        } else {
                            Trouble::Input(message)
                        });
                    }
                    done.messages.push(format!("yinmo: {}: row {}: {}", self.item.name, bad.line, bad.cause));
                    done.bad.push(bad);
                }
                sink.write_all(&worked.report)?;
                put(worked.values)
            },
        )
    }

    /// Works on some values of a column.
    fn texts(&self, column: &Column, most_def: i16, mut values: Values) -> Result<Worked, Trouble> {
        let mut sink = Sink::kept();
        let mut worked_tally = yinmo::report::Tally::default();
        let (mut bad, mut left) = (Vec::new(), 0);
        let (mut row, mut nth, mut value) = (values.row, 0, 0);
        let slots = if most_def > 0 { values.levels.0.len() } else { values.values.len() };
        for slot in 0..slots {
            match values.levels.1.get(slot) {
                Some(0) | None if slot > 0 => (row, nth) = (row + 1, 0),
                _ => {}
            }
            nth += 1;
            if values.levels.0.get(slot).is_some_and(|&def| def < most_def) {
                continue;
            }
            let this = &mut values.values[value];
            value += 1;
            let cause = if this.len() > self.plan.input.max_unit {
                Some(format!("a text longer than --max-unit ({} bytes)", self.plan.input.max_unit))
            } else {
                match std::str::from_utf8(this.data()) {
                    Err(error) => Some(format!("not valid UTF-8 at byte {}", error.valid_up_to())),
                    Ok(text) => {
                        let element = if column.repeats { format!("/{nth}") } else { String::new() };
                        let unit = format!("/records/{row}{}{element}", column.place);
                        let mut treated =
                            self.plan.treat.treat(&self.item.name, &[Part { unit, text }], &mut sink)?;
                        worked_tally.add(&treated.tally);
                        if treated.left.is_some() {
                            left += treated.tally.left;
                        } else if let Some(edits) = treated.edits.pop().filter(|edits| !edits.is_empty()) {
                            worked_tally.changed += 1;
                            *this = ByteArray::from(edit::apply(text, &edits).into_bytes());
                        }
                        treated.left
                    }
                }
            };
            bad.extend(cause.map(|cause| Bad { line: row, cause }));
        }
        Ok(Worked { values, report: sink.finish()?, tally: worked_tally, bad, left })
    }
}

fn unwritable(error: &ParquetError) -> Trouble {
    Trouble::Input(format!("the Parquet file cannot be written ({error}); nothing was changed"))
}

/// The columns that the fields lead to.
fn columns(metadata: &ParquetMetaData, fields: &[FieldPath]) -> Result<Vec<Column>, Trouble> {
    let descr = metadata.file_metadata().schema_descr();
    let mut places = Vec::new();
    for field in descr.root_schema().get_fields() {
        leaves(field, &mut Vec::new(), &mut places);
    }
    let mut columns = Vec::new();
    for (index, steps) in places.iter().enumerate() {
        let Some(field) = fields.iter().position(|field| steps.starts_with(field.steps())) else { continue };
        let column = descr.column(index);
        let is_text = column.physical_type() == Physical::BYTE_ARRAY
            && !matches!(column.converted_type(), ConvertedType::DECIMAL | ConvertedType::BSON);
        if !is_text {
            return Err(Trouble::Input(format!(
                "the column {} is no text; name another --field",
                steps.join(".")
            )));
        }
        let place = steps.iter().map(|step| format!("/{step}")).collect();
        columns.push(Column { index, field, place, repeats: column.max_rep_level() > 0 });
    }
    if columns.is_empty() {
        return Err(Trouble::Input(no_field(fields)));
    }
    Ok(columns)
}

/// The way to each leaf, in order, without the groups that only make a list.
fn leaves(node: &Type, way: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    way.push(node.name().to_owned());
    if node.is_group() {
        let info = node.get_basic_info();
        let is_list = info.logical_type_ref() == Some(&LogicalType::List)
            || info.converted_type() == ConvertedType::LIST;
        match node.get_fields() {
            [list] if is_list => elements(list, way, out),
            fields => fields.iter().for_each(|field| leaves(field, way, out)),
        }
    } else {
        out.push(way.clone());
    }
    way.pop();
}

/// The leaves below the repeated child of a list.
fn elements(list: &Type, way: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    if !list.is_group() {
        return out.push(way.clone());
    }
    // Old files repeat the element itself, under one of these names.
    let is_element = list.name() == "array" || list.name().ends_with("_tuple");
    match list.get_fields() {
        [element] if !is_element && !element.is_group() => out.push(way.clone()),
        [element] if !is_element => {
            let name = way.pop().unwrap_or_default();
            let at = out.len();
            leaves(element, way, out);
            // The element's own name is not one of the field's.
            for leaf in &mut out[at..] {
                leaf[way.len()].clone_from(&name);
            }
            way.push(name);
        }
        fields => fields.iter().for_each(|field| leaves(field, way, out)),
    }
}
