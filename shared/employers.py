"""Whether two names mean one employer."""

from functools import lru_cache

from cleanco import basename


def same_employer(one: str | None, other: str | None) -> bool:
    """Whether two spellings name one employer, apart from case, signs and legal form."""
    return one is not None and other is not None and _plain(one) == _plain(other)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return "".join(sign for sign in basename(name).casefold() if sign.isalnum()) or name
