"""What is known of people, read whole: what another version of the program kept is folded anew."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from services.rules import state
from services.rules.person import Person
from services.rules.person.fold import fold
from services.rules.state import UNFOLDED, Known
from shared import codec
from shared.delivery import Subject
from shared.vault import Keys


def load(
    connection: sa.Connection, subjects: Collection[Subject], keys: Keys, zone: ZoneInfo
) -> dict[Subject, Known]:
    """What is known of these people; see `state.load`, whose unfolded ones are folded here."""
    found = state.load(connection, subjects, keys)
    unfolded = [subject for subject, known in found.items() if known.person is UNFOLDED]
    again = refolded(connection, unfolded, keys, zone) if unfolded else {}
    return found | {subject: Known(person, found[subject].plan) for subject, person in again.items()}


def refolded(
    connection: sa.Connection, subjects: Collection[Subject], keys: Keys, zone: ZoneInfo
) -> dict[Subject, Person]:
    """These people, from all their facts that are kept."""
    stored = state.history(connection, subjects)
    return {
        subject: fold((codec.body(sealed, keys) for sealed in facts), zone)
        for subject, facts in stored.items()
    }
