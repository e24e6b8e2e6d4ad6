//! How time and memory grow with the size of a text, of a stream of records and of a folder, with the real program.
//!
//! `cargo bench --bench batches` prints one table. `YINMO_BENCH_MB` is the largest text (100), `YINMO_BENCH_FILES` the
//! largest folder (10000). Processor seconds are those of all threads, which a busy machine disturbs least.
#![allow(
    clippy::disallowed_methods,
    reason = "the bans in clippy.toml keep the library pure; this measures the program from outside"
)]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// An invented report, with ordinary prose around it.
const REPORT: &str = include_str!("../examples/report.txt");
const PROSE: &str = "各级各部门要认真贯彻落实会议精神，统筹抓好各项工作，确保取得实效。群众反映的问题要及时研究解决，形成长效机制。\n";

fn main() -> io::Result<()> {
    let limit = |name: &str, default: usize| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (megabytes, files) = (limit("YINMO_BENCH_MB", 100), limit("YINMO_BENCH_FILES", 10_000));
    let folder = tempfile::tempdir()?;
    let document = format!("{REPORT}{}", PROSE.repeat(12));
    let mut out = io::stdout().lock();
    let head = "| input | job | seconds | processor seconds | MB per processor second | peak memory, MB |";
    writeln!(out, "{head}\n|---|---|---:|---:|---:|---:|")?;
    let mut show =
        |what: &str, job: &str, size: u64, args: &[&str], input: Option<&Path>| -> io::Result<()> {
            let (time, used) = run(args, input, folder.path())?;
            let (seconds, size) = (time.as_secs_f64(), size as f64 / 1e6);
            let used = used.map_or_else(
                || "? | ? | ?".to_owned(),
                |Used { seconds, kilobytes }| {
                    format!("{seconds:.2} | {:.1} | {}", size / seconds.max(0.01), kilobytes / 1024)
                },
            );
            writeln!(out, "| {what} | {job} | {seconds:.2} | {used} |")?;
            out.flush()
        };
    for size in steps(1, megabytes) {
        let path = folder.path().join("text.txt");
        let bytes = fill(&path, size, &document)?;
        let what = format!("text of {size} MB");
        show(&what, "scan", bytes, &["scan", "--format", "jsonl", "text.txt"], None)?;
        show(&what, "mask", bytes, &["mask", "text.txt", "-o", "masked.txt"], None)?;
        fs::remove_file(path)?;
    }
    let record = format!("{}\n", serde_json::json!({"id": 1, "text": document, "source": "a"}));
    for size in steps(1, megabytes) {
        let path = folder.path().join("records");
        let bytes = fill(&path, size, &record)?;
        let what = format!("piped JSONL of {size} MB");
        show(&what, "scan", bytes, &["scan", "--field", "text", "--format", "jsonl"], Some(&path))?;
        show(&what, "mask", bytes, &["mask", "--field", "text"], Some(&path))?;
        fs::remove_file(path)?;
    }
    for count in steps(1, files) {
        let inputs = folder.path().join("in");
        for n in 0..count {
            let inner = inputs.join((n % 100).to_string());
            fs::create_dir_all(&inner)?;
            fs::write(inner.join(format!("{n}.txt")), &document)?;
        }
        let bytes = (count * document.len()) as u64;
        let what = format!("{count} files of {:.1} KB", document.len() as f64 / 1e3);
        show(&what, "scan", bytes, &["scan", "--format", "jsonl", "in"], None)?;
        show(&what, "mask", bytes, &["mask", "in", "-o", "out", "--resume", "journal"], None)?;
        show(&what, "mask again", bytes, &["mask", "in", "-o", "out", "--resume", "journal"], None)?;
        fs::remove_dir_all(inputs)?;
        fs::remove_dir_all(folder.path().join("out"))?;
        fs::remove_file(folder.path().join("journal"))?;
    }
    Ok(())
}

/// 1, 10, 100 … up to the limit.
fn steps(from: usize, limit: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(from), |n| n.checked_mul(10)).take_while(move |&n| n <= limit)
}

fn fill(path: &Path, megabytes: usize, block: &str) -> io::Result<u64> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut size = 0;
    while size < megabytes * 1_000_000 {
        file.write_all(block.as_bytes())?;
        size += block.len();
    }
    file.flush()?;
    Ok(size as u64)
}

/// What a run used, as far as the system tells.
#[derive(Clone, Copy)]
struct Used {
    /// Of all processors.
    seconds: f64,
    /// Most memory at once.
    kilobytes: u64,
}

/// Runs the program; how long it took, and what it used.
fn run(args: &[&str], input: Option<&Path>, folder: &Path) -> io::Result<(Duration, Option<Used>)> {
    let input = input.map_or_else(|| Ok(Stdio::null()), |path| File::open(path).map(Stdio::from))?;
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_yinmo"))
        .args(args)
        .current_dir(folder)
        .stdin(input)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut last = None;
    loop {
        // So far; it is gone when the process is.
        last = used(child.id()).or(last);
        if child.try_wait()?.is_some() {
            return Ok((start.elapsed(), last));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn used(process: u32) -> Option<Used> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    // Behind the name in brackets: the twelfth and thirteenth are hundredths of seconds in the program and the system.
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let ticks = stat.rsplit(')').next()?.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.map(|tick| tick.parse().unwrap_or(0_u64)).sum();
    Some(Used { seconds: ticks as f64 / 100.0, kilobytes })
}
