"""Rounds by code: a code lets in as often as it says, names nobody, and whoever has none stays outside."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from django.core import management
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from stadtgespraech.web import clock, demo
from stadtgespraech.web.actions.code import grouped
from stadtgespraech.web.actions.contribution import Said
from stadtgespraech.web.actions.device import A_DAY, submit_from_device
from stadtgespraech.web.actions.entry import check_entry, draw_codes, enter
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.models import (
    Address,
    Contribution,
    DeviceUse,
    EntryCode,
    Phase,
    Process,
    Question,
    Round,
)

from .conftest import NOON
from .people import WRITE, Person, errors, fields
from .scans import told

DAY = NOON.date()
SOON = datetime.timedelta(seconds=5)
ASKED = {"question": "wohlfuehlen"}
PAGE = "/auenstadt/runde/jugendrunde-im-netz/"
WRONG = (
    "Mit diesem Code kommt man in diese Runde nicht hinein. Bitte vergleichen Sie ihn mit Ihrer Karte: Er hat zwei "
    "Gruppen aus je vier Zeichen."
)


@pytest.fixture
def young(site: Process) -> Round:
    return site.rounds.get(slug="jugendrunde-im-netz")


def drawn(round: Round, *, label: str = "Klasse 7b", limit: int = 2, **days: datetime.date) -> str:
    return draw_codes(round, labels=[label], limit=limit, **days)[0].code


def used(code_or_round: Round) -> int:
    return int(EntryCode.objects.filter(round=code_or_round).aggregate(all=Sum("used"))["all"])


def say(round: Round, form: str, code: str, *, device: str = "d", words: str = "Mehr Licht.") -> Contribution:
    said = Said(
        round=round, kind="answer", text=words, language="de", question=Question.objects.get(slug="wohlfuehlen")
    )
    return submit_from_device(
        round.process, said=said, form_key=form, device=device, day=DAY, held=True, entry=code
    )  # fmt: skip


def test_codes_are_drawn_once_in_the_order_of_their_labels_and_only_their_hash_is_kept(young: Round) -> None:
    labels = ["Klasse 7b", "Tisch 4", "Klasse 7b"]
    found = draw_codes(young, labels=labels, limit=3)
    rows = EntryCode.objects.order_by("-pk")[:3]
    assert [one.label for one in found] == [row.label for row in reversed(rows)] == labels
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", one.code) for one in found)
    kept = {str(value) for row in rows for value in vars(row).values()}
    assert not {form for one in found for form in (one.code, one.code.replace("-", ""))} & kept
    assert len({row.code_hash for row in rows}) == 3


def test_a_code_that_is_drawn_twice_is_drawn_again(young: Round) -> None:
    fixed = iter(["AAAA-AAAA", "AAAA-AAAA", "BBBB-BBBB"])
    found = draw_codes(young, labels=["a", "b"], limit=1, draw_one=lambda: next(fixed))
    assert [one.code for one in found] == ["AAAA-AAAA", "BBBB-BBBB"]


@pytest.mark.parametrize(
    ("labels", "limit", "days", "why"),
    [
        ([], 1, {}, "count"),
        (["x"] * 5_001, 1, {}, "count"),
        ([""], 1, {}, "label"),
        (["=SUM(A1)"], 1, {}, "label"),
        (["zwei\nZeilen"], 1, {}, "label"),
        (["x" * 81], 1, {}, "label"),
        (["x"], 0, {}, "limit"),
        (["x"], 10_001, {}, "limit"),
        (["x"], 1, {"opens_on": DAY, "closes_on": DAY - datetime.timedelta(days=1)}, "days"),
    ],
)
def test_what_makes_no_sense_is_not_drawn(
    young: Round, labels: list[str], limit: int, days: dict[str, datetime.date], why: str
) -> None:
    before = EntryCode.objects.count()
    with pytest.raises(Refused, match=f"^{why}$"):
        draw_codes(young, labels=labels, limit=limit, **days)
    assert EntryCode.objects.count() == before


def test_a_round_that_is_open_to_all_has_no_codes(site: Process) -> None:
    with pytest.raises(Refused, match="entry"):
        draw_codes(site.rounds.get(kind="online"), labels=["x"], limit=1)


def test_the_database_itself_keeps_to_the_limit(young: Round) -> None:
    drawn(young, limit=1)
    row = EntryCode.objects.order_by("-pk")[0]
    for change in ({"used": 2}, {"limit": 0}, {"opens_on": DAY, "closes_on": DAY - datetime.timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EntryCode.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=young.pk).update(entry="door")


@pytest.mark.parametrize("spell", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_a_code_lets_in_as_often_as_it_says_however_it_is_spelled(young: Round, spell: object) -> None:
    code = spell(drawn(young))  # type: ignore[operator]
    for form in ("1", "2"):
        say(young, form, code, words=form)
    with pytest.raises(Refused, match=r"^code-used$"):
        say(young, "3", code, words="3")
    assert (used(young), Contribution.objects.filter(text__in=["1", "2", "3"]).count()) == (2, 2)


def test_a_retry_of_the_same_form_takes_no_second_place_even_once_the_code_is_used_up(young: Round) -> None:
    code = drawn(young, limit=1)
    first, again = say(young, "1", code), say(young, "1", code)
    assert (first.pk, used(young)) == (again.pk, 1)


def test_what_is_not_taken_in_does_not_count(young: Round) -> None:
    code = drawn(young)
    say(young, "1", code)
    with pytest.raises(Refused, match="changed"):
        say(young, "1", code, words="Etwas anderes.")
    assert used(young) == 1


def test_a_class_on_one_tablet_passes_and_what_the_device_may_send_elsewhere_stays(young: Round) -> None:
    code = drawn(young, limit=300)
    for number in range(300):
        say(young, f"{number}", code, device="tablet", words=f"{number}")
    with pytest.raises(Refused, match="code-used"):
        say(young, "300", code, device="tablet", words="300")
    assert (used(young) > A_DAY, used(young), DeviceUse.objects.count()) == (True, 300, 0)


def test_codes_of_another_round_and_of_another_process_are_as_wrong_as_any(site: Process, young: Round) -> None:
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=DAY)
    there = Round.objects.create(process=other, number=1, slug="r", name="R", entry="code")
    beside = Round.objects.create(process=site, number=90, slug="r", name="R", entry="code")
    works = []
    for code in (drawn(there), drawn(beside), "0000-0000", "", "💧", "x" * 200):
        with CaptureQueriesContext(connection) as seen, pytest.raises(Refused, match=r"^code$"):
            enter(young, code=code, day=DAY)
        works.append(len(seen))
    assert works == [2] * 6


@pytest.mark.parametrize(("off", "why"), [(-1, "code-day"), (0, ""), (1, ""), (2, "code-day")])
def test_a_code_of_some_days_is_good_from_the_first_to_the_last(young: Round, off: int, why: str) -> None:
    code = drawn(young, opens_on=DAY, closes_on=DAY + datetime.timedelta(days=1))
    answers = []
    for act in (check_entry, enter):
        try:
            act(young, code=code, day=DAY + datetime.timedelta(days=off))
            answers.append("")
        except Refused as refusal:
            answers.append(refusal.reason)
    assert answers == [why, why]


def test_no_row_says_which_code_brought_which_contribution(young: Round) -> None:
    code = drawn(young, label="Nur für Kim")
    before = {row.pk: vars(row).copy() for row in EntryCode.objects.all()}
    said = say(young, "1", code)
    changed = {
        name
        for row in EntryCode.objects.all()
        for name, value in vars(row).items()
        if name != "_state" and before[row.pk][name] != value
    }
    names = {field.name for field in EntryCode._meta.get_fields()} & {"contribution", "contributions"}
    kept = " ".join(str(value) for value in [*vars(said).values(), *vars(said.parts.get()).values()])
    row = EntryCode.objects.get(label="Nur für Kim")
    assert (changed, names) == ({"used"}, set())
    assert not [part for part in (row.code_hash, code, "Kim") if part in kept]


@pytest.fixture
def kim(young: Round) -> Person:
    return Person()


def test_the_way_in_from_the_rounds_page_over_the_preview_to_the_receipt(
    kim: Person, young: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = drawn(young)
    door = kim.client.get(PAGE).content.decode()
    assert (dict(kim.client.cookies), 'href="/auenstadt/beitrag/neu/?question=wohlfuehlen" data-entry' in door) == (
        {},
        True,
    )
    before = told(young)["12-14"]
    page = kim.open(**ASKED)
    preview = kim.post(page, "preview", words="Mehr Licht am Schuppen.", entry=code.lower(), age_band="12-14")
    held = fields(preview.content.decode())
    assert (held["entry"], "email" in held, used(young)) == (code, False, 0)
    monkeypatch.setattr(clock, "now", lambda: NOON + SOON)
    receipt = kim.client.post(WRITE, {**held, "send": "1"})
    said = Contribution.objects.get(text="Mehr Licht am Schuppen.")
    assert (said.state, said.round, told(young)["12-14"], used(young)) == ("held", young, before + 1, 1)
    assert "Mehr Licht am Schuppen." not in kim.client.get(PAGE).content.decode()
    for shown in (page, preview.content.decode(), receipt.content.decode()):
        assert not re.search(r'name="email"|type="email"|mein-beitrag/adresse', shown)


@pytest.mark.parametrize("step", ["preview", "send"])
def test_a_wrong_code_is_said_beside_its_field_and_nothing_typed_is_lost(
    kim: Person, young: Round, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    page = kim.open(**ASKED)
    monkeypatch.setattr(clock, "now", lambda: NOON + SOON)
    answer = kim.post(page, step, words="Am Schuppen.", entry="0000-0000")
    text = answer.content.decode()
    assert (answer.status_code, errors(text)) == (422, [WRONG])
    assert ('value="0000-0000"' in text, ">\nAm Schuppen.</textarea>" in text) == (True, True)
    assert fields(text)["form_key"] == fields(page)["form_key"]
    assert (used(young), Contribution.objects.filter(text="Am Schuppen.").count()) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Bitte tippen Sie den Code von Ihrer Karte ein."), ("x" * 201, "Das ist zu lang für einen Zugangscode.")],
)
def test_no_code_and_a_million_signs_are_no_code(kim: Person, typed: str, words: str) -> None:
    answer = kim.post(kim.open(**ASKED), "preview", entry=typed)
    assert (answer.status_code, words in errors(answer.content.decode())[0]) == (422, True)


def test_a_used_up_code_says_so_to_whoever_holds_it(kim: Person, young: Round) -> None:
    code = drawn(young, limit=1)
    say(young, "1", code)
    answer = kim.post(kim.open(**ASKED), "preview", entry=code)
    assert (answer.status_code, "Dieser Code ist aufgebraucht" in errors(answer.content.decode())[0]) == (422, True)


def test_a_round_apart_is_reached_by_its_own_page_only(kim: Person, site: Process, young: Round) -> None:
    Round.objects.filter(pk=young.pk).update(youth=False)
    Phase.objects.filter(round=young).update(kind="idea")
    Phase.objects.filter(process=site, kind="idea").exclude(round=young).update(kind="feedback")
    page, mine = kim.client.get("/auenstadt/").content.decode(), f"{WRITE}?round={young.slug}&kind=idea"
    assert (f"{WRITE}?kind=idea" in page, 'name="entry"' in kim.open(kind="idea")) == (False, False)
    assert 'name="entry"' in kim.client.get(mine).content.decode()


def test_an_open_round_asks_for_no_code_and_takes_none(
    kim: Person, site: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = kim.open()
    monkeypatch.setattr(clock, "now", lambda: NOON + SOON)
    answer = kim.post(page, "send", words="Ohne Code.", entry="0000-0000")
    assert ('name="entry"' in page, answer.status_code) == (False, 200)


def test_no_page_and_no_published_file_shows_a_label(kim: Person, site: Process, young: Round, folder: Path) -> None:
    code = drawn(young, label="Lernort 12345")
    EntryCode.objects.update(label="Lernort 12345")
    say(young, "1", code)
    keys = Contribution.objects.filter(round=young, state="public").values_list("key", flat=True)
    pages = [
        "",
        "beitraege/",
        "beitrag/neu/?question=wohlfuehlen",
        "mein-beitrag/",
        "suche/?q=Lernort+12345",
        "pruefen/",
    ]
    pages += [f"beitrag/{key}/" for key in keys] + ["runde/jugendrunde-im-netz/"]
    shown = [path for path in pages if "Lernort 12345" in kim.client.get(f"/auenstadt/{path}").content.decode()]
    # the search page repeats what was asked for, in its field
    assert (shown, len(keys)) == (["suche/?q=Lernort+12345"], 2)
    told, nothing = (kim.client.get(f"/auenstadt/suche/?q=Lernort+{n}").content.decode() for n in ("12345", "98765"))
    assert told == nothing.replace("98765", "12345")
    written = [path.name for path in folder.rglob("*") if path.is_file() and b"Lernort" in path.read_bytes()]
    assert written == []


def test_the_rounds_page_takes_as_many_queries_with_one_question_as_with_three(kim: Person, young: Round) -> None:
    counts = []
    for number in range(3):
        kim.client.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            kim.client.get(PAGE)
        counts.append(len(seen))
        phase = young.phases.get()
        Question.objects.create(process=young.process, phase=phase, slug=f"mehr-{number}", text="Und sonst?")
    assert counts == [6, 6, 6]


def test_the_demos_codes_are_told_again_and_let_in(site: Process, young: Round) -> None:
    told = demo.entries(site)
    assert [words for _, words in told] == ["Klasse 7b", "Jugendtreff Spinnerei, Tisch 4"]
    for code, _ in told:
        enter(young, code=code, day=DAY)
    assert used(young) == 2
    assert Address.objects.filter(contribution__round=young).count() == 0


def test_the_command_writes_cards_and_a_table_whose_codes_let_in(young: Round, tmp_path: Path) -> None:
    out = tmp_path / "codes.pdf"
    management.call_command("codes", "auenstadt", young.slug, count=11, label=["Klasse 7b"], limit=2, out=out)
    rows = (tmp_path / "codes.csv").read_text("utf-8-sig").splitlines()
    assert (rows[0], len(rows), out.read_bytes()[:5]) == ("label,code", 12, b"%PDF-")
    for row in rows[1:]:
        label, code = row.split(",")
        enter(young, code=code, day=DAY)
        assert (label, grouped(code)) == ("Klasse 7b", code)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"round": "gibt-es-nicht"}, "has no round"),
        ({"round": "online-beteiligung"}, "open to all"),
        ({"count": 0}, "between one and 5000 codes"),
        ({"label": ["-1"]}, "a label is one line"),
        ({"limit": 0}, "between one and 10000"),
        ({"out": "codes.txt"}, "give the name of a new .pdf"),
        ({"out": "fehlt/codes.pdf"}, "no code was drawn"),
        ({"out": "alt.pdf"}, "give the name of a new .pdf"),
    ],
)
def test_the_command_says_what_is_wrong_and_draws_nothing(
    young: Round, tmp_path: Path, asked: dict[str, object], words: str
) -> None:
    (tmp_path / "alt.csv").write_text("label,code\n")
    before = EntryCode.objects.count()
    what = {"process": "auenstadt", "round": young.slug, "count": 2, "label": ["x"], "limit": 1, "out": "codes.pdf"}
    what |= asked
    place = (what.pop("process"), what.pop("round"))
    with pytest.raises(CommandError, match=words):
        management.call_command("codes", *place, **{**what, "out": tmp_path / str(what["out"])})  # type: ignore[arg-type]
    assert (EntryCode.objects.count(), sorted(path.name for path in tmp_path.iterdir())) == (before, ["alt.csv"])
