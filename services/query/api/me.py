"""GET /v1/me: who asks, by their token."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from shared.access.principal import CALLER, Role, Scope


class Me(BaseModel):
    """Who asks, and what they may do."""

    agency: str
    role: Role
    recruiter: str | None = Field(description="As whom they act at the desk; nobody: as anyone they name.")
    scopes: list[Scope]


def router() -> APIRouter:
    """The route of this resource."""
    routes = APIRouter(prefix="/v1/me", tags=["access"])

    @routes.get("", summary="Who asks, and what they may do.")
    async def me() -> Me:
        caller = CALLER.get()
        return Me(
            agency=caller.agency,
            role=caller.role,
            recruiter=caller.recruiter,
            scopes=sorted(caller.scopes),
        )

    return routes
