"""Who somebody is, as Workable tells it."""

import re

from services.ingest.feeds import _workable as workable
from services.ingest.identity import keys
from shared.facts.people import PersonProfiled

NAME = "workable"
MOST_KEYS = 10
"""Pages about one candidate among which a profile is looked for."""


def candidate_key(candidate: str) -> str:
    """The strong key of a candidate."""
    return f"workable:candidate:{candidate}"


def named(candidate: object) -> str | None:
    """The same, of what may be a candidate's id."""
    right = isinstance(candidate, str) and re.fullmatch(workable.ID, candidate)
    return candidate_key(str(candidate)) if right else None


def strong_keys(candidate: workable.Candidate) -> tuple[str, ...]:
    """By what other feeds may know them."""
    found = [keys.email((candidate.email or "").strip()), *(keys.profile(url) for url in _pages(candidate))]
    return tuple(dict.fromkeys(key for key in found if key))


def profile(candidate: workable.Candidate) -> PersonProfiled:
    """What Workable says of a candidate: it names no recruiter."""
    given, family = (_text(candidate.firstname), _text(candidate.lastname))
    email, phone = _text(candidate.email), _text(candidate.phone)
    work = next((one for one in candidate.experience_entries or () if one.current), workable.Experience())
    return PersonProfiled(
        feed=NAME,
        name=_text(candidate.name) or " ".join(filter(None, (given, family))) or None,
        given_name=given,
        emails=(email,) if email else (),
        phones=(phone,) if phone else (),
        profile_url=next((url for url in _pages(candidate) if keys.profile(url)), None),
        employer=_text(work.company),
        title=_text(work.title),
    )


def silent(candidate: workable.Candidate) -> tuple[str, ...]:
    """Of what a list of candidates does not speak."""
    work = ("employer", "title") if candidate.experience_entries is None else ()
    return work if candidate.social_profiles is not None else (*work, "profile_url")


def _pages(candidate: workable.Candidate) -> tuple[str, ...]:
    profiles = (candidate.social_profiles or [])[:MOST_KEYS]
    return tuple(url for each in profiles if (url := _text(each.url)))


def _text(said: str | None) -> str | None:
    return (said or "").strip() or None
