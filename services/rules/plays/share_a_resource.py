"""Share an article or an event that meets an interest of theirs."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.matches import Find
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after
from services.rules.wording import called, reason, told
from shared.facts.tasks import Material, Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 21
    """How long a find is news, if it is not over before."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each resource, from the day on which we last said that it meets an interest."""
    for finds in _by_resource(person):
        find = finds[-1]
        opens_on = max(find.said.on, find.found_on)
        closes_on = min(find.ends_on or date.max, days_after(opens_on, settings.open_days))
        if max(opens_on, person.today) <= closes_on:
            yield Proposal(
                about=find.resource,
                occurrence="match",
                asserted_by=_asserting(person, find),
                opens_on=opens_on,
                closes_on=closes_on,
                headline=_headline(person, find),
                reasons=tuple(_why(one) for one in finds),
                brings=_brings(find, _interests(finds)),
                materials=(Material(kind="resource", ref=find.resource),),
            )


def _by_resource(person: Person) -> list[list[Find]]:
    """The finds that hold: of each resource one for each interest, the one said last at the end."""
    found: dict[str, list[Find]] = {}
    for find in person.finds_held:
        found.setdefault(find.resource, []).append(find)
    return list(found.values())


def _asserting(person: Person, find: Find) -> tuple[str, ...]:
    """The matches that ever said so; a match said anew moves the task instead of making another one."""
    return tuple(sorted(one.id for one in person.finds.values() if one.resource == find.resource))


def _called(find: Find) -> str:
    return f"{find.kind} {find.title!r}" if find.title else find.kind


def _headline(person: Person, find: Find) -> str:
    interest = f" on {find.interest}" if find.interest else ""
    title = f": {find.title}" if find.title else ""
    return f"Send {called(person)} an {find.kind}{interest}{title}"


def _why(find: Find) -> Reason:
    interest = f"their interest in {find.interest}" if find.interest else "an interest of theirs"
    until = f", and is over on {find.ends_on}" if find.ends_on else ""
    return reason(f"The {_called(find)} meets {interest}{until}", find.said)


def _interests(finds: list[Find]) -> str | None:
    """Each interest that it meets, in words."""
    named = list(dict.fromkeys(find.interest for find in finds if find.interest))
    return " and ".join(filter(None, (", ".join(named[:-1]), *named[-1:]))) or None


def _brings(find: Find, interests: str | None) -> dict[str, str]:
    return told(
        {
            "resource": _called(find),
            "kind": find.kind,
            "title": find.title,
            "url": find.url,
            "interest": interests,
            "ends_on": str(find.ends_on) if find.ends_on else None,
        }
    )


PLAY = Play(
    "share_a_resource",
    "give",
    Settings(importance=4),
    propose,
    reads=("finds", "withdrawals"),
    brings=("resource", "kind", "title", "url", "interest", "ends_on"),
)
