"""What docker-compose.yml promises, beside what the code knows."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from services.cli.services import SERVICES
from shared.settings import Settings

ROOT = Path(__file__).parents[2]
FILE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
CONTAINERS: dict[str, dict[str, Any]] = FILE["services"]
OURS = {name: each for name, each in CONTAINERS.items() if "build" in each}
BESIDE_HTTP = {"http", "ingest-worker", "desk-worker"}
"""For one machine: in containers ingest and desk work in the process that answers."""


def test_each_service_has_a_container_of_its_own() -> None:
    """None is forgotten when one is added."""
    assert {tuple(each["command"]) for each in OURS.values()} == {
        ("init",),
        *(("run", service) for service in SERVICES.keys() - BESIDE_HTTP),
    }


def test_the_servers_are_those_that_the_tests_run_on() -> None:
    """Tests that start containers start the same ones."""
    tested = (ROOT / "tests" / "conftest.py").read_text()
    for server in CONTAINERS.keys() - OURS.keys():
        assert f'"{CONTAINERS[server]["image"]}"' in tested


@pytest.mark.parametrize("name", CONTAINERS)
def test_nothing_is_published_beyond_this_machine(name: str) -> None:
    """The secrets of the demonstration are known to everybody."""
    assert all(port.startswith("127.0.0.1:") for port in CONTAINERS[name].get("ports", ()))


@pytest.mark.parametrize("name", CONTAINERS.keys() - {"init"})
def test_who_keeps_running_is_watched_and_started_again(name: str) -> None:
    """A container that hangs or dies is noticed."""
    assert CONTAINERS[name]["healthcheck"]["test"][0] == "CMD"
    assert CONTAINERS[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", CONTAINERS.keys() - {"init"})
def test_a_health_check_has_no_blanks_in_its_words(name: str) -> None:
    """Some engines divide them there, and then check something else."""
    assert not any(" " in word for word in CONTAINERS[name]["healthcheck"]["test"])


@pytest.mark.parametrize("name", OURS)
def test_each_variable_is_a_setting(name: str) -> None:
    """A misspelt variable would be silently without effect."""
    given = {variable.removeprefix("AFTERHIRE_").lower() for variable in OURS[name]["environment"]}
    assert given <= Settings.model_fields.keys()
