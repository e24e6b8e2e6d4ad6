//! The Arrow PyCapsule protocol: arrays and record batches of any library come in, and go out, without a copy.
//!
//! Text columns are held as bytes: nobody who hands over a column has checked that it is UTF-8, and a value that is not
//! is a bad record, not undefined behaviour.
//!
//! This is the only file with unsafe code. It takes over C structs from capsules, which has to trust that they are what
//! the capsule's name says and that their buffers are as long as their type asks for: the Arrow C data interface has no
//! way to check that, in any language.
#![expect(unsafe_code, reason = "C structs from capsules")]

use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{Array, ArrayReader, ArrayRef, StructArray, make_array};
use arrow_data::ArrayData;
use arrow_schema::{ArrowError, DataType, Field, Fields};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::fault::Fault;

/// An array that came in: its true type, and its values with text as bytes.
pub(crate) struct Incoming {
    pub(crate) field: Field,
    pub(crate) arrays: Vec<ArrayRef>,
    /// Whether it is a table, which has any number of batches.
    pub(crate) several: bool,
}

/// The type with text as bytes, of columns too.
fn bytes(of: &DataType) -> DataType {
    match of {
        DataType::Utf8 => DataType::Binary,
        DataType::LargeUtf8 => DataType::LargeBinary,
        DataType::Utf8View => DataType::BinaryView,
        DataType::Struct(fields) => DataType::Struct(byte_fields(fields)),
        other => other.clone(),
    }
}

/// The fields with text as bytes.
pub(crate) fn byte_fields(fields: &Fields) -> Fields {
    let field = |field: &Arc<Field>| {
        let deep = matches!(field.data_type(), DataType::Struct(_));
        let of = if deep { field.data_type().clone() } else { bytes(field.data_type()) };
        field.as_ref().clone().with_data_type(of)
    };
    fields.iter().map(field).collect()
}

/// Takes over an Arrow array or a stream of them; `None` when the object is neither.
pub(crate) fn take(object: &Bound<'_, PyAny>) -> PyResult<Option<Incoming>> {
    if object.hasattr("__arrow_c_array__")? {
        let capsules = object.call_method0("__arrow_c_array__")?;
        let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) = capsules.extract()?;
        let schema = schema.pointer_checked(Some(c"arrow_schema"))?.cast::<FFI_ArrowSchema>();
        let array = array.pointer_checked(Some(c"arrow_array"))?.cast::<FFI_ArrowArray>();
        // SAFETY: a capsule of this name points to such a struct, and we hold the capsule.
        let field = Field::try_from(unsafe { schema.as_ref() }).map_err(wrong)?;
        // SAFETY: as above; the struct is moved out, and its release callback with it.
        let array = unsafe { FFI_ArrowArray::from_raw(array.as_ptr()) };
        // SAFETY: the schema belongs to the array; text as bytes has the same buffers.
        let data = unsafe { from_ffi_and_data_type(array, bytes(field.data_type())) }.map_err(wrong)?;
        return Ok(Some(Incoming { field, arrays: vec![make_array(data)], several: false }));
    }
    if !object.hasattr("__arrow_c_stream__")? {
        return Ok(None);
    }
    let capsule = object.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(c"arrow_array_stream"))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of this name points to such a struct; it is moved out.
    let reader = unsafe { ArrayStreamReader::from_raw(stream.as_ptr()) }.map_err(wrong)?;
    let field = reader.field().as_ref().clone();
    let of = bytes(field.data_type());
    let arrays = reader.map(|array| as_bytes(&array?.to_data(), &of));
    let arrays = arrays.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    if matches!(of, DataType::Struct(_)) || arrays.len() == 1 {
        let several = matches!(of, DataType::Struct(_));
        return Ok(Some(Incoming { field, arrays, several }));
    }
    let arrays = vec![crate::rows::joined(&field, &arrays)?];
    Ok(Some(Incoming { field, arrays, several: false }))
}

/// The same buffers under the type with text as bytes.
fn as_bytes(data: &ArrayData, of: &DataType) -> Result<ArrayRef, ArrowError> {
    let mut builder = data.clone().into_builder().data_type(of.clone());
    if let DataType::Struct(fields) = of {
        let children = data.child_data().iter().zip(fields);
        let children: Result<Vec<ArrayData>, _> = children
            .map(|(child, field)| Ok::<_, ArrowError>(as_bytes(child, field.data_type())?.to_data()))
            .collect();
        builder = builder.child_data(children?);
    }
    // SAFETY: only the meaning of the bytes changed, to one that asks for less.
    Ok(make_array(unsafe { builder.skip_validation(true) }.build()?))
}

/// An Arrow array that goes out, under its true type.
pub(crate) fn give<'py>(
    py: Python<'py>,
    field: &Field,
    data: &ArrayData,
) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
    let array = FFI_ArrowArray::new(data);
    Ok((schema(py, field)?, PyCapsule::new_with_value(py, array, c"arrow_array")?))
}

/// The schema of an array that goes out.
pub(crate) fn schema<'py>(py: Python<'py>, field: &Field) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(field).map_err(wrong)?;
    PyCapsule::new_with_value(py, schema, c"arrow_schema")
}

/// The columns of a record batch; of anything else `None`.
pub(crate) fn columns(array: &ArrayRef) -> Option<&StructArray> {
    array.as_any().downcast_ref::<StructArray>()
}

pub(crate) fn wrong(error: ArrowError) -> Fault {
    Fault::Data(format!("the Arrow data cannot be used: {error}"))
}
