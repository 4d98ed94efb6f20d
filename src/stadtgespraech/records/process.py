"""A process and everything in it, as plain frozen values; the words are those of the glossary."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from stadtgespraech.records.text import Slice, WeaveRows

KINDS = (
    "insert", "delete", "replace", "move", "retitle", "reorder", "split", "join", "merge-term",
    "sharpen", "deduplicate", "renumber", "format-only", "explain-only",
)  # fmt: skip
CLASSES = ("substantive", "editorial", "consequential", "correction", "legal")
STATES = (
    "adopted", "partly-adopted", "adopted-otherwise", "already-contained", "not-adopted", "noted",
    "referred", "deferred", "withdrawn", "unintelligible", "same-as", "received", "assigned", "weighed",
)  # fmt: skip
FINAL_STATES = STATES[:11]
ROUND_KINDS = (
    "workshop", "youth-conference", "city-conference", "online", "stakeholder", "department", "council", "other",
)  # fmt: skip
ROLES = ("introduction", "derivation", "path", "other")
REFERENCE_KINDS = ("starting-picture", "statement", "tension")
AUDIENCES = ("internal", "council", "public")
CONTRIBUTION_KINDS = ("feedback", "idea", "answer")
INTENTS = ("", "approve", "change", "missing", "question")
SOURCE_KINDS = ("part", "round", "resolution", "law", "opinion", "editors")


@dataclass(frozen=True, slots=True)
class Statement:
    number: int
    title: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tension:
    number: int
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of the front matter or derivation: `role` is "introduction", "derivation", "path" or "other"."""

    number: int
    title: str
    paragraphs: tuple[str, ...] = ()
    role: str = "other"


@dataclass(frozen=True, slots=True)
class Product:
    """One sub-product of the strategy (R01). `state` is free text such as "beschlossen im Herbst 2024"."""

    title: str
    motto: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One occasion of taking part. `dates` is as coarse as it was said; a missing count stays None (R27)."""

    number: int
    name: str
    kind: str = "other"
    dates: str = ""
    place: str = ""
    people: int | None = None
    contributions: int | None = None
    ideas: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Why a change exists. `ref` is a part's id, a paper number, a law; `name` is how it is printed."""

    kind: str
    name: str = ""
    ref: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A title cited by a footnote: `kind` is "starting-picture", "statement" or "tension"; `number` is set
    where the cited statement or tension stands in this document."""

    kind: str
    title: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One decided alteration of the text, or a footnote without one.

    `revision` is the weave's revision that the change made; None: an anchor without atoms (legacy, explain-only),
    marked after the passage `anchor`. `text` is the whole footnote; `origin`, `what`, `why` are its parts (R48).
    `statement` is the statement the mark stands in, None where it is outside all statements or was not found.
    """

    number: int
    statement: int | None = None
    rounds: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    text: str = ""
    mark_found: bool = True
    in_title: bool = False
    origin: str = ""
    what: str = ""
    why: str = ""
    klass: str = "substantive"
    sources: tuple[Source, ...] = ()
    references: tuple[Reference, ...] = ()
    date: str = ""
    revision: int | None = None
    undoes: int | None = None
    anchor: tuple[Slice, ...] = ()
    old: str = ""  # former wording or title as the footnote quotes it, where it does
    new: str = ""
    label: str = ""  # the mark as the source prints it ("S. 3, 2"), where it is not the number


@dataclass(frozen=True, slots=True)
class Edition:
    """A frozen state: the text at `revision`, published on `date` for `audience`."""

    name: str
    revision: int
    date: str = ""
    audience: str = "public"  # internal | council | public
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody said in a round. In a bundle's process file `text` and `salt` are None. `passage` is what it was
    about when it was sent; its parts have their own."""

    id: str
    round: str
    text: str | None
    kind: str = "feedback"  # feedback | idea | answer
    intent: str = ""  # approve | change | missing | question
    day: str = ""
    salt: str | None = None  # 64 hex digits
    language: str = ""  # BCP 47
    passage: tuple[Slice, ...] = ()
    product: str = ""  # key of the product whose text it is about, where the log holds several


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start` up to `end` of a contribution, and the passage it is about."""

    id: str
    contribution: str
    start: int
    end: int
    statement: int | None = None
    passage: tuple[Slice, ...] = ()


@dataclass(frozen=True, slots=True)
class Disposition:
    """The answer to one part. `changes` are change numbers; what else a state needs stands in `detail`. `product` is
    the key of the product whose changes these are, where the log holds several."""

    part: str
    state: str
    reason: str = ""
    changes: tuple[int, ...] = ()
    detail: str = ""
    day: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One recorded event as the log keeps it (docs/format.md, The log). `salt` is None where it is not public.
    `about` names what is recorded ("change:7", "contribution:b-12"), "" where that is not said. `content` is the
    canonical form of what is recorded, where it is public and does not stand in this file: another product's."""

    type: str
    object: str
    day: str
    commitment: str  # 64 hex digits
    salt: str | None = None
    about: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """One word that reading mended. `odds` is how many times likelier the new word is."""

    old: str
    new: str
    odds: float
    line: int


@dataclass(frozen=True, slots=True)
class Report:
    """What reading a file read, repaired, was unsure of and lost."""

    source: str = ""
    sha256: str = ""
    read: dict[str, int] = dataclasses.field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
    uncertain: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """Everything one process file holds. `statements`, `tensions` and `sections` give the text at the last
    revision of `weave`, plainly; the weave is the stored truth, and `checks` finds where they differ."""

    title: str
    as_of: str  # ISO date, or as printed where it could not be read as a date
    subtitle: str = ""
    city: str = ""
    motto: str = ""
    language: str = "de"
    product: str = "Zielbilder"
    key: str = ""  # the product's name in the log, where the log holds several
    products: tuple[Product, ...] = ()
    sections: tuple[Section, ...] = ()
    tensions: tuple[Tension, ...] = ()
    statements: tuple[Statement, ...] = ()
    rounds: tuple[Round, ...] = ()
    changes: tuple[Change, ...] = ()
    editions: tuple[Edition, ...] = ()
    weave: WeaveRows = dataclasses.field(default_factory=WeaveRows)
    contributions: tuple[Contribution, ...] = ()
    parts: tuple[Part, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    log: tuple[LogEntry, ...] = ()
    order_seed: str = ""  # "" : the order is the source's own (promise 6)
    salt_seed: str = ""  # 64 hex digits: salts of public content derive from it; "" where salts are stored in `log`
    path_text: str = ""  # the path diagram in words (R12)
    report: Report | None = None

    def is_of(self, product: str) -> bool:
        """Whether a thing with this product's key is of this file's product, or of the whole process."""
        return product in ("", self.key)

    def own_parts(self) -> tuple[Part, ...]:
        """The parts that are about this product's text, or about none."""
        elsewhere = {item.id for item in self.contributions if not self.is_of(item.product)}
        return tuple(part for part in self.parts if part.contribution not in elsewhere)
