"""Under what somebody is looked up: two people are compared only where they share one of these."""

from collections.abc import Iterator

from services.ingest.identity import keys
from services.ingest.identity.likeness import names
from services.ingest.identity.likeness.evidence import Evidence
from shared.employers import plain_employer


def of(evidence: Evidence) -> frozenset[str]:
    """Texts to be hidden and looked up.

    Each joins two things that must both fit, so that an error in a third one does not matter. No name stands
    alone in one: among a million people it names hundreds.
    """
    return frozenset(_blocks(evidence))


def _blocks(evidence: Evidence) -> Iterator[str]:
    called = [names.read(each.name, each.given) for each in evidence.names]
    families = {names.sound(word) for name in called for word in name.family}
    givens = {name.given[0] for name in called if name.given}
    both = {f"{initial} {family}" for initial in _initials(givens) for family in families}
    yield from (key for each in evidence.emails if (key := keys.email(each)))
    yield from (key for each in evidence.profiles if (key := keys.profile(each)))
    yield from (f"phone {number}" for number in evidence.phones)
    if evidence.born:
        yield from (f"born {evidence.born} {sound}" for sound in families | set(map(names.sound, givens)))
    yield from (f"place {_plain(place)} {name}" for place in evidence.places for name in both)
    yield from _at_work(evidence, both, givens)


def _at_work(evidence: Evidence, both: set[str], givens: set[str]) -> Iterator[str]:
    for role in evidence.roles:
        if role.employer:
            employer = plain_employer(role.employer)
            yield from (f"employer {employer} {name}" for name in both)
            if role.since:  # somebody who married has another name
                yield from (f"since {employer} {role.since:%Y-%m} {names.sound(one)}" for one in givens)


def _initials(givens: set[str]) -> set[str]:
    return {form[0] for one in givens for form in names.forms(one)}


def _plain(place: str) -> str:
    return "".join(each for each in place.casefold() if each.isalnum())
