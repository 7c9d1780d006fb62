"""Congratulate on a more senior role at the same employer, from the day we learned of it."""

from collections.abc import Iterator

from services.rules.person import Person
from services.rules.person.titles import NewTitle, new_titles
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after
from services.rules.wording import called, contact, reason, told
from shared.titles import promoted


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 21
    """Counted from the day we learned of the promotion."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for the last change of title in the job they have, where it is sure to be a step up."""
    titles = new_titles(person, person.post) if person.post else []
    last = titles[-1] if titles else None
    if last and not last.role.over and promoted(last.before, last.role.title):
        yield _congratulation(person, last, settings)


def _congratulation(person: Person, new: NewTitle, settings: Settings) -> Proposal:
    learned = new.change.learned
    return Proposal(
        about=new.role.id,
        occurrence="promotion",
        asserted_by=(new.change.said.fact,),
        opens_on=learned,
        closes_on=days_after(learned, settings.open_days),
        headline=f"Congratulate {called(person)} on becoming {new.role.title}",
        reasons=(reason(_words(person, new), new.change.said),),
        brings=told(
            {
                "old_title": new.before,
                "new_title": new.role.title,
                "employer": new.role.employer,
                "since": str(new.change.since),
                "last_contact": contact(person.last_touch),
            }
        ),
    )


def _words(person: Person, new: NewTitle) -> str:
    where = f" at {new.role.employer}" if new.role.employer else ""
    step = f"{called(person)} went from {new.before} to {new.role.title}{where} {new.change.since}"
    return f"{step}; we learned of it on {new.change.learned}"


PLAY = Play(
    "congratulate_on_a_promotion",
    "care",
    Settings(importance=2),
    propose,
    reads=("placements", "roles"),
    shows=("last_touch",),
    brings=("old_title", "new_title", "employer", "since", "last_contact"),
)
