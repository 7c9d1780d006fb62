"""Words that turn a title: no longer held, at an employer, beside somebody else's rank, on one's own."""

from msgspec import Struct

from shared.titles.dictionary import MODIFIERS
from shared.titles.phrases import Words
from shared.titles.words import PAUSE


class Held(Struct, frozen=True):
    """A role that is held, without the employer's name."""

    words: Words
    own: Words
    """Those before another's rank: of "recruiter for directors" the first two."""
    alone: bool
    perhaps_alone: bool


def held(words: Words) -> Held | None:
    """The role that these words name; None where it is over, yet to come or only wished for."""
    words = words[: _start(words, "employer-follows")]
    words = words[: _over(words)]
    kinds = {found.value for found in MODIFIERS.all(words)}
    own = words[: _start(words, "others-follow") + 1]
    return Held(words, own, "alone" in kinds, "perhaps-alone" in kinds) if words else None


def _start(words: Words, kind: str) -> int:
    return next((found.start for found in MODIFIERS.all(words) if found.value == kind), len(words))


def _over(words: Words) -> int:
    """Where what is held ends: all of it counts unless some is over, nothing if that is the role itself."""
    start = _start(words, "not-held")
    is_aside = 0 < start < len(words) - 1 and words[start - 1] == PAUSE and PAUSE not in words[start:]
    return start - 1 if is_aside else start if start == len(words) else 0
