"""`stadtgespraech manage work`: number leaves, send messages and do long work until stopped."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from stadtgespraech.web.jobs import Hand
from stadtgespraech.web.tasks import tick


class Command(BaseCommand):
    help = "Number leaves of the log, send waiting messages and do long work until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, then end")
        parser.add_argument("--pause", type=float, default=0.5, help="seconds between two looks (default: 0.5)")

    def handle(self, *, once: bool, pause: float, **_: object) -> None:
        stopped = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stopped.set())
        hand = Hand()
        while not stopped.is_set():
            done = self.look(hand)
            if once and not done and hand.child is None:
                return
            if not done:
                stopped.wait(pause)
        hand.stop()

    def look(self, hand: Hand) -> int:
        """One round; a busy or restarting database is tried again."""
        close_old_connections()
        try:
            return tick() + hand.look()
        except OperationalError as error:
            self.stderr.write(f"database: {error}")
            return 0
