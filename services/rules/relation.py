"""How close somebody is to the agency, how that came about, and how long it lasts by itself."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from services.rules.person import Person
from services.rules.person.contacts import Touch
from services.rules.person.standing import DELIGHTED, Bond, Closeness, closeness
from services.rules.playbook import Playbook
from services.rules.plays.reconnect_before_it_goes_cold import Settings
from services.rules.proposal import days_after
from services.rules.wording import called, reason
from shared.facts.tasks import Reason

PLAY = "reconnect_before_it_goes_cold"
LEVELS = {Closeness.COLD: 0, Closeness.COOL: 1, Closeness.WARM: 2, Closeness.ADVOCATE: 3}
"""The number of each, the closest last."""


class Relation(NamedTuple):
    """How somebody stands with the agency on a day."""

    closeness: Closeness
    until: date | None
    """The last day on which it is so if nothing happens; `None` where it does not fade."""
    silent_since: date | None
    """The day of the last contact."""
    in_touch_by: date | None
    """The day on which a silence gets longer than this closeness allows; `None` before any contact."""
    because: tuple[Reason, ...]
    """Each with the fact it rests on."""


def relation(person: Person, day: date, playbook: Playbook) -> Relation:
    """By the numbers by which `reconnect_before_it_goes_cold` plans."""
    settings = playbook.settings(PLAY)
    touched, answered = person.touched_on, person.answered
    bond = Bond(person.advocate, touched, answered.on if answered else None)
    close = closeness(day, bond, settings.warm_days, settings.cold_days)
    return Relation(
        closeness=close,
        until=_until(close, bond, settings),
        silent_since=touched,
        in_touch_by=days_after(touched, settings.longest_silences()[close]) if touched else None,
        because=(*_favours(person), *_contacts(person)),
    )


def _until(close: Closeness, bond: Bond, settings: Settings) -> date | None:
    if close is Closeness.WARM and bond.answered_on:
        return days_after(bond.answered_on, settings.warm_days)
    if close is Closeness.COOL and bond.touched_on:
        return days_after(bond.touched_on, settings.cold_days)
    return None


def _favours(person: Person) -> Iterator[Reason]:
    """What makes somebody an advocate."""
    who = called(person)
    for referral in person.referrals.values():
        if referral.made:
            yield reason(f"{who} told us of {referral.name or 'somebody'}", referral.made)
    for review in person.reviews.values():
        yield reason(f"{who} reviewed the agency on {review.platform}", review.said)
    if person.rating and person.rating.score >= DELIGHTED:
        yield reason(f"{who} rated the agency's work {person.rating.score} of 10", person.rating.said)


def _contacts(person: Person) -> Iterator[Reason]:
    """The last answer, and the last contact where it is another one."""
    answered, last = person.answered, person.last_touch
    if answered:
        yield reason(f"{called(person)} last answered on {answered.on}", answered.said)
    if last and last != answered:
        yield reason(f"The last contact was on {last.on}: {_came_of(last)}", last.said)


def _came_of(touch: Touch) -> str:
    return touch.outcome.replace("_", " ")
