"""One person's history, played under several playbooks. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from services.rules.backtest.counts import Played, Span
from services.rules.backtest.track import Track
from services.rules.person import Person
from services.rules.person.fold import NOBODY, extend, fold, needs_history
from services.rules.playbook import Playbook
from shared.clock import day_of
from shared.envelope import Event
from shared.facts.playbooks import PlaybookAdopted


def simulate(facts: Iterable[Event], playbooks: Sequence[Playbook], zone: ZoneInfo, span: Span) -> Played:
    """What each playbook would have done for the person within the span.

    The facts may come in any order. What was recorded before the span is played as well, so that it begins
    with the plans that would have stood by then; what was recorded after it is left out. Adopted playbooks
    are too: those given here rule throughout.
    """
    person, tracks, taken = played(facts, playbooks, zone, span.last)
    if person.absorbed or person.erased or not taken:
        return Played(Played.nothing(len(playbooks)).counts, facts=taken)
    return Played(tuple(track.counts(span) for track in tracks), people=1, facts=taken)


def played(
    facts: Iterable[Event], playbooks: Sequence[Playbook], zone: ZoneInfo, last: date
) -> tuple[Person, list[Track], int]:
    """The person as known at the end of the last day, the plans by then, and how many facts they rest on."""
    person, taken = NOBODY, list[Event]()
    tracks = _tracks(playbooks)
    for day, today in _days(facts, zone, last):
        _wait(tracks, person, day)
        taken += today
        person = _folded(person, today, taken, zone)
        for track in tracks:
            track.look(person)
    _wait(tracks, person, last + timedelta(days=1))
    return person, tracks, len(taken)


def _tracks(playbooks: Sequence[Playbook]) -> list[Track]:
    first = Track(playbooks[0])
    return [first, *(Track(playbook, beside=first) for playbook in playbooks[1:])]


def _wait(tracks: Sequence[Track], person: Person, until: date) -> None:
    """Let time pass up to the day before; each plan is looked at again on the days it asks for."""
    while (day := min((track.review_on for track in tracks), default=until)) < until:
        later = person.on(day)
        for track in tracks:
            if track.review_on == day:
                track.look(later)


def _days(facts: Iterable[Event], zone: ZoneInfo, last: date) -> Iterator[tuple[date, list[Event]]]:
    """What was recorded on each day, until the last one."""
    kept = (fact for fact in facts if type(fact.body) is not PlaybookAdopted)
    dated = ((day_of(fact.recorded_at, zone), fact) for fact in kept)
    ordered = sorted((each for each in dated if each[0] <= last), key=_day)
    for day, some in groupby(ordered, key=_day):
        yield day, [fact for _, fact in some]


def _day(dated: tuple[date, Event]) -> date:
    return dated[0]


def _folded(person: Person, today: list[Event], taken: list[Event], zone: ZoneInfo) -> Person:
    """The person with the facts of one more day; `taken` are all facts up to then."""
    if any(map(needs_history, today)):
        return fold(taken, zone)
    return extend(person, today, zone)
