"""Share what helps with hiring, with somebody who entered a role that hires."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.titles import Hiring, hiring
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts
from services.rules.wording import called, contact, hires, told
from shared.facts.tasks import Material


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    days: Days = 14
    """Counted from the day they entered the role, or the day we learned of it if that is later."""
    open_days: Days = 60


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task a role; none where they hired before we knew of them. An uncertain start is its latest day."""
    role = hiring(person)
    if role is None or role.entered is None:
        return
    opens_on = days_after(role.entered, settings.days)
    closes_on = min(days_after(opens_on, settings.open_days), role.post.last_day or date.max)
    if max(opens_on, person.today) <= closes_on:
        yield Proposal(
            about=role.post.id,
            occurrence="hiring resources",
            asserted_by=facts(role.asserted),
            opens_on=opens_on,
            closes_on=closes_on,
            headline=f"Share hiring guides with {called(person)}, who hires as {role.post.title}",
            reasons=(hires(person, role),),
            brings=_brings(person, role),
            materials=(Material(kind="hiring_guides"),),
        )


def _brings(person: Person, role: Hiring) -> dict[str, str]:
    return told(
        {
            "title": role.post.title,
            "employer": role.post.employer,
            "since": str(role.began),
            "last_contact": contact(person.last_touch),
        }
    )


PLAY = Play(
    "share_hiring_resources",
    "give",
    Settings(importance=3),
    propose,
    reads=("placements", "roles"),
    shows=("last_touch",),
    brings=("title", "employer", "since", "last_contact"),
)
