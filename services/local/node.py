"""What the supervisor asks of each process it looks after."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


class Node(Protocol):
    """One supervised process: a `Worker`, a `KafkaNode` or a `PostgresNode`."""

    name: str

    @property
    def log(self) -> Path:
        """The file it writes to."""
        ...

    @property
    def exit_code(self) -> int | None:
        """How it ended, once `alive` has said that it did."""
        ...

    def launch(self) -> None:
        """Start it without waiting; whatever takes long was done before."""
        ...

    def alive(self) -> bool:
        """Whether its process runs."""
        ...

    def ready(self) -> bool:
        """Whether it does its work; answers within a second or so."""
        ...

    def stop(self, limit: float) -> None:
        """End it, after `limit` seconds by force."""
        ...


@dataclass
class Watched:
    """A node, when it died, and when it is to be started again."""

    node: Node
    deaths: list[float] = field(default_factory=list)
    due: float | None = None
