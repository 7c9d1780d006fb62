"""Every event there is, one file per family."""

from importlib import import_module
from pkgutil import iter_modules

from shared.facts.registry import KINDS, Fact, Json, Kind, Upcaster, event, kind_of, kind_of_body

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["KINDS", "Fact", "Json", "Kind", "Upcaster", "event", "kind_of", "kind_of_body"]
