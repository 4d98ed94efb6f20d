"""What a footnote says was done: the kinds of its change, and its three parts (R48)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stadtgespraech.ingest.rounds import origin_phrase
from stadtgespraech.text.tokens import sentence_spans

_TITLE = r"(?:Titel|Überschrift|Ueberschrift)"
_VERBS: tuple[tuple[str, str], ...] = (
    ("move", r"\bverschoben\b|\bverlagert\b|\bumgestellt\b(?!.*Reihenfolge)|\bverschiebt\b"),
    ("reorder", r"\bReihenfolge\b.{0,80}\b(?:verändert|geändert|angepasst|getauscht|umgestellt)|\bumsortiert\b|\bneu geordnet\b"),
    ("merge-term", r"\bzusammengefasst\b|\bzusammengeführt\b|\beinheitlich\b.{0,40}\bverwendet"),
    ("deduplicate", r"\bDopp(?:e)?lung(?:en)?\b|\bWiederholung(?:en)?\b.{0,60}\b(?:gestrichen|entfernt|gelöscht)"),
    ("replace", r"\bersetzt\b|\bangepasst in\b|\bgeändert in\b|\bumformuliert in\b|\banstelle\b|\bstatt\s+„|\bausgetauscht\b"),
    ("delete", r"\bgestrichen\b(?<!Dopplungen werden gestrichen)|\bgelöscht\b|\bentfernt\b|\bentfällt\b|\bentfallen\b|\bverzichtet\b|\bherausgenommen\b"),
    ("insert", r"\b[Ee]rgänz(?:t|ung|ungen)\b|\beingefügt\b|\berweitert\b|\baufgenommen\b|\bhinzugefügt\b|\bneu aufgenommen\b|\bZusatz\b"),
    ("sharpen", r"\bpräzisiert\b|\bPräzisierung\b|\bgeschärft\b|\bnachgeschärft\b|\bkonkretisiert\b|\bspezifiziert\b|\bpositiver formuliert\b|\bklarer\b|\bhervorgehoben\b|\bdeutlich(?:er)?\b.{0,30}\b(?:formuliert|gemacht)|\bvollständiger dargestellt\b|\bWird deutlich\b"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, re.S)) for kind, pattern in _VERBS)
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
