"""Drafts: a subject and a body for a task, in the recruiter's voice; the recruiter edits and sends them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from jinja2 import TemplateError, TemplateSyntaxError

from services.rules.drafts import tone
from services.rules.drafts.templates import HoleError, checked, rendered, used
from services.rules.play import Play
from shared.errors import NotFoundError

FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(path.name for path in FOLDER.iterdir() if (path / "_frame.j2").exists()))
"""Those in which every play has a draft: `de`, `en`."""
ALWAYS = ("given_name", "name", "me", "agency")
"""What every draft may use, beside what its play brings along; each may be unknown."""
SUBJECT = "Subject: "
UNFILLABLE = (TypeError, ValueError, SyntaxError, RecursionError)
"""What Jinja2 lets through: a name compared with a number, a number or conditions without end."""


class Words(Protocol):
    """A subject and a body with placeholders."""

    @property
    def subject(self) -> str:
        """One line."""
        ...

    @property
    def body(self) -> str:
        """Some short paragraphs; greeting and closing are put around them."""
        ...


class Draft(NamedTuple):
    """What a recruiter begins with; also our own words, with their placeholders."""

    subject: str
    body: str


def names(play: Play[Any]) -> tuple[str, ...]:
    """The placeholders that a draft of this play may use."""
    return (*ALWAYS, *play.brings)


@lru_cache
def ours(play: str, language: str) -> Draft:
    """Our own words for a play. `NotFoundError` for a language in which we have none."""
    path = FOLDER / language / f"{play}.j2"
    if language not in LANGUAGES:
        raise NotFoundError(f"there are no drafts in {language!r}; there are: {', '.join(LANGUAGES)}")
    if not path.exists():
        raise NotFoundError(f"there is no draft of the play {play} in {language!r}: {path} is to be written")
    subject, _, body = path.read_text().partition("\n")
    return Draft(subject.removeprefix(SUBJECT).strip(), body.strip())


def draft(words: Words, play: Play[Any], language: str, known: Mapping[str, str | None]) -> Draft:
    """The draft in these words, with what is known put in; what is not known has no trace in it."""
    values = {name: known.get(name) for name in names(play)}
    subject, body = (rendered(text, values) for text in (words.subject, words.body))
    return Draft(subject, rendered((FOLDER / language / "_frame.j2").read_text(), values | {"body": body}))


def mistakes(play: Play[Any], language: str, words: Words) -> Iterator[tuple[str, str]]:
    """What keeps words from being a draft: the part, and what is wrong with it.

    They are tried with each placeholder known and not known, so that no draft fails when it is asked for.
    """
    for part in ("subject", "body"):
        for what in _mistakes(getattr(words, part), play, language):
            yield part, what


def _mistakes(text: str, play: Play[Any], language: str) -> Iterator[str]:
    if not text.strip():
        yield "expected some words, found none"
        return
    try:
        wrong = list(checked(text, names(play))) or list(_tried(text, play, language))
    except TemplateSyntaxError as error:
        wrong = [f"expected a template, found in its line {error.lineno}: {error.message}"]
    except (TemplateError, HoleError) as error:
        wrong = [str(error)]
    except UNFILLABLE as error:
        wrong = [f"expected words that can be filled in whatever is known; found: {error}"]
    yield from wrong


def _tried(text: str, play: Play[Any], language: str) -> Iterator[str]:
    """What is wrong with the tone, whatever is known and whatever is not, each once."""
    found = sorted(used(text))
    known = (
        dict(zip(found, values, strict=True)) for values in product((None, "something"), repeat=len(found))
    )
    tried = dict.fromkeys(rendered(text, values) for values in known)
    yield from dict.fromkeys(what for said in tried for what in tone.found(said, language, play.side))
