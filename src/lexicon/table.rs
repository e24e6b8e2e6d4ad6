//! A flat hash table of terms: ready-made bytes, nothing is parsed or built when it is opened.
//!
//! A scan looks at each pair of characters in a 64 KiB bitmap, which most pairs fail. A pair that starts a term has a
//! slot with the tags of the term that it is, the set of lengths of the longer terms that start so, and a small set
//! of the third characters they have, which most texts fail; each length then costs one probe of the whole term. The
//! values of longer terms stand beside a 64-bit hash of the term; the builder refuses two terms with one hash.
//!
//! `build.rs` compiles this file too, so it uses nothing but the standard library and [`Tags`].

use super::tags::Tags;

const MAGIC: u32 = 0x594d_4c32; // "YML2"
const BITMAP_BITS: u32 = 19;
const BITMAP_BYTES: usize = 1 << (BITMAP_BITS - 3);
const HEADER_BYTES: usize = 16;
const SLOT_BYTES: usize = 12;
const PAIR_BYTES: usize = 16;
/// The bits of a pair in its slot; the others are the set of third characters.
const PAIR_BITS: u32 = 42;
const SINGLES: usize = 0x1_0000;
/// Longest term in characters; its length must fit the mask of lengths.
pub(super) const LONGEST: usize = 33;

/// Why a list of terms cannot become a table.
#[derive(Debug)]
pub(super) enum TableError {
    /// A term is empty or longer than [`LONGEST`].
    Length(String),
    /// Two terms have the same hash.
    Collision(String),
}

#[inline]
fn step(hash: u64, c: u32) -> u64 {
    let mixed = (hash ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;

#[inline]
fn pair(a: u32, b: u32) -> u64 {
    (u64::from(a) << 21) | u64::from(b)
}

/// The bit of a third character in the set of a pair's slot.
#[inline]
fn third_bit(c: u32) -> u64 {
    let mixed = u64::from(c.wrapping_mul(0x9e37_79b1) >> 8);
    1 << (PAIR_BITS + (mixed * u64::from(64 - PAIR_BITS) >> 24) as u32)
}

#[inline]
fn pair_hash(key: u64) -> u64 {
    let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// Makes the table of `terms`; a term that comes twice gets both sets of tags.
pub(super) fn build(terms: &[(String, Tags)]) -> Result<Vec<u8>, TableError> {
    use std::collections::BTreeMap;
    let mut singles = vec![0u32; SINGLES];
    // For each pair the lengths of longer terms, the set of their third characters, and its own tags.
    let mut prefixes: BTreeMap<u64, (u32, u64, u32)> = BTreeMap::new();
    let mut whole: BTreeMap<u64, (Vec<u32>, u32)> = BTreeMap::new();
    for (term, tags) in terms {
        let chars: Vec<u32> = term.chars().map(u32::from).collect();
        match chars[..] {
            [c] if (c as usize) < SINGLES => singles[c as usize] |= tags.0,
            [a, b] => prefixes.entry(pair(a, b)).or_default().2 |= tags.0,
            [a, b, c, ..] if chars.len() <= LONGEST => {
                let slot = prefixes.entry(pair(a, b)).or_default();
                slot.0 |= 1 << (chars.len() - 2);
                slot.1 |= third_bit(c);
                let hash = chars.iter().fold(SEED, |h, &c| step(h, c));
                let slot = whole.entry(hash).or_insert_with(|| (chars.clone(), 0));
                if slot.0 != chars {
                    return Err(TableError::Collision(term.clone()));
                }
                slot.1 |= tags.0;
            }
            _ => return Err(TableError::Length(term.clone())),
        }
    }
    let count = whole.len() + prefixes.values().filter(|pair| pair.2 != 0).count();
    let (prefix_bits, whole_bits) = (bits_for(prefixes.len()), bits_for(whole.len()));
    let mut out = Vec::new();
    for word in [MAGIC, prefix_bits, whole_bits, count as u32] {
        out.extend_from_slice(&word.to_le_bytes());
    }
    for single in singles {
        out.extend_from_slice(&single.to_le_bytes());
    }
    let mut bitmap = vec![0u8; BITMAP_BYTES];
    for &key in prefixes.keys() {
        let bit = (pair_hash(key) >> (64 - BITMAP_BITS)) as usize;
        bitmap[bit / 8] |= 1 << (bit % 8);
    }
    out.extend_from_slice(&bitmap);
    out.extend(pairs(prefix_bits, &prefixes));
    out.extend(slots(whole_bits, whole.iter().map(|(&hash, &(_, tags))| (hash, tags))));
    Ok(out)
}

/// Open addressing with linear probing; a pair of 0 marks an empty slot, since no term has two zero characters.
fn pairs(bits: u32, entries: &std::collections::BTreeMap<u64, (u32, u64, u32)>) -> Vec<u8> {
    let mut out = vec![0u8; PAIR_BYTES << bits];
    for (&key, &(lengths, thirds, tags)) in entries {
        let mut slot = home(pair_hash(key), bits);
        while read_u64(&out, slot * PAIR_BYTES) != 0 {
            slot = (slot + 1) & ((1 << bits) - 1);
        }
        let at = slot * PAIR_BYTES;
        out[at..at + 8].copy_from_slice(&(key | thirds).to_le_bytes());
        out[at + 8..at + 12].copy_from_slice(&lengths.to_le_bytes());
        out[at + 12..at + 16].copy_from_slice(&tags.to_le_bytes());
    }
    out
}

fn bits_for(entries: usize) -> u32 {
    // At most three in four slots are taken: what is not in the cache costs more than a longer probe.
    (entries.max(4) * 4 / 3 + 1).next_power_of_two().trailing_zeros()
}

/// Open addressing with linear probing; a value of 0 marks an empty slot, and no stored value is 0.
fn slots(bits: u32, entries: impl Iterator<Item = (u64, u32)>) -> Vec<u8> {
    let mut out = vec![0u8; SLOT_BYTES << bits];
    for (key, value) in entries {
        let mut slot = home(key, bits);
        while read_u32(&out, slot * SLOT_BYTES + 8) != 0 {
            slot = (slot + 1) & ((1 << bits) - 1);
        }
        out[slot * SLOT_BYTES..slot * SLOT_BYTES + 8].copy_from_slice(&key.to_le_bytes());
        out[slot * SLOT_BYTES + 8..slot * SLOT_BYTES + 12].copy_from_slice(&value.to_le_bytes());
    }
    out
}

#[inline]
fn home(hash: u64, bits: u32) -> usize {
    ((hash >> 20) & ((1 << bits) - 1)) as usize
}

#[inline]
fn read_u32(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[inline]
fn read_u64(bytes: &[u8], at: usize) -> u64 {
    u64::from(read_u32(bytes, at)) | u64::from(read_u32(bytes, at + 4)) << 32
}

/// An opened table; copying it copies no terms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'b> {
    singles: &'b [u8],
    bitmap: &'b [u8],
    prefixes: &'b [u8],
    whole: &'b [u8],
    prefix_bits: u32,
    whole_bits: u32,
    terms: usize,
}

impl<'b> Table<'b> {
    /// Opens what [`build`] made; `None` when the bytes are something else.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        if bytes.len() < HEADER_BYTES || read_u32(bytes, 0) != MAGIC {
            return None;
        }
        let (prefix_bits, whole_bits) = (read_u32(bytes, 4), read_u32(bytes, 8));
        let terms = read_u32(bytes, 12) as usize;
        let (singles, rest) = bytes[HEADER_BYTES..].split_at_checked(SINGLES * 4)?;
        let (bitmap, rest) = rest.split_at_checked(BITMAP_BYTES)?;
        let (prefixes, whole) = rest.split_at_checked(PAIR_BYTES << prefix_bits)?;
        (whole.len() == SLOT_BYTES << whole_bits).then_some(Self {
            singles,
            bitmap,
            prefixes,
            whole,
            prefix_bits,
            whole_bits,
            terms,
        })
    }

    /// Number of terms of two characters and more.
    pub(super) const fn len(&self) -> usize {
        self.terms
    }

    /// Tags of a single character.
    #[inline]
    pub(super) fn single(&self, c: char) -> Tags {
        let at = c as usize;
        if at < SINGLES { Tags(read_u32(self.singles, at * 4)) } else { Tags::NONE }
    }

    /// Tags of a whole term; [`Tags::NONE`] when it is in no list.
    #[inline]
    pub(super) fn get(&self, term: &[char]) -> Tags {
        match *term {
            [] => Tags::NONE,
            [c] => self.single(c),
            [a, b, ..] => self.pair(a, b).map_or(Tags::NONE, |pair| self.get_behind(term, pair)),
        }
    }

    fn get_behind(&self, term: &[char], pair: Pair) -> Tags {
        match term.len() {
            2 => Tags(pair.tags),
            3..=LONGEST
                if pair.lengths & 1 << (term.len() - 2) != 0
                    && pair.thirds & third_bit(term[2] as u32) != 0 =>
            {
                Tags(self.find_whole(term.iter().fold(SEED, |h, &c| step(h, c as u32))))
            }
            _ => Tags::NONE,
        }
    }

    /// What is known of two characters.
    #[inline]
    fn pair(&self, a: char, b: char) -> Option<Pair> {
        let key = pair(a as u32, b as u32);
        let hash = pair_hash(key);
        if self.may_start(hash) { self.find_pair(key, hash) } else { None }
    }

    /// Whether a pair may start a term; of those that do not, one in ten may.
    #[inline]
    fn may_start(&self, hash: u64) -> bool {
        let bit = (hash >> (64 - BITMAP_BITS)) as usize;
        self.bitmap[bit / 8] & (1 << (bit % 8)) != 0
    }

    #[inline]
    fn find_pair(&self, key: u64, hash: u64) -> Option<Pair> {
        let mut slot = home(hash, self.prefix_bits);
        loop {
            let bytes = self.prefixes.get(slot * PAIR_BYTES..slot * PAIR_BYTES + PAIR_BYTES)?;
            let stored = read_u64(bytes, 0);
            if stored & ((1 << PAIR_BITS) - 1) == key {
                return Some(Pair { thirds: stored, lengths: read_u32(bytes, 8), tags: read_u32(bytes, 12) });
            }
            if stored == 0 {
                return None;
            }
            slot = (slot + 1) & ((1 << self.prefix_bits) - 1);
        }
    }

    /// Calls `hit` with the length and tags of every term of two characters and more that starts `text`.
    #[inline]
    pub(super) fn starting(&self, text: &[char], mut hit: impl FnMut(usize, Tags)) {
        let [a, b, ..] = *text else { return };
        let Some(pair) = self.pair(a, b) else { return };
        self.starting_with(pair, text, &mut hit);
    }

    #[inline]
    fn starting_with(&self, pair: Pair, text: &[char], hit: &mut impl FnMut(usize, Tags)) {
        if pair.tags != 0 {
            hit(2, Tags(pair.tags));
        }
        if text.get(2).is_some_and(|&c| pair.thirds & third_bit(c as u32) != 0) {
            self.longer(text, pair.lengths, hit);
        }
    }

    /// Calls `hit` with the start, length and tags of every term of two characters and more in `text`, by start.
    ///
    /// The pairs that may start a term are collected first, without a branch, so that the processor waits for many
    /// of their slots at once.
    pub(super) fn scan(&self, text: &[char], mut hit: impl FnMut(usize, usize, Tags)) {
        const BLOCK: usize = 256;
        let mut places = [(0u32, 0u64); BLOCK];
        for base in (0..text.len().saturating_sub(1)).step_by(BLOCK) {
            let block = &text[base..(base + BLOCK + 1).min(text.len())];
            let mut count = 0;
            for (at, neighbours) in block.windows(2).enumerate() {
                let hash = pair_hash(pair(neighbours[0] as u32, neighbours[1] as u32));
                places[count & (BLOCK - 1)] = ((base + at) as u32, hash);
                count += usize::from(self.may_start(hash));
            }
            for &(at, hash) in &places[..count] {
                let rest = &text[at as usize..];
                if let Some(pair) = self.find_pair(pair(rest[0] as u32, rest[1] as u32), hash) {
                    self.starting_with(pair, rest, &mut |length, tags| hit(at as usize, length, tags));
                }
            }
        }
    }

    fn longer(&self, text: &[char], mut lengths: u32, hit: &mut impl FnMut(usize, Tags)) {
        let mut term = SEED;
        let mut at = 0;
        while lengths != 0 {
            let length = lengths.trailing_zeros() as usize + 2;
            if length > text.len() {
                return;
            }
            lengths &= lengths - 1;
            for &c in &text[at..length] {
                term = step(term, c as u32);
            }
            at = length;
            let tags = self.find_whole(term);
            if tags != 0 {
                hit(length, Tags(tags));
            }
        }
    }

    #[inline]
    fn find_whole(&self, hash: u64) -> u32 {
        let mut slot = home(hash, self.whole_bits);
        loop {
            let Some(bytes) = self.whole.get(slot * SLOT_BYTES..slot * SLOT_BYTES + SLOT_BYTES) else {
                return 0;
            };
            let value = read_u32(bytes, 8);
            if value == 0 || read_u64(bytes, 0) == hash {
                return value;
            }
            slot = (slot + 1) & ((1 << self.whole_bits) - 1);
        }
    }
}

/// What is known of two characters that start a term.
#[derive(Clone, Copy)]
struct Pair {
    /// The set of third characters of longer terms, in its upper bits.
    thirds: u64,
    /// A bit for each length of a longer term, from 2 on.
    lengths: u32,
    /// What the two are by themselves.
    tags: u32,
}
