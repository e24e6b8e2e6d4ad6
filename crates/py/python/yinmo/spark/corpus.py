"""What is about many documents: recurring boilerplate, half-masked values, a report. All by shuffles of the engine."""

from __future__ import annotations

import hashlib
import pickle
import re
import secrets
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .. import _yinmo
from ..config import Config
from .worker import batches_of, engine_of

#: Longer lines are prose.
LONGEST_LINE = 200
#: Shorter ones say too little.
SHORTEST_LINE = 3

GROUPS = ("entity", "figure", "date", "id", "placeholder", "marker", "damage", "consistency")

#: A number with a masked middle: 139****2705.
HALF = re.compile(r"(?<![0-9A-Za-z])([0-9]{3,7})([*＊×●○xX]{3,12})([0-9]{2,4}[0-9Xx]?)(?![0-9A-Za-z])")


def boilerplate(
    df: DataFrame,
    text: str,
    *,
    site: str,
    least: int = 5,
    share: float = 0.05,
    shingle: int = 24,
    config: Config | None = None,
    **settings: Any,
) -> DataFrame:
    """Lines and passages that recur across the documents of one site: candidates for markers.

    A candidate stands in at least `least` documents and in at least this `share` of the site's. Blanks do not count, and
    one number is as good as another: 第3页 and 第4页 are one candidate. `shingle` is the length of a passage in characters;
    0 looks at lines only. `known` says that `clean` takes it out already.

    Documents are read twice: first their lines are counted by hash, then the few that recur are fetched, so that the
    shuffle holds numbers instead of the corpus.
    """
    spark_site = F.col(site).cast("string").alias("site")
    pieces = df.select(spark_site, F.lit("line").alias("kind"), F.explode(_lines(F.col(text))).alias("piece"))
    pieces = pieces.where(F.length("piece").between(SHORTEST_LINE, LONGEST_LINE))
    pieces = pieces.withColumn("hash", F.xxhash64("piece"))
    if shingle:
        pieces = pieces.unionByName(_shingles(df.select(spark_site, F.col(text).alias("text")), shingle))
    documents = df.groupBy(spark_site).agg(F.count(F.lit(1)).alias("of"))
    counts = pieces.groupBy("site", "kind", "hash").agg(F.count(F.lit(1)).alias("documents"))
    frequent = counts.where(F.col("documents") >= least).join(documents, "site")
    frequent = frequent.where(F.col("documents") >= F.lit(share) * F.col("of"))
    found = pieces.join(frequent, ["site", "kind", "hash"])
    found = found.groupBy("site", "kind", "hash").agg(
        F.min("piece").alias("piece"), F.first("documents").alias("documents"), F.first("of").alias("of")
    )
    lines = found.where("kind = 'line'").select(F.col("site").alias("its"), F.col("piece").alias("line"))
    inside = (F.col("site") == F.col("its")) & F.col("line").contains(F.col("piece")) & (F.col("kind") == "shingle")
    return _known(found.join(lines, inside, "left_anti").drop("hash"), config, settings)


def _lines(text: Column) -> Column:
    def plain(line: Column) -> Column:
        return F.regexp_replace(F.regexp_replace(line, "[\\s\u3000\ufeff]+", ""), "[0-9０-９]+", "0")

    return F.array_distinct(F.transform(F.split(text, "\n"), plain))


def _shingles(df: DataFrame, size: int) -> DataFrame:
    def runs(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches_of(batches):
            sites: list[str] = []
            pieces: list[str] = []
            hashes: list[int] = []
            for site, text in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist()):
                chosen = {hash: run for run, hash in _yinmo.shingles(text or "", size, size)}
                sites += [site] * len(chosen)
                hashes += chosen.keys()
                pieces += chosen.values()
            kinds = pa.array(["shingle"] * len(sites), pa.string())
            arrays = [pa.array(sites, pa.string()), kinds, pa.array(pieces, pa.string()), pa.array(hashes, pa.int64())]
            yield pa.RecordBatch.from_arrays(arrays, ["site", "kind", "piece", "hash"])

    return df.mapInArrow(runs, "site string, kind string, piece string, hash long")


def _known(df: DataFrame, config: Config | None, settings: dict[str, Any]) -> DataFrame:
    packed = pickle.dumps((config or Config()).but(**settings))
    schema = "site string, kind string, piece string, documents long, of long, known boolean"

    def known(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        engine = engine_of(packed)
        for batch in batches_of(batches):
            pieces = batch.column("piece").to_pylist()
            is_known = [any(found.action == "delete" for found in engine.scan(piece)) for piece in pieces]
            columns = [batch.column(name) for name in ("site", "kind", "piece", "documents", "of")]
            names = ["site", "kind", "piece", "documents", "of", "known"]
            yield pa.RecordBatch.from_arrays([*columns, pa.array(is_known, pa.bool_())], names)

    return df.select("site", "kind", "piece", "documents", "of").mapInArrow(known, schema)


def pairs(df: DataFrame, text: str, *, id: str, config: Config | None = None, **settings: Any) -> DataFrame:
    """Numbers that are half masked in one document and stand in full in another: 139****2705 here, 13912342705 there.

    A row for each such place, with both documents' `id` and the places in code points. `values` says how many different
    full numbers fit the mask in the whole corpus; where it is 1, the mask hides nothing. No number stands in the table.
    """
    # Tells values apart without holding them; new for each call, so that they cannot be looked up.
    salt = secrets.token_bytes(16)
    packed = pickle.dumps((config or Config()).but(select="id", ignore=(), **settings))

    def code(value: str) -> int:
        digest = hashlib.blake2b(value.encode(), digest_size=8, key=salt).digest()
        return int.from_bytes(digest, "big", signed=True)

    def places(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        engine = engine_of(packed)
        for batch in batches_of(batches):
            rows: list[tuple[str, bool, str, int, int, int, int]] = []
            ids, texts = batch.column(0).to_pylist(), batch.column(1).to_pylist()
            for name, text in zip(ids, texts):
                rows += _half(name, text or "", code)
                rows += _full(name, text or "", engine, code)
            arrays = [pa.array(column) for column in zip(*rows)] if rows else None
            if arrays:
                yield pa.RecordBatch.from_arrays(
                    [array.cast(field.type) for array, field in zip(arrays, PLACES)], PLACES.names
                )

    schema = "id string, half boolean, rule string, start long, end long, value long, code long"
    found = df.select(F.col(id).cast("string").alias("id"), F.col(text).alias("text")).mapInArrow(places, schema)
    half = found.where("half").select("code", F.col("id").alias("masked_in"), "start", "end")
    full = found.where("not half").select(
        "code", F.col("id").alias("full_in"), "rule", F.col("start").alias("full_start"), F.col("end").alias("full_end"), "value"
    )
    fits = full.groupBy("code").agg(F.count_distinct("value").alias("values"))
    both = half.join(full.drop("value"), "code").where("masked_in <> full_in").join(fits, "code")
    return both.select("rule", "masked_in", "start", "end", "full_in", "full_start", "full_end", "values")


PLACES = pa.schema(
    [
        ("id", pa.string()),
        ("half", pa.bool_()),
        ("rule", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("value", pa.int64()),
        ("code", pa.int64()),
    ]
)


def _half(name: str, text: str, code: Any) -> Iterator[tuple[str, bool, str, int, int, int, int]]:
    for hit in HALF.finditer(text):
        head, mask, tail = hit.groups()
        yield name, True, "", hit.start(), hit.end(), 0, code(f"{head}*{len(mask)}*{tail.upper()}")


def _full(name: str, text: str, engine: Any, code: Any) -> Iterator[tuple[str, bool, str, int, int, int, int]]:
    for found in engine.scan(text, with_text=False):
        value = found.of(text).upper()
        if found.rule in ("id/phone", "id/card", "id/bank-card") and value[:-1].isdigit() and len(value) > 9:
            for head in range(3, 8):
                for tail in range(2, 6):
                    hidden = len(value) - head - tail
                    if hidden >= 3:
                        key = f"{value[:head]}*{hidden}*{value[-tail:]}"
                        yield name, False, found.rule, found.start, found.end, code(value), code(key)


def report(
    df: DataFrame,
    text: str,
    *,
    source: str | None = None,
    config: Config | None = None,
    **settings: Any,
) -> DataFrame:
    """One row for each source: documents, characters, documents that are there twice, findings by group, and how many
    documents fail a check for release, as a template, for a corpus."""
    packed = pickle.dumps((config or Config()).but(**settings))
    fails = {
        "release": ("placeholder", "marker", "damage", "consistency"),
        "template": ("entity", "figure", "date", "id", "marker", "damage"),
        "corpus": ("marker", "damage"),
    }

    def measure(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        engine = engine_of(packed)
        for batch in batches_of(batches):
            size = batch.num_rows
            counts = {group: [0] * size for group in GROUPS}
            failed = {purpose: [0] * size for purpose in fails}
            found = pa.record_batch(engine.scan(batch, columns="text"))
            rows, groups, severities = (found.column(name).to_pylist() for name in ("row", "group", "severity"))
            for row, group, severity in zip(rows, groups, severities):
                counts[group][row] += 1
                if severity == "error":
                    for purpose, failing in fails.items():
                        if group in failing:
                            failed[purpose][row] = 1
            columns = {"source": batch.column("source"), "characters": batch.column("characters")}
            columns["hash"] = batch.column("hash")
            for name, numbers in {**counts, **{f"unfit_{key}": value for key, value in failed.items()}}.items():
                columns[name] = pa.array(numbers, pa.int64())
            yield pa.RecordBatch.from_arrays(list(columns.values()), list(columns))

    numbers = [*GROUPS, *(f"unfit_{purpose}" for purpose in fails)]
    schema = "source string, characters long, hash long, " + ", ".join(f"{name} long" for name in numbers)
    texts = df.select(
        (F.col(source).cast("string") if source else F.lit(None).cast("string")).alias("source"),
        F.col(text).alias("text"),
        F.coalesce(F.length(text), F.lit(0)).cast("long").alias("characters"),
        F.xxhash64(F.regexp_replace(text, "[\\s\u3000\ufeff]+", "")).alias("hash"),
    )
    each = texts.mapInArrow(measure, schema)
    sums = [F.sum(name).alias(name) for name in ("characters", *numbers)]
    same = each.groupBy("source", "hash").agg(F.count(F.lit(1)).alias("documents"), *sums)
    again = F.sum(F.col("documents") - 1).alias("duplicates")
    return same.groupBy("source").agg(F.sum("documents").alias("documents"), again, *sums)
