//! New names for the sheets of a workbook. Masks may be the same for several of them and may hold what no name may;
//! names in a workbook are unique, and what refers to a sheet follows it.

use std::collections::{HashMap, HashSet};

use super::{Content, Office, Read};
use crate::edit::{Edit, apply};
use crate::span::Span;

/// The most characters of a sheet's name.
const LONGEST: usize = 31;

/// The edits with those of sheets' names settled, and with them those of what refers to sheets.
pub(super) fn settle(office: &Office, edits: &mut Vec<Vec<Edit>>) {
    let book = office.parts.iter().find(|part| part.name.eq_ignore_ascii_case("xl/workbook.xml"));
    let Some(book) = book else { return };
    let names = names(book);
    if names.iter().all(|(unit, _)| edits.get(*unit).is_none_or(Vec::is_empty)) {
        return;
    }
    edits.resize(edits.len().max(office.units), Vec::new());
    // Names that stay as they are keep their places.
    let stays = |unit: &usize| edits[*unit].is_empty();
    let mut taken: HashSet<String> =
        names.iter().filter(|(unit, _)| stays(unit)).map(|(_, name)| name.to_lowercase()).collect();
    let mut renamed: HashMap<&str, String> = HashMap::new();
    for (unit, name) in &names {
        if edits[*unit].is_empty() {
            continue;
        }
        let new = unique(&apply(name, &edits[*unit]), &mut taken);
        edits[*unit] = vec![Edit::replacement(0..name.len(), new.clone())];
        renamed.insert(name, new);
    }
    for part in &office.parts {
        let Content::Xml(_, text) = &part.content else { continue };
        for (number, unit) in text.units.iter().enumerate().skip(text.cells.len()) {
            let own = &mut edits[part.first + number];
            let more = references(&unit.text.text, &renamed);
            if let Some(new) = renamed.get(unit.text.text.as_str())
                && unit.text.locator.ends_with("@sheet")
            {
                *own = vec![Edit::replacement(0..unit.text.text.len(), new.clone())];
            } else if !more.is_empty() {
                own.retain(|edit| more.iter().all(|other| !edit.span.overlaps(other.span)));
                own.extend(more);
                own.sort_by_key(|edit| edit.span);
            }
        }
    }
}

/// The names of sheets with their units.
fn names(book: &Read) -> Vec<(usize, &str)> {
    let Content::Xml(_, text) = &book.content else { return Vec::new() };
    let source = book.source();
    let of_sheet = |at: u32| {
        let before = &source[..at as usize];
        let tag = before.rfind('<').map_or("", |tag| &before[tag + 1..]);
        let name = tag.split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
        name.rsplit(':').next() == Some("sheet")
    };
    let units = text.units.iter().enumerate();
    let own = units.filter(|(_, unit)| {
        unit.text.locator.ends_with("@name")
            && unit.pieces.first().is_some_and(|piece| of_sheet(piece.source.start))
    });
    own.map(|(number, unit)| (book.first + number, unit.text.text.as_str())).collect()
}

/// A name that is allowed and that no other sheet has.
fn unique(wanted: &str, taken: &mut HashSet<String>) -> String {
    let plain = |c: char| if "[]:*?/\\'".contains(c) || c.is_control() { '_' } else { c };
    let name: String = wanted.trim().chars().map(plain).take(LONGEST).collect();
    let name = if name.is_empty() { "_".to_owned() } else { name };
    let mut new = name.clone();
    let mut number = 1;
    while !taken.insert(new.to_lowercase()) {
        number += 1;
        let end = format!("_{number}");
        new = name.chars().take(LONGEST - end.len()).collect::<String>() + &end;
    }
    new
}

/// The edits of a formula, or of an address, that refers to sheets.
fn references(text: &str, renamed: &HashMap<&str, String>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut free = 0;
    for (end, _) in text.match_indices('!') {
        let before = &text[free..end];
        let (start, name) = if let Some(inside) = before.strip_suffix('\'') {
            let Some(open) = opening(inside) else { continue };
            (open, inside[open + 1..].replace("''", "'"))
        } else {
            let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
            let start = before
                .rfind(|c| !word(c))
                .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
            (start, before[start..].to_owned())
        };
        if let Some(new) = renamed.get(name.as_str()) {
            edits.push(Edit::replacement(Span::new(free + start, end), format!("'{new}'")));
            free = end;
        }
    }
    edits
}

/// The quote that opens the name at the end of a text; a quote in the name is written twice. Names are short.
fn opening(text: &str) -> Option<usize> {
    let mut signs = text.char_indices().rev().take(2 * LONGEST + 2).peekable();
    while let Some((at, c)) = signs.next() {
        if c == '\'' && signs.next_if(|&(_, before)| before == '\'').is_none() {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_allowed_and_unique() {
        let mut taken = HashSet::from(["xx".to_owned()]);
        let long = "长".repeat(40);
        let names: Vec<String> =
            ["XX", "xx", "**", "", long.as_str(), long.as_str()].map(|name| unique(name, &mut taken)).into();
        assert_eq!(names[..4], ["XX_2", "xx_3", "__", "_"]);
        assert!(names[4..].iter().all(|name| name.chars().count() == 31) && names[4] != names[5]);
    }

    #[test]
    fn formulas_follow_their_sheets() {
        let renamed = HashMap::from([("郑海燕", "XX".to_owned()), ("a's b", "XX_2".to_owned())]);
        for (before, after) in [
            ("SUM(郑海燕!A1:A9)+'a''s b'!B1", "SUM('XX'!A1:A9)+'XX_2'!B1"),
            ("'郑海燕'!$A$1", "'XX'!$A$1"),
            ("别的!A1&\"郑海燕\"", "别的!A1&\"郑海燕\""),
            ("#郑海燕!A1", "#'XX'!A1"),
            ("'别的'!A1+'郑海燕'!A1", "'别的'!A1+'XX'!A1"),
            ("!!'!", "!!'!"),
        ] {
            assert_eq!(apply(before, &references(before, &renamed)), after);
        }
    }
}
