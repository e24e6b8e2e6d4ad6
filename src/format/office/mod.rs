//! Files that hold their text in a container.

mod container;
mod limits;
mod ooxml;
mod package;
mod splice;
mod xml;

pub use container::{
    Carrier, Fate, Kind, NativeField, Opaque, Opened, Property, Rewritten, Track, WriteError, WriteOptions,
    is_container, open,
};
pub use limits::{Limits, OpenError};
pub use package::{Package, Part};
