//! Mask styles: what a finding becomes.
//!
//! The styles are data (`patterns/styles.toml`); this module and its children know the grammar: where a numeral's
//! digits are, what of a date, a document number or a place name is structure and stays, who shares a surname.

mod date;
mod entity;
mod figure;
mod identifier;
mod mark;
mod matched;
mod numbered;
mod partial;
mod people;
mod shape;
mod surrogate;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

pub use matched::Inferred;
pub use numbered::{Field, Given};

use crate::edit::Edit;
use crate::finding::Finding;
use crate::rule::{Group, RuleId, RuleSet};
use crate::span::Span;
use matched::Seen;
use numbered::{Brackets, Numbers};
use partial::Partial;
use people::People;
use shape::Shape;
use surrogate::{Inventions, Pools};

/// A mask style.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    name: String,
    summary: String,
    hides: String,
    shows: String,
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Form {
    Marks(Marks),
    /// As the document's own masks, these marks where it has none.
    Match(Marks),
    Numbered(Brackets),
    Partial(Partial),
    /// Invented names, numbers and identifiers.
    Surrogate(Pools),
}

/// Runs of a mark, one shape for each kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Marks {
    word: String,
    person: Person,
    figure: Shape,
    year: Shape,
    part: Shape,
}

/// How a person's name is masked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Person {
    Whole(String),
    Surname(String),
}

/// Why a style cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("this is no mask style: {0}")]
pub struct StyleError(#[from] toml::de::Error);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StyleFile {
    style: Vec<Style>,
}

/// The built-in styles.
const STYLES: &str = include_str!("../../patterns/styles.toml");

impl Style {
    /// Reads `[[style]]` tables, written as those in `patterns/styles.toml`.
    ///
    /// # Errors
    /// When the text is not TOML, or a field is missing, unknown or of the wrong type.
    pub fn parse(toml: &str) -> Result<Vec<Self>, StyleError> {
        Ok(toml::from_str::<StyleFile>(toml)?.style)
    }

    /// The built-in styles; the first is the default.
    ///
    /// # Panics
    /// Never in a tested build: the file is part of it, and a test reads it.
    pub fn all() -> impl Iterator<Item = Self> {
        let styles = Self::parse(STYLES);
        styles.unwrap_or_else(|error| panic!("{error}")).into_iter()
    }

    /// The built-in style of this name.
    pub fn named(name: &str) -> Option<Self> {
        // Only its own table is read: a small file is masked in less time than all of them take.
        let table = STYLES.split_inclusive("[[style]]\n").skip(1).find(|table| {
            table
                .strip_prefix("name = \"")
                .and_then(|rest| rest.strip_prefix(name))
                .is_some_and(|rest| rest.starts_with('"'))
        })?;
        let table = table.strip_suffix("[[style]]\n").unwrap_or(table);
        let styles = Self::parse(&["[[style]]\n", table].concat()).unwrap_or_else(|error| panic!("{error}"));
        styles.into_iter().next()
    }

    /// The style's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it does and whether it shows how large a figure was, in one line.
    pub fn describe(&self) -> String {
        let size = if self.shows_magnitude() { "shows" } else { "hides" };
        format!("{}; {size} how large a figure was", self.summary)
    }

    /// What a reader cannot see any more.
    pub fn hides(&self) -> &str {
        &self.hides
    }

    /// What a reader can still see.
    pub fn shows(&self) -> &str {
        &self.shows
    }

    /// Whether a masked figure still tells its magnitude.
    pub const fn shows_magnitude(&self) -> bool {
        match &self.form {
            Form::Marks(marks) => matches!(marks.figure, Shape::PerDigit(_)),
            Form::Numbered(_) | Form::Match(_) => false,
            Form::Partial(_) | Form::Surrogate(_) => true,
        }
    }

    /// Whether what is masked gets numbered labels, so that there is a list of [`Field`]s.
    pub const fn is_numbered(&self) -> bool {
        matches!(self.form, Form::Numbered(_))
    }

    /// Whether labels are made by a secret key instead of being counted.
    pub const fn is_keyed(&self) -> bool {
        matches!(&self.form, Form::Numbered(brackets) if brackets.is_keyed())
    }

    /// Whether what it writes looks real, so that nothing but a vault can tell it from a leak.
    pub const fn invents(&self) -> bool {
        matches!(self.form, Form::Surrogate(_))
    }

    /// Whether what it gives depends on what it gave before, in other documents and runs.
    pub const fn remembers(&self) -> bool {
        self.invents() || self.is_numbered() && !self.is_keyed()
    }

    /// Every numbered label of this style in a text: where it stands, its label, its number.
    pub fn labels<'t>(&self, text: &'t str) -> Vec<(Span, &'t str, usize)> {
        match &self.form {
            Form::Numbered(brackets) => numbered::labels(text, brackets),
            _ => Vec::new(),
        }
    }

    /// Whether the style replaces findings of this rule, or at least some of them.
    pub fn masks(&self, rule: RuleId, rules: &RuleSet) -> bool {
        let group = rules.group(rule);
        let kept = matches!(self.form, Form::Partial(_)) && Partial::keeps(rule, group);
        group.is_masked() && !kept
    }

    /// A masker for one document: it numbers what it has seen.
    pub fn masker(&self) -> Masker {
        Masker {
            form: self.form.clone(),
            people: People::default(),
            numbers: Numbers::default(),
            inventions: Inventions::default(),
            seen: Seen::default(),
        }
    }
}

/// Replaces the findings of one document, part by part, in order.
pub struct Masker {
    form: Form,
    people: People,
    numbers: Numbers,
    inventions: Inventions,
    seen: Seen,
}

impl fmt::Debug for Masker {
    /// Without what it has seen: that is document text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masker").field("form", &self.form).finish_non_exhaustive()
    }
}

impl Masker {
    /// Notes what a part of the document holds before any of it is replaced: who shares a surname, which numbered
    /// labels are taken. Where a document has several parts, call it for all of them first.
    pub fn meet(&mut self, text: &str, findings: &[Finding]) {
        match &self.form {
            Form::Marks(Marks { person: Person::Surname(mask), .. }) => {
                self.people.meet_masks(text, mask);
                for finding in findings.iter().filter(|f| f.rule == RuleId::PERSON) {
                    self.people.meet(finding.span.of(text));
                }
            }
            Form::Numbered(brackets) => self.numbers.meet(text, brackets),
            Form::Match(_) => self.seen.read(text),
            Form::Surrogate(pools) => self.inventions.meet(pools, text),
            Form::Marks(_) | Form::Partial(_) => {}
        }
    }

    /// Whether [`Self::meet`] makes a difference: whether what one part becomes may depend on another.
    pub const fn meets(&self) -> bool {
        match &self.form {
            Form::Marks(marks) => matches!(marks.person, Person::Surname(_)),
            Form::Numbered(_) | Form::Match(_) | Form::Surrogate(_) => true,
            Form::Partial(_) => false,
        }
    }

    /// The span, grown to the ends of a mask that it cuts.
    pub fn widen(&self, text: &str, span: Span) -> Span {
        match &self.form {
            Form::Numbered(brackets) => numbered::widen(text, span, brackets),
            _ => mark::widen(text, span),
        }
    }

    /// What the finding becomes, or `None` where the style keeps it or it is a mask already.
    pub fn replacement(&mut self, text: &str, finding: &Finding, rules: &RuleSet) -> Option<String> {
        let group = rules.group(finding.rule);
        if !group.is_masked() || mark::is_done(finding.span.of(text)) {
            return None;
        }
        if let Form::Match(default) = &self.form {
            self.form = Form::Marks(self.seen.infer(default));
            self.meet(text, std::slice::from_ref(finding));
        }
        match &self.form {
            Form::Match(_) => None,
            Form::Marks(marks) => marks.replacement(&mut self.people, text, finding, group),
            Form::Numbered(brackets) => self.numbers.replacement(brackets, text, finding, rules),
            Form::Partial(partial) => partial.replacement(text, finding, group),
            Form::Surrogate(pools) => self.inventions.replacement(pools, text, finding, group),
        }
        .filter(|content| content != finding.span.of(text))
    }

    /// What a mask becomes right behind another: two places without a suffix (湖南花垣) are one XX, not XXXX, which
    /// would read as one longer name.
    pub fn join(&self, before: (RuleId, &str), rule: RuleId, content: String, rules: &RuleSet) -> String {
        let named = |rule| matches!(rules.group(rule), Group::Entity) && rule != RuleId::PERSON;
        match &self.form {
            // The second of three touching places has become empty.
            Form::Marks(marks)
                if named(before.0)
                    && named(rule)
                    && (before.1.is_empty() || before.1.ends_with(&marks.word)) =>
            {
                content.strip_prefix(&marks.word).map(str::to_owned).unwrap_or(content)
            }
            _ => content,
        }
    }

    /// What a style that follows the document has read from its masks; nothing for other styles.
    pub fn inferred(&self) -> Vec<Inferred> {
        match &self.form {
            Form::Match(default) => self.seen.describe(default),
            _ => Vec::new(),
        }
    }

    /// Where a style numbers what it masks: the fields, in the order of their first place. They hold no text.
    pub fn fields(&self) -> Vec<Field> {
        self.numbers.fields()
    }

    /// The secret that keyed labels are made of; without one they are made of nothing, and say nothing.
    pub fn set_key(&mut self, key: &[u8]) {
        self.numbers.set_key(key);
        self.inventions.set_key(key);
    }

    /// Whether the style invents what it writes.
    pub const fn invents(&self) -> bool {
        matches!(self.form, Form::Surrogate(_))
    }

    /// Where the style invents: a masker that writes marks instead, under which a text is verified. What is invented
    /// then takes the place of the marks, with [`Self::invent`].
    pub fn plain(&self) -> Option<Self> {
        self.invents().then(|| Self {
            form: Form::Marks(surrogate::plain()),
            people: People::default(),
            numbers: Numbers::default(),
            inventions: Inventions::default(),
            seen: Seen::default(),
        })
    }

    /// Puts surrogates in the place of the marks of [`Self::plain`].
    pub fn invent(&mut self, text: &str, edits: &mut [Edit], findings: &[Finding], rules: &RuleSet) {
        if let Form::Surrogate(pools) = &self.form {
            self.inventions.invent(pools, text, edits, findings, rules);
        }
    }

    /// Takes over labels that were given before, so that the same text gets the same label again.
    pub fn recall(&mut self, given: &[Given]) {
        match self.form {
            Form::Surrogate(_) => self.inventions.recall(given),
            _ => self.numbers.recall(given),
        }
    }

    /// Where a style remembers: every label or surrogate with what it stands for.
    pub fn given(&self) -> Vec<Given> {
        match self.form {
            Form::Surrogate(_) => self.inventions.given(),
            _ => self.numbers.given(),
        }
    }

    /// Where a style numbers what it masks: what stood in each field, by its name. This is the document's own text.
    pub fn values(&self) -> BTreeMap<String, String> {
        self.numbers.values()
    }

    /// Says that what comes next is another part of the document, so that [`Field::part`] tells them apart.
    pub const fn next_part(&mut self) {
        self.numbers.next_part();
    }
}

impl Marks {
    fn replacement(
        &self,
        people: &mut People,
        text: &str,
        finding: &Finding,
        group: Group,
    ) -> Option<String> {
        let hit = finding.span.of(text);
        if mark::is_residue(text, finding.span) {
            return None;
        }
        match (group, finding.rule) {
            (Group::Figure, _) => Some(figure::mask(hit, &self.figure)),
            (Group::Date, _) => Some(date::mask(hit, &self.year, &self.part)),
            (_, RuleId::PERSON) => match &self.person {
                Person::Whole(mask) => Some(mask.clone()),
                Person::Surname(mask) => people.mask(text, finding.span, mask),
            },
            (_, RuleId::DOC_NUMBER) => Some(identifier::mask(hit, identifier::DOCUMENT, self)),
            (_, RuleId::CASE_NUMBER) => Some(identifier::mask(hit, identifier::CASE, self)),
            (_, RuleId::ADDRESS) => Some(identifier::mask(hit, identifier::ADDRESS, self)),
            (Group::Id, _) => Some(self.word.clone()),
            _ => Some(entity::mask(text, finding, &self.word)),
        }
    }
}
