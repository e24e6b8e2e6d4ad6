"""Spark on a real cluster in miniature: a master and two workers on the loopback address, in processes of their own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import yinmo

pytest.importorskip("pyspark")

import pyspark  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

import yinmo.spark  # noqa: E402
from yinmo.spark.__main__ import main  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
KEY = b"a secret of more than sixteen bytes"
#: How long anything may take on a busy machine.
PATIENCE = 300.0


def documents(count: int) -> list[dict[str, str]]:
    """Invented documents, each a little different: the project's own examples with other numbers."""
    files = [*sorted((ROOT / "examples").glob("*.txt")), *sorted((ROOT / "tests/data").glob("*.txt"))]
    paragraphs = [line for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    made = []
    for number in range(count):
        text = "\n".join(paragraphs[(number * 7 + step) % len(paragraphs)] for step in range(3))
        # Numbers differ from document to document, but a number with a check digit or eleven digits stays.
        text = re.sub(r"(?<![0-9])[0-9]{2}(?![0-9])", lambda hit: f"{(int(hit[0]) + number) % 90 + 10}", text)
        made.append({"id": f"d{number:05}", "site": f"site{number % 3}", "text": text})
    return made


class Cluster:
    """The processes of a standalone cluster."""

    def __init__(self, folder: Path) -> None:
        home = os.path.dirname(pyspark.__file__)
        self.folder, self.command = folder, os.path.join(home, "bin", "spark-class")
        self.environment = {
            **os.environ,
            "SPARK_HOME": home,
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "PYSPARK_PYTHON": sys.executable,
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"spark://127.0.0.1:{port}"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        self.wait("master.Master", "New state: ALIVE")
        self.workers = [self.worker(number) for number in (1, 2)]
        self.wait("master.Master", "Registering worker", 2)

    def worker(self, number: int) -> subprocess.Popen[bytes]:
        place = str(self.folder / f"work{number}")
        given = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", place]
        return self.start("worker.Worker", *given, self.url)

    def start(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        log = open(self.folder / f"{kind}.log", "ab")
        command = [self.command, f"org.apache.spark.deploy.{kind}", *arguments]
        # A group of its own: who kills it kills the executors that it started.
        process = subprocess.Popen(
            command, env=self.environment, stdout=log, stderr=log, start_new_session=True, cwd=self.folder
        )
        self.processes.append(process)
        return process

    def wait(self, kind: str, words: str, times: int = 1) -> None:
        end = time.monotonic() + PATIENCE
        while (log := (self.folder / f"{kind}.log").read_text("utf-8", "replace")).count(words) < times:
            assert time.monotonic() < end, f"{kind} never said {words!r}:\n{log[-2000:]}"
            time.sleep(0.1)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        for process in reversed(self.processes):
            self.kill(process)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def spark(cluster: Cluster) -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = SparkSession.builder.master(cluster.url).appName("yinmo tests")
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.files.maxPartitionBytes": "64k",
        "spark.default.parallelism": "2",
        "spark.network.timeout": "300s",
        "spark.executor.heartbeatInterval": "20s",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def lines_of(folder: Path) -> list[str]:
    """The lines of all parts, in their order."""
    return "".join(part.read_text("utf-8") for part in sorted(folder.glob("part-*"))).split("\n")[:-1]


def test_the_same_as_the_command_line(spark: SparkSession, tmp_path: Path) -> None:
    binary = os.environ.get("YINMO_BIN")
    if not binary:
        pytest.skip("YINMO_BIN names no program to compare with")
    records = [json.dumps(document, ensure_ascii=number % 2 == 0) for number, document in enumerate(documents(240))]
    records[100] = '{"text": "broken'
    records[101] = '{ "text" : "\\u8054\\u7cfb\\u7535\\u8bdd0571-88006633" , "n":1.50 }'
    source, key, ours, theirs = (tmp_path / name for name in ("in.jsonl", "key", "spark", "out.jsonl"))
    source.write_text("\n".join(records) + "\n", "utf-8")
    key.write_bytes(KEY)
    typed = ["--field", "text", "--style", "pseudonym", "--key-file", str(key)]
    command = [binary, "mask", "--clean", "--isolated", *typed, "--on-error", "drop", "-o", str(theirs), str(source)]
    assert subprocess.run(command, capture_output=True).returncode == 2, "one record is bad"
    bad = tmp_path / "bad"
    asked = ["--input", str(source), "--output", str(ours), "--bad", str(bad), "--work", "both", *typed]
    assert main(asked) == 2
    assert lines_of(ours) == theirs.read_text("utf-8").split("\n")[:-1]
    (line,) = lines_of(bad)
    assert json.loads(line)["value"] == records[100] and "not valid JSON" in json.loads(line)["cause"]
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one.jsonl").write_text("\n".join(records[:100]) + "\n", "utf-8")
    known = tmp_path / "by-name"
    assert main(["--input", str(folder), "--output", str(known), "--work", "both", *typed]) == 0
    assert lines_of(known) == lines_of(ours)[:100]
    (folder / "two.parquet").write_bytes(b"")
    assert main(["--input", str(folder), "--output", str(tmp_path / "no"), "--field", "text"]) == 2
    # Nothing is overwritten, and without a place for them bad records fail the job.
    assert main(asked) == 2
    assert main(["--input", str(source), "--output", str(tmp_path / "no"), "--field", "text"]) == 2
    assert not lines_of(tmp_path / "no")


def test_each_worker_process_makes_one_engine(spark: SparkSession) -> None:
    def made(batches: Any) -> Any:
        import pickle

        import pyarrow

        from yinmo.spark import worker

        packed = pickle.dumps(yinmo.Config(style="x"))
        for _ in batches:
            before = packed in worker._engines
            engine = worker.engine_of(packed)
            assert engine is worker.engine_of(packed)
            yield pyarrow.RecordBatch.from_pydict({"pid": [os.getpid()], "made": [0 if before else 1]})

    rows = spark.range(0, 64, 1, 16).mapInArrow(made, "pid long, made long").groupBy("pid").sum("made").collect()
    assert rows and all(row["sum(made)"] == 1 for row in rows)


def test_what_is_about_the_corpus(spark: SparkSession) -> None:
    footer = "本页由示例资讯网整理发布"
    texts = [f"{document['text']}\n{footer}\n第{number}页" for number, document in enumerate(documents(60))]
    texts[5] += "\n联系电话139****2705"
    texts[6] += "\n联系电话13912342705"
    rows = [(f"d{number}", f"site{number % 2}", text) for number, text in enumerate([*texts, texts[0]])]
    df = spark.createDataFrame(rows, "id string, site string, text string").repartition(2).persist()

    found = {(row["site"], row["piece"]): row for row in yinmo.spark.boilerplate(df, "text", site="site", share=0.5).collect()}
    for site in ("site0", "site1"):
        assert found[site, footer]["documents"] >= 30 and found[site, "第0页"]["kind"] == "line"

    (pair,) = yinmo.spark.pairs(df, "text", id="id").collect()
    assert (pair["masked_in"], pair["full_in"], pair["values"], pair["rule"]) == ("d5", "d6", 1, "id/phone")
    assert texts[5][pair["start"] : pair["end"]] == "139****2705"
    assert texts[6][pair["full_start"] : pair["full_end"]] == "13912342705"

    report = {row["source"]: row for row in yinmo.spark.report(df, "text", source="site").collect()}
    assert report["site0"]["documents"] == 31 and report["site0"]["duplicates"] == 1
    engine = yinmo.Engine()
    here = [engine.scan(text) for _, _, text in rows]
    assert sum(row["entity"] for row in report.values()) == sum(f.group == "entity" for one in here for f in one)

    there = yinmo.spark.scan(df, "text", keep="id").collect()
    assert sorted((row["id"], row["start"], row["end"], row["rule"]) for row in there) == sorted(
        (name, f.start, f.end, f.rule) for (name, *_), one in zip(rows, here) for f in one
    )
    counts = yinmo.spark.check(df, "text", source="site", purpose="template").collect()
    checked = [f for one in (engine.check(text, purpose="template").findings for *_, text in rows) for f in one]
    assert sum(row["findings"] for row in counts) == len(checked)
    df.unpersist()


def test_a_worker_that_dies_loses_and_doubles_nothing(cluster: Cluster, spark: SparkSession, tmp_path: Path) -> None:
    made = documents(320)
    rows = [(document["id"], document["text"]) for document in made]
    df = spark.createDataFrame(spark.sparkContext.parallelize(rows, 32), "id string, text string")

    def slowly(batches: Any) -> Any:
        for batch in batches:
            time.sleep(0.25)
            yield batch

    masked = yinmo.spark.mask(df.mapInArrow(slowly, df.schema), "text", style="tag")
    output, trouble = tmp_path / "out", []

    def work() -> None:
        try:
            masked.write.parquet(str(output))
        except Exception as error:  # noqa: BLE001
            trouble.append(error)

    job = threading.Thread(target=work)
    job.start()
    end = time.monotonic() + PATIENCE
    while len(list(output.glob("_temporary/0/task_*"))) < 4 and job.is_alive() and time.monotonic() < end:
        time.sleep(0.02)
    finished = len(list(output.glob("_temporary/0/task_*")))
    cluster.kill(cluster.workers[0])
    assert job.is_alive() and 4 <= finished < 32, f"killed too late to prove anything: {finished} of 32 tasks"
    job.join(PATIENCE)
    assert not job.is_alive() and not trouble, trouble
    written = sorted((row["id"], row["text"]) for row in spark.read.parquet(str(output)).collect())
    texts = [change.text for change in yinmo.mask([text for _, text in rows], style="tag") if change]
    assert written == sorted(zip((name for name, _ in rows), texts))
