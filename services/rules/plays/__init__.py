"""The plays, one file each; a file that holds a `PLAY` is enough to add one.

What several plays share stands in files that begin with `_`.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from services.rules.play import Play

PLAYS: dict[str, Play[Any]] = {
    module.name: import_module(f"{__name__}.{module.name}").PLAY
    for module in iter_modules(__path__)
    if not module.name.startswith("_")
}
"""By name, in alphabetical order."""
