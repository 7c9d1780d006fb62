"""Each play names what it looks at, as its code has it: a part left out would leave its tasks standing."""

from collections.abc import Iterator
from functools import cached_property
from types import CodeType, FunctionType, ModuleType

import pytest

from services.rules.person import Parts, Person
from services.rules.person.derived import parts_of
from services.rules.play import LOOKED_UP
from services.rules.plays import PLAYS
from services.rules.proposal import looked_after_by

HEEDED = {"name", "recruiter", "seen", "today"}
"""What every play may look at without naming it."""
ALIKE = {"thank_for_a_referral": {"placements"}}
"""What only seems to be looked at: a referral is `placed` too."""


def words(code: CodeType) -> Iterator[str]:
    """The names that a piece of code uses: of variables, functions and attributes."""
    yield from code.co_names
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from words(const)


def looks(function: FunctionType, seen: set[object]) -> set[str]:
    """The parts of a person that a function and all it calls look at."""
    if function in seen or function is looked_after_by:
        return set()
    seen.add(function)
    used, known = set(words(function.__code__)), function.__globals__
    modules = [known[name] for name in used if isinstance(known.get(name), ModuleType)]
    called = [known.get(name) for name in used] + [getattr(at, name, None) for at in modules for name in used]
    ours = [one for one in called if isinstance(one, FunctionType) and one.__module__.startswith("services")]
    return {part for name in used for part in part_of(name)}.union(*(looks(one, seen) for one in ours))


def part_of(name: str) -> set[str]:
    """The parts behind an attribute of a person."""
    if name in LOOKED_UP or name in Parts.__struct_fields__:
        return {name}
    attribute = vars(Person).get(name)
    if isinstance(attribute, cached_property):
        return set(parts_of(name))
    if isinstance(attribute, property) and isinstance(attribute.fget, FunctionType):
        used = {*words(attribute.fget.__code__)} - {name}
        return {part for word in used for part in part_of(word)}
    return set()


@pytest.mark.parametrize("name", PLAYS)
def test_a_play_names_what_it_looks_at(name: str) -> None:
    """No part more, no part less."""
    play = PLAYS[name]
    assert isinstance(play.propose, FunctionType)
    found = looks(play.propose, set()) - HEEDED - ALIKE.get(name, set())
    assert found - ({*LOOKED_UP} if "touches" in play.reads else set()) == {*play.reads, *play.shows}
    assert not {*play.reads} & {*play.shows}
