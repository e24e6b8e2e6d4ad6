//! Parquet without some of its rows: the columns of a row group that has them are read and written again.

use std::collections::BTreeSet;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::writer::SerializedColumnWriter;

/// The rows that are left out, by their number in the file, from 1.
pub(super) type Gone = BTreeSet<u64>;

/// Values that are read at once.
const ROWS: usize = 1024;

/// Definition and repetition levels of a column.
pub(super) type Levels = (Vec<i16>, Vec<i16>);

/// The values and levels of some rows, of which the first has the number `row`, without those that are left out.
pub(super) fn without<T: Clone>(
    row: u64,
    values: &[T],
    levels: &Levels,
    most_def: i16,
    gone: &Gone,
) -> (Vec<T>, Levels) {
    let (def, rep) = levels;
    let (mut kept, mut kept_levels) = (Vec::with_capacity(values.len()), Levels::default());
    let mut values = values.iter();
    let slots = if most_def > 0 { def.len() } else { values.len() };
    let mut row = row;
    for slot in 0..slots {
        row += u64::from(slot > 0 && rep.get(slot).is_none_or(|&level| level == 0));
        let is_there = def.get(slot).is_none_or(|&level| level == most_def);
        let value = if is_there { values.next() } else { None };
        if !gone.contains(&row) {
            kept.extend(value.cloned());
            kept_levels.0.extend(def.get(slot));
            kept_levels.1.extend(rep.get(slot));
        }
    }
    (kept, kept_levels)
}

/// Writes a column anew, whose first row has the number `row`. `most` are its highest levels.
pub(super) fn copy(
    reader: ColumnReader,
    to: &mut SerializedColumnWriter<'_>,
    most: (i16, i16),
    row: u64,
    gone: &Gone,
) -> Result<(), ParquetError> {
    match reader {
        ColumnReader::BoolColumnReader(reader) => typed(reader, to, most, row, gone),
        ColumnReader::Int32ColumnReader(reader) => typed(reader, to, most, row, gone),
        ColumnReader::Int64ColumnReader(reader) => typed(reader, to, most, row, gone),
        ColumnReader::Int96ColumnReader(reader) => typed(reader, to, most, row, gone),
        ColumnReader::FloatColumnReader(reader) => typed(reader, to, most, row, gone),
        ColumnReader::DoubleColumnReader(reader) => typed(reader, to, most, row, gone),
        ColumnReader::ByteArrayColumnReader(reader) => typed(reader, to, most, row, gone),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => typed(reader, to, most, row, gone),
    }
}

fn typed<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    to: &mut SerializedColumnWriter<'_>,
    (most_def, most_rep): (i16, i16),
    mut row: u64,
    gone: &Gone,
) -> Result<(), ParquetError> {
    loop {
        let (mut values, mut levels) = (Vec::new(), Levels::default());
        let def = (most_def > 0).then_some(&mut levels.0);
        let rep = (most_rep > 0).then_some(&mut levels.1);
        let (read, ..) = reader.read_records(ROWS, def, rep, &mut values)?;
        if read == 0 {
            return Ok(());
        }
        let (values, (def, rep)) = without(row, &values, &levels, most_def, gone);
        let (def, rep) = ((most_def > 0).then_some(&def[..]), (most_rep > 0).then_some(&rep[..]));
        to.typed::<T>().write_batch(&values, def, rep)?;
        row += read as u64;
    }
}
