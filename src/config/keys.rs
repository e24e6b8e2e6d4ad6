//! The keys of a configuration file, as one table: the reader, the schema, the file that `yinmo init` writes and the
//! suggestions for a misspelt key all come from it.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// A key of a configuration file.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What stands behind it.
    pub form: Form,
    /// What it does, in one sentence.
    pub about: &'static str,
    /// An example, in TOML; the default where there is one.
    pub example: &'static str,
    /// Whether a `[[path]]` table may have it too.
    pub by_path: bool,
}

/// What stands behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One string.
    Text,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A list of strings, or one.
    Texts,
    /// A number from 0 to 1.
    Score,
    /// A whole number from 1 to 1024.
    Count,
    /// A table from rule or group to severity.
    Severities,
    /// A table from kind of list to files.
    Lists,
    /// Tables of keys for some paths.
    Paths,
    /// Tables that are checked elsewhere.
    Tables,
}

/// The severities by name.
pub(super) const SEVERITIES: &[&str] = &["error", "warning", "note"];
/// The purposes by name.
pub(super) const PURPOSES: &[&str] = &["release", "template", "corpus"];
/// The keys under `lexicons`, with what each list does.
pub(super) const LISTS: &[(&str, &str)] = &[
    ("mask", "terms to mask; their kind in a second column, organisation where there is none"),
    ("keep", "terms never to touch"),
    ("people", "names of people to mask"),
    ("places", "names of places to mask"),
    ("orgs", "names of organisations to mask"),
];

const fn key(name: &'static str, form: Form, about: &'static str, example: &'static str) -> Key {
    Key { name, form, about, example, by_path: false }
}

const fn by_path(name: &'static str, form: Form, about: &'static str, example: &'static str) -> Key {
    Key { name, form, about, example, by_path: true }
}

/// Every key, in the order in which they are shown.
pub const KEYS: &[Key] = &[
    key(
        "extend",
        Form::Texts,
        "Other configuration files that this one builds on; what stands here wins.",
        "extend = \"../shared/yinmo.toml\"",
    ),
    key(
        "profile",
        Form::Text,
        "A ready set of settings below this file's own; `yinmo profiles` lists them with their regulations.",
        "profile = \"open-government\"",
    ),
    by_path("style", Form::Text, "What findings become; `yinmo styles` shows every style.", "style = \"xx\""),
    by_path("for", Form::OneOf(PURPOSES), "What `check` checks for.", "for = \"release\""),
    by_path(
        "select",
        Form::Texts,
        "Only these rules or groups; all where it is empty.",
        "select = [\"entity\", \"id/phone\"]",
    ),
    by_path("ignore", Form::Texts, "Not these rules or groups.", "ignore = [\"date\"]"),
    by_path(
        "min-score",
        Form::Score,
        "Only findings of at least this score, from 0.0 to 1.0.",
        "min-score = 0.0",
    ),
    by_path(
        "severity",
        Form::Severities,
        "How much findings of a rule or group matter: error fails a check, warning is shown, note only with --verbose.",
        "severity = { \"consistency\" = \"warning\", \"entity/place\" = \"note\" }",
    ),
    key("encoding", Form::Text, "Encoding of the texts, where it cannot be told.", "encoding = \"auto\""),
    key("jobs", Form::Count, "How many files are worked on at once.", "jobs = 4"),
    key(
        "exclude",
        Form::Texts,
        "Files and folders that are passed over when a folder is walked, as in .gitignore.",
        "exclude = [\"archive/\", \"*.log\"]",
    ),
    key(
        "lexicons",
        Form::Lists,
        "Own lists: text (one term a line; a kind behind a tab) or CSV (the term, the kind).",
        "lexicons = { keep = \"lists/keep.txt\", people = [\"lists/staff.csv\"] }",
    ),
    key(
        "rules",
        Form::Texts,
        "Files with own rules, written as those in patterns/rules.",
        "rules = [\"own-rules.toml\"]",
    ),
    key("allow", Form::Text, "The file of allowed findings.", "allow = \"yinmo-allow.toml\""),
    key(
        "baseline",
        Form::Text,
        "The file of findings that `check` knows already.",
        "baseline = \"yinmo-baseline.json\"",
    ),
    key(
        "path",
        Form::Paths,
        "Settings for some files only; later tables win.",
        "[[path]]\nglob = \"drafts/**\"\nfor = \"release\"\nseverity = { placeholder = \"warning\" }",
    ),
    key(
        "styles",
        Form::Tables,
        "Own styles, written as those in patterns/styles.toml.",
        "[[styles]]\nname = \"blank\"\nsummary = \"lines to fill in\"\nhides = \"everything\"\nshows = \"units\"\n\
         [styles.form.marks]\nword = \"＿＿\"\nperson = { whole = \"＿＿\" }\nfigure = { whole = \"＿＿\" }\n\
         year = { whole = \"＿＿\" }\npart = { whole = \"＿＿\" }",
    ),
    key(
        "rule",
        Form::Tables,
        "Own rules, written as those in patterns/rules.",
        "[[rule]]\nname = \"id/staff-number\"\nsummary = \"A staff number.\"\nwhy = \"It leads to one person.\"\n\
         source = \"our register\"\nmatches = [\"工号‹LJ-20931›\"]\nnon_matches = [\"LJ路\"]\n[[rule.pattern]]\n\
         id = \"after-label\"\nkeywords = [\"工号\"]\nregex = '工号[：:]?(?<hit>LJ-[0-9]{5})'\nmatches = [\"工号：‹LJ-20931›\"]",
    ),
    key(
        "keep",
        Form::Tables,
        "Own forms that are never touched, written as those in patterns/rules/keep.toml.",
        "[[keep]]\nid = \"our-campaign\"\nkeywords = [\"行动\"]\nregex = '百村行动'\nmatches = [\"开展‹百村行动›\"]",
    ),
];

/// The key of this name.
pub(super) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The name that was probably meant.
pub fn suggest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let far = |known: &str| if name.len() > 2 && known.starts_with(name) { 1 } else { distance(name, known) };
    let near = names.into_iter().map(|known| (far(known), known)).min_by_key(|&(far, _)| far)?;
    (near.0 <= 1 + name.chars().count() / 4).then_some(near.1)
}

/// How many letters have to be put in, taken out, replaced or swapped to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i.max(j)
            } else {
                let same = usize::from(a[i - 1] != b[j - 1]);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let swap = if swapped { rows[i - 2][j - 2] + 1 } else { usize::MAX };
                swap.min(rows[i - 1][j - 1] + same).min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1)
            };
        }
    }
    rows[a.len()][b.len()]
}

/// The JSON schema of a configuration file.
pub fn schema() -> Value {
    let texts = json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    let paths = || {
        let mut properties: serde_json::Map<_, _> =
            KEYS.iter().filter(|key| key.by_path).map(|key| (key.name.to_owned(), property(key))).collect();
        properties.insert("glob".to_owned(), texts.clone());
        json!({"type": "object", "additionalProperties": false, "required": ["glob"], "properties": properties})
    };
    let properties: serde_json::Map<String, Value> = KEYS
        .iter()
        .map(|key| {
            let mut value = if key.form == Form::Paths {
                json!({"type": "array", "items": paths()})
            } else {
                property(key)
            };
            value["description"] = key.about.into();
            (key.name.to_owned(), value)
        })
        .collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "yinmo.toml",
        "description": "Configuration of yinmo",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn property(key: &Key) -> Value {
    let texts = json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    match key.form {
        Form::Text => json!({"type": "string"}),
        Form::OneOf(names) => json!({"enum": names}),
        Form::Texts => texts,
        Form::Score => json!({"type": "number", "minimum": 0, "maximum": 1}),
        Form::Count => json!({"type": "integer", "minimum": 1, "maximum": 1024}),
        Form::Severities => json!({"type": "object", "additionalProperties": {"enum": SEVERITIES}}),
        Form::Lists => {
            let lists: serde_json::Map<_, _> = LISTS
                .iter()
                .map(|&(name, about)| {
                    let mut list = texts.clone();
                    list["description"] = about.into();
                    (name.to_owned(), list)
                })
                .collect();
            json!({"type": "object", "additionalProperties": false, "properties": lists})
        }
        Form::Paths | Form::Tables => json!({"type": "array", "items": {"type": "object"}}),
    }
}

/// A configuration file in which every key is explained and commented out; `profile` is set where one is chosen.
pub fn commented(profile: Option<&str>) -> String {
    let mut out = String::from(
        "# Configuration of yinmo. It holds for this folder and everything below it; what is typed wins over it.\n\
         # Paths are counted from this file. `yinmo check --dump-config` shows what holds, and from where.\n",
    );
    for key in KEYS {
        let _ = write!(out, "\n# {}\n", key.about);
        match profile {
            Some(name) if key.name == "profile" => {
                let _ = writeln!(out, "profile = \"{name}\"");
            }
            _ => {
                for line in key.example.lines() {
                    let _ = writeln!(out, "# {line}");
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_recognised_and_a_foreign_one_is_not() {
        let names = || KEYS.iter().map(|key| key.name);
        for (typed, meant) in
            [("selct", "select"), ("min_score", "min-score"), ("sytle", "style"), ("profil", "profile")]
        {
            assert_eq!(suggest(typed, names()), Some(meant));
        }
        assert_eq!(suggest("colour-of-paper", names()), None);
    }
}
