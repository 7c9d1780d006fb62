"""Where the commands find their installation, and what is kept secret."""

import stat
from base64 import urlsafe_b64decode
from pathlib import Path

from services.cli import installation


def test_secrets_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    """The second start finds the keys of the first; nobody else can read them."""
    first = installation.kept_secrets(tmp_path)
    assert installation.kept_secrets(tmp_path) == first
    assert len(urlsafe_b64decode(first["AFTERHIRE_MASTER_KEY"])) == 32
    assert stat.S_IMODE((tmp_path / installation.SECRETS).stat().st_mode) == 0o600


def test_variables_survive_signs_of_equality(tmp_path: Path) -> None:
    """A value in base64 ends with equals signs, a database's address has some inside."""
    variables = {"AFTERHIRE_MASTER_KEY": "abc==", "AFTERHIRE_DATABASE_URL": "postgresql://u@h/d?a=b"}
    installation.write_variables(tmp_path / "some.env", variables)
    assert installation.read_variables(tmp_path / "some.env") == variables
