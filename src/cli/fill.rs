//! `fill`: a template with data in the place of its fields, one document for each record.
//!
//! Nothing is written unless every record has a value for every field and no value is left over: a document that
//! goes out with a hole, or without something its author wrote down, is worse than none.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use yinmo::report::plural;
use yinmo::template::{self, Filled};

use super::{Manner, Status, args, complain, config, data, input, progress::Progress, walk, write};

/// Names that a complaint lists.
const NAMED: usize = 8;

/// The largest template, and the largest file of values.
const LIMIT: usize = 64 << 20;

pub(crate) fn fill(args: &args::Fill, manner: Manner) -> anyhow::Result<Status> {
    let Some(engine) = config::engine(&args.choice, manner)? else { return Ok(Status::Fine) };
    let bytes = bytes(&args.template)?;
    if yinmo::format::office::is_container(&bytes) {
        bail!("{}: only plain texts are filled; save the template as .txt", args.template.display());
    }
    let decoded = yinmo::format::decode(&bytes, config::encoding(args.encoding.as_deref()))
        .map_err(|error| anyhow!("{}: {error}", args.template.display()))?;
    let records = data::records(&self::bytes(&args.data)?)
        .map_err(|cause| anyhow!("{}: {cause}", args.data.display()))?;
    if records.is_empty() {
        bail!("{}: there is no record in it", args.data.display());
    }
    let text = decoded.text.as_ref();
    let found = engine.scan(text).findings;
    let fields = template::fields(text, &found, engine.rules());
    let filled: Vec<Filled> = records.iter().map(|values| template::fill(text, &fields, values)).collect();
    let mut complete = true;
    for (index, filled) in filled.iter().enumerate() {
        complete &= filled.missing.is_empty() && filled.unused.is_empty();
        for (names, what) in [(&filled.missing, "no value for"), (&filled.unused, "no field for")] {
            if !names.is_empty() {
                complain(&format!("yinmo: record {}: {what} {}", index + 1, list(names)));
            }
        }
    }
    if !complete {
        manner.say("nothing was written; `yinmo fields` lists what the template asks for");
        return Ok(Status::Findings);
    }
    let targets = targets(args, filled.len())?;
    for (filled, target) in filled.iter().zip(&targets) {
        let new = decoded.encode_like(&bytes, &filled.text).map_err(|error| anyhow!("{error}"))?;
        match target {
            Some(path) => {
                write::replace(path, &new).map_err(|cause| anyhow!("{}: {cause}", path.display()))?;
            }
            None => io::stdout().lock().write_all(&new)?,
        }
    }
    manner.say(&format!("{}, {}", plural(fields.len(), "field"), plural(filled.len(), "document")));
    Ok(Status::Fine)
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let inputs = walk::inputs(&[path.to_owned()], None, false)?;
    let [item] = inputs.items.as_slice() else {
        bail!("{}: name one file that can be read", path.display());
    };
    input::bytes(item, LIMIT, &Progress::silent()).map_err(|cause| anyhow!("{}: {cause}", path.display()))
}

/// Where each document goes; `None` is standard output.
fn targets(args: &args::Fill, count: usize) -> anyhow::Result<Vec<Option<PathBuf>>> {
    let Some(output) = &args.output else {
        if count > 1 {
            bail!("there are {count} records; say with --output into which folder they go");
        }
        return Ok(vec![None]);
    };
    for input in [&args.template, &args.data] {
        if output.canonicalize().is_ok_and(|full| input.canonicalize().is_ok_and(|input| input == full)) {
            bail!("--output would overwrite {}, which is an input; name another file", input.display());
        }
    }
    let folder = count > 1
        || output.is_dir()
        || output.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
    if !folder {
        return Ok(vec![Some(output.clone())]);
    }
    let stem = args.template.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let end = args.template.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    let width = count.to_string().len();
    let name = |number: usize| output.join(format!("{stem}-{number:0width$}{end}"));
    Ok((1..=count).map(|number| Some(name(number))).collect())
}

fn list(names: &[String]) -> String {
    let mut shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    if names.len() > NAMED {
        shown.push("…");
    }
    shown.join(", ")
}
