"""What the titles of a job tell: which are new since it began, and since when they hire in it."""

from datetime import date
from typing import NamedTuple

from services.rules.person import Person
from services.rules.person.career import Post, same_job
from services.rules.person.history import Change, Role, Said
from shared.employers import same_employer
from shared.facts.spans import Span
from shared.titles import read


class NewTitle(NamedTuple):
    """Another title at the same employer."""

    role: Role
    change: Change
    before: str | None

    @property
    def since(self) -> date:
        """The first day that is sure to be under the new title."""
        return self.change.since.latest or self.change.learned


class Hiring(NamedTuple):
    """The job in which somebody hires people."""

    post: Post
    asserted: tuple[Said, ...]
    """The facts that say they have it, the one that says they hire in it among them."""
    said: Said
    """The fact that says they hire."""
    began: Span
    since: date
    """The first day on which it is sure that they hire."""
    entered: date | None
    """That day, or the one on which we learned of it; `None` where they hired before we knew of them."""


def new_titles(person: Person, post: Post) -> list[NewTitle]:
    """The changes of title since a job began, the one told last at the end."""
    found = [
        NewTitle(role, change, change.old_title or (post.placement.title if post.placement else None))
        for role in sorted(person.roles.values(), key=_said)
        if (change := role.change) and not change.move and same_employer(role.employer, post.employer)
    ]
    return [new for new in found if post.begun is None or new.since >= post.begun]


def hiring(person: Person) -> Hiring | None:
    """The job they have now, where its title says that they hire; `None` where it does not, or is silent."""
    post = person.post
    if post is None or not _hires(post.title):
        return None
    return _risen(person, post) or _seen_risen(person, post) or _taken_up(person, post)


def _hires(title: str | None) -> bool:
    return read(title).hires is True


def _risen(person: Person, post: Post) -> Hiring | None:
    """They came to hire by a new title."""
    rises = [new for new in new_titles(person, post) if _hires(new.role.title) and _below(new.before)]
    if not rises:
        return None
    new, said = rises[-1], rises[-1].change.said
    return Hiring(post, (said,), said, new.change.since, new.since, max(new.since, new.change.learned))


def _below(title: str | None) -> bool:
    return title is not None and not _hires(title)


def _seen_risen(person: Person, post: Post) -> Hiring | None:
    """They were placed in a job without it, and seen there with it: since when is not known."""
    if post.placement is None or not _below(post.placement.title):
        return None
    seen = [role for role in person.roles.values() if same_job(post.placement, role) and _hires(role.title)]
    role = min(seen, key=_said, default=None)
    if role is None or role.seen_from is None:
        return None
    return Hiring(post, post.asserted, role.said, Span(latest=role.seen_from), role.seen_from, role.seen_from)


def _taken_up(person: Person, post: Post) -> Hiring | None:
    """They hire in it since it began."""
    role = person.roles.get(post.id)
    change = role.change if role else None
    began = change.since if change else post.began
    since = began.latest or (change.learned if change else None)
    if since is None:
        return None
    entered = max(since, change.learned) if change and change.move else None
    placed_on = since if post.placement else None
    return Hiring(post, post.asserted, post.asserted[0], began, since, placed_on or entered)


def _said(role: Role) -> Said:
    return role.said
