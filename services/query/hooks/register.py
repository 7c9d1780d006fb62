"""The web hooks of an agency: added, listed, changed, stopped, started and removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

import sqlalchemy as sa

from services.query.changes import ChangePlace, Changes
from services.query.hooks.messages import new_secret
from services.query.hooks.reach import checked
from services.query.hooks.tables import DELIVERIES, HOOKS
from services.query.queue import Queue
from services.query.store import Store
from shared.access.principal import Scope
from shared.access.tokens import Tokens
from shared.clock import Clock
from shared.cursor import cursor_of
from shared.database import transaction
from shared.errors import ConflictError, NotFoundError

MOST = 50
"""Web hooks of an agency: each change is sent to all of them."""
BOTH_GOOD = timedelta(hours=24)
"""How long messages are signed with the secret before as well."""
State = Literal["on", "stopped", "off"]
SECRETS = ("secret", "secret_before", "secret_before_until")


@dataclass(frozen=True)
class Wish:
    """What a web hook is to be."""

    url: str
    name: str
    recruiter: str | None = None
    play: str | None = None
    token: str | None = None
    """The id of the token by whose right it is told; none: the operator's, which has no end."""


NEEDED = frozenset({Scope.HOOKS, Scope.READ})
"""What that token has to be good for: a hook tells what may be read."""


@dataclass(frozen=True)
class Register:
    """One agency's web hooks; by the real clock, whatever day the installation plays."""

    store: Store
    clock: Clock

    @property
    def agency(self) -> str:
        """Whose they are."""
        return self.store.settings.agency

    @property
    def private(self) -> bool:
        """Whether private addresses are good: where nobody but this machine's own people can ask for them."""
        return self.store.settings.hooks_private or self.store.settings.api_token is None

    def add(self, wish: Wish) -> tuple[sa.RowMapping, str]:
        """Add a web hook that is told of what changes from now on: itself, and its secret, told this once.

        Raises `UnreadableError` for an address that is never called, and `ConflictError` when there are many.
        """
        id_, secret, now = str(uuid4()), new_secret(), self.clock.now()
        row = {
            "id": id_,
            "agency": self.agency,
            "url": checked(wish.url, private=self.private),
            "name": wish.name,
            "recruiter": wish.recruiter,
            "play": wish.play,
            "token": wish.token,
            "secret": self._locked(id_, secret),
            "state": "on",
            "place": cursor_of(self._present()),
            "created_at": now,
            "next_at": now,
        }
        with transaction(self.store.engine) as connection:
            count = sa.select(sa.func.count()).where(HOOKS.c.agency == self.agency)
            if connection.execute(count).scalar_one() >= MOST:
                raise ConflictError(f"There are {MOST} web hooks already: remove one first.")
            made = connection.execute(sa.insert(HOOKS).values(row).returning(HOOKS)).mappings().one()
        return made, secret

    def all(self) -> Sequence[sa.RowMapping]:
        """All of them, the oldest first."""
        with transaction(self.store.engine) as connection:
            query = self._ours().order_by(HOOKS.c.created_at, HOOKS.c.id)
            return connection.execute(query).mappings().all()

    def one(self, id_: str) -> sa.RowMapping:
        """One of them. Raises `NotFoundError`."""
        with transaction(self.store.engine) as connection:
            return self._one(connection, id_)

    def remove(self, id_: str) -> None:
        """Forget it and its deliveries. Raises `NotFoundError`."""
        with transaction(self.store.engine) as connection:
            self._one(connection, id_)
            connection.execute(sa.delete(HOOKS).where(HOOKS.c.id == id_))
            connection.execute(sa.delete(DELIVERIES).where(DELIVERIES.c.hook == id_))

    def stop(self, id_: str) -> sa.RowMapping:
        """Tell it nothing until it is started. Raises `NotFoundError`."""
        return self._changed(id_, {"state": "off", "because": "stopped by hand", "lease": None})

    def start(self, id_: str, token: str | None = None, *, skipping: bool = False) -> sa.RowMapping:
        """Try it now, from where it was told last, or `skipping` what lies between; by this token's right.

        Raises `NotFoundError`.
        """
        present = {"place": cursor_of(self._present())} if skipping else {}
        anew = {"state": "on", "because": None, "failed": 0, "failing_since": None, "token": token}
        return self._changed(id_, {**anew, **present, "next_at": self.clock.now(), "lease": None})

    def lapsed(self, hook: sa.RowMapping) -> str | None:
        """Why nobody's right stands behind it any more; nothing while one does."""
        if hook["token"] is None:
            return None
        return Tokens(self.store.engine, self.clock).lapsed(self.agency, hook["token"], NEEDED)

    def renew_secret(self, id_: str) -> tuple[sa.RowMapping, str]:
        """Another secret, told this once; the one before is good for a day. Raises `NotFoundError`."""
        secret = new_secret()
        before = {
            "secret_before": HOOKS.c.secret,
            "secret_before_until": self.clock.now() + BOTH_GOOD,
        }
        return self._changed(id_, {"secret": self._locked(id_, secret), **before}), secret

    def secrets(self, row: sa.RowMapping) -> list[str]:
        """By which messages are signed now: the newest first."""
        locked = [row["secret"]]
        if row["secret_before_until"] is not None and row["secret_before_until"] > self.clock.now():
            locked.append(row["secret_before"])
        vault, purpose = self.store.vault, _purpose(row["id"])
        return [vault.unlock(self.agency, each, purpose).decode() for each in locked]

    def deliveries(self, id_: str, before: int | None, limit: int) -> Sequence[sa.RowMapping]:
        """What was tried, the newest first. Raises `NotFoundError`."""
        query = sa.select(DELIVERIES).where(DELIVERIES.c.hook == id_)
        if before is not None:
            query = query.where(DELIVERIES.c.number < before)
        with transaction(self.store.engine) as connection:
            self._one(connection, id_)
            newest = query.order_by(DELIVERIES.c.number.desc()).limit(limit)
            return connection.execute(newest).mappings().all()

    def _present(self) -> ChangePlace:
        return Changes(Queue(self.store)).now()

    def _ours(self) -> sa.Select[Any]:
        return sa.select(HOOKS).where(HOOKS.c.agency == self.agency)

    def _one(self, connection: sa.Connection, id_: str) -> sa.RowMapping:
        found = connection.execute(self._ours().where(HOOKS.c.id == id_)).mappings().one_or_none()
        if found is None:
            raise NotFoundError(f"There is no web hook {id_}; GET /v1/hooks lists those there are.")
        return found

    def _changed(self, id_: str, values: dict[str, Any]) -> sa.RowMapping:
        with transaction(self.store.engine) as connection:
            self._one(connection, id_)
            statement = sa.update(HOOKS).where(HOOKS.c.id == id_).values(values).returning(HOOKS)
            return connection.execute(statement).mappings().one()

    def _locked(self, id_: str, secret: str) -> bytes:
        return self.store.vault.lock(self.agency, secret.encode(), _purpose(id_))


def log(connection: sa.Connection, tries: Sequence[dict[str, Any]]) -> None:
    """Keep what came of these tries."""
    if tries:
        connection.execute(sa.insert(DELIVERIES), list(tries))


def give_up_old(connection: sa.Connection, before: datetime) -> None:
    """Drop tries of long ago."""
    connection.execute(sa.delete(DELIVERIES).where(DELIVERIES.c.at < before))


def _purpose(id_: str) -> bytes:
    return f"the secret of the web hook {id_}".encode()
