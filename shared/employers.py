"""Whether two names mean one employer."""

import tomllib
from functools import lru_cache
from importlib.resources import files

from cleanco import basename


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
