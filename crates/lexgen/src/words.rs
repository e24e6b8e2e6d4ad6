//! Ordinary words with a frequency class.
//!
//! Names, places and organisations of the source are left out, but its name tag also stands on many ordinary words
//! (文明, 康复): such an entry of two characters counts as a word unless it begins with a family name that is
//! hardly ever anything else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::source;

/// Rarer words than this say little, and the source gives this number to whatever it did not count.
const LEAST: u64 = 5;
const LEAST_LONG: u64 = 10;
const LEAST_IDIOM: u64 = 4;
const LEAST_NAME_LIKE: u64 = 25;
const FIRM: &str = "李王刘陈杨黄赵吴徐孙郭宋郑梁谢韩冯邓曹彭曾萧蔡潘袁董苏吕魏蒋杜沈傅卢汪崔廖姚邹郝孟邵侯贾薛阎谭";

pub(crate) fn run(dict: &str, out: &str) -> Result<(), String> {
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    for entry in source::dict(dict)? {
        if !(2..=5).contains(&entry.chars.len()) || !entry.chars.iter().all(|&c| source::is_han(c)) {
            continue;
        }
        let wanted = match entry.tag.as_str() {
            "nr" => {
                entry.chars.len() == 2 && entry.count >= LEAST_NAME_LIKE && !FIRM.contains(entry.chars[0]) && entry.chars[0] != '小'
            }
            "ns" | "nt" | "nz" | "nrt" | "nrfg" => false,
            // Idioms are rare one by one, and many hold a family name.
            "i" | "l" => entry.count >= LEAST_IDIOM,
            _ => entry.count >= if entry.chars.len() == 2 { LEAST } else { LEAST_LONG },
        };
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
    println!("{path}: {} words", words.len());
    Ok(())
}

/// The binary logarithm of the count, less one, from 0 to 15.
fn class(count: u64) -> u32 {
    count.max(2).ilog2().saturating_sub(1).min(15)
}
