"""The projection of people: who has left, and of whom records are parked."""

from datetime import timedelta

from vocabulary.installation import JANE, JOHN, NOW, TASK, Installation, claimed, completed, planned

from shared.facts.people import PersonAbsorbed, PersonErased, PersonProfiled
from shared.facts.quarantine import RecordParked, RecordReleased

PROFILE = PersonProfiled(feed="ats", name="Jane Doe", recruiter="ann@agency.example")
ERASED = PersonErased(reason="asked for it")
ABSORBED = PersonAbsorbed(into=JOHN, merge="m1")


def test_of_an_absorbed_person_only_a_pointer_stays(here: Installation) -> None:
    """Their facts were forwarded; what is kept here says where to."""
    here.project(PROFILE, planned(), ABSORBED)
    rows = here.rows()
    assert rows["tasks"] == []
    assert len(rows["timeline"]) == len(rows["departures"]) == 1
    answer = here.client().get(f"/v1/people/{JANE}/timeline")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/v1/people/{JOHN}/timeline")


def test_what_still_arrives_of_somebody_who_left_is_dropped(here: Installation) -> None:
    """Tasks travel on another topic and may come after the departure; facts go to the survivor."""
    here.project(PROFILE, ABSORBED)
    left = here.rows()
    here.project(planned(), claimed(), PROFILE)
    assert here.rows() == left


def test_an_erasure_leaves_nothing_but_its_mark(here: Installation) -> None:
    """Timeline, tasks and parked records of the person are gone; others are untouched."""
    parked = RecordParked(record=TASK, service="rules", reason="no date", origin="a topic")
    here.project(PROFILE, planned(), completed(), parked)
    here.project(PROFILE, planned(), person=JOHN)
    before = {name: [row for row in rows if JOHN in row] for name, rows in here.rows().items()}
    (erased,) = here.project(ERASED)
    after = {name: [row for row in rows if JANE in row] for name, rows in here.rows().items()}
    assert [row[2] for row in after["timeline"]] == [erased.id]
    assert after["tasks"] == after["parked"] == []
    assert {name: [row for row in rows if JOHN in row] for name, rows in here.rows().items()} == before


def test_an_erasure_holds_over_a_merge(here: Installation) -> None:
    """Whichever arrives last, somebody erased does not point anywhere."""
    here.project(ABSORBED, ERASED, ABSORBED)
    assert here.client().get(f"/v1/people/{JANE}").status_code == 410


def test_departures_in_the_batch_of_what_they_clear(here: Installation) -> None:
    """One batch or one by one: the rows that remain are the same."""
    bodies = (PROFILE, planned(), ABSORBED, claimed(), ERASED, PROFILE)
    records = [here.record(here.event(body)) for body in bodies]
    here.take(records)
    together = here.rows()
    for record in records:
        here.take([record])
    assert here.rows() == together
    assert len(together["timeline"]) == 1


def test_parked_records_are_counted_until_released(here: Installation) -> None:
    """A record that is announced again stays one; a release that came first holds over an older parking."""
    parked = RecordParked(record=TASK, service="rules", reason="no date", origin="a topic")
    again = here.event(parked, recorded_at=NOW + timedelta(hours=1))
    released = RecordReleased(record=TASK, service="rules", how="retried")
    done = here.event(released, recorded_at=NOW + timedelta(hours=2))
    here.project(PROFILE, parked)
    here.take([here.record(again)])
    assert here.client().get(f"/v1/people/{JANE}").json()["parked_records"] == 1
    here.take([here.record(done)])
    here.take([here.record(again)])
    assert here.client().get(f"/v1/people/{JANE}").json()["parked_records"] == 0
