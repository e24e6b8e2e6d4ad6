//! A [`Rule`] is a record in `patterns/rules`: what is found, why, from which source, with examples that prove it.

mod keywords;
mod packed;
mod pattern;
mod set;
mod texts;

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::keywords::{Keywords, pair_bit, single_bit};
pub use self::packed::Packed;
pub use self::pattern::{Guard, Pattern, Place};
pub use self::set::{Additions, RuleError, RuleSet};
pub use self::texts::Texts;

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
    pub name: Cow<'static, str>,
    /// What it finds, in one sentence.
    pub summary: Cow<'static, str>,
    /// Why that matters.
    pub why: Cow<'static, str>,
    /// The standard, regulation or observation it comes from.
    pub source: Cow<'static, str>,
    /// How much a finding matters.
    #[serde(default = "error")]
    pub severity: Severity,
    /// Candidates below this score are rejected.
    #[serde(default = "half")]
    pub min_score: f32,
    /// Texts with the expected spans in ‹ ›; each must be found exactly so.
    pub matches: Texts,
    /// Texts in which this rule finds nothing.
    pub non_matches: Texts,
    /// Patterns that feed this rule, beside the recognizers.
    #[serde(default, rename = "pattern")]
    pub patterns: Vec<Pattern>,
}

const fn error() -> Severity {
    Severity::Error
}
const fn half() -> f32 {
    0.5
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
