"""Of whom and what each feed tells, and what of it is refused."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

from vocabulary.installation import JANE, JOHN, NOW, TASK, Installation

from shared.envelope import Event
from shared.facts import Fact
from shared.facts.market import JobOpened, ResourcePublished
from shared.facts.people import PersonAbsorbed, PersonErased, PersonProfiled
from shared.facts.quarantine import RecordParked, RecordReleased

PROFILE = PersonProfiled(feed="greenhouse", name="Jane Doe")
JOB = JobOpened(feed="jobs", reference="7", title="Nurse", posted_on=date(2026, 3, 1))
ARTICLE = ResourcePublished(
    feed="articles", reference="7", kind="article", title="Rust", published_on=date(2026, 3, 1)
)


def told(here: Installation, body: Fact, feed: str, about: str = JANE, hours: int = 0) -> Event:
    at = NOW + timedelta(hours=hours)
    event = here.event(body, about, source=f"ingest/{feed}", recorded_at=at)
    here.take([here.record(event)])
    return event


def feeds(here: Installation) -> dict[str, dict[str, Any]]:
    return {one["feed"]: one for one in here.client().get("/v1/feeds").json()["feeds"]}


def test_each_feed_is_told_with_whom_it_tells_of_and_when_last(here: Installation) -> None:
    """A person whom it tells of twice counts once, and for two feeds twice; what is late changes nothing."""
    told(here, PROFILE, "greenhouse", hours=5)
    told(here, PROFILE, "greenhouse", hours=1)
    told(here, PROFILE, "greenhouse", JOHN)
    told(here, PROFILE, "linkedin", hours=2)
    told(here, JOB, "jobs", str(UUID(int=70)))
    told(here, ARTICLE, "articles", str(UUID(int=71)))
    found = feeds(here)
    assert {name: (one["people"], one["jobs"], one["resources"]) for name, one in found.items()} == {
        "greenhouse": (2, 0, 0),
        "linkedin": (1, 0, 0),
        "jobs": (0, 1, 0),
        "articles": (0, 0, 1),
    }
    assert found["greenhouse"]["last_seen"].startswith("2026-03-10T17:00")


def test_a_survivor_brings_the_feed_along(here: Installation) -> None:
    """Who was absorbed or erased is nobody's any more."""
    event = told(here, PROFILE, "greenhouse")
    copy = here.event(event.body, JOHN, id=event.id, source=event.source, forwarded_by="m")
    here.take([here.record(copy), here.record(here.event(PersonAbsorbed(into=JOHN, merge="m")))])
    assert feeds(here)["greenhouse"]["people"] == 1
    here.project(PersonErased(reason="asked"), person=JOHN)
    assert feeds(here) == {}


def test_what_is_refused_is_counted_until_it_is_released(here: Installation) -> None:
    """By the feed it came from, in any order; what another service refused is no feed's."""
    parked = RecordParked(record=TASK, service="ingest", reason="no date", origin="greenhouse web hook")
    again = parked
    released = RecordReleased(record=TASK, service="ingest", how="retried")
    events = [
        here.event(body, recorded_at=NOW + timedelta(hours=hour))
        for hour, body in enumerate((parked, again, released))
    ]
    for order in permutations(here.record(event) for event in events):
        here.take([order[0]])
        here.take(list(order[1:]))
        assert feeds(here).get("greenhouse", {"refused": 0})["refused"] == 0
    other = str(UUID(int=7))
    here.project(RecordParked(record=other, service="rules", reason="no date", origin="afterhire.people/3@7"))
    assert feeds(here) == {}
    here.project(RecordParked(record=other, service="ingest", reason="no date", origin="lever row 7"))
    lever = feeds(here)["lever"]
    assert (lever["refused"], lever["people"], lever["last_seen"]) == (1, 0, None)
