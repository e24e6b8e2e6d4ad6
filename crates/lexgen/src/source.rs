//! Reads the word frequency list (`word frequency tag`, one a line) and our own lists.

use std::collections::BTreeSet;
use std::fs;

/// An entry of the frequency list.
pub(crate) struct Entry {
    pub(crate) word: String,
    pub(crate) chars: Vec<char>,
    pub(crate) count: u64,
    pub(crate) tag: String,
}

pub(crate) fn dict(path: &str) -> Result<Vec<Entry>, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let mut entries = Vec::new();
    for line in text.lines() {
        let mut fields = line.rsplitn(3, ' ');
        let (Some(tag), Some(count), Some(word)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let count = count.parse().map_err(|e| format!("{path}: {line:?}: {e}"))?;
        entries.push(Entry { word: word.to_owned(), chars: word.chars().collect(), count, tag: tag.to_owned() });
    }
    Ok(entries)
}

/// The family names of `patterns/lexicons/surname.txt`.
pub(crate) fn surnames() -> Result<BTreeSet<String>, String> {
    let path = "patterns/lexicons/surname.txt";
    let text = fs::read_to_string(path).map_err(|e| format!("{path}: {e}; run from the repository's root"))?;
    Ok(text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(str::to_owned).collect())
}

pub(crate) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Information of an event in bits.
pub(crate) fn bits(count: f64, total: f64) -> f64 {
    (total / count).log2()
}
