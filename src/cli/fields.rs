//! `fields`: what a template asks for, as a table or JSON.

use std::io::{self, Write as _};

use serde::Serialize;
use yinmo::report::plural;
use yinmo::span::Locator;
use yinmo::template;

use super::args::{self, ListFormat};
use super::office::Container;
use super::walk::{self, Item};
use super::{Manner, Status, complain, config, input, progress::Progress};

/// A file with its fields.
#[derive(Serialize)]
struct Listed {
    path: String,
    fields: Vec<Row>,
}

/// One field of the list.
#[derive(Serialize)]
struct Row {
    name: String,
    r#type: &'static str,
    count: usize,
    places: Vec<Place>,
}

/// Where a field stands.
#[derive(Serialize)]
struct Place {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
}

pub(crate) fn fields(args: &args::Fields, manner: Manner) -> anyhow::Result<Status> {
    let Some(engine) = config::engine(&args.choice, manner)? else { return Ok(Status::Fine) };
    let inputs = walk::inputs(&args.input.paths, None, false)?;
    let mut failed = inputs.failures.len();
    for failure in &inputs.failures {
        complain(&format!("yinmo: {}: {}", failure.name, failure.cause));
    }
    let (mut lists, mut skipped) = (Vec::new(), inputs.skipped.len());
    let progress = Progress::silent();
    for item in &inputs.items {
        let text = match text(item, args, &progress) {
            Ok(Some(text)) => text,
            Ok(None) => {
                skipped += 1;
                continue;
            }
            Err(cause) => {
                failed += 1;
                complain(&format!("yinmo: {}: {cause}", item.name));
                continue;
            }
        };
        let found = engine.scan(&text).findings;
        let fields = template::fields(&text, &found, engine.rules());
        let mut starts: Vec<usize> =
            fields.iter().flat_map(|field| &field.places).map(|span| span.start).collect();
        starts.sort_unstable();
        let mut locator = Locator::new(&text);
        let located: Vec<_> = starts.iter().map(|&start| (start, locator.locate(start))).collect();
        let rows = fields.into_iter().map(|field| {
            let place = |span: &yinmo::span::Span| {
                let at = located.partition_point(|(start, _)| *start < span.start);
                let at = located[at].1;
                Place { start: span.start, end: span.end, line: at.line, column: at.column }
            };
            Row {
                r#type: field.role.name(),
                count: field.places.len(),
                places: field.places.iter().map(place).collect(),
                name: field.name,
            }
        });
        lists.push(Listed { path: item.name.clone(), fields: rows.collect() });
    }
    let mut out = io::stdout().lock();
    match args.format {
        ListFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &lists)?;
            writeln!(out)?;
        }
        ListFormat::Table => lists.iter().try_for_each(|list| table(list, lists.len() > 1, &mut out))?,
    }
    super::say_skipped(&inputs, skipped, manner);
    let count = lists.iter().map(|list| list.fields.len()).sum();
    let of = super::failures(failed);
    manner.say(&format!("{}: {}{of}", plural(lists.len(), "file"), plural(count, "field")));
    Ok(if failed > 0 { Status::Failures } else { Status::Fine })
}

/// The text of a file, of a container its units; `None` where it is no text.
fn text(item: &Item, args: &args::Fields, progress: &Progress) -> Result<Option<String>, String> {
    let bytes = input::bytes(item, args.input.max_unit, progress)?;
    if Container::is(&item.relative, &bytes)? {
        let container = Container::of(&bytes, &args.input.opening)?;
        return Ok(Some(container.decoded().text.into_owned()));
    }
    let decoded = input::text(item, &bytes, config::encoding(args.input.encoding.as_deref()))?;
    Ok(decoded.map(|decoded| decoded.text.into_owned()))
}

/// Places that a row of the table names.
const NAMED: usize = 4;

fn table(list: &Listed, titled: bool, out: &mut impl io::Write) -> io::Result<()> {
    if titled {
        writeln!(out, "{}", list.path)?;
    }
    for row in &list.fields {
        let mut places: Vec<String> =
            row.places.iter().take(NAMED).map(|at| format!("{}:{}", at.line, at.column)).collect();
        if row.places.len() > NAMED {
            places.push("…".to_owned());
        }
        writeln!(out, "{}\t{}\t{}\t{}", row.name, row.r#type, row.count, places.join(" "))?;
    }
    Ok(())
}
