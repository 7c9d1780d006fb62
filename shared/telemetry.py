"""Structured logs and metrics; neither ever holds personal data."""

import logging
import sys
from typing import cast

import structlog
from prometheus_client import Counter, Gauge, Histogram

from shared.settings import Settings

STEPS = Histogram(
    "afterhire_step_seconds", "Seconds from the first statement of a step to its commit.", ["service"]
)
TAKEN = Counter("afterhire_records_taken_total", "Records taken from the log.", ["service"])
REPEATS = Counter("afterhire_records_repeated_total", "Records skipped as repeats.", ["service"])
AHEAD = Counter(
    "afterhire_records_ahead_total", "Records stepped past, as an earlier one is due.", ["service"]
)
PARKED = Counter("afterhire_records_parked_total", "Records put into quarantine.", ["service"])
ALARMS = Counter("afterhire_alarms_total", "Reasons for an operator to look.", ["service", "kind"])
SENT = Counter("afterhire_outbox_sent_total", "Outbox rows acknowledged by the log.", ["service"])
WAITING = Gauge("afterhire_outbox_waiting", "Outbox rows not yet acknowledged.", ["service"])


def configure(settings: Settings, service: str) -> None:
    """Log lines as JSON on standard output, coloured text on a terminal, each with the service's name."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if sys.stdout.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    logging.basicConfig(
        level=logging.WARNING,
        stream=sys.stdout,
        format='{"level":"%(levelname)s","event":"%(name)s: %(message)s"}',
    )


def logger(**context: str) -> structlog.typing.FilteringBoundLogger:
    """A logger whose lines carry `context`; never pass personal data to it."""
    return cast("structlog.typing.FilteringBoundLogger", structlog.get_logger(**context))
