"""What counts as having given something to a person."""

from datetime import date

from services.rules.person import Person
from services.rules.person.contacts import Touch
from services.rules.person.standing import latest

GIVES = frozenset(
    {
        "offer_a_career_review",
        "offer_market_insight",
        "plan_what_comes_next",
        "send_industry_trends",
        "share_a_resource",
        "share_an_opportunity",
        "share_hiring_resources",
        "support_an_advocate",
        "tell_of_similar_searches",
    }
)
"""The plays of the side `give`, for plays that ask whether one was done; a test holds it against them."""


def last_give(person: Person, since: date) -> Touch | None:
    """The last give that was done on a day or later, whatever came of it."""
    given = (touch for touch in person.touches.values() if touch.play in GIVES)
    return latest(touch for touch in given if touch.on >= since)
