"""What was scanned: kept apart from everything that is published, and deleted with an erasure."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from stadtgespraech.ingest.picture import Picture, PictureError, Trouble
from stadtgespraech.ingest.scan import MOST_BYTES, MOST_PAGES, read_scan
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.models import Contribution, Scan, User

TROUBLES = {
    Trouble.EMPTY: "Die Datei ist leer.",
    Trouble.SIZE: f"Die Datei ist zu groß: höchstens {MOST_BYTES // 1_000_000} MB und {MOST_PAGES} Seiten.",
    Trouble.KIND: "Das ist kein PNG, kein JPEG und kein PDF.",
    Trouble.SIDES: "Das Bild ist zu groß, zu schmal oder zu flach ({about}). Scannen Sie mit 300 dpi oder weniger.",
    Trouble.INTERLACED: "Das PNG ist mit Zwischenbildern gespeichert. Speichern Sie es ohne „Interlacing“.",
}
BROKEN = "Die Datei ist beschädigt oder verschlüsselt. Scannen Sie das Blatt noch einmal."


def clean_scan(data: bytes) -> list[Picture]:
    """The pages in `data`, written anew. Refused, with words for whoever chose the file, where it cannot be taken."""
    try:
        return read_scan(data)
    except PictureError as error:
        words = TROUBLES.get(error.trouble, BROKEN).format(about=error.about[:40])
        raise Refused(Reason.SCAN, words) from None


def keep_scans(contribution: Contribution, pages: Sequence[Picture]) -> None:
    """Store the pages. Called in the transaction of the entry: where that fails, no file stays behind."""
    written: list[Path] = []
    try:
        for number, page in enumerate(pages, 1):
            name = f"{secrets.token_hex(16)}.{page.kind}"
            written.append(write_page(name, page.content))
            Scan.objects.create(
                process=contribution.process, contribution=contribution, number=number, name=name, kind=page.kind,
                width=page.width, height=page.height,
            )  # fmt: skip
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def path_of(name: str) -> Path:
    return Path(settings.DATA) / "scans" / name


def write_page(name: str, content: bytes) -> Path:
    """Readable for the site's own user alone."""
    path = path_of(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return path


def bytes_of(scan: Scan) -> bytes | None:
    """The page's bytes; None where the file is gone."""
    try:
        return path_of(scan.name).read_bytes()
    except FileNotFoundError:
        return None


def delete_scans(contribution: Contribution) -> int:
    """Delete all pages; the files once that is certain. How many there were."""
    names = list(Scan.objects.filter(contribution=contribution).values_list("name", flat=True))
    Scan.objects.filter(contribution=contribution).delete()
    for name in names:
        transaction.on_commit(partial(path_of(name).unlink, missing_ok=True))
    return len(names)


@transaction.atomic
def drop_scans(contribution: Contribution, *, by: User) -> int:
    """Somebody deletes what was scanned; the words stay."""
    count = delete_scans(contribution)
    if count:
        about = f"contribution:{contribution.key}"
        audit(contribution.process, by=by, act="drop_scans", about=about, note=f"Seiten: {count}")
    return count
