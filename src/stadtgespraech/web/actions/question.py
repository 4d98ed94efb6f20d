"""Open questions of a phase (R28)."""

from __future__ import annotations

from django.db import transaction

from stadtgespraech.web.actions.alteration import alter
from stadtgespraech.web.actions.audit import audit
from stadtgespraech.web.actions.refusal import Reason, Refused
from stadtgespraech.web.actions.slug import free_slug
from stadtgespraech.web.models import Phase, Question, User

NAMES = {"text": "Frage", "lead": "Erläuterung"}


@transaction.atomic
def ask_question(phase: Phase, *, by: User, text: str, lead: str = "") -> Question:
    """Refused ("state") in a phase that asks for something else than answers."""
    if phase.kind != "answer":
        raise Refused(Reason.STATE, "Fragen gehören in eine Phase der Art „Antworten auf Fragen“.")
    rows = Question.objects.filter(process=phase.process_id)
    question = Question.objects.create(
        process_id=phase.process_id, phase=phase, slug=free_slug(rows, text, "frage"), text=text, lead=lead
    )
    audit(phase.process, by=by, act="ask_question", about=f"question:{question.slug}", note=text)
    return question


@transaction.atomic
def change_question(question: Question, *, by: User, text: str, lead: str, seen: str | None = None) -> None:
    """Other words. Refused: "seen"; "said" where the question itself was answered already: answers must not come to
    stand under another question. The explanation below it may change."""
    row = Question.objects.select_for_update().get(pk=question.pk)
    answers = row.answers.count()
    if answers and text != row.text:
        raise Refused(Reason.SAID, f"Auf diese Frage gibt es schon Antworten ({answers}): Ihr Wortlaut bleibt.")
    note = alter(row, {"text": text, "lead": lead}, NAMES, seen=seen)
    if note:
        audit(row.process, by=by, act="change_question", about=f"question:{row.slug}", note=note)


@transaction.atomic
def remove_question(question: Question, *, by: User) -> None:
    """Refused ("said") where it was answered."""
    row = Question.objects.select_for_update().get(pk=question.pk)
    answers = row.answers.count()
    if answers:
        raise Refused(Reason.SAID, f"Auf diese Frage gibt es schon Antworten ({answers}): Sie bleibt.")
    audit(row.process, by=by, act="remove_question", about=f"question:{row.slug}", note=row.text)
    row.delete()
