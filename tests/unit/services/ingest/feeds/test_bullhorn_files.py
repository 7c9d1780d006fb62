"""CSV files of Bullhorn's data loader: padded, with a byte-order mark, two-digit years and headings twice."""

import io
from datetime import UTC, date, datetime

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import sample

from services.ingest import trial
from services.ingest.dates import short_us_day
from services.ingest.feeds.bullhorn import FEED
from services.ingest.files.columns import Columns
from services.ingest.files.looking import look
from services.ingest.reading import Source
from services.ingest.trial import Trial
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.facts.market import JobOpened
from shared.facts.people import ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementEnded, PlacementStarted

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def tried(content: bytes) -> Trial:
    assert FEED.files is not None
    columns = Columns(FEED.files)
    looked = look(columns, [content])
    return trial.run(columns, looked, lambda: [content], Source("demo", looked.digest, NOW, NOW.date()))


def facts(name: str) -> list[list[Fact]]:
    return [row.facts for row in tried(sample(f"bullhorn/{name}.csv")).shown]


def test_candidates() -> None:
    """By Bullhorn's number or by that of the system they came from."""
    ingrid, luis = facts("Candidate")
    assert ingrid == [
        PersonProfiled(
            feed="bullhorn",
            recruiter="Ann Keogh",
            name="Ingrid Aalto",
            given_name="Ingrid",
            emails=("ingrid.aalto@example.com",),
            phones=("617-555-0142",),
            employer="Harbor Analytics",
            title="Data Engineer",
            place="Boston, MA",
            born_on=date(1988, 7, 4),
        )
    ]
    assert ConsentWithdrawn(feed="bullhorn") in luis


def test_placements() -> None:
    """One that was completed and has no last day goes on."""
    (contract,), (permanent,) = facts("Placement")
    assert isinstance(contract, PlacementStarted)
    assert isinstance(permanent, PlacementStarted)
    assert (contract.starts.day, contract.ends) == (date(2026, 3, 2), date(2026, 8, 28))
    assert (contract.client, contract.title) == ("Merrimack Robotics, Inc.", "Senior Data Engineer")
    assert (permanent.starts.day, permanent.employment) == (date(2015, 8, 17), "permanent")


def test_jobs() -> None:
    """One that is closed already says nothing."""
    (opened,), nothing = facts("JobOrder")
    assert isinstance(opened, JobOpened)
    assert (opened.reference, opened.posted_on) == ("612", date(2026, 1, 12))
    assert opened.skills == ("Python", "Kafka", "SQL")
    assert nothing == []


def test_a_file_tells_what_events_told_and_no_more(ingest: Ingest) -> None:
    """One person, one placement, one job, whichever way they came; a change finds its placement."""
    hooks = [sample(f"bullhorn/{name}.json") for name in ("Placement", "Candidate", "JobOrder")]
    assert [str(one.state) for one in ingest.take(*hooks, feed="bullhorn")] == ["waiting", "new", "new"]
    ingest.work()
    told = ingest.types()
    assert ingest.counts(ingest.read("bullhorn", sample("bullhorn/JobOrder.csv"), "JobOrder.csv"))[0] == 2
    assert ingest.counts(ingest.read("bullhorn", sample("bullhorn/Candidate.csv"))) == (2, 2, 0, 0)
    assert ingest.counts(ingest.read("bullhorn", sample("bullhorn/Placement.csv"))) == (2, 2, 0, 0)
    changes = ingest.read("bullhorn", sample("bullhorn/PlacementChangeRequest.csv"))
    assert ingest.counts(changes) == (2, 1, 1, 0)
    people = [event.subject for event in ingest.events("person.registered")]
    assert len(people) == len(set(people)) == 2
    ingrid = [event for event in ingest.events() if event.subject == people[0]]
    placements = {getattr(event.body, "placement", None) for event in ingrid} - {None}
    assert len(placements) == 1
    assert [one for one in ingest.types() if one == "job.opened"] == ["job.opened"] * 2
    assert told.count("placement.started") == 1
    assert ingest.types()[-1] == "placement.rescheduled"


def test_a_deleted_candidate_nobody_knows_is_not_made_known(ingest: Ingest) -> None:
    """Nothing of them is kept; nor does a deleted placement wait for ever."""
    gone = [sample(f"bullhorn/{name}.json") for name in ("Candidate__deleted", "Placement__gone")]
    assert [str(one.state) for one in ingest.take(*gone, feed="bullhorn")] == ["ignored", "ignored"]
    assert ingest.scalar("SELECT count(*) FROM ingest.rows WHERE raw IS NOT NULL") == 0
    assert ingest.types() == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("8/17/2016 0:00", date(2016, 8, 17)),
        ("08/17/16", date(2016, 8, 17)),
        ("1/1/46 12:30:00 PM", date(2046, 1, 1)),
        ("1/1/47", date(1947, 1, 1)),
        ("1/1/00 0:00", date(2000, 1, 1)),
        ("2016-08-17T00:00:00.000Z", date(2016, 8, 17)),
        ("2016-08-17 00:00", date(2016, 8, 17)),
    ],
)
def test_a_day_is_read_however_the_loader_writes_it(text: str, day: date) -> None:
    """A year of two digits is the one of these hundred years."""
    if day.year < 1950:
        with pytest.raises(UnreadableError):
            short_us_day(text, "dateBegin", NOW.date())
    else:
        assert short_us_day(text, "dateBegin", NOW.date()) == day


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("7,,3/2/26,", "candidate_id"),
        ("x,5,3/2/26,", "id"),
        ("7,5,2/30/26,", "date_begin"),
        ("7,5,3/2/26,3/1/26", "date_end"),
        ("7,5.5,3/2/26,", "candidate_id"),
        (",5,3/2/26,", "id"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_column(row: str, field: str) -> None:
    """And says nothing."""
    found = tried(f"id,candidate.id,dateBegin,dateEnd\n{row}\n".encode())
    assert [one.field for one in found.refusals] == [field]


def test_a_file_of_something_else_is_refused_whole() -> None:
    """With the columns of the kind it is most like."""
    assert FEED.files is not None
    looked = look(Columns(FEED.files), [io.BytesIO(b"dateBegin,comments\n1/1/26,x\n").read()])
    assert isinstance(looked.headings, UnreadableError)
    assert "missing: candidate.id" in looked.headings.reason


def test_an_ending_in_a_file() -> None:
    """As by an event."""
    found = tried(
        b"id,candidate.id,dateBegin,dateEnd,status\n7,5,3/2/25,5/1/25,Terminated\n",
    )
    ended = found.shown[0].facts[-1]
    assert isinstance(ended, PlacementEnded)
    assert (ended.ended_on, ended.early) == (date(2025, 5, 1), True)
