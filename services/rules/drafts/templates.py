"""The little of Jinja2 that a draft may use: placeholders, conditions and a few filters."""

import re
from collections.abc import Collection, Iterator, Mapping

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST = 5_000
"""Characters of a text with its placeholders."""
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
    said = _environment.from_string(text).render(values)
    return BLANK_LINES.sub("\n\n", said).strip()


def checked(text: str, names: Collection[str]) -> Iterator[str]:
    """What a text uses that it may not; `TemplateSyntaxError` when it is no template at all."""
    if len(text) > LONGEST:
        yield f"expected at most {LONGEST} characters, found {len(text)}"
        return
    template = _environment.parse(text)
    used = {name.name for name in template.find_all(nodes.Name)}
    for name in sorted(used - {*names}):
        yield f"there is no placeholder {name}; there are: {', '.join(names)}"
    for node in template.find_all(nodes.Node):
        if not isinstance(node, ALLOWED) or (isinstance(node, nodes.Filter) and node.name not in FILTERS):
            what = getattr(node, "name", None) or type(node).__name__.lower()
            yield f"expected placeholders, conditions and {', '.join(sorted(FILTERS))}; found {what}"
