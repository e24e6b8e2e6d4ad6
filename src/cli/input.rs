//! Opening inputs: counted, decompressed, decoded, as a stream or as a whole up to a limit.

use std::fs::File;
use std::io::{self, Read};

use yinmo::format::{DecodeError, Decoded, Encoding, Stream, decode, sniff};

use super::pack::{Pack, unpack};
use super::progress::Progress;
use super::walk::{Item, reading};

/// How much is read before it is known what it is: a text up to this size is read as a whole.
pub(crate) const HEAD: usize = 4 << 20;

/// How much is read at once.
const READ: usize = 1 << 18;

/// An opened input, with what was read of it to see what it is.
pub(crate) struct Input {
    pub(crate) head: Vec<u8>,
    /// Whether that is everything.
    pub(crate) whole: bool,
    /// How the file is compressed.
    pub(crate) pack: Pack,
    pub(crate) rest: Box<dyn Read + Send>,
}

/// Opens an input and reads its head, or says cause and remedy.
pub(crate) fn open(item: &Item, head: usize, progress: &Progress) -> Result<Input, String> {
    let raw: Box<dyn Read + Send> = match &item.path {
        Some(path) => Box::new(File::open(path).map_err(|error| reading(&error))?),
        None => Box::new(io::stdin()),
    };
    let (rest, pack) = unpack(progress.count(raw)).map_err(|error| reading(&error))?;
    let mut input = Input { head: Vec::new(), whole: false, pack, rest };
    let hint = usize::try_from(item.size).unwrap_or(0) + 1;
    input.head.reserve(hint.min(head + 1));
    input.read_to(head)?;
    Ok(input)
}

impl Input {
    /// What is in memory already.
    #[cfg(feature = "web")]
    pub(crate) fn held(bytes: Vec<u8>) -> Self {
        Self { head: bytes, whole: true, pack: Pack::Plain, rest: Box::new(io::empty()) }
    }

    /// Reads on until the head has this many bytes, or everything.
    pub(crate) fn read_to(&mut self, size: usize) -> Result<(), String> {
        let more = (size + 1).saturating_sub(self.head.len()) as u64;
        if !self.whole && more > 0 {
            let got = (&mut self.rest).take(more).read_to_end(&mut self.head);
            self.whole = (got.map_err(|error| damaged(&error, self.pack))? as u64) < more;
        }
        Ok(())
    }

    /// Goes on as a stream of UTF-8. `strict` refuses spellings that could not be written back.
    pub(crate) fn stream(self, encoding: Option<Encoding>, strict: bool) -> Result<Utf8, DecodeError> {
        let (encoding, bom) = sniff(&self.head, self.whole, encoding)?;
        let mark = if bom { encoding.bom().len() } else { 0 };
        let stream = (encoding != Encoding::Utf8).then(|| Stream::new(encoding, strict));
        Ok(Utf8 { encoding, bom, head: self.head, from: mark, rest: self.rest, pack: self.pack, stream })
    }
}

/// A stream of UTF-8 without a byte order mark, whatever encoding it came in. What came in UTF-8 is not checked.
pub(crate) struct Utf8 {
    pub(crate) encoding: Encoding,
    pub(crate) bom: bool,
    pub(crate) pack: Pack,
    head: Vec<u8>,
    /// Where the unread part of the head starts.
    from: usize,
    rest: Box<dyn Read + Send>,
    /// Decodes what is not UTF-8; gone at the end.
    stream: Option<Stream>,
}

impl Utf8 {
    /// A stream that is UTF-8.
    pub(crate) fn of(rest: Box<dyn Read + Send>) -> Self {
        Self {
            encoding: Encoding::Utf8,
            bom: false,
            pack: Pack::Plain,
            head: Vec::new(),
            from: 0,
            rest,
            stream: None,
        }
    }

    /// Adds some bytes to `out`; `false` at the end.
    pub(crate) fn fill(&mut self, out: &mut Vec<u8>) -> Result<bool, String> {
        if self.encoding == Encoding::Utf8 {
            return self.raw(out);
        }
        let mut bytes = Vec::new();
        let more = self.raw(&mut bytes)?;
        let Some(stream) = &mut self.stream else { return Ok(false) };
        let mut text = String::new();
        stream.decode(&bytes, !more, &mut text).map_err(|error| error.to_string())?;
        if !more {
            self.stream = None;
        }
        out.extend_from_slice(text.as_bytes());
        Ok(more)
    }

    fn raw(&mut self, out: &mut Vec<u8>) -> Result<bool, String> {
        let head = &self.head[self.from..];
        if !head.is_empty() {
            let part = head.len().min(READ);
            out.extend_from_slice(&head[..part]);
            self.from += part;
            return Ok(true);
        }
        self.head = Vec::new();
        self.from = 0;
        let read = (&mut self.rest).take(READ as u64).read_to_end(out);
        Ok(read.map_err(|error| damaged(&error, self.pack))? > 0)
    }
}

/// An error on the way: of the file itself, or of what was compressed in it.
fn damaged(error: &io::Error, pack: Pack) -> String {
    let of_pack = matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof
            | io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::Other
    );
    match pack {
        Pack::Gzip if of_pack => "the gzip data is damaged or cut off; get the file again".to_owned(),
        Pack::Zstd if of_pack => "the zstd data is damaged or cut off; get the file again".to_owned(),
        _ => reading(error),
    }
}

/// The bytes of an input up to a limit.
pub(crate) fn bytes(item: &Item, limit: usize, progress: &Progress) -> Result<Vec<u8>, String> {
    let mut opened = open(item, HEAD.min(limit), progress)?;
    opened.read_to(limit)?;
    if opened.whole {
        Ok(opened.head)
    } else {
        Err(format!("larger than {limit} bytes; split it into several files"))
    }
}

/// The text of an input. `Ok(None)` is a binary file that was found in a folder: not for us.
pub(crate) fn text<'b>(
    item: &Item,
    bytes: &'b [u8],
    encoding: Option<Encoding>,
) -> Result<Option<Decoded<'b>>, String> {
    known(item, decode(bytes, encoding))
}

/// The same of a long text.
pub(crate) fn stream(
    item: &Item,
    opened: Input,
    encoding: Option<Encoding>,
    strict: bool,
) -> Result<Option<Utf8>, String> {
    known(item, opened.stream(encoding, strict))
}

fn known<T>(item: &Item, decoded: Result<T, DecodeError>) -> Result<Option<T>, String> {
    match decoded {
        Ok(decoded) => Ok(Some(decoded)),
        Err(DecodeError::Binary { .. }) if !item.named && item.relative.extension().is_none() => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}
