from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from shared.access.principal import Principal, Role, Scope
from shared.access.tables import TOKENS, metadata
from shared.access.tokens import Tokens, Wanted, hash_of, looks_like_one
from shared.access.verifier import REMEMBERED_S, Verifier
from shared.clock import SettableClock
from shared.database import engine, prepare, transaction
from shared.errors import NotFoundError, UnreadableError
from shared.row_security import WorksAs
from shared.settings import Settings

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
READER = Wanted("the website", Role.SERVICE, frozenset({Scope.READ}), days=10)


@pytest.fixture
def clock() -> SettableClock:
    """A clock that the test moves."""
    return SettableClock(NOW)


@pytest.fixture
def tokens(database_url: str, clock: SettableClock) -> Iterator[Tokens]:
    """An installation without tokens, seen by what has every agency's rows."""
    made = engine(Settings(database_url=database_url), application="test", works_as=WorksAs.LOG)
    prepare(made, metadata)
    yield Tokens(made, clock)
    made.dispose()


def test_a_token_is_known_until_it_ends(tokens: Tokens, clock: SettableClock) -> None:
    """By expiry, or because it was revoked; the agency it was made for alone can revoke it."""
    told, token = tokens.create("demo", READER)
    assert looks_like_one(token)
    assert tokens.principal(hash_of(token)) == Principal(
        "demo", Role.SERVICE, frozenset({Scope.READ}), None, told.id, 6_000
    )
    clock.advance(timedelta(days=10))
    assert tokens.principal(hash_of(token)) is None
    other, another = tokens.create("demo", READER)
    for agency, id_ in (("rival", other.id), ("demo", str(uuid4()))):
        with pytest.raises(NotFoundError):
            tokens.revoke(agency, id_)
    tokens.revoke("demo", other.id)
    assert tokens.principal(hash_of(another)) is None


def test_why_a_token_may_no_longer_do_something_is_told(tokens: Tokens, clock: SettableClock) -> None:
    """By its name, for whoever gave something in its charge."""
    told, _ = tokens.create("demo", READER)
    assert tokens.lapsed("demo", told.id, {Scope.READ}) is None
    assert tokens.lapsed("demo", told.id, {Scope.READ, Scope.HOOKS}) == (
        "the token 'the website' lacks the scope `hooks`"
    )
    assert tokens.lapsed("rival", told.id, {Scope.READ}) == f"the token {told.id} is gone"
    clock.advance(timedelta(days=10))
    assert tokens.lapsed("demo", told.id, {Scope.READ}) == "the token 'the website' has expired"
    tokens.revoke("demo", told.id)
    assert tokens.lapsed("demo", told.id, {Scope.READ}) == "the token 'the website' was revoked"


def test_the_token_itself_is_not_kept(tokens: Tokens) -> None:
    """Only its hash, and its first characters."""
    _, token = tokens.create("demo", READER)
    with transaction(tokens.engine) as connection:
        kept = str(connection.execute(sa.select(TOKENS)).all())
    assert token not in kept
    assert token[:8] in kept


def test_a_list_shows_the_agencys_own(tokens: Tokens, clock: SettableClock) -> None:
    """With the last use to the minute, and those that were revoked."""
    told, token = tokens.create("demo", READER)
    tokens.create("rival", READER)
    clock.advance(timedelta(seconds=90))
    tokens.principal(hash_of(token))
    clock.advance(timedelta(seconds=30))
    tokens.principal(hash_of(token))
    tokens.revoke("demo", told.id)
    (listed,) = tokens.of("demo")
    assert (listed.id, listed.used_at, listed.revoked_at) == (
        told.id,
        NOW + timedelta(seconds=90),
        NOW + timedelta(seconds=120),
    )


def test_what_ended_long_ago_is_forgotten(tokens: Tokens, clock: SettableClock) -> None:
    """Once another one is made: each sign-in makes one, and the list would never end."""
    made = {days: tokens.create("demo", replace(READER, days=days))[0].id for days in (1, 10, 50)}
    tokens.revoke("demo", made[50])
    tokens.create("rival", replace(READER, days=1))
    clock.advance(timedelta(days=35))
    assert len(tokens.of("demo")) == 3
    latest = tokens.create("demo", READER)[0].id
    assert {token.id for token in tokens.of("demo")} == {made[10], latest}
    assert len(tokens.of("rival")) == 1


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted("x", Role.RECRUITER), "recruiter"),
        (Wanted("x", Role.MANAGER, recruiter="ann"), "recruiter"),
        (Wanted("x", Role.SERVICE), "scopes"),
        (Wanted("x", Role.ADMIN, frozenset({Scope.READ})), "scopes"),
        (Wanted("x", Role.SERVICE, frozenset({Scope.ACCESS})), "scopes"),
        (Wanted("x", Role.ADMIN, days=401), "days"),
        (Wanted("x", Role.ADMIN, per_minute=0), "per_minute"),
    ],
)
def test_a_token_has_what_its_role_needs(wanted: Wanted, field: str) -> None:
    """A recruiter a name, a service scopes, and everyone an end; nothing is written otherwise."""
    with pytest.raises(UnreadableError) as told:
        Tokens(sa.create_engine("postgresql+psycopg://"), SettableClock(NOW)).create("demo", wanted)
    assert told.value.field == field


def test_what_was_looked_up_is_remembered_for_seconds() -> None:
    """So a revocation takes effect then, and a flood of one token costs the database little."""
    token, looked = "aft_" + "a" * 43, list[bytes]()
    verifier = Verifier("demo", "operator", looked.append)
    assert verifier.at_once(token, 10.0) == (False, None)
    assert verifier.asked(token, 10.0) is None
    assert verifier.at_once(token, 10.0 + REMEMBERED_S - 0.1) == (True, None)
    assert verifier.at_once(token, 10.0 + REMEMBERED_S) == (False, None)
    assert looked == [hash_of(token)]


def test_another_agencys_token_is_nobodys_here() -> None:
    """What is kept in the same database for somebody else cannot be read with it."""
    token, rival = "aft_" + "a" * 43, Principal("rival", Role.ADMIN, frozenset(Scope), None, "1", 60)
    assert Verifier("demo", None, lambda _: rival).asked(token, 0.0) is None
    assert Verifier("rival", None, lambda _: rival).asked(token, 0.0) == rival


def test_the_operators_token_is_not_looked_up() -> None:
    """Nor is what can be no token; without an operator's token nobody's is the admin's of this machine."""
    verifier = Verifier("demo", "operator", lambda _: None)
    _, operator = verifier.at_once("operator", 0.0)
    assert operator is not None
    assert (operator.role, operator.agency) == (Role.ADMIN, "demo")
    assert verifier.at_once("\xff", 0.0) == verifier.at_once(None, 0.0) == (True, None)
    assert Verifier("demo", None, lambda _: None).at_once(None, 0.0) == (True, operator)
