//! Compound files (MS-CFB): a small file system in a file, read stream by stream.

/// A stream with its path.
pub(crate) struct Stream {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

/// The end of a chain of sectors, and everything else that is no sector.
const LAST: u32 = 0xffff_fff9;

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

struct Reader<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    /// Bytes that may still be copied: chains may share sectors, a file has no more than its size.
    left: usize,
}

/// All streams of a compound file; `None` when it is damaged.
pub(crate) fn streams(bytes: &[u8]) -> Option<Vec<Stream>> {
    let shift = u16_at(bytes, 30)?;
    let small_shift = u16_at(bytes, 32)?;
    if !matches!(shift, 9 | 12) || small_shift != 6 {
        return None;
    }
    let mut reader = Reader {
        bytes,
        sector: 1 << shift,
        table: Vec::new(),
        small_table: Vec::new(),
        small: Vec::new(),
        left: 4 * bytes.len(),
    };
    let most = bytes.len() / reader.sector + 1;
    let mut tables: Vec<u32> =
        (0..109).filter_map(|n| u32_at(bytes, 76 + 4 * n)).filter(|&n| n < LAST).collect();
    let mut next = u32_at(bytes, 68)?;
    let per = reader.sector / 4;
    for _ in 0..most {
        if next >= LAST {
            break;
        }
        let sector = reader.at(next)?;
        tables.extend((0..per - 1).filter_map(|n| u32_at(sector, 4 * n)).filter(|&n| n < LAST));
        next = u32_at(sector, 4 * (per - 1))?;
    }
    for table in tables.into_iter().take(most) {
        let sector = reader.at(table)?;
        let entries: Vec<u32> = (0..per).filter_map(|n| u32_at(sector, 4 * n)).collect();
        reader.table.extend(entries);
    }
    let directory = reader.chain(u32_at(bytes, 48)?, usize::MAX)?;
    let small_table = reader.chain(u32_at(bytes, 60)?, usize::MAX).unwrap_or_default();
    reader.small_table = small_table.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect();
    let root = directory.get(..128)?;
    reader.small = reader.chain(u32_at(root, 116)?, usize::MAX).unwrap_or_default();
    let cutoff = u32_at(bytes, 56)? as usize;
    let mut streams = Vec::new();
    let mut seen = vec![false; directory.len() / 128];
    // Entries stand in trees: siblings to both sides, children below.
    let mut open: Vec<(u32, String)> = vec![(u32_at(root, 76)?, String::new())];
    while let Some((id, parent)) = open.pop() {
        let Some(seen) = seen.get_mut(id as usize).filter(|seen| !**seen) else { continue };
        *seen = true;
        let entry = directory.get(128 * id as usize..)?.get(..128)?;
        let length = usize::from(u16_at(entry, 64)?).clamp(2, 64) - 2;
        let wide: Vec<u16> =
            entry[..length].chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
        let path = format!("{parent}{}", String::from_utf16_lossy(&wide));
        open.push((u32_at(entry, 68)?, parent.clone()));
        open.push((u32_at(entry, 72)?, parent));
        match entry[66] {
            1 => open.push((u32_at(entry, 76)?, format!("{path}/"))),
            2 => {
                let (start, size) = (u32_at(entry, 116)?, u32_at(entry, 120)? as usize);
                let bytes = if size < cutoff {
                    reader.small_chain(start, size)?
                } else {
                    reader.chain(start, size)?
                };
                streams.push(Stream { path, bytes });
            }
            _ => {}
        }
    }
    Some(streams)
}

impl<'b> Reader<'b> {
    fn at(&self, sector: u32) -> Option<&'b [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes.get(start..end)
    }

    fn chain(&mut self, mut sector: u32, size: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while sector < LAST && out.len() < size {
            let bytes = self.at(sector)?;
            self.left = self.left.checked_sub(bytes.len().max(1))?;
            out.extend_from_slice(bytes);
            sector = *self.table.get(sector as usize)?;
        }
        out.truncate(size);
        Some(out)
    }

    fn small_chain(&mut self, mut sector: u32, size: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while sector < LAST && out.len() < size {
            let start = 64 * sector as usize;
            let bytes = self.small.get(start..(start + 64).min(self.small.len()))?;
            self.left = self.left.checked_sub(64)?;
            out.extend_from_slice(bytes);
            sector = *self.small_table.get(sector as usize)?;
        }
        out.truncate(size);
        Some(out)
    }
}
