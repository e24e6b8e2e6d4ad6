//! From values to an engine. Files are read by Python; here their content is looked up by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use yinmo::allow::{AllowList, Allowed, Entry, marks};
use yinmo::builtin;
use yinmo::config::{self, Choices, List, ListKind, Profile, Set, Settings, suggest};
use yinmo::engine::Engine;
use yinmo::policy::{Purpose, matches_prefix};
use yinmo::recognize::UserLists;
use yinmo::rule::{Additions, RuleId, RuleSet};
use yinmo::style::Style;

use crate::fault::Fault;

/// How many files may extend each other in a row.
const DEEPEST: usize = 8;
/// The fewest bytes of a secret.
const KEY: usize = 16;

/// What Python gives.
#[derive(Default)]
pub(crate) struct Given {
    /// The configuration's name and its TOML.
    pub(crate) toml: Option<(String, String)>,
    /// The files it names, as name and content.
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) profile: Option<String>,
    pub(crate) style: Option<String>,
    pub(crate) purpose: Option<String>,
    pub(crate) select: Vec<String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) min_score: Option<f32>,
    /// Terms to mask, with their kind.
    pub(crate) terms: Vec<(String, String)>,
    pub(crate) keep: Vec<String>,
    pub(crate) key: Option<Vec<u8>>,
}

/// An engine with what belongs to it.
pub(crate) struct Built {
    pub(crate) engine: Engine,
    pub(crate) style: Style,
    pub(crate) purpose: Purpose,
    pub(crate) key: Option<Vec<u8>>,
    styles: BTreeMap<String, Style>,
    entries: Vec<Entry>,
}

impl Built {
    pub(crate) fn new(given: Given) -> Result<Self, Fault> {
        if given.key.as_ref().is_some_and(|key| key.len() < KEY) {
            return Err(Fault::Config(format!(
                "key: a secret has at least {KEY} bytes; this one can be guessed"
            )));
        }
        let settings = lay(&given)?;
        let choices = &settings.choices;
        let mut engine = builtin::engine(choices.policy());
        let own: Vec<_> = settings.own.iter().map(|own| (own.origin.to_string(), &*own.value)).collect();
        engine.extend(own.iter().map(|(origin, added)| (origin.as_str(), *added))).map_err(wrong)?;
        let lists = choices.select.iter().chain(&choices.ignore);
        let named = lists.flat_map(|set| set.value.iter().map(|rule| (rule, &set.origin)));
        for (prefix, origin) in named.chain(choices.severity.iter().map(|(rule, set)| (rule, &set.origin))) {
            known(prefix, engine.rules()).map_err(|why| Fault::Config(format!("{origin}: {why}")))?;
        }
        for list in &settings.lists {
            let terms =
                list_terms(&list.value, file(&given.files, &list.value.path, &list.origin)?, engine.rules())?;
            add(&mut engine, terms)?;
        }
        let rule = |(term, kind): &(String, String)| match rule_of(kind, engine.rules()) {
            Some(rule) => Ok((term.clone(), rule)),
            None => Err(Fault::Config(format!(
                "terms: unknown kind {kind:?}; write person, place, org or a rule"
            ))),
        };
        let asked = given.terms.iter().map(rule).collect::<Result<Vec<_>, _>>()?;
        add(&mut engine, asked)?;
        add(&mut engine, given.keep.iter().map(|term| (term.clone(), RuleId::KEEP)).collect())?;
        let entries = match &settings.allow {
            None => Vec::new(),
            Some(name) => {
                let list = AllowList::parse(file(&given.files, &name.value, &name.origin)?);
                list.map_err(|error| Fault::Config(format!("{}: {error}", name.value)))?.entries
            }
        };
        let own = settings.styles.iter().map(|style| style.value.clone());
        let styles = Style::all().chain(own).map(|style| (style.name().to_owned(), style)).collect();
        let purpose = choices.purpose.as_ref().map_or(Purpose::Release, |purpose| purpose.value);
        let mut built = Self {
            engine,
            style: Style::all().next().expect("there is a first style"),
            purpose,
            key: given.key,
            styles,
            entries,
        };
        if let Some(name) = &choices.style {
            built.style = built.named(&name.value)?.clone();
        }
        Ok(built)
    }

    /// The style of this name; without one, the configured style.
    pub(crate) fn style(&self, name: Option<&str>) -> Result<&Style, Fault> {
        name.map_or(Ok(&self.style), |name| self.named(name))
    }

    fn named(&self, name: &str) -> Result<&Style, Fault> {
        self.styles.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.styles.keys().map(String::as_str).collect();
            Fault::Config(format!("there is no style {name:?}; there are these styles: {}", names.join(", ")))
        })
    }

    pub(crate) fn styles(&self) -> impl Iterator<Item = &Style> {
        self.styles.values()
    }

    /// The purpose of this name; without one, the configured purpose.
    pub(crate) fn purpose(&self, name: Option<&str>) -> Result<Purpose, Fault> {
        name.map_or(Ok(self.purpose), purpose)
    }

    /// What is allowed in a text: by its own marks, and by entries that are not about paths.
    pub(crate) fn allowed(&self, text: &str) -> Allowed {
        let mut places = Vec::new();
        if !self.entries.is_empty() {
            let rules = self.engine.rules();
            let found = self.engine.scan(text).findings;
            let everywhere = || self.entries.iter().filter(|entry| entry.path.is_none());
            let fits = |finding: &&_| everywhere().any(|entry| entry.fits(text, finding, rules));
            places.extend(found.iter().filter(fits).map(|finding| finding.span));
        }
        Allowed::new(marks(text), places)
    }
}

/// The files that a configuration names, each with whether it is one that is built on.
pub(crate) fn named_files(name: &str, toml: &str) -> Result<Vec<(String, bool)>, Fault> {
    let settings = read(name, toml)?;
    let lists = settings.lists.iter().map(|list| &list.value.path);
    let others = settings.rules.iter().chain(&settings.allow).map(|file| &file.value);
    let below = settings.extend.iter().map(|file| (file.value.clone(), true));
    Ok(lists.chain(others).map(|file| (file.clone(), false)).chain(below).collect())
}

fn read(name: &str, toml: &str) -> Result<Settings, Fault> {
    let within: &[&str] = if name.ends_with("pyproject.toml") { &["tool", "yinmo"] } else { &[] };
    let mut settings = config::read(name, toml, within).map_err(wrong)?;
    let folder = name.rfind(['/', '\\']).map_or("", |at| &name[..=at]);
    let absolute = |path: &str| path.starts_with('/') || path.get(1..3).is_some_and(|drive| drive == ":\\");
    settings.rebase("", |path| if absolute(path) { path.to_owned() } else { format!("{folder}{path}") });
    Ok(settings)
}

/// A configuration laid over those it builds on.
fn laid(name: &str, toml: &str, files: &BTreeMap<String, String>, depth: usize) -> Result<Settings, Fault> {
    let mut settings = read(name, toml)?;
    let mut lower = Settings::default();
    for other in std::mem::take(&mut settings.extend) {
        if depth == DEEPEST {
            let origin = other.origin;
            return Err(Fault::Config(format!(
                "{origin}: more than {DEEPEST} files extend each other; is there a circle?"
            )));
        }
        let text = file(files, &other.value, &other.origin)?;
        lower = lower.under(laid(&other.value, text, files, depth + 1)?);
    }
    Ok(lower.under(settings))
}

/// All layers.
fn lay(given: &Given) -> Result<Settings, Fault> {
    let mut middle = match &given.toml {
        Some((name, toml)) => laid(name, toml, &given.files, 0)?,
        None => Settings::default(),
    };
    let named =
        given.profile.as_ref().map(|name| Set::flag("profile", name.clone())).or(middle.profile.take());
    let lowest = match &named {
        None => Settings::default(),
        Some(name) => match Profile::named(&name.value) {
            Some(profile) => profile.map_err(wrong)?.settings,
            None => {
                let (name, names) = (&name.value, Profile::names().collect::<Vec<_>>().join(", "));
                return Err(Fault::Config(format!("there is no profile {name:?}; there are {names}")));
            }
        },
    };
    let rules = |flag, list: &[String]| (!list.is_empty()).then(|| Set::flag(flag, list.to_vec()));
    let choices = Choices {
        style: given.style.clone().map(|name| Set::flag("style", name)),
        purpose: given
            .purpose
            .as_deref()
            .map(purpose)
            .transpose()?
            .map(|purpose| Set::flag("purpose", purpose)),
        select: rules("select", &given.select),
        ignore: rules("ignore", &given.ignore),
        min_score: given.min_score.map(|score| Set::flag("min_score", score)),
        severity: BTreeMap::new(),
    };
    if given.min_score.is_some_and(|score| !(0.0..=1.0).contains(&score)) {
        return Err(Fault::Config("min_score is a number from 0.0 to 1.0".to_owned()));
    }
    let mut settings = lowest.under(middle).under(Settings { choices, ..Settings::default() });
    for name in &settings.rules {
        let added =
            Additions::parse(&name.value, file(&given.files, &name.value, &name.origin)?).map_err(wrong)?;
        settings.own.push(Set { value: Arc::new(added), origin: name.origin.clone() });
    }
    Ok(settings)
}

fn file<'f>(
    files: &'f BTreeMap<String, String>,
    name: &str,
    origin: &config::Origin,
) -> Result<&'f str, Fault> {
    files.get(name).map(String::as_str).ok_or_else(|| {
        Fault::Config(format!(
            "{origin}: the file {name:?} was not given; read the configuration with Config.read, or give it in `files`"
        ))
    })
}

fn purpose(name: &str) -> Result<Purpose, Fault> {
    Purpose::named(name).ok_or_else(|| {
        Fault::Config(format!("there is no purpose {name:?}; there are release, template, corpus"))
    })
}

/// Refuses a rule or group that is not there.
fn known(prefix: &str, rules: &RuleSet) -> Result<(), String> {
    if rules.iter().any(|(_, rule)| matches_prefix(&rule.name, prefix)) {
        return Ok(());
    }
    let groups = rules.iter().map(|(_, rule)| rule.name.split('/').next().unwrap_or_default());
    let hint = suggest(prefix, rules.iter().map(|(_, rule)| &*rule.name).chain(groups));
    let hint = hint.map_or(String::new(), |hint| format!("; did you mean {hint:?}?"));
    Err(format!("there is no rule or group {prefix:?}{hint}"))
}

fn list_terms(list: &List, text: &str, rules: &RuleSet) -> Result<Vec<(String, RuleId)>, Fault> {
    let path = &list.path;
    let entries = config::entries(text, path.to_lowercase().ends_with(".csv"));
    let term = |entry: config::Entry| {
        let rule = match list.kind {
            ListKind::Keep => Some(RuleId::KEEP),
            ListKind::People => Some(RuleId::PERSON),
            ListKind::Places => Some(RuleId::PLACE),
            ListKind::Orgs => Some(RuleId::ORG),
            ListKind::Mask => rule_of(&entry.kind, rules),
        };
        let unknown = || {
            Fault::Config(format!("{path}:{}: unknown kind; write person, place, org or a rule", entry.line))
        };
        Ok((entry.term, rule.ok_or_else(unknown)?))
    };
    entries.map_err(|error| Fault::Config(format!("{path}: {error}")))?.into_iter().map(term).collect()
}

fn rule_of(kind: &str, rules: &RuleSet) -> Option<RuleId> {
    match kind {
        "" | "机构" | "单位" => Some(RuleId::ORG),
        "人名" => Some(RuleId::PERSON),
        "地名" => Some(RuleId::PLACE),
        _ => {
            let mut all = rules.iter();
            all.find(|(_, rule)| {
                rule.name == kind || rule.name.split_once('/').is_some_and(|(_, n)| n == kind)
            })
            .map(|(id, _)| id)
        }
    }
}

fn add(engine: &mut Engine, terms: Vec<(String, RuleId)>) -> Result<(), Fault> {
    if !terms.is_empty() {
        engine.add(Box::new(UserLists::new(terms)));
    }
    Ok(())
}

fn wrong(error: impl std::fmt::Display) -> Fault {
    Fault::Config(error.to_string())
}
