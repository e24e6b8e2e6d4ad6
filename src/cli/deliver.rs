//! New text on its way out: in the encoding it came in, compressed as its name says, into a file that takes its place all
//! at once, or onto standard output.

use std::io::Write as _;
use std::path::Path;

use yinmo::format::{Decoded, Encoding, Stream};

use super::pack::{Pack, Packer};
use super::run::Trouble;
use super::sink::Sink;
use super::write::{Draft, Times};

/// Takes new text piece by piece.
pub(crate) struct Delivery {
    to: To,
    encoding: Encoding,
    /// The byte order mark that has not been written yet.
    bom: &'static [u8],
}

enum To {
    Nowhere,
    Print,
    File(Box<Packer<Draft>>),
}

impl Delivery {
    /// Delivers nothing.
    pub(crate) const fn nowhere() -> Self {
        Self { to: To::Nowhere, encoding: Encoding::Utf8, bom: b"" }
    }

    /// Prints.
    pub(crate) fn print(encoding: Encoding, bom: bool) -> Self {
        Self { to: To::Print, encoding, bom: if bom { encoding.bom() } else { b"" } }
    }

    /// Writes a file.
    pub(crate) fn file(path: &Path, pack: Pack, encoding: Encoding, bom: bool) -> Result<Self, String> {
        let draft = Draft::new(path)?;
        let packer = Packer::new(pack, draft).map_err(|error| format!("cannot be written ({error})"))?;
        let bom = if bom { encoding.bom() } else { b"" };
        Ok(Self { to: To::File(Box::new(packer)), encoding, bom })
    }

    /// Takes the next piece, in UTF-8; in bytes that are no UTF-8 only where the input is UTF-8.
    pub(crate) fn write(&mut self, piece: &[u8], sink: &mut Sink<'_>) -> Result<(), Trouble> {
        if matches!(self.to, To::Nowhere) {
            return Ok(());
        }
        self.put(self.bom, sink)?;
        self.bom = b"";
        if self.encoding == Encoding::Utf8 {
            return self.put(piece, sink);
        }
        let text = std::str::from_utf8(piece).expect("what was decoded is UTF-8");
        let like: Decoded<'_> = Stream::like(self.encoding, false);
        let bytes = like.encode(text).map_err(|error| error.to_string())?;
        self.put(&bytes, sink)
    }

    fn put(&mut self, bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), Trouble> {
        match &mut self.to {
            To::Nowhere => Ok(()),
            To::Print => Ok(sink.write_all(bytes)?),
            To::File(packer) => packer
                .write_all(bytes)
                .map_err(|error| Trouble::Input(format!("cannot be written ({error}); nothing was changed"))),
        }
    }

    /// Ends the text. The file, if there is one, waits for [`Written::commit`].
    pub(crate) fn finish(mut self, sink: &mut Sink<'_>) -> Result<Option<Written>, Trouble> {
        self.put(self.bom, sink)?;
        let To::File(packer) = self.to else { return Ok(None) };
        let draft = packer
            .finish()
            .map_err(|error| Trouble::Input(format!("cannot be written ({error}); nothing was changed")))?;
        Ok(Some(Written(draft)))
    }
}

/// A whole file that has not taken its place yet.
pub(crate) struct Written(Draft);

impl Written {
    pub(crate) fn sum(&self) -> String {
        self.0.sum()
    }

    pub(crate) fn commit(self, times: Times) -> Result<(), String> {
        self.0.commit(times)
    }
}
