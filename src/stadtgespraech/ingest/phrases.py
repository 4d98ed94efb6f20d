"""The German sentences that say what an edit did and where it came from, when the file itself does not."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DIRECT = re.compile(r"(?:Dezernat|Amt|Fachbereich|Fachdienst|Referat|Abteilung|FB)\s")
_WORDS = 14  # a longer quotation is shortened to its first and last words


def origin_of(rounds: Sequence[str]) -> str:
    """The words „Rückmeldung aus Dezernat 6.“; of others, whose article is unknown, „Rückmeldung: Umweltbüro.“"""
    if not rounds:
        return "Bearbeitung im Dokument."
    joined = " und ".join(filter(None, (", ".join(rounds[:-1]), rounds[-1])))
    return f"Rückmeldung aus {joined}." if all(_DIRECT.match(name) for name in rounds) else f"Rückmeldung: {joined}."


def describe(kind: str, old: str, new: str, in_title: bool) -> str:
    """What was changed, in one sentence with the words quoted; `kind` as in records.KINDS."""
    sentence = {
        "insert": f"{quoted(new)} wird ergänzt.",
        "delete": f"{quoted(old)} wird gestrichen.",
        "replace": f"{quoted(old)} wird durch {quoted(new)} ersetzt.",
        "move": f"{quoted(new or old)} wird verschoben.",
        "split": "Ein Absatz wird geteilt.",
        "join": "Zwei Absätze werden zusammengefügt.",
        "format-only": "Nur Leerzeichen ändern sich.",
    }[kind]
    return f"Überschrift: {sentence}" if in_title else sentence


def describe_term(old: str, new: str, places: int, left: int | None = None) -> str:
    """What became of a term that was replaced in several places; `left` is how often it still stands, None where
    nobody counted."""
    more = "an einer Stelle" if left == 1 else f"an {left} Stellen"
    rest = "" if left is None else f"; {more} bleibt er stehen" if left else "; sonst steht er nirgends mehr"
    return f"Der Begriff {quoted(old)} wird an {places} Stellen durch {quoted(new)} ersetzt{rest}."


def quoted(words: str) -> str:
    """The words in German quotation marks, shortened in the middle where they are many."""
    parts = words.split()
    if len(parts) > _WORDS:
        words = f"{' '.join(parts[:7])} … {' '.join(parts[-4:])}"
    return f"„{words}“" if words else "Ein Absatzumbruch"


def sentence(words: str) -> str:
    """The words with a full stop, where they end without a sign."""
    return words if re.search(r"[.!?…:;][”“\"»«’)]*$", words) else words + "."
