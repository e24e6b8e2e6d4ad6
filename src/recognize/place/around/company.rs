//! What the possible places of a document say of each other: those of the same characters, those that stand beside
//! one, and those that would be another reading of it.

use crate::recognize::experience::{FLOOR, ask_others, others, step};

/// A possible place with what it says by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    /// First byte and one past the last.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Of its characters.
    pub(super) key: u64,
    /// Whether they are an ordinary word.
    pub(super) ordinary: bool,
    pub(super) sum: i32,
}

/// Bytes of the longest name that is a rival.
const REACH: usize = 64;
/// Bytes of what stands between the members of a list.
const MARK: usize = 3;

/// The hash of the characters of a name.
pub(super) fn key(name: impl Iterator<Item = char>) -> u64 {
    name.fold(0xcbf2_9ce4_8422_2325, |key, c| (key ^ u64::from(c as u32)).wrapping_mul(0x0100_0000_01b3))
}

/// Asks of each of `stands`, which are in order, what the others say.
pub(super) fn ask(stands: &[Stand], mut ask: impl FnMut(usize, &[char])) {
    let mut order: Vec<(u64, usize)> = stands.iter().enumerate().map(|(at, s)| (s.key, at)).collect();
    order.sort_unstable();
    let mut sums = Vec::new();
    for same in order.chunk_by(|a, b| a.0 == b.0) {
        sums.clear();
        sums.extend(same.iter().map(|&(_, at)| stands[at].sum));
        for (n, &(_, at)) in same.iter().enumerate() {
            ask_others(stands[at].ordinary, others(&sums, n), |question| ask(at, question));
        }
    }
    for (at, own) in stands.iter().enumerate() {
        let before = stands[..at].iter().rev().take_while(|s| s.start + REACH > own.start);
        let behind = stands[at + 1..].iter().take_while(|s| s.start <= own.end + MARK);
        let (mut rival, mut left, mut right, mut listed) = (None, None, None, None);
        for other in before.chain(behind).filter(|s| s.sum >= FLOOR) {
            let side = if other.end == own.start {
                &mut left
            } else if other.start == own.end {
                &mut right
            } else if other.end + MARK == own.start || own.end + MARK == other.start {
                &mut listed
            } else if other.start < own.end && own.start < other.end {
                &mut rival
            } else {
                continue;
            };
            *side = (*side).max(Some(other.sum));
        }
        let units = |sum: i32| sum as f32 / 16.0;
        let said = |sum: Option<i32>| sum.map_or('-', |sum| step(units(sum), 1.5, -2, 4, false));
        ask(at, &['~', 'Q', 'l', said(left)]);
        ask(at, &['~', 'Q', 'r', said(right)]);
        ask(at, &['~', 'Q', 'i', said(listed)]);
        let better = rival.map_or('-', |sum| step(units(own.sum - sum), 1.0, -6, 6, false));
        ask(at, &['~', 'Q', 'v', said(rival)]);
        ask(at, &['~', 'Q', 'b', better]);
    }
}
