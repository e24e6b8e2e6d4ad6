//! `inspect`: everything that is in a file.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use yinmo::report::plural;

use super::{Container, Opening};
use crate::cli::args::ListFormat;
use crate::cli::{Manner, Status, complain, walk};

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// Files with a container, such as docx, xlsx or pptx
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// How the list is shown
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ListFormat,
    #[command(flatten)]
    pub(crate) opening: Opening,
}

#[derive(Serialize)]
struct Inventory {
    path: String,
    kind: &'static str,
    units: usize,
    unfilled: usize,
    signed: bool,
    carriers: Vec<Entry>,
    properties: Vec<Named>,
}

#[derive(Serialize)]
struct Entry {
    name: String,
    what: &'static str,
    size: usize,
    fate: &'static str,
}

#[derive(Serialize)]
struct Named {
    place: String,
    name: String,
    value: String,
}

pub(crate) fn inspect(args: &Inspect, manner: Manner) -> anyhow::Result<Status> {
    let mut status = Status::Fine;
    let mut all = Vec::new();
    for path in &args.files {
        let opened = std::fs::read(path)
            .map_err(|error| walk::reading(&error))
            .and_then(|bytes| Container::open(&bytes, args.opening.limits()));
        match opened {
            Ok(container) => {
                all.push(inventory(path.display().to_string(), &container));
                // The list is shown all the same.
                if let Err(cause) = container.suits(&args.opening) {
                    complain(&format!("yinmo: {}: {cause}", path.display()));
                    status = Status::Failures;
                }
            }
            Err(cause) => {
                complain(&format!("yinmo: {}: {cause}", path.display()));
                status = Status::Failures;
            }
        }
    }
    let mut out = io::stdout().lock();
    match args.format {
        ListFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &all)?;
            writeln!(out)?;
        }
        ListFormat::Table => {
            for inventory in &all {
                table(inventory, manner, &mut out)?;
            }
        }
    }
    Ok(status)
}

fn inventory(path: String, container: &Container) -> Inventory {
    let opened = &container.opened;
    let entry = |carrier: &yinmo::format::office::Carrier| Entry {
        name: carrier.name.clone(),
        what: carrier.what,
        size: carrier.size,
        fate: carrier.fate.name(),
    };
    let named = |property: yinmo::format::office::Property| Named {
        place: property.place,
        name: property.name,
        value: property.value,
    };
    Inventory {
        path,
        kind: opened.kind.name(),
        units: opened.document.units.len(),
        unfilled: opened.fields.len(),
        signed: opened.is_signed(),
        carriers: opened.carriers.iter().map(entry).collect(),
        properties: opened.properties().into_iter().map(named).collect(),
    }
}

fn table(inventory: &Inventory, manner: Manner, out: &mut impl io::Write) -> io::Result<()> {
    let (bold, plain) = if manner.colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let Inventory { path, kind, units, unfilled, signed, carriers, properties } = inventory;
    writeln!(
        out,
        "{bold}{path}{plain}: {kind}, {}, {}, {}{}",
        plural(carriers.len(), "part"),
        plural(*units, "unit"),
        plural(*unfilled, "unfilled field"),
        if *signed { ", signed" } else { "" }
    )?;
    let width = carriers.iter().map(|entry| entry.name.chars().count()).max().unwrap_or(0).min(60);
    for entry in carriers {
        writeln!(
            out,
            "  {:<10} {:<width$} {:>9}  {}",
            entry.fate,
            shown(&entry.name),
            entry.size,
            entry.what
        )?;
    }
    for property in properties {
        writeln!(
            out,
            "  {:<10} {} {}: {}",
            "property",
            shown(&property.place),
            shown(&property.name),
            shown(&property.value)
        )?;
    }
    Ok(())
}

/// What a terminal may be given.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
