//! The engine with the user's choice of rules and terms.

use std::path::Path;

use anyhow::{Context as _, bail};
use yinmo::builtin;
use yinmo::engine::Engine;
use yinmo::format::decode;
use yinmo::policy::{Policy, matches_prefix};
use yinmo::recognize::UserLists;
use yinmo::rule::{RuleId, RuleSet};

use super::args::Choice;
use super::walk::reading;

/// The rule a term is reported as when its line does not say.
const DEFAULT: RuleId = RuleId::ORG;

/// The engine that was asked for.
pub(crate) fn engine(choice: &Choice) -> anyhow::Result<Engine> {
    let policy =
        Policy { select: choice.select.clone(), ignore: choice.ignore.clone(), min_score: choice.min_score };
    let mut engine = builtin::engine(policy);
    for prefix in choice.select.iter().chain(&choice.ignore) {
        if !engine.rules().iter().any(|(_, rule)| matches_prefix(&rule.name, prefix)) {
            bail!("there is no rule or group {prefix:?}; `yinmo rules` lists them");
        }
    }
    for path in &choice.terms {
        let mut terms = Vec::new();
        for (number, line) in lines(path)?.iter().enumerate() {
            let (term, kind) = line.split_once('\t').unwrap_or((line, ""));
            let rule = kind_of(kind.trim(), engine.rules()).with_context(|| {
                format!("{}:{}: unknown kind; write person, place, org or a rule", path.display(), number + 1)
            })?;
            terms.push((term.trim().to_owned(), rule));
        }
        add(&mut engine, path, terms)?;
    }
    for path in &choice.keep {
        let terms = lines(path)?.iter().map(|line| (line.trim().to_owned(), RuleId::KEEP)).collect();
        add(&mut engine, path, terms)?;
    }
    Ok(engine)
}

fn add(engine: &mut Engine, path: &Path, mut terms: Vec<(String, RuleId)>) -> anyhow::Result<()> {
    terms.retain(|(term, _)| !term.is_empty() && !term.starts_with('#'));
    let lists = UserLists::new(terms).with_context(|| format!("{}: too many terms", path.display()))?;
    engine.add(Box::new(lists));
    Ok(())
}

fn lines(path: &Path) -> anyhow::Result<Vec<String>> {
    let bytes = std::fs::read(path).map_err(|e| anyhow::anyhow!("{}: {}", path.display(), reading(&e)))?;
    let decoded = decode(&bytes, None).with_context(|| path.display().to_string())?;
    Ok(decoded.text.lines().map(str::to_owned).collect())
}

fn kind_of(kind: &str, rules: &RuleSet) -> Option<RuleId> {
    match kind {
        "" => Some(DEFAULT),
        "人名" => Some(RuleId::PERSON),
        "地名" => Some(RuleId::PLACE),
        "机构" | "单位" => Some(RuleId::ORG),
        _ => rules
            .iter()
            .find(|(_, rule)| rule.name == kind || rule.name.split_once('/').is_some_and(|(_, n)| n == kind))
            .map(|(id, _)| id),
    }
}
