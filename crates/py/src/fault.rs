//! What can go wrong, and the Python exceptions it becomes. No message holds text of a document.

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::{PyErr, create_exception};

create_exception!(yinmo, YinmoError, PyException, "Base of all errors of this package.");
create_exception!(yinmo, ConfigError, YinmoError, "A setting cannot be used.");
create_exception!(yinmo, DataError, YinmoError, "The data cannot be read: not text, not valid, too long.");
create_exception!(
    yinmo,
    LeftoverError,
    YinmoError,
    "Something that should be gone is still there after masking or cleaning; nothing was returned."
);
create_exception!(yinmo, VaultError, YinmoError, "A vault cannot be opened, written or used.");

/// What went wrong: what, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("{0}")]
    Config(String),
    #[error("{0}")]
    Data(String),
    #[error("{0}")]
    Leftover(String),
    #[error("{0}")]
    Vault(String),
}

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        let message = fault.to_string();
        match fault {
            Fault::Config(_) => ConfigError::new_err(message),
            Fault::Data(_) => DataError::new_err(message),
            Fault::Leftover(_) => LeftoverError::new_err(message),
            Fault::Vault(_) => VaultError::new_err(message),
        }
    }
}

/// Adds the exceptions to the module.
pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("YinmoError", py.get_type::<YinmoError>())?;
    module.add("ConfigError", py.get_type::<ConfigError>())?;
    module.add("DataError", py.get_type::<DataError>())?;
    module.add("LeftoverError", py.get_type::<LeftoverError>())?;
    module.add("VaultError", py.get_type::<VaultError>())
}
