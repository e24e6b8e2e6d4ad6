//! A list of texts that mostly nobody asks for.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A list of texts. Those of the built-in rules stay as the build script wrote them until somebody reads them.
#[derive(Clone, Debug)]
pub struct Texts(Form);

#[derive(Clone, Debug)]
enum Form {
    Listed(Vec<String>),
    /// Each ends in [`END`].
    Packed(&'static str),
}

/// What ends a packed text; no text has it.
pub(super) const END: char = '\u{1e}';

impl Texts {
    /// A list as [`Self::pack`] wrote it.
    pub(super) const fn open(packed: &'static str) -> Self {
        Self(Form::Packed(packed))
    }

    /// Writes the texts one behind the other.
    pub(super) fn pack(&self, out: &mut String) {
        for text in self.iter() {
            out.push_str(text);
            out.push(END);
        }
    }

    /// The texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let (listed, packed) = match &self.0 {
            Form::Listed(texts) => (texts.as_slice(), ""),
            Form::Packed(packed) => (&[][..], *packed),
        };
        listed.iter().map(String::as_str).chain(packed.split_terminator(END))
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        match &self.0 {
            Form::Listed(texts) => texts.is_empty(),
            Form::Packed(packed) => packed.is_empty(),
        }
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self::open("")
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::deserialize(from).map(|texts| Self(Form::Listed(texts)))
    }
}
