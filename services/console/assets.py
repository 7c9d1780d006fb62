"""What pages are dressed with: each file under an address that changes with its content.

A browser keeps it for good, and an update is seen with the next page.
"""

from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

FOLDER = files("services.console") / "static"
PATH = "/static"
DIGITS = 12
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@lru_cache
def address(name: str) -> str:
    """Where pages find a file, as it is now."""
    return f"{PATH}/{name}?{_version(name)}"


@lru_cache
def _version(name: str) -> str:
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:DIGITS]


class Assets(StaticFiles):
    """The files, with how long each may be kept: under an older address it is asked for again."""

    def __init__(self) -> None:
        super().__init__(directory=str(FOLDER))

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; of another version than the one asked for, it is not to be kept."""
        answer = await super().get_response(path, scope)
        asked = scope["query_string"].decode("latin-1")
        answer.headers["Cache-Control"] = FOR_GOOD if asked and asked == _version(path) else ASK_AGAIN
        return answer
