"""`afterhire simulate --send`: a made-up agency is taken by the API as it is written."""

import threading
from datetime import date
from pathlib import Path

from vocabulary.inbox import Ingest

from services.cli.client import Client
from services.cli.simulated import send
from services.local.progress import silent
from services.simulation.world import world
from services.simulation.writing import write


def test_all_of_an_agency_is_sent_and_sent_again_tells_nothing(tmp_path: Path, database_url: str) -> None:
    """Nothing is refused; what people told of each other is among it."""
    write(world(3, 1, 2, date(2026, 3, 10)), tmp_path, silent)
    stop = threading.Event()
    with Ingest(database_url) as ingest:
        chores = threading.Thread(target=ingest.chores.run, args=(stop,))
        chores.start()
        try:
            client = Client(ingest.settings, ingest.http)
            send(client, ingest.settings, tmp_path, silent)
            types = ingest.types()
            send(client, ingest.settings, tmp_path, silent)
        finally:
            stop.set()
            chores.join()
        assert ingest.parked() == []
        assert ingest.types() == types
    assert {"placement.started", "role.observed", "job.opened", "referral.made"} <= set(types)
