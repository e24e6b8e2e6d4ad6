//! Cleaning: markers are taken out so that paragraphs stay whole.
//!
//! A token inside a line is removed in place; a line that has nothing else goes with its line end; blank lines
//! around what was removed do not pile up. A chunk or page number that cut a sentence takes the line break with it.
//! All edits are deletions. What one round lays bare the next one finds, until nothing is left to remove, so that
//! cleaning twice is cleaning once.

use super::{Edits, Engine};
use crate::allow::Allowed;
use crate::edit::{self, Edit, Sources};
use crate::finding::Finding;
use crate::rule::{Cure, Group, RuleId};
use crate::span::Span;

/// Rounds until a text is clean; each removes something, and what is bared three times is reported, not removed.
pub const CLEAN_ROUNDS: usize = 4;

impl Engine {
    /// The edits that take scrape markers out of `text`; what is still there is in [`Edits::left`].
    pub fn clean(&self, text: &str) -> Edits {
        self.clean_around(text, &Allowed::default())
    }

    /// As [`Self::clean`]; what is allowed stays.
    pub fn clean_around(&self, text: &str, allowed: &Allowed) -> Edits {
        let mut edits: Vec<Edit> = Vec::new();
        let mut done: Vec<Finding> = Vec::new();
        let mut current = text.to_owned();
        for _ in 0..CLEAN_ROUNDS {
            let mut findings = self.scan(&current).findings;
            findings.retain(|f| f.cure != Cure::Report);
            allowed.after(&edits).take_from(&mut findings, self.rules());
            let removed = removals(&current, &findings);
            if removed.is_empty() {
                break;
            }
            let sources = Sources::new(&edits);
            let source = |offset: usize| sources.offset(offset);
            let spans: Vec<Span> =
                removed.iter().map(|s| Span::new(source(s.start), source(s.end))).collect();
            for mut finding in findings {
                finding.span = Span::new(source(finding.span.start), source(finding.span.end));
                done.push(finding);
            }
            let all = edits.iter().map(|e| e.span).chain(spans).collect();
            edits = union(all).into_iter().map(Edit::deletion).collect();
            current = edit::apply(text, &edits);
        }
        done.sort_by_key(|f| (f.span.start, f.span.end));
        let mut left = if edits.is_empty() { self.scan(text).findings } else { self.scan(&current).findings };
        left.retain(|f| self.rules().group(f.rule) == Group::Marker);
        allowed.after(&edits).take_from(&mut left, self.rules());
        Edits { edits, findings: done, left }
    }
}

impl Engine {
    /// The edits of one round, which take out what was found in a text, or in a piece of it that [`clean_cut`] has cut
    /// off, and the findings they come from; not verified.
    pub fn clean_found(&self, text: &str, mut found: Vec<Finding>) -> (Vec<Edit>, Vec<Finding>) {
        found.retain(|finding| finding.cure != Cure::Report);
        (removals(text, &found).into_iter().map(Edit::deletion).collect(), found)
    }
}

/// Where the beginning of a longer text can be cut off so that nothing that is removed on one side depends on the
/// other: before a line of text behind another one, both without findings. The last such place, if there is one.
pub fn clean_cut(text: &str, found: &[Finding]) -> Option<usize> {
    let mut end = text.rfind('\n')? + 1;
    let mut below = false;
    loop {
        let start = text[..end - 1].rfind('\n').map_or(0, |at| at + 1);
        let last = found.partition_point(|finding| finding.span.start < end).checked_sub(1);
        let free = last.is_none_or(|last| found[last].span.end <= start);
        let stays = free && !text[start..end].trim().is_empty();
        if stays && below {
            return Some(end);
        }
        if start == 0 {
            return None;
        }
        (below, end) = (stays, start);
    }
}

impl Engine {
    /// The documents that were glued together in `text`, without the heads that number them (【篇一】, 第二篇：); what
    /// stands before the first head is the first, when there is something. One that holds no other is whole.
    pub fn parts(&self, text: &str) -> Vec<Span> {
        let mut heads: Vec<Span> = self.scan(text).findings.iter().filter_map(|f| head(text, f)).collect();
        heads.dedup_by_key(|head| head.start);
        if heads.len() < 2 {
            return vec![Span::new(0, text.len())];
        }
        let ends = heads.iter().skip(1).map(|head| head.start).chain([text.len()]);
        let parts = heads.iter().zip(ends).map(|(head, end)| Span::new(head.end, end));
        let all = [Span::new(0, heads[0].start)].into_iter().chain(parts);
        all.filter(|part| !part.of(text).trim().is_empty()).collect()
    }
}

/// From the start of a part's line to the end of its head, with the line end when the line has nothing else.
fn head(text: &str, finding: &Finding) -> Option<Span> {
    let hit = finding.span.of(text);
    let numbered =
        hit.contains('篇') && !hit.contains(['精', '共', '汇', '通', '套']) && !hit.starts_with(['（', '(']);
    let start = text[..finding.span.start].rfind('\n').map_or(0, |at| at + 1);
    let first = text[start..finding.span.start].trim().is_empty();
    if finding.rule != RuleId::COMPILATION || !numbered || !first {
        return None;
    }
    let rest = &text[finding.span.end..];
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    let end = if line.trim().is_empty() { finding.span.end + line.len() } else { finding.span.end };
    Some(Span::new(start, end))
}

/// Spans sorted and joined where they touch.
fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|s| (s.start, s.end));
    let mut all: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match all.last_mut() {
            Some(last) if span.start <= last.end => *last = Span::new(last.start, last.end.max(span.end)),
            _ => all.push(span),
        }
    }
    all.retain(|s| s.start < s.end);
    all
}

/// A line: where it starts, where its content ends, where its line end ends.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    content: usize,
    end: usize,
}

fn lines(text: &str) -> Vec<Line> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let content = line.trim_end_matches(['\n', '\r']).len();
            let this = Line { start, content: start + content, end: start + line.len() };
            start = this.end;
            this
        })
        .collect()
}

/// What goes when the findings go.
fn removals(text: &str, findings: &[Finding]) -> Vec<Span> {
    let lines = lines(text);
    let mut gone = vec![false; lines.len()];
    let mut spans = Vec::new();
    let mut next = 0;
    for (index, line) in lines.iter().enumerate() {
        let first = next;
        while next < findings.len() && findings[next].span.start < line.end {
            next += 1;
        }
        let here = &findings[first..next];
        if here.is_empty() {
            continue;
        }
        if covers(text, *line, here) {
            gone[index] = true;
        } else {
            for finding in here {
                spans.push(within(text, &lines, index, finding));
            }
        }
    }
    whole_lines(text, &lines, &gone, findings, &mut spans);
    union(spans)
}

/// Whether the line has nothing but these findings, blanks and bars between them.
fn covers(text: &str, line: Line, findings: &[Finding]) -> bool {
    let idle =
        |part: &str| part.chars().all(|c| c.is_whitespace() || matches!(c, '|' | '｜' | '·' | '\u{feff}'));
    let mut at = line.start;
    for finding in findings {
        if finding.span.start > at && !idle(&text[at..finding.span.start]) {
            return false;
        }
        at = at.max(finding.span.end);
    }
    at >= line.content || idle(&text[at..line.content])
}

/// What goes with a finding that shares its line with text.
fn within(text: &str, lines: &[Line], index: usize, finding: &Finding) -> Span {
    let (line, span) = (lines[index], finding.span);
    let before = &text[line.start..span.start];
    let after = &text[span.end.min(line.content)..line.content];
    let blank_before = before.len() - before.trim_end().len();
    let blank_after = after.len() - after.trim_start().len();
    if before.trim().is_empty() {
        if finding.cure == Cure::Join && index > 0 && cut(text, lines[index - 1]) {
            let previous = &text[lines[index - 1].start..lines[index - 1].content];
            return Span::new(lines[index - 1].start + previous.trim_end().len(), span.end);
        }
        // A head before a text: its indentation stays the line's.
        return Span::new(span.start, span.end + blank_after);
    }
    if after.trim().is_empty() || blank_before > 0 && blank_after > 0 {
        return Span::new(span.start - blank_before, span.end);
    }
    span
}

/// Whether a line ends in the middle of a sentence.
fn cut(text: &str, line: Line) -> bool {
    let content = text[line.start..line.content].trim_end();
    let long = content.chars().count() >= 10;
    let last = content.chars().next_back().unwrap_or('。');
    long && !"。；;：:！？!?”）)…》】.".contains(last)
}

/// Whether a line goes on with a sentence: it starts neither a paragraph nor a list.
fn resumes(text: &str, line: Line) -> bool {
    let content = &text[line.start..line.content];
    let mut chars = content.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return false };
    let numbered =
        matches!(second, Some('、' | '.' | '．' | '是')) || first == '第' || first.is_ascii_digit();
    !first.is_whitespace() && !numbered && !matches!(first, '（' | '(' | '【' | '附' | '#' | '*')
}

/// Lines that go whole, with the blank lines that would pile up, and the breaks of sentences they cut.
fn whole_lines(text: &str, lines: &[Line], gone: &[bool], findings: &[Finding], spans: &mut Vec<Span>) {
    let blank = |i: usize| text[lines[i].start..lines[i].content].trim().is_empty();
    let mut at = 0;
    while at < lines.len() {
        if !gone[at] {
            at += 1;
            continue;
        }
        let first = at;
        let mut last = at;
        // Blank lines between two lines that go, go too.
        while at < lines.len() && (gone[at] || blank(at)) {
            if gone[at] {
                last = at;
            }
            at += 1;
        }
        let mut from = first;
        while from > 0 && blank(from - 1) {
            from -= 1;
        }
        let to = at;
        let inside = findings.partition_point(|f| f.span.start < lines[first].start);
        let joins = findings[inside..]
            .iter()
            .take_while(|f| f.span.start < lines[last].end)
            .any(|f| f.cure == Cure::Join);
        if from > 0 && to < lines.len() && joins && cut(text, lines[from - 1]) && resumes(text, lines[to]) {
            let previous = text[lines[from - 1].start..lines[from - 1].content].trim_end().len();
            spans.push(Span::new(lines[from - 1].start + previous, lines[to].start));
        } else if from == 0 {
            // The head of the document.
            spans.push(Span::new(0, lines[to - 1].end));
        } else if to == lines.len() {
            // Its tail: the text ends as the document did, with or without a line end.
            let ended = text.ends_with('\n');
            let start = if ended { lines[from - 1].end } else { lines[from - 1].content };
            spans.push(Span::new(start, text.len()));
        } else if from < first && last + 1 < to {
            // Blank lines on both sides: one side stays.
            spans.push(Span::new(lines[first].start, lines[to - 1].end));
        } else {
            spans.push(Span::new(lines[first].start, lines[last].end));
        }
    }
}

#[cfg(test)]
mod tests;
