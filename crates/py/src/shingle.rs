//! Passages that recur across documents, without comparing documents: of the runs of characters of a text those are
//! chosen that hash lowest in their neighbourhood (winnowing), so that two texts that share a passage longer than the
//! neighbourhood share a chosen run.

use std::collections::VecDeque;

/// The start and end in bytes, and the hash, of each chosen run of `size` characters. Digits count as one digit: a page
/// number makes no difference. Blanks do not count.
pub(crate) fn shingles(text: &str, size: usize, neighbours: usize) -> Vec<(usize, usize, u64)> {
    let plain: Vec<(usize, usize, char)> = text
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .map(|(at, c)| (at, at + c.len_utf8(), if c.is_numeric() { '0' } else { c }))
        .collect();
    let mut chosen: Vec<(usize, usize, u64)> = Vec::new();
    // Hashes that may still be the lowest, ascending.
    let mut low: VecDeque<(usize, u64)> = VecDeque::new();
    for (first, run) in plain.windows(size.max(1)).enumerate() {
        let hash = hash(run.iter().map(|&(.., c)| c));
        while low.back().is_some_and(|&(_, other)| other >= hash) {
            low.pop_back();
        }
        low.push_back((first, hash));
        while low.front().is_some_and(|&(at, _)| at + neighbours <= first) {
            low.pop_front();
        }
        if first + 1 >= neighbours
            && let Some(&(at, hash)) = low.front()
        {
            let place = (plain[at].0, plain[at + run.len() - 1].1, hash);
            if chosen.last() != Some(&place) {
                chosen.push(place);
            }
        }
    }
    chosen
}

/// FNV-1a over code points, mixed once more: the same on every machine.
fn hash(chars: impl Iterator<Item = char>) -> u64 {
    let sum = chars.fold(0xcbf2_9ce4_8422_2325_u64, |sum, c| {
        (sum ^ u64::from(u32::from(c))).wrapping_mul(0x100_0000_01b3)
    });
    let mixed = (sum ^ sum >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 29
}
