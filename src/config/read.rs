//! From the text of a configuration file to [`Settings`], each value with the line it stands on.

use serde::Deserialize as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, KEYS, LISTS, SEVERITIES};
use super::{Choices, ConfigError, List, ListKind, Origin, Override, Set, Settings};
use crate::format::Encoding;
use crate::policy::Purpose;
use crate::rule::{Additions, Severity};
use crate::style::Style;

type Item<'i> = (&'i str, &'i Spanned<DeValue<'i>>, usize);

/// Reads a file of this name, or the table of it that these keys lead to (`["tool", "yinmo"]`). A profile's values
/// say the profile as their origin.
///
/// # Errors
/// When it is not TOML, a key is unknown or a value is not what its key asks for.
pub fn read(file: &str, text: &str, within: &[&str]) -> Result<Settings, ConfigError> {
    Reader { file, text, profile: None }.read(within)
}

pub(super) fn read_profile(name: &str, text: &str) -> Result<Settings, ConfigError> {
    Reader { file: &format!("profile {name}"), text, profile: Some(name) }.read(&["settings"])
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    profile: Option<&'a str>,
}

impl Reader<'_> {
    fn read(&self, within: &[&str]) -> Result<Settings, ConfigError> {
        let whole = DeTable::parse(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.wrong(at, error.message().to_owned())
        })?;
        let mut table = whole.get_ref();
        for &key in within {
            let Some(inner) = table.get(key).and_then(|value| value.get_ref().as_table()) else {
                return Ok(Settings::default());
            };
            table = inner;
        }
        let mut settings = Settings::default();
        let names = || KEYS.iter().map(|key| key.name);
        for (name, value, at) in entries(table) {
            let Some(key) = keys::find(name) else { return Err(self.unknown(name, at, names())) };
            if key.by_path {
                self.choice(&mut settings.choices, (name, value, at))?;
                continue;
            }
            let origin = self.origin(at);
            match name {
                "extend" => settings.extend = self.texts(value, name)?,
                "profile" => settings.profile = Some(self.text(value, name)?),
                "encoding" => {
                    let encoding = self.text(value, name)?;
                    if encoding.value != "auto" && Encoding::named(&encoding.value).is_none() {
                        let names = "auto, utf-8, gb18030, gbk, big5, utf-16le or utf-16be";
                        return Err(self.wrong(at, format!("`encoding` is {names}")));
                    }
                    settings.encoding = Some(encoding);
                }
                "jobs" => {
                    let number = value.get_ref().as_integer().and_then(|n| n.as_str().parse::<u16>().ok());
                    let number = number.filter(|n| (1..=1024).contains(n));
                    let value = number.ok_or_else(|| self.wrong(at, "`jobs` is a number from 1 to 1024"))?;
                    settings.jobs = Some(Set { value, origin });
                }
                "exclude" => {
                    settings.exclude = self
                        .texts(value, name)?
                        .into_iter()
                        .map(|glob| glob.map(super::Glob::here))
                        .collect();
                }
                "lexicons" => settings.lists = self.lists(value, at)?,
                "rules" => settings.rules = self.texts(value, name)?,
                "allow" => settings.allow = Some(self.text(value, name)?),
                "baseline" => settings.baseline = Some(self.text(value, name)?),
                "path" => settings.paths = self.paths(value, at)?,
                "styles" => {
                    for style in self.plain(within, name)? {
                        let value = Style::deserialize(style).map_err(|e| self.wrong(at, e.message()))?;
                        settings.styles.push(Set { value, origin: origin.clone() });
                    }
                }
                "rule" | "keep" => {
                    let mut table = toml::Table::new();
                    table.insert(name.to_owned(), toml::Value::Array(self.plain(within, name)?));
                    let value =
                        Additions::of_table(self.file, table).map_err(|e| self.wrong(at, e.to_string()))?;
                    settings.own.push(Set { value: value.into(), origin });
                }
                _ => debug_assert!(false, "the key {name} is in the table and not read"),
            }
        }
        Ok(settings)
    }

    /// A key that may stand in a `[[path]]` table too.
    fn choice(&self, choices: &mut Choices, (name, value, at): Item<'_>) -> Result<(), ConfigError> {
        match name {
            "style" => choices.style = Some(self.text(value, name)?),
            "for" => {
                let purpose = self.text(value, name)?;
                let found = Purpose::named(&purpose.value);
                let found = found.ok_or_else(|| self.wrong(at, "`for` is release, template or corpus"))?;
                choices.purpose = Some(purpose.map(|_| found));
            }
            "select" | "ignore" => {
                let rules = self.texts(value, name)?;
                let value = rules.into_iter().map(|rule| rule.value).collect();
                let set = Some(Set { value, origin: self.origin(at) });
                if name == "select" { choices.select = set } else { choices.ignore = set }
            }
            "min-score" => {
                let number = match value.get_ref() {
                    DeValue::Float(number) => number.as_str().parse::<f32>().ok(),
                    DeValue::Integer(number) => number.as_str().parse::<f32>().ok(),
                    _ => None,
                };
                let value = number
                    .filter(|score| (0.0..=1.0).contains(score))
                    .ok_or_else(|| self.wrong(at, "`min-score` is a number from 0.0 to 1.0"))?;
                choices.min_score = Some(Set { value, origin: self.origin(at) });
            }
            "severity" => {
                let table = value.get_ref().as_table();
                let table = table
                    .ok_or_else(|| self.wrong(at, "`severity` is a table from rule or group to severity"))?;
                for (rule, severity, at) in entries(table) {
                    let word = severity.get_ref().as_str().unwrap_or_default();
                    let Some(value) = Severity::named(word) else {
                        let hint = keys::suggest(word, SEVERITIES.iter().copied());
                        let hint = hint.map_or(String::new(), |hint| format!("; did you mean `{hint}`?"));
                        return Err(self.wrong(at, format!("a severity is error, warning or note{hint}")));
                    };
                    choices.severity.insert(rule.to_owned(), Set { value, origin: self.origin(at) });
                }
            }
            _ => debug_assert!(false, "the key {name} is in the table and not read"),
        }
        Ok(())
    }

    fn lists(&self, value: &Spanned<DeValue<'_>>, at: usize) -> Result<Vec<Set<List>>, ConfigError> {
        let table = value.get_ref().as_table();
        let table =
            table.ok_or_else(|| self.wrong(at, "`lexicons` is a table from kind of list to files"))?;
        let mut lists = Vec::new();
        for (name, value, at) in entries(table) {
            let Some(kind) = ListKind::named(name) else {
                return Err(self.unknown(name, at, LISTS.iter().map(|&(name, _)| name)));
            };
            let files = self.texts(value, name)?;
            lists.extend(files.into_iter().map(|file| file.map(|path| List { kind, path })));
        }
        Ok(lists)
    }

    fn paths(&self, value: &Spanned<DeValue<'_>>, at: usize) -> Result<Vec<Set<Override>>, ConfigError> {
        let wrong = || self.wrong(at, "`path` is written as [[path]] tables with a `glob`");
        let mut paths = Vec::new();
        for table in value.get_ref().as_array().ok_or_else(wrong)? {
            let at = table.span().start;
            let mut over = Override::default();
            for (name, value, at) in entries(table.get_ref().as_table().ok_or_else(wrong)?) {
                match keys::find(name) {
                    _ if name == "glob" => {
                        let globs = self.texts(value, name)?;
                        over.globs = globs.into_iter().map(|glob| super::Glob::here(glob.value)).collect();
                    }
                    Some(key) if key.by_path => self.choice(&mut over.choices, (name, value, at))?,
                    _ => {
                        let names = KEYS.iter().filter(|key| key.by_path).map(|key| key.name);
                        return Err(self.unknown(name, at, names.chain(["glob"])));
                    }
                }
            }
            if over.globs.is_empty() {
                return Err(self.wrong(at, "a [[path]] table needs a `glob`"));
            }
            paths.push(Set { value: over, origin: self.origin(at) });
        }
        Ok(paths)
    }

    /// The tables of a key as plain values, which other readers understand.
    fn plain(&self, within: &[&str], name: &str) -> Result<Vec<toml::Value>, ConfigError> {
        let wrong = || self.wrong(0, format!("`{name}` is written as [[{name}]] tables"));
        let mut table: toml::Table = toml::from_str(self.text).map_err(|_| wrong())?;
        for &key in within {
            let Some(toml::Value::Table(inner)) = table.remove(key) else { return Err(wrong()) };
            table = inner;
        }
        match table.remove(name) {
            Some(toml::Value::Array(tables)) => Ok(tables),
            _ => Err(wrong()),
        }
    }

    fn text(&self, value: &Spanned<DeValue<'_>>, name: &str) -> Result<Set<String>, ConfigError> {
        let at = value.span().start;
        let text = value.get_ref().as_str();
        let text = text.ok_or_else(|| self.wrong(at, format!("`{name}` is a text in quotes")))?;
        Ok(Set { value: text.to_owned(), origin: self.origin(at) })
    }

    fn texts(&self, value: &Spanned<DeValue<'_>>, name: &str) -> Result<Vec<Set<String>>, ConfigError> {
        match value.get_ref() {
            DeValue::Array(list) => list.iter().map(|item| self.text(item, name)).collect(),
            _ => Ok(vec![self.text(value, name)?]),
        }
    }

    fn origin(&self, at: usize) -> Origin {
        match self.profile {
            Some(name) => Origin::Profile(name.to_owned()),
            None => Origin::File { name: self.file.to_owned(), line: self.line(at) },
        }
    }

    fn line(&self, at: usize) -> usize {
        1 + self.text.as_bytes()[..at.min(self.text.len())].iter().filter(|&&b| b == b'\n').count()
    }

    fn wrong(&self, at: usize, message: impl Into<String>) -> ConfigError {
        ConfigError { file: self.file.to_owned(), line: self.line(at), message: message.into() }
    }

    fn unknown<'n>(&self, name: &str, at: usize, names: impl IntoIterator<Item = &'n str>) -> ConfigError {
        let hint = match keys::suggest(name, names) {
            Some(hint) => format!("did you mean `{hint}`?"),
            None => "`yinmo init` writes a file with all of them".to_owned(),
        };
        self.wrong(at, format!("there is no key `{name}`; {hint}"))
    }
}

/// The entries of a table in the order of the file.
fn entries<'t>(table: &'t DeTable<'t>) -> Vec<Item<'t>> {
    let mut entries: Vec<Item<'t>> =
        table.iter().map(|(key, value)| (key.get_ref().as_ref(), value, key.span().start)).collect();
    entries.sort_by_key(|&(_, _, at)| at);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        read("yinmo.toml", text, &[]).unwrap_err().to_string()
    }

    #[test]
    fn a_mistake_names_its_line_and_what_was_meant() {
        assert_eq!(
            fault("style = \"xx\"\nselct = []\n"),
            "yinmo.toml:2: there is no key `selct`; did you mean `select`?"
        );
        assert_eq!(fault("jobs = 0"), "yinmo.toml:1: `jobs` is a number from 1 to 1024");
        assert!(fault("\n\nfor = \"print\"").starts_with("yinmo.toml:3: `for` is release,"));
        assert!(
            fault("severity = { id = \"warn\" }").ends_with("did you mean `warning`?"),
            "{}",
            fault("severity = { id = \"warn\" }")
        );
        assert!(fault("[lexicons]\npoeple = \"a\"").contains("did you mean"));
        assert!(fault("[[path]]\nstyle = \"x\"").contains("needs a `glob`"));
        assert!(
            fault("[[path]]\nglob = \"a\"\njobs = 2").starts_with("yinmo.toml:3: there is no key `jobs`")
        );
        assert!(fault("style = ").starts_with("yinmo.toml:1: "));
        assert!(fault("[[rule]]\nname = \"x\"").starts_with("yinmo.toml:1: "));
    }

    #[test]
    fn every_key_of_the_table_is_read() {
        let mut text: Vec<&str> = KEYS.iter().map(|key| key.example).collect();
        text.sort_by_key(|example| example.starts_with("[["));
        let settings = read("yinmo.toml", &text.join("\n"), &[]).unwrap();
        let parts = [
            settings.extend.len(),
            settings.exclude.len(),
            settings.lists.len(),
            settings.rules.len(),
            settings.paths.len(),
            settings.styles.len(),
            settings.own.len(),
            settings.choices.severity.len(),
        ];
        assert_eq!(parts, [1, 2, 2, 1, 1, 1, 2, 2]);
        let choices = &settings.choices;
        assert!(settings.profile.is_some() && settings.encoding.is_some() && settings.jobs.is_some());
        assert!(settings.allow.is_some() && settings.baseline.is_some());
        assert!(choices.style.is_some() && choices.purpose.is_some() && choices.min_score.is_some());
        assert!(choices.select.is_some() && choices.ignore.is_some());
    }
}
