//! Makes the long lists in `patterns/` from openly licensed sources. Each list names its command in
//! `patterns/SOURCES.md`; the same source gives the same bytes.

mod names;
mod source;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args[..] {
        ["words", dict, out] => words::run(dict, out),
        ["names", dict, out] => names::run(dict, out),
        _ => Err("usage: lexgen words|names DICT OUT_DIR".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("lexgen: {why}");
            ExitCode::FAILURE
        }
    }
}
