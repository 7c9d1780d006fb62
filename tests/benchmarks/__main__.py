"""`make bench`: each figure as the median of several runs, everything on this machine."""

import argparse
import os
import platform
import statistics
import tempfile
from pathlib import Path

from benchmarks import (
    backtest,
    importing,
    ingest,
    latency,
    looking,
    matching,
    planning,
    projector,
    rules,
    serving,
)
from benchmarks.servers import PEOPLE, Servers

BENCHES = {
    "rules": rules,
    "projector": projector,
    "ingest": ingest,
    "importing": importing,
    "latency": latency,
    "heart": planning,
    "backtest": backtest,
    "matching": matching,
    "looking": looking,
    "serving": serving,
}


def main() -> None:
    """Run the benches asked for, all by default."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("bench", nargs="*", choices=[*BENCHES, []], help="which ones; all by default")
    asked.add_argument("--runs", type=int, default=3, help="runs of each; the median counts")
    asked.add_argument(
        "--rows", type=int, default=importing.ROWS, help="of the file of the bench `importing`"
    )
    asked.add_argument("--people", type=int, default=PEOPLE, help="how many serving fills in, ten tasks each")
    options = asked.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="afterhire-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o711)
        with Servers(Path(folder), options.people) as servers:
            for name in options.bench or BENCHES:
                rows = {"rows": options.rows} if name == "importing" else {}
                report(BENCHES[name].runs(servers, options.runs, **rows))


def report(found: dict[str, tuple[str, list[float]]]) -> None:
    """Print a line per figure: its unit, the median, and all runs."""
    for what, (unit, values) in found.items():
        each = ", ".join(f"{value:,.0f}" for value in values)
        print(f"{what:52} {statistics.median(values):>10,.0f} {unit:12} ({each})", flush=True)


if __name__ == "__main__":
    main()
