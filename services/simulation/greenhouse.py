"""Greenhouse's web hooks of somebody (https://developers.greenhouse.io/webhooks.html). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from services.simulation.career import NEVER
from services.simulation.person import GREENHOUSE, Person, Placed
from services.simulation.record import of_ats
from services.simulation.world import World

Json = dict[str, Any]
CANDIDATES, APPLICATIONS, OFFERS, JOBS = 4_000_000_000, 5_000_000_000, 6_000_000_000, 7_000_000_000
"""Where its numbers of each kind begin; ten for each person."""
SECOND_APPLICATION = 9
LONGEST_LATE = 1280
"""Minutes after which it gives up trying again."""


class Hook(NamedTuple):
    """A web hook, and when it comes."""

    at: datetime
    action: str
    payload: Json


def candidate_id(number: int, record: int = 0) -> int:
    """Of somebody's first or second record."""
    return CANDIDATES + number * 10 + record


def application_id(number: int, place: int) -> int:
    """Of somebody's placement of that number."""
    return APPLICATIONS + number * 10 + place


def hooks(world: World, person: Person) -> Iterator[Hook]:
    """All that come about somebody until the world's last day, the repeated and the late ones among them."""
    rng, habits = world.rng("hooks", person.who.number), world.habits
    for hook in sorted(_sent(world, person), key=lambda each: each.at):
        if hook.at.date() > world.until:
            continue
        late = (
            timedelta(minutes=rng.randrange(60, LONGEST_LATE)) if rng.random() < habits.late else timedelta()
        )
        yield hook._replace(at=hook.at + late)
        if rng.random() < habits.repeated:
            yield hook._replace(at=hook.at + late + timedelta(minutes=rng.randrange(1, 60)))


def _sent(world: World, person: Person) -> Iterator[Hook]:
    """Without what becomes of them on their way."""
    teller = _Teller(world, person)
    for each in person.placed:
        if each.feed == GREENHOUSE:
            yield from teller.placement(each)
    if any(each.feed == GREENHOUSE for each in person.placed):
        yield from teller.married()
    if person.entered_twice < NEVER:
        yield from teller.twice()


@dataclass(frozen=True)
class _Teller:
    world: World
    person: Person

    def placement(self, placed: Placed) -> Iterator[Hook]:
        """From the application to the hire, and what became of it."""
        hired, number = placed.placement.hired, self.person.who.number
        application = application_id(number, placed.number)
        yield self._moved(
            "new_candidate_application", placed, hired - timedelta(days=40), "Application Review"
        )
        yield self._moved("candidate_stage_change", placed, hired - timedelta(days=9), "Offer")
        offer: Json = {
            "id": OFFERS + number * 10 + placed.number,
            "application_id": application,
            "notes": None,
        }
        offer |= {"offer_status": "Created", "version": 1, "start_date": self._day(placed.placement.planned)}
        yield self._hook("offer_created", hired - timedelta(days=8), offer)
        yield self._moved("hire_candidate", placed, hired, None)
        if placed.placement.moved < NEVER:
            again = offer | {"offer_status": "Accepted", "version": 2, "start_date": str(placed.stint.starts)}
            yield self._hook("offer_updated", placed.placement.moved, again)
        if placed.placement.undone < NEVER:
            yield self._moved("unhire_candidate", placed, placed.placement.undone, "Offer")

    def married(self) -> Iterator[Hook]:
        """The family name is another one now, where the agency is told."""
        told = self.person.told
        if told < NEVER and self.person.named_as_on(told, GREENHOUSE) == told:
            yield self._hook("update_candidate", told, {"candidate": self._candidate(told)})

    def twice(self) -> Iterator[Hook]:
        """Another application under a new record, and what became of that."""
        number, entered = self.person.who.number, self.person.entered_twice
        application = {
            "id": application_id(number, SECOND_APPLICATION),
            "last_activity_at": self._at(entered).isoformat(),
            "candidate": self._candidate(entered, 1),
            "current_stage": {"id": 1, "name": "Application Review"},
            "jobs": [self._job(self.person.placed[0])],
        }
        yield self._hook("new_candidate_application", entered, {"application": application})
        if self.person.merged < NEVER:
            merged = {"id": candidate_id(number, 1), "new_candidate_id": candidate_id(number)}
            yield self._hook("merge_candidate", self.person.merged, {"person": merged})

    def _moved(self, action: str, placed: Placed, day: date, stage: str | None) -> Hook:
        application = {
            "id": application_id(self.person.who.number, placed.number),
            "last_activity_at": self._at(day).isoformat(),
            "source": self._source(),
            "credited_to": self._recruiter(placed),
            "candidate": self._candidate(day) | {"recruiter": self._recruiter(placed)},
            "current_stage": {"id": 1, "name": stage} if stage else None,
            "jobs": [self._job(placed)],
        }
        if stage is None:
            starts = self._day(placed.placement.planned)
            application |= {"job": self._job(placed), "offer": {"version": 1, "starts_at": starts}}
        return self._hook(action, day, {"application": application})

    def _candidate(self, day: date, record: int = 0) -> Json:
        who = self.person.who
        said = of_ats(self.world, self.person, GREENHOUSE, record, day)
        stint = self.person.stint_on(day)
        return {
            "id": candidate_id(who.number, record),
            "first_name": said.given,
            "last_name": said.family,
            "title": stint.title_on(day) if stint else None,
            "company": stint.employer.name_on(day) if stint else None,
            "can_email": True,
            "phone_numbers": _labelled(said.phone, "mobile"),
            "email_addresses": _labelled(said.email, "personal"),
            "social_media_addresses": [{"value": said.profile}] if said.profile else [],
            "website_addresses": [],
        }

    def _job(self, placed: Placed) -> Json:
        stint = placed.stint
        kind = "Contract" if stint.contracts else "Permanent"
        client = _spelled(self.world, placed, self.person.who.number)
        fields = {"employment_type": {"type": "single_select", "value": kind}}
        fields["client"] = {"type": "short_text", "value": client}
        number = JOBS + self.person.who.number * 10 + placed.number
        return {"id": number, "name": stint.titles[0][1], "confidential": False, "custom_fields": fields}

    def _recruiter(self, placed: Placed) -> Json:
        name, email = self.world.recruiters[placed.placement.recruiter]
        return {"id": placed.placement.recruiter + 1, "email": email, "name": name}

    def _source(self) -> Json:
        return {"id": 7, "public_name": "Referral" if self.person.referred_by is not None else "LinkedIn"}

    def _day(self, day: date) -> str:
        """In either of the two styles in which the vendor writes days."""
        us = self.world.rng("style", self.person.who.number).random() < 0.3  # noqa: PLR2004 - some
        return f"{day:%m/%d/%Y}" if us else str(day)

    def _at(self, day: date) -> datetime:
        minutes = self.world.rng("minute", self.person.who.number, day).randrange(8 * 60, 17 * 60)
        return datetime.combine(day, datetime.min.time(), UTC) + timedelta(minutes=minutes)

    def _hook(self, action: str, day: date, payload: Json) -> Hook:
        return Hook(self._at(day), action, payload)


def _labelled(value: str, kind: str) -> list[Json]:
    return [{"value": value, "type": kind}] if value else []


def _spelled(world: World, placed: Placed, number: int) -> str:
    employer = placed.stint.employer
    name = employer.name_on(placed.placement.hired)
    with_form = world.rng("client", number, placed.number).random() < 0.5  # noqa: PLR2004 - half
    return f"{name} {employer.form}".strip() if with_form else name
