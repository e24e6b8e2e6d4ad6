//! The binary's modules: all reading, writing and printing happens here.

mod about;
mod allow;
mod args;
mod change;
mod compared;
mod config;
mod data;
mod deliver;
mod fields;
mod fill;
mod init;
mod input;
mod journal;
mod kind;
mod long;
mod lsp;
mod office;
mod ordered;
mod pack;
mod papers;
mod progress;
mod records;
mod run;
mod scan;
#[cfg(feature = "web")]
mod serve;
mod shell;
mod show;
mod sink;
mod summary;
mod target;
mod terms;
mod vault;
mod walk;
mod write;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use self::args::{Cli, Color, Command};

/// The version with what it was built from.
pub(crate) const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("YINMO_BUILD"), ")");

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Fine,
    Findings,
    Failures,
}

/// What holds for every command.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// Whether standard output takes colours.
    pub(crate) colour: bool,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
}

impl Manner {
    /// Prints a line for people on standard error.
    pub(crate) fn say(self, line: &str) {
        if !self.quiet {
            complain(line);
        }
    }
}

/// Prints a line on standard error; there is nowhere left to report that it is closed.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

pub(crate) fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|fault| {
        // What a panic says may quote the document.
        let place = fault.location().map(|place| format!(" at {}:{}", place.file(), place.line()));
        let _ = writeln!(
            io::stderr(),
            "yinmo {}: a fault of the program{}",
            env!("CARGO_PKG_VERSION"),
            place.unwrap_or_default()
        );
    }));
    let cli = Cli::parse();
    let choice = match cli.color {
        Color::Auto => anstream::AutoStream::choice(&io::stdout()),
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    let colour = !matches!(choice, anstream::ColorChoice::Never);
    let manner = Manner { colour, quiet: cli.quiet, verbose: cli.verbose };
    let status = match &cli.command {
        Command::Scan(args) => scan::scan(args, manner),
        Command::Check(args) => scan::check(args, manner),
        Command::Mask(args) => change::mask(args, manner),
        Command::Clean(args) => change::clean(args, manner),
        Command::Apply(args) => change::apply(args, manner),
        Command::Restore(args) => change::restore(args, manner),
        Command::Finalize(args) => office::finalize(args, manner),
        Command::Diff(args) => office::compare(args, manner),
        Command::Inspect(args) => office::inspect(args, manner),
        Command::Fields(args) => fields::fields(args, manner),
        Command::Fill(args) => fill::fill(args, manner),
        Command::Rules(args) => about::rules(args, manner),
        Command::Styles => about::styles(manner),
        Command::Profiles(args) => init::profiles(args, manner),
        Command::Init(args) => init::init(args, manner),
        Command::Completions(args) => shell::completions(args),
        Command::Man(args) => shell::man(args, manner),
        Command::Lsp(args) => lsp::lsp(args, manner),
        #[cfg(feature = "web")]
        Command::Serve(args) => serve::serve(args, manner),
        Command::Demo => about::demo(manner),
    };
    match status {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Ok(Status::Failures) => ExitCode::from(2),
        // The reader has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("yinmo: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Says what was passed over: how many, and each with `--verbose`.
pub(crate) fn say_skipped(inputs: &walk::Inputs, skipped: usize, manner: Manner) {
    if manner.verbose {
        for path in &inputs.skipped {
            manner.say(&format!(
                "skipped {}: not a type that is read in folders; name it to try",
                path.display()
            ));
        }
    }
    if skipped > 0 {
        let types = inputs.skipped_types();
        let of = if types.is_empty() { String::new() } else { format!(" ({types})") };
        manner.say(&format!("skipped {} of other types{of}", yinmo::report::plural(skipped, "file")));
    }
}

/// The end of a summary that has failures.
pub(crate) fn failures(n: usize) -> String {
    if n == 0 { String::new() } else { format!("; {n} failed") }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe))
}
