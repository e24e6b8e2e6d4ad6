//! Files that hold their text in a container.

mod container;
mod layout;
mod limits;
mod mail;
mod media;
mod odf;
mod ofd;
mod old;
mod ooxml;
mod package;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod rtf;
mod splice;
mod version;
mod xml;
mod xmltext;

pub use container::{
    Carrier, Fate, Kind, NativeField, Opaque, Opened, Property, Rewritten, Track, WriteError, WriteOptions,
    is_container, open,
};
pub use limits::{Limits, OpenError};
pub use package::{Package, Part};
pub use version::Version;
