"""Where the embedded servers keep what they hold, and where downloads are kept."""

import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from shared.errors import MisconfiguredError

FALLBACK = Path("/var/tmp")  # noqa: S108 - survives a restart; `_owned` refuses a folder of somebody else
FOLDER_MODE = 0o711  # PostgreSQL refuses to run as root, so its own user has to pass through


def choose_home(asked: Path | None, working_folder: Path) -> Path:
    """The folder of this installation's databases, made when it is missing.

    `asked` (`AFTERHIRE_HOME`) is taken or refused. Without it: `.afterhire` in the working folder where
    that can be used, else a folder under /var/tmp that belongs to this working folder.
    Raises `MisconfiguredError` when the folder cannot be used.
    """
    home = find_home(asked, working_folder)
    return _owned(_usable(home) if asked is not None else home)


def find_home(asked: Path | None, working_folder: Path) -> Path:
    """The same folder, whether or not it is there."""
    if asked is not None:
        return asked.expanduser().absolute()
    beside = working_folder.absolute() / ".afterhire"
    if os.access(working_folder, os.W_OK) and passable(beside):
        return beside
    name = hashlib.sha256(str(working_folder.absolute()).encode()).hexdigest()[:12]
    return FALLBACK / f"afterhire-{os.geteuid()}-{name}"


def passable(folder: Path) -> bool:
    """Whether the user that PostgreSQL runs as can reach `folder`: for root, every parent must let all in."""
    parents = [parent for parent in folder.absolute().parents if parent.exists()]
    return os.geteuid() != 0 or all(parent.stat().st_mode & stat.S_IXOTH for parent in parents)


def choose_cache() -> Path:
    """The folder of downloads that all runs of this user share (`AFTERHIRE_CACHE` overrides it)."""
    asked = os.environ.get("AFTERHIRE_CACHE")
    cache = Path(asked).expanduser().absolute() if asked else platformdirs.user_cache_path("afterhire")
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MisconfiguredError(
            f"the cache folder {cache} cannot be made ({error.strerror}): "
            "set AFTERHIRE_CACHE to a folder you may write"
        ) from error
    return cache


@contextmanager
def locked(path: Path, *, refusal: str | None = None) -> Iterator[None]:
    """Hold a lock file; the system lets go of it when the process ends, however it ends.

    With `refusal`, a lock held by another process raises `MisconfiguredError` with that text; without,
    it is waited for.
    """
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (fcntl.LOCK_NB if refusal else 0))
        except BlockingIOError as error:
            raise MisconfiguredError(str(refusal)) from error
        yield


def _usable(home: Path) -> Path:
    if not passable(home):
        raise MisconfiguredError(
            f"AFTERHIRE_HOME={home} cannot be used as root: PostgreSQL runs as another user, who may not "
            "enter one of its parent folders; choose a folder such as /var/lib/afterhire"
        )
    return home


def _owned(home: Path) -> Path:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MisconfiguredError(
            f"the folder {home} cannot be made ({error.strerror}): "
            "set AFTERHIRE_HOME to a folder you may write"
        ) from error
    if home.stat().st_uid != os.geteuid():
        raise MisconfiguredError(
            f"the folder {home} belongs to another user: set AFTERHIRE_HOME to one of yours"
        )
    home.chmod(FOLDER_MODE)
    return home
