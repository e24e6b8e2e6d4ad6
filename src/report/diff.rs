//! Unified diffs that `git apply` and `patch -p1` accept, made from the edits that are known, so that nothing has
//! to be compared: the cost is linear whatever the file is like.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style as Ansi};

use super::text::shown;
use crate::edit::Edit;

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// How a diff looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiffLook {
    /// Whether ANSI colours are used; inside changed lines the changed words stand out.
    pub colour: bool,
    /// Whether control characters are replaced, because a terminal shows the diff. It is no patch then.
    pub sanitise: bool,
    /// Whether the file starts with a UTF-8 byte order mark, which is a part of its first line.
    pub bom: bool,
}

/// Writes the diff that `edits` make in `text`; nothing when there are none.
///
/// # Errors
/// When `out` cannot be written.
pub fn diff(path: &str, text: &str, edits: &[Edit], look: DiffLook, out: &mut impl Write) -> io::Result<()> {
    let changes = changes(text, edits);
    if changes.is_empty() {
        return Ok(());
    }
    let bold = look.paint(Ansi::new().bold());
    writeln!(out, "{bold}--- {}{bold:#}", header("a", path))?;
    writeln!(out, "{bold}+++ {}{bold:#}", header("b", path))?;
    let mut rest = &changes[..];
    let (mut at, mut old_line, mut new_line) = (0, 1, 1);
    while let Some(first) = rest.first() {
        // Lines between the last hunk and this one.
        let before = last_lines(text, at, first.old.start, CONTEXT);
        let skipped = lines_in(&text[at..before]);
        old_line += skipped;
        new_line += skipped;
        let many = 1 + rest
            .windows(2)
            .take_while(|pair| lines_within(&text[pair[0].old.end..pair[1].old.start], 2 * CONTEXT))
            .count();
        let (hunk, later) = rest.split_at(many);
        let end = first_lines(text, hunk[many - 1].old.end, CONTEXT);
        let mut body = Body { look, text, out: Vec::new(), old: 0, new: 0 };
        let mut from = before;
        for change in hunk {
            body.context(from..change.old.start);
            body.change(change, &edits[change.edits.clone()]);
            from = change.old.end;
        }
        body.context(from..end);
        let cyan = look.paint(AnsiColor::Cyan.on_default());
        let range = |line: usize, count: usize| match count {
            // An empty range stands after the line before.
            0 => format!("{},0", line - 1),
            1 => line.to_string(),
            _ => format!("{line},{count}"),
        };
        writeln!(out, "{cyan}@@ -{} +{} @@{cyan:#}", range(old_line, body.old), range(new_line, body.new))?;
        out.write_all(&body.out)?;
        old_line += body.old;
        new_line += body.new;
        at = end;
        rest = later;
    }
    Ok(())
}

impl DiffLook {
    pub(super) fn paint(self, style: Ansi) -> Ansi {
        if self.colour { style } else { Ansi::new() }
    }
}

/// Whole lines that change together, and the edits in them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) old: Range<usize>,
    pub(super) edits: Range<usize>,
}

/// Groups edits by the lines they change.
pub(super) fn changes(text: &str, edits: &[Edit]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for (index, edit) in edits.iter().enumerate() {
        if edit.span.of(text) == edit.content {
            continue;
        }
        // In a file of one line nothing else is looked at: its ends are far away.
        if let Some(last) = changes.last_mut().filter(|last| edit.span.end < last.old.end) {
            last.edits.end = index + 1;
            continue;
        }
        let start = line_start(text, edit.span.start);
        // Whole lines that are taken out or put in leave the next line alone.
        let ends_line = edit.span.end > start && text[..edit.span.end].ends_with('\n');
        let stays_whole = ends_line
            && if edit.content.is_empty() { edit.span.start == start } else { edit.content.ends_with('\n') };
        let end = if stays_whole { edit.span.end } else { line_end(text, edit.span.end) };
        match changes.last_mut() {
            Some(last) if start < last.old.end => {
                last.old.end = last.old.end.max(end);
                last.edits.end = index + 1;
            }
            _ => changes.push(Change { old: start..end, edits: index..index + 1 }),
        }
    }
    changes
}

/// A hunk without its header.
struct Body<'a> {
    look: DiffLook,
    text: &'a str,
    out: Vec<u8>,
    old: usize,
    new: usize,
}

impl Body<'_> {
    fn context(&mut self, lines: Range<usize>) {
        let bom = lines.start == 0;
        let count = self.lines(' ', [(&self.text[lines], false)].into_iter(), bom);
        self.old += count;
        self.new += count;
    }

    fn change(&mut self, change: &Change, edits: &[Edit]) {
        let text = self.text;
        let mut old: Vec<(&str, bool)> = Vec::new();
        let mut new: Vec<(&str, bool)> = Vec::new();
        let mut at = change.old.start;
        for edit in edits {
            let same = &text[at..edit.span.start];
            old.extend([(same, false), (edit.span.of(text), true)]);
            new.extend([(same, false), (edit.content.as_str(), true)]);
            at = edit.span.end;
        }
        let same = &text[at..change.old.end];
        old.push((same, false));
        new.push((same, false));
        let bom = change.old.start == 0;
        self.old += self.lines('-', old.into_iter(), bom);
        self.new += self.lines('+', new.into_iter(), bom);
    }

    /// Writes the lines that `parts` make; the parts marked so stand out. Returns how many lines there are.
    fn lines<'p>(
        &mut self,
        sign: char,
        parts: impl Iterator<Item = (&'p str, bool)>,
        at_start: bool,
    ) -> usize {
        let look = self.look;
        let base = look.paint(match sign {
            '-' => AnsiColor::Red.on_default(),
            '+' => AnsiColor::Green.on_default(),
            _ => Ansi::new(),
        });
        let strong = if look.colour { base.bold().invert() } else { base };
        let (mut lines, mut open, mut bom) = (0, false, look.bom && at_start);
        for (part, stands_out) in parts {
            for piece in part.split_inclusive('\n') {
                if !open {
                    let _ = write!(self.out, "{base}{sign}{base:#}");
                    if std::mem::take(&mut bom) {
                        self.out.extend_from_slice("\u{feff}".as_bytes());
                    }
                    lines += 1;
                }
                let (body, end) = match piece.strip_suffix("\r\n") {
                    Some(body) => (body, "\r\n"),
                    None => piece.strip_suffix('\n').map_or((piece, ""), |body| (body, "\n")),
                };
                if !body.is_empty() {
                    let style = if stands_out { strong } else { base };
                    let _ = write!(self.out, "{style}");
                    if look.sanitise {
                        body.chars().for_each(|c| {
                            let c = if c == '\t' { c } else { shown(c) };
                            self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                        });
                    } else {
                        self.out.extend_from_slice(body.as_bytes());
                    }
                    let _ = write!(self.out, "{style:#}");
                }
                self.out.extend_from_slice(end.as_bytes());
                open = end.is_empty();
            }
        }
        if open {
            self.out.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
        lines
    }
}

/// `a/path`, in the way of git: quoted when it has characters that would end it.
fn header(side: &str, path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path).trim_start_matches('/');
    let path = if path.starts_with('<') { path.trim_matches(['<', '>']) } else { path };
    if path.chars().any(|c| c.is_control() || matches!(c, '"' | '\\')) {
        let mut out = format!("\"{side}/");
        for byte in path.bytes() {
            match byte {
                b'"' | b'\\' => out.extend(['\\', byte.into()]),
                0..0x20 | 0x7f => out.push_str(&format!("\\{byte:03o}")),
                // The bytes of a character follow one another, so that they can be told by their value.
                0x80.. => out.push_str(&format!("\\{byte:03o}")),
                _ => out.push(byte.into()),
            }
        }
        out + "\""
    } else if path.contains(' ') {
        // A tab says where a name with blanks ends.
        format!("{side}/{path}\t")
    } else {
        format!("{side}/{path}")
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |i| i + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |i| at + i + 1)
}

/// Start of the last `n` lines of `from..end`, which are whole.
fn last_lines(text: &str, from: usize, end: usize, n: usize) -> usize {
    let mut start = end;
    for _ in 0..n {
        if start <= from {
            break;
        }
        start = line_start(text, start - 1).max(from);
    }
    start
}

/// End of the first `n` lines from `start`.
fn first_lines(text: &str, start: usize, n: usize) -> usize {
    (0..n).fold(start, |at, _| line_end(text, at))
}

/// Whether a text has at most `n` lines.
fn lines_within(text: &str, n: usize) -> bool {
    text.split_inclusive('\n').take(n + 1).count() <= n
}

fn lines_in(text: &str) -> usize {
    text.bytes().filter(|&b| b == b'\n').count()
}

#[cfg(test)]
mod tests;
