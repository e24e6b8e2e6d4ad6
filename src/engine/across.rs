//! What one text of a run masks and another gives in full.
//!
//! Two versions of a report, or reports of one hand, say the same things in the same words. Where those words
//! surround a mask in one text and a name in another, the mask hides nothing. Nothing of the texts is kept: of each
//! mask and each name a hash of the words around it, a hash of the name, and where it stands. However many texts there
//! are, the memory is bounded: when there are too many places every second hash is forgotten, in all texts the
//! same, so that the outcome depends on the texts alone.

use std::collections::BTreeMap;
use std::hash::Hasher as _;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

use crate::finding::Finding;
use crate::rule::{Group, RuleId, RuleSet};
use crate::span::{Locator, Span};

/// How many places are kept at most.
const PLACES: usize = 1 << 18;
/// How many characters around a place are compared, on each side.
const AROUND: usize = 10;
/// How many of both sides must be words: less stands in every report.
const WORDS: usize = 12;
/// How many words two texts must share around masks and names; a number alone is enough.
const SHARED: usize = 2;

/// Where something stands: the number of the text, the line and the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the text in the run.
    pub text: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// Two texts of which one gives away what the other masks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Half {
    /// The first mask.
    pub masked: Place,
    /// What stands in full for it.
    pub plain: Place,
    /// The rule of what stands in full.
    pub rule: RuleId,
    /// In how many places the two texts do so.
    pub times: usize,
}

/// What stands between the same words.
#[derive(Clone, Copy, Debug, Default)]
struct Meeting {
    masked: Option<Place>,
    plain: Option<(Place, RuleId, u64)>,
    /// Different names stand there: the words say nothing about which is masked.
    several: bool,
}

/// The places of a text, by the hash of what surrounds them.
#[derive(Debug, Default)]
pub struct Places(Vec<(u64, Meeting)>);

/// The places of all texts of a run.
#[derive(Debug, Default)]
pub struct Across {
    met: BTreeMap<u64, Meeting>,
    /// Hashes with one of these bits are forgotten.
    forgotten: u64,
}

impl Places {
    /// Reads one text with its findings.
    pub fn of(number: usize, text: &str, findings: &[Finding], rules: &RuleSet) -> Self {
        let mut places = Self::default();
        let mut locator = Locator::new(text);
        for finding in findings {
            let group = rules.group(finding.rule);
            let masks = matches!(finding.rule, RuleId::RUN | RuleId::MOU | RuleId::NAME | RuleId::NUMBER);
            if !masks && !matches!(group, Group::Entity | Group::Id) {
                continue;
            }
            let at = locator.locate(finding.span.start);
            let place = Place { text: number, line: at.line, column: at.column };
            let span = without_kept(finding);
            let found = span.of(text);
            let meeting = |name: &str| Meeting {
                masked: masks.then_some(place),
                plain: (!masks).then(|| (place, finding.rule, hash(&[name]))),
                several: false,
            };
            if let Some(key) = around(text, span) {
                places.0.push((key, meeting(found)));
            }
            if let Some(key) = ends(found) {
                places.0.push((key, meeting("")));
            }
        }
        places
    }
}

impl Across {
    /// Adds the places of a text.
    pub fn add(&mut self, places: Places) {
        for (key, new) in places.0 {
            if key & self.forgotten == 0 {
                self.met.entry(key).or_default().meet(&new);
            }
        }
        while self.met.len() > PLACES {
            self.forgotten = self.forgotten << 1 | 1;
            let forgotten = self.forgotten;
            self.met.retain(|key, _| key & forgotten == 0);
        }
    }

    /// Whether there were too many places to keep them all.
    pub const fn is_partial(&self) -> bool {
        self.forgotten != 0
    }

    /// Pairs of texts of which one gives away what the other masks, in the order of the masks.
    pub fn halves(&self) -> Vec<Half> {
        let mut pairs: BTreeMap<(usize, usize), (Half, bool)> = BTreeMap::new();
        for (key, meeting) in &self.met {
            let (Some(masked), Some((plain, rule, _)), false) =
                (meeting.masked, meeting.plain, meeting.several)
            else {
                continue;
            };
            if masked.text == plain.text {
                continue;
            }
            let half = Half { masked, plain, rule, times: 0 };
            let (first, sure) = pairs.entry((masked.text, plain.text)).or_insert((half, false));
            let times = first.times + 1;
            if masked < first.masked {
                *first = half;
            }
            first.times = times;
            *sure |= key & NUMBER != 0;
        }
        let mut halves: Vec<Half> = pairs
            .into_values()
            .filter(|(half, sure)| *sure || half.times >= SHARED)
            .map(|pair| pair.0)
            .collect();
        halves.sort_by_key(|half| (half.masked, half.plain));
        halves
    }
}

impl Meeting {
    fn meet(&mut self, new: &Self) {
        self.masked = match (self.masked, new.masked) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.several |= new.several;
        match (self.plain, new.plain) {
            (Some(a), Some(b)) => {
                self.several |= a.2 != b.2;
                self.plain = Some(if b.0 < a.0 { b } else { a });
            }
            (None, Some(b)) => self.plain = Some(b),
            _ => {}
        }
    }
}

/// The bit of a hash that says that it is one of a number's ends.
const NUMBER: u64 = 1 << 63;

fn hash(parts: &[&str]) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(0x7969_6e6d_6f00_0003, 0x9690_58a8_0000_0004);
    for part in parts {
        hasher.write(part.as_bytes());
        hasher.write_u8(0xff);
    }
    hasher.finish128().h1
}

/// The part of a finding that a mask would hide: 柳林 of 柳林镇.
fn without_kept(finding: &Finding) -> Span {
    let last =
        finding.kept.last().filter(|kept| kept.end == finding.span.end && kept.start > finding.span.start);
    Span::new(finding.span.start, last.map_or(finding.span.end, |kept| kept.start))
}

/// The hash of the words around a place, when there are enough of them.
fn around(text: &str, span: Span) -> Option<u64> {
    let blank = |c: &char| !matches!(c, ' ' | '\u{3000}' | '\r');
    let line = |c: &char| *c != '\n';
    let before: String =
        text[..span.start].chars().rev().take_while(line).filter(blank).take(AROUND).collect();
    let after: String = text[span.end..].chars().take_while(line).filter(blank).take(AROUND).collect();
    let words = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && c != '某';
    let count = before.chars().chain(after.chars()).filter(|c| words(*c)).count();
    (count >= WORDS).then(|| hash(&[&before, &after]) & !NUMBER)
}

/// The hash of what a half-masked telephone or identity number shows: 139****2705.
fn ends(found: &str) -> Option<u64> {
    let bytes = found.as_bytes();
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    let shown = found.is_ascii()
        && matches!(bytes.len(), 11 | 18)
        && digits(&bytes[..3])
        && digits(&bytes[bytes.len() - 4..bytes.len() - 1]);
    shown.then(|| {
        hash(&[&found[..3], &found[found.len() - 4..], if found.len() == 11 { "11" } else { "18" }]) | NUMBER
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin;
    use crate::policy::Policy;

    fn halves(texts: &[&str]) -> Vec<(usize, usize)> {
        let engine = builtin::engine(Policy::default());
        let mut across = Across::default();
        for (number, text) in texts.iter().enumerate() {
            across.add(Places::of(number, text, &engine.scan(text).findings, engine.rules()));
        }
        across.halves().iter().map(|half| (half.masked.text, half.plain.text)).collect()
    }

    #[test]
    fn the_same_words_around_a_mask_and_a_name_give_it_away() {
        let masked = "3月12日，镇人民调解委员会主任XXX成功调解了一起山林纠纷。\n由派出所所长XXX牵头完成了老旧小区消防改造。\n";
        let plain = "3月12日，镇人民调解委员会主任白启明成功调解了一起山林纠纷。\n由派出所所长晁卫东牵头完成了老旧小区消防改造。\n";
        let other = "3月12日，镇人民调解委员会主任高山青成功调解了一起山林纠纷。\n由派出所所长陈立群牵头完成了老旧小区消防改造。\n";
        assert_eq!(halves(&[masked, plain]), [(0, 1)]);
        assert_eq!(halves(&[plain, masked]), [(1, 0)]);
        // Of two names nobody knows which is masked.
        assert!(halves(&[masked, plain, other]).is_empty());
        assert!(halves(&[masked, masked]).is_empty());
        assert!(halves(&[plain, other]).is_empty());
    }

    #[test]
    fn a_number_is_known_by_its_ends() {
        let masked = "联系电话：139****2705。\n";
        assert_eq!(halves(&[masked, "负责人手机13900002705，请联系。\n"]), [(0, 1)]);
        assert!(halves(&[masked, "负责人手机13900002706，请联系。\n"]).is_empty());
    }

    #[test]
    fn what_is_forgotten_does_not_depend_on_the_order() {
        let place = |text| Place { text, line: 1, column: 1 };
        let meeting = Meeting { masked: Some(place(0)), ..Meeting::default() };
        let keys: Vec<u64> = (0..PLACES as u64 + 9).map(|n| hash(&[&n.to_string()])).collect();
        let fill = |keys: &mut dyn Iterator<Item = &u64>| {
            let mut across = Across::default();
            across.add(Places(keys.map(|key| (*key, meeting)).collect()));
            across
        };
        let (one, two) = (fill(&mut keys.iter()), fill(&mut keys.iter().rev()));
        assert!(one.is_partial() && one.met.len() <= PLACES);
        assert!(one.met.keys().eq(two.met.keys()));
    }
}
