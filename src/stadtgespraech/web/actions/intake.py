"""Reading a file that somebody hands in: by the product's own reader, in a process of its own that is ended when it
takes too long or too much memory. Nothing of it is kept here."""

from __future__ import annotations

import contextlib
import re
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from stadtgespraech.records import Process as Record
from stadtgespraech.records import process_of_bytes

LARGEST = 12_000_000  # bytes; what a request may carry at all (settings)
SECONDS, MEMORY = 120, 2_000_000_000
ENDINGS = (".docx", ".docm", ".odt", ".pdf", ".txt", ".md")

# What the reader says (English, for the command line) → what people read.
FAULTS = (
    (r"empty", "Die Datei ist leer."),
    (r"zip bomb|more than \d+ times|more than the limit",
     "Die Datei entpackt sich zu einer Größe, die kein Dokument hat. Sie wurde nicht gelesen."),
    (r"encrypted", "Die Datei ist mit einem Passwort geschützt. Speichern Sie sie ohne Passwort."),
    (r"no text layer", "Die PDF enthält nur Bilder von Seiten und keinen Text. Lassen Sie zuerst eine Texterkennung "
     "(OCR) darüber laufen."),
    (r"old Word file|rich text", "Das ist eine ältere Word-Datei (DOC oder RTF). Speichern Sie sie als DOCX."),
    (r"spreadsheet", "Das ist eine Tabelle, kein Text. Speichern Sie den Text als DOCX, ODT, PDF oder TXT."),
    (r"presentation", "Das ist eine Präsentation, kein Text. Speichern Sie den Text als DOCX, ODT, PDF oder TXT."),
    (r"picture \(", "Das ist ein Bild. Gebraucht wird ein Text: DOCX, ODT, PDF oder TXT."),
    (r"document type|XXE", "Die Datei verweist auf andere Dateien (Dokumenttyp-Angabe). Sie wurde nicht gelesen."),
    (r"points outside|two members", "Das Archiv in der Datei ist so gebaut, dass man ihm nicht trauen kann. Sie wurde "
     "nicht gelesen."),
    (r"damaged|incomplete|not XML", "Die Datei ist beschädigt. Speichern Sie sie noch einmal neu."),
    (r"pages are more", "Die PDF hat zu viele Seiten. Teilen Sie sie auf."),
)  # fmt: skip
OTHERWISE = "Diese Datei lässt sich nicht lesen. Gebraucht wird ein Text als DOCX, ODT, PDF oder TXT."


REMARKS = (
    (r"footnote (\d+): its mark was not found", r"Fußnote \1: Ihr Zeichen im Text wurde nicht gefunden."),
    (r"macros .*", "Makros wurden nicht gelesen und nie ausgeführt."),
    (r"embedded (objects|documents).*", "Eingebettete Objekte wurden nicht gelesen."),
    (r".*template.*", "Die Vorlage, auf die das Dokument verweist, wurde nicht geöffnet."),
    (r"(\d+) pictures?.*", r"Bilder wurden nicht gelesen: \1."),
    (r"(\d+) comments?.*", r"Kommentare wurden nicht gelesen: \1."),
    (r"(\d+) tables?.*", r"Tabellen: \1. Bitte prüfen Sie, was daraus wurde."),
)
Plain = tuple[str, str, tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood: texts as (kind, title, paragraphs, role); what was mended, unsure, left out, in words."""

    texts: tuple[Plain, ...]
    repairs: tuple[tuple[str, str, int], ...] = ()
    unsure: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    def count(self, kind: str) -> int:
        return sum(text[0] == kind for text in self.texts)

    @property
    def statements(self) -> int:
        return self.count("statement")

    @property
    def tensions(self) -> int:
        return self.count("tension")

    @property
    def sections(self) -> int:
        return self.count("section")


class Unreadable(ValueError):
    """The file cannot be read; the words are for whoever chose it."""


def read_upload(name: str, data: bytes) -> Reading:
    """What the reader finds in a document. Unreadable where it finds nothing, is ended, or fails."""
    if len(data) > LARGEST:
        raise Unreadable(f"Die Datei ist größer als {LARGEST // 1_000_000} MB. Nehmen Sie große Bilder heraus.")
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise Unreadable(OTHERWISE)
    with tempfile.TemporaryDirectory(prefix="stadtgespraech-") as folder:
        source, found = Path(folder, f"dokument{ending}"), Path(folder, "gelesen.json")
        source.write_bytes(data)
        run([sys.executable, "-m", "stadtgespraech", "read", str(source), "-o", str(found)])
        return reading_of(process_of_bytes(found.read_bytes(), "gelesen.json"))


def reading_of(record: Record) -> Reading:
    """The texts of a document as it reads in the end. Its footnotes and marks tell of its past: a first edition has
    none, so they are left out, and said to be."""
    sections = [("section", one.title, tuple(one.paragraphs), one.role) for one in record.sections]
    tensions = [("tension", one.title, tuple(one.text.split("\n")) if one.text else (), "") for one in record.tensions]
    statements = [("statement", one.title, tuple(one.paragraphs), "") for one in record.statements]
    report = record.report
    lost = [remark(words) for words in report.lost] if report is not None else []
    if record.changes:
        lost.insert(0, f"{len(record.changes)} Fußnoten oder nachverfolgte Änderungen: Sie gehören zur Geschichte des "
                       "Dokuments. Übernommen wird der Text, wie er am Ende lautet.")  # fmt: skip
    return Reading(
        texts=(*statements, *tensions, *sections),
        repairs=tuple((one.old, one.new, one.line) for one in report.repairs) if report is not None else (),
        unsure=tuple(remark(words) for words in report.uncertain) if report is not None else (),
        lost=tuple(lost),
    )


def remark(words: str) -> str:
    """What the reader remarks, in German where the words for it are known."""
    fitting = (re.sub(pattern, said, words) for pattern, said in REMARKS if re.fullmatch(pattern, words))
    return next(fitting, words)


def run(command: list[str]) -> None:
    """Run the reader within its bounds. Unreadable with its reason where it fails."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    with contextlib.suppress(ProcessLookupError):
        resource.prlimit(child.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.prlimit(child.pid, resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        _, told = child.communicate(timeout=2 * SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise Unreadable("Das Lesen hat zu lange gedauert und wurde beendet. Teilen Sie das Dokument auf.") from None
    if child.returncode:
        raise Unreadable(in_german(told.decode(errors="replace")))


def in_german(told: str) -> str:
    """The reason, as people read it."""
    return next((words for pattern, words in FAULTS if re.search(pattern, told)), OTHERWISE)
