"""The settings of a process: saved a group at a time, read by the pages, never overwritten unseen."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stadtgespraech.web.actions.holding import hold
from stadtgespraech.web.actions.record import process_record
from stadtgespraech.web.actions.setting import GROUPS, fingerprint
from stadtgespraech.web.forms.setting import FORMS
from stadtgespraech.web.models import Audit, Logo, Process

from .working import worker

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#123456"/></svg>'


def room(process: Process) -> str:
    return reverse("office-settings", args=[process.slug])


def form_of(process: Process, group: str, **changed: Any) -> dict[str, Any]:
    """What the browser sends of a group's form, with some fields changed."""
    own = Process.objects.get(pk=process.pk)
    values = GROUPS[group].read(own)
    fields = {**FORMS[group].from_values(values), **changed}
    sent = {f"{group}-{name}": value for name, value in fields.items()}
    return {"group": group, "seen": fingerprint(values), **sent}


def save(client: Client, process: Process, group: str, **changed: Any) -> Any:
    return client.post(room(process), form_of(process, group, **changed))


def page_of(path: str = "") -> str:
    return Client().get(f"/auenstadt/{path}").content.decode()


def test_what_is_saved_stands_on_the_pages(site: Process) -> None:
    client, user = worker(site, "organiser")
    answers = [
        save(
            client, site, "particulars", title="Unser neuer Titel", motto="Los!", land="BY", email="neu@stadt.example"
        ),
        save(client, site, "names", tension_one="Zielkonflikt", tension_many="Zielkonflikte"),
        save(client, site, "colours", accent="#1A5C2E"),
        save(client, site, "legal", imprint="Stadt Neu\n\nAm Markt 1", status="partly", gaps="Karten\n\nPläne"),
    ]
    assert [one.status_code for one in answers] == [302] * 4
    assert "Unser neuer Titel" in page_of("barrierefreiheit/")
    seen = page_of("barrierefreiheit/")
    assert ("BayBGG" in seen, '<bdi lang="de">Karten</bdi>' in seen, "Pläne" in seen) == (True, True, True)
    assert "Zielkonflikte" in page_of("spannungsfelder/")
    assert ("Am Markt 1" in page_of("impressum/"), "#1a5c2e" in page_of("aussehen.css").lower()) == (True, True)
    rows = Audit.objects.filter(process=site, act="change_settings").order_by("pk").values_list("by", "about", "note")
    assert list(rows) == [
        (user.pk, "settings:particulars", "email, land, motto, title"),
        (user.pk, "settings:names", "tension"),
        (user.pk, "settings:colours", "accent"),
        (user.pk, "settings:legal", "gaps, imprint"),
    ]


def test_saving_what_was_there_changes_nothing(site: Process) -> None:
    client, _user = worker(site, "organiser")
    before = Process.objects.filter(pk=site.pk).values().get()
    answers = [save(client, site, group) for group in FORMS]
    assert [one.status_code for one in answers] == [302] * len(FORMS)
    after = Process.objects.filter(pk=site.pk).values().get()
    assert (after, Audit.objects.filter(act="change_settings").count()) == (before, 0)


def test_the_second_of_two_organisers_sees_what_the_first_changed_and_loses_nothing(site: Process) -> None:
    first, _user = worker(site, "organiser")
    second, _other = worker(site, "organiser", email="zweite@example.org")
    sent = form_of(site, "particulars", motto="Zweites Motto")
    save(first, site, "particulars", motto="Erstes Motto", land="BE")
    late = second.post(room(site), sent)
    page = late.content.decode()
    told = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page)
    assert (late.status_code, told, 'value="Zweites Motto"' in page) == (
        409, [("Motto", "Erstes Motto"), ("Land", "Berlin")], True,
    )  # fmt: skip
    assert Process.objects.get(pk=site.pk).motto == "Erstes Motto"
    again = re.search(r'value="particulars"><input type="hidden" name="seen" value="(\w+)"', page)
    assert again is not None
    assert second.post(room(site), {**sent, "seen": again[1]}).status_code == 302
    assert Process.objects.get(pk=site.pk).motto == "Zweites Motto"


def test_two_who_edit_different_groups_do_not_meet(site: Process) -> None:
    client, _user = worker(site, "organiser")
    sent = form_of(site, "rules", replies="no")
    save(client, site, "legal", imprint="Neu")
    assert client.post(room(site), sent).status_code == 302
    own = Process.objects.get(pk=site.pk)
    assert (own.settings["legal"]["imprint"], own.rules.replies) == ("Neu", False)


@pytest.mark.parametrize(
    ("group", "changed", "words"),
    [
        ("particulars", {"title": ""}, "Bitte füllen Sie dieses Feld aus"),
        ("particulars", {"title": "x" * 201}, "höchstens 200 Zeichen"),
        ("particulars", {"email": "keine"}, "keine E-Mail-Adresse"),
        ("particulars", {"timezone": "Europe/Auenstadt"}, "Diese Zeitzone gibt es nicht"),
        ("particulars", {"timezone": "../../etc/passwd"}, "Diese Zeitzone gibt es nicht"),
        ("particulars", {"timezone": ""}, "Bitte füllen Sie dieses Feld aus"),
        ("particulars", {"land": "XX"}, "wählen Sie aus der Liste"),
        ("particulars", {"listed": "maybe"}, "wählen Sie aus der Liste"),
        ("particulars", {"office": "x" * 1001}, "1.001 Zeichen"),
        ("rules", {"moderation": "never"}, "wählen Sie aus der Liste"),
        ("rules", {"four_eyes": ["king"]}, "wählen Sie aus der Liste"),
        ("retention", {"address_days": "29"}, "ganze Zahl von 30 bis 1825"),
        ("retention", {"address_days": "viele"}, "ganze Zahl von 30 bis 1825"),
        ("retention", {"audit_months": "9" * 400}, "ganze Zahl von 6 bis 240"),
        ("legal", {"status": "partly", "gaps": ""}, "Bitte schreiben Sie, was noch fehlt"),
        ("legal", {"status": "full", "gaps": "Karten"}, "gibt es keine Lücken"),
        ("names", {"round_one": "Treffen"}, "Einzahl und Mehrzahl"),
        ("names", {"round_one": "x" * 41, "round_many": "y"}, "höchstens 40 Zeichen"),
        ("colours", {"accent": "rot"}, "ist keine Farbe"),
        ("colours", {"accent": "#FFE600"}, "Der nächste passende Ton ist #"),
        ("colours", {"second": "#FFFFFE"}, "Der nächste passende Ton ist #"),
    ],
)
def test_what_cannot_be_is_said_in_the_form_with_what_was_typed(
    site: Process, group: str, changed: dict[str, Any], words: str
) -> None:
    client, _user = worker(site, "organiser")
    before = Process.objects.filter(pk=site.pk).values().get()
    answer = save(client, site, group, **changed)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert Process.objects.filter(pk=site.pk).values().get() == before


def test_an_unknown_group_or_no_trace_of_what_was_seen_saves_nothing(site: Process) -> None:
    client, _user = worker(site, "organiser")
    unknown = client.post(room(site), {"group": "slug", "slug": "fort"}, follow=True)
    blind = client.post(room(site), {**form_of(site, "rules", replies="no"), "seen": ""})
    assert ("nichts geändert" in unknown.content.decode(), blind.status_code) == (True, 409)
    assert Process.objects.get(pk=site.pk).rules.replies


def test_a_land_without_an_entry_keeps_its_letters(site: Process) -> None:
    Process.objects.filter(pk=site.pk).update(land="SN")
    client, _user = worker(site, "organiser")
    assert save(client, site, "particulars", motto="Neu").status_code == 302
    assert Process.objects.get(pk=site.pk).land == "SN"


def test_a_logo_is_cleaned_shown_and_removed(site: Process) -> None:
    client, user = worker(site, "organiser")
    file = SimpleUploadedFile("wappen.svg", SVG, content_type="text/html")
    sent = {"group": "logo", "alternative": "Ein Platz", "file": file}
    assert client.post(room(site), sent).status_code == 302
    assert 'alt="Ein Platz"' in page_of()
    assert client.post(room(site), {"group": "logo", "remove": "1"}).status_code == 302
    acts = (
        Audit.objects.filter(process=site, by=user, act__endswith="_logo").order_by("pk").values_list("act", flat=True)
    )
    assert ("Ein Platz" in page_of(), Logo.objects.filter(process=site).count(), list(acts)) == (
        False, 0, ["set_logo", "remove_logo"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "alternative", "words"),
    [
        (None, "Ein Platz", "Bitte wählen Sie eine Datei"),
        (b"", "Ein Platz", "Die Datei ist leer"),
        (b"GIF89a", "Ein Platz", "kein PNG und kein SVG"),
        (SVG.replace(b"<rect", b"<script>alert(1)</script><rect"), "Ein Platz", "Das SVG enthält „script“"),
        (b"x" * 200_001, "Ein Platz", "Die Datei ist zu groß"),
        (SVG, "", "was das Logo zeigt"),
    ],
)
def test_a_hostile_logo_is_refused(site: Process, data: bytes | None, alternative: str, words: str) -> None:
    client, _user = worker(site, "organiser")
    before = Logo.objects.count()
    sent: dict[str, Any] = {"group": "logo", "alternative": alternative}
    if data is not None:
        sent["file"] = SimpleUploadedFile("wappen.svg", data)
    answer = client.post(room(site), sent)
    assert (answer.status_code, words in answer.content.decode(), Logo.objects.count()) == (422, True, before)


def test_without_replies_there_is_neither_link_nor_form(site: Process) -> None:
    contribution = site.contributions.filter(state="public", round__public=True, kind="feedback").first()
    assert contribution is not None
    page, write = f"beitrag/{contribution.key}/", f"/auenstadt/beitrag/neu/?reply={contribution.key}"
    open_now = ("Darauf antworten" in page_of(page), 'name="words"' in Client().get(write).content.decode())
    client, _user = worker(site, "organiser")
    save(client, site, "rules", replies="no")
    closed = ("Darauf antworten" in page_of(page), 'name="words"' in Client().get(write).content.decode())
    assert (open_now, closed) == ((True, True), (False, False))


def test_where_only_the_team_reads_contributions_no_page_shows_one(site: Process) -> None:
    rows = site.contributions.filter(state="public", round__public=True).exclude(about=None)
    contribution = rows.filter(about__product__slug="zielbilder").first()
    assert contribution is not None
    assert contribution.about is not None
    client, user = worker(site, "organiser")
    held = hold(user, contribution=contribution)
    text = contribution.about
    lists = [f"zielbilder/{text.slug}/", f"runde/{contribution.round.slug}/"]
    own = [f"beitrag/{contribution.key}/", f"beitrag/{contribution.key}/melden/", "beitraege/"]
    words = contribution.text[:40]
    before = [words in html.unescape(page_of(path)) for path in [*lists, own[0]]]
    save(client, site, "rules", contributions="no")
    after = [words in html.unescape(page_of(path)) for path in lists]
    assert (before, after) == ([True] * 3, [False] * 2)
    assert [Client().get(f"/auenstadt/{path}").status_code for path in own] == [404] * 3
    paths = ["", *lists, f"suche/?q={contribution.text.split()[0]}", "mein-beitrag/", "anpassungen/", "anpassung/1/"]
    linked = {path for path in paths if re.search(r'href="/auenstadt/beitra(?!g/neu/)', page_of(path))}
    assert linked == set()
    assert "nur das Team" in page_of(lists[0])
    mine = client.get(reverse("held", args=[site.slug, held.contribution.key]))
    assert (mine.status_code, words in html.unescape(mine.content.decode())) == (200, True)


def test_a_bundle_of_a_process_that_keeps_contributions_to_its_team_has_no_word_of_them(site: Process) -> None:
    edition = site.editions.order_by("-pk").first()
    assert edition is not None
    open_now = {one.text is not None for one in process_record(edition.product, edition).contributions}
    site.settings = {**site.settings, "contributions": False}
    site.save(update_fields=["settings"])
    edition = site.editions.select_related("product__process").order_by("-pk")[0]
    kept = {(one.text, one.salt) for one in process_record(edition.product, edition).contributions}
    assert (True in open_now, kept) == (True, {(None, None)})


def test_a_process_that_is_not_named_is_found_by_its_address_only(site: Process) -> None:
    client, _user = worker(site, "organiser")
    save(client, site, "particulars", listed="no")
    home = Client().get("/")
    assert (home.status_code, "auenstadt" in home.content.decode(), Client().get("/auenstadt/").status_code) == (
        200, False, 200,
    )  # fmt: skip


def test_the_rules_say_what_a_second_person_looks_at(site: Process) -> None:
    client, _user = worker(site, "organiser")
    asked = [Process.objects.get(pk=site.pk).rules.needs_second("statements")]
    save(client, site, "rules", four_eyes=[])
    rules = Process.objects.get(pk=site.pk).rules
    assert [*asked, rules.needs_second("statements")] == [True, False]
    with pytest.raises(ValueError, match="king"):
        rules.needs_second("king")


def test_the_room_asks_the_same_for_every_process(site: Process, django_assert_num_queries: Callable[..., Any]) -> None:
    client, _user = worker(site, "organiser")
    client.get(room(site))
    with django_assert_num_queries(8):
        client.get(room(site))
