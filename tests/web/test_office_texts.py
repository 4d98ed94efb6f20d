"""Texts before the first edition: typed, read from a file, mended, and published by a job."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stadtgespraech.checks.bundle import verify
from stadtgespraech.web.actions.edition import folder_of
from stadtgespraech.web.actions.job import take_job
from stadtgespraech.web.actions.key import verifier_of
from stadtgespraech.web.jobs import do_job
from stadtgespraech.web.models import Audit, Draft, Job, Process

from .working import worker

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "zielbilder-ocr.txt"
PLAIN = """Unsere Maßnahmen

## Bänke im Schatten
Am Ufer stehen zwölf neue Bänke, jede unter einem Baum.

Sie werden vor dem Sommer aufgestellt.

## Licht am Wehr
Das Wehr wird beleuchtet, bis die letzte Bahn gefahren ist.
"""


@pytest.fixture
def eda(site: Process) -> Client:
    return worker(site, "editor")[0]


def at(name: str, *args: object) -> str:
    return reverse(f"office-{name}", args=["auenstadt", "massnahmen", *args])


def read(client: Client, name: str, data: bytes) -> tuple[int, str]:
    answer = client.post(at("upload"), {"file": SimpleUploadedFile(name, data)})
    return answer.status_code, answer.content.decode()


def filled(page: str) -> dict[str, str]:
    """What a browser would send of the page of what was understood."""
    form = page[page.index("<form") :]
    found = dict(re.findall(r'<input type="(?:hidden|text)" name="([^"]+)"[^>]*?value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        found[name] = re.findall(r'<option value="([^"]*)" selected', options)[0]
    ticked = re.findall(r'<input type="checkbox" name="([^"]+)"[^>]* checked', form)
    return {html.unescape(name): html.unescape(value) for name, value in found.items()} | dict.fromkeys(ticked, "on")


def docx(*names: str, size: int = 10) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * size)
    return held.getvalue()


def test_a_file_is_read_shown_and_kept_only_when_somebody_says_so(eda: Client, site: Process) -> None:
    status, page = read(eda, "massnahmen.md", PLAIN.encode())
    assert (status, "Noch ist nichts gespeichert." in page, Draft.objects.count()) == (200, True, 0)
    taken = filled(page)
    eda.post(at("take"), taken)
    kept = list(Draft.objects.filter(kind="statement").order_by("pk").values_list("title", "paragraphs"))
    assert kept == [
        ("Bänke im Schatten", ["Am Ufer stehen zwölf neue Bänke, jede unter einem Baum.",
                               "Sie werden vor dem Sommer aufgestellt."]),
        ("Licht am Wehr", ["Das Wehr wird beleuchtet, bis die letzte Bahn gefahren ist."]),
    ]  # fmt: skip
    assert Audit.objects.filter(act="add_drafts").count() == 1


def test_the_real_document_is_understood(eda: Client, site: Process) -> None:
    if not SEED.is_file():
        pytest.skip("the seed document is not here")
    status, page = read(eda, SEED.name, SEED.read_bytes())
    assert (status, "Gelesen: 12 Bilder, 4 Spannungsfelder" in page) == (200, True)
    assert eda.post(at("take"), filled(page)).status_code == 302
    counted = {kind: Draft.objects.filter(kind=kind).count() for kind in ("statement", "tension")}
    assert counted == {"statement": 12, "tension": 4}


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("leer.txt", b"   \n", "leer"),
        ("bild.png", b"\x89PNG\r\n\x1a\n", "Datei"),
        ("kaputt.docx", b"PK\x03\x04nichts", "Datei"),
        ("bombe.docx", docx("word/document.xml", "[Content_Types].xml", size=200_000_000), ""),
        ("ohne-text.pdf", b"%PDF-1.4\n%%EOF", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_field(
    eda: Client, site: Process, name: str, data: bytes, told: str
) -> None:
    status, page = read(eda, name, data)
    errors = re.findall(r'<p class="error">.*?</svg>(.*?)</p>', page, re.DOTALL)
    assert (status, len(errors) > 0, Draft.objects.count()) == (400, True, 0)
    assert "Traceback" not in page and (not told or any(told in one for one in errors)), errors


def test_a_text_is_typed_changed_and_taken_out(eda: Client, site: Process) -> None:
    typed = {"kind": "statement", "role": "", "title": "Bänke", "words": "Erster Absatz.\n\nZweiter."}
    assert eda.post(at("draft-new"), typed).status_code == 302
    draft = Draft.objects.get()
    assert (draft.title, draft.paragraphs) == ("Bänke", ["Erster Absatz.", "Zweiter."])
    eda.post(at("draft", draft.pk), {**typed, "title": "Bänke im Schatten"})
    draft.refresh_from_db()
    eda.post(at("draft", draft.pk), {"do": "remove"})
    assert (draft.title, Draft.objects.count()) == ("Bänke im Schatten", 0)


def test_the_first_edition_is_published_by_a_job_once_and_people_can_read_it(eda: Client, site: Process) -> None:
    eda.post(at("take"), filled(read(eda, "massnahmen.md", PLAIN.encode())[1]))
    asked = {"name": "Entwurf der Maßnahmen", "day": "2026-06-10", "order": "drawn"}
    first, again = eda.post(at("first"), asked), eda.post(at("first"), asked)
    job = take_job()
    assert job is not None
    assert (first.headers["Location"], again.headers["Location"]) == (
        reverse("office-job", args=["auenstadt", job.key]),
    ) * 2
    do_job(job)
    job.refresh_from_db()
    edition = site.editions.get(slug="entwurf-der-massnahmen")
    assert (job.state, job.said, job.result) == ("done", "", {"edition": edition.slug})
    assert verify(folder_of(edition) / "bundle.zip", key=verifier_of(site)).exit_code == 0
    page = eda.get("/auenstadt/massnahmen/").content.decode()
    assert "Bänke im Schatten" in page and "ausgelost" in page
    late = eda.post(at("first"), {**asked, "name": "Noch eine"})
    assert (late.status_code, Job.objects.count()) == (400, 1)


def test_there_is_no_first_edition_without_a_statement_or_with_a_name_that_is_taken(eda: Client, site: Process) -> None:
    asked = {"name": "Erste", "day": "2026-06-10", "order": "source"}
    nothing = eda.post(at("first"), asked)
    eda.post(at("draft-new"), {"kind": "statement", "role": "", "title": "Bänke", "words": "Ein Absatz."})
    taken = eda.post(at("first"), {**asked, "name": "Zweite Fassung"})
    assert (nothing.status_code, taken.status_code, Job.objects.count()) == (400, 400, 0)
    assert "gibt es in diesem Prozess schon" in taken.content.decode()
