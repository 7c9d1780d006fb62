"""/v1/playbook/settings: what can be set in a playbook, and what each setting is."""

from typing import Any, Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from services.rules.play import Side
from services.rules.playbook import described
from services.rules.playbook.described import DescribedPlay


class SettingAnswer(BaseModel):
    """One that can be set."""

    model_config = ConfigDict(from_attributes=True)
    setting: str = Field(description="As the file has it.", examples=["restraint.spacing_days"])
    default: Any = Field(description="What Afterhire has it at.", examples=[14])
    allowed: str = Field(examples=["a whole number from 0 to 3650"])
    about: str | None = Field(examples=["At least so many days lie between two messages."])


class PlayAnswer(BaseModel):
    """A play, and what can be set of it."""

    play: str = Field(examples=["congratulate_on_a_move"])
    side: Side
    does: str = Field(examples=["Congratulate on a role at a new employer, from the day we learned of it."])
    settings: list[SettingAnswer]

    @classmethod
    def of(cls, play: DescribedPlay) -> Self:
        """The answer about one."""
        settings = list(map(SettingAnswer.model_validate, play.settings))
        return cls(play=play.play, side=play.side, does=play.does, settings=settings)


class SettingsAnswer(BaseModel):
    """All that can be set, in the order of the file; the wording of drafts apart."""

    general: list[SettingAnswer] = Field(description="What holds for all plays.")
    plays: list[PlayAnswer]


def router() -> APIRouter:
    """The route of this resource."""
    routes = APIRouter(prefix="/v1/playbook/settings", tags=["playbook"])

    @routes.get("", summary="What can be set in a playbook, and what each setting is.")
    def settings() -> SettingsAnswer:
        general = list(map(SettingAnswer.model_validate, described.general()))
        return SettingsAnswer(general=general, plays=list(map(PlayAnswer.of, described.plays())))

    return routes
