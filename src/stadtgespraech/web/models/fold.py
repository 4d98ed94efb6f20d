"""Words compared whatever their case, with the same result in both databases: ÜBER is über, STRASSE is Straße."""

from __future__ import annotations

from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import Func, TextField


def fold(words: str) -> str:
    """In small letters, ß as ss."""
    return words.lower().replace("ß", "ss")


class Fold(Func):
    """`fold` within a query. SQLite gets our own function: its `lower` knows ASCII only. PostgreSQL's `lower` knows the
    letters that its collation knows, so the one is named that knows all and is the same on every machine."""

    function = "stadtgespraech_fold"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = """replace(lower((%(expressions)s) COLLATE "und-x-icu"), 'ß', 'ss')"""
        return self.as_sql(compiler, connection, template=template, **context)


def fold_or_null(words: str | None) -> str | None:
    return None if words is None else fold(words)


def teach_sqlite(connection: Any, **kwargs: Any) -> None:
    """Give a new connection to SQLite the function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(Fold.function, 1, fold_or_null, deterministic=True)


connection_created.connect(teach_sqlite, dispatch_uid="stadtgespraech.fold")
