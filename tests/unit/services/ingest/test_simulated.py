"""A simulated agency, read by the real ingest: what is understood is what is true."""

from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from vocabulary.inbox import Ingest
from vocabulary.simulated import Simulated, called, told

from services.ingest.feeds._greenhouse_applications import placement_id
from services.rules.person.fold import fold
from services.rules.person.placement import Placement
from services.simulation.world import world
from shared.employers import plain_employer
from shared.envelope import Event, computed_id
from shared.facts.roles import RoleChanged

Json = dict[str, Any]
UNTIL = date(2026, 3, 10)


@pytest.fixture
def agency(tmp_path: Path, ingest: Ingest) -> Simulated:
    """Some people and three years."""
    made = Simulated(world(20, 3, 36, UNTIL), tmp_path / "agency")
    made.send(ingest)
    return made


def test_what_is_understood_is_what_is_true(agency: Simulated, ingest: Ingest) -> None:
    """Nobody is merged wrongly; each placement and each change of role is understood as it was."""
    _check_hard(agency)
    people = called(ingest, agency.records)
    ours = {person: agency.records[record] for record, person in people.items()}
    assert all(ours[person] == agency.records[record] for record, person in people.items())
    facts = told(ingest)
    assert ingest.parked() == []
    assert _placements(facts) == {_id(ingest, each): _expected(each) for each in agency.true("placements")}
    assert _changes(facts) == sorted(_change(people, each) for each in agency.true("changes"))


def _check_hard(agency: Simulated) -> None:
    """What goes wrong in an ATS went wrong in this one."""
    actions = {file.stem.rsplit("-", 1)[-1] for file in agency.folder.glob("greenhouse/*/*.json")}
    assert actions >= {"unhire_candidate", "offer_updated", "merge_candidate", "update_candidate"}
    assert {each["move"] for each in agency.true("changes")} == {True, False}
    assert {each["early"] for each in agency.true("placements")} == {True, False, None}


def _placements(facts: dict[str, list[Event]]) -> dict[str, Json]:
    """All that are known, of people who are nobody else, in the words of the truth."""
    people = [fold(events, ZoneInfo("UTC")) for events in facts.values()]
    return {
        id_: _understood(placement)
        for person in people
        if person.absorbed is None
        for id_, placement in person.placements.items()
    }


def _understood(placement: Placement) -> Json:
    """Of one that was cancelled nothing else stands."""
    ended = placement.ended
    if placement.cancelled:
        return {"cancelled": True}
    return {
        "starts": str(placement.starts),
        "ends": placement.ends and str(placement.ends),
        "ended": ended and str(ended.ends),
        "early": ended and ended.early,
        "client": plain_employer(placement.client or ""),
        "title": placement.title,
        "employment": placement.employment,
        "recruiter": placement.recruiter,
    }


def _expected(true: Json) -> Json:
    if true["cancelled"]:
        return {"cancelled": True}
    starts = true["starts"] if len(true["starts"]) > len("2024-03") else f"in {true['starts']}"
    kept = ("ends", "ended", "early", "title", "employment", "recruiter")
    said = {name: true[name] for name in kept}
    return said | {"starts": starts, "client": plain_employer(true["client"])}


def _id(ingest: Ingest, true: Json) -> str:
    agency = ingest.settings.agency
    if true["feed"] == "greenhouse":
        return placement_id(agency, int(true["id"]))
    return computed_id("placement", agency, true["feed"], true["id"])


def _changes(facts: dict[str, list[Event]]) -> list[tuple[object, ...]]:
    return sorted(
        (person, str(said.since.earliest), str(said.since.latest), said.move, said.title)
        for person, events in facts.items()
        for event in events
        if isinstance(said := event.body, RoleChanged)
    )


def _change(people: dict[tuple[str, str], str], true: Json) -> tuple[object, ...]:
    person = people["linkedin", true["id"]]
    return (person, true["earliest"], true["latest"], true["move"], true["title"])
