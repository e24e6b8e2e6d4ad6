//! The engine as Python sees it.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyList, PyString};
use yinmo::format::FieldPath;

use crate::arrow;
use crate::batch::{ArrowArray, Chunk, chunks};
use crate::fault::Fault;
use crate::jsonl;
use crate::results::{self, Change, Finding, Verdict};
use crate::rows::{self, Bad, Done, How, Shown, seen};
use crate::settings::{Built, Given};
use crate::treat::{self, Work, each};
use crate::vault::Vault;

/// The longest text that is worked on where nothing else is said.
const LONGEST: usize = 64 << 20;

/// What was given to work on.
enum Texts {
    One(PyBackedStr),
    Many(Vec<Option<PyBackedStr>>),
    Arrow(arrow::Incoming),
}

impl Texts {
    fn of(texts: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(text) = texts.cast::<PyString>() {
            return Ok(Self::One(PyBackedStr::try_from(text.clone())?));
        }
        if let Some(incoming) = arrow::take(texts)? {
            return Ok(Self::Arrow(incoming));
        }
        let all: PyResult<Vec<Option<PyBackedStr>>> = texts.try_iter()?.map(|text| text?.extract()).collect();
        Ok(Self::Many(all?))
    }
}

/// The compiled part of yinmo.Engine.
///
/// Made once, used for many texts, from any number of threads.
#[pyclass(frozen, subclass, module = "yinmo._yinmo")]
pub(crate) struct Engine {
    built: Built,
    longest: usize,
}

/// What `mask` and `clean` are told beside the texts.
struct Wish<'a> {
    work: Work,
    style: Option<&'a str>,
    force: bool,
    columns: Vec<String>,
    status: Option<&'a str>,
    jobs: usize,
}

#[pymethods]
impl Engine {
    #[new]
    #[pyo3(signature = (*, toml=None, files=BTreeMap::new(), profile=None, style=None, purpose=None, select=Vec::new(),
        ignore=Vec::new(), min_score=None, terms=Vec::new(), keep=Vec::new(), key=None, max_unit=LONGEST))]
    #[expect(clippy::too_many_arguments, reason = "one for each setting")]
    fn new(
        py: Python<'_>,
        toml: Option<(String, String)>,
        files: BTreeMap<String, String>,
        profile: Option<String>,
        style: Option<String>,
        purpose: Option<String>,
        select: Vec<String>,
        ignore: Vec<String>,
        min_score: Option<f32>,
        terms: Vec<(String, String)>,
        keep: Vec<String>,
        key: Option<Vec<u8>>,
        max_unit: usize,
    ) -> PyResult<Self> {
        let given =
            Given { toml, files, profile, style, purpose, select, ignore, min_score, terms, keep, key };
        Ok(Self { built: py.detach(|| Built::new(given))?, longest: max_unit })
    }

    /// What is found: for a str a list of findings, for a list of str (or None) a list of such lists, for Arrow data a
    /// table with a row for each finding (row, column, rule, group, severity, action, fingerprint, replacement, text,
    /// start, end, score). Places are code points.
    ///
    /// columns: of a record batch or table, which columns hold the texts
    /// with_text: whether words of the texts stand in evidence and replacements; in tables they do not by default
    /// jobs: how many texts are worked on at once
    #[pyo3(signature = (texts, *, columns=None, with_text=None, jobs=1))]
    fn scan(
        &self,
        texts: &Bound<'_, PyAny>,
        columns: Option<&Bound<'_, PyAny>>,
        with_text: Option<bool>,
        jobs: usize,
    ) -> PyResult<Py<PyAny>> {
        self.look(texts, names(columns)?, None, with_text, jobs)
    }

    /// Whether texts are fit for a purpose (release, template, corpus): a Verdict for each text; for Arrow data the table
    /// of the findings that count.
    #[pyo3(signature = (texts, *, purpose=None, columns=None, with_text=None, jobs=1))]
    fn check(
        &self,
        texts: &Bound<'_, PyAny>,
        purpose: Option<&str>,
        columns: Option<&Bound<'_, PyAny>>,
        with_text: Option<bool>,
        jobs: usize,
    ) -> PyResult<Py<PyAny>> {
        self.look(texts, names(columns)?, Some(self.built.purpose(purpose)?), with_text, jobs)
    }

    /// Masked texts: a Change for each text; for Arrow data the same data with new values.
    ///
    /// What was masked is scanned again; if something is left that should be gone, a LeftoverError is raised.
    ///
    /// style: what findings become; the configured style where it is not given
    /// clean: takes scrape markers out, too
    /// force: returns texts in which something is left
    /// columns: of a record batch or table, which columns hold the texts; a row is one document
    /// status: adds a column of this name with the cause where a row cannot be worked on (it stays as it was), and one
    ///     with `_edits` behind the name that counts the edits; without it such a row is an error
    /// jobs: how many texts are worked on at once
    /// vault: remembers what labels stand for
    #[pyo3(signature = (texts, *, style=None, clean=false, force=false, columns=None, status=None, jobs=1, vault=None))]
    #[expect(clippy::too_many_arguments, reason = "one for each option")]
    fn mask(
        &self,
        texts: &Bound<'_, PyAny>,
        style: Option<&str>,
        clean: bool,
        force: bool,
        columns: Option<&Bound<'_, PyAny>>,
        status: Option<&str>,
        jobs: usize,
        vault: Option<&Bound<'_, Vault>>,
    ) -> PyResult<Py<PyAny>> {
        let work = if clean { Work::CleanAndMask } else { Work::Mask };
        let wish = Wish { work, style, force, columns: names(columns)?, status, jobs };
        self.change(texts, &wish, vault.map(Bound::get))
    }

    /// Texts without scrape markers, as `mask` returns them.
    #[pyo3(signature = (texts, *, force=false, columns=None, status=None, jobs=1))]
    fn clean(
        &self,
        texts: &Bound<'_, PyAny>,
        force: bool,
        columns: Option<&Bound<'_, PyAny>>,
        status: Option<&str>,
        jobs: usize,
    ) -> PyResult<Py<PyAny>> {
        let wish = Wish { work: Work::Clean, style: None, force, columns: names(columns)?, status, jobs };
        self.change(texts, &wish, None)
    }

    /// Lines of JSON, as Arrow data, with the texts in these fields masked or cleaned; nothing else in a line changes.
    ///
    /// work: mask, clean, or mask --clean
    #[pyo3(signature = (lines, fields, *, work="mask", style=None, force=false, columns=None, status=None, jobs=1))]
    #[expect(clippy::too_many_arguments, reason = "one for each option")]
    fn jsonl(
        &self,
        lines: &Bound<'_, PyAny>,
        fields: &Bound<'_, PyAny>,
        work: &str,
        style: Option<&str>,
        force: bool,
        columns: Option<&Bound<'_, PyAny>>,
        status: Option<&str>,
        jobs: usize,
    ) -> PyResult<Py<PyAny>> {
        let py = lines.py();
        let work = match work {
            "mask" => Work::Mask,
            "clean" => Work::Clean,
            "mask --clean" => Work::CleanAndMask,
            _ => {
                return Err(
                    Fault::Config(format!("work is mask, clean or mask --clean, not {work:?}")).into()
                );
            }
        };
        let path = |name: &String| {
            FieldPath::parse(name)
                .ok_or_else(|| Fault::Config(format!("{name:?} is no field; write text or meta.title")))
        };
        let fields = names(Some(fields))?.iter().map(path).collect::<Result<Vec<_>, _>>()?;
        let Some(incoming) = arrow::take(lines)? else {
            return Err(
                Fault::Data("lines are an Arrow array or a record batch of strings".to_owned()).into()
            );
        };
        let wish = Wish { work, style, force, columns: names(columns)?, status, jobs };
        let how = self.how(&wish)?;
        self.over(py, incoming, &wish, |texts, count| {
            if how.work != Work::Clean {
                treat::masker(how.built, how.style)?;
            }
            let [(_, lines)] = texts else {
                return Err(Fault::Data("lines stand in one column; name one".to_owned()));
            };
            let nothing = || Ok(Done { new: vec![None], edits: None });
            Ok(each(count, how.jobs, |row| {
                lines.get(row).map_or_else(nothing, |line| jsonl::change(how, &fields, line))
            }))
        })
    }

    /// The names of all rules.
    fn rules(&self) -> Vec<&str> {
        self.built.engine.rules().iter().map(|(_, rule)| &*rule.name).collect()
    }

    /// The names of all styles.
    fn styles(&self) -> Vec<&str> {
        self.built.styles().map(yinmo::style::Style::name).collect()
    }
}

impl Engine {
    fn how(&self, wish: &Wish<'_>) -> PyResult<How<'_>> {
        let style = self.built.style(wish.style)?;
        let jobs = jobs(wish.jobs)?;
        Ok(How { built: &self.built, style, work: wish.work, force: wish.force, jobs, longest: self.longest })
    }

    fn look(
        &self,
        texts: &Bound<'_, PyAny>,
        columns: Vec<String>,
        purpose: Option<yinmo::policy::Purpose>,
        with_text: Option<bool>,
        count: usize,
    ) -> PyResult<Py<PyAny>> {
        let py = texts.py();
        let wish = Wish { work: Work::Mask, style: None, force: false, columns, status: None, jobs: count };
        let how = self.how(&wish)?;
        let texts = Texts::of(texts)?;
        if !matches!(texts, Texts::Arrow(_)) {
            refuse_columns(&wish.columns)?;
        }
        let one = |text: &str| -> Result<(Vec<yinmo::finding::Finding>, Vec<Finding>), Fault> {
            let text = rows::read(text.as_bytes(), self.longest).map_err(|bad| Fault::Data(bad.cause))?;
            let found = seen(&self.built, text, purpose);
            let mut masker = how.style.masker();
            if let Some(key) = &self.built.key {
                masker.set_key(key);
            }
            masker.meet(text, &found);
            let shown = results::findings(
                &self.built,
                how.style,
                &mut masker,
                text,
                &found,
                with_text.unwrap_or(true),
            );
            Ok((found, shown))
        };
        match texts {
            Texts::One(text) => {
                let (found, shown) = py.detach(|| one(&text))?;
                match purpose {
                    None => Ok(shown.into_pyobject(py)?.into_any().unbind()),
                    Some(purpose) => verdict(py, &self.built, purpose, &found, shown),
                }
            }
            Texts::Many(texts) => {
                let all =
                    py.detach(|| each(texts.len(), how.jobs, |at| texts[at].as_deref().map(one).transpose()));
                let list = PyList::empty(py);
                for (at, done) in all.into_iter().enumerate() {
                    match (done.map_err(|fault| at_text(at, fault))?, purpose) {
                        (None, _) => list.append(py.None())?,
                        (Some((_, shown)), None) => list.append(shown)?,
                        (Some((found, shown)), Some(purpose)) => {
                            list.append(verdict(py, &self.built, purpose, &found, shown)?)?;
                        }
                    }
                }
                Ok(list.into_any().unbind())
            }
            Texts::Arrow(incoming) => {
                let shown = Shown { purpose, with_text: with_text.unwrap_or(false) };
                answer(py, incoming, |chunk| {
                    let texts: Vec<_> = chunk
                        .texts(&wish.columns)?
                        .into_iter()
                        .map(|(_, name, texts)| (name, texts))
                        .collect();
                    let (fields, table) = rows::scan(how, &texts, chunk.rows(), shown)?;
                    Ok(ArrowArray::table(fields, &table))
                })
            }
        }
    }

    fn change(
        &self,
        texts: &Bound<'_, PyAny>,
        wish: &Wish<'_>,
        vault: Option<&Vault>,
    ) -> PyResult<Py<PyAny>> {
        let py = texts.py();
        let how = self.how(wish)?;
        let texts = Texts::of(texts)?;
        if !matches!(texts, Texts::Arrow(_)) {
            refuse_columns(&wish.columns)?;
        }
        let one = |text: &str| -> Result<Change, Fault> {
            let text = rows::read(text.as_bytes(), self.longest).map_err(|bad| Fault::Data(bad.cause))?;
            let mut masker = if wish.work == Work::Clean {
                how.style.masker()
            } else if let Some(vault) = vault {
                return vault.mask(how, text);
            } else {
                treat::masker(&self.built, how.style)?
            };
            changed(how, &mut masker, text)
        };
        match texts {
            Texts::One(text) => Ok(Py::new(py, py.detach(|| one(&text))?)?.into_any()),
            Texts::Many(texts) => {
                // Labels are counted over all texts of a vault, in their order.
                let jobs = if vault.is_some() { NonZeroUsize::MIN } else { how.jobs };
                let all =
                    py.detach(|| each(texts.len(), jobs, |at| texts[at].as_deref().map(one).transpose()));
                let list = PyList::empty(py);
                for (at, done) in all.into_iter().enumerate() {
                    match done.map_err(|fault| at_text(at, fault))? {
                        None => list.append(py.None())?,
                        Some(done) => list.append(Py::new(py, done)?)?,
                    }
                }
                Ok(list.into_any().unbind())
            }
            Texts::Arrow(_) if vault.is_some() => {
                let why = "a vault takes texts one by one; give a list of str, or use a keyed style";
                Err(Fault::Config(why.to_owned()).into())
            }
            Texts::Arrow(incoming) => {
                self.over(py, incoming, wish, |texts, count| rows::change(how, texts, count))
            }
        }
    }

    fn over(
        &self,
        py: Python<'_>,
        incoming: arrow::Incoming,
        wish: &Wish<'_>,
        work: impl Fn(&[(&str, rows::Texts<'_>)], usize) -> Result<Vec<Result<Done, Bad>>, Fault> + Sync,
    ) -> PyResult<Py<PyAny>> {
        answer(py, incoming, |chunk| {
            let texts = chunk.texts(&wish.columns)?;
            let named: Vec<_> =
                chunk.texts(&wish.columns)?.into_iter().map(|(_, name, texts)| (name, texts)).collect();
            let mut done = work(&named, chunk.rows())?;
            if wish.status.is_none()
                && let Some(row) = done.iter().position(Result::is_err)
                && let Err(bad) = done.swap_remove(row)
            {
                return Err(bad.fault(row));
            }
            chunk.with(&texts, &done, wish.status)
        })
    }
}

/// Works on each array or batch: one answer, or for a table a list of them.
fn answer(
    py: Python<'_>,
    incoming: arrow::Incoming,
    of: impl Fn(&Chunk) -> Result<ArrowArray, Fault> + Sync,
) -> PyResult<Py<PyAny>> {
    let (chunks, several) = chunks(incoming);
    let mut done = py.detach(|| chunks.iter().map(&of).collect::<Result<Vec<_>, _>>())?;
    if !several && let Some(done) = done.pop() {
        return Ok(Py::new(py, done)?.into_any());
    }
    let list = PyList::empty(py);
    for chunk in done {
        list.append(Py::new(py, chunk)?)?;
    }
    Ok(list.into_any().unbind())
}

fn verdict(
    py: Python<'_>,
    built: &Built,
    purpose: yinmo::policy::Purpose,
    found: &[yinmo::finding::Finding],
    shown: Vec<Finding>,
) -> PyResult<Py<PyAny>> {
    let verdict: Verdict = results::verdict(built, purpose, found, shown);
    Ok(Py::new(py, verdict)?.into_any())
}

/// The same fault, which names the text it is about.
fn at_text(at: usize, fault: Fault) -> Fault {
    match fault {
        Fault::Data(why) => Fault::Data(format!("text {at}: {why}")),
        Fault::Leftover(why) => Fault::Leftover(format!("text {at}: {why}")),
        other => other,
    }
}

fn refuse_columns(columns: &[String]) -> Result<(), Fault> {
    if columns.is_empty() {
        return Ok(());
    }
    Err(Fault::Config("columns are of record batches and tables; leave them out".to_owned()))
}

fn jobs(count: usize) -> Result<NonZeroUsize, Fault> {
    NonZeroUsize::new(count).ok_or_else(|| Fault::Config("jobs is at least 1".to_owned()))
}

/// One name, or several.
fn names(names: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<String>> {
    match names {
        None => Ok(Vec::new()),
        Some(name) if name.is_instance_of::<PyString>() => Ok(vec![name.extract()?]),
        Some(names) => names.extract(),
    }
}

/// A changed text, where nothing is left in it.
pub(crate) fn changed(how: How<'_>, masker: &mut yinmo::style::Masker, text: &str) -> Result<Change, Fault> {
    let done = treat::record(how.built, how.work, masker, &[text]).pop().expect("one text, one result");
    checked(how, text, &done)?;
    let mut shown = how.style.masker();
    shown.meet(text, &done.findings);
    Ok(results::change(how.built, how.style, &mut shown, text, done, true))
}

/// Refuses a text in which something is left.
pub(crate) fn checked(how: How<'_>, text: &str, done: &treat::Changed) -> Result<(), Fault> {
    match treat::leftover(how.built, [("", text, done)]).filter(|_| !how.force) {
        Some(left) => {
            Err(Fault::Leftover(format!("{left}: nothing was returned; force=True returns it all the same")))
        }
        None => Ok(()),
    }
}
