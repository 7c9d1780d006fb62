"""What people of the simulated agency told their recruiters: of whom they know. Pure."""

from datetime import timedelta
from typing import Any

from services.simulation import truth
from services.simulation.person import Person, person
from services.simulation.world import World

Json = dict[str, Any]


def told(world: World, referred: Person) -> Json | None:
    """Who told of somebody, as `POST /v1/people/{id}/facts` takes it, with the record of who told it."""
    if referred.referred_by is None:
        return None
    teller = person(world, referred.referred_by)
    feed, id_ = next(truth.records(world, teller))
    known = max(teller.placed[0].placement.hired, referred.placed[0].placement.hired - timedelta(days=45))
    number, who = referred.who.number, referred.who
    fact = {"kind": "referral", "id": f"simulated-{number}", "on": str(known)}
    return {"feed": feed, "id": id_, "facts": [fact | {"name": f"{who.given} {who.family}"}]}
