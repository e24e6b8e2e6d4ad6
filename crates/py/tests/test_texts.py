"""Texts, lists of texts, and errors."""

import pickle
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import yinmo

REPORT = "临江县柳林镇党委书记沈怀瑾先后12次到白鹭村检查，投入资金86.5万元。\n联系电话0571-88006633。\n"


def test_places_are_code_points() -> None:
    text = "🀄" + REPORT
    found = yinmo.scan(text)
    words = {finding.rule: text[finding.start : finding.end] for finding in found}
    assert words["entity/person"] == "沈怀瑾" and words["id/phone"] == "0571-88006633"
    assert all(finding.of(text) == text[finding.start : finding.end] for finding in found)
    assert all(finding.action == "mask" and finding.replacement for finding in found)


def test_edits_make_the_text() -> None:
    change = yinmo.mask(REPORT)
    rest, at = "", 0
    for edit in change.edits:
        rest += REPORT[at : edit.start] + edit.replacement
        at = edit.end
    assert rest + REPORT[at:] == change.text == str(change)
    assert "沈怀瑾" not in change.text and not change.left
    assert yinmo.mask(change.text).edits == []


def test_nothing_of_the_text_is_in_a_repr() -> None:
    change, verdict = yinmo.mask(REPORT), yinmo.check(REPORT, purpose="template")
    shown = repr([change, verdict, change.findings, verdict.findings])
    assert "沈怀瑾" not in shown and "0571" not in shown
    hidden = yinmo.scan(REPORT, with_text=False)
    assert all("沈怀瑾" not in str(finding.as_dict()) for finding in hidden)


def test_lists_keep_their_gaps() -> None:
    texts = [REPORT, None, "无"] * 20
    for jobs in (1, 2):
        changes = yinmo.mask(texts, jobs=jobs)
        assert [change and change.text for change in changes] == [yinmo.mask(REPORT).text, None, "无"] * 20
    verdicts = yinmo.check(texts[:3], purpose="template")
    assert [None if verdict is None else verdict.fit for verdict in verdicts] == [False, None, True]
    assert yinmo.scan([]) == []


def test_cleaning_and_checking() -> None:
    text = "第一段写到这里就完了。\n剩余内容已隐藏，开通会员后可阅读全文\n第二段从这里开始。\n"
    verdict = yinmo.check(text, purpose="corpus")
    assert not verdict and verdict.errors == 1 and verdict.findings[0].group == "marker"
    assert yinmo.clean(text).text == "第一段写到这里就完了。\n第二段从这里开始。\n"
    assert yinmo.mask(text + REPORT, clean=True).text.count("XX") > 3


def test_settings() -> None:
    engine = yinmo.Engine(style="x", select="figure", keep=["86.5"], terms={"白鹭计划": "org"})
    assert engine.mask("白鹭计划投入3.2亿元").text == "白鹭计划投入X亿元"
    assert yinmo.Engine(terms=[("白鹭计划", "org")]).mask("白鹭计划").text == "XX"
    assert yinmo.Engine(toml='style = "tag"\nignore = "id"', ignore=["entity"]).mask("走访48家").text == "走访【数字1】家"
    assert "pseudonym" in engine.styles() and "entity/person" in engine.rules()


def test_a_configuration_travels_with_its_files(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "staff.csv").write_text("姓名\n白小鹭\n", encoding="gb18030")
    (tmp_path / "base.toml").write_text('lexicons = { people = "lists/staff.csv" }\n', encoding="utf-8")
    (tmp_path / "yinmo.toml").write_text('extend = "base.toml"\nstyle = "tag"\n', encoding="utf-8")
    engine = yinmo.Engine(yinmo.Config.read(tmp_path / "yinmo.toml"))
    sent = pickle.dumps(engine)
    for file in ("lists/staff.csv", "base.toml", "yinmo.toml"):
        (tmp_path / file).unlink()
    assert pickle.loads(sent).mask("白小鹭来了").text == "【人名1】来了"


@pytest.mark.parametrize(
    ("error", "words", "wrong"),
    [
        (yinmo.ConfigError, 'did you mean "id"', lambda: yinmo.Engine(select="idd")),
        (yinmo.ConfigError, "there are these styles", lambda: yinmo.mask("x", style="none")),
        (yinmo.ConfigError, "at least 16 bytes", lambda: yinmo.Engine(key=b"short")),
        (yinmo.ConfigError, "needs a secret", lambda: yinmo.mask("x", style="pseudonym")),
        (yinmo.ConfigError, "vault=", lambda: yinmo.mask("x", style="surrogate")),
        (yinmo.ConfigError, "did you mean `style`", lambda: yinmo.Engine(toml="stile = 'x'")),
        (yinmo.ConfigError, "check the name", lambda: yinmo.Config.read("/no/such/file")),
        (yinmo.ConfigError, "Config.read", lambda: yinmo.Engine(toml='allow = "a.toml"')),
        (yinmo.ConfigError, "unknown kind", lambda: yinmo.Engine(terms=[("甲", "thing")])),
        (yinmo.DataError, "text 1: a text longer", lambda: yinmo.Engine(max_unit=8).scan(["短", "一二三四"])),
        (TypeError, "not iterable", lambda: yinmo.mask(5)),  # type: ignore[call-overload]
    ],
)
def test_errors_say_what_to_do(
    error: type[Exception], words: str, wrong: Callable[[], object]
) -> None:
    with pytest.raises(error, match=words):
        wrong()
    assert issubclass(yinmo.LeftoverError, yinmo.YinmoError)


def test_the_same_value_has_the_same_keyed_label() -> None:
    engine = yinmo.Engine(style="pseudonym", key=b"sixteen bytes or more")
    one, two = engine.mask(["沈怀瑾到白鹭村", "书记沈怀瑾说"])
    assert one and two
    label = one.edits[0].replacement
    assert label in two.text and label.startswith("【人名-") and len(label) == len("【人名-】") + 10
    assert yinmo.Engine(engine.config, key=b"another secret of 25 bytes").mask("沈怀瑾到白鹭村").edits[0].replacement != label


def test_other_threads_run_meanwhile() -> None:
    text, gaps, done = REPORT * 1000, [], threading.Event()

    def work() -> None:
        yinmo.scan(text)
        done.set()

    thread = threading.Thread(target=work)
    last = start = time.monotonic()
    thread.start()
    while not done.is_set():
        now = time.monotonic()
        gaps.append(now - last)
        last = now
        time.sleep(0.001)
    thread.join()
    # With the lock held there would be one gap, as long as the call.
    assert len(gaps) > 5 and max(gaps) < 0.8 * (last - start)


def test_a_vault_goes_on_from_run_to_run(tmp_path: Path) -> None:
    engine, path = yinmo.Engine(style="tag"), tmp_path / "vault"
    with yinmo.Vault.open(path, passphrase="secret") as vault:
        first = engine.mask(["书记沈怀瑾到会", "书记杨澍到会"], vault=vault)
    with yinmo.Vault.open(path, passphrase="secret") as vault:
        second = engine.mask("书记杨澍到会", vault=vault)
        assert first[1] and second.text == first[1].text == "书记【人名2】到会"
        assert vault.restore(first[0].text) == ("书记沈怀瑾到会", True)  # type: ignore[union-attr]
        assert vault.restore("后来" + second.text) == ("后来书记杨澍到会", False)
        surrogate = engine.mask("书记沈怀瑾说", style="surrogate", vault=vault)
        assert "沈怀瑾" not in surrogate.text and vault.restore(surrogate.text)[0] == "书记沈怀瑾说"
        with pytest.raises(yinmo.VaultError, match="nothing in the vault"):
            vault.restore("无")
    assert not path.with_name("vault.lock").exists()
    with pytest.raises(yinmo.VaultError, match="wrong"):
        yinmo.Vault.open(path, passphrase="other")
    assert "沈怀瑾".encode() not in path.read_bytes() and not path.with_name("vault.lock").exists()
