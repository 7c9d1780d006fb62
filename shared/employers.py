"""Whether two names mean one employer."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from cleanco import basename


class Employers:
    """Which employers go on under another name: those that everybody knows, and an agency's own."""

    def __init__(self, told: Mapping[str, Iterable[str]] | None = None) -> None:
        """`told`: today's name of an employer, and those by which it went before or that it took in."""
        pairs = (told or {}).items()
        self._now = {plain_employer(one): plain_employer(now) for now, before in pairs for one in before}

    def same(self, one: str | None, other: str | None) -> bool:
        """Whether two names are of one employer."""
        return one is not None and other is not None and self._plain(one) == self._plain(other)

    def _plain(self, name: str) -> str:
        """The name of today, also of one that was renamed twice; in a circle, the same one for all."""
        found = [plain_employer(name)]
        while (now := self._now.get(found[-1])) is not None:
            if now in found:
                return min(found[found.index(now) :])
            found.append(now)
        return found[-1]


KNOWN = Employers()
"""Those that everybody knows."""


def same_employer(one: str | None, other: str | None) -> bool:
    """Whether two names are of one employer, apart from case, signs, legal form and known renames."""
    return one is not None and other is not None and plain_employer(one) == plain_employer(other)


@lru_cache(maxsize=4096)
def plain_employer(name: str) -> str:
    """A name by which spellings of one employer are equal, also under a name it had before."""
    plain = _plain(name)
    return _renamed().get(plain, plain)


def _plain(name: str) -> str:
    return "".join(sign for sign in basename(name).casefold() if sign.isalnum()) or name


@lru_cache(maxsize=1)
def _renamed() -> dict[str, str]:
    """Today's name by each earlier one, from the dictionary beside this module."""
    told = tomllib.loads((files("shared") / "employers.toml").read_text("utf-8"))
    return {_plain(before): _plain(now) for now, earlier in told.items() for before in earlier}
