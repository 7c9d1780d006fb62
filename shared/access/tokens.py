"""Tokens: made, listed, revoked, and found again by their hash."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import sqlalchemy as sa

from shared.access.principal import GIVEN, OF_ROLE, OWN, Principal, Role, Scope
from shared.access.tables import TOKENS
from shared.clock import Clock
from shared.database import transaction
from shared.errors import NotFoundError, UnreadableError

STARTS = "aft_"
SHOWN = 8
"""Characters by which people tell tokens apart."""
BYTES = 32
PER_MINUTE = 6_000
MOST_PER_MINUTE = 600_000
DAYS = 90
MOST_DAYS = 400
LISTED = timedelta(days=30)
"""How long a token that has ended is still told of."""
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use is known."""


@dataclass(frozen=True)
class Wanted:
    """What a new token is to be."""

    name: str
    role: Role
    scopes: frozenset[Scope] = frozenset()
    recruiter: str | None = None
    days: int = DAYS
    per_minute: int = PER_MINUTE


@dataclass(frozen=True)
class Token:
    """What is known of a token; the token itself is known to whom it was given."""

    id: str
    name: str
    role: Role
    scopes: tuple[Scope, ...]
    recruiter: str | None
    starts_with: str
    per_minute: int
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True)
class Tokens:
    """The tokens of an installation."""

    engine: sa.Engine
    clock: Clock

    def create(self, agency: str, wanted: Wanted) -> tuple[Token, str]:
        """Make a token: what is known of it, and itself, told this once. Those long ended are forgotten.

        Raises `UnreadableError` where role, scopes and recruiter do not fit together.
        """
        _check(wanted)
        token, now = STARTS + secrets.token_urlsafe(BYTES), self.clock.now()
        row = {
            "id": str(uuid4()),
            "agency": agency,
            "name": wanted.name,
            "role": wanted.role,
            "scopes": sorted(OF_ROLE[wanted.role] | wanted.scopes),
            "recruiter": wanted.recruiter,
            "starts_with": token[:SHOWN],
            "hash": hash_of(token),
            "per_minute": wanted.per_minute,
            "created_at": now,
            "expires_at": now + timedelta(days=wanted.days),
        }
        ended = sa.func.least(TOKENS.c.expires_at, TOKENS.c.revoked_at)
        long_ago = (TOKENS.c.agency == agency) & (ended < now - LISTED)
        with transaction(self.engine) as connection:
            connection.execute(sa.delete(TOKENS).where(long_ago))
            made = connection.execute(sa.insert(TOKENS).values(row).returning(TOKENS)).mappings().one()
        return _told(made), token

    def of(self, agency: str) -> list[Token]:
        """The agency's tokens, the newest first; expired and revoked ones too."""
        wanted = sa.select(TOKENS).where(TOKENS.c.agency == agency)
        with transaction(self.engine) as connection:
            rows = connection.execute(wanted.order_by(TOKENS.c.created_at.desc(), TOKENS.c.id)).mappings()
            return [_told(row) for row in rows]

    def revoke(self, agency: str, id_: str) -> None:
        """End a token; one that has ended stays as it is. Raises `NotFoundError`."""
        revoked_at = sa.func.coalesce(TOKENS.c.revoked_at, self.clock.now())
        ours = (TOKENS.c.id == id_) & (TOKENS.c.agency == agency)
        with transaction(self.engine) as connection:
            if not connection.execute(sa.update(TOKENS).where(ours).values(revoked_at=revoked_at)).rowcount:
                raise NotFoundError(
                    f"There is no token {id_}; `afterhire tokens list` shows those there are."
                )

    def lapsed(self, agency: str, id_: str, needed: Collection[Scope]) -> str | None:
        """Why a token may not do what needs these scopes, any more; nothing while it may."""
        ours = (TOKENS.c.id == id_) & (TOKENS.c.agency == agency)
        with transaction(self.engine) as connection:
            row = connection.execute(sa.select(TOKENS).where(ours)).mappings().one_or_none()
        if row is None:
            return f"the token {id_} is gone"
        if row["revoked_at"] is not None:
            return f"the token {row['name']!r} was revoked"
        if row["expires_at"] <= self.clock.now():
            return f"the token {row['name']!r} has expired"
        missing = sorted({*needed} - {*row["scopes"]})
        return f"the token {row['name']!r} lacks the scope `{missing[0]}`" if missing else None

    def principal(self, hash_: bytes) -> Principal | None:
        """Whose token this is; nobody's when it is unknown, revoked or expired. Notes that it was used."""
        now = self.clock.now()
        good = (TOKENS.c.hash == hash_) & TOKENS.c.revoked_at.is_(None) & (TOKENS.c.expires_at > now)
        with transaction(self.engine) as connection:
            row = connection.execute(sa.select(TOKENS).where(good)).mappings().one_or_none()
            if row is None:
                return None
            if row["used_at"] is None or row["used_at"] < now - NOTED_EVERY:
                used = sa.update(TOKENS).where(TOKENS.c.id == row["id"]).values(used_at=now)
                connection.execute(used)
        scopes = frozenset(map(Scope, row["scopes"]))
        return Principal(
            row["agency"], Role(row["role"]), scopes, row["recruiter"], row["id"], row["per_minute"]
        )


def hash_of(token: str) -> bytes:
    """What is kept of a token; 256 random bits need no salt and no slow hash."""
    return sha256(token.encode()).digest()


def looks_like_one(token: str) -> bool:
    """Whether it is worth looking up."""
    return token.startswith(STARTS) and len(token) == len(STARTS) + (BYTES * 8 + 5) // 6


def _check(wanted: Wanted) -> None:
    if (wanted.role in OWN) != (wanted.recruiter is not None):
        said = f"expected a name for the roles {' and '.join(OWN)}, and for no other"
        raise UnreadableError(said, field="recruiter")
    if (wanted.role is Role.SERVICE) != bool(wanted.scopes):
        raise UnreadableError("expected scopes for the role service, and for no other", field="scopes")
    if wanted.scopes - GIVEN:
        raise UnreadableError(f"expected scopes out of: {', '.join(sorted(GIVEN))}", field="scopes")
    _check_bounds("days", wanted.days, MOST_DAYS)
    _check_bounds("per_minute", wanted.per_minute, MOST_PER_MINUTE)


def _check_bounds(field: str, found: int, most: int) -> None:
    if not 1 <= found <= most:
        raise UnreadableError(f"expected 1 to {most}, found {found}", field=field)


def _told(row: sa.RowMapping) -> Token:
    kept: Sequence[str] = [name for name in Token.__dataclass_fields__ if name not in {"role", "scopes"}]
    scopes = tuple(map(Scope, row["scopes"]))
    return Token(role=Role(row["role"]), scopes=scopes, **{name: row[name] for name in kept})
