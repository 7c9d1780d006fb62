"""Whom Lever speaks of: a contact is a person, an opportunity one candidacy of theirs."""

from uuid import UUID

from services.ingest.feeds._mentioned import uuid

NAME = "lever"


def contact_key(contact: UUID) -> str:
    """The key of a contact."""
    return f"lever:contact:{contact}"


def opportunity_key(opportunity: UUID) -> str:
    """The key of whose opportunity it is."""
    return f"lever:opportunity:{opportunity}"


def named(contact: object) -> str | None:
    """The key of a contact, of their id as it is written."""
    found = uuid(contact)
    return contact_key(found) if found else None
