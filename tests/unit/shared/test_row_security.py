"""Agencies are apart in PostgreSQL itself, whatever a query forgets."""

from collections.abc import Iterator, Sequence

import psycopg
import pytest
import sqlalchemy as sa

import services.calendar.tables
import services.desk.tables
import services.ingest.tables
import services.matching.tables
import services.query.hooks.tables
import services.rules.tables
import shared.access.tables
import shared.vault
from services.query.tables import LIVE, in_schema
from shared.database import engine, owning, prepare, transaction
from shared.errors import MisconfiguredError
from shared.row_security import SETTING, WorksAs, enter, nobodys
from shared.settings import Settings

METADATA = (
    shared.vault.metadata,
    shared.access.tables.metadata,
    services.ingest.tables.metadata,
    services.desk.tables.metadata,
    services.rules.tables.metadata,
    services.matching.tables.metadata,
    services.calendar.tables.metadata,
    in_schema(LIVE).metadata,
    services.query.hooks.tables.metadata,
)
NOBODYS = {
    *("positions", "writers", "filled"),
    *("outbox_relay", "outbox_topics", "outbox_counts", "outbox_checkpoints"),
}
"""Numbers, partitions and leases: what says nothing of an agency and has no row security."""
TABLES = [table for metadata in METADATA for table in metadata.sorted_tables]
STATE = sa.text(
    "SELECT oid::regclass::text, relrowsecurity AND relforcerowsecurity AS secured,"
    " pg_has_role(:role, relowner, 'MEMBER') AS owned FROM pg_class WHERE relkind = 'r'"
    " AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
)


@pytest.fixture
def whole(database_url: str) -> Iterator[sa.Engine]:
    """The database of an installation, seen by what has every agency's rows."""
    made = engine(Settings(database_url=database_url), application="test", works_as=WorksAs.LOG)
    for metadata in METADATA:
        prepare(made, metadata)
    yield made
    made.dispose()


def seen_by(url: sa.URL, agency: str) -> sa.Engine:
    address = url.render_as_string(hide_password=False)
    return engine(Settings(database_url=address, agency=agency), application="test")


def test_every_table_is_secured_or_says_why_not(whole: sa.Engine) -> None:
    """Also against whom it belongs to; and nobody who works with it owns it."""
    with transaction(whole) as connection:
        for role in WorksAs:
            found = connection.execute(STATE, {"role": role}).all()
            assert not any(row.owned for row in found)
            unsecured = {row[0].split(".")[-1] for row in found if not row.secured}
            assert unsecured == NOBODYS
    assert {table.name for table in TABLES if nobodys(table)} == NOBODYS
    assert len(found) == len(TABLES) > 90


def test_the_roles_pass_over_nothing(whole: sa.Engine) -> None:
    """They may not log in, make roles, or look past row security."""
    words = sa.text(
        "SELECT bool_or(rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb)"
        " FROM pg_roles WHERE rolname = ANY(:roles)"
    )
    with owning(whole) as connection:
        assert connection.execute(words, {"roles": list(WorksAs)}).scalar() is False


def filled(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """A row of the agency `demo` in each table, whatever else it would have to be."""
    connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
    for table in tables:
        columns = [each for each in table.columns if each.identity is None]
        names = ", ".join(f'"{each.name}"' for each in columns)
        values = ", ".join(map(_value, columns))
        connection.execute(sa.text(f"INSERT INTO {table.fullname} ({names}) VALUES ({values})"))  # noqa: S608 - our own names


VALUES = {"agency": "'demo'", "erased_at": "NULL", "state": "'read'"}


def _value(column: sa.Column[object]) -> str:
    kind = str(column.type.compile(dialect=sa.dialects.postgresql.dialect())).split(" COLLATE")[0]
    by_kind = {
        "UUID": "'00000000-0000-0000-0000-000000000001'",
        "BYTEA": "'\\x01'",
        "JSONB": "'{}'",
        "BOOLEAN": "true",
        "DATE": "'2026-03-02'",
        "TIMESTAMP WITH TIME ZONE": "now()",
    }
    usual = "'{}'" if kind.endswith("[]") else "'1'"
    return VALUES.get(column.name, by_kind.get(kind, usual))


def test_another_agency_sees_and_writes_no_row_of_any_table(whole: sa.Engine) -> None:
    """Nor does a session that works for none; the agency itself sees each."""
    ours = [table for table in TABLES if nobodys(table) is None]
    with owning(whole) as connection:
        filled(connection, ours)
    seen = {"demo": len(ours), "rival": 0, "": 0}
    demo = seen_by(whole.url, "demo")
    with demo.connect() as connection:
        for agency, expected in seen.items():
            connection.execute(sa.select(sa.func.set_config(SETTING, agency, False)))
            counts = [connection.execute(sa.select(sa.func.count()).select_from(one)).scalar() for one in ours]
            assert sum(map(int, counts)) == expected, agency  # type: ignore[arg-type] # a count is a number
            if not expected:
                for table in ours:
                    assert connection.execute(table.delete()).rowcount == 0, table.fullname
                    refused_a_row(connection, table)
        connection.rollback()
    demo.dispose()


def refused_a_row(connection: sa.Connection, table: sa.Table) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match="row-level security"), connection.begin_nested():
        columns = [each for each in table.columns if each.identity is None]
        names, values = ", ".join(f'"{each.name}"' for each in columns), ", ".join(map(_value, columns))
        connection.execute(sa.text(f"INSERT INTO {table.fullname} ({names}) VALUES ({values})"))  # noqa: S608 - our own names


def test_a_table_that_does_not_say_whose_it_is_is_not_made(whole: sa.Engine) -> None:
    """So none is forgotten."""
    metadata = sa.MetaData(schema="forgotten")
    sa.Table("things", metadata, sa.Column("id", sa.Integer, primary_key=True))
    with pytest.raises(TypeError, match=r"forgotten\.things"):
        prepare(whole, metadata)


def test_a_table_of_an_older_program_is_secured(whole: sa.Engine) -> None:
    """With what it holds; again changes nothing."""
    with owning(whole) as connection:
        connection.execute(sa.text("CREATE SCHEMA older; CREATE TABLE older.things (agency text)"))
        connection.execute(sa.text("INSERT INTO older.things VALUES ('demo'), ('rival')"))
    metadata = sa.MetaData(schema="older")
    things = sa.Table("things", metadata, sa.Column("agency", sa.Text))
    prepare(whole, metadata)
    prepare(whole, metadata)
    rival = seen_by(whole.url, "rival")
    with transaction(rival) as connection:
        assert connection.execute(sa.select(things)).scalars().all() == ["rival"]
    rival.dispose()


def test_a_login_that_may_not_work_as_a_role_is_told_what_to_do(database_url: str) -> None:
    """By one sentence for whoever administers the server."""
    made = engine(Settings(database_url=database_url), application="test")
    address = made.url.set(drivername="postgresql").render_as_string(hide_password=False)
    made.dispose()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE ROLE stranger_of_a_test")
        connection.execute("SET SESSION AUTHORIZATION stranger_of_a_test")
        connection.commit()
        with pytest.raises(MisconfiguredError, match=r"CREATE ROLE afterhire_agency.* GRANT"):
            enter(connection, WorksAs.AGENCY, "demo")
        connection.execute("RESET SESSION AUTHORIZATION")
        connection.execute("DROP ROLE stranger_of_a_test")
