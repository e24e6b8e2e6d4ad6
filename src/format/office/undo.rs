//! What a changed file lacks of the file it was made from, so that it can be made again.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::limits::Limits;
use super::package::{Package, Part};

/// A part as it was, or that there was none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// Its path in the container; empty for a file without parts.
    pub name: String,
    /// Its bytes, compressed; `None` where there was no such part.
    pub packed: Option<Vec<u8>>,
    /// How many bytes it had.
    pub size: usize,
}

impl Former {
    fn new(name: &str, bytes: Option<&[u8]>) -> Self {
        Self { name: name.to_owned(), packed: bytes.map(pack), size: bytes.map_or(0, <[u8]>::len) }
    }

    fn bytes(&self) -> Option<Option<Vec<u8>>> {
        self.packed.as_ref().map_or(Some(None), |packed| unpack(packed, self.size).map(Some))
    }
}

/// What `made` lacks of the file it was made from: of a container the parts that differ.
pub fn former(original: &[u8], made: &[u8]) -> Vec<Former> {
    let (Some(before), Some(after)) = (package(original), package(made)) else {
        return vec![Former::new("", Some(original))];
    };
    let changed = before.parts.iter().filter(|part| after.part(&part.name) != Some(part));
    let added = after.parts.iter().filter(|part| before.part(&part.name).is_none());
    changed
        .map(|part| Former::new(&part.name, Some(&part.bytes)))
        .chain(added.map(|part| Former::new(&part.name, None)))
        .collect()
}

/// The file that another was made from: every part byte for byte, the container built anew. `None` when the other is not
/// the one that was made.
pub fn undo(made: &[u8], former: &[Former]) -> Option<Vec<u8>> {
    if let [whole] = former
        && whole.name.is_empty()
    {
        return whole.bytes()?;
    }
    let mut package = package(made)?;
    for old in former {
        package.parts.retain(|part| !part.name.eq_ignore_ascii_case(&old.name));
        let bytes = old.bytes()?;
        package.parts.extend(bytes.map(|bytes| Part { name: old.name.clone(), bytes }));
    }
    Some(package.write())
}

fn package(bytes: &[u8]) -> Option<Package> {
    bytes.starts_with(b"PK").then(|| Package::read(bytes, &Limits::OPENED).ok()).flatten()
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
    let mut deflater = Compress::new(Compression::new(6), false);
    loop {
        let read = deflater.total_in() as usize;
        match deflater.compress_vec(&bytes[read..], &mut out, FlushCompress::Finish) {
            Ok(Status::StreamEnd) | Err(_) => return out,
            Ok(_) => out.reserve(bytes.len() / 4 + 64),
        }
    }
}

fn unpack(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(size + 1);
    let status = Decompress::new(false).decompress_vec(packed, &mut out, FlushDecompress::Finish).ok()?;
    (status == Status::StreamEnd && out.len() == size).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_added_and_taken_out_comes_back() {
        let package = |parts: &[(&str, &str)]| {
            let part = |(name, text): &(&str, &str)| Part {
                name: (*name).to_owned(),
                bytes: text.as_bytes().to_vec(),
            };
            Package { parts: parts.iter().map(part).collect() }.write()
        };
        let before = package(&[("a", "柳林县"), ("b", ""), ("c", &"同".repeat(500))]);
        let after = package(&[("a", "XX县"), ("c", &"同".repeat(500)), ("d", "x")]);
        let former = former(&before, &after);
        assert_eq!(former.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["a", "b", "d"]);
        assert_eq!(undo(&after, &former), Some(before));
        for text in [&b"<p>"[..], b"", &[0, 159, 146, 150].repeat(1000)] {
            assert_eq!(undo(b"<i>", &super::former(text, b"<i>")).as_deref(), Some(text));
        }
    }
}
