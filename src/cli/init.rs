//! `init` and `profiles`, and the proof of own rules: what helps to write a configuration.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{anyhow, bail};
use yinmo::config::{self, Profile};
use yinmo::report::plural;

use super::config::{Config, profile};
use super::{Manner, Status, args, write};

const FILE: &str = "yinmo.toml";

pub(crate) fn init(args: &args::Init, manner: Manner) -> anyhow::Result<Status> {
    if args.schema {
        serde_json::to_writer_pretty(io::stdout().lock(), &config::schema())?;
        writeln!(io::stdout())?;
        return Ok(Status::Fine);
    }
    if let Some(name) = &args.profile {
        profile(name)?;
    }
    if Path::new(FILE).exists() {
        bail!("{FILE} is here already; it was left as it is");
    }
    let text = config::commented(args.profile.as_deref());
    write::replace(Path::new(FILE), text.as_bytes()).map_err(|cause| anyhow!("{FILE}: {cause}"))?;
    manner.say(&format!("wrote {FILE}; take out the # before what you want to set"));
    Ok(Status::Fine)
}

pub(crate) fn profiles(args: &args::Profiles, manner: Manner) -> anyhow::Result<Status> {
    let bold = if manner.colour { anstyle::Style::new().bold() } else { anstyle::Style::new() };
    let mut out = io::stdout().lock();
    match &args.profile {
        None => {
            for name in Profile::names() {
                writeln!(out, "{bold}{name:<18}{bold:#} {}", profile(name)?.summary)?;
            }
        }
        Some(name) => {
            let profile = profile(name)?;
            writeln!(out, "{bold}{}{bold:#}: {}", profile.name, profile.summary)?;
            for regulation in &profile.regulations {
                let config::Regulation { title, number, article, asks } = regulation;
                writeln!(out, "\n《{title}》（{number}）{article}\n  {asks}")?;
            }
            writeln!(out, "\nIt sets:\n{}", profile.settings.dump())?;
        }
    }
    Ok(Status::Fine)
}

/// Tries own rules on their examples, as the tests of yinmo do with its own.
pub(crate) fn prove(config: &Config, first: usize, out: &mut impl Write) -> anyhow::Result<Status> {
    let engine = config.unchosen()?;
    let (mut tried, mut faults) = (0, 0);
    for (id, rule) in engine.rules().iter().skip(first) {
        let spans = |text: &str| {
            let findings = engine.scan(text).findings;
            findings.iter().filter(|f| f.rule == id).map(|f| (f.span.start, f.span.end)).collect::<Vec<_>>()
        };
        let matches = rule.matches.iter().chain(rule.patterns.iter().flat_map(|p| p.matches.iter()));
        let non_matches =
            rule.non_matches.iter().chain(rule.patterns.iter().flat_map(|p| p.non_matches.iter()));
        for (example, (text, expected)) in
            matches.map(|m| (m, unmark(m))).chain(non_matches.map(|m| (m, (m.to_owned(), vec![]))))
        {
            tried += 1;
            let found = spans(&text);
            if found != expected {
                faults += 1;
                let shown: Vec<&str> = found.iter().map(|&(a, b)| &text[a..b]).collect();
                let shown = if shown.is_empty() { "nothing".to_owned() } else { shown.join(", ") };
                writeln!(out, "{}: in {example:?} it finds {shown}", rule.name)?;
            }
        }
    }
    writeln!(out, "{} tried, {} wrong", plural(tried, "example"), faults)?;
    Ok(if faults == 0 { Status::Fine } else { Status::Findings })
}

/// An example without its marks, and the marked spans.
fn unmark(example: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut spans, mut open) = (String::new(), Vec::new(), 0);
    for c in example.chars() {
        match c {
            '‹' => open = text.len(),
            '›' => spans.push((open, text.len())),
            _ => text.push(c),
        }
    }
    (text, spans)
}
