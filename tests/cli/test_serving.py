"""`serve` as a terminal starts and ends it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from stadtgespraech.cli.files import UsageError
from stadtgespraech.cli.serving import address_of, pages_command


def port_that_is_free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    ours = ("STADT", "DJANGO", "DATABASE", "WEB_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more


def answer(address: str, served: subprocess.Popen[bytes]) -> int:
    """The status of the first answer."""
    for _ in range(600):
        assert served.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=5) as found:
                return int(found.status)
        except urllib.error.HTTPError as error:
            return error.code
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")


def is_taken(port: int) -> bool:
    with socket.socket() as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_whole_group_ends_pages_and_worker(tmp_path: Path, number: int) -> None:
    """Ctrl-C reaches every process of the terminal's group at once."""
    port = port_that_is_free()
    call = [sys.executable, "-m", "stadtgespraech", "serve", "--data", str(tmp_path), "--port", str(port)]
    served = subprocess.Popen(call, env=environment(), start_new_session=True)
    try:
        assert answer(f"http://127.0.0.1:{port}/", served) == 200
    finally:
        os.killpg(served.pid, number)
        code = served.wait(30)
    assert (code, is_taken(port)) == (0, False)


def test_a_port_that_is_taken_ends_it_with_an_error(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        call = [sys.executable, "-m", "stadtgespraech", "serve", "--data", str(tmp_path), "--port", port]
        served = subprocess.Popen(call, env=environment(), start_new_session=True, stderr=subprocess.PIPE)
        _, said = served.communicate(timeout=60)
    assert (served.returncode, said.decode().strip()) == (
        2,
        f"stadtgespraech: --host 127.0.0.1 --port {port}: Address already in use; "
        "end what listens there, or name another",
    )


@pytest.mark.parametrize(
    ("host", "port", "why"),
    [
        ("127.0.0.1", 0, "--port 0: a port is a number from 1 to 65535"),
        ("127.0.0.1", 65_536, "--port 65536: a port is a number from 1 to 65535"),
        ("203.0.113.7", 8000, "--host 203.0.113.7 --port 8000: Cannot assign requested address"),
    ],
)
def test_an_address_on_which_nobody_can_listen_is_refused(host: str, port: int, why: str) -> None:
    with pytest.raises(UsageError, match=f"^{why}"):
        address_of(host, port)


def test_a_name_is_looked_up() -> None:
    assert address_of("localhost", port_that_is_free()) in ("127.0.0.1", "::1")


def test_pages_are_served_by_a_process_more_than_processors_or_by_as_many_as_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def workers() -> str:
        call = pages_command("127.0.0.1", 1)
        return call[call.index("--workers") + 1]

    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
    counts = []
    for processors in (None, 1, 2, 64):
        monkeypatch.setattr(os, "cpu_count", lambda found=processors: found)
        counts.append(workers())
    monkeypatch.setenv("WEB_CONCURRENCY", "5")
    assert (counts, workers()) == (["2", "2", "3", "9"], "5")
