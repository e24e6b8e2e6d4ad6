"""yinmo finds names, places, organisations, figures and identifiers in Chinese official reports and masks them; it finds
unfilled placeholders, scrape markers and damaged text, and takes the markers out.

>>> import yinmo
>>> yinmo.mask("投诉电话：0571-88006633").text
'投诉电话：XX'
>>> [finding.rule for finding in yinmo.scan("投诉电话：0571-88006633")]
['id/phone']
>>> bool(yinmo.check("联系人：【填写姓名】"))
False

These functions use one engine with the default settings. For other settings make an `Engine` once and use it for all
texts, from any number of threads: the interpreter's lock is released while it works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._yinmo import (
    ArrowArray,
    Change,
    ConfigError,
    DataError,
    Edit,
    Finding,
    LeftoverError,
    VaultError,
    Verdict,
    YinmoError,
    __version__,
)
from .config import Config
from .engine import Engine
from .vault import Vault

__all__ = [
    "ArrowArray",
    "Change",
    "Config",
    "ConfigError",
    "DataError",
    "Edit",
    "Engine",
    "Finding",
    "LeftoverError",
    "Vault",
    "VaultError",
    "Verdict",
    "YinmoError",
    "__version__",
    "check",
    "clean",
    "mask",
    "scan",
]

if TYPE_CHECKING:
    _default = Engine()
    scan = _default.scan
    mask = _default.mask
    clean = _default.clean
    check = _default.check
else:
    _default = None

    def _engine():
        global _default
        if _default is None:
            _default = Engine()
        return _default

    def scan(texts, **options):
        """What is found, with the default settings; see `Engine.scan`.

        >>> scan("临江县财政局")[0].rule
        'entity/org'
        """
        return _engine().scan(texts, **options)

    def mask(texts, **options):
        """Masked texts, with the default settings; see `Engine.mask`.

        >>> mask("走访企业48家", style="x").text
        '走访企业X家'
        """
        return _engine().mask(texts, **options)

    def clean(texts, **options):
        """Texts without scrape markers, with the default settings; see `Engine.clean`."""
        return _engine().clean(texts, **options)

    def check(texts, **options):
        """Whether texts are fit for a purpose, with the default settings; see `Engine.check`."""
        return _engine().check(texts, **options)
