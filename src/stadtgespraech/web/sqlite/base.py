"""SQLite lets one connection write at a time. Those that wait ask again and again, with longer and longer naps: under
load that costs more than the writing. Here they queue at a file lock, which the kernel hands on at once; one that dies
lets go of it. Writes outside of a transaction still wait as SQLite does."""

from __future__ import annotations

import fcntl
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakSet

from django.db import OperationalError
from django.db.backends.sqlite3 import base

OPEN: WeakSet[DatabaseWrapper] = WeakSet()
CARRIED: list[str] = []


class DatabaseWrapper(base.DatabaseWrapper):
    """A transaction begins with the lock beside the database file, and lets go of it when it ends, however it does."""

    _queue: int | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """As Django's. OperationalError in a process forked beside an open connection: SQLite would take the parent's
        locks for its own there, and what either writes could be lost (How To Corrupt An SQLite Database File, 2.6)."""
        if CARRIED:
            raise OperationalError(f"this process was forked while {CARRIED[0]} was open; fork first, then connect")
        connection = super().get_new_connection(conn_params)
        if not self.is_in_memory_db():
            OPEN.add(self)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self._wait()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._let_go()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            if self.connection is None or not self.connection.in_transaction:
                self._let_go()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._let_go()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
            OPEN.discard(self)
        finally:
            self._let_go()

    def _wait(self) -> None:
        if self._queue is None and not self.is_in_memory_db():
            handle = opened(Path(self.settings_dict["NAME"]))
            fcntl.flock(handle, fcntl.LOCK_EX)
            self._queue = handle

    def _let_go(self) -> None:
        handle, self._queue = self._queue, None
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_UN)  # closing alone would leave it to a child that was forked meanwhile
            os.close(handle)


def opened(database: Path) -> int:
    """The file of the queue. Whoever makes it makes it for all who may write to the database: a command of root's must
    not shut the site out."""
    queue = database.with_name(f"{database.name}.queue")
    try:
        return os.open(queue, os.O_RDWR)
    except FileNotFoundError:
        handle, known = os.open(queue, os.O_RDWR | os.O_CREAT, 0o600), database.stat()
    with suppress(PermissionError):  # somebody else made it at this moment
        os.fchmod(handle, stat.S_IMODE(known.st_mode))
        os.fchown(handle, known.st_uid, known.st_gid)
    return handle


def note_carried() -> None:
    """In a process just forked: what its parent had open at that moment."""
    CARRIED.extend(str(found.settings_dict["NAME"]) for found in OPEN)


os.register_at_fork(after_in_child=note_carried)
