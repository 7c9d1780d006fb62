import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from shared.errors import MisconfiguredError
from shared.settings import Settings, load


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """These variables and no other of the project's, as a process is started with them."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("AFTERHIRE_")]:
        del os.environ[name]
    os.environ.update({f"AFTERHIRE_{name}": value for name, value in variables.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def test_a_variable_is_named_after_its_field() -> None:
    """`AFTERHIRE_` and the field in capitals."""
    with environment(KAFKA="broker:9092", TODAY="2024-02-29", TIMEZONE="America/New_York", PARTITIONS="16"):
        settings = load()
    assert (settings.kafka, settings.partitions) == ("broker:9092", 16)
    assert settings.today == date(2024, 2, 29)
    assert settings.zone == ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEZONE", "Mars/Olympus"),
        ("TIMEZONE", "../etc/passwd"),
        ("PARTITIONS", "0"),
        ("PARTITIONS", "many"),
        ("TODAY", "30 February"),
        ("AGENCY", "Upper/Slash"),
        ("TOPIC_PREFIX", "white space"),
        ("PORT", "70000"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_what_was_found(name: str, value: str) -> None:
    """An operator reads one sentence: which variable, what it says, what it may say."""
    with environment(**{name: value}), pytest.raises(MisconfiguredError, match=f"AFTERHIRE_{name}") as told:
        load()
    assert repr(value) in str(told.value)


def test_a_variable_that_is_empty_is_not_set() -> None:
    """An empty secret is one that everybody knows."""
    with environment(GREENHOUSE_SECRET="", TODAY=""):
        settings = load()
    assert (settings.greenhouse_secret, settings.today) == (None, None)


def test_secrets_are_not_shown() -> None:
    """Neither in a log line nor in a traceback."""
    settings = Settings(master_key=SecretStr("tell nobody"), api_token=SecretStr("tell nobody"))
    assert "tell nobody" not in repr(settings) + str(settings)
    assert "tell nobody" not in settings.model_dump_json()


def test_the_clock_plays_on_the_day_that_is_set() -> None:
    """All services of an installation agree on the day."""
    assert Settings(today=date(2030, 6, 1)).clock.shift != Settings(today=None).clock.shift
