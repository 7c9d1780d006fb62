"""All histories of an agency in a real PostgreSQL, divided among processes."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from msgspec.structs import replace
from typer.testing import CliRunner

from services.cli.main import app
from services.rules import tables
from services.rules.backtest.counts import Span
from services.rules.backtest.report import Pair, Report
from services.rules.backtest.request import backtest
from services.rules.playbook import STANDARD
from services.rules.playbook.store import adopt
from services.rules.playbook.writing import written
from services.rules.plays import PLAYS
from shared.database import transaction
from shared.envelope import Event, computed_id, moment
from shared.errors import MisconfiguredError
from shared.facts import Fact
from shared.facts.people import PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.spans import exactly
from shared.settings import Settings

Rules = Any
"""The fixture's: the rules of one process."""
CHECK_IN = "check_in_on_settling_in"
OFF = {name: replace(play.settings, on=False) for name, play in PLAYS.items()}
OURS = replace(STANDARD, plays=OFF | {CHECK_IN: PLAYS[CHECK_IN].settings})
RARER = replace(STANDARD, plays=OFF | {CHECK_IN: replace(PLAYS[CHECK_IN].settings, days=(30,))})
SPRING = Span(date(2026, 3, 1), date(2026, 6, 30))
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PEOPLE = [computed_id("person", number) for number in range(10)]


def event(person: str, body: Fact) -> Event:
    return Event(
        id=computed_id(person, body),
        agency="demo",
        subject=person,
        source="test",
        occurred=moment(AT),
        recorded_at=AT,
        body=body,
    )


@pytest.fixture
def agency(rules: Rules, settings: Settings) -> Settings:
    """Ten people who were placed on one day; one playbook in force."""
    for person in PEOPLE:
        started = PlacementStarted(
            feed="greenhouse", placement=person, starts=exactly(date(2026, 3, 2)), recruiter="rae"
        )
        rules.take(event(person, started), event(person, PersonProfiled(feed="greenhouse", name="Ann")))
    with transaction(rules.parts.log_engine) as connection:
        adopt(connection, "demo", OURS, AT)
    return settings


def kept(rules: Rules) -> list[object]:
    """Every row that the rules keep."""
    with transaction(rules.parts.log_engine) as connection:
        return [list(connection.execute(table.select())) for table in tables.metadata.sorted_tables]


def test_two_processes_find_what_one_finds_and_change_nothing(agency: Settings, rules: Rules) -> None:
    """Against the playbook that the agency adopted."""
    before, seen = kept(rules), list[tuple[int, int]]()
    one = backtest(agency, RARER, SPRING, processes=1, progress=lambda *_: None)
    two = backtest(agency, RARER, SPRING, processes=2, progress=lambda *done: seen.append(done))
    assert one == two
    assert (two.people, two.facts, two.unreadable) == (10, 20, 0)
    assert two.total.raised == Pair(40, 10, -30)
    assert two.in_force.version == OURS.version
    assert (seen[0], seen[-1]) == ((0, 10), (10, 10))
    assert kept(rules) == before


def test_who_was_erased_is_left_out_and_who_cannot_be_read_is_counted(agency: Settings, rules: Rules) -> None:
    """All others are played."""
    with transaction(rules.parts.log_engine) as connection:
        rules.parts.vault.erase(connection, "demo", PEOPLE[0])
        torn = sa.update(tables.facts).where(tables.facts.c.person == PEOPLE[1]).values(body=b"{")
        connection.execute(torn)
    found = backtest(agency, RARER, SPRING, processes=1, progress=lambda *_: None)
    assert (found.people, found.unreadable, found.total.raised.in_force) == (8, 1, 32)


def test_the_command_prints_the_report_as_json_and_writes_the_page(agency: Settings, tmp_path: Path) -> None:
    """For the days that were asked for."""
    playbook, page = tmp_path / "new.toml", tmp_path / "found.html"
    playbook.write_text(written(RARER))
    days = ("--from", "2026-03-01", "--to", "2026-04-30")
    asked = [
        "backtest",
        "--playbook",
        str(playbook),
        *days,
        "--processes",
        "1",
        "--json",
        "--html",
        str(page),
    ]
    ran = CliRunner().invoke(app, asked, env=environment(agency))
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert (found["from"], found["to"], found["people"]) == ("2026-03-01", "2026-04-30", 10)
    assert found["total"]["raised"] == {"in_force": 20, "new": 10, "difference": -10}
    assert [each["month"] for each in found["months"]] == ["2026-03", "2026-04"]
    assert msgspec.convert(found, Report).new.version == RARER.version
    assert page.read_text().startswith("<!doctype html>")


def test_the_command_prints_tables(agency: Settings, tmp_path: Path) -> None:
    """Each figure as it is, and as it would be."""
    playbook = tmp_path / "new.toml"
    playbook.write_text(written(RARER))
    asked = ["backtest", "--playbook", str(playbook), "--to", "2026-06-30", "--processes", "1"]
    ran = CliRunner().invoke(app, asked, env=environment(agency))
    assert "40 → 10 (-30)" in ran.stdout
    assert "plays.check_in_on_settling_in.days" in ran.stdout


def test_days_in_the_wrong_order_are_refused(agency: Settings, tmp_path: Path) -> None:
    """With both of them."""
    playbook = tmp_path / "new.toml"
    playbook.write_text(written(RARER))
    asked = ["backtest", "--playbook", str(playbook), "--from", "2026-06-02", "--to", "2026-06-01"]
    ran = CliRunner().invoke(app, asked, env=environment(agency))
    assert isinstance(ran.exception, MisconfiguredError)
    assert "found 2026-06-02 and 2026-06-01" in str(ran.exception)


def environment(settings: Settings) -> dict[str, str]:
    """The variables of the installation whose settings these are."""
    key = settings.master_key
    assert key is not None
    return {
        "AFTERHIRE_DATABASE_URL": settings.database_url,
        "AFTERHIRE_MASTER_KEY": key.get_secret_value(),
    }
