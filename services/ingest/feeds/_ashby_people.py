"""Who somebody is, as Ashby tells it."""

from uuid import UUID

import msgspec

from services.ingest.feeds import _ashby as ashby
from services.ingest.feeds._mentioned import uuid
from services.ingest.identity import keys
from shared.facts.people import PersonProfiled


def candidate_key(candidate: UUID) -> str:
    """The strong key of a candidate."""
    return f"ashby:candidate:{candidate}"


def application_key(application: UUID) -> str:
    """The key of whoever applied."""
    return f"ashby:application:{application}"


def named(candidate: object) -> str | None:
    """The strong key of a candidate, of their id as it is written."""
    id_ = uuid(candidate)
    return candidate_key(id_) if id_ else None


def strong_keys(candidate: ashby.Candidate) -> tuple[str, ...]:
    """By what other feeds may know them."""
    return keys.among(_value(candidate.primary_email_address))


def profile(application: ashby.Application) -> PersonProfiled:
    """What Ashby says of a candidate; the recruiter is the application's."""
    return msgspec.structs.replace(contacted(application.candidate), recruiter=recruiter(application))


def contacted(candidate: ashby.Candidate) -> PersonProfiled:
    """What they are called, and how they are reached."""
    email, phone = _value(candidate.primary_email_address), _value(candidate.primary_phone_number)
    return PersonProfiled(
        feed="ashby",
        name=(candidate.name or "").strip() or None,
        emails=(email,) if email else (),
        phones=(phone,) if phone else (),
    )


UNSAID = ("employer", "title", "profile_url")
"""Of a profile, what no web hook speaks of and a file may."""


def recruiter(application: ashby.Application) -> str | None:
    """The recruiter of the hiring team or, without one, whom the application is credited to."""
    team = application.hiring_team or []
    recruiters = [user for user in team if "recruiter" in (user.role or "").lower()]
    return next(
        (found for user in [*recruiters, application.credited_to_user] if (found := called(user))), None
    )


def called(user: ashby.User | None) -> str | None:
    """An e-mail address or, without one, a name."""
    if user is None:
        return None
    names = [name.strip() for name in (user.first_name, user.last_name) if name and name.strip()]
    return (user.email or "").strip() or " ".join(names) or None


def _value(contact: ashby.Contact | None) -> str | None:
    return ((contact.value or "").strip() or None) if contact else None
