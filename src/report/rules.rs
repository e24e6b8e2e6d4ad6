//! Rules as people read about them.

use std::io::{self, Write};

use anstyle::Style as Ansi;

use crate::rule::{Rule, RuleSet};

/// Writes one line for each rule whose name starts with `group`; empty for all. Returns how many there are.
///
/// # Errors
/// When `out` cannot be written.
pub fn rule_list(rules: &RuleSet, group: &str, colour: bool, out: &mut impl Write) -> io::Result<usize> {
    let bold = if colour { Ansi::new().bold() } else { Ansi::new() };
    let chosen =
        |rule: &&Rule| group.is_empty() || rule.name.split_once('/').is_some_and(|(start, _)| start == group);
    let mut count = 0;
    for rule in rules.iter().map(|(_, rule)| rule).filter(chosen) {
        count += 1;
        let name = &rule.name;
        writeln!(out, "{bold}{name:<26}{bold:#} {:<8} {}", rule.severity.name(), rule.summary)?;
    }
    Ok(count)
}

/// Explains one rule: what it finds, why that matters, examples, source.
///
/// # Errors
/// When `out` cannot be written.
pub fn rule_page(rule: &Rule, colour: bool, out: &mut impl Write) -> io::Result<()> {
    let bold = if colour { Ansi::new().bold() } else { Ansi::new() };
    writeln!(out, "{bold}{}{bold:#} ({})", rule.name, rule.severity)?;
    writeln!(out, "\n{}\n", rule.summary)?;
    writeln!(out, "Why: {}", rule.why)?;
    writeln!(out, "Source: {}", rule.source)?;
    writeln!(out, "From score: {:.2}", rule.min_score)?;
    let patterns = &rule.patterns;
    let found = || rule.matches.iter().chain(patterns.iter().flat_map(|p| p.matches.iter()));
    let not_found = || rule.non_matches.iter().chain(patterns.iter().flat_map(|p| p.non_matches.iter()));
    if found().next().is_some() {
        writeln!(out, "\nFound, between ‹ and ›:")?;
    }
    for example in found() {
        writeln!(out, "  {}", one_line(example))?;
    }
    if not_found().next().is_some() {
        writeln!(out, "\nNothing found:")?;
    }
    for example in not_found() {
        writeln!(out, "  {}", one_line(example))?;
    }
    Ok(())
}

fn one_line(example: &str) -> String {
    example.trim_end().replace('\n', "⏎")
}
