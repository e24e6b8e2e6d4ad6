"""Arrow data of several libraries."""

from typing import Any

import pytest

import yinmo

pa = pytest.importorskip("pyarrow")

TEXTS = ["镇党委书记沈怀瑾到白鹭村", None, "投诉电话：0571-88006633", "无"]
MASKED = ["镇党委书记XX到XX村", None, "投诉电话：XX", "无"]


def batch() -> Any:
    return pa.record_batch({"id": [1, 2, 3, 4], "text": TEXTS, "share": [0.5, None, 1.5, 2.5]})


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_arrays_keep_their_type(kind: Any) -> None:
    array = pa.array(TEXTS, kind)
    masked = pa.array(yinmo.mask(array))
    assert masked.type == kind and masked.to_pylist() == MASKED
    assert pa.array(yinmo.mask(array.slice(2), jobs=2)).to_pylist() == MASKED[2:]
    assert pa.array(yinmo.mask(pa.chunked_array([array, array]))).to_pylist() == MASKED * 2
    masked.validate(full=True)


def test_batches_keep_their_other_columns() -> None:
    old = batch()
    new = pa.record_batch(yinmo.mask(old, columns="text"))
    assert new.schema.equals(old.schema) and new["text"].to_pylist() == MASKED
    assert new["share"].equals(old["share"])
    # Without a copy: the same memory.
    assert new["share"].buffers()[1].address == old["share"].buffers()[1].address
    sliced = pa.record_batch(yinmo.mask(old.slice(2, 1), columns=["text"]))
    assert sliced.to_pydict() == {"id": [3], "text": MASKED[2:3], "share": [1.5]}
    table = pa.Table.from_batches([old, old])
    assert [pa.record_batch(part)["text"].to_pylist() for part in yinmo.mask(table, columns="text")] == [MASKED] * 2


def test_findings_are_a_table() -> None:
    found = pa.record_batch(yinmo.scan(batch(), columns="text", with_text=True)).to_pylist()
    assert [(row["row"], row["rule"], row["text"]) for row in found] == [
        (0, "entity/person", "沈怀瑾"),
        (0, "entity/place", "白鹭村"),
        (2, "id/phone", "0571-88006633"),
    ]
    assert all(TEXTS[row["row"]][row["start"] : row["end"]] == row["text"] for row in found)
    bare = pa.record_batch(yinmo.check(batch(), purpose="template", columns="text"))
    assert bare.num_rows == 3 and bare["text"].null_count == 3


def test_a_bad_row_is_named_or_marked() -> None:
    raw = pa.array([b"\xff\xfe", "好".encode()], pa.binary())
    bad = pa.Array.from_buffers(pa.string(), 2, raw.buffers())
    with pytest.raises(yinmo.DataError, match="row 0: not valid UTF-8 at byte 0"):
        yinmo.mask(bad)
    marked = pa.record_batch(yinmo.mask(bad, status="why"))
    assert marked["why"].to_pylist() == ["not valid UTF-8 at byte 0", None]
    assert marked["why_edits"].to_pylist() == [None, 0]
    with pytest.raises(yinmo.DataError, match="already"):
        yinmo.mask(batch(), columns="text", status="id")
    with pytest.raises(yinmo.DataError, match="is no text but Int64"):
        yinmo.mask(batch(), columns="id")
    with pytest.raises(yinmo.DataError, match="there are these: id, text, share"):
        yinmo.mask(batch(), columns="body")


def test_lines_of_json_keep_their_bytes() -> None:
    lines = pa.array(['{"b":1.0, "text":"投诉电话：0571-88006633\\n"}', "{bad", '{"x" : "\\u4e00"}', ""])
    done = pa.record_batch(yinmo.Engine().jsonl(lines, "text", status="why")).to_pydict()
    assert done["value"] == ['{"b":1.0, "text":"投诉电话：XX\\n"}', "{bad", '{"x" : "\\u4e00"}', ""]
    assert done["why"] == [None, "not valid JSON at byte 1", None, None]
    assert done["why_edits"] == [1, None, None, None]


def test_polars_and_pandas() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"text": TEXTS})
    assert frame.with_columns(polars.Series("text", yinmo.mask(frame["text"])))["text"].to_list() == MASKED
    pandas = pytest.importorskip("pandas")
    (part,) = yinmo.mask(pandas.DataFrame({"text": TEXTS}), columns="text")
    assert pa.record_batch(part)["text"].to_pylist() == MASKED
    series = pandas.Series(TEXTS, index=range(5, 5 + len(TEXTS)))
    masked = pa.array(yinmo.mask(pa.array(series)))
    named = pandas.Series(masked.to_pandas().array, index=series.index)
    assert [None if pandas.isna(text) else text for text in named.tolist()] == MASKED
    assert list(named.index) == list(series.index)
