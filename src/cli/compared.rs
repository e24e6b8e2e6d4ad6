//! `--across`: what the files of a run say of one another.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use yinmo::engine::Engine;
use yinmo::engine::across::{Across, Half, Place, Places};
use yinmo::finding::Finding;
use yinmo::report::plural;
use yinmo::rule::{Group, RuleId, RuleSet};

use super::Manner;
use super::summary::Total;
use super::walk::Item;

/// How many pairs of files are named; --verbose names all.
const NAMED: usize = 20;

/// The files of a run, compared as they are read.
#[derive(Debug, Default)]
pub(super) struct Compared {
    across: Mutex<Across>,
    /// Files of records, of which each would be a text of its own.
    left_out: AtomicUsize,
}

impl Compared {
    pub(super) fn new(asked: bool) -> Option<Self> {
        asked.then(Self::default)
    }

    /// Takes in a file.
    pub(super) fn add(&self, index: usize, text: &str, findings: &[Finding], rules: &RuleSet) {
        let places = Places::of(index, text, findings, rules);
        self.across.lock().unwrap_or_else(PoisonError::into_inner).add(places);
    }

    /// Notes a file that is not compared.
    pub(super) fn leave_out(&self) {
        self.left_out.fetch_add(1, Ordering::Relaxed);
    }

    /// Says which files give away what others mask, and counts it.
    pub(super) fn conclude(&self, items: &[Item], engine: &Engine, manner: Manner, total: &mut Total) {
        let across = self.across.lock().unwrap_or_else(PoisonError::into_inner);
        let halves = across.halves();
        let rules = engine.rules();
        let severity = engine.policy().severity(rules, RuleId::HALF_MASKED, 0.8);
        let files: BTreeSet<usize> = halves.iter().map(|half| half.plain.text).collect();
        total.add_between(Group::Consistency, severity, halves.len(), files.len());
        let named = if manner.verbose { halves.len() } else { NAMED };
        for half in halves.iter().take(named) {
            manner.say(&line(half, items, rules));
        }
        if halves.len() > named {
            manner.say(&format!("{} more; --verbose names them", plural(halves.len() - named, "pair")));
        }
        if across.is_partial() {
            manner.say("--across: too many names and masks to keep all; the files were compared in part, fewer files are compared in full");
        }
        let left_out = self.left_out.load(Ordering::Relaxed);
        if left_out > 0 {
            manner.say(&format!("--across compares texts; {} of records left out", plural(left_out, "file")));
        }
    }
}

/// `a.txt:3:12 masks what b.txt:7:5 gives in full (entity/person), 4 times: mask it there, too`
fn line(half: &Half, items: &[Item], rules: &RuleSet) -> String {
    let place = |place: Place| format!("{}:{}:{}", items[place.text].name, place.line, place.column);
    let times = if half.times > 1 { format!(", {} times", half.times) } else { String::new() };
    format!(
        "{} masks what {} gives in full ({}){times}: mask it there, too",
        place(half.masked),
        place(half.plain),
        rules.rule(half.rule).name
    )
}
