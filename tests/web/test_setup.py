"""The set-up of a process is read once, and again as soon as any row of it is written, whoever writes it."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection, transaction

from stadtgespraech.web.models import Edition, Phase, Process, Product, Question, Round, Text, Weave, setup
from stadtgespraech.web.models.setup import process_as_set_up, stamp_of
from stadtgespraech.web.templatetags.web import LARGEST, PIECES, _pieces

TABLES = [Edition, Phase, Product, Question, Round, Text, Weave]


def read(slug: str = "auenstadt") -> Process:
    found = process_as_set_up(slug)
    assert found is not None
    return found


def test_the_second_reading_asks_for_the_stamp_alone(site, django_assert_num_queries):
    read()
    with django_assert_num_queries(1):
        place = read()
        seen = (
            [(phase.round.name, phase.product.title, phase.questions.all()) for phase in place.phases.all()],
            [(text.product.weave.digest, text.process.title) for text in place.texts.all()],
            [(edition.base and edition.base.name, edition.product.title) for edition in place.editions.all()],
            [[edition.name for edition in product.editions.all()] for product in place.products.all()],
            [question.phase.round.name for question in place.questions.all()],
        )
    assert all(seen)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_row_that_is_written_past_all_models_draws_another_stamp(site, model):
    before = stamp_of(site.slug)
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {key} = {key}")
    assert stamp_of(site.slug) != before


def test_a_new_and_a_deleted_row_draw_another_stamp(site):
    stamps = [stamp_of(site.slug)]
    extra = Round.objects.create(process=site, number=99, slug="neu", name="Neu")
    stamps.append(stamp_of(site.slug))
    assert "neu" in [row.slug for row in read().rounds.all()]
    extra.delete()
    stamps.append(stamp_of(site.slug))
    assert "neu" not in [row.slug for row in read().rounds.all()]
    assert len(set(stamps)) == 3


def test_a_process_that_is_altered_is_read_again(site):
    read()
    Process.objects.filter(pk=site.pk).update(title="Anders")
    assert read().title == "Anders"


def test_what_a_transaction_took_back_is_never_shown(site):
    class TakenBack(Exception):
        pass

    with pytest.raises(TakenBack), transaction.atomic():
        Process.objects.filter(pk=site.pk).update(title="Nie")
        assert read().title == "Nie"
        raise TakenBack
    Process.objects.filter(pk=site.pk).update(motto="Weiter")
    assert (read().title, read().motto) == (site.title, "Weiter")


def test_processes_do_not_draw_each_others_stamps(site):
    other = Process.objects.create(slug="anderswo", title="T", city="C", created_on=datetime.date(2026, 1, 1))
    before, own = stamp_of(site.slug), stamp_of("anderswo")
    Round.objects.create(process=other, number=1, slug="r", name="R")
    assert (stamp_of(site.slug) == before, stamp_of("anderswo") == own) == (True, False)


def test_what_one_reader_writes_on_the_process_no_other_sees(site):
    first = read()
    first.title = "Meins"
    assert read().title == site.title


def test_there_is_no_process_of_an_unknown_name(db):
    assert (process_as_set_up("gibt-es-nicht"), stamp_of("gibt-es-nicht")) == (None, None)


def test_what_is_altered_while_it_is_read_is_read_again(site, monkeypatch):
    once, read = setup._read_once, []

    def torn(slug):
        found = once(slug)
        if not read:
            Round.objects.filter(process=site, number=1).update(name="Anders")
        read.append(slug)
        return found

    monkeypatch.setattr(setup, "_read_once", torn)
    Process.objects.filter(pk=site.pk).update(motto="neu")
    place = setup.process_as_set_up("auenstadt")
    assert (len(read), place.rounds.all()[0].name, place.stamp) == (2, "Anders", setup.stamp_of("auenstadt"))


def test_a_set_up_that_never_rests_is_shown_as_it_was_found(site, monkeypatch):
    monkeypatch.setattr(setup, "stamp_of", lambda _: -1)
    assert setup._read("auenstadt").title == site.title


def test_pieces_of_pages_that_are_kept_are_bounded_in_number_and_size(client, site):
    for number in range(PIECES + 20):
        client.get(f"/auenstadt/impressum/?n={number}")
    long = client.get("/auenstadt/impressum/", {"n": "&" * 5_000}).content.decode()
    assert (len(_pieces), max(len(piece) for piece in _pieces.values()) <= LARGEST) == (PIECES, True)
    assert long.count("%26" * 5_000) == 8
