//! Patterns of the rule files: a literal gate over the folded text, then each expression on the lines that passed.
//!
//! The gate is a small lexicon of all keywords behind a set of the characters they begin with; a pattern whose
//! keywords do not stand in a line is never tried there, and its expression is compiled when it is tried first.
//! A pattern with a reach is tried only so far around its keyword. Expressions see the source line, blanks included.

use std::collections::BTreeMap;

use super::{Candidate, ClueKind, Context, Recognizer, Text};
use crate::lexicon::{Lexicon, LexiconError, Tags};
use crate::rule::{Guard, Pattern, Place, RuleId, RuleSet};

/// How many lines count as the head or the tail of a document.
const END_LINES: usize = 15;

/// Runs the patterns of all rules, and of what must be kept.
#[derive(Debug)]
pub struct Patterns {
    gate: Lexicon,
    /// A bit for each character of the basic plane that a keyword begins with; most characters are none.
    firsts: Vec<u64>,
    /// For each keyword, its length and the patterns it opens.
    opens: Vec<(usize, Vec<u16>)>,
    /// Each pattern; the index in this list is the one in [`ClueKind::Pattern`].
    patterns: Vec<Entry>,
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

impl Patterns {
    /// Compiles the gate of a rule set.
    ///
    /// # Errors
    /// When a keyword is empty or too long.
    pub fn new(rules: &RuleSet) -> Result<Self, LexiconError> {
        Self::added(rules, (0, 0))
    }

    /// Compiles the gate of what was added to a rule set when it had so many rules and kept forms.
    ///
    /// # Errors
    /// When a keyword is empty or too long.
    pub fn added(rules: &RuleSet, (first_rule, first_keep): (usize, usize)) -> Result<Self, LexiconError> {
        let mut patterns = Vec::new();
        let mut keywords: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        let keeps = std::iter::once((RuleId::KEEP, first_keep, rules.keeps()));
        let of_rules = rules.iter().skip(first_rule).map(|(id, rule)| (id, 0, rule.patterns.as_slice()));
        for (rule, first, list) in of_rules.chain(keeps) {
            for (index, pattern) in list.iter().enumerate().skip(first) {
                for keyword in &pattern.keywords {
                    keywords.entry(fold(keyword)).or_default().push(patterns.len() as u16);
                }
                let reach = pattern.reach.map(usize::from);
                patterns.push(Entry { rule, at: index as u16, position: pattern.position, reach });
            }
        }
        let mut firsts = vec![0u64; 1024];
        for c in keywords.keys().filter_map(|k| k.chars().next()).map(|c| c as usize) {
            // A character beyond the basic plane shares the last bit with all others there.
            let bit = c.min(0xffff);
            firsts[bit >> 6] |= 1 << (bit & 63);
        }
        let ids = keywords.keys().enumerate().map(|(i, k)| (k.clone(), Tags(i as u32 + 1)));
        let gate = Lexicon::build(&ids.collect::<Vec<_>>())?;
        let opens = keywords.into_iter().map(|(k, patterns)| (k.chars().count(), patterns)).collect();
        Ok(Self { gate, firsts, opens, patterns })
    }

    fn pattern<'r>(&self, rules: &'r RuleSet, index: u16) -> (RuleId, &'r Pattern) {
        let Entry { rule, at, .. } = self.patterns[usize::from(index)];
        let list = if rule == RuleId::KEEP { rules.keeps() } else { &rules.rule(rule).patterns };
        (rule, &list[usize::from(at)])
    }

    #[inline]
    fn may_open(&self, c: char) -> bool {
        let bit = (c as usize).min(0xffff);
        self.firsts[bit >> 6] & (1 << (bit & 63)) != 0
    }

    /// Tries a pattern on the bytes from `from` to `to` of the source, which lie in `line`; returns where to go on.
    fn attempt(
        &self,
        cx: &Context<'_>,
        line: &Line,
        index: u16,
        (from, to): (usize, usize),
        found: &mut Vec<Candidate>,
    ) -> usize {
        let text = cx.text;
        let base = line.bytes.0;
        let (rule, pattern) = self.pattern(cx.rules, index);
        let (whole, source) = (&text.src[base..line.bytes.1], &text.src[base..to]);
        if !pattern.also.is_empty() && !pattern.also.iter().any(|also| whole.contains(also.as_str())) {
            return line.bytes.1;
        }
        let regex = pattern.regex();
        let mut at = from - base;
        while let Some(mut hit) = (at <= source.len()).then(|| regex.find_at(source, at)).flatten() {
            let last = hit.end();
            let next = source[last..].chars().next().map_or(1, char::len_utf8);
            at = if hit.is_empty() { last + next } else { last };
            if regex.captures_len() > 1 {
                let captures = regex.captures_at(source, hit.start());
                hit = captures.and_then(|captures| captures.name("hit")).unwrap_or(hit);
            }
            // Blanks around a match are no part of it, whatever the expression took.
            let tail = hit.as_str().trim_start();
            let (start, word) = (hit.end() - tail.len(), tail.trim_end());
            if word.is_empty() || !guarded(pattern.guard, whole, start, start + word.len()) {
                continue;
            }
            let (a, b) = (text.index_of(base + start), text.index_of(base + start + word.len()));
            if a < b {
                let mut candidate =
                    Candidate::new(a, b, rule, pattern.score).shaped(ClueKind::Pattern(index));
                candidate.cure = pattern.cure;
                found.push(candidate);
            }
        }
        base + at
    }
}

impl Recognizer for Patterns {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let (text, gate) = (cx.text, self.gate.view());
        let mut opened: Vec<u16> = Vec::new();
        // For each pattern, the byte behind what was tried last: lines come in order.
        let mut done = vec![0usize; self.patterns.len()];
        let mut line: Option<Line> = None;
        let mut i = 0;
        while let Some(step) = text.ch[i..].iter().position(|&c| self.may_open(c)) {
            i += step;
            let here = match line.take() {
                Some(here) if i < here.chars.1 => here,
                before => {
                    let number = before.as_ref().map_or(0, |line| line.number);
                    if let Some(before) = before {
                        self.flush(cx, &before, &mut opened, found);
                    }
                    Line::at(cx, i, number)
                }
            };
            let mut open = |len: usize, tags: Tags| {
                for &index in &self.opens[tags.0 as usize - 1].1 {
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
                        let next = self.attempt(cx, &here, index, (from, to), found);
                        *tried = next.min(to).max(*tried);
                    }
                }
            };
            let single = gate.single(text.ch[i]);
            if !single.is_empty() {
                open(1, single);
            }
            gate.starting(&text.ch[i..here.chars.1.max(i + 1)], &mut open);
            line = Some(here);
            i += 1;
        }
        if let Some(line) = line {
            self.flush(cx, &line, &mut opened, found);
        }
    }
}

impl Patterns {
    /// Tries what the keywords of a line opened on the whole of it.
    fn flush(&self, cx: &Context<'_>, line: &Line, opened: &mut Vec<u16>, found: &mut Vec<Candidate>) {
        for &index in opened.iter() {
            self.attempt(cx, line, index, line.bytes, found);
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

fn fold(keyword: &str) -> String {
    keyword
        .chars()
        .filter(|c| *c != ' ' && *c != '\u{3000}')
        .map(|c| match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => {
                char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
            }
            _ => c,
        })
        .collect()
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
