"""A newer program finds what it added in the database of an older one."""

import sqlalchemy as sa

from shared.database import engine, prepare, transaction
from shared.row_security import Nobodys, WorksAs, belongs
from shared.settings import Settings

INFO = belongs(Nobodys("a test"))


def tables(*columns: sa.Column[str] | sa.Column[int], index: bool = False) -> sa.MetaData:
    """One table of a schema, in one version of the program."""
    metadata = sa.MetaData(schema="growing")
    things = sa.Table("things", metadata, sa.Column("id", sa.Integer, primary_key=True), *columns, info=INFO)
    if index:
        sa.Index("things_by_name", things.c.name)
    return metadata


def test_what_is_missing_is_added_and_what_is_there_stays(database_url: str) -> None:
    """Columns with their default, and indexes; done again it changes nothing."""
    database = engine(Settings(database_url=database_url), application="test", works_as=WorksAs.LOG)
    prepare(database, tables())
    with transaction(database) as connection:
        connection.execute(sa.text("INSERT INTO growing.things VALUES (1)"))
    newer = tables(
        sa.Column("name", sa.Text),
        sa.Column("order", sa.Integer, nullable=False, server_default="7"),
        index=True,
    )
    prepare(database, newer)
    prepare(database, newer)
    with transaction(database) as connection:
        assert list(connection.execute(sa.text("SELECT * FROM growing.things"))) == [(1, None, 7)]
    assert [one["name"] for one in sa.inspect(database).get_indexes("things", schema="growing")] == [
        "things_by_name"
    ]
    database.dispose()
