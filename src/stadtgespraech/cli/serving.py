"""The site's commands, the one place where the command line touches `web`."""

from __future__ import annotations

import argparse
import datetime
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from stadtgespraech.cli.console import Console
from stadtgespraech.cli.files import UsageError


def demo(options: argparse.Namespace, console: Console) -> int:
    """Fill a site with Auenstadt's living process."""
    ready(options.data, options.today)
    from stadtgespraech.web import demo as auenstadt
    from stadtgespraech.web.actions.log import sequence_all

    today = datetime.date.fromisoformat(options.today) if options.today else datetime.date.today()
    process = auenstadt.fill(auenstadt.story_folder(), today)
    sequence_all()
    console.say(f"{process.title} is in {options.data}")
    for code, words in auenstadt.codes(process):
        console.say(f"  receipt {code}  {words}")
    for code, words in auenstadt.entries(process):
        console.say(f"  entry   {code}            youth round /auenstadt/runde/{auenstadt.YOUTH}/, {words}")
    for email, password, words in auenstadt.accounts():
        console.say(f"  sign in {email}  password {password}  {words}")
    console.say("  the code of staff's second step: stadtgespraech manage --data " + f"{options.data} totp EMAIL")
    return 0


def serve(options: argparse.Namespace, console: Console) -> int:
    """Serve a site, pages and worker in one, until Ctrl-C."""
    address = address_of(options.host, options.port)
    os.environ.setdefault("STADTGESPRAECH_URL", f"http://localhost:{options.port}")  # for links in messages
    ready(options.data, options.today)
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    work = [sys.executable, "-m", "stadtgespraech", "manage", "--data", options.data, "work"]
    stopping = stop_signals()
    # in groups of their own: Ctrl-C reaches this process alone, which then ends both in order
    worker = subprocess.Popen(work, process_group=0)
    pages = subprocess.Popen(pages_command(address, options.port), process_group=0)
    console.say(f"http://localhost:{options.port}/ (Ctrl-C ends it)")
    if not os.environ.get("STADTGESPRAECH_MAIL_HOST"):
        console.say("no mail server is set (STADTGESPRAECH_MAIL_HOST): messages are printed here")
    return until_stopped(stopping, worker, pages)


def address_of(host: str, port: int) -> str:
    """The numeric address to listen on. UsageError where nobody can listen there."""
    if not 0 < port < 65536:
        raise UsageError(f"--port {port}: a port is a number from 1 to 65535")
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        text = f"--host {host} --port {port}: {error.strerror}; end what listens there, or name another"
        raise UsageError(text) from None
    return str(address[0])


def stop_signals() -> list[int]:
    """A list to which every Ctrl-C, SIGTERM and closed terminal is added from now on, instead of ending this process:
    whoever starts children calls it before, so that none is left behind."""
    seen: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda found, _: seen.append(found))
    return seen


def until_stopped(stopping: list[int], *children: subprocess.Popen[bytes]) -> int:
    """Wait until something is in `stopping` or a child ends, and end the others."""
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        child.terminate()
    codes = [child.wait(30) for child in children]
    return 0 if stopping else max(1, *codes)


def pages_command(host: str, port: int) -> list[str]:
    """The server of pages: a process more than the machine has processors (or WEB_CONCURRENCY), each with one thread
    for pages, because threads that share an interpreter hold the database's lock while they wait for each other. What
    comes slowly is awaited outside of that thread (web/rsgi.py). No access log."""
    processes = os.environ.get("WEB_CONCURRENCY") or str(min(os.cpu_count() or 1, 8) + 1)
    return [
        sys.executable, "-m", "granian", "--interface", "rsgi", "--host", host, "--port", str(port),
        "--workers", processes, "--respawn-failed-workers", "--no-ws",
        "--log-level", "error", "stadtgespraech.web.rsgi:application",
    ]  # fmt: skip


def manage(options: argparse.Namespace, console: Console) -> int:
    """Run one of Django's own commands on a site."""
    prepare(options.data, "")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["stadtgespraech manage", *options.arguments])
    return 0


def prepare(data: str, today: str) -> None:
    """Django, set up for the site in this folder."""
    if today:
        try:
            datetime.date.fromisoformat(today)
        except ValueError:
            raise UsageError(f"--today {today}: a day is YYYY-MM-DD") from None
        os.environ["STADTGESPRAECH_TODAY"] = today
    os.environ["STADTGESPRAECH_DATA"] = str(Path(data).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadtgespraech.web.settings")
    import django

    django.setup()


def ready(data: str, today: str) -> None:
    """The site's folder and database, made or brought up to date."""
    folder = Path(data)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{data}: is a file, not a folder")
    folder.mkdir(parents=True, exist_ok=True)
    prepare(data, today)
    from django.core.management import call_command

    from stadtgespraech.web.models.database import make_tables

    if not make_tables():
        call_command("migrate", interactive=False, verbosity=0)


def add_commands(known: Any, command: Any) -> None:
    """Their options."""
    it = command(known, serve, "stadtgespraech serve --data site/ --port 8000")
    it.add_argument("--data", required=True, metavar="DIR", help="the folder of everything the site keeps")
    it.add_argument("--port", type=int, default=8000, help="where it listens (default: 8000)")
    it.add_argument("--host", default="127.0.0.1", help="the address it listens on (default: this machine only)")
    it.add_argument("--today", default="", metavar="DAY", help="fix the site's day, for demos")

    it = command(known, demo, "stadtgespraech demo --data site/")
    it.add_argument("--data", required=True, metavar="DIR", help="the folder to fill; what is there stays")
    it.add_argument("--today", default="", metavar="DAY", help="the day of filling (default: today)")

    it = command(known, manage, "stadtgespraech manage --data site/ check")
    it.add_argument("--data", required=True, metavar="DIR", help="the folder of the site")
    it.add_argument("arguments", nargs=argparse.REMAINDER, help="the command and its options; help lists them")
