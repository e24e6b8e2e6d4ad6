//! Files that hold their text in a container, on their way in and out.

use clap::{Args, ValueEnum};
use yinmo::document::{Joined, TextUnit};
use yinmo::edit::Edit;
use yinmo::engine::{Engine, by_unit, secrets};
use yinmo::finding::Finding;
use yinmo::format::office::{self, Fate, Limits, Opaque, Opened, WriteOptions};
use yinmo::format::{Decoded, Encoding};

use super::input;
use super::run::Trouble;

mod silence;

/// How files with a container are opened.
#[derive(Debug, Default, Args)]
pub(crate) struct Opening {
    /// For files with a container: another limit, such as part=512M; entries, part, total, ratio, depth, attributes
    /// or nesting
    #[arg(long, value_name = "NAME=N", value_parser = limit)]
    pub(crate) limit: Vec<(String, u64)>,
    /// Fail on files that hold anything that is not looked into, such as pictures
    #[arg(long)]
    pub(crate) strict: bool,
}

/// What becomes of parts that cannot be looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OpaqueParts {
    /// The file is not written
    #[default]
    Refuse,
    /// They are taken out
    Drop,
    /// They stay, and are listed
    Keep,
}

impl From<OpaqueParts> for Opaque {
    fn from(parts: OpaqueParts) -> Self {
        match parts {
            OpaqueParts::Refuse => Self::Refuse,
            OpaqueParts::Drop => Self::Drop,
            OpaqueParts::Keep => Self::Keep,
        }
    }
}

/// How files with a container are written.
#[derive(Debug, Default, Args)]
pub(crate) struct Writing {
    /// For files with a container: what becomes of embedded objects, macros and other parts that cannot be looked into
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(crate) opaque: OpaqueParts,
    /// Take out signatures, which a change breaks
    #[arg(long)]
    pub(crate) drop_signatures: bool,
}

/// `NAME=N` as a limit; N may end in K, M or G.
fn limit(typed: &str) -> Result<(String, u64), String> {
    let names = || format!("NAME is one of {}, as in part=512M", Limits::NAMES.join(", "));
    let (name, value) = typed.split_once('=').ok_or_else(names)?;
    let (digits, factor) = match value.as_bytes().last() {
        Some(b'K' | b'k') => (&value[..value.len() - 1], 1 << 10),
        Some(b'M' | b'm') => (&value[..value.len() - 1], 1 << 20),
        Some(b'G' | b'g') => (&value[..value.len() - 1], 1 << 30),
        _ => (value, 1),
    };
    let number: u64 = digits.parse().map_err(|_| format!("{value:?} is no number; write it as 512M"))?;
    if !Limits::default().set(name, 0) {
        return Err(names());
    }
    Ok((name.to_owned(), number.saturating_mul(factor)))
}

impl Opening {
    /// The limits in effect.
    pub(crate) fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for (name, value) in &self.limit {
            limits.set(name, *value);
        }
        limits
    }
}

/// An opened file with its text as one.
pub(crate) struct Container {
    pub(crate) opened: Opened,
    joined: Joined,
    limits: Limits,
}

/// How many parts a message names.
const NAMED: usize = 5;

impl Container {
    /// Whether a file that starts so is one.
    pub(crate) fn is(head: &[u8]) -> bool {
        office::is_container(head)
    }

    /// Reads the rest of a file and opens it.
    pub(crate) fn read(opened: &mut input::Input, opening: &Opening) -> Result<Self, String> {
        let limits = opening.limits();
        opened.read_to(usize::try_from(limits.total).unwrap_or(usize::MAX - 1))?;
        if !opened.whole {
            return Err(format!(
                "larger than the limit total = {} allows; raise it with --limit total=N",
                limits.total
            ));
        }
        let container = Self::open(&opened.head, limits)?;
        let unscanned = container.unscanned();
        if opening.strict && !unscanned.is_empty() {
            return Err(format!("not everything in it can be looked into: {}", some(&unscanned)));
        }
        Ok(container)
    }

    fn open(bytes: &[u8], limits: Limits) -> Result<Self, String> {
        let opened = office::open(bytes, &limits).map_err(|error| error.to_string())?;
        let joined = opened.document.join();
        Ok(Self { opened, joined, limits })
    }

    /// Its text as if it were a file's.
    pub(crate) fn decoded(&self) -> Decoded<'_> {
        Decoded { text: self.joined.text.as_str().into(), encoding: Encoding::Utf8, bom: false }
    }

    /// What is in it that is not looked into.
    fn unscanned(&self) -> Vec<String> {
        let blind = |fate: Fate| matches!(fate, Fate::Opaque | Fate::Picture);
        let carriers = self.opened.carriers.iter().filter(|carrier| blind(carrier.fate));
        carriers.map(|carrier| format!("{} ({})", plain(&carrier.name), carrier.what)).collect()
    }

    /// A line about what was not looked into.
    pub(crate) fn say_unscanned(&self, name: &str) -> Option<String> {
        let unscanned = self.unscanned();
        let advice = "`yinmo inspect` lists everything";
        (!unscanned.is_empty())
            .then(|| format!("yinmo: {name}: not looked into: {}; {advice}", some(&unscanned)))
    }

    /// Adds the fields that the file itself marks as unfilled.
    pub(crate) fn add_fields(&self, engine: &Engine, findings: &mut Vec<Finding>) {
        let fields = self.opened.fields.iter().map(|field| (field.unit, field.span, field.what));
        engine.add_fields(&self.joined, fields, findings);
    }

    /// Findings of the text by unit.
    pub(crate) fn by_unit<'u, T: Clone>(
        &'u self,
        findings: &[(&Finding, T)],
    ) -> impl Iterator<Item = (&'u TextUnit, Vec<(Finding, T)>)> {
        let units = by_unit(&self.joined, findings);
        units.into_iter().map(|(unit, findings)| (&self.opened.document.units[unit], findings))
    }

    /// The file with these edits of its text, opened and read again: what was replaced is nowhere in it.
    pub(crate) fn write(
        &self,
        engine: &Engine,
        edits: &[Edit],
        findings: &[Finding],
        options: &WriteOptions,
        force: bool,
    ) -> Result<Vec<u8>, Trouble> {
        let secrets = secrets(&self.joined.text, edits, findings, engine.rules());
        let document = &self.opened.document;
        let mut split = document.split_edits(&self.joined, edits);
        silence::spread(engine, document, &secrets, &mut split);
        let written = self.opened.write(&split, options).map_err(|error| error.to_string())?;
        if options.track.is_none() && !force {
            let again = Self::open(&written.bytes, self.limits).map_err(|error| {
                format!("what was written could not be opened again ({error}); nothing was changed")
            })?;
            silence::verify(&again.opened, &secrets)?;
        }
        Ok(written.bytes)
    }
}

fn some(parts: &[String]) -> String {
    let mut list = parts.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if parts.len() > NAMED {
        list.push_str(&format!(" and {} more", parts.len() - NAMED));
    }
    list
}

/// A part's name for messages; names may hold document text.
fn plain(name: &str) -> &str {
    if name.is_ascii() { name } else { "a part with an unusual name" }
}
