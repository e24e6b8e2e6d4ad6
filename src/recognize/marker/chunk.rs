//! Chunk numbers of preview scrapes: `2、` at a line start in the middle of a sentence.
//!
//! A document site cuts a text every few hundred characters and numbers the pieces. The numbers run 1, 2, 3 … over
//! the starts of lines, and the line before ends without the punctuation of a sentence; both together tell them
//! from a list.

use super::super::{Candidate, Context, Text, is_cnum, is_digit};
use super::add;
use crate::rule::{Cure, RuleId};

/// A line that starts with a number and 、.
struct Start {
    at: usize,
    end: usize,
    number: u32,
    cuts: bool,
    /// Another number follows (3、五、存在不足): the text has numbers of its own.
    doubled: bool,
    long: bool,
}

/// Adds the chunk numbers of a document.
pub(super) fn numbers(cx: &Context<'_>, found: &mut Vec<Candidate>) {
    let text = cx.text;
    let mut run: Vec<Start> = Vec::new();
    for line in 0..text.lines.len().saturating_sub(1) {
        let Some(start) = numbered(text, line) else { continue };
        let next = run.last().map_or(1, |s| s.number + 1);
        if start.number == next {
            run.push(start);
        } else {
            close(&mut run, found);
            if start.number == 1 {
                run.push(start);
            }
        }
    }
    close(&mut run, found);
}

/// Takes a finished run: it is one of chunks when all its inner starts cut a sentence.
fn close(run: &mut Vec<Start>, found: &mut Vec<Candidate>) {
    let inner = run.len().saturating_sub(1);
    let cuts = run.iter().skip(1).filter(|s| s.cuts).count();
    // One cut proves a pair of long chunks; of several starts one may follow a whole sentence by chance.
    let doubled = cuts > 0 && run.iter().any(|s| s.doubled);
    let proven = inner > 0 && (doubled || cuts * 4 >= inner * 3 && cuts > 1 || cuts == inner && run[0].long);
    if proven {
        for (i, start) in run.iter().enumerate() {
            let cure = if i > 0 && start.cuts { Cure::Join } else { Cure::Delete };
            add(found, start.at, start.end, RuleId::PAGINATION, cure, 0.97);
        }
    }
    run.clear();
}

fn numbered(text: &Text<'_>, line: usize) -> Option<Start> {
    let at = text.lines[line] as usize;
    let mut end = at;
    while end < text.len() && end - at < 3 && is_digit(text.ch[end]) {
        end += 1;
    }
    if end == at || text.get(end) != '、' {
        return None;
    }
    let number = text.ch[at..end].iter().filter_map(|c| c.to_digit(10)).fold(0, |n, d| n * 10 + d);
    let (_, to) = text.line_range(at);
    let last = before(text, at);
    let cuts = !matches!(
        last,
        '。' | '；' | ';' | '：' | ':' | '！' | '？' | '!' | '?' | '\n' | '”' | '）' | ')' | '…' | '.'
    );
    // The line before must be a line of text, not a heading.
    let prose = line > 0 && (text.lines[line] - text.lines[line - 1]) > 14;
    let doubled = is_cnum(text.get(end + 1)) && text.get(end + 2) == '、';
    Some(Start { at, end: end + 1, number, cuts: cuts && prose, doubled, long: to - at > 60 })
}

/// The last character before the line that starts at `at`; a line feed where an empty line is between.
fn before(text: &Text<'_>, at: usize) -> char {
    if at < 2 { '\n' } else { text.get(at - 2) }
}
