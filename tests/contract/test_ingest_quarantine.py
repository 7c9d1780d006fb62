"""What could not be read: found, mended, read again and given up over HTTP, one by one and by filter."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from vocabulary.inbox import Ingest, Json, Stopped, stop_at
from vocabulary.payloads import about, deletion, hire, placement, table

from services.ingest.mending import Change, Mending

NOBODY = "00000000-0000-4000-8000-000000000000"
PATH = "/v1/quarantine"
WRONG = {"starts_on": "2026-02-31"}


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


def listed(ingest: Ingest, **query: str) -> list[Json]:
    return list(ingest.http.get(PATH, params=query).json()["records"])


def mend(ingest: Ingest, record: str, **change: object) -> Any:  # noqa: ANN401 - a response
    return ingest.http.post(f"{PATH}/{record}/mend", json=change)


def facts(ingest: Ingest) -> list[str]:
    """What is told of people; whom they are called by is each installation's own."""
    told = (event for event in ingest.events() if not event.type.startswith("record."))
    return sorted(f"{event.occurred} {event.type} {event.body}" for event in told)


def wrong_rows(ingest: Ingest) -> str:
    """A file with two rows that cannot be read, for one reason, and one for another; its import."""
    rows = [
        placement(**WRONG),
        placement(placement_id="P2", person_id="C2", email="j@example.com", **WRONG),
        placement(placement_id="P3", person_id="", email=""),
    ]
    return str(ingest.read("placements", table(rows))["import"])


def test_mended_they_end_as_if_they_had_come_right(ingest: Ingest, other_database_url: str) -> None:
    """A row by its cells, a line that could not be taken apart, and a web hook: the same facts."""
    right = [
        placement(),
        placement(placement_id="P2", person_id="C2", given_name="John", email="j@example.com"),
    ]
    whole = table(right)
    header, first, second = whole.splitlines()
    broken = b"\n".join([header, first.replace(b"2026-03-02", b"2026-02-31"), second + b",too,many", b""])
    ingest.read("placements", broken, exported_on="2026-03-10")
    hook = hire(7, 70, candidate_says={"email_addresses": []})
    misspelt = json.loads(json.dumps(hook).replace("2026-03-02", "soon"))
    ingest.take(misspelt)
    by_origin = {each["origin"]: each["record"] for each in listed(ingest)}
    assert mend(ingest, by_origin["placements row 2"], cells={"starts_on": "2026-03-02"}).status_code == 200
    assert mend(ingest, by_origin["placements row 3"], cells=right[1]).json()["outcome"] == "new"
    answer = mend(ingest, by_origin["greenhouse web hook"], payload=json.dumps(hook))
    assert (answer.status_code, answer.json()["outcome"]) == (200, "new")
    assert listed(ingest) == []
    with Ingest(other_database_url) as other:
        other.read("placements", whole, exported_on="2026-03-10")
        other.take(hook)
        assert facts(ingest) == facts(other)


def test_a_mend_that_is_still_wrong_is_refused_and_says_where(ingest: Ingest) -> None:
    """Nothing of it is kept; the record stands as it stood."""
    wrong_rows(ingest)
    before = listed(ingest)
    record = next(one["record"] for one in before if one["field"] == "starts_on")
    answer = mend(ingest, record, cells={"starts_on": "2026-02-30"})
    assert (answer.status_code, answer.json()["field"]) == (422, "starts_on")
    assert mend(ingest, record, cells={"no such column": "x"}).status_code == 422
    assert mend(ingest, record, payload="x").status_code == 422
    assert listed(ingest) == before
    assert mend(ingest, NOBODY, cells={}).status_code == 404


def test_what_cannot_be_taken_after_all_comes_back_with_its_new_reason(ingest: Ingest) -> None:
    """Well-formed now, and about somebody who is not known yet: it waits, and is read by itself."""
    ingest.take(about("offer_updated", id="five", application_id=10, version=1, offer_status="Accepted"))
    (record,) = listed(ingest)
    good = about("offer_updated", id=5, application_id=10, version=1, offer_status="Accepted")
    answer = mend(ingest, record["record"], payload=json.dumps(good))
    assert answer.json()["outcome"] == "quarantined"
    assert "application 10" in answer.json()["reason"]
    (again,) = listed(ingest)
    assert (again["attempts"], "application 10" in again["reason"], again["field"]) == (2, True, None)
    ingest.take(hire())
    ingest.work()
    assert listed(ingest) == []
    assert len(ingest.events("offer.made")) == 1


def test_the_original_is_kept_beside_what_is_read(ingest: Ingest) -> None:
    """Both are shown, with when it was mended."""
    ingest.take(about("offer_updated", id="five", application_id=10, version=1, offer_status="Accepted"))
    (record,) = listed(ingest)
    good = json.dumps(about("offer_updated", id=5, application_id=10, version=1, offer_status="Accepted"))
    mend(ingest, record["record"], payload=good)
    found = ingest.http.get(f"{PATH}/{record['record']}").json()
    assert '"five"' in found["original"]["payload"]
    assert (found["current"]["payload"], len(found["mended_at"])) == (good, 1)
    assert ingest.http.get(f"{PATH}/{NOBODY}").status_code == 404


def test_said_again_or_at_once_it_is_read_once(ingest: Ingest) -> None:
    """Another mend of what was read meanwhile is told so."""
    wrong_rows(ingest)
    record = listed(ingest, field="starts_on")[0]["record"]
    change: Json = {"starts_on": "2026-03-02"}
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: mend(ingest, record, cells=change), range(3)))
    assert {each.status_code for each in answers} <= {200, 409}
    assert [each.json()["outcome"] for each in answers if each.status_code == 200].count("new") >= 1
    assert mend(ingest, record, cells=change).status_code == 200
    assert mend(ingest, record, cells={"starts_on": "2026-03-03"}).status_code == 409
    assert len(ingest.events("placement.started")) == 1


def test_a_process_that_dies_before_reading_it_loses_nothing(ingest: Ingest) -> None:
    """The mended content is stored; the next one reads it."""
    wrong_rows(ingest)
    record = listed(ingest, field="starts_on")[0]["record"]
    mending = Mending(ingest.parts, ingest.chores.interpreter, stop_at("stored"))
    with pytest.raises(Stopped):
        mending.mend(record, Change(cells={"starts_on": "2026-03-02"}))
    assert ingest.events("placement.started") == []
    ingest.work()
    assert len(ingest.events("placement.started")) == 1


def test_a_filter_finds_what_has_the_same_trouble(ingest: Ingest) -> None:
    """By feed, field, part of the reason, file and age; and they are counted by kind."""
    upload = wrong_rows(ingest)
    ingest.take(about("application_untold"))
    page = ingest.http.get(PATH).json()
    assert [kind["records"] for kind in page["kinds"]] == [2, 1, 1]
    filters: list[tuple[dict[str, str], int]] = [
        ({"feed": "placements"}, 3),
        ({"feed": "greenhouse"}, 1),
        ({"field": "starts_on"}, 2),
        ({"reason": "ACTIONS"}, 1),
        ({"reason": "%"}, 0),
        ({"import": upload}, 3),
        ({"import": NOBODY}, 0),
        ({"parked_before": "2026-03-10T12:00:00Z"}, 0),
        ({"parked_after": "2026-03-10T12:00:00Z", "feed": "placements", "field": "starts_on"}, 2),
    ]
    assert [len(listed(ingest, **query)) for query, _ in filters] == [many for _, many in filters]
    assert ingest.http.get(PATH, params={"parked_before": "yesterday"}).status_code == 422


def test_pages_follow_each_other(ingest: Ingest) -> None:
    """Each record once."""
    wrong_rows(ingest)
    first = ingest.http.get(PATH, params={"limit": 2}).json()
    second = ingest.http.get(PATH, params={"limit": 2, "cursor": first["next"]}).json()
    records = [each["record"] for page in (first, second) for each in page["records"]]
    assert (len(records), len(set(records)), second["next"]) == (3, 3, None)


def test_all_of_a_filter_are_read_again(ingest: Ingest) -> None:
    """Those that still cannot be read come back; asked again meanwhile, nothing changes."""
    wrong_rows(ingest)
    for _ in range(2):
        answer = ingest.http.post(f"{PATH}/retry", json={"field": "starts_on"})
        assert (answer.status_code, answer.json()) == (202, {"asked": 2})
    assert {each["state"] for each in listed(ingest, field="starts_on")} == {"retrying"}
    ingest.work()
    assert sorted(each["attempts"] for each in listed(ingest)) == [1, 2, 2]


def test_all_of_a_filter_are_given_up(ingest: Ingest) -> None:
    """What was mended goes with what came; without a filter nothing is."""
    wrong_rows(ingest)
    assert ingest.http.post(f"{PATH}/discard", json={}).status_code == 422
    assert ingest.http.post(f"{PATH}/discard", json={"feed": "placements"}).json() == {"asked": 3}
    ingest.work()
    assert listed(ingest) == []
    assert ingest.scalar("SELECT count(raw) FROM ingest.rows") == 0


def test_one_is_read_again_or_given_up(ingest: Ingest) -> None:
    """Asked twice it is the same; afterwards it says what it became."""
    wrong_rows(ingest)
    one, other = (each["record"] for each in listed(ingest, field="starts_on"))
    for _ in range(2):
        answer = ingest.http.post(f"{PATH}/{one}/discard")
        assert (answer.status_code, answer.json()["state"]) == (202, "discarding")
    assert ingest.http.post(f"{PATH}/{other}/retry").json()["state"] == "retrying"
    ingest.work()
    assert ingest.http.post(f"{PATH}/{one}/discard").json()["state"] == "discarded"
    assert ingest.http.post(f"{PATH}/{one}/retry").json()["state"] == "discarded"
    assert ingest.http.get(f"{PATH}/{other}").json()["record"]["attempts"] == 2
    assert ingest.http.post(f"{PATH}/{NOBODY}/retry").status_code == 404


def test_what_was_mended_goes_with_who_is_erased(ingest: Ingest) -> None:
    """The original and all attempts."""
    ingest.take(hire())
    ingest.read("placements", table([placement(**WRONG)]))
    mend(ingest, listed(ingest)[0]["record"], cells={"starts_on": "2026-03-02"})
    assert ingest.scalar("SELECT count(*) FROM ingest.attempts") == 1
    ingest.take(deletion())
    assert ingest.scalar("SELECT count(*) FROM ingest.attempts") == 0


def test_a_whole_file_is_not_mended_here(ingest: Ingest) -> None:
    """It is shown, and sent again in its mended form."""
    ingest.upload("placements", b"placement_id,person,start\n1,2,3\n")
    (record,) = listed(ingest)
    assert record["feed"] == "placements"
    assert ingest.http.get(f"{PATH}/{record['record']}").json()["original"] is None
    assert mend(ingest, record["record"], cells={"starts_on": "2026-03-02"}).status_code == 409
