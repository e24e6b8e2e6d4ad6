//! Files that hold their text in a container, on their way in and out.

use std::collections::BTreeMap;
use std::path::Path;

use clap::{Args, ValueEnum};
use yinmo::document::{Joined, TextUnit};
use yinmo::edit::{Edit, apply};
use yinmo::engine::{Engine, by_unit, secrets};
use yinmo::finding::Finding;
use yinmo::format::office::{self, Fate, Kind, Limits, Opaque, Opened, Version, WriteOptions, shown};
use yinmo::format::{DecodeError, Decoded, Encoding, decode};
use yinmo::report::plural;

use super::input;
use super::run::Trouble;
use super::target::Target;
use super::walk;

mod compare;
mod convert;
mod finalize;
mod inspect;
mod silence;

pub(crate) use compare::{Compare, compare};
pub(crate) use finalize::{Finalize, finalize};
pub(crate) use inspect::{Inspect, inspect};

/// How files with a container are opened.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Opening {
    /// For files with a container: another limit, such as part=512M; entries, part, total, ratio, depth, attributes,
    /// nesting or seconds
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
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Writing {
    /// For files with a container: what becomes of embedded objects, macros and other parts that cannot be looked into
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(crate) opaque: OpaqueParts,
    /// Take out signatures, which a change breaks
    #[arg(long)]
    pub(crate) drop_signatures: bool,
}

/// How edits of a docx are recorded in it.
#[derive(Debug, Default, Args)]
pub(crate) struct Tracking {
    /// For docx: write a review copy, in which each mask is a recorded change to accept or reject; it still holds what
    /// is masked, and `yinmo finalize` makes the masked file of it
    #[arg(long, requires = "output", conflicts_with_all = ["in_place", "clean"])]
    pub(crate) track_changes: bool,
    /// Whose changes they are
    #[arg(long, value_name = "NAME", default_value = REVIEWER, requires = "track_changes")]
    pub(crate) author: String,
    /// When they were made, as 2026-01-31T08:00:00Z [default: no date]
    #[arg(long, value_name = "TIME", requires = "track_changes", value_parser = date)]
    pub(crate) date: Option<String>,
    /// Add a comment to each change that names its rule
    #[arg(long, requires = "track_changes")]
    pub(crate) comment: bool,
}

/// Whose changes they are when nobody says.
pub(crate) const REVIEWER: &str = "yinmo";

/// A time as Word writes it.
fn date(typed: &str) -> Result<String, String> {
    let form = "0000-00-00T00:00:00Z";
    let fits = typed.len() == form.len()
        && typed.bytes().zip(form.bytes()).all(|(b, f)| if f == b'0' { b.is_ascii_digit() } else { b == f });
    if fits { Ok(typed.to_owned()) } else { Err("write it as 2026-01-31T08:00:00Z".to_owned()) }
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
    pub(crate) joined: Joined,
    limits: Limits,
}

/// What was taken out of a file, and what is in it that was not looked into: how much of what.
pub(crate) type Parts = (BTreeMap<String, usize>, BTreeMap<String, usize>);

/// A file that was written.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) bytes: Vec<u8>,
    /// Lines for people.
    pub(crate) lines: Vec<String>,
    pub(crate) parts: Parts,
}

/// What is minded when a file is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Care {
    /// Changes get comments.
    pub(crate) comments: bool,
    /// It is written whatever is left.
    pub(crate) force: bool,
    /// Somebody has allowed some words to stay.
    pub(crate) spares: bool,
}

/// How many parts a message names.
const NAMED: usize = 5;

impl Container {
    /// Whether a file that starts so is one. Under such a name there may be a text, but no empty and no other binary file.
    pub(crate) fn is(path: &Path, head: &[u8]) -> Result<bool, String> {
        let is_container = office::is_container(head);
        let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
        if !is_container && walk::CONTAINER_TYPES.iter().any(|known| end.eq_ignore_ascii_case(known)) {
            let what = match decode(head, None) {
                _ if head.is_empty() => "empty",
                Err(DecodeError::Binary { .. }) => "damaged or something else",
                _ => return Ok(false),
            };
            return Err(format!("it is {what}, though its name says {end}; get the file again"));
        }
        Ok(is_container)
    }

    /// Reads the rest of a file and opens it.
    pub(crate) fn read(opened: &mut input::Input, opening: &Opening) -> Result<Self, String> {
        let limits = opening.limits();
        opened.read_to(usize::try_from(limits.total).unwrap_or(usize::MAX - 1))?;
        if !opened.whole {
            return Err(format!(
                "larger than the limit total = {} allows; raise it with --limit total=N if you trust the file",
                limits.total
            ));
        }
        Self::of(&opened.head, opening)
    }

    /// Opens a file as the user asked for.
    pub(crate) fn of(bytes: &[u8], opening: &Opening) -> Result<Self, String> {
        let container = Self::open(bytes, opening.limits())?;
        container.suits(opening)?;
        Ok(container)
    }

    /// Whether it may hold what it holds.
    fn suits(&self, opening: &Opening) -> Result<(), String> {
        let unscanned = self.unscanned();
        if opening.strict && !unscanned.is_empty() {
            return Err(format!(
                "not everything in it can be looked into, and --strict was given: {}; `yinmo inspect` lists everything",
                some(&unscanned)
            ));
        }
        Ok(())
    }

    pub(crate) fn open(bytes: &[u8], limits: Limits) -> Result<Self, String> {
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
        carriers.map(|carrier| format!("{} ({})", shown(&carrier.name), carrier.what)).collect()
    }

    /// A line about what was not looked into.
    pub(crate) fn say_unscanned(&self, name: &str) -> Option<String> {
        Some(format!("yinmo: {name}: {}", self.unscanned_note()?))
    }

    /// What was not looked into, in words.
    pub(crate) fn unscanned_note(&self) -> Option<String> {
        let unscanned = self.unscanned();
        let advice = "`yinmo inspect` lists everything";
        (!unscanned.is_empty()).then(|| format!("not looked into: {}; {advice}", some(&unscanned)))
    }

    /// Adds the fields that the file itself marks as unfilled.
    pub(crate) fn add_fields(&self, engine: &Engine, findings: &mut Vec<Finding>) {
        let places = |hides: bool| {
            let fields = self.opened.fields.iter().filter(move |field| field.hides() == hides);
            fields.map(|field| (field.unit, field.span, field.what))
        };
        engine.add_fields(&self.joined, places(false), findings);
        engine.add_hidden(&self.joined, places(true), findings);
    }

    /// Findings of the text by unit.
    pub(crate) fn by_unit<'u, T: Clone>(
        &'u self,
        findings: &[(&Finding, T)],
    ) -> impl Iterator<Item = (&'u TextUnit, Vec<(Finding, T)>)> {
        let units = by_unit(&self.joined, findings);
        units.into_iter().map(|(unit, findings)| (&self.opened.document.units[unit], findings))
    }

    /// The file with these edits of its text, opened and read again: what was replaced is nowhere in it. Beside it,
    /// lines for people.
    pub(crate) fn write(
        &self,
        engine: &Engine,
        (edits, findings): (&[Edit], &[Finding]),
        mut options: WriteOptions,
        Care { comments, force, spares }: Care,
        version: Option<Version>,
    ) -> Result<Made, Trouble> {
        let mut secrets = secrets(&self.joined.text, edits, findings, engine.rules());
        if spares {
            // What somebody has allowed to stay in one place may stay in all.
            let after = apply(&self.joined.text, edits);
            secrets.retain(|(word, _)| !after.contains(word));
        }
        let document = &self.opened.document;
        let mut split = document.split_edits(&self.joined, edits);
        silence::spread(engine, document, &secrets, &mut split);
        if let Some(version) = version.filter(|_| !self.opened.is_writable()) {
            let bytes = self.opened.version(&split, version);
            if version == Version::Docx && !force {
                let again = Self::open(&bytes, self.limits)?;
                silence::verify(&again.opened, &secrets)?;
            }
            let line = "only what a reader sees of the text is written, without pictures and formatting";
            return Ok(Made { bytes, lines: vec![line.to_owned()], parts: (BTreeMap::new(), self.blind()) });
        }
        if let Some(track) = &mut options.track {
            if self.opened.kind != Kind::Docx {
                return Err("only docx records changes; leave --track-changes out".to_owned().into());
            }
            if comments {
                track.comments = self.reasons(engine, findings, &split);
            }
        }
        let written = self.opened.write(&split, &options).map_err(|error| error.to_string())?;
        let mut lines = Vec::new();
        if options.track.is_some() {
            lines.push(
                "a review copy: it still holds what is masked; `yinmo finalize` makes the masked file"
                    .to_owned(),
            );
            if !written.untracked.is_empty() {
                let places = self.places(&written.untracked);
                lines.push(format!(
                    "{} could not be recorded as a change and was made outright: {places}",
                    plural(written.untracked.len(), "edit")
                ));
            }
        }
        let telling = |what: &str| !what.starts_with("propert") && !what.starts_with("folder");
        let removed: Vec<String> = written
            .removed
            .iter()
            .filter(|(_, what)| telling(what))
            .map(|(name, what)| format!("{} ({what})", shown(name)))
            .collect();
        if !removed.is_empty() {
            lines.push(format!("taken out: {}", some(&removed)));
        }
        if !written.lost.is_empty() && !force {
            let cause =
                format!("an edit has no place in the file ({}); not written", self.places(&written.lost));
            return Err(Trouble::Left(cause, written.lost.len()));
        }
        let again = Self::open(&written.bytes, self.limits).map_err(|error| {
            format!("what was written could not be opened again ({error}); nothing was changed")
        })?;
        if options.track.is_none() && !force {
            let edited = document.units.iter().zip(&split).map(|(unit, edits)| apply(&unit.text, edits));
            let meant = edited.chain(written.texts).collect();
            silence::same(engine, &again.opened, &meant)?;
            silence::verify(&again.opened, &secrets)?;
        }
        let mut counts = BTreeMap::new();
        for (_, what) in &written.removed {
            *counts.entry((*what).to_owned()).or_default() += 1;
        }
        Ok(Made { bytes: written.bytes, lines, parts: (counts, again.blind()) })
    }

    /// The file with these edits of its text and nothing else done to it: what they put back may stand anywhere.
    pub(crate) fn restore(&self, edits: &[Edit]) -> Result<Made, Trouble> {
        let split = self.opened.document.split_edits(&self.joined, edits);
        let options = WriteOptions { opaque: Opaque::Keep, drop_signatures: true, ..WriteOptions::default() };
        let written = self.opened.write(&split, &options).map_err(|error| error.to_string())?;
        let again = Self::open(&written.bytes, self.limits).map_err(|error| {
            format!("what was written could not be opened again ({error}); nothing was changed")
        })?;
        Ok(Made { bytes: written.bytes, lines: Vec::new(), parts: (BTreeMap::new(), again.blind()) })
    }

    /// What is in it that was not looked into, counted.
    pub(crate) fn blind(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        let carriers = self.opened.carriers.iter();
        for carrier in carriers.filter(|carrier| matches!(carrier.fate, Fate::Opaque | Fate::Picture)) {
            *counts.entry(carrier.what.to_owned()).or_default() += 1;
        }
        counts
    }

    /// The text of another file, opened alike.
    pub(crate) fn text_of(&self, bytes: &[u8]) -> Result<String, String> {
        Ok(Self::open(bytes, self.limits)?.joined.text)
    }

    /// Where the text of a file goes that cannot be changed itself, when it is to be written to `target`; none where
    /// that is as it should be.
    pub(crate) fn target(&self, target: &Target, output: Option<&Path>) -> Result<Option<Target>, String> {
        let Target::File(path) = target else { return Ok(None) };
        if self.opened.is_writable() || version(path).is_some() {
            return Ok(None);
        }
        // In a folder the file has its input's name; one that was typed is meant.
        if output.is_some_and(|output| output != path) {
            let mut name = path.clone().into_os_string();
            name.push(".txt");
            return Ok(Some(Target::File(name.into())));
        }
        Err(format!(
            "{} is read but not written, because nothing in it can be taken out for sure; write its text with -o NAME.txt or -o NAME.docx",
            self.opened.kind.name()
        ))
    }

    /// Without an own text: cleaned of metadata, with some words that may not be in it.
    pub(crate) fn finalize(
        &self,
        engine: &Engine,
        words: &[String],
        options: &WriteOptions,
    ) -> Result<Vec<u8>, Trouble> {
        let mut split = vec![Vec::new(); self.opened.document.units.len()];
        silence::spread(engine, &self.opened.document, &[], &mut split);
        let written = self.opened.write(&split, options).map_err(|error| error.to_string())?;
        let again = Self::open(&written.bytes, self.limits).map_err(|error| {
            format!("what was written could not be opened again ({error}); nothing was changed")
        })?;
        let secrets: Vec<(String, String)> = words.iter().map(|word| (word.clone(), String::new())).collect();
        silence::verify(&again.opened, &secrets)?;
        Ok(written.bytes)
    }

    /// For each unit, the rules of its edits.
    fn reasons(&self, engine: &Engine, findings: &[Finding], split: &[Vec<Edit>]) -> Vec<Vec<String>> {
        let rules = engine.rules();
        let mut all: Vec<Vec<String>> = split.iter().map(|edits| vec![String::new(); edits.len()]).collect();
        for &(unit, place) in self.joined.places() {
            for (edit, reason) in split[unit].iter().zip(&mut all[unit]) {
                let (start, end) = (place.start + edit.span.start, place.start + edit.span.end);
                let first = findings.partition_point(|finding| finding.span.end <= start);
                let found = findings.get(first).filter(|finding| finding.span.start < end);
                *reason = match found.map(|finding| rules.rule(finding.rule)) {
                    Some(rule) => format!("yinmo {}: {}", rule.name, rule.summary),
                    None => "yinmo: the same words were masked elsewhere".to_owned(),
                };
            }
        }
        for (index, unit) in self.opened.document.units.iter().enumerate() {
            if let Some(first) = unit.twin_of.filter(|&first| all[first].len() == all[index].len()) {
                all[index] = all[first].clone();
            }
        }
        all
    }

    /// Some units by name; names may hold document text.
    fn places(&self, units: &[usize]) -> String {
        let mut places: Vec<String> =
            units.iter().map(|&unit| place(&self.opened.document.units[unit].locator)).collect();
        places.dedup();
        some(&places)
    }
}

/// The kind of text version that a file of this name holds.
pub(crate) fn version(path: &Path) -> Option<Version> {
    Version::of_type(path.extension()?.to_str()?)
}

/// A unit's place without names that may hold document text.
pub(crate) fn place(locator: &str) -> String {
    let (path, rest) = locator.find(" ¶").map_or((locator, ""), |at| locator.split_at(at));
    // A cell is named by its sheet, of which people choose the name.
    let is_cell = |name: &str| {
        let digits = name.trim_start_matches(|c: char| c.is_ascii_uppercase());
        !digits.is_empty() && digits.len() < name.len() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    match path.rsplit_once('!').filter(|(_, cell)| rest.is_empty() && is_cell(cell)) {
        Some((sheet, cell)) => match sheet.rsplit_once('!') {
            Some((around, _)) => format!("{}!cell {cell}", shown(around)),
            None => format!("cell {cell}"),
        },
        None => {
            let plain = |c: char| c.is_ascii_alphanumeric() || " ./_-@¶()".contains(c);
            let rest = if rest.chars().all(plain) { rest } else { "" };
            format!("{}{rest}", shown(path))
        }
    }
}

fn some(parts: &[String]) -> String {
    let mut list = parts.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if parts.len() > NAMED {
        list.push_str(&format!(" and {} more", parts.len() - NAMED));
    }
    list
}
