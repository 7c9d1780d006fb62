"""How headlines and reasons put what is known into words."""

from msgspec.structs import replace

from services.rules.person import Person
from services.rules.person.career import Post
from services.rules.person.contacts import Touch
from services.rules.person.history import Said
from services.rules.person.titles import Hiring
from shared.facts.tasks import Reason, TaskState

LONGEST = 2_000
"""Characters of one thing that a task brings along."""


def reason(text: str, said: Said) -> Reason:
    """A sentence with the fact it rests on."""
    return Reason(text=text, fact=said.fact, on=said.on, feed=said.feed)


def with_reason(task: TaskState, because: Reason) -> TaskState:
    """The task with one more sentence on why it stands where it stands."""
    return replace(task, reasons=(*task.reasons, because))


def called(person: Person) -> str:
    """How a headline names the person; their name may be unknown, or erased."""
    return person.name or "this person"


def job(title: str | None, employer: str | None) -> str:
    """A role in words: `Engineer at Acme`, as far as it is known."""
    match title, employer:
        case None, None:
            return "their role"
        case _, None:
            return f"their role as {title}"
        case None, _:
            return f"their role at {employer}"
        case _:
            return f"{title} at {employer}"


def started(person: Person, post: Post) -> str:
    """That somebody is in a post, and since when: `Ann started as Engineer at Acme 2026-03-02`."""
    return f"{called(person)} started {began_in(post.title, post.employer)} {post.began}"


def began_in(title: str | None, employer: str | None) -> str:
    """What somebody started: `as Engineer at Acme`, or `in` as much of it as is known."""
    return f"{'as' if title and employer else 'in'} {job(title, employer)}"


def hires(person: Person, role: Hiring) -> Reason:
    """That somebody took up a role that hires, and since when: a date, or the days between which it began."""
    where = f" at {role.post.employer}" if role.post.employer else ""
    return reason(f"{called(person)} hires as {role.post.title}{where}, a role begun {role.began}", role.said)


def told(words: dict[str, str | None]) -> dict[str, str]:
    """What a task brings along: only what is known, and of what was said at length the beginning.

    Whole it stands in the person's timeline; a task with all of it could grow too large for the log.
    """
    return {name: _begun(text) for name, text in words.items() if text}


def _begun(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def contact(touch: Touch | None) -> str | None:
    """A contact in words: when, and what was said or came of it."""
    return f"{touch.on}: {touch.note or touch.outcome}" if touch else None
