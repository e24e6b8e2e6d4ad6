"""yinmo inside Apache Spark: texts stay where the engine has them, and nothing is collected on the driver.

    import yinmo.spark

    masked = yinmo.spark.mask(df, "text", style="tag")
    findings = yinmo.spark.scan(df, "text", keep="id")
    counts = yinmo.spark.check(df, "text", source="site", purpose="corpus")

Settings are those of `yinmo.Config`. They travel with the job, with the content of every file they name, and each worker
process makes one engine of them. The secret of keyed labels travels so, too: let Spark encrypt what it sends
(`spark.authenticate`, `spark.network.crypto.enabled`) where the network is not yours alone.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import DoubleType, IntegerType, LongType, StringType, StructField, StructType

from .. import ConfigError, Engine
from ..config import Config
from .corpus import boilerplate, pairs, report
from .worker import batches_of, engine_of

if TYPE_CHECKING:
    from typing import Literal

    OnError = Literal["fail", "keep", "drop"]

__all__ = ["STATUS", "boilerplate", "check", "lines", "mask", "pairs", "report", "scan", "split", "clean", "marked"]

#: The column that says why a record is bad; with `_edits` behind it the one that counts edits.
STATUS = "_yinmo"

#: The columns of a table of findings, behind those that were kept.
FINDINGS = StructType(
    [StructField(name, StringType()) for name in ("column", "rule", "group", "severity", "action", "fingerprint")]
    + [StructField("replacement", StringType()), StructField("text", StringType())]
    + [StructField("start", LongType()), StructField("end", LongType()), StructField("score", DoubleType())]
)


def names_of(columns: str | Iterable[str]) -> list[str]:
    """One name, or several."""
    return [columns] if isinstance(columns, str) else list(columns)


def config_of(config: Config | None, settings: dict[str, Any]) -> Config:
    """The settings, tried here: what is wrong with them is better said before a job starts."""
    config = (config or Config()).but(**settings)
    Engine(config)
    return config


def mask(
    df: DataFrame,
    columns: str | Iterable[str],
    *,
    clean: bool = False,
    on_error: OnError = "fail",
    config: Config | None = None,
    **settings: Any,
) -> DataFrame:
    """The same records with masked texts in these columns; a record is one document.

    `on_error` says what becomes of a record that cannot be masked: the job fails, the record is kept as it is, or it is
    left out. `split` gives such records apart.
    """
    done = marked(df, columns, "mask --clean" if clean else "mask", config=config, **settings)
    return _settled(done, on_error)


def clean(
    df: DataFrame,
    columns: str | Iterable[str],
    *,
    on_error: OnError = "fail",
    config: Config | None = None,
    **settings: Any,
) -> DataFrame:
    """The same records without scrape markers in these columns."""
    return _settled(marked(df, columns, "clean", config=config, **settings), on_error)


def lines(
    df: DataFrame,
    fields: str | Iterable[str],
    *,
    work: str = "mask",
    column: str = "value",
    config: Config | None = None,
    **settings: Any,
) -> DataFrame:
    """Lines of JSON, as `spark.read.text` gives them, with the column `STATUS` as `marked` adds it. In each line only the
    bytes of what is masked change, as with the command line."""
    packed, wanted = pickle.dumps(config_of(config, settings)), names_of(fields)

    def change(engine: Engine, batch: pa.RecordBatch) -> Any:
        return engine.jsonl(batch, wanted, work=work, columns=column, status=STATUS)  # type: ignore[arg-type]

    return _mapped(df, packed, change, _with_status(df.schema))


def marked(
    df: DataFrame,
    columns: str | Iterable[str],
    work: str = "mask",
    *,
    config: Config | None = None,
    **settings: Any,
) -> DataFrame:
    """The same records, masked or cleaned, with a column that says why a record is bad (it is as it was) and one that
    counts the edits (null where the record has no text). Bad records are not masked: filter them before you go on."""
    config = config_of(config, settings)
    packed, wanted = pickle.dumps(config), names_of(columns)
    if work != "clean":
        # What needs a secret or a vault is refused here.
        Engine(config).mask("", clean=work != "mask")

    def change(engine: Engine, batch: pa.RecordBatch) -> Any:
        if work == "clean":
            return engine.clean(batch, columns=wanted, status=STATUS)
        return engine.mask(batch, clean=work != "mask", columns=wanted, status=STATUS)

    return _mapped(df, packed, change, _with_status(df.schema))


def split(done: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The good records and the bad ones of `marked` or `lines`; the bad ones are as they were, with the cause in the column
    `STATUS`. Writing both works on the records twice, unless `done` is persisted."""
    good = done.where(F.col(STATUS).isNull()).drop(STATUS, f"{STATUS}_edits")
    bad = done.where(F.col(STATUS).isNotNull()).drop(f"{STATUS}_edits")
    return good, bad


def scan(
    df: DataFrame,
    columns: str | Iterable[str],
    *,
    keep: str | Iterable[str] = (),
    with_text: bool = False,
    purpose: str | None = None,
    config: Config | None = None,
    **settings: Any,
) -> DataFrame:
    """A row for each finding, with the columns in `keep` of its record. Places are code points of the text. Words of the
    texts are shown only `with_text`; with `purpose`, only findings that count in a check."""
    packed = pickle.dumps(config_of(config, settings))
    wanted, kept = names_of(columns), names_of(keep)

    def findings(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        engine = engine_of(packed)
        for batch in batches_of(batches):
            if purpose is None:
                found = pa.record_batch(engine.scan(batch, columns=wanted, with_text=with_text))
            else:
                found = pa.record_batch(engine.check(batch, purpose=purpose, columns=wanted, with_text=with_text))
            rows = batch.select(kept).take(found.column("row")) if kept else None
            arrays = (rows.columns if rows is not None else []) + [found.column(field.name) for field in FINDINGS]
            yield pa.RecordBatch.from_arrays(arrays, kept + FINDINGS.names)

    schema = StructType([df.schema[name] for name in kept] + FINDINGS.fields)
    return df.mapInArrow(findings, schema)


def check(
    df: DataFrame,
    columns: str | Iterable[str],
    *,
    source: str | None = None,
    purpose: str = "release",
    config: Config | None = None,
    **settings: Any,
) -> DataFrame:
    """How often each rule was found, and in how many records, for each value of the column `source`."""
    packed, wanted = pickle.dumps(config_of(config, settings)), names_of(columns)

    def counts(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        engine = engine_of(packed)
        for batch in batches_of(batches):
            found = pa.table(pa.record_batch(engine.check(batch, purpose=purpose, columns=wanted)))
            of_record = found.group_by(["row", "rule", "severity"]).aggregate([([], "count_all")])
            sources = batch.column(source) if source else pa.nulls(batch.num_rows, pa.string())
            table = pa.table(
                {
                    "source": sources.take(of_record["row"].combine_chunks()).cast(pa.string()),
                    "rule": of_record["rule"],
                    "severity": of_record["severity"],
                    "n": of_record["count_all"],
                }
            )
            yield from table.combine_chunks().to_batches()

    schema = "source string, rule string, severity string, n long"
    each = df.mapInArrow(counts, schema)
    total = each.groupBy("source", "rule", "severity")
    return total.agg(F.sum("n").alias("findings"), F.count("n").alias("records"))


def _settled(done: DataFrame, on_error: str) -> DataFrame:
    if on_error == "keep":
        return done.drop(STATUS, f"{STATUS}_edits")
    if on_error == "drop":
        return split(done)[0]
    if on_error != "fail":
        raise ConfigError(f"on_error is fail, keep or drop, not {on_error!r}")
    why = F.concat(F.lit("yinmo: a record cannot be masked: "), F.col(STATUS))
    # The error stands in the filter, so that no selection of columns leaves it out.
    fine = F.when(F.col(STATUS).isNull(), F.lit(True)).otherwise(F.raise_error(why).cast("boolean"))
    return done.where(fine).drop(STATUS, f"{STATUS}_edits")


def _with_status(schema: StructType) -> StructType:
    status = [StructField(STATUS, StringType()), StructField(f"{STATUS}_edits", IntegerType())]
    return StructType(schema.fields + status)


def _mapped(
    df: DataFrame, packed: bytes, change: Callable[[Engine, pa.RecordBatch], Any], schema: StructType
) -> DataFrame:
    def all_of(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        engine = engine_of(packed)
        for batch in batches_of(batches):
            yield pa.record_batch(change(engine, batch))

    return df.mapInArrow(all_of, schema)
