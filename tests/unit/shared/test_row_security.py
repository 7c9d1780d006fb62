"""Agencies are apart in PostgreSQL itself, whatever a query forgets."""

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa
from vocabulary.others import SECURED, TABLES, fill, of_everybody, row

from shared.database import engine, owning, prepare, transaction
from shared.errors import MisconfiguredError
from shared.row_security import SETTING, WorksAs, enter, nobodys
from shared.settings import Settings

NOBODYS = {
    *("positions", "writers", "filled"),
    *("outbox_relay", "outbox_topics", "outbox_counts", "outbox_checkpoints"),
}
"""Numbers, partitions and leases: what says nothing of an agency and has no row security."""
STATE = sa.text(
    "SELECT relname, relrowsecurity AND relforcerowsecurity AS secured,"
    " pg_has_role(:role, relowner, 'MEMBER') AS owned FROM pg_class WHERE relkind = 'r'"
    " AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
)
PASSES = sa.text(
    "SELECT bool_or(rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb)"
    " FROM pg_roles WHERE rolname = ANY(:roles)"
)
WORKS_FOR = sa.text("SELECT set_config(:name, :agency, false)")


@pytest.fixture
def whole(database_url: str) -> Iterator[sa.Engine]:
    """The database of an installation, seen by what has every agency's rows."""
    made = of_everybody(database_url)
    yield made
    made.dispose()


def seen_by(url: sa.URL, agency: str) -> sa.Engine:
    address = url.render_as_string(hide_password=False)
    return engine(Settings(database_url=address, agency=agency), application="test")


@pytest.mark.parametrize("role", WorksAs)
def test_every_table_is_secured_or_says_why_not(whole: sa.Engine, role: WorksAs) -> None:
    """Also against whom it belongs to; and nobody who works with it owns it, or passes over anything."""
    with transaction(whole) as connection:
        found = connection.execute(STATE, {"role": role}).all()
        assert connection.execute(PASSES, {"roles": [role]}).scalar() is False
    assert not any(each.owned for each in found)
    assert {each.relname for each in found if not each.secured} == NOBODYS
    assert {table.name for table in TABLES if nobodys(table)} == NOBODYS
    assert len(found) == len(TABLES) > 90


def test_another_agency_sees_and_writes_no_row_of_any_table(whole: sa.Engine) -> None:
    """Nor does a session that works for none; the agency itself sees each."""
    fill(whole)
    demo = seen_by(whole.url, "demo")
    with demo.connect() as connection:
        assert seen(connection) == {table.fullname for table in SECURED}
        for agency in ("rival", ""):
            connection.execute(WORKS_FOR, {"name": SETTING, "agency": agency})
            assert seen(connection) == set()
            for table in SECURED:
                key = next(each for each in table.c if each.identity is None)
                changed = connection.execute(table.update().values({key.name: key})).rowcount
                assert changed == connection.execute(table.delete()).rowcount == 0, table.fullname
                refused_a_row(connection, table)
        connection.rollback()
    demo.dispose()


def seen(connection: sa.Connection) -> set[str]:
    """The tables with a row."""
    first = {table.fullname: connection.execute(sa.select(table).limit(1)).first() for table in SECURED}
    return {name for name, found in first.items() if found is not None}


def refused_a_row(connection: sa.Connection, table: sa.Table) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match="row-level security"), connection.begin_nested():
        connection.execute(*row(table))


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


def test_a_login_that_may_not_work_as_a_role_is_told_what_to_do(whole: sa.Engine) -> None:
    """By one sentence for whoever administers the server."""
    address = whole.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        connection.execute("CREATE ROLE stranger_of_a_test")
        connection.execute("SET SESSION AUTHORIZATION stranger_of_a_test")
        connection.commit()
        with pytest.raises(MisconfiguredError, match=r"CREATE ROLE afterhire_agency.* GRANT"):
            enter(connection, WorksAs.AGENCY, "demo")
        connection.execute("RESET SESSION AUTHORIZATION")
        connection.execute("DROP ROLE stranger_of_a_test")
