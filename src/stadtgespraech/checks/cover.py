"""The words on the cover of an edition, which all follow from the process file."""

from __future__ import annotations

import datetime
import hashlib
import uuid

from stadtgespraech.records import Edition, Process
from stadtgespraech.text.weave import Weave

LABELS = {"marked": "Markierte Fassung", "clean": "Lesefassung", "changes": "Nur die Änderungen"}
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember")  # fmt: skip
UNTITLED = "Ohne Titel"
COMPARED = "verglichen mit: "
NAMESPACE = uuid.UUID("6b9f0c62-5a57-5a0a-9d9e-0f6f7ab2b9c4")


def cover(process: Process, edition: str, base: int, revision: int) -> dict[str, str]:
    """The fields of an edition's cover by name. In a clean edition `base` is `revision`."""
    as_of, day = stand(process, revision)
    return {
        "title": process.title if process.title.strip() else UNTITLED,  # PDF/UA-1 needs one (ISO 14289-1, 7.1)
        "subtitle": process.subtitle,
        "city": process.city,
        "motto": process.motto,
        "as_of": as_of,
        "date": day,
        "language": process.language,
        "edition_label": LABELS[edition],
        "compared": compared(process, base, revision),
    }


def stand(process: Process, revision: int) -> tuple[str, str]:
    """("26. Mai 2025", "2025-05-26") of the edition at `revision`, else of the process; the day "" if it has none."""
    edition = edition_at(process, revision)
    given = edition.date if edition is not None and edition.date else process.as_of
    return printed(given), given if parsed(given) is not None else ""


def edition_at(process: Process, revision: int) -> Edition | None:
    return next((edition for edition in reversed(process.editions) if edition.revision == revision), None)


def compared(process: Process, base: int, revision: int) -> str:
    edition = edition_at(process, base)
    if edition is None or base == revision:
        return ""
    return f"{COMPARED}{edition.name}" + (f", {printed(edition.date)}" if edition.date else "")


def parsed(day: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(day)
    except ValueError:
        return None


def printed(day: str) -> str:
    """An ISO date in German; anything else as it is."""
    date = parsed(day)
    return day if date is None else f"{date.day}. {MONTHS[date.month - 1]} {date.year}"


def identifier(process: Process, weave: Weave, edition: str, base: int, revision: int) -> str:
    """A URN that is the same whenever the same texts are published the same way."""
    texts = hashlib.sha256("\0".join((weave.text(base), weave.text(revision))).encode()).hexdigest()
    name = "\0".join((process.title, process.city, process.as_of, edition, str(base), str(revision), texts))
    return uuid.uuid5(NAMESPACE, name).urn
