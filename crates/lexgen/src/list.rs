//! Reading sources and writing lists in the form that `build.rs` compiles.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The file's text, or a message that says which file and why not.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes `#tag TAGS` and the terms, sorted by code point.
pub(crate) fn write(path: &Path, tags: &str, terms: &BTreeSet<String>) -> Result<(), String> {
    let mut text = format!("#tag {tags}\n");
    for term in terms {
        text.push_str(term);
        text.push('\n');
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Whether every character is a Han character.
pub(crate) fn is_han(term: &str) -> bool {
    term.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇'))
}
