"""Dagster opens its SQLite files anew for every statement and waits for the disk each time. A seeder that nobody
watches keeps one connection a file and commits once: minutes become seconds."""

from contextlib import contextmanager
from typing import Dict
from unittest import mock

import sqlalchemy
from dagster._core.storage.event_log.sqlite.consolidated_sqlite_event_log import ConsolidatedSqliteEventLogStorage
from dagster._core.storage.runs.sqlite.sqlite_run_storage import SqliteRunStorage


@contextmanager
def one_connection():
    """Within, what Dagster's runs and events write is committed at the end, all of it or nothing."""
    open_ones: Dict[str, sqlalchemy.engine.Connection] = {}

    @contextmanager
    def connect(storage):
        target = storage._conn_string
        if target not in open_ones:
            connection = sqlalchemy.create_engine(target).connect()
            connection.execute(sqlalchemy.text("PRAGMA synchronous=OFF"))
            connection.commit()
            open_ones[target] = connection
        yield open_ones[target]

    with mock.patch.object(ConsolidatedSqliteEventLogStorage, "_connect", connect), mock.patch.object(
        SqliteRunStorage, "connect", connect
    ):
        yield
        for connection in open_ones.values():
            connection.commit()
            connection.close()
