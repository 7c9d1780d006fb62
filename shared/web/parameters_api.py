"""A filter that is not known is refused: left out in silence, the answer would be to another question."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from starlette.requests import Request

from shared.web.problem_kinds_api import problem


async def known_parameters(request: Request) -> None:
    """Raise a problem when the address of a listing names a parameter that its description does not."""
    if request.method != "GET" or not request.query_params or not request.url.path.startswith("/v1/"):
        return
    known = _described(request.app.openapi(), request.scope["route"].path)
    unknown = [name for name in request.query_params if known is not None and name not in known]
    if known is not None and unknown:
        near = get_close_matches(unknown[0], known, n=1) or sorted(known)
        meant = f"did you mean {near[0]!r}?" if near else "it has none."
        raise problem("unknown-parameter", f"{unknown[0]}: not known here; {meant}", field=unknown[0])


def _described(document: Mapping[str, Any], path: str) -> set[str] | None:
    """The names of a path's parameters; `None` where nothing is described."""
    operation = document["paths"].get(path, {}).get("get")
    if operation is None:
        return None
    return {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}
