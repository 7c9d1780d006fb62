"""Kafka's jars: fetched once into the cache, and never used unless they are the ones of `kafka.lock`."""

import hashlib
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import requests
from jgo.config import GlobalSettings
from jgo.maven import MavenContext

from services.local.home import locked
from services.local.progress import Progress
from shared.errors import MisconfiguredError, UnavailableError

LOCK = Path(__file__).with_name("kafka.lock")
WHAT = "fetching Kafka"


@dataclass(frozen=True)
class Jar:
    """One line of the lock: `group:artifact:version sha256`."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def name(self) -> str:
        """Its file name; of the group too, because two groups may name a jar alike."""
        return f"{self.group}.{self.artifact}-{self.version}.jar"


def locked_jars(lock: Path = LOCK) -> tuple[Jar, ...]:
    """The jars of a lock file.

    Raises `MisconfiguredError` that names the line which is not `group:artifact:version sha256`.
    """
    return tuple(
        _jar(line, number, lock) for number, line in enumerate(lock.read_text().splitlines(), start=1)
    )


def class_path(cache: Path, progress: Progress, jars: tuple[Jar, ...] | None = None) -> str:
    """The class path of exactly the locked jars, fetching those that are missing.

    Raises `MisconfiguredError` when a jar is not the locked one or does not belong there,
    and `UnavailableError` when one cannot be fetched.
    """
    wanted = locked_jars() if jars is None else jars
    folder = cache / "kafka" / _fingerprint(wanted)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder.with_suffix(".busy")):
        if missing := [jar for jar in wanted if not (folder / jar.name).exists()]:
            _fetch(missing, folder, progress)
        verify(folder, wanted)
    return ":".join(str(folder / jar.name) for jar in wanted)


def verify(folder: Path, jars: Iterable[Jar]) -> None:
    """Raise `MisconfiguredError` unless `folder` holds exactly these jars."""
    expected = {jar.name: jar for jar in jars}
    found = {path.name for path in folder.glob("*.jar")}
    for name in sorted(found ^ expected.keys()):
        problem = (
            "holds a jar that kafka.lock does not name"
            if name in found
            else "lacks a jar that kafka.lock names"
        )
        raise MisconfiguredError(f"{folder} {problem}, {name}: delete that folder and start again")
    for jar in expected.values():
        _check(jar, folder / jar.name)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def maven(repository: Path) -> MavenContext:
    """Maven as this machine is set up for it (jgo.conf may name a mirror), keeping files in `repository`."""
    mirrors = GlobalSettings.load().repositories
    return MavenContext(repo_cache=repository, remote_repos=mirrors or None, timeout=30)


def _jar(line: str, number: int, lock: Path) -> Jar:
    match line.replace(" ", ":").split(":"):
        case [group, artifact, version, sha256] if len(sha256) == hashlib.sha256().digest_size * 2:
            return Jar(group, artifact, version, sha256)
        case _:
            raise MisconfiguredError(
                f"{lock} line {number}: expected `group:artifact:version sha256`, found {line!r}; "
                "run make kafka-lock"
            )


def _fingerprint(jars: Iterable[Jar]) -> str:
    return hashlib.sha256("".join(jar.sha256 for jar in jars).encode()).hexdigest()[:16]


def _fetch(jars: list[Jar], folder: Path, progress: Progress) -> None:
    """Fetch side by side into a scratch folder; a jar enters `folder` whole and checked, or not at all."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch, ThreadPoolExecutor(8) as pool:
        context = maven(Path(scratch))
        progress(WHAT, 0, len(jars))
        fetched = [pool.submit(_fetch_one, context, jar, folder) for jar in jars]
        try:
            for done, one in enumerate(as_completed(fetched), start=1):
                one.result()
                progress(WHAT, done, len(jars))
        finally:
            pool.shutdown(cancel_futures=True)


def _fetch_one(context: MavenContext, jar: Jar, folder: Path) -> None:
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    try:
        path = Path(component.artifact().resolve())
    except (requests.RequestException, RuntimeError) as error:
        raise UnavailableError(
            f"{jar.name} could not be fetched ({error}): check the network and start again"
        ) from error
    _check(jar, path)
    path.replace(folder / jar.name)


def _check(jar: Jar, path: Path) -> None:
    if (found := digest(path)) != jar.sha256:
        raise MisconfiguredError(
            f"{jar.name} is not the jar that kafka.lock names: expected SHA-256 {jar.sha256}, found {found}; "
            f"delete {path} and start again"
        )
