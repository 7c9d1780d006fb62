"""Who somebody is, as Bullhorn tells it, and whether they may be written to."""

from typing import NamedTuple

from services.ingest.dates import epoch_day, epoch_milliseconds
from services.ingest.feeds import _bullhorn as bh
from services.ingest.feeds._bullhorn_words import EASTERN, NAME, place, said
from services.ingest.files.columns import plain
from services.ingest.identity import keys
from services.ingest.reading import Erasure, Keys, Reading, Said, Statement, Told
from services.ingest.standing import NOTHING, Consented, Profiled
from shared.envelope import computed_id
from shared.facts.corrections import FactRetracted
from shared.facts.people import ConsentWithdrawn, PersonProfiled

NO = {"donotcontact", "dnc"}
"""The statuses of a candidate that say so; the list is the agency's own."""


class Flags(NamedTuple):
    """What a candidate's record says besides who they are."""

    anonymised: bool
    deleted: bool
    opted_out: bool


class Binned(NamedTuple):
    """Whether a record is marked as deleted, which can be taken back: until then nobody is written to."""

    agency: str
    deleted: bool
    occurred: str | None = None
    thing: str = "deleted"

    def tell(self, before: bytes | None, seed: str) -> Told:
        """`consent.withdrawn` when it is deleted, and its retraction when it is restored.

        An event that comes late, from before the deletion, restores nobody.
        """
        was, _, at = (before or b"").decode().partition(" ")
        if self.deleted == bool(was) or (self.occurred and self.occurred < at):
            return NOTHING
        if self.deleted:
            no = ConsentWithdrawn(feed=NAME, words="deleted in Bullhorn")
            return Told((Said(no, (seed,), self.occurred),), f"{seed} {self.occurred or ''}".encode())
        fact = computed_id("consent.withdrawn", self.agency, NAME, was)
        restored = FactRetracted(fact=fact, reason="restored in Bullhorn")
        return Told((Said(restored, (seed,), self.occurred),), b"")


def candidate_key(number: int) -> str:
    """The strong key of a candidate."""
    return f"bullhorn:candidate:{number}"


def external_key(id_: str) -> str:
    """The key of whom another system called so before they were loaded into Bullhorn."""
    return f"bullhorn:external:{id_}"


def named(number: str) -> str | None:
    """The strong key of a candidate's number as it is written."""
    return candidate_key(int(number)) if number.isascii() and number.isdecimal() else None


def read(candidate: bh.Candidate, agency: str) -> Reading:
    """What a candidate says."""
    external = said(candidate.external_id)
    also = (external_key(external),) if external else ()
    found = Keys((candidate_key(candidate.id),), also + strong_keys(profile(candidate)))
    status = plain(candidate.status or "")
    flags = Flags(
        anonymised=bool(candidate.is_anonymized),
        deleted=bool(candidate.is_deleted),
        opted_out=bool(candidate.mass_mail_opt_out) or status in NO,
    )
    at = candidate.date_last_modified
    occurred = epoch_milliseconds(at, "entity.dateLastModified") if at is not None else None
    return about(found, profile(candidate), flags, agency, occurred)


def about(
    found: Keys, told: PersonProfiled, flags: Flags, agency: str, occurred: str | None = None
) -> Reading:
    """Who they are; nothing new of somebody deleted, and nothing at all of somebody anonymised."""
    if flags.anonymised:
        return Erasure(
            Keys(found.own), "anonymised in Bullhorn"
        )  # by Bullhorn's own number, never an address
    binned = Binned(agency, flags.deleted, occurred)
    if flags.deleted:
        return Statement(found, standings=(binned,), of_known=True)
    no = Consented(NAME, False if flags.opted_out else None, None, occurred)
    return Statement(found, standings=(Profiled(told, occurred), no, binned))


def profile(candidate: bh.Candidate) -> PersonProfiled:
    """What Bullhorn says of a candidate."""
    born, c = candidate.date_of_birth, candidate
    given, family = said(c.first_name), said(c.last_name)
    return PersonProfiled(
        feed=NAME,
        recruiter=called(c.owner),
        name=" ".join(filter(None, (given, family))) or said(c.name),
        given_name=given,
        emails=tuple(filter(None, map(said, (c.email, c.email2, c.email3)))),
        phones=tuple(filter(None, map(said, (c.mobile, c.phone, c.phone2, c.phone3, c.work_phone)))),
        profile_url=profile_url(c.company_url),
        employer=said(c.company_name),
        title=said(c.occupation),
        place=place(c.address.city, c.address.state) if c.address else None,
        born_on=epoch_day(born, "entity.dateOfBirth", EASTERN) if born is not None else None,
    )


def profile_url(url: str | None) -> str | None:
    """Their own address on the web, where it is that of a LinkedIn profile."""
    found = said(url)
    return found if found and keys.profile(found) else None


def strong_keys(told: PersonProfiled) -> tuple[str, ...]:
    """By what other feeds may know them."""
    return keys.among(*told.emails, told.profile_url)


def called(user: bh.Person | None) -> str | None:
    """A recruiter's e-mail address or, without one, their name."""
    if user is None:
        return None
    names = filter(None, (said(user.first_name), said(user.last_name)))
    return said(user.email) or " ".join(names) or None
