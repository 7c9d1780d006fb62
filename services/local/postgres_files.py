"""A PostgreSQL data folder, with the port and the password that lie beside it."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

import psutil

from services.local.ports import free_ports
from services.local.postgres_programs import ENVIRONMENT, VERSION, server_user
from shared.errors import MisconfiguredError

INITDB = (
    "--username=postgres",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",  # sorts alike on every machine
)


def password(data_dir: Path) -> str:
    """The password of the server in `data_dir`, made when there is none; only its owner may read it."""
    file = data_dir.with_suffix(".password")
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24))
    return file.read_text()


def kept_port(data_dir: Path) -> int:
    """The port of the server in `data_dir`, chosen when there is none."""
    file = data_dir.with_suffix(".port")
    if not file.exists():
        file.write_text(str(free_ports(1)[0]))
    return int(file.read_text())


def initialise(data_dir: Path, binaries: Path) -> None:
    """Make the data folder of a new server; it appears whole or not at all.

    Raises `MisconfiguredError` when it cannot be made or was made by another version.
    """
    if data_dir.exists() and any(data_dir.iterdir()):
        _require_version(data_dir)
        _hand_over_copy(data_dir)
        return
    scratch = data_dir.with_suffix(".new")
    shutil.rmtree(scratch, ignore_errors=True)
    _run_initdb(binaries, scratch, data_dir)
    scratch.rename(data_dir)


def postmaster(data_dir: Path) -> psutil.Process | None:
    """The server that runs in this data folder, whoever started it."""
    file = data_dir / "postmaster.pid"
    if not file.exists():
        return None
    lines = file.read_text().splitlines()
    try:
        process = psutil.Process(int(lines[0]))
        return process if str(data_dir) in process.cmdline() else None
    except (psutil.NoSuchProcess, IndexError, ValueError):
        return None


def _require_version(data_dir: Path) -> None:
    marker = data_dir / "PG_VERSION"
    found = marker.read_text().strip() if marker.exists() else "no PG_VERSION"
    if found != str(VERSION):
        raise MisconfiguredError(
            f"{data_dir}: expected the folder of a PostgreSQL {VERSION} server, found {found}; move it away"
        )


def _run_initdb(binaries: Path, folder: Path, data_dir: Path) -> None:
    secret = folder.with_suffix(".secret")
    secret.touch(mode=0o600)
    secret.write_text(password(data_dir))
    _hand_over(secret, _made(folder))
    try:
        command = (str(binaries / "initdb"), *INITDB, f"--pwfile={secret}", "-D", str(folder))
        done = _run_as_server_user(command, folder)
    finally:
        secret.unlink()
    if done.returncode:
        raise MisconfiguredError(
            f"PostgreSQL's folder {folder} could not be made: {done.stdout}{done.stderr}"
        )


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    return folder


def _hand_over(*paths: Path) -> None:
    if user := server_user():
        for path in paths:
            os.chown(path, user.pw_uid, user.pw_gid)


def _hand_over_copy(folder: Path) -> None:
    """A folder that root has copied or put back belongs to root; its server is somebody else."""
    user = server_user()
    if user and folder.stat().st_uid != user.pw_uid:
        _hand_over(folder, *folder.rglob("*"))


def _run_as_server_user(command: tuple[str, ...], folder: Path) -> "subprocess.CompletedProcess[str]":
    user = server_user()
    return subprocess.run(  # noqa: S603 - our own arguments
        command,
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        user=user and user.pw_uid,
        group=user and user.pw_gid,
        extra_groups=[] if user else None,
    )
