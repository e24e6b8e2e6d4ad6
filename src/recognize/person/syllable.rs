//! Names written by sound, sound by sound: what each character tells behind the one before it.
//!
//! Few characters write sounds, and which follow each other is far from free: 夫斯基 is one of a hundred names, 基的 of
//! none. So a name tells less than its characters by themselves, and where it ends its characters say. Listed parts
//! (扎西, 巴特尔) have a price of their own.

use super::model::{self, FIRST_HAN};
use crate::lexicon::Tags;
use crate::recognize::Text;
use crate::recognize::set::CharSet;

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sounds.bin"));
const LAST_HAN: u32 = 0x9fff;

/// Longest run read as one part of a name that is written by sound.
pub(super) const LONGEST: usize = 9;
/// Connectives, which no name by sound contains but in a listed part.
pub(super) const LINKS: CharSet = CharSet::new("和与及的等在被由于");
/// That here is a name by sound at all.
const NAME: f32 = 10.0;
/// What a sound tells more where it was never seen behind the one before.
const UNSEEN: f32 = 2.0;
/// The most that a character tells that writes sounds, and one that was never seen to.
const MOST: f32 = 12.0;
const STRANGE: f32 = 18.0;
/// What the end of a name tells on the average, and one where no name was seen to end.
const END: f32 = 2.5;
const NO_END: f32 = 6.0;
/// Cost of a listed part of two characters; each further character adds one bit.
const PART: f32 = 9.0;

/// The number of the edge of a name.
const EDGE: usize = 0;

/// The number of a character that writes a sound.
fn number(c: char) -> Option<usize> {
    let at = (c as u32).wrapping_sub(FIRST_HAN) as usize;
    let bytes = (at <= (LAST_HAN - FIRST_HAN) as usize).then(|| [TABLE[2 + 2 * at], TABLE[3 + 2 * at]])?;
    Some(usize::from(u16::from_le_bytes(bytes))).filter(|&number| number != EDGE)
}

/// What the second of two numbered characters tells, where the pair was seen.
fn told(a: usize, b: usize) -> Option<f32> {
    let size = usize::from(u16::from_le_bytes([TABLE[0], TABLE[1]]));
    let matrix = 2 + 2 * (LAST_HAN - FIRST_HAN + 1) as usize;
    let eighths = TABLE[matrix + a * size + b];
    (eighths < u8::MAX).then_some(f32::from(eighths) / 8.0)
}

/// Costs of the names by sound that start at `i`, by length: listed parts and single sounds.
pub(super) fn costs(text: &Text<'_>, i: usize, end: usize) -> [f32; LONGEST + 1] {
    let mut cost = [f32::MAX; LONGEST + 1];
    // The same as far as the next sound, which knows better than the edge what comes before it.
    let mut inner = cost;
    inner[0] = NAME;
    for at in 0..LONGEST {
        if inner[at] == f32::MAX || i + at >= end {
            continue;
        }
        let here = inner[at];
        let c = text.ch[i + at];
        if !LINKS.contains(c) {
            let sound = number(c);
            let before = if at == 0 { Some(EDGE) } else { number(text.ch[i + at - 1]) };
            let seen = before.zip(sound).and_then(|(a, b)| told(a, b));
            let most = if sound.is_some() { MOST } else { STRANGE };
            let single = here + seen.unwrap_or_else(|| model::sound(c).min(most) + UNSEEN) + 1.0;
            let last = sound.and_then(|sound| told(sound, EDGE)).unwrap_or(NO_END) - END;
            inner[at + 1] = inner[at + 1].min(single);
            cost[at + 1] = cost[at + 1].min(single + last);
        }
        if text.starts[i + at].has(Tags::NAME_PART) {
            for hit in text.hits_at(i + at).iter().filter(|h| h.tags.has(Tags::NAME_PART)) {
                let (to, len) = (at + hit.len as usize, hit.len as f32);
                if to <= LONGEST && i + to <= end {
                    inner[to] = inner[to].min(here + PART + len - 2.0);
                    cost[to] = cost[to].min(here + PART + len - 2.0);
                }
            }
        }
    }
    cost
}
