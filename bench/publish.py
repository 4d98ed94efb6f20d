"""150 pages with 500 footnotes as PDF/UA-1: ours beside WeasyPrint on the same words, and every format's own time."""

from __future__ import annotations

import random
import time
from html import escape
from pathlib import Path

from stadtgespraech.ingest.document import read_document
from stadtgespraech.publish.document import BlockItem, Document, Heading, Inline, Mark, Note, NoteRef, Paragraph, Run
from stadtgespraech.publish.edition import publish
from stadtgespraech.publish.formats import WRITERS

PAGES, NOTES, BAR, SEED_BAR = 150, 500, 3.0, 5.0
SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "zielbilder-ocr.txt"
TEXT = """
die Stadt am Fluss braucht Schatten Plätze Wege und Menschen die einander zuhören wenn es um Wohnen Bildung Verkehr
oder Grünflächen geht damit Entscheidungen nachvollziehbar bleiben für Nachbarschaften Beteiligungsverfahren Kinder
Stadtentwicklungsgesellschaft Jugendliche ältere Menschen und alle die hier leben arbeiten lernen Verwaltung
"""
WORDS = TEXT.split()


def sentence(source: random.Random, length: int) -> str:
    words = [source.choice(WORDS) for _ in range(length)]
    return " ".join(words).capitalize() + "."


def sample() -> Document:
    """Fifty chapters; each of the 500 notes belongs to a deletion and an insertion. Same seed, same document."""
    source = random.Random(2026)
    blocks: list[BlockItem] = []
    notes: list[Note] = []
    for chapter in range(50):
        blocks.append(Heading(1 if chapter % 10 == 0 else 2, (Run(sentence(source, 5)),), f"bild-{chapter}"))
        for index in range(13):
            inlines: list[Inline] = [Run(sentence(source, 34) + " ")]
            if index < 10:
                number = len(notes) + 1
                notes.append(
                    Note(number, number, sentence(source, 22), kinds=("replace",), author="Online-Beteiligung")
                )
                inlines += [
                    Run(sentence(source, 6), Mark("delete", number, number)),
                    Run(" " + sentence(source, 8), Mark("insert", number, number)),
                    NoteRef(number),
                ]
            inlines.append(Run(" " + sentence(source, 25)))
            blocks.append(Paragraph(tuple(inlines)))
    return Document(
        title="Auenstadt", subtitle="", city="Auenstadt", motto="", as_of="7. September 2026", date="2026-09-07",
        language="de", edition="marked", edition_label="Markierte Fassung", identifier="urn:uuid:0",
        blocks=tuple(blocks), notes=tuple(notes),
    )  # fmt: skip


STYLE = """
@page { size: A4; margin: 26mm 30mm 26mm 46mm; @bottom-right { content: counter(page); } }
body { font: 10.5pt/1.55 "Fira Sans", "DejaVu Sans", sans-serif; hyphens: auto; color: #131525; }
h1 { break-before: page; bookmark-level: 1; } h2 { bookmark-level: 2; }
ins { color: #0057b7; text-decoration: underline double; } del { color: #a14a00; text-decoration: line-through; }
.note { float: footnote; font-size: 8.5pt; }
"""


def page(document: Document) -> str:
    """The same words for WeasyPrint, with its own footnotes."""
    texts = {note.number: note.text for note in document.notes}

    def inline(item: Inline) -> str:
        if isinstance(item, NoteRef):
            return f'<span class="note">{escape(texts[item.note])}</span>'
        text = escape(item.text)
        mark = item.mark.kind[:3] if isinstance(item, Run) and item.mark is not None else ""
        return f"<{mark}>{text}</{mark}>" if mark else text

    body = ""
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            tag = f"h{block.level}" if isinstance(block, Heading) else "p"
            body += f"<{tag}>{''.join(map(inline, block.inlines))}</{tag}>\n"
    return f'<!doctype html><html lang="de"><title>Auenstadt</title><style>{STYLE}</style><body>{body}</body></html>'


def pages(content: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as file:
        return len(file)


def main() -> int:
    import weasyprint

    document = sample()
    start = time.perf_counter()
    ours = WRITERS["pdf"](document)
    mine = time.perf_counter() - start
    source = page(document)
    start = time.perf_counter()
    theirs = weasyprint.HTML(string=source).write_pdf(pdf_variant="pdf/ua-1")
    other = time.perf_counter() - start
    print("| PDF/UA-1, 500 footnotes | pages | seconds |\n|---|---|---|")
    count = pages(ours)
    print(f"| Stadtgespräch (Typst) | {count} | {mine:.2f} |\n| WeasyPrint | {pages(theirs)} | {other:.2f} |")
    print(f"\n{other / mine:.1f} times as fast; bar {BAR:.0f}\n\n| format | seconds | kB |\n|---|---|---|")
    for name, write in WRITERS.items():
        if name != "pdf":
            start = time.perf_counter()
            size = len(write(document)) // 1024
            print(f"| {name} | {time.perf_counter() - start:.2f} | {size} |")
    return 0 if count >= PAGES and other >= BAR * mine and real_case() <= SEED_BAR else 1


def real_case() -> float:
    """Seconds to publish the real document in all formats, with its bundle; 0 where it is absent."""
    if not SEED.exists():
        print("\nthe real document is not beside this checkout: not published")
        return 0.0
    start = time.perf_counter()
    process = read_document(SEED)
    middle = time.perf_counter()
    publish(process, editions=("marked",), formats=("html", "pdf", "docx", "odt", "epub", "json"))
    end = time.perf_counter()
    print("\n| the real document, 12 statements and 42 footnotes | seconds | bar |\n|---|---|---|")
    print(f"| read and repaired | {middle - start:.2f} | – |")
    print(f"| published as HTML, PDF, DOCX, ODT, EPUB, JSON, with its bundle | {end - middle:.2f} | {SEED_BAR:.0f} |")
    return end - middle


if __name__ == "__main__":
    raise SystemExit(main())
