"""What runs in the worker processes."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator

import pyarrow as pa

from .. import Engine

#: Rows that are worked on at once: what comes out of them is held beside what came in.
ROWS = 1024

_engines: dict[bytes, Engine] = {}


def engine_of(packed: bytes) -> Engine:
    """The engine with these settings. A worker process lives on from task to task and makes it once."""
    engine = _engines.get(packed)
    if engine is None:
        # A process serves one job after another; engines of earlier ones go.
        _engines.clear()
        engine = _engines[packed] = Engine(pickle.loads(packed))
    return engine


def batches_of(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows in smaller batches, without a copy."""
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS):
            yield batch.slice(start, ROWS)
