"""A person's plan as the API tells it: each task with why it is there, or why it is not."""

from datetime import date

import msgspec
from pydantic import BaseModel, Field

from services.query.api.task_answers import Reason
from services.query.plans import Plan, PlannedTask
from services.query.state import State
from shared.facts.outreach import OutreachCompleted
from shared.naming import as_words


class TaskOfPlan(BaseModel):
    """A task, or a proposal that is held back."""

    task: str
    play: str = Field(examples=["congratulate_on_anniversary"])
    state: State
    text: str = Field(
        description="Where it stands, in a sentence.",
        examples=["Held back (spacing): congratulate Jane on 3 years at Acme."],
    )
    headline: str | None
    because: str | None = Field(description="Why it is held back, was withdrawn, or is flagged.")
    opens_on: date
    closes_on: date
    side: str = Field(description="`care`, `give` or `ask`.")
    importance: int
    recruiter: str | None
    playbook: str = Field(description="The hash of the playbook under which it was planned.")
    reasons: list[Reason]


class PlanOfPerson(BaseModel):
    """All that was ever planned, as it stood on a day."""

    person: str
    day: date
    playbook: str | None = Field(description="The hash of the adopted playbook; none: Afterhire's own.")
    playbook_number: int = Field(description="Counts the agency's adoptions; 0: Afterhire's own.")
    review_on: date | None = Field(description="The day on which time alone would change it.")
    tasks: list[TaskOfPlan] = Field(description="What is ahead and open first, what is over last.")


def plan(person: str, found: Plan) -> PlanOfPerson:
    """The plan as it is answered."""
    return PlanOfPerson(
        person=person,
        day=found.day,
        playbook=found.playbook.playbook if found.playbook else None,
        playbook_number=found.playbook.number if found.playbook else 0,
        review_on=found.review_on,
        tasks=[_task(each) for each in found.tasks],
    )


def _task(each: PlannedTask) -> TaskOfPlan:
    told = each.told
    own = {name: getattr(told, name) for name in TaskOfPlan.model_fields if hasattr(told, name)}
    own["reasons"] = [msgspec.to_builtins(reason) for reason in told.reasons]
    return TaskOfPlan.model_validate(
        own | {"state": each.state, "because": getattr(told, "because", None), "text": sentence(each)}
    )


def sentence(each: PlannedTask) -> str:
    """Where a task stands, in a sentence."""
    what = each.told.headline or as_words(each.told.play)
    return f"{_stands(each)}: {what[:1].lower()}{what[1:]}."


def _stands(each: PlannedTask) -> str:  # noqa: PLR0911 - a line for each state
    told, because = each.told, getattr(each.told, "because", None)
    match each.state:
        case State.PLANNED:
            return f"Planned from {told.opens_on} to {told.closes_on}"
        case State.OPEN:
            return f"Open until {told.closes_on}"
        case State.CLAIMED:
            return f"With {_who(each)}{f', though {because}' if because else ''}"
        case State.SNOOZED:
            return f"Put off, and open until {told.closes_on}"
        case State.COMPLETED:
            return f"Done by {_who(each)}{_on(each)}"
        case State.DISMISSED:
            return f"Set aside by {_who(each)}"
        case State.EXPIRED:
            return f"Not done before {told.closes_on}"
        case State.WITHDRAWN:
            return f"Withdrawn, as {because or 'it no longer applies'}"
        case State.HELD_BACK:
            return f"Held back ({because})"


def _who(each: PlannedTask) -> str:
    return each.dealing.by if each.dealing else "nobody"


def _on(each: PlannedTask) -> str:
    return f" on {each.dealing.on}" if isinstance(each.dealing, OutreachCompleted) else ""
