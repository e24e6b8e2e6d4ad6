#!/usr/bin/env python3
"""How fast yinmo and its neighbours read the same file, side by side: one table.

    cargo build --release && python3 benches/peers.py [--bin target/release/yinmo] [--file REPORT] [--megabytes 2]

Needs a network once: the Python tools are installed into a folder of their own (--into), jieba-rs is built there. What
cannot be installed is named and left out. Each tool works on one thread; its dictionaries are loaded before its clock
starts, while yinmo's clock runs from the start of the program to its end. Times are processor seconds, the best of
several runs, so that a busy machine disturbs little.
"""
import argparse, os, pathlib, resource, subprocess, sys, tempfile, textwrap, venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROSE = "各级各部门要认真贯彻落实会议精神，统筹抓好各项工作，确保取得实效。群众反映的问题要及时研究解决，形成长效机制。\n"

# What each Python tool does: `load()` makes ready, `work(lines)` is timed; it returns how much was found.
PYTHON = {
    "jieba, part of speech": ("jieba==0.42.1", """
        import jieba.posseg
        jieba.initialize(); list(jieba.posseg.cut("预热"))
        def work(lines): return sum(1 for line in lines for word, flag in jieba.posseg.cut(line) if flag[0] == "n")
    """),
    "Presidio, pattern recognizers": ("presidio-analyzer", """
        from presidio_analyzer import predefined_recognizers as all_of
        names = ["CreditCard", "Crypto", "Date", "Email", "Iban", "Ip", "MacAddress", "Phone", "Url"]
        tools = [getattr(all_of, name + "Recognizer")() for name in names]
        def work(lines): return sum(len(tool.analyze(line, tool.supported_entities, None) or []) for line in lines for tool in tools)
        work(["预热 a@b.cn"])
    """),
    "helan": ("helan", """
        import helan
        def work(lines): return sum(len(helan.recognize("".join(lines[at:at + 200]))) for at in range(0, len(lines), 200))
        work(["预热"])
    """),
}
TIMER = """
import sys, time
{setup}
lines = open(sys.argv[1], encoding="utf-8").readlines()
best = None
for _ in range(int(sys.argv[2])):
    start = time.process_time(); found = work(lines); taken = time.process_time() - start
    best = taken if best is None else min(best, taken)
print(best, found)
"""
JIEBA_RS = ("""
[package]
name = "peer"
version = "0.1.0"
edition = "2021"
[dependencies]
jieba-rs = "*"
[profile.release]
lto = "thin"
codegen-units = 4
""", """
use std::time::Instant;
fn main() {
    let mut args = std::env::args().skip(1);
    let text = std::fs::read_to_string(args.next().unwrap()).unwrap();
    let runs: usize = args.next().unwrap().parse().unwrap();
    let jieba = jieba_rs::Jieba::new();
    let (mut best, mut found) = (f64::MAX, 0);
    for _ in 0..runs {
        // Of a thread that does nothing else the clock on the wall is an upper bound: the best of the runs counts.
        let start = Instant::now();
        found = text.lines().map(|line| jieba.tag(line, true).iter().filter(|t| t.tag.starts_with('n')).count()).sum();
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!("{best} {found}");
}
""")


def run(command, **options):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options).stdout


def yinmo(binary, job, path, runs):
    """Processor seconds of the whole program, and how much it found."""
    best, found = None, 0
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        out = subprocess.run([binary, *job, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best, found = taken if best is None else min(best, taken), out.count(b"\n")
    return best, found


def python_peer(into, package, setup, path, runs):
    python = into / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(into / "venv", with_pip=True)
    if subprocess.run([python, "-m", "pip", "install", "-q", package], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        raise RuntimeError(f"{package} cannot be installed")
    script = into / "peer.py"
    script.write_text(TIMER.format(setup=textwrap.dedent(setup)), encoding="utf-8")
    seconds, found = run([python, script, path, str(runs)]).split()[-2:]
    return float(seconds), int(found)


def jieba_rs(into, path, runs):
    project = into / "peer"
    (project / "src").mkdir(parents=True, exist_ok=True)
    (project / "Cargo.toml").write_text(JIEBA_RS[0])
    (project / "src" / "main.rs").write_text(JIEBA_RS[1])
    environment = {**os.environ, "CARGO_TARGET_DIR": str(project / "target")}
    run(["cargo", "build", "--release", "-q"], cwd=project, env=environment)
    seconds, found = run([project / "target" / "release" / "peer", path, str(runs)]).split()
    return float(seconds), int(found)


def main():
    options = argparse.ArgumentParser(description="yinmo and its neighbours on the same file")
    options.add_argument("--bin", default=str(ROOT / "target" / "release" / "yinmo"))
    options.add_argument("--file", help="a report in UTF-8; without one an invented report is repeated")
    options.add_argument("--megabytes", type=float, default=2, help="size of the invented file")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--into", help="where the others are installed; a temporary folder without it")
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        into = pathlib.Path(args.into or folder)
        into.mkdir(parents=True, exist_ok=True)
        path = args.file
        if path is None:
            document = (ROOT / "examples" / "report.txt").read_text(encoding="utf-8") + PROSE * 12
            path = os.path.join(folder, "report.txt")
            times = int(args.megabytes * 1e6) // len(document.encode()) + 1
            pathlib.Path(path).write_text(document * times, encoding="utf-8")
        size = os.path.getsize(path) / 1e6
        rows = []
        for name, job in [("yinmo scan", ["scan", "--jobs", "1", "--format", "jsonl"]), ("yinmo mask", ["mask", "--jobs", "1", "--stdout"])]:
            rows.append((name, *yinmo(args.bin, job, path, args.runs + 2), ""))
        peers = [(name, lambda package=package, setup=setup: python_peer(into, package, setup, path, args.runs)) for name, (package, setup) in PYTHON.items()]
        peers.insert(1, ("jieba-rs, part of speech", lambda: jieba_rs(into, path, args.runs)))
        for name, work in peers:
            try:
                seconds, found = work()
            except (RuntimeError, OSError, ValueError, subprocess.CalledProcessError) as error:
                cause = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
                print(f"{name}: left out ({cause[-1] if cause else error})", file=sys.stderr)
                continue
            rows.append((name, seconds, found, f"{seconds / rows[0][1]:.1f}"))
        print(f"One file of {size:.1f} MB, one thread.\n\n| tool | seconds | MB/s | found | times as long as yinmo scan |\n|---|---:|---:|---:|---:|")
        for name, seconds, found, ratio in rows:
            shown = found if name != "yinmo mask" else ""
            print(f"| {name} | {seconds:.2f} | {size / seconds:.2f} | {shown} | {ratio} |")


if __name__ == "__main__":
    main()
