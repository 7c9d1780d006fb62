"""People in the exports of vendors whose web hooks tell little of them: the same feed, told once."""

import json

import pytest
from vocabulary.hooks import SOURCE
from vocabulary.inbox import Ingest
from vocabulary.payloads import sample
from vocabulary.signing import SECRET, in_body

from services.ingest import trial
from services.ingest.feeds import FEEDS
from services.ingest.feeds._candidacy import placement_id
from services.ingest.files.columns import Columns
from services.ingest.files.looking import look
from services.ingest.reading import files_of
from services.ingest.trial import Trial
from shared.facts.people import PersonProfiled
from shared.facts.placements import ApplicationMoved, PlacementStarted
from shared.facts.spans import Span

LEVER = sample("lever/opportunities/data_api.json")
WORKABLE = sample("workable/candidates/candidates.ndjson")
CONTACT = "c0d1e2f3-a4b5-4c6d-8e7f-90a1b2c3d4e5"
NOOR = PersonProfiled(
    feed="lever",
    name="Noor Haddad",
    emails=("noor.haddad@example.com",),
    phones=("+44 20 7946 0018",),
    profile_url="https://www.linkedin.com/in/noor-haddad",
    place="Leeds",
)
ILSE = PersonProfiled(feed="lever", recruiter="ann@agency.example", name="Ilse de Wit")


def tried(feed: str, content: bytes) -> Trial:
    files = files_of(FEEDS[feed])
    assert files is not None
    columns = Columns(files)
    looked = look(columns, [content])
    return trial.run(columns, looked, lambda: [content], SOURCE)


def moved(application: str, stage: str) -> ApplicationMoved:
    return ApplicationMoved(feed="lever", application=application, stage=stage)


def test_levers_opportunities_tell_who_a_contact_is() -> None:
    """Expanded or not; employers of the headline are nobody's, a stage is told by its id."""
    noor, ilse, anonymised = (row.facts for row in tried("lever", LEVER).shown)
    stage = "00922a60-7c15-422b-b086-f62000824fd7"
    assert noor == [NOOR, moved("5b1f7c42-8d3e-4a9b-9c60-1e2d3f4a5b6c", stage)]
    assert ilse == [ILSE, moved("7a2c9d10-3b4e-4f5a-8c6d-0e1f2a3b4c5d", "lead-new")]
    assert anonymised == []


def test_a_hire_by_web_hook_has_a_name_once_the_opportunities_came(ingest: Ingest) -> None:
    """Whichever came first; who applied elsewhere by that address is the same person."""
    hook = in_body(sample("lever/candidateHired.json"), SECRET)[0]
    ingest.take(hook, feed="lever")
    assert ingest.counts(ingest.read("lever", LEVER, "opportunities.json"))[:2] == (3, 2)
    hired = next(event for event in ingest.events() if isinstance(event.body, PlacementStarted))
    assert NOOR in [event.body for event in ingest.events() if event.subject == hired.subject]
    assert ingest.counts(ingest.read("lever", LEVER + b"\n", "again.json"))[1] == 0


def test_who_is_anonymised_in_lever_is_forgotten(ingest: Ingest) -> None:
    """With all that was told of them."""
    ingest.read("lever", LEVER, "opportunities.json")
    gone = [each | {"isAnonymized": True, "name": "", "emails": []} for each in json.loads(LEVER)[:1]]
    ingest.read("lever", json.dumps(gone).encode(), "later.json")
    assert ingest.types()[-1] == "person.erased"
    assert not [event for event in ingest.events() if event.body == NOOR]


def test_workables_list_of_candidates() -> None:
    """A day of being hired places them; who is disqualified is not."""
    samira, tariq = (row.facts for row in tried("workable", WORKABLE).shown)
    placement = placement_id("demo", "workable", "3fd9b52a")
    title = "Supply Chain Lead"
    assert samira[1:] == [
        ApplicationMoved(feed="workable", application="3fd9b52a", job=title, stage="Hired"),
        PlacementStarted(feed="workable", placement=placement, starts=Span(), title=title),
    ]
    assert [type(one) for one in tariq] == [PersonProfiled, ApplicationMoved]


def test_a_list_takes_back_nothing_that_a_web_hook_told(ingest: Ingest) -> None:
    """It speaks of no experience and no profiles; the hire is the same, and told once."""
    ingest.take(sample("workable/candidate_moved__hired.json"), feed="workable")
    before = ingest.types()
    ingest.read("workable", WORKABLE.splitlines()[0], "candidates.json", "2026-03-01")
    assert ingest.types() == before


@pytest.mark.parametrize(
    ("feed", "item", "field"),
    [
        ("lever", {"contact": "x"}, "contact"),
        ("lever", {"contact": {"id": "x"}}, "contact.id"),
        ("lever", {"createdAt": "soon"}, "createdAt"),
        ("lever", {"emails": [7]}, "emails[0]"),
        ("workable", {"id": "a b"}, "id"),
        ("workable", {"updated_at": "soon"}, "updated_at"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_field(
    feed: str, item: dict[str, object], field: str
) -> None:
    """And says nothing."""
    known = json.loads(LEVER)[0] if feed == "lever" else json.loads(WORKABLE.splitlines()[0])
    (refused,) = tried(feed, json.dumps([known | item]).encode()).refusals
    assert refused.field == field


def test_ashbys_candidates_say_where_they_work(ingest: Ingest) -> None:
    """A web hook, which does not speak of it, takes nothing back; nor the file who looks after them."""
    hire = sample("ashby/candidateHire.json")
    ingest.take(hire, feed="ashby")
    (hooked,) = ingest.bodies("person.profiled")
    assert isinstance(hooked, PersonProfiled)
    ingest.read("ashby", sample("ashby/candidates/list.json"), "candidates.json")
    later = json.loads(hire) | {"webhookActionId": "later"}
    ingest.take(json.dumps(later).encode(), feed="ashby")
    _, listed = ingest.bodies("person.profiled")
    assert isinstance(listed, PersonProfiled)
    assert (listed.employer, listed.title) == ("Old Pier Ltd.", "Data Engineer")
    assert (listed.recruiter, listed.emails, listed.name) == (hooked.recruiter, hooked.emails, hooked.name)
    assert ingest.types().count("person.registered") == 1
