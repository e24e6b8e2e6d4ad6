//! Arrow in, Arrow out: arrays as one column without a name, record batches by the names of their columns.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, StructArray};
use arrow_data::ArrayData;
use arrow_schema::{DataType, Field, Fields};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::arrow::{self, Incoming, byte_fields, wrong};
use crate::fault::Fault;
use crate::rows::{Bad, Done, Texts, rebuilt, status};

/// An Arrow array or record batch; any Arrow library takes it over without a copy.
#[pyclass(frozen, module = "yinmo")]
pub(crate) struct ArrowArray {
    field: Field,
    data: ArrayData,
}

#[pymethods]
impl ArrowArray {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        // The protocol allows to give what there is.
        drop(requested_schema);
        arrow::give(py, &self.field, &self.data)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        arrow::schema(py, &self.field)
    }

    fn __len__(&self) -> usize {
        self.data.len()
    }

    fn __repr__(&self) -> String {
        format!("ArrowArray({} rows, {})", self.data.len(), self.field.data_type())
    }
}

impl ArrowArray {
    pub(crate) fn table(fields: Fields, table: &StructArray) -> Self {
        Self { field: Field::new("", DataType::Struct(fields), false), data: table.to_data() }
    }
}

/// One array or batch that came in.
pub(crate) struct Chunk {
    field: Field,
    array: ArrayRef,
}

/// What came in: one array, one batch, or the batches of a table.
pub(crate) fn chunks(incoming: Incoming) -> (Vec<Chunk>, bool) {
    let Incoming { field, arrays, several } = incoming;
    (arrays.into_iter().map(|array| Chunk { field: field.clone(), array }).collect(), several)
}

impl Chunk {
    pub(crate) fn rows(&self) -> usize {
        self.array.len()
    }

    /// The wanted columns with their places; of an array itself, without a name.
    pub(crate) fn texts<'a>(
        &'a self,
        wanted: &'a [String],
    ) -> Result<Vec<(usize, &'a str, Texts<'a>)>, Fault> {
        let (DataType::Struct(fields), Some(batch)) = (self.field.data_type(), arrow::columns(&self.array))
        else {
            if !wanted.is_empty() {
                return Err(Fault::Data(
                    "columns are of record batches, but this is an array; leave columns out".to_owned(),
                ));
            }
            return Ok(vec![(0, "", Texts::of(&self.field, &self.array)?)]);
        };
        let names = || fields.iter().map(|field| field.name().as_str()).collect::<Vec<_>>().join(", ");
        if wanted.is_empty() {
            return Err(Fault::Data(format!("which columns? give columns=[…], of these: {}", names())));
        }
        let column = |name: &'a String| {
            let missing =
                || Fault::Data(format!("there is no column {name:?}; there are these: {}", names()));
            let (at, field) = fields.find(name).ok_or_else(missing)?;
            Ok((at, name.as_str(), Texts::of(field, batch.column(at))?))
        };
        wanted.iter().map(column).collect()
    }

    /// The same array or batch with new values, and with columns that say what became of each record.
    pub(crate) fn with(
        &self,
        texts: &[(usize, &str, Texts<'_>)],
        done: &[Result<Done, Bad>],
        named: Option<&str>,
    ) -> Result<ArrowArray, Fault> {
        let new = |nth: usize| -> Vec<Option<&[u8]>> {
            done.iter().map(|done| done.as_ref().ok().and_then(|done| done.new[nth].as_deref())).collect()
        };
        let (mut fields, mut arrays): (Vec<Field>, Vec<ArrayRef>) = match self.field.data_type() {
            DataType::Struct(fields) => {
                let batch = arrow::columns(&self.array).expect("its type says so");
                (fields.iter().map(|field| field.as_ref().clone()).collect(), batch.columns().to_vec())
            }
            _ => (vec![self.field.clone().with_name("value")], vec![Arc::clone(&self.array)]),
        };
        let text_fields = fields.clone();
        for (nth, (at, _, texts)) in texts.iter().enumerate() {
            arrays[*at] = rebuilt(&text_fields[*at], texts, &new(nth))?;
        }
        if !matches!(self.field.data_type(), DataType::Struct(_)) && named.is_none() {
            return Ok(ArrowArray { field: self.field.clone(), data: arrays[0].to_data() });
        }
        for (field, array) in named.into_iter().flat_map(|name| status(name, done)) {
            if fields.iter().any(|other| other.name() == field.name()) {
                return Err(Fault::Data(format!(
                    "there is a column {:?} already; give another status",
                    field.name()
                )));
            }
            fields.push(field);
            arrays.push(array);
        }
        let fields = Fields::from(fields);
        let kept = byte_fields(&fields);
        let batch =
            StructArray::try_new_with_length(kept, as_kept(arrays), None, self.rows()).map_err(wrong)?;
        let metadata = self.field.metadata().clone();
        let field = Field::new("", DataType::Struct(fields), false).with_metadata(metadata);
        Ok(ArrowArray { field, data: batch.to_data() })
    }
}

/// Text columns that were made here as bytes too.
fn as_kept(arrays: Vec<ArrayRef>) -> Vec<ArrayRef> {
    use arrow_array::{BinaryArray, cast::AsArray as _};
    let kept = |array: ArrayRef| -> ArrayRef {
        match array.data_type() {
            DataType::Utf8 => Arc::new(BinaryArray::from(array.as_string::<i32>().clone())),
            _ => array,
        }
    };
    arrays.into_iter().map(kept).collect()
}
