"""Projector: events a second, from Kafka to committed projections, and the same for a rebuild."""

from benchmarks import workload
from benchmarks.servers import Fresh, Servers, rate

POSITIONS = "SELECT sum(next_offset) FROM query.positions"
RULES_AT = "SELECT sum(next_offset) FROM rules.positions"


def runs(servers: Servers, times: int) -> dict[str, tuple[str, list[float]]]:
    """A projector alone, over people's facts and the task events that rules made of them."""
    return {
        "projector, to committed projections": ("events/s", [once(servers.fresh()) for _ in range(times)])
    }


def once(fresh: Fresh) -> float:
    """Have rules write their task events first, then let the projector read all."""
    facts = workload.fill(fresh.settings)
    with fresh.running(*fresh.services("rules", "relay")):
        rate(lambda: fresh.scalar(RULES_AT), facts)
        rate(lambda: fresh.acknowledged("rules"), fresh.scalar("SELECT count(*) FROM rules.outbox"))
    total = facts + fresh.acknowledged("rules")
    with fresh.running(*fresh.services("projector")):
        return rate(lambda: fresh.scalar(POSITIONS), total)
