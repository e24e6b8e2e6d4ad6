//! Shell completions and man pages, made from the arguments themselves.

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::anyhow;
use clap::CommandFactory as _;

use super::args::{Cli, Completions, Man};
use super::{Manner, Status, write};

pub(crate) fn completions(args: &Completions) -> anyhow::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "yinmo", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Status::Fine)
}

pub(crate) fn man(args: &Man, manner: Manner) -> anyhow::Result<Status> {
    let mut command = Cli::command();
    command.build();
    let Some(folder) = &args.output else {
        clap_mangen::Man::new(command).render(&mut io::stdout().lock())?;
        return Ok(Status::Fine);
    };
    let mut pages = 0;
    let subcommands = command.get_subcommands().filter(|sub| sub.get_name() != "help").cloned();
    for command in std::iter::once(command.clone()).chain(subcommands) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        let path = folder.join(Path::new(&name).with_extension("1"));
        write::replace(&path, &page).map_err(|cause| anyhow!("{}: {cause}", path.display()))?;
        pages += 1;
    }
    manner.say(&format!("wrote {} to {}", yinmo::report::plural(pages, "page"), folder.display()));
    Ok(Status::Fine)
}
