//! A [`Package`] is a zip container as a list of parts. Reading refuses whatever two readers could understand
//! differently; writing builds the container anew, so that nothing of the old one is left but the parts.

use std::collections::HashSet;

use flate2::{Compress, Compression, Crc, Decompress, FlushCompress, FlushDecompress, Status};

use super::limits::{Limits, OpenError, shown};

/// A stream of bytes with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its path in the container.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The parts of a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// In the order in which they were found.
    pub parts: Vec<Part>,
}

/// Up to this size a part may have been compressed as well as it likes.
const SMALL: u64 = 1 << 20;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const END_64: [u8; 4] = *b"PK\x06\x06";
const WHERE_64: [u8; 4] = *b"PK\x06\x07";

/// What the directory says of a part.
struct Entry {
    name: String,
    raw: Vec<u8>,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    at: u64,
}

impl Package {
    /// Opens a container.
    ///
    /// # Errors
    /// When it is damaged, contradicts itself, or exceeds a limit.
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Self, OpenError> {
        let entries = directory(bytes, limits)?;
        let mut names = HashSet::with_capacity(entries.len());
        let mut ranges = Vec::with_capacity(entries.len());
        let mut total = 0u64;
        for entry in &entries {
            if !names.insert(entry.name.to_lowercase()) {
                return Err(damaged("two parts have the same name"));
            }
            total = total.saturating_add(entry.size);
            let limit = |name, value| OpenError::Limit { place: shown(&entry.name), name, value };
            if entry.size > limits.part {
                return Err(limit("part", limits.part));
            }
            if entry.size > SMALL && entry.size / limits.ratio.max(1) > entry.packed {
                return Err(limit("ratio", limits.ratio));
            }
            ranges.push(data(bytes, entry)?);
        }
        if total > limits.total {
            return Err(OpenError::Limit {
                place: "the container".to_owned(),
                name: "total",
                value: limits.total,
            });
        }
        let mut sorted: Vec<(u64, u64)> = ranges.iter().map(|range| (range.0, range.2)).collect();
        sorted.sort_unstable();
        if sorted.windows(2).any(|pair| pair[0].1 > pair[1].0) {
            return Err(damaged("parts overlap"));
        }
        let mut parts = Vec::with_capacity(entries.len());
        for (entry, (_, start, end)) in entries.into_iter().zip(ranges) {
            let packed = &bytes[start as usize..end as usize];
            let bytes = content(packed, &entry)?;
            parts.push(Part { name: entry.name, bytes });
        }
        Ok(Self { parts })
    }

    /// The part of this name.
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name.eq_ignore_ascii_case(name))
    }

    /// The container, built anew: parts in a fixed order, all times the same, no comments, no extra fields.
    pub fn write(&self) -> Vec<u8> {
        let mut order: Vec<&Part> = self.parts.iter().collect();
        order.sort_by_key(|part| (rank(&part.name), &part.name));
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for part in &order {
            let at = out.len() as u32;
            let mut crc = Crc::new();
            crc.update(&part.bytes);
            let deflated = if part.name == "mimetype" { None } else { deflate(&part.bytes) };
            let (method, data) = deflated.as_ref().map_or((0u16, &part.bytes), |data| (8, data));
            // Names beyond ASCII are marked as UTF-8.
            let flags: u16 = if part.name.is_ascii() { 0 } else { 1 << 11 };
            let mut common = Vec::with_capacity(26);
            for value in [20, flags, method, 0, 0x21] {
                common.extend_from_slice(&value.to_le_bytes());
            }
            for value in [crc.sum(), data.len() as u32, part.bytes.len() as u32] {
                common.extend_from_slice(&value.to_le_bytes());
            }
            common.extend_from_slice(&(part.name.len() as u16).to_le_bytes());
            common.extend_from_slice(&[0, 0]);
            out.extend_from_slice(&LOCAL);
            out.extend_from_slice(&common);
            out.extend_from_slice(part.name.as_bytes());
            out.extend_from_slice(data);
            directory.extend_from_slice(&CENTRAL);
            directory.extend_from_slice(&20u16.to_le_bytes());
            directory.extend_from_slice(&common);
            directory.extend_from_slice(&[0; 10]);
            directory.extend_from_slice(&at.to_le_bytes());
            directory.extend_from_slice(part.name.as_bytes());
        }
        let (count, at) = (order.len() as u16, out.len() as u32);
        out.extend_from_slice(&directory);
        out.extend_from_slice(&END);
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&count.to_le_bytes());
        out.extend_from_slice(&count.to_le_bytes());
        out.extend_from_slice(&(directory.len() as u32).to_le_bytes());
        out.extend_from_slice(&at.to_le_bytes());
        out.extend_from_slice(&[0, 0]);
        out
    }
}

/// What readers look for first comes first.
fn rank(name: &str) -> u8 {
    match name {
        "mimetype" => 0,
        "[Content_Types].xml" | "OFD.xml" => 1,
        "_rels/.rels" | "META-INF/manifest.xml" => 2,
        _ => 3,
    }
}

fn damaged(why: &str) -> OpenError {
    OpenError::Package(why.to_owned())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// Where the directory is: its start, its size, how many entries it has, and how many bytes stand before the container.
fn end(bytes: &[u8]) -> Option<(u64, u64, u64, u64)> {
    let from = bytes.len().saturating_sub(22 + 0xffff);
    let last = bytes.len().checked_sub(22)?;
    let at = (from..=last).rev().find(|&at| {
        bytes[at..].starts_with(&END)
            && u16_at(bytes, at + 20).is_some_and(|comment| at + 22 + usize::from(comment) == bytes.len())
    })?;
    let mut count = u64::from(u16_at(bytes, at + 10)?);
    let mut size = u64::from(u32_at(bytes, at + 12)?);
    let mut start = u64::from(u32_at(bytes, at + 16)?);
    let mut ends = at as u64;
    let where_64 = at.checked_sub(20).filter(|&at| bytes[at..].starts_with(&WHERE_64));
    if let Some(where_64) = where_64 {
        let end_64 = (0..=where_64.checked_sub(56)?).rev().find(|&at| bytes[at..].starts_with(&END_64))?;
        (count, size, start) =
            (u64_at(bytes, end_64 + 32)?, u64_at(bytes, end_64 + 40)?, u64_at(bytes, end_64 + 48)?);
        ends = end_64 as u64;
    }
    let before = ends.checked_sub(size)?.checked_sub(start)?;
    Some((start + before, size, count, before))
}

fn directory(bytes: &[u8], limits: &Limits) -> Result<Vec<Entry>, OpenError> {
    let (start, size, count, before) = end(bytes).ok_or_else(|| damaged("its end is missing"))?;
    if count > limits.entries {
        let place = "the container".to_owned();
        return Err(OpenError::Limit { place, name: "entries", value: limits.entries });
    }
    let directory = &bytes[start as usize..(start + size) as usize];
    let mut entries = Vec::with_capacity(count as usize);
    let mut at = 0;
    while at < directory.len() {
        if entries.len() as u64 >= count {
            return Err(damaged("its directory has more entries than it says"));
        }
        let (entry, next) = entry(directory, at, before)?;
        entries.push(entry);
        at = next;
    }
    if entries.len() as u64 == count { Ok(entries) } else { Err(damaged("its directory is cut off")) }
}

fn entry(directory: &[u8], at: usize, before: u64) -> Result<(Entry, usize), OpenError> {
    let cut = || damaged("its directory is cut off");
    if !directory[at..].starts_with(&CENTRAL) {
        return Err(damaged("its directory is broken"));
    }
    let short = |offset| u16_at(directory, at + offset).ok_or_else(cut);
    let long = |offset| u32_at(directory, at + offset).ok_or_else(cut);
    let (flags, method) = (short(8)?, short(10)?);
    let (name, extra, comment) = (usize::from(short(28)?), usize::from(short(30)?), usize::from(short(32)?));
    let attributes = long(38)?;
    let raw = directory.get(at + 46..at + 46 + name).ok_or_else(cut)?;
    let extra_bytes = directory.get(at + 46 + name..at + 46 + name + extra).ok_or_else(cut)?;
    let mut entry = Entry {
        name: decode_name(raw)?,
        raw: raw.to_vec(),
        method,
        crc: long(16)?,
        packed: u64::from(long(20)?),
        size: u64::from(long(24)?),
        at: u64::from(long(42)?),
    };
    if flags & 1 != 0 {
        return Err(OpenError::Protected);
    }
    if !matches!(method, 0 | 8) {
        return Err(damaged("a part is compressed in an unusual way"));
    }
    // The upper half holds the mode on Unix; a link leads elsewhere.
    if attributes >> 28 == 0xa {
        return Err(damaged("a part is a link"));
    }
    extra_fields(extra_bytes, &mut entry)?;
    entry.at = entry.at.checked_add(before).ok_or_else(cut)?;
    Ok((entry, at + 46 + name + extra + comment))
}

/// Sizes above four gigabytes, and names for some readers only.
fn extra_fields(mut extra: &[u8], entry: &mut Entry) -> Result<(), OpenError> {
    while let (Some(id), Some(size)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let Some(field) = extra.get(4..4 + usize::from(size)) else { break };
        match id {
            0x0001 => {
                let mut at = 0;
                for value in [&mut entry.size, &mut entry.packed, &mut entry.at] {
                    if *value == u64::from(u32::MAX) {
                        *value = u64_at(field, at).ok_or_else(|| damaged("a part has no size"))?;
                        at += 8;
                    }
                }
            }
            // The name in UTF-8, behind a version and a checksum.
            0x7075 if field.get(5..) != Some(entry.raw.as_slice()) => {
                return Err(damaged("a part has two names"));
            }
            _ => {}
        }
        extra = &extra[4 + usize::from(size)..];
    }
    Ok(())
}

fn decode_name(raw: &[u8]) -> Result<String, OpenError> {
    let name = match str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling_and_without_replacement(raw)
            .ok_or_else(|| damaged("the name of a part cannot be read"))?
            .into_owned(),
    };
    let sound = !name.is_empty()
        && !name.starts_with('/')
        && !name.contains(['\\', '\0'])
        && !name.contains(':')
        && !name.split('/').any(|step| step == ".." || step == ".");
    if sound { Ok(name) } else { Err(damaged("the name of a part leads elsewhere")) }
}

/// Where a part starts, where its data start and where they end.
fn data(bytes: &[u8], entry: &Entry) -> Result<(u64, u64, u64), OpenError> {
    let cut = || damaged("a part is cut off");
    let at = usize::try_from(entry.at).map_err(|_| cut())?;
    if bytes.get(at..at.saturating_add(4)) != Some(&LOCAL) {
        return Err(damaged("a part is not where its directory says"));
    }
    let name = usize::from(u16_at(bytes, at + 26).ok_or_else(cut)?);
    let extra = usize::from(u16_at(bytes, at + 28).ok_or_else(cut)?);
    if bytes.get(at + 30..at + 30 + name) != Some(entry.raw.as_slice()) {
        return Err(damaged("a part has two names"));
    }
    if u16_at(bytes, at + 8) != Some(entry.method) {
        return Err(damaged("a part is compressed in two ways"));
    }
    let start = (at + 30 + name + extra) as u64;
    let end = start.checked_add(entry.packed).filter(|&end| end <= bytes.len() as u64).ok_or_else(cut)?;
    Ok((entry.at, start, end))
}

fn content(packed: &[u8], entry: &Entry) -> Result<Vec<u8>, OpenError> {
    let bytes = if entry.method == 0 {
        packed.to_vec()
    } else {
        // The directory has been held against the limits; nothing beyond what it says is made.
        let mut bytes = Vec::with_capacity(entry.size as usize + 1);
        let mut inflater = Decompress::new(false);
        let status = inflater.decompress_vec(packed, &mut bytes, FlushDecompress::Finish);
        match status {
            Ok(Status::StreamEnd) if inflater.total_in() == packed.len() as u64 => {}
            Ok(Status::StreamEnd) => return Err(damaged("a part holds more than its data")),
            Ok(_) if bytes.len() as u64 > entry.size => return Err(damaged("a part is larger than it says")),
            _ => return Err(damaged("a part cannot be decompressed")),
        }
        bytes
    };
    let mut crc = Crc::new();
    crc.update(&bytes);
    if bytes.len() as u64 != entry.size {
        return Err(damaged("a part has another size than it says"));
    }
    if crc.sum() == entry.crc { Ok(bytes) } else { Err(damaged("the checksum of a part is wrong")) }
}

/// The bytes compressed, where that makes them fewer.
fn deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len().max(64));
    let mut deflater = Compress::new(Compression::new(6), false);
    let status = deflater.compress_vec(bytes, &mut out, FlushCompress::Finish).ok()?;
    (status == Status::StreamEnd && out.len() < bytes.len()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(parts: &[(&str, &[u8])]) -> Package {
        let part = |&(name, bytes): &(&str, &[u8])| Part { name: name.to_owned(), bytes: bytes.to_vec() };
        Package { parts: parts.iter().map(part).collect() }
    }

    fn why(bytes: &[u8]) -> String {
        Package::read(bytes, &Limits::default()).unwrap_err().to_string()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let long = "柳林县".repeat(5000);
        let before = package(&[("b/甲.xml", long.as_bytes()), ("[Content_Types].xml", b"<a/>"), ("e", b"")]);
        let bytes = before.write();
        assert!(bytes.len() < 2000);
        let after = Package::read(&bytes, &Limits::default()).unwrap();
        assert_eq!(
            after.parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(),
            ["[Content_Types].xml", "b/甲.xml", "e"]
        );
        assert!(before.parts.iter().all(|part| after.part(&part.name) == Some(part)));
        assert_eq!(after.write(), bytes);
    }

    #[test]
    fn bombs_are_refused_before_they_go_off() {
        let zeros = vec![0; 4 << 20];
        let bytes = package(&[("a", &zeros)]).write();
        assert!(why(&bytes).contains("limit ratio = 200"), "{}", why(&bytes));
        let mut limits = Limits { ratio: 100_000, ..Limits::default() };
        assert!(Package::read(&bytes, &limits).is_ok());
        limits.part = 1000;
        assert!(Package::read(&bytes, &limits).unwrap_err().to_string().contains("limit part"));
        // The directory lies about the size.
        let mut lying = bytes;
        let at = lying.windows(4).rposition(|four| four == CENTRAL).unwrap();
        lying[at + 24..at + 28].copy_from_slice(&10u32.to_le_bytes());
        assert!(why(&lying).contains("larger than it says"), "{}", why(&lying));
    }

    #[test]
    fn containers_that_contradict_themselves_are_refused() {
        let bytes = package(&[("word/a.xml", b"<a/>"), ("word/b.xml", b"<b/>")]).write();
        let replaced = |from: &[u8], to: &[u8], last: bool| {
            let mut bytes = bytes.clone();
            let mut found = bytes.windows(from.len());
            let at = if last { found.rposition(|w| w == from) } else { found.position(|w| w == from) };
            bytes.splice(at.unwrap()..at.unwrap() + from.len(), to.iter().copied());
            bytes
        };
        assert!(why(&replaced(b"word/a.xml", b"word/c.xml", false)).contains("two names"));
        assert!(why(&replaced(b"<a/>", b"<c/>", false)).contains("checksum"));
        assert!(why(&bytes[..bytes.len() - 30]).contains("end is missing"));
        assert!(why(&package(&[("a", b""), ("A", b"")]).write()).contains("same name"));
        for name in ["../a", "/a", "a\\b", "a/../b", "c:/a"] {
            assert!(why(&package(&[(name, b"x")]).write()).contains("leads elsewhere"), "{name}");
        }
        assert!(why(b"").contains("end is missing"));
        // Bytes before the container are read over, and gone afterwards.
        let mut before = b"something".to_vec();
        before.extend_from_slice(&bytes);
        assert_eq!(Package::read(&before, &Limits::default()).unwrap().write(), bytes);
    }
}
