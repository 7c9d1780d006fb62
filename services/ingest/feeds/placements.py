"""Our own file of placements, for any ATS that can export or be queried: one row per placement, told whole.

Send the whole file as often as you like, for instance each night: what changed since the last time becomes
facts. The columns, in any order and under these headings or those of the agency's mapping; the file needs
those with a star:

| column | what it holds |
|---|---|
| `placement_id`* | the ATS's id of the placement; never reused |
| `person_id`* | the ATS's id of the person |
| `starts_on`* | the first working day, `2024-03-07`, `7.3.2024`, `07 Mar 2024`, or its month, `2024-03` |
| `name`, or `given_name` and `family_name` | the person's name |
| `email`, `phone`, `linkedin_url` | how to reach them; the first and last tell who they are elsewhere |
| `recruiter` | who looks after them: an e-mail address or a name |
| `client`, `title` | where they were placed, and as what |
| `employment` | `permanent`, `contract` or empty |
| `ends_on` | a contract's agreed last day |
| `ended_on`, `end_reason` | the real last day, and why |
| `ended_early` | `yes` or `no`; empty: yes when it ended before `ends_on`, or had no agreed end |
| `cancelled` | `yes` when it never took place |
| `consent` | `yes` or `no` to being written to; empty says nothing |

It is a CSV, or an .xlsx workbook, of which the first visible sheet with these columns is read: a day as the
cell shows it, of a formula what it came to. Other columns are not read; the import names them. A row that is
no longer there says nothing. A file of the same content is a repeat; to go back to an earlier state, name the
file, or the form's `exported_on`, with its day.
"""

from services.ingest.cells import needed, readable, text, yes_or_no
from services.ingest.dates import day_or_month, iso_or_worded_day
from services.ingest.feeds._placement import Placed, Placement
from services.ingest.identity import keys
from services.ingest.reading import Cells, FileFeed, Keys, Reading, Source, Statement
from services.ingest.standing import Consented, Profiled
from shared.envelope import computed_id
from shared.errors import UnreadableError
from shared.facts.people import PersonProfiled

NAME = "placements"


def read_row(cells: Cells, source: Source) -> Reading:
    """What a row says; `UnreadableError` names the column."""
    placement, person = needed(cells, "placement_id"), needed(cells, "person_id")
    placed = _placed(cells, computed_id("placement", source.agency, NAME, placement))
    also = (_email(cells), _profile_key(cells))
    return Statement(
        Keys((_person_key(person),), tuple(key for key in also if key)),
        standings=(
            Profiled(_profile(cells)),
            Consented(NAME, yes_or_no(cells, "consent")),
            Placed(placed, source.received.date()),
        ),
    )


def mentions(cells: Cells) -> Keys:
    """By what an unreadable row knows somebody."""
    person = readable(cells, "person_id")
    also = keys.among(readable(cells, "email"), readable(cells, "linkedin_url"))
    return Keys((_person_key(person),), also) if person else Keys(also)


def _person_key(person: str) -> str:
    return f"placements:person:{person}"


def _placed(cells: Cells, placement: str) -> Placement:
    starts = day_or_month(needed(cells, "starts_on"), "starts_on")
    ends, ended = (
        iso_or_worded_day(found, column) if (found := text(cells, column)) else None
        for column in ("ends_on", "ended_on")
    )
    for column, day in (("ends_on", ends), ("ended_on", ended)):
        if day and starts.earliest and day < starts.earliest:
            raise UnreadableError(f"expected a day from {starts.earliest} on, found {day}", field=column)
    early = yes_or_no(cells, "ended_early")
    return Placement(
        id=placement,
        starts=starts,
        ends=ends,
        ended=ended,
        early=early if early is not None else ended is not None and (ends is None or ended < ends),
        words=text(cells, "end_reason"),
        cancelled=yes_or_no(cells, "cancelled") or False,
        employment=_employment(cells),
        recruiter=text(cells, "recruiter"),
        client=text(cells, "client"),
        title=text(cells, "title"),
    )


def _employment(cells: Cells) -> str:
    found = (text(cells, "employment") or "unknown").lower()
    if found not in ("permanent", "contract", "unknown"):
        raise UnreadableError(
            "expected permanent, contract or nothing, found something else", field="employment"
        )
    return found


def _profile(cells: Cells) -> PersonProfiled:
    names = [name for column in ("given_name", "family_name") if (name := text(cells, column))]
    return PersonProfiled(
        feed=NAME,
        recruiter=text(cells, "recruiter"),
        name=text(cells, "name") or " ".join(names) or None,
        given_name=text(cells, "given_name"),
        emails=tuple(filter(None, [text(cells, "email")])),
        phones=tuple(filter(None, [text(cells, "phone")])),
        profile_url=text(cells, "linkedin_url"),
    )


def _email(cells: Cells) -> str | None:
    address = text(cells, "email")
    found = keys.email(address) if address else None
    if address and found is None:
        raise UnreadableError("expected an e-mail address or nothing, found something else", field="email")
    return found


def _profile_key(cells: Cells) -> str | None:
    url = text(cells, "linkedin_url")
    found = keys.profile(url) if url else None
    if url and found is None:
        raise UnreadableError(
            "expected an address like https://www.linkedin.com/in/jane-doe, found something else",
            field="linkedin_url",
        )
    return found


FEED = FileFeed(
    name=NAME,
    columns={
        column: (column,)
        for column in (
            *("placement_id", "person_id", "name", "given_name", "family_name", "email", "phone"),
            *("linkedin_url", "recruiter", "client", "title", "employment", "starts_on", "ends_on"),
            *("ended_on", "end_reason", "ended_early", "cancelled", "consent"),
        )
    },
    required=frozenset({"placement_id", "person_id", "starts_on"}),
    read_row=read_row,
    thing=lambda cells: readable(cells, "placement_id"),
    mentions=mentions,
    named=_person_key,
)
