"""How fast a token may ask: the generic cell rate algorithm, one number per token."""

import math
import threading

AT_ONCE = 10
"""A burst is this part of a minute's requests."""
MOST = 10_000
"""Tokens that are remembered; beyond, those whose time is over are forgotten."""


class Rates:
    """What each token has used up, in this process."""

    def __init__(self) -> None:
        self._free_at: dict[str, float] = {}
        self._changing = threading.Lock()

    def wait(self, token: str, per_minute: int, now: float) -> int:
        """Take one request; 0 when it may go on, else the whole seconds after which one may."""
        step, burst = 60 / per_minute, 60 / AT_ONCE
        with self._changing:
            free_at = max(self._free_at.get(token, now), now)
            if free_at + step - now > max(burst, step):
                return max(1, math.ceil(free_at + step - now - max(burst, step)))
            self._free_at[token] = free_at + step
            self._forget(now)
        return 0

    def _forget(self, now: float) -> None:
        if len(self._free_at) > MOST:
            self._free_at = {token: at for token, at in self._free_at.items() if at > now}
