"""The projection of tasks: two lanes, in either order."""

from itertools import permutations

import pytest
from vocabulary.installation import ANN, NOW, TASK, Installation, claimed, completed, days, planned

from shared.errors import UnreadableError
from shared.facts.outreach import OutreachReassigned, OutreachReleased, OutreachSnoozed, OutreachUnsnoozed
from shared.facts.tasks import TaskMoved, TaskWithdrawn


def moved(revision: int) -> TaskMoved:
    body = planned(revision=revision, closes_on=days(20))
    return TaskMoved(**{name: getattr(body, name) for name in body.__struct_fields__})


def withdrawn(revision: int) -> TaskWithdrawn:
    body = planned(revision=revision)
    fields = {name: getattr(body, name) for name in body.__struct_fields__}
    return TaskWithdrawn(**fields, because="the placement was cancelled")


def test_both_lanes_end_the_same_in_any_order(here: Installation) -> None:
    """What rules planned and what recruiters did may arrive interleaved in every way."""
    events = [here.event(body) for body in (planned(), moved(2), claimed(1), completed(2))]
    records = [here.record(event) for event in events]
    seen = []
    for order in permutations(records):
        here.drop()
        here.parts.prepare()
        for record in order:
            here.take([record])
        seen.append(here.rows()["tasks"])
    assert all(rows == seen[0] for rows in seen)
    assert here.state() == "completed"


def test_who_should_do_a_task_is_whom_it_was_given_to_in_any_order(here: Installation) -> None:
    """Whatever recruiters do with it afterwards, and whomever the rules name."""
    to_bob = OutreachReassigned(task=TASK, version=1, by=ANN, to="bob", snoozed_until=days(2))
    records = [here.record(here.event(body)) for body in (planned(), moved(2), to_bob, claimed(2))]
    for order in permutations(records):
        here.drop()
        here.parts.prepare()
        for record in order:
            here.take([record])
        assert here.queue(recruiter="bob", state="claimed") == [TASK]
        assert here.queue(recruiter=ANN) == []


def test_a_task_says_what_it_waits_for(here: Installation) -> None:
    """Until somebody takes it up; to whomever it is given."""
    waits = {"until": days(2), "on_reply": "close", "since": NOW}
    seen = []
    for said in (
        OutreachSnoozed(task=TASK, version=1, by=ANN, **waits),  # type: ignore[arg-type] # the fields of a wait
        OutreachReassigned(task=TASK, version=2, by=ANN, to="bob", snoozed_until=days(2), on_reply="close"),
        OutreachUnsnoozed(task=TASK, version=3, by=ANN),
    ):
        here.project(planned(), said)
        seen.append(here.client().get(f"/v1/tasks/{TASK}").json()["on_reply"])
    assert seen == ["close", "close", None]


def test_a_task_put_off_stays_so_when_it_is_given_to_somebody(here: Installation) -> None:
    """And one given to nobody in particular is nobody's."""
    here.project(planned(), OutreachReassigned(task=TASK, version=1, by=ANN, to="bob", snoozed_until=days(2)))
    assert here.state() == "snoozed"
    here.project(OutreachReassigned(task=TASK, version=2, by=ANN, to=None))
    assert here.state() == "open"
    assert here.queue(recruiter=ANN) == here.queue(recruiter="bob") == []


def test_one_batch_or_many_is_the_same(here: Installation) -> None:
    """Of one key only the newest of a batch counts, as if all had come one by one."""
    bodies = (planned(), claimed(1), withdrawn(3), moved(2), OutreachReleased(task=TASK, version=2, by="ann"))
    records = [here.record(here.event(body)) for body in bodies]
    here.take(records)
    together = here.rows()
    for record in records:
        here.take([record])
    assert here.rows() == together
    assert here.state() == "withdrawn"


def test_a_task_that_only_the_desk_spoke_of_is_not_shown(here: Installation) -> None:
    """Until the rules' lane has come there is nothing to show."""
    here.project(claimed())
    assert here.state() == "404"
    here.project(planned())
    assert here.state() == "claimed"


def test_a_body_that_does_not_fit_is_refused_with_its_field(here: Installation) -> None:
    """A record whose open fields make no sense is for the quarantine."""
    record = here.record(here.event(planned()))
    assert record.value is not None
    broken = record._replace(value=record.value.replace(b'"revision":1', b'"revision":"one"'))
    with pytest.raises(UnreadableError) as refused:
        here.take([broken])
    assert refused.value.field == "revision"
