//! What a run came to: a table for people, and a report for programs. Neither holds text of a document.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};

use serde::Serialize;
use yinmo::report::{Tally, plural};
use yinmo::rule::{Group, Severity};

use super::Manner;
use super::progress::Progress;
use super::run::Done;
use super::walk::{Failure, Item};

/// How many bad records of a file are listed.
const LISTED: usize = 1000;

/// A record that was not worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Bad {
    /// Its first line, from 1; of a Parquet file, its row.
    pub(crate) line: u64,
    pub(crate) cause: String,
}

/// What came of one file.
#[derive(Debug, Serialize)]
struct FileReport {
    path: String,
    status: Status,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    findings: BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "is_zero")]
    left: usize,
    #[serde(skip_serializing_if = "is_zero_u64")]
    records: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bad_records: Vec<Bad>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    done_before: bool,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    /// It was read; nothing was to be changed.
    Unchanged,
    /// It was changed, or would be.
    Changed,
    /// Something that should be gone is still there.
    Left,
    Failed,
    Skipped,
    /// It was read, to find and not to change.
    Read,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_zero(n: &usize) -> bool {
    *n == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_zero_u64(n: &u64) -> bool {
    *n == 0
}

/// What all files came to.
#[derive(Debug, Default)]
pub(crate) struct Total {
    pub(crate) tally: Tally,
    records: u64,
    bad: u64,
    done_before: usize,
    /// Files with findings of each group.
    files_of: [usize; Group::ALL.len()],
    /// Every file, where a report was asked for.
    files: Option<Vec<FileReport>>,
    /// Whether files are only read.
    reads: bool,
}

impl Total {
    /// `reported` keeps what came of each file; `reads` says that nothing is to be changed.
    pub(crate) fn new(reported: bool, reads: bool) -> Self {
        Self { files: reported.then(Vec::new), reads, ..Self::default() }
    }

    /// Counts findings that lie between files, in so many of them.
    pub(crate) fn add_between(&mut self, group: Group, severity: Severity, findings: usize, files: usize) {
        for _ in 0..findings {
            self.tally.count(group, severity);
        }
        self.files_of[group as usize] += files;
    }

    /// Counts a file.
    pub(crate) fn add(&mut self, item: &Item, done: &Done) {
        let tally = &done.tally;
        self.tally.add(tally);
        self.records += done.records;
        self.bad += done.bad.len() as u64;
        self.done_before += usize::from(done.earlier);
        for (count, group) in self.files_of.iter_mut().zip(Group::ALL) {
            *count += usize::from(tally.of(group) > 0);
        }
        let Some(files) = &mut self.files else { return };
        let status = match () {
            () if done.cause.is_some() => Status::Failed,
            () if tally.skipped > 0 => Status::Skipped,
            () if tally.left > 0 => Status::Left,
            () if self.reads => Status::Read,
            () if tally.changed > 0 => Status::Changed,
            () => Status::Unchanged,
        };
        let findings = Group::ALL.into_iter().filter(|&g| tally.of(g) > 0).map(|g| (g.name(), tally.of(g)));
        files.push(FileReport {
            path: item.name.clone(),
            status,
            findings: findings.collect(),
            left: tally.left,
            records: done.records,
            bad_records: done.bad.iter().take(LISTED).cloned().collect(),
            cause: done.cause.clone(),
            done_before: done.earlier,
        });
    }

    /// Counts what could not even be looked at.
    pub(crate) fn add_failures(&mut self, failures: &[Failure], skipped: usize) {
        self.tally.failures += failures.len();
        self.tally.skipped += skipped;
        let Some(files) = &mut self.files else { return };
        files.extend(failures.iter().map(|failure| FileReport {
            path: failure.name.clone(),
            status: Status::Failed,
            findings: BTreeMap::new(),
            left: 0,
            records: 0,
            bad_records: Vec::new(),
            cause: Some(failure.cause.clone()),
            done_before: false,
        }));
    }

    /// Whether some record was not worked on.
    pub(crate) const fn has_bad(&self) -> bool {
        self.bad > 0
    }

    /// The report for programs.
    pub(crate) fn json(&self, command: &str) -> serde_json::Result<Vec<u8>> {
        #[derive(Serialize)]
        struct Report<'a> {
            yinmo: &'a str,
            command: &'a str,
            total: Totals<'a>,
            files: &'a [FileReport],
        }
        #[derive(Serialize)]
        struct Totals<'a> {
            files: usize,
            changed: usize,
            failed: usize,
            skipped: usize,
            done_before: usize,
            records: u64,
            bad_records: u64,
            left: usize,
            findings: BTreeMap<&'a str, usize>,
        }
        let tally = &self.tally;
        let mut json = serde_json::to_vec_pretty(&Report {
            yinmo: env!("CARGO_PKG_VERSION"),
            command,
            total: Totals {
                files: tally.files,
                changed: tally.changed,
                failed: tally.failures,
                skipped: tally.skipped,
                done_before: self.done_before,
                records: self.records,
                bad_records: self.bad,
                left: tally.left,
                findings: Group::ALL.into_iter().map(|g| (g.name(), tally.of(g))).collect(),
            },
            files: self.files.as_deref().unwrap_or_default(),
        })?;
        json.push(b'\n');
        Ok(json)
    }

    /// The table for people, of several files or of records; nothing for one text.
    pub(crate) fn table(&self, progress: &Progress, manner: Manner) {
        let tally = &self.tally;
        if tally.files + tally.failures < 2 && self.records == 0 {
            return;
        }
        let mut out = String::new();
        if tally.findings() > 0 {
            let _ = write!(out, "{:<12} {:>12} {:>9}", "group", "findings", "files");
            for (group, files) in Group::ALL.into_iter().zip(self.files_of).filter(|&(g, _)| tally.of(g) > 0)
            {
                let _ = write!(
                    out,
                    "\n{:<12} {:>12} {:>9}",
                    group.name(),
                    thousands(tally.of(group)),
                    thousands(files)
                );
            }
            manner.say(&out);
        }
        let mut parts = Vec::new();
        if self.records > 0 {
            parts.push(plural(usize::try_from(self.records).unwrap_or(usize::MAX), "record"));
        }
        if self.bad > 0 {
            parts.push(format!(
                "{} not worked on",
                plural(usize::try_from(self.bad).unwrap_or(usize::MAX), "bad record")
            ));
        }
        if self.done_before > 0 {
            parts.push(format!("{} done before", plural(self.done_before, "file")));
        }
        // Times differ from run to run: they are for whoever is watching.
        if manner.verbose || io::stderr().is_terminal() {
            let (read, seconds) = (progress.bytes() as f64 / 1e6, progress.seconds());
            parts.push(format!("{read:.1} MB in {seconds:.1} s, {:.1} MB/s", read / seconds.max(1e-3)));
        }
        if !parts.is_empty() {
            manner.say(&parts.join("; "));
        }
    }
}

/// `1,234,567`.
fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn digits_stand_in_threes() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(super::thousands(n), text);
        }
    }
}
