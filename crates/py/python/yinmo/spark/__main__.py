"""`python -m yinmo.spark`: a whole job over Parquet or JSONL files. It runs under `spark-submit` as it is.

Exit status: 0 fine; 2 a record is bad, or the job failed.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, Observation, SparkSession
from pyspark.sql import functions as F

import yinmo

from .. import Config, YinmoError
from . import STATUS, boilerplate, check, lines, marked, pairs, report, scan, split

WORK = {"mask": "mask", "clean": "clean", "both": "mask --clean"}


def arguments() -> argparse.ArgumentParser:
    """What can be typed."""
    parser = argparse.ArgumentParser(prog="python -m yinmo.spark", description=__doc__)
    add = parser.add_argument
    add("--input", required=True, nargs="+", metavar="PATH", help="files or folders; any address that Spark reads")
    add("--format", choices=("parquet", "jsonl"), help="what they are [default: by the names of the files]")
    add("--field", required=True, action="append", metavar="NAME", help="where the text is; may be repeated")
    add("--output", metavar="PATH", help="where the masked records go, in the same format")
    add("--bad", metavar="PATH", help="where bad records go as they are, with the cause; without it one fails the job")
    add("--work", choices=tuple(WORK), default="mask", help="mask, clean, or both [default: mask]")
    add("--findings", metavar="PATH", help="write a table of all findings here (Parquet), without words of the texts")
    add("--check", metavar="PATH", help="write the counts by source and rule here (Parquet)")
    add("--purpose", choices=("release", "template", "corpus"), default="corpus", help="what --check checks for")
    add("--report", metavar="PATH", help="write a report on the corpus here, a line of JSON for each source")
    add("--boilerplate", metavar="PATH", help="write lines and passages that recur within a source here (Parquet)")
    add("--pairs", metavar="PATH", help="write half-masked numbers that stand in full elsewhere here (Parquet)")
    add("--source", metavar="NAME", help="the column that says which site a document is from")
    add("--id", metavar="NAME", help="the column that names a document")
    add("--config", metavar="FILE", help="a yinmo.toml; it travels with all files it names")
    add("--profile", help="a ready profile")
    add("--style", help="what findings become")
    add("--select", metavar="RULE,…", help="only these rules or groups")
    add("--ignore", metavar="RULE,…", help="not these rules or groups")
    add("--key-file", metavar="FILE", help="the secret of keyed labels, as for the command line")
    add("--master", help="Spark's master [default: what spark-submit or Spark's settings say, else local[*]]")
    add("--files", type=int, metavar="N", help="write this many files [default: one for each part of the input]")
    add("--overwrite", action="store_true", help="replace what is at the outputs")
    return parser


def config_of(args: argparse.Namespace) -> Config:
    """The settings that were typed, over those of the file."""
    typed: dict[str, Any] = {name: getattr(args, name) for name in ("profile", "style") if getattr(args, name)}
    typed.update({name: getattr(args, name).split(",") for name in ("select", "ignore") if getattr(args, name)})
    if args.key_file:
        try:
            with open(args.key_file, "rb") as file:
                typed["key"] = file.read()
        except OSError as error:
            raise yinmo.ConfigError(f"{args.key_file}: {error.strerror}; check the name") from error
    return Config.read(args.config, **typed) if args.config else Config(**typed)


class Job:
    """One run of the command."""

    def __init__(self, args: argparse.Namespace, spark: SparkSession, config: Config) -> None:
        self.args, self.spark, self.config = args, spark, config
        self.format = args.format or self.format_by_names()
        self.mode = "overwrite" if args.overwrite else "errorifexists"

    def format_by_names(self) -> str:
        """What the files of the input are, which may stand in folders."""
        # This lists files and reads none.
        names = self.spark.read.text(self.args.input).inputFiles()
        lined = [re.sub(r"[.](gz|bz2|zst)$", "", name).endswith((".jsonl", ".ndjson", ".json")) for name in names]
        if any(lined) and not all(lined):
            raise yinmo.ConfigError("the input holds JSONL and other files; name one kind, or say which with --format")
        return "jsonl" if any(lined) else "parquet"

    def records(self) -> DataFrame:
        """The input with its columns."""
        if self.format == "parquet":
            return self.spark.read.parquet(*self.args.input)
        return self.spark.read.option("mode", "DROPMALFORMED").json(self.args.input)

    def run(self) -> int:
        """Does everything that was asked for."""
        bad = self.change() if self.args.output else 0
        args, field = self.args, self.args.field[0]
        if args.findings or args.check or args.report or args.boilerplate or args.pairs:
            df = self.records()
            keep = [name for name in (args.id, args.source) if name]
            if args.findings:
                self.write(scan(df, args.field, keep=keep, config=self.config), args.findings)
            if args.check:
                counts = check(df, args.field, source=args.source, purpose=args.purpose, config=self.config)
                self.write(counts, args.check)
            if args.report:
                rows = report(df, field, source=args.source, config=self.config)
                rows.coalesce(1).write.mode(self.mode).json(args.report)
            if args.boilerplate:
                self.write(boilerplate(df, field, site=args.source, config=self.config), args.boilerplate)
            if args.pairs:
                self.write(pairs(df, field, id=args.id, config=self.config), args.pairs)
        return 2 if bad else 0

    def write(self, df: DataFrame, path: str) -> None:
        """Writes a table of results."""
        df.write.mode(self.mode).parquet(path)

    def change(self) -> int:
        """Writes the changed records, and says how many were bad."""
        args, work = self.args, WORK[self.args.work]
        if self.format == "jsonl":
            # A line ends at its line feed and nowhere else, so that what comes in goes out.
            df = self.spark.read.option("lineSep", "\n").text(args.input)
            done = lines(df, args.field, work=work, config=self.config)
        else:
            done = marked(self.records(), args.field, work, config=self.config)
        seen = Observation("yinmo")
        counted = done.observe(
            seen,
            F.count(F.lit(1)).alias("records"),
            F.count(STATUS).alias("bad"),
            F.count(F.when(F.col(f"{STATUS}_edits") > 0, 1)).alias("changed"),
            F.count(f"{STATUS}_edits").alias("with_text"),
        )
        good = split(counted)[0]
        if not args.bad:
            why = F.concat(F.lit("yinmo: a bad record, name --bad PATH to go on without such: "), F.col(STATUS))
            fine = F.when(F.col(STATUS).isNull(), F.lit(True)).otherwise(F.raise_error(why).cast("boolean"))
            good = counted.where(fine).drop(STATUS, f"{STATUS}_edits")
        self.write_records(good, args.output)
        numbers = seen.get
        if args.bad and numbers["bad"]:
            bad = split(done)[1]
            bad.withColumnRenamed(STATUS, "cause").write.mode(self.mode).json(args.bad)
        say(f"{numbers['records']} records: {numbers['changed']} changed, {numbers['bad']} bad")
        if numbers["records"] > numbers["bad"] and not numbers["with_text"]:
            raise yinmo.DataError(f"no record has a text in the field {' or '.join(args.field)}; check the name")
        return int(numbers["bad"])

    def write_records(self, df: DataFrame, path: str) -> None:
        """Writes records in the format they came in."""
        if self.args.files:
            df = df.coalesce(self.args.files)
        writer = df.write.mode(self.mode)
        if self.format == "jsonl":
            writer.option("lineSep", "\n").text(path)
        else:
            writer.parquet(path)


def say(line: str) -> None:
    """A line for people."""
    print(f"yinmo: {line}", file=sys.stderr)


def refuse(args: argparse.Namespace) -> None:
    """What cannot be done is said before Spark starts."""
    outputs = [args.output, args.bad, args.findings, args.check, args.report, args.boilerplate, args.pairs]
    named = [os.path.normpath(path) for path in outputs if path]
    if not named:
        raise yinmo.ConfigError("nothing to do: name --output, --findings, --check, --report, --boilerplate or --pairs")
    inputs = [os.path.normpath(path) for path in args.input]
    if len(set(named)) < len(named) or set(named) & set(inputs):
        raise yinmo.ConfigError("two outputs, or an input and an output, have the same name; give each its own")
    if args.boilerplate and not args.source:
        raise yinmo.ConfigError("--boilerplate looks within a site; name its column with --source")
    if args.pairs and not args.id:
        raise yinmo.ConfigError("--pairs names documents; name their column with --id")


def session(master: str | None) -> SparkSession:
    """The session of spark-submit, or a new one."""
    builder = SparkSession.builder.appName("yinmo")
    if master:
        builder = builder.master(master)
    if master and master.startswith("local"):
        # The workers are here: they have the package where this process has it.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return builder.getOrCreate()


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command."""
    args = arguments().parse_args(argv)
    try:
        refuse(args)
        config = config_of(args)
        yinmo.Engine(config)
        running = SparkSession.getActiveSession()
        spark = running or session(args.master)
        try:
            return Job(args, spark, config).run()
        finally:
            if running is None:
                spark.stop()
    except YinmoError as error:
        say(str(error))
    except PySparkException as error:
        say(cause(str(error)))
    return 2


def cause(message: str) -> str:
    """What matters of a failure's many lines."""
    for line in message.splitlines():
        if "No module named 'yinmo'" in line:
            return "the workers' Python has no yinmo; install it there, and name that Python in PYSPARK_PYTHON"
        if "yinmo:" in line:
            return line[line.index("yinmo:") + len("yinmo:") :].strip().rstrip('"')
        if "yinmo." in line and "Error: " in line:
            return line.split("Error: ", 1)[1]
    return message.splitlines()[0] if message else "the job failed"


if __name__ == "__main__":
    sys.exit(main())
