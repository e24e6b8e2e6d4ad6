//! [`Settings`]: what a configuration file, a profile or a flag says. Layers of them are laid over each other, and
//! each value remembers where it comes from.

mod dump;
mod keys;
mod list;
mod profile;
mod read;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use keys::{Form, KEYS, Key, commented, schema, suggest};
pub use list::{Entry, entries};
pub use profile::{Profile, Regulation};
pub use read::read;

use crate::policy::{Policy, Purpose};
use crate::rule::{Additions, Severity};
use crate::style::Style;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A ready profile.
    Profile(String),
    /// A configuration file.
    File {
        /// As it is shown.
        name: String,
        /// The line, from 1.
        line: usize,
    },
    /// The command line.
    Flag(&'static str),
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

/// What may differ from path to path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// The style's name.
    pub style: Option<Set<String>>,
    /// What is checked for.
    pub purpose: Option<Set<Purpose>>,
    /// Rules that are on; empty for all.
    pub select: Option<Set<Vec<String>>>,
    /// Rules that are off.
    pub ignore: Option<Set<Vec<String>>>,
    /// The least score.
    pub min_score: Option<Set<f32>>,
    /// Severities by rule or group.
    pub severity: BTreeMap<String, Set<Severity>>,
}

/// Everything that can be configured.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What holds for all paths.
    pub choices: Choices,
    /// Files that this one builds on.
    pub extend: Vec<Set<String>>,
    /// The profile below.
    pub profile: Option<Set<String>>,
    /// The encoding's name, or `auto`.
    pub encoding: Option<Set<String>>,
    /// How many files at once.
    pub jobs: Option<Set<u16>>,
    /// What is passed over in folders.
    pub exclude: Vec<Set<Glob>>,
    /// Own lists.
    pub lists: Vec<Set<List>>,
    /// Files with own rules.
    pub rules: Vec<Set<String>>,
    /// Own styles.
    pub styles: Vec<Set<Style>>,
    /// Own rules and kept forms.
    pub own: Vec<Set<Arc<Additions>>>,
    /// Settings for some paths; later ones win.
    pub paths: Vec<Set<Override>>,
    /// The file of allowed findings.
    pub allow: Option<Set<String>>,
    /// The file of known findings.
    pub baseline: Option<Set<String>>,
}

/// A pattern for paths, as in `.gitignore`, counted from a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glob {
    /// The folder; empty for the working folder.
    pub base: String,
    /// The pattern.
    pub pattern: String,
}

/// Settings for some paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Override {
    /// One of these must match.
    pub globs: Vec<Glob>,
    /// What holds there.
    pub choices: Choices,
}

/// A file with terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What its terms are.
    pub kind: ListKind,
    /// The file.
    pub path: String,
}

/// What the terms of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// To mask; the kind stands in the second column.
    Mask,
    /// Never to touch.
    Keep,
    /// Names of people.
    People,
    /// Names of places.
    Places,
    /// Names of organisations.
    Orgs,
}

/// Why a configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct ConfigError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Profile(name) => write!(f, "profile {name}"),
            Self::File { name, line } => write!(f, "{name}:{line}"),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

impl<T> Set<T> {
    /// A value from the command line.
    pub const fn flag(name: &'static str, value: T) -> Self {
        Self { value, origin: Origin::Flag(name) }
    }

    /// Another value with the same origin.
    pub fn map<U>(self, to: impl FnOnce(T) -> U) -> Set<U> {
        Set { value: to(self.value), origin: self.origin }
    }
}

impl Glob {
    /// A pattern counted from the working folder.
    pub const fn here(pattern: String) -> Self {
        Self { base: String::new(), pattern }
    }
}

impl ListKind {
    const ALL: [Self; 5] = [Self::Mask, Self::Keep, Self::People, Self::Places, Self::Orgs];

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The key of such lists.
    pub const fn name(self) -> &'static str {
        keys::LISTS[self as usize].0
    }
}

impl Choices {
    /// These choices where `upper` says nothing.
    pub fn under(mut self, upper: Self) -> Self {
        self.severity.extend(upper.severity);
        Self {
            style: upper.style.or(self.style),
            purpose: upper.purpose.or(self.purpose),
            select: upper.select.or(self.select),
            ignore: upper.ignore.or(self.ignore),
            min_score: upper.min_score.or(self.min_score),
            severity: self.severity,
        }
    }

    /// The policy they make.
    pub fn policy(&self) -> Policy {
        let list =
            |set: &Option<Set<Vec<String>>>| set.as_ref().map(|set| set.value.clone()).unwrap_or_default();
        Policy {
            select: list(&self.select),
            ignore: list(&self.ignore),
            min_score: self.min_score.as_ref().map_or(0.0, |set| set.value),
            severity: self.severity.iter().map(|(rule, set)| (rule.clone(), set.value)).collect(),
        }
    }
}

impl Settings {
    /// These settings where `upper` says nothing. Lists, rules, styles, paths and what is passed over add up.
    pub fn under(mut self, upper: Self) -> Self {
        self.exclude.extend(upper.exclude);
        self.lists.extend(upper.lists);
        self.rules.extend(upper.rules);
        self.styles.extend(upper.styles);
        self.own.extend(upper.own);
        self.paths.extend(upper.paths);
        Self {
            choices: self.choices.under(upper.choices),
            extend: Vec::new(),
            profile: upper.profile.or(self.profile),
            encoding: upper.encoding.or(self.encoding),
            jobs: upper.jobs.or(self.jobs),
            allow: upper.allow.or(self.allow),
            baseline: upper.baseline.or(self.baseline),
            ..self
        }
    }

    /// Rewrites every path; patterns are counted from `base` where they are not yet.
    pub fn rebase(&mut self, base: &str, path: impl Fn(&str) -> String) {
        let lone = self.allow.iter_mut().chain(&mut self.baseline);
        for set in self.extend.iter_mut().chain(&mut self.rules).chain(lone) {
            set.value = path(&set.value);
        }
        for list in &mut self.lists {
            list.value.path = path(&list.value.path);
        }
        let globs = self.paths.iter_mut().flat_map(|over| &mut over.value.globs);
        for glob in self.exclude.iter_mut().map(|glob| &mut glob.value).chain(globs) {
            base.clone_into(&mut glob.base);
        }
    }

    /// The style of this name: an own one, or else a built-in one.
    pub fn style(&self, name: &str) -> Option<Style> {
        let own = self.styles.iter().rev().find(|style| style.value.name() == name);
        own.map(|style| style.value.clone()).or_else(|| Style::named(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_upper_layer_wins_and_lists_add_up() {
        let lower = read(
            "a.toml",
            "style = \"x\"\nselect = \"id\"\nlexicons = { keep = \"a\" }\nseverity = { id = \"note\", date = \"note\" }",
            &[],
        );
        let upper = read(
            "b.toml",
            "style = \"mou\"\nlexicons = { keep = \"b\" }\nseverity = { id = \"warning\" }",
            &[],
        );
        let both = lower.unwrap().under(upper.unwrap());
        assert_eq!(both.choices.style.clone().unwrap().value, "mou");
        assert_eq!(both.choices.select.clone().unwrap().origin.to_string(), "a.toml:2");
        assert_eq!(both.lists.len(), 2);
        let policy = both.choices.policy();
        assert_eq!(
            policy.severity,
            [("date".to_owned(), Severity::Note), ("id".to_owned(), Severity::Warning)]
        );
    }
}
