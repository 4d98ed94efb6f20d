"""Altering a row of the set-up: only what differs, never over somebody else's, old and new noted."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from stadtgespraech.web.actions.refusal import Reason, Refused

SHORT = 80  # characters of a value in a note


def version_of(row: Model) -> str:
    """A mark of the row as it stands, for forms to carry: another one for every other state."""
    values = repr([(field.attname, getattr(row, field.attname)) for field in row._meta.concrete_fields])
    return hashlib.sha256(values.encode()).hexdigest()[:16]


def alter(row: Model, values: Mapping[str, Any], names: Mapping[str, str], *, seen: str | None = None) -> str:
    """Set what differs and save it; a line for the audit: "Name: old → new; …", "" where nothing differs. `row` is as
    the transaction reads it. Refused ("seen") where `seen` is the mark of another state. `names`: field → German."""
    if seen is not None and seen != version_of(row):
        raise Refused(
            Reason.SEEN,
            "Jemand anderes hat das inzwischen geändert. Was Sie eingegeben haben, steht noch da; was jetzt gilt, "
            "zeigt die Seite, wenn Sie sie neu laden.",
        )
    notes = []
    for field, new in values.items():
        old = getattr(row, field)
        if old != new:
            notes.append(f"{names.get(field, field)}: {shown(old)} → {shown(new)}")
            setattr(row, field, new)
    if notes:
        row.save(update_fields=[*values])
    return "; ".join(notes)


def shown(value: object) -> str:
    """A value in a note, briefly."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime.datetime):
        return value.strftime("%d.%m.%Y %H:%M %Z").strip()
    if isinstance(value, datetime.date):
        return value.strftime("%d.%m.%Y")
    words = " ".join(str("" if value is None else value).split())
    return (words if len(words) <= SHORT else words[: SHORT - 1] + "…") or "–"
