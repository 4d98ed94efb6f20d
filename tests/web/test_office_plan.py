"""Planning: products, rounds, phases, questions, steps, and paper for them."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from stadtgespraech.web.actions.phase import said_in
from stadtgespraech.web.models import (
    Audit,
    Contribution,
    EntryCode,
    Milestone,
    Phase,
    Process,
    Product,
    Question,
    Round,
)

from .working import worker

PHASE = {
    "kind": "feedback", "product": "zielbilder", "round": "neue-runde", "title": "Herbst", "opens_on": "2026-09-01",
    "closes_on": "2026-09-30",
}  # fmt: skip
ROUND = {
    "name": "Neue Runde", "kind": "workshop", "moderation": "before", "entry": "open", "public": "on",
    "dates": "Herbst 2026", "place": "Mühle", "people": "42", "audience": "Schulen",
}  # fmt: skip


@pytest.fixture
def alice(site: Process) -> Client:
    return worker(site, "organiser")[0]


def at(name: str, *args: object) -> str:
    return reverse(f"office-{name}", args=["auenstadt", *args])


def errors(client: Client, address: str, data: dict[str, str]) -> list[str]:
    """What stands beside the fields, and above them, after a form was refused."""
    answer = client.post(address, data)
    assert answer.status_code == 400
    return [f"{name}: {words}" for name, found in answer.context["form"].errors.items() for words in found]


def notes(act: str) -> list[str]:
    return list(Audit.objects.filter(act=act).order_by("pk").values_list("note", flat=True))


def planned(client: Client) -> Phase:
    client.post(at("round-new"), ROUND)
    client.post(at("phase-new"), PHASE)
    return Phase.objects.get(round__slug="neue-runde")


def test_a_round_is_planned_with_all_that_is_known_of_it(alice, site):
    assert alice.post(at("round-new"), ROUND).headers["Location"] == at("plan")
    row = site.rounds.get(name="Neue Runde")
    known = (row.slug, row.kind, row.dates, row.place, row.people, row.audience, row.moderation, row.entry, row.youth)
    assert known == ("neue-runde", "workshop", "Herbst 2026", "Mühle", 42, "Schulen", "before", "open", False)
    assert (row.public, row.counted, notes("plan_round")) == (True, None, ["Neue Runde"])


def test_a_change_of_a_round_is_noted_with_old_and_new(alice, site):
    alice.post(at("round-new"), ROUND)
    alice.post(at("round", "neue-runde"), {**ROUND, "people": "43", "place": ""})
    assert notes("change_round") == ["Ort: Mühle → –; Menschen: 42 → 43"]


def test_a_second_round_of_the_name_is_refused_beside_the_name(alice, site):
    alice.post(at("round-new"), ROUND)
    assert errors(alice, at("round-new"), {**ROUND, "name": "neue runde"}) == ["name: „neue runde“ gibt es schon."]


def test_bad_words_in_a_round_are_told_one_by_one_and_kept(alice, site):
    answer = alice.post(at("round-new"), {**ROUND, "name": " ", "people": "viele", "kind": "fest"})
    told = {name: list(found) for name, found in answer.context["form"].errors.items()}
    assert told == {
        "name": ["Das Feld ist noch leer."],
        "people": ["Bitte schreiben Sie eine Zahl von 0 bis 1000000."],
        "kind": ["Bitte wählen Sie etwas aus der Liste."],
    }
    assert 'value="viele"' in answer.content.decode() and not site.rounds.filter(kind="fest").exists()


def test_two_organisers_who_alter_one_round_lose_nothing(alice, site):
    alice.post(at("round-new"), ROUND)
    seen = alice.get(at("round", "neue-runde")).context["form"].initial["seen"]
    alice.post(at("round", "neue-runde"), {**ROUND, "place": "Rathaus", "seen": seen})
    told = errors(alice, at("round", "neue-runde"), {**ROUND, "place": "Hafen", "seen": seen})
    assert (len(told), told[0][:38]) == (1, "__all__: Jemand anderes hat das inzwis")
    assert site.rounds.get(slug="neue-runde").place == "Rathaus"


def test_a_round_in_which_something_was_said_keeps_its_name_and_stays(alice, site):
    row = site.rounds.get(slug="jugendrunde-im-netz")
    said = Contribution.objects.filter(round=row).count()
    values = {**ROUND, "name": "Anders"}
    assert errors(alice, at("round", row.slug), values) == [
        f"name: Der Name steht schon in {said} Belegen von Beiträgen und bleibt deshalb."
    ]
    answer = alice.post(at("round", row.slug), {"do": "remove"})
    told = answer.context["form"].non_field_errors()
    assert told == [f"In „{row.name}“ liegen {said} Beiträge: Die Runde bleibt."]
    assert Round.objects.filter(pk=row.pk).exists() and not notes("remove_round")


def test_a_round_without_contributions_goes_with_its_phases(alice, site):
    phase = planned(alice)
    alice.post(at("round", "neue-runde"), {"do": "remove"})
    assert not site.rounds.filter(slug="neue-runde").exists() and not Phase.objects.filter(pk=phase.pk).exists()
    assert notes("remove_round") == ["Neue Runde"]


def test_what_was_said_among_few_comes_into_the_open_only_on_purpose(alice, site):
    row = site.rounds.get(slug="jugendrunde-im-netz")
    Round.objects.filter(pk=row.pk).update(public=False)
    values = {**ROUND, "name": row.name, "entry": "code"}
    assert [line[:10] for line in errors(alice, at("round", row.slug), values)] == ["confirmed:"]
    assert alice.post(at("round", row.slug), {**values, "confirmed": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.public


def test_a_phase_runs_to_the_end_of_its_last_day_where_the_process_is(alice, site):
    phase = planned(alice)
    utc = datetime.UTC
    assert (phase.opens_at, phase.closes_at) == (
        datetime.datetime(2026, 8, 31, 22, tzinfo=utc),
        datetime.datetime(2026, 9, 30, 22, tzinfo=utc),
    )
    initial = alice.get(at("phase", phase.number)).context["form"].initial
    assert (initial["opens_on"], initial["closes_on"], initial["closes_time"]) == (
        datetime.date(2026, 9, 1),
        datetime.date(2026, 9, 30),
        None,
    )


def test_a_phase_without_title_and_end_gets_a_title_and_stays_open(alice, site):
    alice.post(at("round-new"), ROUND)
    alice.post(at("phase-new"), {**PHASE, "title": "", "closes_on": ""})
    phase = Phase.objects.get(round__slug="neue-runde")
    assert (phase.title, phase.closes_at) == ("Rückmeldung zu den Texten: Zielbilder", None)


BAD = {
    "it closes before it opens": (
        {"opens_on": "2026-09-30", "closes_on": "2026-09-01"},
        "closes_on: Die Phase würde schließen, bevor sie öffnet.",
    ),
    "its end is past": (
        {"opens_on": "2026-05-01", "closes_on": "2026-06-01"},
        "closes_on: Das ist schon vorbei: Bis dahin könnte niemand mehr etwas sagen.",
    ),
    "an hour without a day": ({"closes_on": "", "closes_time": "18:00"}, "closes_on: Zur Uhrzeit fehlt der Tag."),
    "no day": ({"opens_on": "bald"}, "opens_on: Bitte schreiben Sie einen Tag, zum Beispiel 28.06.2026."),
    "an hour that summer time leaves out": (
        {"opens_on": "2027-03-28", "opens_time": "02:30", "closes_on": ""},
        "opens_time: Diese Uhrzeit gibt es an dem Tag nicht: Die Uhren werden vorgestellt.",
    ),
    "another city's product": ({"product": "fremd"}, "product: Bitte wählen Sie etwas aus der Liste."),
    "far away": ({"opens_on": "0001-01-01"}, "opens_on: Das Jahr liegt zu weit weg."),
    "the end of days": ({"closes_on": "9999-12-31"}, "closes_on: Das Jahr liegt zu weit weg."),
}


@pytest.mark.parametrize("change, told", BAD.values(), ids=BAD)
def test_a_phase_that_makes_no_sense_is_refused_beside_the_field(alice, site, change, told):
    alice.post(at("round-new"), ROUND)
    assert told in errors(alice, at("phase-new"), {**PHASE, **change})
    assert not Phase.objects.filter(round__slug="neue-runde").exists()


def test_phases_that_ask_the_same_at_the_same_time_are_refused_with_both_named(alice, site):
    planned(alice)
    clash = {**PHASE, "title": "Nachzügler", "opens_on": "2026-09-30", "closes_on": ""}
    assert errors(alice, at("phase-new"), clash) == [
        "opens_on: „Nachzügler“ überschneidet sich mit „Herbst“ (01.09.2026, 00:00 Uhr bis 01.10.2026, 00:00 Uhr): "
        "dieselbe Art, dasselbe Teilprodukt, dieselbe Runde."
    ]
    assert alice.post(at("phase-new"), {**clash, "opens_on": "2026-10-01"}).status_code == 302
    assert alice.post(at("phase-new"), {**clash, "kind": "idea"}).status_code == 302


def test_a_moved_phase_is_noted_with_old_and_new_in_its_own_time(alice, site):
    phase = planned(alice)
    alice.post(at("phase", phase.number), {**PHASE, "closes_on": "2026-10-05"})
    assert notes("change_phase") == ["schließt: 01.10.2026 00:00 CEST → 06.10.2026 00:00 CEST"]


def test_a_deadline_that_passed_is_prolonged_only_on_purpose(alice, site):
    phase = planned(alice)
    past = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
    Phase.objects.filter(pk=phase.pk).update(opens_at=past, closes_at=past + datetime.timedelta(days=2))
    values = {**PHASE, "opens_on": "2026-06-01", "opens_time": "02:00"}
    told = errors(alice, at("phase", phase.number), values)
    assert [line.startswith("confirmed: Die Frist ist am 03.06.2026, 02:00 Uhr abgelaufen. ") for line in told] == [
        True
    ]
    assert alice.post(at("phase", phase.number), {**values, "confirmed": "on"}).status_code == 302
    phase.refresh_from_db()
    assert phase.closes_at == datetime.datetime(2026, 9, 30, 22, tzinfo=datetime.UTC)


def test_a_phase_that_is_over_may_still_get_another_title(alice, site):
    phase = planned(alice)
    past = datetime.datetime(2026, 5, 31, 22, tzinfo=datetime.UTC)
    Phase.objects.filter(pk=phase.pk).update(opens_at=past, closes_at=past + datetime.timedelta(days=2))
    values = {**PHASE, "opens_on": "2026-06-01", "closes_on": "2026-06-02", "title": "Frühsommer"}
    assert alice.post(at("phase", phase.number), values).status_code == 302
    assert notes("change_phase") == ["Titel: Herbst → Frühsommer"]


def test_a_phase_in_which_something_was_said_stays_and_asks_the_same(alice, site):
    phase = site.phases.get(number=1)
    said = said_in(phase).count()
    answer = alice.post(at("phase", 1), {"do": "remove"})
    assert answer.context["form"].non_field_errors() == [
        f"In „{phase.title}“ liegen {said} Beiträge: Die Phase bleibt."
    ]
    values = {**PHASE, "round": phase.round.slug, "kind": "idea", "title": phase.title}
    assert errors(alice, at("phase", 1), values) == [
        f"kind: In „{phase.title}“ wurde schon etwas gesagt: Art, Teilprodukt und Runde bleiben."
    ]


def test_what_is_open_is_closed_at_once(alice, site):
    alice.post(at("phase", 1), {"do": "close"})
    assert not site.phases.get(number=1).is_open(datetime.datetime(2026, 6, 10, 10, tzinfo=datetime.UTC))
    assert notes("close_phase") == ["schließt: 29.06.2026 00:00 CEST → 10.06.2026 12:00 CEST"]


def test_a_question_is_asked_and_keeps_its_words_once_it_was_answered(alice, site):
    alice.post(at("question-new", 2), {"text": "Wo fehlt eine Bank?", "lead": ""})
    fresh = site.questions.get(text="Wo fehlt eine Bank?")
    alice.post(at("question", fresh.slug), {"text": "Wo fehlt ein Baum?", "lead": ""})
    assert notes("change_question") == ["Frage: Wo fehlt eine Bank? → Wo fehlt ein Baum?"]
    answered = Question.objects.filter(process=site, answers__isnull=False).first()
    assert answered is not None
    told = errors(alice, at("question", answered.slug), {"text": "Etwas anderes?", "lead": ""})
    assert [line[:42] for line in told] == ["text: Auf diese Frage gibt es schon Antwor"[:42]]
    alice.post(at("question", answered.slug), {"do": "remove"})
    alice.post(at("question", fresh.slug), {"do": "remove"})
    assert set(site.questions.values_list("pk", flat=True)) >= {answered.pk}
    assert not site.questions.filter(pk=fresh.pk).exists()


def test_a_product_is_added_altered_and_taken_away_while_nothing_hangs_on_it(alice, site):
    values = {"title": "Suche", "singular": "Suche", "state": "planned"}
    alice.post(at("product-new"), values)
    row = site.products.get(title="Suche")
    assert row.slug == "suche-2"  # /auenstadt/suche/ is another page
    alice.post(at("product", row.slug), {**values, "state": "running"})
    assert notes("change_product") == ["Zustand: planned → running"]
    alice.post(at("product", row.slug), {"do": "remove"})
    alice.post(at("product", "zielbilder"), {"do": "remove"})
    assert list(Product.objects.filter(process=site, title__in=["Suche", "Zielbilder"]).values_list("title")) == [
        ("Zielbilder",)
    ]


def test_steps_stand_by_their_days(alice, site):
    product = site.products.get(slug="zielbilder")
    alice.post(at("step-new"), {"product": "zielbilder", "title": "Beirat", "day": "2026-09-20"})
    alice.post(at("step-new"), {"product": "zielbilder", "title": "Druck", "dates": "Winter"})
    titles = list(product.milestones.values_list("title", flat=True))
    assert titles == ["Antwort auf jeden Beitrag, dritte Fassung", "Beirat", "Beschluss im Rat", "Druck"]
    alice.post(at("step", product.milestones.get(title="Beirat").pk))
    assert list(product.milestones.values_list("title", flat=True)) == [titles[0], *titles[2:]]
    assert errors(
        alice, at("step-new"), {"product": "zielbilder", "title": "X", "day": "2026-09-20", "dates": "H"}
    ) == ["dates: Entweder ein Tag oder ein ungefährer Zeitraum, nicht beides."]


def test_codes_come_once_with_cards_and_a_table_and_can_be_voided(alice, site):
    round = "jugendrunde-im-netz"
    answer = alice.post(at("codes", round), {"labels": "Klasse 9a\nTisch 3", "count": "2", "limit": "1"})
    files = zipfile.ZipFile(io.BytesIO(answer.content))
    table = files.read(f"{round}-codes.csv").decode("utf-8-sig").splitlines()
    assert (files.namelist(), [line.split(",")[0] for line in table]) == (
        [f"{round}-karten.pdf", f"{round}-codes.csv"],
        ["label", "Klasse 9a", "Klasse 9a", "Tisch 3", "Tisch 3"],
    )
    assert files.read(f"{round}-karten.pdf")[:5] == b"%PDF-" and answer.headers["Cache-Control"] == "no-store"
    assert notes("draw_codes") == ["4 Codes: Klasse 9a, Tisch 3"]
    alice.post(at("codes", round), {"do": "void", "label": "Klasse 9a"})
    assert set(EntryCode.objects.filter(round__slug=round).values_list("label", flat=True)) >= {"Tisch 3"}
    assert not EntryCode.objects.filter(label="Klasse 9a").exists()


@pytest.mark.parametrize(
    "change, told",
    [
        ({"labels": "=1+1"}, "labels: Jede Zeile beginnt mit Buchstabe oder Ziffer und hat höchstens 80 Zeichen."),
        ({"count": "0"}, "count: Bitte schreiben Sie eine Zahl von 1 bis 500."),
        ({"opens_on": "2026-06-10", "closes_on": "2026-06-09"}, "closes_on: Der letzte Tag liegt vor dem ersten."),
    ],
)
def test_codes_that_make_no_sense_are_not_drawn(alice, site, change, told):
    before = EntryCode.objects.count()
    values = {"labels": "Klasse 9a", "count": "2", "limit": "1", **change}
    assert (errors(alice, at("codes", "jugendrunde-im-netz"), values), EntryCode.objects.count()) == ([told], before)


def test_a_poster_and_table_cards_lead_to_the_round(alice, site):
    for name in ("poster", "tents"):
        answer = alice.get(at(name, "online-beteiligung"))
        assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    Round.objects.filter(slug="online-beteiligung").update(public=False)
    assert alice.get(at("poster", "online-beteiligung")).status_code == 404


def test_others_see_the_plan_without_buttons(site):
    carla, _user = worker(site, "moderator")
    page = carla.get(at("plan")).content.decode()
    assert "Rückmeldung zu den zwölf Zielbildern" in page and "Neue Phase" not in page and "Entfernen" not in page


def test_the_plan_asks_as_often_for_many_phases_as_for_few(alice, site, django_assert_num_queries):
    alice.get(at("plan"))
    planned(alice)
    alice.get(at("plan"))
    with django_assert_num_queries(6):
        alice.get(at("plan"))
    for month in (10, 11, 12):
        alice.post(at("phase-new"), {**PHASE, "opens_on": f"2026-{month}-01", "closes_on": f"2026-{month}-20"})
    alice.get(at("plan"))
    with django_assert_num_queries(6):
        alice.get(at("plan"))


def test_ids_of_another_process_are_not_there(site):
    other = Process.objects.create(slug="andere", title="Andere", city="Anderswo", created_on=datetime.date(2026, 1, 1))
    boss, _user = worker(other, "organiser", email="boss@andere.example.org")
    step = Milestone.objects.filter(product__process=site).first()
    assert step is not None
    known = [
        ("office-phase", [1]), ("office-round", ["online-beteiligung"]), ("office-product", ["zielbilder"]),
        ("office-question", ["fluss-ungern"]), ("office-step", [step.pk]), ("office-codes", ["jugendrunde-im-netz"]),
    ]  # fmt: skip
    found = {name: boss.post(reverse(name, args=["andere", *args])).status_code for name, args in known}
    assert (set(found.values()), Milestone.objects.filter(pk=step.pk).exists()) == ({404}, True)
