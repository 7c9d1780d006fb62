from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from services.rules.drafts import LANGUAGES, Draft, draft, mistakes, names, ours, tone
from services.rules.play import Play
from services.rules.plays import PLAYS
from shared.errors import NotFoundError

EACH = [
    pytest.param(play, language, id=f"{name}-{language}")
    for (name, play), language in product(PLAYS.items(), LANGUAGES)
]
FRAME = ("given_name", "name", "me")
CARE = PLAYS["check_in_on_settling_in"]


def known(words: Draft, play: Play[Any]) -> Iterator[dict[str, str | None]]:
    """All that may be known and not known of what a draft speaks of."""
    used = [name for name in names(play) if name in words.subject + words.body or name in FRAME]
    for values in product((None, "something"), repeat=len(used)):
        yield dict(zip(used, values, strict=True))


@pytest.mark.parametrize(("play", "language"), EACH)
def test_every_play_has_its_words(play: Play[Any], language: str) -> None:
    """In each language, without a mistake."""
    assert list(mistakes(play, language, ours(play.name, language))) == []


@pytest.mark.parametrize(("play", "language"), EACH)
def test_no_draft_has_a_hole_or_a_wrong_tone(play: Play[Any], language: str) -> None:
    """Whatever is known of the person, and whatever is not."""
    words = ours(play.name, language)
    for values in known(words, play):
        for text in draft(words, play, language, values):
            assert list(tone.found(text, language, play.side)) == [], text
            assert text.strip() == text


def test_two_drafts_of_a_language_have_the_same_frame() -> None:
    """A greeting by name where it is known, and a closing with the recruiter's."""
    said = draft(ours(CARE.name, "en"), CARE, "en", {"given_name": "Ann", "me": "Ruth Roe", "agency": "Roe"})
    assert said.body.startswith("Dear Ann,\n\n")
    assert said.body.endswith("Kind regards,\nRuth Roe\n\nRoe")
    assert draft(ours(CARE.name, "en"), CARE, "en", {}).body.startswith("Hello,\n\n")


def test_a_language_without_drafts_is_said_so() -> None:
    """With those there are."""
    with pytest.raises(NotFoundError, match="there are: de, en"):
        ours(CARE.name, "fr")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("", "expected some words"),
        ("{{ surname }}", "there is no placeholder surname; there are: given_name"),
        ("{{ client }}", "a placeholder may be unknown"),
        ("{% if client %}", "expected a template, found in its line 1"),
        ("{% for x in client %}x{% endfor %}", "found for"),
        ("{{ 9 * 9 }}", "found mul"),
        ("{{ client.__class__ }}", "found getattr"),
        ("{{ client|replace('a', 'b') }}", "found replace"),
        ("x" * 5_001, "expected at most 5000 characters"),
        ("{% if client %}{{ days }}{% endif %}", "a placeholder may be unknown"),
        ("{% if days > 3 %}x{% endif %}y", "can be filled in whatever is known"),
        ("{% if client %}{{ client|upper(3) }}{% endif %}y", "can be filled in whatever is known"),
        ("{% if client %}" * 120 + "x" + "{% endif %}" * 120, "can be filled in whatever is known"),
        ("{% if " + "not " * 900 + "client %}x{% endif %}y", "can be filled in whatever is known"),
        ("{% if client == " + "9" * 4_400 + " %}x{% endif %}y", "can be filled in whatever is known"),
        ("This is the best.", "“best” promises too much"),
        ("Act now.", "puts pressure on them"),
        ("I am reaching out.", "set phrase"),
        ("We have an open position.", "sells something"),
        ("Great! Well done!", "exclamation"),
    ],
)
def test_words_that_are_no_draft_are_refused(body: str, what: str) -> None:
    """With what is wrong, in words."""
    found = list(mistakes(CARE, "en", Draft("A subject", body)))
    assert any(part == "body" and what in said for part, said in found), found


@pytest.mark.parametrize("text", ["We work on a robust design.", "Nonetheless, well.", "An asbestos survey."])
def test_a_word_inside_another_one_is_fine(text: str) -> None:
    """Words are compared whole."""
    assert list(tone.found(text, "en", "care")) == []
