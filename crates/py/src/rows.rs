//! Records in Arrow columns: each row is a record, its wanted columns are its texts.

use std::num::NonZeroUsize;
use std::sync::Arc;

use arrow_array::builder::{
    BinaryViewBuilder, Float64Builder, GenericBinaryBuilder, Int32Builder, Int64Builder, StringBuilder,
};
use arrow_array::cast::AsArray as _;
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, GenericBinaryArray, LargeBinaryArray, OffsetSizeTrait,
    StructArray,
};
use arrow_schema::{DataType, Field, Fields};
use yinmo::edit;
use yinmo::policy::Purpose;
use yinmo::style::Style;

use crate::fault::Fault;
use crate::results::{Finding, findings};
use crate::settings::Built;
use crate::treat::{self, Work, each};

/// How a run over rows is done.
#[derive(Clone, Copy)]
pub(crate) struct How<'a> {
    pub(crate) built: &'a Built,
    pub(crate) style: &'a Style,
    pub(crate) work: Work,
    pub(crate) force: bool,
    pub(crate) jobs: NonZeroUsize,
    /// The longest text in bytes.
    pub(crate) longest: usize,
}

/// Why a record is bad.
pub(crate) struct Bad {
    pub(crate) cause: String,
    pub(crate) leftover: bool,
}

impl Bad {
    pub(crate) fn fault(self, row: usize) -> Fault {
        let message = format!("row {row}: {}", self.cause);
        if self.leftover { Fault::Leftover(message) } else { Fault::Data(message) }
    }
}

impl From<String> for Bad {
    fn from(cause: String) -> Self {
        Self { cause, leftover: false }
    }
}

/// What became of a record.
pub(crate) struct Done {
    /// The new value of each text; `None` where it stays.
    pub(crate) new: Vec<Option<Vec<u8>>>,
    /// How many edits were made; `None` where the record has no text.
    pub(crate) edits: Option<usize>,
}

/// A column of texts, each as bytes.
pub(crate) enum Texts<'a> {
    Small(&'a BinaryArray),
    Large(&'a LargeBinaryArray),
    View(&'a BinaryViewArray),
}

impl<'a> Texts<'a> {
    /// The column, where its type is text.
    pub(crate) fn of(field: &Field, array: &'a ArrayRef) -> Result<Self, Fault> {
        match field.data_type() {
            DataType::Utf8 => Ok(Self::Small(array.as_binary())),
            DataType::LargeUtf8 => Ok(Self::Large(array.as_binary())),
            DataType::Utf8View => Ok(Self::View(array.as_binary_view())),
            other => Err(Fault::Data(format!(
                "the column {:?} is no text but {other}; cast it to string",
                field.name()
            ))),
        }
    }

    pub(crate) fn get(&self, row: usize) -> Option<&'a [u8]> {
        match self {
            Self::Small(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Small(array) => array.len(),
            Self::Large(array) => array.len(),
            Self::View(array) => array.len(),
        }
    }
}

/// A text, or why it is none.
pub(crate) fn read(value: &[u8], longest: usize) -> Result<&str, Bad> {
    if value.len() > longest {
        return Err(format!("a text longer than max_unit ({longest} bytes)").into());
    }
    std::str::from_utf8(value)
        .map_err(|error| format!("not valid UTF-8 at byte {}", error.valid_up_to()).into())
}

/// Works on all rows.
pub(crate) fn change(
    how: How<'_>,
    columns: &[(&str, Texts<'_>)],
    rows: usize,
) -> Result<Vec<Result<Done, Bad>>, Fault> {
    // Refuses once what no row can do.
    if how.work != Work::Clean {
        treat::masker(how.built, how.style)?;
    }
    Ok(each(rows, how.jobs, |row| one(how, columns, row)))
}

fn one(how: How<'_>, columns: &[(&str, Texts<'_>)], row: usize) -> Result<Done, Bad> {
    let mut texts = Vec::with_capacity(columns.len());
    for (at, (name, column)) in columns.iter().enumerate() {
        if let Some(value) = column.get(row) {
            texts.push((at, *name, read(value, how.longest)?));
        }
    }
    let parts: Vec<&str> = texts.iter().map(|&(.., text)| text).collect();
    let mut masker = how.style.masker();
    if let Some(key) = &how.built.key {
        masker.set_key(key);
    }
    let changed = treat::record(how.built, how.work, &mut masker, &parts);
    if !how.force {
        let all = texts.iter().zip(&changed).map(|(&(_, name, text), changed)| (name, text, changed));
        if let Some(cause) = treat::leftover(how.built, all) {
            return Err(Bad { cause, leftover: true });
        }
    }
    let mut done = Done { new: vec![None; columns.len()], edits: None };
    for ((at, _, text), changed) in texts.into_iter().zip(changed) {
        *done.edits.get_or_insert(0) += changed.edits.len();
        if !changed.edits.is_empty() {
            done.new[at] = Some(edit::apply(text, &changed.edits).into_bytes());
        }
    }
    Ok(done)
}

/// A column with its new values, of the same type.
pub(crate) fn rebuilt(field: &Field, old: &Texts<'_>, new: &[Option<&[u8]>]) -> Result<ArrayRef, Fault> {
    let values: Vec<_> = new.iter().enumerate().map(|(row, new)| new.or_else(|| old.get(row))).collect();
    column(field, &values)
}

/// The chunks of a column as one.
pub(crate) fn joined(field: &Field, chunks: &[ArrayRef]) -> Result<ArrayRef, Fault> {
    let texts = chunks.iter().map(|chunk| Texts::of(field, chunk)).collect::<Result<Vec<_>, _>>()?;
    let values: Vec<_> = texts.iter().flat_map(|texts| (0..texts.len()).map(|row| texts.get(row))).collect();
    column(field, &values)
}

/// A column of texts, as bytes.
fn column(field: &Field, values: &[Option<&[u8]>]) -> Result<ArrayRef, Fault> {
    let size: usize = values.iter().flatten().map(|value| value.len()).sum();
    Ok(match field.data_type() {
        DataType::Utf8 if i32::try_from(size).is_err() => {
            let why = "a column of this type holds 2 GB at most; cast it to large_string, or give fewer rows";
            return Err(Fault::Data(why.to_owned()));
        }
        DataType::Utf8 => Arc::new(collected::<i32>(values, size)),
        DataType::LargeUtf8 => Arc::new(collected::<i64>(values, size)),
        _ => {
            let mut builder = BinaryViewBuilder::with_capacity(values.len());
            values.iter().for_each(|value| builder.append_option(*value));
            Arc::new(builder.finish())
        }
    })
}

fn collected<O: OffsetSizeTrait>(values: &[Option<&[u8]>], size: usize) -> GenericBinaryArray<O> {
    let mut builder = GenericBinaryBuilder::<O>::with_capacity(values.len(), size);
    values.iter().for_each(|value| builder.append_option(*value));
    builder.finish()
}

/// The columns that say what became of each record: the cause where it is bad, and how many edits were made.
pub(crate) fn status(name: &str, done: &[Result<Done, Bad>]) -> [(Field, ArrayRef); 2] {
    let (mut causes, mut edits) = (StringBuilder::new(), Int32Builder::with_capacity(done.len()));
    for record in done {
        causes.append_option(record.as_ref().err().map(|bad| bad.cause.as_str()));
        let made = record.as_ref().ok().and_then(|done| done.edits);
        edits.append_option(made.map(|made| i32::try_from(made).unwrap_or(i32::MAX)));
    }
    [
        (Field::new(name, DataType::Utf8, true), Arc::new(causes.finish())),
        (Field::new(format!("{name}_edits"), DataType::Int32, true), Arc::new(edits.finish())),
    ]
}

/// What a table of findings shows.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    /// Of a check, the findings that count for this purpose.
    pub(crate) purpose: Option<Purpose>,
    /// Whether words of the texts are shown.
    pub(crate) with_text: bool,
}

/// The findings of all rows as a table, and the rows that could not be read.
pub(crate) fn scan(
    how: How<'_>,
    columns: &[(&str, Texts<'_>)],
    rows: usize,
    shown: Shown,
) -> Result<(Fields, StructArray), Fault> {
    let found = each(rows, how.jobs, |row| found(how, columns, row, shown));
    let mut table = Table::default();
    for (row, found) in found.into_iter().enumerate() {
        for (column, text, findings) in found.map_err(|bad| bad.fault(row))? {
            let with = |finding: &Finding| shown.with_text.then(|| finding.within(text));
            findings.iter().for_each(|finding| table.add(row, column, finding, with(finding)));
        }
    }
    table.finish()
}

type Found<'t> = Vec<(&'t str, &'t str, Vec<Finding>)>;

fn found<'t>(
    how: How<'_>,
    columns: &[(&'t str, Texts<'t>)],
    row: usize,
    shown: Shown,
) -> Result<Found<'t>, Bad> {
    let mut all = Vec::new();
    let mut masker = how.style.masker();
    if let Some(key) = &how.built.key {
        masker.set_key(key);
    }
    for (name, column) in columns {
        let Some(value) = column.get(row) else { continue };
        let text = read(value, how.longest)?;
        let found = seen(how.built, text, shown.purpose);
        masker.meet(text, &found);
        all.push((*name, text, findings(how.built, how.style, &mut masker, text, &found, shown.with_text)));
        masker.next_part();
    }
    Ok(all)
}

/// What is found in a text and counts.
pub(crate) fn seen(built: &Built, text: &str, purpose: Option<Purpose>) -> Vec<yinmo::finding::Finding> {
    let mut found = built.engine.scan(text).findings;
    let rules = built.engine.rules();
    built.allowed(text).take_from(&mut found, rules);
    if let Some(purpose) = purpose {
        found.retain(|finding| purpose.fails(rules.group(finding.rule)));
    }
    found
}

/// Builds the table of findings.
#[derive(Default)]
struct Table {
    row: Int64Builder,
    words: [StringBuilder; 8],
    places: [Int64Builder; 2],
    score: Float64Builder,
}

/// The columns of text, in their order.
const WORDS: [&str; 8] =
    ["column", "rule", "group", "severity", "action", "fingerprint", "replacement", "text"];

impl Table {
    fn add(&mut self, row: usize, column: &str, finding: &Finding, text: Option<&str>) {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        self.row.append_value(number(row));
        for (builder, word) in self.words.iter_mut().zip(finding.words(column, text)) {
            builder.append_option(word);
        }
        let (start, end, score) = finding.place();
        self.places[0].append_value(number(start));
        self.places[1].append_value(number(end));
        self.score.append_value(score);
    }

    fn finish(mut self) -> Result<(Fields, StructArray), Fault> {
        let mut columns: Vec<(Field, ArrayRef)> =
            vec![(Field::new("row", DataType::Int64, false), Arc::new(self.row.finish()))];
        for (name, builder) in WORDS.iter().zip(&mut self.words) {
            let nullable = matches!(*name, "replacement" | "text");
            columns.push((Field::new(*name, DataType::Utf8, nullable), Arc::new(builder.finish())));
        }
        for (name, builder) in ["start", "end"].iter().zip(&mut self.places) {
            columns.push((Field::new(*name, DataType::Int64, false), Arc::new(builder.finish())));
        }
        columns.push((Field::new("score", DataType::Float64, false), Arc::new(self.score.finish())));
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
        let fields = Fields::from(fields);
        let table = StructArray::try_new(fields.clone(), arrays, None).map_err(crate::arrow::wrong)?;
        Ok((fields, table))
    }
}
