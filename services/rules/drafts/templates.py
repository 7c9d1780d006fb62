"""The little of Jinja2 that a draft may use: placeholders, conditions and a few filters."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST = 5_000
"""Characters of a text with its placeholders."""
MOST_NAMES = 8
"""Different placeholders of a text: it is tried with each of them known and not known."""
FILTERS = frozenset({"capitalize", "lower", "title", "trim", "upper"})
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter),
    *(nodes.If, nodes.CondExpr, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand),
)
"""No loops, calls or arithmetic: words need none, and they could run for ever."""
BLANK_LINES = re.compile(r"\n{3,}")


class HoleError(Exception):
    """A placeholder is used where nothing may be known."""


def _filled(value: object) -> object:
    if value is None or value == "":
        raise HoleError(
            "a placeholder may be unknown: put {% if it %} … {% endif %} around what speaks of it"
        )
    return value


_environment = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    finalize=_filled,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # plain text: whoever shows it escapes it
)


def rendered(text: str, values: Mapping[str, str | None]) -> str:
    """The text with its placeholders filled. `HoleError` where one is used that is not known."""
    said = _template(text).render(values)
    return BLANK_LINES.sub("\n\n", said).strip()


@lru_cache(maxsize=256)
def _template(text: str) -> Template:
    return _environment.from_string(text)


def used(text: str) -> set[str]:
    """The placeholders that a text speaks of; `TemplateSyntaxError` when it is no template at all."""
    return {name.name for name in _environment.parse(text).find_all(nodes.Name)}


def checked(text: str, names: Collection[str]) -> Iterator[str]:
    """What a text uses that it may not; `TemplateSyntaxError` when it is no template at all."""
    if len(text) > LONGEST:
        yield f"expected at most {LONGEST} characters, found {len(text)}"
        return
    template = _environment.parse(text)
    found = used(text)
    for name in sorted(found - {*names}):
        yield f"there is no placeholder {name}; there are: {', '.join(names)}"
    if len(found) > MOST_NAMES:
        yield f"expected at most {MOST_NAMES} different placeholders, found {len(found)}"
    for node in template.find_all(nodes.Node):
        if not isinstance(node, ALLOWED) or (isinstance(node, nodes.Filter) and node.name not in FILTERS):
            what = getattr(node, "name", None) or type(node).__name__.lower()
            yield f"expected placeholders, conditions and {', '.join(sorted(FILTERS))}; found {what}"
