"""What the person did for the agency."""

from datetime import date

from msgspec import Struct

from services.rules.person.history import Said


class Referral(Struct, frozen=True, array_like=True):
    """Whom the person told us of, and what came of it."""

    id: str
    made: Said | None = None
    on: date | None = None
    told_name: str | None = None
    placed: Said | None = None
    placed_on: date | None = None
    placed_name: str | None = None
    title: str | None = None
    client: str | None = None
    made_learned: date | None = None
    """The agency's day on which we first learned of it."""
    placed_learned: date | None = None
    """The agency's day on which we first learned what came of it."""

    @property
    def name(self) -> str | None:
        """Who that is, by the person's own words if they said."""
        return self.told_name or self.placed_name


class Review(Struct, frozen=True, array_like=True):
    """A review of the agency in public."""

    said: Said
    platform: str
    on: date


class Testimonial(Struct, frozen=True, array_like=True):
    """Something we may quote, or not."""

    said: Said
    on: date
    publish: bool


class Win(Struct, frozen=True, array_like=True):
    """That the person's employer became a client."""

    said: Said
    on: date
    employer: str | None
