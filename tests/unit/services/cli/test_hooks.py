"""Web hooks, as the command line shows them."""

from services.cli import hooks

HOOK = {
    "id": "h",
    "name": "warehouse",
    "url": "https://example.com/",
    "recruiter": None,
    "play": None,
    "state": "on",
    "because": None,
    "failed": 0,
}


def test_a_line_says_what_a_hook_is_told_and_how_it_does() -> None:
    """Of whose tasks, and whether it fails."""
    assert hooks.row(HOOK)[2:5] == ("all", "on", None)
    failing = HOOK | {"recruiter": "ann@agency.example", "play": "p", "failed": 3}
    assert hooks.row(failing)[2:4] == ("ann@agency.example p", "on, 3 failed")


def test_a_try_says_what_came_of_it() -> None:
    """The answer's status, or why there was none."""
    each = {"at": "2026-03-10T12:00:00.123+00:00", "type": "task", "task": "t", "attempt": 2, "took_ms": 7}
    assert hooks.tried(each | {"status": 503, "error": None}) == (
        *("2026-03-10T12:00:00", "task", "t", 2),
        *("503", 7),
    )
    assert hooks.tried(each | {"status": None, "error": "no answer"})[4] == "no answer"
