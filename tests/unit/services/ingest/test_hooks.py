"""Web hooks of several vendors on a database: what waits, what is told once, and who somebody is."""

from vocabulary.inbox import Ingest
from vocabulary.payloads import connection, hire, sample, table

from shared.facts.placements import PlacementStarted


def ashby(name: str) -> bytes:
    return sample(f"ashby/{name}.json")


def lever(name: str) -> bytes:
    return sample(f"lever/{name}.json")


def states(ingest: Ingest, feed: str, *hooks: bytes) -> list[str]:
    return [str(outcome.state) for outcome in ingest.take(*hooks, feed=feed)]


def test_an_offer_is_read_once_its_application_is_known(ingest: Ingest) -> None:
    """It names no person, and waits; nobody has to ask for it."""
    assert states(ingest, "ashby", ashby("offerUpdate__accepted")) == ["waiting"]
    assert "application 0c3f4d8a" in ingest.parked()[0].parked.reason
    assert states(ingest, "ashby", ashby("candidateStageChange")) == ["new"]
    ingest.work()
    assert ingest.types()[-1] == "offer.made"
    ingest.take(ashby("candidateHire"), feed="ashby")
    (started,) = ingest.bodies("placement.started")
    assert isinstance(started, PlacementStarted)
    assert str(started.starts) == "2026-03-16"


def test_a_hire_of_three_web_hooks_in_one_group_is_told_once(ingest: Ingest) -> None:
    """They arrive within milliseconds."""
    names = ("applicationUpdate__of_the_hire", "candidateHire", "candidateStageChange__of_the_hire")
    assert states(ingest, "ashby", *map(ashby, names)) == ["new", "new", "known"]
    assert ingest.types().count("application.moved") == 1
    starts = [
        body.starts for body in ingest.bodies("placement.started") if isinstance(body, PlacementStarted)
    ]
    assert [str(start) for start in starts] == ["at an unknown date", "2026-03-16"]


def test_a_candidate_of_another_ats_is_the_same_person(ingest: Ingest) -> None:
    """By the e-mail address or the profile."""
    ingest.take(ashby("candidateHire"), feed="ashby")
    hers = {
        "first_name": "Maren",
        "last_name": "Oduya",
        "email_addresses": [{"value": "Maren.Oduya@example.com"}],
    }
    ingest.take(hire(candidate_says=hers))
    ingest.take(sample("workable/candidate_created.json"), feed="workable")
    samira = {
        "First Name": "Samira",
        "Last Name": "Lindqvist",
        "URL": "https://www.linkedin.com/in/samira-lindqvist",
    }
    ingest.read("linkedin", table([connection(**samira)]))
    assert len({event.subject for event in ingest.events("person.registered")}) == 2


def test_a_merge_and_a_deletion_in_ashby(ingest: Ingest) -> None:
    """The one goes on as the other; a deletion of either afterwards forgets who is left."""
    ingest.take(ashby("candidateHire"), ashby("candidateMerge"), feed="ashby")
    assert ingest.types()[-1] == "person.absorbed"
    ingest.take(ashby("candidateDelete"), feed="ashby")
    assert "person.erased" not in ingest.types()
    other = {"candidate": {"id": "a0b1c2d3-e4f5-4061-8273-849506172839"}}
    ingest.take({"action": "candidateDelete", "data": other}, feed="ashby")
    assert ingest.types()[-1] == "person.erased"


def test_what_leads_to_a_lever_hire_waits_for_it(ingest: Ingest) -> None:
    """And is told as what was before; nobody else is registered."""
    before = [
        lever("applicationCreated"),
        lever("candidateStageChange"),
        lever("candidateArchiveChange__hired"),
    ]
    assert states(ingest, "lever", *before) == ["waiting"] * 3
    assert ingest.types() == []
    assert states(ingest, "lever", lever("candidateHired")) == ["new"]
    ingest.work()
    assert ingest.types() == ["person.registered", "placement.started", *["application.moved"] * 2]
    assert ingest.parked() == []


def test_a_recruiter_finds_by_the_contact_whom_lever_hired(ingest: Ingest) -> None:
    """Lever tells no name; so a person says who it is."""
    ingest.take(lever("candidateHired"), feed="lever")
    theirs = {"id": "c0d1e2f3-a4b5-4c6d-8e7f-90a1b2c3d4e5"}
    found = ingest.http.get("/v1/feeds/lever/person", params=theirs).json()["person"]
    assert found == ingest.events("placement.started")[0].subject
    ingest.take(hire())
    jane = ingest.events("placement.started")[1].subject
    answer = ingest.http.post(f"/v1/people/{found}/merge", json={"into": jane})
    assert answer.json()["new"]


def test_what_waits_for_somebody_who_is_deleted_is_not_kept(ingest: Ingest) -> None:
    """Though nobody knew them yet."""
    ingest.take(lever("candidateStageChange"), feed="lever")
    ingest.take(lever("candidateDeleted"), feed="lever")
    ingest.work()
    kept = "SELECT count(*) FROM ingest.rows WHERE raw IS NOT NULL"
    assert ingest.scalar(kept) == 0
    assert ingest.types() == []
