"""The queue of writers beside a SQLite database: nothing is lost, and whoever is gone holds nobody up."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.db.utils import ConnectionHandler
from pytest_django.plugin import DjangoDbBlocker

from stadtgespraech.web.sqlite.base import DatabaseWrapper

OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": "PRAGMA journal_mode=WAL;"}


@pytest.fixture(autouse=True)
def _databases_of_our_own(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def connect(path: Path | str) -> DatabaseWrapper:
    """A connection of its own, as a process or thread of the site has one."""
    handler = ConnectionHandler({"default": {"ENGINE": "stadtgespraech.web.sqlite", "NAME": path, "OPTIONS": OPTIONS}})
    found = handler["default"]
    assert isinstance(found, DatabaseWrapper)
    found.inc_thread_sharing()
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(found, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE count (name TEXT PRIMARY KEY, value INTEGER)")
        made.execute("INSERT INTO count VALUES ('said', 0)")
    return found


@pytest.fixture
def one(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DatabaseWrapper]:
    """The connection that `transaction.atomic("queued")` means."""
    found = connect(path)
    found.alias = "queued"
    connections["queued"] = found
    yield found
    found.close()
    del connections["queued"]


def is_locked(path: Path) -> bool:
    """Somebody stands at the head of the queue."""
    handle = os.open(path.with_name(f"{path.name}.queue"), os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(handle)


def add(connection: Any) -> None:
    """Read, and write one more: lost where two do it at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM count")
        cursor.execute("UPDATE count SET value = %s", [cursor.fetchone()[0] + 1])


def value(path: Path) -> int:
    with closing(sqlite3.connect(path)) as reading:
        return int(reading.execute("SELECT value FROM count").fetchone()[0])


def write(path: Path, times: int) -> None:
    """What a thread or process does: transactions of its own, one after the other."""
    connection = connect(path)
    connection.alias = "queued"
    connections["queued"] = connection
    for _ in range(times):
        with transaction.atomic("queued"):
            add(connection)
    connection.close()


def test_threads_and_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    processes = [multiprocessing.get_context("fork").Process(target=write, args=(path, 40)) for _ in range(3)]
    threads = [threading.Thread(target=write, args=(path, 40)) for _ in range(3)]
    for worker in (*processes, *threads):
        worker.start()
    for worker in (*processes, *threads):
        worker.join(60)
    assert (value(path), [process.exitcode for process in processes]) == (240, [0, 0, 0])


def test_a_process_forked_beside_an_open_connection_refuses_to_write(one: DatabaseWrapper, path: Path) -> None:
    """SQLite would lose what it wrote: the locks of the one that was there before count for both."""
    one.ensure_connection()
    child = os.fork()
    if not child:
        try:
            connect(path).ensure_connection()
        except DatabaseError as error:
            os._exit(7 if f"while {path} was open" in str(error) else 8)
        os._exit(9)
    refused = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    one.close()
    forked = multiprocessing.get_context("fork").Process(target=write, args=(path, 1))
    forked.start()
    forked.join(60)
    assert (refused, forked.exitcode, value(path)) == (7, 0, 1)


def test_only_a_transaction_stands_in_the_queue(one: DatabaseWrapper, path: Path) -> None:
    add(one)
    seen = [is_locked(path)]
    with transaction.atomic("queued"):
        seen.append(is_locked(path))
        with transaction.atomic("queued"):
            add(one)
        seen.append(is_locked(path))
    assert ([*seen, is_locked(path)], value(path)) == ([False, True, True, False], 2)


def test_an_inner_block_that_fails_keeps_the_place_and_an_outer_one_lets_go(one: DatabaseWrapper, path: Path) -> None:
    with pytest.raises(KeyError), transaction.atomic("queued"):
        with pytest.raises(ValueError, match="no"), transaction.atomic("queued"):
            add(one)
            raise ValueError("no")
        add(one)
        assert is_locked(path)
        raise KeyError
    assert (is_locked(path), value(path)) == (False, 0)


def test_a_transaction_that_cannot_begin_lets_go(one: DatabaseWrapper, path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    one.ensure_connection()
    one.cursor().execute("PRAGMA busy_timeout = 10")
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic("queued"):
        add(one)
    assert not is_locked(path)
    other.execute("ROLLBACK")
    with transaction.atomic("queued"):
        add(one)
    assert (is_locked(path), value(path)) == (False, 1)


def test_a_commit_for_which_there_is_no_room_lets_go_and_takes_all_back(one: DatabaseWrapper, path: Path) -> None:
    with one.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    with pytest.raises(DatabaseError, match="full"), transaction.atomic("queued"):
        add(one)
        one.cursor().execute("INSERT INTO count VALUES (%s, 1)", ["x" * 100_000])
    assert (is_locked(path), value(path)) == (False, 0)


def test_a_commit_that_fails_lets_go(one: DatabaseWrapper, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(sqlite3.Connection):
        def commit(self) -> None:
            raise sqlite3.OperationalError("disk I/O error")

    real = one.get_new_connection
    monkeypatch.setattr(one, "get_new_connection", lambda params: real({**params, "factory": Broken}))
    with pytest.raises(DatabaseError, match="disk"), transaction.atomic("queued"):
        add(one)
    assert (is_locked(path), value(path)) == (False, 0)


def test_a_connection_that_is_closed_in_a_transaction_lets_go(one: DatabaseWrapper, path: Path) -> None:
    with pytest.raises(DatabaseError), transaction.atomic("queued"):
        add(one)
        one.close()
        assert not is_locked(path)
        add(one)
    assert (is_locked(path), value(path)) == (False, 0)


HOLDER = """
import signal, sys
from pathlib import Path
from django.conf import settings
settings.configure()
from tests.web import test_sqlite
connection = test_sqlite.connect(Path(sys.argv[1]))
connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
test_sqlite.add(connection)
print("holding", flush=True)
signal.pause()
"""


def test_a_holder_that_is_killed_lets_go_and_has_written_nothing(path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as holder:
        try:
            assert holder.stdout is not None and holder.stdout.readline() == b"holding\n"
            assert is_locked(path)
        finally:
            holder.send_signal(signal.SIGKILL)
    write(path, 1)
    assert (is_locked(path), value(path)) == (False, 1)


def test_a_child_of_a_process_that_holds_the_place_does_not_keep_it(one: DatabaseWrapper, path: Path) -> None:
    with transaction.atomic("queued"):
        add(one)
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    try:
        assert not is_locked(path)
    finally:
        child.communicate(b"\n")


def test_a_child_that_was_forked_in_a_transaction_does_not_keep_it_either(one: DatabaseWrapper, path: Path) -> None:
    reading, writing = os.pipe()
    with transaction.atomic("queued"):
        add(one)
        child = os.fork()
        if not child:
            os.close(writing)
            os.read(reading, 1)  # until the parent lets go of the pipe
            os._exit(0)
    locked = is_locked(path)
    os.close(writing)
    os.waitpid(child, 0)
    os.close(reading)
    assert not locked


def test_a_database_in_memory_has_no_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "file:here?mode=memory&cache=shared"):
        connection = connect(name)
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        connection.rollback()
        connection.close()
    assert list(tmp_path.iterdir()) == []


def test_whoever_comes_first_leaves_the_queue_to_the_owner_of_the_database(one: DatabaseWrapper, path: Path) -> None:
    path.chmod(0o660)
    if os.geteuid() == 0:
        os.chown(path, 4711, 4712)
    with transaction.atomic("queued"):
        add(one)
    queue, database = path.with_name("site.sqlite3.queue").stat(), path.stat()
    assert (queue.st_uid, queue.st_gid) == (database.st_uid, database.st_gid)
    assert stat.S_IMODE(queue.st_mode) == 0o660
