//! The command line of yinmo: the only code that reads, writes and prints.
#![allow(
    clippy::disallowed_methods,
    reason = "the bans in clippy.toml keep the library pure; this is the binary"
)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
