//! The built-in rules as one text and a table of numbers, which are opened without a copy: the texts one behind the
//! other, and in the table where each ends and what else the fields hold, in the order of the types.

use std::borrow::Cow;

use super::texts::END;
use super::{Cure, Guard, Pattern, Place, Rule, RuleSet, Severity, Texts};
use crate::expression::Expression;

/// A rule set as [`RuleSet::open`] takes it, without the compiled expressions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// Every text.
    pub texts: String,
    /// Ends of texts, and numbers.
    pub numbers: Vec<u32>,
}

impl RuleSet {
    /// The set, packed.
    ///
    /// # Panics
    /// When a listed text has the control character that ends it.
    pub fn pack(&self) -> Packed {
        let mut packed = Packed::default();
        packed.number(self.rules.len());
        self.rules.iter().for_each(|rule| pack_rule(rule, &mut packed));
        pack_patterns(&self.keeps, &mut packed);
        packed
    }

    /// Opens a packed set with its compiled expressions in order; `None` when it was not packed by this version.
    pub fn open(
        texts: &'static str,
        numbers: &'static [u32],
        programs: &'static [&'static [u32]],
    ) -> Option<Self> {
        let mut fields = Fields { texts, at: 0, numbers: numbers.iter(), programs: programs.iter() };
        let rules = (0..fields.number()?).map(|_| fields.rule()).collect::<Option<_>>()?;
        let keeps = fields.patterns()?;
        Some(Self { rules, keeps, groups: Vec::new() }.with_groups())
    }
}

impl Packed {
    fn number(&mut self, number: usize) {
        self.numbers.push(number as u32);
    }

    fn text(&mut self, text: &str) {
        self.texts.push_str(text);
        self.number(self.texts.len());
    }

    fn texts(&mut self, texts: &Texts) {
        assert!(texts.iter().all(|text| !text.contains(END)), "a text has the character that ends it");
        texts.pack(&mut self.texts);
        self.number(self.texts.len());
    }
}

fn pack_rule(rule: &Rule, out: &mut Packed) {
    let Rule { name, summary, why, source, severity, min_score, matches, non_matches, patterns } = rule;
    [name, summary, why, source].into_iter().for_each(|field| out.text(field));
    out.number(*severity as usize);
    out.number(min_score.to_bits() as usize);
    out.texts(matches);
    out.texts(non_matches);
    pack_patterns(patterns, out);
}

fn pack_patterns(patterns: &[Pattern], out: &mut Packed) {
    out.number(patterns.len());
    for pattern in patterns {
        let Pattern { id, keywords, reach, also, regex, score, position, guard, cure, .. } = pattern;
        out.text(id);
        out.texts(keywords);
        // One more than the reach, or nothing.
        out.number(reach.map_or(0, |reach| usize::from(reach) + 1));
        out.texts(also);
        out.text(regex);
        out.number(score.to_bits() as usize);
        [*position as usize, *guard as usize, *cure as usize].into_iter().for_each(|n| out.number(n));
        out.number(pattern.suggest.len());
        for (from, to) in &pattern.suggest {
            out.text(from);
            out.text(to);
        }
        out.text(pattern.source.as_deref().unwrap_or_default());
        out.texts(&pattern.matches);
        out.texts(&pattern.non_matches);
    }
}

/// What is left to read.
struct Fields {
    texts: &'static str,
    /// Where the next text begins.
    at: usize,
    numbers: std::slice::Iter<'static, u32>,
    programs: std::slice::Iter<'static, &'static [u32]>,
}

impl Fields {
    fn number(&mut self) -> Option<usize> {
        self.numbers.next().map(|&number| number as usize)
    }

    fn text(&mut self) -> Option<&'static str> {
        let end = self.number()?;
        let text = self.texts.get(self.at..end)?;
        self.at = end;
        Some(text)
    }

    fn texts(&mut self) -> Option<Texts> {
        self.text().map(Texts::open)
    }

    fn score(&mut self) -> Option<f32> {
        self.number().map(|bits| f32::from_bits(bits as u32))
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.number()?).copied()
    }

    fn rule(&mut self) -> Option<Rule> {
        Some(Rule {
            name: self.text()?.into(),
            summary: self.text()?.into(),
            why: self.text()?.into(),
            source: self.text()?.into(),
            severity: self.one_of(&[Severity::Note, Severity::Warning, Severity::Error])?,
            min_score: self.score()?,
            matches: self.texts()?,
            non_matches: self.texts()?,
            patterns: self.patterns()?,
        })
    }

    fn patterns(&mut self) -> Option<Vec<Pattern>> {
        (0..self.number()?).map(|_| self.pattern()).collect()
    }

    fn pattern(&mut self) -> Option<Pattern> {
        let pattern = Pattern {
            id: self.text()?.into(),
            keywords: self.texts()?,
            reach: self.number()?.checked_sub(1).map(|reach| reach as u16),
            also: self.texts()?,
            regex: self.text()?.into(),
            score: self.score()?,
            position: self.one_of(&[Place::Any, Place::Head, Place::Tail, Place::Ends])?,
            guard: self.one_of(&[Guard::None, Guard::Digit, Guard::Word, Guard::Segment])?,
            cure: self.one_of(&[Cure::Report, Cure::Delete, Cure::Join])?,
            suggest: (0..self.number()?)
                .map(|_| Some((self.text()?.to_owned(), self.text()?.to_owned())))
                .collect::<Option<_>>()?,
            source: Some(self.text()?).filter(|source| !source.is_empty()).map(Cow::Borrowed),
            matches: self.texts()?,
            non_matches: self.texts()?,
            ..Pattern::default()
        };
        let _ = pattern.compiled.set(Expression::open(*self.programs.next()?));
        Some(pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::RuleSet;
    use crate::builtin;
    use crate::rule::Additions;

    const OWN: &str = r#"
[[rule]]
name = "id/staff-number"
summary = "A number of the staff."
why = "It names a person."
source = "House rules"
severity = "note"
min_score = 0.25
matches = ["工号‹A-001›"]
non_matches = []
[[rule.pattern]]
id = "staff"
keywords = ["工号", "職號"]
reach = 0
also = ["号"]
regex = "[A-Z]-[0-9]{3}"
score = 0.7
position = "tail"
guard = "word"
cure = "join"
suggest = [["A", "B"], ["", "C"]]
source = "A form"
matches = ["‹A-002›", ""]
non_matches = ["A"]
[[keep]]
id = "campaign"
keywords = ["行动"]
regex = "百日行动"
matches = ["‹百日行动›"]
"#;

    #[test]
    fn a_packed_set_is_the_same_when_it_is_opened() {
        let shown = |rules: &RuleSet| serde_json::to_string(rules).unwrap();
        let mut rules = builtin::rules();
        rules.extend("own.toml", &Additions::parse("own.toml", OWN).unwrap()).unwrap();
        let packed = rules.pack();
        let programs: Vec<&[u32]> =
            rules.patterns().map(|(_, pattern)| &*pattern.expression().words().to_vec().leak()).collect();
        let texts = packed.texts.clone().leak();
        let opened = RuleSet::open(texts, packed.numbers.clone().leak(), programs.leak()).unwrap();
        assert_eq!(shown(&opened), shown(&rules));
        assert_eq!(opened.pack(), packed);
        assert!(RuleSet::open("", &[3], &[]).is_none());
    }
}
