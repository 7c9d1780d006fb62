"""Runs a command that ends when the process which started it ends, even by SIGKILL.

Started as a script, before any import of ours, because it stands between fork and exec:
`python -I -S leash.py <death signal> <parent> <user id or -> <command…>`. It becomes the command.
Outside Linux there is no such leash and the command simply runs.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def become(death_signal: int, parent: int, user: str, command: list[str]) -> None:
    """Turn this process into `command`, tied to `parent` and as `user`."""
    # Loaded first: the other user may not be able to read Python's own folder.
    system = ctypes.CDLL(None)
    if user != "-":
        # Before the leash: a change of user unties it.
        os.setgroups([])
        os.setgid(pwd.getpwuid(int(user)).pw_gid)
        os.setuid(int(user))
    if sys.platform == "linux":
        system.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the process that started this one has ended already")
    os.execv(command[0], command)  # noqa: S606 - a list of arguments, no shell


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
