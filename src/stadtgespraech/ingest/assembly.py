"""A paper made into a process: its outline, its recorded edits as revisions of the weave, its notes and comments as
reasons or as footnotes without a change."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from stadtgespraech.ingest.archive import ReadError
from stadtgespraech.ingest.authors import kind_of_round
from stadtgespraech.ingest.counts import counted_rounds
from stadtgespraech.ingest.dates import find_as_of
from stadtgespraech.ingest.explanation import Citable, Explained, explain_groups, explain_rest
from stadtgespraech.ingest.outline import Line, Outline, Place, find_outline
from stadtgespraech.ingest.paper import Paper
from stadtgespraech.ingest.products import city_of, motto_of, path_of, products_of
from stadtgespraech.ingest.rounds import COUNCIL
from stadtgespraech.ingest.strands import Group, Strand, edits_of_revision, group_edits, lives, strands_of
from stadtgespraech.records import Block, Change, Edition, Process, Report, Round, Section, Statement, Tension
from stadtgespraech.text.weave import Weave

MAX_PIECES = 200_000  # titles and paragraphs: a book of 150 pages has 2,000


def salt_seed(*digests: str) -> str:
    """The seed of a process whose content is public, from the SHA-256 (hex) of its input files."""
    joined = b"".join(bytes.fromhex(digest) for digest in digests)
    return hashlib.sha256(b"stadtgespraech:seed:v1\0" + joined).hexdigest()


def process_of(paper: Paper, *, source: str, sha256: str) -> Process:
    """The process a paper tells of. Raises ReadError where it holds no text at all."""
    if not any(piece.text() or piece.text(final=False) for piece in paper.pieces):
        raise ReadError(f"{source}: holds no text; nothing to read")
    if len(paper.pieces) > MAX_PIECES:
        raise ReadError(
            f"{source}: {len(paper.pieces):,} paragraphs are more than the limit of {MAX_PIECES:,}; split it"
        )
    lines = [Line(p.level, p.text() or p.text(final=False), p.role, bool(p.text())) for p in paper.pieces]
    outline = with_fallback(find_outline(lines), lines)
    blocks = [place.block if place else None for place in outline.places]
    strands, spots = strands_of(paper, blocks, [place.label if place else 0 for place in outline.places])
    groups = group_edits(strands, spots)
    strands = _grounded(strands)
    weave = woven(strands, groups)
    alive = [closed is None for _, closed in lives(strands, groups)]
    texts = texts_of(weave)
    citable = Citable(texts.statements, texts.tensions)
    explained = explain_groups(paper, strands, spots, groups, citable)
    rest = explain_rest(paper, strands, spots, explained, alive, weave, citable)
    changes = numbered([*explained.changes, *rest.changes])
    cover = front_page(lines, outline, source)
    words = [line.text for line in lines]
    return Process(
        title=cover.title,
        subtitle=cover.subtitle,
        as_of=cover.as_of,
        city=city_of(words),
        motto=motto_of(words, cover.motto),
        products=products_of(words),
        path_text=path_of(words),
        rounds=counted_rounds(rounds_of(changes), words),
        changes=changes,
        editions=editions_of(len(groups), cover.as_of),
        weave=weave.rows(),
        salt_seed=salt_seed(sha256),
        report=_report(paper, outline, cover, explained, rest, changes, source, sha256),
        sections=texts.sections,
        tensions=texts.tensions,
        statements=texts.statements,
    )


def _grounded(strands: Sequence[Strand]) -> list[Strand]:
    """A text without a start at revision 0 would hang in the air: where the first strand was brought in by an edit
    but what follows was not, the start counts as old."""
    out = list(strands)
    for index, strand in enumerate(out):
        if strand.inserted is None:
            break
        follower = out[index + 1] if index + 1 < len(out) else None
        if strand.block and follower and follower.inserted is None:
            out[index] = dataclasses.replace(strand, inserted=None)
            break
    return out


def woven(strands: Sequence[Strand], groups: Sequence[Group]) -> Weave:
    """The weave: all edits rejected is revision 0, then one revision a group."""
    life = lives(strands, groups)
    first: list[tuple[Block, str]] = []
    for strand, (opened, closed) in zip(strands, life, strict=True):
        if opened == 0 and (closed is None or closed > 0):
            if strand.block:
                first.append((strand.block, ""))
            elif first:
                first[-1] = (first[-1][0], first[-1][1] + strand.text)
    weave = Weave.start(first)
    for revision in range(1, len(groups) + 1):
        weave = weave.apply(edits_of_revision(strands, life, revision))
    return weave


@dataclass(frozen=True, slots=True)
class Cover:
    title: str
    subtitle: str = ""
    as_of: str = ""
    motto: str = ""


_MOTTO = re.compile(r"\b(?:Leitmotiv|Motto|Leitspruch)\b[^„“\"»«]{0,30}[„\"»“]([^“”\"«»]{4,90})[“”\"«»]")


def front_page(lines: Sequence[Line], outline: Outline, source: str) -> Cover:
    """Title, subtitle, date and motto as the document gives them; the file's name where it has no title."""
    front = [line.text for line, place in zip(lines, outline.places, strict=True) if place is None and line.text]
    title = lines[outline.title].text if outline.title is not None else ""
    as_of = find_as_of(front) or find_as_of([line.text for line in lines])
    left = [text for text in front if text != title and not find_as_of([text])]
    if not title and left and len(left[0]) <= 120:
        title = left.pop(0)
    subtitle = next((line.text for line in lines if line.role == "subtitle"), "")
    if not subtitle and left and len(left[0]) <= 120 and not left[0].endswith("."):
        subtitle = left[0]
    motto = _MOTTO.search(" ".join(line.text for line in lines))
    return Cover(title or source.rpartition(".")[0] or source, subtitle, as_of, motto[1].strip() if motto else "")


def with_fallback(outline: Outline, lines: Sequence[Line]) -> Outline:
    """Where no heading gave a statement and no section holds text either: the whole text as one statement."""
    if any(place for place in outline.places):
        return outline
    start = 0 if outline.title is None else outline.title
    places: list[Place | None] = [None] * len(lines)
    for index in range(start, len(lines)):
        kind = "title" if index == start and len(lines) > 1 else "paragraph"
        places[index] = Place(Block("statement:1", kind))
    unsure = ("the document has no headings: its text stands as one statement",)
    return dataclasses.replace(outline, places=tuple(places), unsure=unsure)


@dataclass(frozen=True, slots=True)
class Texts:
    sections: tuple[Section, ...]
    tensions: tuple[Tension, ...]
    statements: tuple[Statement, ...]


def texts_of(weave: Weave) -> Texts:
    """Sections, tensions and statements as the last revision of the weave has them, in its order."""
    titles: dict[str, str] = {}
    paragraphs: dict[str, list[str]] = {}
    for block, text in weave.blocks():
        body = paragraphs.setdefault(block.owner, [])
        if block.kind == "title" and block.owner not in titles:
            titles[block.owner] = text
        else:
            body.append(text)

    def mine(kind: str) -> list[tuple[int, str, tuple[str, ...]]]:
        owners = [owner for owner in paragraphs if owner.startswith(kind + ":")]
        return [(int(o.partition(":")[2]), titles.get(o, ""), tuple(paragraphs[o])) for o in owners]

    return Texts(
        tuple(Section(number, title, texts, _role(title)) for number, title, texts in mine("section")),
        tuple(Tension(number, title, "\n".join(texts)) for number, title, texts in mine("tension")),
        tuple(Statement(number, title, texts) for number, title, texts in mine("statement")),
    )


def _role(title: str) -> str:
    if re.search(r"\b(?:Vorwort|Einleitung|Einführung|Präambel|Grußwort|Anlass)\b|^Wie\s", title, re.I):
        return "introduction"
    if re.search(r"Herleitung|Herausforderung|Hintergrund|Ausgangslage", title, re.I):
        return "derivation"
    return "path" if re.search(r"\bWeg\b|Verfahren|Beteiligung|Prozess|^Von\s", title, re.I) else "other"


def numbered(placed: Sequence[tuple[tuple[int, int], Change]]) -> tuple[Change, ...]:
    """The changes numbered 1.. in the order of their places; a label equal to the number is left out."""
    out = []
    for number, (_, change) in enumerate(sorted(placed, key=lambda pair: pair[0]), 1):
        label = "" if change.label == str(number) else change.label
        out.append(dataclasses.replace(change, number=number, label=label))
    return tuple(out)


def rounds_of(changes: Sequence[Change]) -> tuple[Round, ...]:
    """The rounds that the changes name, in the order they first do; a council's resolution is none."""
    names = dict.fromkeys(name for change in changes for name in change.rounds if name != COUNCIL)
    return tuple(Round(number, name, kind_of_round(name)) for number, name in enumerate(names, 1))


def editions_of(revisions: int, as_of: str) -> tuple[Edition, ...]:
    """The text before all changes, where there are any, and the text now."""
    now = Edition("Fassung " + as_of if as_of else "Fassung", revisions, as_of)
    return (Edition("Ausgangsfassung", 0), now) if revisions else (now,)


def _report(
    paper: Paper,
    outline: Outline,
    cover: Cover,
    explained: Explained,
    rest: Explained,
    changes: Sequence[Change],
    source: str,
    sha256: str,
) -> Report:
    owners = {place.block.owner for place in outline.places if place}
    counts = {
        kind + "s": sum(owner.startswith(kind) for owner in owners) for kind in ("statement", "tension", "section")
    }
    dated = () if cover.as_of else ("the document names no date („Stand: …“)",)
    return Report(
        source=source,
        sha256=sha256,
        read={**counts, **paper.read, "changes": len(changes)},
        uncertain=(*paper.uncertain, *outline.unsure, *dated, *explained.uncertain, *rest.uncertain),
        lost=(*paper.lost, *explained.lost, *rest.lost),
    )
