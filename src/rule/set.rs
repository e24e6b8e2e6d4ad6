//! A [`RuleSet`] is made of rule files, or opened as it was made.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Group, KNOWN, Keywords, Pattern, Rule, RuleId};
use crate::expression::{Expression, ExpressionError};

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
                pattern: pattern.id.to_string(),
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
#[derive(Debug, Serialize)]
pub struct RuleSet {
    pub(super) rules: Vec<Rule>,
    pub(super) keeps: Vec<Pattern>,
    /// The group of each rule: asked for with every finding.
    #[serde(skip)]
    pub(super) groups: Vec<Group>,
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
                    return Err(RuleError::Name { file: file.to_owned(), name: rule.name.into_owned() });
                }
                if by_name.contains_key(rule.name.as_ref()) {
                    return Err(RuleError::Duplicate { file: file.to_owned(), name: rule.name.into_owned() });
                }
                by_name.insert(rule.name.to_string(), rule);
            }
        }
        let mut rules = Vec::with_capacity(by_name.len());
        for &name in KNOWN {
            rules.push(by_name.remove(name).ok_or(RuleError::Missing(name))?);
        }
        rules.extend(by_name.into_values());
        Ok(Self { rules, keeps, groups: Vec::new() }.with_groups())
    }

    pub(super) fn with_groups(mut self) -> Self {
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
                return Err(RuleError::Name { file: file.to_owned(), name: rule.name.to_string() });
            };
            if self.find(&rule.name).is_some() {
                return Err(RuleError::Duplicate { file: file.to_owned(), name: rule.name.to_string() });
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
