"""A playbook as it is kept: whole, as JSON."""

import msgspec

from services.rules.play import PlaySettings
from services.rules.playbook import Playbook
from services.rules.plays import PLAYS


def encoded(playbook: Playbook) -> bytes:
    """All of it, our own defaults included, so that it stays what it is when those change."""
    plays = {name: playbook.settings(name) for name in PLAYS}
    return msgspec.json.encode(msgspec.structs.replace(playbook, plays=plays), order="sorted")


def decoded(content: bytes) -> Playbook:
    """The playbook again; a play that there is no more, or a number, is left out."""
    plain = msgspec.json.decode(content)
    kept = plain.pop("plays")
    plays = {name: _settings(name, kept[name]) for name in PLAYS if name in kept}
    return msgspec.structs.replace(msgspec.convert(plain, Playbook), plays=plays)


def _settings(name: str, kept: dict[str, object]) -> PlaySettings:
    kind = type(PLAYS[name].settings)
    known = {field: value for field, value in kept.items() if field in kind.__struct_fields__}
    made: PlaySettings = msgspec.convert(known, kind)
    return made
