"""What changed since somebody looked last: each change once, in order, none missed."""

import sqlalchemy as sa
from vocabulary.installation import JANE, JOHN, Installation, claimed, completed, ids, planned

from services.query.changes import ChangePlace, Changes, Departure
from services.query.queue import Queue, Wanted
from shared.database import transaction
from shared.facts.people import PersonAbsorbed, PersonErased

ALL = Wanted()


def changes(here: Installation) -> Changes:
    return Changes(Queue(here.store))


def heard(here: Installation, since: ChangePlace, wanted: Wanted = ALL, limit: int = 100) -> list[str]:
    """The states of tasks, or whom somebody became, in order."""
    found = changes(here).after(since, wanted, limit)
    return [
        f"{one.what.person} {one.what.into}" if isinstance(one.what, Departure) else one.what.row["state"]
        for one in found
    ]


def test_a_task_is_heard_of_as_it_stands(here: Installation) -> None:
    """What lies between two looks is one change; what was before the first is none."""
    here.project(planned(ids([7])[0]))
    since = changes(here).now()
    assert heard(here, since) == []
    here.project(planned())
    assert heard(here, since) == ["open"]
    here.project(claimed(1), completed(2))
    assert heard(here, since) == ["completed"]


def test_somebody_goes_on_where_they_stopped(here: Installation) -> None:
    """However few they take at a time."""
    since = changes(here).now()
    here.take([here.record(here.event(planned(task))) for task in ids(range(1, 8))])
    here.project(planned(ids([9])[0]), person=JOHN)
    here.project(PersonErased(reason="asked for it"), person=JOHN)
    taken, at = [], since
    while found := changes(here).after(at, ALL, 3):
        assert len(found) <= 3
        taken += [one.place for one in found]
        at = found[-1].place
    assert len(taken) == len({*taken}) == 8
    assert taken == sorted(taken)


def test_who_left_is_told(here: Installation) -> None:
    """Whether to another person, or for good; of what they had, nothing comes any more."""
    since = changes(here).now()
    here.project(planned())
    here.project(PersonAbsorbed(into=JOHN, merge="m"))
    assert heard(here, since) == [f"{JANE} {JOHN}"]
    here.project(PersonErased(reason="asked for it"))
    assert heard(here, since) == [f"{JANE} None"]
    assert heard(here, since, Wanted(person=JOHN)) == []


def test_a_listener_hears_of_what_concerns_them(here: Installation) -> None:
    """By recruiter, or by person."""
    since = changes(here).now()
    here.project(planned(recruiter="bob@agency.example"))
    here.project(planned(ids([8])[0]), person=JOHN)
    assert len(heard(here, since, Wanted(recruiter="bob@agency.example"))) == 1
    assert len(heard(here, since, Wanted(person=JOHN))) == 1
    assert len(heard(here, since)) == 2


def test_what_is_under_way_is_waited_for(here: Installation) -> None:
    """A later transaction that ends first is not told of before it, so that neither is ever passed over."""
    since = changes(here).now()
    with transaction(here.parts.engine) as slow:
        slow.execute(sa.text("SELECT pg_current_xact_id()"))
        here.project(planned())
        assert heard(here, since) == []
    assert heard(here, since) == ["open"]


def test_another_agency_hears_nothing(here: Installation) -> None:
    """Nor of who leaves."""
    since = changes(here).now()
    here.project(planned(), PersonErased(reason="asked for it"))
    other = Changes(Queue(here.seen_by("other")))
    assert other.after(since, ALL, 100) == []
    assert heard(here, since) == [f"{JANE} None"]
