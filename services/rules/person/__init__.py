"""A person: everything the rules know about one human being, folded from the facts."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from services.rules.person import career, standing
from services.rules.person.career import Post
from services.rules.person.contacts import Answers, Assignment, Dealing, Rating, Touch
from services.rules.person.derived import derived, hand_on
from services.rules.person.favours import Referral, Review, Testimonial, Win
from services.rules.person.heard import Achievement, Goal, Search, Words, in_words, last_words
from services.rules.person.history import (
    Absorption,
    Adoption,
    Anniversary,
    Consent,
    Milestone,
    Profile,
    Retraction,
    Role,
)
from services.rules.person.matches import Find, Opening, Withdrawal, holding
from services.rules.person.placement import Placement
from services.rules.person.setbacks import Setback, setbacks
from shared.clock import day_of

NEVER = datetime(1, 1, 1, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


class Parts(Struct, array_like=True):
    """What the facts say by now."""

    seen: datetime = NEVER
    """The largest `recorded_at` of any fact of this person."""
    today: date = date.min
    """`seen` as a day in the agency's time zone: the only *today* a rule knows."""
    erased: bool = False
    absorbed: Absorption | None = None
    consent: Consent | None = None
    playbook: Adoption | None = None
    """The one with the highest number; `None` while the agency has adopted none."""
    search: Search | None = None
    name: str | None = None
    """By the newest profile that knows one."""
    given_name: str | None = None
    """By the newest profile that knows one."""
    recruiter: str | None = None
    """Who looks after this person, by the newest profile that knows."""
    profiles: dict[str, Profile] = {}
    """By feed: each speaks for itself."""
    placements: dict[str, Placement] = {}
    anniversaries: dict[str, Anniversary] = {}
    """By the fact that announced them."""
    milestones: dict[str, Milestone] = {}
    """By the fact that announced them."""
    roles: dict[str, Role] = {}
    touches: dict[str, Touch] = {}
    """By the fact that tells of them."""
    dealings: dict[str, Dealing] = {}
    """By task."""
    assignments: dict[str, Assignment] = {}
    """By task."""
    ratings: dict[str, Rating] = {}
    """By fact, like the answers, notes, motivations, interests, reviews, testimonials and wins."""
    answers: dict[str, Answers] = {}
    notes: dict[str, Words] = {}
    motivations: dict[str, Words] = {}
    interests: dict[str, Words] = {}
    goals: dict[str, Goal] = {}
    achievements: dict[str, Achievement] = {}
    referrals: dict[str, Referral] = {}
    reviews: dict[str, Review] = {}
    testimonials: dict[str, Testimonial] = {}
    wins: dict[str, Win] = {}
    openings: dict[str, Opening] = {}
    """By match, like the finds and withdrawals."""
    finds: dict[str, Find] = {}
    withdrawals: dict[str, Withdrawal] = {}
    retracted: dict[str, Retraction] = {}
    """By the fact that does not hold."""


class Person(Parts, frozen=True, dict=True):  # type: ignore[misc] # msgspec freezes what a draft leaves open
    """A value: `fold` and `evolve` make new ones, which share with the old one what is the same."""

    def on(self, day: date) -> "Person":
        """The same person on a later day on which no fact came."""
        later = msgspec.structs.replace(self, today=day)
        later.__dict__.update(self.__dict__)  # nothing that is worked out once looks at *today*
        return later

    @property
    def placed(self) -> bool:
        """Whether the agency ever placed them."""
        return any(placement.asserted for placement in self.placements.values())

    @derived("placements", "roles")
    def posts(self) -> tuple[Post, ...]:
        """Each job they had or have, the one begun last at the end."""
        return career.posts(self.placements, self.roles)

    @derived("placements", "roles")
    def post(self) -> Post | None:
        """The job they have: the one begun last of those of which nothing says that it ended."""
        return next((post for post in reversed(self.posts) if not post.over), None)

    @derived("placements", "roles")
    def setbacks(self) -> tuple[Setback, ...]:
        """What went wrong in their career, unless something new has followed it."""
        return setbacks(self.placements, self.roles)

    @derived("touches")
    def contacts(self) -> list[Touch]:
        """Every contact, the last one at the end."""
        return standing.in_order(self.touches.values())

    @property
    def last_touch(self) -> Touch | None:
        """The last contact."""
        return self.contacts[-1] if self.contacts else None

    @property
    def touched_on(self) -> date | None:
        """The day of the last contact."""
        return self.last_touch.on if self.last_touch else None

    @derived("touches")
    def spoke(self) -> Touch | None:
        """The last call or meeting."""
        return next((touch for touch in reversed(self.contacts) if touch.spoken), None)

    @derived("touches")
    def answered(self) -> Touch | None:
        """The last contact to which they answered."""
        return next((touch for touch in reversed(self.contacts) if touch.answered), None)

    @derived("ratings")
    def rating(self) -> Rating | None:
        """The last word on how satisfied they are."""
        return standing.latest(self.ratings.values())

    @property
    def satisfaction(self) -> int | None:
        """What they last answered, 0 to 10."""
        return self.rating.score if self.rating else None

    @derived("touches")
    def last_by_play(self) -> dict[str | None, Touch]:
        """The last contact through a task of each play."""
        return {touch.play: touch for touch in self.contacts}

    def last_done(self, play: str) -> Touch | None:
        """The last time a task of this play was done."""
        return self.last_by_play.get(play)

    @derived("notes")
    def last_note(self) -> str | None:
        """What was noted last, as far as it can still be read."""
        return last_words(self.notes.values())

    @derived("goals")
    def goals_in_words(self) -> str | None:
        """What they still want to reach."""
        return in_words(goal for goal in self.goals.values() if not goal.reached)

    @derived("motivations")
    def motivations_in_words(self) -> str | None:
        """What drives them."""
        return in_words(self.motivations.values())

    @derived("interests")
    def interests_in_words(self) -> str | None:
        """What they care about."""
        return in_words(self.interests.values())

    @derived("openings", "withdrawals")
    def openings_held(self) -> list[Opening]:
        """The jobs that fit them and were not withdrawn since, the one said last at the end."""
        return holding(self.openings, self.withdrawals)

    @derived("finds", "withdrawals")
    def finds_held(self) -> list[Find]:
        """The articles and events that meet their interests, in the same way."""
        return holding(self.finds, self.withdrawals)

    @property
    def looking(self) -> bool:
        """Whether they are looking for another job, as far as they told."""
        return self.search is not None and self.search.looking

    @property
    def advocate(self) -> bool:
        """Whether they speak for the agency: they referred, reviewed, or rated it 9 or 10."""
        made = any(referral.made for referral in self.referrals.values())
        return made or bool(self.reviews) or (self.satisfaction or 0) >= standing.DELIGHTED


class Draft(Parts):
    """A person while facts are being folded: changeable, but a part is copied before it changes."""

    zone: ZoneInfo = UTC_ZONE
    before: "Person | None" = None
    """As it began."""
    own: set[str] = set()
    """The parts copied already."""

    @classmethod
    def of(cls, person: Person, zone: ZoneInfo) -> "Draft":
        """One that begins as the person is."""
        draft = cls(*msgspec.structs.astuple(person))
        draft.zone, draft.before = zone, person
        return draft

    def put(self, part: str, key: str, value: object) -> None:
        """Set one entry of a part."""
        if part not in self.own:
            self.own.add(part)
            setattr(self, part, getattr(self, part).copy())
        entries: dict[str, Any] = getattr(self, part)
        entries[key] = value

    def person(self) -> Person:
        """The value that came out."""
        if self.seen != NEVER:
            self.today = day_of(self.seen, self.zone)
        made = Person(*msgspec.structs.astuple(self)[:-3])
        if self.before is not None:
            hand_on(self.before, made, self.own)
        return made
