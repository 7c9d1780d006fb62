"""How much speaks for two people being one."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.ingest.identity.likeness import blocks, scoring
from services.ingest.identity.likeness.evidence import Called, Evidence, Role

JANUARY, LATER = date(2026, 1, 5), date(2024, 6, 3)


def known(
    name: str = "", *, at: str = "", title: str = "", since: date | None = None, **more: object
) -> Evidence:
    roles = (Role(at or None, title or None, since),) if at or title else ()
    names = (Called(name, None),) if name else ()
    return Evidence(names=names, roles=roles, **more)  # type: ignore[arg-type] # the test says what


ENOUGH = {
    "the same name at the same employer": (known("Jane Doe", at="Acme Ltd"), known("Jane Doe", at="ACME")),
    "a nickname": (known("Bob Smith", at="Acme"), known("Robert Smith", at="Acme")),
    "an initial": (known("R. Smith", at="Acme"), known("Robert Smith", at="Acme")),
    "a phone": (known("Jane Doe", phones=("+442079460958",)), known("J Doe", phones=("+442079460958",))),
    "a day of birth": (known("Jane Smith", born=LATER), known("Jane Smyth", born=LATER, places=("Leeds",))),
    "names swapped": (known("Doe Jane", born=LATER), known("Jane Doe", born=LATER)),
    "title and place": (
        known("Jane Doe", title="Chef", places=("Leeds",)),
        known("Jane Doe", title="Chef", places=("Leeds",)),
    ),
    "who married": (
        known("Jane Doe", at="Acme", title="Chef", since=JANUARY),
        known("Jane Smith", at="Acme", title="Chef", since=JANUARY),
    ),
}
NOT_ENOUGH = {
    "a name alone": (known("Jane Doe"), known("Jane Doe")),
    "a rare name alone": (known("Zaphod Beeblebrox"), known("Zaphod Beeblebrox")),
    "a name and a place": (known("Jane Doe", places=("Leeds",)), known("Jane Doe", places=("Leeds",))),
    "an employer alone": (known(at="Acme", title="Chef"), known(at="Acme", title="Chef")),
    "two people of one team": (
        known("Jane Doe", at="Acme", title="Chef", since=LATER),
        known("Mark Smith", at="Acme", title="Chef", since=LATER),
    ),
    "father and son": (
        known("John Doe", born=JANUARY, places=("Leeds",)),
        known("John Doe", born=LATER, places=("Leeds",)),
    ),
    "a family at one phone": (
        known("Jane Doe", phones=("+442079460958",)),
        known("Mark Doe", phones=("+442079460958",)),
    ),
    "nothing": (known(), known()),
}


@pytest.mark.parametrize("case", ENOUGH)
def test_a_pair_is_looked_at(case: str) -> None:
    """And is found by what both are looked up under."""
    one, other = ENOUGH[case]
    assert scoring.compare(one, other).enough
    assert blocks.of(one) & blocks.of(other)


@pytest.mark.parametrize("case", NOT_ENOUGH)
def test_a_pair_is_left_alone(case: str) -> None:
    """Least of all does a name alone ask anybody."""
    assert not scoring.compare(*NOT_ENOUGH[case]).enough


def test_each_comparison_says_what_it_weighs() -> None:
    """So that a recruiter sees why they are asked."""
    one = known("Bob Smith", at="Acme", title="Head Chef", since=JANUARY, places=("Leeds",))
    other = known("Robert Smith", at="Acme Ltd", title="Chef", since=LATER, places=("Leeds",))
    found = scoring.compare(one, other)
    assert [(part.part, part.says) for part in found.parts] == [
        ("given name", "a form of the same name"),
        ("family name", "the same"),
        ("place", "the same"),
        ("employer", "the same"),
        ("title", "nearly the same"),
    ]
    assert found.bits == pytest.approx(sum(part.bits for part in found.parts))


def test_the_best_of_several_names_and_roles_counts() -> None:
    """Somebody who married and moved is known by what was."""
    now = Evidence(
        names=(Called("Jane Doe", None), Called("Jane Smith", None)),
        roles=(Role("Acme", "Chef"), Role("Globex", "Chef")),
    )
    assert scoring.compare(now, known("Jane Doe", at="Acme")).enough
    assert scoring.compare(now, known("Jane Smith", at="Globex")).enough


TEXTS = st.text(max_size=12)
NAMES = TEXTS | st.lists(st.sampled_from(["a", "jane", "jan", "doe", "ann", "r"]), max_size=3).map(" ".join)
"""Also names that are alike, which letters thrown together hardly are."""
ROLES = st.builds(Role, TEXTS | st.none(), TEXTS | st.none(), st.dates() | st.none())
EVIDENCE = st.builds(
    Evidence,
    names=st.lists(st.builds(Called, NAMES | st.none(), NAMES | st.none()), max_size=2).map(tuple),
    places=st.lists(TEXTS, max_size=2).map(tuple),
    roles=st.lists(ROLES, max_size=2).map(tuple),
    born=st.dates() | st.none(),
)


@example(one=known("a"), other=known("a a"))
@example(one=known("a"), other=known("jane ann"))
@example(one=known("a ann"), other=known("jane a"))
@given(one=EVIDENCE, other=EVIDENCE)
def test_it_does_not_matter_who_comes_first(one: Evidence, other: Evidence) -> None:
    """A pair weighs the same in both directions, whatever feeds wrote."""
    assert scoring.compare(one, other).bits == pytest.approx(scoring.compare(other, one).bits)
    assert blocks.of(one) == blocks.of(one)
