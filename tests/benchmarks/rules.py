"""Rules: facts a second, from Kafka to committed plans and acknowledged task events.

Beside it, in the same run, a stock Faust app and a Quix Streams app that do the same decoding, fold and
plays on each fact, and keep their state their own way. Theirs count what they have worked on: what they
have not stored or sent by then counts in their favour.
"""

from benchmarks import workload
from benchmarks.servers import Fresh, Servers, rate

POSITIONS = "SELECT sum(next_offset) FROM rules.positions"
WRITTEN = "SELECT count(*) FROM rules.outbox"


def runs(servers: Servers, times: int) -> dict[str, tuple[str, list[float]]]:
    """The three side by side, `times` times."""
    found: dict[str, list[float]] = {"ours": [], "faust": [], "quix": []}
    for _ in range(times):
        found["ours"].append(ours(servers.fresh()))
        found["faust"].append(other(servers.fresh(), "benchmarks.stock_faust"))
        found["quix"].append(other(servers.fresh(), "benchmarks.stock_quix"))
    return {
        "rules, to committed plans and sent task events": ("facts/s", found["ours"]),
        "  a stock Faust app, same fold and plays": ("facts/s", found["faust"]),
        "  a Quix Streams app, same fold and plays": ("facts/s", found["quix"]),
    }


def ours(fresh: Fresh) -> float:
    """One worker and the relay, until the last task event is acknowledged."""
    total = workload.fill(fresh.settings)
    with fresh.running(*fresh.services("rules", "relay")):
        return rate(lambda: _done(fresh, total), total)


def _done(fresh: Fresh, total: int) -> int:
    """Facts taken; the last one counts once all that follows from them is on the log."""
    taken = fresh.scalar(POSITIONS)
    waiting = taken == total and fresh.scalar(WRITTEN) > fresh.acknowledged("rules")
    return total - 1 if waiting else taken


def other(fresh: Fresh, module: str) -> float:
    """Another framework's app, which prints its count of facts done into a file as it goes."""
    total = workload.fill(fresh.settings)
    progress = fresh.progress_file()
    with fresh.running(("-m", module, str(progress))):
        return rate(lambda: int(progress.read_text() or 0) if progress.exists() else 0, total)
