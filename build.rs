//! Compiles the term lists and rules in `patterns/` into ready-made tables, so that nothing is parsed when yinmo starts.
//!
//! Rules are checked and their expressions compiled here too. Deterministic: the same files give the same bytes.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a build script reads, writes and prints"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "src/expression/mod.rs"]
#[allow(dead_code, unreachable_pub)]
mod expression;
#[path = "src/recognize/experience/hash.rs"]
#[allow(dead_code, unreachable_pub)]
mod hash;
#[path = "src/recognize/marker/page/role.rs"]
#[allow(dead_code, unreachable_pub)]
mod role;
#[path = "src/rule/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub)]
mod rule;

#[path = "src/lexicon/table.rs"]
#[allow(dead_code, unreachable_pub)]
mod table;
#[path = "src/lexicon/tags.rs"]
#[allow(dead_code, unreachable_pub)]
mod tags;

use tags::Tags;

/// Commit, target, profile and compiler. A debug build does not name its commit: it would be built anew at each.
fn build_data() -> String {
    let var = |name: &str| std::env::var(name).unwrap_or_default();
    let run = |program: &str, args: &[&str]| {
        let output = std::process::Command::new(program).args(args).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
        (output.status.success() && !text.is_empty()).then_some(text)
    };
    let mut parts = Vec::new();
    if var("PROFILE") == "release"
        && let Some(commit) = run("git", &["rev-parse", "--short=12", "HEAD"])
    {
        let reference = run("git", &["symbolic-ref", "HEAD"]);
        for name in ["HEAD"].into_iter().chain(reference.as_deref()) {
            let path = run("git", &["rev-parse", "--git-path", name]);
            if let Some(path) = path.filter(|path| Path::new(path).exists()) {
                println!("cargo:rerun-if-changed={path}");
            }
        }
        parts.push(format!("commit {commit}"));
    }
    parts.push(var("TARGET"));
    parts.push(var("PROFILE"));
    parts.extend(run(&var("RUSTC"), &["--version"]).and_then(|v| Some(v.split(" (").next()?.to_owned())));
    parts.join(", ")
}

fn main() {
    println!("cargo:rustc-env=YINMO_BUILD={}", build_data());
    println!("cargo:rerun-if-changed=patterns");
    println!("cargo:rerun-if-changed=src/lexicon/table.rs");
    println!("cargo:rerun-if-changed=src/lexicon/tags.rs");
    println!("cargo:rerun-if-changed=src/expression");
    println!("cargo:rerun-if-changed=src/recognize/marker/page/role.rs");
    println!("cargo:rerun-if-changed=src/rule");
    println!("cargo:rerun-if-changed=src/recognize/experience/hash.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut terms = Vec::new();
    for folder in ["patterns/lexicons", "patterns/gazetteer"] {
        read_folder(Path::new(folder), &mut terms);
    }
    write(&out.join("terms.bin"), &terms);
    let mut words = Vec::new();
    read_folder(Path::new("patterns/words"), &mut words);
    write(&out.join("words.bin"), &words);
    write(&out.join("page.bin"), &page_words(Path::new("patterns/page")));
    write(&out.join("divisions.bin"), &codes(Path::new("patterns/divisions.tsv")));
    let chars = char_rows(Path::new("patterns/names/chars.tsv"));
    fs::write(out.join("chars.bin"), chars).expect("OUT_DIR can be written");
    for (from, to) in
        [("patterns/names/around.tsv", "around.bin"), ("patterns/places/around.tsv", "places.bin")]
    {
        fs::write(out.join(to), weights(Path::new(from))).expect("OUT_DIR can be written");
    }
    let sounds = sound_pairs(Path::new("patterns/names/sounds.tsv"));
    fs::write(out.join("sounds.bin"), sounds).expect("OUT_DIR can be written");
    let pairs = char_pairs(Path::new("patterns/traditional.tsv"));
    fs::write(out.join("traditional.bin"), &pairs).expect("OUT_DIR can be written");
    let simplified = |c: char| {
        let pair =
            pairs.chunks_exact(4).find(|p| char::from_u32(u32::from(p[0]) | u32::from(p[1]) << 8) == Some(c));
        let to = pair.and_then(|p| char::from_u32(u32::from(p[2]) | u32::from(p[3]) << 8));
        to.unwrap_or(c)
    };
    write_rules(&out, &rules(Path::new("patterns/rules")), simplified);
}

fn rules(folder: &Path) -> rule::RuleSet {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable folder").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    paths.sort_by_key(|path| path.with_extension(""));
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.display().to_string(), text)
    };
    let files: Vec<(String, String)> = paths.iter().map(read).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    rule::RuleSet::parse(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// The rules, the programs of their expressions and the gate of their keywords.
fn write_rules(out: &Path, rules: &rule::RuleSet, simplified: impl Fn(char) -> char) {
    let packed = rules.pack();
    fs::write(out.join("rules.txt"), packed.texts).expect("OUT_DIR can be written");
    let mut code = format!("pub(super) static NUMBERS: &[u32] = &{:?};\n", packed.numbers);
    code.push_str("pub(super) static PROGRAMS: &[&[u32]] = &[\n");
    for (_, pattern) in rules.patterns() {
        let _ = writeln!(code, "&{:?},", pattern.expression().words());
    }
    let rule::Keywords { terms, ends, opens, pairs, singles } = rules.keywords(simplified);
    let _ = writeln!(code, "];\npub(super) static ENDS: &[u16] = &{ends:?};");
    let _ = writeln!(code, "pub(super) static OPENS: &[u16] = &{opens:?};");
    let _ = writeln!(code, "pub(super) static PAIRS: &[u64] = &{pairs:?};");
    let _ = writeln!(code, "pub(super) static SINGLES: &[u64] = &{singles:?};");
    fs::write(out.join("rules.rs"), code).expect("OUT_DIR can be written");
    let numbered = terms.into_iter().zip(1..).map(|(term, number)| (term, Tags(number)));
    write(&out.join("keywords.bin"), &numbered.collect::<Vec<_>>());
}

/// Names with a number, which takes the place of the tags.
fn codes(path: &Path) -> Vec<(String, Tags)> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let entries = lines.map(|line| {
        let (name, code) = line.split_once('\t')?;
        Some((name.to_owned(), Tags(code.parse().ok()?)))
    });
    entries
        .map(|entry| entry.unwrap_or_else(|| panic!("{}: a line is a name, a tab, a code", path.display())))
        .collect()
}

/// Pairs of Han characters, two bytes each, in the order of the first ones.
fn char_pairs(path: &Path) -> Vec<u8> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut pairs: Vec<[u16; 2]> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let chars: Vec<char> = line.chars().collect();
        let [from, '\t', to] = chars[..] else { panic!("{}: bad line {line:?}", path.display()) };
        pairs.push([from as u16, to as u16]);
    }
    pairs.sort_unstable();
    pairs.into_iter().flatten().flat_map(u16::to_le_bytes).collect()
}

const FIRST_HAN: u32 = 0x4e00;
const LAST_HAN: u32 = 0x9fff;
const COLUMNS: usize = 6;

/// The numbers of each Han character in a row of six bytes, 255 where the file has none.
fn char_rows(path: &Path) -> Vec<u8> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut rows = vec![u8::MAX; (LAST_HAN - FIRST_HAN + 1) as usize * COLUMNS];
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fault = format!("{}: bad line {line:?}", path.display());
        let mut fields = line.split('\t');
        let c = u32::from(fields.next().and_then(|f| f.chars().next()).expect(&fault));
        let row = (c - FIRST_HAN) as usize * COLUMNS;
        let numbers: Vec<u8> = fields.map(|f| f.parse().expect(&fault)).collect();
        rows[row..row + COLUMNS].copy_from_slice(&numbers);
    }
    rows
}

/// How many characters there are, counting the edges as one; the number of each Han character among them, in two bytes;
/// and what each tells behind each other.
fn sound_pairs(path: &Path) -> Vec<u8> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut numbers = vec![0u16; (LAST_HAN - FIRST_HAN + 1) as usize];
    let mut pairs = Vec::new();
    let mut count = 1u16;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fault = format!("{}: bad line {line:?}", path.display());
        let (pair, told) = line.split_once('\t').expect(&fault);
        let mut pair = pair.chars().map(|c| match c {
            '^' | '$' => 0,
            _ => {
                let number = &mut numbers[(u32::from(c) - FIRST_HAN) as usize];
                if *number == 0 {
                    *number = count;
                    count += 1;
                }
                *number
            }
        });
        let (a, b) = pair.next().zip(pair.next()).expect(&fault);
        pairs.push((a, b, told.parse::<u8>().expect(&fault)));
    }
    let size = usize::from(count);
    let mut matrix = vec![u8::MAX; size * size];
    for (a, b, told) in pairs {
        matrix[usize::from(a) * size + usize::from(b)] = told;
    }
    let numbers = numbers.into_iter().flat_map(u16::to_le_bytes);
    count.to_le_bytes().into_iter().chain(numbers).chain(matrix).collect()
}

/// The table of weights by feature.
fn weights(path: &Path) -> Vec<u8> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // More than twice as many slots as questions.
    let slots = (text.lines().count() * 2 + 1).next_power_of_two();
    let mut table = vec![0; slots * hash::SLOT];
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fault = format!("{}: bad line {line:?}", path.display());
        let (question, weights) = line.split_once('\t').expect(&fault);
        let (alone, among) = weights.split_once('\t').expect(&fault);
        let weight = |text: &str| text.parse::<i8>().expect(&fault).to_le_bytes()[0];
        let hash = question.chars().fold(hash::Hash::NEW, hash::Hash::with);
        let mut slot = hash.home(slots);
        while table[slot * hash::SLOT..slot * hash::SLOT + 4] != [0; 4] {
            slot = (slot + 1) & (slots - 1);
        }
        let at = slot * hash::SLOT;
        table[at..at + 4].copy_from_slice(&hash.key().to_le_bytes());
        table[at + 4] = weight(alone);
        table[at + 5] = weight(among);
    }
    table
}

fn write(path: &Path, terms: &[(String, Tags)]) {
    let bytes = table::build(terms).unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
    fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn read_folder(folder: &Path, terms: &mut Vec<(String, Tags)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable folder").path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        read_list(path, terms);
    }
}

/// The words of pages, each with the bit of its list's role.
fn page_words(folder: &Path) -> Vec<(String, Tags)> {
    let mut words = Vec::new();
    for role in role::Role::ALL {
        let path = folder.join(role.name()).with_extension("txt");
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let terms = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        words.extend(terms.map(|term| (term.to_owned(), Tags(role.bit()))));
    }
    words
}

/// A list is one term a line, `#` starts a comment, and a line `#tag NAME…` says what its terms are. A tab and
/// a number after a term (a weight) go into the tags' upper byte, for the word list only.
fn read_list(path: &Path, terms: &mut Vec<(String, Tags)>) {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut tags = Tags::NONE;
    for line in text.lines() {
        if let Some(names) = line.strip_prefix("#tag ") {
            tags = names.split_whitespace().fold(Tags::NONE, |all, name| {
                let tag = Tags::from_name(name);
                all.and(tag.unwrap_or_else(|| panic!("{}: unknown tag {name:?}", path.display())))
            });
        } else if !line.is_empty() && !line.starts_with('#') {
            assert!(!tags.is_empty(), "{}: a term before the #tag line", path.display());
            let (term, weight) = line.split_once('\t').unwrap_or((line, "0"));
            let weight: u32 =
                weight.parse().unwrap_or_else(|_| panic!("{}: bad weight in {line:?}", path.display()));
            terms.push((term.to_owned(), tags.and(Tags(weight << 28))));
        }
    }
}
