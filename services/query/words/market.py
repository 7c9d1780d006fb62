"""What the market holds, about no person."""

from services.query.phrases import role_at, then
from shared.facts import market


def _opened(body: market.JobOpened) -> str:
    return f"A job is open{role_at(body.title, body.client, ': ')}{then(', until ', body.closes_on)}."


def _closed(body: market.JobClosed) -> str:
    return f"A job was closed on {body.on}."


def _published(body: market.ResourcePublished) -> str:
    what = "An event is announced" if body.kind == "event" else "An article was published"
    return f"{what}: {body.title}{then(', until ', body.ends_on)}."


def _withdrawn(_body: market.ResourceWithdrawn) -> str:
    return "An article or event is not to be had any more."


WORDS = {
    market.JobOpened: _opened,
    market.JobClosed: _closed,
    market.ResourcePublished: _published,
    market.ResourceWithdrawn: _withdrawn,
}
