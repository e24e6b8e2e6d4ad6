"""The engine: settings, and what is done with them."""

from __future__ import annotations

from typing import Any

from . import _yinmo
from .config import Config


class Engine(_yinmo.Engine):
    """Finds, masks, cleans and checks with one set of settings.

    >>> engine = Engine(style="tag", ignore="date")
    >>> engine.mask("杨澍2021年3月到柳林镇，杨澍说").text
    '【人名1】2021年3月到【镇1】，【人名1】说'

    >>> engine.scan("联系电话0571-88006633")[0].of("联系电话0571-88006633")
    '0571-88006633'
    >>> engine.check("联系人：【填写姓名】").findings
    [Finding(rule='placeholder/field', start=4, end=10, score=0.95, action='report')]
    >>> [change.edits for change in engine.mask(["走访企业48家", "无"])]
    [[Edit(start=4, end=6, replacement="【数字1】")], []]

    Settings are those of `Config`; a `Config` may be given as a whole, too, and single settings win over it. An engine
    can be pickled: it travels as its settings and is made anew where it arrives.
    """

    config: Config

    def __new__(cls, config: Config | None = None, **settings: Any) -> Engine:
        config = (config or Config()).but(**settings)
        engine = super().__new__(cls, **config.arguments())
        engine.config = config
        return engine

    def __reduce__(self) -> tuple[type[Engine], tuple[Config]]:
        return type(self), (self.config,)

    def __repr__(self) -> str:
        return f"Engine({self.config!r})"
