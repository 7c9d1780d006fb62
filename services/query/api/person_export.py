"""GET /v1/people/{person}/export: all that is known of a person, as it stands at one moment."""

from collections.abc import Callable
from datetime import date, datetime

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.query.api.asked import Caught
from services.query.api.people import ELSEWHERE, PersonId, elsewhere
from services.query.api.people_answers import Person, TimelineEntry, entry, person_of
from services.query.api.plan_answers import PlanOfPerson, plan
from services.query.api.task_answers import TaskWhole, whole
from services.query.changes import Changes
from services.query.contacts import contacts
from services.query.persons import Persons
from services.query.plans import Plans
from services.query.queue import Queue, Wanted
from services.query.store import Store
from shared.cursor import cursor_of

ALL = 2**31
"""More than anybody has of anything."""


class ContactOfPerson(BaseModel):
    """One time the agency was in touch with them."""

    event: str
    on: date
    channel: str = Field(description="`message`, `call`, `meeting` or `other`.")
    by: str | None = Field(description="The recruiter.", examples=["ann@agency.example"])
    answered: bool = Field(description="Whether they answered, or began it themselves.")
    task: str | None = Field(description="The task that led to it; nothing when it was made elsewhere.")
    words: str | None


class ExportOfPerson(BaseModel):
    """All that is known of a person."""

    exported_at: datetime
    person: Person
    contacts: list[ContactOfPerson] = Field(description="The newest first.")
    timeline: list[TimelineEntry] = Field(description="Every fact, the newest first.")
    tasks: list[TaskWhole] = Field(description="Every task that was ever planned, as it stands.")
    plan: PlanOfPerson = Field(description="Why each task is there, and what was held back, and why.")


def router(store: Callable[[], Store], seen: Caught) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/people", tags=["people"], dependencies=[Depends(seen)])

    @routes.get(
        "/{person}/export",
        summary="All that is known of a person, to be handed to them.",
        response_model=ExportOfPerson,
        responses=ELSEWHERE,
    )
    def export(person: PersonId, answer: Response) -> ExportOfPerson | Response:
        with store().held() as held:
            if into := Persons(held).absorbed_into(str(person)):
                return elsewhere(person, into, "/export")
            answer.headers["Content-Disposition"] = f'attachment; filename="person-{person}.json"'
            return _everything(held, str(person))

    return routes


def _everything(store: Store, person: str) -> ExportOfPerson:
    began = cursor_of(Changes(Queue(store)).now())
    card = person_of(person, Persons(store).profile(person), began)
    entries, _ = Persons(store).timeline(person, None, ALL)
    tasks, _ = Queue(store).page(Wanted(person=person), None, ALL)
    return ExportOfPerson(
        exported_at=store.now(),
        person=card,
        contacts=[ContactOfPerson.model_validate(one._asdict()) for one in contacts(entries)],
        timeline=[entry(one) for one in entries],
        tasks=[whole(task) for task in tasks],
        plan=plan(person, Plans(store).of(person, None)),
    )
