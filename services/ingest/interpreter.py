"""The transaction that decides what stored rows say: identity, facts, outbox, quarantine, all or nothing."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby

import sqlalchemy as sa

from services.ingest import contacts, employers, notices, refusals, replacing, rowstore, statements
from services.ingest.identity import became, erasure, identities, merging
from services.ingest.identity.directory import Directory, Held
from services.ingest.parts import Parts
from services.ingest.reader import Read
from services.ingest.reading import Contacts, Erasure, Merge, Notice, Silence, Statement
from services.ingest.rowstore import Outcome, Row, State
from shared.database import transaction
from shared.errors import UnreadableError
from shared.isolation import blames_record

Outcomes = dict[str, Outcome]


class Interpreter:
    """Reads stored rows; safe to share between threads and processes."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def interpret(self, rows: Sequence[Row]) -> Outcomes:
        """Decide on stored rows, together; one that nothing foresaw fails alone and is parked.

        The outcome of each by its id, also of those decided on earlier. Raises `UnavailableError` when the
        database is away: the rows stay stored, and somebody takes them up later.
        """
        try:
            return self._together(rows)
        except Exception as error:
            if not blames_record(error):
                raise
        alone: Outcomes = {}
        for row in rows:
            alone |= self._alone(row)
        return alone

    def decide(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Decide on rows that are stored nowhere yet, together, and store them with what became of them.

        Raises what one of them brings about: then they have to be stored, and interpreted.
        """
        store = partial(rowstore.keep_decided, connection, rows)
        self._decide(connection, self._read(connection, rows), store)

    def left(self, at_most: int) -> int:
        """Decide on rows that a crash left, or that are to be read again; how many there were."""
        with transaction(self._parts.engine) as connection:
            rows = rowstore.due(connection, self._parts.agency, at_most)
        if rows:
            self.interpret(rows)
        return len(rows)

    def _together(self, rows: Sequence[Row]) -> Outcomes:
        with transaction(self._parts.engine) as connection:
            mine = rowstore.claim(connection, rows)
            settle = partial(rowstore.settle, connection)
            decided = self._decide(connection, self._read(connection, mine), settle) if mine else {}
            earlier = {row.id for row in rows} - decided.keys()
            return decided | _as_repeats(rowstore.outcomes(connection, earlier))

    def _read(self, connection: sa.Connection, mine: Sequence[Row]) -> list[Read]:
        return self._parts.reader.read(mine, employers.of(connection, self._parts.agency))

    def _alone(self, row: Row) -> Outcomes:
        try:
            return self._together([row])
        except Exception as error:
            if not blames_record(error):
                raise
            return self._refuse(row, error)

    def _refuse(self, row: Row, error: Exception) -> Outcomes:
        with transaction(self._parts.engine) as connection:
            if not rowstore.claim(connection, [row]):
                return rowstore.outcomes(connection, [row.id])
            read = Read(row, UnreadableError(""), self._parts.reader.mentioned(row))
            directory = self._locked(connection, [read])
            refused = refusals.refused(error, directory.naming(read.keys))
            outcomes = _cleared(directory, {row.id: refused})
            refusals.follow(connection, self._parts, directory, read, outcomes[row.id])
            rowstore.settle(connection, outcomes)
            replacing.follow(connection, self._parts, [row], outcomes)
        return outcomes

    def _decide(
        self, connection: sa.Connection, reads: Sequence[Read], settle: Callable[[Outcomes], None]
    ) -> Outcomes:
        directory = self._locked(connection, reads)
        outcomes: Outcomes = {}
        for _, alike in groupby(reads, lambda read: type(read.reading)):
            outcomes |= self._alike(connection, directory, list(alike))
        outcomes = _cleared(directory, outcomes)
        identities.store(connection, directory)
        for read in reads:
            refusals.follow(connection, self._parts, directory, read, outcomes[read.row.id])
        settle(outcomes)
        replacing.follow(connection, self._parts, [read.row for read in reads], outcomes)
        rowstore.wake(connection, self._parts.agency, sorted(directory.changed))
        return outcomes

    def _locked(self, connection: sa.Connection, reads: Sequence[Read]) -> Directory:
        """Lock the keys, then the people they name and what is about nobody; always in that order."""
        agency, outbox = self._parts.agency, self._parts.outbox
        keys = {key for read in reads for key in (*read.keys.all, *read.into.all)}
        erases = any(isinstance(read.reading, Erasure) for read in reads)
        erased = erasure.named(connection, agency, keys if erases else ())
        keys |= set(erased.keys)
        identities.lock(connection, outbox, agency, keys)
        directory = identities.load(connection, agency, keys)
        named = [indexed for read in reads for indexed in (read.keys, read.into) if indexed.own]
        subjects = {entry.person for entry in directory.entries.values()}
        directory.became = became.of(connection, agency, subjects)
        subjects |= set(directory.became.values())
        subjects |= {read.reading.subject for read in reads if isinstance(read.reading, Notice)}
        joined = {one: person for one in named if (person := directory.joins(one))}
        new = {directory.new(one) for one in joined}  # should it contradict
        subjects |= new | set(map(directory.person, named)) | erased.people
        outbox.lock(connection, [(agency, one) for one in subjects])
        identities.load_called(connection, directory, set(joined.values()))
        return directory

    def _alike(self, connection: sa.Connection, directory: Directory, reads: Sequence[Read]) -> Outcomes:
        stated = [(read, read.reading) for read in reads if isinstance(read.reading, Statement)]
        if stated:
            return statements.take(connection, self._parts, directory, stated)
        noticed = [(read, read.reading) for read in reads if isinstance(read.reading, Notice)]
        if noticed:
            return notices.take(connection, self._parts, noticed)
        met = [(read, read.reading) for read in reads if isinstance(read.reading, Contacts)]
        if met:
            return contacts.take(connection, self._parts, directory, met)
        return {read.row.id: self._single(connection, directory, read) for read in reads}

    def _single(self, connection: sa.Connection, directory: Directory, read: Read) -> Outcome:
        match read.reading:
            case Erasure():
                return erasure.take(connection, self._parts, directory, read)
            case Merge():
                return merging.take(connection, self._parts, directory, read)
            case Silence():
                return Outcome(State.KNOWN)
            case UnreadableError() as error:
                return refusals.refused(error, directory.naming(read.keys))
            case Statement() | Notice() | Contacts():
                raise TypeError("statements, notices and contacts are taken together")


def _as_repeats(earlier: Outcomes) -> Outcomes:
    """What was said then is known now."""
    return {
        id_: outcome._replace(state=State.KNOWN) if outcome.state is State.NEW else outcome
        for id_, outcome in earlier.items()
    }


def _cleared(directory: Directory, outcomes: Outcomes) -> Outcomes:
    """Nothing is kept of who was erased later in the same group."""
    gone = {entry.person for entry in directory.entries.values() if entry.held is Held.ERASED}
    return {id_: _erased(directory, outcome, gone) for id_, outcome in outcomes.items()}


def _erased(directory: Directory, outcome: Outcome, gone: set[str]) -> Outcome:
    whose = directory.entries.get(outcome.key) if outcome.key else None
    if whose and whose.person in gone and outcome.state in refusals.HELD:
        return statements.erased(whose.person)
    return outcome._replace(clear=True) if outcome.person in gone else outcome
