#!/usr/bin/env python3
"""What Spark costs: the same Parquet masked in this process, and on a standalone cluster with one and with two workers.

    python benches/spark.py --megabytes 200 --place /tmp/bench

Needs the wheel (a release build), pyspark and Java 17 or 21. The corpus is invented: the project's own
examples and test documents, shuffled, with other numbers. Everything listens on the loopback address only. Times are seconds of the
processor over the whole tree of processes, so that a busy machine does little harm, and seconds on the wall.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import yinmo

ROOT = Path(__file__).resolve().parents[1]
TICK = os.sysconf("SC_CLK_TCK")


def corpus(place: Path, megabytes: int, files: int) -> Path:
    """Invented documents of about 4 kB as Parquet files."""
    folder = place / f"corpus-{megabytes}"
    if folder.exists():
        return folder
    sources = [*sorted((ROOT / "examples").glob("*.txt")), *sorted((ROOT / "tests/data").glob("*.txt"))]
    lines = [line for file in sources for line in file.read_text("utf-8").splitlines() if line.strip()]
    dice = random.Random(7)
    folder.mkdir(parents=True)
    for number in range(files):
        texts: list[str] = []
        size = 0
        while size < megabytes * 1_000_000 / files:
            text = ""
            while len(text) < 1300:
                text += re.sub("[0-9]", lambda hit: str((int(hit[0]) + dice.randrange(10)) % 10), dice.choice(lines)) + "\n"
            texts.append(text)
            size += len(text.encode())
        ids = [f"{number}-{at}" for at in range(len(texts))]
        pq.write_table(pa.table({"id": ids, "text": texts}), folder / f"part-{number:03}.parquet", compression="zstd")
    return folder


def tree(root: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry))
    found, todo = [], [root]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += parents.get(one, [])
    return found


def used(root: int) -> float:
    """Seconds of the processor of a tree, with what has ended in it."""
    total = 0
    for pid in tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / TICK


def memory(root: int, name: str) -> int:
    """The most memory, in MB, that a process of this kind in a tree has held."""
    most = 0
    for pid in tree(root):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        if name in command:
            most = max(most, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024)  # type: ignore[index]
    return most


def in_process(folder: Path, place: Path) -> dict[str, Any]:
    """Reads, masks and writes in this process, with one thread."""
    wall, cpu = time.monotonic(), time.process_time()
    engine = yinmo.Engine()
    made = time.monotonic() - wall
    out = place / "here"
    out.mkdir(exist_ok=True)
    first = 0.0
    for file in sorted(folder.glob("*.parquet")):
        reader = pq.ParquetFile(file)
        with pq.ParquetWriter(out / file.name, reader.schema_arrow, compression="zstd") as writer:
            for batch in reader.iter_batches(1024):
                writer.write_batch(pa.record_batch(engine.mask(batch, columns="text")))
                first = first or time.monotonic() - wall
    return {"cpu": time.process_time() - cpu, "wall": time.monotonic() - wall, "engine": made, "first": first}


def on_spark(folder: Path, place: Path, workers: int, masks: bool) -> dict[str, Any]:
    """The same on a cluster of its own; `masks` false copies only."""
    home = subprocess.check_output([sys.executable, "-c", "import os, pyspark; print(os.path.dirname(pyspark.__file__))"])
    starter = os.path.join(home.decode().strip(), "bin", "spark-class")
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    environment["SPARK_DAEMON_MEMORY"] = "256m"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, log = f"spark://127.0.0.1:{port}", open(place / "spark.log", "ab")

    def start(*command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True, cwd=place)

    deploy = "org.apache.spark.deploy."
    processes = [start(starter, deploy + "master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")]
    time.sleep(8)
    for number in range(workers):
        given = ["--host", "127.0.0.1", "--cores", "1", "--memory", "2g", "--webui-port", "0"]
        processes.append(start(starter, deploy + "worker.Worker", *given, "--work-dir", str(place / f"work{number}"), url))
    try:
        answer = place / "answer.json"
        begin = time.monotonic()
        command = [sys.executable, __file__, "--job", url, str(folder), str(place / "there"), str(answer), str(int(masks))]
        driver = start(*command)
        processes.append(driver)
        while driver.poll() is None and not answer.exists():
            time.sleep(0.2)
        if not answer.exists():
            raise SystemExit(f"the job failed; see {place / 'spark.log'}")
        # The driver waits, so that its tree can be counted.
        result = json.loads(answer.read_text())
        result["whole"] = time.monotonic() - begin
        result["cpu"] = sum(used(process.pid) for process in processes)
        result["python"] = max(memory(process.pid, "pyspark.daemon") for process in processes)
        result["executor"] = max(memory(process.pid, "CoarseGrainedExecutorBackend") for process in processes)
        answer.unlink()
        return result
    finally:
        for process in reversed(processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def job(url: str, folder: str, out: str, answer: str, masks: str) -> None:
    """The driver."""
    from pyspark.sql import SparkSession

    import yinmo.spark

    begin = time.monotonic()
    builder = SparkSession.builder.master(url).appName("bench")
    settings = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false"}
    settings |= {"spark.executor.memory": "1g", "spark.sql.files.maxPartitionBytes": "8m"}
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    started = time.monotonic() - begin
    df = spark.read.parquet(folder)
    df = yinmo.spark.mask(df, "text") if masks == "1" else df
    df.limit(1).collect()
    first = time.monotonic() - begin
    middle = time.monotonic()
    df.write.mode("overwrite").option("compression", "zstd").parquet(out)
    result = {"start": started, "first": first, "job": time.monotonic() - middle}
    Path(answer + ".new").write_text(json.dumps(result))
    os.replace(answer + ".new", answer)
    time.sleep(600)


def main() -> None:
    """Runs everything, a line of JSON for each."""
    if sys.argv[1:2] == ["--job"]:
        return job(*sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--place", type=Path, default=Path("/tmp/yinmo-bench"))
    parser.add_argument("--only", choices=("here", "copy", "one", "two"), action="append")
    args = parser.parse_args()
    args.place.mkdir(parents=True, exist_ok=True)
    folder = corpus(args.place, args.megabytes, 32)
    runs = {
        "here": lambda: in_process(folder, args.place),
        "copy": lambda: on_spark(folder, args.place, 1, False),
        "one": lambda: on_spark(folder, args.place, 1, True),
        "two": lambda: on_spark(folder, args.place, 2, True),
    }
    for name in args.only or runs:
        numbers = {key: round(value, 2) for key, value in runs[name]().items()}
        print(json.dumps({"run": name, "megabytes": args.megabytes, **numbers}), flush=True)


if __name__ == "__main__":
    main()
