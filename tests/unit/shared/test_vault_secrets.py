"""What the database alone, a wrong master key or a damaged table give away: nothing."""

import base64
import os

import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from vocabulary.vaults import AAD, JANE, JOAN, Installation

from shared.database import transaction
from shared.errors import MisconfiguredError, OperatorNeededError
from shared.settings import Settings
from shared.vault import Vault


def test_no_key_lies_in_the_database_readable(here: Installation) -> None:
    """With the database alone, without the master key, nothing opens."""
    here.keys(here.process(), create=True)
    with pytest.raises(MisconfiguredError, match="AFTERHIRE_MASTER_KEY"):
        here.keys(here.process(os.urandom(32)))


@pytest.mark.parametrize("damage", ["DELETE FROM vault.agencies", "UPDATE vault.keys SET wrapped = '\\x00'"])
def test_a_damaged_vault_stops_and_says_what_to_restore(here: Installation, damage: str) -> None:
    """It is not taken for erasure."""
    here.keys(here.process(), create=True)
    with transaction(here.engine) as connection:
        connection.execute(sa.text(damage))
    with pytest.raises(OperatorNeededError, match="restore"):
        here.keys(here.process())


def test_a_key_moved_to_another_person_opens_nothing(here: Installation) -> None:
    """Whoever can write to the table cannot read one person's words with another's rights."""
    here.keys(here.process(), JANE, JOAN, create=True)
    with transaction(here.engine) as connection:
        connection.execute(
            sa.text("UPDATE vault.keys SET wrapped = (SELECT wrapped FROM vault.keys WHERE subject = :jane)"),
            {"jane": JANE[1]},
        )
    with pytest.raises(OperatorNeededError):
        here.keys(here.process(), JOAN)


def test_equal_texts_of_one_agency_have_equal_blind_indexes(here: Installation) -> None:
    """In every process, and for ever; other texts and other agencies have others."""
    one, other = here.process(), here.process()
    index = one.blind_index("demo", "jane@mail.example")
    assert index == other.blind_index("demo", "jane@mail.example")
    assert len(index) == 32
    assert index != one.blind_index("demo", "joan@mail.example")
    assert index != one.blind_index("another", "jane@mail.example")


@pytest.mark.parametrize("padded", [True, False])
def test_the_master_key_is_32_bytes_in_base64(here: Installation, padded: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """URL-safe, with its padding or without."""
    text = base64.urlsafe_b64encode(bytes([255] * 32)).decode()
    settings = Settings(master_key=SecretStr(text if padded else text.rstrip("=")))
    sealed = here.keys(Vault.of(here.engine, settings), create=True).seal(*JANE, b"words", AAD)
    assert here.keys(here.process(bytes([255] * 32))).open(*JANE, sealed, AAD) == b"words"


@pytest.mark.parametrize("text", [None, "", "short", "é" * 43, "=" * 44, "A" * 44, "!" * 43])
def test_a_master_key_that_is_none_is_refused_with_how_to_make_one(
    here: Installation, text: str | None
) -> None:
    """One sentence that an operator can act on, and that does not repeat a secret."""
    settings = Settings(master_key=None if text is None else SecretStr(text))
    with pytest.raises(MisconfiguredError, match="token_urlsafe") as told:
        Vault.of(here.engine, settings)
    assert not text or text not in str(told.value)
