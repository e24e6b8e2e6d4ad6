//! Ready settings for a purpose, as data in `patterns/profiles`; each cites the regulation it follows.

use serde::Deserialize;

use super::{ConfigError, Settings, read};

macro_rules! profiles {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../patterns/profiles/", $name, ".toml")))),*]
    };
}

/// The profiles, as name and content.
const FILES: &[(&str, &str)] = profiles!["template", "open-government", "court", "corpus"];

/// A ready profile.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in one sentence.
    pub summary: String,
    /// What it follows.
    pub regulations: Vec<Regulation>,
    /// What it sets.
    pub settings: Settings,
}

/// A regulation, with the part that matters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulation {
    /// Its title.
    pub title: String,
    /// Its number and year.
    pub number: String,
    /// Where in it.
    pub article: String,
    /// What it asks for, in our words.
    pub asks: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    summary: String,
    regulation: Vec<Regulation>,
    #[serde(rename = "settings")]
    _settings: toml::Table,
}

impl Profile {
    /// The names of all profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|&(name, _)| name)
    }

    /// The profile of this name.
    ///
    /// # Errors
    /// Never in a tested build: the files are part of it, and a test reads them.
    pub fn named(name: &str) -> Option<Result<Self, ConfigError>> {
        let &(name, text) = FILES.iter().find(|file| file.0 == name)?;
        let about = toml::from_str::<ProfileFile>(text).map_err(|error| ConfigError {
            file: format!("profile {name}"),
            line: 1,
            message: error.message().to_owned(),
        });
        Some(about.and_then(|about| {
            let settings = read::read_profile(name, text)?;
            Ok(Self { name, summary: about.summary, regulations: about.regulation, settings })
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::matches_prefix;
    use crate::rule::RuleSet;

    #[test]
    fn every_profile_cites_its_regulation_and_names_what_exists() {
        let rules: RuleSet = crate::builtin::rules();
        for name in Profile::names() {
            let profile = Profile::named(name).unwrap().unwrap_or_else(|error| panic!("{error}"));
            assert!(!profile.summary.is_empty() && !profile.regulations.is_empty(), "{name}");
            for regulation in &profile.regulations {
                let parts = [&regulation.title, &regulation.number, &regulation.article, &regulation.asks];
                assert!(parts.iter().all(|part| !part.is_empty()), "{name}: {regulation:?}");
            }
            let choices = &profile.settings.choices;
            let style = choices.style.as_ref().map_or("xx", |set| set.value.as_str());
            assert!(profile.settings.style(style).is_some(), "{name}: {style}");
            let lists = choices.select.iter().chain(&choices.ignore).flat_map(|set| &set.value);
            for prefix in lists.chain(choices.severity.keys()) {
                assert!(rules.iter().any(|(_, rule)| matches_prefix(&rule.name, prefix)), "{name}: {prefix}");
            }
        }
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("patterns/profiles");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), Profile::names().count());
    }
}
