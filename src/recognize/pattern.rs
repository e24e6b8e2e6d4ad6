//! Patterns of the rule files: a literal gate over the folded text, then each expression on the lines that passed.
//!
//! The gate is a small lexicon of all keywords behind a set of the pairs they begin with; a pattern whose
//! keywords do not stand in a line is never tried there. A pattern with a reach is tried only so far around its
//! keyword. Expressions see the source line, blanks included.

use std::borrow::Cow;

use super::{Candidate, ClueKind, Context, Recognizer, Text, text};
use crate::expression::Scratch;
use crate::lexicon::{Lexicon, LexiconError, Tags};
use crate::rule::{Guard, Keywords, Pattern, Place, RuleId, RuleSet, pair_bit, single_bit};

/// How many characters are looked at together.
const BLOCK: usize = 256;

/// How many lines count as the head or the tail of a document.
const END_LINES: usize = 15;

/// Runs the patterns of all rules, and of what must be kept.
#[derive(Debug)]
pub struct Patterns {
    gate: Gate,
    /// Each pattern, of all rules.
    patterns: Vec<Entry>,
}

/// The keywords of all patterns, made when yinmo is built or from rules that are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The keywords by their number and one.
    pub keywords: Lexicon,
    /// For each keyword, where its patterns end in `opens`.
    pub ends: Cow<'static, [u16]>,
    /// The patterns that the keywords open, by their index.
    pub opens: Cow<'static, [u16]>,
    /// A bit for each class of two characters that a longer keyword begins with.
    pub pairs: Cow<'static, [u64]>,
    /// A bit for each class of characters that are keywords by themselves.
    pub singles: Cow<'static, [u64]>,
}

/// A pattern as its rule and index in it, with what the gate asks of it.
#[derive(Clone, Copy, Debug)]
struct Entry {
    rule: RuleId,
    at: u16,
    position: Place,
    reach: Option<usize>,
}

/// What was tried in the line that is read.
#[derive(Debug)]
struct Line {
    /// Index into the lines of the text.
    number: usize,
    /// First character, and one past the last, the line feed not included.
    chars: (usize, usize),
    /// Its bytes, with the blanks before the first character.
    bytes: (usize, usize),
    /// Whether it stands at the head and at the tail of the document.
    ends: (bool, bool),
}

impl Gate {
    /// The gate of a rule set.
    ///
    /// # Errors
    /// When a keyword is empty or too long.
    pub fn new(rules: &RuleSet) -> Result<Self, LexiconError> {
        Self::of(rules.keywords(text::simplified))
    }

    fn of(keywords: Keywords) -> Result<Self, LexiconError> {
        let Keywords { terms, ends, opens, pairs, singles } = keywords;
        let numbered = terms.into_iter().zip(1..).map(|(term, number)| (term, Tags(number)));
        let keywords = Lexicon::build(&numbered.collect::<Vec<_>>())?;
        Ok(Self {
            keywords,
            ends: ends.into(),
            opens: opens.into(),
            pairs: pairs.into(),
            singles: singles.into(),
        })
    }

    /// Whether a keyword may stand at the first of two characters.
    #[inline]
    fn may_open(&self, a: char, b: char) -> bool {
        let (pair, single) = (pair_bit(a, b), single_bit(a));
        (self.pairs[pair >> 6] >> (pair & 63) | self.singles[single >> 6] >> (single & 63)) & 1 != 0
    }

    #[inline]
    fn may_be_single(&self, c: char) -> bool {
        let bit = single_bit(c);
        self.singles[bit >> 6] & 1 << (bit & 63) != 0
    }

    /// The patterns that a keyword opens.
    fn opened_by(&self, keyword: Tags) -> &[u16] {
        let index = keyword.0 as usize - 1;
        let from = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.opens[usize::from(from)..usize::from(self.ends[index])]
    }
}

impl Patterns {
    /// The patterns of a rule set behind a gate made for it.
    ///
    /// # Errors
    /// When a keyword is empty or too long.
    pub fn new(rules: &RuleSet) -> Result<Self, LexiconError> {
        Ok(Self::behind(Gate::new(rules)?, rules))
    }

    /// The patterns that were added to a rule set when it had so many rules and kept forms.
    ///
    /// # Errors
    /// When a keyword is empty or too long.
    pub fn added(rules: &RuleSet, before: (usize, usize)) -> Result<Self, LexiconError> {
        let gate =
            Gate::of(Keywords::of(rules.added(before).map(|(.., pattern)| pattern), text::simplified))?;
        let entry = |(rule, at, pattern): (RuleId, usize, &Pattern)| {
            let reach = pattern.reach.map(usize::from);
            Entry { rule, at: at as u16, position: pattern.position, reach }
        };
        Ok(Self { gate, patterns: rules.added(before).map(entry).collect() })
    }

    /// The patterns of a rule set behind its gate.
    pub fn behind(gate: Gate, rules: &RuleSet) -> Self {
        let mut patterns = Vec::new();
        let keeps = std::iter::once((RuleId::KEEP, rules.keeps()));
        for (rule, list) in rules.iter().map(|(id, rule)| (id, rule.patterns.as_slice())).chain(keeps) {
            for (index, pattern) in list.iter().enumerate() {
                let reach = pattern.reach.map(usize::from);
                patterns.push(Entry { rule, at: index as u16, position: pattern.position, reach });
            }
        }
        Self { gate, patterns }
    }

    fn pattern<'r>(&self, rules: &'r RuleSet, index: u16) -> (RuleId, &'r Pattern) {
        let Entry { rule, at, .. } = self.patterns[usize::from(index)];
        let list = if rule == RuleId::KEEP { rules.keeps() } else { &rules.rule(rule).patterns };
        (rule, &list[usize::from(at)])
    }

    /// Tries a pattern on the bytes from `from` to `to` of the source, which lie in `line`; returns where to go on.
    fn attempt(
        &self,
        cx: &Context<'_>,
        line: &Line,
        index_of: u16,
        (from, to): (usize, usize),
        subject: &mut Subject,
        found: &mut Vec<Candidate>,
    ) -> usize {
        let text = cx.text;
        let (rule, pattern) = self.pattern(cx.rules, index_of);
        let whole = &text.src[line.bytes.0..line.bytes.1];
        let (chars, places, scratch) = subject.of(text, line);
        let offset = |index: usize| places.get(index).map_or(line.bytes.1, |&at| at as usize);
        let index = |offset: usize| match places.first() {
            Some(&first) if first as usize >= offset => 0,
            _ if offset >= line.bytes.1 => chars.len(),
            _ => places.partition_point(|&at| (at as usize) < offset),
        };
        let (mut at, last) = (index(from), index(to));
        let expression = pattern.expression();
        let mut asked = pattern.also.is_empty();
        while at <= last
            && let Some(hit) = expression.find_at(&chars[..last], at, scratch)
        {
            if !asked && !pattern.also.iter().any(|also| whole.contains(also)) {
                return line.bytes.1;
            }
            asked = true;
            at = hit.end + usize::from(hit.start == hit.end);
            // Blanks around a match are no part of it, whatever the expression took.
            let (mut start, mut end) = hit.hit.unwrap_or((hit.start, hit.end));
            while start < end && chars[start].is_whitespace() {
                start += 1;
            }
            while start < end && chars[end - 1].is_whitespace() {
                end -= 1;
            }
            let (start, end) = (offset(start), offset(end));
            if start == end || !guarded(pattern.guard, whole, start - line.bytes.0, end - line.bytes.0) {
                continue;
            }
            let (a, b) = (text.index_of(start), text.index_of(end));
            if a < b {
                let mut candidate = Candidate::new(a, b, rule, pattern.score)
                    .shaped(ClueKind::Pattern(self.patterns[usize::from(index_of)].at));
                candidate.cure = pattern.cure;
                found.push(candidate);
            }
        }
        offset(at)
    }
}

/// The characters of the line that expressions see.
#[derive(Default)]
struct Subject {
    /// The line that was read last, by its number and one.
    number: usize,
    chars: Vec<char>,
    /// The byte of each character.
    at: Vec<u32>,
    scratch: Scratch,
}

impl Subject {
    /// The characters of a line with their bytes: those of the text where it has them all, else read from the source.
    fn of<'s>(&'s mut self, text: &'s Text<'_>, line: &Line) -> (&'s [char], &'s [u32], &'s mut Scratch) {
        let (start, end) = line.chars;
        if let Some(places) = text.plain(line.number, start, end) {
            return (&text.ch[start..end], places, &mut self.scratch);
        }
        if self.number != line.number + 1 {
            self.number = line.number + 1;
            self.chars.clear();
            self.at.clear();
            for (at, c) in text.src[line.bytes.0..line.bytes.1].char_indices() {
                self.chars.push(c);
                self.at.push((line.bytes.0 + at) as u32);
            }
        }
        (&self.chars, &self.at, &mut self.scratch)
    }
}

impl Recognizer for Patterns {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let (text, gate) = (cx.text, self.gate.keywords.view());
        let mut subject = Subject::default();
        let mut opened: Vec<u16> = Vec::new();
        // For each pattern, the byte behind what was tried last: lines come in order.
        let mut done = vec![0usize; self.patterns.len()];
        let mut line: Option<Line> = None;
        let mut try_at = |i: usize| {
            let here = match line.take() {
                Some(here) if i < here.chars.1 => here,
                before => {
                    let number = before.as_ref().map_or(0, |line| line.number);
                    if let Some(before) = before {
                        self.flush(cx, &before, &mut opened, &mut subject, found);
                    }
                    Line::at(cx, i, number)
                }
            };
            let mut open = |len: usize, tags: Tags| {
                for &index in self.gate.opened_by(tags) {
                    let Entry { position, reach, .. } = self.patterns[usize::from(index)];
                    let tried = &mut done[usize::from(index)];
                    if !stands(position, here.ends) {
                        continue;
                    }
                    let Some(reach) = reach else {
                        if *tried <= here.bytes.0 {
                            *tried = here.bytes.1.max(here.bytes.0 + 1);
                            opened.push(index);
                        }
                        continue;
                    };
                    let from = here.from(text, i.saturating_sub(reach)).max(*tried);
                    let to = here.to(text, i + len + reach);
                    if from < to {
                        let next = self.attempt(cx, &here, index, (from, to), &mut subject, found);
                        *tried = next.min(to).max(*tried);
                    }
                }
            };
            if self.gate.may_be_single(text.ch[i]) {
                let single = gate.single(text.ch[i]);
                if !single.is_empty() {
                    open(1, single);
                }
            }
            gate.starting(&text.ch[i..here.chars.1.max(i + 1)], &mut open);
            line = Some(here);
        };
        // Where a keyword may stand is collected without a branch; it is one place in twenty.
        let mut places = [0u32; BLOCK];
        for base in (0..text.len()).step_by(BLOCK) {
            let block = &text.ch[base..(base + BLOCK + 1).min(text.len())];
            let mut count = 0;
            for (at, pair) in block.windows(2).enumerate() {
                places[count & (BLOCK - 1)] = (base + at) as u32;
                count += usize::from(self.gate.may_open(pair[0], pair[1]));
            }
            places[..count].iter().for_each(|&at| try_at(at as usize));
        }
        if let Some(last) = text.len().checked_sub(1) {
            try_at(last);
        }
        if let Some(line) = line {
            self.flush(cx, &line, &mut opened, &mut subject, found);
        }
    }
}

impl Patterns {
    /// Tries what the keywords of a line opened on the whole of it.
    fn flush(
        &self,
        cx: &Context<'_>,
        line: &Line,
        opened: &mut Vec<u16>,
        subject: &mut Subject,
        found: &mut Vec<Candidate>,
    ) {
        for &index in opened.iter() {
            self.attempt(cx, line, index, line.bytes, subject, found);
        }
        opened.clear();
    }
}

impl Line {
    /// The line that holds the character at `i`; it is not before the line `number`.
    fn at(cx: &Context<'_>, i: usize, mut number: usize) -> Self {
        let text = cx.text;
        while text.lines.get(number + 1).is_some_and(|&next| next as usize <= i) {
            number += 1;
        }
        let start = text.lines[number] as usize;
        let end = text.lines.get(number + 1).map_or(text.len(), |&next| next as usize);
        let end = if end > start && text.get(end - 1) == '\n' { end - 1 } else { end };
        let (from, to) = (text.offset(start), text.offset(end));
        let from = text.src[..from].rfind('\n').map_or(0, |at| at + 1);
        let lines = text.lines.len();
        let head = cx.edges.0 && number < END_LINES;
        let tail = cx.edges.1 && number + END_LINES + 1 >= lines;
        Self { number, chars: (start, end), bytes: (from, to), ends: (head, tail) }
    }

    /// The byte at which a window that begins with character `i` begins.
    fn from(&self, text: &Text<'_>, i: usize) -> usize {
        if i <= self.chars.0 { self.bytes.0 } else { text.offset(i) }
    }

    /// The byte at which a window that ends before character `i` ends.
    fn to(&self, text: &Text<'_>, i: usize) -> usize {
        if i >= self.chars.1 { self.bytes.1 } else { text.offset(i) }
    }
}

const fn stands(position: Place, (head, tail): (bool, bool)) -> bool {
    match position {
        Place::Any => true,
        Place::Head => head,
        Place::Tail => tail,
        Place::Ends => head || tail,
    }
}

fn guarded(guard: Guard, source: &str, start: usize, end: usize) -> bool {
    let blocked = |c: char| match guard {
        Guard::None => false,
        Guard::Digit => c.is_ascii_digit() || ('０'..='９').contains(&c),
        Guard::Word => c.is_ascii_alphanumeric() || ('０'..='９').contains(&c),
        Guard::Segment => {
            !(c.is_whitespace() || "|｜/\\<>《》［］[]【】()（）-—–－=＝~～*·•●▼▲▽△◆◇★☆≡→←↑↓©®&;".contains(c))
        }
    };
    !source[..start].chars().next_back().is_some_and(blocked)
        && !source[end..].chars().next().is_some_and(blocked)
}

#[cfg(test)]
mod tests {
    use super::super::Buffers;
    use super::*;
    use crate::builtin;

    /// The source texts of what the built-in patterns find.
    fn found(source: &str) -> Vec<String> {
        let rules = builtin::rules();
        let patterns = Patterns::new(&rules).expect("the built-in keywords are sound");
        let (terms, words) = builtin::lexicons();
        let text = Text::new(source, 0, terms.view(), Buffers::default());
        let (lexicon, words) = (terms.view(), words.view());
        let cx = Context { text: &text, lexicon, words, rules: &rules, edges: (true, true) };
        let mut out = Vec::new();
        patterns.recognize(&cx, &mut out);
        out.iter().map(|c| text.source(c.start, c.end).to_owned()).collect()
    }

    #[test]
    fn a_pattern_with_a_reach_finds_each_match_once() {
        let far = "，".repeat(200);
        assert_eq!(found(&format!("弘扬焦桐精神精神{far}弘扬焦桐精神")), ["焦桐精神", "焦桐精神"]);
        assert!(found(&format!("弘扬{far}精神")).is_empty());
    }

    #[test]
    fn the_ready_made_gate_is_that_of_the_rules() {
        assert_eq!(builtin::gate(), Gate::new(&builtin::rules()).expect("the built-in keywords are sound"));
    }

    #[test]
    fn every_line_is_tried_once_for_each_pattern() {
        assert_eq!(
            found("\n庆祝建党90周年、建军90周年\n\n　庆祝建党100周年"),
            ["90周年", "90周年", "100周年"]
        );
    }

    #[test]
    fn a_window_may_end_before_its_line_so_it_has_no_end_of_line() {
        let rules = builtin::rules();
        let lists = rules.iter().map(|(_, rule)| rule.patterns.as_slice()).chain([rules.keeps()]);
        for pattern in lists.flatten().filter(|pattern| pattern.reach.is_some()) {
            assert!(!pattern.regex.contains('$'), "{}", pattern.id);
        }
    }
}
