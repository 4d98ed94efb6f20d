"""An edition's page and its files: the published bytes, and no others."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import zipfile

import pytest
from django.test import Client

from stadtgespraech.checks.bundle import verify
from stadtgespraech.publish.edition import publish
from stadtgespraech.web.actions import edition as actions
from stadtgespraech.web.actions.contribution import Said, erase, submit_contribution, withdraw
from stadtgespraech.web.actions.edition import HURRIED, folder_of, publish_edition
from stadtgespraech.web.actions.key import verifier_of
from stadtgespraech.web.actions.texts import forget_texts
from stadtgespraech.web.demo import STORY_DAY
from stadtgespraech.web.models import Contribution, Edition, EditionFile, Leaf

from .selecting import page_of, select

PAGE = "/auenstadt/fassung/zweite-fassung/"
DAY = datetime.date(2026, 6, 10)


def body(response) -> bytes:
    """The bytes. The client closes a stream that was read to its end; once more would end the test's transaction."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def headers(client: Client, address: str) -> dict[str, str]:
    response = client.get(address)
    assert (response.status_code, bool(body(response))) == (200, True)
    return dict(response.headers)


@pytest.fixture
def second(site) -> Edition:
    return Edition.objects.get(process=site, slug="zweite-fassung")


def test_the_page_lists_every_file_with_its_hash_and_how_to_check_it(client, site, second):
    page = page_of(client.get(PAGE).content)
    shown = {select(row, "bdi")[-1].text for row in select(page, ".filelist li")}
    assert shown == set(second.files.values_list("name", flat=True))
    names, cells = select(page, ".hashes bdi"), select(page, ".hashes code")
    hashes = {name.text: cell.text for name, cell in zip(names, cells, strict=True)}
    frozen = second.files.exclude(name="contributions.zip")
    assert hashes == dict(frozen.values_list("name", "sha256"))
    assert f"--key '{verifier_of(site)}'" in select(page, ".cmd")[0].text_content()


def test_every_file_is_served_as_it_was_published(client, site, second):
    for file in second.files.exclude(name="contributions.zip"):
        response = client.get(PAGE + file.name)
        data = body(response)
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file.size, file.sha256), file.name
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("marked.html", "text/html; charset=utf-8", 'inline; filename="auenstadt-zweite-fassung-marked.html"'),
        (
            "marked.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            'attachment; filename="auenstadt-zweite-fassung-marked.docx"',
        ),
        ("bundle.zip", "application/zip", 'attachment; filename="bundle.zip"'),
        ("contributions.zip", "application/zip", 'attachment; filename="contributions.zip"'),
    ],
)
def test_a_file_says_what_it_is(client, site, name, kind, disposition):
    said = headers(client, PAGE + name)
    assert (said["Content-Type"], said["Content-Disposition"]) == (kind, disposition)
    assert said["X-Content-Type-Options"] == "nosniff"


def test_a_published_page_may_load_and_run_nothing(client, site):
    policy = headers(client, PAGE + "marked.html")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'") and "script" not in policy


@pytest.mark.parametrize(
    "name",
    [
        "secret.txt",
        "..%2Fsecret.txt",
        "../../../secret.txt",
        "%2e%2e%2f%2e%2e%2fsite.sqlite3",
        "marked.html%00",
        "MARKED.HTML",
        ".",
    ],
)
def test_a_name_that_the_edition_does_not_list_is_not_found(client, site, folder, name):
    (folder_of(Edition.objects.get(slug="zweite-fassung")) / "secret.txt").write_text("secret")
    assert client.get(PAGE + name).status_code in (301, 404)


def test_an_edition_that_is_not_public_is_not_there(client, site, second):
    Edition.objects.filter(pk=second.pk).update(audience="internal")
    assert [client.get(address).status_code for address in (PAGE, PAGE + "marked.html")] == [404, 404]


def test_files_of_another_edition_or_process_are_not_found(client, site):
    assert client.get("/auenstadt/fassung/entwurf/marked.html").status_code == 404
    assert client.get("/anderswo/fassung/zweite-fassung/marked.html").status_code == 404


def rows_in(data: bytes) -> list[dict[str, str]]:
    return json.loads(zipfile.ZipFile(io.BytesIO(data)).read("contributions.json"))["contributions"]


def texts_in(data: bytes) -> set[str]:
    return {row["id"] for row in rows_in(data)}


@pytest.mark.parametrize("take_away", [erase, withdraw])
def test_texts_that_were_taken_back_are_not_handed_out_and_the_rest_still_verifies(
    client, site, second, tmp_path, take_away
):
    before = texts_in(body(client.get(PAGE + "contributions.zip")))
    gone = Contribution.objects.get(process=site, key=min(before))
    take_away(gone, day=DAY)
    response = client.get(PAGE + "contributions.zip")
    data = body(response)
    assert texts_in(data) == before - {gone.key}
    assert response.headers["Cache-Control"] == "no-cache"
    (tmp_path / "contributions.zip").write_bytes(data)
    (tmp_path / "bundle.zip").write_bytes(body(client.get(PAGE + "bundle.zip")))
    verdict = verify(tmp_path / "bundle.zip", key=verifier_of(site))
    assert (verdict.exit_code, verdict.counts["erased"]) == (0, 1)


def test_what_was_erased_leaves_the_disk_and_a_second_look_writes_nothing(client, site, second):
    path = folder_of(second) / "contributions.zip"
    kept = path.read_bytes()
    gone = Contribution.objects.get(process=site, key=min(texts_in(kept)))
    text = gone.text
    erase(gone, day=DAY)
    try:
        assert (forget_texts(), forget_texts()) == (1, 0)
        data = path.read_bytes()
        row = second.files.get(name="contributions.zip")
        assert texts_in(data) == texts_in(kept) - {gone.key}
        assert (row.size, row.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert text not in [row["text"] for row in rows_in(data)]
    finally:
        path.write_bytes(kept)


def test_queries_do_not_grow_with_files(client, site, second, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_num_queries(3):
        client.get(PAGE)
    EditionFile.objects.bulk_create(
        EditionFile(edition=second, name=f"clean.{n}", size=1, sha256="0" * 64) for n in ("odt", "epub", "json")
    )
    with django_assert_num_queries(3):
        client.get(PAGE)
    with django_assert_num_queries(2):
        headers(client, PAGE + "marked.html")


def test_no_page_sets_a_cookie(client, site):
    assert not client.get(PAGE).cookies


@pytest.mark.parametrize(("times", "written"), [(0, 1), (1, 2), (9, 4)])
def test_what_is_said_while_an_edition_is_written_is_in_it(site, second, folder, monkeypatch, times, written):
    """Others go on while the formats are written; what changed meanwhile has them written again, and at last the
    process is held."""
    said, calls = [], []

    def slowly(*args, **named):
        calls.append(args)
        if len(said) < times and len(calls) <= HURRIED:
            phase = site.phases.get(kind="idea")
            what = Said(round=phase.round, kind="idea", text=f"Noch eine {len(said)}.", language="de")
            said.append(submit_contribution(site, said=what, form_key=f"x{len(said)}", day=STORY_DAY))
        return publish(*args, **named)

    monkeypatch.setattr(actions, "publish", slowly)
    edition = publish_edition(
        second.product, slug="dritte", name="Dritte Fassung", day=STORY_DAY, base=second, formats=("html",)
    )
    files = {name: (folder_of(edition) / name).read_bytes() for name in ("bundle.zip", "contributions.zip")}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    found = verify(folder / "bundle.zip", key=verifier_of(site))
    assert (len(calls), found.exit_code) == (written, 0)
    assert {one.key for one in said} <= logged(edition)


def logged(edition: Edition) -> set[str]:
    """The contributions that the log held at the edition's cut-off."""
    rows = Leaf.objects.filter(process=edition.process, type="received", number__lt=edition.cutoff)
    return {about.partition(":")[2] for about in rows.values_list("about", flat=True)}
