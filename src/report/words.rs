//! Diffs for people: changed words in their line, and both texts side by side. Neither is a patch.

use std::io::{self, Write};

use anstyle::AnsiColor;
use unicode_width::UnicodeWidthChar as _;

use super::diff::{Change, DiffLook, changes};
use super::text::shown;
use crate::edit::Edit;

/// Writes each changed line once, with its number: what goes stands between `[-` and `-]`, what comes between `{+` and
/// `+}`.
///
/// # Errors
/// When `out` cannot be written.
pub fn word_diff(
    path: &str,
    text: &str,
    edits: &[Edit],
    look: DiffLook,
    out: &mut impl Write,
) -> io::Result<()> {
    let (red, green) = (look.paint(AnsiColor::Red.on_default()), look.paint(AnsiColor::Green.on_default()));
    let dim = look.paint(anstyle::Style::new().dimmed());
    title(path, text, edits, look, out)?;
    let (mut line, mut counted) = (1, 0);
    for Change { old, edits: range } in changes(text, edits) {
        line += text.as_bytes()[counted..old.start].iter().filter(|&&b| b == b'\n').count();
        counted = old.start;
        let mut body = String::new();
        let mut at = old.start;
        for edit in &edits[range] {
            push(&mut body, &text[at..edit.span.start]);
            if !edit.span.is_empty() {
                body.push_str(&format!("{red}[-"));
                push(&mut body, edit.span.of(text));
                body.push_str(&format!("-]{red:#}"));
            }
            if !edit.content.is_empty() {
                body.push_str(&format!("{green}{{+"));
                push(&mut body, &edit.content);
                body.push_str(&format!("+}}{green:#}"));
            }
            at = edit.span.end;
        }
        push(&mut body, &text[at..old.end]);
        for (number, shown) in body.trim_end_matches('\n').split('\n').enumerate() {
            writeln!(out, "{dim}{:>5}{dim:#} {shown}", line + number)?;
        }
    }
    Ok(())
}

/// Writes changed lines in two columns, before and after, folded to `width` columns together.
///
/// # Errors
/// When `out` cannot be written.
pub fn side_by_side(
    path: &str,
    text: &str,
    edits: &[Edit],
    look: DiffLook,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let half = (width.max(40) - 9) / 2;
    let (red, green) = (look.paint(AnsiColor::Red.on_default()), look.paint(AnsiColor::Green.on_default()));
    title(path, text, edits, look, out)?;
    let (mut line, mut counted) = (1, 0);
    for Change { old, edits: range } in changes(text, edits) {
        line += text.as_bytes()[counted..old.start].iter().filter(|&&b| b == b'\n').count();
        counted = old.start;
        let mut new = String::new();
        let mut at = old.start;
        for edit in &edits[range] {
            new.push_str(&text[at..edit.span.start]);
            new.push_str(&edit.content);
            at = edit.span.end;
        }
        new.push_str(&text[at..old.end]);
        let (left, right) = (folded(&text[old.clone()], half), folded(&new, half));
        let blank = (String::new(), 0);
        for row in 0..left.len().max(right.len()) {
            let number = if row == 0 { line.to_string() } else { String::new() };
            let ((before, columns), (after, _)) =
                (left.get(row).unwrap_or(&blank), right.get(row).unwrap_or(&blank));
            let pad = half - columns;
            writeln!(out, "{number:>5} {red}{before}{red:#}{:pad$} | {green}{after}{green:#}", "")?;
        }
    }
    Ok(())
}

fn title(path: &str, text: &str, edits: &[Edit], look: DiffLook, out: &mut impl Write) -> io::Result<()> {
    if changes(text, edits).is_empty() {
        return Ok(());
    }
    let bold = look.paint(anstyle::Style::new().bold());
    writeln!(out, "{bold}{}{bold:#}", path.chars().map(shown).collect::<String>())
}

/// Text as a terminal may show it; line ends stay.
fn push(out: &mut String, text: &str) {
    out.extend(text.chars().filter(|&c| c != '\r').map(|c| if c == '\n' { c } else { shown(c) }));
}

/// The lines of a text, folded to so many columns, each with the columns it has.
fn folded(text: &str, width: usize) -> Vec<(String, usize)> {
    let mut rows = Vec::new();
    for line in text.lines() {
        let (mut row, mut columns) = (String::new(), 0);
        for c in line.chars().map(shown) {
            let wide = c.width().unwrap_or(1);
            if columns + wide > width {
                rows.push((std::mem::take(&mut row), columns));
                columns = 0;
            }
            row.push(c);
            columns += wide;
        }
        rows.push((row, columns));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    const TEXT: &str = "一行\n到白鹭湾开会\n末行\n";

    fn edits() -> Vec<Edit> {
        let start = TEXT.find('白').unwrap();
        vec![Edit::replacement(Span::new(start, start + 9), "XX")]
    }

    #[test]
    fn words_stand_in_their_line() {
        let mut out = Vec::new();
        word_diff("a.txt", TEXT, &edits(), DiffLook::default(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a.txt\n    2 到[-白鹭湾-]{+XX+}开会\n");
    }

    #[test]
    fn columns_line_up_under_wide_characters() {
        let mut out = Vec::new();
        side_by_side("a.txt", TEXT, &edits(), DiffLook::default(), 41, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a.txt\n    2 到白鹭湾开会     | 到XX开会\n");
        assert_eq!(folded("甲乙丙", 4), [("甲乙".to_owned(), 4), ("丙".to_owned(), 2)]);
    }
}
