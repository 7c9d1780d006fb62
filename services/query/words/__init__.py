"""What happened, in a sentence: one file per family of facts. Pure."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from shared.facts import Fact

WORDS: dict[type[Fact], Callable[[Any], str]] = {}
"""Every event there is; a test fails when one is missing here."""

for _module in iter_modules(__path__):
    WORDS |= import_module(f"{__name__}.{_module.name}").WORDS


def sentence(body: Fact) -> str:
    """One sentence for any fact; it reads as one also when nothing personal of it can be opened any more."""
    return WORDS[type(body)](body)
