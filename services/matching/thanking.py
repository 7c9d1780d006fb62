"""Who is to be told that somebody they told us of was placed.

Nothing of the one who was placed is said but that: it would stand under another person's key.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.matching import memory
from services.matching.matching import Saying
from services.matching.profile import Profile, profile
from services.matching.tables import thanks
from shared.envelope import computed_id
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ReferralPlaced


class Thanks(NamedTuple):
    """That a referral led to a placement, as it was said last."""

    person: str
    referral: str
    placement: str
    fact: str
    times: int
    standing: bool

    @property
    def of(self) -> tuple[str, str, str]:
        """Which referral of whom, and which placement."""
        return self[:3]


def look(connection: sa.Connection, agency: str, people: Collection[str]) -> list[Saying]:
    """What is to be said now that these people, who referred somebody or were referred, have changed."""
    telling = {*people, *memory.referrers(connection, agency, people)}
    told = {person: profile(some) for person, some in memory.noted(connection, agency, telling).items()}
    referred = {each.referred for one in told.values() for each in one.referrals}
    known = {person: profile(some) for person, some in memory.noted(connection, agency, referred).items()}
    wanted = _wanted(told, known)
    earlier = {each.of: each for each in _said(connection, agency, telling)}
    new = [_anew(of, earlier.get(of)) for of in wanted if of not in earlier or not earlier[of].standing]
    held = _held(connection, agency, told, referred)
    over = [
        each._replace(standing=False)
        for of, each in earlier.items()
        if each.standing and of not in wanted and of[:2] not in held
    ]
    _store(connection, agency, [*new, *over])
    return [*map(_retracted, over), *(_placed(each, wanted[each.of]) for each in new)]


def _held(
    connection: sa.Connection, agency: str, told: Mapping[str, Profile], referred: Collection[str]
) -> set[tuple[str, str]]:
    """Referrals of people who are gone since: nothing is known of them, and what was said stays."""
    here = memory.present(connection, agency, referred)
    return {
        (person, each.referral)
        for person, one in told.items()
        for each in one.referrals
        if each.referred not in here
    }


def _wanted(
    told: Mapping[str, Profile], known: Mapping[str, Profile]
) -> dict[tuple[str, str, str], ReferralPlaced]:
    """For each referral the first placement since then."""
    found = {}
    for person, one in told.items():
        for each in one.referrals:
            later = [at for at in known.get(each.referred, Profile()).placements if at[0] >= each.on]
            if later and each.referred != person:
                day, placement = later[0]
                body = ReferralPlaced(referral=each.referral, placement=placement, on=day)
                found[person, each.referral, placement] = body
    return found


def _said(connection: sa.Connection, agency: str, people: Collection[str]) -> list[Thanks]:
    columns = [thanks.c[name] for name in Thanks._fields]
    rows = connection.execute(sa.select(*columns).where(memory.is_of(thanks, agency, people)))
    return [Thanks(*row) for row in rows]


def _anew(of: tuple[str, str, str], before: Thanks | None) -> Thanks:
    """Once taken back, it is said by a fact of its own: a retracted id never holds again."""
    times = before.times + 1 if before else 1
    return Thanks(*of, computed_id("referral.placed", *of, times), times, standing=True)


def _store(connection: sa.Connection, agency: str, some: Collection[Thanks]) -> None:
    rows = [{"agency": agency, **each._asdict()} for each in sorted(some)]
    if rows:
        new = insert(thanks)
        values = {name: new.excluded[name] for name in ("fact", "times", "standing")}
        connection.execute(new.on_conflict_do_update(constraint=thanks.primary_key, set_=values), rows)


def _placed(each: Thanks, body: ReferralPlaced) -> Saying:
    return Saying(each.person, each.fact, body)


def _retracted(each: Thanks) -> Saying:
    because = "the placement or the referral was corrected"
    return Saying(
        each.person, computed_id("retracted", each.fact), FactRetracted(fact=each.fact, reason=because)
    )
