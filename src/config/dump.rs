//! Settings as the configuration file that would give them, each value with its origin behind it.

use std::fmt::Write as _;

use super::{Choices, Set, Settings};

impl Settings {
    /// All settings in effect as TOML; what is set nowhere says so.
    pub fn dump(&self) -> String {
        let mut out = String::new();
        line(&mut out, "profile", self.profile.as_ref(), "none", |name| quoted(name));
        choices(&mut out, &self.choices, true);
        line(&mut out, "encoding", self.encoding.as_ref(), "\"auto\"", |name| quoted(name));
        line(&mut out, "jobs", self.jobs.as_ref(), "one for each processor", u16::to_string);
        line(&mut out, "allow", self.allow.as_ref(), "none", |path| quoted(path));
        line(&mut out, "baseline", self.baseline.as_ref(), "none", |path| quoted(path));
        list(
            &mut out,
            "exclude",
            self.exclude.iter().map(|glob| (quoted(&glob.value.pattern), glob.origin.to_string())),
        );
        list(&mut out, "rules", self.rules.iter().map(|path| (quoted(&path.value), path.origin.to_string())));
        for style in &self.styles {
            let _ = writeln!(out, "# style {} # {}", style.value.name(), style.origin);
        }
        for own in &self.own {
            for name in own.value.names() {
                let _ = writeln!(out, "# {name} # {}", own.origin);
            }
        }
        if !self.lists.is_empty() {
            out.push_str("\n[lexicons]\n");
            for kind in super::ListKind::ALL {
                let of_kind = self.lists.iter().filter(|list| list.value.kind == kind);
                list(
                    &mut out,
                    kind.name(),
                    of_kind.map(|list| (quoted(&list.value.path), list.origin.to_string())),
                );
            }
        }
        severities(&mut out, "[severity]", &self.choices);
        for path in &self.paths {
            let globs: Vec<String> = path.value.globs.iter().map(|glob| quoted(&glob.pattern)).collect();
            let _ = writeln!(out, "\n[[path]] # {}\nglob = [{}]", path.origin, globs.join(", "));
            choices(&mut out, &path.value.choices, false);
            severities(&mut out, "[path.severity]", &path.value.choices);
        }
        out
    }
}

fn choices(out: &mut String, choices: &Choices, all: bool) {
    let default = |text: &'static str| if all { text } else { "" };
    line(out, "style", choices.style.as_ref(), default("\"xx\""), |name| quoted(name));
    line(out, "for", choices.purpose.as_ref(), default("\"release\""), |purpose| quoted(purpose.name()));
    line(out, "select", choices.select.as_ref(), default("[]"), |rules| names(rules));
    line(out, "ignore", choices.ignore.as_ref(), default("[]"), |rules| names(rules));
    line(out, "min-score", choices.min_score.as_ref(), default("0.0"), |score| format!("{score:?}"));
}

fn severities(out: &mut String, head: &str, choices: &Choices) {
    if choices.severity.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{head}");
    for (rule, severity) in &choices.severity {
        let _ = writeln!(out, "{} = {} # {}", quoted(rule), quoted(severity.value.name()), severity.origin);
    }
}

/// One value; a default that is no value stands in a comment.
fn line<T>(out: &mut String, key: &str, set: Option<&Set<T>>, default: &str, show: impl Fn(&T) -> String) {
    let _ = match set {
        Some(set) => writeln!(out, "{key} = {} # {}", show(&set.value), set.origin),
        None if default.is_empty() => Ok(()),
        None if default.starts_with(['"', '[', '0']) => writeln!(out, "{key} = {default} # default"),
        None => writeln!(out, "# {key}: {default} # default"),
    };
}

fn list(out: &mut String, key: &str, items: impl Iterator<Item = (String, String)>) {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "{key} = [");
    for (value, origin) in items {
        let _ = writeln!(out, "  {value}, # {origin}");
    }
    out.push_str("]\n");
}

fn names(rules: &[String]) -> String {
    let list: Vec<String> = rules.iter().map(|rule| quoted(rule)).collect();
    format!("[{}]", list.join(", "))
}

/// A TOML string; JSON's escapes are TOML's too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
