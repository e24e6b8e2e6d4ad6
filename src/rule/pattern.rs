//! A [`Pattern`] is a regular expression with its gate and its proof.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::{Cure, Texts};
use crate::expression::Expression;

/// A regular expression with its gate and its proof.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Unique within its rule; kebab-case.
    pub id: Cow<'static, str>,
    /// At least one must stand in the line, else the expression is not tried.
    pub keywords: Texts,
    /// How many characters around a keyword the expression is tried on; the whole line when it is not given.
    #[serde(default)]
    pub reach: Option<u16>,
    /// One of these must stand in the source line too; for expressions whose keywords are common words.
    #[serde(default)]
    pub also: Texts,
    /// The expression, for one line; the group `hit`, where there is one, is the span.
    pub regex: Cow<'static, str>,
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
    pub source: Option<Cow<'static, str>>,
    /// Texts with the expected spans in ‹ ›.
    pub matches: Texts,
    /// Texts in which the pattern's rule finds nothing.
    #[serde(default)]
    pub non_matches: Texts,
    #[serde(skip)]
    pub(super) compiled: OnceLock<Expression>,
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
