"""What of a round goes on paper: cards with entry codes, a table of them, a poster and table cards with its address.

Codes are stored as hashes: paper is made of what was just drawn, and never again.
"""

from __future__ import annotations

import csv
import io
import zipfile

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from stadtgespraech.publish import cards, poster
from stadtgespraech.web.actions.entry import Drawn
from stadtgespraech.web.clock import last_moment
from stadtgespraech.web.models import Round
from stadtgespraech.web.qr import qr_of
from stadtgespraech.web.templatetags.web import weekday

STILL = (1980, 1, 1, 0, 0, 0)  # the time of members of an archive: that of its making is nobody's business


def sheet_of(round: Round, drawn: list[Drawn]) -> cards.Sheet:
    """The cards, in the process's own language."""
    process = round.process
    address = address_of(round)
    return cards.Sheet(
        process=process.title,
        round=round.name,
        until=until_of(round),
        address=address.partition("://")[2],
        author=process.city,
        language=process.language,
        young=round.youth,
        cards=tuple(cards.Card(one.label, one.code, qr_of(f"{address}#{one.code}")) for one in drawn),
    )


def table_of(drawn: list[Drawn]) -> bytes:
    """Label and code, one line each, for spreadsheets too."""
    text = io.StringIO()
    csv.writer(text).writerows([("label", "code"), *((one.label, one.code) for one in drawn)])
    return text.getvalue().encode("utf-8-sig")


def address_of(round: Round) -> str:
    """The whole address of the round's page, in the process's own language."""
    with translation.override(round.process.language):
        return str(settings.SITE_URL) + reverse("round", args=[round.process.slug, round.slug])


def until_of(round: Round) -> str:
    """Until which day the round is open; "" where that is not said."""
    ends = [last_moment(round.process, phase) for phase in round.phases.all()]
    closed = [moment for moment in ends if moment is not None]
    with translation.override(round.process.language):
        return f"offen bis {weekday(max(closed))}" if closed and len(closed) == len(ends) else ""


def bundle_of(round: Round, drawn: list[Drawn]) -> bytes:
    """Cards to print and the table, in one archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("karten.pdf", cards.write(sheet_of(round, drawn))), ("codes.csv", table_of(drawn))):
            archive.writestr(zipfile.ZipInfo(f"{round.slug}-{name}", STILL), content)
    return packed.getvalue()


def poster_of(round: Round, size: str) -> bytes:
    """A poster (A4) or table cards (four on A4) with the way to the round."""
    address, process = address_of(round), round.process
    return poster.write(
        poster.Poster(
            process=process.title,
            round=round.name,
            lead=round.lead,
            until=until_of(round),
            address=address.partition("://")[2],
            author=process.city,
            language=process.language,
            young=round.youth,
            by_code=round.entry == Round.Entry.CODE,
            qr=qr_of(address),
            size=size,
        )
    )
