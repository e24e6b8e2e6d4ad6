//! A user's lists of terms, from files to the engine.

use std::path::Path;

use anyhow::Context as _;
use yinmo::config::{Entry, List, ListKind, entries};
use yinmo::engine::Engine;
use yinmo::format::decode;
use yinmo::recognize::UserLists;
use yinmo::rule::{RuleId, RuleSet};

use super::walk::reading;

/// The rule a term is reported as when its line does not say.
const DEFAULT: RuleId = RuleId::ORG;

/// Adds a list to the engine.
pub(crate) fn add(engine: &mut Engine, list: &List) -> anyhow::Result<()> {
    let path = Path::new(&list.path);
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let mut terms = Vec::new();
    for entry in entries(&text(path)?, is_csv).with_context(|| path.display().to_string())? {
        let rule = match list.kind {
            ListKind::Keep => RuleId::KEEP,
            ListKind::People => RuleId::PERSON,
            ListKind::Places => RuleId::PLACE,
            ListKind::Orgs => RuleId::ORG,
            ListKind::Mask => rule(&entry, engine.rules(), path)?,
        };
        terms.push((entry.term, rule));
    }
    engine.add(Box::new(UserLists::new(terms)));
    Ok(())
}

/// The text of a file that settings name.
pub(crate) fn text(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).map_err(|e| anyhow::anyhow!("{}: {}", path.display(), reading(&e)))?;
    let decoded = decode(&bytes, None).with_context(|| path.display().to_string())?;
    Ok(decoded.text.into_owned())
}

fn rule(entry: &Entry, rules: &RuleSet, path: &Path) -> anyhow::Result<RuleId> {
    kind_of(&entry.kind, rules).with_context(|| {
        format!("{}:{}: unknown kind; write person, place, org or a rule", path.display(), entry.line)
    })
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
