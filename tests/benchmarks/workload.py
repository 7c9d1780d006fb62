"""Facts about many people, as a log holds them: sealed, numbered, the people in random turns."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from shared.codec import encode
from shared.database import engine, prepare, transaction
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.dates import AnniversaryDue
from shared.facts.outreach import OutreachClaimed
from shared.facts.people import PersonProfiled, PersonRegistered
from shared.facts.placements import ApplicationMoved, OfferMade, PlacementRescheduled, PlacementStarted
from shared.facts.roles import RoleChanged, RoleObserved
from shared.facts.spans import Span, exactly
from shared.log.kafka import KafkaLog
from shared.log.partitioner import partition_of
from shared.log.protocol import Outgoing
from shared.settings import Settings
from shared.topics import Topic
from shared.vault import Keys, Vault, metadata

AGENCY = "demo"
PEOPLE = 6_000
FACTS_EACH = 10
AT_ONCE = 5_000
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def history(person: str, number: int) -> list[Event]:
    """Ten facts of one person, from the first application to a new employer."""
    rng = random.Random(number)  # noqa: S311 - repeatable, not secret
    start = date(2025, 3, 1) + timedelta(days=rng.randrange(360))
    placement = computed_id("placement", person)
    said: list[Fact] = [
        PersonRegistered(feed="greenhouse"),
        PersonProfiled(feed="greenhouse", name=f"Person {number}", emails=(f"p{number}@example.com",)),
        ApplicationMoved(feed="greenhouse", application=str(number), job="Developer", stage="Offer"),
        OfferMade(feed="greenhouse", offer=str(number), version=1, placement=placement, status="created"),
        PlacementStarted(
            feed="greenhouse",
            placement=placement,
            starts=exactly(start),
            recruiter=f"recruiter{number % 20}@agency.example",
            client=f"Client {number % 300}",
            title="Developer",
        ),
        PlacementRescheduled(
            feed="greenhouse", placement=placement, starts=exactly(start + timedelta(days=7))
        ),
        RoleObserved(feed="linkedin", role=computed_id("role", person, 1), as_of=start, employer="Client"),
        AnniversaryDue(placement=placement, occurs_on=date(2026, 3, 5), years=1),
        OutreachClaimed(task=computed_id("t", person), version=1, by="ann", until=NOW + timedelta(hours=1)),
        RoleChanged(
            feed="linkedin",
            role=computed_id("role", person, 2),
            since=Span(earliest=date(2026, 1, 1), latest=date(2026, 2, 20)),
            move=True,
            employer=f"Rival {number % 70}",
            title="Lead Developer",
            old_employer="Client",
            old_title="Developer",
        ),
    ]
    return [_event(person, place, body) for place, body in enumerate(said)]


def turns(people: int) -> Iterator[Event]:
    """All people's facts, each person's in order, the people in random turns."""
    rng = random.Random(7)  # noqa: S311 - repeatable, not secret
    waiting = [history(computed_id("person", number), number)[::-1] for number in range(people)]
    while waiting:
        place = rng.randrange(len(waiting))
        yield waiting[place].pop()
        if not waiting[place]:
            waiting[place] = waiting[-1]
            waiting.pop()


def fill(settings: Settings, people: int = PEOPLE) -> int:
    """Put the facts on the people topic as a relay would; how many there are."""
    events = list(turns(people))
    records = _numbered(settings, events, _keys(settings, events))
    log = KafkaLog(settings.kafka, "bench")
    writer = log.writer()
    for first in range(0, len(records), AT_ONCE):
        answers = writer.append(records[first : first + AT_ONCE])
        if refused := next((answer.error for answer in answers if answer.error), None):
            raise refused
    writer.close()
    return len(records)


def _keys(settings: Settings, events: Sequence[Event]) -> Keys:
    made = engine(settings, application="bench")
    prepare(made, metadata)
    vault = Vault.of(made, settings)
    people = {(event.agency, event.subject) for event in events}
    with transaction(made) as connection:
        return vault.keys(connection, people, create=True)


def _numbered(settings: Settings, events: Sequence[Event], keys: Keys) -> list[Outgoing]:
    topic = Topic.PEOPLE.named(settings.topic_prefix)
    numbers: dict[int, int] = {}
    records = []
    for event in events:
        encoded = encode(event, keys)
        partition = partition_of(encoded.key, settings.partitions)
        numbers[partition] = number = numbers.get(partition, 0) + 1
        marks = (
            ("afterhire-writer", b"bench"),
            ("afterhire-epoch", b"1"),
            ("afterhire-number", str(number).encode()),
        )
        records.append(Outgoing(topic, partition, encoded.key, encoded.value, (*encoded.headers, *marks)))
    return records


def _event(person: str, place: int, body: Fact) -> Event:
    at = NOW + timedelta(seconds=place)
    return Event(
        id=computed_id("fact", person, place),
        agency=AGENCY,
        subject=person,
        source="bench",
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )
