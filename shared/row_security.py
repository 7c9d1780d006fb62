"""Keeps agencies apart in PostgreSQL itself: which roles work there, and which rows each of them has.

A table says in its `info` whose its rows are, where it has no column `agency`: `through` the row of another
table, or nobody's. Written down in deploy/adr/0049.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import psycopg
import sqlalchemy as sa

from shared.errors import MisconfiguredError

SETTING = "afterhire.agency"
"""The agency that a session works for; without it, one with the role `AGENCY` has no rows."""
_HERE = f"current_setting('{SETTING}', true)"
_INFO = "row security"


class WorksAs(StrEnum):
    """Roles of PostgreSQL; neither owns a table, may log in or passes over row security."""

    AGENCY = "afterhire_agency"
    """Has the rows of one agency: requests, and what is done beside the log."""
    LOG = "afterhire_log"
    """Has the rows of all: takes and sends records, which carry their agency with them."""


@dataclass(frozen=True)
class Through:
    """The rows are those of the agency that has the row of `parent` whose id stands in `column`."""

    column: str
    parent: sa.Table


@dataclass(frozen=True)
class Nobodys:
    """The rows are about no agency; a session for one may read them, and those along the log change them."""

    reason: str


def belongs(whose: Through | Nobodys) -> dict[str, object]:
    """The `info` of a table without a column `agency`."""
    return {_INFO: whose}


def nobodys(table: sa.Table) -> str | None:
    """Why a table has no row security; None for one that has."""
    whose = table.info.get(_INFO)
    return whose.reason if isinstance(whose, Nobodys) else None


def secure(connection: sa.Connection, tables: Collection[sa.Table]) -> None:
    """Give tables of one schema their policies and privileges, where they lack them; the owner does.

    Raises `TypeError` for a table of which nobody said whose its rows are.
    """
    wanted = {table.name: _statements(table) for table in tables}
    schema = next((table.schema for table in tables if table.schema), "public")
    done = set(connection.execute(_SECURED, {"schema": schema, "log": WorksAs.LOG}).scalars())
    statements = [one for name, each in wanted.items() if name not in done for one in each]
    if statements:
        roles = ", ".join(WorksAs)
        connection.exec_driver_sql("; ".join([f'GRANT USAGE ON SCHEMA "{schema}" TO {roles}', *statements]))


_SECURED = sa.text(
    "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(:schema))"
    " AND relkind = 'r' AND has_table_privilege(:log, pg_class.oid, 'INSERT')"
)
"""The privilege is given last, in the same transaction: who has it lacks nothing else."""


def _statements(table: sa.Table) -> list[str]:
    name = f'"{table.schema or "public"}"."{table.name}"'
    everything = f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO"
    if nobodys(table) is not None:
        return [f"GRANT SELECT ON {name} TO {WorksAs.AGENCY}", f"{everything} {WorksAs.LOG}"]
    ours = _ours(table)
    return [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY one_agency ON {name} TO {WorksAs.AGENCY} USING ({ours}) WITH CHECK ({ours})",
        f"CREATE POLICY along_the_log ON {name} TO {WorksAs.LOG} USING (true) WITH CHECK (true)",
        f"{everything} {WorksAs.AGENCY}, {WorksAs.LOG}",
    ]


def _ours(table: sa.Table) -> str:
    whose = table.info.get(_INFO)
    if isinstance(whose, Through):
        parent, column = whose.parent, f'"{table.name}"."{whose.column}"'
        return f"EXISTS (SELECT FROM {parent.fullname} AS parent WHERE parent.id = {column})"
    if "agency" not in table.c:
        raise TypeError(f"{table.fullname}: expected a column `agency`, or in `info` whose its rows are")
    return f"agency = {_HERE}"


def enter(connection: psycopg.Connection[tuple[object, ...]], role: WorksAs, agency: str) -> None:
    """Have a new session work as a role, and for an agency where the role has one agency's rows.

    Makes the roles where the server lacks them. Raises `MisconfiguredError` when the login may not.
    """
    settings = {"role": role, SETTING: agency if role is WorksAs.AGENCY else ""}
    connection.autocommit = True
    try:
        _set(connection, settings)
    except (psycopg.errors.InvalidParameterValue, psycopg.errors.InsufficientPrivilege):
        _make_roles(connection)
        _set(connection, settings)
    finally:
        connection.autocommit = False


def _set(connection: psycopg.Connection[tuple[object, ...]], settings: Mapping[str, str]) -> None:
    words = "SELECT set_config('role', %s, false), set_config(%s, %s, false)"
    connection.execute(words, (settings["role"], SETTING, settings[SETTING]))


def _make_roles(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    try:
        for role in WorksAs:
            connection.execute(_MAKE.format(role=role).encode())
    except psycopg.errors.InsufficientPrivilege as error:
        user = connection.info.user
        raise MisconfiguredError(
            f"PostgreSQL: the user {user} may not work as {' and '.join(WorksAs)}; have an administrator run"
            f" {_as_administrator(user)}"
        ) from error


def _as_administrator(user: str) -> str:
    made = " ".join(f"CREATE ROLE {role};" for role in WorksAs)
    return f'{made} GRANT {", ".join(WorksAs)} TO "{user}";'


_MAKE = """
DO $$ BEGIN
    IF to_regrole('{role}') IS NULL THEN
        BEGIN
            CREATE ROLE {role};
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another process was first
        END;
    END IF;
    IF NOT pg_has_role('{role}', 'SET') THEN
        GRANT {role} TO CURRENT_USER;
    END IF;
END $$
"""
"""Roles are the server's, not the database's; one that is there stays as it is."""
