//! The edits that make one text of another, line by line: lines that stand once in both hold the rest in place.

use std::collections::HashMap;
use std::ops::Range;

use super::Edit;
use crate::span::Span;

/// The edits that make `new` of `old`. They replace whole lines; in a text that was turned upside down they are many,
/// but never wrong, and the cost stays near that of sorting the lines.
pub fn between(old: &str, new: &str) -> Vec<Edit> {
    let (a, b) = (Lines::of(old), Lines::of(new));
    let mut edits = Vec::new();
    let mut open = vec![(0..a.lines.len(), 0..b.lines.len())];
    while let Some((mut left, mut right)) = open.pop() {
        while !left.is_empty() && !right.is_empty() && a.lines[left.start] == b.lines[right.start] {
            left.start += 1;
            right.start += 1;
        }
        while !left.is_empty() && !right.is_empty() && a.lines[left.end - 1] == b.lines[right.end - 1] {
            left.end -= 1;
            right.end -= 1;
        }
        if left.is_empty() && right.is_empty() {
            continue;
        }
        let anchors =
            if left.is_empty() || right.is_empty() { Vec::new() } else { anchors(&a, &b, &left, &right) };
        if anchors.is_empty() {
            let span = Span::new(a.starts[left.start], a.starts[left.end]);
            edits.push(Edit::replacement(span, &new[b.starts[right.start]..b.starts[right.end]]));
            continue;
        }
        let (mut i, mut j) = (left.start, right.start);
        for (x, y) in anchors {
            open.push((i..x, j..y));
            (i, j) = (x + 1, y + 1);
        }
        open.push((i..left.end, j..right.end));
    }
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// The lines of a text with their ends, and where each starts.
struct Lines<'t> {
    lines: Vec<&'t str>,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mut starts = Vec::with_capacity(lines.len() + 1);
        let mut at = 0;
        for line in &lines {
            starts.push(at);
            at += line.len();
        }
        starts.push(at);
        Self { lines, starts }
    }
}

/// Lines that stand once on each side, in the same order on both.
fn anchors(a: &Lines<'_>, b: &Lines<'_>, left: &Range<usize>, right: &Range<usize>) -> Vec<(usize, usize)> {
    let mut seen: HashMap<&str, (usize, usize, usize)> = HashMap::new();
    for i in left.clone() {
        seen.entry(a.lines[i]).or_default().0 += 1;
    }
    for j in right.clone() {
        let entry = seen.entry(b.lines[j]).or_default();
        (entry.1, entry.2) = (entry.1 + 1, j);
    }
    let once = |i: usize| {
        seen.get(a.lines[i]).filter(|entry| entry.0 == 1 && entry.1 == 1).map(|entry| (i, entry.2))
    };
    let pairs: Vec<(usize, usize)> = left.clone().filter_map(once).collect();
    rising(&pairs)
}

/// The longest part of the pairs in which the second numbers rise.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (index, pair) in pairs.iter().enumerate() {
        let at = tails.partition_point(|&tail| pairs[tail].1 < pair.1);
        before[index] = at.checked_sub(1).map(|at| tails[at]);
        if at == tails.len() {
            tails.push(index);
        } else {
            tails[at] = index;
        }
    }
    let mut out = Vec::new();
    let mut next = tails.last().copied();
    while let Some(index) = next {
        out.push(pairs[index]);
        next = before[index];
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;

    #[test]
    fn the_edits_make_the_new_text() {
        let texts =
            ["", "甲\n", "甲\n乙\n丙\n", "丙\n乙\n甲\n", "甲\n乙\n丁\n丙", "甲\n甲\n乙\n\n\n丙\n", "戊"];
        for old in texts {
            for new in texts {
                assert_eq!(apply(old, &between(old, new)), new, "{old:?} {new:?}");
            }
        }
        let edits = between("甲\n乙\n丙\n", "甲\n丁\n丙\n");
        assert_eq!(edits, [Edit::replacement(Span::new(4, 8), "丁\n")]);
    }
}
