"""What a footnote says was done: the kinds of its change, and its three parts (R48)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stadtgespraech.ingest.rounds import origin_phrase
from stadtgespraech.text.tokens import sentence_spans

_TITLE = r"(?:Titel|Überschrift|Ueberschrift)"
_VERBS: dict[str, tuple[str, ...]] = {
    "move": (r"\bverschoben\b", r"\bverlagert\b", r"\bumgestellt\b(?!.*Reihenfolge)", r"\bverschiebt\b"),
    "reorder": (
        r"\bReihenfolge\b.{0,80}\b(?:verändert|geändert|angepasst|getauscht|umgestellt)",
        r"\bumsortiert\b",
        r"\bneu geordnet\b",
    ),
    "merge-term": (r"\bzusammengefasst\b", r"\bzusammengeführt\b", r"\beinheitlich\b.{0,40}\bverwendet"),
    "deduplicate": (
        r"\bDopp(?:e)?lung(?:en)?\b",
        r"\bWiederholung(?:en)?\b.{0,60}\b(?:gestrichen|entfernt|gelöscht)",
    ),
    "replace": (
        *(r"\bersetzt\b", r"\bangepasst in\b", r"\bgeändert in\b", r"\bumformuliert in\b", r"\banstelle\b"),
        *(r"\bstatt\s+„", r"\bausgetauscht\b", r"\bvon\b.{1,80}\b(?:auf|in|zu)\b.{1,60}\bgeändert\b"),
    ),
    "delete": (
        *(r"\bgestrichen\b", r"\bgelöscht\b", r"\bentfernt\b", r"\bentfällt\b", r"\bentfallen\b"),
        *(r"\bverzichtet\b", r"\bherausgenommen\b"),
    ),
    "insert": (
        *(r"\bergänzt\b", r"\b[Ee]rgänzung(?:en)?\s+(?:um|kamen|zu)\b", r"\beingefügt\b", r"\berweitert\b"),
        *(r"\baufgenommen\b", r"\bhinzugefügt\b", r"\bZusatz\b"),
    ),
    "sharpen": (
        *(r"\bpräzisiert\b", r"\bPräzisierung\b", r"\b(?:nach)?geschärft\b", r"\bkonkretisiert\b", r"\bspezifiziert\b"),
        *(r"\bpositiver formuliert\b", r"\bklarer\b", r"\bhervorgehoben\b", r"\bvollständiger dargestellt\b"),
        *(r"\bdeutlich(?:er)?\b.{0,30}\b(?:formuliert|gemacht)", r"\bWird deutlich\b"),
    ),
}
_PATTERNS = tuple((kind, re.compile("|".join(patterns), re.S)) for kind, patterns in _VERBS.items())
_RETITLE = re.compile(
    rf"\b{_TITLE}\b[^.]{{0,80}}\b(?:angepasst|geändert|nachgeschärft|ergänzt|ersetzt|umformuliert|neu)\b"
    rf"|\b(?:neuen?|bisheriger?|alter|frühere[rn]?|ursprünglicher?)\s+{_TITLE}|\bin\s+de[rn]\s+{_TITLE}\b|\b{_TITLE}(?:s)?ebene\b"
)
_LABEL = re.compile(r"^\s*(?:Anpassung(?:en)?|Änderung(?:en)?)\s*:\s*")


@dataclass(frozen=True, slots=True)
class Parts:
    """Origin, what was changed, why; together with the label words they are the footnote."""

    origin: str
    what: str
    why: str
    labelled: bool


def parts_of(text: str) -> Parts:
    """A sentence that says what was done is "what"; the others give the reason."""
    phrase = origin_phrase(text)
    at = text.find(phrase) + len(phrase) if phrase else 0
    rest = text[at:].lstrip(" .:;") if phrase else text
    labelled = bool(_LABEL.match(rest))
    body = _LABEL.sub("", rest)
    sentences = [body[start:end].strip() for start, end in sentence_spans(body)]
    done = [sentence for sentence in sentences if _does(sentence)]
    why = [sentence for sentence in sentences if sentence not in done]
    if not done and labelled and sentences:
        done, why = sentences[-1:], sentences[:-1]
    return Parts(f"{phrase}." if phrase else "", " ".join(done), " ".join(why), labelled)


def _does(sentence: str) -> bool:
    return bool(_RETITLE.search(sentence)) or any(pattern.search(sentence) for _, pattern in _PATTERNS)


def kinds_of(text: str, *, in_title: bool = False) -> tuple[str, ...]:
    """The kinds of a change, in the order of records.KINDS' families; "explain-only" where nothing was done."""
    parts = parts_of(text)
    body = parts.what
    found = [kind for kind, pattern in _PATTERNS if pattern.search(body)]
    if "deduplicate" in found and "delete" in found and not re.search(r"\bgelöscht\b|\bentfernt\b", body):
        found.remove("delete")
    if _RETITLE.search(body) or (in_title and found and re.search(_TITLE, text)):
        found.insert(0, "retitle")
    if not found:
        found = ["sharpen"] if parts.labelled else ["explain-only"]
    return tuple(dict.fromkeys(found))
