//! A flat hash table of terms: ready-made bytes, nothing is parsed or built when it is opened.
//!
//! A scan looks at each pair of characters in a 64 KiB bitmap, which most pairs fail. A pair that starts a term has a
//! slot with the tags of the term that it is and a small set of the third characters of longer terms, which most
//! texts fail. Three characters that start a term have a slot with the tags of the term that they are and the set of
//! lengths of the longer terms; each length then costs one probe of the whole term. The values of these stand beside
//! a 64-bit hash of the term; the builder refuses two terms with one hash. Shorter terms are exact.
//!
//! `build.rs` compiles this file too, so it uses nothing but the standard library and [`Tags`].

use std::collections::BTreeMap;

use super::tags::Tags;

const MAGIC: u32 = 0x594d_4c33; // "YML3"
const BITMAP_BITS: u32 = 19;
const BITMAP_BYTES: usize = 1 << (BITMAP_BITS - 3);
const HEADER_BYTES: usize = 20;
/// A slot of a term of four characters and more: hash and tags.
const WHOLE_BYTES: usize = 12;
/// A slot of two or three characters: the characters, what is known of longer terms, tags.
const START_BYTES: usize = 16;
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

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;

#[inline]
fn step(hash: u64, c: u32) -> u64 {
    let mixed = (hash ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// Two or three characters as one number; it is not 0, since no term has two zero characters.
#[inline]
fn join(start: u64, c: u32) -> u64 {
    start << 21 | u64::from(c)
}

#[inline]
fn join_hash(key: u64) -> u64 {
    let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// The bit of a third character in the set of a pair's slot.
#[inline]
fn third_bit(c: u32) -> u32 {
    1 << (c.wrapping_mul(0x9e37_79b1) >> 27)
}

/// Makes the table of `terms`; a term that comes twice gets both sets of tags.
pub(super) fn build(terms: &[(String, Tags)]) -> Result<Vec<u8>, TableError> {
    let mut singles = vec![0u32; SINGLES];
    let mut pairs: BTreeMap<u64, (u32, u32)> = BTreeMap::new();
    let mut triples: BTreeMap<u64, (u32, u32)> = BTreeMap::new();
    let mut whole: BTreeMap<u64, (Vec<u32>, u32)> = BTreeMap::new();
    for (term, tags) in terms {
        let chars: Vec<u32> = term.chars().map(u32::from).collect();
        match chars[..] {
            [c] if (c as usize) < SINGLES => singles[c as usize] |= tags.0,
            [a, b] => pairs.entry(join(a.into(), b)).or_default().1 |= tags.0,
            [a, b, c, ..] if chars.len() <= LONGEST => {
                let pair = join(a.into(), b);
                pairs.entry(pair).or_default().0 |= third_bit(c);
                let triple = triples.entry(join(pair, c)).or_default();
                if chars.len() == 3 {
                    triple.1 |= tags.0;
                    continue;
                }
                triple.0 |= 1 << (chars.len() - 2);
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
    let short = pairs.values().chain(triples.values()).filter(|slot| slot.1 != 0).count();
    let bits = [bits_for(pairs.len()), bits_for(triples.len()), bits_for(whole.len())];
    let mut out = Vec::new();
    for word in [MAGIC, bits[0], bits[1], bits[2], (whole.len() + short) as u32] {
        out.extend_from_slice(&word.to_le_bytes());
    }
    for single in singles {
        out.extend_from_slice(&single.to_le_bytes());
    }
    let mut bitmap = vec![0u8; BITMAP_BYTES];
    for &key in pairs.keys() {
        let bit = (join_hash(key) >> (64 - BITMAP_BITS)) as usize;
        bitmap[bit / 8] |= 1 << (bit % 8);
    }
    out.extend_from_slice(&bitmap);
    out.extend(starts(bits[0], &pairs));
    out.extend(starts(bits[1], &triples));
    out.extend(wholes(bits[2], whole.iter().map(|(&hash, &(_, tags))| (hash, tags))));
    Ok(out)
}

fn bits_for(entries: usize) -> u32 {
    // At most three in four slots are taken: what is not in the cache costs more than a longer probe.
    (entries.max(4) * 4 / 3 + 1).next_power_of_two().trailing_zeros()
}

/// Open addressing with linear probing; a key of 0 marks an empty slot.
fn starts(bits: u32, entries: &BTreeMap<u64, (u32, u32)>) -> Vec<u8> {
    let mut out = vec![0u8; START_BYTES << bits];
    for (&key, &(longer, tags)) in entries {
        let mut slot = home(join_hash(key), bits);
        while read_u64(&out, slot * START_BYTES) != 0 {
            slot = (slot + 1) & ((1 << bits) - 1);
        }
        let at = slot * START_BYTES;
        out[at..at + 8].copy_from_slice(&key.to_le_bytes());
        out[at + 8..at + 12].copy_from_slice(&longer.to_le_bytes());
        out[at + 12..at + 16].copy_from_slice(&tags.to_le_bytes());
    }
    out
}

/// The same; a value of 0 marks an empty slot, and no stored value is 0.
fn wholes(bits: u32, entries: impl Iterator<Item = (u64, u32)>) -> Vec<u8> {
    let mut out = vec![0u8; WHOLE_BYTES << bits];
    for (key, value) in entries {
        let mut slot = home(key, bits);
        while read_u32(&out, slot * WHOLE_BYTES + 8) != 0 {
            slot = (slot + 1) & ((1 << bits) - 1);
        }
        let at = slot * WHOLE_BYTES;
        out[at..at + 8].copy_from_slice(&key.to_le_bytes());
        out[at + 8..at + 12].copy_from_slice(&value.to_le_bytes());
    }
    out
}

#[inline]
fn home(hash: u64, bits: u32) -> usize {
    ((hash >> 20) & ((1 << bits) - 1)) as usize
}

#[inline]
fn read_u32(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

#[inline]
fn read_u64(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"))
}

/// An opened table; copying it copies no terms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'b> {
    singles: &'b [[u8; 4]],
    bitmap: &'b [u8],
    pairs: Starts<'b>,
    triples: Starts<'b>,
    whole: &'b [u8],
    whole_bits: u32,
    terms: usize,
}

impl<'b> Table<'b> {
    /// Opens what [`build`] made; `None` when the bytes are something else.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        if bytes.len() < HEADER_BYTES || read_u32(bytes, 0) != MAGIC {
            return None;
        }
        let [pair_bits, triple_bits, whole_bits] = [4, 8, 12].map(|at| read_u32(bytes, at));
        let terms = read_u32(bytes, 16) as usize;
        let (singles, rest) = bytes[HEADER_BYTES..].split_at_checked(SINGLES * 4)?;
        let singles = singles.as_chunks().0;
        let (bitmap, rest) = rest.split_at_checked(BITMAP_BYTES)?;
        let (pairs, rest) = rest.split_at_checked(START_BYTES << pair_bits)?;
        let (triples, whole) = rest.split_at_checked(START_BYTES << triple_bits)?;
        let pairs = Starts { slots: pairs.as_chunks().0, bits: pair_bits };
        let triples = Starts { slots: triples.as_chunks().0, bits: triple_bits };
        (whole.len() == WHOLE_BYTES << whole_bits).then_some(Self {
            singles,
            bitmap,
            pairs,
            triples,
            whole,
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
        self.singles.get(c as usize).map_or(Tags::NONE, |&tags| Tags(u32::from_le_bytes(tags)))
    }

    /// Tags of a whole term; [`Tags::NONE`] when it is in no list.
    #[inline]
    pub(super) fn get(&self, term: &[char]) -> Tags {
        match *term {
            [] => Tags::NONE,
            [c] => self.single(c),
            [a, b, ref rest @ ..] => {
                let key = join((a as u32).into(), b as u32);
                let hash = join_hash(key);
                if self.may_start(hash) { self.get_behind(term, key, hash, rest) } else { Tags::NONE }
            }
        }
    }

    fn get_behind(&self, term: &[char], key: u64, hash: u64, rest: &[char]) -> Tags {
        let Some(pair) = self.pairs.find(key, hash) else { return Tags::NONE };
        let Some(&c) = rest.first() else { return Tags(pair.tags) };
        if pair.longer & third_bit(c as u32) == 0 || term.len() > LONGEST {
            return Tags::NONE;
        }
        let key = join(key, c as u32);
        match self.triples.find(key, join_hash(key)) {
            Some(triple) if term.len() == 3 => Tags(triple.tags),
            Some(triple) if triple.longer & 1 << (term.len() - 2) != 0 => {
                Tags(self.find_whole(term.iter().fold(SEED, |h, &c| step(h, c as u32))))
            }
            _ => Tags::NONE,
        }
    }

    /// Whether a pair may start a term; of those that do not, one in ten may.
    #[inline]
    fn may_start(&self, hash: u64) -> bool {
        let bit = (hash >> (64 - BITMAP_BITS)) as usize;
        self.bitmap[bit / 8] & (1 << (bit % 8)) != 0
    }

    /// Calls `hit` with the length and tags of every term of two characters and more that starts `text`.
    #[inline]
    pub(super) fn starting(&self, text: &[char], mut hit: impl FnMut(usize, Tags)) {
        let [a, b, ..] = *text else { return };
        let key = join((a as u32).into(), b as u32);
        let hash = join_hash(key);
        if self.may_start(hash) {
            self.starting_with(key, hash, text, &mut hit);
        }
    }

    #[inline]
    fn starting_with(&self, key: u64, hash: u64, text: &[char], hit: &mut impl FnMut(usize, Tags)) {
        let Some(pair) = self.pairs.find(key, hash) else { return };
        if pair.tags != 0 {
            hit(2, Tags(pair.tags));
        }
        if let Some(&c) = text.get(2)
            && pair.longer & third_bit(c as u32) != 0
        {
            let key = join(key, c as u32);
            if let Some(triple) = self.triples.find(key, join_hash(key)) {
                self.longer(triple, text, hit);
            }
        }
    }

    fn longer(&self, triple: Start, text: &[char], hit: &mut impl FnMut(usize, Tags)) {
        if triple.tags != 0 {
            hit(3, Tags(triple.tags));
        }
        let mut lengths = triple.longer;
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

    /// Calls `hit` with the start, length and tags of every term of two characters and more in `text`, by start.
    ///
    /// The pairs that may start a term are collected first, without a branch.
    pub(super) fn scan(&self, text: &[char], mut hit: impl FnMut(usize, usize, Tags)) {
        const BLOCK: usize = 256;
        let pair = |at: usize| join((text[at] as u32).into(), text[at + 1] as u32);
        let mut places = [0u32; BLOCK];
        for base in (0..text.len().saturating_sub(1)).step_by(BLOCK) {
            let block = &text[base..(base + BLOCK + 1).min(text.len())];
            let mut count = 0;
            for (at, neighbours) in block.windows(2).enumerate() {
                let hash = join_hash(join((neighbours[0] as u32).into(), neighbours[1] as u32));
                places[count & (BLOCK - 1)] = (base + at) as u32;
                count += usize::from(self.may_start(hash));
            }
            for &at in &places[..count] {
                let (at, key) = (at as usize, pair(at as usize));
                let longer = &mut |length, tags| hit(at, length, tags);
                self.starting_with(key, join_hash(key), &text[at..], longer);
            }
        }
    }

    #[inline]
    fn find_whole(&self, hash: u64) -> u32 {
        let mut slot = home(hash, self.whole_bits);
        loop {
            let Some(bytes) = self.whole.get(slot * WHOLE_BYTES..slot * WHOLE_BYTES + WHOLE_BYTES) else {
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

/// The slots of all pairs, or of all triples, that start a term.
#[derive(Clone, Copy, Debug)]
struct Starts<'b> {
    slots: &'b [[u8; START_BYTES]],
    bits: u32,
}

/// What is known of characters that start a term.
#[derive(Clone, Copy)]
struct Start {
    /// Of longer terms: the set of their third characters, or a bit for each length from 2 on.
    longer: u32,
    /// What the characters are by themselves.
    tags: u32,
}

impl Starts<'_> {
    #[inline]
    fn find(&self, key: u64, hash: u64) -> Option<Start> {
        let mut slot = home(hash, self.bits);
        loop {
            let bytes = self.slots.get(slot)?;
            let stored = read_u64(bytes, 0);
            if stored == key {
                return Some(Start { longer: read_u32(bytes, 8), tags: read_u32(bytes, 12) });
            }
            if stored == 0 {
                return None;
            }
            slot = (slot + 1) & ((1 << self.bits) - 1);
        }
    }
}
