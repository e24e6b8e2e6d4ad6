//! Compressed streams: told by their first bytes when they are read, by the file's name when they are written.

use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pack {
    Plain,
    Gzip,
    Zstd,
}

impl Pack {
    /// By the end of a file's name.
    pub(crate) fn of(path: &Path) -> Self {
        match path.extension() {
            Some(extension) if extension.eq_ignore_ascii_case("gz") => Self::Gzip,
            Some(extension) if extension.eq_ignore_ascii_case("zst") => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// By a file's first bytes.
    fn sniff(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, 8, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

/// The name of a file without `.gz` or `.zst`.
pub(crate) fn inner_name(path: &Path) -> &Path {
    match (Pack::of(path), path.file_stem()) {
        (Pack::Gzip | Pack::Zstd, Some(stem)) => Path::new(stem),
        _ => path,
    }
}

/// What the stream says, decompressed, and how it was compressed. An empty stream is plain.
pub(crate) fn unpack(mut reader: impl Read + Send + 'static) -> io::Result<(Box<dyn Read + Send>, Pack)> {
    let mut head = Vec::with_capacity(4);
    (&mut reader).take(4).read_to_end(&mut head)?;
    let pack = Pack::sniff(&head);
    let all = io::Cursor::new(head).chain(reader);
    let reader: Box<dyn Read + Send> = match pack {
        Pack::Plain => Box::new(all),
        Pack::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, all))),
        Pack::Zstd => Box::new(zstd::Decoder::new(all)?),
    };
    Ok((reader, pack))
}

/// Compresses what is written.
pub(crate) enum Packer<W: Write> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Zstd(zstd::Encoder<'static, W>),
}

impl<W: Write> Packer<W> {
    pub(crate) fn new(pack: Pack, to: W) -> io::Result<Self> {
        Ok(match pack {
            Pack::Plain => Self::Plain(to),
            Pack::Gzip => Self::Gzip(GzEncoder::new(to, flate2::Compression::default())),
            Pack::Zstd => {
                let mut encoder = zstd::Encoder::new(to, zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                Self::Zstd(encoder)
            }
        })
    }

    /// Ends the stream.
    pub(crate) fn finish(self) -> io::Result<W> {
        match self {
            Self::Plain(to) => Ok(to),
            Self::Gzip(encoder) => encoder.finish(),
            Self::Zstd(encoder) => encoder.finish(),
        }
    }
}

impl<W: Write> Write for Packer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(to) => to.write(bytes),
            Self::Gzip(encoder) => encoder.write(bytes),
            Self::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(to) => to.flush(),
            Self::Gzip(encoder) => encoder.flush(),
            Self::Zstd(encoder) => encoder.flush(),
        }
    }
}
