//! What annotated documents taught: weights of questions about a possible name and what stands around it.
//!
//! A question is a few characters, of which the first say what is asked and the others what the answer is; a table
//! holds what each says for a name and against it (`crates/lexgen` learns them). Everything is asked twice: first by
//! itself, then knowing what the other places of the same characters say, for what is named once is named again.

mod answer;
mod hash;
mod table;

pub(in crate::recognize) use answer::{digit, kind, listed, standing_before, standing_behind, step};
pub(in crate::recognize) use table::{Sum, Table};

/// Below this sum a case says nothing to the others.
pub(in crate::recognize) const FLOOR: i32 = -3 * 16;
/// Cases of the same characters before and behind one that it hears of.
const HEARD: usize = 8;

/// A possible name in a text, with what is asked of it, to learn from.
#[derive(Debug)]
pub struct Case {
    /// First byte and one past the last.
    pub span: (usize, usize),
    /// Its characters.
    pub name: String,
    /// Whether they are an ordinary word.
    pub ordinary: bool,
    /// What is asked of it and how it answers.
    pub questions: Vec<String>,
}

/// The most and the mean of what all but the `n`th of `sums` say, and how many say something; at most the nearest
/// few are heard, so that a name of every page costs no more.
pub(in crate::recognize) fn others(sums: &[i32], n: usize) -> Option<(i32, i32, usize)> {
    let near = n.saturating_sub(HEARD)..sums.len().min(n + HEARD + 1);
    let heard = || near.clone().filter(|&at| at != n && sums[at] >= FLOOR).map(|at| sums[at]);
    let (most, count) = (heard().max()?, heard().count());
    Some((most, heard().sum::<i32>() / count as i32, count))
}

/// Asks what `others` of the same characters say by themselves: the most, the mean and the number of them.
pub(in crate::recognize) fn ask_others(
    ordinary: bool,
    others: Option<(i32, i32, usize)>,
    mut ask: impl FnMut(&[char]),
) {
    let ordinary = if ordinary { 'w' } else { '-' };
    let Some((most, mean, count)) = others else { return ask(&['~', 'p', ordinary]) };
    let units = |sixteenths: i32| sixteenths as f32 / 16.0;
    let count = |most: usize| digit(count.min(most) as u32);
    ask(&['~', 'P', 'm', step(units(most), 1.0, -3, 4, false), ordinary]);
    ask(&['~', 'P', 'a', step(units(mean), 1.0, -3, 4, false), ordinary]);
    ask(&['~', 'P', 'n', count(4), ordinary]);
    ask(&['~', 'P', 'k', count(3), step(units(most), 2.0, -2, 2, false), ordinary]);
}
