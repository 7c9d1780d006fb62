"""Which scope a request needs. What stands nowhere here needs the admin's, so nothing forgotten is open."""

import re

from shared.access.principal import Scope

SAFE = ("GET", "HEAD", "OPTIONS")
RULES: tuple[tuple[re.Pattern[str], Scope, Scope], ...] = tuple(
    (re.compile(path), reading, changing)
    for path, reading, changing in (
        (r"/metrics", Scope.METRICS, Scope.ACCESS),
        (r"/(docs(/.*)?|openapi\.json)", Scope.READ, Scope.ACCESS),
        (r"/v1/me", Scope.READ, Scope.ACCESS),
        (r"/v1/tasks(/.*)?", Scope.READ, Scope.DESK),
        (r"/v1/recruiters/.*/handover", Scope.READ, Scope.DESK),
        (r"/v1/recruiters/.*/calendar\.ics", Scope.CALENDAR, Scope.ACCESS),
        (r"/v1/recruiters/.*/day", Scope.READ, Scope.ACCESS),
        (r"/v1/people/[^/]*/facts", Scope.READ, Scope.DESK),
        (r"/v1/people/[^/]*/merge", Scope.READ, Scope.INGEST),
        (r"/v1/referrals", Scope.READ, Scope.ACCESS),
        (r"/v1/(insights/.*|impact(/.*)?)", Scope.READ, Scope.ACCESS),
        (r"/v1/(reputation|testimonials|conversions|feeds)", Scope.READ, Scope.ACCESS),
        (r"/v1/people/.*", Scope.READ, Scope.ACCESS),
        (r"/v1/feeds/[^/]*/person", Scope.READ, Scope.ACCESS),
        (r"/v1/(feeds|imports|identity)/.*", Scope.INGEST, Scope.INGEST),
        (r"/v1/quarantine(/.*)?", Scope.INGEST, Scope.INGEST),
        (r"/v1/employers", Scope.INGEST, Scope.INGEST),
        (r"/v1/(playbook|backtests)(/.*)?", Scope.READ, Scope.RULES),
        (r"/v1/hooks(/.*)?", Scope.HOOKS, Scope.HOOKS),
        (r"/v1/contracts/.*", Scope.READ, Scope.ACCESS),
        (r"/v1/tokens(/.*)?", Scope.ACCESS, Scope.ACCESS),
    )
)
"""Path, what reading needs, what changing needs; the first that fits counts."""


def needed(method: str, path: str) -> Scope:
    """The scope a request needs."""
    for pattern, reading, changing in RULES:
        if pattern.fullmatch(path):
            return reading if method in SAFE else changing
    return Scope.ACCESS
