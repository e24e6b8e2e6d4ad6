//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use yinmo::format::{Encoding, FieldPath};
use yinmo::policy::Purpose;

use super::office;

/// Finds names, places, organisations, figures and identifiers in Chinese official reports and masks them; finds
/// leftover placeholders and scrape markers; shows every change as a diff.
///
/// Files are never changed unless --in-place or --output is given.
#[derive(Debug, Parser)]
#[command(name = "yinmo", version, long_version = super::BUILD, arg_required_else_help = true, after_help = EXIT)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Print results and errors only: no summary, no verdict
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more: notes, skipped files, changed files
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
}

const EXIT: &str = "Exit status: 0 fine; 1 check found something, or something is still there after mask or clean; \
                    2 something could not be read or written.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show everything that is found, without a verdict
    Scan(Scan),
    /// Say whether documents are fit to go out, and what to do where they are not
    Check(Check),
    /// Replace names, places, organisations, figures and identifiers by placeholders
    Mask(Mask),
    /// Take out what the site left that the text was taken from
    Clean(Clean),
    /// Do the edits of a plan that mask or clean wrote with --plan and somebody reviewed
    Apply(Apply),
    /// Bring masked texts back with the vault that was given to mask
    Restore(Restore),
    /// Make the masked file of a reviewed copy: accept yinmo's own changes, and see that nothing is left
    Finalize(office::Finalize),
    /// Show how the texts of two files differ, whatever they are written in
    Diff(office::Compare),
    /// List everything that is in a file: its parts, and what it says of who made it
    Inspect(office::Inspect),
    /// List the fields of a template: what is still to be filled in, and where
    Fields(Fields),
    /// Fill a template from data, one document for each record
    Fill(Fill),
    /// List the rules, or explain one
    Rules(Rules),
    /// Show every mask style on the same sentence
    Styles,
    /// List the ready profiles, or explain one with the regulations it follows
    Profiles(Profiles),
    /// Write a yinmo.toml in which every key is explained
    Init(Init),
    /// Print the completions for a shell
    Completions(Completions),
    /// Print the man page, or write all of them
    Man(Man),
    /// Serve an editor on standard input and output, by the language server protocol
    Lsp(Lsp),
    /// Open a page in the browser on which findings are looked at, decided and downloaded; serve programs over HTTP
    #[cfg(feature = "web")]
    Serve(super::serve::Serve),
    /// Show findings, masked text and diff of a built-in invented report
    Demo,
}

/// Which texts.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// Files or folders; `-`, or none with piped input, for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Encoding of the input: auto, utf-8, gb18030, gbk, big5, utf-16le, utf-16be; the output has the same [default: auto]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(crate) encoding: Option<String>,
    /// How many files are worked on at once [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
    /// Read JSONL, CSV, TSV and Parquet files record by record, and in each record this field, such as text or
    /// meta.title; may be repeated
    #[arg(long, value_name = "NAME", value_parser = field)]
    pub(crate) field: Vec<FieldPath>,
    /// What the input is: auto, by its name; piped records are JSONL
    #[arg(long = "as", value_name = "TYPE", default_value = "auto")]
    pub(crate) kind: Kind,
    /// What becomes of a record that is damaged or cannot be masked
    #[arg(long, value_name = "WHAT", default_value = "fail", requires = "field")]
    pub(crate) on_error: OnError,
    /// The longest record, and the longest text that is compared, planned or put in a vault, as 512K, 64M or 1G
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = size)]
    pub(crate) max_unit: usize,
    /// Write what came of each file here, as JSON; it holds no text of the documents
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) opening: office::Opening,
}

impl Input {
    /// These files, read as they are.
    pub(crate) fn of(paths: Vec<PathBuf>, jobs: Option<u16>) -> Self {
        Self {
            paths,
            encoding: None,
            jobs,
            field: Vec::new(),
            kind: Kind::Text,
            on_error: OnError::Fail,
            max_unit: 64 << 20,
            report: None,
            opening: office::Opening::default(),
        }
    }
}

/// Which rules and terms.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Choice {
    /// Only these rules or groups, such as entity,id/phone
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Not these rules or groups
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Only findings of at least this score, from 0.0 to 1.0 [default: 0.0]
    #[arg(long, value_name = "SCORE", value_parser = score)]
    pub(crate) min_score: Option<f32>,
    /// More terms to mask, one a line: the term, or the term, a tab, and person, place, org or another rule
    #[arg(long, value_name = "FILE")]
    pub(crate) terms: Vec<PathBuf>,
    /// Terms never to touch, one a line
    #[arg(long, value_name = "FILE")]
    pub(crate) keep: Vec<PathBuf>,
    /// A file of findings that may stay, each with a reason
    #[arg(long, value_name = "FILE")]
    pub(crate) allow: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) source: ConfigSource,
}

/// Where settings come from that are not typed.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ConfigSource {
    /// Read this configuration file [default: yinmo.toml here or in a folder above]
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    pub(crate) isolated: bool,
    /// Start from a ready profile; `yinmo profiles` lists them
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Print the settings in effect, each with where it comes from, and do nothing else
    #[arg(long)]
    pub(crate) dump_config: bool,
}

/// How findings are shown.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// How findings are shown
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// Show places and rules, not the document's words
    #[arg(long)]
    pub(crate) no_text: bool,
    /// Show the evidence for each finding
    #[arg(long)]
    pub(crate) explain: bool,
}

/// Where changed text goes.
#[derive(Clone, Debug, Args)]
pub(crate) struct Target {
    /// Change the files themselves
    #[arg(short, long, conflicts_with_all = ["output", "stdout"])]
    pub(crate) in_place: bool,
    /// Write to this file; or under this folder, when it exists, ends in / or there are several inputs
    #[arg(short, long, value_name = "PATH", conflicts_with = "stdout")]
    pub(crate) output: Option<PathBuf>,
    /// Print the new text [default for standard input]
    #[arg(long, conflicts_with = "diff")]
    pub(crate) stdout: bool,
    /// Print the changes [default for files]: as a patch, or as =words or =side-by-side, for people
    #[arg(long, value_name = "KIND", num_args = 0..=1, require_equals = true, default_missing_value = "unified")]
    pub(crate) diff: Option<Diff>,
    /// Write even when something that should be gone is still there
    #[arg(long)]
    pub(crate) force: bool,
    /// Keep a journal here; the same command, typed again after a crash, goes on where it stopped
    #[arg(long, value_name = "FILE")]
    pub(crate) resume: Option<PathBuf>,
    /// Print one record for each change instead of a patch or the text
    #[arg(long, value_name = "FORMAT", conflicts_with_all = ["stdout", "diff"])]
    pub(crate) format: Option<Format>,
    /// Leave the document's words out of the records
    #[arg(long, requires = "format")]
    pub(crate) no_text: bool,
    #[command(flatten)]
    pub(crate) writing: office::Writing,
}

#[cfg(feature = "web")]
impl Target {
    /// The new text, as it is printed.
    pub(crate) fn printed() -> Self {
        Self {
            in_place: false,
            output: None,
            stdout: true,
            diff: None,
            force: false,
            resume: None,
            format: None,
            no_text: false,
            writing: office::Writing::default(),
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Scan {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) show: Show,
    /// The style that replacements are shown in; `yinmo styles` lists them [default: xx]
    #[arg(long, value_name = "NAME")]
    pub(crate) style: Option<String>,
    /// Show also what was looked at and turned down, with the reason
    #[arg(long)]
    pub(crate) rejected: bool,
    /// Compare the files of the run with one another, too: what one masks and another gives in full, in the same words
    #[arg(long)]
    pub(crate) across: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) show: Show,
    /// What the documents are for: release (nothing left to fill, nothing damaged), template (nothing real left),
    /// corpus (no debris, no damage) [default: release]
    #[arg(long = "for", value_name = "PURPOSE", value_parser = purpose)]
    pub(crate) purpose: Option<Purpose>,
    /// The style that replacements are shown in [default: xx]
    #[arg(long, value_name = "NAME")]
    pub(crate) style: Option<String>,
    /// Findings that this file knows do not count; it holds no text
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write what is found now into the baseline
    #[arg(long)]
    pub(crate) update_baseline: bool,
    /// Compare the files of the run with one another, too: what one masks and another gives in full, in the same words
    #[arg(long)]
    pub(crate) across: bool,
    #[command(flatten)]
    pub(crate) vault: Vault,
    /// Write what was checked and what came of it here, as JSON; it holds no text of the documents
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Mask {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) target: Target,
    /// What findings become; `yinmo styles` shows every style [default: xx]
    #[arg(long, value_name = "NAME")]
    pub(crate) style: Option<String>,
    /// With --style field or tag: write the list of fields here, as JSON; it holds no text of the document
    #[arg(long, value_name = "FILE")]
    pub(crate) fields: Option<PathBuf>,
    /// With --style field or tag, for one document: write what stood in each field here, as JSON that `yinmo fill`
    /// takes; it holds everything that was masked
    #[arg(long, value_name = "FILE")]
    pub(crate) values: Option<PathBuf>,
    /// Clean first, then mask
    #[arg(long)]
    pub(crate) clean: bool,
    #[command(flatten)]
    pub(crate) papers: Papers,
    #[command(flatten)]
    pub(crate) vault: Vault,
    #[command(flatten)]
    pub(crate) tracking: office::Tracking,
    /// The secret that --style pseudonym makes its labels of: at least 16 bytes, random, the same for a whole corpus
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
}

/// What masks stand for.
#[derive(Debug, Default, Args)]
pub(crate) struct Vault {
    /// Keep here, encrypted, what the masks stand for; `yinmo restore` brings it back, and labels go on from run to run
    #[arg(long, value_name = "FILE")]
    pub(crate) vault: Option<PathBuf>,
    /// Read the passphrase of the vault from this file [default: YINMO_PASSPHRASE, or typed]
    #[arg(long, value_name = "FILE", requires = "vault", conflicts_with = "vault_key")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Open the vault with the secret key in this file, which `age-keygen` wrote, instead of a passphrase
    #[arg(long, value_name = "FILE", requires = "vault")]
    pub(crate) vault_key: Option<PathBuf>,
    /// Let the owner of this public key (age1…) open the vault too; may be repeated
    #[arg(long, value_name = "KEY", requires = "vault_key")]
    pub(crate) vault_recipient: Vec<String>,
}

/// What is written beside the texts.
#[derive(Debug, Args)]
pub(crate) struct Papers {
    /// Write every proposed edit with its reason here, as JSON, for review and `yinmo apply`; nothing else is written
    #[arg(long, value_name = "FILE", conflicts_with_all = ["in_place", "output", "stdout", "diff", "format"])]
    pub(crate) plan: Option<PathBuf>,
    /// Write what was done and how it was verified here, as JSON; it holds no text of the documents
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) vault: Vault,
    #[command(flatten)]
    pub(crate) target: Target,
}

#[derive(Debug, Args)]
pub(crate) struct Apply {
    /// The plan
    pub(crate) plan: PathBuf,
    #[command(flatten)]
    pub(crate) target: Target,
    /// Write what was done and how it was verified here, as JSON; it holds no text of the documents
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,
    /// How many files are worked on at once [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct Fields {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// How the list is shown
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ListFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Table,
    /// One array
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Fill {
    /// The template: a text with {{fields}} or other placeholders
    #[arg(value_name = "TEMPLATE")]
    pub(crate) template: PathBuf,
    /// The values: JSON with an object, or an array of objects; or CSV with the names of fields in its first line
    #[arg(long, value_name = "FILE")]
    pub(crate) data: PathBuf,
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// Encoding of the template; what is written has the same
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(crate) encoding: Option<String>,
    /// Write to this file; for several records, or when it ends in /, into this folder [default for one record:
    /// standard output]
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Clean {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) choice: Choice,
    #[command(flatten)]
    pub(crate) target: Target,
    #[command(flatten)]
    pub(crate) papers: Papers,
    /// Write the documents of a compilation (【篇一】, 【篇二】 …) into files of their own: NAME-1, NAME-2 …
    #[arg(long, requires = "output", conflicts_with_all = ["in_place", "receipt"])]
    pub(crate) split: bool,
    /// For files with a container: take out also what says who made the file, when and with what
    #[arg(long)]
    pub(crate) metadata: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// A rule to explain, or a group
    pub(crate) rule: Option<String>,
    #[command(flatten)]
    pub(crate) source: ConfigSource,
    /// Try the own rules of the configuration on their examples
    #[arg(long, conflicts_with = "rule")]
    pub(crate) prove: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Profiles {
    /// A profile to explain
    pub(crate) profile: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Set this profile in the file
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Print the JSON schema of the file instead, for editors
    #[arg(long, conflicts_with = "profile")]
    pub(crate) schema: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Which shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Write a page for each command into this folder
    #[arg(short, long, value_name = "FOLDER")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Lsp {
    #[command(flatten)]
    pub(crate) choice: Choice,
    /// What the documents are for; what does not matter for that is only hinted at [default: release]
    #[arg(long = "for", value_name = "PURPOSE", value_parser = purpose)]
    pub(crate) purpose: Option<Purpose>,
    /// What findings become [default: xx]
    #[arg(long, value_name = "NAME")]
    pub(crate) style: Option<String>,
    /// Talk over standard input and output, which it does anyway
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: place, line, reason
    Text,
    /// One array
    Json,
    /// One object a line
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// JUnit XML
    Junit,
    /// rdjsonl, for reviewdog
    Rdjson,
    /// One page with the texts, what was found and what it becomes
    Html,
}

/// How changes are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Diff {
    /// A patch
    Unified,
    /// Changed lines once, with what goes and what comes
    Words,
    /// Before and after in two columns
    SideBySide,
}

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// By its name
    Auto,
    /// One text
    Text,
    /// A JSON object a line
    Jsonl,
    /// Rows with commas, the first with names
    Csv,
    /// Rows with tabs, the first with names
    Tsv,
    /// Apache Parquet
    Parquet,
}

/// What becomes of a bad record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnError {
    /// It stays as it is, unmasked
    Keep,
    /// It is left out
    Drop,
    /// The file is given up
    Fail,
}

fn encoding(name: &str) -> Result<String, String> {
    let name = name.to_ascii_lowercase();
    match Encoding::named(&name) {
        None if name != "auto" => {
            Err("write auto, utf-8, gb18030, gbk, big5, utf-16le or utf-16be".to_owned())
        }
        _ => Ok(name),
    }
}

fn field(name: &str) -> Result<FieldPath, String> {
    FieldPath::parse(name).ok_or_else(|| "write names with dots between them, such as meta.title".to_owned())
}

pub(super) fn size(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: usize = match &text[digits.len()..] {
        "" => 1,
        "K" | "KiB" => 1 << 10,
        "M" | "MiB" => 1 << 20,
        "G" | "GiB" => 1 << 30,
        _ => return Err("write a size such as 512K, 64M or 1G".to_owned()),
    };
    let size = digits.parse().ok().and_then(|n: usize| n.checked_mul(unit));
    // Places inside a record are counted with 32 bits.
    size.filter(|size| (1..=2 << 30).contains(size))
        .ok_or_else(|| "write a size up to 2G, such as 512K or 64M".to_owned())
}

fn score(text: &str) -> Result<f32, String> {
    let score = text.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "write a number from 0.0 to 1.0".to_owned())
}

fn purpose(name: &str) -> Result<Purpose, String> {
    Purpose::named(name).ok_or_else(|| "write release, template or corpus".to_owned())
}
