"""LinkedIn's `Connections.csv`, from "Get a copy of your data" (https://www.linkedin.com/help/linkedin/answer/a566336).

An export is a snapshot of all connections as they present themselves on that day; it has no dates of roles.
The first one that shows somebody gives what they do. Two that differ give `role.changed`, with the interval
from the day of the earlier export to the day of the later one. An employer written with another legal form,
case or punctuation is the same employer, and so is one that goes on under another name by the agency's word:
it is told on under the name that was told. A blank company or position is hidden or not said: no fact.

Before the headings stand up to some lines of notes. Columns come in any order: First Name, Last Name, URL
(since mid-2023), Email Address (mostly empty), Company, Position, Connected On.
Connected On says nothing that is kept, so it is not read: its months come in many languages and short forms.
A row without anything else is the account of somebody who left LinkedIn or hides it.
"""

from datetime import date
from typing import NamedTuple

import msgspec

from services.ingest.cells import readable, text
from services.ingest.feeds import linkedin_messages
from services.ingest.feeds._linkedin_headings import CONNECTIONS
from services.ingest.identity import keys
from services.ingest.reading import Cells, FileFeed, Keys, Reading, Said, Silence, Source, Statement, Told
from services.ingest.standing import NOTHING, Profiled
from shared.employers import KNOWN, Employers, same_employer
from shared.envelope import computed_id, moment
from shared.errors import UnreadableError
from shared.facts.people import PersonProfiled
from shared.facts.roles import RoleChanged, RoleObserved
from shared.facts.spans import Span

NAME = "linkedin"


class Shown(msgspec.Struct, frozen=True):
    """What an export showed of somebody's work."""

    as_of: date
    employer: str | None = None
    title: str | None = None


def read_row(cells: Cells, source: Source) -> Reading:
    """What a row says; `UnreadableError` names the column."""
    if not any(cell for column, cell in cells.items() if column != "connected_on"):
        return Silence()
    names = [name for column in ("first_name", "last_name") if (name := text(cells, column))]
    profile = PersonProfiled(
        feed=NAME,
        name=" ".join(names) or None,
        given_name=text(cells, "first_name"),
        emails=tuple(filter(None, [text(cells, "email")])),
        profile_url=text(cells, "url"),
        employer=text(cells, "company"),
        title=text(cells, "position"),
    )
    shown = Shown(source.as_of, profile.employer, profile.title)
    occurred = moment(source.as_of)
    return Statement(_keys(profile), standings=(Profiled(profile, occurred), Role(shown, source.employers)))


def mentions(cells: Cells) -> Keys:
    """By what an unreadable row knows somebody."""
    return Keys(keys.among(readable(cells, "url"), readable(cells, "email")))


class Role(NamedTuple):
    """What somebody works as, as one export shows it."""

    now: Shown
    employers: Employers = KNOWN
    thing: str = "role"

    def tell(self, before: bytes | None, seed: str) -> Told:
        """`role.observed` at first, `role.changed` for a difference; nothing when the export is the older."""
        if self.now.employer is None and self.now.title is None:
            return NOTHING
        if before is None:
            return Told((self._observed(seed),), msgspec.json.encode(self.now))
        was = msgspec.json.decode(before, type=Shown)
        return self._as_told(was).after(was, seed)

    def _as_told(self, before: Shown) -> "Role":
        """With the employer by the name under which it was told, where only the agency knows it is the same.

        Whoever reads the facts does not know: a later move has to say what they left as it was said.
        """
        employer = self.now.employer
        if not self.employers.same(employer, before.employer) or same_employer(employer, before.employer):
            return self
        return self._replace(now=msgspec.structs.replace(self.now, employer=before.employer))

    def after(self, before: Shown, seed: str) -> Told:
        """What follows from the difference to an earlier export; nothing when this is the earlier one."""
        now, keep = self.now, msgspec.json.encode(self.now)
        if now.as_of < before.as_of or now.employer is None:
            return NOTHING
        if before.employer is None:
            return Told((self._observed(seed),), keep)
        if not same_employer(now.employer, before.employer):
            return Told((self._changed(before, seed, move=True),), keep)
        if now.title is None:
            return NOTHING
        if before.title is not None and _plain(now.title) != _plain(before.title):
            return Told((self._changed(before, seed, move=False),), keep)
        return Told((), keep)

    def _observed(self, seed: str) -> Said:
        now = self.now
        role = computed_id("role", seed)
        body = RoleObserved(feed=NAME, role=role, as_of=now.as_of, employer=now.employer, title=now.title)
        return Said(body, (seed,), moment(now.as_of))

    def _changed(self, before: Shown, seed: str, *, move: bool) -> Said:
        now = self.now
        body = RoleChanged(
            feed=NAME,
            role=computed_id("role", seed),
            since=Span(earliest=before.as_of, latest=now.as_of),
            move=move,
            employer=now.employer,
            title=now.title,
            old_employer=before.employer,
            old_title=before.title,
        )
        return Said(body, (seed,), moment(now.as_of))


def _keys(profile: PersonProfiled) -> Keys:
    url, found = profile.profile_url, [keys.email(address) for address in profile.emails]
    if profile.emails and None in found:
        raise UnreadableError("expected an e-mail address or nothing, found something else", field="email")
    if url is not None:
        found.insert(0, keys.profile(url))
        if found[0] is None:
            raise UnreadableError(
                "expected the address of a profile like https://www.linkedin.com/in/jane-doe, "
                "found something else",
                field="url",
            )
    if not found:
        raise UnreadableError("expected a profile URL or an e-mail address, found neither", field="url")
    return Keys(tuple(key for key in found if key))


def _plain(title: str) -> str:
    return "".join(sign for sign in title.casefold() if sign.isalnum())


FEED = FileFeed(
    name=NAME,
    columns=CONNECTIONS,
    required=frozenset({"first_name", "last_name", "url", "company", "position"}),
    read_row=read_row,
    thing=lambda cells: next(iter(mentions(cells).own), None),
    mentions=mentions,
    named=keys.profile,
    entry="Connections.csv",
    also=(linkedin_messages.FEED,),
)
