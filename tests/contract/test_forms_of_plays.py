"""What forms ask for and what plays there are: forms are shared, and may not import the rules."""

from services.rules.plays import PLAYS
from shared.forms.plays import OWN


def test_every_form_belongs_to_a_play() -> None:
    """A play that is renamed takes its questions along, or they would silently be asked no more."""
    assert OWN.keys() <= PLAYS.keys()
