"""A service's database as it was, for tests of what a backup forgets."""

import sqlalchemy as sa

from shared.database import owning


class Backup:
    """A copy of all tables of one service."""

    def __init__(self, engine: sa.Engine, metadata: sa.MetaData) -> None:
        self._engine = engine
        with owning(engine) as connection:
            self._rows = {
                table: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
                for table in metadata.sorted_tables
            }

    def put_back(self) -> None:
        """Forget what happened since."""
        with owning(self._engine) as connection:
            for table, rows in self._rows.items():
                connection.execute(sa.delete(table))
                if rows:
                    connection.execute(_insert(table), rows)


def _insert(table: sa.Table) -> sa.TextClause:
    """With the values of identity columns, which SQLAlchemy has no words for; computed ones follow."""
    names = [column.name for column in table.columns if column.computed is None]
    columns, values = ", ".join(f'"{name}"' for name in names), ", ".join(f":{name}" for name in names)
    return sa.text(
        f"insert into {table.fullname} ({columns}) overriding system value values ({values})"  # noqa: S608 - names of columns
    )
