"""A playbook as a form, and back as a file."""

import tomllib
from typing import Any

import pytest

from services.console.settings import filled, groups, parsed
from services.rules.api.playbook_settings import router
from services.rules.playbook import STANDARD
from services.rules.playbook.reading import RefusedPlaybookError, read
from services.rules.playbook.writing import written

TOLD: dict[str, Any] = router().routes[0].endpoint().model_dump(mode="json")  # type: ignore[attr-defined] # as the rules tell it
OURS: dict[str, Any] = tomllib.loads(written(STANDARD))
CHECK_IN = "plays.check_in_on_settling_in"


def shown() -> dict[str, str]:
    """What a browser sends of the form as it stands."""
    return {field.path: field.value for group in groups(TOLD, OURS) for field in group.fields}


def test_a_form_sent_as_it_stands_is_the_same_playbook() -> None:
    """Every setting has a field, and every field comes back as it was."""
    assert read(filled(TOLD, OURS, shown())) == STANDARD.whole()
    assert read(filled(TOLD, {}, shown())) == STANDARD.whole()


def test_what_is_filled_in_is_what_the_file_says() -> None:
    """Days as a list, a client with its last day, a play that is off."""
    said = {
        "restraint.spacing_days": " 21 ",
        "consent.silence_is_a_yes_otherwise": "yes",
        "off_limits.clients": "Acme Inc. = 2026-05-01\n\n",
        f"{CHECK_IN}.days": "7, 45",
        f"{CHECK_IN}.on": "no",
    }
    made = read(filled(TOLD, OURS, shown() | said))
    assert (made.restraint.spacing_days, made.consent.silence_is_a_yes_otherwise) == (21, True)
    assert {name: str(day) for name, day in made.off_limits.clients.items()} == {"Acme Inc.": "2026-05-01"}
    settings = made.settings("check_in_on_settling_in")
    assert (settings.days, settings.on) == ((7, 45), False)
    assert tomllib.loads(written(STANDARD)) == OURS


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("restraint.spacing_days", "soon"),
        ("restraint.spacing_days", ""),
        (f"{CHECK_IN}.days", "7, soon"),
        ("off_limits.clients", "Acme"),
        ("off_limits.clients", "Acme = some day"),
        ("plays.ask_for_a_review.platforms", "Google = a page"),
    ],
)
def test_what_cannot_be_so_is_said_at_its_field(path: str, said: str) -> None:
    """It stays as it was typed."""
    made = filled(TOLD, OURS, shown() | {path: said})
    with pytest.raises(RefusedPlaybookError) as refused:
        read(made)
    says = parsed(made)
    assert says is not None
    found = groups(TOLD, says, [each.where for each in refused.value.mistakes])
    (wrong,) = (field for group in found for field in group.fields if field.wrong)
    assert wrong.path == path
    assert said in wrong.value


def test_the_wording_of_drafts_stays() -> None:
    """It is no field of the form."""
    words = {"wording": {"en": {"get_to_know_them": {"subject": "Hi", "body": "Hello"}}}}
    assert tomllib.loads(filled(TOLD, OURS | words, shown()))["wording"] == words["wording"]


@pytest.mark.parametrize("toml", ["=", "[" * 5_000, "a = 1\na = 2"])
def test_what_is_no_file_is_none(toml: str) -> None:
    """The form shows the playbook in force then."""
    assert parsed(toml) is None
