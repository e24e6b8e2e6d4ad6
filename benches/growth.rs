//! Growth: the throughput on one long run of what recognizers anchor on must not fall as the run gets longer.
//!
//! `cargo bench --bench growth`; read each line from left to right: the bytes per second stay the same.

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use yinmo::builtin;
use yinmo::engine::Engine;
use yinmo::policy::Policy;
use yinmo::style::Style;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| builtin::engine(Policy::default()));

const UNITS: [&str; 24] = [
    "县",
    "X",
    "1",
    "一",
    "、",
    "（",
    "【",
    "{{",
    "《",
    "〔",
    "*",
    "_",
    "某",
    "·",
    ".",
    "@",
    "年",
    "王、",
    "公司",
    "村民委员会",
    "1,",
    "https://",
    "（2022）",
    "下载",
];

fn main() {
    LazyLock::force(&ENGINE);
    divan::main();
}

fn run(unit: &str, kilobytes: usize) -> String {
    unit.repeat((kilobytes << 10) / unit.len())
}

#[divan::bench(args = UNITS, consts = [16, 64, 256, 1024], sample_count = 5)]
fn scan<const KILOBYTES: usize>(bencher: Bencher<'_, '_>, unit: &str) {
    let text = run(unit, KILOBYTES);
    bencher.counter(BytesCount::of_str(&text)).bench(|| ENGINE.scan(&text));
}

#[divan::bench(args = ["1，", "政和县、", "王一平、"], consts = [16, 64, 256, 1024], sample_count = 5)]
fn mask<const KILOBYTES: usize>(bencher: Bencher<'_, '_>, unit: &str) {
    let text = run(unit, KILOBYTES);
    let style = Style::named("mou").expect("a built-in style");
    bencher.counter(BytesCount::of_str(&text)).bench(|| ENGINE.mask(&text, &style));
}
