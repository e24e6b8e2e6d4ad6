//! Files that hold their text in a container.

mod base64;
mod container;
mod inner;
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
mod part;
#[cfg(feature = "pdf")]
mod pdf;
mod rtf;
mod splice;
mod undo;
mod version;
mod xml;
mod xmltext;

pub use base64::{from_base64, to_base64};
pub use container::{
    Carrier, Fate, Kind, NativeField, Opaque, Opened, Property, Rewritten, Track, WriteError, WriteOptions,
    is_container, open,
};
pub use limits::{Limits, OpenError, shown};
pub use package::{Package, Part};
pub use undo::{Former, former, undo};
pub use version::Version;
