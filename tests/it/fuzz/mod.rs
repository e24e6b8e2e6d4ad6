//! Damaged files of every kind: what is opened, changed and written ends in an error or in a file that opens again,
//! soon, and within the memory that its size allows.
//!
//! Each case is made from a number, so that a failure can be had again: `YINMO_FUZZ_CASE=xlsx:4711`. How many are
//! tried of each kind says `YINMO_FUZZ_CASES`: the same ones on every machine, however fast it is.

mod change;
mod seeds;

use std::time::{Duration, Instant};

use yinmo::edit::Edit;
use yinmo::format::office::{Limits, Opaque, Opened, WriteOptions, open};

use change::changed;

/// Numbers that are the same in every run.
pub(super) struct Dice(u64);

impl Dice {
    fn new(case: u64) -> Self {
        Self(case.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }

    pub(super) fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What a case may cost: files are small, and so is this.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 3 } else { 1 });
/// How many times the size of its parts the text of a file may have.
const GROWTH: usize = 64;

/// Says which case it was when a test fails in it.
struct Case<'a>(&'a str, u64);

impl Drop for Case<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("run it again with YINMO_FUZZ_CASE={}:{}", self.0, self.1);
        }
    }
}

/// The time this thread has worked; other programs do not count where that can be known.
fn worked(start: Instant) -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = stat.and_then(|stat| stat.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

fn fuzz(kind: &str) {
    let only = std::env::var("YINMO_FUZZ_CASE").ok();
    let only = only.as_deref().and_then(|case| case.split_once(':'));
    if let Some((_, number)) = only.filter(|(named, _)| *named == kind) {
        return case(kind, number.parse().expect("a number behind the colon"));
    }
    let number = |name, default| {
        std::env::var(name).ok().map_or(default, |text| text.parse().expect("a number in YINMO_FUZZ_…"))
    };
    // One run after another goes on where the last one ended.
    let first: u64 = number("YINMO_FUZZ_FROM", 0);
    if only.is_none() {
        (first..first + number("YINMO_FUZZ_CASES", 300)).for_each(|number| case(kind, number));
    }
}

fn case(kind: &str, number: u64) {
    let _case = Case(kind, number);
    let mut dice = Dice::new(number);
    let bytes = changed(seeds::of(kind), &mut dice);
    let start = Instant::now();
    let before = worked(start);
    let limits = Limits { part: 4 << 20, total: 16 << 20, ..Limits::default() };
    if let Ok(file) = open(&bytes, &limits) {
        let size: usize = file.streams().iter().map(|(_, bytes)| bytes.len()).sum();
        let text: usize = file.document.units.iter().map(|unit| unit.text.len() + unit.locator.len()).sum();
        assert!(text <= GROWTH * (size + bytes.len() + 1000), "{size} bytes make {text} bytes of text");
        write(&file, &mut dice, &limits);
    }
    let worked = worked(start).saturating_sub(before);
    assert!(worked < PATIENCE, "{} bytes took {worked:?}", bytes.len());
}

fn write(file: &Opened, dice: &mut Dice, limits: &Limits) {
    if !file.is_writable() {
        return;
    }
    let options = WriteOptions {
        scrub: dice.below(2) == 0,
        opaque: *dice.of(&[Opaque::Drop, Opaque::Drop, Opaque::Keep, Opaque::Refuse]),
        drop_signatures: dice.below(4) > 0,
        track: None,
    };
    let edits: Vec<Vec<Edit>> = file
        .document
        .units
        .iter()
        .map(|unit| {
            let places: Vec<usize> =
                unit.text.char_indices().map(|(at, _)| at).chain([unit.text.len()]).collect();
            let (mut edits, mut at) = (Vec::new(), dice.below(4));
            while at + 1 < places.len() && edits.len() < 50 {
                let end = (at + 1 + dice.below(5)).min(places.len() - 1);
                edits.push(Edit::replacement(
                    places[at]..places[end],
                    *dice.of(&["XX", "", "某<&", "甲\n乙"]),
                ));
                at = end + 1 + dice.below(30);
            }
            edits
        })
        .collect();
    if let Ok(written) = file.write(&edits, &options) {
        let generous = Limits { part: limits.part * 4, total: limits.total * 4, ..*limits };
        // A damaged list of parts may have lost the main one; then there is an error, and nothing is written.
        let _ = open(&written.bytes, &generous);
    }
    let _ = file.accept("yinmo");
}

macro_rules! kinds {
    ($($kind:ident)*) => {
        $(#[test]
        fn $kind() {
            fuzz(stringify!($kind));
        })*
    };
}

kinds! { docx xlsx pptx ofd odt ods html mail rtf doc xls pdf }
