from datetime import date

import pytest

from services.rules.playbook import STANDARD, Playbook
from services.rules.playbook.reading import RefusedPlaybookError, read
from services.rules.playbook.writing import differences, written

FILE = """
tasks_a_day = 8

[restraint]
spacing_days = 21

[off_limits.clients]
"Acme Ltd" = 2027-06-30

[plays.check_in_on_settling_in]
days = [10, 40]

[wording.en.stand_by_in_a_setback]
subject = "I heard{% if employer %} about {{ employer }}{% endif %}"
body = '''
I am sorry to hear it.
[not.a.table]
'''
"""


def refused(text: str) -> list[str]:
    with pytest.raises(RefusedPlaybookError) as found:
        read(text)
    return [str(mistake) for mistake in found.value.mistakes]


def test_what_a_file_leaves_out_is_as_we_have_it() -> None:
    """It says only what an agency does otherwise."""
    playbook = read(FILE)
    assert (playbook.tasks_a_day, playbook.restraint.spacing_days) == (8, 21)
    assert playbook.off_limits.clients == {"Acme Ltd": date(2027, 6, 30)}
    assert playbook.settings("check_in_on_settling_in").days == (10, 40)
    assert playbook.settings("check_in_on_settling_in").open_days == 10
    assert playbook.wording["en"]["stand_by_in_a_setback"].body.startswith("I am sorry")
    assert read("") == Playbook()
    assert read("").version == STANDARD.version


def test_a_playbook_written_out_reads_as_the_same() -> None:
    """Every number of it."""
    for playbook in (STANDARD, read(FILE)):
        assert read(written(playbook)).version == playbook.version


def test_a_difference_names_the_setting_and_both_values() -> None:
    """Also where one of the two does not have it."""
    assert differences(STANDARD, read(FILE))[:3] == [
        ("tasks_a_day", 12, 8),
        ("restraint.spacing_days", 14, 21),
        ("plays.check_in_on_settling_in.days", (7, 30, 60, 90), (10, 40)),
    ]
    assert ("off_limits.clients.Acme Ltd", None, date(2027, 6, 30)) in differences(STANDARD, read(FILE))
    assert differences(STANDARD, STANDARD) == []


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "[plays.congratulate_on_aniversary]\non = false",
            (
                "line 1: plays.congratulate_on_aniversary: there is no such play; "
                "did you mean congratulate_on_anniversary?"
            ),
        ),
        (
            "[plays.check_in_on_settling_in]\n\nopen_days = -1",
            (
                "line 3: plays.check_in_on_settling_in.open_days: expected a whole number from 0 to 3650, "
                "found -1: a window cannot close before it opens"
            ),
        ),
        (
            "[plays.check_in_on_settling_in]\ndays = [\n  7,\n  -30,\n]",
            "line 4: plays.check_in_on_settling_in.days.1: expected a whole number from 0 to 3650, found -30",
        ),
        (
            "[plays.check_in_on_settling_in]\non = 'yes'",
            "line 2: plays.check_in_on_settling_in.on: expected true or false, found 'yes'",
        ),
        (
            "restraint = { spacing = 3 }",
            "line 1: restraint.spacing: there is no such setting; did you mean spacing_days?",
        ),
        (
            '[off_limits.clients]\n"Acme" = "soon"',
            "line 2: off_limits.clients.Acme: expected a day like 2026-03-01, without quotes, found 'soon'",
        ),
        (
            "[wording.en.stand_by_in_a_setback]\nsubject = 'So'\nbody = 'Dear {{ surname }}'",
            (
                "line 3: wording.en.stand_by_in_a_setback.body: there is no placeholder surname; there are: "
                "given_name, name, me, agency, what_happened, asks_pause_until, employer"
            ),
        ),
        (
            "[wording.fr.stand_by_in_a_setback]\nsubject = 'So'",
            "line 1: wording.fr: there is no such language; there are: de, en",
        ),
        ("language = 'fr'", "line 1: language: expected one of: de, en; found 'fr'"),
        ("plays = 3", "line 1: plays: expected a table, found 3"),
        ("a = = 3", "line 1: expected TOML, found: Invalid value"),
    ],
)
def test_a_mistake_names_its_line_the_value_and_what_is_allowed(text: str, mistake: str) -> None:
    """And what was meant, where that can be guessed."""
    assert mistake in refused(text)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("a = " + "[" * 30_000 + "]" * 30_000, "line 1: expected TOML, found it nested without end"),
        ("a = " + "{a=" * 15_000 + "1" + "}" * 15_000, "line 1: expected TOML, found it nested without end"),
        ("tasks_a_day = " + "9" * 5_000, "line 1: expected TOML, found: Exceeds the limit"),
        ("\n" + ".".join("a" * 20_000) + " = 1", "line 2: expected at most 200 dots in a line"),
        ("[" + ".".join("a" * 20_000) + "]", "line 1: expected at most 200 dots in a line"),
    ],
    ids=["lists", "tables", "number", "key", "heading"],
)
def test_what_would_never_end_is_a_mistake(text: str, mistake: str) -> None:
    """Not an error of ours, and not minutes of work."""
    assert refused(text)[0].startswith(mistake)


def test_all_mistakes_are_told_at_once() -> None:
    """In the order of the file."""
    found = refused("tasks_a_day = -1\n[restraint]\nspacing_days = 1.5\n[plays.nothing]\n")
    assert [mistake.split(":")[0] for mistake in found] == ["line 1", "line 3", "line 4"]


COMING_AGAIN = [
    ("ask_about_their_projects", "every_days"),
    ("invite_to_catch_up", "silence_days"),
    ("offer_market_insight", "every_days"),
    ("send_industry_trends", "every_days"),
    ("support_an_advocate", "silence_days"),
]


@pytest.mark.parametrize(("play", "period"), COMING_AGAIN)
def test_what_comes_again_has_closed_before(play: str, period: str) -> None:
    """A window that is longer than its period would lie over the next one."""
    (mistake,) = refused(f"[plays.{play}]\n{period} = 10\nopen_days = 10")
    assert mistake.endswith(f"open_days: expected less than {period} (10), found 10: windows overlap")
