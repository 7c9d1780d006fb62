"""What is gathered from somebody's facts."""

from datetime import date

from services.ingest.identity.likeness.evidence import MOST, Called, Evidence, Role, gathered
from shared.facts.heard import NoteTaken
from shared.facts.people import PersonProfiled
from shared.facts.placements import PlacementCancelled, PlacementRescheduled, PlacementStarted
from shared.facts.roles import RoleChanged
from shared.facts.spans import Span, exactly, month

DAY = date(2026, 3, 2)


def started(placement: str = "p", starts: Span | None = None) -> PlacementStarted:
    return PlacementStarted(
        feed="f", placement=placement, starts=starts or exactly(DAY), client="Acme", title="Engineer"
    )


def test_what_feeds_said_is_kept_each_once_the_newest_last() -> None:
    """A name somebody had before is theirs still."""
    before = PersonProfiled(feed="f", name="Jane Doe", given_name="Jane", phones=("020 7946 0958", "none"))
    after = PersonProfiled(feed="g", name="Jane Smith", emails=("j@x.example",), place="Leeds", born_on=DAY)
    assert gathered([before, NoteTaken(feed="f"), after, before], "GB") == Evidence(
        names=(Called("Jane Smith", None), Called("Jane Doe", "Jane")),
        phones=("+442079460958",),
        emails=("j@x.example",),
        places=("Leeds",),
        born=DAY,
    )


def test_only_the_last_few_are_kept() -> None:
    """A record that changes for years does not grow without end."""
    told = [PersonProfiled(feed="f", title=f"Title {number}") for number in range(MOST + 2)]
    assert [role.title for role in gathered(told, "GB").roles] == [f"Title {n}" for n in range(2, MOST + 2)]


def test_a_placement_is_a_role_as_it_was_corrected() -> None:
    """A cancelled one is none; a date known to the month is its first day, a vaguer one says nothing."""
    moved = PlacementRescheduled(feed="f", placement="p", starts=month(2026, 4))
    assert gathered([started(), moved], "GB").roles == (Role("Acme", "Engineer", date(2026, 4, 1)),)
    assert gathered([started(starts=Span(latest=DAY))], "GB").roles == (Role("Acme", "Engineer"),)
    assert gathered([started(), PlacementCancelled(feed="f", placement="p")], "GB") == Evidence()


def test_both_roles_of_a_change_are_known() -> None:
    """Another feed may still show the old one."""
    changed = RoleChanged(
        feed="f",
        role="r",
        since=Span(earliest=DAY, latest=date(2026, 6, 1)),
        move=True,
        employer="Globex",
        title="Lead",
        old_employer="Acme",
    )
    assert gathered([changed], "GB").roles == (Role("Acme", None), Role("Globex", "Lead"))
