"""Our own file of jobs, for any ATS that can export or be queried: one row per job, told whole.

Send the whole file as often as you like, for instance each night: what changed since the last time becomes
facts of the market. The columns, in any order and under these headings or those of the agency's mapping; the
file needs those with a star:

| column | what it holds |
|---|---|
| `job_id`* | the ATS's id of the job; never reused |
| `title`* | as what |
| `posted_on`* | the day it was posted, `2024-03-07`, `7.3.2024` or `07 Mar 2024` |
| `client`, `place` | at whom, and where |
| `field` | a field of work as in `shared/titles/fields.toml`, like `software`; empty: the title says it |
| `skills` | what it asks for, with `;`, `,` or `|` between |
| `pay_from`, `pay_to`, `currency` | what it pays a year, in whole units, and of which currency, like `EUR` |
| `closes_on` | the last day on which somebody can apply |
| `status` | `open`, or `closed` when nobody can apply any more; empty: open |
| `url` | the address of its page |

It is a CSV, or an .xlsx workbook, of which the first visible sheet with these columns is read: a day as the
cell shows it, of a formula what it came to. Other columns are not read; the import names them. A row that is
no longer there says nothing.
"""

import re

from services.ingest.cells import needed, readable, text
from services.ingest.dates import iso_or_worded_day
from services.ingest.feeds._job import notice
from services.ingest.reading import Cells, FileFeed, Keys, Reading, Source
from shared.errors import UnreadableError
from shared.facts.market import JobOpened
from shared.titles import FIELDS

NAME = "jobs"
MOST_SKILLS = 50
_BETWEEN = re.compile(r"[;,|]")
_URL = re.compile(r"https?://[^\s/]+\S*")
_PAY = re.compile(r"[0-9]{1,9}")
_CURRENCY = re.compile(r"[A-Z]{3}")


def read_row(cells: Cells, source: Source) -> Reading:
    """What a row says; `UnreadableError` names the column."""
    return notice(_job(cells), source, is_open=_is_open(cells))


def _job(cells: Cells) -> JobOpened:
    posted = iso_or_worded_day(needed(cells, "posted_on"), "posted_on")
    closes = iso_or_worded_day(found, "closes_on") if (found := text(cells, "closes_on")) else None
    if closes and closes < posted:
        raise UnreadableError(f"expected a day from {posted} on, found {closes}", field="closes_on")
    low, high = _pay(cells, "pay_from"), _pay(cells, "pay_to")
    if low is not None and high is not None and high < low:
        raise UnreadableError(f"expected at least {low}, found {high}", field="pay_to")
    return JobOpened(
        feed=NAME,
        reference=needed(cells, "job_id"),
        title=needed(cells, "title"),
        posted_on=posted,
        closes_on=closes,
        client=text(cells, "client"),
        place=text(cells, "place"),
        field=_field(cells),
        skills=_skills(cells),
        pay_from=low,
        pay_to=high,
        currency=_currency(cells),
        url=_url(cells),
    )


def _field(cells: Cells) -> str | None:
    found = text(cells, "field")
    name = re.sub(r"[\W_]+", "_", found).lower() if found else None
    if name and name not in FIELDS:
        raise UnreadableError(
            f"expected nothing or one of {', '.join(sorted(FIELDS))}, found another", field="field"
        )
    return name


def _skills(cells: Cells) -> tuple[str, ...]:
    found = (each.strip() for each in _BETWEEN.split(text(cells, "skills") or ""))
    return tuple(dict.fromkeys(each for each in found if each))[:MOST_SKILLS]


def _pay(cells: Cells, column: str) -> int | None:
    found = text(cells, column)
    if found and not _PAY.fullmatch(found):
        raise UnreadableError("expected a whole number like 85000, found something else", field=column)
    return int(found) if found else None


def _currency(cells: Cells) -> str | None:
    found = (text(cells, "currency") or "").upper()
    if found and not _CURRENCY.fullmatch(found):
        raise UnreadableError("expected a currency like EUR, found something else", field="currency")
    return found or None


def _url(cells: Cells) -> str | None:
    found = text(cells, "url")
    if found and not _URL.fullmatch(found):
        raise UnreadableError("expected an address that begins with http:// or https://", field="url")
    return found


def _is_open(cells: Cells) -> bool:
    found = (text(cells, "status") or "open").lower()
    if found not in ("open", "closed"):
        raise UnreadableError("expected open, closed or nothing, found something else", field="status")
    return found == "open"


FEED = FileFeed(
    name=NAME,
    columns={
        column: (column,)
        for column in (
            *("job_id", "title", "posted_on", "client", "place", "field", "skills"),
            *("pay_from", "pay_to", "currency", "closes_on", "status", "url"),
        )
    },
    required=frozenset({"job_id", "title", "posted_on"}),
    read_row=read_row,
    thing=lambda cells: readable(cells, "job_id"),
    mentions=lambda _cells: Keys(()),
    named=lambda _id: None,
)
