//! Ordinary words with a frequency class.
//!
//! Names, places and organisations of the source are left out, but its name tag also stands on many ordinary words
//! (文明, 康复): such an entry of two characters counts as a word unless it begins with a family name that is
//! hardly ever anything else.
//!
//! Four lists beside say what some words do in a sentence: common verbs, which a person may be the subject of,
//! adverbs, which stand between a subject and its verb, and words that begin like a family name but stand before verbs themselves (于是; of manner: 成功), so that between an
//! office and a verb they are hardly a name.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::own::{NO_WORDS, PERSONS};
use crate::{list, source};

/// Rarer words than this say little, and the source gives this number to whatever it did not count.
const LEAST: u64 = 5;
const LEAST_LONG: u64 = 10;
const LEAST_IDIOM: u64 = 4;
const LEAST_NAME_LIKE: u64 = 25;
const LEAST_VERB: u64 = 20;
/// Tags of verbs, adverbs, times and the like: words that stand before a verb without being its subject.
const BEFORE_VERB: &[&str] = &["c", "d", "f", "m", "mq", "o", "p", "q", "r", "t", "u", "v", "vd", "vn", "z"];
/// Tags of adjectives, which do so too, but hardly before a preposition.
const MANNER: &[&str] = &["a", "ad", "an", "b"];
const FIRM: &str =
    "李王刘陈杨黄赵吴徐孙郭宋郑梁谢韩冯邓曹彭曾萧蔡潘袁董苏吕魏蒋杜沈傅卢汪崔廖姚邹郝孟邵侯贾薛阎谭";

pub(crate) fn run(dict: &str, out: &str) -> Result<(), String> {
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    let [mut verbs, mut adverbs, mut before_verbs, mut manner]: [BTreeSet<String>; 4] = Default::default();
    let surnames = source::surnames()?;
    for entry in source::dict(dict)? {
        if !(2..=5).contains(&entry.chars.len()) || !entry.chars.iter().all(|&c| source::is_han(c)) {
            continue;
        }
        let word = entry.word.as_str();
        let wanted = match entry.tag.as_str() {
            _ if NO_WORDS.contains(&word) || PERSONS.contains(&word) => false,
            "nr" => {
                entry.chars.len() == 2
                    && entry.count >= LEAST_NAME_LIKE
                    && !FIRM.contains(entry.chars[0])
                    && entry.chars[0] != '小'
            }
            "ns" | "nt" | "nz" | "nrt" | "nrfg" => false,
            // Idioms are rare one by one, and many hold a family name.
            "i" | "l" => entry.count >= LEAST_IDIOM,
            _ => entry.count >= if entry.chars.len() == 2 { LEAST } else { LEAST_LONG },
        };
        if wanted && entry.chars.len() == 2 {
            if matches!(entry.tag.as_str(), "v" | "vn") && entry.count >= LEAST_VERB {
                verbs.insert(entry.word.clone());
            }
            if entry.tag == "d" && entry.count >= LEAST_VERB {
                adverbs.insert(entry.word.clone());
            }
            let tag = entry.tag.as_str();
            if surnames.contains(&entry.chars[0].to_string()) {
                if BEFORE_VERB.contains(&tag) {
                    before_verbs.insert(entry.word.clone());
                } else if MANNER.contains(&tag) {
                    manner.insert(entry.word.clone());
                }
            }
        }
        if wanted {
            words.insert(entry.word, class(entry.count));
        }
    }
    let mut text = String::from("#tag word\n");
    for (word, class) in &words {
        let _ = writeln!(text, "{word}\t{class}");
    }
    let path = format!("{out}/words.txt");
    fs::write(&path, text).map_err(|e| format!("{path}: {e}"))?;
    list::write(Path::new(&format!("{out}/verb.txt")), "cue-after", &verbs)?;
    list::write(Path::new(&format!("{out}/adverb.txt")), "cue-after", &adverbs)?;
    list::write(Path::new(&format!("{out}/before-verb.txt")), "cue-before", &before_verbs)?;
    list::write(Path::new(&format!("{out}/manner.txt")), "cue-before ordinary", &manner)?;
    println!("{path}: {} words", words.len());
    Ok(())
}

/// The binary logarithm of the count, less one, from 0 to 15.
fn class(count: u64) -> u32 {
    count.max(2).ilog2().saturating_sub(1).min(15)
}
