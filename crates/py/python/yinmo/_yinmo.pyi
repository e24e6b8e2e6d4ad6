"""The compiled part."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol, TypedDict, final, overload, type_check_only

from typing_extensions import Self, disjoint_base

from .vault import Vault as _OpenVault

__all__ = [
    "YinmoError",
    "ConfigError",
    "DataError",
    "LeftoverError",
    "VaultError",
    "__version__",
    "Engine",
    "Vault",
    "ArrowArray",
    "Finding",
    "Edit",
    "Change",
    "Verdict",
    "named_files",
    "decode",
    "shingles",
]

__version__: str

@type_check_only
class ArrowSource(Protocol):
    """An Arrow array or record batch of any library."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ...

@type_check_only
class ArrowStream(Protocol):
    """A table, data frame or chunked array of any Arrow library."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

class YinmoError(Exception):
    """Base of all errors of this package."""

class ConfigError(YinmoError):
    """A setting cannot be used."""

class DataError(YinmoError):
    """The data cannot be read: not text, not valid, too long."""

class LeftoverError(YinmoError):
    """Something that should be gone is still there after masking or cleaning; nothing was returned."""

class VaultError(YinmoError):
    """A vault cannot be opened, written or used."""

@type_check_only
class _FindingDict(TypedDict):
    rule: str
    group: str
    severity: str
    score: float
    start: int
    end: int
    line: int
    column: int
    action: str
    replacement: str | None
    evidence: str
    fingerprint: str
    role: str | None
    suggestion: str | None

@final
class Finding:
    """Something found. Its `repr` shows no text of the document."""

    @property
    def rule(self) -> str:
        """The rule's name, such as `entity/person`."""
    @property
    def group(self) -> str:
        """The part of the rule's name before the slash."""
    @property
    def severity(self) -> str:
        """error, warning or note."""
    @property
    def score(self) -> float:
        """How sure, from 0 to 1."""
    @property
    def start(self) -> int:
        """The first code point, so that `text[start:end]` is what was found."""
    @property
    def end(self) -> int:
        """One past the last code point."""
    @property
    def line(self) -> int:
        """The line, from 1."""
    @property
    def column(self) -> int:
        """The column in characters, from 1."""
    @property
    def action(self) -> str:
        """mask: `mask` replaces it; delete: `clean` takes it out; report: it is only reported."""
    @property
    def replacement(self) -> str | None:
        """What it becomes in the configured style; empty for what is deleted."""
    @property
    def evidence(self) -> str:
        """Why, in words."""
    @property
    def fingerprint(self) -> str:
        """The same for the same text in the same surroundings; it does not show the text."""
    @property
    def role(self) -> str | None:
        """Of a placeholder, what it asks for."""
    @property
    def suggestion(self) -> str | None:
        """What was likely meant where the text is damaged."""
    def of(self, text: str) -> str:
        """The words that were found, out of the text that was read."""
    def as_dict(self) -> _FindingDict:
        """All attributes by name."""
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    __hash__: None  # type: ignore[assignment]

@final
class Edit:
    """One replacement, in the text before."""

    @property
    def start(self) -> int:
        """The first code point that is replaced."""
    @property
    def end(self) -> int:
        """One past the last code point that is replaced."""
    @property
    def replacement(self) -> str:
        """What stands there afterwards."""
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    __hash__: None  # type: ignore[assignment]

@final
class Change:
    """A text that was masked or cleaned. `str` gives the text."""

    @property
    def text(self) -> str:
        """The new text."""
    @property
    def edits(self) -> list[Edit]:
        """The edits, in the order of the text before."""
    @property
    def findings(self) -> list[Finding]:
        """What the edits come from, in the text before."""
    @property
    def left(self) -> list[Finding]:
        """With `force`: what is still in the new text."""

@final
class Verdict:
    """Whether a text is fit for a purpose; true when it is."""

    @property
    def fit(self) -> bool:
        """Whether it has no error."""
    @property
    def purpose(self) -> str:
        """What was checked for."""
    @property
    def errors(self) -> int: ...
    @property
    def warnings(self) -> int: ...
    @property
    def notes(self) -> int: ...
    @property
    def findings(self) -> list[Finding]:
        """The findings that count for the purpose."""
    def __bool__(self) -> bool: ...

@final
class ArrowArray:
    """An Arrow array or record batch; any Arrow library takes it over without a copy: `pyarrow.array(it)`,
    `pyarrow.record_batch(it)`, `polars.Series(it)`."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __len__(self) -> int: ...

@disjoint_base
class Engine:
    """The compiled part of `yinmo.Engine`."""

    def __new__(
        cls,
        *,
        toml: tuple[str, str] | None = None,
        files: Mapping[str, str] = ...,
        profile: str | None = None,
        style: str | None = None,
        purpose: str | None = None,
        select: Sequence[str] = ...,
        ignore: Sequence[str] = ...,
        min_score: float | None = None,
        terms: Sequence[tuple[str, str]] = ...,
        keep: Sequence[str] = ...,
        key: bytes | None = None,
        max_unit: int = ...,
    ) -> Self: ...
    @overload
    def scan(self, texts: str, *, with_text: bool | None = None) -> list[Finding]: ...  # type: ignore[overload-overlap]
    @overload
    def scan(self, texts: ArrowSource, *, columns: str | Sequence[str] | None = None, with_text: bool | None = None, jobs: int = 1) -> ArrowArray: ...
    @overload
    def scan(self, texts: ArrowStream, *, columns: str | Sequence[str] | None = None, with_text: bool | None = None, jobs: int = 1) -> ArrowArray | list[ArrowArray]: ...
    @overload
    def scan(self, texts: Iterable[str | None], *, with_text: bool | None = None, jobs: int = 1) -> list[list[Finding] | None]: ...
    @overload
    def check(self, texts: str, *, purpose: str | None = None, with_text: bool | None = None) -> Verdict: ...  # type: ignore[overload-overlap]
    @overload
    def check(self, texts: ArrowSource, *, purpose: str | None = None, columns: str | Sequence[str] | None = None, with_text: bool | None = None, jobs: int = 1) -> ArrowArray: ...
    @overload
    def check(self, texts: ArrowStream, *, purpose: str | None = None, columns: str | Sequence[str] | None = None, with_text: bool | None = None, jobs: int = 1) -> ArrowArray | list[ArrowArray]: ...
    @overload
    def check(self, texts: Iterable[str | None], *, purpose: str | None = None, with_text: bool | None = None, jobs: int = 1) -> list[Verdict | None]: ...
    @overload
    def mask(self, texts: str, *, style: str | None = None, clean: bool = False, force: bool = False, vault: _OpenVault | None = None) -> Change: ...  # type: ignore[overload-overlap]
    @overload
    def mask(self, texts: ArrowSource, *, style: str | None = None, clean: bool = False, force: bool = False, columns: str | Sequence[str] | None = None, status: str | None = None, jobs: int = 1) -> ArrowArray: ...
    @overload
    def mask(self, texts: ArrowStream, *, style: str | None = None, clean: bool = False, force: bool = False, columns: str | Sequence[str] | None = None, status: str | None = None, jobs: int = 1) -> ArrowArray | list[ArrowArray]: ...
    @overload
    def mask(self, texts: Iterable[str | None], *, style: str | None = None, clean: bool = False, force: bool = False, jobs: int = 1, vault: _OpenVault | None = None) -> list[Change | None]: ...
    @overload
    def clean(self, texts: str, *, force: bool = False) -> Change: ...  # type: ignore[overload-overlap]
    @overload
    def clean(self, texts: ArrowSource, *, force: bool = False, columns: str | Sequence[str] | None = None, status: str | None = None, jobs: int = 1) -> ArrowArray: ...
    @overload
    def clean(self, texts: ArrowStream, *, force: bool = False, columns: str | Sequence[str] | None = None, status: str | None = None, jobs: int = 1) -> ArrowArray | list[ArrowArray]: ...
    @overload
    def clean(self, texts: Iterable[str | None], *, force: bool = False, jobs: int = 1) -> list[Change | None]: ...
    def jsonl(
        self,
        lines: ArrowSource | ArrowStream,
        fields: str | Sequence[str],
        *,
        work: Literal["mask", "clean", "mask --clean"] = "mask",
        style: str | None = None,
        force: bool = False,
        columns: str | Sequence[str] | None = None,
        status: str | None = None,
        jobs: int = 1,
    ) -> ArrowArray: ...
    def rules(self) -> list[str]:
        """The names of all rules."""
    def styles(self) -> list[str]:
        """The names of all styles."""

@disjoint_base
class Vault:
    """The compiled part of `yinmo.Vault`."""

    def __new__(
        cls,
        content: bytes | None = None,
        *,
        passphrase: str | None = None,
        key: str | None = None,
        recipients: Sequence[str] = ...,
    ) -> Self: ...
    def encrypted(self) -> bytes:
        """The encrypted content."""
    def restore(self, text: str) -> tuple[str, bool]:
        """A masked text as it was, and whether it is whole: of a text that was changed since only the labels come back."""
    def size(self) -> tuple[int, int]:
        """How many documents and labels it holds."""

def named_files(name: str, toml: str) -> list[tuple[str, bool]]:
    """The files that a configuration names, each with whether the configuration builds on it."""

def decode(bytes: bytes) -> str:
    """The text of a file in any encoding that is read."""

def shingles(text: str, size: int, neighbours: int) -> list[tuple[str, int]]:
    """The chosen runs of a text with their hashes: what two texts share is among them."""
