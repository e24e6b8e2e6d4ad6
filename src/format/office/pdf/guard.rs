//! What is checked in the bytes of a PDF before anything in it is decompressed for good.

use flate2::{Decompress, FlushDecompress, Status};

use super::super::limits::{Limits, OpenError};

/// Up to this size a stream may have been compressed as well as it likes.
const SMALL: u64 = 1 << 20;

/// Inflates every stream into nothing and refuses what grows too much. Pictures may be compressed very well.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), OpenError> {
    let limit = |name, value| OpenError::Limit { place: "a stream of the PDF".to_owned(), name, value };
    let mut total = 0u64;
    let mut scratch = vec![0; 1 << 16];
    let mut from = 0;
    while let Some(skip) = find(&bytes[from..], b"stream") {
        let at = from + skip;
        from = at + 6;
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        let mut start = from;
        while bytes.get(start).is_some_and(|b| matches!(b, b'\r' | b'\n' | b' ')) {
            start += 1;
        }
        let dict = &bytes[at.saturating_sub(600)..at];
        let dict = &dict[rfind(dict, b"obj").unwrap_or(0)..];
        let has = |word: &[u8]| find(dict, word).is_some();
        if ["LZWDecode", "FlateDecode", "/Fl", "/LZW"]
            .iter()
            .map(|name| count(dict, name.as_bytes()))
            .sum::<usize>()
            > 3
            || has(b"LZWDecode") && has(b"FlateDecode")
        {
            return Err(OpenError::Kind(
                "a stream of the PDF is compressed twice; save it anew in its program".to_owned(),
            ));
        }
        // A zlib header names its method and is a multiple of 31.
        let Some(&[first, second]) = bytes.get(start..start + 2) else { break };
        if first & 0x0f != 8 || (u16::from(first) << 8 | u16::from(second)) % 31 != 0 {
            continue;
        }
        let (grown, read) = inflate(&bytes[start..], limits, has(b"/Image"), &mut scratch);
        total += grown;
        if grown > limits.part {
            return Err(limit("part", limits.part));
        }
        if total > limits.total {
            return Err(limit("total", limits.total));
        }
        if too_dense(grown, read, limits) && !has(b"/Image") {
            return Err(limit("ratio", limits.ratio));
        }
        from = start + usize::try_from(read).unwrap_or(0).max(2);
    }
    Ok(())
}

/// Whether so many bytes came out of so few that it is no text.
fn too_dense(made: u64, read: u64, limits: &Limits) -> bool {
    made > SMALL && made / limits.ratio.max(1) > read
}

/// How many bytes come out, counted until a limit is passed, and how many were read for them.
fn inflate(bytes: &[u8], limits: &Limits, picture: bool, scratch: &mut [u8]) -> (u64, u64) {
    let mut inflater = Decompress::new(true);
    loop {
        let (read, made) = (inflater.total_in(), inflater.total_out());
        if made > limits.part || !picture && too_dense(made, read, limits) {
            return (made, read);
        }
        let rest = &bytes[usize::try_from(read).unwrap_or(bytes.len()).min(bytes.len())..];
        match inflater.decompress(rest, scratch, FlushDecompress::None) {
            Ok(Status::Ok | Status::BufError)
                if (inflater.total_in(), inflater.total_out()) != (read, made) => {}
            _ => return (inflater.total_out(), inflater.total_in()),
        }
    }
}

pub(super) fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|b| *b == word[0]) {
        if bytes[from + at..].starts_with(word) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).filter(|window| *window == word).count()
}

/// Where each revision of the file ends, the last one excepted.
pub(super) fn revisions(bytes: &[u8]) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], b"%%EOF") {
        from += at + 5;
        ends.push(from);
    }
    ends.pop();
    // A file made for the web has two ends from the start.
    if find(&bytes[..bytes.len().min(2048)], b"/Linearized").is_some() && !ends.is_empty() {
        ends.remove(0);
    }
    ends
}
