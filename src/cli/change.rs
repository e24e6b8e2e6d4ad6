//! `mask` and `clean`: changed text, as a patch, on standard output or in files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use yinmo::edit::{self, Edit};
use yinmo::engine::Engine;
use yinmo::finding::Finding;
use yinmo::format::{Decoded, EncodeError, Encoding};
use yinmo::report::{self, DiffLook, Source, Tally, View, plural};
use yinmo::rule::RuleId;
use yinmo::span::Locator;
use yinmo::style::{Field, Style};
use yinmo::template;

use super::args::{self, Choice, Format, Input};
use super::run::{self, Done};
use super::show::Reporter;
use super::sink::{Output, Sink};
use super::target::{self, Target, targets};
use super::walk::{self, Item};
use super::{Manner, Status, complain, read, terms, write};

/// How many places a failure names.
const NAMED: usize = 5;

pub(crate) fn mask(args: &args::Mask, manner: Manner) -> anyhow::Result<Status> {
    let work = if args.clean { Work::CleanAndMask } else { Work::Mask };
    let mut job = Job::new(&args.input, &args.target, &args.style, work, manner);
    job.fields = args.fields.as_deref();
    job.values = args.values.as_deref();
    if job.values.is_some() && !args.style.is_numbered() {
        bail!("--values gives back numbered fields; add --style field (or tag)");
    }
    if job.fields.is_some() && !args.style.is_numbered() {
        bail!("--fields lists numbered fields; add --style field (or tag)");
    }
    job.run(&args.choice)
}

pub(crate) fn clean(args: &args::Clean, manner: Manner) -> anyhow::Result<Status> {
    let style = Style::named("xx").expect("the default style is built in");
    let mut job = Job::new(&args.input, &args.target, &style, Work::Clean, manner);
    job.split = args.split;
    job.run(&args.choice)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Mask,
    Clean,
    CleanAndMask,
}

struct Job<'a> {
    input: &'a Input,
    target: &'a args::Target,
    style: &'a Style,
    work: Work,
    manner: Manner,
    reporter: Reporter,
    /// Whether a person looks at the patch.
    terminal: bool,
    /// Where the list of fields goes.
    fields: Option<&'a Path>,
    /// Where what stood in the fields goes.
    values: Option<&'a Path>,
    /// Whether a compilation is written as its parts.
    split: bool,
}

/// What is done to one text.
struct Changed {
    edits: Vec<Edit>,
    /// The findings that the edits come from, in the text before.
    findings: Vec<Finding>,
    /// Findings in the text after that should not be there.
    left: Vec<Finding>,
    after: String,
    fields: Vec<Field>,
    /// What stood in each field.
    values: BTreeMap<String, String>,
}

impl<'a> Job<'a> {
    fn new(input: &'a Input, target: &'a args::Target, style: &'a Style, work: Work, manner: Manner) -> Self {
        let reporter = Reporter::new(target.format.unwrap_or(Format::Text), manner.colour, false);
        Self {
            input,
            target,
            style,
            work,
            manner,
            reporter,
            terminal: io::stdout().is_terminal(),
            fields: None,
            values: None,
            split: false,
        }
    }

    fn run(&self, choice: &Choice) -> anyhow::Result<Status> {
        let engine = terms::engine(choice)?;
        let inputs = walk::inputs(&self.input.paths, self.target.output.as_deref())?;
        let targets = targets(self.target, &inputs)?;
        if let Some(fields) = self.fields {
            target::spare(fields, "--fields", &inputs)?;
        }
        if let Some(values) = self.values {
            target::spare(values, "--values", &inputs)?;
            if inputs.items.len() > 1 {
                bail!("--values is for one document; name a single file");
            }
        }
        for failure in &inputs.failures {
            complain(&format!("yinmo: {failure}"));
        }
        let framed = self.target.format.is_some();
        let mut output = Output::new(framed && self.reporter.is_list());
        if framed {
            output.frame(&self.reporter.head(engine.rules()))?;
        }
        let (mut tally, fields) =
            run::each(&inputs.items, self.input.jobs, &mut output, |index, item, sink| {
                self.one(item, &targets[index], &engine, sink)
            })?;
        if framed {
            output.frame(self.reporter.tail())?;
        }
        output.flush()?;
        if let Some(path) = self.fields {
            let mut list = serde_json::to_vec_pretty(&fields)?;
            list.push(b'\n');
            write::replace(path, &list).map_err(|cause| anyhow!("{}: {cause}", path.display()))?;
        }
        tally.failures += inputs.failures.len();
        tally.skipped += inputs.skipped.len();
        super::say_skipped(&inputs, tally.skipped, self.manner);
        self.conclude(&tally);
        Ok(match () {
            () if tally.failures > 0 => Status::Failures,
            () if tally.left > 0 => Status::Findings,
            () => Status::Fine,
        })
    }

    fn change(&self, engine: &Engine, text: &str) -> Changed {
        let mut masker = self.style.masker();
        let done = match self.work {
            Work::Mask => engine.mask_with(text, &mut masker),
            Work::Clean => engine.clean(text),
            Work::CleanAndMask => engine.mask_clean_with(text, &mut masker),
        };
        let mut done = done;
        if self.split {
            done.left.retain(|finding| finding.rule != RuleId::COMPILATION);
        }
        let after = edit::apply(text, &done.edits);
        let findings = touched(done.findings, &done.edits);
        Changed {
            edits: done.edits,
            findings,
            left: done.left,
            after,
            fields: masker.fields(),
            values: masker.values(),
        }
    }

    fn one(&self, item: &Item, target: &Target, engine: &Engine, sink: &mut Sink<'_>) -> io::Result<Done> {
        let bytes = match read::bytes(item) {
            Ok(bytes) => bytes,
            Err(cause) => return Ok(Done::failed(item, &cause)),
        };
        let decoded = match read::text(item, &bytes, self.input.encoding.0) {
            Ok(Some(decoded)) => decoded,
            Ok(None) => return Ok(Done::skipped(item, self.manner)),
            Err(cause) => return Ok(Done::failed(item, &cause)),
        };
        let text = decoded.text.as_ref();
        let mut changed = self.change(engine, text);
        let mut done = Done::default();
        done.tally.files = 1;
        done.tally.changed = usize::from(changed.after != text);
        let rules = engine.rules();
        for finding in &changed.findings {
            done.tally.count(rules.group(finding.rule), engine.policy().severity(rules, finding.rule, finding.score));
        }
        done.tally.left = changed.left.len();
        let withheld = done.tally.left > 0 && !self.target.force;
        if done.tally.left > 0 {
            done.messages.push(self.complaint(item, text, &changed, engine));
        }
        if self.fields.is_some() && !withheld {
            done.fields.clone_from(&changed.fields);
        }
        if let Some(path) = self.values.filter(|_| !withheld)
            && let Err(cause) = self.write_values(path, engine, &mut changed)
        {
            return Ok(done.and_failed(item, &cause));
        }
        let cut = changed.findings.iter().any(|finding| finding.rule == RuleId::PREVIEW);
        if cut && self.work != Work::Mask {
            done.messages.push(format!(
                "yinmo: {}: a sentence that stood for missing text was taken out; the document is cut, get the whole one",
                item.name
            ));
        }
        if !self.manner.quiet && self.work != Work::Clean {
            done.messages.extend(self.inferred(item, text));
        }
        if self.target.format.is_some() {
            let view = View { rules, policy: engine.policy(), with_text: !self.target.no_text };
            let records: Vec<_> = changed.findings.iter().map(|finding| (finding, None)).collect();
            let mut masker = self.style.masker();
            masker.meet(text, &changed.findings);
            self.reporter.write(
                Source { path: &item.name, unit: None, text },
                view,
                &mut masker,
                &records,
                false,
                sink,
            )?;
        }
        if self.target.diff || *target == Target::Diff {
            self.patch(item, &decoded, &changed, &mut done, sink)?;
        }
        match target {
            Target::Print if !withheld => match encoded(&decoded, &bytes, &changed.after) {
                Ok(new) => sink.write_all(&new)?,
                Err(error) => return Ok(done.and_failed(item, &error.to_string())),
            },
            Target::File(path) if !withheld && self.split && engine.parts(&changed.after).len() > 1 => {
                for (index, part) in engine.parts(&changed.after).into_iter().enumerate() {
                    let path = numbered(path, index + 1);
                    let new = decoded.encode_like(&bytes, part.of(&changed.after));
                    let written =
                        new.map_err(|error| error.to_string()).and_then(|new| write::replace(&path, &new));
                    if let Err(cause) = written {
                        return Ok(done.and_failed(item, &cause));
                    }
                }
            }
            Target::File(path) if !withheld => {
                let new = match encoded(&decoded, &bytes, &changed.after) {
                    Ok(new) => new,
                    Err(error) => return Ok(done.and_failed(item, &error.to_string())),
                };
                let same = self.target.in_place && changed.after == text;
                if !same && let Err(cause) = write::replace(path, &new) {
                    return Ok(done.and_failed(item, &cause));
                }
                if self.manner.verbose && done.tally.changed > 0 {
                    done.messages.push(format!("wrote {}: {}", path.display(), done.tally.by_group()));
                }
            }
            _ => {}
        }
        Ok(done)
    }

    /// Writes what stood in each field; a placeholder that was there before is its own value.
    fn write_values(&self, path: &Path, engine: &Engine, changed: &mut Changed) -> Result<(), String> {
        let after = &changed.after;
        let found = engine.scan(after).findings;
        for field in template::fields(after, &found, engine.rules()) {
            let own = || field.places[0].of(after).to_owned();
            changed.values.entry(field.name.clone()).or_insert_with(own);
        }
        let mut list = serde_json::to_vec_pretty(&changed.values).map_err(|error| error.to_string())?;
        list.push(b'\n');
        write::replace(path, &list).map_err(|cause| format!("{}: {cause}", path.display()))
    }

    /// What a style that follows the document has read from it.
    fn inferred(&self, item: &Item, text: &str) -> Option<String> {
        let mut masker = self.style.masker();
        if masker.inferred().is_empty() {
            return None;
        }
        masker.meet(text, &[]);
        let kinds: Vec<String> = masker
            .inferred()
            .iter()
            .map(|kind| {
                let support = match kind.count {
                    0 => "none seen".to_owned(),
                    _ if kind.sure => plural(kind.count, "mask"),
                    _ => format!("{} only", plural(kind.count, "mask")),
                };
                format!("{} {} {} ({support})", kind.kind, kind.mask, kind.form)
            })
            .collect();
        Some(format!("yinmo: {}: style of its own masks: {}", item.name, kinds.join("; ")))
    }

    fn patch(
        &self,
        item: &Item,
        decoded: &Decoded<'_>,
        changed: &Changed,
        done: &mut Done,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let look = DiffLook {
            colour: self.manner.colour,
            sanitise: self.terminal,
            bom: decoded.bom && decoded.encoding == Encoding::Utf8,
        };
        if decoded.encoding != Encoding::Utf8 && done.tally.changed > 0 && !self.target.in_place {
            done.messages.push(format!(
                "yinmo: {}: the file is {}, its diff is shown in UTF-8 and cannot be applied as a patch; use -i or -o",
                item.name, decoded.encoding
            ));
        }
        report::diff(&item.name, &decoded.text, &changed.edits, look, sink)
    }

    /// Which findings are still there, by rule and place in the text before.
    fn complaint(&self, item: &Item, text: &str, changed: &Changed, engine: &Engine) -> String {
        let mut locator = Locator::new(text);
        let mut places: Vec<String> = Vec::new();
        for finding in changed.left.iter().take(NAMED) {
            let at = locator.locate(edit::source_offset(&changed.edits, finding.span.start));
            places.push(format!("{} at {}:{}", engine.rules().rule(finding.rule).name, at.line, at.column));
        }
        if changed.left.len() > NAMED {
            places.push("…".to_owned());
        }
        let advice = if self.target.force {
            "written because of --force"
        } else {
            "not written; see it with --diff, write it with --force"
        };
        format!(
            "yinmo: {}: {} still there afterwards ({}): {advice}",
            item.name,
            plural(changed.left.len(), "finding"),
            places.join(", ")
        )
    }

    fn conclude(&self, tally: &Tally) {
        let groups = tally.by_group();
        let of = if groups.is_empty() { String::new() } else { format!(" ({groups})") };
        let writes = self.target.in_place || self.target.output.is_some();
        let verb = if writes { "changed" } else { "to change" };
        let advice = if writes || tally.changed == 0 || self.target.stdout {
            ""
        } else {
            "; nothing was written: -i changes the files, -o PATH writes new ones"
        };
        self.manner.say(&format!(
            "{}: {} {verb}{of}{}{advice}",
            plural(tally.files, "file"),
            tally.changed,
            super::failures(tally.failures)
        ));
    }
}

/// The name of a part: report-2.txt.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{number}{end}"))
}

/// The new bytes of a file; the old ones when nothing was changed, whatever spelling they have.
fn encoded<'b>(decoded: &Decoded<'_>, bytes: &'b [u8], after: &str) -> Result<Cow<'b, [u8]>, EncodeError> {
    if decoded.text == after {
        return Ok(Cow::Borrowed(bytes));
    }
    decoded.encode_like(bytes, after).map(Cow::Owned)
}

/// The findings that an edit touches. Both lists are sorted.
fn touched(findings: Vec<Finding>, edits: &[Edit]) -> Vec<Finding> {
    let mut edits = edits.iter().peekable();
    let mut kept = findings;
    kept.retain(|finding| {
        while edits.next_if(|edit| edit.span.end <= finding.span.start).is_some() {}
        edits.peek().is_some_and(|edit| edit.span.overlaps(finding.span))
    });
    kept
}
