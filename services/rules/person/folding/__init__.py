"""How each kind of fact changes what is known of a person, one file per family of facts."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from services.rules.person import Draft
from services.rules.person.history import Said
from shared.facts import Fact

Step = Callable[[Draft, Any, Said], None]

STEPS: dict[type[Fact], Step] = {}
"""Every event of the people topic; a test fails when one is missing here."""

for _module in iter_modules(__path__):
    STEPS |= import_module(f"{__name__}.{_module.name}").STEPS
