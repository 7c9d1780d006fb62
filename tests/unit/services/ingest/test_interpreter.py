"""What stored web hooks say, together."""

import json

import pytest
from vocabulary.inbox import Ingest, Stopped, stop_at
from vocabulary.payloads import about, hire, placement, table

from services.ingest.rowstore import State
from shared.facts.people import ConsentWithdrawn, PersonProfiled
from shared.facts.placements import OfferMade, PlacementStarted
from shared.facts.quarantine import RecordParked


def offer(application: int = 10, **changes: object) -> dict[str, object]:
    known = {"id": 5, "application_id": application, "version": 1, "offer_status": "Accepted"}
    return about("offer_updated", **(known | {"start_date": "03/09/2026"} | changes))


def test_a_hire_registers_and_places_somebody(ingest: Ingest) -> None:
    """Who they are comes first, then what happened."""
    (outcome,) = ingest.take(hire())
    assert outcome.state is State.NEW
    assert ingest.types() == ["person.registered", "person.profiled", "placement.started"]
    last = ingest.events()[-1]
    assert outcome.version == f"{last.subject}:{last.id}"


def test_sending_it_again_changes_nothing(ingest: Ingest) -> None:
    """The same bytes are the same web hook, at once or later."""
    first = ingest.take(hire(), hire())[0]
    ingest.pass_time(1)
    again = ingest.take(hire())[0]
    assert (again.state, again.version) == (State.KNOWN, first.version)
    assert len(ingest.types()) == 3


def test_a_hire_that_a_later_offer_overtook_moves_no_start(ingest: Ingest) -> None:
    """It is tried again for hours: by then the start may be another one, under the offer's next version."""
    seen = about("new_candidate_application", **hire(offer=None)["payload"])
    for hook in (seen, offer(version=2), hire(offer={"version": 1, "starts_at": "2026-03-02"})):
        ingest.take(hook)
    starts = [
        str(body.starts) for body in ingest.bodies("placement.started") if isinstance(body, PlacementStarted)
    ]
    assert starts == ["2026-03-09"]


def test_an_unchanged_profile_is_not_told_again(ingest: Ingest) -> None:
    """A changed one is, also when it changes back."""
    for number, title in enumerate(["Engineer", "Engineer", "Lead", "Engineer"]):
        ingest.take(hire(application=10 + number, candidate_says={"title": title}))
    titles = [body.title for body in ingest.bodies("person.profiled") if isinstance(body, PersonProfiled)]
    assert titles == ["Engineer", "Lead", "Engineer"]


def test_a_no_is_told_when_it_is_first_said(ingest: Ingest) -> None:
    """Not with each web hook that repeats it."""
    for application in (10, 11):
        ingest.take(hire(application=application, candidate_says={"can_email": False}))
    assert ingest.bodies("consent.withdrawn") == [ConsentWithdrawn(feed="greenhouse")]


def test_one_address_in_two_feeds_is_one_person(ingest: Ingest) -> None:
    """Strong keys link by themselves, whatever their letter case."""
    ingest.take(hire())
    ingest.read("placements", table([placement(email="JANE@example.com")]))
    assert len({event.subject for event in ingest.events()}) == 1


def test_keys_of_two_people_do_not_merge_them(ingest: Ingest) -> None:
    """The feed's own id decides; the address stays with whom it was known of first."""
    other = {"email_addresses": [{"value": "john@example.com"}]}
    ingest.take(hire(1, 10), hire(2, 11, candidate_says=other))
    ingest.take(hire(2, 12))
    people = [event.subject for event in ingest.events("placement.started")]
    assert people[2] == people[1] != people[0]


def test_an_offer_waits_until_its_application_is_known(ingest: Ingest) -> None:
    """It is in quarantine meanwhile, says why, and is taken up by itself."""
    (outcome,) = ingest.take(offer())
    assert outcome.state is State.WAITING
    (entry,) = ingest.parked()
    assert "application 10" in entry.parked.reason
    ingest.take(hire())
    ingest.work()
    assert ingest.parked() == []
    assert ingest.types()[-2:] == ["placement.rescheduled", "offer.made"]
    assert ingest.states(offer()) == ["known"]


def test_an_offer_and_its_hire_may_come_in_one_group(ingest: Ingest) -> None:
    """In either order."""
    assert ingest.states(offer(), hire()) == ["waiting", "new"]
    ingest.work()
    assert [body.version for body in ingest.bodies("offer.made") if isinstance(body, OfferMade)] == [1]


def test_a_bad_payload_goes_to_quarantine_whole_and_the_others_are_taken(ingest: Ingest) -> None:
    """It is announced, with the field."""
    bad = about("scorecard_deleted", person="secret")
    assert ingest.states(hire(1, 10), bad, hire(2, 11)) == ["new", "quarantined", "new"]
    (entry,) = ingest.parked()
    assert entry.parked.value == json.dumps(bad).encode()
    assert entry.parked.field == "action"
    (parked,) = ingest.bodies("record.parked")
    assert isinstance(parked, RecordParked)
    assert parked.origin == "greenhouse web hook"
    assert ingest.states(bad) == ["quarantined"]
    assert len(ingest.parked()) == 1


def test_a_bad_payload_about_somebody_known_is_parked_with_them(ingest: Ingest) -> None:
    """So that it is cleared with them."""
    ingest.take(hire())
    ingest.take(hire(offer=3))
    assert ingest.parked()[0].parked.subject == ingest.events()[0].subject


def test_a_payload_that_no_broker_would_take_fails_alone(ingest: Ingest) -> None:
    """What nothing foresaw is parked too."""
    huge = hire(3, 12, job={"name": "x" * 1_000_000})
    assert ingest.states(hire(1, 10), huge, hire(2, 11)) == ["new", "quarantined", "new"]
    assert len(ingest.bodies("placement.started")) == 2
    assert "900000 bytes" in ingest.parked()[0].parked.reason


def test_retrying_reads_the_payload_again(ingest: Ingest) -> None:
    """Refused again, it says so; the operator's wish is not forgotten."""
    ingest.take(about("scorecard_deleted"))
    (entry,) = ingest.parked()
    ingest.retry(entry.parked.id)
    ingest.work()
    (again,) = ingest.parked()
    assert (again.state, again.attempts) == ("parked", 2)


def test_what_a_crash_left_between_the_transactions_is_taken_up(ingest: Ingest) -> None:
    """The payload was stored before anything was decided about it."""
    ingest.inbox.webhooks.probe = stop_at("stored")
    with pytest.raises(Stopped):
        ingest.take(hire())
    assert ingest.types() == []
    ingest.work()
    assert ingest.types() == ["person.registered", "person.profiled", "placement.started"]


def test_sending_it_again_also_takes_up_what_a_crash_left(ingest: Ingest) -> None:
    """The vendor may be faster than we are."""
    ingest.inbox.webhooks.probe = stop_at("stored")
    with pytest.raises(Stopped):
        ingest.take(hire())
    ingest.inbox.webhooks.probe = lambda _point: None
    assert ingest.states(hire()) == ["new"]
    ingest.work()
    assert len(ingest.types()) == 3


def test_a_hire_after_an_unhire_is_told_again(ingest: Ingest) -> None:
    """It is another web hook, though it says the same."""
    ingest.take(hire())
    ingest.take(about("unhire_candidate", application=hire()["payload"]["application"]))
    ingest.take(hire(rejected_at=None))
    assert ingest.types()[2:] == ["placement.started", "placement.cancelled", "placement.started"]
    assert ingest.bodies("placement.started")[0] == ingest.bodies("placement.started")[1]


def test_a_ping_is_kept_and_says_nothing(ingest: Ingest) -> None:
    """Greenhouse tries a web hook when it is made."""
    assert ingest.states(about("ping", web_hook_id=1)) == ["known"]
    assert ingest.types() == []


def test_half_a_surrogate_pair_never_stops_anybody(ingest: Ingest) -> None:
    """Python can hold it, no encoding can write it."""
    bad = b'{"action": "hire_candidate", "payload": {"application": "\\ud800"}}'
    assert ingest.states(bad, hire()) == ["quarantined", "new"]
    assert isinstance(ingest.bodies("placement.started")[0], PlacementStarted)
