//! Reading whole inputs, up to a limit.

use std::fs::File;
use std::io::{self, Read};

use yinmo::format::{DecodeError, Decoded, Encoding, decode};

use super::walk::{Item, reading};

/// The largest input. A text is held in memory with its findings, some fifteen times its size.
const LIMIT: u64 = 256 << 20;

/// The bytes of an input, or cause and remedy.
pub(crate) fn bytes(item: &Item) -> Result<Vec<u8>, String> {
    let too_large = || Err("larger than 256 MiB; split it into several files".to_owned());
    if item.size > LIMIT {
        return too_large();
    }
    let mut bytes = Vec::with_capacity(usize::try_from(item.size).unwrap_or(0) + 1);
    let read = match &item.path {
        Some(path) => File::open(path).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes)),
        None => io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes),
    };
    read.map_err(|error| reading(&error))?;
    if bytes.len() as u64 > LIMIT {
        return too_large();
    }
    Ok(bytes)
}

/// The text of an input. `Ok(None)` is a binary file that was found in a folder: not for us.
pub(crate) fn text<'b>(
    item: &Item,
    bytes: &'b [u8],
    encoding: Option<Encoding>,
) -> Result<Option<Decoded<'b>>, String> {
    match decode(bytes, encoding) {
        Ok(decoded) => Ok(Some(decoded)),
        Err(DecodeError::Binary { .. }) if !item.named && item.relative.extension().is_none() => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}
