//! What follows what in a name that is written by sound.
//!
//! Of the source's transliterated names, which stand among people and places, and of our own parts of names: for each
//! character and each that follows it at least twice, how many eighths of a bit it tells, given the one before. The
//! edges of a name count as a character, `^` and `$`. Chinese names in the source's list of people are left out by
//! their family names.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use crate::names::SOUNDS;
use crate::source::{self, bits, is_han};

/// Further characters that write sounds, which are words or family names more often.
const MORE: &str = "蒂默列林杜瑟兹莎佐契逊奈卜底彼烈翰奎妮彻松甫察伍修孙干昂撒律鲍得绍佛汀狄柴滕茂茅连道墨夷素蓬历杭汶琪娅婕黛";
/// Pairs seen less often say nothing.
const LEAST: u32 = 2;
/// How many pairs the characters by themselves are worth.
const PRIOR: f64 = 6.0;
/// Family names that hardly any transliteration begins with.
const CHINESE: &str = "李王刘陈杨黄赵吴徐孙郭宋郑梁谢韩邓曹彭曾萧蔡潘袁董吕魏蒋杜沈傅卢汪崔廖姚邹郝孟邵侯薛阎谭张朱何林周胡叶程丁任戴夏田方石段";

pub(crate) fn run(dict: &str, out: &str) -> Result<(), String> {
    let mut names: Vec<String> = Vec::new();
    for entry in source::dict(dict)? {
        let chars = &entry.chars;
        let sounds = chars.iter().filter(|&&c| is_sound(c)).count();
        let least = if matches!(entry.tag.as_str(), "nrt" | "nrfg") { 2 } else { 3 };
        let sounds =
            chars.len() >= least && chars.iter().all(|&c| is_han(c)) && sounds * 5 >= chars.len() * 4;
        let foreign = match entry.tag.as_str() {
            "nrt" | "nrfg" => true,
            "nr" => !CHINESE.contains(chars[0]),
            "ns" | "nz" => sounds && sounds_only(chars),
            _ => false,
        };
        if sounds && foreign {
            names.push(entry.word);
        }
    }
    let path = "patterns/lexicons/name-part.txt";
    let own = fs::read_to_string(path).map_err(|e| format!("{path}: {e}; run from the repository's root"))?;
    names.extend(own.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(str::to_owned));
    let (mut pairs, mut first, mut second) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for name in &names {
        let chars: Vec<char> = format!("^{name}$").chars().collect();
        for pair in chars.windows(2) {
            *pairs.entry((pair[0], pair[1])).or_insert(0u32) += 1;
            *first.entry(pair[0]).or_insert(0u32) += 1;
            *second.entry(pair[1]).or_insert(0u32) += 1;
        }
    }
    let total = f64::from(first.values().sum::<u32>());
    let mut text = String::from(
        "# a character of a name by sound and the one behind it (^ and $ are the edges), then in eighths of a bit \
         what the second tells\n",
    );
    let mut kept = 0;
    for (&(a, b), &n) in pairs.iter().filter(|&(_, &n)| n >= LEAST) {
        let share = f64::from(second[&b]) / total;
        let told = bits(f64::from(n) + PRIOR * share, f64::from(first[&a]) + PRIOR) * 8.0;
        let _ = writeln!(text, "{a}{b}\t{}", told.round().min(254.0));
        kept += 1;
    }
    let path = format!("{out}/sounds.tsv");
    fs::write(&path, text).map_err(|e| format!("{path}: {e}"))?;
    println!("{path}: {kept} pairs of {} names", names.len());
    Ok(())
}

/// A place without a suffix that says what it is.
fn sounds_only(chars: &[char]) -> bool {
    chars.iter().all(|&c| is_sound(c)) && !chars.ends_with(&['山']) && !chars.ends_with(&['河'])
}

fn is_sound(c: char) -> bool {
    SOUNDS.contains(c) || MORE.contains(c)
}
