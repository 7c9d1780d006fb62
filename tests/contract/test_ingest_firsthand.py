"""What a person said, over HTTP: what is taken, and which problem each bad request is."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import deletion, hire

from shared.access.principal import Role
from shared.access.tokens import Wanted

NOTE = {"kind": "note", "words": "Likes tea."}


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


@pytest.fixture
def jane(ingest: Ingest) -> str:
    ingest.take(hire())
    return ingest.events()[-1].subject


def tell(ingest: Ingest, person: str, body: object, key: str = "") -> Any:  # noqa: ANN401 - a response
    headers = {"Idempotency-Key": key} if key else {}
    return ingest.http.post(f"/v1/people/{person}/facts", json=body, headers=headers)


def test_what_was_told_is_answered_with_a_version(ingest: Ingest, jane: str) -> None:
    """202, and what to wait for."""
    answer = tell(ingest, jane, [NOTE, {"kind": "looking", "looking": True}], key="k")
    assert answer.status_code == 202
    last = ingest.events()[-1]
    version = f"{jane}:{last.id}"
    assert answer.json() == {"person": jane, "new": 2, "known": 0, "version": version}
    assert answer.headers["Afterhire-Version"] == version
    assert tell(ingest, jane, [NOTE, {"kind": "looking", "looking": True}], key="k").json()["known"] == 2


def test_a_note_as_long_as_a_conversation_is_taken(ingest: Ingest, jane: str) -> None:
    """Whatever its script: sealed, it is a record that the log takes."""
    for letter in ("x", "\U0001f984", '"'):
        assert tell(ingest, jane, [NOTE | {"words": letter * 100_000}]).status_code == 202
    assert [len(str(getattr(body, "words", ""))) for body in ingest.bodies("note.taken")] == [100_000] * 3


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ([], "body"),
        ([NOTE] * 101, "body"),
        (NOTE, "body"),
        ([{"kind": "rumour", "words": "x"}], "kind"),
        ([{"words": "x"}], "kind"),
        ([{"kind": "note"}], "words"),
        ([{"kind": "note", "words": "  "}], "words"),
        ([{"kind": "note", "words": "\u202eevil"}], "words"),
        ([{"kind": "note", "words": "x" * 100_001}], "words"),
        ([NOTE, {"kind": "satisfaction", "score": 11}], "1.satisfaction.score"),
        ([NOTE | {"score": 9}], "score"),
        ([NOTE | {"on": "2026-02-30"}], "on"),
        ([NOTE | {"on": "1924-03-01"}], "on"),
        ([NOTE | {"feed": "Out There"}], "feed"),
        ([{"kind": "goal", "words": "lead", "goal": "the first"}], "goal"),
        ([{"kind": "contact", "channel": "pigeon"}], "channel"),
        ([{"kind": "opportunity", "job": "J-7"}], "fits"),
        ([{"kind": "resource", "resource": "R-1", "form": "event", "url": "ftp://x.example"}], "url"),
        ([{"kind": "match_withdrawn", "because": "x"}], "expected job and fits, or resource"),
    ],
)
def test_a_bad_statement_is_a_problem_that_names_it(
    ingest: Ingest, jane: str, body: object, named: str
) -> None:
    """422, and nothing was told."""
    before = ingest.types()
    answer = tell(ingest, jane, body)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["type"]) == (422, "/v1/problems/invalid-request")
    assert named in answer.json()["detail"]
    assert ingest.types() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [([NOTE | {"on": "2026-03-11"}], "0.on"), ([NOTE, {"kind": "consent_withdrawn"}], "1.id")],
)
def test_a_statement_that_makes_no_sense_now_is_named_too(
    ingest: Ingest, jane: str, body: object, field: str
) -> None:
    """422, with the place in the list."""
    answer = tell(ingest, jane, body)
    assert (answer.status_code, answer.json()["type"], answer.json()["field"]) == (
        422,
        "/v1/problems/unreadable",
        field,
    )


def test_of_nobody_nothing_can_be_told(ingest: Ingest, jane: str) -> None:
    """404 for somebody unknown, 422 for what is no id, 410 for somebody erased."""
    assert tell(ingest, str(UUID(int=7)), [NOTE]).status_code == 404
    assert tell(ingest, "jane", [NOTE]).status_code == 422
    ingest.take(deletion())
    answer = tell(ingest, jane, [NOTE])
    assert (answer.status_code, answer.json()["type"]) == (410, "/v1/problems/erased")


def test_a_recruiter_tells_in_their_own_name(ingest: Ingest, jane: str) -> None:
    """With their token, notes and contacts of others are refused, and with them all that was sent."""
    wanted = Wanted("Ann's tool", Role.RECRUITER, recruiter="ann")
    ingest.http.headers["Authorization"] = f"Bearer {ingest.wired.tokens.create('demo', wanted)[1]}"
    told = len(ingest.events())
    call = {"kind": "contact", "channel": "call", "by": "bob"}
    assert {tell(ingest, jane, [NOTE, {**one, "by": "bob"}]).status_code for one in (NOTE, call)} == {403}
    assert len(ingest.events()) == told
    assert tell(ingest, jane, [{**NOTE, "by": "ann"}]).status_code == 202


def test_the_route_is_described(ingest: Ingest) -> None:
    """With the kinds there are, and the key."""
    document = ingest.http.get("/openapi.json").json()
    route = document["paths"]["/v1/people/{person}/facts"]["post"]
    assert route["summary"].endswith(".")
    assert {one["name"] for one in route["parameters"]} == {"person", "Idempotency-Key"}
    assert {"Note", "Goal", "ConsentWithdrawn", "Contact", "Opportunity", "Referral"} <= set(
        document["components"]["schemas"]
    )
