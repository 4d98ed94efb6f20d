"""What somebody is about to speak on: a passage, a text, a question, a contribution, or an idea of their own."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import Http404

from stadtgespraech.records import Slice
from stadtgespraech.web.access import get_contribution, get_question, get_text
from stadtgespraech.web.actions.passage import Passage, passage_between
from stadtgespraech.web.actions.text import rows_at, slices_of, title_of, woven
from stadtgespraech.web.models import Contribution, Edition, Phase, Process, Question, Text

NAMES = ("kind", "product", "text", "revision", "paragraph", "start", "end", "rendered", "question", "reply", "round")


@dataclass(frozen=True, slots=True)
class Target:
    """`quote` are the chosen words as they stood; `now` how they read today where that differs, "" where they are
    gone. `lost`: a passage was asked for and is nowhere. `rendered`: it was chosen in a translation. `params` go
    through the form and come back."""

    kind: str
    phase: Phase | None
    about: Text | None = None
    title: str = ""
    passage: Passage = ()
    quote: str = ""
    now: str | None = None
    lost: bool = False
    rendered: bool = False
    question: Question | None = None
    reply_to: Contribution | None = None
    params: dict[str, str] = field(default_factory=dict)


def read_target(process: Process, asked: Mapping[str, str], now: datetime.datetime) -> Target:
    """The target that an address or a form names. 404 for what does not exist here."""
    params = {name: asked[name][:200] for name in NAMES if asked.get(name)}
    if "reply" in params:
        return reply_target(process, params, now)
    if "question" in params:
        return question_target(process, params, now)
    if "text" in params:
        return text_target(process, params, now)
    kind = "idea" if params.get("kind", "idea") == "idea" else "feedback"
    return Target(kind, open_phase(process, params, now, kind=kind), params=params)


def reply_target(process: Process, params: dict[str, str], now: datetime.datetime) -> Target:
    """A reply is about what the first voice was about. One level: a reply to a reply answers the first."""
    parent = get_contribution(process, params["reply"])
    first = get_contribution(process, parent.reply_to.key) if parent.reply_to is not None else parent
    if first.state != Contribution.State.PUBLIC:
        raise Http404
    phase = phase_of_reply(process, first, params, now)
    title = title_of(first.about, first.about.product.current_edition()) if first.about is not None else ""
    params = {**params, "reply": first.key}
    return Target(first.kind, phase, first.about, title, question=first.question, reply_to=first, params=params)


def phase_of_reply(
    process: Process, first: Contribution, params: Mapping[str, str], now: datetime.datetime
) -> Phase | None:
    """The open phase in which `first` can be replied to. Ideas wait for the measures, whatever text they came from."""
    if first.question_id is not None:
        asked = next(row for row in process.questions.all() if row.pk == first.question_id)
        return asked.phase if asked.phase.is_open(now) else None
    text = next((row for row in process.texts.all() if row.pk == first.about_id), None)
    product = text.product.slug if text is not None and first.kind != "idea" else ""
    return open_phase(process, {**params, "product": product}, now, kind=first.kind)


def question_target(process: Process, params: dict[str, str], now: datetime.datetime) -> Target:
    question = get_question(process, params["question"])
    phase = question.phase if question.phase.is_open(now) else None
    return Target("answer", phase, question=question, params=params)


def text_target(process: Process, params: dict[str, str], now: datetime.datetime) -> Target:
    """A statement, or a passage of it in any public edition."""
    text = get_text(process, params.get("product", ""), params["text"])
    phase = open_phase(process, params, now, kind="feedback")
    edition = text.product.current_edition()
    title = title_of(text, edition)
    if not title and not any(published_words(text, row.revision, 0) for row in text.product.editions.all()):
        raise Http404  # what no public edition ever had is not there
    if "paragraph" not in params:
        return Target("feedback", phase, text, title, params=params)
    revision, passage, quote = chosen(text, edition, params)
    if not passage:
        kept = {name: params[name] for name in params if name not in ("revision", "paragraph", "start", "end")}
        return Target("feedback", phase, text, title, lost=True, params=kept)
    now_words = words_now(text, edition, revision, slices_of(passage))
    rendered = "rendered" in params
    return Target("feedback", phase, text, title, passage, quote, now_words, rendered=rendered, params=params)


def chosen(text: Text, edition: Edition | None, params: Mapping[str, str]) -> tuple[int, Passage, str]:
    """The revision, slices and words of a chosen passage. Only what was published can be chosen."""
    revision = whole(params.get("revision", ""), edition.revision if edition is not None else -1)
    paragraph = whole(params.get("paragraph", ""), -1)
    words = published_words(text, revision, paragraph)
    start, end = whole(params.get("start", ""), 0), whole(params.get("end", ""), len(words))
    if not 0 <= start < end <= len(words):
        return revision, (), ""
    return revision, passage_between(text, revision, paragraph, start, end), words[start:end]


def published_words(text: Text, revision: int, paragraph: int) -> str:
    """A title (0) or paragraph as a public edition has it; "" where none does."""
    public = {row.revision for row in text.product.public_editions()}
    rows = rows_at(text, revision) if revision in public else ()
    return rows[paragraph] if 0 <= paragraph < len(rows) else ""


def whole(text: str, otherwise: int) -> int:
    """A number from an address; -1 where it is none."""
    if not text:
        return otherwise
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def words_now(text: Text, edition: Edition | None, revision: int, passage: tuple[Slice, ...]) -> str | None:
    """What lives of a passage in the edition that is read now; None where it reads as it did."""
    if edition is None or edition.revision == revision:
        return None
    weave = woven(text.product)
    before, after = weave.passage_text(passage, revision), weave.passage_text(passage, edition.revision).strip()
    return None if after == before.strip() else after


def open_phase(process: Process, params: Mapping[str, str], now: datetime.datetime, *, kind: str) -> Phase | None:
    """The first open phase for this kind; in a round apart (young people, by code) only where the address names it."""
    product, round = params.get("product", ""), params.get("round", "")
    for phase in process.phases.all():
        here = phase.round.public and phase.round.slug == round if round else phase.is_for_all
        if here and phase.kind == kind and product in ("", phase.product.slug) and phase.is_open(now):
            return phase
    return None
