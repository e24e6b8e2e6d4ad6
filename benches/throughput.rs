//! How fast: megabytes per second of scan, mask and clean on one thread, and the time from start to result.

use std::hint::black_box;
use std::process::{Command, Stdio};

use divan::Bencher;
use divan::counter::BytesCount;
use yinmo::builtin;
use yinmo::policy::Policy;
use yinmo::recognize::{Buffers, Context, Patterns, Recognizer as _, Text};
use yinmo::report::{self, Separator, Source, View};
use yinmo::style::Style;

/// An invented report.
const REPORT: &str = include_str!("../examples/report.txt");

fn main() {
    divan::main();
}

fn text() -> String {
    REPORT.repeat((1 << 20) / REPORT.len() + 1)
}

#[divan::bench(sample_count = 10)]
fn scan(bencher: Bencher<'_, '_>) {
    let (engine, text) = (builtin::engine(Policy::default()), text());
    bencher.counter(BytesCount::of_str(&text)).bench(|| engine.scan(black_box(&text)));
}

#[divan::bench(sample_count = 10)]
fn mask(bencher: Bencher<'_, '_>) {
    let (engine, text) = (builtin::engine(Policy::default()), text());
    let style = Style::named("xx").expect("the default style is built in");
    bencher.counter(BytesCount::of_str(&text)).bench(|| engine.mask(black_box(&text), &style));
}

#[divan::bench(sample_count = 10)]
fn clean(bencher: Bencher<'_, '_>) {
    let (engine, text) = (builtin::engine(Policy::default()), text());
    bencher.counter(BytesCount::of_str(&text)).bench(|| engine.clean(black_box(&text)));
}

/// The folded view with its terms, as every recognizer needs it.
#[divan::bench(sample_count = 10)]
fn fold_and_look_up(bencher: Bencher<'_, '_>) {
    let ((terms, _), text) = (builtin::lexicons(), text());
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| Text::new(black_box(&text), 0, terms.view(), Buffers::default()).len());
}

/// The expressions of all rules.
#[divan::bench(sample_count = 10)]
fn patterns(bencher: Bencher<'_, '_>) {
    let (rules, (terms, words), source) = (builtin::rules(), builtin::lexicons(), text());
    let patterns = Patterns::behind(builtin::gate(), &rules);
    let text = Text::new(&source, 0, terms.view(), Buffers::default());
    let (lexicon, words) = (terms.view(), words.view());
    let cx = Context { text: &text, lexicon, words, rules: &rules, edges: (true, true) };
    bencher.counter(BytesCount::of_str(&source)).bench(|| {
        let mut found = Vec::new();
        patterns.recognize(black_box(&cx), &mut found);
        found.len()
    });
}

#[divan::bench(sample_count = 10)]
fn write_jsonl(bencher: Bencher<'_, '_>) {
    let (engine, text) = (builtin::engine(Policy::default()), text());
    let findings = engine.scan(&text).findings;
    let style = Style::named("xx").expect("the default style is built in");
    let source = Source { path: "report.txt", unit: None, text: &text };
    let view = View { rules: engine.rules(), policy: engine.policy(), with_text: true, details: true };
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut out = Vec::new();
        let mut masker = style.masker();
        let all = findings.iter().map(|finding| (finding, None));
        let written = report::records(source, view, &mut masker, all, |record| {
            report::json(record, Separator::Line, &mut out)
        });
        written.map(|()| out)
    });
}

#[divan::bench]
fn open_the_engine() {
    black_box(builtin::engine(Policy::default()));
}

/// From the start of the program to its result on a small file.
#[divan::bench(sample_count = 30)]
fn start_up() {
    let status = Command::new(env!("CARGO_BIN_EXE_yinmo"))
        .args(["scan", concat!(env!("CARGO_MANIFEST_DIR"), "/LICENSE-MIT")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "the program did not run");
}
