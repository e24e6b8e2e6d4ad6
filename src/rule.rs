//! A [`Rule`] is a record in `patterns/rules`: what is found, why, from which source, with examples that prove it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::expression::{Expression, ExpressionError};

/// What a rule is about; the part of its name before the slash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Names of people, places and organisations.
    Entity,
    /// Quantities.
    Figure,
    /// Dates and clock times.
    Date,
    /// Identifiers.
    Id,
    /// Something still to be filled, or something masked.
    Placeholder,
    /// Left by the site the text was taken from.
    Marker,
    /// The text itself is harmed.
    Damage,
    /// Contradictions inside one document.
    Consistency,
}

impl Group {
    /// All groups in the order they are counted and shown.
    pub const ALL: [Self; 8] = [
        Self::Entity,
        Self::Figure,
        Self::Date,
        Self::Id,
        Self::Placeholder,
        Self::Marker,
        Self::Damage,
        Self::Consistency,
    ];

    /// The group as it stands in rule names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entity => "entity",
            Self::Figure => "figure",
            Self::Date => "date",
            Self::Id => "id",
            Self::Placeholder => "placeholder",
            Self::Marker => "marker",
            Self::Damage => "damage",
            Self::Consistency => "consistency",
        }
    }

    /// Whether `mask` replaces findings of this group.
    pub const fn is_masked(self) -> bool {
        matches!(self, Self::Entity | Self::Figure | Self::Date | Self::Id)
    }

    fn of(rule: &str) -> Option<Self> {
        let group = rule.split_once('/')?.0;
        Self::ALL.into_iter().find(|g| g.name() == group)
    }
}

/// Index of a rule in its [`RuleSet`]. The constants are the rules that recognizers name; data may add more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

macro_rules! rule_ids {
    ($($name:ident = $text:literal),* $(,)?) => {
        rule_ids!(@count 0u16; $($name = $text,)*);
        /// Names of the rules that recognizers emit, in the order of their ids.
        const KNOWN: &[&str] = &[$($text),*];
    };
    (@count $n:expr; $name:ident = $text:literal, $($rest:tt)*) => {
        impl RuleId {
            #[doc = concat!("`", $text, "`")]
            pub const $name: Self = Self($n);
        }
        rule_ids!(@count $n + 1; $($rest)*);
    };
    (@count $n:expr;) => {};
}

rule_ids! {
    PERSON = "entity/person", PLACE = "entity/place", ORG = "entity/org",
    COUNT = "figure/count", AMOUNT = "figure/amount", PERCENT = "figure/percent", MEASURE = "figure/measure",
    NUMERAL = "figure/numeral",
    DATE = "date/date", TIME = "date/time",
    PHONE = "id/phone", CARD = "id/card", CREDIT_CODE = "id/credit-code", BANK_CARD = "id/bank-card",
    PLATE = "id/plate", EMAIL = "id/email", URL = "id/url", DOC_NUMBER = "id/doc-number",
    CASE_NUMBER = "id/case-number", ADDRESS = "id/address",
    RUN = "placeholder/run", YEAR = "placeholder/year", NUMBER = "placeholder/number", NAME = "placeholder/name",
    BLANK = "placeholder/blank", FIELD = "placeholder/field", MOU = "placeholder/mou", DUMMY = "placeholder/dummy",
    TODO = "placeholder/todo",
    PAYWALL = "marker/paywall", PREVIEW = "marker/preview", SITE = "marker/site", PAGINATION = "marker/pagination",
    RELATED = "marker/related", NOTICE = "marker/notice", COMPILATION = "marker/compilation",
    STRIPPED = "damage/stripped", COLLISION = "damage/collision", SPUN = "damage/spun",
    MOJIBAKE = "damage/mojibake", DUPLICATE = "damage/duplicate",
    MIXED_STYLE = "consistency/mixed-style", HALF_MASKED = "consistency/half-masked",
    FOREIGN_PLACE = "consistency/foreign-place", OVER_MASKED = "consistency/over-masked",
    REWRITTEN_YEAR = "damage/year",
}

impl RuleId {
    /// Not a rule: a candidate with this id is a term that must be kept.
    pub const KEEP: Self = Self(u16::MAX);
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Shown only on request.
    Note,
    /// Shown, does not fail a check.
    Warning,
    /// Fails a check.
    Error,
}

impl Severity {
    /// The severity in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Note, Self::Warning, Self::Error].into_iter().find(|severity| severity.name() == name)
    }
}

/// What `clean` does with a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cure {
    /// Reported only.
    #[default]
    Report,
    /// The finding is deleted; a line that has nothing else goes with it.
    Delete,
    /// The finding is deleted and the line break before it too, because it cut a sentence.
    Join,
}

/// A rule: what a user sees, selects and reads about.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `group/name`.
    pub name: String,
    /// What it finds, in one sentence.
    pub summary: String,
    /// Why that matters.
    pub why: String,
    /// The standard, regulation or observation it comes from.
    pub source: String,
    /// How much a finding matters.
    #[serde(default = "error")]
    pub severity: Severity,
    /// Candidates below this score are rejected.
    #[serde(default = "half")]
    pub min_score: f32,
    /// Texts with the expected spans in ‹ ›; each must be found exactly so.
    pub matches: Vec<String>,
    /// Texts in which this rule finds nothing.
    pub non_matches: Vec<String>,
    /// Patterns that feed this rule, beside the recognizers.
    #[serde(default, rename = "pattern")]
    pub patterns: Vec<Pattern>,
}

/// A regular expression with its gate and its proof.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Unique within its rule; kebab-case.
    pub id: String,
    /// At least one must stand in the line, else the expression is not tried.
    pub keywords: Vec<String>,
    /// How many characters around a keyword the expression is tried on; the whole line when it is not given.
    #[serde(default)]
    pub reach: Option<u16>,
    /// One of these must stand in the source line too; for expressions whose keywords are common words.
    #[serde(default)]
    pub also: Vec<String>,
    /// The expression, for one line; the group `hit`, where there is one, is the span.
    pub regex: String,
    /// How sure a match is, from 0 to 1.
    #[serde(default = "certain")]
    pub score: f32,
    /// Where in the document it may stand.
    #[serde(default)]
    pub position: Place,
    /// What may not touch the match on either side.
    #[serde(default)]
    pub guard: Guard,
    /// What `clean` does.
    #[serde(default)]
    pub cure: Cure,
    /// What a part of the match was likely before it was damaged; shown, never applied.
    #[serde(default)]
    pub suggest: Vec<(String, String)>,
    /// Where the form was seen, when not the rule's source.
    #[serde(default)]
    pub source: Option<String>,
    /// Texts with the expected spans in ‹ ›.
    pub matches: Vec<String>,
    /// Texts in which the pattern's rule finds nothing.
    #[serde(default)]
    pub non_matches: Vec<String>,
    #[serde(skip)]
    compiled: OnceLock<Expression>,
}

/// Where in a document a pattern may match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Anywhere.
    #[default]
    Any,
    /// In the first lines.
    Head,
    /// In the last lines.
    Tail,
    /// In the first or the last lines.
    Ends,
}

/// What may not touch a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guard {
    /// Anything may.
    #[default]
    None,
    /// No digit on either side.
    Digit,
    /// No ASCII letter or digit on either side.
    Word,
    /// Only blanks, bars, brackets or line ends on either side: the match is a piece of a page, not of a sentence.
    Segment,
}

const fn error() -> Severity {
    Severity::Error
}
const fn half() -> f32 {
    0.5
}
const fn certain() -> f32 {
    0.9
}

impl Pattern {
    /// The compiled expression.
    pub fn expression(&self) -> &Expression {
        self.compiled.get_or_init(|| {
            Expression::new(&self.regex).expect("the expressions of a rule set are compiled when it is made")
        })
    }
}

/// The content of a rule file: rules, and forms that are never touched.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Additions {
    #[serde(default, rename = "keep")]
    patterns: Vec<Pattern>,
    #[serde(default, rename = "rule")]
    rules: Vec<Rule>,
}

impl Additions {
    /// Reads a rule file.
    ///
    /// # Errors
    /// When it is not well formed.
    pub fn parse(file: &str, content: &str) -> Result<Self, RuleError> {
        Self::checked(file, toml::from_str(content))
    }

    /// Reads the `rule` and `keep` tables of another file.
    ///
    /// # Errors
    /// When they are not well formed.
    pub fn of_table(file: &str, table: toml::Table) -> Result<Self, RuleError> {
        Self::checked(file, Self::deserialize(table))
    }

    fn checked(file: &str, parsed: Result<Self, toml::de::Error>) -> Result<Self, RuleError> {
        let parsed =
            parsed.map_err(|source| RuleError::Parse { file: file.to_owned(), source: Box::new(source) })?;
        for pattern in parsed.rules.iter().flat_map(|rule| &rule.patterns).chain(&parsed.patterns) {
            let expression = Expression::new(&pattern.regex).map_err(|source| RuleError::Expression {
                file: file.to_owned(),
                pattern: pattern.id.clone(),
                source,
            })?;
            let _ = pattern.compiled.set(expression);
        }
        Ok(parsed)
    }

    /// What they add, by name: `rule id/staff-number`, `keep our-campaign`.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let rules = self.rules.iter().map(|rule| format!("rule {}", rule.name));
        rules.chain(self.patterns.iter().map(|keep| format!("keep {}", keep.id)))
    }
}

/// Why a rule file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// Not TOML, or a field is missing, unknown or of the wrong type.
    #[error("{file}: {source}")]
    Parse {
        /// The file.
        file: String,
        /// What the parser says.
        source: Box<toml::de::Error>,
    },
    /// A name that is not `group/name`.
    #[error("{file}: the rule name {name:?} does not start with a known group, such as \"marker/\"")]
    Name {
        /// The file.
        file: String,
        /// The name.
        name: String,
    },
    /// An expression that cannot be used.
    #[error("{file}: the pattern {pattern}: {source}")]
    Expression {
        /// The file.
        file: String,
        /// The pattern's id.
        pattern: String,
        /// What is wrong with it.
        source: ExpressionError,
    },
    /// Two rules of one name.
    #[error("{file}: the rule {name} is defined twice; give one of them another name")]
    Duplicate {
        /// The file.
        file: String,
        /// The name.
        name: String,
    },
    /// A keyword that cannot be used.
    #[error("a keyword of an own rule: {0}")]
    Keyword(String),
    /// A rule that recognizers need is in no file.
    #[error("the rule {0} is in no file of patterns/rules")]
    Missing(&'static str),
}

/// All rules, checked; the order of known rules is that of the [`RuleId`] constants.
#[derive(Debug, Deserialize, Serialize)]
pub struct RuleSet {
    rules: Vec<Rule>,
    keeps: Vec<Pattern>,
    /// The group of each rule: asked for with every finding.
    #[serde(skip)]
    groups: Vec<Group>,
}

impl RuleSet {
    /// Reads rule files, given as name and content.
    ///
    /// # Errors
    /// When a file is not well formed, or a rule is missing or defined twice.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, RuleError> {
        let mut by_name: BTreeMap<String, Rule> = BTreeMap::new();
        let mut keeps = Vec::new();
        for &(file, content) in files {
            let parsed = Additions::parse(file, content)?;
            keeps.extend(parsed.patterns);
            for rule in parsed.rules {
                if Group::of(&rule.name).is_none() {
                    return Err(RuleError::Name { file: file.to_owned(), name: rule.name });
                }
                if by_name.contains_key(&rule.name) {
                    return Err(RuleError::Duplicate { file: file.to_owned(), name: rule.name });
                }
                by_name.insert(rule.name.clone(), rule);
            }
        }
        let mut rules = Vec::with_capacity(by_name.len());
        for &name in KNOWN {
            rules.push(by_name.remove(name).ok_or(RuleError::Missing(name))?);
        }
        rules.extend(by_name.into_values());
        Ok(Self { rules, keeps, groups: Vec::new() }.with_groups())
    }

    /// Opens a ready-made set: what serde made of one, and the compiled expressions in order.
    ///
    /// # Errors
    /// When it was not made by this version.
    pub fn open(json: &str, programs: &'static [&'static [u32]]) -> Result<Self, serde_json::Error> {
        let set = serde_json::from_str::<Self>(json)?.with_groups();
        for ((_, pattern), &program) in set.patterns().zip(programs) {
            let _ = pattern.compiled.set(Expression::open(program));
        }
        Ok(set)
    }

    fn with_groups(mut self) -> Self {
        self.groups = self.rules.iter().filter_map(|rule| Group::of(&rule.name)).collect();
        self
    }

    /// Every pattern with its rule, those of what is kept last.
    pub fn patterns(&self) -> impl Iterator<Item = (RuleId, &Pattern)> {
        let keeps = self.keeps.iter().map(|pattern| (RuleId::KEEP, pattern));
        self.iter().flat_map(|(id, rule)| rule.patterns.iter().map(move |pattern| (id, pattern))).chain(keeps)
    }

    /// The keywords of all patterns, folded as the text is; `simplified` gives the character that the folded text has
    /// for a traditional one.
    pub fn keywords(&self, simplified: impl Fn(char) -> char) -> Keywords {
        Keywords::of(self.patterns().map(|(_, pattern)| pattern), simplified)
    }

    /// What was added when the set had so many rules and kept forms: each pattern with its rule and its index there.
    pub fn added(&self, (rules, keeps): (usize, usize)) -> impl Iterator<Item = (RuleId, usize, &Pattern)> {
        let of_rules = self.iter().skip(rules).flat_map(|(id, rule)| {
            rule.patterns.iter().enumerate().map(move |(at, pattern)| (id, at, pattern))
        });
        let kept = self.keeps.iter().enumerate().skip(keeps);
        of_rules.chain(kept.map(|(at, pattern)| (RuleId::KEEP, at, pattern)))
    }

    /// Adds rules and kept forms behind all others. Names are checked; examples are not.
    ///
    /// # Errors
    /// When a name is taken or has no known group.
    pub fn extend(&mut self, file: &str, added: &Additions) -> Result<(), RuleError> {
        for rule in &added.rules {
            let Some(group) = Group::of(&rule.name) else {
                return Err(RuleError::Name { file: file.to_owned(), name: rule.name.clone() });
            };
            if self.find(&rule.name).is_some() {
                return Err(RuleError::Duplicate { file: file.to_owned(), name: rule.name.clone() });
            }
            self.rules.push(rule.clone());
            self.groups.push(group);
        }
        self.keeps.extend(added.patterns.iter().cloned());
        Ok(())
    }

    /// How many rules and kept forms there are.
    pub fn size(&self) -> (usize, usize) {
        (self.rules.len(), self.keeps.len())
    }

    /// The rule of an id of this set.
    ///
    /// # Panics
    /// For [`RuleId::KEEP`], which is no rule.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[usize::from(id.0)]
    }

    /// The group of an id of this set.
    ///
    /// # Panics
    /// For [`RuleId::KEEP`], which is no rule.
    #[inline]
    pub fn group(&self, id: RuleId) -> Group {
        self.groups[usize::from(id.0)]
    }

    /// Every rule with its id.
    pub fn iter(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.rules.iter().enumerate().map(|(i, rule)| (RuleId(i as u16), rule))
    }

    /// The rule of this name.
    pub fn find(&self, name: &str) -> Option<RuleId> {
        self.iter().find(|(_, rule)| rule.name == name).map(|(id, _)| id)
    }

    /// Patterns of what is never touched.
    pub fn keeps(&self) -> &[Pattern] {
        &self.keeps
    }
}

/// The keywords of a rule set, in order, with what they open and quick tests for where one may stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keywords {
    /// The keywords.
    pub terms: Vec<String>,
    /// For each keyword, where its patterns end in `opens`.
    pub ends: Vec<u16>,
    /// The patterns that the keywords open, by their index in [`RuleSet::patterns`].
    pub opens: Vec<u16>,
    /// A bit for each class of two characters that a longer keyword begins with.
    pub pairs: Vec<u64>,
    /// A bit for each class of characters that are keywords by themselves.
    pub singles: Vec<u64>,
}

impl Keywords {
    /// The folded keywords of some patterns, which are named by their place.
    pub fn of<'p>(patterns: impl Iterator<Item = &'p Pattern>, simplified: impl Fn(char) -> char) -> Self {
        let mut opened: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        for (index, pattern) in patterns.enumerate() {
            for keyword in &pattern.keywords {
                let patterns = opened.entry(fold(keyword, &simplified)).or_default();
                // 字体 and 字體 are one keyword.
                if patterns.last() != Some(&(index as u16)) {
                    patterns.push(index as u16);
                }
            }
        }
        let mut keywords =
            Self { pairs: vec![0; PAIRS / 64], singles: vec![0; SINGLES / 64], ..Self::default() };
        for (keyword, patterns) in opened {
            let mut chars = keyword.chars();
            let (set, bit) = match (chars.next(), chars.next()) {
                (Some(c), None) => (&mut keywords.singles, single_bit(c)),
                (a, b) => (&mut keywords.pairs, pair_bit(a.unwrap_or('\0'), b.unwrap_or('\0'))),
            };
            set[bit >> 6] |= 1 << (bit & 63);
            keywords.opens.extend(patterns);
            keywords.ends.push(keywords.opens.len() as u16);
            keywords.terms.push(keyword);
        }
        keywords
    }
}

/// Classes of pairs: few enough to stay in the first cache.
const PAIRS: usize = 1 << 15;
/// Classes of characters.
const SINGLES: usize = 1 << 10;

/// The class of two characters.
#[inline]
pub const fn pair_bit(a: char, b: char) -> usize {
    let mixed = (a as u32).wrapping_mul(0x9e37_79b1) ^ (b as u32).wrapping_mul(0x85eb_ca77);
    (mixed >> (32 - PAIRS.trailing_zeros())) as usize
}

/// The class of a character.
#[inline]
pub const fn single_bit(c: char) -> usize {
    c as usize & (SINGLES - 1)
}

/// A keyword as it stands in the folded text.
fn fold(keyword: &str, simplified: impl Fn(char) -> char) -> String {
    keyword
        .chars()
        .filter(|c| *c != ' ' && *c != '\u{3000}')
        .map(|c| match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => {
                char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
            }
            _ => simplified(c),
        })
        .collect()
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
