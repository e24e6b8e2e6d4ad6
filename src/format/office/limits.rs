//! How much a container may ask for, and why one is refused.

/// Limits on what is opened. Each has a name, which errors give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Entries of a container.
    pub entries: u64,
    /// Bytes of one part.
    pub part: u64,
    /// Bytes of all parts.
    pub total: u64,
    /// How many times its compressed size a part above 1 MB may have.
    pub ratio: u64,
    /// Elements inside each other.
    pub depth: u64,
    /// Attributes of one element.
    pub attributes: u64,
    /// Containers inside each other.
    pub nesting: u64,
    /// Seconds that another program may take to convert a file.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 10_000,
            part: 256 << 20,
            total: 1 << 30,
            ratio: 200,
            depth: 2_000,
            attributes: 10_000,
            nesting: 3,
            seconds: 120,
        }
    }
}

impl Limits {
    /// The names of all limits.
    pub const NAMES: [&str; 8] =
        ["entries", "part", "total", "ratio", "depth", "attributes", "nesting", "seconds"];

    /// Sets the limit of this name; `false` when there is none.
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        let limit = match name {
            "entries" => &mut self.entries,
            "part" => &mut self.part,
            "total" => &mut self.total,
            "ratio" => &mut self.ratio,
            "depth" => &mut self.depth,
            "attributes" => &mut self.attributes,
            "nesting" => &mut self.nesting,
            "seconds" => &mut self.seconds,
            _ => return false,
        };
        *limit = value;
        true
    }
}

/// Why a container is not opened. Names of parts are shown only where they are plain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The zip structure is damaged, or says different things to different readers.
    #[error("the container is damaged or made to deceive: {0}; save it anew in its program")]
    Package(String),
    /// A limit is exceeded.
    #[error(
        "{place}: more than the limit {name} = {value} allows; raise it with --limit {name}=N if you trust the file"
    )]
    Limit {
        /// The part, or the container.
        place: String,
        /// The limit's name.
        name: &'static str,
        /// Its value.
        value: u64,
    },
    /// A part is no XML that can be read.
    #[error("{part}: not well-formed XML at byte {at}: {why}; save the file anew in its program")]
    Xml {
        /// The part.
        part: String,
        /// The byte in its decoded text.
        at: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// A password is needed.
    #[error("it is protected by a password; open it in its program and save it without one")]
    Protected,
    /// Nothing that can be read.
    #[error("{0}")]
    Kind(String),
}

/// A part's name for people: names may hold document text, so only plain ones are shown.
pub(crate) fn shown(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/._-[]".contains(&b);
    if name.len() <= 80 && name.bytes().all(plain) {
        name.to_owned()
    } else {
        "a part with an unusual name".to_owned()
    }
}
