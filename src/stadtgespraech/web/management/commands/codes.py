"""`stadtgespraech manage codes PROCESS ROUND`: draw entry codes and put them on a sheet to print and cut."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from stadtgespraech.publish import cards
from stadtgespraech.publish.pdf import PdfError
from stadtgespraech.web.actions.entry import LONGEST_LABEL, MOST_CODES, MOST_USES, Drawn, draw_codes
from stadtgespraech.web.actions.paper import sheet_of, table_of
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import Round

REFUSALS = {
    Reason.ENTRY: "this round is open to all: its entry is not by code",
    Reason.COUNT: f"between one and {MOST_CODES} codes can be drawn at once",
    Reason.LABEL: f"a label is one line of at most {LONGEST_LABEL} characters that begins with a letter or a digit",
    Reason.LIMIT: f"a code lets in between one and {MOST_USES} contributions",
}


class Command(BaseCommand):
    help = "Draw entry codes of a round, and write them to a PDF to print and cut and to a table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("process", help="the process, as its address names it")
        parser.add_argument("round", help="the round, as its address names it")
        parser.add_argument("--count", type=int, default=10, help="how many codes for each label (default: 10)")
        parser.add_argument("--label", action="append", required=True, help="for the organiser; may be given again")
        parser.add_argument("--limit", type=int, default=3, help="contributions that each code lets in (default: 3)")
        parser.add_argument("--out", type=Path, required=True, help="the PDF; the table lies beside it, as .csv")

    def handle(
        self, *, process: str, round: str, count: int, label: list[str], limit: int, out: Path, **_: object
    ) -> None:
        found = Round.objects.filter(process__slug=process, slug=round).select_related("process").first()
        if found is None:
            raise CommandError(f"{process} has no round {round}")
        table = out.with_suffix(".csv")
        if out.suffix != ".pdf" or out.exists() or table.exists():
            raise CommandError(f"{out}: give the name of a new .pdf, beside which no .csv of that name lies")
        try:
            drawn = self.write(found, [one for one in label for _ in range(count)], limit, out, table)
        except Refused as refusal:
            raise CommandError(REFUSALS[refusal.reason]) from None
        except (OSError, PdfError) as error:
            raise CommandError(f"{error}; no code was drawn") from None
        self.stdout.write(f"{len(drawn)} codes for {found.name}: {out}, {table}")

    @transaction.atomic
    def write(self, round: Round, labels: list[str], limit: int, out: Path, table: Path) -> list[Drawn]:
        """Codes that reached no paper are not kept: nobody could read them again."""
        drawn = draw_codes(round, labels=labels, limit=limit)
        keep(out, cards.write(sheet_of(round, drawn)))
        try:
            keep(table, table_of(drawn))
        except OSError:
            out.unlink()
            raise
        return drawn


def keep(path: Path, content: bytes) -> None:
    """Write a new file that only its owner reads: whoever reads it can take part."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
