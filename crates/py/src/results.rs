//! What Python gets back. Offsets are code points, as Python counts. No `repr` shows text of a document.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use yinmo::finding::Finding as Found;
use yinmo::policy::Purpose;
use yinmo::report::{Record, Source, Tally, View, records};
use yinmo::rule::{Cure, Severity};
use yinmo::span::Span;
use yinmo::style::{Masker, Style};

use crate::settings::Built;
use crate::treat::Changed;

/// Something found.
#[pyclass(frozen, eq, module = "yinmo")]
#[derive(Clone, PartialEq)]
pub(crate) struct Finding {
    #[pyo3(get)]
    rule: String,
    #[pyo3(get)]
    group: &'static str,
    #[pyo3(get)]
    severity: &'static str,
    #[pyo3(get)]
    score: f64,
    #[pyo3(get)]
    start: usize,
    #[pyo3(get)]
    end: usize,
    #[pyo3(get)]
    line: usize,
    #[pyo3(get)]
    column: usize,
    #[pyo3(get)]
    action: &'static str,
    #[pyo3(get)]
    replacement: Option<String>,
    #[pyo3(get)]
    evidence: String,
    #[pyo3(get)]
    fingerprint: String,
    #[pyo3(get)]
    role: Option<&'static str>,
    #[pyo3(get)]
    suggestion: Option<String>,
    /// In bytes.
    span: Span,
}

#[pymethods]
impl Finding {
    /// The words that were found, out of the text that was read.
    fn of(&self, text: &str) -> String {
        text.chars().skip(self.start).take(self.end - self.start).collect()
    }

    /// All attributes by name.
    fn as_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("rule", &self.rule)?;
        dict.set_item("group", self.group)?;
        dict.set_item("severity", self.severity)?;
        dict.set_item("score", self.score)?;
        dict.set_item("start", self.start)?;
        dict.set_item("end", self.end)?;
        dict.set_item("line", self.line)?;
        dict.set_item("column", self.column)?;
        dict.set_item("action", self.action)?;
        dict.set_item("replacement", &self.replacement)?;
        dict.set_item("evidence", &self.evidence)?;
        dict.set_item("fingerprint", &self.fingerprint)?;
        dict.set_item("role", self.role)?;
        dict.set_item("suggestion", &self.suggestion)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        let Self { rule, start, end, score, action, .. } = self;
        format!("Finding(rule='{rule}', start={start}, end={end}, score={score}, action='{action}')")
    }
}

impl Finding {
    /// The words that were found.
    pub(crate) fn within<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text)
    }

    /// As [`crate::rows`] names them in its table.
    pub(crate) fn words<'a>(&'a self, column: &'a str, text: Option<&'a str>) -> [Option<&'a str>; 8] {
        let Self { rule, group, severity, action, fingerprint, replacement, .. } = self;
        let always = [column, rule, group, severity, action, fingerprint].map(Some);
        let [a, b, c, d, e, f] = always;
        [a, b, c, d, e, f, replacement.as_deref(), text]
    }

    pub(crate) const fn place(&self) -> (usize, usize, f64) {
        (self.start, self.end, self.score)
    }
}

/// One replacement, in the text before.
#[pyclass(frozen, get_all, eq, module = "yinmo")]
#[derive(Clone, PartialEq)]
pub(crate) struct Edit {
    start: usize,
    end: usize,
    replacement: String,
}

#[pymethods]
impl Edit {
    fn __repr__(&self) -> String {
        let Self { start, end, replacement } = self;
        format!("Edit(start={start}, end={end}, replacement={replacement:?})")
    }
}

/// A text that was masked or cleaned.
#[pyclass(frozen, get_all, module = "yinmo")]
pub(crate) struct Change {
    text: String,
    edits: Vec<Edit>,
    findings: Vec<Finding>,
    left: Vec<Finding>,
}

#[pymethods]
impl Change {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        let (edits, left) = (self.edits.len(), self.left.len());
        format!("Change({edits} edits, {left} left)")
    }
}

/// Whether a text is fit for a purpose.
#[pyclass(frozen, get_all, module = "yinmo")]
pub(crate) struct Verdict {
    fit: bool,
    purpose: &'static str,
    errors: usize,
    warnings: usize,
    notes: usize,
    findings: Vec<Finding>,
}

#[pymethods]
impl Verdict {
    fn __bool__(&self) -> bool {
        self.fit
    }

    fn __repr__(&self) -> String {
        let (fit, errors, warnings) = (if self.fit { "fit" } else { "not fit" }, self.errors, self.warnings);
        format!("Verdict({fit} for {}: {errors} errors, {warnings} warnings)", self.purpose)
    }
}

/// Code points in front of ascending byte offsets, in one pass; a smaller offset starts over.
pub(crate) struct Points<'t> {
    text: &'t str,
    byte: usize,
    point: usize,
}

impl<'t> Points<'t> {
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { text, byte: 0, point: 0 }
    }

    pub(crate) fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            *self = Self::new(self.text);
        }
        self.point += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.point
    }
}

/// What becomes of a finding.
pub(crate) fn action(found: &Found, record: &Record<'_>, built: &Built, style: &Style) -> &'static str {
    match found.cure {
        Cure::Delete | Cure::Join => "delete",
        Cure::Report if record.replacement.is_some() || style.masks(found.rule, built.engine.rules()) => {
            "mask"
        }
        Cure::Report => "report",
    }
}

/// The findings of a text. The masker has met it and says what each would become.
pub(crate) fn findings(
    built: &Built,
    style: &Style,
    masker: &mut Masker,
    text: &str,
    found: &[Found],
    with_text: bool,
) -> Vec<Finding> {
    let (rules, policy) = (built.engine.rules(), built.engine.policy());
    let mut points = Points::new(text);
    let mut all = Vec::with_capacity(found.len());
    let mut each = found.iter();
    let shown = records::<()>(
        Source { path: "", unit: None, text },
        View { rules, policy, with_text, details: true },
        masker,
        found.iter().map(|finding| (finding, None)),
        |record| {
            let found = each.next().expect("a record for each finding");
            all.push(Finding {
                rule: record.rule.to_owned(),
                group: rules.group(found.rule).name(),
                severity: record.severity.name(),
                score: (f64::from(record.score) * 1000.0).round() / 1000.0,
                start: points.at(record.start),
                end: points.at(record.end),
                line: record.line,
                column: record.column,
                action: action(found, record, built, style),
                replacement: record.replacement.map(str::to_owned),
                evidence: record.evidence.to_owned(),
                fingerprint: record.fingerprint.to_owned(),
                role: record.role,
                suggestion: record.suggestion.map(str::to_owned),
                span: record.span,
            });
            Ok(())
        },
    );
    debug_assert!(shown.is_ok(), "nothing fails here");
    all
}

/// A changed text.
pub(crate) fn change(
    built: &Built,
    style: &Style,
    masker: &mut Masker,
    text: &str,
    changed: Changed,
    with_text: bool,
) -> Change {
    let after = yinmo::edit::apply(text, &changed.edits);
    let mut points = Points::new(text);
    let edit = |edit: yinmo::edit::Edit| Edit {
        start: points.at(edit.span.start),
        end: points.at(edit.span.end),
        replacement: edit.content,
    };
    let findings = findings(built, style, masker, text, &changed.findings, with_text);
    let left = self::findings(built, style, masker, &after, &changed.left, with_text);
    Change { text: after, edits: changed.edits.into_iter().map(edit).collect(), findings, left }
}

/// A verdict.
pub(crate) fn verdict(built: &Built, purpose: Purpose, found: &[Found], shown: Vec<Finding>) -> Verdict {
    let mut tally = Tally::default();
    tally.count_all(found, built.engine.rules(), built.engine.policy());
    let Tally { errors, warnings, notes, .. } = tally;
    debug_assert!(
        shown.iter().filter(|finding| finding.severity == Severity::Error.name()).count() == errors
    );
    Verdict { fit: errors == 0, purpose: purpose.name(), errors, warnings, notes, findings: shown }
}
