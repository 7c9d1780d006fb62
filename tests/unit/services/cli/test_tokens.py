import json

import pytest
from typer.testing import CliRunner

from services.cli.main import app
from shared.errors import UnreadableError


def test_a_token_is_made_listed_and_revoked(database_url: str) -> None:
    """It is shown once, when it is made; the list tells what it may do and that it ended."""
    runner, environment = CliRunner(), {"AFTERHIRE_DATABASE_URL": database_url, "AFTERHIRE_AGENCY": "demo"}

    def told(*words: str) -> str:
        ran = runner.invoke(app, ["tokens", *words], env=environment, catch_exceptions=False)
        assert ran.exit_code == 0
        return ran.output

    made = json.loads(told("create", "the website", "--role", "service", "--scope", "read", "--json"))
    assert made["secret"].startswith(made["starts_with"])
    told("revoke", made["id"])
    listed = told("list", "--json")
    assert made["secret"] not in listed
    (one,) = json.loads(listed)
    assert (one["name"], one["scopes"], one["revoked_at"] is not None) == ("the website", ["read"], True)
    with pytest.raises(UnreadableError, match="scopes"):
        told("create", "nothing", "--role", "service")
