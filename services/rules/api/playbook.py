"""/v1/playbook: what is in force, what another one would change, and adopting it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field

from services.rules.playbook import Playbook
from services.rules.playbook.office import InForce, Office
from services.rules.playbook.reading import Mistake, RefusedPlaybookError, read
from services.rules.playbook.writing import Difference, differences, written

Toml = Annotated[
    str,
    Body(
        media_type="application/toml",
        max_length=1_000_000,
        description="The playbook's file, as TOML; what it leaves out is as Afterhire has it.",
        examples=["[restraint]\nspacing_days = 21\n"],
    ),
]


class PlaybookInForce(BaseModel):
    """The playbook that holds for the agency."""

    number: int = Field(description="Counts the agency's adoptions; 0 while it has adopted none.")
    hash: str = Field(description="Of its content; tasks name it.", examples=["9f2b7c31a0d4e586"])
    adopted_at: datetime | None
    told: bool = Field(description="Whether everybody's plan has been told of it.")
    toml: str = Field(description="All of it as a file, our own defaults included.")


class Wrong(BaseModel):
    """One mistake in a file."""

    model_config = ConfigDict(from_attributes=True)
    line: int
    where: str = Field(examples=["plays.share_an_opportunity.open_days"])
    what: str = Field(examples=["expected a whole number from 0 to 3650, found -1"])


class Other(BaseModel):
    """A setting that another playbook says otherwise."""

    model_config = ConfigDict(from_attributes=True)
    setting: str = Field(examples=["restraint.spacing_days"])
    before: Any = Field(examples=[14])
    after: Any = Field(examples=[21])


class Checked(BaseModel):
    """What adopting a file would mean."""

    mistakes: list[Wrong] = Field(description="Empty when it can be adopted.")
    differences: list[Other] = Field(description="What it would change; empty while there are mistakes.")


def router(office: Callable[[], Office]) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/playbook", tags=["playbook"])

    @routes.get("", summary="The playbook in force.")
    def in_force() -> PlaybookInForce:
        return _answer(office().in_force())

    @routes.put("", summary="Adopt a playbook from now on; with mistakes in it, the old one stays.")
    def adopt(toml: Toml) -> PlaybookInForce:
        return _answer(office().adopt(read(toml)))

    @routes.post("/check", summary="What is wrong with a playbook, or what it would change.")
    def check(toml: Toml) -> Checked:
        try:
            new = read(toml)
        except RefusedPlaybookError as error:
            return _checked(error.mistakes, [])
        return _checked([], differences(office().in_force().playbook, new))

    return routes


def _checked(mistakes: Sequence[Mistake], found: Sequence[Difference]) -> Checked:
    return Checked(
        mistakes=[Wrong.model_validate(each) for each in mistakes],
        differences=[Other.model_validate(each) for each in found],
    )


def _answer(found: InForce) -> PlaybookInForce:
    playbook: Playbook = found.playbook
    return PlaybookInForce(
        number=found.number,
        hash=playbook.version,
        adopted_at=found.adopted_at,
        told=found.told,
        toml=written(playbook),
    )
