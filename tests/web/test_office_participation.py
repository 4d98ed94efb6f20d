"""Who took part: nobody can be found in what is shown, and what is shown never changes."""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from stadtgespraech.web.actions.participation import (
    SMALLEST,
    freeze_participation,
    protected,
    tell_age,
)
from stadtgespraech.web.actions.refusal import Refused
from stadtgespraech.web.models import Audit, CityFigures, Participation, Process, Told

from .conftest import NOON
from .people import errors
from .scans import told
from .working import worker

ROOM = "/auenstadt/arbeit/beteiligte/"
CITY = ROOM + "stadt/"
TABLE = "unter 18; 16,4\n18 bis 29\t14,3 %\n30–44 Jahre | 19,8\n45-64;28.1\n65 und älter; 21,4"


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_whoever_knows_rule_and_sum_cannot_tell_a_hidden_group(counts: list[int]) -> None:
    """For each hidden group there is another table, with the same sum, of which the same is shown and in which that
    group has another size; and one in which it is not small, and one in which it is."""
    shown, total = protected(counts)
    assert all(count is None or count >= SMALLEST for count in shown)
    assert [count for count in shown if count is not None] == [
        count for count, public in zip(counts, shown, strict=True) if public is not None
    ]
    if total is None:
        assert shown == [None] * len(counts)
        return
    hidden = [place for place, count in enumerate(shown) if count is None]
    assert len(hidden) != 1
    assert not hidden or total - sum(count or 0 for count in shown) >= SMALLEST
    for place in hidden:
        possible = set()
        for other in hidden:
            swapped = list(counts)
            swapped[place], swapped[other] = swapped[other], swapped[place]
            assert protected(swapped) == (shown, total)
            possible.add(swapped[place])
        assert min(possible) < SMALLEST <= max(possible)


def test_no_table_of_three_groups_gives_a_small_one_away() -> None:
    """All tables of up to twelve in each group, by what is shown of them: none has only one possible size."""
    seen: dict[object, list[tuple[int, ...]]] = {}
    for counts in product(range(13), repeat=3):
        shown, total = protected(counts)
        # the number of contributions is known to everybody, so the sum is, too
        seen.setdefault((tuple(shown), sum(counts), total), []).append(counts)
    for (shown, whole, _total), tables in seen.items():  # type: ignore[misc]
        for place, public in enumerate(shown):
            if public is None and whole:
                assert len({table[place] for table in tables}) > 1, (shown, tables)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([10, 20, 30], ([10, 20, 30], 60)),
        ([4, 20, 30], ([None, None, 30], 54)),
        ([0, 20, 20, 30], ([None, None, None, 30], 70)),
        ([4, 3, 20, 30], ([None, None, None, 30], 57)),
        ([4, 20], ([None, None], None)),
        ([1, 1, 1], ([None, None, None], None)),
        ([0, 0], ([None, None], None)),
    ],
)
def test_what_is_shown(counts: list[int], shown: tuple[list[int | None], int | None]) -> None:
    assert protected(counts) == shown


def fill(process: Process, slug: str, *counts: int) -> None:
    round = process.rounds.get(slug=slug)
    for band, count in zip(("-17", "18-29", "30-44", "45-64", "65-"), counts, strict=True):
        for _ in range(count):
            tell_age(round, band=band)


def freeze(client: Client, slug: str, confirm: str = "yes") -> str:
    return client.post(f"{ROOM}{slug}/einfrieren/", {"confirm": confirm}, follow=True).content.decode()


def test_nothing_is_shown_before_a_round_is_frozen(site: Process) -> None:
    client, _user = worker(site, "organiser")
    before = client.get(ROOM).content.decode()
    fill(site, "werkstaetten-in-den-stadtteilen", 1, 1, 0, 0, 2)
    assert client.get(ROOM).content.decode().count("weniger als fünf Angaben") == before.count("weniger als fünf")
    fill(site, "werkstaetten-in-den-stadtteilen", 9, 11, 17, 23, 4)
    after = client.get(ROOM).content.decode()
    assert after.count("mindestens fünf Angaben") == before.count("mindestens fünf Angaben") + 1


def test_a_frozen_table_is_stored_once_and_the_counts_behind_it_are_deleted(site: Process) -> None:
    client, user = worker(site, "organiser")
    round = site.rounds.get(slug="werkstaetten-in-den-stadtteilen")
    fill(site, round.slug, 9, 11, 17, 23, 4)
    assert "erst das Häkchen setzen" in freeze(client, round.slug, "")
    assert "ist eingefroren" in freeze(client, round.slug)
    frozen = Participation.objects.get(round=round)
    rows = [["-17", None], ["18-29", 11], ["30-44", 17], ["45-64", 23], ["65-", None]]
    assert (frozen.rows, frozen.total, frozen.day, told(round)) == (rows, 64, NOON.date(), {})
    fill(site, round.slug, 0, 0, 0, 0, 9)
    CityFigures.objects.filter(process=site).update(source="anders")
    assert "war schon eingefroren" in freeze(client, round.slug)
    with pytest.raises(Refused):
        freeze_participation(site, round=round, by=user, day=NOON.date())
    again = Participation.objects.get(round=round)
    assert (again.rows, again.source, Told.objects.filter(round=round).count()) == (rows, frozen.source, 0)
    assert Audit.objects.filter(act="freeze_participation", about=f"round:{round.slug}").count() == 1


def test_the_page_shows_shares_beside_the_city_s_and_hides_small_groups(site: Process) -> None:
    client, _user = worker(site, "organiser")
    fill(site, "werkstaetten-in-den-stadtteilen", 9, 11, 17, 23, 4)
    page = freeze(client, "werkstaetten-in-den-stadtteilen")
    table = page.split("Altersgruppen, Werkstätten in den Stadtteilen")[1].split("</table>")[0]
    assert table.count("nicht gezeigt") == 2
    assert '<td class="num">23</td><td class="num">36 %</td><td class="num">28,1 %</td>' in table
    assert not any(f'<td class="num">{count}</td>' in table for count in (4, 9))


def test_too_few_are_shown_as_nothing(site: Process) -> None:
    client, _user = worker(site, "organiser")
    fill(site, "werkstaetten-in-den-stadtteilen", 1, 0, 2, 0, 0)
    assert "zu wenige Angaben" in freeze(client, "werkstaetten-in-den-stadtteilen")


def test_an_editor_reads_and_does_not_freeze(site: Process) -> None:
    client, _user = worker(site, "editor")
    assert "Einfrieren<" not in client.get(ROOM).content.decode()
    assert client.post(f"{ROOM}stadtkonferenz/einfrieren/", {"confirm": "yes"}).status_code == 403
    assert worker(site, "organiser")[0].post(f"{ROOM}nirgends/einfrieren/", {"confirm": "yes"}).status_code == 404


def test_the_city_s_figures_are_typed_or_pasted(site: Process) -> None:
    client, user = worker(site, "organiser")
    sent = {"table": TABLE, "source": "Melderegister", "as_of": "2025-12-31", "youth": ""}
    assert client.post(CITY, sent).status_code == 302
    figures = CityFigures.objects.get(process=site, youth=False)
    assert (figures.shares, figures.source) == (
        {"-17": 164, "18-29": 143, "30-44": 198, "45-64": 281, "65-": 214}, "Melderegister",
    )  # fmt: skip
    assert Audit.objects.filter(act="set_city_figures", by=user).count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"table": ""}, "Hier steht noch nichts."),
        ({"table": TABLE.replace("65 und älter", "80 und älter")},
         "„80 und älter; 21,4“: Diese Gruppe gibt es nicht. "
         "Es gibt: unter 18, 18 bis 29, 30 bis 44, 45 bis 64, 65 und älter."),
        ({"table": TABLE.replace("16,4", "viele")}, "„unter 18; viele“: Diese Gruppe hat keinen Anteil wie 17,5."),
        ({"table": TABLE + "\nunter 18; 1"}, "„unter 18; 1“: Diese Gruppe steht zweimal da."),
        ({"table": "unter 18; 100"}, "Es fehlt: 18 bis 29, 30 bis 44, 45 bis 64, 65 und älter."),
        ({"table": TABLE.replace("16,4", "36,4")}, "Die Anteile ergeben zusammen 120,0 %, nicht 100 %."),
        ({"table": "x;1\n" * 31}, "Das sind mehr Zeilen, als es Gruppen gibt."),
        ({"source": ""}, "Bitte sagen, woher die Zahlen sind, zum Beispiel: Melderegister."),
        ({"as_of": "2027-01-01"}, "Dieser Tag liegt in der Zukunft."),
        ({"youth": "young"}, "„unter 18; 16,4“: Diese Gruppe gibt es nicht. "
                             "Es gibt: unter 12, 12 bis 14, 15 bis 17, 18 bis 21, älter als 21."),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_read_are_said_and_kept_in_the_field(
    site: Process, changed: dict[str, str], said: str
) -> None:
    client, _user = worker(site, "organiser")
    before = list(CityFigures.objects.values_list("source", flat=True))
    answer = client.post(CITY, {"table": TABLE, "source": "Quelle", "as_of": "2025-12-31", "youth": "", **changed})
    assert (answer.status_code, errors(answer.content.decode())) == (422, [said])
    assert list(CityFigures.objects.values_list("source", flat=True)) == before
