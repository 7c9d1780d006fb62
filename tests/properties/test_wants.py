"""What the plays want is the same, whether all of them are asked or only those to which something changed."""

from hypothesis import given, settings
from hypothesis import strategies as st
from vocabulary.histories import ZONE, careers, histories

from services.rules.person.fold import NOBODY, extend, fold, needs_history
from services.rules.playbook import STANDARD
from services.rules.wants import Wants, wants
from shared.envelope import Event


@settings(deadline=None, max_examples=300)
@given(st.one_of(histories(), careers()))
def test_asking_only_the_plays_that_look_at_what_changed_gives_the_same(events: list[Event]) -> None:
    """Each play names all the parts of a person that it looks at."""
    person, known = NOBODY, None
    for number, event in enumerate(events):
        again = needs_history(event)
        person = fold(events[: number + 1], ZONE) if again else extend(person, [event], ZONE)
        known = wants(person, STANDARD, known)
        assert shown(known) == shown(wants(person, STANDARD))


def shown(wanted: Wants) -> list[str]:
    return sorted(map(repr, wanted.tasks()))
