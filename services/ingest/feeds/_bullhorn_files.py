"""CSV files of Bullhorn's data loader, written for it or by it: one row per entity.

The headings are its own (https://github.com/bullhorn/dataloader), in any order, padded or not; one may stand
there twice, and the first cell that says something counts. Which entity a file holds is told by its columns:

| entity | columns it needs |
|---|---|
| Candidate | `firstName`, `lastName`, and `id` or `externalID` |
| Placement | `dateBegin`, and `candidate.id` or `candidate.externalID` |
| PlacementChangeRequest | `placement.id`, `requestStatus`, `dateBegin` |
| JobOrder | `title`, `employmentType`, `dateAdded`, and `id` or `externalID` |
| Note | `action`, `dateAdded`, `candidates.id`, and `id` or `externalID` |

- Days are `8/17/2016`, `8/17/16` or `2016-08-17`, with a time behind or without one; years of two digits are
  the loader's default.
- With `id`, a row speaks of the same entity as Bullhorn's events do; so does a candidate's `externalID`.
- A placement without `id` or `externalID` is known by its candidate and its job (`jobOrder.id` or
  `jobOrder.externalID`). An agency's mapping can name another column that holds an id.
- Send the file of candidates before that of placements; else these wait.
- A recruiter is `owner.email` or `owner.name`, a client `jobOrder.clientCorporation.name` or, of a job,
  `clientCorporation.name`.
"""

from datetime import date
from typing import NoReturn

import msgspec

from services.ingest.cells import needed, readable, text, yes_or_no
from services.ingest.dates import short_us_day
from services.ingest.feeds import _bullhorn_job as job
from services.ingest.feeds import _bullhorn_notes as notes
from services.ingest.feeds import _bullhorn_people as people
from services.ingest.feeds import _bullhorn_placement as placing
from services.ingest.feeds._bullhorn_columns import (
    CANDIDATES,
    CHANGES,
    COLUMNS,
    NOTES,
    ORDERS,
    PLACEMENTS,
    PLACEMENTS_FROM_OUTSIDE,
)
from services.ingest.feeds._bullhorn_words import NAME, place, said
from services.ingest.feeds._placement import Amended, Placed
from services.ingest.files.columns import plain
from services.ingest.identity import keys
from services.ingest.reading import Cells, FileFeed, Keys, Reading, Silence, Source, Statement
from shared.envelope import moment
from shared.errors import UnreadableError
from shared.facts.people import PersonProfiled

EMAILS = ("email", "email2", "email3")
PHONES = ("mobile", "phone", "phone2", "phone3", "work_phone")


def read_row(cells: Cells, source: Source) -> Reading:
    """What a row says; `UnreadableError` names the column."""
    if cells.keys() >= CHANGES:
        return _change(cells, source)
    if cells.keys() >= PLACEMENTS or cells.keys() >= PLACEMENTS_FROM_OUTSIDE:
        return _placement(cells, source)
    if cells.keys() >= NOTES:
        return _note(cells, source)
    if cells.keys() >= ORDERS:
        return job.notice(_order(cells, source), source)
    return _candidate(cells, source)


def _candidate(cells: Cells, source: Source) -> Reading:
    found = _person(cells, "id", "external_id")
    profile = _profile(cells, source)
    flags = people.Flags(
        anonymised=bool(yes_or_no(cells, "is_anonymized")),
        deleted=bool(yes_or_no(cells, "is_deleted")),
        opted_out=bool(yes_or_no(cells, "opted_out")) or plain(text(cells, "status") or "") in people.NO,
    )
    also = dict.fromkeys((*found.also, *people.strong_keys(profile)))
    return people.about(Keys(found.own, tuple(also)), profile, flags, source.agency)


def _profile(cells: Cells, source: Source) -> PersonProfiled:
    given, family = _said(cells, "first_name"), _said(cells, "last_name")
    return PersonProfiled(
        feed=NAME,
        recruiter=_recruiter(cells),
        name=" ".join(filter(None, (given, family))) or _said(cells, "name"),
        given_name=given,
        emails=tuple(filter(None, (_said(cells, column) for column in EMAILS))),
        phones=tuple(filter(None, (_said(cells, column) for column in PHONES))),
        profile_url=people.profile_url(text(cells, "company_url")),
        employer=_said(cells, "company_name"),
        title=_said(cells, "occupation"),
        place=_place(cells),
        born_on=_day(cells, "date_of_birth", source),
    )


def _placement(cells: Cells, source: Source) -> Reading:
    candidate = _person(cells, "candidate_id", "candidate_external_id")
    number = _number(cells, "id") or _number(cells, "external_id", external=True) or _in_job(cells, candidate)
    now = msgspec.structs.replace(
        placing.stated(placing.placement(source.agency, number), _terms(cells, source), "date_end"),
        recruiter=_recruiter(cells),
        client=_said(cells, "client"),
        title=_said(cells, "job_title"),
    )
    return Statement(
        candidate._replace(also=(*candidate.also, placing.key(number))),
        standings=(Placed(now, source.received.date(), NAME),),
        waits="the candidate of this placement",
    )


def _change(cells: Cells, source: Source) -> Reading:
    number = _whole(needed(cells, "placement_id"), "placement_id")
    if plain(text(cells, "request_status") or "") != "approved":
        return Silence()
    now = placing.stated(placing.placement(source.agency, number), _terms(cells, source), "date_end")
    return Statement(
        Keys((placing.key(number),)),
        standings=(Amended(now, source.received.date(), NAME),),
        waits=f"the placement {number}",
    )


def _order(cells: Cells, source: Source) -> job.Order:
    salary = (text(cells, "salary") or "").replace(",", "")
    closed = yes_or_no(cells, "is_open") is False or yes_or_no(cells, "is_deleted")
    return job.Order(
        reference=_number(cells, "id") or _number(cells, "external_id", external=True) or _unknown("id"),
        title=needed(cells, "title"),
        posted_on=short_us_day(needed(cells, "date_added"), "date_added", source.received.date()),
        open=not closed,
        client=_said(cells, "client"),
        place=_place(cells),
        skills=job.skills(text(cells, "skill_list"), text(cells, "skills")),
        salary=float(salary) if salary.replace(".", "", 1).isdecimal() else None,
        salary_unit=text(cells, "salary_unit"),
        url=text(cells, "url"),
    )


def _note(cells: Cells, source: Source) -> Reading:
    day = short_us_day(needed(cells, "date_added"), "date_added", source.received.date())
    minutes = text(cells, "minutes_spent") or ""
    note = notes.Note(
        id=_number(cells, "id") or _number(cells, "external_id", external=True) or _unknown("id"),
        action=text(cells, "action") or "",
        on=day,
        occurred=moment(day),
        by=_said(cells, "commenting"),
        minutes=float(minutes) if minutes.isdecimal() and minutes.isascii() else None,
    )
    whom = [one.strip() for one in (text(cells, "candidates") or "").split(";") if one.strip()]
    return notes.read(note, [people.candidate_key(int(_whole(one, "candidates"))) for one in whom])


def _terms(cells: Cells, source: Source) -> placing.Terms:
    shown = _day(cells, "date_last_modified", source)
    begins = short_us_day(needed(cells, "date_begin"), "date_begin", source.received.date())
    return placing.Terms(
        begins=begins,
        ends=_day(cells, "date_end", source),
        employment=text(cells, "employment_type"),
        status=text(cells, "status"),
        reason=text(cells, "termination_reason"),
        shown_on=shown or source.as_of,
        at=moment(shown) if shown else None,
    )


def _person(cells: Cells, column: str, external: str) -> Keys:
    """By Bullhorn's own number above all."""
    number, outside = text(cells, column), text(cells, external)
    own = people.candidate_key(int(_whole(number, column))) if number else None
    known = [key for key in (own, people.external_key(outside) if outside else None) if key]
    return Keys((known[0],), tuple(known[1:])) if known else _unknown(column)


def _number(cells: Cells, column: str, *, external: bool = False) -> str | None:
    found = text(cells, column)
    if found is None:
        return None
    return f"external {found}" if external else _whole(found, column)


def _in_job(cells: Cells, candidate: Keys) -> str:
    number = _number(cells, "job_id") or _number(cells, "job_external_id", external=True)
    return f"{candidate.own[0]} in {number or _unknown('id')}"


def _whole(found: str, column: str) -> str:
    if not (found.isascii() and found.isdecimal()):
        raise UnreadableError("expected a whole number, found something else", field=column)
    return str(int(found))


def _unknown(column: str) -> NoReturn:
    reason = "expected an id or an externalID, found neither; a mapping can name the column that has one"
    raise UnreadableError(reason, field=column)


def _recruiter(cells: Cells) -> str | None:
    return _said(cells, "owner_email") or _said(cells, "owner")


def _place(cells: Cells) -> str | None:
    return place(text(cells, "city"), text(cells, "state"))


def _said(cells: Cells, column: str) -> str | None:
    return said(text(cells, column))


def _day(cells: Cells, column: str, source: Source) -> date | None:
    found = text(cells, column)
    return short_us_day(found, column, source.received.date()) if found else None


def _thing(cells: Cells) -> str | None:
    ids = ("placement_id", "candidate_id", "candidate_external_id", "job_id", "job_external_id")
    found = [readable(cells, column) for column in ("id", "external_id", *ids)]
    kind = next((one for one in ("request_status", "date_begin", "action", "date_added") if one in cells), "")
    return f"{kind} {found}" if any(found) else None


def _mentions(cells: Cells) -> Keys:
    """By what an unreadable row knows somebody."""
    if "action" in cells:
        whom = (people.named(one.strip()) for one in (readable(cells, "candidates") or "").split(";"))
        return Keys(tuple(key for key in whom if key))
    placed = "date_begin" in cells
    number = readable(cells, "candidate_id" if placed else "id")
    outside = readable(cells, "candidate_external_id" if placed else "external_id")
    own = people.named(number) if number else None
    found = (own, people.external_key(outside) if outside else None)
    return Keys(tuple(key for key in found if key), keys.among(*(readable(cells, one) for one in EMAILS)))


FILES = FileFeed(
    name=NAME,
    columns=COLUMNS,
    required=CANDIDATES,
    instead=(PLACEMENTS, PLACEMENTS_FROM_OUTSIDE, CHANGES, ORDERS, NOTES),
    read_row=read_row,
    thing=_thing,
    mentions=_mentions,
    named=people.named,
)
