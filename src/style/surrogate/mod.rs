//! Surrogates: invented names, figures and identifiers in the place of real ones, so that a text reads as before.
//!
//! A secret makes each of the text it stands for: the same text gets the same surrogate, and nobody without the
//! secret can count back. No surrogate of a name is a name that the documents hold, and none stands for two.

mod dice;
mod identifier;
mod number;

use std::collections::{BTreeMap, BTreeSet};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use self::dice::Dice;
use super::entity;
use super::mark;
use super::numbered::Given;
use super::people::{normal, surname};
use super::{Marks, Person, Shape};
use crate::edit::Edit;
use crate::finding::Finding;
use crate::recognize::is_mark;
use crate::recognize::{is_cnum, is_han};
use crate::rule::{Cure, Group, RuleId, RuleSet};
use crate::span::Span;

/// How often another surrogate is tried before a collision is accepted.
const TRIES: u32 = 64;
/// From this try on names are longer by a character: there are many more of them.
const LONGER: u32 = 24;

/// What names are made of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pools {
    /// Family names of one character.
    #[serde(deserialize_with = "words")]
    surnames: Vec<String>,
    /// Family names of two characters.
    #[serde(deserialize_with = "words")]
    compounds: Vec<String>,
    /// Characters of given names.
    #[serde(deserialize_with = "words")]
    given: Vec<String>,
    /// Syllables of names with a dot in them.
    #[serde(deserialize_with = "words")]
    syllables: Vec<String>,
    /// Names of places and organisations, without what says of which kind they are.
    #[serde(deserialize_with = "words")]
    stems: Vec<String>,
}

fn words<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let text = String::deserialize(from)?;
    let words: BTreeSet<&str> = text.split_whitespace().collect();
    if words.len() < 2 {
        return Err(D::Error::custom("write at least two words with blanks between them"));
    }
    // Sorted, to be looked up.
    Ok(words.into_iter().map(str::to_owned).collect())
}

/// What a surrogate stands for. Two texts of one class never share a surrogate, where the class [is its own](Self::is_own).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Person,
    Surname,
    Name,
    Code,
    Figure,
    Year,
    Month,
    Day,
    Clock,
}

impl Class {
    const ALL: [Self; 9] = [
        Self::Person,
        Self::Surname,
        Self::Name,
        Self::Code,
        Self::Figure,
        Self::Year,
        Self::Month,
        Self::Day,
        Self::Clock,
    ];

    /// The class as it stands in a vault.
    const fn name(self) -> &'static str {
        match self {
            Self::Person => "人名",
            Self::Surname => "姓",
            Self::Name => "名称",
            Self::Code => "号码",
            Self::Figure => "数字",
            Self::Year => "年",
            Self::Month => "月",
            Self::Day => "日",
            Self::Clock => "时",
        }
    }

    /// Whether there are enough surrogates for each text to have one of its own.
    const fn is_own(self) -> bool {
        matches!(self, Self::Person | Self::Name | Self::Code)
    }
}

/// Whether a label of a vault is of a class whose surrogates stand for one text each.
pub(super) fn is_own(label: &str) -> bool {
    Class::ALL.into_iter().any(|class| class.is_own() && class.name() == label)
}

/// The masks under which a text is verified before surrogates take their places: a real-looking name can hide
/// nothing there.
pub(super) fn plain() -> Marks {
    let (word, year) = ("XX".to_owned(), Shape::Whole("XXXX".to_owned()));
    let whole = || Shape::Whole("XX".to_owned());
    Marks { person: Person::Whole(word.clone()), word, figure: whole(), year, part: whole() }
}

/// The surrogates given so far.
#[derive(Default)]
pub(super) struct Inventions {
    key: Vec<u8>,
    known: BTreeMap<(Class, String), String>,
    /// Surrogates that are given.
    taken: BTreeSet<String>,
    /// What stands in documents, of all that could be a surrogate.
    real: BTreeSet<String>,
}

impl Inventions {
    pub(super) fn set_key(&mut self, key: &[u8]) {
        key.clone_into(&mut self.key);
    }

    /// Notes what the text holds that could be made up too.
    pub(super) fn meet(&mut self, pools: &Pools, text: &str) {
        let firsts = |words: &[String]| words.iter().filter_map(|word| word.chars().next()).collect();
        let (families, stems): (BTreeSet<char>, BTreeSet<char>) =
            (firsts(&pools.surnames), firsts(&pools.stems));
        let given: BTreeSet<char> = firsts(&pools.given);
        for (at, c) in text.char_indices() {
            let (family, stem) = (families.contains(&c), stems.contains(&c));
            if !family && !stem {
                continue;
            }
            let (mut end, mut named) = (at + c.len_utf8(), family);
            for next in text[end..].chars().take(2) {
                end += next.len_utf8();
                named &= given.contains(&next);
                let words = &text[at..end];
                let known = || pools.stems.binary_search_by(|stem| stem.as_str().cmp(words)).is_ok();
                if (named || stem && known()) && !self.taken.contains(words) && !self.real.contains(words) {
                    self.real.insert(words.to_owned());
                }
            }
        }
    }

    /// Takes over surrogates that were given before.
    pub(super) fn recall(&mut self, given: &[Given]) {
        for Given { label, key, text, invented, .. } in given {
            let class = Class::ALL.into_iter().find(|class| class.name() == label);
            if let (Some(class), Some(invented)) = (class, invented) {
                self.known.insert((class, key.clone()), invented.clone());
                self.taken.insert(invented.clone());
                self.real.insert(text.clone());
            }
        }
    }

    /// All surrogates with what they stand for.
    pub(super) fn given(&self) -> Vec<Given> {
        let given = self.known.iter().map(|((class, text), invented)| Given {
            label: class.name().to_owned(),
            number: 0,
            key: text.clone(),
            text: text.clone(),
            invented: Some(invented.clone()),
        });
        given.collect()
    }

    /// The surrogate of a text, made by `make` unless it has one. `make` is told how often it was tried.
    fn choose(&mut self, class: Class, text: &str, make: impl Fn(&mut Dice, u32) -> String) -> String {
        let key = (class, text.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let mut made = String::new();
        for attempt in 0..TRIES {
            made = make(&mut Dice::new(&self.key, class.name(), text, attempt), attempt);
            let own = !class.is_own() || !self.taken.contains(&made) && !self.real.contains(&made);
            if own && made != text {
                break;
            }
        }
        if made == text {
            // The pools of an own style may hold nothing else.
            "XX".clone_into(&mut made);
        }
        self.taken.insert(made.clone());
        if class.is_own() {
            self.real.insert(text.to_owned());
        }
        self.known.insert(key, made.clone());
        made
    }

    pub(super) fn replacement(
        &mut self,
        pools: &Pools,
        text: &str,
        finding: &Finding,
        group: Group,
    ) -> Option<String> {
        if mark::is_residue(text, finding.span) {
            return None;
        }
        let hit = finding.span.of(text);
        Some(match (group, finding.rule) {
            (Group::Figure, _) => self.figure(hit),
            (Group::Date, _) => self.date(hit),
            (_, RuleId::PERSON) => self.person(pools, hit),
            (Group::Id, _) => self.identifier(pools, text, finding),
            _ => entity::hide(text, finding, &mut |stretch| self.stretch(pools, stretch).into()),
        })
    }

    /// A person: as long, with the same family name for those who share one; given names tell no sex.
    fn person(&mut self, pools: &Pools, hit: &str) -> String {
        let name = normal(hit);
        if !name.chars().any(is_han) {
            return self.stretch(pools, hit);
        }
        let dot = |c: char| matches!(c, '·' | '•' | '・' | '．');
        if name.contains(dot) {
            let parts: Vec<usize> = name.split(dot).map(|part| part.chars().count()).collect();
            return self.choose(Class::Person, &name, |dice, _| {
                let part =
                    |&count: &usize| -> String { (0..count).map(|_| dice.pick(&pools.syllables)).collect() };
                parts.iter().map(part).collect::<Vec<_>>().join("·")
            });
        }
        let family = surname(&name);
        let pool = if family.chars().count() > 1 { &pools.compounds } else { &pools.surnames };
        let new = if family.contains(is_mark) {
            family.to_owned()
        } else {
            self.choose(Class::Surname, family, |dice, _| dice.pick(pool).to_owned())
        };
        if family == name {
            return new;
        }
        let given: Vec<char> = name[family.len()..].chars().collect();
        let made = self.choose(Class::Person, &name, |dice, attempt| {
            let mut made = new.clone();
            for &c in &given {
                if is_mark(c) { made.push(c) } else { made.push_str(dice.pick(&pools.given)) }
            }
            if attempt >= LONGER {
                made.push_str(dice.pick(&pools.given));
            }
            made
        });
        if made.chars().count() != name.chars().count() {
            return made;
        }
        let mut letters = made.chars();
        hit.chars().map(|c| if c.is_whitespace() { c } else { letters.next().unwrap_or(c) }).collect()
    }

    /// A stretch of a name: Chinese characters, digits and letters each become others of their kind.
    fn stretch(&mut self, pools: &Pools, text: &str) -> String {
        let kind = |c: char| match c {
            c if is_mark(c) => 0,
            c if is_cnum(c) => 1,
            c if is_han(c) => 2,
            c if c.is_alphanumeric() => 3,
            _ => 0,
        };
        let mut out = String::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            // Numerals inside a name are a part of it: 三河, not a figure and 河.
            let same = |d: char| kind(d) == kind(c) || kind(c) == 2 && kind(d) == 1;
            let mut len = rest.find(|d| !same(d)).unwrap_or(rest.len());
            if kind(c) == 1 && rest[len..].chars().next().is_some_and(|d| kind(d) == 2) {
                len = rest.find(|d| kind(d) == 0 || kind(d) == 3).unwrap_or(rest.len());
            }
            let (run, after) = rest.split_at(len);
            let letters = run.chars().filter(|c| !c.is_whitespace()).count();
            match (kind(c), run.chars().any(|d| kind(d) == 2)) {
                (0, _) => out.push_str(run),
                (1, false) => {
                    out.push_str(
                        &self.choose(Class::Figure, run, |dice, _| number::digits(dice, run, false)),
                    );
                }
                (3, _) => out.push_str(&self.choose(Class::Figure, run, |dice, _| {
                    run.chars()
                        .map(|c| match c {
                            c if c.is_ascii_lowercase() => dice.letter(b"abcdefghjkmnpqrstuvwxyz"),
                            c if c.is_ascii_uppercase() => dice.letter(b"ABCDEFGHJKMNPQRSTUVWXYZ"),
                            c if c.is_ascii_digit() => dice.digit(),
                            _ => dice.letter(b"ABCDEFGHJKMNPQRSTUVWXYZ"),
                        })
                        .collect()
                })),
                _ => out.push_str(&self.choose(Class::Name, run, |dice, attempt| {
                    let mut made = dice.pick(&pools.stems).to_owned();
                    match letters {
                        ..=2 => {}
                        3 => made.push_str(dice.pick(&pools.given)),
                        _ => made.push_str(dice.pick(&pools.stems)),
                    }
                    if attempt >= LONGER {
                        made.push_str(dice.pick(&pools.given));
                    }
                    made
                })),
            }
            rest = after;
        }
        out
    }

    /// Puts surrogates in the place of the marks that `edits` write; an edit may cover several findings, and what
    /// lies between them.
    pub(super) fn invent(
        &mut self,
        pools: &Pools,
        text: &str,
        edits: &mut [Edit],
        findings: &[Finding],
        rules: &RuleSet,
    ) {
        let mut next = 0;
        for edit in edits {
            while findings.get(next).is_some_and(|finding| finding.span.end <= edit.span.start) {
                next += 1;
            }
            let here: Vec<&Finding> =
                findings[next..].iter().take_while(|finding| finding.span.start < edit.span.end).collect();
            if !here.iter().any(|finding| rules.group(finding.rule).is_masked()) {
                continue;
            }
            let (mut content, mut at) = (String::new(), edit.span.start);
            for finding in here {
                let group = rules.group(finding.rule);
                if finding.span.start > at {
                    content.push_str(&self.stretch(pools, &text[at..finding.span.start]));
                }
                let cut = finding.span.start < at || finding.span.end > edit.span.end;
                let span = Span::new(finding.span.start.max(at), finding.span.end.min(edit.span.end));
                at = at.max(finding.span.end).min(edit.span.end);
                if span.start >= span.end || finding.cure != Cure::Report {
                    continue;
                }
                match self.replacement(pools, text, finding, group).filter(|_| !cut) {
                    Some(new) => content.push_str(&new),
                    None => content.push_str(&self.stretch(pools, span.of(text))),
                }
            }
            if at < edit.span.end {
                content.push_str(&self.stretch(pools, &text[at..edit.span.end]));
            }
            edit.content = content;
        }
    }
}
