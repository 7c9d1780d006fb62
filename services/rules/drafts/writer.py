"""The draft of one task, written when it is asked for: nothing of it is kept."""

from dataclasses import dataclass
from typing import NamedTuple

from services.rules.drafts import Draft, draft, ours
from services.rules.person import Person
from services.rules.playbook import Playbook
from services.rules.plays import PLAYS
from services.rules.reader import Reader
from shared.errors import NotFoundError
from shared.facts.tasks import TaskState


class Written(NamedTuple):
    """A draft with what it was made for."""

    task: str
    play: str
    language: str
    own_words: bool
    """Whether the agency's own wording was used."""
    draft: Draft


@dataclass(frozen=True)
class Writer:
    """Writes drafts from what the rules know of a person."""

    reader: Reader

    def write(self, person: str, task: str, language: str | None, me: str | None) -> Written:
        """The draft of a live task, in a language or the playbook's, in the name of `me`.

        Raises `NotFoundError` for a task that is not in the person's plan (any more) and for a language we
        have none in, `ErasedError` for somebody who was forgotten, `UnavailableError`.
        """
        known, playbook = self.reader.find(person)
        entry = known.plan.entries.get(task)
        if entry is None or entry.task is None or entry.task.play not in PLAYS:
            raise NotFoundError(f"There is no task {task} in this person's plan to write a draft for.")
        return _written(entry.task, known.person, playbook, language or playbook.language, me)


def _written(task: TaskState, person: Person, playbook: Playbook, language: str, me: str | None) -> Written:
    own = playbook.wording.get(language, {}).get(task.play)
    words = own or ours(task.play, language)
    values: dict[str, str | None] = {
        **task.brings,
        "given_name": person.given_name,
        "name": person.name,
        "me": me or _name(task.recruiter),
        "agency": playbook.agency_name or None,
    }
    made = draft(words, PLAYS[task.play], language, values)
    return Written(task.task, task.play, language, own is not None, made)


def _name(recruiter: str | None) -> str | None:
    """How a recruiter signs, where we know more than an address."""
    return None if recruiter is None or "@" in recruiter else recruiter
