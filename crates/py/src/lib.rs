//! The Python package `yinmo`: the library over Python values and Arrow data. Reading and writing files is Python's part.

mod arrow;
mod batch;
mod engine;
mod fault;
mod jsonl;
mod results;
mod rows;
mod settings;
mod shingle;
mod treat;
mod vault;

use pyo3::prelude::*;

/// The files that a configuration names, each with whether the configuration builds on it.
#[pyfunction]
fn named_files(name: &str, toml: &str) -> PyResult<Vec<(String, bool)>> {
    Ok(settings::named_files(name, toml)?)
}

/// The text of a file in any encoding that is read.
#[pyfunction]
fn decode(bytes: &[u8]) -> PyResult<String> {
    let decoded = yinmo::format::decode(bytes, None);
    Ok(decoded.map_err(|error| fault::Fault::Data(error.to_string()))?.text.into_owned())
}

/// The chosen runs of a text with their hashes: what two texts share is among them.
#[pyfunction]
fn shingles(py: Python<'_>, text: &str, size: usize, neighbours: usize) -> Vec<(String, i64)> {
    let run = |(start, end, hash): (usize, usize, u64)| (text[start..end].to_owned(), hash.cast_signed());
    py.detach(|| shingle::shingles(text, size, neighbours.max(1)).into_iter().map(run).collect())
}

#[pymodule]
fn _yinmo(module: &Bound<'_, PyModule>) -> PyResult<()> {
    fault::add(module)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<engine::Engine>()?;
    module.add_class::<vault::Vault>()?;
    module.add_class::<batch::ArrowArray>()?;
    module.add_class::<results::Finding>()?;
    module.add_class::<results::Edit>()?;
    module.add_class::<results::Change>()?;
    module.add_class::<results::Verdict>()?;
    module.add_function(wrap_pyfunction!(named_files, module)?)?;
    module.add_function(wrap_pyfunction!(decode, module)?)?;
    module.add_function(wrap_pyfunction!(shingles, module)?)
}
