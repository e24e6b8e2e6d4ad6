"""Settings as values: they can be sent to other processes and machines, with the content of every file they name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Union

from . import _yinmo
from ._yinmo import ConfigError

#: A list of terms, or terms with their kinds: person, place, org or a rule.
Terms = Union[Iterable[str], Iterable[tuple[str, str]], Mapping[str, str]]


def _names(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _terms(value: Terms) -> tuple[tuple[str, str], ...]:
    if isinstance(value, str):
        raise ConfigError("terms: a list of terms is wanted, not one text; write [term]")
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple((pair, "") if isinstance(pair, str) else (pair[0], pair[1]) for pair in pairs)


@dataclass(frozen=True)
class Config:
    """Settings of an engine. Those given by name win over `toml`, which wins over `profile`.

    >>> Config(select="id", style="star").style
    'star'
    >>> Config(terms={"白鹭计划": "org"}).terms
    (('白鹭计划', 'org'),)
    """

    #: A configuration as it stands in yinmo.toml.
    toml: str = ""
    #: Where it was read; file names in it are counted from there.
    name: str = "yinmo.toml"
    #: The files it names, as name and content; `Config.read` fills it.
    files: Mapping[str, str] = field(default_factory=dict)
    #: A ready profile: template, open-government, court, corpus.
    profile: str | None = None
    #: What findings become.
    style: str | None = None
    #: What `check` checks for: release, template, corpus.
    purpose: str | None = None
    #: Only these rules or groups; all where it is empty.
    select: str | Iterable[str] = ()
    #: Not these rules or groups.
    ignore: str | Iterable[str] = ()
    #: Only findings of at least this score.
    min_score: float | None = None
    #: More terms to mask.
    terms: Terms = ()
    #: Terms never to touch.
    keep: str | Iterable[str] = ()
    #: The secret of keyed labels, at least 16 random bytes.
    key: bytes | None = field(default=None, repr=False)
    #: The longest text in bytes.
    max_unit: int = 64 << 20

    def __post_init__(self) -> None:
        for name in ("select", "ignore", "keep"):
            object.__setattr__(self, name, _names(getattr(self, name)))
        object.__setattr__(self, "terms", _terms(self.terms))
        object.__setattr__(self, "files", dict(self.files))

    @classmethod
    def read(cls, path: str | os.PathLike[str], **settings: Any) -> Config:
        """The configuration file at `path` with everything it names; `settings` win over it."""
        name = os.fspath(path)
        toml = _read(name)
        files: dict[str, str] = {}
        _collect(name, toml, files)
        return cls(toml=toml, name=name, files=files, **settings)

    def but(self, **settings: Any) -> Config:
        """The same with other settings.

        >>> Config(style="x").but(profile="court").style
        'x'
        """
        return replace(self, **settings)

    def arguments(self) -> dict[str, Any]:
        """As the compiled engine takes them."""
        values = {name: getattr(self, name) for name in ("files", "profile", "style", "purpose", "min_score", "key")}
        lists = {name: list(getattr(self, name)) for name in ("select", "ignore", "terms", "keep")}
        toml = (self.name, self.toml) if self.toml else None
        return {"toml": toml, "max_unit": self.max_unit, **values, **lists}


def _read(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return _yinmo.decode(file.read())
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; check the name") from error


def _collect(name: str, toml: str, files: dict[str, str]) -> None:
    for other, is_below in _yinmo.named_files(name, toml):
        if other not in files:
            files[other] = _read(other)
            if is_below:
                _collect(other, files[other], files)
