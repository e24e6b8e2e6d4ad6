//! Our own lists beside the sources, one term a line in `data/`.

use std::sync::LazyLock;

type Terms = LazyLock<Vec<&'static str>>;

/// Ethnic groups in the names of autonomous divisions, the longest first because one may end another.
pub(crate) static ETHNIC: Terms = LazyLock::new(|| {
    let mut groups = terms(include_str!("../data/ethnic.txt"));
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups
});
/// Divisions that the dictionary calls verbs, adverbs or nouns although they are hardly ever anything but a place.
pub(crate) static NO_WORDS: Terms = LazyLock::new(|| terms(include_str!("../data/no-words.txt")));
/// What the names of waters, mountains and sights end in.
pub(crate) static NATURAL: Terms = LazyLock::new(|| terms(include_str!("../data/natural.txt")));
/// What the dictionary calls a place and is a word, a person or two places.
pub(crate) static UNNATURAL: Terms = LazyLock::new(|| terms(include_str!("../data/unnatural.txt")));
/// Persons whom the dictionary counts among words.
pub(crate) static PERSONS: Terms = LazyLock::new(|| terms(include_str!("../data/persons.txt")));

fn terms(text: &'static str) -> Vec<&'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
}
