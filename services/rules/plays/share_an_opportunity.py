"""Share a job that is in their field."""

from collections.abc import Iterator

from services.rules.person import Person
from services.rules.person.matches import Opening
from services.rules.play import Days, Play, PlaySettings
from services.rules.plays import _openings as openings
from services.rules.proposal import Proposal
from services.rules.wording import called, reason, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 14
    """How long a job is news, if it does not close before."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each job in their field, unless it is at the employer they have."""
    for opening in openings.still_open(person, "field"):
        opens_on, closes_on = openings.window(opening, settings.open_days)
        if max(opens_on, person.today) <= closes_on and openings.elsewhere(person, opening):
            yield Proposal(
                about=opening.job,
                occurrence="match",
                asserted_by=openings.asserting(person, opening),
                opens_on=opens_on,
                closes_on=closes_on,
                headline=f"Tell {called(person)} of a job that may suit them: {openings.words(opening)}",
                reasons=(_why(opening),),
                brings=_brings(opening),
                materials=openings.materials(opening),
            )


def _why(opening: Opening) -> Reason:
    fits = f": {opening.why}" if opening.why else ""
    return reason(f"{openings.words(opening)} is in their field{fits}", opening.said)


def _brings(opening: Opening) -> dict[str, str]:
    fit = f"{opening.score} of 100" if opening.score else None
    return told({**openings.brought(opening), "why_it_fits": opening.why, "fit": fit})


PLAY = Play(
    "share_an_opportunity",
    "give",
    Settings(importance=3),
    propose,
    reads=("placements", "roles", "openings", "withdrawals"),
    brings=(*openings.BRINGS, "why_it_fits", "fit"),
    opportunity=True,
    news=("tell of a job", "ask about a job"),
)
