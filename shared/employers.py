"""Whether two names mean one employer."""

from functools import lru_cache

from cleanco import basename


def same_employer(one: str | None, other: str | None) -> bool:
    """Whether two spellings name one employer, apart from case, signs and legal form."""
    return one is not None and other is not None and plain_employer(one) == plain_employer(other)


@lru_cache(maxsize=4096)
def plain_employer(name: str) -> str:
    """A name by which spellings of one employer are equal."""
    return "".join(sign for sign in basename(name).casefold() if sign.isalnum()) or name
