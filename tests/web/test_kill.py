"""Promise 8: what was acknowledged survives. The server is killed again and again while people send, connections break
before the answer comes, and everybody simply sends again."""

from __future__ import annotations

import http.client
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import urllib.parse
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from stadtgespraech.checks.receipt import verify_contribution_receipt
from stadtgespraech.cli.serving import pages_command

SENT, KILLS, CUT = 2_000, 20, 0.3
TODAY = "2026-06-10"
JOB = """
import datetime, json, secrets, sys
import django
django.setup()
from django.http import HttpResponse
from stadtgespraech.web import clock
from stadtgespraech.web.forms.key import sign_key
from stadtgespraech.web.views.device import NAME, SALT
for _ in range(int(sys.argv[1])):
    device, cookie = secrets.token_hex(16), HttpResponse()
    cookie.set_signed_cookie(NAME, device, salt=SALT)
    key = sign_key(device, clock.now() - datetime.timedelta(seconds=10))
    print(json.dumps([f"{NAME}={cookie.cookies[NAME].coded_value}", key]))
"""


def port_that_is_free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """A site that can be killed at any moment, and comes back."""

    folder: Path
    port: int = field(default_factory=port_that_is_free)
    running: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        ours = ("STADT", "DJANGO", "DATABASE")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        own = {"STADTGESPRAECH_DATA": str(self.folder), "STADTGESPRAECH_TODAY": TODAY}
        return clean | own | {"DJANGO_SETTINGS_MODULE": "stadtgespraech.web.settings"}

    def run(self, *arguments: str) -> str:
        call = [sys.executable, *arguments]
        done = subprocess.run(call, capture_output=True, text=True, env=self.environment(), check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        call = pages_command("127.0.0.1", self.port)
        self.running = subprocess.Popen(call, env=self.environment(), start_new_session=True)

    def kill(self) -> None:
        assert self.running is not None
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


def form(cookie: str, key: str, number: int) -> tuple[bytes, dict[str, str]]:
    """The last step of the form, as a browser sends it."""
    token = secrets.token_hex(16)
    fields = {"kind": "idea", "words": f"Beitrag {number}", "language": "de", "send": "1", "form_key": key}
    body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"{cookie}; csrftoken={token}"}
    return body, headers


def send_until_acknowledged(server: Server, job: tuple[int, str, str], chance: random.Random) -> str:
    """The code that the receipt shows. Three of ten times the connection is cut before the answer is read."""
    number, cookie, key = job
    body, headers = form(cookie, key, number)
    pause = threading.Event()
    for _ in range(2_000):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        try:
            connection.request("POST", "/auenstadt/beitrag/neu/", body, headers)
            if chance.random() < CUT:
                continue
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status == 200:
                found = re.search(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b", text)
                assert found is not None
                return found[0]
        except (OSError, http.client.HTTPException):
            pause.wait(0.05)  # the server is being killed, or comes back
        finally:
            connection.close()
    raise AssertionError(f"contribution {number} was never acknowledged")


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_and_every_receipt_verifies(tmp_path: Path) -> None:
    if "DATABASE_URL" in os.environ:
        pytest.skip("the server of this test has its own SQLite database")
    server = Server(tmp_path / "site")
    server.run("-m", "stadtgespraech", "demo", "-q", "--data", str(server.folder), "--today", TODAY)
    server.run("-m", "django", "collectstatic", "--noinput", "-v", "0")
    keys = [tuple(line.strip('[]"').split('", "')) for line in server.run("-c", JOB, str(SENT)).splitlines()]
    server.start()
    acknowledged = 0

    def send(job: tuple[int, str, str]) -> str:
        nonlocal acknowledged
        code = send_until_acknowledged(server, job, random.Random(job[0]))
        acknowledged += 1
        return code

    with ThreadPoolExecutor(8) as people:
        waiting = [people.submit(send, (number, *key)) for number, key in enumerate(keys)]  # type: ignore[arg-type]
        for kill in range(KILLS):
            while acknowledged < (kill + 1) * SENT // (KILLS + 2):
                threading.Event().wait(0.02)
            server.kill()
            server.start()
        codes = [done.result() for done in waiting]
    server.kill()
    server.run("-m", "django", "work", "--once")
    held = server.run("-c", HELD)
    rows = dict(line.split(" ", 1) for line in held.splitlines())
    assert len(set(codes)) == SENT
    assert sorted(rows) == sorted(f"Beitrag/{number}" for number in range(SENT))
    key = server.run("-c", KEY).strip()
    broken = [
        name for name, receipt in rows.items() if verify_contribution_receipt(b64decode(receipt), key=key).exit_code
    ]
    assert broken == []


HELD = """
import django
django.setup()
from base64 import b64encode
from stadtgespraech.ledger.receipt import make_receipt, Receipt
from stadtgespraech.web.actions.contribution import receipt_extra
from stadtgespraech.web.actions.log import tree_of
from stadtgespraech.web.models import Checkpoint, Contribution, Leaf, Process
site = Process.objects.get()
tree, note = tree_of(site), Checkpoint.objects.first().note.encode()
for said in Contribution.objects.filter(text__startswith="Beitrag "):
    leaf = Leaf.objects.get(about=f"contribution:{said.key}", type="received")
    made = make_receipt(tree, leaf.number, note)
    receipt = Receipt(made.index, made.proof, made.note, receipt_extra(said)).to_bytes()
    print(said.text.replace(" ", "/"), b64encode(receipt).decode())
"""
KEY = """
import django
django.setup()
from pathlib import Path
from django.conf import settings
from stadtgespraech.ledger.note import verifier_of
from stadtgespraech.web.actions.log import origin_of
from stadtgespraech.web.models import Process
from stadtgespraech.web.site import signing_key
print(verifier_of(origin_of(Process.objects.get()), signing_key(Path(settings.DATA))))
"""
