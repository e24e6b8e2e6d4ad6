//! A [`Baseline`] holds what is known already, as fingerprints: no text, no places, so that a finding is known wherever
//! its line has moved to, and a new one of the same kind is new.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Counts by fingerprint, by rule.
pub type Known = BTreeMap<String, BTreeMap<String, usize>>;

/// The findings that are known, by file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    /// By path, with `/`, counted from the baseline's folder.
    pub files: BTreeMap<String, Known>,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// Not JSON, or a field is missing or unknown.
    #[error(transparent)]
    Parse(#[from] serde_json::Error),
    /// Made by a later version.
    #[error("version {0} of the format is not known here; update yinmo")]
    Version(u32),
}

impl Baseline {
    const VERSION: u32 = 1;

    /// A baseline without entries.
    pub const fn new() -> Self {
        Self { version: Self::VERSION, files: BTreeMap::new() }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is no baseline, or one of a later version.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let baseline: Self = serde_json::from_str(text)?;
        if baseline.version != Self::VERSION {
            return Err(BaselineError::Version(baseline.version));
        }
        Ok(baseline)
    }

    /// The file's content.
    ///
    /// # Panics
    /// Never: texts and numbers can always be written.
    pub fn show(&self) -> String {
        serde_json::to_string_pretty(self).expect("texts and numbers can be written") + "\n"
    }
}

/// Takes a finding off the known ones; whether it was one of them.
pub fn take(known: &mut Known, rule: &str, fingerprint: &str) -> bool {
    let count =
        known.get_mut(rule).and_then(|prints| prints.get_mut(fingerprint)).filter(|count| **count > 0);
    count.map(|count| *count -= 1).is_some()
}

/// Adds a finding.
pub fn add(known: &mut Known, rule: &str, fingerprint: &str) {
    *known.entry(rule.to_owned()).or_default().entry(fingerprint.to_owned()).or_default() += 1;
}

/// How many entries of these rules are left.
pub fn left(known: &Known, counts: impl Fn(&str) -> bool) -> usize {
    known.iter().filter(|(rule, _)| counts(rule)).flat_map(|(_, prints)| prints.values()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_counted() {
        let mut baseline = Baseline::new();
        let known = baseline.files.entry("a.txt".to_owned()).or_default();
        for _ in 0..2 {
            add(known, "id/phone", "00ff");
        }
        let mut known = Baseline::parse(&baseline.show()).unwrap().files.remove("a.txt").unwrap();
        assert_eq!([0; 3].map(|_| take(&mut known, "id/phone", "00ff")), [true, true, false]);
        assert!(!take(&mut known, "id/card", "00ff"));
        assert_eq!(left(&baseline.files["a.txt"], |rule| rule == "id/phone"), 2);
        assert!(Baseline::parse("{\"version\":9,\"files\":{}}").is_err());
    }
}
