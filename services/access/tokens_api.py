"""/v1/tokens: an agency's tokens, for its admins."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from shared.access.principal import CALLER, GIVEN, Role, Scope
from shared.access.tokens import (
    DAYS,
    MOST_DAYS,
    MOST_PER_MINUTE,
    PER_MINUTE,
    Tokens,
    Wanted,
)
from shared.plain import PLAIN

CREATED, NO_CONTENT = 201, 204
TokenId = Annotated[UUID, Path(description="The token's id.")]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]


class TokenForm(BaseModel):
    """What a new token is to be."""

    model_config = ConfigDict(extra="forbid", title="NewToken")
    name: Name = Field(description="What it is for, or whose it is.", examples=["the website"])
    role: Role
    scopes: frozenset[Scope] = Field(
        default=frozenset(),
        description=f"Of a service alone: what it may do, out of {', '.join(sorted(GIVEN))}.",
    )
    recruiter: Name | None = Field(
        None, description="Of a recruiter: their name, as tasks have it; the token acts as nobody else."
    )
    days: int = Field(DAYS, ge=1, le=MOST_DAYS, description="How long it is good.")
    per_minute: int = Field(PER_MINUTE, ge=1, le=MOST_PER_MINUTE, description="How many requests a minute.")


class TokenAnswer(BaseModel):
    """What is known of a token."""

    model_config = ConfigDict(title="Token", from_attributes=True)
    id: str
    name: str
    role: Role
    scopes: list[Scope]
    recruiter: str | None
    starts_with: str = Field(description="Its first characters, by which people tell tokens apart.")
    per_minute: int
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None = Field(description="When it was last used, to the minute.")


class NewTokenAnswer(TokenAnswer):
    """A token that was made."""

    model_config = ConfigDict(title="MadeToken")
    secret: str = Field(description="The token itself, shown this once: only its hash is kept.")


class TokensAnswer(BaseModel):
    """The agency's tokens."""

    model_config = ConfigDict(title="Tokens")
    tokens: list[TokenAnswer] = Field(description="The newest first; expired and revoked ones too.")


def router(tokens: Callable[[], Tokens]) -> APIRouter:
    """The routes of this resource; `tokens` raises `UnavailableError` when the database is away."""
    routes = APIRouter(prefix="/v1/tokens", tags=["access"])

    @routes.post("", status_code=CREATED, summary="Make a token; it is shown this once.")
    def create(form: TokenForm, response: Response) -> NewTokenAnswer:
        wanted = Wanted(form.name, form.role, form.scopes, form.recruiter, form.days, form.per_minute)
        told, secret = tokens().create(CALLER.get().agency, wanted)
        response.headers["Cache-Control"] = "no-store"
        return NewTokenAnswer(**TokenAnswer.model_validate(told).model_dump(), secret=secret)

    @routes.get("", summary="The agency's tokens.")
    def listing() -> TokensAnswer:
        found = tokens().of(CALLER.get().agency)
        return TokensAnswer(tokens=[TokenAnswer.model_validate(each) for each in found])

    @routes.delete("/{token}", status_code=NO_CONTENT, summary="End a token; it takes effect within seconds.")
    def revoke(token: TokenId) -> None:
        tokens().revoke(CALLER.get().agency, str(token))

    return routes
