//! For people: the place, the line, a caret under the finding, the reason.

use std::borrow::Cow;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Ansi};
use unicode_width::UnicodeWidthChar;

use super::Record;
use crate::rule::Severity;

/// Columns shown before a finding, of it, and in all.
const BEFORE: usize = 32;
const OF_FINDING: usize = 44;
const IN_ALL: usize = 88;

/// How the text report looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// Whether ANSI colours are used.
    pub colour: bool,
    /// Whether the evidence is shown.
    pub explain: bool,
}

impl Look {
    fn paint(self, style: Ansi) -> Ansi {
        if self.colour { style } else { Ansi::new() }
    }
}

/// Writes a record for people. `text` is the text it was found in.
///
/// # Errors
/// When `out` cannot be written.
pub fn text(record: &Record<'_>, text: &str, look: Look, out: &mut impl Write) -> io::Result<()> {
    let bold = look.paint(Ansi::new().bold());
    let tone = look.paint(match record.severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Note => AnsiColor::Cyan.on_default().bold(),
    });
    let path = printable(record.path);
    write!(out, "{bold}{path}:{}:{}{bold:#}: ", record.line, record.column)?;
    if let Some(unit) = record.unit {
        write!(out, "{}: ", printable(unit))?;
    }
    match record.rejected {
        Some(reason) => write!(out, "rejected ({reason})")?,
        None => write!(out, "{tone}{}{tone:#}", record.severity)?,
    }
    write!(out, " {}", record.rule)?;
    if record.score < 1.0 {
        write!(out, " [{:.2}]", record.score)?;
    }
    writeln!(out)?;
    if record.text.is_some() {
        let excerpt = Excerpt::around(text, record.span.start, record.span.end);
        let [cut, of_finding, of_line] = excerpt.cut;
        let Excerpt { before, finding, after, .. } = &excerpt;
        writeln!(out, "    {cut}{before}{finding}{of_finding}{after}{of_line}")?;
        let carets = "^".repeat(excerpt.width.max(1));
        let summary = &record.about.summary;
        let blank = if summary.is_empty() { "" } else { " " };
        writeln!(out, "    {:indent$}{tone}{carets}{tone:#}{blank}{summary}", "", indent = excerpt.indent)?;
    } else {
        writeln!(out, "    {}", record.about.summary)?;
    }
    if look.explain {
        if !record.evidence.is_empty() {
            writeln!(out, "    evidence: {}", printable(record.evidence))?;
        }
        match record.replacement.filter(|_| record.rejected.is_none()) {
            Some("") => writeln!(out, "    clean takes it out")?,
            Some(mask) => writeln!(out, "    mask writes: {}", printable(mask))?,
            None => {}
        }
        writeln!(out, "    fingerprint: {}", record.fingerprint)?;
    }
    Ok(())
}

/// The part of a line around a finding, as it is printed.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt<'t> {
    before: Cow<'t, str>,
    finding: Cow<'t, str>,
    after: Cow<'t, str>,
    /// What stands for the part of the line that is left out: before, in the finding, behind.
    cut: [&'static str; 3],
    /// Columns before the finding.
    indent: usize,
    /// Columns of the finding.
    width: usize,
}

impl<'t> Excerpt<'t> {
    /// Looks at no more than the window shows, so that a file of one line costs no more than others.
    fn around(text: &'t str, start: usize, end: usize) -> Self {
        let (mut from, mut indent) = (start, 0);
        let mut cut = "";
        for (at, c) in text[..start].char_indices().rev() {
            if c == '\n' {
                break;
            }
            let width = width(c);
            if indent + width > BEFORE {
                cut = "…";
                break;
            }
            indent += width;
            from = at;
        }
        indent += usize::from(!cut.is_empty());
        let finding = clipped(&text[start..end], OF_FINDING);
        let room = IN_ALL.saturating_sub(indent + finding.columns);
        let after = if finding.whole { clipped(&text[end..], room) } else { Clipped::default() };
        Self {
            before: printable(&text[from..start]),
            finding: printable(finding.text),
            after: printable(after.text),
            cut: [cut, finding.more, after.more],
            indent,
            width: finding.columns,
        }
    }
}

/// The start of a line.
#[derive(Default)]
struct Clipped<'t> {
    text: &'t str,
    /// What stands for the rest, where some is left out.
    more: &'static str,
    columns: usize,
    /// Whether it is there up to its end.
    whole: bool,
}

/// The start of a line, at most `room` columns of it.
fn clipped(line: &str, room: usize) -> Clipped<'_> {
    let mut columns = 0;
    for (at, c) in line.char_indices() {
        if matches!(c, '\n' | '\r') {
            return Clipped { text: &line[..at], more: "", columns, whole: false };
        }
        let width = width(c);
        if columns + width > room {
            return Clipped { text: &line[..at], more: "…", columns: columns + 1, whole: false };
        }
        columns += width;
    }
    Clipped { text: line, more: "", columns, whole: true }
}

fn width(c: char) -> usize {
    match c {
        // Nearly all there are, without the tables.
        '\u{4e00}'..='\u{9fff}' => 2,
        ' '..='~' => 1,
        _ => shown(c).width().unwrap_or(1),
    }
}

/// What stands for a character on a terminal: those that move the cursor or turn the writing round do not get there.
pub(super) const fn shown(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => '\u{fffd}',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => '\u{fffd}',
        _ => c,
    }
}

fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| shown(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around<'t>(text: &'t str, needle: &str) -> Excerpt<'t> {
        let start = text.find(needle).unwrap();
        Excerpt::around(text, start, start + needle.len())
    }

    #[test]
    fn carets_count_columns_not_characters() {
        let excerpt = around("各村：\r\na共计\t12户。\r\n", "12");
        assert_eq!((excerpt.before.as_ref(), excerpt.indent, excerpt.width), ("a共计 ", 6, 2));
        assert_eq!(excerpt.after, "户。");
        assert_eq!(around("甲乙", "甲").width, 2);
    }

    #[test]
    fn a_long_line_is_a_window() {
        let line = format!("{}目标{}", "前".repeat(500), "后".repeat(500));
        let excerpt = around(&line, "目标");
        assert_eq!((excerpt.cut[0], excerpt.before), ("…", "前".repeat(16).into()));
        assert_eq!(excerpt.indent, 33);
        assert!(excerpt.cut[2] == "…" && excerpt.after.chars().count() < 40);
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let excerpt = around("a\u{1b}[31m目标\u{202e}b", "目标");
        assert_eq!((excerpt.before.as_ref(), excerpt.after.as_ref()), ("a\u{fffd}[31m", "\u{fffd}b"));
    }
}
