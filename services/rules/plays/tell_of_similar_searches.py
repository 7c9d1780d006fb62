"""Tell of a search for somebody like them: a job like the one they were placed in."""

from collections.abc import Iterator

from services.rules.person import Person
from services.rules.person.matches import Opening
from services.rules.person.placement import Placement
from services.rules.play import Days, Play, PlaySettings
from services.rules.plays import _openings as openings
from services.rules.proposal import Proposal
from services.rules.wording import called, job, reason, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 14
    """How long such a search is news, if the job does not close before."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each such job, next to the last one we placed them in."""
    placement = next((post.placement for post in reversed(person.posts) if post.placement), None)
    if placement is not None:
        for opening in openings.still_open(person, "placement"):
            if openings.elsewhere(person, opening):
                yield from _told(person, opening, placement, settings)


def _told(person: Person, opening: Opening, placement: Placement, settings: Settings) -> Iterator[Proposal]:
    opens_on, closes_on = openings.window(opening, settings.open_days)
    if max(opens_on, person.today) <= closes_on:
        yield Proposal(
            about=opening.job,
            occurrence="match",
            asserted_by=openings.asserting(person, opening),
            opens_on=opens_on,
            closes_on=closes_on,
            headline=f"Tell {called(person)} of a search like theirs: {openings.words(opening)}",
            reasons=_reasons(person, opening, placement),
            brings=_brings(opening, placement),
            materials=openings.materials(opening),
        )


def _reasons(person: Person, opening: Opening, placement: Placement) -> tuple[Reason, ...]:
    theirs = job(placement.title, placement.client)
    placed = f"We placed {called(person)} as {theirs} {placement.starts}"
    alike = f"{openings.words(opening)} is a job like it"
    return reason(placed, placement.dated or placement.asserted[0]), reason(alike, opening.said)


def _brings(opening: Opening, placement: Placement) -> dict[str, str]:
    known = placement.title or placement.client
    return told(
        {
            **openings.brought(opening),
            "their_job": job(placement.title, placement.client) if known else None,
            "their_title": placement.title,
            "their_start": str(placement.starts),
            "why_alike": opening.why,
        }
    )


PLAY = Play(
    "tell_of_similar_searches",
    "give",
    Settings(importance=4),
    propose,
    reads=("placements", "roles", "openings", "withdrawals"),
    brings=(*openings.BRINGS, "their_job", "their_title", "their_start", "why_alike"),
    opportunity=True,
    news=("tell of a job",),
)
