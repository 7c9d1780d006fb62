"""Whether the API is near enough to the log."""

import pytest
from vocabulary.installation import Installation

from services.query.readiness import FAR_BEHIND, Readiness
from shared.errors import UnavailableError
from shared.log.memory import MemoryLog
from shared.log.protocol import Outgoing

TOPIC = "afterhire.people"


def test_far_behind_the_log_is_not_ready(here: Installation) -> None:
    """A reader is sent elsewhere, or waits, while the projections catch up; a short way behind is normal."""
    log = MemoryLog(1)
    ready = Readiness(here.parts, lambda: log, [TOPIC])
    log.append([Outgoing(TOPIC, 0, b"k", b"{}", ())] * FAR_BEHIND)
    ready()
    log.append([Outgoing(TOPIC, 0, b"k", b"{}", ())])
    with pytest.raises(UnavailableError, match=f"{FAR_BEHIND + 1} records behind"):
        ready()


def test_without_the_log_what_is_there_is_shown(here: Installation) -> None:
    """Reading needs the database alone."""
    log = MemoryLog(1)
    log.unavailable = True
    Readiness(here.parts, lambda: log, [TOPIC])()
