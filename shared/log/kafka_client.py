"""What every Kafka client here has in common: its connection, and what its errors ask for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from kafka import KafkaConsumer, errors

from shared.errors import AfterhireError, MisconfiguredError, UnavailableError
from shared.log.protocol import OutOfRangeError, Partition

CONNECT_MS = 3_000
ANSWER_MS = 5_000
"""How long a question to the log may stay unanswered."""
LARGEST_REQUEST = 4 * 1024 * 1024
"""Bytes of the largest record with its headers: a quarantined one carries a whole other record."""

Client = TypeVar("Client")

_RECONNECTING: dict[str, Any] = {
    "bootstrap_timeout_ms": CONNECT_MS,
    # A broker that was restarted is found again soon, not after the usual half a minute.
    "reconnect_backoff_max_ms": 1_000,
}
_OPERATOR = (
    errors.AuthorizationError,
    errors.KafkaConfigurationError,
    errors.SaslAuthenticationFailedError,
    errors.UnsupportedVersionError,
)


def connect(kind: Callable[..., Client], bootstrap: str, **settings: object) -> Client:
    """A connected client of that kind; `UnavailableError` when no broker answers."""
    connections = []

    def connection(**given: object) -> object:
        connections.append(KafkaConsumer.DEFAULT_CONFIG["kafka_client"](**given))
        return connections[-1]

    try:
        with translated():
            servers = bootstrap.split(",")
            return kind(bootstrap_servers=servers, kafka_client=connection, **_RECONNECTING, **settings)
    except AfterhireError:
        # A constructor that fails leaves its connection and its thread behind.
        for one in connections:
            with suppress(errors.KafkaError):
                one.close()
        raise


@contextmanager
def translated() -> Iterator[None]:
    """Turn the errors of kafka-python into ours, named for the reaction they ask for."""
    try:
        yield
    except (errors.KafkaError, OSError) as error:
        raise translation(error) from error


def translation(error: Exception) -> Exception:
    """What an error of kafka-python asks for."""
    match error:
        case errors.OffsetOutOfRangeError():
            return OutOfRangeError(Partition(*one) for one in error.args[0])
        case errors.LogTruncationError():
            return OutOfRangeError(Partition(*one) for one in error.divergent_offsets)
        case error if isinstance(error, _OPERATOR):
            return MisconfiguredError(f"Kafka refuses this client: {error!r}")
        case _:
            return UnavailableError(f"Kafka does not answer as expected: {error!r}")
