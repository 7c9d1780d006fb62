"""Which installation a command speaks to: that of the environment, or the embedded one in this folder."""

import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path

from services.local.home import find_home
from shared.errors import MisconfiguredError
from shared.settings import Settings, load

SECRETS = "secrets.env"
RUNNING = "environment.env"
SECRET_MODE = 0o600


def settings() -> Settings:
    """Find the settings: the environment's where it names a database, else those of the embedded one.

    Raises `MisconfiguredError` when there is neither.
    """
    if "AFTERHIRE_DATABASE_URL" in os.environ:
        return load()
    running = find_home(load().home, Path.cwd()) / RUNNING
    if not running.exists():
        raise MisconfiguredError(
            "no installation was found: start one here with `afterhire up`, or set AFTERHIRE_DATABASE_URL "
            "and AFTERHIRE_KAFKA to one that runs elsewhere"
        )
    os.environ.update({**read_variables(running), **os.environ})
    return load()


def kept_secrets(home: Path) -> dict[str, str]:
    """Read the embedded installation's secrets; the first time, make them."""
    path = home / SECRETS
    if not path.exists():
        made = {
            "AFTERHIRE_MASTER_KEY": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "AFTERHIRE_GREENHOUSE_SECRET": secrets.token_urlsafe(24),
        }
        write_variables(path, made)
    return read_variables(path)


def write_variables(path: Path, variables: Mapping[str, str]) -> None:
    """Write variables to a file that only its owner may read, whole or not at all."""
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, SECRET_MODE), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in variables.items())
    draft.replace(path)


def read_variables(path: Path) -> dict[str, str]:
    """Read a file of `NAME=value` lines."""
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)
