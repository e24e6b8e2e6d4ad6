//! Patterns of the rule files: a literal gate over the folded text, then each expression on the lines that passed.
//!
//! The gate is a small lexicon of all keywords; a pattern whose keywords do not stand in a line is never tried
//! there, and its expression is compiled when it is tried first. Expressions see the source line, blanks included.

use std::collections::BTreeMap;

use super::{Candidate, ClueKind, Context, Recognizer};
use crate::lexicon::{Lexicon, LexiconError, Tags};
use crate::rule::{Guard, Pattern, Place, RuleId, RuleSet};

/// How many lines count as the head or the tail of a document.
const END_LINES: usize = 15;

/// Runs the patterns of all rules, and of what must be kept.
#[derive(Debug)]
pub struct Patterns {
    gate: Lexicon,
    /// Bit `c % 64` for each keyword of one character, since most characters are none.
    singles: u64,
    /// For each keyword, the patterns it opens.
    opens: Vec<Vec<u16>>,
    /// Each pattern as rule and index in it; the index in this list is the one in [`ClueKind::Pattern`].
    patterns: Vec<(RuleId, u16)>,
}

impl Patterns {
    /// Compiles the gate of a rule set.
    ///
    /// # Errors
    /// When a keyword is empty or too long.
    pub fn new(rules: &RuleSet) -> Result<Self, LexiconError> {
        let mut patterns = Vec::new();
        let mut keywords: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        let keeps = std::iter::once((RuleId::KEEP, rules.keeps()));
        let all = rules.iter().map(|(id, rule)| (id, rule.patterns.as_slice())).chain(keeps);
        for (id, list) in all {
            for (index, pattern) in list.iter().enumerate() {
                for keyword in &pattern.keywords {
                    keywords.entry(fold(keyword)).or_default().push(patterns.len() as u16);
                }
                patterns.push((id, index as u16));
            }
        }
        let single = |k: &String| {
            (k.chars().count() == 1).then(|| k.chars().next().map_or(0, |c| 1 << (c as u32 % 64)))
        };
        let singles = keywords.keys().filter_map(single).fold(0, |all: u64, bit: u64| all | bit);
        let ids = keywords.keys().enumerate().map(|(i, k)| (k.clone(), Tags(i as u32 + 1)));
        let gate = Lexicon::build(&ids.collect::<Vec<_>>())?;
        Ok(Self { gate, singles, opens: keywords.into_values().collect(), patterns })
    }

    fn pattern<'r>(&self, rules: &'r RuleSet, index: u16) -> (RuleId, &'r Pattern) {
        let (rule, at) = self.patterns[usize::from(index)];
        let list = if rule == RuleId::KEEP { rules.keeps() } else { &rules.rule(rule).patterns };
        (rule, &list[usize::from(at)])
    }

    fn try_line(&self, cx: &Context<'_>, line: usize, opened: &[u16], found: &mut Vec<Candidate>) {
        let text = cx.text;
        let (start, end) = text.line_range(text.lines[line] as usize);
        let (from, to) = (text.offset(start), text.offset(end));
        // The blanks before the first character belong to the line too.
        let from = text.src[..from].rfind('\n').map_or(0, |at| at + 1);
        let source = &text.src[from..to];
        for &index in opened {
            let (rule, pattern) = self.pattern(cx.rules, index);
            if !stands(pattern.position, line, text.lines.len(), cx.edges) {
                continue;
            }
            pattern.expression().each(source, |hit| {
                // Blanks around a match are no part of it, whatever the expression took.
                let tail = hit.of(source).trim_start();
                let (start, word) = (hit.end - tail.len(), tail.trim_end());
                if word.is_empty() || !guarded(pattern.guard, source, start, start + word.len()) {
                    return;
                }
                let (a, b) = (text.index_of(from + start), text.index_of(from + start + word.len()));
                if a < b {
                    let mut candidate =
                        Candidate::new(a, b, rule, pattern.score).shaped(ClueKind::Pattern(index));
                    candidate.cure = pattern.cure;
                    found.push(candidate);
                }
            });
        }
    }
}

impl Recognizer for Patterns {
    fn recognize(&self, cx: &Context<'_>, found: &mut Vec<Candidate>) {
        let (text, gate) = (cx.text, self.gate.view());
        let mut opened: Vec<u16> = Vec::new();
        for line in 0..text.lines.len().saturating_sub(1) {
            let range = text.lines[line] as usize..text.lines[line + 1] as usize;
            for i in range.clone() {
                let mut open = |tags: Tags| opened.extend_from_slice(&self.opens[tags.0 as usize - 1]);
                if self.singles & (1 << (text.ch[i] as u32 % 64)) != 0 {
                    let single = gate.single(text.ch[i]);
                    if !single.is_empty() {
                        open(single);
                    }
                }
                gate.starting(&text.ch[i..range.end], |_, tags| open(tags));
            }
            if !opened.is_empty() {
                opened.sort_unstable();
                opened.dedup();
                self.try_line(cx, line, &opened, found);
                opened.clear();
            }
        }
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

fn stands(position: Place, line: usize, lines: usize, (first, last): (bool, bool)) -> bool {
    let head = first && line < END_LINES;
    let tail = last && line + END_LINES + 1 >= lines;
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
