"""Contributions taken in by the site, each durable before its receipt is shown, with the server as `serve` starts it
and the load on the same two cores. On SQLite beside bare durable inserts of one row, the most that disk and database
allow. On PostgreSQL (where it is installed) beside the same site without waiting for the disk, which is the most that
committing in groups could give it, and beside bare inserts over as many connections."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from stadtgespraech.cli.serving import pages_command

WARMING, COUNT, CONNECTIONS = 400, 2_000, 8
PORT = 8_765
DAY = "2026-06-10"
ADDRESS = "/auenstadt/beitrag/neu/"
BAR, SHARE = 200, 0.6


def main() -> int:
    if "--postgresql" in sys.argv:
        return on_postgresql()
    with tempfile.TemporaryDirectory() as folder:
        fill(folder)
        rate = measured()
        bare = bare_inserts(Path(folder) / "bare.sqlite3", 400)
    print(f"{COUNT:,} contributions on a passage, {CONNECTIONS} connections\n")
    print("| what | per second | bar |\n|---|---|---|")
    print(f"| SQLite, `synchronous=FULL`: contributions accepted, receipt shown | {rate:.0f} | {BAR} |")
    print(f"| SQLite: bare durable inserts of one row | {bare:.0f} | – |", flush=True)
    other = subprocess.run(["sh", "tools/on_postgresql.sh", sys.executable, __file__, "--postgresql"], check=False)
    return 0 if rate >= BAR and other.returncode == 0 else 1


def on_postgresql() -> int:
    """The same on the server that DATABASE_URL names."""
    with tempfile.TemporaryDirectory() as folder:
        fill(folder)
        durable = measured()
        os.environ["PGOPTIONS"] = "-c synchronous_commit=off"
        hurried = measured()
        del os.environ["PGOPTIONS"]
        bare = bare_inserts_postgresql(400)
    share = durable / hurried
    print(f"| PostgreSQL, `synchronous_commit=on`: contributions accepted, receipt shown | {durable:.0f} | – |")
    print(f"| PostgreSQL, `synchronous_commit=off`: the same | {hurried:.0f} | – |")
    print(f"| share of it that waiting for the disk leaves | {share:.0%} | {SHARE:.0%} |")
    print(f"| PostgreSQL: bare durable inserts of one row, {CONNECTIONS} connections | {bare:.0f} | – |")
    return 0 if share >= SHARE else 1


def fill(folder: str) -> None:
    """Auenstadt in this folder, and in the database of DATABASE_URL where it is set."""
    os.environ |= {"STADTGESPRAECH_DATA": folder, "STADTGESPRAECH_TODAY": DAY}
    os.environ["DJANGO_SETTINGS_MODULE"] = "stadtgespraech.web.settings"
    filled = [sys.executable, "-m", "stadtgespraech", "demo", "-q", "--data", folder, "--today", DAY]
    subprocess.run(filled, check=True)
    import django

    django.setup()
    django.core.management.call_command("collectstatic", interactive=False, verbosity=0)


def measured() -> float:
    """Contributions accepted in a second; all must be."""
    seconds, accepted = served([job() for _ in range(WARMING + COUNT)])
    if accepted != COUNT:
        raise SystemExit(f"{COUNT - accepted} contributions were not accepted")
    return accepted / seconds


def job() -> tuple[bytes, dict[str, str]]:
    """The last step of the form as a browser sends it: body and headers, for a device of its own."""
    import datetime

    from django.http import HttpResponse

    from stadtgespraech.web import clock
    from stadtgespraech.web.forms.key import sign_key
    from stadtgespraech.web.views.device import NAME, SALT

    device, token = secrets.token_hex(16), secrets.token_hex(16)
    cookie = HttpResponse()
    cookie.set_signed_cookie(NAME, device, salt=SALT)
    fields = {
        "product": "zielbilder", "text": "der-fluss-gehoert-allen", "paragraph": "2", "start": "0", "end": "40",
        "words": f"Mehr Bänke im Schatten, bitte. {device}", "language": "de", "intent": "change", "send": "1",
        "form_key": sign_key(device, clock.now() - datetime.timedelta(seconds=10)), "csrfmiddlewaretoken": token,
    }  # fmt: skip
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{NAME}={cookie.cookies[NAME].coded_value}; csrftoken={token}",
    }
    return urllib.parse.urlencode(fields).encode(), headers


def served(jobs: list[tuple[bytes, dict[str, str]]]) -> tuple[float, int]:
    """Seconds that the server takes for all jobs, and how many it accepted."""
    server = subprocess.Popen(pages_command("127.0.0.1", PORT))
    try:
        wait()
        send_all(jobs[:WARMING])  # every process has seen a form
        started = time.perf_counter()
        accepted = send_all(jobs[WARMING:])
        return time.perf_counter() - started, accepted
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def send_all(jobs: list[tuple[bytes, dict[str, str]]]) -> int:
    """Send them over all connections at once; how many were accepted."""
    accepted = [0] * CONNECTIONS
    threads = [threading.Thread(target=work, args=(jobs[at::CONNECTIONS], accepted, at)) for at in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(accepted)


def work(share: list[tuple[bytes, dict[str, str]]], accepted: list[int], at: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    for body, headers in share:
        accepted[at] += send(connection, body, headers)


def send(connection: http.client.HTTPConnection, body: bytes, headers: dict[str, str]) -> bool:
    connection.request("POST", ADDRESS, body, headers)
    answer = connection.getresponse()
    return answer.status == 200 and b"ticket__code" in answer.read()


def wait() -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/auenstadt/impressum/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def bare_inserts(path: Path, count: int) -> float:
    """Rows per second, each committed and on the disk."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, words TEXT)")
    started = time.perf_counter()
    for _ in range(count):
        database.execute("INSERT INTO said (words) VALUES (?)", ("Mehr Bänke im Schatten, bitte.",))
    return count / (time.perf_counter() - started)


def bare_inserts_postgresql(count: int) -> float:
    """Rows per second over several connections at once, each committed and on the disk; the database groups them."""
    import psycopg

    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as database:
        database.execute("CREATE TABLE said (id bigserial PRIMARY KEY, words text)")

    def insert() -> None:
        with psycopg.connect(address, autocommit=True) as database:
            for _ in range(count):
                database.execute("INSERT INTO said (words) VALUES (%s)", ["Mehr Bänke im Schatten, bitte."])

    threads = [threading.Thread(target=insert) for _ in range(CONNECTIONS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count * CONNECTIONS / (time.perf_counter() - started)


if __name__ == "__main__":
    sys.exit(main())
