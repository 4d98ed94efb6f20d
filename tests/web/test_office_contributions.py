"""The list of everything that was said, its filters, its exports, and one contribution's page."""

from __future__ import annotations

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from stadtgespraech.records import FINAL_STATES
from stadtgespraech.web.actions.contribution import Said, erase, submit_contribution
from stadtgespraech.web.actions.entered import Came, enter_contribution
from stadtgespraech.web.models import Address, Contribution, Process, Report
from stadtgespraech.web.views.office.export import COLUMNS, safe

from .conftest import NOON
from .working import worker

LIST = "/auenstadt/arbeit/beitraege/"
CSV = LIST + "beitraege.csv"
XLSX = LIST + "beitraege.xlsx"


@pytest.fixture
def eda(site: Process) -> Client:
    return worker(site, "editor")[0]


def count(client: Client, **asked: str) -> int:
    page = client.get(LIST, asked).content.decode()
    found = re.search(r"</dt><dd>([\d.]+)</dd>", page)
    assert found is not None
    return int(found[1].replace(".", ""))


def exported(client: Client, **asked: str) -> list[list[str]]:
    answer = client.get(CSV, asked)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def say(site: Process, text: str, **more: object) -> Contribution:
    said = Said(site.rounds.get(slug="online-beteiligung"), "idea", text, "de", **more)  # type: ignore[arg-type]
    return submit_contribution(site, said=said, form_key="", day=NOON.date())


def test_every_state_is_listed_and_each_filter_lets_its_own_through(site: Process, eda: Client) -> None:
    rows = Contribution.objects.filter(process=site)
    gone = say(site, "Weg damit.")
    erase(gone, day=NOON.date())
    Report.objects.create(contribution=rows.order_by("pk")[0], key="x", reason="other", day=NOON.date())
    text = site.texts.get(kind="statement", product__slug="zielbilder", number=3)
    expected = {
        (): rows.count(),
        (("runde", "stadtkonferenz"),): rows.filter(round__slug="stadtkonferenz").count(),
        (("bild", text.slug),): rows.filter(about=text).count(),
        (("bild", "ohne"),): rows.exclude(about__kind="statement").count(),
        (("stand", "held"),): rows.filter(state="held").count(),
        (("stand", "erased"),): 1,
        (("stand", "da"),): rows.exclude(state__in=("erased", "withdrawn")).count(),
        (("art", "idea"),): rows.filter(kind="idea").count(),
        (("anliegen", "change"),): rows.filter(intent="change").count(),
        (("sprache", "tr"),): rows.filter(language="tr").count(),
        (("weg", "selbst"),): rows.count(),
        (("weg", "letter"),): 0,
        (("gemeldet", "ja"),): 3,
        (("seit", "2026-06-09"),): rows.filter(day__gte="2026-06-09").count(),
        (("bis", "2025-12-31"),): rows.filter(day__lte="2025-12-31").count(),
        (("stand", "nonsense"), ("seit", "gestern"), ("runde", "\0")): rows.count(),
        (("suche", gone.key.upper()),): 1,
    }
    assert {asked: count(eda, **dict(asked)) for asked in expected} == expected


def test_open_and_answered_are_told_apart_by_their_parts(site: Process, eda: Client) -> None:
    rows = Contribution.objects.filter(process=site)
    answered = [
        row for row in rows.prefetch_related("parts__disposition")
        if all(getattr(part, "disposition", None) and part.disposition.state in FINAL_STATES
               for part in row.parts.all() if not part.superseded)
    ]  # fmt: skip
    assert (count(eda, antwort="fertig"), count(eda, antwort="offen")) == (len(answered), rows.count() - len(answered))


def test_late_is_what_the_current_edition_should_have_answered(site: Process, eda: Client) -> None:
    assert count(eda, antwort="spaet") == 0
    text = site.texts.get(kind="statement", product__slug="zielbilder", number=3)
    early = say(site, "Schon im Mai gesagt.", about=text)
    say(site, "Heute gesagt.", about=text)
    Contribution.objects.filter(pk=early.pk).update(day=datetime.date(2026, 5, 1))
    assert [row[0] for row in exported(eda, antwort="spaet")[1:]] == [early.key]


def test_the_list_pages_asks_as_much_for_many_and_keeps_its_filters(site: Process, eda: Client) -> None:
    with CaptureQueriesContext(connection) as some:
        eda.get(LIST, {"sprache": "tr"})
    with CaptureQueriesContext(connection) as many:
        page = eda.get(LIST, {"stand": "da"}).content.decode()
    assert (len(some), len(many)) == (10, 10)
    assert 'href="?stand=da&amp;seite=2"' in page
    assert 'href="?stand=da&amp;runde=stadtkonferenz"' in page
    assert page.count('<th scope="row"') == 50


def test_the_export_holds_what_the_list_asks_for_and_nothing_that_tells_who(site: Process, eda: Client) -> None:
    said = say(site, "Ein Brunnen.", email="erna@example.org", age_band="65-")
    assert Address.objects.filter(contribution=said).exists()
    rows = exported(eda, suche="Brunnen")
    assert rows[0] == list(COLUMNS)
    assert [row for row in rows[1:] if row[0] == said.key] == [
        [said.key, "2026-06-10", "2026-06-10", "Online-Beteiligung", "", "Eine Idee", "", "", "de", "selbst gesendet",
         "öffentlich", "eingegangen", "Ein Brunnen.", ""]
    ]  # fmt: skip
    whole = "".join("".join(row) for row in exported(eda))
    assert not any(secret in whole for secret in ("erna@", "65-", said.salt, said.code_hash or "§"))
    assert len(exported(eda)) == Contribution.objects.filter(process=site).count() + 1


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_no_cell_is_a_formula(site: Process, eda: Client, sign: str) -> None:
    said = say(site, "harmlos")
    Contribution.objects.filter(pk=said.pk).update(text=f'{sign}HYPERLINK("http://evil","x")', translation="\x01")
    row = next(row for row in exported(eda) if row[0] == said.key)
    assert row[12] == f'\'{sign}HYPERLINK("http://evil","x")'
    answer = eda.get(XLSX, {"suche": said.key})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = next(book.active.iter_rows(min_row=2))  # type: ignore[union-attr]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert str(cells[12].value).lstrip("\t\r \n").startswith(sign.strip() + "HYPERLINK")


def test_safe_leaves_numbers_and_common_words_alone() -> None:
    assert [safe(value) for value in (3, -3, None, "Ja", "a=b", "-3")] == [3, -3, None, "Ja", "a=b", "'-3"]


def test_a_contribution_has_its_parts_its_answers_and_its_leaves(site: Process, eda: Client) -> None:
    row = Contribution.objects.filter(process=site, parts__superseded=True).order_by("pk").first()
    assert row is not None
    page = eda.get(f"{LIST}{row.key}/").content.decode()
    leaves = page.split('id="protokoll"')[1]
    open_parts = row.parts.filter(superseded=False)
    assert f"{open_parts.count()} Teilanliegen" in page
    assert (leaves.count("eingegangen"), leaves.count("beantwortet")) == (1, open_parts.count())
    assert f'href="/auenstadt/beitrag/{row.key}/"' in page


def test_what_was_entered_says_how_it_came(site: Process) -> None:
    client, user = worker(site, "organiser")
    said = Said(site.rounds.get(slug="stadtkonferenz"), "feedback", "Aus einem Brief.", "de")
    came = Came("letter", datetime.date(2026, 6, 2))
    row = enter_contribution(site, said=said, came=came, form_key="a letter", by=user, day=NOON.date())
    page = client.get(f"{LIST}{row.key}/").content.decode()
    assert all(words in page for words in ("<dd>Brief</dd>", "2.\u00a0Juni 2026", "10.\u00a0Juni 2026"))
    assert exported(client, weg="letter")[1][2:4] == ["2026-06-02", "Stadtkonferenz"]


def test_what_was_erased_is_empty_and_still_has_its_place(site: Process, eda: Client) -> None:
    said = say(site, "Bald gelöscht.")
    erase(said, day=NOON.date())
    page = eda.get(f"{LIST}{said.key}/").content.decode()
    assert ("Der Text ist gelöscht." in page, "Bald gelöscht." in page) == (True, False)


def test_foreign_and_unknown_keys_are_not_there(site: Process, eda: Client) -> None:
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=NOON.date())
    elsewhere, _user = worker(other, "organiser")
    mine = Contribution.objects.filter(process=site).first()
    assert mine is not None
    assert [
        elsewhere.get(f"/andere/arbeit/beitraege/{mine.key}/").status_code,
        elsewhere.get(f"/andere/arbeit/beitraege/{mine.key}/scan/1/").status_code,
        eda.get(f"{LIST}nichts/").status_code,
        eda.get(f"{LIST}{mine.key}/scan/1/").status_code,
    ] == [404] * 4
