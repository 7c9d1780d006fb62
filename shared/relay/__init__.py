"""The relay: numbers what stands in an outbox and sends it, in order, until the log has it."""

from shared.relay.recovery import Opened
from shared.relay.relay import Relay

__all__ = ["Opened", "Relay"]
