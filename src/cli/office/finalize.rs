//! `finalize`: the masked file of a copy that somebody has reviewed.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use clap::Args;
use yinmo::format::office::WriteOptions;
use yinmo::policy::Purpose;
use yinmo::report::plural;
use yinmo::rule::Severity;

use super::{Container, Opening, REVIEWER, Writing, place};
use crate::cli::args::Choice;
use crate::cli::config::{Config, Flags};
use crate::cli::run::Trouble;
use crate::cli::{Manner, Status, complain, walk, write};

#[derive(Debug, Args)]
pub(crate) struct Finalize {
    /// The reviewed copy, a docx
    pub(crate) file: PathBuf,
    /// Where the masked file goes
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Whose changes are accepted: the author that mask was given
    #[arg(long, value_name = "NAME", default_value = REVIEWER)]
    pub(crate) author: String,
    /// Write even when something that should be gone is still there
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) opening: Opening,
    #[command(flatten)]
    pub(crate) writing: Writing,
}

/// How many places a message names.
const NAMED: usize = 5;

pub(crate) fn finalize(args: &Finalize, manner: Manner) -> anyhow::Result<Status> {
    let flags = Flags { purpose: Some(Purpose::Template), ..Flags::default() };
    let Some(config) = Config::load(&args.choice, &flags, manner)? else { return Ok(Status::Fine) };
    let (_, variants) = config.inputs(std::slice::from_ref(&args.file), None, false)?;
    let engine = &variants.first().engine;
    let name = args.file.display();
    if args
        .output
        .canonicalize()
        .is_ok_and(|output| args.file.canonicalize().is_ok_and(|input| input == output))
    {
        bail!("--output would overwrite the reviewed copy; name another file");
    }
    let bytes = std::fs::read(&args.file).map_err(|error| anyhow!("{name}: {}", walk::reading(&error)))?;
    let limits = args.opening.limits();
    let reviewed = Container::of(&bytes, &args.opening).map_err(|cause| anyhow!("{name}: {cause}"))?;
    let Some((bytes, words)) = reviewed.opened.accept(&args.author) else {
        bail!("{name}: it records no changes; only a docx does");
    };
    if words.is_empty() {
        manner.say(&format!(
            "yinmo: {name}: it has no changes of {:?}; name the author that mask was given with --author",
            args.author
        ));
    }
    let accepted = Container::open(&bytes, limits).map_err(|cause| anyhow!("{name}: {cause}"))?;
    let (rules, policy) = (engine.rules(), engine.policy());
    let mut found = engine.scan(&accepted.joined.text).findings;
    found.retain(|finding| {
        Purpose::Template.fails(rules.group(finding.rule))
            && policy.severity(rules, finding.rule, finding.score) == Severity::Error
    });
    if !found.is_empty() {
        let list: Vec<_> = found.iter().map(|finding| (finding, ())).collect();
        let places: Vec<String> = accepted
            .by_unit(&list)
            .flat_map(|(unit, findings)| {
                let at = place(&unit.locator);
                findings
                    .into_iter()
                    .map(move |(finding, ())| format!("{} at {at}", rules.rule(finding.rule).name))
            })
            .take(NAMED)
            .collect();
        let advice = if args.force {
            "written because of --force"
        } else {
            "not written; mask or clean it first, or write it with --force"
        };
        complain(&format!(
            "yinmo: {name}: {} still there ({}): {advice}",
            plural(found.len(), "finding"),
            places.join(", ")
        ));
        if !args.force {
            return Ok(Status::Findings);
        }
    }
    let options = WriteOptions {
        scrub: true,
        opaque: args.writing.opaque.into(),
        track: None,
        drop_signatures: args.writing.drop_signatures,
    };
    let telling = |word: &String| word.chars().filter(|c| !c.is_ascii()).count() >= 3 || word.len() >= 11;
    let words: Vec<String> = words.into_iter().filter(|word| telling(word) && !args.force).collect();
    match accepted.finalize(engine, &words, &options) {
        Ok(bytes) => {
            write::replace(&args.output, &bytes)
                .map_err(|cause| anyhow!("{}: {cause}", args.output.display()))?;
            manner.say(&format!("wrote {}", args.output.display()));
            Ok(Status::Fine)
        }
        Err(Trouble::Left(cause, _)) => {
            complain(&format!("yinmo: {name}: {cause}"));
            Ok(Status::Findings)
        }
        Err(Trouble::Input(cause)) => bail!("{name}: {cause}"),
        Err(Trouble::Output(error)) => Err(error.into()),
    }
}
