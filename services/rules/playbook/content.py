"""A playbook as it is kept: whole, as JSON."""

from typing import TypeVar

import msgspec

from services.rules.playbook import Consent, OffLimits, Playbook, Restraint
from services.rules.plays import PLAYS

S = TypeVar("S", bound=msgspec.Struct)
SECTIONS: dict[str, type[msgspec.Struct]] = {
    "restraint": Restraint,
    "consent": Consent,
    "off_limits": OffLimits,
}


def encoded(playbook: Playbook) -> bytes:
    """All of it, our own defaults included, so that it stays what it is when those change."""
    return msgspec.json.encode(playbook.whole(), order="sorted")


def decoded(content: bytes) -> Playbook:
    """The playbook again; a play, or a number of one or of a section, that there is no more is left out."""
    plain = msgspec.json.decode(content)
    kept = plain.pop("plays")
    plays = {name: _settings(type(PLAYS[name].settings), kept[name]) for name in PLAYS if name in kept}
    sections = {name: _settings(kind, plain[name]) for name, kind in SECTIONS.items() if name in plain}
    made = msgspec.convert({name: plain[name] for name in plain if name not in sections}, Playbook)
    return msgspec.structs.replace(made, plays=plays, **sections)


def _settings(kind: type[S], kept: dict[str, object]) -> S:
    return msgspec.convert({name: kept[name] for name in kept if name in kind.__struct_fields__}, kind)
