"""The German words of a publication: kinds of change, labels in the margin, and "how to read this"."""

from __future__ import annotations

from stadtgespraech.checks.wording import LABELS, margin_labels
from stadtgespraech.publish.document import BlockItem, Heading, Inline, Mark, Paragraph, Run, Table

KIND_WORDS = {
    "insert": "eingefügt",
    "delete": "gestrichen",
    "replace": "ersetzt",
    "move": "verschoben",
    "retitle": "Titel angepasst",
    "reorder": "umgestellt",
    "split": "geteilt",
    "join": "zusammengeführt",
    "merge-term": "Begriff überall ersetzt",
    "sharpen": "geschärft",
    "deduplicate": "Doppelung aufgelöst",
    "renumber": "neu nummeriert",
    "format-only": "nur Gestaltung",
    "explain-only": "Anmerkung ohne Änderung",
}


def kind_words(kinds: tuple[str, ...]) -> str:
    """What was done, for people: "Gestrichen, eingefügt"."""
    words = ", ".join(KIND_WORDS.get(kind, kind) for kind in kinds) or "angepasst"
    return words[:1].upper() + words[1:]


def note_head(kinds: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """What stands at the head of a note: its labels, then what was done, as far as the labels do not say it already."""
    labels = margin_labels(kinds)
    done = [("überall ersetzt" if kind == "merge-term" else KIND_WORDS.get(kind, kind))
            for kind in kinds if kind == "merge-term" or kind not in LABELS]  # fmt: skip
    words = ", ".join(done) or ("" if labels else "angepasst")
    return labels, words[:1].upper() + words[1:]


def specimen(text: str, kind: str, other: int | None = None, title: str = "") -> Run:
    """A mark to look at, not a change."""
    return Run(text, Mark(kind, change=0, note=0, other=other, other_title=title))


def how_to_read(
    edition: str, product: str, moves: bool, legacy: int, order_seed: str, coloured: bool = True
) -> tuple[BlockItem, ...]:
    """The page after the cover. `legacy` counts changes whose former wording is unknown; `coloured` says whether any
    word is marked at all, `moves` whether any moved."""
    blocks: list[BlockItem] = [Heading(1, (Run("So lesen Sie dieses Dokument"),), "lesen")]
    if edition == "clean":
        blocks.append(Paragraph((Run(CLEAN.format(product=product)),), role="lead"))
    else:
        lead = f"{LEAD_COLOURED} {LEAD_NOTE} {LEAD_KINDS}" if coloured else f"{LEAD_PLAIN} {LEAD_NOTE}"
        blocks += [Paragraph((Run(lead),), role="lead"), *([specimens(moves)] if coloured else [])]
        if legacy:
            blocks.append(Paragraph(legacy_words(legacy)))
    if edition == "changes":
        blocks.append(Paragraph((Run(ONLY_CHANGES),)))
    return (*blocks, *order(product, order_seed))


LEAD_COLOURED = "Jede Änderung am Text ist farbig markiert und trägt eine Zahl."
LEAD_PLAIN = "Jede Stelle, die angepasst wurde, trägt eine Zahl."
LEAD_NOTE = "Die Anmerkung mit dieser Zahl sagt, wer den Anlass gab, was geändert wurde und warum."
LEAD_KINDS = "Die Farbe zeigt nur die Art der Änderung; jede Art ist auch ohne Farbe zu erkennen."
CLEAN = (
    "Dies ist der Text der {product}, wie er jetzt gilt: ohne Markierungen und ohne Anmerkungen. "
    "Was sich geändert hat und warum, steht in der markierten Fassung."
)
ONLY_CHANGES = (
    "Dieses Dokument zeigt nur, was sich geändert hat. Unveränderte Absätze sind ausgelassen; "
    "an ihrer Stelle steht […]."
)
INSERTED = "Blau und doppelt unterstrichen: Diese Wörter sind hinzugekommen."
DELETED = "Orange und durchgestrichen: Diese Wörter sind weggefallen."
MOVED = (
    "Grün und gepunktet unterstrichen: Dieser Satz steht jetzt an einer anderen Stelle. Der Pfeil nennt sie; "
    "dort kommt er mit dem umgekehrten Pfeil ← und derselben Zahl an."
)
MARGIN = (
    "Das Wort an der Anmerkung sagt, was besonders ist: Ein Titel wurde angepasst, etwas wurde umgestellt, ein Begriff "
    "überall ersetzt, oder es wird nur etwas erklärt."
)
LEGACY = (
    "Der frühere Wortlaut ist dort nicht festgehalten. Solche Stellen tragen ihre Anmerkung, "
    "aber keine farbige Markierung: Wir zeigen nichts, was wir nicht wissen."
)
ORDER = (
    "Die {product} stehen gleichberechtigt nebeneinander und entfalten ihre volle Wirkung nur im Zusammenspiel. Ihre "
    "Reihenfolge ist keine Gewichtung und sagt nichts darüber, wie viele Rückmeldungen es zu einem davon gab. "
    "{drawn}Sie bleibt in jeder Fassung gleich."
)


def specimens(moves: bool) -> Table:
    """The marks, each with an example and its meaning; moves only where the document has some."""
    rows: list[tuple[str, tuple[Inline, ...], str]] = [
        ("neu", (Run("Das Ufer gehört "), specimen("allen Menschen", "insert"), Run(" der Stadt.")), INSERTED),
        ("gestrichen", (Run("Die Wege werden "), specimen("möglichst ", "delete"), Run("barrierefrei.")), DELETED),
    ]
    if moves:
        sentence = specimen("Die Auen halten das Wasser zurück.", "moved-away", 1, "Heiße Sommer")
        rows.append(("verschoben", (sentence,), MOVED))
    rows.append(("Hinweis", (Run("Titel · Reihenfolge · Begriff · Anmerkung"),), MARGIN))
    drawn = tuple(((Run(name, strong=True),), sample, (Run(meaning),)) for name, sample, meaning in rows)
    return Table("Was die Markierungen bedeuten", ("Art", "Beispiel", "Bedeutung"), drawn, (0.17, 0.36, 0.47))


def legacy_words(legacy: int) -> tuple[Inline, ...]:
    head = "Bei einer Anpassung" if legacy == 1 else f"Bei {legacy} Anpassungen"
    return (Run(f"{head} nennt die Vorlage nur die Stelle und die Begründung. ", strong=True), Run(LEGACY))


def order(product: str, seed: str) -> tuple[BlockItem, ...]:
    drawn = f"Sie wurde einmal ausgelost, nachprüfbar mit dem Startwert „{seed}“. " if seed else ""
    return (
        Heading(2, (Run("Die Reihenfolge ist keine Rangfolge"),), "reihenfolge"),
        Paragraph((Run(ORDER.format(product=product, drawn=drawn)),)),
    )
